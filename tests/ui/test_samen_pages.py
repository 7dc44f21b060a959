"""What the pages of the Samen-scherm keep in sight, in which words, and how a talk may end."""

from __future__ import annotations

import re
from typing import Any

import pytest
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QWidget
from test_samen import Sitting, by_keyboard, by_mouse

from eportfolio import texts
from eportfolio.records import client_fields
from eportfolio.workspace import sentences as say
from ui.samen_parts import ChoiceButton, MorePart, plain
from ui.samen_screen import SamenScreen


@pytest.fixture
def sitting(bench: Bench, office: Office) -> Sitting:
    return Sitting(bench, office)


def words_on(part: QWidget) -> list[str]:
    return [plain(one.text()) for one in part.findChildren(QLabel) if one.isVisible()]


def open_group(sitting: Sitting, title: str) -> None:
    sitting.choose(say.REVIEW)
    by_mouse(next(one for one in sitting.buttons() if title in one.accessibleName()))
    sitting.bench.settle()


# The words of the paper


@pytest.mark.parametrize(("language", "code"), [("Arabisch", "ar"), ("Oekraïens", "uk")])
def test_an_item_is_in_the_words_of_the_paper(sitting: Sitting, language: str, code: str) -> None:
    sitting.begin(language)
    open_group(sitting, "Onze afspraken")
    words, seen = texts.words(texts.CLIENT, code), words_on(sitting.screen.body)
    (item, *_rest) = sitting.screen.seen.table.of("afspraken")
    filled = [one for one in client_fields.FIELDS["afspraak"] if item.body.get(one.field)]
    assert filled
    for one in filled:
        assert words.phrase(one.label) in seen
        assert one.label in seen
    state = client_fields.VALUES[str(item.body["status"])]
    assert {words.phrase(state), state} <= set(seen)


def test_what_has_no_plain_words_is_shown_as_well(sitting: Sitting) -> None:
    """Who consents to a group has seen everything of it that travels."""
    sitting.begin("Arabisch")
    open_group(sitting, "Wie ik ben")
    (item, *_rest) = sitting.screen.seen.table.of("identiteit")
    seen = " ".join(words_on(sitting.screen.body))
    typed = [one for one in item.body.values() if isinstance(one, str)]
    assert [one for one in typed if not re.fullmatch(r"[\d-]{10}|[MV]", one) and one in seen]
    for name in ("voornamen", "achternaam", "bsn"):
        if item.body.get(name):
            assert str(item.body[name]) in seen


# The two that are asked apart


@pytest.mark.parametrize(
    ("later", "back"), [(say.YES, say.NO), (say.NO, say.YES)], ids=["later", "back"]
)
def test_what_comes_later_and_a_summary_are_asked_apart(
    sitting: Sitting, later: str, back: str
) -> None:
    sitting.begin()
    sitting.prepare()
    sitting.read_on()
    sitting.choose(say.YES)
    while sitting.page.startswith("group:"):
        sitting.choose(say.YES)
    assert sitting.page == "later"
    sitting.choose(later)
    assert sitting.page == "back"
    sitting.choose(back)
    sitting.tell_back()
    sitting.choose(say.NEXT)
    seen = words_on(sitting.screen.body)
    assert seen.index(say.LATER) != seen.index(say.SUMMARY_BACK)
    sitting.choose(say.NEXT)
    sitting.sign()
    (found,) = sitting.decisions()
    assert found.consent.later_items is (later == say.YES)
    assert found.consent.answer_back is (back == say.YES)


def test_a_talk_in_dari_is_recorded_as_dari(sitting: Sitting) -> None:
    sitting.begin("Dari")
    sitting.whole_consent()
    (found,) = sitting.decisions()
    assert found.consent.payload["language"] == "prs"
    assert found.consent.payload["shown"]["language"] == "prs"


# What stays in sight


def in_sight(screen: SamenScreen, part: QWidget) -> bool:
    """Whether all of it can be seen now."""
    place = part.mapTo(screen, part.rect().topLeft())
    if not screen.rect().contains(part.rect().translated(place)):
        return False
    area = screen.body.parent()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parent()
    if not screen.body.isAncestorOf(part) or area is None:
        return True
    inside = area.viewport()
    return inside.rect().contains(part.rect().translated(part.mapTo(inside, part.rect().topLeft())))


