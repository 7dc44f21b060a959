"""How items of a timeline are put into words, marks and cells. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ui.values import shown_date
from ui.words import N_, _, _many

if TYPE_CHECKING:
    from eportfolio.workspace.timeline import Item, Timeline

TITLES = (N_("Spoor"), N_("Wat"), N_("Van"), N_("Tot en met"), N_("Stand"))
BETWEEN = " · "
NO_END = N_("geen einde bekend")


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
        return _("vanaf {begin}").format(begin=begin)
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
        when = (
            _("op {begin}").format(begin=begin)
            if item.begin.first == item.begin.last
            else _("in {begin}").format(begin=begin)
        )
    elif item.end is None:
        when = _("vanaf {begin}, geen einde bekend").format(begin=begin)
    else:
        when = _("van {first} tot en met {last}").format(
            first=begin, last=shown_date(item.end.written)
        )
    return f"{_(lane)}: {_(item.title)}, {when}, {_(item.words)}"


def tip(item: Item) -> str:
    """All that is known of an item, for who points at it."""
    return f"{_(item.title)}\n{dates(item)}\n{_(item.words)}"


def cells(lane: str, item: Item) -> tuple[str, ...]:
    """An item as a row of a table."""
    begin = shown_date(item.begin.written)
    end = _(NO_END) if item.end is None else shown_date(item.end.written)
    return _(lane), _(item.title), begin, end, _(item.words)


def reach(timeline: Timeline) -> str:
    """Between which days everything lies."""
    first, last = (shown_date(day.isoformat()) for day in (timeline.first, timeline.last))
    return _("van {first} tot en met {last}").format(first=first, last=last)


def undated(timeline: Timeline) -> str:
    """How much has no place in time."""
    if not timeline.undated:
        return ""
    return _many(
        "{number} gegeven heeft geen datum en staat niet op de tijdlijn.",
        "{number} gegevens hebben geen datum en staan niet op de tijdlijn.",
        timeline.undated,
    )
