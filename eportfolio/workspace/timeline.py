"""The course of a trajectory on lanes of time: terms, plan, language, taking part, guidance.

Pure: records, what the clock says of them, and who kept the dossier since when. Every date that
was computed comes from the clock; here dates are only read and put in their place. What has no
date that can be read stands on no lane, and is counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from eportfolio import records, texts
from eportfolio.journal import WITHDRAWN
from eportfolio.statute import OPEN_STATES, Deadline, Entry, Outlook, State
from eportfolio.texts import for_staff


class Stand(StrEnum):
    """Where an item stands on the day that is looked at."""

    DONE = "done"
    FAILED = "failed"
    PAST = "past"  # over, without a result of its own: replaced, or a chance that went by
    RUNNING = "running"
    PAUSED = "paused"
    POSSIBLE = "possible"  # may be done now, need not
    DUE = "due"
    OVERDUE = "overdue"
    PLANNED = "planned"
    PROJECTED = "projected"


@dataclass(frozen=True)
class When:
    """A date as it was written. A date that is known in part (`2024-05-00`) may be any of the
    days from `first` to `last`."""

    written: str
    first: date
    last: date


@dataclass(frozen=True)
class Item:
    """One thing on a lane: a span from `begin` to `end` (None: no end is known), or a point.
    `words` say where it stands, `record` is what it leads to. `is_main`: the term itself."""

    title: str
    begin: When
    end: When | None
    is_point: bool
    stand: Stand
    words: str
    record: str | None = None
    is_main: bool = False

    @property
    def last(self) -> date:
        """The last day that is known of it."""
        return (self.end or self.begin).last


@dataclass(frozen=True)
class Lane:
    """Items of one sort in the order in which they began; the inburgeringstermijn is on top."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Keeper:
    """Who kept the dossier from a day on."""

    name: str
    organisation: str
    since: date


@dataclass(frozen=True)
class Timeline:
    """Lanes that have something on them. `first` and `last`: the days between which everything
    lies, today too. `undated`: records that belong here and have no date."""

    today: date
    first: date
    last: date
    lanes: tuple[Lane, ...]
    undated: int


TERMS, PLAN = for_staff("Termijnen"), for_staff("Plan (PIP)")
LANGUAGE, TAKING_PART = for_staff("Taal en examen"), for_staff("Meedoen")
GUIDANCE = for_staff("Begeleiding")
UNNAMED, HANDED_OVER = for_staff("Naam niet meegekomen"), for_staff("Overgedragen")
LANES = (TERMS, PLAN, LANGUAGE, TAKING_PART, GUIDANCE)

TERM, SWITCH, SETTLING, SUPPORT, WINDOW = "C04", "C05", "C08", "C09", "C11"
ALWAYS = (TERM, SWITCH, SETTLING, SUPPORT, WINDOW)  # the others only while they are open
# What stands beside the trajectory, or at a placement or an exam that is on its own lane.
ELSEWHERE = frozenset(("C15", "C17", "C18", "C19", "C20", "C21", "C22", "C24", "C26", "C27"))
CHANCES = frozenset((SWITCH, "C10", WINDOW))
# The record that a clock leads to when it names none: the first kind that there is.
LEADS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        SWITCH: ("pip",),
        SETTLING: ("ondersteuning", "verblijf"),
        SUPPORT: ("ondersteuning", "verblijf"),
        "C01": ("intake", "inburgeringsplicht"),
        "C06": ("cursus", "pip"),
        "C07": ("cursus", "pip"),
    }
)
LEAD = ("inburgeringsplicht", "pip", "verblijf", "client")
SAID: Mapping[Stand, str] = MappingProxyType(
    {
        Stand.DONE: for_staff("Klaar"),
        Stand.FAILED: for_staff("Niet gehaald"),
        Stand.PAST: for_staff("Voorbij"),
        Stand.RUNNING: for_staff("Loopt"),
        Stand.PAUSED: for_staff("Staat stil"),
        Stand.POSSIBLE: for_staff("Kan nu"),
        Stand.DUE: for_staff("Binnenkort"),
        Stand.OVERDUE: for_staff("Te laat"),
        Stand.PLANNED: for_staff("Komt nog"),
        Stand.PROJECTED: for_staff("Verwacht"),
    }
)
_STANDS: Mapping[State, Stand] = MappingProxyType(
    {
        State.NOT_STARTED: Stand.PLANNED,
        State.RUNNING: Stand.RUNNING,
        State.DUE_SOON: Stand.DUE,
        State.OVERDUE: Stand.OVERDUE,
        State.MET: Stand.DONE,
        State.PAUSED: Stand.PAUSED,
    }
)
CONCEPT, DROPPED = "Concept", ("Ingetrokken", "Vernietigd")
PASSED, NOT_PASSED, AWAITED = "Geslaagd", ("Niet geslaagd", "Niet verschenen"), "Wacht op uitslag"
MODULES = ("MAP", "PVT")  # kinds of course that are no language
REJECTED, ENDED, BROKEN_OFF = "afgewezen", "afgerond", "voortijdig_beeindigd"
NOT_BEGUN = ("voorgesteld", "aangevraagd", "akkoord")

