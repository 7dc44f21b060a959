"""Documents on paper through the window: looked at in memory, saved where a person says."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_consent_part import part_of
from test_contacts_page import page_of
from test_handover_pages import closing, take_in

from eportfolio.errors import StorageFault
from eportfolio.register import Action
from ui import on_paper_work
from ui.contacts_page import ContactsPage
from ui.lock_screen import LockScreen
from ui.on_paper_page import OnPaperPage
from ui.on_paper_words import DOCUMENTS, NOT_THERE
from ui.on_paper_work import CARD, HOURS, PORTFOLIO, PROOF, RECEIPT, REVIEW, SHEET

CTRL = Qt.KeyboardModifier.ControlModifier


def paper_page(bench: Bench) -> OnPaperPage:
    """The page, once the pages it makes are shown."""
    page = bench.desk.sharing_page
    assert isinstance(page, OnPaperPage)
    bench.bot.waitUntil(lambda: not page.bar.isVisible(), timeout=20_000)
    bench.settle()
    return page


def on_paper(bench: Bench, key: str = PORTFOLIO) -> OnPaperPage:
    """From a dossier to its papers, by the keyboard."""
    bench.open()
    bench.press(Qt.Key.Key_P, CTRL)
    bench.settle()
    return choose(bench, paper_page(bench), key)


def choose(bench: Bench, page: OnPaperPage, key: str) -> OnPaperPage:
    page.choice.choose(key)
    return paper_page(bench)


def agreed(bench: Bench, office: Office) -> OnPaperPage:
    """The papers of a dossier with a decision."""
    office.agree()
    part_of(bench, office)
    bench.press(Qt.Key.Key_P, CTRL)
    bench.settle()
    return paper_page(bench)


def pick(bench: Bench, page: OnPaperPage, name: str, data: str) -> None:
    combo = getattr(page.choice, name)
    combo.setCurrentIndex(combo.findData(data))
    combo.activated.emit(combo.currentIndex())
    paper_page(bench)


def words_on(page: OnPaperPage) -> str:
    assert page.view.sheet is not None, page.view.said
    return page.view.sheet.words


def notes_of(page: OnPaperPage) -> str:
    found = (page.notes.itemAt(n).widget() for n in range(page.notes.count()))
    return " ".join(one.text() for w in found for one in w.findChildren(QLabel))


def save(bench: Bench, page: OnPaperPage, place: Path) -> None:
    bench.prompts.place = place
    page.save_button.click()
    bench.settle()


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (PORTFOLIO, "Aldarwesh"),
        (REVIEW, "klopt"),
        (SHEET, "Toestemming om mijn dossier te delen"),
        (HOURS, "uren"),
    ],
)
def test_document_is_looked_at_and_then_saved_as_it_was_seen(
    bench: Bench, tmp_path: Path, key: str, words: str
) -> None:
    page = on_paper(bench, key)
    assert page.title.text() == "Op papier: Rozhîn Aldarwesh"
    assert words.casefold() in words_on(page).casefold()
    place = tmp_path / "blad.pdf"
    save(bench, page, place)
    assert page.made is not None
    assert place.read_bytes() == page.made.paper.data
    assert "niet versleuteld" in page.good.words
    assert page.bad.words == ""


def test_clients_own_language_is_chosen_and_said_to_be_a_concept(bench: Bench) -> None:
    page = on_paper(bench)
    assert page.choice.language.currentData() == page._asked.language  # type: ignore[union-attr]
    said = [page.choice.language.itemText(n) for n in range(page.choice.language.count())]
    assert said[0] == "Geen andere taal"
    assert "Arabisch (concept)" in said
    pick(bench, page, "language", "ti")
    assert page.made is not None
    assert page.made.paper.language == "ti"
    assert "concept" in notes_of(page)
    pick(bench, page, "language", "nl")
    assert page.made.paper.language == "nl"
    assert "concept" not in notes_of(page)
    assert "burgerservicenummer" in notes_of(page)


def test_language_of_the_dossier_comes_first(bench: Bench, office: Office) -> None:
    with office.giver() as giver:
        client = next(one for one in giver.dossiers.read(office.pid) if one.kind == "client")
        from eportfolio.workspace.dossiers import Edit

        body = {**client.body, "leestaal": "Arabisch"}
        giver.dossiers.save(office.pid, [Edit(client.id, None, body)])
    page = agreed(bench, office)
    assert page.choice.language.currentData() == "ar"
    assert page.made is not None
    assert page.made.paper.language == "ar"


def test_sheet_names_the_compared_recipient_and_the_purpose(bench: Bench, office: Office) -> None:
    page = choose(bench, agreed(bench, office), SHEET)
    cards = page.choice.recipient
    assert cards.itemText(0) == "Nog niet bekend: een lege regel"
    assert cards.count() == 2  # the card of the stranger was never compared
    before = page.made
    pick(bench, page, "recipient", office.to)
    pick(bench, page, "purpose", "cover")
    assert page.made is not None
    assert page.made is not before
    assert page.made.asked.recipient == office.to
    assert page.made.asked.purpose == "cover"


def test_decision_leads_to_its_proof_on_paper(bench: Bench, office: Office) -> None:
    office.agree()
    office.agree(purpose="advice")
    part = part_of(bench, office)
    shown = part._shown.consent.id
    part.paper_button.click()
    bench.settle()
    page = paper_page(bench)
    assert page.choice.document.key == RECEIPT
    assert page.choice.decision.count() == 2
    assert page.made is not None
    assert page.made.asked.of == shown
    older = page.choice.decision.itemData(1)
    pick(bench, page, "decision", older)
    assert page.made.asked.of == older


def test_what_is_not_there_yet_is_said_and_cannot_be_saved(bench: Bench) -> None:
    page = on_paper(bench, RECEIPT)
    assert page.view.said == NOT_THERE["no-such-consent"]
    assert not page.save_button.isEnabled()
    choose(bench, page, PROOF)
    assert page.view.said == NOT_THERE["no-such-bundle"]
    assert not page.save_button.isEnabled()
    choose(bench, page, HOURS)
    assert page.save_button.isEnabled()


def test_closed_handover_leads_to_its_proof(bench: Bench, office: Office, tmp_path: Path) -> None:
    file = take_in(bench, office, office.send())
    close = closing(bench, office, file)
    close.close_button.click()
    bench.settle()
    assert close.proof is not None
    bundle = close.proof.bundle
    close.paper_button.click()
    bench.settle()
    page = paper_page(bench)
    assert page.choice.document.key == PROOF
    assert page.made is not None
    assert page.made.asked.of == bundle
    save(bench, page, tmp_path / "bewijs.pdf")
    assert (tmp_path / "bewijs.pdf").read_bytes().startswith(b"%PDF")
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert bench.page.portfolio == office.pid


def test_own_card_on_a_sheet(bench: Bench, office: Office, tmp_path: Path) -> None:
    page_of(bench, office).paper_button.click()
    bench.settle()
    page = paper_page(bench)
    assert page.made is not None
    assert page.made.asked.document == CARD
    assert bench.desk.rail.contacts.isChecked()
    save(bench, page, tmp_path / "kaart.pdf")
    assert (tmp_path / "kaart.pdf").is_file()
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert isinstance(bench.desk.sharing_page, ContactsPage)


@pytest.mark.parametrize("where", ["er al is.pdf", "geen map/blad.pdf"])
def test_place_that_cannot_be_written_leaves_all_as_it_was(
    bench: Bench, tmp_path: Path, where: str
) -> None:
    page = on_paper(bench, HOURS)
    (tmp_path / "er al is.pdf").write_bytes(b"van een ander")
    save(bench, page, tmp_path / where)
    assert page.bad.words
    assert page.good.words == ""
    assert (tmp_path / "er al is.pdf").read_bytes() == b"van een ander"
    assert page.view.sheet is not None
    save(bench, page, tmp_path / "goed.pdf")
    assert (tmp_path / "goed.pdf").is_file()
    assert page.bad.words == ""


def test_full_disk_is_said_and_the_page_goes_on(
    bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = on_paper(bench, HOURS)

    def full(*_: object) -> object:
        def work(_: object) -> None:
            raise StorageFault("storage-fault", "disk-full")

        return work

    with monkeypatch.context() as patched:
        patched.setattr(on_paper_work, "save", full)
        save(bench, page, tmp_path / "vol.pdf")
    assert "schijf is vol" in page.bad.words
    save(bench, page, tmp_path / "goed.pdf")
    assert (tmp_path / "goed.pdf").is_file()


def test_walking_through_the_list_makes_only_where_one_stops(bench: Bench) -> None:
    page = on_paper(bench)
    assert page.choice.list.hasFocus()
    first = page.made
    for _ in range(4):
        bench.press(Qt.Key.Key_Down)
    assert page.made is first
    assert page.choice.document.key == HOURS
    bench.press(Qt.Key.Key_Return)
    page = paper_page(bench)
    assert page.made is not None
    assert page.made.asked.document == HOURS
    bench.bot.waitUntil(page.view.area.hasFocus)
    page.choice.list.setFocus()
    bench.press(Qt.Key.Key_Down)  # no handover yet
    bench.press(Qt.Key.Key_Return)
    paper_page(bench)
    bench.press(Qt.Key.Key_Up)
    assert not page.view.area.hasFocus()
    choose(bench, page, REVIEW)
    assert page.choice.list.hasFocus()
    bench.press(Qt.Key.Key_Escape)
    bench.settle()
    assert bench.page.header.paper_button.isVisible()


def test_answer_about_an_earlier_choice_is_not_shown(bench: Bench) -> None:
    page = on_paper(bench)
    page.choice.choose(REVIEW)
    page.choice.choose(HOURS)
    page = paper_page(bench)
    assert page.made is not None
    assert page.made.asked.document == HOURS
    assert page.view.paper is not None
    assert page.view.paper.name == "Urenrapport"


def test_the_beginning_is_in_sight_while_the_rest_is_made(bench: Bench) -> None:
    page = on_paper(bench)
    seen: list[tuple[bool, str, int]] = []

    def drawn() -> None:
        if page.view.sheet is not None and page.view.paper is not None:
            seen.append((page.save_button.isEnabled(), notes_of(page), page.view.paper.pages))

    page.view.shown.connect(drawn)
    choose(bench, page, REVIEW)
    early = [one for one in seen if not one[0]]
    assert early
    assert all("De rest wordt nog gemaakt" in words for _, words, _ in early)
    can_save, words, pages = seen[-1]
    assert can_save
    assert "nog gemaakt" not in words
    assert pages >= early[0][2]
    assert "Klopt mijn dossier?" in words_on(page)


def test_who_leafs_through_the_beginning_stays_on_that_page(bench: Bench) -> None:
    page = on_paper(bench)
    page.view.next()
    bench.settle()
    assert page.view.page == 1
    assert page.made is not None
    page.view.go_on_with(page.made.shown)
    bench.settle()
    assert page.view.page == 1


def test_lock_while_it_is_made_drops_it_and_leads_back_to_the_dossier(bench: Bench) -> None:
    page = on_paper(bench)
    gone: list[bool] = []
    page.destroyed.connect(lambda: gone.append(True))
    portfolio = page.portfolio
    page.choice.choose(REVIEW)
    bench.press(Qt.Key.Key_L, CTRL)
    assert isinstance(bench.window.screen_, LockScreen)
    bench.settle()
    bench.bot.waitUntil(lambda: bool(gone))
    assert not bench.window.findChildren(OnPaperPage)
    bench.unlock()
    assert bench.page.portfolio == portfolio


def test_nothing_is_written_but_what_was_chosen(bench: Bench, tmp_path: Path) -> None:
    page = on_paper(bench)
    for one in DOCUMENTS:
        choose(bench, page, one.key)
    choose(bench, page, HOURS)
    bench.prompts.place = None  # whoever changes their mind about saving
    page.save_button.click()
    bench.settle()
    assert not [one for one in tmp_path.rglob("*.pdf") if one.read_bytes().startswith(b"%PDF-")]
    save(bench, page, tmp_path / "uren.pdf")
    assert page.made is not None
    start = page.made.paper.data[:8]
    holding = [one for one in tmp_path.rglob("*") if one.is_file() and start in one.read_bytes()]
    assert holding == [tmp_path / "uren.pdf"]


def test_each_document_made_is_a_line_in_the_access_log(bench: Bench, office: Office) -> None:
    page = agreed(bench, office)
    choose(bench, page, HOURS)
    bench.end()
    with office.giver() as giver:
        made = [
            one.object
            for __, one in giver._session.register.accesses()
            if one.action == Action.PAPER
        ]
    assert made == [office.pid, office.pid]


@pytest.mark.parametrize(("zoom", "wide"), [(200, 1280), (150, 980)])
def test_papers_open_where_the_list_of_them_just_does_not_fit(
    bench: Bench, zoom: int, wide: int
) -> None:
    """A scroll bar takes room, what is narrower becomes higher, and so on without an end."""
    bench.theme.set_zoom(zoom)
    bench.open()
    bench.window.resize(wide, 800)
    bench.settle()
    bench.desk.on_paper()
    page = paper_page(bench)
    bench.theme.set_zoom(100)
    assert page.choice.list.height() > 60
