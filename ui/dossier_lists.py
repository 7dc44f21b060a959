"""The two parts of a dossier that hold no records: what the client decided, and who did what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtWidgets import QListView, QStackedWidget, QVBoxLayout, QWidget

from ui.delegates import LineDelegate
from ui.models import Line, LineModel
from ui.sections import CONSENT, DECISIONS, SECTIONS
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import Empty, card, column, hair, icon, row, text


class PlainList(QWidget):
    """A card with a list, or with what belongs there while it is empty."""

    def __init__(
        self, theme: Theme, title: str, empty: Empty, foot_icon: str, foot_words: str
    ) -> None:
        super().__init__()
        self.model = LineModel()
        self.view = QListView()
        self.view.setModel(self.model)
        self.view.setAccessibleName(title)
        self.view.setItemDelegate(LineDelegate(theme, self.view))
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.counted = text("", "help")
        head = row(text(title, "section"), self.counted, None)
        head.setContentsMargins(20, 14, 20, 12)
        foot = row(icon(theme, foot_icon, "pos"), text(foot_words, "help"), None, space=8)
        foot.setContentsMargins(20, 10, 20, 12)
        full, nothing = card(), card()
        inside = column(head, hair(), self.view, hair(), foot, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        full.setLayout(inside)
        QVBoxLayout(nothing).addWidget(empty)
        self.stack = QStackedWidget()
        self.stack.addWidget(full)
        self.stack.addWidget(nothing)
        self.setLayout(column(self.stack))

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show entries."""
        self.model.load(lines)
        self.counted.setText(str(len(lines)))
        self.stack.setCurrentIndex(0 if lines else 1)


class ConsentList(PlainList):
    """Every decision of the client, newest first."""

    def __init__(self, theme: Theme) -> None:
        empty = Empty(theme, "hand", "Nog geen beslissingen", SECTIONS[CONSENT].empty)
        super().__init__(
            theme,
            "Wat de cliënt besliste",
            empty,
            "shield",
            "Een nee verandert verder niets. Intrekken kan altijd.",
        )

    def load(self, decisions: Sequence[Any]) -> None:
        """Show decisions with their state now."""
        self.show_lines([_decision(one) for one in reversed(decisions)])


def _decision(decision: Any) -> Line:
    consent = decision.consent
    mark = DECISIONS.get(decision.state)
    who = ", ".join(
        part for part in (consent.recipient_name, consent.recipient_organisation) if part
    )
    words = mark.words if mark is not None else decision.state
    given = shown_date(consent.given_on.isoformat())
    until = shown_date(consent.valid_until.isoformat())
    under = f"{given} · geldig tot en met {until}" if decision.state == "given" else given
    return Line(
        f"{words}: {who or 'ontvanger niet bekend'}",
        under,
        consent.id,
        mark.icon if mark is not None else "hand",
    )


class HistoryList(PlainList):
    """Every change of the dossier, newest first."""

    def __init__(self, theme: Theme) -> None:
        empty = Empty(theme, "history", "Nog geen wijzigingen", "Hier staat wie wat wanneer deed.")
        super().__init__(
            theme,
            "Wie deed wat wanneer",
            empty,
            "shield",
            "Elke wijziging is getekend. Er wordt niets gewist.",
        )

    def load(self, lines: Sequence[Line]) -> None:
        """Show changes."""
        self.show_lines(lines)
