"""The end of the Samen-scherm: only who knows the passphrase comes back among the dossiers, and
nobody ends the program in the middle of a talk without a question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QProgressBar, QWidget

from eportfolio.errors import EportfolioError
from eportfolio.workspace import sentences as say
from ui import samen_work
from ui.lock_screen import PassphraseField
from ui.samen_frame import heading, lines, page, yes_no
from ui.samen_parts import Choices, Voice, table
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import announce, button, card, column, icon, restyle, row, square, text
from ui.words import _, explain

WIDTH = 520


class LeavePage(QWidget):
    """Asks the passphrase; a wrong one costs as long as at the lock."""

    left = Signal()
    stayed = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, *, is_demo: bool) -> None:
        super().__init__()
        self._tasks = tasks
        self._is_demo = is_demo
        logo = square(theme, icon(theme, "lock", "on-accent", 24), 44, "logo")
        asks = (
            _("Dit is de demonstratie: u kunt zonder wachtwoordzin terug.")
            if is_demo
            else _("Alleen de klantmanager gaat terug naar de dossiers. Wat de cliënt zei, is "
                   "bewaard.")
        )  # fmt: skip
        self.passphrase = PassphraseField(theme, _("Uw wachtwoordzin"))
        self.passphrase.returnPressed.connect(self.submit)
        self.passphrase.textEdited.connect(lambda _typed: self._show_error(""))
        self.label = text(_("Uw &wachtwoordzin"), "label")
        self.label.setBuddy(self.passphrase)
        self.error = text("", "error", wrap=True)
        self.error.hide()
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Bezig met nakijken"))
        self.bar.hide()
        self.leave_button = button(theme, _("&Naar het dossier"), self.submit, look="primary")
        self.stay_button = button(theme, _("&Terug naar het gesprek"), self.stayed.emit)
        if is_demo:
            for one in (self.passphrase, self.label):
                one.hide()
        sheet = card()
        theme.size(sheet, fixedWidth=WIDTH)
        inside = column(
            row(logo, text(_("Samen-scherm sluiten"), "title", wrap=True), space=16),
            text(asks, "muted", wrap=True),
            column(self.label, self.passphrase, self.error, space=6),
            self.bar,
            self.leave_button,
            self.stay_button,
            space=16,
        )
        inside.setContentsMargins(40, 32, 40, 32)
        sheet.setLayout(inside)
        self.setLayout(column(None, row(None, sheet, None), None))
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)

    def begin(self) -> None:
        """Put the keyboard where it is needed."""
        (self.leave_button if self._is_demo else self.passphrase).setFocus()

    def submit(self) -> None:
        """Try what was typed."""
        if self._is_demo:
            self.left.emit()
            return
        typed = self.passphrase.text()
        if not typed:
            self._show_error(_("Vul uw wachtwoordzin in."))
            return
        self._set_busy(busy=True)
        self._tasks.run(self, samen_work.prove(typed), self._on_proved, self._on_failed)

    def _on_proved(self, _nothing: None) -> None:
        self.passphrase.clear()
        self.left.emit()

    def _on_failed(self, error: EportfolioError) -> None:
        self._set_busy(busy=False)
        self._show_error(explain(error))
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _set_busy(self, *, busy: bool) -> None:
        for one in (self.passphrase, self.leave_button, self.stay_button):
            one.setEnabled(not busy)
        self.bar.setVisible(busy)
        if busy:
            announce(self, _("Bezig met nakijken"))

    def _show_error(self, sentence: str) -> None:
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.passphrase.setProperty("invalid", bool(sentence))
        restyle(self.passphrase)
        if sentence:
            announce(self.passphrase, sentence)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc goes back to the talk."""
        if event.key() == Qt.Key.Key_Escape and self.stay_button.isEnabled():
            self.stayed.emit()
        else:
            super().keyPressEvent(event)


class ClosePage(QWidget):
    """Asks in the language of the talk whether everything may close. Both answers are equal."""

    closed = Signal()
    stayed = Signal()

    def __init__(self, voice: Voice) -> None:
        super().__init__()
        self.name = voice.name(say.CLOSE)
        self.setAccessibleName(self.name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        answers = yes_no(voice, lambda yes: (self.closed if yes else self.stayed).emit())
        content = page(
            heading(voice, voice.both(say.CLOSE, "question"), "pause"),
            table(*lines(voice, say.CLOSES), margin=24),
            Choices(voice.theme, None, answers),
        )
        inside = column(content)
        inside.setContentsMargins(40, 40, 40, 40)
        self.setLayout(inside)
        sides = Qt.LayoutDirection
        self.setLayoutDirection(sides.RightToLeft if voice.right_to_left else sides.LeftToRight)
