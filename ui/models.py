"""What the tables and lists show: a column or a tile is one line in a small table here.

Sorting and filtering happen in Python on folded text, so that five thousand rows follow each
keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import (
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
)

from ui.values import fold, shown_date

Index = QModelIndex | QPersistentModelIndex
SOURCE_ROLE = Qt.ItemDataRole.UserRole + 1  # what a row stands for
BADGE_ROLE = Qt.ItemDataRole.UserRole + 2
STRONG_ROLE = Qt.ItemDataRole.UserRole + 3
MUTED_ROLE = Qt.ItemDataRole.UserRole + 4
UNDER_ROLE = Qt.ItemDataRole.UserRole + 5  # a second, smaller line
ICON_ROLE = Qt.ItemDataRole.UserRole + 6
HEADING_ROLE = Qt.ItemDataRole.UserRole + 7
_ROOT = QModelIndex()


class ClientRow(Protocol):
    """What the register says about one client."""

    @property
    def portfolio(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def route(self) -> str | None: ...
    @property
    def status(self) -> str: ...
    @property
    def open_agreements(self) -> int: ...
    @property
    def updated(self) -> str: ...


@dataclass(frozen=True)
class Mark:
    """A badge in a cell: icon, role and words."""

    icon: str
    role: str
    words: str


STATES = {
    "open": Mark("folder", "neutral", "Open"),
    "overgedragen": Mark("transfer", "info", "Wacht op ontvangstbewijs"),
    "gesloten": Mark("archive", "pos", "Overgedragen en gesloten"),
}


@dataclass(frozen=True)
class Column:
    """One column of the caseload: its title, what stands in it and by what it sorts."""

    title: str
    text: Callable[[ClientRow], str]
    key: Callable[[ClientRow], Any]
    strong: bool = False
    right: bool = False
    mark: Callable[[ClientRow], Mark | None] = lambda row: None
    is_muted: Callable[[ClientRow], bool] = lambda row: False


COLUMNS = (
    Column("Naam", lambda row: row.name, lambda row: fold(row.name), strong=True),
    Column(
        "Route",
        lambda row: row.route or "nog geen PIP",
        lambda row: (row.route is None, row.route or ""),
        is_muted=lambda row: row.route is None,
    ),
    Column(
        "Open afspraken",
        lambda row: str(row.open_agreements) if row.open_agreements else "–",
        lambda row: -row.open_agreements,
        is_muted=lambda row: not row.open_agreements,
    ),
    Column(
        "Status",
        lambda row: mark_of(row).words,
        lambda row: mark_of(row).words,
        mark=lambda row: STATES.get(row.status),
    ),
    Column(
        "Laatst gewijzigd",
        lambda row: shown_date(row.updated),
        lambda row: tuple(-ord(one) for one in row.updated),
    ),
)


@dataclass(frozen=True)
class Tile:
    """A number above the table that is a filter too."""

    title: str
    icon: str
    role: str
    fits: Callable[[ClientRow], bool]


TILES = (
    Tile("Alle dossiers", "users", "text", lambda row: True),
    Tile("Met open afspraken", "file-check", "warn", lambda row: row.open_agreements > 0),
    Tile("PIP nog niet vastgesteld", "pencil", "text", lambda row: row.route is None),
    Tile("Wacht op ontvangst", "transfer", "accent", lambda row: row.status == "overgedragen"),
    Tile("Gesloten", "archive", "pos", lambda row: row.status == "gesloten"),
)


def mark_of(row: ClientRow) -> Mark:
    """The state of a dossier as a badge."""
    return STATES.get(row.status, Mark("folder", "neutral", row.status))


class CaseloadModel(QAbstractTableModel):
    """The rows that fit the chosen tile and what was typed, in the chosen order."""

    def __init__(self, columns: Sequence[Column] = COLUMNS) -> None:
        super().__init__()
        self._columns = columns
        self._all: list[tuple[ClientRow, str]] = []
        self._shown: list[ClientRow] = []
        self._fits: Callable[[ClientRow], bool] = TILES[0].fits
        self._words: list[str] = []
        self._also: frozenset[str] = frozenset()
        self._column = 0
        self._order = Qt.SortOrder.AscendingOrder

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole if column.right:
                return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            case _ if role == SOURCE_ROLE:
                return row.portfolio
            case _ if role == BADGE_ROLE:
                return column.mark(row)
            case _ if role == STRONG_ROLE:
                return column.strong
            case _ if role == MUTED_ROLE:
                return column.is_muted(row)
        return None

    def headerData(  # noqa: N802
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self._columns[section].right
                else Qt.AlignmentFlag.AlignLeft
            )
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @property
    def total(self) -> int:
        """How many dossiers there are, shown or not."""
        return len(self._all)

    @property
    def order_title(self) -> str:
        """The column it is sorted by."""
        return self._columns[self._column].title.casefold()

    def count(self, fits: Callable[[ClientRow], bool]) -> int:
        """How many dossiers fit."""
        return sum(fits(row) for row, _ in self._all)

    def portfolio(self, row: int) -> str:
        """Which dossier stands in a row."""
        return self._shown[row].portfolio

    def row_of(self, portfolio: str) -> int | None:
        """In which row a dossier stands, if it is shown."""
        found = (n for n, row in enumerate(self._shown) if row.portfolio == portfolio)
        return next(found, None)

    def load(self, rows: Sequence[ClientRow]) -> None:
        """Take new rows."""
        self._all = [(row, fold(row.name)) for row in rows]
        self._sort_all()
        self._refresh()

    def filter(self, typed: str, also: Collection[str] = ()) -> None:
        """Show names that hold every word that was typed, and dossiers found by their content."""
        self._words = fold(typed).split()
        self._also = frozenset(also)
        self._refresh()

    def choose(self, fits: Callable[[ClientRow], bool]) -> None:
        """Show only what fits a tile."""
        self._fits = fits
        self._refresh()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort; equal rows stay in the order of their names."""
        self._column, self._order = column, order
        self._sort_all()
        self._refresh()

    def _sort_all(self) -> None:
        key = self._columns[self._column].key
        self._all.sort(key=lambda one: one[1])
        down = self._order == Qt.SortOrder.DescendingOrder
        self._all.sort(key=lambda one: key(one[0]), reverse=down)

    def _refresh(self) -> None:
        self.beginResetModel()
        words, also, fits = self._words, self._also, self._fits
        self._shown = [
            row
            for row, name in self._all
            if fits(row) and (all(word in name for word in words) or row.portfolio in also)
        ]
        self.endResetModel()


