"""The records of one part of a dossier, and the button that begins a new one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Signal
from PySide6.QtWidgets import QFrame, QListView, QMenu

from eportfolio import records
from ui.delegates import LineDelegate
from ui.models import LineModel
from ui.sections import NOT_BEGUN, Section, Snapshot, lines
from ui.standing_words import locked_words
from ui.theme import Theme
from ui.widgets import button, column, hair, row, text
from ui.words import _, _many

AT_ONCE = 100  # rows


class RecordList(QFrame):
    """Newest first, under the title of their kind."""

    chosen = Signal(str)
    edit_wanted = Signal()
    kind_wanted = Signal(str)
    file_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.model = LineModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setMouseTracking(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setItemDelegate(LineDelegate(theme, self.list))
        self.list.setBatchSize(AT_ONCE)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.activated.connect(self._on_activated)
        self.add_button = button(theme, _("&Toevoegen"), self.add, "plus", small=True)
        self.add_button.setToolTip(_("Toevoegen (Ctrl+N)"))
        self.count = text("", "section")
        self._menu = QMenu(self.add_button)
        head = row(self.count, None, self.add_button)
        head.setContentsMargins(16, 12, 12, 12)
        inside = column(head, hair(), self.list, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        self.setLayout(inside)

    def show_section(
        self, section: Section, snapshot: Snapshot, wanted: str | None, *, is_editable: bool
    ) -> bool:
        """Show a part and choose a record in it; False when there is none."""
        found = lines(section, snapshot.records, locked_words(snapshot))
        self.model.load(found)
        self.list.setAccessibleName(section.title)
        total = sum(not line.is_heading for line in found)
        self.count.setText(_many("{number} gegeven", "{number} gegevens", total))
        self.add_button.setVisible(is_editable)
        self._fill_menu(section)
        at = self.model.row_of(wanted) if wanted else None
        if at is None:
            at = next((n for n, line in enumerate(found) if not line.is_heading), None)
        if at is None:
            return False
        # In a long list the first rows are shown before the others are measured.
        mode = QListView.LayoutMode
        self.list.setLayoutMode(mode.Batched if at < AT_ONCE else mode.SinglePass)
        self._select(at)
        self.list.scrollTo(self.model.index(at, 0))
        return True

    def choose_quietly(self, record: str | None) -> None:
        """Show as chosen what the pane shows, without asking for it again."""
        at = self.model.row_of(record)
        if record is None or at is None or at == self.list.currentIndex().row():
            return
        selection = self.list.selectionModel()
        selection.blockSignals(True)
        self._select(at)
        selection.blockSignals(False)
        self.list.viewport().update()

    def add(self) -> None:
        """Begin a new record: at once, or after the choice of a kind (Ctrl+N)."""
        actions = self._menu.actions()
        if len(actions) == 1:
            actions[0].trigger()
        elif actions:
            place = self.add_button.rect().bottomLeft()
            self._menu.popup(self.add_button.mapToGlobal(place))

    def _select(self, at: int) -> None:
        self.list.selectionModel().setCurrentIndex(
            self.model.index(at, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def _fill_menu(self, section: Section) -> None:
        self._menu.clear()
        for kind in section.kinds:
            if kind not in NOT_BEGUN:
                action = self._menu.addAction(_(records.title(kind)))
                action.triggered.connect(partial(self._on_kind, kind))
        if "document" in section.kinds:
            self._menu.addAction(_("Bestand…")).triggered.connect(self._on_file)

    def _on_kind(self, kind: str, *_: object) -> None:
        self.kind_wanted.emit(kind)

    def _on_file(self, *_: object) -> None:
        self.file_wanted.emit()

    def _on_current(self, current: QModelIndex, _: QModelIndex) -> None:
        record = self.model.source(current.row()) if current.isValid() else None
        if record is not None:
            self.chosen.emit(record)

    def _on_activated(self, _: QModelIndex) -> None:
        self.edit_wanted.emit()
