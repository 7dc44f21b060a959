"""How items of a timeline are put into words, marks and cells. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.values import counted, shown_date

if TYPE_CHECKING:
    from eportfolio.workspace.timeline import Item, Timeline

TITLES = ("Spoor", "Wat", "Van", "Tot en met", "Stand")
BETWEEN = " · "
NO_END = "geen einde bekend"


@dataclass(frozen=True)
class Style:
    """How a stand is drawn: ground and edge of a bar, ink of its words, and its icon. Colour is
    never the only difference."""

    fill: str
    edge: str
    ink: str
    icon: str
    icon_ink: str
    is_strong: bool = False
    is_dashed: bool = False
    point: str = ""  # the icon of a point, where it is another


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "done": Style("neutral-soft", "hair", "text", "check", "pos", point="check-circle"),
        "failed": Style("neutral-soft", "hair", "text", "x", "muted", point="x-circle"),
        "past": Style("surface", "line", "text", "history", "muted"),
        "running": Style("accent-soft", "accent", "accent", "clock", "accent", True),
        "paused": Style("surface", "line", "text", "pause", "muted"),
        "possible": Style("surface", "accent", "accent", "calendar", "accent", True),
        "due": Style("warn-soft", "warn", "warn", "alert-circle", "warn", True),
        "overdue": Style("neg-soft", "neg", "neg", "alert", "neg", True),
        "planned": Style("surface", "line", "muted", "minus", "muted"),
        "projected": Style("accent-soft", "accent", "muted", "", "muted", is_dashed=True),
    }
)
MAIN = Style("accent", "accent", "on-accent", "clock", "on-accent", True)

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "done": "pos",
        "running": "info",
        "possible": "info",
        "projected": "info",
        "due": "warn",
        "overdue": "neg",
    }
)


def style_of(item: Item) -> Style:
    """How an item is drawn."""
    return MAIN if item.is_main and item.stand == "running" else STYLES[item.stand]


def dates(item: Item) -> str:
    """From when to when, shortly."""
    begin = shown_date(item.begin.written)
    if item.is_point:
        return begin
    if item.end is None:
        return f"vanaf {begin}"
    return f"{begin} – {shown_date(item.end.written)}"


def labels(item: Item) -> tuple[str, ...]:
    """What may stand at an item, the most telling first, then less and less of it."""
    if item.stand == "projected" and item.end is not None:
        return (f"{item.title}: t/m {shown_date(item.end.written)}", item.title)
    parts = item.title.split(BETWEEN)
    shorter = (BETWEEN.join(parts[:n]) for n in range(len(parts), 0, -1))
    return (f"{item.title}{BETWEEN}{dates(item)}", *shorter)


def spoken(lane: str, item: Item) -> str:
    """All that is known of an item, in a sentence for who listens."""
    begin = shown_date(item.begin.written)
    if item.is_point:
        when = f"op {begin}" if item.begin.first == item.begin.last else f"in {begin}"
    elif item.end is None:
        when = f"vanaf {begin}, {NO_END}"
    else:
        when = f"van {begin} tot en met {shown_date(item.end.written)}"
    return f"{lane}: {item.title}, {when}, {item.words}"


def tip(item: Item) -> str:
    """All that is known of an item, for who points at it."""
    return f"{item.title}\n{dates(item)}\n{item.words}"


def cells(lane: str, item: Item) -> tuple[str, ...]:
    """An item as a row of a table."""
    begin = shown_date(item.begin.written)
    end = NO_END if item.end is None else shown_date(item.end.written)
    return lane, item.title, begin, end, item.words


def reach(timeline: Timeline) -> str:
    """Between which days everything lies."""
    first, last = (shown_date(day.isoformat()) for day in (timeline.first, timeline.last))
    return f"van {first} tot en met {last}"


def undated(timeline: Timeline) -> str:
    """How much has no place in time."""
    if not timeline.undated:
        return ""
    verb = "heeft" if timeline.undated == 1 else "hebben"
    where = "staat" if timeline.undated == 1 else "staan"
    count = counted(timeline.undated, "gegeven", "gegevens")
    return f"{count} {verb} geen datum en {where} niet op de tijdlijn."
