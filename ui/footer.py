"""The line at the bottom: locked or not, saved or not, and a few keys."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from ui.theme import Theme
from ui.widgets import badge, icon, keycap, row, set_icon, text
from ui.words import N_, _

KEYS = (("Ctrl+F", N_("zoeken")), ("Ctrl+L", N_("vergrendelen")), ("F1", N_("hulp")))
ALWAYS = "F1"
BUSY = N_("Bezig…")


class Footer(QStatusBar):
    """Says only what is so; what happened is told by the toast."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizeGripEnabled(False)
        self.lock_icon = icon(theme, "lock", "muted", 16)
        self.saved_icon = icon(theme, "check", "pos", 16)
        self.lock_line, self.saved_line, self.busy_line = QLabel(), QLabel(), QLabel(_(BUSY))
        self.demo_badge = badge(_("Demo – verzonnen personen"))
        state = row(self.lock_icon, self.lock_line, 12, self.saved_icon, self.saved_line, space=8)
        state.addWidget(self.busy_line)
        state.setContentsMargins(20, 0, 0, 0)
        left, right = QWidget(), QWidget()
        left.setLayout(state)
        keys = row(space=8)
        self._desk_keys: list[QWidget] = []
        for key, words in KEYS:
            hint = QWidget()
            hint.setLayout(row(keycap(key), text(_(words)), 8, space=8))
            keys.addWidget(hint)
            if key != ALWAYS:
                self._desk_keys.append(hint)
        keys.setContentsMargins(0, 0, 12, 0)
        right.setLayout(keys)
        for one in (self.saved_icon, self.busy_line, self.demo_badge):
            one.hide()
        self.addWidget(left)
        self.addPermanentWidget(self.demo_badge)
        self.addPermanentWidget(right)

    def say_lock(self, icon_name: str, words: str) -> None:
        """Whether a vault is open."""
        set_icon(self._theme, self.lock_icon, icon_name, "muted", 16)
        self.lock_line.setText(words)

    def say_saved(self, words: str) -> None:
        """When something was saved last."""
        self.saved_icon.show()
        self.saved_line.setText(words)

    def say_computing(self, done: int, total: int) -> None:
        """How far the clock is with the caseload."""
        is_done = done >= total
        words = _("Termijnen uitrekenen: {done} van {total} dossiers").format(
            done=done, total=total
        )
        self.busy_line.setText(_(BUSY) if is_done else words)
        self.busy_line.setVisible(not is_done)

    def show_keys(self, *, at_work: bool) -> None:
        """Only the keys that do something here."""
        for hint in self._desk_keys:
            hint.setVisible(at_work)

    def clear(self) -> None:
        """No vault is open."""
        self.saved_line.clear()
        self.saved_icon.hide()
        self.demo_badge.hide()
        self.busy_line.setText(_(BUSY))
