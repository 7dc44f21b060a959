"""One client's dossier: a fixed header and nine parts.

A page belongs to one dossier for as long as it lives; another dossier gets another page, so that
nothing of one client can stand beside the name of another.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QMenu,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from eportfolio import records, texts
from eportfolio.errors import EportfolioError
from eportfolio.records import RecordId
from eportfolio.workspace import Workspace
from eportfolio.workspace.dossiers import Change, Edit, new_id
from ui.delegates import LineDelegate
from ui.dossier_header import DossierHeader
from ui.dossier_lists import ConsentList, HistoryList
from ui.form_spec import specs
from ui.models import LineModel
from ui.overview import Overview
from ui.prompts import Prompts
from ui.record_pane import RecordPane
from ui.sections import (
    CONSENT,
    HISTORY,
    NOT_BEGUN,
    OVERVIEW,
    SECTIONS,
    Section,
    Snapshot,
    history_lines,
    line_of,
    lines,
    section_of,
)
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, button, card, column, hair, row, scrolled, text

LIST_WIDTH = 360
CLOSED = "gesloten"
RECORDS, DECIDED, CHANGES = range(3)


def read_snapshot(portfolio: str) -> Callable[[Workspace], Snapshot]:
    """Work that reads a whole dossier."""

    def work(workspace: Workspace) -> Snapshot:
        row_ = next(one for one in workspace.dossiers.caseload() if one.portfolio == portfolio)
        return Snapshot(row_, tuple(workspace.dossiers.read(portfolio)))

    return work


class PortfolioPage(QWidget):
    """Everything about one client."""

    left = Signal()
    saved = Signal(str)

    def __init__(
        self, tasks: Tasks, theme: Theme, prompts: Prompts, portfolio: str, section: int = 0
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.portfolio = portfolio
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._snapshot: Snapshot | None = None
        self._wanted: str | None = None  # the record to choose after the next reading
        self._section = section
        self._build()
        self.tabs.setCurrentIndex(section)
        self.reload()

    @property
    def section(self) -> int:
        """Which part is shown."""
        return self._section

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self.pane.is_changed

    @property
    def is_editable(self) -> bool:
        """Whether this dossier is still kept here."""
        return self._snapshot is not None and self._snapshot.row.status != CLOSED

    def _build(self) -> None:
        theme = self._theme
        self.header = DossierHeader(theme)
        self.header.left.connect(self.left)
        self.closed_banner = Banner(theme, "info", "archive")
        self.error_banner = Banner(theme, "neg", "alert-circle")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName("Onderdelen van het dossier")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        for n, section in enumerate(SECTIONS):
            self.tabs.addTab(section.title)
            self.tabs.setTabToolTip(n, f"{section.title} (Ctrl+{n + 1})")
        self.tabs.currentChanged.connect(self._on_tab)

        self.model = LineModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setItemDelegate(LineDelegate(theme, self.list))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.add_button = button(theme, "&Toevoegen", self.add, "plus", small=True)
        self.add_button.setToolTip("Toevoegen (Ctrl+N)")
        self.count = text("", "section")
        self._menu = QMenu(self.add_button)

        self.pane = RecordPane(theme)
        self.pane.save_wanted.connect(self._on_save)
        self.pane.withdraw_wanted.connect(self._on_withdraw)
        self.pane.history_wanted.connect(self._on_record_history)
        self.pane.export_wanted.connect(self._on_export)
        self.pane.correct_wanted.connect(self._on_correct)
        self.pane.closed.connect(self.close_form)

        self.overview = Overview(theme)
        self.overview.record_wanted.connect(self.show_record)
        self.consents = ConsentList(theme)
        self.changes = HistoryList(theme)
        self.stack = QStackedWidget()
        for page in (self._records(), self.consents, self.changes):
            self.stack.addWidget(page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 12, 24, 16)
        layout.setSpacing(12)
        layout.addWidget(self.header)
        layout.addWidget(self.closed_banner)
        layout.addWidget(self.error_banner)
        layout.addLayout(column(self.tabs, hair(), space=0))
        layout.addWidget(self.stack, 1)

    def _records(self) -> QWidget:
        side, main = card(), card()
        side.setMinimumWidth(self._theme.px(280))
        head = row(self.count, None, self.add_button)
        head.setContentsMargins(16, 12, 12, 12)
        inside = column(head, hair(), self.list, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        side.setLayout(inside)
        inside = column(self.pane)
        inside.setContentsMargins(1, 1, 1, 1)
        main.setLayout(inside)
        both = QHBoxLayout()
        both.setSpacing(16)
        both.addWidget(side, 9)
        both.addWidget(main, 20)
        side.setMaximumWidth(self._theme.px(LIST_WIDTH + 60))
        main.setMinimumHeight(self._theme.px(300))
        page = QWidget()
        layout = column(self.overview, both, space=16)
        layout.setStretch(1, 1)
        page.setLayout(layout)
        return scrolled(page)

    def reload(self, choose: str | None = None) -> None:
        """Read the dossier again, and choose a record in it."""
        self._wanted = choose
        self._tasks.run(self, read_snapshot(self.portfolio), self._on_read, self._on_failed)

    def _on_read(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.header.show_client(snapshot)
        self.closed_banner.say(
            ""
            if self.is_editable
            else "Dit dossier is overgedragen en gesloten. U kunt het lezen, maar niet wijzigen: "
            "uw opvolger houdt het nu bij."
        )
        self.overview.load(snapshot)
        if self._wanted is not None and (one := snapshot.find(self._wanted)) is not None:
            self._section = section_of(one.kind)
        self._show_section()

    def _on_tab(self, chosen: int) -> None:
        if chosen == self._section:
            return
        before = self._section

        def go_on() -> None:
            self._section = chosen
            self._wanted = None
            self._show_section()

        self.tabs.setCurrentIndex(before)
        self.unless_changed(go_on)

    def unless_changed(self, go_on: Callable[[], None]) -> None:
        """Go on, but ask first when something typed would be lost."""
        if not self.is_changed:
            go_on()
            return

        def answered(yes: bool) -> None:
            if yes:
                go_on()

        self._prompts.confirm(
            self,
            "Wijzigingen niet opgeslagen",
            "U heeft iets getypt dat nog niet is opgeslagen. De vorige versie blijft bewaard.",
            "Weggooien",
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

        self.unless_changed(go_on)

    def _show_section(self) -> None:
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._section)
        self.tabs.blockSignals(False)
        section, snapshot = SECTIONS[self._section], self._snapshot
        self.header.show_place(section.title)
        self.overview.setVisible(self._section == OVERVIEW)
        if self._section == CONSENT:
            self.stack.setCurrentIndex(DECIDED)
            self._tasks.run(
                self,
                lambda workspace: workspace.consents.all(self.portfolio),
                self.consents.load,
                self._on_failed,
            )
        elif self._section == HISTORY:
            self.stack.setCurrentIndex(CHANGES)
            self._tasks.run(
                self,
                lambda workspace: workspace.dossiers.history(self.portfolio),
                self._on_history,
                self._on_failed,
            )
        elif snapshot is not None:
            self.stack.setCurrentIndex(RECORDS)
            self._show_records(section, snapshot)

    def _show_records(self, section: Section, snapshot: Snapshot) -> None:
        found = lines(section, snapshot.records)
        self.model.load(found)
        self.list.setAccessibleName(section.title)
        total = sum(not line.is_heading for line in found)
        self.count.setText(f"{total} gegeven{'s' if total != 1 else ''}")
        self.add_button.setVisible(self.is_editable)
        self._fill_menu(section)
        at = self.model.row_of(self._wanted) if self._wanted else None
        if at is None:
            at = next((n for n, line in enumerate(found) if not line.is_heading), None)
        if at is None:
            self.pane.show_nothing(section.icon, "Nog niets vastgelegd", section.empty)
            return
        self.list.selectionModel().setCurrentIndex(
            self.model.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        self.list.scrollTo(self.model.index(at, 0))

    def _on_current(self, current: QModelIndex, before: QModelIndex) -> None:
        record = self.model.source(current.row()) if current.isValid() else None
        if record is None or record == self.pane.record:
            if record is not None and not self.is_changed:
                self._show(record)
            return

        def go_on() -> None:
            self._show(record)

        if self.is_changed:
            at = self.model.row_of(self.pane.record)
            if at is not None:
                self._choose_quietly(at)
        self.unless_changed(go_on)

    def _choose_quietly(self, at: int) -> None:
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        selection.setCurrentIndex(
            self.model.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )
        selection.blockSignals(False)
        self.list.viewport().update()

    def _show(self, record: str) -> None:
        snapshot = self._snapshot
        one = snapshot.find(record) if snapshot is not None else None
        if one is not None and snapshot is not None:
            at = self.model.row_of(record)
            if at is not None and at != self.list.currentIndex().row():
                self._choose_quietly(at)
            self.pane.show_record(one, snapshot, is_editable=self.is_editable)

    def _on_activated(self, _: QModelIndex) -> None:
        self.edit()

    def edit(self) -> None:
        """Change the record that is shown (F2)."""
        if not self.is_changed:
            self.pane.edit()

    def submit(self) -> None:
        """Save what is being filled in (Ctrl+Enter)."""
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
            self.list.setFocus()

        if self.pane.form is not None:
            self.unless_changed(go_on)

    def _begun(self, section: Section) -> list[str]:
        return [kind for kind in section.kinds if kind not in NOT_BEGUN]

    def _fill_menu(self, section: Section) -> None:
        self._menu.clear()
        for kind in self._begun(section):
            self._menu.addAction(records.title(kind)).triggered.connect(
                partial(self.begin_record, kind)
            )
        if "document" in section.kinds:
            self._menu.addAction("Bestand…").triggered.connect(self.attach)

    def add(self) -> None:
        """Begin a new record of this part (Ctrl+N)."""
        section = SECTIONS[self._section]
        if not section.kinds or not self.is_editable:
            return
        if len(self._menu.actions()) == 1:
            self._menu.actions()[0].trigger()
        else:
            self._menu.popup(self.add_button.mapToGlobal(self.add_button.rect().bottomLeft()))

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.list.setFocus()

    def begin_record(self, kind: str, *_: object) -> None:
        """Fill in a new record of a kind."""
        self.unless_changed(partial(self._begin, kind, {}))

    def _begin(self, kind: str, body: dict[str, Any]) -> None:
        if self._snapshot is not None:
            self.list.clearSelection()
            self.pane.begin(kind, body, self._snapshot)

    def _on_correct(self, record: str) -> None:
        one = self._snapshot.find(record) if self._snapshot is not None else None
        if one is not None:
            names = {spec.name for spec in specs(one.kind)} - {"uren", "documenten", "werknotitie"}
            kept = {name: value for name, value in one.whole.items() if name in names}
            self._begin(one.kind, {**kept, "correctie_van": record})

    def _on_save(self, record: str | None, kind: str, body: dict[str, Any]) -> None:
        new = RecordId(record) if record is not None else new_id()
        edit = Edit(new, None if record is not None else kind, body)
        self._tasks.run(
            self,
            lambda workspace: workspace.dossiers.save(self.portfolio, [edit]),
            self._on_saved,
            self.pane.refuse,
        )

    def _on_saved(self, change: Change) -> None:
        self.pane.form = None
        self.saved.emit("Opgeslagen")
        self.reload(change.records[0])
        self.list.setFocus()

    def _on_withdraw(self, record: str) -> None:
        self._prompts.reason(
            self,
            "Gegeven intrekken",
            "Waarom geldt dit niet meer? Het blijft in de geschiedenis staan.",
            partial(self._withdraw, record),
        )

    def _withdraw(self, record: str, reason: str) -> None:
        self._tasks.run(
            self,
            lambda workspace: workspace.dossiers.withdraw(self.portfolio, RecordId(record), reason),
            self._on_withdrawn,
            self._on_failed,
        )

    def _on_withdrawn(self, change: Change) -> None:
        self.saved.emit("Ingetrokken; het staat nog in de geschiedenis")
        self.reload(change.records[0])

    def attach(self, *_: object) -> None:
        """Add a file."""
        self._prompts.open_file(self, "Bestand toevoegen", "Alle bestanden (*)", self._attach)

    def _attach(self, file: Path) -> None:
        self._tasks.run(
            self,
            lambda workspace: workspace.dossiers.attach(
                self.portfolio, file.name, file.stem, lambda _: file.open("rb")
            )[0],
            self._on_saved,
            self._on_failed,
        )

    def _on_export(self, record: str) -> None:
        one = self._snapshot.find(record) if self._snapshot is not None else None
        name = str(one.whole.get("naam", "document")) if one is not None else "document"
        self._prompts.save_file(
            self,
            "Opslaan buiten de kluis",
            name,
            "Alle bestanden (*)",
            partial(self._export, record),
        )

    def _export(self, record: str, place: Path) -> None:
        self._tasks.run(
            self,
            lambda workspace: workspace.dossiers.export_document(
                self.portfolio, RecordId(record), place
            ),
            self._on_exported,
            self._on_failed,
        )

    def _on_exported(self, _: object) -> None:
        self.saved.emit("Opgeslagen. Let op: dit bestand is niet versleuteld")

    def _on_record_history(self, record: str) -> None:
        self._tasks.run(
            self,
            lambda workspace: workspace.dossiers.history(self.portfolio, RecordId(record)),
            self._on_record_changes,
            self._on_failed,
        )

    def _on_record_changes(self, revisions: Any) -> None:
        self.pane.show_history(history_lines(revisions, self._titles(), self._names()))

    def _on_history(self, revisions: Any) -> None:
        self.changes.load(history_lines(revisions, self._titles(), self._names()))

    def _titles(self) -> dict[str, dict[str, str]]:
        kinds = {one.kind for one in self._snapshot.records} if self._snapshot is not None else ()
        return {kind: {spec.name: spec.title for spec in specs(kind)} for kind in kinds}

    def _names(self) -> dict[str, str]:
        found = self._snapshot.records if self._snapshot is not None else ()
        return {one.id: line_of(one) for one in found}

    def _on_failed(self, error: EportfolioError) -> None:
        self.error_banner.say(texts.explain(error))
