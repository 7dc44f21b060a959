"""The parts of a dossier that hold records: cards on top, the list, and the record beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QWidget

from ui.exchange import ExchangeCard
from ui.hours_view import HoursView
from ui.outlook_cards import OutlookCards
from ui.overview import Overview
from ui.record_list import RecordList
from ui.record_pane import RecordPane
from ui.sections import HOURS, OVERVIEW, Current, Section, Snapshot
from ui.theme import Theme
from ui.timeline_view import TimelineView
from ui.told import ToldCard
from ui.widgets import card, column, scrolled
from ui.words import _

LOWEST, LOWEST_LIST = 300, 220


class RecordsPart(QScrollArea):
    """What it shows it is told; its list and its pane say what somebody wants."""

    record_wanted = Signal(str)  # from a card

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.records = RecordList(theme)
        self.pane = RecordPane(theme)
        self.timeline = TimelineView(theme)
        self.overview = Overview(theme)
        self.outlook = OutlookCards(theme)
        self.hours = HoursView(theme)
        self.told = ToldCard(theme)
        self.exchange = ExchangeCard(theme)
        for cards in (self.told, self.timeline, self.overview, self.outlook):
            cards.record_wanted.connect(self.record_wanted)
        self._main = card()
        inside = column(self.pane)
        inside.setContentsMargins(1, 1, 1, 1)
        self._main.setLayout(inside)
        self._is_empty: dict[QWidget, bool] = {self.told: True, self.exchange: True}
        self._both = QHBoxLayout()
        self._both.setSpacing(16)
        self._both.addWidget(self.records, 9)
        self._both.addWidget(self._main, 20)
        self._cards = (self.told, self.timeline, self.outlook, self.overview, self.exchange)
        layout = column(*self._cards, self.hours, self._both, space=16)
        layout.setStretch(len(self._cards) + 1, 1)
        content = QWidget()
        content.setLayout(layout)
        scrolled(content, self)

    def load(self, snapshot: Snapshot) -> None:
        """Fill the cards."""
        self.told.load(snapshot.told)
        self.exchange.load(snapshot.exchanges)
        self._is_empty = {self.told: not self.told.lines, self.exchange: not snapshot.exchanges}
        self.overview.load(snapshot)
        if snapshot.timeline is not None:
            self.timeline.load(snapshot.timeline)
        if snapshot.outlook is not None:
            self.outlook.load(snapshot.outlook)
            self.hours.load(snapshot.outlook)

    def arrange(self, section: int, *, is_narrow: bool) -> None:
        """Beside each other, or under each other. A form or a document has the room to itself:
        it scrolls inside, so that what ends it stays in sight; the cards come back after it."""
        way = QBoxLayout.Direction
        self._both.setDirection(way.TopToBottom if is_narrow else way.LeftToRight)
        is_alone, was_alone = self.pane.is_alone, self._main.minimumHeight() == 0
        self.records.setVisible(not (is_alone and is_narrow))
        self._theme.size(self._main, minimumHeight=0 if is_alone else LOWEST)
        self._theme.size(self.records, minimumHeight=0 if is_alone else LOWEST_LIST)
        for one in self._cards:
            has_something = not self._is_empty.get(one, False)
            one.setVisible(section == OVERVIEW and not is_alone and has_something)
        self.hours.setVisible(section == HOURS and not is_alone)
        if is_alone:
            self.scroll_to_top()
        elif was_alone:
            self.scroll_to_records()

    def scroll_to_top(self) -> None:
        """Every part begins at its top."""
        self.verticalScrollBar().setValue(0)

    def scroll_to_records(self) -> None:
        """With cards on top the records stand below what is seen."""
        QTimer.singleShot(0, self, self._to_records)  # after what came or went has its place

    def _to_records(self) -> None:
        if not self.pane.is_alone:
            self.verticalScrollBar().setValue(self.records.y())

    def show_section(
        self, section: Section, snapshot: Snapshot, wanted: str | None, *, is_editable: bool
    ) -> None:
        """List the records of a part, and choose one."""
        if not self.records.show_section(section, snapshot, wanted, is_editable=is_editable):
            self.pane.show_nothing(section.icon, _("Nog niets vastgelegd"), section.empty)

    def show_record(self, one: Current, snapshot: Snapshot) -> None:
        """Read a record."""
        self.records.choose_quietly(str(one.id))
        self.pane.show_record(one, snapshot)

    def begin(self, kind: str, body: Mapping[str, Any], snapshot: Snapshot) -> None:
        """Fill in a new record."""
        self.records.list.clearSelection()
        self.pane.begin(kind, body, snapshot)
