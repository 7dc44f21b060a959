"""The Samen-scherm: one client and one klantmanager before one screen, on a real vault."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from builders import PASSPHRASE
from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from test_signature import draw

from eportfolio.workspace import sentences as say
from ui.desk import Desk
from ui.samen_parts import ChoiceButton
from ui.samen_prepare import Prepare
from ui.samen_screen import SamenScreen

Press = Callable[[QWidget], None]


def by_mouse(button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def by_keyboard(button: QWidget) -> None:
    """Walk there with Tab, then Space."""
    for _ in range(200):
        focused = QApplication.focusWidget()
        if focused is button:
            break
        assert focused is not None
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is button
    QTest.keyClick(button, Qt.Key.Key_Space)


class Sitting:
    """A client and a klantmanager before the screen."""

    def __init__(self, bench: Bench, office: Office, press: Press = by_mouse) -> None:
        self.bench, self.office, self.press = bench, office, press

    @property
    def screen(self) -> SamenScreen:
        found = self.bench.window.together
        assert found is not None
        return found

    def begin(self, language: str = "Nederlands") -> None:
        """From the dossier, by the keys, to what to do."""
        self.bench.start_at(self.office.file("giver"))
        self.bench.unlock()
        self.bench.desk.open_dossier(self.office.pid, 7)
        self.bench.settle()
        both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        self.bench.press(Qt.Key.Key_M, both, on=self.bench.window)
        self.bench.settle()
        self.choose(language)

    def buttons(self) -> list[ChoiceButton]:
        return [one for one in self.screen.body.findChildren(ChoiceButton) if one.isVisible()]

    def button(self, dutch: str) -> ChoiceButton:
        """The one that says this in Dutch."""
        found = [one for one in self.buttons() if one.accessibleName().endswith(dutch)]
        assert found, (dutch, [one.accessibleName() for one in self.buttons()])
        return found[0]

    def choose(self, dutch: str) -> None:
        self.press(self.button(dutch))
        self.bench.settle()

    def prepare(self, interpreter: str = "") -> None:
        """What the klantmanager fills in."""
        self.choose(say.PERMIT)
        form = self.form()
        put(form, "recipient", self.office.to)
        type_in(self.bench, form, "lawful_basis", "publieke taak")
        if interpreter:
            put(form, "interpreter.kind", "telefonisch")
            type_in(self.bench, form, "interpreter.name", interpreter)
        self.press(form.start_button)
        self.bench.settle()

    def form(self) -> Prepare:
        return self.screen.body.findChildren(Prepare)[0]

    def read_on(self) -> None:
        """The pages before the first question."""
        for _ in range(5):
            self.choose(say.NEXT)

    def tell_back(self, words: str = "Mijn plan gaat mee naar de nieuwe.") -> None:
        area = self.screen.body.findChildren(QPlainTextEdit)[0]
        QTest.keyClicks(area, words)
        self.choose(say.NEXT)

    def answer_groups(self, *no: str) -> None:
        """Yes to every group but these; what is left is the question about a summary."""
        while (page := self.page).startswith("group:"):
            self.choose(say.NO if page.removeprefix("group:") in no else say.YES)

    @property
    def page(self) -> str:
        talk = self.screen.consent.talk
        assert talk is not None
        return talk.page

    def sign(self) -> None:
        signing = self.screen.consent.signing
        assert signing is not None
        assert signing.pad is not None
        draw(signing.pad)
        self.choose(say.I_SIGN)

    def whole_consent(self, *no: str, interpreter: str = "tolk 4711") -> None:
        """From what to do to the page that says it is kept."""
        self.prepare(interpreter)
        self.read_on()
        self.choose(say.YES)
        self.answer_groups(*no)
        self.choose(say.NO)
        self.tell_back()
        self.choose(say.NEXT)
        self.sign()

    def decisions(self) -> list[Any]:
        found: list[Any] = []
        pid = self.office.pid
        self.bench.tasks.run(self.screen, lambda one: one.consents.all(pid), found.extend)
        self.bench.settle()
        return found


def put(form: Prepare, name: str, key: str) -> None:
    combo = form.boxes[name].editor.combo  # type: ignore[attr-defined]
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def type_in(bench: Bench, form: Prepare, name: str, words: str) -> None:
    line = form.boxes[name].editor.findChildren(QLineEdit)[0]
    bench.bot.keyClicks(line, words)


@pytest.fixture
def sitting(bench: Bench, office: Office) -> Sitting:
    return Sitting(bench, office)


def test_a_whole_permission_in_dutch(sitting: Sitting) -> None:
    sitting.begin()
    sitting.whole_consent("uren", interpreter="")
    assert sitting.page == "done"
    (found,) = sitting.decisions()
    assert found.state == "given"
    payload = found.consent.payload
    assert {one["group"] for one in found.consent.scope} == {
        "identiteit", "afspraken", "wensen", "certificaten", "documenten", "gezondheid",
    }  # fmt: skip
    assert payload["shown"]["way"] == "samen-scherm"
    assert payload["expressed"]["how"] == "handtekening scherm"
    assert payload["teach_back"]["done"] is True
    sitting.choose(say.DONE)
    assert sitting.button(say.EXPLAIN)


def test_the_passphrase_leads_back_and_a_wrong_one_does_not(sitting: Sitting) -> None:
    sitting.begin()
    by_mouse(sitting.screen.stop_button)
    leaving = sitting.screen.leaving
    assert leaving is not None
    sitting.bench.bot.keyClicks(leaving.passphrase, "iets anders")
    sitting.bench.press(Qt.Key.Key_Return, on=leaving.passphrase)
    sitting.bench.settle()
    assert leaving.error.isVisible()
    assert sitting.bench.window.desk is None
    leaving.passphrase.clear()
    sitting.bench.bot.keyClicks(leaving.passphrase, PASSPHRASE)
    sitting.bench.press(Qt.Key.Key_Return, on=leaving.passphrase)
    sitting.bench.settle()
    assert isinstance(sitting.bench.window.screen_, Desk)
    assert sitting.bench.page.portfolio == sitting.office.pid
