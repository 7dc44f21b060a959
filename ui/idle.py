"""Notices that nobody is there: warns a minute ahead, then asks for the lock."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow

WARNING_SECONDS = 60
MINUTES = 10
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TabletPress,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Watches our windows while a vault is open."""

    warned = Signal(bool)  # True: a minute is left; False: somebody is back
    expired = Signal()

    def __init__(self, parent: QObject, minutes: int = MINUTES) -> None:
        super().__init__(parent)
        self._minutes = minutes
        self._is_warning = False
        self._quiet = QTimer(self, singleShot=True)
        self._last = QTimer(self, singleShot=True, interval=WARNING_SECONDS * 1000)
        self._quiet.timeout.connect(self._on_quiet)
        self._last.timeout.connect(self._on_last)
        self._is_on = False

    @property
    def minutes(self) -> int:
        """After how many minutes without a key or the mouse it locks."""
        return self._minutes

    def set_minutes(self, minutes: int) -> None:
        """Choose another time."""
        self._minutes = minutes
        if self._is_on:
            self.extend()

    def start(self) -> None:
        """A vault was opened."""
        self._is_on = True
        self.extend()

    def stop(self) -> None:
        """The vault is closed."""
        self._is_on = False
        self._quiet.stop()
        self._last.stop()
        self._set_warning(is_warning=False)

    def extend(self) -> None:
        """Somebody is there."""
        self._last.stop()
        self._quiet.start(self._minutes * 60_000 - WARNING_SECONDS * 1000)
        self._set_warning(is_warning=False)

    def watch(self, window: QWindow | None) -> None:
        """Watch the window that has the keyboard now. What a person does arrives there first, and
        far less else passes than through the application as a whole."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Any key or movement counts; nothing is kept from whom it is for."""
        if self._is_on and event.type() in _SIGNS_OF_LIFE:
            self.extend()
        return False

    def _on_quiet(self) -> None:
        self._last.start()
        self._set_warning(is_warning=True)

    def _on_last(self) -> None:
        self.stop()
        self.expired.emit()

    def _set_warning(self, *, is_warning: bool) -> None:
        if is_warning != self._is_warning:
            self._is_warning = is_warning
            self.warned.emit(is_warning)
