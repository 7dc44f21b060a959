"""The table of the caseload: a column or a tile is one line in a small table here.

Sorting and filtering happen in Python on folded text, so that five thousand rows follow each
keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

from ui.client_row import (
    STATES,
    URGENCY,
    WORKED_ON,
    ClientRow,
    is_quiet,
    mark_of,
    quiet_mark,
    shown_hours,
    term_mark,
)
from ui.models import (
    BADGE_ROLE,
    BESIDE_ROLE,
    MUTED_ROLE,
    ROOT,
    SOURCE_ROLE,
    STRONG_ROLE,
    Index,
    Mark,
)
from ui.values import fold, shown_date
from ui.words import N_, _, _many

# Which hours are looked at first on a route; then those that come first in the rules.
HOURS_FIRST = {"B1-route": ("MAP",), "Z-route": ("Z-cursus", "Z-participatie")}


@dataclass(frozen=True)
class Column:
    """One column of the caseload: its title, what stands in it and by what it sorts. `name` is
    what saved views hold."""

    name: str
    dutch: str
    text: Callable[[ClientRow], str]
    key: Callable[[ClientRow], Any]
    strong: bool = False
    right: bool = False
    mark: Callable[[ClientRow], Mark | None] = lambda row: None
    is_muted: Callable[[ClientRow], bool] = lambda row: False
    beside: Callable[[ClientRow], str] = lambda row: ""  # words after the badge
    tip: Callable[[ClientRow], str] = lambda row: ""
    goes: int = 0  # where there is no room for all: the place in which it goes; 0 stays

    @property
    def title(self) -> str:
        """What stands above it, in the language of the window."""
        return _(self.dutch)


def _urgency(row: ClientRow) -> tuple[int, str]:
    state = row.term_state
    at = URGENCY.index(state) if state in URGENCY else len(URGENCY)
    return at, row.next_latest or "9999"


def _latest(row: ClientRow) -> str:
    if row.next_latest is None:
        return ""
    return _("{term}: uiterlijk {day}").format(term=row.term, day=shown_date(row.next_latest))


def _warnings(row: ClientRow) -> str:
    if not row.findings:
        return ""
    return _many(
        "{number} punt om te controleren", "{number} punten om te controleren", row.findings
    )


def _first_hours(row: ClientRow) -> str:
    wanted = (*HOURS_FIRST.get(row.route or "", ()), *row.hours)
    name = next((one for one in wanted if one in row.hours), None)
    return shown_hours(name, row.hours[name]) if name else "–"


COLUMNS = (
    Column("naam", N_("Naam"), lambda row: row.name, lambda row: fold(row.name), strong=True),
    Column(
        "route",
        N_("Route"),
        lambda row: row.route or _("nog geen PIP"),
        lambda row: (row.route is None, row.route or ""),
        is_muted=lambda row: row.route is None,
        goes=6,
    ),
    Column(
        "pip",
        "PIP",
        lambda row: row.plan or "–",
        lambda row: (row.plan is None, row.plan or ""),
        is_muted=lambda row: row.plan is None,
        goes=4,
    ),
    Column(
        "termijn",
        N_("Volgende termijn"),
        lambda row: f"{mark.words} {row.term}" if (mark := term_mark(row)) else _("geen"),
        _urgency,
        mark=term_mark,
        beside=lambda row: row.term,
        is_muted=lambda row: row.term_state is None,
        tip=_latest,
    ),
    Column(
        "werkdatum",
        N_("Werkdatum"),
        lambda row: shown_date(row.next_deadline or "") or "–",
        lambda row: row.next_deadline or "9999",
        is_muted=lambda row: row.next_deadline is None,
        tip=_latest,
        goes=3,
    ),
    Column(
        "uren",
        N_("Uren"),
        _first_hours,
        lambda row: (not row.hours, _first_hours(row)),
        is_muted=lambda row: not row.hours,
        tip=lambda row: "\n".join(shown_hours(*one) for one in row.hours.items()),
        goes=5,
    ),
    Column(
        "contact",
        N_("Laatste contact"),
        lambda row: shown_date(row.last_contact or "") or "–",
        lambda row: row.last_contact or "",
        mark=quiet_mark,
        is_muted=lambda row: row.last_contact is None,
        tip=lambda row: _("Meer dan 30 dagen geen contact") if is_quiet(row) else "",
        goes=8,
    ),
    Column(
        "let-op",
        N_("Let op"),
        lambda row: str(row.findings) if row.findings else "–",
        lambda row: -row.findings,
        mark=lambda row: Mark("alert", "warn", str(row.findings)) if row.findings else None,
        is_muted=lambda row: not row.findings,
        tip=_warnings,
        goes=7,
    ),
    Column(
        "afspraken",
        N_("Afspraken"),
        lambda row: str(row.open_agreements) if row.open_agreements else "–",
        lambda row: -row.open_agreements,
        is_muted=lambda row: not row.open_agreements,
        goes=2,
    ),
    Column(
        "status",
        N_("Status"),
        lambda row: mark_of(row).words,
        lambda row: mark_of(row).words,
        mark=lambda row: STATES.get(row.status),
        goes=1,
    ),
)


URGENT = 3  # the column a caseload begins with: what has to be done first is on top


@dataclass(frozen=True)
class Tile:
    """A number above the table that is a filter too. `name` is what saved views hold."""

    name: str
    dutch: str
    icon: str
    role: str
    fits: Callable[[ClientRow], bool]

    @property
    def title(self) -> str:
        """What it counts, in the language of the window."""
        return _(self.dutch)


TILES = (
    Tile("alle", N_("Alle dossiers"), "users", "text", lambda row: True),
    Tile("te-laat", N_("Termijn te laat"), "alert", "neg", lambda row: row.term_state == "overdue"),
    Tile(
        "binnenkort",
        N_("Termijn binnenkort"),
        "clock",
        "warn",
        lambda row: row.term_state == "due-soon",
    ),
    Tile(
        "zonder-pip",
        N_("PIP nog niet vastgesteld"),
        "pencil",
        "text",
        lambda row: row.status in WORKED_ON and row.plan in (None, _("Concept")),
    ),
    Tile("stil", N_("30+ dagen geen contact"), "chat-off", "warn", is_quiet),
)


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

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
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
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip(row) or None
            case _ if role == SOURCE_ROLE:
                return row.portfolio
            case _ if role == BADGE_ROLE:
                return column.mark(row)
            case _ if role == BESIDE_ROLE:
                return column.beside(row)
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
    def people(self) -> Sequence[tuple[ClientRow, str]]:
        """Everybody, shown or not, each with the name as it is compared."""
        return self._all

    @property
    def spare(self) -> list[int]:
        """Columns that go where there is no room."""
        found = [(column.goes, n) for n, column in enumerate(self._columns) if column.goes]
        return [n for _, n in sorted(found)]

    @property
    def order_title(self) -> str:
        """The column it is sorted by."""
        return self._columns[self._column].title.casefold()

    @property
    def order(self) -> tuple[str, bool]:
        """The name of the column it is sorted by, and whether downwards."""
        return self._columns[self._column].name, self._order == Qt.SortOrder.DescendingOrder

    def column_of(self, name: str) -> int | None:
        """Where a column stands, if there is one of that name."""
        return next((n for n, one in enumerate(self._columns) if one.name == name), None)

    @property
    def shown(self) -> list[str]:
        """The dossiers that are shown, in their order."""
        return [row.portfolio for row in self._shown]

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
