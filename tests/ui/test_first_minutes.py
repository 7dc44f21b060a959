from __future__ import annotations

import json
from pathlib import Path

from builders import PASSPHRASE
from builders_ui import Bench
from PySide6.QtCore import Qt

from eportfolio.settings import has_vault
from ui.contacts_page import ContactsPage
from ui.create_page import CreatePage
from ui.lock_screen import LockScreen
from ui.receive_page import ReceivePage
from ui.start_page import StartPage


def start_page(bench: Bench) -> StartPage:
    found = bench.window.screen_
    assert isinstance(found, StartPage)
    return found


def create_page(bench: Bench) -> CreatePage:
    """The third step: a vault was made."""
    bench.start(has_vault=False)
    start_page(bench).create_button.click()
    page = bench.window.screen_
    assert isinstance(page, CreatePage)
    bench.bot.keyClicks(page.name, "A. Brouwer")
    bench.bot.keyClicks(page.organisation, "Gemeente Waterdael")
    bench.press(Qt.Key.Key_Return, on=page.organisation)
    return page


def made(bench: Bench) -> CreatePage:
    page = create_page(bench)
    bench.bot.keyClicks(page.again, page.passphrase.text())
    bench.press(Qt.Key.Key_Return, on=page.again)
    bench.settle()
    return page


def test_three_choices_each_say_what_they_cost(bench: Bench) -> None:
    bench.start(has_vault=False)
    page = start_page(bench)
    for one in (page.demo_button, page.create_button, page.receive_button, page.open_button):
        assert len(one.accessibleDescription()) > 40


def test_vault_is_made_by_keyboard_and_opens_an_empty_caseload(bench: Bench) -> None:
    page = made(bench)
    assert not page.next_button.isEnabled()
    bench.prompts.place = bench.folder / "herstelblad.pdf"
    page.save_button.click()
    bench.settle()
    assert bench.prompts.place.read_bytes().startswith(b"%PDF")
    key = page._opened.recovery if page._opened else None
    assert key
    bench.bot.keyClicks(page.confirmation, key[-6:].lower())
    bench.press(Qt.Key.Key_Return, on=page.confirmation)
    bench.settle()
    assert bench.desk.caseload_page.stack.currentIndex() == 2
    assert bench.desk.today_page.empty.isVisible()
    bench.desk.show_caseload()
    assert bench.desk.caseload_page.empty.isVisible()
    assert has_vault(bench.path)


def test_weak_passphrase_is_not_taken_and_says_why(bench: Bench) -> None:
    page = create_page(bench)
    for weak in ("Waterdael2026!", "Welkom2026!", ""):
        page.passphrase.setText(weak)
        page.again.setText(weak)
        assert not page.next_button.isEnabled()
        assert page.why_not.text() == "Neem een sterkere wachtwoordzin."
    page.passphrase.setText("een eigen zin met olifanten en bergen")
    assert page.why_not.text() == "Typ de wachtwoordzin hieronder nog een keer."
    bench.press(Qt.Key.Key_Return, on=page.again)
    assert not has_vault(bench.path)


def test_other_proposal_is_another(bench: Bench) -> None:
    page = create_page(bench)
    before = page.passphrase.text()
    page._on_other_proposal()
    assert page.passphrase.text() != before
    assert page.meter.value() >= 3


def test_caseload_stays_shut_until_the_recovery_key_was_typed_back(bench: Bench) -> None:
    page = made(bench)
    key = page._opened.recovery if page._opened else ""
    assert key is not None
    bench.bot.keyClicks(page.confirmation, key[-6:])
    assert page.why_not.text() == "Sla eerst het herstelblad op."
    page.show_key.click()
    assert page.key.text().replace(" ", "").replace("\n", "") == key
    page.confirmation.setText("ABCDEF")
    assert not page.next_button.isEnabled()
    bench.prompts.yes = False
    bench.window.close()
    assert bench.prompts.asked == ["Herstelblad nog niet bevestigd"]
    page.confirmation.setText(key[-6:])
    page.next_button.click()
    bench.settle()
    assert bench.window.desk is not None


