from __future__ import annotations

import shiboken6
from builders import PASSPHRASE, Templates
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ui.lock_screen import LockScreen
from ui.start_page import StartPage


def screen(bench: Bench) -> LockScreen:
    found = bench.window.screen_
    assert isinstance(found, LockScreen)
    return found


def test_passphrase_opens_the_caseload_by_keyboard_alone(bench: Bench) -> None:
    bench.start()
    bench.bot.waitUntil(screen(bench).passphrase.hasFocus)
    bench.unlock()
    assert bench.desk.caseload_page.model.total == 3


def test_wrong_passphrase_says_so_and_the_field_waits_for_another(bench: Bench) -> None:
    bench.start()
    bench.unlock("niet deze")
    assert "past niet" in screen(bench).error.text()
    assert screen(bench).error.isVisible()
    assert screen(bench).passphrase.hasFocus()
    assert screen(bench).passphrase.selectedText() == "niet deze"
    bench.unlock()
    assert bench.window.desk is not None


def test_window_answers_while_the_key_is_derived(bench: Bench) -> None:
    bench.start()
    one = screen(bench)
    one.passphrase.setText(PASSPHRASE)
    one.submit()
    assert one.bar.isVisible()
    assert not one.passphrase.isEnabled()
    assert one.open_button.text() == "Bezig met openen…"
    bench.settle()
    assert bench.window.desk is not None


def test_empty_passphrase_is_not_tried(bench: Bench) -> None:
    bench.start()
    bench.unlock("")
    assert screen(bench).error.text() == "Vul uw wachtwoordzin in."


def test_passphrase_is_hidden_until_somebody_asks(bench: Bench) -> None:
    bench.start()
    field = screen(bench).passphrase
    assert field.echoMode() == QLineEdit.EchoMode.Password
    field.show_button.click()
    assert field.echoMode() == QLineEdit.EchoMode.Normal


def test_lock_screen_is_gone_when_the_vault_is_open(bench: Bench) -> None:
    bench.start()
    field = screen(bench).passphrase
    bench.unlock()
    assert not shiboken6.isValid(field)


def test_vault_in_use_elsewhere_is_said_in_a_sentence(bench: Bench) -> None:
    from builders import Clock

    from eportfolio.workspace import Workspace

    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=Clock()):
        bench.unlock()
        assert screen(bench).banner.words
        assert screen(bench).passphrase.isEnabled()


def test_recovery_sheet_opens_the_vault_with_a_new_passphrase(
    bench: Bench, templates: Templates
) -> None:
    bench.start()
    one = screen(bench)
    one.mode_button.click()
    assert one.key.isVisible()
    one.key.setText("AGE-SECRET-KEY-1ONZIN")
    one.passphrase.setText("kort")
    one.submit()
    assert "te zwak" in one.error.text()
    one.passphrase.setText("hol ruit kool leven lam")
    one.submit()
    bench.settle()
    assert "herstelsleutel" in one.error.text().casefold()
    one.key.setText(templates.recovery["giver"].lower())
    bench.press(Qt.Key.Key_Return, on=one.passphrase)
    bench.settle()
    assert bench.window.desk is not None
    bench.window.lock()
    bench.unlock("hol ruit kool leven lam")
    assert bench.window.desk is not None


def test_other_vault_can_be_chosen(bench: Bench) -> None:
    bench.start()
    screen(bench).other_button.click()
    assert isinstance(bench.window.screen_, StartPage)
