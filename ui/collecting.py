"""Python's collector of reference cycles runs in the window's thread only.

A cycle may hold a Qt object. Collected in the worker thread, that object is destroyed there: it
holds a lock of Qt and waits for Python, while the window's thread holds Python and waits for that
lock. Then both wait for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 300


class Collector(QObject):
    """Collects by the clock what Python would have collected in whatever thread was running."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=INTERVAL_MS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """The oldest generation that is due."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return

    def stop(self) -> None:
        """No other thread is left: Python may collect by itself again."""
        self._timer.stop()
        gc.enable()
