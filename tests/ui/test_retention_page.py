"""Keeping and erasing in the window: what goes is said first, what is left to do is said after."""

from __future__ import annotations

import time
from io import BytesIO
from pathlib import Path

from builders import PASSPHRASE
from builders_terms import person
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from test_disk_full import fill, make_room, small_disk

from eportfolio.workspace import Workspace
from ui.retention_page import RetentionPage

BACKUP = "stick"


def said(bench: Bench) -> str:
    """What the window says now."""
    shown = bench.window.findChildren(QLabel)
    return "\n".join(one.text() for one in shown if one.isVisible()).replace("\u200b", "")


def somebody_whose_time_has_come(bench: Bench) -> None:
    """Beside the three of the vault, with a document and a backup."""
    client, *others = person(plicht_einde="2021-01-10", einde_reden="Voldaan B1")
    name = {"voornamen": "Zoë", "achternaam": "Tesfay"}
    entries = [{**client, "body": {**client["body"], **name}}, *others]
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        pid = workspace.dossiers.load(entries, bench.folder).portfolio
        workspace.dossiers.attach(pid, "a.pdf", "a", lambda _: BytesIO(b"%PDF-1.4 a"))
        workspace.backup(bench.folder / BACKUP)


def keeping(bench: Bench) -> RetentionPage:
    """From today to the page, by the quiet line."""
    if not bench.windows:
        bench.start()
        somebody_whose_time_has_come(bench)
    bench.unlock()
    bench.settle()
    line = bench.desk.today_page.erasable
    assert line.isVisible()
    assert "1" in line.text()
    line.click()
    bench.settle()
    return page_of(bench)


def page_of(bench: Bench) -> RetentionPage:
    page = bench.desk.sharing_page
    assert isinstance(page, RetentionPage)
    return page


def at_stake(bench: Bench) -> RetentionPage:
    """What would go, reached by the keyboard."""
    page = keeping(bench)
    page.due.setFocus()
    bench.press(Qt.Key.Key_Return, on=page.due)
    bench.settle()
    return page


def type_name(bench: Bench, page: RetentionPage) -> None:
    bench.bot.keyClicks(page.name, "zoe tesfay")
    bench.press(Qt.Key.Key_Return, on=page.name)
    assert page.erase_button.hasFocus()


def erase(bench: Bench) -> RetentionPage:
    page = at_stake(bench)
    type_name(bench, page)
    bench.press(Qt.Key.Key_Space, on=page.erase_button)
    bench.settle()
    return page


def test_dossier_goes_after_its_name_was_typed_and_the_proof_stays(bench: Bench) -> None:
    page = at_stake(bench)
    pid = page._keeping.due[0].row.portfolio if page._keeping else ""
    words = said(bench)
    assert "De bewaartermijn is voorbij, sinds 10 jan 2026" in words
    assert "Besluit inburgering 9.9" in words
    assert "1 document (1 kB)" in words
    assert "Ook in 1 back-up wordt het gewist." in words
    assert "Dat kan niet, ook niet met het herstelblad." in words
    bench.bot.keyClicks(page.name, "Zoe")
    assert not page.erase_button.isEnabled()
    assert page.why_not.text() == "Typ eerst de naam over."
    bench.press(Qt.Key.Key_Escape)  # nothing went
    bench.settle()
    assert [line.text for line in page.due.lines.all()] == ["Zoë Tesfay"]
    page.due.followed.emit(pid)
    bench.settle()
    type_name(bench, page)
    bench.press(Qt.Key.Key_Space, on=page.erase_button)
    bench.settle()
    assert "Ook gewist in 1 back-up." in page.good.words
    file = Path("portfolios") / f"{pid}.db"
    assert not (bench.path / file).exists()
    assert not (bench.folder / BACKUP / file).exists()
    assert pid not in {one.portfolio for one, _ in bench.desk.caseload_page.model.people}
    bench.prompts.place = bench.folder / "bewijs.jws"
    page.proof_button.click()
    bench.settle()
    assert bench.prompts.place.read_bytes().count(b".") == 2
    page.proof_button.click()  # the file is there: said, and nothing is lost
    bench.settle()
    assert page.bad.words
    page.done_button.click()
    bench.settle()
    assert page.due.lines.all() == []
    assert "Nu mag er niets weg." in said(bench)
    (proof,) = page.proofs.lines.all()
    assert proof.under == f"De bewaartermijn is voorbij · dossier {pid[:8]}"
    bench.prompts.place = bench.folder / "later.jws"
    page.proofs.follow()
    bench.settle()
    assert bench.prompts.place.exists()
    bench.press(Qt.Key.Key_Escape)
    assert bench.desk.settings_page.isVisible()
    bench.desk.show_today()
    bench.settle()
    assert not bench.desk.today_page.erasable.isVisible()


