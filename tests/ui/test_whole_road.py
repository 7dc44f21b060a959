"""One client's whole road by keyboard and mouse alone: from the first form to a closed receipt,
with a partial consent and a file that is refused. Only the file dialogs answer themselves."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from builders import PASSPHRASE
from builders_screen import needs_screen, screen
from builders_ui import Bench, Office
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from eportfolio.workspace import Workspace
from ui.closing_page import ClosingPage
from ui.fields import ChoiceEditor, Editor, YesNoEditor
from ui.forms import FieldBox
from ui.give_page import GivePage
from ui.lock_screen import LockScreen
from ui.receive_page import ReceivePage

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier
DIGITS = {2: Qt.Key.Key_2, 4: Qt.Key.Key_4, 5: Qt.Key.Key_5, 8: Qt.Key.Key_8}
MOST_TABS = 400
DISPLAY_SECONDS = 240


@dataclass
class Hands:
    """Keys and the mouse, and eyes to see whether something can be pressed at all."""

    bench: Bench

    def click(self, button: QAbstractButton) -> None:
        self._bring(button)
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        inside = QPoint(min(12, button.width() // 2), button.height() // 2)
        self.bench.bot.mouseClick(button, Qt.MouseButton.LeftButton, pos=inside)
        self.bench.settle()

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.bench.press(key, modifier)
        self.bench.settle()

    def tab_to(self, widget: QWidget) -> None:
        """With the Tab key, however far it is."""
        for _ in range(MOST_TABS):
            if QApplication.focusWidget() is widget:
                return
            self.bench.press(Qt.Key.Key_Tab)
        raise AssertionError(f"the Tab key does not reach {widget.accessibleName()}")

    def type(self, editor: Editor | QWidget, words: str) -> None:
        field = editor.focus_widget if isinstance(editor, Editor) else editor
        self.tab_to(field)
        assert isinstance(field, QLineEdit | QPlainTextEdit | QComboBox)
        self.bench.bot.keyClicks(field, words)

    def pick(self, editor: Editor, words: str) -> None:
        """Type the first letters of a choice; a space would open its list."""
        assert isinstance(editor, ChoiceEditor)
        self.type(editor, words)
        assert editor.combo.currentText().startswith(words), editor.combo.currentText()

    def say_yes(self, editor: Editor) -> None:
        assert isinstance(editor, YesNoEditor)
        self.click(editor.buttons["Ja"])

    def fill_in(self, **fields: str) -> None:
        """The form that is open in a dossier."""
        form = self.bench.page.pane.form
        assert form is not None
        for name, words in fields.items():
            editor = form.field(name).editor
            if isinstance(editor, ChoiceEditor):
                self.pick(editor, words)
            else:
                self.type(editor, words)
        self.press(Qt.Key.Key_Return, CTRL)
        left = self.bench.page.pane.form
        said = [] if left is None else [one.message.text() for one in left.findChildren(FieldBox)]
        assert left is None, said

    def go_to_part(self, number: int) -> None:
        self.press(DIGITS[number], CTRL)

    def _bring(self, widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()
        QApplication.processEvents()


@pytest.fixture
def hands(bench: Bench) -> Hands:
    return Hands(bench)


def begin(hands: Hands, office: Office, who: str) -> None:
    hands.bench.start_at(office.file(who))
    screen = hands.bench.window.screen_
    assert isinstance(screen, LockScreen)
    hands.bench.bot.waitUntil(screen.passphrase.hasFocus)
    hands.bench.bot.keyClicks(screen.passphrase, PASSPHRASE)
    hands.press(Qt.Key.Key_Return)


def write_dossier(hands: Hands) -> str:
    """A client, a promise and a line of hours; gives the dossier."""
    hands.press(Qt.Key.Key_N, CTRL_SHIFT)
    new = hands.bench.desk.new_page
    assert new is not None
    hands.type(new.form.field("voornamen").editor, "Selam")
    hands.type(new.form.field("achternaam").editor, "Weldu")
    hands.press(Qt.Key.Key_Return, CTRL)
    hands.go_to_part(4)
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill_in(
        onderwerp="Laptop", wat="De gemeente regelt een laptop", wie="Klantmanager", status="Open"
    )
    hands.go_to_part(5)
    hands.press(Qt.Key.Key_N, CTRL)
    hands.fill_in(datum="27-02-2026", categorie="NT2-les", uren="3")
    return hands.bench.page.portfolio


def record_consent(hands: Hands, office: Office) -> None:
    """Yes to who she is and her hours; not to the promises."""
    hands.go_to_part(8)
    part = hands.bench.page.consents
    hands.click(part.decide_button)
    form = part.form
    assert form is not None
    hands.click(form.answers[True])
    boxes = {name: box.editor for name, box in form.boxes.items()}
    hands.pick(boxes["recipient"], "taker")
    for group in ("identiteit", "uren"):
        hands.click(form.groups.boxes[group].box)
    hands.type(boxes["lawful_basis"], "publieke taak")
    hands.pick(boxes["expressed.how"], "Handtekening")
    hands.bench.prompts.place = office.file("scan.png")
    hands.click(form.evidence.choose)
    hands.pick(boxes["language"], "Arabisch")
    hands.type(boxes["explained_by"], "A. Brouwer")
    hands.pick(boxes["interpreter.kind"], "Tolk")
    hands.type(boxes["interpreter.name"], "tolk 4711")
    hands.say_yes(boxes["teach_back.done"])
    hands.press(Qt.Key.Key_Return, CTRL)
    assert part.form is None


def give(hands: Hands, file: Path) -> None:
    hands.click(hands.bench.page.consents.give_button)
    page = hands.bench.desk.sharing_page
    assert isinstance(page, GivePage)
    hands.click(page.next_button)
    hands.bench.prompts.place = file
    hands.click(page.make_button)
    assert "gemaakt" in page.good.words
    hands.bench.end()


def receive(hands: Hands, broken: Path, file: Path, receipt: Path) -> None:
    hands.click(hands.bench.desk.rail.receive)
    page = hands.bench.desk.sharing_page
    assert isinstance(page, ReceivePage)
    hands.bench.prompts.place = broken
    hands.click(page.choose_button)
    assert page.found is None
    assert "Er is niets opgeslagen" in page.bad.words
    hands.bench.prompts.place = file
    hands.click(page.again_button)
    assert page.good.words.startswith("Echt en compleet")
    hands.bench.prompts.place = receipt
    hands.click(page.import_button)
    hands.click(page.open_button)
    assert hands.bench.page.header.name.text() == "Selam Weldu"
    assert hands.bench.records("urenregel")
    assert not hands.bench.records("afspraak"), "she did not say yes to this"
    hands.bench.end()


def close(hands: Hands, receipt: Path) -> None:
    hands.click(hands.bench.desk.rail.receive)
    receiving = hands.bench.desk.sharing_page
    assert isinstance(receiving, ReceivePage)
    hands.bench.prompts.place = receipt
    hands.click(receiving.choose_button)
    page = hands.bench.desk.sharing_page
    assert isinstance(page, ClosingPage)
    assert page.agreements is not None
    (answer,) = page.agreements.answers
    hands.click(answer.buttons["vervallen"])
    hands.type(answer.reason.boxes["reden"].editor, "zij heeft al een laptop")
    hands.click(page.close_button)
    hands.click(page.open_button)
    assert "overgedragen en gesloten" in hands.bench.page.closed_banner.words
    hands.bench.end()


def test_client_goes_from_the_first_form_to_a_closed_receipt(hands: Hands, office: Office) -> None:
    file, broken = office.file("over.eportfolio"), office.file("stuk.eportfolio")
    begin(hands, office, "giver")
    portfolio = write_dossier(hands)
    record_consent(hands, office)
    give(hands, file)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    broken.write_bytes(raw)
    begin(hands, office, "taker")
    receive(hands, broken, file, office.file("terug.receipt"))
    begin(hands, office, "giver")
    close(hands, office.file("terug.receipt"))
    with Workspace.open(office.file("taker"), PASSPHRASE, clock=hands.bench.clock) as taker:
        assert not taker.check().problems
        (row,) = [one for one in taker.dossiers.caseload() if one.portfolio == portfolio]
        assert (row.name, row.status) == ("Selam Weldu", "open")


@needs_screen
def test_the_same_on_a_screen_of_x11() -> None:
    """The road above once more with Qt's real screen, its focus and its keyboard."""
    with screen() as environment:
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "pytest",
                "-q",
                "-p",
                "no:cacheprovider",
                __file__,
                "-k",
                "first",
            ],
            env=environment,
            capture_output=True,
            text=True,
            timeout=DISPLAY_SECONDS,
            check=False,
        )
    assert done.returncode == 0, done.stdout[-4000:]
