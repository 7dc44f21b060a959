"""Every question that stops a person: handed in, so that tests answer without a dialog.

Nothing here waits: the answer comes back through a function that was handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QWidget,
)

from ui.widgets import column, row, scrolled, text
from ui.words import _

LINE = 58  # average letters of a line
MOST_OF_THE_SCREEN = 0.7


class Prompts:
    """The real dialogs."""

    def confirm(
        self, parent: QWidget, title: str, words: str, yes: str, answered: Callable[[bool], None]
    ) -> None:
        """Ask for a yes; the safe answer is the default."""
        box = QMessageBox(QMessageBox.Icon.Question, title, title, parent=parent)
        box.setInformativeText(words)
        accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton(_("Blijf hier"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda clicked: answered(clicked is accept))
        box.open()

    def decide(
        self,
        parent: QWidget,
        title: str,
        words: str,
        answers: tuple[str, str],
        remember: str,
        answered: Callable[[bool, bool], None],
    ) -> None:
        """Choose between two: the first is the safe one and the default. `answered` hears
        whether the second was chosen, and whether to remember the choice."""
        box = QMessageBox(QMessageBox.Icon.Question, title, title, parent=parent)
        box.setInformativeText(words)
        safe = box.addButton(answers[0], QMessageBox.ButtonRole.RejectRole)
        other = box.addButton(answers[1], QMessageBox.ButtonRole.AcceptRole)
        keep = QCheckBox(remember)
        box.setCheckBox(keep)
        box.setDefaultButton(safe)
        box.setEscapeButton(safe)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.buttonClicked.connect(lambda clicked: answered(clicked is other, keep.isChecked()))
        box.open()

    def tell(self, parent: QWidget, title: str, words: str) -> None:
        """Say what happened, what is safe and what to do."""
        dialog = _Sheet(parent, title, words)
        dialog.add_button(_("Sluiten"), dialog.accept)
        dialog.open()

    def reason(
        self, parent: QWidget, title: str, words: str, yes: str, answered: Callable[[str], None]
    ) -> None:
        """Ask for a sentence; nothing is answered when a person changes their mind. `yes`: what
        the button does."""
        dialog = _Sheet(parent, title, words)
        line = QLineEdit()
        line.setAccessibleName(title)
        line.setAccessibleDescription(words)
        dialog.inside.insertWidget(2, line)
        dialog.add_button(_("Blijf hier"), dialog.reject)
        dialog.add_button(yes, dialog.accept).setDefault(True)
        dialog.accepted.connect(lambda: answered(line.text()))
        dialog.open()
        line.setFocus()

    def save_file(
        self,
        parent: QWidget,
        title: str,
        name: str,
        kind: str,
        answered: Callable[[Path], None],
    ) -> None:
        """Where to save a file."""
        dialog = QFileDialog(parent, title, name, kind)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: answered(Path(chosen)))
        dialog.open()

    def open_file(
        self, parent: QWidget, title: str, kind: str, answered: Callable[[Path], None]
    ) -> None:
        """Which file to read."""
        dialog = QFileDialog(parent, title, "", kind)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: answered(Path(chosen)))
        dialog.open()

    def open_folder(self, parent: QWidget, title: str, answered: Callable[[Path], None]) -> None:
        """Which folder to use."""
        dialog = QFileDialog(parent, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: answered(Path(chosen)))
        dialog.open()


class _Sheet(QDialog):
    """A title and words that stay within the screen, whatever the size of text: they wrap, and
    what is too high scrolls."""

    def __init__(self, parent: QWidget, title: str, words: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        room = self.screen().availableSize() * MOST_OF_THE_SCREEN
        wide = min(LINE * self.fontMetrics().averageCharWidth(), room.width())
        told = text(words, wrap=True)
        told.setFixedWidth(wide)
        told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        area = scrolled(told)
        area.setFixedWidth(wide + area.verticalScrollBar().sizeHint().width())
        area.setFixedHeight(min(told.heightForWidth(wide), room.height()))
        if told.heightForWidth(wide) > room.height():
            area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that the keys scroll it
        self._buttons = row(None, space=10)
        self.inside = column(text(title, "section", wrap=True), area, self._buttons, space=14)
        self.inside.setContentsMargins(24, 20, 24, 20)
        self.setLayout(self.inside)

    def add_button(self, words: str, pressed: Callable[[], None]) -> QPushButton:
        """One more at the end of the row."""
        made = QPushButton(words)
        made.clicked.connect(pressed)
        self._buttons.addWidget(made)
        return made
