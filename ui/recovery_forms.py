"""What somebody fills in to practise, or to let somebody else into the vault: form by form."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from eportfolio.errors import EportfolioError
from ui import recovery_work
from ui.lock_screen import PassphraseField
from ui.prompts import Prompts
from ui.recovery_work import Proposed
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import announce, button, column, hair, row, text
from ui.words import _, explain

CONFIRMED_LENGTH = 6
SHEET_NAME = "nieuw-herstelblad.pdf"
FEWEST, USUAL, MOST = 2, 3, 16  # sheets


class Form(QWidget):
    """A question with its fields; `done` brings how the vault stands now."""

    done = Signal(object, str)  # State, and what to say
    left = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, title: str, words: str) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self.error = text("", "error", wrap=True)
        self.error.hide()
        self.leave_button = button(theme, _("&Annuleren"), self.left.emit, look="plain")
        self._fields = column(space=12)
        self._buttons = row(self.leave_button, None)
        self.setLayout(
            column(
                hair(),
                text(title, "strong"),
                text(words, "muted", wrap=True),
                self._fields,
                self.error,
                self._buttons,
                space=12,
            )
        )

    def begin(self) -> None:
        """Put the keyboard in the first field."""
        found = self.findChildren(QLineEdit)
        if found:
            found[0].setFocus()

    def add(self, words: str, field: QWidget, help_text: str = "", beside: object = None) -> None:
        """A field under its label."""
        label = text(words, "label")
        label.setBuddy(field)
        field.setAccessibleName(words.replace("&", ""))
        line = row(field, beside) if isinstance(beside, QWidget) else row(field)
        line.setStretch(0, 1)
        if isinstance(field, QComboBox):
            line = row(field, None)
        parts = column(label, line, space=6)
        if help_text:
            parts.addWidget(text(help_text, "help", wrap=True))
            field.setAccessibleDescription(help_text)
        self._fields.addLayout(parts)

    def submit_with(self, words: str, pressed: Callable[[], object]) -> None:
        """The button that does it."""
        self.submit_button = button(self._theme, words, pressed, look="primary")
        self._buttons.insertWidget(0, self.submit_button)

    def ask_passphrase(self) -> None:
        """A new way in asks the passphrase again."""
        self.passphrase = PassphraseField(self._theme, _("Uw wachtwoordzin"))
        self.add(_("Uw wa&chtwoordzin"), self.passphrase)

    def require(self, *fields: QLineEdit) -> bool:
        """Whether everything is filled in; the first that is not gets the keyboard."""
        for field in fields:
            if not field.text().strip():
                self.say(_("Vul in: {field}.").format(field=field.accessibleName()))
                field.setFocus()
                return False
        return True

    def show_busy(self, *, busy: bool) -> None:
        """While the worker is at it nothing is pressed twice."""
        self.setEnabled(not busy)
        if busy:
            self.say("")

    def say(self, sentence: str) -> None:
        """What is wrong; nothing for an empty sentence."""
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)

    def failed(self, error: EportfolioError) -> None:
        """Say it; what was typed stays."""
        self.show_busy(busy=False)
        self.say(explain(error))
        self.begin()


class PractiseForm(Form):
    """The key of the recovery sheet, typed over."""

    def __init__(self, tasks: Tasks, theme: Theme) -> None:
        super().__init__(
            tasks,
            theme,
            _("Oefenen met het herstelblad"),
            _(
                "Typ de hele sleutel van uw herstelblad over. Zo weet u dat het blad nog leesbaar "
                "is en bij deze kluis hoort. Er verandert niets, en de sleutel wordt niet bewaard."
            ),
        )
        self.key = QLineEdit()
        self.key.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.key.setPlaceholderText("AGE-SECRET-KEY-1…")
        self.key.returnPressed.connect(self.submit)
        self.add(
            _("Her&stelsleutel"),
            self.key,
            _("Hoofdletters en spaties maken niet uit. Een deel van de sleutel is niet genoeg."),
        )
        self.submit_with(_("&Proberen"), self.submit)

    def submit(self) -> None:
        """Try it."""
        if self.require(self.key):
            work = recovery_work.practise(self.key.text())
            self.show_busy(busy=True)
            self._tasks.run(self, work, self._on_done, self.failed)

    def _on_done(self, state: object) -> None:
        self.key.clear()
        self.done.emit(state, _("Het blad werkt. Leg het terug achter slot."))

    def failed(self, error: EportfolioError) -> None:
        super().failed(error)
        if error.code == "wrong-passphrase":
            self.say(
                explain(error) + " " + _("Lukt het niet? Maak dan vandaag een nieuw herstelblad.")
            )
        self.key.selectAll()


class RenewForm(Form):
    """A new sheet first; the old one stops working only after the new one was read back."""

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(
            tasks,
            theme,
            _("Nieuw herstelblad"),
            _(
                "Sla eerst het nieuwe blad op en print het. Typ daarna de laatste tekens van dat "
                "blad. Pas dan werkt het nieuwe blad, en het oude niet meer. Oude reservekopieën "
                "gaan nog open met het oude blad."
            ),
        )
        self._prompts = prompts
        self._proposed: Proposed | None = None
        self.ask_passphrase()
        self.save_button = button(theme, _("Nieuw b&lad opslaan (PDF)"), self._on_save, "download")
        self.saved_line = text("", "small", wrap=True)
        saving = row(self.save_button, self.saved_line)
        saving.setStretch(1, 1)
        self._fields.addLayout(saving)
        self.confirmation = QLineEdit()
        self.confirmation.setMaxLength(CONFIRMED_LENGTH)
        self.confirmation.setEnabled(False)
        self.confirmation.returnPressed.connect(self.submit)
        self.add(
            _("Laat&ste {number} tekens van de nieuwe sleutel").format(number=CONFIRMED_LENGTH),
            self.confirmation,
            _("Lees ze van het nieuwe blad."),
        )
        self.submit_with(_("Oude blad vervangen"), self.submit)
        self.submit_button.setEnabled(False)

    def _on_save(self) -> None:
        if self.require(self.passphrase):
            title = _("Nieuw herstelblad opslaan")
            self._prompts.save_file(self, title, SHEET_NAME, "PDF (*.pdf)", self._on_place)

    def _on_place(self, place: Path) -> None:
        self.show_busy(busy=True)
        work = recovery_work.propose(self.passphrase.text(), place)
        self._tasks.run(self, work, self._on_saved, self.failed)

    def _on_saved(self, proposed: Proposed) -> None:
        self.show_busy(busy=False)
        self.passphrase.clear()
        self._proposed = proposed
        self.saved_line.setText(_("Opgeslagen. Print het blad en verwijder daarna het bestand."))
        for one in (self.confirmation, self.submit_button):
            one.setEnabled(True)
        self.confirmation.setFocus()

    def submit(self) -> None:
        """Replace the old sheet, when the new one was read."""
        typed = "".join(self.confirmation.text().split()).upper()
        if self._proposed is None or typed != self._proposed.key[-CONFIRMED_LENGTH:]:
            self.say(_("Dit zijn niet de laatste tekens van het nieuwe blad. Lees ze opnieuw."))
            return
        self.show_busy(busy=True)
        self._tasks.run(self, recovery_work.renew(self._proposed), self._on_done, self.failed)

    def _on_done(self, state: object) -> None:
        self._proposed = None
        said = _("Het nieuwe herstelblad werkt. Vernietig het oude blad.")
        self.done.emit(state, said)


class LendForm(Form):
    """Which organisation, and the address that it gave."""

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(
            tasks,
            theme,
            _("Uw organisatie als reserve"),
            _(
                "Uw organisatie kan dan deze kluis openen, en dus alle dossiers lezen, ook zonder "
                "u. Spreek af wie de sleutel bewaart en wanneer die gebruikt mag worden. Openen "
                "van deze kluis staat in het inzagelogboek, openen van een kopie niet."
            ),
        )
        self._prompts = prompts
        self.recipient, self.holder = QLineEdit(), QLineEdit()
        self.recipient.setPlaceholderText("age1…")
        choose = button(theme, _("Bestand z&oeken…"), self._on_choose)
        self.add(
            _("Ad&res van de organisatie"),
            self.recipient,
            _("De beveiliging van uw organisatie geeft het. Het begint met age1."),
            beside=choose,
        )
        self.add(_("Welke organisatie of a&fdeling"), self.holder)
        self.ask_passphrase()
        self.submit_with(_("Toestaan"), self.submit)

    def _on_choose(self) -> None:
        title, kind = _("Bestand met het adres"), _("Alle bestanden (*)")
        self._prompts.open_file(self, title, kind, lambda place: self.recipient.setText(str(place)))

    def submit(self) -> None:
        """Let it in."""
        if self.require(self.recipient, self.holder, self.passphrase):
            typed = (self.passphrase.text(), self.recipient.text(), self.holder.text())
            self.show_busy(busy=True)
            self._tasks.run(self, recovery_work.lend(*typed), self._on_done, self.failed)

    def _on_done(self, state: object) -> None:
        self.passphrase.clear()
        self.done.emit(state, _("Uw organisatie kan deze kluis nu openen."))


class DivideForm(Form):
    """How many sheets, and how many of them are needed."""

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__(
            tasks,
            theme,
            _("Deelbladen"),
            _(
                "De sleutel van de kluis wordt verdeeld over bladen voor verschillende mensen. "
                "Alleen met genoeg bladen samen gaat de kluis open. Bladen van een eerdere set "
                "werken daarna niet meer; oude reservekopieën gaan er nog wel mee open."
            ),
        )
        self._prompts = prompts
        self.of, self.threshold = QComboBox(), QComboBox()
        for number in range(FEWEST, MOST + 1):
            self.of.addItem(str(number), number)
        self.of.setCurrentIndex(self.of.findData(USUAL))
        self.of.currentIndexChanged.connect(self._offer)
        self._offer()
        self.add(_("Aanta&l bladen"), self.of)
        self.add(_("&Zoveel daarvan zijn nodig"), self.threshold)
        self.ask_passphrase()
        self.submit_with(_("Map kiezen en maken…"), self.submit)

    def begin(self) -> None:
        self.of.setFocus()

    def _offer(self) -> None:
        """No more can be needed than there are."""
        before = self.threshold.currentData()
        self.threshold.clear()
        for number in range(FEWEST, int(self.of.currentData()) + 1):
            self.threshold.addItem(str(number), number)
        self.threshold.setCurrentIndex(max(0, self.threshold.findData(before)))

    def submit(self) -> None:
        """Ask where they go."""
        if self.require(self.passphrase):
            self._prompts.open_folder(self, _("Map voor de deelbladen"), self._on_folder)

    def _on_folder(self, folder: Path) -> None:
        work = recovery_work.divide(
            self.passphrase.text(),
            int(self.threshold.currentData()),
            int(self.of.currentData()),
            folder,
        )
        self.show_busy(busy=True)
        self._tasks.run(self, work, partial(self._on_done, folder), self.failed)

    def _on_done(self, folder: Path, state: object) -> None:
        self.passphrase.clear()
        said = _("De deelbladen staan in {folder}. Print ze, geef elk aan een ander en wis ze.")
        self.done.emit(state, said.format(folder=folder / recovery_work.SHEETS))
