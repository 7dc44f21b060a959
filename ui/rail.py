"""The navigation on the left: where each entry leads, and how many things wait there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ui.openings import Opened
from ui.theme import Theme
from ui.values import initials
from ui.widgets import column, hair, icon, row, set_icon, square, text

WIDTH = 216


class Entry(QPushButton):
    """An icon, a word, and at the end of the line a number when there is one."""

    def __init__(
        self, theme: Theme, words: str, icon_name: str, pressed: Callable[[], object]
    ) -> None:
        super().__init__(f"  {words}")
        self._words = words
        self.setProperty("nav", True)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        set_icon(theme, self, icon_name, "text", 20)
        self.clicked.connect(pressed)
        self.count = text("", "help")
        self.count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addStretch(1)
        layout.addWidget(self.count)

    def tell(self, number: int, words: str) -> None:
        """Say how many wait, and in words for who listens; nothing for none."""
        self.count.setText(str(number) if number else "")
        self.setAccessibleName(f"{self._words}, {words}" if number else self._words)


class Rail(QWidget):
    """The program's own mark, the entries from top to bottom, and whose vault is open."""

    def __init__(
        self, theme: Theme, opened: Opened, entries: Sequence[tuple[str, str, Callable[[], object]]]
    ) -> None:
        super().__init__()
        self._theme = theme
        self.setProperty("rail", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.entries = [Entry(theme, *one) for one in entries]
        (
            self.today,
            self.terms,
            self.caseload,
            self.inbox,
            self.receive,
            self.contacts,
            self.settings,
        ) = self.entries
        logo = square(theme, icon(theme, "folder", "on-accent", 20), 32, "logo")
        place = text(opened.organisation.removeprefix("Gemeente "), "help")
        picture = square(theme, text(initials(opened.name)), 32, "avatar")
        inside = column(
            row(logo, column(text("E-portfolio", "strong"), place, space=0), None, space=10),
            12,
            *self.entries,
            None,
            hair(),
            row(
                picture,
                column(text(opened.name), text(opened.role, "help"), space=0),
                None,
                space=10,
            ),
            space=4,
        )
        inside.setContentsMargins(12, 16, 12, 12)
        self.setLayout(inside)
        theme.changed.connect(self._fit)
        self._fit()

    def choose(self, chosen: Entry) -> None:
        """Show which entry leads to what is shown."""
        for entry in self.entries:
            entry.setChecked(entry is chosen)
            entry.setProperty("icon_token", "accent" if entry.isChecked() else "text")
            self._theme.dress(entry)

    def _fit(self) -> None:
        """As wide as its words, whatever size they have now."""
        self.setMinimumWidth(self._theme.px(WIDTH))
