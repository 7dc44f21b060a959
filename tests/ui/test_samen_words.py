"""What the Samen-scherm can show at all: every letter, every language, names in their place."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
import text_catalogues as catalogues
from PySide6.QtGui import QFont, QFontMetrics, QRawFont

from eportfolio import texts
from ui.samen_parts import Voice, isolated, load_scripts, plain
from ui.theme import FAMILY, Theme

FAMILIES = (FAMILY, "Noto Sans Arabic", "Noto Sans Ethiopic")
LANGUAGES = [one.language for one in texts.languages(texts.CLIENT)]


def letters(language: str) -> set[str]:
    """Everything that may have to be drawn."""
    seen = set(texts.shown_notice(language).text)
    po = catalogues.TEXTS / "client" / f"{language}.po"
    if po.is_file():
        for one in catalogues.read(po):
            seen |= set("".join((one.string,) if isinstance(one.string, str) else one.string or ()))
    return {one for one in seen if unicodedata.category(one) not in ("Cc", "Cf", "Zs")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_letter_is_a_box(theme: Theme, language: str) -> None:
    load_scripts()
    fonts = [QRawFont.fromFont(QFont(name)) for name in FAMILIES]
    assert {font.familyName() for font in fonts} == set(FAMILIES)
    assert not [
        one
        for one in letters(language)
        if not any(font.supportsCharacter(ord(one)) for font in fonts)
    ]


@pytest.mark.parametrize(("language", "family"), [("ar", FAMILIES[1]), ("ti", FAMILIES[2])])
def test_the_letters_come_from_the_shipped_typeface(
    theme: Theme, language: str, family: str
) -> None:
    load_scripts()
    metrics = QFontMetrics(QFont(family))
    word = texts.words(texts.CLIENT, language).phrase("Toestemming")
    assert not [one for one in word if not metrics.inFontUcs4(ord(one))]


def test_a_name_keeps_its_own_direction(theme: Theme) -> None:
    voice = Voice(theme, texts.words(texts.CLIENT, "ar"))
    said = voice.own("Wilt u delen met {name}?", name="L. de Wit")
    assert isolated("L. de Wit") in said
    assert plain(voice.name("Wilt u delen met {name}?", name="L. de Wit")).count("L. de Wit") == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_has_western_digits_as_well(theme: Theme, language: str) -> None:
    voice = Voice(theme, texts.words(texts.CLIENT, language))
    said = plain(voice.day("2026-06-02"))
    assert "2026" in said
    if language != "nl":
        assert said.endswith("(02-06-2026)")


def test_a_date_is_in_the_words_of_the_paper(theme: Theme) -> None:
    day = date(2026, 6, 2)
    for words in texts.languages(texts.CLIENT):
        assert words.day(day) in Voice(theme, words).day(day.isoformat())


def test_a_date_that_is_known_in_part_stands_as_it_is(theme: Theme) -> None:
    voice = Voice(theme, texts.words(texts.CLIENT, "prs"))
    assert plain(voice.day("1979-00-00")) == "1979 (dag onbekend)"
