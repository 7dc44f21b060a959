"""What was shared with whom, and what a client asks by right, in the window."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from builders import PASSPHRASE
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidgetItem, QPushButton
from test_disk_full import fill, make_room, small_disk
from test_handover_pages import take_in

from eportfolio.records import RecordId
from eportfolio.workspace import Workspace, access
from eportfolio.workspace import disclosures as core
from eportfolio.workspace.rights import ARTICLES, OUTCOMES, Asking, Rights
from ui.access_page import AccessPage
from ui.desk_pages import BesidePage
from ui.difference import DIFFERENCES
from ui.notice_page import NoticePage
from ui.rights_copy import CopyForm
from ui.rights_decision import Ticks
from ui.rights_page import RightsPage
from ui.rights_words import OUTCOMES as OUTCOME_WORDS
from ui.rights_words import RIGHTS, STATES
from ui.shared_page import STATES as SHARED_STATES
from ui.shared_page import WHAT, SharedPage

CONSENT = 7


def said(bench: Bench) -> str:
    """What the window says now."""
    shown = bench.window.findChildren(QLabel)
    return "\n".join(one.text() for one in shown if one.isVisible()).replace("\u200b", "")


def rights(bench: Bench) -> RightsPage:
    """From the dossier."""
    bench.open(section=CONSENT)
    bench.page.consents.rights_button.click()
    bench.settle()
    return page_of(bench)


def page_of(bench: Bench) -> RightsPage:
    page = bench.desk.sharing_page
    assert isinstance(page, RightsPage)
    return page


def choose(page: RightsPage, outcome: str) -> None:
    """What becomes of a request."""
    page.decision.outcome.setCurrentIndex(page.decision.outcome.findData(outcome))


def first_request(bench: Bench) -> RightsPage:
    """From the dossier that is open to the request on top."""
    bench.page.consents.rights_button.click()
    bench.settle()
    page = page_of(bench)
    page.list.follow()
    bench.settle()
    return page


def asking(bench: Bench, right: str) -> RightsPage:
    """A request that is filled in, by the keyboard where one types."""
    page = rights(bench)
    page.ask_button.click()
    assert page.right.hasFocus()
    page.right.setCurrentIndex(page.right.findData(right))
    bench.bot.keyClicks(page.words, "Ik wil dit niet meer.")
    return page


def item_of(page: RightsPage, ticks: Ticks, kind: str) -> QListWidgetItem:
    """The first record of a kind."""
    found = page._rights
    assert found is not None
    of_kind = {str(one.id) for one in found.records if one.kind == kind}
    return next(one for one in ticks.lines() if one.data(Qt.ItemDataRole.UserRole) in of_kind)


def tick(page: RightsPage, ticks: Ticks, kind: str) -> None:
    """The same, chosen."""
    item_of(page, ticks, kind).setCheckState(Qt.CheckState.Checked)


def grant(bench: Bench, page: RightsPage) -> None:
    """All of it."""
    choose(page, "toegewezen")
    page.save_button.click()
    bench.settle()


def held(bench: Bench, page: RightsPage) -> list[list[str]]:
    """For each request the kinds of the records that it keeps locked."""
    bench.settle()
    found = page._rights
    assert found is not None
    kinds = {one.id: one.kind for one in found.records}
    return [[kinds[RecordId(one)] for one in records] for records in found.held.values()]


def shown_buttons(bench: Bench) -> list[str]:
    """What can be pressed now."""
    return [one.text() for one in bench.window.findChildren(QPushButton) if one.isVisible()]


def deciding(bench: Bench, right: str, *beginnings: str) -> RightsPage:
    """The decision about a request that was recorded."""
    page = asking(bench, right)
    for one in beginnings:
        tick(page, page.records, one)
    page.save_button.click()
    bench.settle()
    assert page.good.words
    page.list.follow()
    bench.settle()
    return page


def shared(bench: Bench) -> SharedPage:
    """A dossier that was handed over, and a paper."""
    office = bench.furnish()
    file = office.send()
    take_in(bench, office, file)
    bench.start_at(office.folder / "giver")
    bench.unlock()
    bench.desk.open_dossier(office.pid, CONSENT)
    bench.settle()
    bench.page.consents.shared_button.click()
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, SharedPage)
    return page


def test_every_kind_has_words() -> None:
    assert set(ARTICLES) == set(RIGHTS)
    assert set(OUTCOME_WORDS) == set(OUTCOMES)
    assert {"open"} | set(OUTCOME_WORDS) - {"verlengd"} == set(STATES)
    kinds = {core.BUNDLE_SENT, core.BUNDLE_RECEIVED, core.RECEIPT_GOT, core.RECEIPT_GIVEN}
    kinds |= {core.CONSENT_WITHDRAWN, core.DOSSIER_CLOSED, core.NOTICE, core.ACKNOWLEDGEMENT}
    assert kinds | {core.PAPER} == set(WHAT)
    states = {core.UNANSWERED, core.PARTLY, core.RECEIPTED, core.UNFINISHED}
    assert states | {"withdrawn"} == set(SHARED_STATES)


def test_ledger_says_to_whom_what_went_and_whether_it_came(bench: Bench) -> None:
    page = shared(bench)
    (line,) = page.list.lines.all()
    assert line.text.startswith("Gedeeld met taker")
    assert line.mark is not None
    assert line.mark.words == "Geen bewijs"
    words = said(bench)
    assert "Overdracht: de opvolger neemt het dossier over" in words
    assert "versies gingen mee" in words
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert bench.page.section == CONSENT


def test_nothing_shared_is_said(bench: Bench) -> None:
    bench.open(section=CONSENT)
    bench.page.consents.shared_button.click()
    bench.settle()
    assert "Er is nog niets gedeeld." in said(bench)


def test_copy_of_everything_after_a_word_about_what_that_means(bench: Bench) -> None:
    with small_disk(bench.folder, 32 * 1024 * 1024) as disk:
        page = rights(bench)
        bench.prompts.place = disk / "alles.zip"
        fill(disk, 0)
        page.copy_button.click()
        page.make_button.click()
        bench.settle(120_000)
        assert "De schijf is vol." in page.bad.words
        assert page.make_button.hasFocus()
        make_room(disk)
        page.make_button.click()
        bench.settle(120_000)
        assert page.copy_button.hasFocus()
        assert bench.prompts.asked.count("Dit bestand is niet versleuteld") == 2
        assert page.good.words.startswith("Kopie gemaakt: ")
        assert "dossier.pdf" in zipfile.ZipFile(bench.prompts.place).namelist()
        bench.prompts.place = disk / "mee.zip"
        page.take_button.click()
        bench.settle(120_000)
        assert page.take_button.hasFocus()
        assert "portfolio.json" in zipfile.ZipFile(bench.prompts.place).namelist()
        bench.end()


def leaving_out(bench: Bench, *kinds: str) -> tuple[RightsPage, CopyForm]:
    """The copy of everything, with the first record of each kind ticked by the keyboard."""
    page = rights(bench)
    bench.prompts.place = bench.folder / "alles.zip"
    page.copy_button.click()
    form = page.leaving
    assert form.records.hasFocus()
    for kind in kinds:
        form.records.setCurrentItem(item_of(page, form.records, kind))
        bench.press(Qt.Key.Key_Space)
    bench.settle()
    return page, form


def left_out(file: Path) -> dict[str, str]:
    """By kind, with its ground."""
    with zipfile.ZipFile(file) as packed:
        found = json.loads(packed.read("weggelaten.json"))["left_out"]
    return {one["kind"]: one["ground"] for one in found}


def test_nothing_is_left_out_until_somebody_says_so(bench: Bench) -> None:
    page, form = leaving_out(bench)
    assert form.without == {}
    assert not form.ground.isVisible()
    assert "Alles gaat mee." in said(bench)
    page.make_button.click()
    bench.settle(120_000)
    assert left_out(bench.folder / "alles.zip") == {}
    assert "\n" not in page.good.words


def test_one_ground_holds_for_all_and_one_may_have_its_own(bench: Bench) -> None:
    page, form = leaving_out(bench, "wens", "afspraak")
    assert "2 gegevens blijven eruit." in said(bench)
    (wish, promise) = (str(item_of(page, form.records, one).data(Qt.ItemDataRole.UserRole))
                       for one in ("wens", "afspraak"))  # fmt: skip
    bench.bot.keyClicks(form.ground, "Gaat over een ander.")
    assert form.own[promise].isVisible()
    bench.bot.keyClicks(form.own[promise], "Daar staat een buur in.")
    assert form.without == {wish: "Gaat over een ander.", promise: "Daar staat een buur in."}
    page.make_button.click()
    bench.settle(120_000)
    assert left_out(bench.folder / "alles.zip") == {
        "wens": "Gaat over een ander.",
        "afspraak": "Daar staat een buur in.",
    }
    assert "2 gegevens bleven eruit." in page.good.words


def test_without_a_ground_it_is_refused_before_a_place_is_asked(bench: Bench) -> None:
    page, form = leaving_out(bench, "wens", "afspraak")
    asked = list(bench.prompts.asked)
    page.make_button.click()
    bench.settle()
    assert page.bad.words.startswith("Wie iets weglaat, moet zeggen waarom (AVG 15, vierde lid).")
    assert bench.prompts.asked == asked
    assert form.ground.hasFocus()
    assert len(form.without) == 2
    bench.bot.keyClicks(form.ground, "x" * 2001)
    page.make_button.click()
    bench.settle()
    assert "hoogstens 2000 tekens" in page.bad.words
    assert form.ground.text() == "x" * 2001
    form.ground.clear()
    wish = item_of(page, form.records, "wens")
    bench.bot.keyClicks(form.own[str(wish.data(Qt.ItemDataRole.UserRole))], "Over een ander.")
    page.make_button.click()
    bench.settle()
    assert form.ground.hasFocus()
    assert page.is_changed
    wish.setCheckState(Qt.CheckState.Unchecked)
    bench.bot.keyClicks(form.ground, "Gaat over een ander.")
    page.make_button.click()
    bench.settle(120_000)
    assert left_out(bench.folder / "alles.zip") == {"afspraak": "Gaat over een ander."}


def test_what_is_about_the_client_alone_has_no_tick(bench: Bench) -> None:
    page, form = leaving_out(bench)
    client = item_of(page, form.records, "client")
    assert client.text().endswith("(gaat altijd mee)")
    assert client.data(Qt.ItemDataRole.CheckStateRole) is None
    form.records.setCurrentItem(client)
    bench.press(Qt.Key.Key_Space)
    assert form.without == {}


def test_what_was_withdrawn_goes_along_too_and_may_stay_out(bench: Bench) -> None:
    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        pid = next(one.portfolio for one in workspace.dossiers.caseload() if "Ald" in one.name)
        wish = next(one.id for one in workspace.dossiers.read(pid) if one.kind == "wens")
        workspace.dossiers.withdraw(pid, wish, "dubbel ingevoerd")
    bench.end()
    page, form = leaving_out(bench, "wens")
    assert item_of(page, form.records, "wens").text().endswith("(ingetrokken)")
    assert list(form.without) == [wish]


def test_a_record_is_found_by_its_words(bench: Bench) -> None:
    page, form = leaving_out(bench, "wens")
    bench.bot.keyClicks(form.finder, "afspr")
    shown = [one.text() for one in form.records.lines() if not one.isHidden()]
    assert len(shown) == 2  # and what is ticked
    assert any(one.startswith("Afspraak") for one in shown)
    form.finder.clear()
    assert not any(one.isHidden() for one in form.records.lines())
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert page.copy_button.hasFocus()


@contextmanager
def slowly(patch: pytest.MonkeyPatch, name: str) -> Iterator[Event]:
    """What the core does for a request only goes on when it is said."""
    does, go = getattr(Rights, name), Event()

    def waits(self: Rights, *given: Any) -> Any:
        assert go.wait(60)
        return does(self, *given)

    with patch.context() as changed:
        changed.setattr(Rights, name, waits)
        yield go
        go.set()


@pytest.mark.parametrize("ground", ["", "Gaat over een ander."])
def test_going_back_while_grounds_are_checked_waits_for_the_answer(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, ground: str
) -> None:
    page, form = leaving_out(bench, "wens")
    bench.bot.keyClicks(form.ground, ground)
    asked, bench.prompts.yes = len(bench.prompts.asked), False
    page.make_button.setFocus()
    with slowly(monkeypatch, "require_grounds") as go:
        page.make_button.click()
        page.make_button.click()
        assert not form.isEnabled()
        assert page.leave()
        bench.press(Qt.Key.Key_Escape)
        go.set()
        bench.settle()
    assert page.form is form
    assert form.isEnabled()
    assert len(bench.prompts.asked) - asked == (1 if ground else 0)
    assert bool(page.bad.words) == (not ground)
    assert (page.make_button if ground else form.ground).hasFocus()
    assert page.leave()
    assert page.copy_button.hasFocus()


def test_a_decision_is_not_left_nor_recorded_twice_while_it_is_recorded(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = deciding(bench, "rectificatie", "wens")
    choose(page, "afgewezen")
    bench.bot.keyClicks(page.decision.words, "Het klopt al.")
    with slowly(monkeypatch, "decide") as go:
        page.save_button.click()
        page.save_button.click()
        assert page.leave()
        assert page.decision.isVisible()
        go.set()
        bench.settle()
    assert page.bad.words == ""
    assert page.good.words.startswith("Het besluit is vastgelegd.")
    assert page.ask_button.hasFocus()


@contextmanager
def held_back(patch: pytest.MonkeyPatch, until: Event) -> Iterator[None]:
    """A paper that is drawn for as long as nobody stops."""
    draws = access._whole_paper

    def waits(facts: Any) -> bytes:
        assert until.wait(60)
        return draws(facts)

    with patch.context() as changed:
        changed.setattr(access, "_whole_paper", waits)
        yield


def stopping(bench: Bench, page: RightsPage) -> None:
    """Press Stop as soon as it is told how far it is."""
    bench.bot.waitUntil(lambda: page.panel.isVisible() and page.bar.maximum() > 0)
    assert page.stop_button.hasFocus()
    bench.press(Qt.Key.Key_Escape)  # it runs: the page stays
    assert page.isVisible()
    bench.press(Qt.Key.Key_Space)
    assert page.doing.text() == "Er wordt gestopt…"
    bench.settle(120_000)
    assert page.bad.words == "Gestopt. Er is niets veranderd."
    assert not page.panel.isVisible()


def test_a_copy_that_is_stopped_leaves_no_file_and_what_was_typed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, form = leaving_out(bench, "wens")
    bench.bot.keyClicks(form.ground, "Gaat over een ander.")
    heard = Event()
    with held_back(monkeypatch, heard):
        page.make_button.click()
        bench.bot.waitUntil(page.panel.isVisible)
        page_of(bench).stop_button.clicked.connect(heard.set)
        stopping(bench, page)
    assert not list(bench.folder.glob("*alles*"))
    assert form.isVisible()
    assert list(form.without.values()) == ["Gaat over een ander."]
    assert page.make_button.hasFocus()
    page.make_button.click()
    bench.settle(120_000)
    assert left_out(bench.folder / "alles.zip") == {"wens": "Gaat over een ander."}


def test_request_is_recorded_seen_on_today_and_turned_down_with_a_reason(bench: Bench) -> None:
    page = deciding(bench, "bezwaar", "wens")
    assert "Ik wil dit niet meer." in said(bench)
    page.save_button.click()
    bench.settle()
    assert page.bad.words == "Kies eerst wat u besluit."
    choose(page, "afgewezen")
    page.save_button.click()
    bench.settle()
    assert page.bad.words  # a refusal says why: the core asks for it
    bench.desk.show_today()
    bench.settle()
    today = bench.desk.today_page
    (line,) = today.requests.list.lines.all()
    assert line.text == "Rozhîn Aldarwesh · Bezwaar"
    assert line.under == "antwoord uiterlijk 2 apr 2026"
    today.requests.list.follow()
    bench.settle()
    page = first_request(bench)
    choose(page, "afgewezen")
    bench.bot.keyClicks(page.decision.words, "Wij hebben dit nodig.")
    page.save_button.click()
    bench.settle()
    assert page.good.words == "Het besluit is vastgelegd. Vertel het de cliënt."
    (line,) = page.list.lines.all()
    assert line.mark is not None
    assert line.mark.words == "Afgewezen"
    page.list.follow()
    bench.settle()
    assert "Wij hebben dit nodig." in said(bench)
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert page.ask_button.hasFocus()


def test_erasure_that_is_granted_erases_on_its_ground(bench: Bench) -> None:
    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        workspace.backup(bench.folder / "stick")
    bench.end()
    page = deciding(bench, "wissing", "wens")
    choose(page, "toegewezen")
    assert page.decision.erase_ground.isVisible()
    page.decision.erase_ground.setCurrentIndex(
        page.decision.erase_ground.findData("toestemming-ingetrokken")
    )
    page.save_button.click()
    bench.settle()
    assert "Ook gewist in 1 back-up." in page.good.words
    page.list.follow()
    bench.settle()
    assert "1 is gewist" in said(bench)


def test_term_is_said_and_extended_once(bench: Bench) -> None:
    page = asking(bench, "rectificatie")
    tick(page, page.records, "wens")
    page.save_button.click()
    bench.settle()
    assert page.good.words == "Vastgelegd. Antwoord uiterlijk op 2 apr 2026 (AVG 12, derde lid)."
    page.list.follow()
    bench.settle()
    choose(page, "verlengd")
    bench.bot.keyClicks(page.decision.words, "Veel om na te gaan.")
    page.save_button.click()
    bench.settle()
    assert page.good.words.startswith("Verlengd: antwoord uiterlijk op 2 jun 2026.")


def test_restriction_is_lifted_after_the_client_was_told(bench: Bench) -> None:
    page = deciding(bench, "beperking", "wens")
    grant(bench, page)
    page.list.follow()
    bench.settle()
    assert "1 gegeven" in said(bench)
    page.lift_button.click()
    assert page.lifting.told.hasFocus()
    page.save_button.click()
    assert page.bad.words == "Vertel het eerst de cliënt, en zet dan het vinkje."
    page.lifting.told.click()
    page.save_button.click()
    bench.settle()
    assert page.bad.words  # why is asked for by the law
    bench.bot.keyClicks(page.lifting.words, "Het is nagekeken.")
    assert page.is_changed
    page.save_button.click()
    bench.settle()
    assert page.good.words == "De beperking is opgeheven: 1 gegeven is weer vrij."
    assert not held(bench, page)
    page.list.follow()
    bench.settle()
    assert "Beperking &opheffen…" not in shown_buttons(bench)


def test_part_is_granted_with_a_ground_for_the_rest(bench: Bench) -> None:
    page = deciding(bench, "beperking", "wens", "afspraak")
    choose(page, "deels")
    bench.bot.keyClicks(page.decision.words, "De afspraak blijft nodig.")
    page.save_button.click()
    assert page.bad.words == "Kies voor welke gegevens: niet geen, en niet allemaal."
    tick(page, page.decision.records, "wens")
    page.save_button.click()
    bench.settle()
    (line,) = page.list.lines.all()
    assert line.mark is not None
    assert line.mark.words == "Deels"
    ((kind,),) = held(bench, page)
    assert kind == "wens"


def test_rectification_is_granted_with_its_new_text(bench: Bench) -> None:
    page = deciding(bench, "rectificatie", "wens")
    choose(page, "toegewezen")
    page.save_button.click()
    assert page.bad.words.startswith("Verander eerst wat niet klopt bij: Wens")
    (wish,) = page.decision.forms
    field = page.decision.form(wish).field("eigen_woorden").editor.focus_widget
    date = page.decision.form(wish).field("datum").editor.focus_widget
    assert isinstance(date, QLineEdit)
    assert hasattr(field, "setPlainText")
    field.setPlainText("Ik wil leren lassen.")
    bench.bot.keyClicks(date, "ooit")
    page.save_button.click()
    assert "rode rand" in page.bad.words
    for _letter in "ooit":
        bench.bot.keyClick(date, Qt.Key.Key_Backspace)
    assert page.is_changed
    page.save_button.click()
    bench.settle()
    assert page.good.words == "Het besluit is vastgelegd. Vertel het de cliënt."
    portfolio = page.portfolio
    bench.end()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        (now,) = (one for one in workspace.dossiers.read(portfolio) if one.id == wish)
        assert now.body["eigen_woorden"] == "Ik wil leren lassen."
        assert len(workspace.dossiers.history(portfolio, RecordId(wish))) == 2


def test_hours_are_put_right_with_the_decision(bench: Bench) -> None:
    page = deciding(bench, "rectificatie", "urenregel")
    choose(page, "toegewezen")
    (line,) = page.decision.forms
    form = page.decision.form(line)
    assert set(form.fields.boxes) == set(DIFFERENCES)
    hours: Any = form.field("uren").editor.focus_widget
    hours.clear()
    bench.bot.keyClicks(hours, "2")
    page.save_button.click()
    bench.settle()
    assert page.good.words == "Het besluit is vastgelegd. Vertel het de cliënt."
    portfolio = page.portfolio
    bench.end()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        found = [one.whole for one in workspace.dossiers.read(portfolio) if one.kind == "urenregel"]
        assert sum(one["uren"] for one in found) == 2
        assert [one["correctie_van"] for one in found if "correctie_van" in one] == [line]


def test_what_is_not_right_in_a_request_is_said_and_nothing_is_lost(bench: Bench) -> None:
    page = asking(bench, "")
    page.save_button.click()
    assert page.bad.words == "Kies eerst wat de cliënt vraagt."
    page.right.setCurrentIndex(page.right.findData("wissing"))
    page.day.setText("gisteren")
    page.save_button.click()
    assert "dag-maand-jaar" in page.bad.words
    page.day.setText("01-03-2026")
    page.save_button.click()  # about no record at all
    bench.settle()
    assert page.bad.words
    assert page.words.text() == "Ik wil dit niet meer."
    assert page.is_changed
    bench.prompts.yes = False
    bench.desk.show_caseload()
    assert bench.desk.sharing_page is page
    bench.window._lock_now()
    bench.settle()
    bench.unlock()


def test_who_must_hear_of_it_is_named(bench: Bench) -> None:
    office: Office = bench.furnish()
    office.send()
    with office.giver() as giver:
        wish = next(one for one in giver.dossiers.read(office.pid) if one.kind == "wens")
        giver.rights.request(office.pid, Asking("beperking", [RecordId(wish.id)]))
    bench.start_at(office.folder / "giver")
    bench.unlock()
    bench.desk.open_dossier(office.pid, CONSENT)
    bench.settle()
    page = first_request(bench)
    choose(page, "toegewezen")
    page.save_button.click()
    bench.settle()
    assert "Meld het ook aan wie dit eerder kreeg (AVG 19): taker." in page.good.words


@pytest.mark.parametrize("kind", [RightsPage, SharedPage, NoticePage, AccessPage])
def test_the_way_back_to_the_dossier_is_in_sight(bench: Bench, kind: type[BesidePage]) -> None:
    bench.open(section=CONSENT)
    bench.desk.beside(kind)
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, kind)
    (back,) = (one for one in page.findChildren(QPushButton) if "Terug naar" in one.text())
    assert back.isVisible()
    back.click()
    bench.settle()
    assert bench.page.isVisible()
    assert bench.page.section == CONSENT
