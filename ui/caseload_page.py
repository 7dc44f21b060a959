"""Everybody at a glance: tiles that filter, a table that follows each keystroke."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QButtonGroup,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.caseload_model import TILES, URGENT, CaseloadModel, Tile
from ui.caseload_views import ViewsButton
from ui.client_row import ClientRow
from ui.delegates import ROW, CellDelegate
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Empty, announce, button, card, column, icon, row, text
from ui.words import _

if TYPE_CHECKING:
    from eportfolio.workspace.views import View

SEARCH_MS = 150
SEARCH_LETTERS = 3
SEARCH_WIDTH = 220
MEASURED = 20  # rows that decide how wide a column is
MARGIN = 24
BORDER = 4  # of a tile: what its style takes round the layout


class TileButton(QPushButton):
    """A figure that is a filter."""

    def __init__(self, theme: Theme, tile: Tile) -> None:
        super().__init__()
        self.tile = tile
        self.setProperty("tile", True)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self._figure = text("0", "figure")
        self._figure.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._chosen = icon(theme, "check-circle", "accent", 20)
        layout = column(
            row(icon(theme, tile.icon, tile.role, 24), self._figure, None, self._chosen, space=10),
            text(tile.title, wrap=True),
            None,
            space=2,
        )
        layout.setContentsMargins(16, 10, 14, 10)
        self.setLayout(layout)
        self._layout = layout
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)
        self.toggled.connect(self._on_toggled)
        self._on_toggled(chosen=False)

    def _on_toggled(self, chosen: bool) -> None:
        policy = self._chosen.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._chosen.setSizePolicy(policy)
        self._chosen.setVisible(chosen)

    def sizeHint(self) -> QSize:  # noqa: N802
        """As large as what stands on it."""
        return self._layout.sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self._layout.minimumSize()

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        return self._layout.heightForWidth(width) + 2 * BORDER

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Wrapped words need their height also where the style asks for less."""
        super().resizeEvent(event)
        self._figure.setMinimumHeight(self._figure.minimumSizeHint().height())
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def show_count(self, count: int) -> None:
        """Show how many dossiers fit."""
        self._figure.setText(str(count))
        self.setAccessibleName(
            _("{tile}, {count}, filter").format(tile=self.tile.title, count=count)
        )


