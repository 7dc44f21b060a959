"""What the worker thread does for the clock: the caseload as it stands today, and what is due."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from eportfolio import records

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.notices import Line as Notice
    from eportfolio.workspace.rights import Waiting
    from ui.tasks import Progress


class DueTerm(Protocol):
    """One term of one client, as the register keeps it."""

    @property
    def portfolio(self) -> str: ...
    @property
    def clock(self) -> str: ...
    @property
    def record(self) -> str | None: ...
    @property
    def title(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def due(self) -> str | None: ...
    @property
    def latest(self) -> str | None: ...
    @property
    def source(self) -> str: ...
    @property
    def why(self) -> str: ...


class Client(NamedTuple):
    """One row of the register on one day. `term` is the title of the next term. The hours are
    read from `row` when they are shown: there may be thousands of rows."""

    portfolio: str
    name: str
    route: str | None
    status: str
    open_agreements: int
    updated: str
    next_deadline: str | None
    next_latest: str | None
    row: Any
    findings: int
    term: str
    term_state: str | None
    plan: str | None = None
    last_contact: str | None = None
    is_quiet: bool = False

    @property
    def hours(self) -> Mapping[str, tuple[float, float | None]]:
        """Per counter that applies: hours done and asked."""
        hours: Mapping[str, tuple[float, float | None]] = self.row.hours
        return hours


@dataclass(frozen=True)
class Caseload:
    """Everybody, on a day."""

    today: date
    rows: tuple[Client, ...]
    must_practise: bool = False  # with the recovery sheet
    notices: tuple[Notice, ...] = ()  # what must be told, answered or heard, the oldest first


@dataclass(frozen=True)
class Agenda:
    """The caseload with every term that is open, the most urgent first."""

    caseload: Caseload
    due: tuple[tuple[Client, DueTerm], ...]
    erasable: int = 0  # dossiers whose time has come
    requests: tuple[Waiting, ...] = ()  # what clients asked by right, the earliest due first


@dataclass(frozen=True)
class Promise:
    """An open agreement. `is_past`: its date is over."""

    portfolio: str
    name: str
    record: str
    words: str
    who: str
    until: str
    is_past: bool


def client(row: Any, today: date) -> Client:
    """A row of the register with where its next term stands today."""
    return _client(row, today, _Titles(today))


class _Titles(dict[str, str]):
    """The titles of clocks on a day."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def __missing__(self, clock: str) -> str:
        from eportfolio import statute

        self[clock] = statute.rulebook().clock(clock, self._today).title
        return self[clock]


def _client(row: Any, today: date, titles: _Titles) -> Client:
    clock, state = row.next_clock, row.state(today)
    return Client(
        portfolio=row.portfolio,
        name=row.name,
        route=row.route,
        status=row.status,
        open_agreements=row.open_agreements,
        updated=row.updated,
        next_deadline=row.next_deadline,
        next_latest=row.next_latest,
        row=row,
        findings=row.findings,
        term=titles[clock] if clock else "",
        term_state=str(state) if state is not None else None,
        plan=row.plan,
        last_contact=row.last_contact,
        is_quiet=row.is_quiet(today),
    )


def caseload(workspace: Workspace) -> Caseload:
    """What is known now, without computing anything."""
    today = workspace.terms.today()
    titles = _Titles(today)
    rows = workspace.dossiers.caseload()
    clients = tuple(_client(one, today, titles) for one in rows)
    notices = tuple(workspace.notices.waiting())
    return Caseload(today, clients, workspace.recovery.due(), notices)


def agenda(workspace: Workspace, progress: Progress) -> Agenda:
    """Compute what is not of today, then read all of it."""
    workspace.terms.refresh(progress)
    found = workspace.terms.caseload()
    now = caseload(workspace)
    rows = {one.portfolio: one for one in now.rows}
    erasable, asked = len(workspace.erasures.due()), tuple(workspace.rights.waiting())
    return Agenda(now, tuple((rows[due.portfolio], due) for _, due in found), erasable, asked)


def write_calendar(out: Path) -> Callable[[Workspace], int]:
    """The open terms as a calendar file; gives how many."""
    return lambda workspace: workspace.terms.write_calendar(out)


def promises(row: Client) -> Callable[[Workspace], list[Promise]]:
    """The open agreements of one client, the first date on top."""

    def work(workspace: Workspace) -> list[Promise]:
        today = workspace.terms.today().isoformat()
        return [
            Promise(
                row.portfolio,
                row.name,
                one.id,
                records.headline(one.kind, one.whole),
                str(one.whole.get("wie") or ""),
                until := str(one.whole.get("voor_datum") or ""),
                bool(until) and until < today,
            )
            for one in workspace.dossiers.open_agreements(row.portfolio)
        ]

    return work
