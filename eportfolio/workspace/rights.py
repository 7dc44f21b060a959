"""Use cases on the rights of the client (AVG 15 to 22); the format and the law are in
docs/formats/rights.md."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from eportfolio.errors import WrongUsage
from eportfolio.portfolio.requests import (
    ARTICLES,
    ERASURE,
    GRANTED,
    OBJECTION,
    OF_RECORDS,
    OUTCOMES,
    RECTIFICATION,
    RESTRICTION,
    Request,
    requests_of,
)
from eportfolio.progress import Progress, silent
from eportfolio.records import RecordId
from eportfolio.register import Action, Row
from eportfolio.workspace import access, deciding
from eportfolio.workspace.access import ALWAYS_IN, Exported
from eportfolio.workspace.deciding import Asking, Decision
from eportfolio.workspace.disclosures import Disclosure, Disclosures
from eportfolio.workspace.erasure import Erasures, Place
from eportfolio.workspace.session import Session
from eportfolio.workspace.unfinished import noted

__all__ = [
    "ALWAYS_IN",
    "ARTICLES",
    "ERASURE",
    "OBJECTION",
    "OF_RECORDS",
    "OUTCOMES",
    "RECTIFICATION",
    "RESTRICTION",
    "Asking",
    "Decided",
    "Decision",
    "Exported",
    "Request",
    "Rights",
    "Waiting",
]


@dataclass(frozen=True)
class Decided:
    """A decision that was carried out. `to_tell`: who got one of the records before, and must hear
    of it (AVG 19); `backups`: where an erasure was followed."""

    request: Request
    to_tell: tuple[Disclosure, ...] = ()
    backups: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Waiting:
    """A request that waits for a decision: of whom, until when, and whether that is over."""

    row: Row
    request: str
    right: str
    asked_on: date
    due: date
    is_late: bool


class Rights:
    """What a client may ask, and what became of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def access(
        self,
        pid: str,
        out: Path,
        language: str | None = None,
        without: Mapping[RecordId, str] | None = None,
        progress: Progress = silent,
    ) -> Exported:
        """Everything that is kept about a client as one copy: papers in the client's language and
        in Dutch, every version for programs, the files. It is not encrypted. `without`: records
        that stay out for the rights of others, each with its ground (AVG 15, fourth paragraph).

        Raises:
            WrongUsage: no such client or record.
            InvalidRecord: `left-out-ground`: a record is left out without a ground.
            NotPermitted: `left-out`: what is about the client alone.
            StorageFault: no room, no permission, or something stands there.
            Cancelled: a person stopped it; nothing was written.
        """
        session = self._session
        with session.logged(Action.ACCESS, pid), noted(session, pid, out, Action.ACCESS):
            return access.export(session, pid, out, language, without or {}, progress)

    def require_grounds(self, pid: str, without: Mapping[RecordId, str]) -> None:
        """Whether `access` would leave these records out; asked before somebody chooses a place.

        Raises:
            WrongUsage, InvalidRecord, NotPermitted: as `access`.
        """
        with self._session.portfolio(pid) as portfolio:
            access.grounds_of(portfolio, without)

    def portability(
        self, pid: str, out: Path, *, everything: bool = False, progress: Progress = silent
    ) -> Exported:
        """The records that a client may take along (AVG 20) as JSON that `portfolio load` reads
        back, with their files; `everything`: also what rests on a duty of law, and layer X.

        Raises:
            WrongUsage: no such client.
            StorageFault: no room, no permission, or something stands there.
            Cancelled: a person stopped it; nothing was written.
        """
        session = self._session
        with session.logged(Action.PORTABILITY, pid), noted(session, pid, out, Action.PORTABILITY):
            return access.take_along(session, pid, out, progress, everything=everything)

    def of(self, pid: str) -> list[Request]:
        """Every request of a client with what became of it, oldest first.

        Raises:
            WrongUsage: no such client.
        """
        with self._session.portfolio(pid) as portfolio:
            return requests_of(portfolio)

    def held(self, pid: str) -> dict[str, list[RecordId]]:
        """The records that a request keeps locked, by the hash of the request.

        Raises:
            WrongUsage: no such client.
        """
        with self._session.portfolio(pid) as portfolio:
            asked = {one.hash: deciding.held(portfolio, one) for one in requests_of(portfolio)}
            return {request: records for request, records in asked.items() if records}

    def waiting(self, on: date | None = None) -> list[Waiting]:
        """What waits for a decision in the whole caseload, the earliest due first. Only the
        register is looked at."""
        session = self._session
        day = on or session.now().date()
        rows = {row.portfolio: row for row in session.register.rows()}
        return [
            Waiting(
                rows[one.portfolio],
                one.request,
                one.right,
                date.fromisoformat(one.asked),
                date.fromisoformat(one.due),
                day.isoformat() > one.due,
            )
            for one in session.register.requests()
            if one.portfolio in rows
        ]

    def request(self, pid: str, asking: Asking) -> Request:
        """Record what a client asks; the term begins on the day that it was asked. Records that
        the client objects about are frozen until it is decided.

        Raises:
            WrongUsage: no such client or record.
            InvalidRecord: `request-right`, `request-in-future`, `request-records`,
                `request-words`, `own-name`.
        """
        session = self._session
        with session.logged(Action.REQUEST, pid), session.portfolio(pid) as portfolio:
            found = deciding.record(session, portfolio, asking)
            session.saved(portfolio, ())
            return found

    def decide(self, pid: str, request: str, decision: Decision) -> Decided:
        """Decide a request and do what follows: a rectification becomes a new version
        (of a line of hours: a line with the difference), an erasure erases, a restriction locks,
        an objection that is turned down opens again. Or extend its term by two months. All of it,
        or nothing.

        Raises:
            WrongUsage: no such client, request or ground for erasing.
            InvalidRecord: `decision-outcome`, `decision-ground`, `decision-records`,
                `decision-changes`, `decision-erase`; or a change that does not fit.
            NotPermitted: `request-decided`, `extended-before`, `extended-late`; `retention`: the
                law keeps it; `record-locked`, `dossier-closed`.
        """
        session = self._session
        disclosures = Disclosures(session)
        with session.logged(Action.DECISION, pid):
            with session.portfolio(pid) as portfolio:
                asked = deciding.find(portfolio, request)
            before = disclosures.recipients(pid, asked.records)
            with session.portfolio(pid) as portfolio:
                found = deciding.decide(session, portfolio, request, decision)
                session.saved(portfolio, None)
            backups = Erasures(session).purge() if decision.erase_ground else ()
        told = _concerned(before, found.granted) if found.right in _TOLD else ()
        return Decided(found, told, tuple(backups))

    def restrict(self, pid: str, asking: Asking) -> Decided:
        """Record a request for restriction and grant it at once (AVG 18).

        Raises:
            WrongUsage, InvalidRecord: as `request`.
        """
        session = self._session
        if asking.right != RESTRICTION:
            raise WrongUsage("usage")
        before = Disclosures(session).recipients(pid, asking.records)
        with session.logged(Action.DECISION, pid), session.portfolio(pid) as portfolio:
            with portfolio.transaction():
                asked = deciding.record(session, portfolio, asking)
                found = deciding.decide(session, portfolio, asked.hash, Decision(GRANTED))
            session.saved(portfolio, ())
        return Decided(found, _concerned(before, found.granted))

    def lift(self, pid: str, request: str, ground: str) -> list[RecordId]:
        """End the restriction that a request brought; gives the records that are free of it. Tell
        the client before (AVG 18, third paragraph).

        Raises:
            WrongUsage: no such client or request.
            InvalidRecord: `decision-ground`.
            NotPermitted: `not-restricted`, `request-open`.
        """
        session = self._session
        with session.logged(Action.DECISION, pid), session.portfolio(pid) as portfolio:
            freed = deciding.lift(session, portfolio, request, ground)
            session.saved(portfolio, ())
            return freed


_TOLD = (RECTIFICATION, ERASURE, RESTRICTION)  # AVG 19


def _concerned(
    sent: Collection[Disclosure], records: Collection[RecordId]
) -> tuple[Disclosure, ...]:
    return tuple(one for one in sent if {*one.records} & {*records})
