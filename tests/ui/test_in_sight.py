"""Where one types, what is wrong and what ends a form is seen, also where there is little room."""

from __future__ import annotations

from functools import partial

import pytest
from builders_ui import Bench
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget

from ui.forms import Form
from ui.portfolio_page import PortfolioPage

LARGE, SMALL = (1280, 800), (1024, 640)
SIZES = ((*LARGE, 100), (*LARGE, 200), (*SMALL, 100), (*SMALL, 200))
OVERVIEW, INTAKE, HOURS = 0, 1, 4


def is_in_sight(widget: QWidget) -> bool:
    """Whether the top of it, as high as one line, is shown; clipped by all that it stands in."""
    line = QRect(QPoint(0, 0), widget.size())
    line.setHeight(min(widget.height(), 24))
    return widget.isVisible() and widget.visibleRegion().contains(line.adjusted(2, 2, -2, -2))


def is_whole(widget: QWidget) -> bool:
    return widget.isVisible() and widget.visibleRegion().boundingRect() == widget.rect()


def sized(bench: Bench, width: int, height: int, zoom: int, section: int) -> PortfolioPage:
    page = bench.open(section=section)
    bench.theme.set_zoom(zoom)
    bench.window.resize(width, height)
    bench.bot.wait(30)
    return page


def form_of(page: PortfolioPage) -> Form:
    assert page.pane.form is not None
    return page.pane.form


def button(page: PortfolioPage, words: str) -> QPushButton:
    return next(b for b in page.pane.findChildren(QPushButton) if b.text() == words)


@pytest.mark.parametrize(("width", "height", "zoom"), SIZES)
def test_form_is_typed_in_and_ended_in_sight(
    bench: Bench, width: int, height: int, zoom: int
) -> None:
    """In the part with the cards on top, and with the longest form."""
    page = sized(bench, width, height, zoom, OVERVIEW)
    for section, kind in ((OVERVIEW, "inburgeringsplicht"), (INTAKE, "intake")):
        page.show_section(section)
        bench.settle()
        page.begin_record(kind)
        bench.bot.waitUntil(partial(is_whole, button(page, "&Opslaan")), timeout=2000)
        first = next(iter(form_of(page).fields.boxes.values()))
        assert first.editor.focus_widget.hasFocus()
        assert is_in_sight(first.editor.focus_widget)
        assert is_whole(button(page, "&Annuleren"))
        page.close_form()


def test_every_part_begins_at_its_top(bench: Bench) -> None:
    page = sized(bench, *SMALL, 100, OVERVIEW)
    bar = page.part.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value()
    page.show_section(HOURS)
    bench.settle()
    assert bar.value() == 0
