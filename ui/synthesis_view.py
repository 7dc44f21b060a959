"""The synthesis on the screen: what presses, five sentences, who does what, what is sensitive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QWidget

from ui.sheets import padded, sheet
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import column, icon, row, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.synthesis import Point, Synthesis

SHOWN = 4
TITLES = {
    "urgency": ("alert", "warn", N_("Wat dringt")),
    "actions": ("file-check", "accent", N_("Wie doet wat")),
    "what_if": ("clock", "muted", N_("Als een datum voorbijgaat")),
    "sensitive": ("hand", "accent", N_("Gevoelig")),
}


def synthesis_sheet(theme: Theme, found: Synthesis) -> QFrame:
    """One sheet; what does not fit is counted."""
    story = [text(sentence, wrap=True) for sentence in found.story]
    about = text(
        _("Gemaakt uit de gecontroleerde gegevens. Wat hier niet staat, is niet gedeeld."),
        "help",
        wrap=True,
    )
    rest = [_part(theme, name, getattr(found, name)) for name in TITLES if getattr(found, name)]
    told = _titled(theme, "book", "accent", _("In vijf zinnen"), story)
    return sheet(_("In één oogopslag"), padded(*rest[:1], told, *rest[1:], about, space=16))


def _part(theme: Theme, name: str, points: tuple[Point, ...]) -> QWidget:
    picture, ink, title = TITLES[name]
    lines: list[QWidget] = [text(_words(one), wrap=True) for one in points[:SHOWN]]
    if len(points) > SHOWN:
        lines.append(text(_("En nog {number}.").format(number=len(points) - SHOWN), "help"))
    return _titled(theme, picture, ink, _(title), lines)


def _titled(theme: Theme, picture: str, ink: str, title: str, lines: Sequence[QWidget]) -> QWidget:
    words = column(text(title, "label"), *lines, space=4)
    line = row(column(icon(theme, picture, ink, 20), None), words)
    line.setStretch(1, 1)
    holder = QWidget()
    holder.setLayout(line)
    return holder


def _words(one: Point) -> str:
    day = shown_date(one.on.isoformat()) if one.on else ""
    return " · ".join(part for part in (day, one.words, one.who, one.source) if part)