Body = Mapping[str, Any]
_Found = tuple[Item | None, str]  # what a record gives, and its lane


def lay_out(
    entries: Iterable[Entry],
    outlook: Outlook,
    keepers: Sequence[Keeper] = (),
    *,
    kept_until: date | None = None,
) -> Timeline:
    """Everything of a dossier that has a place in time, on the day of the outlook.

    `kept_until`: the day on which the dossier was handed over, when it was.
    """
    today = outlook.on
    current = [one for one in entries if one.status != WITHDRAWN]
    found: dict[str, list[Item]] = {title: [] for title in LANES}
    plans = _plans([one for one in current if one.kind == "pip"], outlook)
    late = frozenset(one.record for one in outlook.deadlines if one.state is State.OVERDUE)
    readers: Mapping[str, Callable[[Entry], _Found]] = {
        "cursus": lambda one: _course(one, today),
        "examenpoging": lambda one: (_exam(one, today), LANGUAGE),
        "pvt": lambda one: (_module(one, "PVT", "ondertekend_op", "uren", today), TAKING_PART),
        "map_module": lambda one: (
            _module(one, "MAP", "eindgesprek_op", "praktijkuren", today),
            TAKING_PART,
        ),
        "instrument": lambda one: (_instrument(one, today, late), TAKING_PART),
    }
    results = [(item, PLAN) for item in plans]
    results += [
        readers[one.kind](one)
        for one in current
        if one.kind in readers and one.body.get("status") != REJECTED
    ]
    for item, lane in results:
        if item is not None:
            found[lane].append(item)
    for items in found.values():
        items.sort(key=_order)
    found[TERMS] = list(_terms(outlook, current))
    found[GUIDANCE] = list(_guidance(keepers, kept_until))
    lanes = tuple(Lane(title, tuple(items)) for title, items in found.items() if items)
    shown = [item for lane in lanes for item in lane.items]
    return Timeline(
        today,
        min([today, *(item.begin.first for item in shown)]),
        max([today, *(item.last for item in shown)]),
        lanes,
        sum(item is None for item, _ in results),
    )


def read_when(value: object) -> When | None:
    """A date of a record, also one that is known in part; None for what is no date."""
    if not isinstance(value, str) or len(value) != len("2024-05-13"):
        return None
    year, month, day = value[:4], value[5:7], value[8:]
    try:
        if month == "00" and day == "00":
            return When(value, date(int(year), 1, 1), date(int(year), 12, 31))
        if day == "00":
            first = date(int(year), int(month), 1)
            after = first.replace(day=28) + timedelta(days=4)
            return When(value, first, after - timedelta(days=after.day))
        return _on(date.fromisoformat(value))
    except ValueError:
        return None


def _on(day: date) -> When:
    return When(day.isoformat(), day, day)


def _order(item: Item) -> tuple[date, date, str]:
    return item.begin.first, item.last, item.title


def _span(
    title: str, begin: When, end: When | None, stand: Stand, words: str = "", record: str = ""
) -> Item:
    sound = end if end is not None and end.last >= begin.first else None
    return Item(title, begin, sound, False, stand, words or SAID[stand], record or None)


def _point(title: str, when: When, stand: Stand, words: str = "", record: str = "") -> Item:
    return Item(title, when, when, True, stand, words or SAID[stand], record or None)


