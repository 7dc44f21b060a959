"""Hours of one client: a card with a bar for each counter, and the same as a table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QGridLayout,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from eportfolio.statute import HoursBalance, Outlook
from ui import term_lines
from ui.delegates import INK, CellDelegate
from ui.theme import Theme
from ui.values import cited, shown_date, shown_number
from ui.widgets import badge, button, card, clear, column, icon, row, text
from ui.words import _

WIDE = 260  # of a card
HIGH = 8


class Bar(QWidget):
    """How full a counter is; the numbers stand beside it."""

    def __init__(self, theme: Theme, counter: HoursBalance) -> None:
        super().__init__()
        self._theme = theme
        self._counter = counter
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        """A thin line."""
        return QSize(self._theme.px(120), self._theme.px(HIGH))

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        """What is done, what is unsettled after it, and where the norm is."""
        theme, counter = self._theme, self._counter
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        whole = max(counter.required or 0.0, counter.done + counter.unsettled, 1.0)
        room, high = float(self.width()), float(self.height())
        done = "pos" if counter.is_reached else "accent"
        for hours, token in (
            (whole, "neutral-soft"),
            (counter.done + counter.unsettled, "line"),
            (counter.done, done),
        ):
            if hours > 0:
                painter.setBrush(theme.colour(token))
                width = max(room * hours / whole, high)
                painter.drawRoundedRect(QRectF(0, 0, width, high), high / 2, high / 2)
        if counter.required is not None and counter.required < whole:
            painter.setBrush(theme.colour("surface"))
            painter.drawRect(QRectF(room * counter.required / whole - 1, 0, 2, high))
        painter.end()


class CounterCard(QFrame):
    """One counter: numbers, bar, and the sentence with its article."""

    def __init__(self, theme: Theme, counter: HoursBalance) -> None:
        super().__init__()
        self.setProperty("card", True)
        mark = term_lines.hours_mark(counter)
        head = text(counter.title, "strong", wrap=True)
        asked = counter.required
        under = (
            _("uur") if asked is None else _("van {asked} uur").format(asked=shown_number(asked))
        )
        figure = row(
            text(shown_number(counter.done), "figure"),
            text(under, "muted"),
            None,
            icon(theme, mark.icon, INK[mark.role], 16),
            badge(mark.words, mark.role),
            space=8,
        )
        said = [text(words, "small", wrap=True) for words in term_lines.hours_words(counter)]
        why = text(cited(counter.why, counter.source), "help", wrap=True)
        inside = column(head, figure, Bar(theme, counter), *said, why, None, space=8)
        inside.setContentsMargins(16, 12, 16, 14)
        self.setLayout(inside)
        self.setAccessibleName(term_lines.hours_name(counter))


class HoursView(QWidget):
    """Every counter that applies."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.cards: list[CounterCard] = []
        self._across = 0
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.day = text("", "help")
        self.table = QTableWidget(0, len(term_lines.HOURS_TITLES))
        self.table.setHorizontalHeaderLabels([_(one) for one in term_lines.HOURS_TITLES])
        self.table.setAccessibleName(_("Uren als tabel"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.setItemDelegate(CellDelegate(theme, self.table))
        self.table.setWordWrap(True)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setStretchLastSection(True)
        self.as_table = button(theme, _("Als tabel"), self._show, small=True)
        self.as_table.setCheckable(True)
        self._holder = QWidget()
        self._holder.setLayout(self._grid)
        for one in (self, self._holder):
            one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._sheet = card()
        inside = column(self.table)
        inside.setContentsMargins(1, 1, 1, 1)
        self._sheet.setLayout(inside)
        top = row(text(_("Stand van de uren"), "section"), self.day, None, self.as_table)
        self.setLayout(column(top, self._holder, self._sheet, space=10))
        theme.changed.connect(self._place)

    def load(self, outlook: Outlook) -> None:
        """Show one client."""
        counters = [one for one in outlook.counters if one.applies]
        self.day.setText(
            _("op {on} · regels {rules}").format(
                on=shown_date(outlook.on.isoformat()), rules=outlook.rules
            )
        )
        clear(self._grid)
        self.cards = [CounterCard(self._theme, one) for one in counters]
        self._across = 0
        self.table.setRowCount(len(counters))
        for at, one in enumerate(counters):
            for n, words in enumerate(term_lines.hours_cells(one)):
                self.table.setItem(at, n, QTableWidgetItem(words))
        self.as_table.setVisible(bool(counters))
        if not counters:
            self.day.setText(outlook.why_not or _("Er tellen nu geen uren: er is nog geen route."))
        self._show()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As many cards beside each other as fit."""
        super().resizeEvent(event)
        self._place()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One card must fit: they go under each other before they are cut off."""
        wide = max((one.minimumSizeHint().width() for one in self.cards), default=0)
        return QSize(wide, super().minimumSizeHint().height())

    def _show(self) -> None:
        is_table = self.as_table.isChecked()
        self._sheet.setVisible(is_table and bool(self.cards))
        self._holder.setVisible(not is_table and bool(self.cards))
        self.as_table.setText(_("Als kaarten") if is_table else _("Als tabel"))
        self.as_table.setAccessibleName(self.as_table.text())
        self._fit_table()

    def _fit_table(self) -> None:
        self.table.resizeRowsToContents()
        high = self.table.horizontalHeader().sizeHint().height()
        high += sum(self.table.rowHeight(n) for n in range(self.table.rowCount()))
        high += self.table.horizontalScrollBar().sizeHint().height()
        self.table.setFixedHeight(high + 4)

    def _place(self) -> None:
        count = len(self.cards)
        across = max(1, min(count, self.width() // self._theme.px(WIDE)))
        if count and across != self._across:
            self._across = across
            for n in range(self._grid.columnCount()):
                self._grid.setColumnStretch(n, 0)
            for n, one in enumerate(self.cards):
                self._grid.addWidget(one, n // across, n % across)
                self._grid.setColumnStretch(n % across, 1)
        if count:
            self._fit_cards()

    def _fit_cards(self) -> None:
        """Nested layouts do not pass on how high wrapped text becomes at a width."""
        spare = self._grid.spacing() * (self._across - 1)
        width = (self.width() - spare) // self._across
        for one in self.cards:
            one.setMinimumHeight(one.heightForWidth(width))
