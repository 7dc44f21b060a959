"""Sending back what was added during a cover: what goes and what stays, to whom, and then."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from eportfolio.errors import EportfolioError
from ui import sharing_work
from ui.models import LineModel
from ui.preview_sheets import going, inside, staying
from ui.prompts import Prompts
from ui.receive_page import KINDS
from ui.sharing_work import Returning
from ui.sheets import Beside, fact, note, padded, sheet
from ui.standing_words import giver_words, return_words
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, column, text
from ui.words import _
from ui.work_page import WorkPage

if TYPE_CHECKING:
    from eportfolio.errors import NotPermitted
    from eportfolio.workspace.results import Sent

NAME = "terug.eportfolio"


class ReturnPage(WorkPage):
    """From a cover to a file for the one who gave it."""

    left = Signal()
    contacts_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str) -> None:
        super().__init__(tasks, theme, prompts, _("Terugsturen"))
        self.portfolio = portfolio
        self.going, self.staying = LineModel(), LineModel()
        self.back_button = self._leave()
        self.show_foot(self.back_button, None)
        tasks.run(self, sharing_work.returning(portfolio), self._on_known, self.say_refused)

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here."""
        return False

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.back_button.setFocus()

    def _leave(self, look: str = "") -> QWidget:
        words = _("&Terug naar het dossier")
        return button(self._theme, words, self.left.emit, "arrow-left", look=look)

    def _on_known(self, found: Returning) -> None:
        theme, lent, preview = self._theme, found.lent, found.preview
        self.title.setText(_("Terugsturen: {name}").format(name=found.name))
        if lent.obstacle is not None or preview is None:
            self._show_refused(found)
            return
        goes, self.going = going(theme, preview)
        parts = [goes]
        if stays := staying(theme, preview):
            self.staying = stays[1]
            parts.append(stays[0])
        main, aside = (column(*those, None, space=16) for those in (parts, [self._to(found)]))
        self.show_parts(Beside((main, 13), (aside, 7)))
        self.back_button = self._leave()
        self.make_button = button(theme, _("Bestand &maken"), self._on_make, "transfer",
                                  look="primary")  # fmt: skip
        self.show_foot(self.back_button, None, self.make_button)
        self.make_button.setFocus()

    def _to(self, found: Returning) -> QWidget:
        lent = found.lent
        until = shown_date(lent.until.isoformat())
        return sheet(
            _("Voor wie"),
            padded(
                column(
                    text(_("Ontvanger"), "help"),
                    text(giver_words(lent), "strong", wrap=True),
                    space=0,
                ),
                column(
                    text(_("Terugsturen kan"), "help"),
                    text(_("tot en met {until}").format(until=until), "strong", wrap=True),
                    space=0,
                ),
                note(
                    self._theme,
                    _("De cliënt vindt goed dat dit terugkomt. Dat staat in de toestemming bij "
                      "de vervanging."),
                    "hand",
                    "pos",
                ),
                note(
                    self._theme,
                    _("Wat met de vervanging kwam, gaat niet opnieuw mee. Uw collega heeft dat "
                      "al."),
                ),
            ),
        )  # fmt: skip

    def _show_refused(self, found: Returning) -> None:
        """Why nothing goes back, what is safe and what to do."""
        theme, refusal = self._theme, found.lent.obstacle
        self.bad.say(return_words(found.lent))
        self.show_parts(
            sheet(
                _("Wat is veilig?"),
                fact(theme, "shield", "pos", _("Uw kluis"), _("Wat u toevoegde, staat hier en "
                     "blijft hier. Er is niets verstuurd.")),
            )
        )  # fmt: skip
        self.back_button = self._leave("primary")
        parts: list[QWidget | None] = [None, self.back_button]
        if refusal is not None and _is_about_card(refusal):
            contacts = button(theme, _("Naar &contacten"), self.contacts_wanted.emit, "user-plus")
            parts.insert(1, contacts)
        self.show_foot(*parts)
        self.back_button.setFocus()

    def _on_make(self) -> None:
        title = _("Bestand voor uw collega opslaan")
        self._prompts.save_file(self, title, NAME, _(KINDS), self.make)

    def make(self, place: Path) -> None:
        """Make the file at a place that was chosen."""
        work = sharing_work.make_return(self.portfolio, place)
        self.work(_("Het bestand wordt gemaakt…"), work, self._on_made, self._on_not_made)

    def _on_not_made(self, error: EportfolioError) -> None:
        self.say_refused(error, self.make_button)

    def _on_made(self, sent: Sent) -> None:
        self.saved.emit(_("Bestand gemaakt"))
        self.good.say(
            _("Het bestand is gemaakt: {name}. Alleen uw collega kan het openen.").format(
                name=sent.file.name
            )
        )
        steps = (
            _("1. Geef het bestand aan uw collega, op een stick of met beveiligde mail."),
            _("2. Uw collega leest het in. Wat u toevoegde, staat dan ook daar. U krijgt een "
              "ontvangstbewijs terug."),
            _("3. Lees het ontvangstbewijs in bij Ontvangen. Dan sluit de vervanging hier."),
            _("Voegt u daarna nog iets toe? Stuur dan nog een keer terug: dat kan tot de laatste "
              "dag."),
        )  # fmt: skip
        self.show_parts(
            inside(self._theme, sent, _("Gaat terug")),
            sheet(_("Wat doet u nu?"), padded(*(text(one, wrap=True) for one in steps))),
        )
        self.back_button = self._leave("primary")
        self.show_foot(None, self.back_button)
        self.back_button.setFocus()


def _is_about_card(refusal: NotPermitted) -> bool:
    return refusal.code == "unknown-recipient"
