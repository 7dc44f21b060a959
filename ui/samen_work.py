"""What the worker thread does for the Samen-scherm: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from ui import sharing_work
from ui.sharing_work import Card

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.consents import Decision
    from eportfolio.workspace.dossiers import Change
    from eportfolio.workspace.together import Given, Table

DRAFT = "samen"  # the kind of a draft of a talk


@dataclass(frozen=True)
class Seen:
    """One client, and who could receive something."""

    table: Table
    cards: tuple[Card, ...]


def look(portfolio: str) -> Callable[[Workspace], Seen]:
    """What lies on the table."""

    def work(workspace: Workspace) -> Seen:
        return Seen(workspace.together.table(portfolio), sharing_work.cards(workspace).others)

    return work


def answer(
    portfolio: str, given: Sequence[Given], day: date | None = None
) -> Callable[[Workspace], Change]:
    """Record what the client says about items."""
    return lambda workspace: workspace.together.answer(portfolio, given, day)


def keep(portfolio: str, values: Mapping[str, Any]) -> Callable[[Workspace], None]:
    """Keep a talk that is not finished."""
    return lambda workspace: workspace.drafts.keep(portfolio, DRAFT, None, values)


def drop(portfolio: str) -> Callable[[Workspace], None]:
    """Throw it away."""
    return lambda workspace: workspace.drafts.drop(portfolio, DRAFT, None)


def record(
    portfolio: str, request: Mapping[str, Any], drawn: bytes | None, *, is_yes: bool
) -> Callable[[Workspace], Decision]:
    """Record a yes or a no; the talk is finished then."""
    deciding = sharing_work.recording(portfolio, request, drawn, is_yes=is_yes)

    def work(workspace: Workspace) -> Decision:
        found = deciding(workspace)
        workspace.drafts.drop(portfolio, DRAFT, None)
        return found

    return work


def take_back(portfolio: str, consent: str) -> Callable[[Workspace], Decision]:
    """The client takes a yes back."""
    return sharing_work.take_back(portfolio, consent, "")


def prove(passphrase: str) -> Callable[[Workspace], None]:
    """Whether the klantmanager sits here."""
    return lambda workspace: workspace.require_passphrase(passphrase)