@dataclass(frozen=True)
class Line:
    """One entry of a list: a heading, or something with a second line that can be chosen."""

    text: str
    under: str = ""
    source: Any = None
    icon: str = ""
    mark: Mark | None = None
    is_heading: bool = False
    is_muted: bool = False


class LineModel(QAbstractListModel):
    """A list of such entries."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def rowCount(self, parent: Index = _ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.text}, {line.under}" if line.under else line.text
        return {
            int(Qt.ItemDataRole.DisplayRole): line.text,
            UNDER_ROLE: line.under,
            SOURCE_ROLE: line.source,
            ICON_ROLE: line.icon,
            BADGE_ROLE: line.mark,
            HEADING_ROLE: line.is_heading,
            MUTED_ROLE: line.is_muted,
        }.get(int(role))

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.isValid() and self._lines[index.row()].is_heading:
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index)

    def load(self, lines: Sequence[Line]) -> None:
        """Take new entries."""
        self.beginResetModel()
        self._lines = list(lines)
        self.endResetModel()

    def row_of(self, source: Any) -> int | None:
        """Where something stands."""
        found = (n for n, line in enumerate(self._lines) if line.source == source)
        return next(found, None)

    def source(self, row: int) -> Any:
        """What stands in a row."""
        return self._lines[row].source