def test_what_stays_says_why_and_leads_to_the_dossier(bench: Bench) -> None:
    page = keeping(bench)
    kept = {line.text: line.under for line in page.kept.lines.all()}
    assert set(kept) == {"Rozhîn Aldarwesh", "Rania Çelik", "Rania Haddad"}
    assert kept["Rania Haddad"].startswith("Nog geen datum")
    bench.bot.keyClicks(page.search, "celik")
    assert [line.text for line in page.kept.lines.all()] == ["Rania Çelik"]
    assert page.due.lines.all() == []
    haddad = bench.pid("Haddad")
    page.look_at(haddad)  # not due: the reason, and nothing else
    bench.settle()
    assert page.bad.words.startswith("Er is nog geen datum waarop dit dossier weg mag")
    page.kept.follow()
    bench.settle()
    assert bench.page.header.name.text() == "Rania Çelik"


def test_backup_in_a_drawer_is_said_before_and_after_and_done_when_it_is_back(bench: Bench) -> None:
    bench.start()
    somebody_whose_time_has_come(bench)
    stick, drawer = bench.folder / BACKUP, bench.folder / "lade"
    stick.rename(drawer)
    page = at_stake(bench)
    assert f"u hoort daarna wat u moet doen:\n{stick}" in said(bench)
    type_name(bench, page)
    page.erase_button.click()
    bench.settle()
    assert "Ook gewist" not in page.good.words
    assert "Steek de stick in het apparaat" in said(bench)
    assert page.backups.check_button.hasFocus()
    page.backups.check_button.click()  # still in the drawer
    bench.settle()
    assert page.good.words.startswith("Nagelopen. 1 back-up wacht nog")
    drawer.rename(stick)
    page.backups.check_button.click()
    bench.settle()
    assert "staat in geen back-up meer" in page.good.words
    assert "Steek de stick" not in said(bench)
    assert len(list((stick / "portfolios").glob("*.db"))) == 3


def test_copy_that_is_gone_is_forgotten_after_a_question(bench: Bench) -> None:
    page = erase_with_a_broken_copy(bench)
    assert "de kopie is beschadigd of op slot" in said(bench)
    forget = next(
        one
        for one in page.findChildren(QPushButton)
        if one.isVisible() and one.text() == "Deze kopie is er niet meer…"
    )
    assert str(bench.folder / BACKUP) in forget.accessibleName()
    bench.prompts.yes = False
    forget.click()
    bench.settle()
    assert "Nog te doen" in said(bench)
    bench.prompts.yes = True
    forget.click()
    bench.settle()
    assert bench.prompts.asked[-1] == "Is deze kopie er niet meer?"
    assert "Nog te doen" not in said(bench)
    assert "nog geen back-up van deze kluis" in said(bench)


def erase_with_a_broken_copy(bench: Bench) -> RetentionPage:
    bench.start()
    somebody_whose_time_has_come(bench)
    (bench.folder / BACKUP / "register.db").write_bytes(b"x" * 9000)
    return erase(bench)


def test_full_disk_erases_nothing_and_can_be_done_again(bench: Bench) -> None:
    with small_disk(bench.folder, 24 * 1024 * 1024) as disk:
        page = at_stake(bench)
        type_name(bench, page)
        fill(disk, 0)
        page.erase_button.click()
        bench.settle()
        assert "De schijf is vol." in page.bad.words
        assert page.name is not None
        assert page.erase_button.isEnabled()  # the name still counts
        assert len(list((bench.path / "portfolios").glob("*.db"))) == 4
        make_room(disk)
        page.erase_button.click()
        bench.settle()
        assert page.title.text() == "Het dossier is gewist"
        bench.end()


def test_lock_while_it_runs_leaves_the_proof(bench: Bench) -> None:
    page = at_stake(bench)
    type_name(bench, page)
    page.erase_button.click()
    assert not page.stop_button.isVisible()
    bench.press(Qt.Key.Key_Escape)  # it cannot be left in the middle
    assert page.name is not None
    assert page.name.isVisible()
    files = bench.path / "portfolios"
    while len(list(files.glob("*.db"))) > 3:  # the worker is at it; its answer is not heard yet
        time.sleep(0.01)
    bench.window._lock_now()
    bench.settle()
    bench.unlock()
    bench.settle()
    bench.desk.show_retention()
    bench.settle()
    assert len(page_of(bench).proofs.lines.all()) == 1
