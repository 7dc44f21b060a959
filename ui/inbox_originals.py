"""What becomes of the original of a scan that stands in a dossier: always the same, or asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from eportfolio.errors import EportfolioError
from ui import inbox_work
from ui.fields import QuietCombo
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.words import N_, _, explain

if TYPE_CHECKING:
    from eportfolio.workspace.inbox import Waiting

KEEP, REMOVE = "keep", "remove"
AFTER = ((N_("Steeds vragen"), "ask"), (N_("Laten staan"), KEEP), (N_("Weggooien"), REMOVE))


class Originals(QObject):
    """The choice that is remembered, and what is done by it."""

    settled = Signal()  # it stays, or it is gone
    failed = Signal(str)  # why it could not go, or the choice not be kept

    def __init__(self, page: QWidget, tasks: Tasks, prompts: Prompts) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = tasks
        self._prompts = prompts
        self.removed: Path | None = None  # that it goes is no news
        self.choice = QuietCombo()
        self.choice.setAccessibleName(_("Origineel na het toevoegen"))
        for words, value in AFTER:
            self.choice.addItem(_(words), value)
        self.choice.activated.connect(self._on_choice)

    def show_choice(self, after: str) -> None:
        """What was chosen, here or before."""
        self.choice.setCurrentIndex(self.choice.findData(after))

    def settle(self, file: Waiting) -> None:
        """Do with the original what was chosen; what was dropped stays where it came from."""
        after = str(self.choice.currentData())
        if file.is_dropped or after == KEEP:
            self.settled.emit()
        elif after == REMOVE:
            self._remove(file)
        else:
            self._ask(file)

    def _ask(self, file: Waiting) -> None:
        self._prompts.decide(
            self._page,
            _("Origineel weggooien?"),
            _(
                "{name} staat nu versleuteld in het dossier. In de scanmap staat nog het "
                "origineel, zonder versleuteling. Laat u het staan, dan krijgt het een "
                "vinkje."
            ).format(name=file.name),
            (_("Laten staan"), _("Weggooien")),
            _("Onthoud mijn keuze"),
            partial(self._on_asked, file),
        )

    def _on_asked(self, file: Waiting, remove: bool, remember: bool) -> None:
        if remember:
            self._remember(REMOVE if remove else KEEP)
        if remove:
            self._remove(file)
        else:
            self.settled.emit()

    def _remove(self, file: Waiting) -> None:
        self.removed = file.path

        def done(_: None) -> None:
            self.settled.emit()

        def failed(error: EportfolioError) -> None:
            self.failed.emit(
                _(
                    "Het bestand staat in het dossier, maar het origineel kon niet weg. {error}"
                ).format(error=explain(error))
            )
            self.settled.emit()

        self._tasks.run(self, inbox_work.remove(file), done, failed)

    def _on_choice(self) -> None:
        self._remember(str(self.choice.currentData()))

    def _remember(self, after: str) -> None:
        self.show_choice(after)
        self._tasks.run(self, inbox_work.remember(after), None, self._on_not_remembered)

    def _on_not_remembered(self, error: EportfolioError) -> None:
        self.failed.emit(explain(error))
