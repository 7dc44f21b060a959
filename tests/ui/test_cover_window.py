"""A cover through the window: lent, added to, sent back, taken in, closed by its receipt."""

from __future__ import annotations

from typing import Any

import pytest
from builders import PASSPHRASE, Clock
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from test_handover_pages import giving, opened, receiving, take_in, words

from eportfolio.bundle.receive import Answers
from eportfolio.errors import NotPermitted
from eportfolio.workspace import Workspace
from ui import sharing_work
from ui.closing_page import ClosingPage
from ui.consent_form import ConsentForm
from ui.contacts_page import ContactsPage
from ui.purpose_words import MAKING, SHORT
from ui.receive_page import ReceivePage
from ui.return_page import ReturnPage
from ui.standing_words import KEPT

WISH = {"eigen_woorden": "Ik wil leren lassen"}


def lend(office: Office, *, adds: bool = True, **changes: Any) -> None:
    """Lent without a window; the taker adds a wish."""
    sent = office.send(purpose="cover", **changes)
    with taker(office) as vault:
        vault.handovers.receive(sent, answers=Answers())
        if adds:
            vault.dossiers.add(office.pid, "wens", WISH)


def taker(office: Office) -> Workspace:
    return Workspace.open(office.file("taker"), PASSPHRASE, clock=Clock())


def at_lent(bench: Bench, office: Office, section: int = 1) -> None:
    opened(bench, office, "taker")
    bench.desk.open_dossier(office.pid, section)
    bench.settle()


def sending_back(bench: Bench, office: Office) -> ReturnPage:
    at_lent(bench, office)
    bench.page.give_back()
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, ReturnPage)
    return page


def text_of(widget: QWidget) -> str:
    shown = (one for one in widget.findChildren(QLabel) if one.isVisible())
    return "\n".join(one.text() for one in shown)


def action(bench: Bench, name: str) -> QPushButton:
    """What stands above a record."""
    found = bench.page.pane.findChildren(QPushButton)
    return next(one for one in found if one.accessibleName() == name and one.isVisible())


def test_cover_goes_the_whole_road(bench: Bench, office: Office) -> None:
    office.agree(purpose="cover")
    give = giving(bench, office)
    assert "Vervanging" in words(give.choices)[0]
    assert "mag terugkomen" in text_of(give.means)
    assert "blijft hier open" in text_of(give.means)
    give.next_button.click()
    bench.settle()
    assert give.title.text() == "Vervanging voor Rozhîn Aldarwesh"
    bench.prompts.place = office.file("over.eportfolio")
    give.make_button.click()
    bench.settle()
    assert "Pas dan sluit dit dossier" not in text_of(give)
    assert "blijft hier open" in text_of(give)
    bench.end()
    take_in(bench, office, office.file("over.eportfolio"))

    at_lent(bench, office)
    banner = bench.page.closed_banner
    assert "niet wijzigen wat er al stond" in banner.words
    assert "nog niets om terug te sturen" in banner.words
    assert not banner.return_button.isEnabled()
    bench.page.begin_record("wens")
    bench.type_in("eigen_woorden", WISH["eigen_woorden"])
    bench.page.submit()
    bench.settle()
    assert banner.return_button.isEnabled()
    banner.return_button.click()
    bench.settle()
    back = bench.desk.sharing_page
    assert isinstance(back, ReturnPage)
    assert words(back.going)[1:] == [WISH["eigen_woorden"]]
    assert "tot en met 2 jun 2026" in text_of(back)
    assert "giver, Gemeente Waterdael" in text_of(back)
    bench.prompts.place = office.file("terug.eportfolio")
    back.make_button.click()
    bench.settle()
    assert "Alleen uw collega" in back.good.words
    assert "ontvangstbewijs" in text_of(back)
    back.back_button.click()
    bench.settle()
    assert "stuurde u iets terug" in bench.page.closed_banner.words
    bench.end()

    page = receiving(bench, office, office.file("terug.eportfolio"), "giver")
    assert page.summary is None
    assert page.agreements is None
    assert page.import_button.text() == "&Toevoegen aan het dossier"
    bench.prompts.place = office.file("toegevoegd.receipt")
    page.import_button.click()
    bench.settle()
    with_wish = [one for one in bench_records(bench, office) if one == WISH["eigen_woorden"]]
    assert with_wish
    bench.end()

    opened(bench, office, "taker")
    bench.desk.show_receive()
    receive = bench.desk.sharing_page
    assert isinstance(receive, ReceivePage)
    receive.take_file(office.file("toegevoegd.receipt"))
    bench.settle()
    close = bench.desk.sharing_page
    assert isinstance(close, ClosingPage)
    close.close_button.click()
    bench.settle()
    bench.desk.open_dossier(office.pid, 1)
    bench.settle()
    assert "is terug bij giver" in bench.page.closed_banner.words
    assert not bench.page.closed_banner.return_button.isVisible()
    assert not bench.page.is_editable
    bench.page.give_back()
    bench.settle()
    assert bench.desk.sharing_page is None


def bench_records(bench: Bench, office: Office) -> list[str]:
    bench.desk.open_dossier(office.pid)
    bench.settle()
    return [str(one.get("eigen_woorden")) for one in bench.records("wens")]


