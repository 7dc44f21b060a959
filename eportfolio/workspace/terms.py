"""Use cases on the statutory clock: one client, the whole caseload, a calendar of terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from eportfolio.errors import Cancelled, EportfolioError
from eportfolio.outputs import calendar
from eportfolio.progress import Progress, silent
from eportfolio.register import Action, DueRow, Row, clocked, computed_on, due_rows
from eportfolio.statute import OPEN_STATES, Outlook, State
from eportfolio.store import new_file
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.counting import Counted, Counters, Job
from eportfolio.workspace.session import Session


class Terms:
    """What the law asks, and when."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def today(self) -> date:
        """The day that results are for when none is named."""
        return self._session.now().date()

    def outlook(self, pid: str, on: date | None = None) -> Outlook:
        """Every deadline, counter and finding of one client, each with its article.

        Raises:
            WrongUsage: there is no such client.
        """
        return self._outlook(pid, on, aside=False)

    def _outlook(self, pid: str, on: date | None, *, aside: bool) -> Outlook:
        now = self._session.now()
        with self._session.portfolio(pid, aside=aside) as portfolio:
            return outlook(portfolio, self._session.own, now, on or now.date())

    def caseload(
        self, on: date | None = None, progress: Progress = silent
    ) -> list[tuple[Row, DueRow]]:
        """What is due in the whole caseload, the most urgent first. For today it is kept; for
        another day every dossier is looked into."""
        if on is None or on == self.today():
            self.refresh(progress)
            found = self._session.register.deadlines(*OPEN_STATES)
        else:
            found = self._on_another_day(on, progress)
        rows = {row.portfolio: row for row in self._session.register.rows()}
        order = {state: place for place, state in enumerate(OPEN_STATES)}
        found.sort(key=lambda one: (order[State(one.state)], one.latest or "9999", one.portfolio))
        return [(rows[one.portfolio], one) for one in found if one.portfolio in rows]

    def _on_another_day(self, on: date, progress: Progress) -> list[DueRow]:
        rows = self._session.register.rows()
        found: list[DueRow] = []
        for done, row in enumerate(rows, 1):
            with suppress(EportfolioError):
                found += [
                    one
                    for one in due_rows(row.portfolio, self._outlook(row.portfolio, on, aside=True))
                    if one.state in OPEN_STATES
                ]
            progress(done, len(rows))
        return found

    def counters(self, progress: Progress = silent) -> list[Row]:
        """The caseload with its hours, by the deadline that comes first."""
        self.refresh(progress)
        rows = self._session.register.rows()
        return sorted(rows, key=lambda row: (row.next_latest or "9999", row.name, row.portfolio))

    def refresh(self, progress: Progress = silent) -> int:
        """Compute anew what was computed on another day or by other rules; gives how many.

        A dossier that cannot be read is left as it is: its fault is said when it is opened.

        Raises:
            Cancelled: a person stopped it; what was done stays.
        """
        session, now = self._session, self._session.now()
        wanted = computed_on(now.date())
        stale = [row for row in session.register.rows() if row.computed != wanted]
        with closing(Counters(len(stale), now.date())) as counters:
            for done in range(0, len(stale), counters.at_once):
                jobs = list(self._jobs(stale[done : done + counters.at_once]))
                self._keep(jobs, counters.count(jobs), now)
                if not progress(min(done + counters.at_once, len(stale)), len(stale)):
                    raise Cancelled("cancelled")
        return len(stale)

    def _jobs(self, rows: Iterable[Row]) -> Iterator[Job]:
        vault = self._session.vault
        for row in rows:
            with suppress(EportfolioError):
                key = vault.portfolio_key(row.portfolio)
                yield Job(row, vault.portfolio_path(row.portfolio), key)

    def _keep(self, jobs: Iterable[Job], counted: Iterable[Counted | None], now: datetime) -> None:
        register = self._session.register
        with register.transaction():
            for job, found in zip(jobs, counted, strict=True):
                with suppress(EportfolioError):
                    row, due = found or self._count(job.row, now)
                    register.put_row(row)
                    register.put_deadlines(row.portfolio, due)

    def _count(self, row: Row, now: datetime) -> Counted:
        with self._session.portfolio(row.portfolio, aside=True) as portfolio:
            found = outlook(portfolio, self._session.own, now, now.date())
        return clocked(row, found), due_rows(row.portfolio, found)

    def write_calendar(self, out: Path, progress: Progress = silent) -> int:
        """The open deadlines of the caseload as an iCalendar file, without names; gives how many.

        Raises:
            StorageFault: no room, or something stands there.
        """
        with self._session.logged(Action.CASELOAD):
            found = [one for _, one in self.caseload(None, progress) if one.latest is not None]
            data = calendar.deadlines(found, self._session.now())
            with new_file(out, replace=False) as file:
                file.write(data)
        return len(found)
