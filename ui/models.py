"""What lists and tables show: lines, the badges on them, and the roles they are painted by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ui.words import _

Index = QModelIndex | QPersistentModelIndex
SOURCE_ROLE = Qt.ItemDataRole.UserRole + 1  # what a row stands for
BADGE_ROLE = Qt.ItemDataRole.UserRole + 2
STRONG_ROLE = Qt.ItemDataRole.UserRole + 3
MUTED_ROLE = Qt.ItemDataRole.UserRole + 4
UNDER_ROLE = Qt.ItemDataRole.UserRole + 5  # a second, smaller line
ICON_ROLE = Qt.ItemDataRole.UserRole + 6
HEADING_ROLE = Qt.ItemDataRole.UserRole + 7
BESIDE_ROLE = Qt.ItemDataRole.UserRole + 8  # words after a badge, or at the end of a line
LINE_ROLE = Qt.ItemDataRole.UserRole + 9  # all of it at once, for who measures thousands
ROOT = QModelIndex()


@dataclass(frozen=True)
class Mark:
    """A badge in a cell: icon, role and words."""

    icon: str
    role: str
    dutch: str

    @property
    def words(self) -> str:
        """What it says, in the language of the window."""
        return _(self.dutch)


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
    beside: str = ""  # at the other end of the line
    why: str = ""  # what its picture means, in a sentence: shown as a tip, and read out


class LineModel(QAbstractListModel):
    """A list of such entries."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mark = line.mark.words if line.mark else ""
            said = (mark, line.text, line.under, line.beside, line.why)
            return ", ".join(part for part in said if part)
        return {
            int(Qt.ItemDataRole.DisplayRole): line.text,
            int(Qt.ItemDataRole.ToolTipRole): line.why or None,
            UNDER_ROLE: line.under,
            SOURCE_ROLE: line.source,
            ICON_ROLE: line.icon,
            BADGE_ROLE: line.mark,
            BESIDE_ROLE: line.beside,
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

    def all(self) -> Sequence[Line]:
        """Every entry."""
        return self._lines

    def row_of(self, source: Any) -> int | None:
        """Where something stands."""
        found = (n for n, line in enumerate(self._lines) if line.source == source)
        return next(found, None)

    def source(self, row: int) -> Any:
        """What stands in a row."""
        return self._lines[row].source