# The terms: every date and state is the clock's


def _terms(outlook: Outlook, current: Sequence[Entry]) -> Iterator[Item]:
    leads = {one.kind: one.id for one in sorted(current, key=lambda one: one.id, reverse=True)}
    whole: list[Item] = []
    others: list[Item] = []
    for one in outlook.deadlines:
        if one.clock not in ELSEWHERE and (one.clock in ALWAYS or one.state in OPEN_STATES):
            kinds = (*LEADS.get(one.clock, ()), *LEAD)
            record = one.record or next((leads[kind] for kind in kinds if kind in leads), "")
            if (item := _term(one, outlook, record)) is not None:
                (whole if one.clock == TERM else others).append(item)
    yield from whole
    term = outlook.term
    if term is not None and term.ended is None and term.projected > term.decided:
        begin, end = _on(term.decided + timedelta(days=1)), _on(term.projected)
        record = leads.get("inburgeringsplicht", "")
        yield _span(for_staff("Als DUO verlengt"), begin, end, Stand.PROJECTED, "", record)
    yield from sorted(others, key=_order)


def _term(one: Deadline, outlook: Outlook, record: str) -> Item | None:
    ended = outlook.term.ended if outlook.term is not None else None
    end = one.latest
    if one.begins is None:
        return None
    if one.state is State.NOT_APPLICABLE:
        over = min(ended or outlook.on, outlook.on)
        if one.clock not in CHANCES or end is None or end >= over:
            return None
        stand = Stand.PAST
    else:
        stand = _STANDS[one.state]
        if stand is Stand.RUNNING and one.clock in CHANCES:
            stand = Stand.POSSIBLE
    if one.clock == TERM and ended is not None and end is not None:
        end = min(end, ended)
    item = _span(one.title, _on(one.begins), _on(end) if end else None, stand, "", record)
    return replace(item, is_main=one.clock == TERM)


# The plan: each version holds until the next


def _plans(entries: Sequence[Entry], outlook: Outlook) -> Iterator[Item | None]:
    held: list[tuple[When, Entry]] = []
    for one in entries:
        when = read_when(one.body.get("dagtekening"))
        if when is None:
            yield None
        elif one.body.get("status") == CONCEPT:
            yield _point(_plan_title(one.body), when, Stand.PLANNED, CONCEPT, one.id)
        else:
            held.append((when, one))
    held.sort(key=lambda pair: (pair[0].first, _number(pair[1].body, "versienr") or 0, pair[1].id))
    ended = outlook.term.ended if outlook.term is not None else None
    for n, (when, one) in enumerate(held):
        title, status = _plan_title(one.body), str(one.body.get("status") or "")
        if n + 1 < len(held):
            end = max(when.last, held[n + 1][0].first - timedelta(days=1))
            stand, words = Stand.PAST, status if status in DROPPED else for_staff("Vervangen")
            yield _span(title, when, _on(end), stand, words, one.id)
        elif when.first > outlook.on:
            yield _span(title, when, None, Stand.PLANNED, "", one.id)
        elif status in DROPPED:
            yield _point(title, when, Stand.PAST, status, one.id)
        elif ended is not None and ended >= when.first:
            yield _span(title, when, _on(ended), Stand.DONE, "", one.id)
        else:
            yield _span(title, when, None, Stand.RUNNING, for_staff("Geldt nu"), one.id)


def _plan_title(body: Body) -> str:
    number = _number(body, "versienr")
    said = _said("pip", body, "versienr", "dagtekening", "status")
    return f"v{texts.number(number)} · {said}" if number else said


# Courses, exams, modules and placements


def _course(one: Entry, today: date) -> _Found:
    body = one.body
    is_module = body.get("soort") in MODULES
    title = _said("cursus", body, "start", "aanbod_datum")
    begin, end = read_when(body.get("start")), read_when(body.get("eind"))
    lane = TAKING_PART if is_module else LANGUAGE
    if begin is None:
        offered = read_when(body.get("aanbod_datum"))
        if offered is None:
            return None, lane
        stand = Stand.PLANNED if offered.first > today else Stand.DONE
        return _point(title, offered, stand, for_staff("Aangeboden"), one.id), lane
    stand = _by_dates(begin, end, today)
    words = for_staff("Afgelopen") if stand is Stand.DONE else ""
    return _span(title, begin, end, stand, words, one.id), lane


