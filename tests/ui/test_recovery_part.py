"""The settings tell who else can open the vault, and change it; the lock screen takes each."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from builders import PASSPHRASE, Clock, Templates
from builders_ui import Bench
from pypdf import PdfReader
from PySide6.QtCore import Qt

from eportfolio import crypto
from eportfolio.workspace import Means, Workspace
from ui.lock_screen import LockScreen
from ui.openings import By
from ui.recovery_forms import DivideForm, Form, LendForm, PractiseForm, RenewForm
from ui.recovery_part import RecoveryPart

NEW = "hol ruit kool leven lam"
F = TypeVar("F", bound=Form)


def part_of(bench: Bench) -> RecoveryPart:
    bench.start()
    bench.unlock()
    bench.desk.show_settings()
    bench.settle()
    return bench.desk.settings_page.recovery


def form_of(part: RecoveryPart, kind: type[F]) -> F:
    assert isinstance(part.form, kind)
    return part.form


def words_of(file: Path) -> str:
    text = PdfReader(file).pages[0].extract_text()
    inside = text.split("De woorden van dit blad")[1].split("In de woorden zit")[0]
    return " ".join(one for one in inside.split() if not one.isdigit())


def test_settings_say_who_can_open_the_vault(bench: Bench) -> None:
    part = part_of(bench)
    assert part.sheet_line.text().startswith("Herstelblad: gemaakt op ")
    assert part.escrow_line.text() == "Uw organisatie kan deze kluis niet openen."
    assert part.shares_line.text() == "Er zijn geen deelbladen."
    assert not part.no_lend_button.isVisible()
    assert not part.no_divide_button.isVisible()


def test_practising_tells_a_good_key_from_a_wrong_one(bench: Bench, templates: Templates) -> None:
    part = part_of(bench)
    part.practise_button.click()
    form = form_of(part, PractiseForm)
    bench.bot.waitUntil(form.key.hasFocus)
    form.submit()
    assert form.error.text() == "Vul in: Herstelsleutel."
    form.key.setText(crypto.new_age_identity())
    form.submit()
    bench.settle()
    assert "nieuw herstelblad" in form.error.text()
    assert form.key.selectedText()
    form.key.setText(templates.recovery["giver"].lower())
    bench.press(Qt.Key.Key_Return, on=form.key)
    bench.settle()
    assert part.form is None
    assert "Het blad werkt" in part.banner.words


def test_today_asks_to_practise_after_a_year_and_leads_there(
    bench: Bench, templates: Templates
) -> None:
    bench.start()
    bench.unlock()
    bench.settle()
    assert not bench.desk.today_page.practise_button.isVisible()
    bench.window.lock()
    bench.clock.advance(days=400)
    bench.unlock()
    bench.settle()
    assert bench.desk.today_page.practise_button.isVisible()
    bench.desk.today_page.practise_button.click()
    bench.settle()
    form = form_of(bench.desk.settings_page.recovery, PractiseForm)
    assert "tijd om ermee te oefenen" in bench.desk.settings_page.recovery.sheet_line.text()
    form.key.setText(templates.recovery["giver"])
    form.submit()
    bench.settle()
    bench.desk.show_today()
    bench.settle()
    assert not bench.desk.today_page.practise_button.isVisible()


def test_new_sheet_replaces_the_old_one_when_it_was_read_back(
    bench: Bench, templates: Templates, tmp_path: Path
) -> None:
    part = part_of(bench)
    part.renew_button.click()
    form = form_of(part, RenewForm)
    bench.prompts.place = tmp_path / "nieuw.pdf"
    form.save_button.click()
    assert form.error.text() == "Vul in: Uw wachtwoordzin."
    form.passphrase.setText("niet deze")
    form.save_button.click()
    bench.settle()
    assert "past niet" in form.error.text()
    assert not (tmp_path / "nieuw.pdf").exists()
    form.passphrase.setText(PASSPHRASE)
    form.save_button.click()
    bench.settle()
    assert form._proposed is not None
    key = form._proposed.key
    assert not form.passphrase.text()
    form.confirmation.setText("XXXXXX")
    form.submit()
    assert "niet de laatste tekens" in form.error.text()
    form.confirmation.setText(key[-6:].lower())
    form.submit()
    bench.settle()
    assert "Vernietig het oude blad" in part.banner.words
    bench.window.lock()
    bench.settle()
    with Workspace.open(bench.path, PASSPHRASE, clock=Clock()) as workspace:
        workspace.recovery.rehearse(Means.recovery(key))


def test_organisation_is_let_in_and_out_again(bench: Bench, tmp_path: Path) -> None:
    part = part_of(bench)
    part.lend_button.click()
    form = form_of(part, LendForm)
    form.leave_button.click()
    assert part.form is None
    part.lend_button.click()
    form = form_of(part, LendForm)
    bench.prompts.place = tmp_path / "adres.txt"
    form._on_choose()
    assert form.recipient.text() == str(tmp_path / "adres.txt")
    form.recipient.setText(crypto.age_recipient(crypto.new_age_identity()))
    form.holder.setText("Gemeente Voorbeeld")
    form.submit()
    assert form.error.text() == "Vul in: Uw wachtwoordzin."
    form.passphrase.setText(PASSPHRASE)
    form.submit()
    bench.settle()
    assert "Uw organisatie kan deze kluis openen: Gemeente Voorbeeld" in part.escrow_line.text()
    bench.prompts.yes = False
    part.no_lend_button.click()
    bench.settle()
    assert part.no_lend_button.isVisible()
    bench.prompts.yes = True
    part.no_lend_button.click()
    bench.settle()
    assert part.escrow_line.text() == "Uw organisatie kan deze kluis niet openen."


def test_sheets_are_made_open_the_lock_screen_and_are_withdrawn(
    bench: Bench, tmp_path: Path
) -> None:
    part = part_of(bench)
    part.divide_button.click()
    form = form_of(part, DivideForm)
    assert form.threshold.count() == 2
    form.of.setCurrentIndex(0)
    assert form.threshold.count() == 1
    bench.prompts.place = tmp_path
    form.passphrase.setText(PASSPHRASE)
    form.submit()
    bench.settle()
    assert "Met 2 van de 2 deelbladen" in part.shares_line.text()
    sheets = sorted((tmp_path / "deelbladen").glob("*.pdf"))
    bench.window.lock()
    bench.settle()
    one = bench.window.screen_
    assert isinstance(one, LockScreen)
    one.mode_button.click()
    one.by_buttons[By.SHARES].click()
    assert one.sheets.isVisible()
    assert not one.key.isVisible()
    one.passphrase.setText(NEW)
    one.sheets.setPlainText(words_of(sheets[0]))
    one.submit()
    bench.settle()
    assert "1 van de 2" in one.error.text()
    one.sheets.setPlainText("\n\n".join(map(words_of, sheets)))
    one.submit()
    bench.settle()
    bench.desk.show_settings()
    bench.settle()
    bench.desk.settings_page.recovery.no_divide_button.click()
    bench.settle()
    assert bench.desk.settings_page.recovery.shares_line.text() == "Er zijn geen deelbladen."


@pytest.mark.parametrize("is_there", [True, False])
def test_lock_screen_takes_the_key_file_of_an_organisation(
    bench: Bench, tmp_path: Path, is_there: bool
) -> None:
    key = crypto.new_age_identity()
    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=Clock()) as workspace:
        workspace.recovery.set_escrow(crypto.age_recipient(key), "Gemeente Voorbeeld")
    one = bench.window.screen_
    assert isinstance(one, LockScreen)
    one.mode_button.click()
    one.by_buttons[By.ESCROW].click()
    file = tmp_path / "organisatie.key"
    if is_there:
        file.write_text(f"# sleutel\n{key}\n")
    bench.prompts.place = file
    one.file_button.click()
    one.passphrase.setText(NEW)
    one.submit()
    bench.settle()
    assert (bench.window.desk is not None) is is_there
    if not is_there:
        assert "niet gevonden" in one.banner.words
