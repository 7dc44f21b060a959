"""The button 'Weergaven': views that stay, and the caseload as CSV."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from test_caseload_page import page_of
from test_models import ROWS, Row

from eportfolio.outputs import spreadsheet
from eportfolio.workspace import Workspace
from ui.caseload_model import COLUMNS, TILES
from ui.caseload_page import CaseloadPage
from ui.client_row import STATES, TERM_STATES

CTRL = Qt.KeyboardModifier.ControlModifier
BY_DATE = [column.name for column in COLUMNS].index("werkdatum")


def menu_of(page: CaseloadPage) -> QMenu:
    """The menu as it stands there when it opens."""
    page.views.choices.aboutToShow.emit()
    return page.views.choices


def entry(menu: QMenu, words: str) -> QAction:
    (found,) = [one for one in menu.actions() if one.text().replace("&", "") == words]
    return found


def words_in(menu: QMenu) -> list[str]:
    return [one.text().replace("&", "") for one in menu.actions() if one.text()]


def keep(bench: Bench, page: CaseloadPage, name: str) -> None:
    """Keep how the caseload is looked at now."""
    bench.prompts.sentence = name
    entry(menu_of(page), "Deze weergave bewaren…").trigger()
    bench.settle()


def narrowed(bench: Bench) -> CaseloadPage:
    """With open agreements, somebody's name, the last date on top."""
    page = page_of(bench)
    page.tiles[3].click()
    page.search.setText("aldar")
    page.table.horizontalHeader().setSortIndicator(BY_DATE, Qt.SortOrder.DescendingOrder)
    bench.settle()
    return page


def is_narrowed(page: CaseloadPage) -> bool:
    head = page.table.horizontalHeader()
    return (
        page.tiles[3].isChecked()
        and page.search.text() == "aldar"
        and (head.sortIndicatorSection(), head.sortIndicatorOrder())
        == (BY_DATE, Qt.SortOrder.DescendingOrder)
        and page.shown == [page.model.portfolio(0)]
    )


def test_first_menu_says_what_can_be_done(bench: Bench) -> None:
    menu = menu_of(page_of(bench))
    assert words_in(menu) == [
        "Nog geen weergaven bewaard",
        "Deze weergave bewaren…",
        "Als CSV…",
    ]
    assert not entry(menu, "Nog geen weergaven bewaard").isEnabled()


def test_view_brings_tile_words_and_order_back(bench: Bench) -> None:
    page = narrowed(bench)
    keep(bench, page, "Mijn & maandag")
    assert bench.window.toast.words == "Weergave bewaard"
    assert entry(menu_of(page), "Mijn  maandag").isChecked()
    page.show_all()
    page.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.AscendingOrder)
    assert not is_narrowed(page)
    chosen = entry(menu_of(page), "Mijn  maandag")
    assert not chosen.isChecked()
    chosen.trigger()
    bench.settle()
    assert is_narrowed(page)
    assert page.search.hasFocus()


def test_view_survives_the_lock_and_the_end_of_the_program(bench: Bench) -> None:
    keep(bench, narrowed(bench), "Maandag")
    bench.window.lock()
    bench.settle()
    bench.unlock()
    bench.desk.show_caseload()
    bench.settle()
    assert "Maandag" in words_in(menu_of(bench.desk.caseload_page))
    bench.end()
    page = page_of(bench)
    entry(menu_of(page), "Maandag").trigger()
    bench.settle()
    assert is_narrowed(page)


def test_same_name_asks_before_it_replaces(bench: Bench) -> None:
    page = narrowed(bench)
    keep(bench, page, "Maandag")
    page.show_all()
    bench.prompts.yes = False
    keep(bench, page, " maandag ")
    assert bench.prompts.asked[-1] == "Deze naam is er al"
    entry(menu_of(page), "Maandag").trigger()
    assert is_narrowed(page)
    page.show_all()
    bench.prompts.yes = True
    keep(bench, page, " maandag ")
    assert words_in(menu_of(page))[:2] == ["maandag", "Deze weergave bewaren…"]
    assert entry(menu_of(page), "maandag").isChecked()


def test_view_is_removed_after_a_question(bench: Bench) -> None:
    page = narrowed(bench)
    keep(bench, page, "Maandag")
    bench.prompts.yes = False
    remove = entry(menu_of(page), "Verwijderen").menu()
    assert isinstance(remove, QMenu)
    entry(remove, "Maandag…").trigger()
    bench.settle()
    assert "Maandag" in words_in(menu_of(page))
    bench.prompts.yes = True
    remove = entry(menu_of(page), "Verwijderen").menu()
    assert isinstance(remove, QMenu)
    entry(remove, "Maandag…").trigger()
    bench.settle()
    assert "Maandag" not in words_in(menu_of(page))
    assert page.model.total == 3


