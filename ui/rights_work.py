"""What the worker thread does for the rights of a client: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eportfolio.records import RecordId
from ui.notice_words import TO_MAKE

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.rights import Decided, Exported, Request
    from ui.sections import Current
    from ui.tasks import Progress


@dataclass(frozen=True)
class Rights:
    """The requests of a client, the newest first, and what a new one can be about."""

    name: str
    requests: Sequence[Request]
    records: tuple[Current, ...]
    articles: Mapping[str, str]
    of_records: tuple[str, ...]
    grounds: Mapping[str, str]  # for erasing
    today: str
    held: Mapping[str, Sequence[str]]  # by request: the records that it keeps locked
    always_in: tuple[str, ...]  # kinds that stay out of no copy of everything
    must_tell: bool  # somebody has something that was taken back, corrected or erased since


@dataclass(frozen=True)
class Chosen:
    """A decision as it was filled in. `records`: those that it is granted for in part; `changes`:
    the new bodies of a rectification."""

    outcome: str
    ground: str
    records: tuple[str, ...] = ()
    changes: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    erase_ground: str | None = None


def rights(portfolio: str) -> Callable[[Workspace], Rights]:
    """All of it, as it is now."""

    def work(workspace: Workspace) -> Rights:
        from eportfolio.workspace.erasure import GROUNDS
        from eportfolio.workspace.rights import ALWAYS_IN, ARTICLES, OF_RECORDS

        row = workspace.dossiers.find(portfolio)
        return Rights(
            row.name if row is not None else "",
            workspace.rights.of(portfolio)[::-1],
            tuple(workspace.dossiers.read(portfolio)),
            ARTICLES,
            OF_RECORDS,
            GROUNDS,
            workspace.terms.today().isoformat(),
            workspace.rights.held(portfolio),
            ALWAYS_IN,
            any(one.told.state == TO_MAKE for one in workspace.notices.waiting(portfolio)),
        )

    return work


def request(
    portfolio: str, right: str, records: Sequence[str], asked_on: str, words: str
) -> Callable[[Workspace], Request]:
    """Record what a client asks."""

    def work(workspace: Workspace) -> Request:
        from eportfolio.workspace.rights import Asking

        chosen = [RecordId(one) for one in records]
        day = date.fromisoformat(asked_on)
        return workspace.rights.request(portfolio, Asking(right, chosen, day, words=words or None))

    return work


def decide(portfolio: str, asked: str, chosen: Chosen) -> Callable[[Workspace], Decided]:
    """Decide a request, and do what follows."""

    def work(workspace: Workspace) -> Decided:
        from eportfolio.workspace.rights import Decision

        decision = Decision(
            chosen.outcome,
            chosen.ground or None,
            records=[RecordId(one) for one in chosen.records],
            changes={RecordId(one): body for one, body in chosen.changes.items()},
            erase_ground=chosen.erase_ground,
        )
        return workspace.rights.decide(portfolio, asked, decision)

    return work


def lift(portfolio: str, asked: str, ground: str) -> Callable[[Workspace], int]:
    """End the restriction that a request brought; how many records are free of it."""
    return lambda workspace: len(workspace.rights.lift(portfolio, asked, ground))


def require_grounds(portfolio: str, without: Mapping[str, str]) -> Callable[[Workspace], None]:
    """Whether these records may stay out of the copy of everything, each with its ground."""
    left = _left(without)
    return lambda workspace: workspace.rights.require_grounds(portfolio, left)


def copy_of_everything(
    portfolio: str, place: Path, without: Mapping[str, str]
) -> Callable[[Workspace, Progress], Exported]:
    """Everything about a client as one file, but for records that stay out, each with its ground;
    it is not encrypted."""
    left = _left(without)
    return lambda workspace, progress: workspace.rights.access(
        portfolio, place, without=left, progress=progress
    )


def copy_to_take_along(portfolio: str, place: Path) -> Callable[[Workspace, Progress], Exported]:
    """What a client may take along; it is not encrypted."""
    return lambda workspace, progress: workspace.rights.portability(
        portfolio, place, progress=progress
    )


def _left(without: Mapping[str, str]) -> dict[RecordId, str]:
    return {RecordId(one): ground for one, ground in without.items()}
