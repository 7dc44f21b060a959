"""The cards on top of a dossier: what is promised, and what happened last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from eportfolio import records
from ui.sections import Current, Snapshot, is_gone, line_of
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, card, clear, column, icon, row, text

SHOWN = 3


class Overview(QWidget):
    """Two short cards; each line leads to its record."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._promised, self._latest = column(space=4), column(space=4)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(self._card("Open afspraken", self._promised), 1)
        layout.addWidget(self._card("Laatst vastgelegd", self._latest), 1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def _card(self, title: str, content: QVBoxLayout) -> QFrame:
        frame = card()
        inside = column(text(title, "section"), content, None, space=8)
        inside.setContentsMargins(20, 14, 20, 14)
        frame.setLayout(inside)
        return frame

    def load(self, snapshot: Snapshot) -> None:
        """Show one client."""
        promised = [one for one in snapshot.records if one.is_open_agreement]
        promised.sort(key=lambda one: str(one.whole.get("voor_datum") or "9"))
        latest = sorted(
            (one for one in snapshot.records if not is_gone(one)),
            key=lambda one: one.at,
            reverse=True,
        )
        self._fill(self._promised, promised, "Er staat niets open.", "file-check", _promise)
        self._fill(self._latest, latest, "Nog niets vastgelegd.", "pencil", _written)

    def _fill(
        self,
        layout: QVBoxLayout,
        found: Sequence[Current],
        nothing: str,
        icon_name: str,
        under: Callable[[Current], str],
    ) -> None:
        clear(layout)
        if not found:
            layout.addWidget(text(nothing, "muted"))
        for one in found[:SHOWN]:
            link = button(
                self._theme, line_of(one), partial(self.record_wanted.emit, one.id), look="plain"
            )
            link.setProperty("compact", True)
            link.setToolTip(f"Ga naar: {records.title(one.kind)}")
            layout.addLayout(
                row(
                    icon(self._theme, icon_name, "muted", 20),
                    link,
                    None,
                    text(under(one), "help"),
                    space=8,
                )
            )
        if len(found) > SHOWN:
            layout.addWidget(text(f"en nog {len(found) - SHOWN}", "help"))


def _promise(one: Current) -> str:
    until = one.whole.get("voor_datum")
    who = str(one.whole.get("wie") or "")
    return " · ".join(
        part for part in (who, f"voor {shown_date(str(until))}" if until else "") if part
    )


def _written(one: Current) -> str:
    return f"{records.title(one.kind)} · {shown_date(one.at)}"
