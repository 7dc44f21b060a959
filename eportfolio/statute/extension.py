"""The inburgeringstermijn: begin, end, what extends it, and the new term after a fine.

DUO decides on extensions (Wi 12). What is projected here is what the recorded circumstances would
give; what DUO recorded always wins and is never overwritten.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from eportfolio import texts
from eportfolio.statute.dates import days_between, last_day, months_after, written
from eportfolio.statute.facts import LANGUAGE_PARTS, LATEST, Facts, RecordedGround
from eportfolio.statute.hours import hours_done
from eportfolio.statute.results import Ground, Severity, Term
from eportfolio.statute.rules import UNKNOWN, GroundRule, Length, RuleBook, rulebook

TERM_CLOCK = "C04"
YEAR_MONTHS = 12
OFFER_KINDS = ("NT2", "NT2+alfabetisering", "KNM", "Taalschakeltraject")
SWITCH_COURSE = "Taalschakeltraject"
EDUCATION = "Onderwijsroute"


def term(facts: Facts, book: RuleBook) -> Term | None:
    """The term of a dossier; None while there is no PIP and DUO recorded no begin."""
    first, known = facts.first_plan, facts.obligation
    counted = first.on + timedelta(days=1) if first else None
    begins = known.begin_duo or counted
    if begins is None:
        return None
    computed = book.clock(TERM_CLOCK, begins).lasting(begins)
    computed += timedelta(days=_interruption(facts))
    by_duo = _end_by_duo(facts)
    grounds, projected = _projected(facts, book, begins, computed, by_duo)
    _compare(facts, counted, computed, by_duo, projected)
    decided = by_duo or computed
    return Term(
        begins, begins != counted, computed, by_duo, decided, projected, grounds, facts.ended
    )


def _interruption(facts: Facts) -> int:
    """Days by which interruptions of the obligation lengthen the term (Bi 2.1 and 4.2)."""
    times = facts.obligation.interruptions
    days = sum(days_between(*one) for one in times)
    if not times or days <= days_between(times[0][0], last_day(times[0][0], YEAR_MONTHS)):
        return days
    facts.find(
        "interruption-too-long",
        "De onderbrekingen duren samen langer dan een jaar; vraag DUO naar de termijn.",
        rule="C04",
        source="Besluit inburgering 2.1 en 4.2",
        record=facts.obligation.record,
        field="onderbrekingen",
    )
    return 0


def _end_by_duo(facts: Facts) -> date | None:
    decided = [one.ends for one in facts.decisions if one.kind == "Verlenging" and one.on]
    ends = [one for one in [facts.obligation.end_duo, *decided] if one is not None]
    return max(ends, default=None)


def _compare(
    facts: Facts, counted: date | None, computed: date, by_duo: date | None, projected: date
) -> None:
    """DUO's dates win; a difference is shown."""
    known = facts.obligation
    if known.begin_duo and counted and known.begin_duo != counted:
        _differs(facts, "termijn_begin_duo", known.begin_duo, counted)
    if by_duo and by_duo not in (computed, projected):
        _differs(facts, "termijn_einde_duo", by_duo, computed)


def _differs(facts: Facts, field: str, by_duo: date, counted: date) -> None:
    facts.find(
        "duo-differs",
        f"DUO noemt {written(by_duo)}, berekend is {written(counted)}. De datum van DUO telt; "
        "vraag DUO na als dit niet klopt.",
        rule="C04",
        source="Wi 11; Besluit inburgering 9.3",
        record=facts.obligation.record,
        field=field,
    )


def offer_limit(facts: Facts, book: RuleBook) -> tuple[date | None, date | None, date | None]:
    """C06: the PIP that the offer follows, the last day for it, and the day it came."""
    start = next((one.on for one in facts.plans if one.route != EDUCATION), None)
    if start is None or not facts.asylum:
        return None, None, None
    limit = book.clock("C06", start).within(start, book.holidays)
    days = [
        day
        for one in facts.courses
        if one.kind in OFFER_KINDS
        and (day := one.offered or one.begins) is not None
        and (day >= start or (one.ends or LATEST) >= start)
    ]
    return start, limit, min(days, default=None)


