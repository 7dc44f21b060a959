"""Paper in every client language: each text whole, in the order of reading, and known as concept.

Three things are not compared. Heh with hamza above is one letter or two. The joiner of Persian
(U+200C) shapes letters and is no letter: the compiler stores no text for it. Vowel signs in
catalogues are left out on purpose (`Writer`).
"""

from __future__ import annotations

import random
import re
import unicodedata
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

import pypdfium2
import pytest
import text_catalogues as catalogues
from babel.messages.catalog import Catalog
from builders import Two, dossier
from builders_pdf import glyphless, tagged_lines, tagged_text, tags
from builders_records import EXAMPLES

from eportfolio import records, texts
from eportfolio.outputs import glyphs
from eportfolio.outputs.client_paper import cover, finish, para, writer
from eportfolio.outputs.two_languages import Writer
from eportfolio.records import client_fields

LANGUAGES = tuple(one.language for one in texts.languages(texts.CLIENT))
OTHERS = tuple(code for code in LANGUAGES if code != texts.DUTCH)
MADE = datetime(2026, 11, 21, 12, tzinfo=UTC)
UNSEEN = re.compile("[\u200c\u064b-\u0652]")


def even(text: str) -> str:
    """Only white space is made even, and what a reader never sees is left out."""
    return " ".join(UNSEEN.sub("", text).replace("\u0647\u0654", "\u06c0").split())


def everything(write: Writer) -> list[dict[str, Any]]:
    """Every text of the catalogue without a fact in it."""
    sentences = sorted(str(one.id) for one in wanted() if one.id)
    return [para(write.say(one)) for one in sentences if "{" not in one]


@cache
def wanted() -> Catalog:
    """Everything that a client may read, in Dutch."""
    return catalogues.template("client")


def test_shipped_languages() -> None:
    assert set(LANGUAGES) == {"nl", "en", "ar", "ti", "prs", "tr", "uk", "fr", "so"}


@pytest.mark.parametrize("language", OTHERS)
def test_no_text_lacks_a_translation(language: str) -> None:
    po = catalogues.TEXTS / "client" / f"{language}.po"
    assert catalogues.lacking(catalogues.read(po), wanted()) == []


