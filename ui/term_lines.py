"""How terms, findings and hours are put into lines: grouped, marked, with sentence and article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from eportfolio import statute
from eportfolio.statute import Deadline, Finding, HoursBalance, Outlook, State
from ui.client_row import TERM_STATES, shown_hours
from ui.models import Line, Mark
from ui.term_work import Client, DueTerm, Promise
from ui.values import cited, fold, shown_date, shown_number
from ui.words import N_, _

SEVERITIES = {
    "refuse": Mark("ban", "neg", N_("Mag niet")),
    "ask": Mark("alert", "warn", N_("Reden nodig")),
    "warn": Mark("alert", "warn", N_("Controleer")),
    "note": Mark("info", "info", N_("Ter info")),
}
CHANCE = "chance"
CHANCE_MARK = Mark("calendar", "info", N_("Kan nog"))
# In which part of a dossier one works on a clock; where a clock names a record, its kind decides.
SECTIONS_OF = {"C08": 6, "C09": 6, "C21": 7, "C22": 7, "C24": 0, "C26": 6, "C27": 6, "C28": 6}
PLAN = 2


@dataclass(frozen=True)
class Goal:
    """Where a line leads to."""

    portfolio: str
    section: int
    record: str | None


def goal_of(due: DueTerm) -> Goal:
    """The part of the dossier where one works on a term."""
    return Goal(due.portfolio, SECTIONS_OF.get(due.clock, PLAN), due.record)


def due_line(row: Client, due: DueTerm) -> Line:
    """A term of somebody."""
    return Line(
        f"{row.name or 'Zonder naam'} · {due.title}",
        due.why,
        goal_of(due),
        mark=TERM_STATES.get(due.state),
    )


def fits(words: Sequence[str], row: Client, due: DueTerm) -> bool:
    """Whether every word that was typed is in the name, the term or its sentence."""
    text = fold(f"{row.name} {due.title} {due.why}")
    return all(word in text for word in words)


def grouped(found: Iterable[tuple[Client, DueTerm]]) -> list[Line]:
    """Under the state and the week in which they end, in the order they come in."""
    shown: list[Line] = []
    heading = ""
    for row, due in found:
        mark = TERM_STATES.get(due.state)
        words = f"{mark.words if mark else due.state} · {week_of(due.latest)}"
        if words != heading:
            heading = words
            shown.append(Line(words, is_heading=True))
        shown.append(due_line(row, due))
    return shown


def week_of(day: str | None) -> str:
    """A date as its week."""
    if day is None:
        return _("zonder einddatum")
    week = date.fromisoformat(day).isocalendar()
    return _("week {week} van {year}").format(week=week.week, year=week.year)


def promise_line(one: Promise) -> Line:
    """An open agreement of somebody."""
    until = (
        _("voor {until}").format(until=shown_date(one.until)) if one.until else _("zonder datum")
    )
    under = " · ".join(part for part in (one.who, until) if part)
    mark = Mark("alert", "neg", _("Datum voorbij")) if one.is_past else None
    return Line(
        f"{one.name} · {one.words}",
        under,
        Goal(one.portfolio, 3, one.record),
        icon="" if one.is_past else "file-check",
        mark=mark,
    )


def is_chance(one: Deadline, on: date) -> bool:
    """Whether it is something that may be done, not something that must."""
    return statute.rulebook().clock(one.clock, one.begins or on).nature == CHANCE


def deadline_line(one: Deadline, mark: Mark | None = None) -> Line:
    """A term of the dossier that is open on the desk."""
    words = f"{one.title} · {shown_date(one.due.isoformat())}" if one.due else one.title
    return Line(words, one.why, one.record, mark=mark or TERM_STATES.get(one.state))


def open_lines(outlook: Outlook) -> list[Line]:
    """What runs, then what may still be done."""
    running = [one for one in outlook.deadlines if one.state in statute.OPEN_STATES]
    duties = [deadline_line(one) for one in running if not is_chance(one, outlook.on)]
    chances = [
        deadline_line(one, CHANCE_MARK if one.state is State.RUNNING else None)
        for one in running
        if is_chance(one, outlook.on)
    ]
    return [*duties, *(_under(_("Kansen: dit kan, maar hoeft niet"), chances))]


def other_lines(outlook: Outlook) -> list[Line]:
    """What stands still, is done, has not begun or does not apply."""
    shown: list[Line] = []
    for state in (State.PAUSED, State.MET, State.NOT_STARTED, State.NOT_APPLICABLE):
        found = [deadline_line(one) for one in outlook.deadlines if one.state is state]
        shown += _under(TERM_STATES[state].words, found)
    return shown


def _under(title: str, found: list[Line]) -> list[Line]:
    return [Line(title, is_heading=True), *found] if found else []


def finding_line(one: Finding) -> Line:
    """What a rule says."""
    return Line(one.why, one.source, one.record, mark=SEVERITIES.get(one.severity))


def warning_words(found: Iterable[Finding]) -> str:
    """Findings as sentences, each with its article."""
    return "\n".join(cited(one.why, one.source) for one in found)


def hours_mark(one: HoursBalance) -> Mark:
    """Whether a counter is full."""
    if one.required is None:
        return Mark("minus", "neutral", _("Geen norm"))
    return (
        Mark("check", "pos", _("Gehaald")) if one.is_reached else Mark("clock", "info", _("Loopt"))
    )


def hours_words(one: HoursBalance) -> list[str]:
    """What is known about a counter besides its number: shortly, one thing on a line."""
    words = []
    if one.physical:
        words.append(_("Waarvan {physical} uur fysiek").format(physical=shown_number(one.physical)))
    if one.unsettled:
        words.append(
            _("{unsettled} uur telt nog niet: er ontbreekt een gegeven").format(
                unsettled=shown_number(one.unsettled)
            )
        )
    if one.completed is not None:
        words.append(
            _("Afgerond op {completed}").format(completed=shown_date(one.completed.isoformat()))
        )
    if one.forecast is not None and not one.is_reached:
        words.append(_("In dit tempo {forecast}").format(forecast=forecast_words(one)))
    return words


def forecast_words(one: HoursBalance) -> str:
    """Where it ends at the pace of the last weeks, shortly."""
    found = one.forecast
    if found is None:
        return "–"
    if found.reached is not None:
        return _("gehaald op {reached}").format(reached=shown_date(found.reached.isoformat()))
    until = shown_date(found.until.isoformat())
    return _("{total} uur op {until}").format(total=shown_number(found.total), until=until)


HOURS_TITLES = (
    N_("Teller"),
    N_("Gedaan"),
    N_("Nodig"),
    N_("Fysiek"),
    N_("Telt nog niet"),
    N_("Verwachting"),
    N_("Artikel"),
)


def hours_cells(one: HoursBalance) -> list[str]:
    """A counter as a row of a table."""
    asked = "–" if one.required is None else shown_number(one.required)
    numbers = [shown_number(number) for number in (one.physical, one.unsettled)]
    expected = "–" if one.is_reached else forecast_words(one)
    return [one.title, shown_number(one.done), asked, *numbers, expected, one.source]


def hours_name(one: HoursBalance) -> str:
    """For who listens."""
    return ", ".join([shown_hours(one.title, (one.done, one.required)), *hours_words(one)])
