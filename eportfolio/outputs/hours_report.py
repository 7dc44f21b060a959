"""The hours of a client for the office: every counter with its bar, its months and its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eportfolio.outputs.client_paper import Paper, day_in_figures
from eportfolio.outputs.office import LABEL
from eportfolio.outputs.report import WIDTH, Report, day, paper
from eportfolio.statute import Forecast, HoursBalance, Outlook
from eportfolio.texts import number

TITLE = "Urenrapport"
TOGETHER = 260.0  # points: a heading, why, the chart and the first lines
SHOWN_MONTHS = 18
_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True)
class Hours:
    """What the report is made of. `lines` say what a record of hours was: day or period, and
    category, by its id."""

    client: str
    outlook: Outlook
    made: datetime
    keeper: str
    organisation: str
    size: int
    lines: Mapping[str, tuple[str, str]]


def hours_report(facts: Hours) -> Paper:
    """The report as a PDF."""
    foot = f"{TITLE} · {day_in_figures(facts.made)} · versie {facts.size}"
    return paper(TITLE, foot, lambda report: _draw(report, facts))


def _draw(report: Report, facts: Hours) -> None:
    outlook = facts.outlook
    report.head(facts.client)
    ends = outlook.term.decided if outlook.term else None
    report.facts(
        [
            ("Op", day(outlook.on)),
            ("Leerroute", outlook.route or "nog niet bekend"),
            ("Einde van de termijn", day(ends) if ends else "nog niet bekend"),
            ("Klantmanager", f"{facts.keeper}, {facts.organisation}"),
        ]
    )
    if outlook.why_not:
        report.paragraph(outlook.why_not)
        return
    counters = [one for one in outlook.counters if one.applies]
    if not counters:
        report.paragraph("Er is nog geen teller die telt: er is geen PIP.")
        return
    report.heading("Overzicht")
    for one in counters:
        _bar(report, one)
    for one in counters:
        _counter(report, one, facts.lines)


def _bar(report: Report, one: HoursBalance) -> None:
    if one.required is None:
        report.bar(one.title, f"{number(one.done)} uur, geen norm", 0.0, reached=False)
        return
    share = one.done / one.required if one.required else 1.0
    left = "klaar" if one.is_reached else f"nog {number(one.left or 0.0)}"
    told = f"{number(one.done)} van {number(one.required)} uur, {left}"
    report.bar(one.title, told, share, reached=one.is_reached)


def _counter(report: Report, one: HoursBalance, lines: Mapping[str, tuple[str, str]]) -> None:
    if one.lines:
        report.keep(TOGETHER)
    report.heading(one.title)
    report.paragraph(one.why)
    report.paragraph(f"Grondslag: {one.source}. Regels: {one.rules}.", LABEL)
    if one.unsettled:
        waits = f"{number(one.unsettled)} uur telt nog niet: er ontbreekt een gegeven."
        report.paragraph(waits)
    if one.forecast is not None:
        report.paragraph(_forecast(one.forecast))
    report.y -= 8
    report.columns(by_month(one)[-SHOWN_MONTHS:])
    rows = [
        (*lines.get(line.record, (day(line.on), "–")), number(line.hours))
        for line in sorted(one.lines, key=lambda line: (line.on, line.record), reverse=True)
    ]
    if rows:
        report.table(("Wanneer", "Wat", "Uren"), rows, (WIDTH * 0.5, WIDTH * 0.36, WIDTH * 0.14))


def _forecast(forecast: Forecast) -> str:
    pace = f"In dit tempo, {number(forecast.pace)} uur per week"
    if forecast.reached:
        return f"{pace}: gehaald op {day(forecast.reached)}."
    return f"{pace}: {number(forecast.total)} uur op {day(forecast.until)}."


def by_month(one: HoursBalance) -> list[tuple[str, float]]:
    """Hours of each month between the first and the last line, months without hours included."""
    found: dict[tuple[int, int], float] = {}
    for line in one.lines:
        month = (line.on.year, line.on.month)
        found[month] = found.get(month, 0.0) + line.hours
    if not found:
        return []
    begin, last = (year * 12 + month - 1 for year, month in (min(found), max(found)))
    months = [divmod(place, 12) for place in range(begin, last + 1)]
    return [
        (f"{_MONTHS[month]} {year % 100:02d}", found.get((year, month + 1), 0.0))
        for year, month in months
    ]
