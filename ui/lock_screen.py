"""The locked window: one task, no client's data. Also the way back in with the recovery sheet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QProgressBar, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui.openings import Opened, Opening, Ways
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
    square,
    text,
)
from ui.words import _, explain

if TYPE_CHECKING:
    from ui.passphrases import Strength

WIDTH = 464


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

    def __init__(self, tasks: Tasks, theme: Theme, ways: Ways, path: Path, whose: str = "") -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._ways = ways
        self._path = path
        self._words: tuple[str, ...] = ()  # read when a new passphrase is typed
        self._recovering = False
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

        self.key = QLineEdit()
        self.key.setAccessibleName(_("Herstelsleutel"))
        self.key.setPlaceholderText("AGE-SECRET-KEY-1…")
        self.key_label = text(_("&Herstelsleutel"), "label")
        self.key_label.setBuddy(self.key)
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
        sheet.setFixedWidth(theme.px(WIDTH))
        inside = column(
            row(logo, self.title, None, space=16),
            self.whose,
            self.explanation,
            self.banner,
            column(self.key_label, self.key, space=6),
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

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.passphrase.setFocus()

    def _show_mode(self) -> None:
        recovering = self._recovering
        self.key.setVisible(recovering)
        self.key_label.setVisible(recovering)
        self.title.setText(_("Herstellen") if recovering else _("Vergrendeld"))
        self.explanation.setText(
            _("Typ de herstelsleutel van uw herstelblad over en kies een nieuwe wachtwoordzin.")
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
        (self.key if recovering else self.passphrase).setFocus()

    def _on_mode(self) -> None:
        self._recovering = not self._recovering
        self.passphrase.clear()
        self.key.clear()
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
            return self._ways.recover(self._path, self.key.text(), typed)
        return self._ways.unlock(self._path, typed)

    def _show_busy(self, *, busy: bool) -> None:
        for widget in (self.passphrase, self.key, self.open_button):
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
        self.passphrase.clear()
        self.key.clear()
        self.opened.emit(opened)

    def _on_failed(self, error: EportfolioError) -> None:
        self._show_busy(busy=False)
        field = self.key if error.key == "wrong-recovery-key" else self.passphrase
        if error.code == "wrong-passphrase":
            self._show_error(explain(error))
            field.selectAll()
        else:
            self.banner.say(explain(error))
        field.setFocus()

    def _show_error(self, sentence: str) -> None:
        self.banner.say("")
        self.error.setText(sentence)
        self.error.setVisible(bool(sentence))
        self.help.setVisible(not sentence)
        self.passphrase.setProperty("invalid", bool(sentence))
        restyle(self.passphrase)
        if sentence:
            announce(self.passphrase, sentence)
