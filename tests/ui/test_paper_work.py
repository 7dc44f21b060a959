"""What can be shown of a document, and what is said of the rest."""

from __future__ import annotations

import pytest
from builders_papers import filled_form, heavy_pdf, locked_pdf, pdf, picture
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from ui.paper_work import (
    BROKEN,
    EMPTY,
    FOREIGN,
    HEAVY,
    LOCKED,
    PIXELS,
    Look,
    Paper,
    Sheet,
    Unshown,
    draw,
    opened,
)

pytestmark = pytest.mark.usefixtures("qapp")
WIDE = Look(600)


def paper(data: bytes, name: str = "scan.pdf") -> Paper:
    found = opened(name, data)
    assert isinstance(found, Paper)
    return found


def sheet(data: bytes, page: int = 0, look: Look = WIDE) -> Sheet:
    found = draw(paper(data), page, look)
    assert isinstance(found, Sheet)
    return found


def dark(image: QImage) -> int:
    """How many of a raster of pixels are not white."""
    return sum(
        QColor(image.pixel(x, y)).lightness() < 200
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
    )


def test_page_is_as_wide_as_asked_with_its_words_for_who_listens(qapp: QApplication) -> None:
    found = sheet(pdf(3), 1)
    assert (found.image.width(), found.page) == (600, 1)
    assert dark(found.image) > 50
    assert found.words == "Bladzijde 2"
    assert paper(pdf(3)).pages == 3


def test_page_has_the_size_on_paper_at_100_percent() -> None:
    found = sheet(pdf(), look=Look(600, percent=100, ratio=2.0))
    assert found.percent == 100
    assert found.image.width() == pytest.approx(2 * 595 * 96 / 72, abs=2)


def test_page_turns_with_the_clock() -> None:
    upright, turned = sheet(pdf()), sheet(pdf(), look=Look(600, turns=1))
    assert upright.image.height() > upright.image.width()
    assert turned.image.width() > turned.image.height()


def test_filled_in_form_shows_what_was_filled_in() -> None:
    empty, filled = (sheet(filled_form(words)).image for words in ("", "INGEVULD"))
    assert dark(filled) > dark(empty) + 20


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WebP"])
def test_picture_is_shown(kind: str) -> None:
    found = sheet(picture(kind))
    assert (found.image.width(), found.image.height()) == (600, 450)


def test_tiff_of_a_scanner_has_its_pages() -> None:
    data = picture("TIFF", pages=3)
    assert paper(data).pages == 3
    assert sheet(data, 0).image.pixel(5, 5) != sheet(data, 2).image.pixel(5, 5)


def test_contents_count_and_not_the_name() -> None:
    assert paper(picture("PNG"), "brief.docx").kind == "png"
    assert opened("scan.pdf", b"PK\x03\x04 a letter") == Unshown(FOREIGN)


@pytest.mark.no_qt_log  # what is wrong with a picture is told there, with nothing from inside it
@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", EMPTY),
        (b"MZ\x90 program", FOREIGN),
        (b"%PDF-1.4 diploma", BROKEN),
        (b"%PDF-1.7\n" + bytes(range(256)) * 40, BROKEN),
        (locked_pdf(), LOCKED),
        (picture("PNG")[:20], BROKEN),
        (b"\x89PNG foto", BROKEN),
        (b"\xff\xd8\xff\xe0garbage", BROKEN),
        (b"II*\0garbage", BROKEN),
    ],
    ids=[
        "empty", "program", "garbage", "bytes", "password", "half a picture", "no picture",
        "no photo", "no scan",
    ],
)  # fmt: skip
def test_what_cannot_be_shown_has_its_sentence(data: bytes, words: str) -> None:
    assert opened("scan", data) == Unshown(words)


@pytest.mark.no_qt_log
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "WebP"])
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_half_a_picture_is_a_picture_or_a_sentence(kind: str, part: float) -> None:
    data = picture(kind, (900, 900))
    half = opened("scan", data[: int(len(data) * part)])
    if isinstance(half, Paper):
        assert isinstance(draw(half, 0, WIDE), Sheet | Unshown)


@pytest.mark.parametrize("cut", range(50, 1000, 150))
def test_half_a_pdf_is_a_pdf_or_a_sentence(cut: int) -> None:
    half = opened("scan", pdf(2)[:cut])
    if isinstance(half, Paper):
        assert isinstance(draw(half, 0, WIDE), Sheet | Unshown)


def test_thousands_of_pages_cost_no_more_than_one() -> None:
    data = pdf(3000)
    assert paper(data).pages == 3000
    assert sheet(data, 2999).words == "Bladzijde 3000"


def test_huge_page_is_drawn_within_bounds() -> None:
    found = sheet(pdf(size=(200_000, 200_000)), look=Look(900, percent=400))
    assert found.image.width() * found.image.height() <= PIXELS * 1.01


def test_page_without_width_or_far_too_thin_is_said() -> None:
    assert draw(paper(pdf(size=(100_000, 0.001))), 0, WIDE) == Unshown(HEAVY)


def test_page_that_takes_too_long_is_given_up() -> None:
    assert draw(paper(heavy_pdf()), 0, WIDE, seconds=0.01) == Unshown(HEAVY)


def test_picture_of_more_than_fits_in_memory_is_said() -> None:
    data = bytearray(picture("PNG"))
    data[16:24] = (30_000).to_bytes(4, "big") * 2
    found = opened("scan", bytes(data))
    shown = draw(found, 0, WIDE) if isinstance(found, Paper) else found
    assert shown in (Unshown(HEAVY), Unshown(BROKEN))


def test_page_that_is_not_there_is_said() -> None:
    assert draw(paper(pdf(2)), 5, WIDE) == Unshown(BROKEN)
