"""Where one types, what is wrong and what ends a form is seen, also where there is little room."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from builders_ui import Bench
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QPushButton, QWidget

from eportfolio.errors import EportfolioError
from ui.forms import Form, PartEditor
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


def is_offered(page: PortfolioPage, words: str) -> bool:
    found = [one for one in page.pane.findChildren(QPushButton) if one.text() == words]
    return any(is_whole(one) for one in found)


@pytest.mark.parametrize(("width", "height", "zoom"), SIZES[::3])
def test_form_is_typed_in_and_ended_in_sight(
    bench: Bench, width: int, height: int, zoom: int
) -> None:
    """In the part with the cards on top, and with the longest form."""
    page = sized(bench, width, height, zoom, OVERVIEW)
    for section, kind in ((OVERVIEW, "inburgeringsplicht"), (INTAKE, "intake")):
        page.show_section(section)
        bench.settle()
        page.begin_record(kind)
        bench.bot.waitUntil(partial(is_offered, page, "&Opslaan"), timeout=2000)
        first = next(iter(form_of(page).fields.boxes.values()))
        assert first.editor.focus_widget.hasFocus()
        assert is_in_sight(first.editor.focus_widget)
        assert is_offered(page, "&Annuleren")
        page.close_form()


def test_every_part_begins_at_its_top(bench: Bench) -> None:
    page = sized(bench, *SMALL, 100, OVERVIEW)
    bar = page.part.verticalScrollBar()
    bar.setValue(bar.maximum())
    assert bar.value()
    page.show_section(HOURS)
    bench.settle()
    assert bar.value() == 0


@pytest.mark.parametrize(("width", "height", "zoom"), SIZES[::3])
def test_refusal_leads_to_what_is_lacking(bench: Bench, width: int, height: int, zoom: int) -> None:
    """A part has its message at its title, an edge, and the keyboard in a field with a name."""
    page = sized(bench, width, height, zoom, INTAKE)
    page.begin_record("intake")
    bench.settle()
    form = form_of(page)
    status: Any = form.field("status").editor
    status.combo.setCurrentText("Afgerond")
    status.combo.activated.emit(1)
    page.submit()
    bench.settle()
    first = form.first_problem
    assert first is not None
    assert first.editor.spec.name == "leerbaarheid"
    bench.bot.waitUntil(partial(is_in_sight, first.message), timeout=2000)
    assert isinstance(first.editor, PartEditor)
    assert first.editor.frame.property("invalid")
    named = first.editor.fields.boxes["ingevuld"].editor.focus_widget
    assert named.hasFocus()
    assert named.accessibleName()
    if (width, height) == LARGE:
        assert page.pane.banner is not None
        assert "Nog invullen: Leerbaarheidstoets, " in page.pane.banner.words
        assert page.pane.banner.words.endswith(" en nog 4.")
        assert is_in_sight(page.pane.banner)


def test_failure_goes_at_the_next_success_and_beside_another_record(bench: Bench) -> None:
    page = bench.open(section=INTAKE)
    refused = EportfolioError("record-withdrawn")
    page.edits.failed.emit(refused)
    assert page.error_banner.words
    page.records.list.setCurrentIndex(page.records.model.index(3, 0))
    assert not page.error_banner.words
    page.edits.failed.emit(refused)
    page.edits.saved.emit(page.pane.record, "Opgeslagen", "")
    bench.settle()
    assert not page.error_banner.words
