"""The office sheet and the demonstration documents."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from PIL import Image
from pypdf import PdfReader

from eportfolio.outputs import specimens
from eportfolio.outputs.office import drawable, recovery_sheet

KEY = "AGE-SECRET-KEY-1Q6TLNFCEHJZSWYV69Y7RKM5VNEZJPSMYYYY4943W5E04YKUEH0DQ8U4CS4"
NAME = "Rozhîn Şimşek-Çelik-Łukasiewicz é ë ï ğ İ"
DAY = date(2026, 3, 5)


def sheet(name: str = NAME, organisation: str = "Gemeente Brinkhaven", key: str = KEY) -> bytes:
    return recovery_sheet(
        name=name, organisation=organisation, recovery_key=key, made=DAY, vault_id="3f1c0b7e-52c4"
    )


def letter(paragraphs: int = 3) -> bytes:
    return specimens.letter(
        sender="Gemeente Waterdael",
        organisation_address="Raadhuisplein 1\n9940 AA Waterdael",
        addressee=f"{NAME}\nKastanjelaan 12",
        subject="Besluit over uw PIP",
        reference="WD-2024-00417",
        dated=DAY,
        paragraphs=["U kunt binnen zes weken bezwaar maken tegen dit besluit. " * 4] * paragraphs,
        signed_by="M. Brouwer",
    )


def certificate() -> bytes:
    return specimens.certificate(
        issuer="Taalhuis De Brug",
        title="Certificaat",
        holder=NAME,
        lines=[("Onderdeel", "Lezen"), ("Niveau", "B1")],
        dated=DAY,
        number="TDB-0113",
        signed_by="F. Öztürk",
    )


def attendance(weeks: int = 4) -> bytes:
    rows = [(f"week {week}", 15.0, 12.5, 2.5) for week in range(1, weeks + 1)]
    return specimens.attendance(
        school="Taalhuis De Brug", student=NAME, period="voorjaar 2026", rows=rows
    )


def scan(*, cross: bool = False, signature: str | None = NAME, seed: int = 1) -> bytes:
    return specimens.scan(
        title="Toestemming", lines=["Ik geef toestemming.", ""] * 9, signature=signature,
        cross=cross, seed=seed,
    )  # fmt: skip


def photo(seed: int = 0) -> bytes:
    return specimens.photo(caption="Stage bij kwekerij De Linde", seed=seed)


def spreadsheet() -> bytes:
    return specimens.spreadsheet([["Naam", "Uren"], ["Rozhîn & co <1>", 12.5], ["Ömer", 3]])


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf), strict=True).pages]


def test_recovery_sheet_is_one_page_with_the_key_and_both_routes() -> None:
    (text,) = pages(sheet())
    assert KEY in "".join(text.split())
    for words in (
        "Herstelblad", "5 maart 2026", "3f1c0b7e-52c4", "eportfolio vault recover --recovery-key-",
        "age -d -i sleutel.txt recovery.age", "Handtekening",
    ):  # fmt: skip
        assert words in text


def test_recovery_sheet_states_its_title_and_language() -> None:
    reader = PdfReader(BytesIO(sheet()))
    assert reader.metadata is not None
    assert reader.metadata.title == "Herstelblad"
    assert str(reader.root_object["/Lang"]) == "nl"


def test_recovery_sheet_stays_one_page_when_names_are_very_long() -> None:
    (text,) = pages(sheet(name="Wilhelmina " * 30, organisation="W" * 300))
    assert KEY in "".join(text.split())
    assert text.count("…") == 2


@pytest.mark.parametrize("key", ["", KEY[:-1], KEY.lower(), KEY[:-1] + "O", f"{KEY}\n"])
def test_recovery_sheet_refuses_what_cannot_be_a_key(key: str) -> None:
    with pytest.raises(ValueError, match=r"^not a recovery key$"):
        sheet(key=key)


@pytest.mark.parametrize("make", [sheet, letter, certificate, attendance])
def test_page_shows_accents_from_embedded_fonts_only(make: Callable[[], bytes]) -> None:
    pdf = make()
    assert NAME in pages(pdf)[0]
    for page in PdfReader(BytesIO(pdf)).pages:
        assert not page._get_fonts()[1], "fonts that are not embedded"


def test_letter_the_font_lacks_becomes_its_base_letter() -> None:
    assert drawable("Ḥasan ż ĳ Ŵ") == "Hasan z ij W"
    assert drawable("Cafe\u0301") == "Café"
    assert drawable("ሰላም") == "???"


@pytest.mark.parametrize(
    "make", [sheet, letter, certificate, attendance, scan, photo, spreadsheet]
)  # fmt: skip
def test_document_has_the_same_bytes_when_made_twice(make: Callable[[], bytes]) -> None:
    assert make() == make()


@pytest.mark.parametrize("pdf", [letter(), letter(18), certificate(), attendance(52)])
def test_every_page_of_a_specimen_fits_and_says_it_is_fictional(pdf: bytes) -> None:
    for page in PdfReader(BytesIO(pdf)).pages:
        assert specimens.MARK in page.extract_text()


def test_long_letter_and_long_table_continue_on_a_second_page() -> None:
    assert [len(pages(pdf)) for pdf in (letter(), letter(18), attendance(52))] == [1, 2, 2]


def test_attendance_adds_up() -> None:
    (text,) = pages(attendance())
    assert text.split()[text.split().index("Totaal") :][:5] == [
        "Totaal", "60,0", "50,0", "10,0", "83%",
    ]  # fmt: skip
    assert "Totaal\n0,0" in pages(attendance(0))[0]


@pytest.mark.parametrize(
    "png", [scan(), scan(cross=True), scan(signature=None)], ids=["signed", "cross", "unsigned"]
)
def test_scan_is_a_small_grey_page(png: bytes) -> None:
    with Image.open(BytesIO(png)) as picture:
        picture.load()
        assert (picture.format, picture.mode, picture.size) == ("PNG", "L", (1240, 1754))
    assert len(png) < 300_000


def test_scan_differs_by_signature_and_seed() -> None:
    made = [scan(), scan(cross=True), scan(signature=None), scan(seed=2)]
    assert len(set(made)) == len(made)


@pytest.mark.parametrize("seed", range(4))
def test_photo_is_a_small_jpeg(seed: int) -> None:
    jpeg = photo(seed)
    with Image.open(BytesIO(jpeg)) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("JPEG", (1024, 768))
    assert len(jpeg) < 200_000


def test_note_is_text_in_utf_8() -> None:
    assert specimens.plain_note("Gebeld met Ömer.\n").decode() == (
        f"Gebeld met Ömer.\n\n{specimens.MARK}\n"
    )


def test_spreadsheet_is_a_workbook_with_the_cells() -> None:
    with zipfile.ZipFile(BytesIO(spreadsheet())) as book:
        assert book.testzip() is None
        parts = {name: ElementTree.fromstring(book.read(name)) for name in book.namelist()}  # noqa: S314 - our own file
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    rows = parts["xl/worksheets/sheet1.xml"].iter(f"{space}row")
    cells = [["".join(cell.itertext()) for cell in row] for row in rows]
    assert cells == [["Naam", "Uren"], ["Rozhîn & co <1>", "12.5"], ["Ömer", "3"]]
    (tab,) = parts["xl/workbook.xml"].iter(f"{space}sheet")
    assert tab.get("name") == specimens.MARK
