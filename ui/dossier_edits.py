"""What a person changes in one dossier: asked where needed, done by the worker, taken back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from eportfolio.errors import EportfolioError
from ui import dossier_work, story_work, term_lines
from ui.difference import DIFFERENCES
from ui.exchange import REPLIES, REPLY_NAME
from ui.form_spec import specs
from ui.prompts import Prompts
from ui.record_pane import Typed
from ui.sections import Current
from ui.tasks import Tasks
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.dossiers import Change

T = TypeVar("T")
ANY_FILE = N_("Alle bestanden (*)")
# What belongs to one record and not to the one that corrects it.
OWN = frozenset({*DIFFERENCES, "documenten", "werknotitie"})


class Edits(QObject):
    """The changes of one dossier, and the last one to take back."""

    saved = Signal(str, str, str)  # the record to show, what was done, what the law says of it
    said = Signal(str)  # something that changed nothing
    failed = Signal(object)  # EportfolioError
    replied = Signal()  # to what a successor understood

    def __init__(self, page: QWidget, tasks: Tasks, prompts: Prompts, portfolio: str) -> None:
        super().__init__(page)
        self._page = page
        self._tasks = tasks
        self._prompts = prompts
        self._portfolio = portfolio
        self._undoable: int | None = None  # the revision that was saved last here
        self._redoable: int | None = None

    def save(
        self,
        record: str | None,
        kind: str,
        body: dict[str, Any],
        refused: Callable[[EportfolioError], None],
    ) -> None:
        """A new record, or a new version of one."""
        work = dossier_work.save(self._portfolio, record, kind, body)
        self._tasks.run(self, work, self._on_saved, refused)

    def keep(self, typed: Typed) -> None:
        """Keep what is being typed, to go on with later."""
        self._tasks.run(self, self.kept(typed), failed=self.failed.emit)

    def kept(self, typed: Typed) -> Callable[[Workspace], None]:
        """The work that keeps it."""
        return dossier_work.keep_draft(
            self._portfolio, typed.record, typed.kind, typed.values, typed.seq
        )

    def drop(self, typed: Typed) -> None:
        """Throw away what was typed."""
        self._tasks.run(self, dossier_work.drop_draft(self._portfolio, typed.record, typed.kind))

    def attach(self) -> None:
        """Add a file."""
        self._prompts.open_file(self._page, _("Bestand toevoegen"), _(ANY_FILE), self._attach)

    def _attach(self, file: Path) -> None:
        self._ask(dossier_work.attach(self._portfolio, file), self._on_saved)

    def _on_saved(self, change: Change) -> None:
        self._undoable, self._redoable = change.seq, None
        words = _("Opgeslagen. Met Ctrl+Z maakt u het ongedaan")
        self.saved.emit(change.records[0], words, term_lines.warning_words(change.warnings))

    def withdraw(self, record: str) -> None:
        """Say that a record no longer holds."""
        self._prompts.reason(
            self._page,
            _("Gegeven intrekken"),
            _(
                "Waarom geldt dit niet meer? Het blijft in de geschiedenis staan. Terugdraaien kan "
                "niet: leg het dan opnieuw vast."
            ),
            _("Intrekken"),
            partial(self._withdraw, record),
        )

    def _withdraw(self, record: str, reason: str) -> None:
        self._ask(dossier_work.withdraw(self._portfolio, record, reason), self._on_withdrawn)

    def _on_withdrawn(self, change: Change) -> None:
        self._undoable = self._redoable = None
        self.saved.emit(change.records[0], _("Ingetrokken; het staat nog in de geschiedenis"), "")

    def forget(self) -> None:
        """What was saved last cannot be taken back any more: something of it is erased."""
        self._undoable = self._redoable = None

    def undo(self) -> None:
        """Take back what was saved last on this page."""
        self._turn_back(self._undoable, self._on_undone, _("Er is niets om ongedaan te maken"))

    def redo(self) -> None:
        """Do it again."""
        self._turn_back(self._redoable, self._on_redone, _("Er is niets om opnieuw te doen"))

    def _turn_back(self, seq: int | None, done: Callable[[Change], None], nothing: str) -> None:
        if seq is None:
            self.said.emit(nothing)
        else:
            self._ask(dossier_work.undo(self._portfolio, seq), done)

    def _on_undone(self, change: Change) -> None:
        self._undoable, self._redoable = None, change.seq
        words = _("Ongedaan gemaakt; het staat nog in de geschiedenis")
        self.saved.emit(change.records[0], words, "")

    def _on_redone(self, change: Change) -> None:
        self._undoable, self._redoable = change.seq, None
        self.saved.emit(change.records[0], _("Opnieuw gedaan"), "")

    def export(self, one: Current) -> None:
        """Save a document outside the vault."""
        name = str(one.whole.get("naam", "document"))
        write = partial(self._export, str(one.id))
        self._prompts.save_file(self._page, _("Opslaan buiten de kluis"), name, _(ANY_FILE), write)

    def _export(self, record: str, place: Path) -> None:
        self._ask(dossier_work.export(self._portfolio, record, place), self._on_exported)

    def _on_exported(self, _done: object) -> None:
        self.said.emit(_("Opgeslagen. Let op: dit bestand is niet versleuteld"))

    def reply(self, bundle: str, words: str | None) -> None:
        """Answer what the successor understood, and save it for the successor."""

        def write(place: Path) -> None:
            self._ask(story_work.reply(bundle, words, place), self._on_replied)

        self._prompts.save_file(self._page, _("Antwoord opslaan"), REPLY_NAME, _(REPLIES), write)

    def _on_replied(self, _done: object) -> None:
        self.said.emit(_("Antwoord opgeslagen. Stuur het bestand naar uw opvolger"))
        self.replied.emit()

    def _ask(self, work: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        self._tasks.run(self, work, done, self.failed.emit)


def correction(one: Current) -> dict[str, Any]:
    """What a new record begins with that corrects this one."""
    names = {spec.name for spec in specs(one.kind)} - OWN
    kept = {name: value for name, value in one.whole.items() if name in names}
    return {**kept, "correctie_van": one.id}
