from __future__ import annotations

import time

import shiboken6
from builders_ui import Bench
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from test_models import MANY, Row

from ui.lock_screen import LockScreen
from ui.palette import ROWS, CommandPalette

CTRL = Qt.KeyboardModifier.ControlModifier


def called(bench: Bench) -> CommandPalette:
    """Press Ctrl+K."""
    bench.press(Qt.Key.Key_K, CTRL)
    QApplication.processEvents()
    found = bench.desk.command_palette
    assert found is not None
    return found


def at_desk(bench: Bench) -> CommandPalette:
    bench.start()
    bench.unlock()
    return called(bench)


def words(palette: CommandPalette) -> list[str]:
    return [line.text for line in palette.lines.all()]


def test_client_is_opened_by_a_few_letters(bench: Bench) -> None:
    palette = at_desk(bench)
    assert palette.field.hasFocus()
    bench.bot.keyClicks(palette.field, "celi")
    assert words(palette)[0] == "Rania Çelik"
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.header.name.text() == "Rania Çelik"
    assert bench.desk.command_palette is None


def test_every_word_counts_and_beginnings_come_first(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "ha")
    assert words(palette)[0] == "Rania Haddad"
    palette.field.clear()
    bench.bot.keyClicks(palette.field, "ce ra")
    assert words(palette) == ["Rania Çelik"]


def test_action_of_the_menu_is_done_and_shows_its_keys(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "term")
    (line,) = palette.lines.all()
    assert (line.text, line.beside) == ("Termijnen", "Alt+2")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.desk.terms_page.isVisible()


def test_it_does_not_offer_itself_or_what_cannot_be_done(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "opdrachten")
    assert words(palette) == []
    assert "Niets gevonden" in palette.counted.text()
    bench.press(Qt.Key.Key_Return)
    assert bench.desk.command_palette is palette


def test_parts_of_the_open_dossier_go_by_their_name(bench: Bench) -> None:
    bench.open()
    palette = called(bench)
    bench.bot.keyClicks(palette.field, "gesch")
    (line,) = palette.lines.all()
    assert (line.text, line.beside) == ("Geschiedenis", "Ctrl+9")
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.section == 8


def test_clients_come_first_and_commands_stay_within_reach(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.caseload_page.load([Row(str(n), f"Vera Vermeer{n:02}") for n in range(20)])
    palette = called(bench)
    bench.bot.keyClicks(palette.field, "ver")
    assert len(words(palette)) == ROWS
    assert words(palette)[:9] == [f"Vera Vermeer{n:02}" for n in range(9)]
    assert words(palette)[9] == "Vergrendelen"
    assert "en nog 11" in palette.counted.text()


def test_two_people_with_one_name_are_told_apart(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    rows = [Row("aaaaaaaa-1", "Ali Haddad"), Row("bbbbbbbb-2", "Ali Haddad", route="Z-route")]
    bench.desk.caseload_page.load(rows)
    palette = called(bench)
    bench.bot.keyClicks(palette.field, "ali")
    assert [line.beside for line in palette.lines.all()] == [
        "B1-route · dossier aaaaaaaa",
        "Z-route · dossier bbbbbbbb",
    ]


def test_arrows_go_round(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "rania")
    assert palette.list.currentIndex().row() == 0
    bench.press(Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 1
    bench.press(Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0
    bench.press(Qt.Key.Key_Up)
    chosen = palette.list.currentIndex().data()
    bench.press(Qt.Key.Key_Return)
    bench.settle()
    assert bench.page.header.name.text() == chosen


def test_keyboard_goes_back_to_where_it_was(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.show_terms()
    bench.settle()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Tab):
        bench.desk.rail.settings.setFocus()
        palette = called(bench)
        bench.press(key)
        assert bench.desk.rail.settings.hasFocus()
        assert bench.desk.command_palette is None
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        assert not shiboken6.isValid(palette)


def test_same_keys_or_a_click_beside_it_close_it(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.press(Qt.Key.Key_K, CTRL)
    assert bench.desk.command_palette is None
    palette = called(bench)
    QTest.mouseClick(palette.panel, Qt.MouseButton.LeftButton)
    assert bench.desk.command_palette is palette
    QTest.mouseClick(palette, Qt.MouseButton.LeftButton, pos=palette.rect().bottomLeft())
    assert bench.desk.command_palette is None
    assert bench.desk.today_page.search.hasFocus()


def test_line_is_followed_by_a_click(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "haddad")
    place = palette.list.visualRect(palette.lines.index(0, 0)).center()
    QTest.mouseClick(palette.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    bench.settle()
    assert bench.page.header.name.text() == "Rania Haddad"


def test_other_keys_of_the_program_lead_away_from_it(bench: Bench) -> None:
    at_desk(bench)
    bench.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert bench.desk.terms_page.isVisible()
    assert bench.desk.command_palette is None


def test_lock_takes_it_away_with_every_name(bench: Bench) -> None:
    palette = at_desk(bench)
    bench.bot.keyClicks(palette.field, "rania")
    bench.press(Qt.Key.Key_L, CTRL)
    bench.settle()
    QApplication.processEvents()
    assert isinstance(bench.window.screen_, LockScreen)
    assert not shiboken6.isValid(palette)
    shown = bench.window.findChildren(QLabel) + bench.window.findChildren(QLineEdit)
    assert not [one for one in shown if "rania" in one.text().casefold()]  # type: ignore[attr-defined]


def test_nothing_opens_while_it_is_locked(bench: Bench) -> None:
    bench.start()
    bench.press(Qt.Key.Key_K, CTRL)
    assert bench.window.desk is None
    assert bench.window.findChildren(CommandPalette) == []


def test_typed_text_stays_safe(bench: Bench) -> None:
    bench.open(section=3)
    bench.page.edit()
    form = bench.page.pane.form
    assert form is not None
    bench.prompts.yes = False
    before = QApplication.focusWidget()
    palette = called(bench)
    bench.bot.keyClicks(palette.field, "haddad")
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.pane.form is form
    assert QApplication.focusWidget() is before


def test_five_thousand_clients_follow_each_keystroke(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    rows = [Row(str(n), f"Voornaam{n % 89} Achternaam{n}") for n in range(MANY)]
    bench.desk.caseload_page.load(rows)
    began = time.perf_counter()
    palette = called(bench)
    opened = time.perf_counter() - began
    began = time.perf_counter()
    for typed in ("a", "ac", "achternaam49", "voornaam1 achter", ""):
        palette.field.setText(typed)
        QApplication.processEvents()
    assert opened < 0.5
    assert (time.perf_counter() - began) / 5 < 0.1