def _by_dates(begin: When, end: When | None, today: date) -> Stand:
    if begin.first > today:
        return Stand.PLANNED
    is_over = end is not None and begin.first <= end.last < today
    return Stand.DONE if is_over else Stand.RUNNING


def _exam(one: Entry, today: date) -> Item | None:
    when = read_when(one.body.get("datum"))
    if when is None:
        return None
    title = _said("examenpoging", one.body, "datum", "uitslag").removesuffix(" · n.v.t.")
    result = one.body.get("uitslag")
    if result == PASSED:
        stand, words = Stand.DONE, PASSED
    elif result in NOT_PASSED:
        stand, words = Stand.FAILED, str(result)
    elif when.first > today:
        stand, words = Stand.PLANNED, for_staff("Gepland")
    else:
        stand, words = Stand.RUNNING, AWAITED
    return _point(title, when, stand, words, one.id)


def _module(one: Entry, short: str, name: str, hours: str, today: date) -> Item | None:
    when = read_when(one.body.get(name))
    if when is None:
        return None
    count, place = _number(one.body, hours), one.body.get("plek")
    parts = (
        short,
        f"{texts.number(count)} uur" if count else "",
        place if isinstance(place, str) else "",
    )
    title = " · ".join(part for part in parts if part)
    if when.first > today:
        return _point(title, when, Stand.PLANNED, for_staff("Gepland"), one.id)
    result = one.body.get("resultaat")
    return _point(title, when, Stand.DONE, result if isinstance(result, str) else "", one.id)


def _instrument(one: Entry, today: date, late: frozenset[str | None]) -> Item | None:
    body = one.body
    period = body.get("periode")
    whole = period if isinstance(period, Mapping) else {}
    begin = read_when(body.get("startdatum")) or read_when(whole.get("van"))
    ended = read_when(body.get("werkelijke_einddatum"))
    names = ("geplande_einddatum", "contract_tot")
    planned = next((day for name in names if (day := read_when(body.get(name)))), None)
    end = ended or planned or read_when(whole.get("tot"))
    if begin is None:
        return None
    title, status = _said("instrument", body, "status"), body.get("status")
    stand = _by_dates(begin, end, today)
    words = ""
    if status == BROKEN_OFF:
        stand, words = Stand.FAILED, for_staff("Eerder gestopt")
    elif status == ENDED:
        stand, words = Stand.DONE, for_staff("Afgerond")
    elif one.id in late:
        stand = Stand.OVERDUE
    elif status in NOT_BEGUN:
        stand, words = Stand.PLANNED, str(status).capitalize()
    elif stand is Stand.DONE and ended is None:
        stand, words = Stand.DUE, for_staff("Einde niet vastgelegd")
    return _span(title, begin, end, stand, words, one.id)


# Who kept the dossier


def _guidance(keepers: Sequence[Keeper], until: date | None) -> Iterator[Item]:
    for n, one in enumerate(keepers):
        after = keepers[n + 1] if n + 1 < len(keepers) else None
        place = one.organisation.removeprefix("Gemeente ")
        title = " · ".join(part for part in (place, one.name) if part) or for_staff(
            "Naam niet meegekomen"
        )
        begin = _on(one.since)
        if after is not None:
            end = max(one.since, after.since - timedelta(days=1))
            yield _span(title, begin, _on(end), Stand.PAST, HANDED_OVER)
        elif until is not None:
            yield _span(title, begin, _on(max(one.since, until)), Stand.PAST, HANDED_OVER)
        else:
            yield _span(title, begin, None, Stand.RUNNING, for_staff("Nu"))


def joined(keepers: Iterable[Keeper]) -> list[Keeper]:
    """Somebody who goes on with another key is the same keeper."""
    found: list[Keeper] = []
    for one in keepers:
        if not found or replace(one, since=found[-1].since) != found[-1]:
            found.append(one)
    return found


def _said(kind: str, body: Body, *without: str) -> str:
    """The line by which a record is recognised, without what stands beside it."""
    return records.headline(
        kind, {name: value for name, value in body.items() if name not in without}
    )


def _number(body: Body, name: str) -> int | float | None:
    value = body.get(name)
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number else None
