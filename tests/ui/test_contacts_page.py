from __future__ import annotations

from builders_ui import Bench, Office
from PySide6.QtWidgets import QLabel

from ui.contacts_page import ContactsPage


def page_of(bench: Bench, office: Office) -> ContactsPage:
    bench.start_at(office.file("giver"))
    bench.unlock()
    bench.desk.rail.contacts.click()
    bench.settle()
    page = bench.desk.sharing_page
    assert isinstance(page, ContactsPage)
    return page


def read_stranger(bench: Bench, office: Office) -> ContactsPage:
    page = page_of(bench, office)
    bench.prompts.place = office.file("stranger.kaart")
    page.read_button.click()
    bench.settle()
    return page


def states(bench: Bench, page: ContactsPage) -> list[str]:
    page.reload()
    bench.settle()
    return [page.model.index(n, 0).data() for n in range(page.model.rowCount())]


def test_own_card_goes_to_a_file(bench: Bench, office: Office) -> None:
    page = page_of(bench, office)
    bench.prompts.place = office.file("mijn.kaart")
    page.save_button.click()
    bench.settle()
    assert office.file("mijn.kaart").is_file()
    assert "opgeslagen" in page.good.words


def test_card_that_sounds_the_same_is_trusted(bench: Bench, office: Office) -> None:
    page = read_stranger(bench, office)
    assert page.shown is not None
    assert not page.shown.is_kept
    page.same_button.click()
    bench.settle()
    assert page.shown.state == "known"
    assert states(bench, page) == ["stranger", "taker"]


def test_card_that_sounds_different_is_not_stored_and_the_page_says_so(
    bench: Bench, office: Office
) -> None:
    page = read_stranger(bench, office)
    page.other_button.click()
    bench.settle()
    assert "niet opgeslagen en wordt niet vertrouwd" in page.banner.words
    assert states(bench, page) == ["taker"]


def test_card_can_be_kept_and_compared_later(bench: Bench, office: Office) -> None:
    page = read_stranger(bench, office)
    page.later_button.click()
    bench.settle()
    assert page.shown is not None
    assert page.shown.state == "unknown"
    page.same_button.click()
    bench.settle()
    assert page.shown.state == "known"


def test_revoking_is_a_question(bench: Bench, office: Office) -> None:
    page = page_of(bench, office)
    bench.prompts.yes = False
    page._on_revoke()
    bench.settle()
    assert page.shown is not None
    assert page.shown.state == "known"
    bench.prompts.yes = True
    page._on_revoke()
    bench.settle()
    assert page.shown.state == "revoked"


def test_file_that_is_no_card_is_refused_in_words(bench: Bench, office: Office) -> None:
    page = page_of(bench, office)
    page.read(office.file("scan.png"))
    bench.settle()
    assert "opgeslagen" in page.banner.words
    assert states(bench, page) == ["taker"]


def test_own_card_shows_words_and_a_code_that_holds_the_card(bench: Bench, office: Office) -> None:
    page = page_of(bench, office)
    found: list[str] = []
    bench.tasks.run(page, lambda one: one.contacts.own.words, found.append)
    bench.settle()
    (words,) = found
    shown = [one.text() for one in page.findChildren(QLabel)]
    assert words.replace(" ", " · ") in shown
    page.code_button.click()
    bench.settle()
    assert page.code.isVisible()
    assert page.code.accessibleName() == "QR-code van mijn kaart"
    side = len(page.code.rows)
    assert side > 40
    picture = page.code.grab().toImage()
    step = picture.width() / (side + 8)
    for y in range(0, side, 7):
        for x in range(0, side, 7):
            pixel = picture.pixelColor(int((x + 4.5) * step), int((y + 4.5) * step))
            assert (pixel.lightness() < 128) is page.code.rows[y][x]