@pytest.mark.parametrize("language", ["Nederlands", "Arabisch", "Tigrinya"])
@pytest.mark.parametrize("zoom", [100, 200])
def test_question_and_answers_are_in_sight_together(
    bench: Bench, office: Office, language: str, zoom: int
) -> None:
    bench.theme.set_zoom(zoom)
    sitting = Sitting(bench, office)
    sitting.begin(language)
    bench.window.resize(1440, 900)
    sitting.prepare("tolk 3")
    sitting.read_on()
    for page in ("want", "group"):
        QApplication.processEvents()
        assert sitting.page.startswith(page)
        screen = sitting.screen
        asked = next(
            one
            for one in screen.body.findChildren(QLabel)
            if one.isVisible() and one.property("client") == "question"
        )
        for one in (asked, sitting.button(say.YES), sitting.button(say.NO)):
            assert in_sight(screen, one)
        yes, no = sitting.button(say.YES).size(), sitting.button(say.NO).size()
        assert abs(yes.width() - no.width()) <= 1
        assert yes.height() == no.height()
        sitting.choose(say.YES)
    bench.theme.set_zoom(100)


def more(screen: SamenScreen) -> ChoiceButton | None:
    (part,) = screen.findChildren(MorePart)
    return next((one for one in part.findChildren(ChoiceButton) if one.isVisible()), None)


def test_a_page_that_goes_on_says_so_until_its_end_is_in_sight(
    bench: Bench, office: Office
) -> None:
    bench.theme.set_zoom(200)
    sitting = Sitting(bench, office)
    sitting.begin("Arabisch")
    bench.window.resize(1440, 900)
    sitting.prepare("tolk 3")
    QApplication.processEvents()
    for _ in range(20):
        hint = more(sitting.screen)
        if hint is None:
            break
        by_mouse(hint)
        QApplication.processEvents()
    else:
        pytest.fail("it never ends")
    assert in_sight(sitting.screen, sitting.screen.kept)
    bench.theme.set_zoom(100)


def test_the_place_to_sign_fits_with_cross_and_paper(bench: Bench, office: Office) -> None:
    sitting = Sitting(bench, office)
    sitting.begin("Arabisch")
    bench.window.resize(1440, 900)
    sitting.prepare("tolk 3")
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.answer_groups()
    sitting.choose(say.NO)
    sitting.tell_back()
    sitting.to_sign()
    QApplication.processEvents()
    ways = [sitting.button(one) for one in (say.SIGN, say.CROSS, say.ON_PAPER)]
    assert [in_sight(sitting.screen, one) for one in ways] == [True] * 3
    assert max(one.width() for one in ways) - min(one.width() for one in ways) <= 1
    assert not [one for one in ways if one.isChecked()]
    assert more(sitting.screen) is None
    sitting.choose(say.CROSS)
    QApplication.processEvents()
    pad: Any = sitting.screen.consent.signing and sitting.screen.consent.signing.pad
    assert in_sight(sitting.screen, pad)


# The end of the program


@pytest.mark.parametrize("press", [by_mouse, by_keyboard], ids=["mouse", "keys"])
def test_to_close_the_program_is_asked_in_both_languages(
    bench: Bench, office: Office, press: Any
) -> None:
    sitting = Sitting(bench, office)
    sitting.begin("Tigrinya")
    before = sitting.screen.sheet
    assert not bench.window.close()
    page = sitting.screen.closing
    assert page is not None
    assert {say.CLOSE, texts.words(texts.CLIENT, "ti").phrase(say.CLOSE)} <= set(words_on(page))
    yes, no = sitting.button(say.YES), sitting.button(say.NO)
    assert yes.size() == no.size()
    assert not yes.hasFocus()
    assert not no.hasFocus()
    press(no)
    assert bench.window.isVisible()
    assert sitting.screen.sheet is before
    assert bench.window.desk is None
    assert not bench.window.close()
    press(sitting.button(say.YES))
    bench.bot.waitUntil(lambda: not bench.window.isVisible())
    assert bench.window.desk is None


def test_closing_keeps_what_was_said(sitting: Sitting) -> None:
    sitting.begin("Tigrinya")
    sitting.prepare("tolk 7")
    sitting.read_on()
    sitting.choose(say.YES)
    sitting.bench.window.close()
    sitting.choose(say.YES)
    sitting.bench.bot.waitUntil(lambda: not sitting.bench.window.isVisible())
    sitting.bench.end()
    sitting.begin("Tigrinya")
    sitting.choose(say.PERMIT)
    talk = sitting.screen.consent.talk
    assert talk is not None
    assert talk.answers == {"want": True}
    assert talk.prepared["interpreter.name"] == "tolk 7"


def test_another_press_on_close_does_not_end_it(sitting: Sitting) -> None:
    sitting.begin()
    QTest.keyClick(sitting.bench.window, Qt.Key.Key_F4, Qt.KeyboardModifier.AltModifier)
    assert not sitting.bench.window.close()
    assert not sitting.bench.window.close()
    assert sitting.bench.window.isVisible()
