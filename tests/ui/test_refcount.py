"""PySide6 6.12.0 loses a reference to None at every call on Python before 3.12: after some
thousand calls the program ends in the middle of work."""

from __future__ import annotations

import sys

from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot


def test_calls_into_qt_lose_no_reference_to_none(qtbot: QtBot) -> None:
    line = QLineEdit()
    qtbot.addWidget(line)
    before = sys.getrefcount(None)
    for _ in range(500):
        line.setText("x")
    assert sys.getrefcount(None) - before > -50
