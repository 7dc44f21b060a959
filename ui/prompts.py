"""Every question that stops a person: handed in, so that tests answer without a dialog.

Nothing here waits: the answer comes back through a function that was handed in.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QInputDialog, QMessageBox, QWidget

from ui.words import _


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
        box = QMessageBox(QMessageBox.Icon.Information, title, title, parent=parent)
        box.setInformativeText(words)
        box.addButton(_("Sluiten"), QMessageBox.ButtonRole.AcceptRole)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def reason(
        self, parent: QWidget, title: str, words: str, answered: Callable[[str], None]
    ) -> None:
        """Ask for a sentence; nothing is answered when a person changes their mind."""
        dialog = QInputDialog(parent)
        dialog.setWindowTitle(title)
        dialog.setLabelText(words)
        dialog.setOkButtonText(_("Verder"))
        dialog.setCancelButtonText(_("Blijf hier"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(answered)
        dialog.open()

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