def course_limit(facts: Facts, book: RuleBook) -> tuple[date | None, date | None, date | None]:
    """C07: the PIP that the taalschakeltraject follows, the last day for it, and its start."""
    start = next((one.on for one in facts.plans if one.route == EDUCATION), None)
    if start is None:
        return None, None, None
    limit = book.clock("C07", start).within(start, book.holidays)
    days = [one.begins for one in facts.courses if one.kind == SWITCH_COURSE and one.begins]
    return start, limit, min(days, default=None)


def _recorded(facts: Facts, book: RuleBook) -> list[RecordedGround]:
    """What is written down, and what follows from an offer or a course that came too late."""
    derived = []
    codes = {one.code for one in facts.obligation.grounds}
    for code, limits in (
        ("g", offer_limit(facts, book)),
        ("g-onderwijsroute", course_limit(facts, book)),
    ):
        _, limit, came = limits
        late = came or facts.on
        left = code != "g" and came is None and facts.route != EDUCATION
        unknown = came is None and "cursus" in facts.withheld
        if limit and late > limit and code not in codes and not left and not unknown:
            first = limit + timedelta(days=1)
            derived.append(RecordedGround(code, first, late, proven=False, derived=True))
    return sorted(
        [*facts.obligation.grounds, *derived],
        key=lambda one: (one.derived, one.begins or LATEST, one.code, one.ends or LATEST),
    )


def _projected(
    facts: Facts, book: RuleBook, begins: date, computed: date, by_duo: date | None
) -> tuple[tuple[Ground, ...], date]:
    """Every ground, weighed, and the end that they would give together."""
    end = computed
    weighed: list[Ground] = []
    taken: set[date] = set()
    once: set[str] = set()
    for recorded in _recorded(facts, book):
        try:
            rule = book.ground(recorded.code, recorded.begins or begins)
        except KeyError:
            _ground_problem(facts, "ground-unknown", "Deze grond is niet bekend.")
            continue
        fault = _fault(facts, book, rule, recorded, begins, max(end, by_duo or end))
        if fault is None and rule.once and rule.code in once:
            fault = "ground-twice", "Deze grond telt één keer."
        if fault is not None:
            _ground_problem(facts, *fault)
            weighed.append(_ground(rule, recorded, None, fault[1]))
            continue
        once.add(rule.code)
        extra, end = _extended(facts, rule, recorded, begins, end, taken)
        if not recorded.proven and not recorded.derived:
            _ground_problem(
                facts,
                "ground-proof-missing",
                f"Bij '{rule.title}' ontbreekt het bewijs: {rule.proof}.",
            )
        weighed.append(_ground(rule, recorded, extra, f"Verlenging met {extra}"))
    return tuple(weighed), end


def _ground(rule: GroundRule, recorded: RecordedGround, extra: str | None, why: str) -> Ground:
    return Ground(
        rule.code,
        rule.title,
        extra is not None,
        recorded.begins,
        recorded.ends,
        extra or "",
        rule.proof,
        recorded.proven,
        rule.source,
        f"{rule.title.capitalize()}: {why[0].lower()}{why[1:].rstrip('.')} ({rule.source}).",
        rule.confirmed,
    )


def _ground_problem(facts: Facts, code: str, why: str) -> None:
    facts.find(
        code,
        why,
        rule="C12",
        source="Wi 12; Regeling inburgering 4.1",
        record=facts.obligation.record,
        field="verlengingsgronden",
    )


def _fault(
    facts: Facts,
    book: RuleBook,
    rule: GroundRule,
    recorded: RecordedGround,
    begins: date,
    end: date,
) -> tuple[str, str] | None:
    """Why a ground does not count, as code and sentence."""
    if rule.extra == UNKNOWN:
        return (
            "ground-length-unknown",
            "De lengte van deze verlenging is niet bevestigd; DUO bepaalt.",
        )
    route = facts.route_on(recorded.begins or facts.on)
    if rule.routes and route is not None and route not in rule.routes:
        return "ground-not-for-route", f"Deze grond geldt niet op de {route}."
    if rule.effort is not None:  # about the whole course, so without days of its own
        lacking = lacking_effort(facts, book, rule.effort)
        why = f"Nog niet aangetoond: {', '.join(lacking)}."
        return ("effort-not-shown", why) if lacking else None
    if recorded.begins is None:
        return "ground-without-dates", "Bij deze grond ontbreekt de eerste dag."
    last = min(recorded.ends or facts.on, LATEST)
    first = max(recorded.begins, begins)
    fixed = isinstance(rule.extra, Length)
    if (
        recorded.begins > end
        or (last < begins and not fixed)
        or (fixed and recorded.begins < begins)
    ):
        return "ground-outside-term", "Deze dagen vallen buiten de inburgeringstermijn."
    if last < first:
        return "ground-without-dates", "Het einde ligt voor het begin."
    least = rule.at_least
    if least is not None and last < last_day(first, least.months):
        return "ground-too-short", f"Dit moet ten minste {least.written} achter elkaar duren."
    return None


