"""The locked window: one task, no client's data. Also the way back in with the recovery sheet."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from eportfolio.errors import EportfolioError
from ui.openings import By, Opened, Opening, Ways
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import (
    Banner,
    ButtonedLine,
    announce,
    button,
    card,
    column,
    icon,
    restyle,
    row,
    scrolled,
    segments,
    square,
    tab_to_chosen,
    text,
)
from ui.words import _, explain

if TYPE_CHECKING:
    from ui.passphrases import Strength

WIDTH = 464
SHEETS_HEIGHT = 132


class PassphraseField(ButtonedLine):
    """A passphrase, hidden until a person asks to see it; pasting is allowed."""

    def __init__(self, theme: Theme, name: str) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setAccessibleName(name)
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText)
        self.show_button = self.add_tool(theme, "eye", _("Toon wat u typt"))
        self.show_button.setCheckable(True)
        self.show_button.toggled.connect(self._on_shown)

    def _on_shown(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)


class LockScreen(QWidget):
    """Asks for the passphrase of one vault."""

    opened = Signal(object)  # Opened
    other_wanted = Signal()

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        ways: Ways,
        prompts: Prompts,
        path: Path,
        whose: str = "",
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._ways = ways
        self._prompts = prompts
        self._path = path
        self._words: tuple[str, ...] = ()  # read when a new passphrase is typed
        self._recovering = False
        self._by = By.SHEET
        self._build(whose)
        self._show_mode()

    def _build(self, whose: str) -> None:
        theme = self._theme
        logo = square(theme, icon(theme, "lock", "on-accent", 24), 44, "logo")
        self.title = text(_("Vergrendeld"), "title")
        self.whose = text(whose, "strong")
        self.whose.setVisible(bool(whose))
        self.explanation = text("", "muted", wrap=True)
        self.banner = Banner(theme, "neg", "alert-circle")

        self._build_means()
        self.passphrase = PassphraseField(theme, _("Uw wachtwoordzin"))
        self.passphrase_label = text(_("&Uw wachtwoordzin"), "label")
        self.passphrase_label.setBuddy(self.passphrase)
        self.help = text(_("Plakken mag. Een wachtwoordprogramma ook."), "help", wrap=True)
        self.error = text("", "error", wrap=True)
        self.error.hide()

        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Bezig met openen"))
        self.bar.hide()
        self.open_button = button(theme, _("Ontgrendelen"), self.submit, look="primary")
        self.mode_button = button(theme, "", self._on_mode, look="plain")
        self.other_button = button(
            theme, _("Een andere kluis openen of maken"), self.other_wanted.emit, look="plain"
        )
        self.passphrase.returnPressed.connect(self.submit)
        self.passphrase.textEdited.connect(self._on_typed)
        self.key.returnPressed.connect(self.passphrase.setFocus)

        sheet = card()
        theme.size(sheet, fixedWidth=WIDTH)
        inside = column(
            row(logo, self.title, None, space=16),
            self.whose,
            self.explanation,
            self.banner,
            self.means,
            column(self.passphrase_label, self.passphrase, self.help, self.error, space=6),
            self.bar,
            self.open_button,
            column(self.mode_button, self.other_button, space=4),
            space=16,
        )
        inside.setContentsMargins(40, 36, 40, 24)
        sheet.setLayout(inside)
        content = QWidget()
        content.setLayout(column(None, row(None, sheet, None), None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(scrolled(content))

    def _build_means(self) -> None:
        """What somebody may have instead of the passphrase, and the field for each."""
        words = {
            By.SHEET: _("Herstelblad"),
            By.ESCROW: _("Organisatie"),
            By.SHARES: _("Deelbladen"),
        }
        choice, self.by_buttons = segments(_("Herstellen met"), words, self.choose)
        group = QButtonGroup(self)
        for one in self.by_buttons.values():
            group.addButton(one)
        group.buttonToggled.connect(partial(tab_to_chosen, group))
        self.by_buttons[By.SHEET].setChecked(True)
        self.key, self.key_file = QLineEdit(), QLineEdit()
        self.key.setPlaceholderText("AGE-SECRET-KEY-1…")
        self.sheets = QPlainTextEdit()
        self.sheets.setTabChangesFocus(True)
        self._theme.size(self.sheets, fixedHeight=SHEETS_HEIGHT)
        self.file_button = button(self._theme, _("Bestand &kiezen…"), self._on_choose)
        self._fields: dict[By, tuple[str, QWidget, QWidget]] = {}
        beside = QWidget()
        line = row(self.key_file, self.file_button, space=8)
        line.setStretch(0, 1)
        beside.setLayout(line)
        said = (
            (By.SHEET, _("Herstelsleutel"), self.key, self.key),
            (By.ESCROW, _("Sleutel van de organisatie"), self.key_file, beside),
            (By.SHARES, _("Woorden, elk deelblad op een eigen regel"), self.sheets, self.sheets),
        )
        self.key_label = text("", "label", wrap=True)
        for by, name, field, shown in said:
            field.setAccessibleName(name)
            self._fields[by] = (name, field, shown)
        self.means = QWidget()
        fields = (shown for _name, _field, shown in self._fields.values())
        self.means.setLayout(column(choice, column(self.key_label, *fields, space=6), space=12))

    def choose(self, by: By) -> None:
        """Recover with something else."""
        self._by = by
        self.by_buttons[by].setChecked(True)
        self._show_means()
        self._fields[by][1].setFocus()

    def _show_means(self) -> None:
        name, field, _shown = self._fields[self._by]
        self.key_label.setText(name)
        self.key_label.setBuddy(field)
        for by, (_name, _field, shown) in self._fields.items():
            shown.setVisible(by is self._by)
        self._show_error("")

    def _on_choose(self) -> None:
        self._prompts.open_file(
            self,
            _("Sleutel van de organisatie"),
            _("Alle bestanden (*)"),
            lambda place: self.key_file.setText(str(place)),
        )

    def _given(self) -> str:
        """What was typed instead of the passphrase."""
        if self._by is By.SHARES:
            return self.sheets.toPlainText()
        return (self.key if self._by is By.SHEET else self.key_file).text()

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.passphrase.setFocus()

    def _show_mode(self) -> None:
        recovering = self._recovering
        self.means.setVisible(recovering)
        self._show_means()
        self.title.setText(_("Herstellen") if recovering else _("Vergrendeld"))
        self.explanation.setText(
            _("Kies wat u heeft, en kies een nieuwe wachtwoordzin.")
            if recovering
            else _("Uw dossiers staan versleuteld op deze computer.")
        )
        asked = _("Nieuwe wachtwoordzin") if recovering else _("Uw wachtwoordzin")
        self.passphrase_label.setText(f"&{asked}")
        self.passphrase.setAccessibleName(asked)
        self.open_button.setText(_("Herstellen en openen") if recovering else _("Ontgrendelen"))
        self.mode_button.setText(
            _("Terug naar ontgrendelen")
            if recovering
            else _("Wachtwoordzin vergeten? Gebruik uw herstelblad")
        )
        self._show_error("")
        (self._fields[self._by][1] if recovering else self.passphrase).setFocus()

    def _on_mode(self) -> None:
        self._recovering = not self._recovering
        self._forget()
        self._show_mode()

    def _on_typed(self, typed: str) -> None:
        self._show_error("")
        if self._recovering:
            self.help.setText(_(self._judged(typed).sentence) if typed else "")
        else:
            self.help.setText(_("Plakken mag. Een wachtwoordprogramma ook."))

    def _judged(self, typed: str) -> Strength:
        from ui.passphrases import judge, load_words

        self._words = self._words or load_words()
        return judge(typed, self._words)

    def submit(self) -> None:
        """Try what was typed."""
        typed = self.passphrase.text()
        if not typed:
            self._show_error(_("Vul uw wachtwoordzin in."))
            return
        if self._recovering and not self._judged(typed).is_enough:
            self._show_error(_("Deze wachtwoordzin is te zwak. Neem een zin van vijf woorden."))
            return
        self._tasks.unlock(self, self._opening(typed), self._on_opened, self._on_failed)
        self._show_busy(busy=True)

    def _opening(self, typed: str) -> Opening:
        if self._recovering:
            return self._ways.recover(self._path, self._by, self._given(), typed)
        return self._ways.unlock(self._path, typed)

    def _show_busy(self, *, busy: bool) -> None:
        for widget in (self.passphrase, self.means, self.open_button):
            widget.setEnabled(not busy)
        self.mode_button.setEnabled(not busy)
        self.other_button.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.open_button.setText(
            _("Bezig met openen…")
            if busy
            else (_("Herstellen en openen") if self._recovering else _("Ontgrendelen"))
        )
        if busy:
            announce(self, _("Bezig met openen"))

    def _on_opened(self, opened: Opened) -> None:
        self._forget()
        self.opened.emit(opened)

    def _forget(self) -> None:
        """Nothing that was typed stays."""
        for one in (self.passphrase, self.key, self.key_file, self.sheets):
            one.clear()

    def _on_failed(self, error: EportfolioError) -> None:
        self._show_busy(busy=False)
        if error.code == "wrong-passphrase":
            self._show_error(explain(error))
            if not self._recovering:
                self.passphrase.selectAll()
        else:
            self.banner.say(explain(error))
        (self._fields[self._by][1] if self._recovering else self.passphrase).setFocus()

    def _show_error(self, sentence: str) -> None:
        self.banner.say("")
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.help.setVisible(not sentence)
        self.passphrase.setProperty("invalid", bool(sentence))
        restyle(self.passphrase)
        if sentence:
            announce(self.passphrase, sentence)
