"""What the worker thread does for the access log: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace


class Access(NamedTuple):
    """One line as it was written; `who` and `about` are ids, or empty."""

    at: str
    who: str
    station: str
    action: str
    about: str
    result: str


Row = tuple[int, Access]


@dataclass(frozen=True)
class Log:
    """The newest line first, and by id what dossiers and cards are called."""

    lines: Sequence[Row]
    names: Mapping[str, str]
    own: str  # one's own card
    name: str = ""  # of the one client that it is about


def read(portfolio: str | None) -> Callable[[Workspace], Log]:
    """The whole log, or what is about one client."""

    def work(workspace: Workspace) -> Log:
        rows = {one.portfolio: one.name for one in workspace.dossiers.caseload()}
        own = workspace.contacts.own
        cards = {one.card.thumbprint: one.card.name for one in workspace.contacts.all()}
        names = {**cards, own.thumbprint: own.name, **rows}
        found = [(n, Access(*line)) for n, line in workspace.accesses.lines(portfolio)]
        return Log(found[::-1], names, own.thumbprint, rows.get(portfolio or "", ""))

    return work


def verify(workspace: Workspace) -> int | None:
    """How many lines there are, or None when the chain is broken."""
    return len(workspace.accesses.lines()) if workspace.accesses.is_whole() else None


def export(portfolio: str | None, place: Path) -> Callable[[Workspace], int]:
    """The log as a file with ids only; gives how many lines."""
    return lambda workspace: workspace.accesses.export(place, portfolio)
