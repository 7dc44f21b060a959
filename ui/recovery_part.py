"""Who else can open this vault: the recovery sheet, an organisation, sheets. In the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui import recovery_work
from ui.prompts import Prompts
from ui.recovery_forms import DivideForm, Form, LendForm, PractiseForm, RenewForm
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import Banner, button, card, clear, column, icon, row, text
from ui.words import _

if TYPE_CHECKING:
    from eportfolio.workspace.recovery import State


class RecoveryPart(QWidget):
    """What there is, in plain words, and one form at a time to change it."""

    saved = Signal(str)
    opened = Signal()  # a form

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self.state: State | None = None
        self.form: Form | None = None
        self.banner = Banner(theme, "info", "info")
        self.sheet_line, self.escrow_line, self.shares_line = (
            text("", wrap=True) for _line in range(3)
        )
        self.practise_button = button(theme, _("Nu &oefenen"), self.practise)
        self.renew_button = button(theme, _("&Nieuw herstelblad…"), self.renew)
        self.lend_button = button(theme, _("Organisatie &instellen…"), self.lend)
        self.no_lend_button = button(theme, _("Org&anisatie weghalen"), self._ask_no_lend)
        self.divide_button = button(theme, _("Deelbladen &maken…"), self.divide)
        self.no_divide_button = button(theme, _("Deelbladen in&trekken"), self._ask_no_divide)
        self._place = QVBoxLayout()
        self._place.setContentsMargins(0, 0, 0, 0)
        frame: QFrame = card()
        inside = column(
            text(_("Herstel"), "section"),
            text(
                _("Zo komt u weer in de kluis als u uw wachtwoordzin vergeet."), "muted", wrap=True
            ),
            self.banner,
            self._way("key", self.sheet_line, self.practise_button, self.renew_button),
            self._way("users", self.escrow_line, self.lend_button, self.no_lend_button),
            self._way("file-check", self.shares_line, self.divide_button, self.no_divide_button),
            self._place,
            space=16,
        )
        inside.setContentsMargins(24, 20, 24, 24)
        frame.setLayout(inside)
        self.setLayout(column(frame))
        self._show_buttons()

    def _way(self, icon_name: str, line: QWidget, *buttons: QWidget) -> QVBoxLayout:
        head = row(icon(self._theme, icon_name, "muted", 20), line)
        head.setStretch(1, 1)
        return column(head, row(*buttons, None, space=8), space=8)

    def load(self) -> None:
        """Look how it stands."""
        self.banner.say("")
        self._drop_form()
        self._tasks.run(self, recovery_work.look, self.show_state)

    def show_state(self, state: State) -> None:
        """Say who can open this vault."""
        self.state = state
        sheet, escrow, shares = state.recovery, state.escrow, state.shares
        if sheet is None:
            words = _("Herstelblad: het is niet bekend wanneer u het voor het laatst probeerde.")
        elif sheet.tried > sheet.since:
            words = _("Herstelblad: gemaakt op {made}, het laatst geprobeerd op {tried}.").format(
                made=shown_date(sheet.since.isoformat()), tried=shown_date(sheet.tried.isoformat())
            )
        else:
            words = _("Herstelblad: gemaakt op {made}.").format(
                made=shown_date(sheet.since.isoformat())
            )
        if state.is_due:
            words += " " + _("Het is tijd om ermee te oefenen.")
        self.sheet_line.setText(words)
        self.escrow_line.setText(
            _("Uw organisatie kan deze kluis openen: {holder}, sinds {since}.").format(
                holder=escrow.holder, since=shown_date(escrow.since.isoformat())
            )
            if escrow
            else _("Uw organisatie kan deze kluis niet openen.")
        )
        self.shares_line.setText(
            _(
                "Met {threshold} van de {of} deelbladen (set {set_id}) gaat deze kluis open, "
                "sinds {since}."
            ).format(
                threshold=shares.threshold,
                of=shares.of,
                set_id=shares.set_id,
                since=shown_date(shares.since.isoformat()),
            )
            if shares
            else _("Er zijn geen deelbladen.")
        )
        self._show_buttons()

    def _show_buttons(self) -> None:
        """What can be done now; while a form is open only that."""
        free = self.form is None and self.state is not None
        has_escrow = self.state is not None and self.state.escrow is not None
        has_shares = self.state is not None and self.state.shares is not None
        self.practise_button.setVisible(free)
        self.renew_button.setVisible(free)
        self.lend_button.setVisible(free and not has_escrow)
        self.no_lend_button.setVisible(free and has_escrow)
        self.divide_button.setVisible(free)
        self.no_divide_button.setVisible(free and has_shares)

    def practise(self) -> None:
        """Try the recovery sheet."""
        self._open(PractiseForm(self._tasks, self._theme))

    def renew(self) -> None:
        """Make a new recovery sheet."""
        self._open(RenewForm(self._tasks, self._theme, self._prompts))

    def lend(self) -> None:
        """Let an organisation in."""
        self._open(LendForm(self._tasks, self._theme, self._prompts))

    def divide(self) -> None:
        """Make sheets."""
        self._open(DivideForm(self._tasks, self._theme, self._prompts))

    def _open(self, form: Form) -> None:
        self._drop_form()
        self.banner.say("")
        self.form = form
        form.done.connect(self._on_done)
        form.left.connect(self._on_left)
        self._place.addWidget(form)
        self._show_buttons()
        form.begin()
        self.opened.emit()

    def _drop_form(self) -> None:
        self.form = None
        clear(self._place)
        self._show_buttons()

    def _on_left(self) -> None:
        self._drop_form()
        self.practise_button.setFocus()

    def _on_done(self, state: State, words: str) -> None:
        self._drop_form()
        self.show_state(state)
        self.banner.say(words)
        self.practise_button.setFocus()
        self.saved.emit(_("Herstel bijgewerkt"))

    def _ask_no_lend(self) -> None:
        self._ask(
            _("Organisatie weghalen"),
            _(
                "Uw organisatie kan deze kluis dan niet meer openen. Kopieën van de kluis van vóór "
                "vandaag nog wel."
            ),
            _("Weghalen"),
            recovery_work.lend_no_more,
            _("Uw organisatie kan deze kluis niet meer openen."),
        )

    def _ask_no_divide(self) -> None:
        self._ask(
            _("Deelbladen intrekken"),
            _(
                "De bladen openen deze kluis dan niet meer. Kopieën van de kluis van vóór vandaag "
                "gaan er nog wel mee open."
            ),
            _("Intrekken"),
            recovery_work.divide_no_more,
            _("De deelbladen openen deze kluis niet meer."),
        )

    def _ask(self, title: str, words: str, yes: str, work: Callable[..., State], said: str) -> None:
        def answered(sure: bool) -> None:
            if sure:
                self._tasks.run(self, work, lambda state: self._on_done(state, said))

        self._prompts.confirm(self, title, words, yes, answered)
