"""Pages of the office that run on: a head, a foot with page numbers, and room that is kept.

The drawing is done twice: once to know how many pages there are, once to print that on each.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from reportlab.lib.colors import HexColor

from eportfolio import texts
from eportfolio.outputs.client_paper import Paper
from eportfolio.outputs.office import (
    ACCENT,
    ACCENT_SOFT,
    BODY,
    BOLD,
    HAIR,
    HEADING,
    LABEL,
    LINE,
    MUTED,
    NEUTRAL_SOFT,
    STRONG,
    Sheet,
    Style,
    drawable,
    wrapped,
)
from eportfolio.outputs.two_languages import DUTCH, LeftOut
from eportfolio.statute.dates import written

LEFT: Final = 48.0
WIDTH: Final = 595.28 - 2 * LEFT
TOP: Final = 786.0
BOTTOM: Final = 58.0
POS: Final = HexColor("#105f26")
_TITLE: Final = Style(BOLD, 22)


class Report:
    """A document that is being drawn; `y` is the next baseline."""

    def __init__(self, title: str, foot: str, pages: int) -> None:
        self.sheet = Sheet(title)
        self.title = title
        self.page = 1
        self.lost = 0
        self._foot = foot
        self._pages = pages
        self.y = TOP
        self._begin()

    def _begin(self) -> None:
        self.sheet.box(0, self.sheet.height - 10, self.sheet.width, 10, fill=ACCENT, radius=0)
        self.sheet.rule(LEFT, 42, WIDTH)
        self.sheet.text(LEFT, 30, self._foot, LABEL, width=WIDTH - 60)
        self.sheet.text(LEFT + WIDTH, 30, f"{self.page} / {self._pages}", LABEL, align="right")
        self.y = TOP

    def keep(self, height: float) -> bool:
        """Begin a new page when so much room is not left; tells whether it did."""
        if self.y - height >= BOTTOM:
            return False
        self.sheet.canvas.showPage()
        self.page += 1
        self._begin()
        return True

    def text(self, x: float, text: str, style: Style = BODY, **options: Any) -> None:
        """A line at the present baseline."""
        self.lost += sum(drawable(one) == "?" != one for one in text)
        self.sheet.text(x, self.y, text, style, **options)

    def head(self, told: str) -> None:
        """The title of the document and who it is about."""
        self.y -= 10
        self.text(LEFT, self.title, _TITLE)
        self.y -= 20
        self.text(LEFT, told, STRONG, width=WIDTH)
        self.y -= 20

    def heading(self, title: str) -> None:
        """A line above a part; it stays with what follows."""
        self.keep(70)
        self.y -= 14
        self.text(LEFT, title, HEADING)
        self.sheet.rule(LEFT, self.y - 5, WIDTH, colour=ACCENT)
        self.y -= 20

    def paragraph(self, text: str, style: Style = BODY, width: float = WIDTH) -> None:
        """Wrapped text; it may run over pages."""
        for line in wrapped(text, style, width):
            self.keep(style.leading)
            self.text(LEFT, line, style)
            self.y -= style.leading

    def facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Names and values in a soft field, two beside each other."""
        rows = [facts[n : n + 2] for n in range(0, len(facts), 2)]
        height = len(rows) * 30 + 12
        self.keep(height + 8)
        self.sheet.box(LEFT, self.y - height + 12, WIDTH, height, fill=ACCENT_SOFT)
        self.y -= 4
        half = WIDTH / 2
        for row in rows:
            for column, (label, value) in enumerate(row):
                x = LEFT + 12 + column * half
                self.sheet.text(x, self.y, label, LABEL)
                self.lost += sum(drawable(one) == "?" != one for one in value)
                self.sheet.text(x, self.y - 12, value or "–", STRONG, width=half - 24)
            self.y -= 30
        self.y -= 14

    def table(
        self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """Rows under a head that stands on every page; the last column is right-aligned."""
        self._table_head(heads, widths)
        for row in rows:
            lines = [
                wrapped(cell, BODY, width - 8) for cell, width in zip(row, widths, strict=True)
            ]
            height = max(map(len, lines)) * BODY.leading + 5
            if self.keep(height):
                self._table_head(heads, widths)
            top, x = self.y, LEFT
            for place, (cell, width) in enumerate(zip(lines, widths, strict=True)):
                self.y = top
                last = place == len(widths) - 1
                for line in cell:
                    at = x + width - 4 if last else x + 4
                    self.text(at, line, BODY, align="right" if last else "left")
                    self.y -= BODY.leading
                x += width
            self.y = top - height
            self.sheet.rule(LEFT, self.y + 9.5, WIDTH, colour=HAIR)
        self.y -= 4

    def _table_head(self, heads: Sequence[str], widths: Sequence[float]) -> None:
        self.keep(40)
        style, x = LABEL._replace(font=BOLD), LEFT
        for place, (name, width) in enumerate(zip(heads, widths, strict=True)):
            last = place == len(widths) - 1
            at = x + width - 4 if last else x + 4
            self.text(at, name, style, align="right" if last else "left")
            x += width
        self.sheet.rule(LEFT, self.y - 5, WIDTH, colour=LINE)
        self.y -= 18

    def bar(self, label: str, value: str, share: float, *, reached: bool) -> None:
        """A bar on its track; `share` from 0 to 1."""
        self.keep(36)
        self.text(LEFT, label, BODY._replace(font=BOLD))
        self.text(LEFT + WIDTH, value, BODY, align="right")
        self.y -= 14
        self.sheet.box(LEFT, self.y, WIDTH, 9, fill=NEUTRAL_SOFT, radius=4)
        filled = max(min(share, 1.0), 0.0) * WIDTH
        if filled > 0:
            paint = POS if reached else ACCENT
            self.sheet.box(LEFT, self.y, max(filled, 8.0), 9, fill=paint, radius=4)
        self.y -= 16

    def columns(self, bars: Sequence[tuple[str, float]], height: float = 96.0) -> None:
        """Upright bars, each with its figure above and its name below."""
        self.keep(height + 40)
        most = max((value for _, value in bars), default=0.0)
        if most <= 0:
            return
        base, step = self.y - height, WIDTH / max(len(bars), 12)
        small = Style(size=6.6, colour=MUTED)
        for place, (label, value) in enumerate(bars):
            x = LEFT + place * step
            tall = max(value, 0.0) / most * (height - 14)
            if tall:
                self.sheet.box(x + 2, base, step - 4, tall, fill=ACCENT, radius=1.5)
            figure = texts.number(value)
            self.sheet.text(
                x + step / 2, base + tall + 3, figure, small, align="centre", width=step
            )
            self.sheet.text(x + step / 2, base - 10, label, small, align="centre", width=step)
        self.sheet.rule(LEFT, base, WIDTH, colour=LINE)
        self.y = base - 28


def paper(title: str, foot: str, draw: Callable[[Report], None]) -> Paper:
    """The finished document."""
    first = Report(title, foot, 1)
    draw(first)
    second = Report(title, foot, first.page)
    draw(second)
    lost = (LeftOut("characters", None, second.lost),) if second.lost else ()
    return Paper(second.sheet.finish(), second.page, "nl", DUTCH, lost)


def day(value: date) -> str:
    """A date in words."""
    return written(value)