def test_name_that_cannot_be_is_said_in_a_sentence(bench: Bench) -> None:
    page = page_of(bench)
    keep(bench, page, "  ")
    assert "naam" in bench.window.failure.words
    assert "Verwijderen" not in words_in(menu_of(page))


def test_view_of_what_is_not_there_any_more_is_the_ordinary_one(bench: Bench) -> None:
    bench.start()
    bench.end()
    with Workspace.open(bench.path, PASSPHRASE, clock=Clock()) as workspace:
        kept = [
            {"name": "Oud", "tile": "weg", "typed": "", "column": "ook weg", "is_descending": True},
            {"name": "Kapot", "tile": 3},
        ]
        workspace._session.register.set_preference("views", kept)
    page = narrowed(bench)
    assert words_in(menu_of(page))[:2] == ["Oud", "Deze weergave bewaren…"]
    entry(menu_of(page), "Oud").trigger()
    bench.settle()
    assert page.tiles[0].isChecked()
    assert page.counted.text() == "3 van 3 dossiers · gesorteerd op volgende termijn"


def test_names_that_views_hold_are_there_once() -> None:
    for found in ([one.name for one in TILES], [one.name for one in COLUMNS]):
        assert len(set(found)) == len(found)


# CSV


@pytest.fixture
def place(bench: Bench) -> Path:
    bench.prompts.place = bench.folder / "caseload.csv"
    return bench.prompts.place


def names(place: Path) -> list[str]:
    return [line.split(";")[0] for line in place.read_text("utf-8-sig").splitlines()[1:]]


def test_file_holds_the_rows_as_they_are_shown(bench: Bench, place: Path) -> None:
    page = page_of(bench)
    page.search.setText("rania")
    page.table.horizontalHeader().setSortIndicator(0, Qt.SortOrder.DescendingOrder)
    bench.settle()
    entry(menu_of(page), "Als CSV…").trigger()
    bench.settle()
    assert bench.prompts.asked == ["Dit bestand is niet versleuteld", "Caseload als CSV"]
    assert names(place) == ["Rania Haddad", "Rania Çelik"]
    assert bench.window.toast.words == (
        "CSV-bestand met 2 dossiers gemaakt. Het is niet versleuteld."
    )


def test_without_a_yes_nothing_is_written(bench: Bench, place: Path) -> None:
    page = page_of(bench)
    bench.prompts.yes = False
    page.views.export()
    bench.settle()
    assert bench.prompts.asked == ["Dit bestand is niet versleuteld"]
    assert not place.exists()


def test_file_that_stands_there_stays(bench: Bench, place: Path) -> None:
    place.write_text("van iemand anders")
    page_of(bench).views.export()
    bench.settle()
    assert "niets overschreven" in bench.window.failure.words
    assert place.read_text() == "van iemand anders"


def test_nobody_shown_is_nothing_to_write(bench: Bench, place: Path) -> None:
    page = page_of(bench)
    page.search.setText("zzz")
    assert not entry(menu_of(page), "Als CSV…").isEnabled()
    page.views.export()
    assert "niets om op te slaan" in bench.prompts.told[0]
    assert not place.exists()


def test_menu_of_the_window_shows_what_goes_into_the_file_first(bench: Bench, place: Path) -> None:
    bench.open()
    bench.press(Qt.Key.Key_K, CTRL)
    palette = bench.desk.command_palette
    assert palette is not None
    bench.bot.keyClicks(palette.field, "csv")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.desk.caseload_page.isVisible()
    assert sorted(names(place)) == ["Rania Haddad", "Rania Çelik", "Rozhîn Aldarwesh"]


def test_file_says_what_the_screen_says() -> None:
    """Titles and words of the file stand in the core; these are those of the screen."""
    data = spreadsheet.caseload([], Clock()().date()).decode("utf-8-sig")
    titles = data.strip().split(";")
    assert [one for one in titles if one != "Stand"] == [
        one.title for one in COLUMNS if one.name != "uren"
    ]
    assert {name: mark.words for name, mark in STATES.items()} == spreadsheet._STATUSES
    for state, words in spreadsheet._STATES.items():
        assert TERM_STATES[state].words == words


def test_order_of_the_screen_is_given_by_dossier(bench: Bench) -> None:
    page = page_of(bench)
    page.load([*ROWS, Row("9", "Zoë Zuid")])
    assert page.shown == [page.model.portfolio(n) for n in range(page.model.rowCount())]
