"""Notices that the computer is locked or goes to sleep: then the vault closes as well.

Linux tells it over D-Bus (the screen saver of the session, and logind), Windows to the window. On
macOS nothing tells a Qt program; there the time without a key or the mouse counts (`idle`).
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QObject, Signal, Slot
from PySide6.QtDBus import QDBusConnection
from PySide6.QtWidgets import QApplication, QWidget

SYSTEM_BUS = Path("/run/dbus/system_bus_socket")
ON_CHANGE, ON_LOCK = (SLOT(name) for name in ("on_change(bool)", "on_lock()"))
SESSION_SIGNALS = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged"),
    ("org.gnome.ScreenSaver", "ActiveChanged"),
)
SYSTEM_SIGNALS = (
    ("org.freedesktop.login1.Session", "Lock", ON_LOCK),
    ("org.freedesktop.login1.Manager", "PrepareForSleep", ON_CHANGE),
)
# Windows: WM_WTSSESSION_CHANGE with WTS_SESSION_LOCK, WM_POWERBROADCAST with PBT_APMSUSPEND.
WINDOWS_MESSAGES = frozenset({(0x02B1, 0x7), (0x0218, 0x4)})


class Away(QObject):
    """Tells when the person cannot be at the screen any more."""

    left = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._filter: _Messages | None = None
        if sys.platform == "win32":
            self._filter = _Messages(self, window)
        elif sys.platform == "linux":
            self._listen()

    def _listen(self) -> None:
        # Asking for a bus that is not there could start one.
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            bus = QDBusConnection.sessionBus()  # its stubs ask bytes, it takes text
            for interface, name in SESSION_SIGNALS:
                bus.connect("", "", interface, name, self, ON_CHANGE)  # type: ignore[call-overload]
        if SYSTEM_BUS.exists():
            bus = QDBusConnection.systemBus()
            for interface, name, slot in SYSTEM_SIGNALS:
                bus.connect("", "", interface, name, self, slot)  # type: ignore[call-overload]

    @Slot(bool)
    def on_change(self, is_away: bool) -> None:
        """The screen was covered or uncovered; the computer goes to sleep or wakes up."""
        if is_away:
            self.left.emit()

    @Slot()
    def on_lock(self) -> None:
        """The session was locked."""
        self.left.emit()


class _Messages(QAbstractNativeEventFilter):
    """What Windows tells the window."""

    def __init__(self, away: Away, window: QWidget) -> None:
        super().__init__()
        self._away = away
        application = QApplication.instance()
        if sys.platform == "win32" and application is not None:
            import ctypes

            application.installNativeEventFilter(self)
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(int(window.winId()), 0)

    def nativeEventFilter(self, kind: object, message: int) -> tuple[bool, int]:  # noqa: N802
        """Look, and let it pass."""
        if sys.platform == "win32":
            from ctypes import wintypes

            told = wintypes.MSG.from_address(int(message))
            if (told.message, told.wParam) in WINDOWS_MESSAGES:
                self._away.on_lock()
        return False, 0
