"""The course of a trajectory: a card with a picture, and the same as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
)

from ui import timeline_lines
from ui.delegates import CellDelegate
from ui.models import BADGE_ROLE, Mark
from ui.theme import Theme
from ui.timeline_chart import TimelineChart
from ui.widgets import button, column, row, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.timeline import Item, Timeline

NOTHING = N_("Er is nog niets met een datum vastgelegd, zoals een PIP, een cursus of een examen.")
STAND = len(timeline_lines.TITLES) - 1


class TimelineTable(QTableWidget):
    """The items of a timeline, a row for each."""

    followed = Signal(int)

    def __init__(self, theme: Theme) -> None:
        super().__init__(0, len(timeline_lines.TITLES))
        self.setHorizontalHeaderLabels([_(one) for one in timeline_lines.TITLES])
        self.setAccessibleName(_("Tijdlijn als tabel"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setItemDelegate(CellDelegate(theme, self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self.clicked.connect(self._on_clicked)
        theme.changed.connect(self.fit)

    def load(self, timeline: Timeline) -> None:
        """Show one client."""
        pairs = [(lane.title, item) for lane in timeline.lanes for item in lane.items]
        self.setRowCount(len(pairs))
        for n, (lane, item) in enumerate(pairs):
            for at, words in enumerate(timeline_lines.cells(lane, item)):
                self.setItem(n, at, _cell(words, item, is_stand=at == STAND))
        if pairs:
            self.setCurrentCell(0, 0)
            self.clearSelection()
        self.fit()

    def fit(self) -> None:
        """As high as all rows: the page scrolls, not the table."""
        self.resizeRowsToContents()
        high = self.horizontalHeader().sizeHint().height()
        high += sum(self.rowHeight(n) for n in range(self.rowCount()))
        high += self.horizontalScrollBar().sizeHint().height()
        self.setFixedHeight(high + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.followed.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: QModelIndex) -> None:
        self.followed.emit(index.row())


def _cell(words: str, item: Item, *, is_stand: bool) -> QTableWidgetItem:
    cell = QTableWidgetItem(words)
    cell.setToolTip(words)
    if is_stand:
        style = timeline_lines.style_of(item)
        name = style.icon or "calendar"
        cell.setData(BADGE_ROLE, Mark(name, timeline_lines.ROLES.get(item.stand, "neutral"), words))
    return cell


class TimelineView(QFrame):
    """A card on top of a dossier; each item leads to its record."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setProperty("card", True)
        self._records: list[str | None] = []
        self._unread: Timeline | None = None  # for the table, once somebody asks for it
        self.reach = text("", "help", wrap=True)
        self.as_table = button(theme, _("Als tabel"), self._show, small=True)
        self.as_table.setCheckable(True)
        self.chart = TimelineChart(theme, self.as_table)
        self.chart.record_wanted.connect(self.record_wanted)
        self.table = TimelineTable(theme)
        self.table.followed.connect(self._on_followed)
        self.nothing = text(_(NOTHING), "muted", wrap=True)
        self.note = text("", "help", wrap=True)
        for one in (self.reach, self.nothing, self.note):
            one.setMinimumHeight(1)  # as high as its lines at this width, not at a narrower one
        title = text(_("Tijdlijn"), "section")
        title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        top = row(title, self.reach, self.as_table)
        top.setStretch(1, 1)
        inside = column(top, self.chart, self.table, self.nothing, self.note, space=8)
        inside.setContentsMargins(20, 12, 20, 14)
        self.setLayout(inside)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._show()

    def load(self, timeline: Timeline) -> None:
        """Show one client."""
        items = [item for lane in timeline.lanes for item in lane.items]
        self._records = [item.record for item in items]
        self.chart.load(timeline)
        self._unread = timeline
        self.reach.setText(timeline_lines.reach(timeline) if items else "")
        self.note.setText(timeline_lines.undated(timeline))
        sides = Qt.AlignmentFlag
        side = sides.AlignRight if self.isRightToLeft() else sides.AlignLeft
        for one in (self.reach, self.note):  # a wrapped text stays at the side of its language
            one.setAlignment(side | sides.AlignAbsolute | sides.AlignVCenter)
        self._show()

    def _show(self) -> None:
        has_items, is_table = bool(self._records), self.as_table.isChecked()
        if is_table and self._unread is not None:
            self.table.load(self._unread)
            self._unread = None
        self.as_table.setText(_("Als beeld") if is_table else _("Als tabel"))
        self.as_table.setAccessibleName(self.as_table.text())
        self.as_table.setVisible(has_items)
        self.reach.setVisible(has_items)
        self.chart.setVisible(has_items and not is_table)
        self.table.setVisible(has_items and is_table)
        self.nothing.setVisible(not has_items)
        self.note.setVisible(bool(self.note.text()))

    def _on_followed(self, at: int) -> None:
        record = self._records[at] if 0 <= at < len(self._records) else None
        if record is not None:
            self.record_wanted.emit(record)
