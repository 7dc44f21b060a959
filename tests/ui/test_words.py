"""The window speaks the language that was chosen; what was not translated stays right Dutch."""

from __future__ import annotations

import gettext
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from eportfolio import texts
from ui.words import LANGUAGES, N_, Translator, _, _many, speech


class Made(gettext.NullTranslations):
    """A catalogue with a few words."""

    def gettext(self, text: str) -> str:
        return {"Kluis": "Vault", "{n} cliënten": "{n} clients"}.get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return {1: "{number} term"}.get(number, "{number} terms")


@pytest.fixture
def in_english(qapp: QApplication) -> Iterator[None]:
    translator = Translator(qapp)
    translator.catalogue = Made()
    qapp.installTranslator(translator)
    yield
    qapp.removeTranslator(translator)


def test_source_is_dutch_and_needs_no_catalogue(qapp: QApplication) -> None:
    speech()
    assert _("Kluis") == "Kluis"
    assert [_many("{number} termijn", "{number} termijnen", n) for n in (0, 1, 2)] == [
        "0 termijnen",
        "1 termijn",
        "2 termijnen",
    ]
    assert N_("Kluis") == "Kluis"


@pytest.mark.usefixtures("in_english")
def test_catalogue_answers_with_accents_and_numbers() -> None:
    assert _("Kluis") == "Vault"
    assert _("{n} cliënten").format(n=3) == "3 clients"
    assert _many("{number} termijn", "{number} termijnen", 1) == "1 term"
    assert _many("{number} termijn", "{number} termijnen", 4) == "4 terms"


@pytest.mark.usefixtures("in_english")
def test_what_it_does_not_know_stays_as_it_is() -> None:
    assert _("Reünie") == "Reünie"
    assert _("") == ""
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


def test_dialogs_of_qt_speak_the_same_language(qtbot: QtBot) -> None:
    def cancel() -> str:
        box = QMessageBox()
        qtbot.addWidget(box)
        box.setStandardButtons(QMessageBox.StandardButton.Cancel)
        return box.button(QMessageBox.StandardButton.Cancel).text().replace("&", "")

    speech()
    assert cancel() == "Annuleren"
    speech().choose("en")
    assert cancel() == "Cancel"
    speech().choose("nl")
    assert cancel() == "Annuleren"


def test_what_can_be_chosen_is_what_has_a_catalogue() -> None:
    assert dict(LANGUAGES) == {one.language: one.name for one in texts.languages(texts.STAFF)}
    speech().choose("xx")
    assert speech().language == "nl"
