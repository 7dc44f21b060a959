"""From records to facts: typed, dated, in a fixed order; what cannot be read is named.

Invariants:
- A fact after the day that is looked at does not count yet; one that is in the future today is
  named as well.
- Nothing is guessed: what is missing stays None, and who needs it says so.
- Reading never fails, whatever a body holds; the order of the records does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from eportfolio.statute.results import Event, Finding, Line, Severity

WITHDRAWN = "vervallen"
WI_2013, VOLUNTARY = "Wi2013", "Vrijwillig"
ASYLUM = "Asielstatushouder"
CONCEPT = "Concept"
SHELTERS = ("COL", "AZC")  # a registration there is not one in the housing gemeente (Bi 5.3)
EARLIEST, LATEST = date(1950, 1, 1), date(2150, 12, 31)
LANGUAGE_PARTS = ("Lezen", "Luisteren", "Schrijven", "Spreken")
REFUSED_STATES = ("voorgesteld", "aangevraagd", "akkoord", "afgewezen")
DAY_HOURS = 24


@dataclass(frozen=True)
class Registration:
    """A registration in the BRP of a gemeente."""

    record: str
    gemeente: str | None
    code: str | None
    on: date

    def is_in(self, other: Registration) -> bool:
        """Whether both are in one gemeente, as far as is known."""
        if self.code and other.code:
            return self.code == other.code
        return self.gemeente is not None and self.gemeente == other.gemeente


@dataclass(frozen=True)
class Plan:
    """A version of the PIP. `on` is the dagtekening."""

    record: str
    on: date
    number: float
    occasion: str | None
    status: str | None
    route: str | None
    gemeente: str | None
    announced: date | None
    objection_until: date | None
    weekly_hours: float | None
    talks: float | None
    map_applies: bool | None
    scaled: frozenset[str]
    motivation: bool
    reasons: frozenset[str]


@dataclass(frozen=True)
class RecordedGround:
    """A circumstance as it was written down; `derived` when it follows from other facts."""

    code: str
    begins: date | None
    ends: date | None
    proven: bool
    derived: bool = False


@dataclass(frozen=True)
class Decision:
    """A decision or letter. `requested` and not `on`: still awaited."""

    record: str
    kind: str | None
    on: date | None
    requested: date | None
    answered: date | None
    begins: date | None
    ends: date | None


@dataclass(frozen=True)
class Course:
    """An offer of a course, or the course itself."""

    record: str
    kind: str | None
    offered: date | None
    begins: date | None
    ends: date | None
    keurmerk: bool | None


@dataclass(frozen=True)
class Exam:
    """An attempt at an exam."""

    record: str
    part: str | None
    level: str | None
    on: date
    result: str | None
    result_on: date | None


@dataclass(frozen=True)
class Placement:
    """A participation instrument. `decided`: there is a decision to extend it."""

    record: str
    kind: str | None
    status: str | None
    begins: date | None
    planned_end: date | None
    ended: date | None
    decided: bool
    counts_for: frozenset[str] | None
    dutch: bool | None
    level: float | None
    wage_value: float | None
    wage_value_on: date | None

    @property
    def has_started(self) -> bool:
        return self.begins is not None and self.status not in REFUSED_STATES


@dataclass(frozen=True)
class Support:
    """Ontzorgen or maatschappelijke begeleiding."""

    kind: str | None
    benefit_from: date | None
    begins: date | None
    planned_end: date | None
    ended: date | None


@dataclass(frozen=True)
class Fine:
    """A step of enforcement."""

    record: str
    stage: str | None
    on: date | None
    amount: float | None


@dataclass(frozen=True)
class Intake:
    """The brede intake. `lacking`: the required blocks that are not filled in."""

    record: str
    status: str | None
    calls: tuple[date, ...]
    came: date | None
    lacking: tuple[str, ...]


class Nature(NamedTuple):
    """What decides where a line of hours counts; most lines of a dossier share a few of these."""

    category: str | None
    keurmerk: bool | None
    dutch: bool | None
    as_map: bool | None
    deducted: bool | None
    link: str | None


class HourLine(NamedTuple):
    """A line of hours: what it adds (`share`), and where. A correction counts just where its
    original counts: `nature` and `judged_on` (the last day) are those of the original. `physical`
    is its own where it says so: hours can be moved from the room to the screen by two
    corrections."""

    share: Line
    physical: bool | None
    nature: Nature
    judged_on: date
    of_one_day: bool


@dataclass(frozen=True)
class Certificate:
    """A certificate that closes something."""

    record: str
    kind: str | None
    on: date | None
    by_college: bool


@dataclass
class Obligation:
    """The inburgeringsplicht, from its record (or records)."""

    record: str | None = None
    notice: date | None = None
    begins: date | None = None
    ended: date | None = None
    end_reason: str | None = None
    begin_duo: date | None = None
    end_duo: date | None = None
    grounds: list[RecordedGround] = field(default_factory=list)
    interruptions: list[tuple[date, date]] = field(default_factory=list)
    waits_for: bool = False
    asked: date | None = None
    received: date | None = None
    reasons: frozenset[str] = frozenset()


@dataclass
class Facts:
    """What the clock knows of one dossier on one day. Lists are in order of time."""

    on: date
    today: date
    withheld: frozenset[str]
    events: tuple[Event, ...] = ()
    regime: str | None = None
    asylum: bool | None = None
    obligation: Obligation = field(default_factory=Obligation)
    registrations: list[Registration] = field(default_factory=list)
    stays: list[Registration] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    concepts: list[Plan] = field(default_factory=list)
    decisions: list[Decision] = field(default_factory=list)
    courses: list[Course] = field(default_factory=list)
    exams: list[Exam] = field(default_factory=list)
    placements: list[Placement] = field(default_factory=list)
    supports: list[Support] = field(default_factory=list)
    fines: list[Fine] = field(default_factory=list)
    intakes: list[Intake] = field(default_factory=list)
    lines: list[HourLine] = field(default_factory=list)
    certificates: list[Certificate] = field(default_factory=list)
    talks: list[date] = field(default_factory=list)
    conversations: list[date] = field(default_factory=list)
    last_contact: date | None = None
    pvt_signed: date | None = None
    map_talk: date | None = None
    absent: bool = False
    counting: dict[Nature, list[HourLine]] | None = None  # found once, by `hours`
    findings: list[Finding] = field(default_factory=list)

    def find(
        self,
        code: str,
        why: str,
        *,
        rule: str = "",
        source: str = "",
        record: str | None = None,
        field: str | None = None,
        severity: Severity = Severity.WARN,
    ) -> None:
        """Name something that is missing or cannot be right."""
        self.findings.append(Finding(code, severity, rule, source, why, record, field))

    @property
    def first_plan(self) -> Plan | None:
        """The earliest PIP, whatever became of it (Wi 11)."""
        return self.plans[0] if self.plans else None

    @property
    def plan(self) -> Plan | None:
        """The latest PIP that holds, or the latest of all when none does."""
        in_force = [one for one in self.plans if one.status == "Vastgesteld"] or self.plans
        return in_force[-1] if in_force else None

    @property
    def plan_status(self) -> str | None:
        """Of the PIP that holds, else of the concept; None when there is neither."""
        found = self.plan or (self.concepts[-1] if self.concepts else None)
        return found.status if found else None

    @property
    def route(self) -> str | None:
        """The leerroute of the latest PIP."""
        return self.plan.route if self.plan else None

    def route_on(self, day: date) -> str | None:
        """The leerroute on a day; before the first PIP that of the first."""
        earlier = [one.route for one in self.plans if one.on <= day]
        if earlier:
            return earlier[-1]
        return self.first_plan.route if self.first_plan else None

    @property
    def ended(self) -> date | None:
        """The end of the inburgeringsplicht, when that is past."""
        return self.obligation.ended

    @property
    def exemption(self) -> Decision | None:
        """A vrijstelling or ontheffing that holds on this day (Wi 4 and 5)."""
        for one in self.decisions:
            granted = one.kind in ("Vrijstelling", "Ontheffing") and one.on and one.begins
            if granted and one.begins and one.begins <= self.on <= (one.ends or LATEST):
                return one
        return None

    @property
    def moves(self) -> list[Registration]:
        """Registrations in another gemeente than the one before."""
        found: list[Registration] = []
        here = self.registrations[0] if self.registrations else None
        for one in self.registrations[1:]:
            if one.gemeente is None and one.code is None:
                self.find(
                    "municipality-missing",
                    "Bij deze inschrijving staat geen gemeente; een verhuizing is niet te zien.",
                    rule="C03",
                    record=one.record,
                    field="gemeente",
                )
                continue
            if here is not None and (here.gemeente or here.code) and not one.is_in(here):
                found.append(one)
            here = one
        return found
