"""`eportfolio deadlines|hours …`"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from typing import Any

from eportfolio import texts
from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import show_progress, unlocked
from eportfolio.errors import WrongUsage
from eportfolio.register import DueRow, Row
from eportfolio.statute import Deadline, Finding, HoursBalance, Outlook, State, Term

_STATES: Mapping[State, str] = {
    State.OVERDUE: "te laat",
    State.DUE_SOON: "binnenkort",
    State.RUNNING: "loopt",
    State.PAUSED: "staat stil",
    State.NOT_STARTED: "nog niet begonnen",
    State.MET: "klaar",
    State.NOT_APPLICABLE: "niet van toepassing",
}


def deadlines(parsed: argparse.Namespace) -> Result:
    """The terms of one client, or of the whole caseload."""
    if parsed.portfolio and parsed.ics:
        raise WrongUsage("usage")
    with unlocked(parsed) as workspace:
        if parsed.portfolio:
            return _one(parsed.portfolio, workspace.terms.outlook(parsed.portfolio, parsed.on))
        progress = show_progress("Termijnen berekenen")
        if parsed.ics:
            count = workspace.terms.write_calendar(parsed.ics, progress)
            data = {"file": str(parsed.ics), "deadlines": count}
            return Result(
                data, [f"Agenda met {count} termijnen: {parsed.ics}. Er staan geen namen in."]
            )
        on = parsed.on or workspace.terms.today()
        return _caseload(on.isoformat(), workspace.terms.caseload(parsed.on, progress))


def _heading(portfolio: str, outlook: Outlook) -> dict[str, Any]:
    return {
        "portfolio": portfolio,
        "on": outlook.on.isoformat(),
        "rules": outlook.rules,
        "applies": outlook.applies,
        "why_not": outlook.why_not,
    }


def _one(portfolio: str, outlook: Outlook) -> Result:
    data = {
        **_heading(portfolio, outlook),
        "route": outlook.route,
        "term": _term(outlook.term) if outlook.term else None,
        "deadlines": [_deadline(one) for one in outlook.deadlines],
        "findings": [_finding(one) for one in outlook.findings],
    }
    if outlook.why_not:
        return Result(data, [outlook.why_not])
    rows = [
        [one.clock, _day(one.due), _day(one.latest), _STATES[one.state], one.why]
        for one in outlook.deadlines
        if one.state is not State.NOT_APPLICABLE
    ]
    lines = table(rows, ["klok", "werkdatum", "uiterlijk", "stand", "waarom"])
    if outlook.findings:
        lines += ["", "Let op"]
        lines += [f"  - {_said(one)}" for one in outlook.findings]
    return Result(data, lines)


def _said(finding: Finding) -> str:
    return f"{finding.why} ({finding.source})" if finding.source else finding.why


def _caseload(on: str, found: list[tuple[Row, DueRow]]) -> Result:
    data = {
        "on": on,
        "deadlines": [
            {
                "portfolio": row.portfolio,
                "name": row.name,
                "clock": one.clock,
                "title": one.title,
                "record": one.record,
                "begins": one.begins,
                "due": one.due,
                "latest": one.latest,
                "state": one.state,
                "source": one.source,
                "why": one.why,
            }
            for row, one in found
        ],
    }
    rows = [
        [
            one.due or "–",
            one.latest or "–",
            _STATES[State(one.state)],
            row.name,
            one.title,
            row.portfolio,
        ]
        for row, one in found
    ]
    heads = ["werkdatum", "uiterlijk", "stand", "naam", "termijn", "dossier"]
    return Result(data, table(rows, heads) or ["Er lopen geen termijnen."])


def hours(parsed: argparse.Namespace) -> Result:
    """The counters of one client, or of the whole caseload."""
    with unlocked(parsed) as workspace:
        if parsed.portfolio:
            outlook = workspace.terms.outlook(parsed.portfolio, parsed.on)
            return _counters(parsed.portfolio, outlook)
        if parsed.on:
            raise WrongUsage("usage")
        rows = workspace.terms.counters(show_progress("Uren berekenen"))
    data = {
        "portfolios": [
            {
                "portfolio": row.portfolio,
                "name": row.name,
                "route": row.route,
                "next_deadline": row.next_deadline,
                "counters": [
                    {"counter": name, "done": done, "required": required}
                    for name, (done, required) in row.hours.items()
                ],
            }
            for row in rows
        ]
    }
    cells = [
        [
            row.name,
            row.route or "–",
            row.next_deadline or "–",
            ", ".join(f"{name} {_sum(*pair)}" for name, pair in row.hours.items()) or "–",
        ]
        for row in rows
    ]
    return Result(data, table(cells, ["naam", "route", "termijn", "uren"]) or ["Er is niemand."])


def _counters(portfolio: str, outlook: Outlook) -> Result:
    data = {
        **_heading(portfolio, outlook),
        "counters": [_counter(one) for one in outlook.counters],
        "findings": [_finding(one) for one in outlook.findings if one.rule == "uren"],
    }
    if outlook.why_not:
        return Result(data, [outlook.why_not])
    lines = table(
        [
            [one.counter, _sum(one.done, one.required), _forecast(one), one.why]
            for one in outlook.counters
            if one.applies
        ],
        ["teller", "uren", "verwacht", "waarom"],
    )
    return Result(data, lines or ["Er is nog geen teller die telt: er is geen PIP."])


def _sum(done: float, required: float | None) -> str:
    return (
        texts.number(done)
        if required is None
        else f"{texts.number(done)} van {texts.number(required)}"
    )


def _forecast(one: HoursBalance) -> str:
    if one.forecast is None:
        return "–"
    if one.forecast.reached:
        return f"gehaald op {one.forecast.reached.isoformat()}"
    return f"{texts.number(one.forecast.total)} op {one.forecast.until.isoformat()}"


def _day(day: Any) -> str:
    return day.isoformat() if day else "–"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None


def _deadline(one: Deadline) -> dict[str, Any]:
    return {
        "clock": one.clock,
        "title": one.title,
        "record": one.record,
        "begins": _iso(one.begins),
        "due": _iso(one.due),
        "latest": _iso(one.latest),
        "state": str(one.state),
        "source": one.source,
        "why": one.why,
        "confirmed": one.confirmed,
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {**vars(one), "severity": str(one.severity)}


def _term(term: Term) -> dict[str, Any]:
    return {
        "begins": _iso(term.begins),
        "computed": _iso(term.computed),
        "by_duo": _iso(term.by_duo),
        "decided": _iso(term.decided),
        "projected": _iso(term.projected),
        "ended": _iso(term.ended),
        "grounds": [
            {**vars(one), "begins": _iso(one.begins), "ends": _iso(one.ends)}
            for one in term.grounds
        ],
    }


def _counter(one: HoursBalance) -> dict[str, Any]:
    forecast = one.forecast
    return {
        "counter": one.counter,
        "title": one.title,
        "applies": one.applies,
        "done": one.done,
        "required": one.required,
        "physical": one.physical,
        "unsettled": one.unsettled,
        "completed": _iso(one.completed),
        "source": one.source,
        "why": one.why,
        "confirmed": one.confirmed,
        "rules": one.rules,
        "lines": [
            {"record": line.record, "on": line.on.isoformat(), "hours": line.hours}
            for line in one.lines
        ],
        "forecast": forecast
        and {
            "pace": forecast.pace,
            "until": forecast.until.isoformat(),
            "total": forecast.total,
            "reached": _iso(forecast.reached),
        },
    }
