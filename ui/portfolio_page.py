"""One client's dossier: a fixed header and nine parts.

A page belongs to one dossier for as long as it lives; another dossier gets another page, so that
nothing of one client can stand beside the name of another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

import shiboken6
from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui import dossier_work, keeping_work, paper_work
from ui.backups_sheet import done_and_waiting
from ui.consent_part import ConsentPart
from ui.dossier_edits import Edits, correction
from ui.dossier_header import DossierHeader
from ui.dossier_lists import HistoryList
from ui.erase_form import EraseForm
from ui.on_paper_work import RECEIPT, SYNTHESIS
from ui.paper_view import PaperView
from ui.prompts import Prompts
from ui.records_part import RecordsPart
from ui.section_tabs import SectionTabs
from ui.sections import (
    CONSENT,
    HISTORY,
    SECTIONS,
    Section,
    Snapshot,
    history_lines,
    line_of,
    section_of,
)
from ui.sharing_work import DECISION
from ui.standing_banner import StandingBanner
from ui.standing_words import is_editable
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, column, hair
from ui.words import _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.erasure import ItemsErased

NARROW = 860
LOWEST = 100
LOW = 480  # there what may be done goes before the facts about the client
RECORDS, DECIDED, CHANGES = range(3)
T = TypeVar("T")


class PortfolioPage(QWidget):
    """Everything about one client."""

    left = Signal()
    saved = Signal(str)
    give_wanted = Signal(str)
    return_wanted = Signal(str)
    receipt_wanted = Signal()
    together_wanted = Signal()
    beside_wanted = Signal(object)  # the kind of page that is about this dossier
    paper_wanted = Signal(str, object)  # which document, and what it is about

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        prompts: Prompts,
        portfolio: str,
        section: int = 0,
        record: str | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.portfolio = portfolio
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._snapshot: Snapshot | None = None
        self._is_restored = False
        self.edits = Edits(self, tasks, prompts, portfolio)
        self.edits.saved.connect(self._on_edited)
        self.edits.said.connect(self.saved)
        self.edits.replied.connect(self.reload)
        self.edits.failed.connect(self._on_failed)
        self._wanted: str | None = None  # the record to choose after the next reading
        self._section = section
        self._build()
        self.tabs.setCurrentIndex(section)
        self.reload(record)

    @property
    def section(self) -> int:
        """Which part is shown."""
        return self._section

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self.is_filling_in or self.part.exchange.is_changed

    @property
    def is_filling_in(self) -> bool:
        """Whether a form is open in which something was typed."""
        return self.pane.is_changed or self.consents.is_changed

    @property
    def is_editable(self) -> bool:
        """Whether something can be added to this dossier here."""
        return self._snapshot is not None and is_editable(self._snapshot)

    def give_back(self) -> None:
        """See what would go back to the one who gave the cover."""
        if self.closed_banner.is_cover:
            self.return_wanted.emit(self.portfolio)

    def _build(self) -> None:
        theme = self._theme
        self.header = DossierHeader(theme)
        self.header.left.connect(self.left)
        self.header.paper_wanted.connect(partial(self.paper_wanted.emit, "", None))
        self.header.synthesis_wanted.connect(partial(self.paper_wanted.emit, SYNTHESIS, None))
        self.closed_banner = StandingBanner(theme, self.give_back)
        self.error_banner = Banner(theme, "neg", "alert-circle")
        self.warning_banner = Banner(theme, "warn", "alert")
        self.done_banner = Banner(theme, "pos", "check-circle")
        self.tabs = SectionTabs()
        self.tabs.currentChanged.connect(self._on_tab)

        self.part = RecordsPart(theme)
        self.part.record_wanted.connect(self.show_record)
        self.part.exchange.reply_wanted.connect(self.edits.reply)
        self.records, self.pane = self.part.records, self.part.pane
        self.records.chosen.connect(self._on_chosen)
        self.records.edit_wanted.connect(self.edit)
        self.records.kind_wanted.connect(self.begin_record)
        self.records.file_wanted.connect(self.edits.attach)

        self.pane.save_wanted.connect(self._on_save)
        self.pane.withdraw_wanted.connect(self.edits.withdraw)
        self.pane.history_wanted.connect(self._on_record_history)
        self.pane.export_wanted.connect(self._on_export)
        self.pane.look_wanted.connect(self._on_look)
        self.pane.correct_wanted.connect(self._on_correct)
        self.pane.erase_wanted.connect(self._on_erase)
        self.pane.record_wanted.connect(self.show_record)
        self.pane.closed.connect(self.close_form)
        self.pane.typed.connect(self.edits.keep)
        self.pane.currentChanged.connect(self._arrange)

        self.consents = ConsentPart(self._tasks, theme, self._prompts, self.portfolio)
        self.consents.saved.connect(self.saved)
        self.consents.give_wanted.connect(partial(self.give_wanted.emit, self.portfolio))
        self.consents.receipt_wanted.connect(self.receipt_wanted)
        self.consents.together_wanted.connect(self.together_wanted)
        self.consents.paper_wanted.connect(partial(self.paper_wanted.emit, RECEIPT))
        self.consents.beside_wanted.connect(self.beside_wanted)
        self.consents.answered.connect(self.reload)
        self.consents.typed.connect(self.edits.keep)
        self.consents.dropped.connect(self.edits.drop)
        self.changes = HistoryList(theme)
        self.stack = QStackedWidget()
        for page in (self.part, self.consents, self.changes):
            self.stack.addWidget(page)
        theme.size(self.stack, minimumHeight=LOWEST)  # where there is little room it scrolls
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        banners = (self.closed_banner, self.error_banner, self.warning_banner, self.done_banner)
        for part in (self.header, *banners):
            layout.addWidget(part)
        layout.addLayout(column(self.tabs, hair(), space=0))
        layout.addWidget(self.stack, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self, *_: int) -> None:
        is_narrow = self.width() < self._theme.px(NARROW)
        self.part.arrange(self._section, is_narrow=is_narrow)
        is_low, is_alone = self.height() < self._theme.px(LOW), self.pane.is_alone
        is_crowded = bool(self.closed_banner.words) or self._section == CONSENT or is_alone
        self.header.give_way(facts=is_low and is_crowded, name=is_low and is_alone)

    def reload(self, choose: str | None = None) -> None:
        """Read the dossier again, and choose a record in it."""
        self._wanted = choose
        self._tasks.run(self, dossier_work.read(self.portfolio), self._on_read, self._on_failed)

    def _on_read(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.header.show_client(snapshot)
        self.closed_banner.load(snapshot)
        self._arrange()
        self.part.load(snapshot)
        if self._wanted is not None and (one := snapshot.find(self._wanted)) is not None:
            self._section = section_of(one.kind)
        if self.is_filling_in:
            return
        decides = bool(snapshot.drafts) and snapshot.drafts[0].kind == DECISION
        if snapshot.drafts and (self.is_editable or decides) and not self._is_restored:
            self._restore(snapshot)
        else:
            self._show_section()
        self._is_restored = True

    def _restore(self, snapshot: Snapshot) -> None:
        """Go on where somebody stopped typing, in the same place."""
        draft = snapshot.drafts[0]
        if draft.kind == DECISION:
            self._section = CONSENT
            self._show_section()
            self.consents.restore(draft)
            return
        one = snapshot.find(draft.record) if draft.record is not None else None
        self._section = section_of(draft.kind)
        self._wanted = draft.record
        self._show_section()
        if one is None:
            self.records.list.clearSelection()
        self.pane.restore(draft, one, snapshot)

    @property
    def last_work(self) -> Callable[[Workspace], None] | None:
        """What must still be kept before the vault closes."""
        unsaved = self.pane.unsaved or self.consents.unsaved
        return None if unsaved is None else self.edits.kept(unsaved)

    def discard(self) -> None:
        """Throw away what was typed; a person said so."""
        unsaved, self.pane.form = self.pane.unsaved, None
        if unsaved is not None:
            self.edits.drop(unsaved)

    def _on_tab(self, chosen: int) -> None:
        if chosen == self._section:
            return
        before = self._section

        def go_on() -> None:
            self._section = chosen
            self._wanted = None
            self.error_banner.say("")
            self._show_section()
            self.part.scroll_to_top()

        self.tabs.setCurrentIndex(before)
        self.unless_changed(go_on)

    def unless_changed(self, go_on: Callable[[], None]) -> None:
        """Go on, but ask first when something typed would be lost."""
        if not self.is_filling_in:
            go_on()
            return

        def answered(yes: bool) -> None:
            if yes:
                self.discard()
                self.consents.drop()
                go_on()

        self._prompts.confirm(
            self,
            _("Wijzigingen niet opgeslagen"),
            _("U heeft iets getypt dat nog niet is opgeslagen. De vorige versie blijft bewaard."),
            _("Weggooien"),
            answered,
        )

    def show_section(self, section: int) -> None:
        """Go to a part (Ctrl+1 to Ctrl+9)."""
        if 0 <= section < len(SECTIONS):
            self._on_tab(section)

    def show_record(self, record: str) -> None:
        """Go to a record, wherever it stands."""
        snapshot = self._snapshot
        one = snapshot.find(record) if snapshot is not None else None
        if one is None:
            return

        def go_on() -> None:
            self._section = section_of(one.kind)
            self._wanted = record
            self._show_section()
            self.part.scroll_to_records()

        self.unless_changed(go_on)

    def _show_section(self) -> None:
        self.tabs.choose_quietly(self._section)
        section, snapshot = SECTIONS[self._section], self._snapshot
        self.header.show_place(section.title)
        self._arrange()
        if self._section == CONSENT:
            self.stack.setCurrentIndex(DECIDED)
            self._take_keyboard(self.consents.view)
            self.consents.reload()
        elif self._section == HISTORY:
            self.stack.setCurrentIndex(CHANGES)
            self._take_keyboard(self.changes.view)
            self._ask(dossier_work.history(self.portfolio), self._on_history)
        elif snapshot is not None:
            self.stack.setCurrentIndex(RECORDS)
            self._take_keyboard(self.records.list)
            self._show_records(section, snapshot)

    def _take_keyboard(self, view: QWidget) -> None:
        """Go on from the list of the part, unless somebody walks along the tabs."""
        if not self.tabs.hasFocus():
            view.setFocus()

    def _show_records(self, section: Section, snapshot: Snapshot) -> None:
        self.part.show_section(section, snapshot, self._wanted, is_editable=self.is_editable)

    def _on_chosen(self, record: str) -> None:
        if self.is_filling_in:
            if record == self.pane.record:
                return
            self.records.choose_quietly(self.pane.record)
        self.unless_changed(partial(self._show, record))

    def _show(self, record: str) -> None:
        snapshot = self._snapshot
        one = snapshot.find(record) if snapshot is not None else None
        if one is not None and snapshot is not None:
            if record != self.pane.record:
                self.error_banner.say("")  # it was about the other one
            self.part.show_record(one, snapshot)

    def edit(self) -> None:
        """Change the record that is shown (F2)."""
        if not self.is_filling_in:
            self.pane.edit()

    def submit(self) -> None:
        """Save what is being filled in (Ctrl+Enter)."""
        self.consents.submit()
        self.pane.submit()

    def close_form(self) -> None:
        """Leave a form without saving (Esc)."""

        def go_on() -> None:
            shown = self.pane.record
            self.pane.form = None
            if shown is not None:
                self._show(shown)
            elif self._snapshot is not None:
                self._show_records(SECTIONS[self._section], self._snapshot)
            self.records.list.setFocus()

        if self._section == CONSENT and self.consents.leave_evidence():
            return
        if self.pane.leave_document():
            self.records.list.setFocus()
        elif self.pane.form is not None:
            self.unless_changed(go_on)
        elif self.consents.form is not None:
            self.consents.close_form()

    def add(self) -> None:
        """Begin a new record of this part (Ctrl+N)."""
        if self._section == CONSENT and self.consents.form is None:
            self.consents.decide()
        if SECTIONS[self._section].kinds and self.is_editable:
            self.records.add()

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.records.list.setFocus()

    def begin_record(self, kind: str, *_: object) -> None:
        """Fill in a new record of a kind."""
        self.unless_changed(partial(self._begin, kind, {}))

    def _begin(self, kind: str, body: dict[str, Any]) -> None:
        self.warning_banner.say("")
        if self._snapshot is not None:
            self.part.begin(kind, body, self._snapshot)

    def _on_correct(self, record: str) -> None:
        one = self._snapshot.find(record) if self._snapshot is not None else None
        if one is not None:
            self._begin(one.kind, correction(one))

    def _on_save(self, record: str | None, kind: str, body: dict[str, Any]) -> None:
        self.edits.save(record, kind, body, self.pane.refuse)

    def _on_edited(self, record: str, words: str, warnings: str) -> None:
        self.pane.form = None
        self.error_banner.say("")
        self.warning_banner.say(
            _("Opgeslagen. Let op:\n{warnings}").format(warnings=warnings) if warnings else ""
        )
        self.saved.emit(words)
        self.reload(record)
        self.records.list.setFocus()

    def undo(self) -> None:
        """Take back what was saved last on this page (Ctrl+Z)."""
        self._turn_back(self.edits.undo)

    def redo(self) -> None:
        """Do it again (Ctrl+Shift+Z)."""
        self._turn_back(self.edits.redo)

    def _turn_back(self, go: Callable[[], None]) -> None:
        if self.is_filling_in:
            self.saved.emit(_("Sla eerst op wat u typt, of sluit het zonder opslaan"))
        else:
            go()

    def look(self) -> None:
        """Look at the document of the record, or at the evidence of the decision (F3)."""
        if self._section == CONSENT:
            self.consents.look()
        else:
            self.pane.look()

    def _on_look(self, document: str) -> None:
        one = self._snapshot.find(document) if self._snapshot is not None else None
        if one is None:
            return
        view = PaperView(self._tasks, self._theme)
        view.save_wanted.connect(partial(self._on_export, document))
        self.pane.show_document(line_of(one), view)
        view.begin()
        view.load(paper_work.stored(self.portfolio, document))

    def _on_erase(self, record: str) -> None:
        one = self._snapshot.find(record) if self._snapshot is not None else None
        if one is None:
            return
        for banner in (self.done_banner, self.warning_banner):
            banner.say("")
        form = EraseForm(self._tasks, self._theme, self.portfolio, record)
        form.erase_wanted.connect(lambda ground: self._erase(form, record, ground))
        self.pane.show_document(_("Wissen: {line}").format(line=line_of(one)), form)
        self.part.scroll_to_records()

    def _erase(self, form: EraseForm, record: str, ground: str) -> None:
        def refused(error: EportfolioError) -> None:
            if shiboken6.isValid(form):
                form.refuse(error)
            else:  # somebody went back meanwhile
                self._on_failed(error)

        work = keeping_work.erase_item(self.portfolio, record, ground)
        self._tasks.run(self, work, self._on_erased, refused)

    def _on_erased(self, done_with: tuple[ItemsErased, str]) -> None:
        gone, untold = done_with
        self.edits.forget()
        done, waiting = done_and_waiting(gone.backups)
        said = _many(
            "Gewist met alle versies: {number} gegeven.",
            "Gewist met alle versies: {number} gegevens.",
            len(gone.records),
        )
        self.done_banner.say(f"{said} {done}".strip())
        self.warning_banner.say("\n".join(filter(None, (waiting, untold))))
        self.saved.emit(_("Gewist"))
        self.reload()
        self.records.list.setFocus()

    def _on_export(self, record: str) -> None:
        one = self._snapshot.find(record) if self._snapshot is not None else None
        if one is not None:
            self.edits.export(one)

    def _on_record_history(self, record: str) -> None:
        self._ask(dossier_work.history(self.portfolio, record), self._on_record_changes)

    def _on_record_changes(self, revisions: Any) -> None:
        if self._snapshot is not None:
            self.pane.show_history(history_lines(revisions, self._snapshot))

    def _on_history(self, revisions: Any) -> None:
        if self._snapshot is not None:
            self.changes.load(history_lines(revisions, self._snapshot))

    def _ask(self, work: Callable[[Workspace], T], done: Callable[[T], None]) -> None:
        self.error_banner.say("")
        self._tasks.run(self, work, done, self._on_failed)

    def _on_failed(self, error: EportfolioError) -> None:
        self.error_banner.say(explain(error))