def _extended(
    facts: Facts,
    rule: GroundRule,
    recorded: RecordedGround,
    begins: date,
    end: date,
    taken: set[date],
) -> tuple[str, date]:
    """How much a ground adds, in words, and the end after it."""
    if isinstance(rule.extra, Length):
        return rule.extra.written, _later(end, rule.extra)
    first = max(recorded.begins or begins, begins)
    last = recorded.ends or facts.on
    if rule.at_most is not None and last > (most := last_day(first, rule.at_most.months)):
        if not _days(first, most) & taken:
            taken |= _days(first, most)
            return rule.at_most.written, _later(end, rule.at_most)
        last = most
    days = _days(first, last)
    if days & taken and not recorded.derived:
        _ground_problem(
            facts,
            "ground-overlap",
            "Twee gronden gaan over dezelfde dagen; elke dag telt één keer.",
        )
    fresh = len(days - taken)
    taken |= days
    return ("1 dag" if fresh == 1 else f"{fresh} dagen"), end + timedelta(days=fresh)


def _days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=day) for day in range(days_between(first, last))}


def _later(end: date, length: Length) -> date:
    return months_after(end, length.months) + timedelta(weeks=length.weeks)


def passed_parts(facts: Facts, levels: Iterable[str] = ("A2", "B1", "B2")) -> frozenset[str]:
    """Parts of the exam that were passed."""
    known = frozenset(levels) | {"n.v.t.", None}
    return frozenset(
        one.part
        for one in facts.exams
        if one.result == "Geslaagd" and one.part is not None and one.level in known
    )


def lacking_effort(facts: Facts, book: RuleBook, asked: Mapping[str, Any]) -> list[str]:
    """What Besluit inburgering 4.4 asks for and is not recorded."""
    passed = passed_parts(facts)
    others = book.counter("Gezin 450", facts.on)
    known = {
        f"{asked['parts']} taalonderdelen gehaald": (
            len(passed & set(LANGUAGE_PARTS)) >= asked["parts"]
        ),
        "KNM gehaald": "KNM" in passed or not asked["knm"],
        "PVT afgerond": facts.pvt_signed is not None or not asked["pvt"],
        "MAP afgerond": facts.map_talk is not None or not asked["map"],
        "alle lessen gevolgd": not (facts.absent and asked["lessons"]),
        f"{texts.number(others.required or 0.0)} lesuren": (
            facts.asylum is not False
            or hours_done(facts, book, others.id, facts.on) >= (others.required or 0.0)
        ),
    }
    return [what for what, is_shown in known.items() if not is_shown]


def new_term(
    route: str | None,
    *,
    asylum: bool,
    parts: int = 0,
    hours: float = 0,
    modules_missing: int = 0,
    book: RuleBook | None = None,
) -> int:
    """Months of the new term after a fine of DUO (Ri 7.4): the longest that applies.

    `parts`: language parts passed (B1 and onderwijsroute); `hours`: hours done (Z-route);
    `modules_missing`: how many of PVT and MAP were not done in time. 0 when nothing is late.
    """
    rules = (book or rulebook()).new_term
    months = [0]
    if modules_missing:
        months.append(rules["one_module_months" if modules_missing == 1 else "both_modules_months"])
    if route == "Z-route":
        rows, done = rules["hours_asylum" if asylum else "hours_other"], hours
        late = done < rows[-1]["up_to"]
    else:
        rows, done = rules["parts"], parts
        late = route is not None
    if late:
        months.append(next((row["months"] for row in rows if done <= row["up_to"]), 0))
    return max(months)


def severity_of(facts: Facts, kind: str, severity: Severity) -> Severity:
    """On a dossier of which this kind was not wholly received, a rule only warns."""
    return Severity.WARN if kind in facts.withheld else severity
