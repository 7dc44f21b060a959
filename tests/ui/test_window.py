from __future__ import annotations

import pytest
import shiboken6
from builders import PASSPHRASE, Clock
from builders_ui import Bench
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from eportfolio.workspace import Workspace
from ui.fields import LineEditor
from ui.idle import IdleWatch
from ui.lock_screen import LockScreen
from ui.rail import Entry

CTRL = Qt.KeyboardModifier.ControlModifier


def test_lock_drops_the_desk_and_closes_the_vault(bench: Bench) -> None:
    page = bench.open(section=3)
    desk = bench.desk
    bench.press(Qt.Key.Key_L, CTRL)
    bench.settle()
    QApplication.processEvents()
    assert isinstance(bench.window.screen_, LockScreen)
    assert not shiboken6.isValid(page)
    assert not shiboken6.isValid(desk)
    words = "\n".join(one.text() for one in bench.window.findChildren(QLabel))
    assert "Aldarwesh" not in words
    assert "giver" in words
    Workspace.open(bench.path, PASSPHRASE, clock=Clock()).close()


def test_unlock_goes_back_to_the_same_place(bench: Bench) -> None:
    bench.open(section=3)
    bench.window.lock()
    bench.settle()
    bench.unlock()
    bench.settle()
    assert bench.page.section == 3
    assert bench.page.header.name.text() == "Rozhîn Aldarwesh"


def test_dossier_that_is_not_there_is_said_in_a_sentence(bench: Bench) -> None:
    bench.open()
    bench.desk.open_dossier("11111111-2222-4333-8444-555555555555")
    bench.settle()
    assert bench.page.error_banner.words
    assert bench.window.desk is not None


