"""A new dossier: a name is enough, the rest comes later."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError, InvalidRecord
from ui.forms import Form, problems_of
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, Flow, button, card, column, hair, row, scrolled, text
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

FILES = N_("Dossierbestand (*.json);;Alle bestanden (*)")
FIELDS = (
    "voornamen",
    "achternaam",
    "geboortedatum",
    "doelgroep",
    "moedertaal",
    "leestaal",
    "tolk_nodig",
    "tolktaal",
)


class NewDossierPage(QWidget):
    """The first fields of a client."""

    created = Signal(str)  # the new dossier
    left = Signal()
    receive_wanted = Signal()

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._prompts = prompts
        self.file_button = button(
            theme, _("Uit een dossierbestand (&JSON)"), self.choose_file, "file", small=True
        )
        self.receive_button = button(
            theme, _("Van een &collega"), self.receive_wanted.emit, "download", small=True
        )
        self.banner = Banner(theme, "neg", "alert-circle")
        self.form = Form(theme, "client", {}, {}, FIELDS)
        self.save_button = button(theme, _("Dossier &maken"), self.submit, look="primary")
        self.save_button.setToolTip(_("Opslaan (Ctrl+Enter)"))
        self.cancel_button = button(theme, _("&Annuleren"), self.left.emit)
        body = QWidget()
        inside = column(
            text(
                _("Alleen de achternaam is nodig. De rest kunt u later aanvullen."),
                "muted",
                wrap=True,
            ),
            self.banner,
            self.form,
            None,
            space=16,
        )
        inside.setContentsMargins(24, 20, 24, 20)
        body.setLayout(inside)
        foot = row(None, self.cancel_button, self.save_button)
        foot.setContentsMargins(24, 12, 24, 12)
        sheet = card()
        theme.size(sheet, maximumWidth=860)
        sheet.setLayout(column(scrolled(body), hair(), foot, space=0))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(16)
        others = QWidget()
        flow = Flow(12)
        for one in (self.file_button, self.receive_button):
            flow.addWidget(one)
        others.setLayout(flow)
        layout.addWidget(text(_("Nieuw dossier"), "title"))
        layout.addWidget(others)
        layout.addWidget(sheet, 1)

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.form.begin()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed."""
        return self.form.is_changed

    def submit(self) -> None:
        """Make the dossier when the form is right (Ctrl+Enter)."""
        self.banner.say("")
        body = self.form.checked()
        if body is None:
            self.banner.say(self.form.to_mend())
            return

        def work(workspace: Workspace) -> str:
            return workspace.dossiers.create(body).portfolio

        self.setEnabled(False)
        self._tasks.run(self, work, self._on_created, self._on_failed)

    def choose_file(self) -> None:
        """A dossier that another program, or this one, wrote."""
        self._prompts.open_file(self, _("Dossierbestand kiezen"), _(FILES), self.take_file)

    def take_file(self, file: Path) -> None:
        """Read it: all of it, or nothing."""
        self.banner.say("")
        self.setEnabled(False)

        def work(workspace: Workspace) -> str:
            return workspace.dossiers.load_file(file).portfolio

        self._tasks.run(self, work, self._on_created, self._on_failed)

    def _on_created(self, portfolio: Any) -> None:
        self.created.emit(portfolio)

    def _on_failed(self, error: EportfolioError) -> None:
        self.setEnabled(True)
        if isinstance(error, InvalidRecord):
            self.form.show_problems(problems_of(error))
        self.banner.say(explain(error))