def test_folder_that_is_in_use_is_said_and_nothing_typed_is_lost(bench: Bench) -> None:
    bench.path.mkdir()
    (bench.path / "iets").write_text("van een ander")
    page = made(bench)
    assert page.banner.words
    assert page.name.text() == "A. Brouwer"
    assert page.pages.currentIndex() == 1
    page.back_button.click()
    page.back_button.click()
    assert isinstance(bench.window.screen_, StartPage)


def test_existing_vault_is_opened_from_its_folder(bench: Bench) -> None:
    bench.start(has_vault=False)
    bench.prompts.place = bench.filled
    start_page(bench).open_button.click()
    assert isinstance(bench.window.screen_, LockScreen)
    bench.unlock(PASSPHRASE)
    assert bench.desk.caseload_page.model.total == 3


def test_demonstration_opens_on_fictional_people_and_leaves_nothing(bench: Bench) -> None:
    bench.start(has_vault=False)
    start_page(bench).demo_button.click()
    assert start_page(bench).panel.isVisible()
    bench.settle(timeout=120_000)
    bench.settle()
    assert bench.desk.caseload_page.model.total >= 6
    assert bench.window.footer.demo_badge.isVisible()
    assert "DEMO" in bench.window.windowTitle()
    folder = bench.window._demo._folder
    assert folder is not None
    bench.window.lock()
    assert isinstance(bench.window.screen_, StartPage)
    bench.window.close()
    assert not Path(folder.name).exists()


def test_demonstration_can_be_stopped(bench: Bench) -> None:
    bench.start(has_vault=False)
    page = start_page(bench)
    page.demo_button.click()
    bench.bot.waitUntil(lambda: page.bar.value() > 0, timeout=20_000)
    page.cancel_button.click()
    bench.settle()
    assert page.banner.words.startswith("Gestopt op uw verzoek")
    assert page.demo_button.isEnabled()


def test_recovery_key_is_in_no_representation(bench: Bench) -> None:
    page = made(bench)
    opened = page._opened
    assert opened is not None
    assert opened.recovery
    assert opened.recovery not in json.dumps([repr(opened), str(opened)])


def dossier_file(bench: Bench, name: str = "dossier.json") -> Path:
    body = {"achternaam": "Haddad", "voornamen": "Rania"}
    path = bench.folder / name
    path.write_text(json.dumps({"records": [{"kind": "client", "body": body}]}))
    return path


def test_first_client_comes_from_a_file_or_from_a_colleague(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.new_dossier()
    page = bench.desk.new_page
    assert page is not None
    bad = bench.folder / "kapot.json"
    bad.write_text("{")
    bench.prompts.place = bad
    page.file_button.click()
    bench.settle()
    assert "JSON" in page.banner.words
    bench.prompts.place = dossier_file(bench)
    page.file_button.click()
    bench.settle()
    assert bench.page.header.name.text() == "Rania Haddad"
    bench.desk.new_dossier()
    page = bench.desk.new_page
    assert page is not None
    page.receive_button.click()
    bench.settle()
    assert isinstance(bench.desk.sharing_page, ReceivePage)


def test_who_receives_first_makes_a_vault_and_is_told_to_send_a_card(bench: Bench) -> None:
    bench.start(has_vault=False)
    start_page(bench).receive_button.click()
    page = bench.window.screen_
    assert isinstance(page, CreatePage)
    bench.bot.keyClicks(page.name, "A. Brouwer")
    bench.bot.keyClicks(page.organisation, "Gemeente Waterdael")
    bench.press(Qt.Key.Key_Return, on=page.organisation)
    bench.bot.keyClicks(page.again, page.passphrase.text())
    bench.press(Qt.Key.Key_Return, on=page.again)
    bench.settle()
    bench.prompts.place = bench.folder / "herstelblad.pdf"
    page.save_button.click()
    bench.settle()
    key = page._opened.recovery if page._opened else None
    assert key
    bench.bot.keyClicks(page.confirmation, key[-6:].lower())
    bench.press(Qt.Key.Key_Return, on=page.confirmation)
    bench.settle()
    receiving = bench.desk.sharing_page
    assert isinstance(receiving, ReceivePage)
    receiving.card_button.click()
    bench.settle()
    assert isinstance(bench.desk.sharing_page, ContactsPage)
