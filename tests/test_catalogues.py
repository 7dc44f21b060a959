"""Catalogues: compiled as they stand, placeholders as in the Dutch, concepts known as concepts."""

from __future__ import annotations

import json
import string
from pathlib import Path

import pytest
import text_catalogues as catalogues

from eportfolio import settings, texts

FILES = [po for audience in catalogues.AUDIENCES for po in catalogues.files(audience)]


def _name(po: Path) -> str:
    return f"{po.parent.name}-{po.stem}"


@pytest.mark.parametrize("po", FILES, ids=_name)
def test_what_is_shipped_was_compiled_from_what_stands_here(po: Path) -> None:
    """Run `make texts` when this fails."""
    catalogue = catalogues.read(po)
    assert po.with_suffix(".mo").read_bytes() == catalogues.compiled(catalogue)
    listed = json.loads(catalogues.concepts_file(po).read_text(encoding="utf-8"))
    assert listed == catalogues.concepts(catalogue)


def _fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("po", FILES, ids=_name)
def test_a_translation_has_the_placeholders_of_the_dutch(po: Path) -> None:
    for one in catalogues.read(po):
        if one.id and one.string:
            dutch = (one.id,) if isinstance(one.id, str) else one.id
            own = (one.string,) if isinstance(one.string, str) else one.string
            wanted = set().union(*map(_fields, dutch))
            for sentence in own:
                lacks = wanted - _fields(sentence) - ({"number"} if len(own) > 1 else set())
                assert not lacks, one.id
                assert _fields(sentence) <= wanted, one.id


@pytest.mark.parametrize("po", FILES, ids=_name)
def test_every_catalogue_is_a_known_language(po: Path) -> None:
    words = texts.words(po.parent.name, po.stem)
    assert words.language == po.stem
    assert words.name


def test_a_language_that_is_not_there_is_dutch() -> None:
    words = texts.words(texts.CLIENT, "xx")
    assert words.language == texts.DUTCH
    assert words.checked
    assert words.phrase("Wie ik ben") == "Wie ik ben"


def test_another_code_for_a_language_finds_it() -> None:
    assert texts.words(texts.CLIENT, "fa").language == "prs"


NOTICES = sorted(settings.resource("texts", "toestemming").glob("*.txt"))


@pytest.mark.parametrize("file", NOTICES, ids=lambda file: file.stem)
def test_a_notice_says_line_for_line_what_the_dutch_says(file: Path) -> None:
    version, language = file.stem.rsplit(".", 1)
    own, dutch = texts.shown_notice(language, version), texts.shown_notice(texts.DUTCH, version)
    assert own.language == language
    assert list(map(len, own.blocks)) == list(map(len, dutch.blocks))
    assert all(line.strip() for block in own.blocks for line in block)
    assert own.is_concept is (language != texts.DUTCH)


def test_every_client_language_has_the_notice_of_today() -> None:
    shown = {one.language: texts.shown_notice(one.language) for one in texts.languages("client")}
    assert {code: notice.language for code, notice in shown.items()} == {
        code: code for code in shown
    }


def test_a_notice_in_another_code_or_an_unknown_language() -> None:
    assert texts.shown_notice("fa").language == "prs"
    assert texts.shown_notice("xx").language == texts.DUTCH


def test_what_is_signed_is_dutch_while_nobody_checked_the_translation() -> None:
    assert {
        texts.notice(language=one.language)["language"] for one in texts.languages("client")
    } == {texts.DUTCH}


def test_the_window_in_english_lacks_nothing() -> None:
    """Add the English to `resources/texts/staff/en.po` and run `make texts`."""
    english = catalogues.read(catalogues.TEXTS / "staff" / "en.po")
    assert catalogues.lacking(english, catalogues.template("staff")) == []