def test_text_that_grows_while_one_works_is_not_cut_in_the_navigation(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.theme.set_zoom(200)
    bench.settle()
    rail = bench.desk.rail
    parts = [*rail.findChildren(Entry), *rail.findChildren(QLabel)]
    cut = [one.text() for one in parts if one.width() < one.minimumSizeHint().width()]
    bench.theme.set_zoom(100)
    bench.settle()
    assert cut == []
    assert bench.desk.rail.minimumWidth() == bench.theme.px(216)


def test_lock_asks_first_when_no_draft_keeps_what_was_typed(bench: Bench) -> None:
    bench.open()
    type_a_name(bench)
    bench.prompts.yes = False
    bench.window.lock()
    assert bench.prompts.asked == ["Wijzigingen niet opgeslagen"]
    assert bench.window.desk is not None


def type_a_name(bench: Bench) -> None:
    """Begin a dossier: it has no place for a draft yet."""
    bench.desk.new_dossier()
    bench.settle()
    page = bench.desk.new_page
    assert page is not None
    editor = page.form.field("achternaam").editor
    assert isinstance(editor, LineEditor)
    bench.bot.keyClicks(editor.line, "Habtom")


def test_lock_empties_the_clipboard(bench: Bench) -> None:
    bench.open()
    QGuiApplication.clipboard().setText("999988013")
    bench.window.lock()
    assert QGuiApplication.clipboard().text() == ""


def test_closing_empties_the_clipboard(bench: Bench) -> None:
    bench.open()
    QGuiApplication.clipboard().setText("999988013")
    bench.window.close()
    assert QGuiApplication.clipboard().text() == ""


def test_what_is_only_selected_goes_too(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.open()
    cleared: list[object] = []
    clipboard = QGuiApplication.clipboard()
    monkeypatch.setattr(type(clipboard), "supportsSelection", lambda _: True)
    monkeypatch.setattr(type(clipboard), "ownsSelection", lambda _: True)
    monkeypatch.setattr(type(clipboard), "clear", lambda _, *mode: cleared.extend(mode))
    bench.window.lock()
    assert cleared == [QClipboard.Mode.Selection]


def test_nobody_there_warns_a_minute_ahead_and_any_key_extends(bench: Bench) -> None:
    bench.open()
    bench.window.idle._on_quiet()
    assert "Over een minuut" in bench.window.warning.words
    QTest.keyClick(bench.window.windowHandle(), Qt.Key.Key_Shift)
    bench.bot.waitUntil(lambda: bench.window.warning.words == "")
    bench.window.idle._on_quiet()
    bench.window.idle._on_last()
    assert isinstance(bench.window.screen_, LockScreen)


def test_idle_time_counts_from_the_last_sign_of_life(qtbot: object) -> None:
    owner = QObject()
    watch = IdleWatch(owner, minutes=5)
    assert not watch._quiet.isActive()
    watch.start()
    assert watch._quiet.interval() == 4 * 60_000
    assert watch._last.interval() == 60_000
    watch.set_minutes(30)
    assert watch._quiet.interval() == 29 * 60_000
    watch.stop()
    assert not watch._quiet.isActive()


def test_bug_is_told_once_and_locks(bench: Bench) -> None:
    bench.open()
    bench.tasks.run(bench.window, lambda workspace: 1 // 0)
    bench.settle()
    assert isinstance(bench.window.screen_, LockScreen)
    assert len(bench.prompts.told) == 1
    assert "veilig" in bench.prompts.told[0]


def test_failure_that_nobody_takes_is_shown_above_the_page(bench: Bench) -> None:
    from eportfolio.errors import StorageFault

    def work(_: Workspace) -> None:
        raise StorageFault("storage-fault", "disk-full")

    bench.open()
    bench.tasks.run(bench.window, work)
    bench.settle()
    assert bench.window.failure.words


def test_list_of_keys_comes_from_the_menus(bench: Bench) -> None:
    bench.open()
    bench.press(Qt.Key.Key_F1)
    (told,) = bench.prompts.told
    for keys in ("Ctrl+L", "Ctrl+Shift+N", "F2", "Ctrl+1"):
        assert keys in told


def test_text_grows_by_keyboard(bench: Bench) -> None:
    bench.open()
    bench.press(Qt.Key.Key_Plus, CTRL)
    assert bench.theme.zoom == 110
    bench.press(Qt.Key.Key_0, CTRL)
    assert bench.theme.zoom == 100


def test_settings_are_in_force_at_once(bench: Bench) -> None:
    bench.open()
    bench.press(Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    page = bench.desk.settings_page
    assert page.isVisible()
    page.minutes.setCurrentIndex(0)
    page.minutes.activated.emit(0)
    assert bench.window.idle.minutes == 5
    assert "5 minuten" in bench.window.footer.lock_line.text()
    page._look_group.button(2).click()
    assert bench.theme.is_dark
    page.zoom.setCurrentIndex(page.zoom.findData(150))
    page.zoom.activated.emit(3)
    assert bench.theme.zoom == 150
    bench.theme.set_zoom(100)
    assert page.zoom.currentData() == 100


def test_time_to_lock_is_kept_in_the_vault(bench: Bench) -> None:
    bench.open()
    bench.desk.show_settings()
    page = bench.desk.settings_page
    page.minutes.setCurrentIndex(page.minutes.findData(30))
    page.minutes.activated.emit(3)
    bench.settle()
    bench.end()
    bench.start()
    assert bench.window.idle.minutes == 10, "nothing is known before it is unlocked"
    bench.unlock()
    assert bench.window.idle.minutes == 30
    assert "30 minuten" in bench.window.footer.lock_line.text()


def test_close_asks_first_when_no_draft_keeps_what_was_typed(bench: Bench) -> None:
    bench.open()
    type_a_name(bench)
    bench.prompts.yes = False
    assert not bench.window.close()
    bench.prompts.yes = True
    bench.window.close()
    bench.bot.waitUntil(lambda: not bench.window.isVisible())
    Workspace.open(bench.path, PASSPHRASE, clock=Clock()).close()


def test_other_keys_lead_where_they_say(bench: Bench) -> None:
    bench.open()
    bench.press(Qt.Key.Key_F, CTRL)
    bench.settle()
    assert bench.desk.caseload_page.search.hasFocus()
    bench.window.show_about()
    assert "EUPL" in bench.prompts.told[-1]
    bench.desk.new_dossier()
    bench.window.escape()
    assert bench.desk.new_page is None