@pytest.mark.no_cover  # what typesets is measured by the tests of documents
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_reads_as_it_was_written(language: str) -> None:
    write = writer(language)
    blocks = [cover(write.say("Mijn portfolio"), None, []), *everything(write)]
    paper = finish(write, "Alles", blocks, foot=["Alles"], made=MADE)
    lines = {even(line) for line in tagged_lines(paper.data)}
    own, dutch = write.words, texts.words(texts.CLIENT, texts.DUTCH)
    sentences = [str(one.id) for one in wanted() if one.id]
    for sentence in sentences:
        if "{" not in sentence:
            assert even(own.phrase(sentence)) in lines, sentence
            assert even(dutch.phrase(sentence)) in lines
    assert glyphless(paper.data) == 0
    assert paper.left_out == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_dates_numbers_and_names_keep_their_order(language: str) -> None:
    write = writer(language)
    said = write.say("Nog {left} uur, tot en met {until}.", left=1252.75, until=date(2027, 5, 3))
    name = write.say("Begin: {what}", what="L. de Wit (06-1234 5678), nr. AB-12/345")
    paper = finish(write, "Getallen", [para(said), para(name)], foot=[], made=MADE)
    text = even(tagged_text(paper.data))
    for words in (write.words, texts.words(texts.CLIENT, texts.DUTCH)):
        left = words.phrase("Nog {left} uur, tot en met {until}.").format(
            left="1252,75", until=words.day(date(2027, 5, 3))
        )
        assert even(left) in text
    assert text.count("L. de Wit (06-1234 5678), nr. AB-12/345") == (1 if language == "nl" else 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_portfolio_has_language_title_tags_and_its_status(two: Two, language: str) -> None:
    paper = two.giver.documents.client_portfolio(two.load(dossier()), language)
    text = even(tagged_text(paper.data))
    assert paper.language == language
    assert paper.left_out == ()
    assert glyphless(paper.data) == 0
    assert {"Document", "H1", "H2", "P", "Table", "TR", "TH", "TD"} <= set(tags(paper.data))
    assert even(texts.words(texts.CLIENT, language).phrase("Onze afspraken")) in text
    assert text.count("Fiets via gemeente") >= 1
    concept = "Concept. Nog niet nagekeken."
    if language == texts.DUTCH:
        assert paper.status == "dutch"
    else:
        assert paper.status == "concept"
        assert concept in everything_drawn(paper.data)
        assert texts.words(texts.CLIENT, language).is_concept("Onze afspraken")


def everything_drawn(data: bytes) -> str:
    """What stands on the pages, the banner included, which is no part of the reading order."""
    import io

    from pypdf import PdfReader

    pages = PdfReader(io.BytesIO(data)).pages
    drawn = [" ".join(page.extract_text().split()) for page in pages]
    assert all("Concept. Nog niet nagekeken." in one for one in drawn)
    return " ".join(drawn)


def test_checked_language_has_no_banner(monkeypatch: pytest.MonkeyPatch) -> None:
    write = writer("tr")
    monkeypatch.setattr(type(write.words), "is_concept", lambda words, text: False)
    paper = finish(write, "Nagekeken", [para(write.say("Ja"))], foot=[], made=MADE)
    assert paper.status == "checked"
    assert "Taslak" not in tagged_text(paper.data)


def test_unknown_language_is_dutch_with_a_note(two: Two) -> None:
    paper = two.giver.documents.client_portfolio(two.load(dossier()), "xx")
    assert paper.language == texts.DUTCH
    assert [one.what for one in paper.left_out] == ["language"]
    assert "Voor deze taal is er nog geen vertaling." in tagged_text(paper.data)
    assert "Fiets via gemeente" in tagged_text(paper.data)


def test_text_without_translation_is_dutch_with_a_note() -> None:
    write = writer("ar")
    blocks = [
        cover(write.say("Mijn portfolio"), None, []),
        para(write.say("Dit is nieuw en onvertaald.")),
    ]
    paper = finish(write, "Nieuw", blocks, foot=[], made=MADE)
    text = tagged_text(paper.data)
    assert "Dit is nieuw en onvertaald." in text
    assert "Sommige teksten zijn nog niet vertaald." in text
    assert [(one.what, one.count) for one in paper.left_out] == [("translation", 1)]


HOSTILE = (
    '#set page(fill: red) #import "x.typ" *vet* _schuin_ $x^2$ `code` <label> @ref \\ // = kop',
    "<b>vet</b><font color=red>&amp; <para> {what} %s ${x} {{7*7}}",
    "zie\u202eneed\u202c en \u2066dit\u2069 \u200f\u200e\ufeff klaar",
    "één\ttwee drie",
)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("language", ["nl", "ar", "ti"])
def test_what_is_typed_is_printed_as_typed(two: Two, text: str, language: str) -> None:
    wish = {"kind": "wens", "body": {"eigen_woorden": text, "droomberoep": text[:30]}}
    pid = two.load([{"kind": "client", "body": EXAMPLES["client"]}, wish])
    paper = two.giver.documents.client_portfolio(pid, language)
    seen = re.sub("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", "", text)
    assert " ".join(seen.split()) in " ".join(tagged_text(paper.data).split())
    assert glyphless(paper.data) == 0


def test_what_no_typeface_has_is_a_gap_with_a_note(two: Two) -> None:
    wish = {"kind": "wens", "body": {"eigen_woorden": "Ik wil kok 👩‍🍳 worden 中文 echt"}}
    pid = two.load([{"kind": "client", "body": EXAMPLES["client"]}, wish])
    paper = two.giver.documents.client_portfolio(pid, "ar")
    text = " ".join(tagged_text(paper.data).split())
    assert "Ik wil kok […] worden […] echt" in text
    assert "Sommige tekens lukken niet op papier." in text
    (lost,) = paper.left_out
    record = next(one.id for one in two.giver.dossiers.read(pid) if one.kind == "wens")
    assert (lost.what, lost.record, lost.count) == ("characters", record, 4)
    assert glyphless(paper.data) == 0


def test_plain_latin_text_needs_no_look_at_each_letter() -> None:
    plain = "".join(map(chr, range(0x20, 0x7F)))
    assert set(map(ord, plain)) <= glyphs.known()
    assert glyphs.clean(plain) == (plain, 0)
    assert glyphs.clean(plain + "\x7f\t\U0001f600") == (plain + " " + glyphs.GAP, 1)


@pytest.mark.parametrize("seed", range(6))
def test_whatever_is_typed_can_be_printed(seed: int) -> None:
    """Letters and marks of every script thrown together, known to our typefaces or not."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    known = sorted(glyphs.known())
    ranges = ((0x20, 0x2FFF), (0x300, 0x36F), (0x600, 0x6FF), (0x1200, 0x13FF), (0x1F300, 0x1F64F))
    typed = "".join(
        chr(chance.choice(known) if chance.random() < 0.4 else chance.randrange(*chosen))
        for chosen in (chance.choice(ranges) for _ in range(400))
    )
    write = writer(("nl", "ar", "ti")[seed % 3])
    blocks = [cover(write.say("Mijn portfolio"), write.name(typed[:80]), []), _card(write, typed)]
    paper = finish(write, "Alles door elkaar", blocks, foot=[], made=MADE)
    assert glyphless(paper.data) == 0
    assert {one.what for one in paper.left_out} == {"characters"}


@pytest.mark.parametrize("unit", ["woord ", "x", "قصة ", "ት", "\n", "#[", "e\u0301"])
def test_fifty_thousand_characters_stay_on_their_pages(unit: str) -> None:
    write = writer("prs")
    text = (unit * 50_000)[:49_990] + " einde."
    blocks = [cover(write.say("Mijn portfolio"), None, []), _card(write, text)]
    paper = finish(write, "Lang", blocks, foot=[], made=MADE)
    expected = len(unicodedata.normalize("NFC", re.sub(r"\s", "", text)))
    pages = list(pypdfium2.PdfDocument(paper.data))
    inside = sum(_characters_inside(page) for page in pages)
    assert inside >= expected
    assert paper.left_out == ()


def _card(write: Writer, text: str) -> dict[str, Any]:
    row = {"label": write.say("Mijn verhaal"), "text": write.free(text)}
    return {"is": "card", "title": None, "lead": [], "badge": None, "rows": [row], "answer": None}


def _characters_inside(page: Any) -> int:
    """How many characters lie within the margins of a page."""
    words = page.get_textpage()
    found = 0
    for n in range(words.count_chars()):
        left, _, right, _ = words.get_charbox(n)
        found += right > left and left > 40 and right < 560
    return found


def test_title_is_asked_by_the_compiler(monkeypatch: pytest.MonkeyPatch) -> None:
    write = writer("nl")
    with pytest.raises(RuntimeError, match="title"):
        finish(write, "", [para(write.say("Ja"))], foot=[], made=MADE)


def test_alternative_text_is_asked_by_the_compiler() -> None:
    write = writer("nl")
    drawn = {"is": "picture", "format": "svg", "alt": None, "width": 10, "said": []}
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
    with pytest.raises(RuntimeError, match="alt"):
        finish(write, "Plaatje", [{**drawn, "data": svg}], foot=[], made=MADE)


def test_every_kind_and_value_has_its_words() -> None:
    assert set(client_fields.FIELDS) == set(records.KINDS) - {"reactie"}
    assert set(client_fields.TITLES) == set(client_fields.FIELDS)
    for kind, fields in client_fields.FIELDS.items():
        known = records.model(kind).model_fields
        assert {one.field for one in fields} <= set(known)


def test_dutch_sentences_are_short() -> None:
    """A2: at most ten words (the notice of a consent has its own reviewed text)."""
    groups = {"resources/groups.toml"}
    for one in wanted():
        if not one.id or {place for place, _ in one.locations} <= groups:
            continue
        for whole in (one.id,) if isinstance(one.id, str) else one.id:
            for sentence in re.split(r"(?<=[.?!:])\s+", whole):
                words = [word for word in sentence.split() if any(map(str.isalnum, word))]
                assert len(words) <= 10, whole


def test_portfolio_says_nothing_of_another_client(two: Two) -> None:
    other = {**EXAMPLES["client"], "achternaam": "Buitenstaander"}
    two.load([{"kind": "client", "body": other}])
    paper = two.giver.documents.client_portfolio(two.load(dossier()), "en")
    assert "Buitenstaander" not in tagged_text(paper.data)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("Tigrinya", "ti"),
        ("arabisch", "ar"),
        ("Dari", "prs"),
        ("fa", "prs"),
        ("Türkçe", "tr"),
        ("Nederlands (B1)", "nl"),
        ("Koerdisch (Kurmanci)", None),
        ("Geen; liever mondeling", None),
        ("", None),
    ],
)
def test_language_that_a_record_names(named: str, code: str | None) -> None:
    assert texts.language_named(named) == code


def test_portfolio_is_in_the_language_that_the_client_reads(two: Two) -> None:
    client = {**EXAMPLES["client"], "leestaal": "Geen; liever mondeling", "moedertaal": "Tigrinya"}
    pid = two.load([{"kind": "client", "body": client}])
    assert two.giver.documents.client_portfolio(pid).language == "ti"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("1979-00-00", "1979"),
        ("2021-05-00", "mei 2021"),
        ("2021-05-04", "4 mei 2021"),
        ("2021-13-01", "2021-13-01"),
        ("ooit", "ooit"),
    ],
)
def test_date_that_is_known_in_part(written: str, shown: str) -> None:
    day = writer("nl").day(written)
    assert day is not None
    assert "".join(run[1] for run in day["nl"]) == shown


def test_where_somebody_is_hidden_is_not_on_paper(two: Two) -> None:
    hidden = {"soort": "Blijf-van-mijn-Lijfhuis", "gemeente": "Schuilstad", "van": "2026-01-05"}
    client = {"kind": "client", "body": EXAMPLES["client"]}
    pid = two.load([client, {"kind": "verblijf", "body": hidden}])
    for make in (two.giver.documents.client_portfolio, two.giver.documents.consent_sheet):
        paper = make(pid, "nl")
        assert "Schuilstad" not in tagged_text(paper.data)
        assert [one.what for one in paper.left_out] == ["unsafe-on-paper"]


def test_number_of_the_citizen_is_not_on_paper(two: Two) -> None:
    pid = two.load([{"kind": "client", "body": EXAMPLES["client"]}])
    assert EXAMPLES["client"]["bsn"] not in tagged_text(
        two.giver.documents.client_portfolio(pid, "nl").data
    )


def test_what_the_client_said_stands_with_the_record(two: Two) -> None:
    pid = two.load(dossier())
    record = next(one.id for one in two.giver.dossiers.read(pid) if one.kind == "wens")
    said = {"record": record, "antwoord": "klopt niet", "dag": "2026-03-01"}
    two.giver.dossiers.add(pid, "reactie", {**said, "woorden": "Liever bakker"})
    lines = tagged_lines(two.giver.documents.client_portfolio(pid, "nl").data)
    assert "Mijn antwoord op 1 maart 2026: Dit klopt niet" in lines
    assert "Liever bakker" in lines
