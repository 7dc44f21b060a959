from __future__ import annotations

import time

from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from test_models import MANY, Row

from ui.caseload_page import CaseloadPage


def page_of(bench: Bench) -> CaseloadPage:
    bench.start()
    bench.unlock()
    bench.desk.show_caseload()
    bench.settle()
    return bench.desk.caseload_page


def test_anyone_is_found_in_three_keystrokes(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.bot.waitUntil(bench.desk.today_page.search.hasFocus)
    for letter in "ce":
        bench.bot.keyClicks(QApplication.focusWidget(), letter)
    assert bench.desk.caseload_page.search.text() == "ce"
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.header.name.text() == "Rania Çelik"


def test_letters_typed_in_the_table_go_to_the_filter(bench: Bench) -> None:
    page = page_of(bench)
    page.table.setFocus()
    bench.bot.keyClicks(page.table, "had")
    assert page.search.text() == "had"
    assert page.model.rowCount() == 1


def test_arrow_and_enter_open_the_chosen_dossier(bench: Bench) -> None:
    page = page_of(bench)
    bench.press(Qt.Key.Key_Down, on=page.search)
    assert page.table.hasFocus()
    bench.press(Qt.Key.Key_Down, on=page.table)
    chosen = page.table.currentIndex().data()
    bench.press(Qt.Key.Key_Return, on=page.table)
    bench.settle()
    assert bench.page.header.name.text() == chosen


def test_dossier_is_found_by_what_is_in_it(bench: Bench) -> None:
    page = page_of(bench)
    bench.bot.keyClicks(page.search, "fiets")
    bench.bot.waitUntil(lambda: page.model.rowCount() == 1, timeout=5_000)
    assert page.table.currentIndex().data() == "Rozhîn Aldarwesh"


def test_tile_filters_and_counts(bench: Bench) -> None:
    page = page_of(bench)
    assert page.tiles[3].accessibleName() == "PIP nog niet vastgesteld, 3, filter"
    page.tiles[3].click()
    assert page.model.rowCount() == 3
    page.tiles[2].click()
    assert page.stack.currentIndex() == 1
    page.show_all()
    assert page.model.rowCount() == 3
    assert page.tiles[0].isChecked()


def test_nobody_found_says_what_to_do(bench: Bench) -> None:
    page = page_of(bench)
    bench.bot.keyClicks(page.search, "zzz")
    assert page.nothing.isVisible()
    bench.press(Qt.Key.Key_Escape, on=page.search)
    assert page.model.rowCount() == 3


def test_sorting_keeps_who_was_chosen(bench: Bench) -> None:
    page = page_of(bench)
    bench.press(Qt.Key.Key_Down, on=page.search)
    chosen = page.table.currentIndex().data()
    page.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    assert page.table.currentIndex().data() == chosen
    assert page.counted.text() == "3 van 3 dossiers · gesorteerd op naam"


def test_new_dossier_needs_only_a_name(bench: Bench) -> None:
    page_of(bench)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    bench.press(Qt.Key.Key_N, modifiers)
    new = bench.desk.new_page
    assert new is not None
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert new.form.field("achternaam").message.text() == "Dit veld is verplicht."
    bench.bot.keyClicks(QApplication.focusWidget(), "Nur")
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    bench.settle()
    assert bench.page.header.name.text() == "Nur"
    bench.desk.show_caseload()
    bench.settle()
    assert bench.desk.caseload_page.model.total == 4


def test_five_thousand_clients_are_shown_and_filtered_without_waiting(bench: Bench) -> None:
    page = page_of(bench)
    rows = [Row(str(n), f"Voornaam{n % 89} Achternaam{n}") for n in range(MANY)]
    began = time.perf_counter()
    page.load(rows)
    QApplication.processEvents()
    shown = time.perf_counter() - began
    began = time.perf_counter()
    for typed in ("a", "ac", "ach", "achternaam49", "achternaam499"):
        page.search.setText(typed)
        QApplication.processEvents()
    assert shown < 1.0
    assert (time.perf_counter() - began) / 5 < 0.3


def test_large_text_drops_columns_and_never_scrolls_sideways(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.window.resize(1440, 900)
    bench.theme.set_zoom(200)
    bench.desk.show_caseload()
    bench.settle()
    page = bench.desk.caseload_page
    table = page.table
    shown = [n for n in range(page.model.columnCount()) if not table.isColumnHidden(n)]
    length, room = table.horizontalHeader().length(), table.viewport().width()
    bench.theme.set_zoom(100)
    bench.settle()
    assert length <= room
    assert {0, 3} <= set(shown)  # the name and what comes next stay
    assert len(shown) < page.model.columnCount()
