"""The whole window in English: chosen, kept, and without a Dutch sentence left behind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest
import test_accessibility as access
import text_catalogues as catalogues
from builders_ui import Bench
from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTabBar,
    QWidget,
)
from test_accessibility import Go, every_screen, visible

from eportfolio import records, statute
from ui.lock_screen import LockScreen
from ui.start_page import StartPage
from ui.words import LANGUAGES, speech

# Pages of the Samen-scherm, in the language of the client with the Dutch under it.
READ_BY_CLIENTS = {"languages", "notice", "group", "choices", "review", "signing_together"}
FRAME = {"Terug"}  # stands around every page of it


@pytest.fixture
def english() -> Iterator[None]:
    speech().choose("en")
    yield
    speech().choose("nl")


@cache
def dutch() -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Every Dutch text that has English words, and those with gaps as patterns."""
    whole, gaps = set(), []
    for one in catalogues.read(catalogues.TEXTS / "staff" / "en.po"):
        ids = (one.id,) if isinstance(one.id, str) else one.id
        said = (one.string,) if isinstance(one.string, str) else one.string
        for text in set(ids) - set(said):
            if not text or text in values() or text in dict(LANGUAGES).values():
                continue
            if "{" in text:
                parts = re.split(r"\{\w+\}", text.replace("&", ""))
                if sum(map(len, parts)) > 8:
                    gaps.append(re.compile(".+".join(map(re.escape, parts)), re.DOTALL))
            else:
                whole.add(text.replace("&", ""))
    return frozenset(whole), tuple(gaps)


@cache
def values() -> frozenset[str]:
    """Words that records hold, and titles of the law: Dutch in every language."""
    found: set[str] = set()

    def look(schema: object) -> None:
        if isinstance(schema, dict):
            found.update(one for one in schema.get("enum", ()) if isinstance(one, str))
            for part in schema.values():
                look(part)
        elif isinstance(schema, list):
            for part in schema:
                look(part)

    for kind in records.KINDS:
        look(records.json_schema(kind))
    rules = statute.rulebook()
    law = {one.title for one in (*rules.clocks, *rules.counters)}
    return frozenset(found | law)


def said_by(window: QWidget) -> Iterator[str]:
    """All that is on the screen, and what is said of it to who listens or points."""
    for one in visible(window, QWidget):
        yield from (one.toolTip(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLabel | QAbstractButton):
            yield one.text()
        elif isinstance(one, QLineEdit | QPlainTextEdit):
            yield one.placeholderText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(n) for n in range(one.count()))
        elif isinstance(one, QTabBar):
            yield from (one.tabText(n) for n in range(one.count()))
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from cells(one.model())


def cells(model: QAbstractItemModel) -> Iterator[str]:
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount()
    for n in range(columns):
        yield str(model.headerData(n, Qt.Orientation.Horizontal) or "")
    for at in range(model.rowCount()):
        for n in range(columns):
            for role in roles:
                text = model.index(at, n).data(role)
                if isinstance(text, str):
                    yield from (text, *text.split(" · "), *text.split(", "))


@cache
def is_dutch(text: str) -> bool:
    whole, gaps = dutch()
    return text in whole or any(one.fullmatch(text) for one in gaps)


def left_in_dutch(window: QWidget) -> list[str]:
    return sorted(
        {
            text
            for said in said_by(window)
            for text in (said.replace("&", "").strip(), *said.replace("&", "").split("\n"))
            if is_dutch(text)
        }
    )


@pytest.mark.usefixtures("english")
@every_screen
def test_no_dutch_is_left_no_letter_stands_for_two_things_and_large_text_fits(
    bench: Bench, go: Go
) -> None:
    access.require_fits_at_twice_the_text_size(bench, go, is_live=False)
    access.require_names_and_letters(bench)
    if go.__name__.removeprefix("at_") not in READ_BY_CLIENTS:
        of_frame = set() if bench.window.together is None else FRAME
        assert set(left_in_dutch(bench.window)) - of_frame == set()


def test_first_screen_offers_the_language_and_speaks_it_at_once(bench: Bench) -> None:
    window = bench.start(has_vault=False)
    assert isinstance(window.screen_, StartPage)
    assert window.screen_.create_button.text() == "&Kluis maken"
    window.screen_.language.buttons["en"].click()
    assert isinstance(window.screen_, StartPage)
    assert window.screen_.create_button.text() == "&Make a vault"
    assert window.screen_.language.buttons["en"].isChecked()
    bench.bot.waitUntil(window.screen_.language.buttons["en"].hasFocus)
    assert next(one.text() for one in window.menuBar().actions()) == "&File"
    window.screen_.language.buttons["nl"].click()
    assert window.screen_.create_button.text() == "&Kluis maken"
    assert next(one.text() for one in window.menuBar().actions()) == "&Bestand"


def test_settings_change_the_language_of_the_whole_window(bench: Bench) -> None:
    access.at_settings(bench)
    bench.window.idle.set_minutes(30)
    bench.desk.settings_page.language.buttons["en"].click()
    bench.settle()
    assert bench.desk.settings_page.isVisible()
    assert bench.desk.settings_page.language.buttons["en"].hasFocus()
    assert bench.desk.rail.caseload.text().strip() == "Caseload"
    assert bench.window.idle.minutes == 30
    bench.desk.show_caseload()
    bench.settle()
    assert left_in_dutch(bench.window) == []
    assert bench.desk.caseload_page.model.rowCount() == 3
    bench.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(bench.window.screen_, LockScreen)
    assert bench.window.screen_.title.text() == "Locked"
    bench.unlock()
    assert bench.desk.today_page.isVisible()


def test_keys_work_after_the_menus_were_made_anew(bench: Bench) -> None:
    access.at_settings(bench)
    bench.desk.settings_page.language.buttons["en"].click()
    bench.settle()
    bench.press(Qt.Key.Key_3, Qt.KeyboardModifier.AltModifier)
    bench.settle()
    assert bench.desk.caseload_page.isVisible()


@pytest.mark.usefixtures("english")
def test_program_says_that_its_english_is_a_concept_and_the_law_dutch(bench: Bench) -> None:
    bench.start()
    bench.window.show_about()
    assert "translation is a concept" in bench.prompts.told[0]
    assert "What the law says is in Dutch" in bench.prompts.told[0]


def test_dutch_says_nothing_of_a_translation(bench: Bench) -> None:
    bench.start()
    bench.window.show_about()
    assert "vertaling" not in bench.prompts.told[0]


@pytest.mark.usefixtures("english")
def test_yes_and_no_are_said_in_english_and_kept_in_dutch(bench: Bench) -> None:
    access.at_new(bench)
    bench.settle()
    said = {one.text(): one for one in visible(bench.window, QPushButton)}
    assert {"Yes", "No", "Unknown"} <= set(said)
    said["Unknown"].click()
    assert bench.desk.new_page is not None
    assert bench.desk.new_page.form.typed()["tolk_nodig"] == "Onbekend"
