"""The cards on top of a dossier: what is promised, and what happened last."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from eportfolio import records
from ui.models import Line
from ui.sections import Current, Snapshot, is_gone, line_of
from ui.term_list import TermList
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import column, hair, row, text
from ui.words import _

SHOWN = 3
NARROW = 760


class ShortList(QFrame):
    """A card with a few lines that lead to their record, and how many more there are."""

    def __init__(self, theme: Theme, title: str, nothing: str) -> None:
        super().__init__()
        self.setProperty("card", True)
        self.list = TermList(theme, title, is_whole=True)
        self._nothing = nothing
        self._foot = text("", "help")
        self._foot.setContentsMargins(20, 10, 20, 10)
        head = row(text(title, "section"), None)
        head.setContentsMargins(20, 12, 20, 12)
        inside = column(head, hair(), self.list, self._foot, None, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        self.setLayout(inside)

    def load(self, found: Sequence[Current], icon: str, under: Callable[[Current], str]) -> None:
        """Show the first of these."""
        self.list.load([Line(line_of(one), under(one), one.id, icon) for one in found[:SHOWN]])
        self.list.setVisible(bool(found))
        rest = _("En nog {number}.").format(number=len(found) - SHOWN) if len(found) > SHOWN else ""
        self._foot.setText(rest if found else self._nothing)
        self._foot.setVisible(bool(self._foot.text()))


class Overview(QWidget):
    """Two short cards; each line leads to its record."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.promised = ShortList(theme, _("Open afspraken"), _("Er staat niets open."))
        self.latest = ShortList(theme, _("Laatst vastgelegd"), _("Nog niets vastgelegd."))
        for one in (self.promised, self.latest):
            one.list.followed.connect(self._on_followed)
        self._both = row(self.promised, self.latest, space=16)
        self._both.setStretch(0, 1)
        self._both.setStretch(1, 1)
        self.setLayout(self._both)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < self._theme.px(NARROW)
        self._both.setDirection(way.TopToBottom if narrow else way.LeftToRight)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """One of them must fit: they go under each other before they are cut off."""
        wide = max(one.minimumSizeHint().width() for one in (self.promised, self.latest))
        return QSize(wide, super().minimumSizeHint().height())

    def _on_followed(self, record: str) -> None:
        self.record_wanted.emit(record)

    def load(self, snapshot: Snapshot) -> None:
        """Show one client."""
        promised = [one for one in snapshot.records if one.is_open_agreement]
        promised.sort(key=lambda one: str(one.whole.get("voor_datum") or "9"))
        latest = [one for one in snapshot.records if not is_gone(one)]
        latest.sort(key=lambda one: one.at, reverse=True)
        self.promised.load(promised, "file-check", _promise)
        self.latest.load(latest, "pencil", _written)


def _promise(one: Current) -> str:
    until = one.whole.get("voor_datum")
    who = str(one.whole.get("wie") or "")
    return " · ".join(
        part
        for part in (who, _("voor {until}").format(until=shown_date(str(until))) if until else "")
        if part
    )


def _written(one: Current) -> str:
    return f"{_(records.title(one.kind))} · {shown_date(one.at)}"