def test_what_came_is_not_offered_to_be_changed_and_what_was_added_is(
    bench: Bench, office: Office
) -> None:
    lend(office)
    at_lent(bench, office)
    page = bench.page
    snapshot = page._snapshot
    assert snapshot is not None
    wishes = {one.whole["eigen_woorden"]: one for one in snapshot.records if one.kind == "wens"}
    own = wishes.pop(WISH["eigen_woorden"])
    (came,) = wishes.values()
    page.show_record(came.id)
    bench.settle()
    for name in ("Wijzigen", "Intrekken…"):
        assert not action(bench, name).isEnabled()
        assert action(bench, name).toolTip() == KEPT["cover-read-only"]
    assert KEPT["cover-read-only"] in text_of(page.pane)
    bench.press(Qt.Key.Key_F2)
    assert page.pane.form is None
    page.show_record(own.id)
    bench.settle()
    assert KEPT["cover-read-only"] not in text_of(page.pane)
    assert action(bench, "Wijzigen").isEnabled()
    bench.press(Qt.Key.Key_F2)
    assert page.pane.form is not None


def test_hours_that_came_are_corrected_by_a_new_line_while_something_can_be_added(
    bench: Bench, office: Office
) -> None:
    """Lines of hours are never changed; a correction is something new."""
    lend(office)
    at_lent(bench, office, 4)
    assert action(bench, "Verbeteren").isEnabled()


def test_record_of_a_closed_dossier_says_why_it_is_not_changed(
    bench: Bench, office: Office
) -> None:
    receipt = take_in(bench, office, office.send())
    with office.giver() as giver:
        giver.handovers.close(receipt, Answers("overnemen"))
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 1)
    bench.settle()
    assert action(bench, "Wijzigen").toolTip() == KEPT["dossier-closed"]
    assert not action(bench, "Wijzigen").isEnabled()


def test_nothing_goes_back_without_the_clients_yes_and_that_is_said_before(
    bench: Bench, office: Office
) -> None:
    lend(office, answer_back=False)
    page = sending_back(bench, office)
    assert "geen toestemming" in page.bad.words
    assert "blijft hier" in text_of(page)
    page.back_button.click()
    bench.settle()
    assert "geen toestemming" in bench.page.closed_banner.words
    assert not bench.page.closed_banner.return_button.isEnabled()


def test_card_that_is_not_good_any_more_leads_to_the_contacts(bench: Bench, office: Office) -> None:
    lend(office)
    with taker(office) as vault:
        vault.contacts.revoke(vault.contacts.all()[0].card.thumbprint)
    page = sending_back(bench, office)
    assert "Vraag een nieuwe kaart" in page.bad.words
    contacts = next(
        one
        for one in page.findChildren(QPushButton)
        if one.accessibleName() == "Naar contacten" and one.isVisible()
    )
    contacts.click()
    bench.settle()
    assert isinstance(bench.desk.sharing_page, ContactsPage)


def test_file_that_is_there_is_not_overwritten_and_one_can_try_again(
    bench: Bench, office: Office
) -> None:
    lend(office)
    page = sending_back(bench, office)
    assert not page.is_changed
    bench.prompts.place = office.file("scan.png")
    before = office.file("scan.png").read_bytes()
    page.make_button.click()
    bench.settle()
    assert page.bad.words
    assert office.file("scan.png").read_bytes() == before
    bench.prompts.place = office.file("terug.eportfolio")
    page.make_button.click()
    bench.settle()
    assert page.good.words


def test_what_stays_is_said_beside_what_goes(bench: Bench, office: Office) -> None:
    lend(office)
    with taker(office) as vault:
        body = {"eigen_woorden": "niet verder vertellen"}
        wish = vault.dossiers.add(office.pid, "wens", body).records[0]
        no = {"record": wish, "antwoord": "niet delen", "dag": "2026-03-02"}
        vault.dossiers.add(office.pid, "reactie", no)
    page = sending_back(bench, office)
    assert "niet verder vertellen" in words(page.staying)
    assert words(page.going)[1:] == [WISH["eigen_woorden"]]


def test_sending_back_is_in_the_menu_of_a_cover_only(bench: Bench, office: Office) -> None:
    lend(office)
    at_lent(bench, office)
    assert "Terugsturen…" in possible(bench)
    bench.end()
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 1)
    bench.settle()
    assert "Terugsturen…" not in possible(bench)


def possible(bench: Bench) -> list[str]:
    return [one.text().replace("&", "") for one in bench.window.menus.possible()]


def test_dossier_that_was_not_lent_has_nothing_to_send_back(office: Office) -> None:
    with office.giver() as giver, pytest.raises(NotPermitted) as refused:
        sharing_work.returning(office.pid)(giver)
    assert refused.value.reason == "no-cover"


@pytest.mark.parametrize(
    ("purpose", "changes", "said"),
    [
        ("advice", {}, "Leest alleen mee"),
        ("cover", {"answer_back": False}, "komt niet terug"),
        ("handover", {}, "Neemt het dossier over"),
    ],
)
def test_giving_page_says_what_the_purpose_means(
    bench: Bench, office: Office, purpose: str, changes: dict[str, Any], said: str
) -> None:
    office.agree(purpose=purpose, **changes)
    page = giving(bench, office)
    assert said in text_of(page.means)
    page.next_button.click()
    bench.settle()
    assert said in text_of(page)
    assert page.make_button.text().strip() == MAKING[purpose].make


def test_form_of_a_decision_says_what_the_purpose_means(bench: Bench, office: Office) -> None:
    opened(bench, office, "giver")
    bench.desk.open_dossier(office.pid, 7)
    bench.settle()
    bench.page.consents.decide()
    form = bench.page.consents.form
    assert isinstance(form, ConsentForm)
    assert form.purpose.text() == SHORT["handover"]
    for purpose in ("cover", "advice"):
        form.boxes["purpose"].editor.load(purpose)
        form.boxes["purpose"].editor.changed.emit()
        assert form.purpose.text() == SHORT[purpose]
