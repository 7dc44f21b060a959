"""One entry of the navigation on the left: where it leads, and how many things wait there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ui.theme import Theme
from ui.widgets import set_icon, text


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