class CaseloadPage(QWidget):
    """Finds anyone in three keystrokes: letters go to the filter, Enter opens what is on top."""

    dossier_wanted = Signal(str)
    new_wanted = Signal()
    saved = Signal(str)

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self.model = CaseloadModel()
        self._search_timer = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._search_timer.timeout.connect(self._on_search_time)
        self.views = ViewsButton(tasks, theme, prompts, self)
        self.views.saved.connect(self.saved)
        self._build()
        theme.changed.connect(self._fit)

    def _build(self) -> None:
        theme = self._theme
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Zoek op naam of inhoud"))
        self.search.setAccessibleName(_("Zoek op naam of inhoud"))
        self.search.setToolTip(_("Zoeken (Ctrl+F)"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(SEARCH_WIDTH)
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self.open_current)
        self.search.installEventFilter(self)
        self.new_button = button(
            theme, _("Nieuw dossier"), self.new_wanted.emit, "plus", look="primary"
        )
        self.new_button.setToolTip(_("Nieuw dossier (Ctrl+Shift+N)"))

        self.tiles = [TileButton(theme, tile) for tile in TILES]
        group = QButtonGroup(self)
        tiles = row(space=12)
        for tile in self.tiles:
            group.addButton(tile)
            tiles.addWidget(tile, 1)
        self.tiles[0].setChecked(True)
        group.buttonClicked.connect(self._on_tile)

        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Caseload"))
        self.table.setItemDelegate(CellDelegate(theme, self.table))
        self.table.setShowGrid(False)
        self.table.setMouseTracking(True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().hide()
        head = self.table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setSortIndicator(URGENT, Qt.SortOrder.AscendingOrder)
        self.model.sort(URGENT)
        head.sortIndicatorChanged.connect(self._on_sorted)
        self.table.doubleClicked.connect(self.open_current)
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)

        sheet = card()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.table)
        self._sheet = sheet
        filled = QWidget()
        under = column(sheet, self.counted_line(), None, space=10)
        under.setStretch(0, 1000)
        filled.setLayout(under)
        self.nothing = Empty(
            theme,
            "search",
            _("Niemand gevonden"),
            _("Kijk of de naam goed gespeld is, of kies een andere tegel."),
            button(theme, _("Alles tonen"), self.show_all),
        )
        self.empty = Empty(
            theme,
            "users",
            _("Nog geen dossiers"),
            _(
                "Hier staat straks iedereen die u begeleidt. Een naam is genoeg om te beginnen; "
                "de rest vult u later aan."
            ),
            button(theme, _("Eerste cliënt toevoegen"), self.new_wanted.emit, "plus"),
        )
        nothing_card, empty_card = card(), card()
        for frame, content in ((nothing_card, self.nothing), (empty_card, self.empty)):
            QVBoxLayout(frame).addWidget(content)
        self.stack = QStackedWidget()
        for page in (filled, nothing_card, empty_card):
            self.stack.addWidget(page)
        self._title, self._tools = text(_("Caseload"), "title"), QWidget()
        tools = row(self.search, self.views, self.new_button)
        tools.setStretch(0, 1)
        self._tools.setLayout(tools)
        self._top = row(row(self._title, None), self._tools)
        self._top.setStretch(0, 1)
        self._top.setStretch(1, 1)
        layout = column(self._top, tiles, self.stack, space=16)
        layout.setStretch(2, 1)
        layout.setContentsMargins(MARGIN, 20, MARGIN, 16)
        self.setLayout(layout)

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.search.setFocus()
        self.views.refresh()

    def counted_line(self) -> QLabel:
        """How many are shown, under the table."""
        self.counted = text("", "help")
        return self.counted

    def load(self, rows: Sequence[ClientRow]) -> None:
        """Show these dossiers; what was chosen stays chosen."""
        chosen = self._chosen()
        self.model.load(rows)
        for tile in self.tiles:
            tile.show_count(self.model.count(tile.tile.fits))
        self._fit()
        self._show_result(chosen)

    def show_all(self) -> None:
        """Take every filter away."""
        self.tiles[0].setChecked(True)
        self.model.choose(self.tiles[0].tile.fits)
        self.search.clear()
        self._show_result(None)

    @property
    def shown(self) -> list[str]:
        """The dossiers that are shown, in their order."""
        return self.model.shown

    def view(self, name: str) -> View:
        """How the caseload is looked at now, under a name."""
        from eportfolio.workspace.views import View

        tile = next(one.tile for one in self.tiles if one.isChecked())
        return View(name, tile.name, self.search.text().strip(), *self.model.order)

    def show_view(self, view: View) -> None:
        """Look at the caseload in this way; what is not known here (any more) is as at first."""
        tile = next((one for one in self.tiles if one.tile.name == view.tile), self.tiles[0])
        tile.setChecked(True)
        self.model.choose(tile.tile.fits)
        at = self.model.column_of(view.column)
        sides = Qt.SortOrder
        order = sides.DescendingOrder if view.is_descending else sides.AscendingOrder
        if at is None:
            at, order = URGENT, sides.AscendingOrder
        self.table.horizontalHeader().setSortIndicator(at, order)
        self.search.setText(view.typed)
        self._show_result(None)
        self.search.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is no room beside the title, the search goes under it."""
        super().resizeEvent(event)
        self._place_top()

    def _place_top(self) -> None:
        way = QBoxLayout.Direction
        needed = self._title.sizeHint().width() + self._tools.minimumSizeHint().width()
        fits = needed + self._top.spacing() <= self.width() - 2 * MARGIN
        self._top.setDirection(way.LeftToRight if fits else way.TopToBottom)

    def open_current(self) -> None:
        """Open the chosen dossier, or the one on top."""
        portfolio = self._chosen() or (self.model.portfolio(0) if self.model.rowCount() else None)
        if portfolio:
            self.dossier_wanted.emit(portfolio)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows go from the filter to the table, letters from the table to the filter."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if watched is self.search and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.table.setFocus()
                return True
            if watched is self.search and event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
            if watched is self.table:
                return self._on_table_key(event)
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._fit()
        return super().eventFilter(watched, event)

    def _on_table_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_current()
            return True
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        if not held and event.text().isprintable() and event.text().strip():
            self.search.setFocus()
            self.search.insert(event.text())
            return True
        return False

    def _on_typed(self, typed: str) -> None:
        self.model.filter(typed)
        self._show_result(None)
        self._search_timer.stop()
        if len(typed.strip()) >= SEARCH_LETTERS:
            self._search_timer.start()

    def _on_search_time(self) -> None:
        typed = self.search.text()
        self._tasks.run(
            self,
            lambda workspace: (typed, list(workspace.dossiers.matches(typed))),
            self._on_found,
        )

    def _on_found(self, answer: tuple[str, list[str]]) -> None:
        typed, found = answer
        if typed == self.search.text():
            self.model.filter(typed, found)
            self._show_result(None)

    def _on_tile(self, tile: TileButton) -> None:
        self.model.choose(tile.tile.fits)
        self._show_result(None)

    def _on_sorted(self, column_: int, order: Qt.SortOrder) -> None:
        chosen = self._chosen()
        self.model.sort(column_, order)
        self._show_result(chosen)

    def _chosen(self) -> str | None:
        current = self.table.currentIndex()
        return self.model.portfolio(current.row()) if current.isValid() else None

    def _show_result(self, chosen: str | None) -> None:
        shown, total = self.model.rowCount(), self.model.total
        self.stack.setCurrentIndex(0 if shown else (1 if total else 2))
        self.counted.setText(
            _("{shown} van {total} dossiers · gesorteerd op {order}").format(
                shown=shown, total=total, order=self.model.order_title
            )
            if total
            else ""
        )
        for tile in self.tiles:
            tile.setVisible(total > 0)
        self.search.setEnabled(total > 0)
        self._limit_height()
        if shown:
            at = (self.model.row_of(chosen) if chosen else None) or 0
            self.table.selectionModel().setCurrentIndex(
                self.model.index(at, 0),
                QItemSelectionModel.SelectionFlag.ClearAndSelect
                | QItemSelectionModel.SelectionFlag.Rows,
            )
        elif total:
            announce(self, _("Niemand gevonden"))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._fit()

    def _limit_height(self) -> None:
        """The card is no higher than its rows."""
        head, bar = self.table.horizontalHeader(), self.table.horizontalScrollBar()
        high = head.sizeHint().height() + self.model.rowCount() * self._theme.px(ROW) + 4
        if head.length() > self.table.viewport().width():
            high += bar.sizeHint().height()
        self._sheet.setMaximumHeight(high)

    def _fit(self) -> None:
        """Columns as wide as their widest content; the first takes what is left. Measuring is for
        who looks: it is done when the page is shown."""
        if not self.isVisible():
            return
        head, table = self.table.horizontalHeader(), self.table
        self._place_top()
        table.verticalHeader().setMinimumSectionSize(self._theme.px(ROW))
        table.verticalHeader().setDefaultSectionSize(self._theme.px(ROW))
        head.setResizeContentsPrecision(MEASURED)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        for n in self.model.spare:
            table.setColumnHidden(n, False)
        widths = [
            max(table.sizeHintForColumn(n), head.sectionSizeHint(n))
            for n in range(self.model.columnCount())
        ]
        room = table.viewport().width()
        for n in self.model.spare:
            if sum(widths) > room:
                table.setColumnHidden(n, True)
                widths[n] = 0
        widths[0] = max(widths[0], room - sum(widths[1:]))
        for n, width in enumerate(widths):
            if width:
                head.resizeSection(n, width)
        self._limit_height()
