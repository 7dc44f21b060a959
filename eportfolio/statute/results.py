"""What the statutory clock answers: plain values, each with its article and its sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple, Protocol


class Entry(Protocol):
    """A record as the clock reads it: an id, a kind, a life-cycle status and a JSON body."""

    @property
    def id(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def body(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True)
class Event:
    """A fact that stands beside the chain: a permission (C21), a request for one's rights (C22),
    data received from another (C27), a request by the new gemeente (C28), or a bundle for a
    handover that was made (`SENT`). `record` is the id of what it is about."""

    clock: str
    record: str
    started: date
    until: date | None = None
    stopped: date | None = None


SENT = "sent"


class State(StrEnum):
    """Where a clock stands on a day."""

    NOT_STARTED = "not-started"
    RUNNING = "running"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    MET = "met"
    PAUSED = "paused"
    NOT_APPLICABLE = "not-applicable"


OPEN_STATES = (State.OVERDUE, State.DUE_SOON, State.RUNNING)
URGENCY = (*OPEN_STATES, State.PAUSED, State.NOT_STARTED, State.MET, State.NOT_APPLICABLE)


class Severity(StrEnum):
    """What a finding means for one's own entry.

    `refuse`: the law leaves no room. `ask`: only with a recorded reason. `warn`: look at it.
    `note`: for information.
    """

    REFUSE = "refuse"
    ASK = "ask"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True)
class Deadline:
    """One clock on one day. `due` is the working date, `latest` the 'uiterlijk' date after the
    Algemene termijnenwet; both are included. `begins` is the first day. `record`: what it is
    about where a clock runs more than once. `soon`: from when it is due soon."""

    clock: str
    title: str
    state: State
    due: date | None
    latest: date | None
    begins: date | None
    soon: date | None
    source: str
    why: str
    confirmed: bool
    record: str | None = None


class Line(NamedTuple):
    """One entry's share in a counter, in hours."""

    record: str
    on: date
    hours: float


@dataclass(frozen=True)
class Forecast:
    """Where a counter ends when the pace of the last weeks goes on. `pace` in hours a week;
    `total` in hours at the end of the term; `reached` is the day on which the norm is met, when
    that is before the end of the term."""

    pace: float
    until: date
    total: float
    reached: date | None


@dataclass(frozen=True)
class HoursBalance:
    """One counter. `done`, `required`, `physical` and `unsettled` in hours; `required` is None
    where the law has no number. `unsettled` hours count only when a missing fact is filled in.
    `completed`: the day on which a module was closed by its talk or signature. `rules` is the
    version of the rules that the sum was made with."""

    counter: str
    title: str
    applies: bool
    done: float
    required: float | None
    physical: float
    unsettled: float
    lines: tuple[Line, ...]
    source: str
    why: str
    confirmed: bool
    rules: str
    completed: date | None = None
    forecast: Forecast | None = None

    @property
    def left(self) -> float | None:
        """Hours that are still to be made; None where the law has no number."""
        return None if self.required is None else max(self.required - self.done, 0.0)

    @property
    def is_reached(self) -> bool:
        """Whether the norm is met."""
        return self.required is not None and self.done >= self.required


@dataclass(frozen=True)
class Ground:
    """A circumstance that may extend the term. `counts`: it does, by what is recorded; `extra`
    says by how much. `proof` is what DUO asks for, `proven` whether it is attached."""

    ground: str
    title: str
    counts: bool
    begins: date | None
    ends: date | None
    extra: str
    proof: str
    proven: bool
    source: str
    why: str
    confirmed: bool


@dataclass(frozen=True)
class Term:
    """The inburgeringstermijn. `begins`: what DUO recorded, else the day after the first PIP;
    `begins_by_duo`: the first, and another day. `computed`: from there three years and
    interruptions. `decided`: what DUO recorded, else `computed`. `projected`: `computed` plus every
    ground that counts."""

    begins: date
    begins_by_duo: bool
    computed: date
    by_duo: date | None
    decided: date
    projected: date
    grounds: tuple[Ground, ...]
    ended: date | None


@dataclass(frozen=True)
class Finding:
    """Something that a rule says about a record, or a fact that is missing or cannot be right.

    `code` is a stable word; `rule` an invariant or a clock; `field` where to look."""

    code: str
    severity: Severity
    rule: str
    source: str
    why: str
    record: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Outlook:
    """Everything the clock says of one dossier on one day, the most urgent first.

    `applies` is False when this law does not govern the dossier; then `why_not` says so and
    nothing was computed. `plan` is the status of the PIP that holds, else of the concept;
    `last_contact` the last day on which somebody had contact with the client."""

    on: date
    rules: str
    applies: bool
    why_not: str | None
    route: str | None
    term: Term | None
    deadlines: tuple[Deadline, ...]
    counters: tuple[HoursBalance, ...]
    findings: tuple[Finding, ...]
    plan: str | None = None
    last_contact: date | None = None

    @property
    def next(self) -> Deadline | None:
        """The deadline to act on first, if there is one."""
        dated = (one for one in self.deadlines if one.latest and one.state in OPEN_STATES)
        return min(dated, key=lambda one: (one.latest or date.max, one.clock), default=None)

    def clock(self, clock: str, record: str | None = None) -> Deadline:
        """The result of one clock (about one record, where it runs more than once).

        Raises:
            KeyError: it has none.
        """
        for one in self.deadlines:
            if one.clock == clock and record in (None, one.record):
                return one
        raise KeyError(clock)

    def counter(self, counter: str) -> HoursBalance:
        """One counter, by its name in the records (`UrenTeller`).

        Raises:
            KeyError: there is no such counter.
        """
        for one in self.counters:
            if one.counter == counter:
                return one
        raise KeyError(counter)
