"""Rows of lists stand the other way round for who reads from right to left."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from ui.models import Line, Mark
from ui.term_list import TermList
from ui.theme import Theme


def columns_of(image: QImage, colour: str) -> list[int]:
    """Where a colour stands, as parts of the width in percent."""
    found = {
        x
        for x in range(0, image.width(), 2)
        for y in range(0, image.height(), 2)
        if image.pixelColor(x, y).name() == colour
    }
    return sorted(round(100 * x / image.width()) for x in found)


@pytest.mark.parametrize(
    "direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft]
)
def test_badge_stands_where_reading_begins(
    qtbot: QtBot, theme: Theme, direction: Qt.LayoutDirection
) -> None:
    view = TermList(theme, "Termijnen")
    qtbot.addWidget(view)
    view.setLayoutDirection(direction)
    view.resize(600, 100)
    view.load(
        [Line("Eerste PIP", "uiterlijk 9 februari", "1", mark=Mark("alert", "neg", "Te laat"))]
    )
    view.clearSelection()
    view.show()
    qtbot.waitExposed(view)
    found = columns_of(view.grab().toImage(), theme.tokens["neg-soft"])
    assert found
    if direction == Qt.LayoutDirection.RightToLeft:
        assert found[0] > 50, "the badge stands at the right"
    else:
        assert found[-1] < 50, "the badge stands at the left"
