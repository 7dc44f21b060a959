"""What the worker thread does for the inbox: one function for each use case."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eportfolio import records
from eportfolio.records import RecordId
from ui.sections import WITHDRAWN, date_of, line_of, may_amend
from ui.values import fold, shown_date
from ui.words import _

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.dossiers import Change
    from eportfolio.workspace.inbox import Listing, Waiting

CLOSED, DONE = "gesloten", "done"


@dataclass(frozen=True)
class Person:
    """Somebody whose dossier is open. `words`: what to choose by, unlike anybody else's."""

    portfolio: str
    words: str
    about: str


@dataclass(frozen=True)
class Target:
    """A record that a file can be added to."""

    record: str
    words: str


@dataclass(frozen=True)
class Goal:
    """Where a file goes: to a record, with a new one of a kind, or by itself."""

    portfolio: str
    title: str
    record: str | None = None
    kind: str | None = None
    body: Mapping[str, Any] = field(default_factory=dict, repr=False)


def listing(before: Sequence[Waiting], dropped: Sequence[Path]) -> Callable[[Workspace], Listing]:
    """What waits now."""
    return lambda workspace: workspace.inbox.waiting(before, dropped)


def count(workspace: Workspace) -> int:
    """How many files wait in the folder."""
    found = workspace.inbox.waiting()
    return found.more + sum(one.state.value != DONE for one in found.files)


def choose(folder: Path) -> Callable[[Workspace], None]:
    """Watch a folder."""
    return lambda workspace: workspace.inbox.choose(folder)


def remember(after: str) -> Callable[[Workspace], None]:
    """What happens to originals from now on."""

    def work(workspace: Workspace) -> None:
        from eportfolio.workspace.inbox import After

        workspace.inbox.remember(After(after))

    return work


def people(workspace: Workspace) -> tuple[Person, ...]:
    """Everybody whose dossier is open, by name. Who has the same name as another is told apart by
    what the caseload says, and else by the number of the dossier."""
    rows = [row for row in workspace.dossiers.caseload() if row.status != CLOSED]
    names = [fold(row.name) for row in rows]
    found = []
    for row in rows:
        is_only = names.count(fold(row.name)) == 1
        words = row.name if is_only else f"{row.name} ({row.portfolio[:8]})"
        changed = _("laatst gewijzigd {updated}").format(updated=shown_date(row.updated))
        found.append(Person(row.portfolio, words, f"{row.route or 'nog geen PIP'} · {changed}"))
    return tuple(found)


def targets(portfolio: str) -> Callable[[Workspace], tuple[Target, ...]]:
    """The records of one client that a file can be added to, the newest first."""

    def work(workspace: Workspace) -> tuple[Target, ...]:
        found = [
            one
            for one in workspace.dossiers.read(portfolio)
            if one.kind not in ("client", "document") and one.status != WITHDRAWN
            if may_amend(one)
        ]
        found.sort(key=date_of, reverse=True)
        return tuple(
            Target(one.id, _words(_(records.title(one.kind)), line_of(one))) for one in found
        )

    return work


def _words(title: str, line: str) -> str:
    return title if line == title else f"{title}: {line}"


def attach(file: Waiting, goal: Goal) -> Callable[[Workspace], Change]:
    """Bring a file into a dossier, as one revision."""
    return lambda workspace: workspace.inbox.attach(
        goal.portfolio,
        file,
        goal.title,
        record=None if goal.record is None else RecordId(goal.record),
        new=None if goal.kind is None else (goal.kind, goal.body),
    )


def remove(file: Waiting) -> Callable[[Workspace], None]:
    """Remove the original of what was attached."""
    return lambda workspace: workspace.inbox.remove(file)
