"""The statutory clock: facts and a date in, deadlines and hours out.

Invariants:
- Pure: the same records and the same day give the same answer, in any order of the records.
- Every number of the law is data with its article (`resources/statute/`); the arithmetic is in
  `dates`, and nowhere else.
- Contradictory or missing facts give a named finding, never an exception and never a guess.
- What DUO recorded wins over what was computed; a difference is shown and nothing is overwritten.

Leaves to others: reading files, and keeping results (register, workspace).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from eportfolio.statute import clocks, extension, facts, gather, hours, invariants
from eportfolio.statute.extension import new_term
from eportfolio.statute.missed import missed
from eportfolio.statute.results import (
    OPEN_STATES,
    SENT,
    URGENCY,
    Deadline,
    Entry,
    Event,
    Finding,
    Forecast,
    Ground,
    HoursBalance,
    Line,
    Outlook,
    Severity,
    State,
    Term,
)
from eportfolio.statute.rules import RuleBook, rulebook

__all__ = [
    "CHECKED",
    "KINDS",
    "OPEN_STATES",
    "SENT",
    "URGENCY",
    "Deadline",
    "Entry",
    "Event",
    "Finding",
    "Forecast",
    "Ground",
    "HoursBalance",
    "Line",
    "Outlook",
    "RuleBook",
    "Severity",
    "State",
    "Term",
    "examine",
    "missed",
    "new_term",
    "objections",
    "rulebook",
]

KINDS = gather.KINDS  # the kinds that any result depends on
# A change of one of these can break a rule that blocks; a change of another kind cannot.
CHECKED = frozenset({"pip", "inburgeringsplicht", "instrument"})

_NOT_THIS_LAW = {
    facts.WI_2013: (
        "Deze cliënt valt onder de Wet inburgering 2013. Dit programma rekent alleen met de Wet "
        "inburgering 2021 (Wi 54). Kijk bij DUO naar de termijn."
    ),
    facts.VOLUNTARY: (
        "Deze cliënt burgert vrijwillig in. Dan gelden er geen wettelijke termijnen."
    ),
}


def examine(
    entries: Iterable[Entry],
    on: date,
    *,
    today: date | None = None,
    events: Iterable[Event] = (),
    withheld: Collection[str] = (),
    book: RuleBook | None = None,
) -> Outlook:
    """What the law says of a dossier on a day.

    Facts dated after `on` do not count yet; those after `today` (default `on`) are named too.
    `events` stand beside the chain. `withheld`: kinds of which something was not received.
    """
    rules = book or rulebook()
    known = gather.gather(entries, on, today=today or on, events=events, withheld=withheld)
    if (why_not := _NOT_THIS_LAW.get(known.regime or "")) is not None:
        nothing = Outlook(on, rules.version, False, why_not, known.route, None, (), (), ())
        return replace(nothing, plan=known.plan_status, last_contact=known.last_contact)
    term = extension.term(known, rules)
    found = clocks.deadlines(known, rules, term)
    balances = hours.counters(known, rules, term)
    invariants.check(known, rules, term)
    return Outlook(
        on=on,
        rules=rules.version,
        applies=True,
        why_not=None,
        route=known.route,
        term=term,
        deadlines=found,
        counters=balances,
        findings=_ordered(known.findings),
        plan=known.plan_status,
        last_contact=known.last_contact,
    )


def objections(
    before: Iterable[Entry],
    after: Iterable[Entry],
    on: date,
    *,
    withheld: Collection[str] = (),
) -> tuple[Finding, ...]:
    """What forbids going from one state of a dossier to the other: the findings of severity
    `refuse` or `ask` that were not there before."""
    known = {_identity(one) for one in _blocking(before, on, withheld)}
    return tuple(one for one in _blocking(after, on, withheld) if _identity(one) not in known)


def _blocking(entries: Iterable[Entry], on: date, withheld: Collection[str]) -> list[Finding]:
    found = examine(entries, on, withheld=withheld).findings
    return [one for one in found if one.severity in (Severity.REFUSE, Severity.ASK)]


def _identity(finding: Finding) -> tuple[str, str | None]:
    return finding.code, finding.record


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Each once, what blocks first."""
    order = list(Severity)
    return tuple(
        sorted(
            dict.fromkeys(findings),
            key=lambda one: (
                order.index(one.severity),
                one.code,
                one.record or "",
                one.field or "",
                one.why,
            ),
        )
    )
