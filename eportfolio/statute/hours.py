"""Which hours count where, and where they lead (docs/statute.md, 'Hours').

Invariants:
- A total is always the sum of lines; it is never stored in place of them.
- A line is counted by the rule of its own day: a later rule changes no older sum.
- Hours of which a fact is missing are not counted and not lost: they are `unsettled`, by name.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from eportfolio import texts
from eportfolio.statute.dates import months_after
from eportfolio.statute.facts import Facts, HourLine, Nature, Plan
from eportfolio.statute.results import Forecast, HoursBalance, Line, Term
from eportfolio.statute.rules import CounterRule, RuleBook

WEEK = 7
QUARTERS = 4
# Lessons outside the keurmerk: the taalschakeltraject is given by a recognised school (Wi 32).
WITHOUT_KEURMERK = (
    "Taalschakeltraject-les",
    "Uren in de intakeperiode",
    "Vso/praktijkonderwijs/entree",
)


class Verdict(StrEnum):
    """What a counter does with a line."""

    COUNTS = "counts"
    NOT = "not"
    KEURMERK = "keurmerk-unknown"
    LANGUAGE = "language-unknown"
    JUDGEMENT = "judgement-missing"


_UNSETTLED = {
    Verdict.KEURMERK: (
        "keurmerk",
        "Er staat niet of de instelling een keurmerk heeft, dus deze uren tellen niet mee. Trek de "
        "regel in en maak hem opnieuw, of vul het in bij de cursus van deze regel.",
    ),
    Verdict.LANGUAGE: (
        "nederlandstalig",
        "Er staat niet of dit in een Nederlandstalige omgeving was, dus deze uren tellen niet mee. "
        "Trek de regel in en maak hem opnieuw, of vul het in bij de plek van deze regel.",
    ),
    Verdict.JUDGEMENT: (
        "instrument",
        "De wet regelt niet of deze uren tellen. Leg bij de plek vast waarvoor zij meetellen.",
    ),
}


@dataclass(frozen=True)
class _Sum:
    lines: tuple[Line, ...]
    done: float
    physical: float
    unsettled: float


def counters(facts: Facts, book: RuleBook, term: Term | None) -> tuple[HoursBalance, ...]:
    """Every counter of a dossier, with its lines and its forecast."""
    return tuple(_balance(facts, book, term, name) for name in book.counter_names)


def hours_done(facts: Facts, book: RuleBook, counter: str, on: date) -> float:
    """Hours in a counter on a day, by the lines alone."""
    return _summed(facts, book, counter, on).done


def physical_share(facts: Facts, book: RuleBook, counter: str, on: date) -> float:
    """Which part of the counted hours was attended in person; 1 when there are none."""
    found = _summed(facts, book, counter, on)
    return found.physical / found.done if found.done else 1.0


def _balance(facts: Facts, book: RuleBook, term: Term | None, name: str) -> HoursBalance:
    rule = book.counter(name, facts.on)
    why_not = _why_not(facts, rule)
    found = _summed(facts, book, name, facts.on, name_unsettled=why_not is None)
    required = _planned(facts) if rule.weekly else rule.required
    done = round(found.done * QUARTERS) / QUARTERS
    applies = why_not is None
    forecast = None
    if applies and required is not None and not rule.weekly and done < required:
        forecast = _forecast(facts, book, term, found, done, required)
    completed = {"PVT": facts.pvt_signed, "MAP": facts.map_talk}.get(name)
    return HoursBalance(
        counter=name,
        title=rule.title,
        applies=applies,
        done=done,
        required=required,
        physical=found.physical,
        unsettled=found.unsettled,
        lines=found.lines,
        source=rule.source,
        why=_why(rule, found, done, required, why_not),
        confirmed=rule.confirmed,
        rules=book.version,
        completed=completed,
        forecast=forecast,
    )


def _why_not(facts: Facts, rule: CounterRule) -> str | None:
    if facts.exemption is not None:
        return "de cliënt is vrijgesteld of ontheven"
    if rule.routes and facts.route not in rule.routes:
        return f"niet op de {facts.route}" if facts.route else "er is nog geen PIP"
    if rule.asylum_only and not facts.asylum:
        return "alleen voor asielstatushouders"
    if rule.others_only and facts.asylum is not False:
        return "niet voor asielstatushouders"
    return None


def _why(
    rule: CounterRule, found: _Sum, done: float, required: float | None, why_not: str | None
) -> str:
    norm = "" if required is None else f" van {texts.number(required)}"
    lines = "1 regel" if len(found.lines) == 1 else f"{len(found.lines)} regels"
    text = f"{rule.title}: {texts.number(done)}{norm} uur, uit {lines}"
    if rule.physical_share:
        text += f", waarvan {texts.number(found.physical)} uur fysiek"
    if found.unsettled:
        text += f"; {texts.number(found.unsettled)} uur telt nog niet mee, er ontbreekt iets"
    if why_not is not None:
        text = f"{rule.title}: niet nodig, {why_not}"
    return f"{text} ({rule.source})."


def _planned(facts: Facts) -> float | None:
    """Lesson hours that the plans asked for so far: hours a week times the weeks they held."""
    ended = facts.ended or facts.on
    total, known = 0.0, False
    for plan, following in zip(facts.plans, [*facts.plans[1:], None], strict=False):
        until = min(ended, facts.on, following.on if following else facts.on)
        if plan.weekly_hours is not None and until >= plan.on:
            known = True
            total += plan.weekly_hours * (until - plan.on).days / WEEK
    return math.floor(total * QUARTERS) / QUARTERS if known else None


def _summed(
    facts: Facts, book: RuleBook, counter: str, on: date, *, name_unsettled: bool = False
) -> _Sum:
    taken: list[Line] = []
    physical = unsettled = 0.0
    categories = book.categories(counter)
    for nature, lines in _counting(facts, book).items():
        if nature.category not in categories:
            continue
        for rule, some in _by_rule(book, counter, lines):
            verdict = _verdict(facts, rule, nature)
            if verdict is Verdict.NOT:
                continue
            until = [one for one in some if one.share.on <= on]
            if verdict is Verdict.COUNTS:
                taken += [one.share for one in until]
                physical += sum(one.share.hours for one in until if one.physical)
                continue
            unsettled += sum(one.share.hours for one in until)
            if name_unsettled:
                for one in until:
                    _name_unsettled(facts, verdict, one.share.record)
    taken.sort(key=lambda one: (one.on, one.record))
    done = sum(one.hours for one in taken)
    return _Sum(tuple(taken), done, min(max(physical, 0.0), done), unsettled)


def _by_rule(
    book: RuleBook, counter: str, lines: list[HourLine]
) -> Iterable[tuple[CounterRule, list[HourLine]]]:
    """Lines under the version of the rule of their own day."""
    versions = book.versions(counter)
    if len(versions) == 1:
        return [(versions[0], lines)]
    found: dict[date, list[HourLine]] = {}
    for line in lines:
        found.setdefault(book.counter(counter, line.judged_on).valid_from, []).append(line)
    return [(book.counter(counter, since), some) for since, some in found.items()]


def _name_unsettled(facts: Facts, verdict: Verdict, record: str) -> None:
    field, why = _UNSETTLED[verdict]
    facts.find(verdict.value, why, rule="uren", record=record, field=field)


def _verdict(facts: Facts, rule: CounterRule, line: Nature) -> Verdict:
    how = rule.categories.get(line.category or "")
    if how is None or (how == "deducted" and not line.deducted):
        return Verdict.NOT
    if how == "map" and not line.as_map:
        return Verdict.NOT
    if rule.keurmerk and line.category not in WITHOUT_KEURMERK:
        keurmerk = _keurmerk(facts, line)
        if not keurmerk:
            return Verdict.NOT if keurmerk is False else Verdict.KEURMERK
    dutch = _dutch(facts, line)
    if rule.dutch and dutch is False:
        return Verdict.NOT
    if how in ("dutch", "map") and dutch is None:
        return Verdict.LANGUAGE
    return _judged(facts, rule, line) if how == "judged" else Verdict.COUNTS


def _judged(facts: Facts, rule: CounterRule, line: Nature) -> Verdict:
    for one in facts.placements:
        if one.record == line.link and one.counts_for is not None:
            return Verdict.COUNTS if rule.id in one.counts_for else Verdict.NOT
    return Verdict.JUDGEMENT


def _keurmerk(facts: Facts, line: Nature) -> bool | None:
    if line.keurmerk is not None:
        return line.keurmerk
    return next((one.keurmerk for one in facts.courses if one.record == line.link), None)


def _dutch(facts: Facts, line: Nature) -> bool | None:
    if line.dutch is not None:
        return line.dutch
    return next((one.dutch for one in facts.placements if one.record == line.link), None)


def _counting(facts: Facts, book: RuleBook) -> dict[Nature, list[HourLine]]:
    """The lines that are alike together, in order of time, without those before the first PIP:
    such efforts do not count, unless the rules say so (Bi 5.3, fifth)."""
    if facts.counting is None:
        facts.counting = {}
        first = facts.first_plan
        for line in facts.lines:
            if first is not None and line.judged_on < first.on and _is_early(first, book, line):
                facts.find(
                    "hours-before-pip",
                    "Deze uren liggen voor het eerste PIP en tellen niet mee.",
                    rule="uren",
                    source="Besluit inburgering 5.3, vijfde lid",
                    record=line.share.record,
                    field="datum",
                )
            else:
                facts.counting.setdefault(line.nature, []).append(line)
    return facts.counting


def _is_early(first: Plan, book: RuleBook, line: HourLine) -> bool:
    category = line.nature.category or ""
    if category not in book.before_plan:
        return True
    months = book.before_plan[category]
    return months is not None and line.judged_on < months_after(first.on, -months)


def _forecast(
    facts: Facts, book: RuleBook, term: Term | None, found: _Sum, done: float, required: float
) -> Forecast | None:
    """The pace of the last weeks, carried on to the end of the term."""
    if term is None or facts.ended is not None or facts.on >= term.decided:
        return None
    since = max(facts.on - timedelta(weeks=book.forecast_weeks), term.begins)
    weeks = max((facts.on - since).days, WEEK) / WEEK
    pace = max(sum(one.hours for one in found.lines if one.on > since), 0.0) / weeks
    left = (term.decided - facts.on).days / WEEK
    total = done + pace * left
    reached = None
    if total >= required:
        reached = facts.on + timedelta(days=math.ceil((required - done) / pace * WEEK))
    return Forecast(round(pace, 2), term.decided, round(total, 2), reached)
