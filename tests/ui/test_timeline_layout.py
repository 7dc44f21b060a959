"""Where everything on a timeline stands: nothing overlaps or goes beyond, at any width."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations

import pytest

from eportfolio.workspace.timeline import Item, Lane, Stand, Timeline, When, read_when
from ui import timeline_lines
from ui.timeline_layout import Box, Placed, Plan, Sizes, place

TODAY = date(2026, 3, 2)
WIDTHS = (1400, 1080, 820, 480, 240)


def sizes(zoom: float = 1.0) -> Sizes:
    lengths = (28, 24, 16, 20, 8, 34, 136, 560, 6, 70)
    return Sizes(*(zoom * one for one in lengths))


def measure(words: str, is_strong: bool) -> float:
    return 7.0 * len(words)


def when(written: str) -> When:
    found = read_when(written)
    assert found is not None
    return found


def item(
    title: str,
    begin: str,
    end: str | None = None,
    stand: Stand = Stand.DONE,
    *,
    point: bool = False,
) -> Item:
    last = when(begin) if point else when(end) if end else None
    return Item(title, when(begin), last, point, stand, "woorden", title)


def laid_out(lanes: list[list[Item]], width: float = 1080, zoom: float = 1.0) -> Plan:
    items = [one for lane in lanes for one in lane]
    timeline = Timeline(
        TODAY,
        min([TODAY, *(one.begin.first for one in items)]),
        max([TODAY, *(one.last for one in items)]),
        tuple(Lane(f"Spoor {n}", tuple(lane)) for n, lane in enumerate(lanes)),
        0,
    )
    return place(timeline, width, sizes(zoom), measure)


TERMS = [
    replace(item("Inburgeringstermijn", "2024-04-16", "2027-04-15", Stand.RUNNING), is_main=True),
    item("Als DUO verlengt", "2027-04-16", "2027-08-05", Stand.PROJECTED),
    item("Maatschappelijke begeleiding", "2024-02-12", None, Stand.RUNNING),
    item("Wisselen van leerroute", "2024-04-16", "2025-10-15", Stand.PAST),
    item("Verlenging aanvragen", "2026-10-15", "2027-04-15", Stand.PLANNED),
]
PLANS = [
    item("v1 · Eerste PIP · B1-route", "2024-04-15", "2025-07-20", Stand.PAST),
    item("v2 · Verhuizing · B1-route", "2025-07-21", "2025-11-30", Stand.PAST),
    item("v3 · Afschalen · B1-route", "2025-12-01", None, Stand.RUNNING),
]
EXAMS = [
    item(f"{part} · B1", f"2026-{month:02}-{day:02}", point=True)
    for part, month, day in (
        *(("Lezen", 1, 9), ("Schrijven", 1, 10), ("Luisteren", 1, 11), ("KNM", 1, 24)),
        *(("Spreken", 2, 8), ("Schrijven", 3, 2), ("Schrijven", 6, 1)),
    )
]
LATER = [item("Betaald werk · Thuiszorg", "2026-09-01", None, Stand.PLANNED)]
PARTLY = [item("KNM", "2025-00-00", point=True), item("NT2", "2024-02-00", "2024-05-00")]
LANES = [TERMS, PLANS, EXAMS, LATER, PARTLY]


def stretches(one: Placed) -> list[Box]:
    """The bar and the words where they stand on the picture; words in a bar are part of it."""
    found = [one.bar] if one.is_inside else [one.bar, one.text]
    return [part._replace(x=part.x + one.box.x, y=part.y + one.box.y) for part in found]


def meet(one: Box, other: Box) -> bool:
    across = one.x + 1 < other.x + other.width and other.x + 1 < one.x + one.width
    return across and one.y + 1 < other.y + other.height and other.y + 1 < one.y + one.height


@pytest.mark.parametrize("zoom", [1.0, 2.0])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overlaps_or_goes_beyond(width: float, zoom: float) -> None:
    plan = laid_out(LANES, width, zoom)
    assert len(plan.items) == sum(map(len, LANES))
    parts = [(one.item.title, part) for one in plan.items for part in stretches(one)]
    parts += [(one.title, one.box) for one in plan.headings]
    assert [
        (a, b) for (a, first), (b, second) in combinations(parts, 2) if meet(first, second)
    ] == []
    for title, part in parts:
        assert part.x >= -0.5, title
        assert part.x + part.width <= width + 0.5, title
        assert part.y + part.height <= plan.height, title


@pytest.mark.parametrize("width", [1400, 1080])
def test_words_do_not_cross_today(width: float) -> None:
    plan = laid_out(LANES, width)
    for one in plan.items:
        left = one.box.x + one.text.x
        assert not left < plan.today < left + one.text.width, one.words


def test_versions_of_the_plan_stand_in_one_row() -> None:
    plan = laid_out([PLANS])
    assert len({one.box.y for one in plan.items}) == 1
    assert [one.words.split(" · ")[0] for one in plan.items[:2]] == ["v1", "v2"]


def test_what_duo_may_add_stands_after_the_term_with_its_words_below() -> None:
    term, tail, *_ = laid_out([TERMS]).items
    assert tail.box.y == term.box.y
    assert tail.box.x + tail.bar.x == pytest.approx(term.box.x + term.bar.width)
    assert tail.is_inside or tail.text.y > 0


def test_open_end_reaches_today_and_a_later_one_goes_beyond() -> None:
    plan = laid_out([PLANS, LATER])
    running, later = plan.items[2], plan.items[3]
    assert running.is_open
    assert running.box.x + running.bar.x + running.bar.width == pytest.approx(plan.today)
    assert later.box.x + later.bar.x > plan.today


def test_date_known_in_part_covers_all_days_that_it_may_be() -> None:
    year, months = laid_out([PARTLY]).items
    assert not year.is_point
    assert year.bar.width == pytest.approx(3.1 * months.bar.width, rel=0.1)


def test_wrong_date_does_not_squeeze_the_rest() -> None:
    known = laid_out([PLANS])
    squeezed = laid_out([[item("NT2", "1203-01-01", "2204-01-01"), *PLANS]])
    assert squeezed.items[1].bar.width > known.items[0].bar.width / 10
    assert len(squeezed.marks) < 40


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_ends_of_the_calendar_are_no_ends_of_the_program(day: str) -> None:
    assert len(laid_out([[item("NT2", day, point=True), *PLANS]]).items) == 4


def test_marks_are_half_years_where_there_is_room_and_begin_with_their_year() -> None:
    wide = laid_out([[item("NT2", "2024-08-01", "2026-12-01")]])
    assert [one.words for one in wide.marks if one.words][:3] == ["jul 2024", "2025", "jul"]
    narrow = laid_out(LANES, 240)
    assert all(one.is_year for one in narrow.marks)


def test_word_at_today_hides_no_year() -> None:
    for width in range(300, 1500, 50):
        plan = laid_out(LANES, width)
        shown = [one.words for one in plan.marks if one.is_year]
        assert all(shown), width
        assert plan.badge.x >= plan.left
        assert plan.badge.x + plan.badge.width <= width


def test_titles_of_lanes_stand_above_where_there_is_little_room() -> None:
    wide, narrow = laid_out(LANES, 1080), laid_out(LANES, 480)
    assert (wide.left, narrow.left) == (136, 0)
    assert narrow.height > wide.height


@dataclass
class Counted:
    calls: int = 0

    def __call__(self, words: str, is_strong: bool) -> float:
        self.calls += 1
        return measure(words, is_strong)


def test_many_items_are_laid_out_quickly() -> None:
    many = [item(f"NT2 · School {n}", "2024-05-13", "2025-03-07") for n in range(120)]
    counted = Counted()
    timeline = Timeline(TODAY, date(2024, 5, 13), TODAY, (Lane("Taal", tuple(many)),), 0)
    assert len(place(timeline, 1080, sizes(), counted).items) == 120
    assert counted.calls < 1000


def test_every_stand_is_drawn_in_its_own_way() -> None:
    looks = [
        (one.fill, one.edge, one.icon, one.is_dashed) for one in timeline_lines.STYLES.values()
    ]
    assert set(timeline_lines.STYLES) == {str(one) for one in Stand}
    assert len(set(looks)) == len(looks)
    icons = [one.icon for one in timeline_lines.STYLES.values()]
    assert len(set(icons)) == len(icons)
