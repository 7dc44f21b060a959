"""What the register keeps, as plain values, and how a summary row comes about."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from eportfolio import records, statute
from eportfolio.cards import Card
from eportfolio.journal import WITHDRAWN
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import RecordId
from eportfolio.statute import Outlook, Severity, State

_KEPT = (*statute.OPEN_STATES, State.PAUSED)

QUIET_DAYS = 30  # our own; the law names none
OPEN, SENT, CLOSED = "open", "overgedragen", "gesloten"
COVERED, ADVISED = "vervanging", "advies"  # lent by somebody, for a time


class Row(NamedTuple):
    """One client in the caseload.

    `next_deadline` is the working date of the deadline to act on first, `next_latest` its
    'uiterlijk' date; all dates are ISO. `counted` is `hours` as JSON. `findings`: how many
    warnings. `computed`: day and rules that this was computed with. `plan`: the status of the PIP.
    `closed`: when it was handed over and closed; `only_here`: whether something of it is nowhere
    else, or of what was added to a dossier that was lent is not known to have gone back. `until`:
    the last day of a cover or advice; empty when it is kept here, None when that is not known.
    """

    portfolio: str
    name: str
    route: str | None
    next_deadline: str | None
    status: str
    open_agreements: int
    updated: str
    head: str
    size: int
    statements: int
    link: str
    stamp: str = ""
    next_clock: str | None = None
    next_latest: str | None = None
    next_soon: str | None = None
    counted: str = "{}"
    findings: int = 0
    computed: str = ""
    plan: str | None = None
    last_contact: str | None = None
    closed: str | None = None
    only_here: int = 0
    until: str | None = None

    @property
    def hours(self) -> dict[str, tuple[float, float | None]]:
        """Per counter that applies: hours done and asked."""
        return {name: (done, asked) for name, (done, asked) in json.loads(self.counted).items()}

    def is_quiet(self, on: date) -> bool:
        """Whether nobody had contact for longer than `QUIET_DAYS`."""
        since = (on - timedelta(days=QUIET_DAYS)).isoformat()
        return self.last_contact is None or self.last_contact < since

    def is_ended(self, on: date) -> bool:
        """Whether the last day of a cover or advice is over."""
        return bool(self.until) and on.isoformat() > str(self.until)

    def state(self, on: date) -> State | None:
        """Where the next deadline stands on a day; None when there is none."""
        if self.next_latest is None or self.next_soon is None:
            return None
        day = on.isoformat()
        if day > self.next_latest:
            return State.OVERDUE
        return State.DUE_SOON if day >= self.next_soon else State.RUNNING


class DueRow(NamedTuple):
    """One deadline of one client, as it was last computed; dates are ISO."""

    portfolio: str
    clock: str
    record: str | None
    title: str
    state: str
    due: str | None
    latest: str | None
    begins: str | None
    source: str
    why: str


class Asked(NamedTuple):
    """A request of a client that was not decided yet; days are ISO, `due` the last one."""

    portfolio: str
    request: str
    right: str
    asked: str
    due: str


@dataclass(frozen=True)
class Draft:
    """Text that was typed and not saved. `record` is None for a new one; `seq` is the version
    that was looked at while typing (0 for a new one)."""

    portfolio: str
    record: RecordId | None
    kind: str
    seq: int
    at: str
    values: Mapping[str, Any]


@dataclass(frozen=True)
class Contact:
    """Somebody's card, whether a person here ever compared it, and its state today."""

    card: Card
    state: str
    pinned: bool


@dataclass(frozen=True)
class BundleRow:
    """One line of the disclosure ledger."""

    id: str
    portfolio: str
    direction: str
    other: str
    consent: str
    made: str
    sha256: str
    state: str
    digests: tuple[str, ...]


SUMMED = statute.KINDS | {"afspraak"}


def summary(portfolio: Portfolio, status: str, at: datetime, before: Row | None = None) -> Row:
    """The summary row of a client, from its file, without what the clock says; `before` where
    nothing that is summed up (`SUMMED`) has changed since."""
    statements, link = portfolio.ledger.tip()
    head, size = portfolio.tip()
    fresh: dict[str, Any] = {
        "status": status,
        "updated": at.isoformat(timespec="seconds"),
        "head": head,
        "size": size,
        "statements": statements,
        "link": link,
    }
    if before is not None:
        return before._replace(**fresh)
    current = portfolio.records("client", "pip", "afspraak")
    return Row(
        portfolio=portfolio.pid,
        name=_name(current),
        route=_route(current),
        next_deadline=None,
        open_agreements=sum(one.is_open_agreement for one in current),
        **fresh,
    )


def clocked(row: Row, outlook: Outlook) -> Row:
    """A row with what the clock says on that day."""
    first = outlook.next
    return row._replace(
        next_deadline=_iso(first.due) if first else None,
        next_clock=first.clock if first else None,
        next_latest=_iso(first.latest) if first else None,
        next_soon=_iso(first.soon) if first else None,
        counted=json.dumps(
            {one.counter: (one.done, one.required) for one in outlook.counters if one.applies}
        ),
        findings=sum(one.severity is not Severity.NOTE for one in outlook.findings),
        computed=computed_on(outlook.on),
        plan=outlook.plan,
        last_contact=_iso(outlook.last_contact),
    )


def due_rows(pid: str, outlook: Outlook) -> list[DueRow]:
    """The deadlines of a client that run or stand still, the most urgent first."""
    return [
        DueRow(
            pid,
            one.clock,
            one.record,
            one.title,
            str(one.state),
            _iso(one.due),
            _iso(one.latest),
            _iso(one.begins),
            one.source,
            one.why,
        )
        for one in outlook.deadlines
        if one.state in _KEPT
    ]


def computed_on(on: date) -> str:
    """What a row says when it is up to date: the day and the version of the rules."""
    return f"{on.isoformat()} {statute.rulebook().version}"


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _name(current: Iterable[Current]) -> str:
    client = next((one for one in current if one.kind == "client"), None)
    return records.headline("client", client.body) if client else ""


def _route(current: Iterable[Current]) -> str | None:
    plans = [one for one in current if one.kind == "pip" and one.status != WITHDRAWN]
    in_force = [one for one in plans if one.body.get("status") == "Vastgesteld"] or plans
    latest = max(in_force, key=lambda one: str(one.body.get("dagtekening", "")), default=None)
    return None if latest is None else latest.body.get("leerroute")
