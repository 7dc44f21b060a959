"""Where everything on a timeline stands at a width: plain geometry, from left to right.

Rows are stacked within a lane so that nothing overlaps: a text stands in its bar, else beside it,
and never across the line of today. Mirroring is left to who paints.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from ui import timeline_lines
from ui.words import _

if TYPE_CHECKING:
    from eportfolio.workspace.timeline import Item, Timeline

Measure = Callable[[str, bool], float]  # how wide a text is; bold or not
SHORTEST_DAYS = 365  # a new dossier does not fill the width with one week
LONGEST_YEARS, YEARS_BACK, YEARS_AHEAD = 16, 10, 4  # a wrong date does not squeeze the rest
JULY = 7
MOST_OF = 0.6  # of a title is enough in a bar; dots say that there is more
BESIDE = (0.3, 0.5, 1.5)  # what words beside cost in rows: all, the title, a part of it
REACH, CROWD = 4, 14  # in gaps: how far words jump over today; how near the next one is


class Box(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Sizes:
    """Lengths at the text size of now."""

    row: float
    bar: float
    icon: float
    point: float
    gap: float
    head: float
    column: float  # of the titles of the lanes
    narrow: float  # below this width the titles stand above their lane
    least: float  # of a bar
    badge: float


@dataclass(frozen=True)
class Placed:
    """One item: its rectangle, and in it the bar (or the point), the icon and the words. Where
    the words do not fit they end in dots; who points at it reads all of them."""

    lane: str
    item: Item
    box: Box
    bar: Box
    icon: Box | None
    text: Box
    words: str
    is_inside: bool
    is_open: bool  # it goes on; no end is known
    is_point: bool


@dataclass(frozen=True)
class Mark:
    """A line on the axis, with a text where there is room."""

    x: float
    words: str
    is_year: bool


@dataclass(frozen=True)
class Heading:
    """The title of a lane, and the line above it."""

    title: str
    box: Box
    top: float


@dataclass(frozen=True)
class Plan:
    """Everything at one width. `left`: where time begins; `today`: where the line stands."""

    width: float
    height: float
    left: float
    today: float
    badge: Box  # the word at the line
    marks_at: float  # below the word, where it would hide a year
    marks: tuple[Mark, ...]
    headings: tuple[Heading, ...]
    items: tuple[Placed, ...]


class _Way(NamedTuple):
    """One way to put an item down: the stretches it takes, in its row and in that below it."""

    cost: float
    taken: tuple[tuple[int, float, float], ...]
    words: str
    text: tuple[float, float]
    text_row: int
    icon: float | None
    is_inside: bool


class _Axis:
    """From days to places."""

    def __init__(self, timeline: Timeline, left: float, width: float) -> None:
        first, last, now = timeline.first, timeline.last, timeline.today
        if last.year - first.year > LONGEST_YEARS:
            first = max(first, date(max(now.year - YEARS_BACK, 1), 1, 1))
            last = min(last, date(min(now.year + YEARS_AHEAD, 9999), 12, 31))
        self.first = date(first.year, 1 if first.month < JULY else JULY, 1)
        days = last.toordinal() - self.first.toordinal() + 1
        self.days = max(days * 1.04, SHORTEST_DAYS)
        self.left, self.right = left, width
        self.day = (width - left) / self.days

    def at(self, day: date, after: int = 0) -> float:
        """Where a day begins (or so many days after it)."""
        x = self.left + (day.toordinal() + after - self.first.toordinal()) * self.day
        return min(max(x, self.left), self.right)

    def marks(self) -> Iterator[tuple[float, int, bool]]:
        """Each half year: its place, its year, and whether a year begins."""
        year, is_year = self.first.year, self.first.month < JULY
        while year <= date.max.year:
            x = self.left + (date(year, 1 if is_year else JULY, 1) - self.first).days * self.day
            if x >= self.right:
                return
            yield x, year, is_year
            year, is_year = (year, False) if is_year else (year + 1, True)


def place(timeline: Timeline, width: float, sizes: Sizes, measure: Measure) -> Plan:
    """Put everything down."""
    is_narrow = width < sizes.narrow
    left = 0.0 if is_narrow else sizes.column
    axis = _Axis(timeline, left, width)
    today = axis.at(timeline.today)
    marks, badge = _marks(axis, today, sizes, measure)
    marks_at = sizes.row if badge is None else 0.0
    side = today - sizes.badge / 2 if badge is None else badge
    side = min(max(side, left), width - sizes.badge)
    word = Box(side, sizes.gap / 4, sizes.badge, sizes.bar)
    pad = sizes.gap * 0.75
    top = sizes.head + marks_at
    headings, items = [], []
    for lane in timeline.lanes:
        high = sizes.row if is_narrow else 0.0
        title = Box(0, top + pad, width if is_narrow else left - sizes.gap, sizes.bar)
        headings.append(Heading(_(lane.title), title, top))
        placed, rows = _lane(lane.title, lane.items, axis, today, sizes, measure)
        items += [
            replace(one, box=one.box._replace(y=one.box.y + top + pad + high)) for one in placed
        ]
        top += high + rows * sizes.row - (sizes.row - sizes.bar) + 2 * pad
    return Plan(width, top, left, today, word, marks_at, marks, tuple(headings), tuple(items))


def _marks(
    axis: _Axis, today: float, sizes: Sizes, measure: Measure
) -> tuple[tuple[Mark, ...], float | None]:
    """Marks with words where there is room, and where the word at today stands between them: None
    where it would hide a year."""
    half = axis.day * 182
    every = max(1, math.ceil((measure("2000", True) + 2 * sizes.gap) / (2 * half)))
    has_halves = half >= 4 * sizes.point
    found = [
        Mark(x, _mark(year, is_year=is_year, is_first=n == 0), is_year)
        for n, (x, year, is_year) in enumerate(axis.marks())
        if (year % every == 0 if is_year else has_halves)
    ]
    reach = [(one.x, one.x + sizes.gap + measure(one.words, one.is_year)) for one in found]
    years = [taken for one, taken in zip(found, reach, strict=True) if one.is_year]
    wide = sizes.badge
    sides = [
        min(max(x, axis.left), axis.right - wide) for x in (today - wide / 2, today - wide, today)
    ]
    badge = next((x for x in sides if not _meets(x, x + wide, years)), None)
    if badge is None:
        return tuple(found), None
    marks = (
        replace(one, words="") if _meets(badge, badge + wide, [taken]) else one
        for one, taken in zip(found, reach, strict=True)
    )
    return tuple(marks), badge


def _mark(year: int, *, is_year: bool, is_first: bool) -> str:
    if is_year:
        return str(year)
    return _("jul {year}").format(year=year) if is_first else _("jul")


def _meets(left: float, right: float, taken: Sequence[tuple[float, float]]) -> bool:
    return any(left < other_right and other_left < right for other_left, other_right in taken)


def _lane(
    lane: str, items: Sequence[Item], axis: _Axis, today: float, sizes: Sizes, measure: Measure
) -> tuple[list[Placed], int]:
    """The items of a lane in as few rows as they need."""
    rows: list[list[tuple[float, float]]] = []
    found: list[Placed] = []
    stretches = [_stretch(item, axis, today, sizes) for item in items]
    for n, (item, (begin, end)) in enumerate(zip(items, stretches, strict=True)):
        is_crowded = n + 1 < len(items) and stretches[n + 1][0] - end < CROWD * sizes.gap
        ways = _ways(item, begin, end, axis, today, sizes, measure, is_crowded=is_crowded)
        found_rows = [(way, _row_for(way, rows)) for way in ways]
        way, row = min(found_rows, key=lambda one: one[0].cost + one[1])
        for down, left, right in way.taken:
            while len(rows) <= row + down:
                rows.append([])
            rows[row + down].append((left, right))
        found.append(_placed(lane, item, begin, end, row, way, sizes))
    return found, max(len(rows), 1)


def _row_for(way: _Way, rows: Sequence[Sequence[tuple[float, float]]]) -> int:
    row = 0
    while any(
        row + down < len(rows) and _meets(left + 0.5, right - 0.5, rows[row + down])
        for down, left, right in way.taken
    ):
        row += 1
    return row


def _is_point(item: Item) -> bool:
    """A point of which the day is not known is drawn over all days that it may be."""
    return item.is_point and item.begin.first == item.begin.last


def _stretch(item: Item, axis: _Axis, today: float, sizes: Sizes) -> tuple[float, float]:
    begin = axis.at(item.begin.first)
    if _is_point(item):
        middle = (begin + axis.at(item.begin.first, 1)) / 2
        left = min(max(middle - sizes.point / 2, axis.left), axis.right - sizes.point)
        return left, left + sizes.point
    if item.end is not None:
        end = axis.at(item.end.last, 1)
    else:
        end = today if today > begin else begin + 2 * sizes.point
    end = min(max(end, begin + sizes.least), axis.right)
    return min(begin, end - sizes.least), end


def _ways(
    item: Item,
    begin: float,
    end: float,
    axis: _Axis,
    today: float,
    sizes: Sizes,
    measure: Measure,
    *,
    is_crowded: bool,
) -> Iterator[_Way]:
    """Every way to put an item down, with what it costs in rows."""
    style = timeline_lines.style_of(item)
    gap, is_point = sizes.gap, _is_point(item)
    icon = sizes.icon + gap / 2 if style.icon and not is_point else 0.0
    words = timeline_lines.labels(item)
    wides = [measure(said, style.is_strong) for said in words]
    bar, is_tail = (0, begin, end), item.stand == "projected"
    if not is_point:
        at = begin + gap + icon
        rooms = [(at, end - gap)]
        if begin < today < end:
            rooms = [(at, today - gap / 2), (max(at, today + gap), end - gap)]
        for n, (said, wide) in enumerate(zip(words, wides, strict=True)):
            for left, right in rooms:
                if right - left >= wide:
                    yield _Way(n / 10, (bar,), said, (left, wide), 0, begin + gap, True)
                elif n == 1 and not is_tail and right - left >= MOST_OF * wide:
                    text = (left, right - left)
                    dots = 0.15 if is_crowded else 0.45
                    yield _Way(dots, (bar,), said, text, 0, begin + gap, True)
    for said, wide in zip(words, wides, strict=True) if is_tail else ():
        left = max(end - wide, axis.left)
        if begin > today:  # its words stay on its own side of today
            left = max(left, today + gap)
        if left + wide <= axis.right and not left < today < left + wide:
            both = (bar, (1, left - gap, left + wide + gap))
            yield _Way(0.2, both, said, (left, wide), 1, None, False)
    # In a crowd the words of the first stand before it: there is no room after it.
    first, second = (0.1, 0.0) if is_crowded else (0.0, 0.1)
    for n, (said, only) in enumerate(zip(words, wides, strict=True)):
        wide, cost = only + icon, BESIDE[min(n, len(BESIDE) - 1)]
        right = end + gap * 0.75
        if right - gap / 2 < today < right + wide and today - right < REACH * gap:
            right = today + gap * 0.75
        is_free = not right < today < right + wide
        if is_free and right + wide <= axis.right:
            taken = ((0, begin, right + wide + gap),)
            text = (right + icon, only)
            yield _Way(cost + first, taken, said, text, 0, _at(icon, right), False)
        left = begin - gap * 0.75 - wide
        if left < today < begin and begin - today < REACH * gap:
            left = today - gap / 2 - wide
        is_free = not left < today < left + wide
        if is_free and left >= axis.left:
            taken = ((0, left - gap, end),)
            text = (left + icon, only)
            yield _Way(cost + second, taken, said, text, 0, _at(icon, left), False)
    yield _shortened(words[1], wides[1], (begin, end), axis, icon, gap, is_point=is_point)


def _shortened(
    said: str,
    wide: float,
    bar: tuple[float, float],
    axis: _Axis,
    icon: float,
    gap: float,
    *,
    is_point: bool,
) -> _Way:
    """Where nothing fits: as much as there is room for, in the bar or at its wider side."""
    begin, end = bar
    inside = 0.0 if is_point else end - begin - 2 * gap - icon
    right, left = axis.right - end - gap - icon, begin - axis.left - gap - icon
    room = min(max(inside, right, left), wide)
    if inside >= max(right, left):
        return _Way(2, ((0, begin, end),), said, (begin + gap + icon, room), 0, begin + gap, True)
    if right >= left:
        at = end + gap
        return _Way(2, ((0, begin, axis.right),), said, (at + icon, room), 0, _at(icon, at), False)
    at = begin - gap - room - icon
    return _Way(2, ((0, axis.left, end),), said, (at + icon, room), 0, _at(icon, at), False)


def _at(icon: float, x: float) -> float | None:
    return x if icon else None


def _placed(
    lane: str, item: Item, begin: float, end: float, row: int, way: _Way, sizes: Sizes
) -> Placed:
    left = min(begin, way.text[0], begin if way.icon is None else way.icon)
    right = max(end, way.text[0] + way.text[1])
    tall = sizes.bar + way.text_row * sizes.row
    box = Box(left, row * sizes.row, right - left, tall)
    style = timeline_lines.style_of(item)
    icon = None
    if _is_point(item):
        icon = Box(begin - left, (sizes.bar - sizes.point) / 2, sizes.point, sizes.point)
    elif (
        style.icon and way.icon is not None and (not way.is_inside or way.icon + sizes.icon <= end)
    ):
        icon = Box(way.icon - left, (sizes.bar - sizes.icon) / 2, sizes.icon, sizes.icon)
    return Placed(
        lane,
        item,
        box,
        Box(begin - left, 0, end - begin, sizes.bar),
        icon,
        Box(way.text[0] - left, way.text_row * sizes.row, way.text[1], sizes.bar),
        way.words,
        way.is_inside,
        item.end is None,
        _is_point(item),
    )
