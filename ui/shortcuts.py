"""The list of keys, made from the menus so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu


def shortcut_lines(menus: Iterable[QMenu]) -> Iterator[str]:
    """One line for each action with a key."""
    for menu in menus:
        for action in menu.actions():
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if keys and not action.text().startswith("Sectie"):
                yield f"{keys}   {action.text().replace('&', '')}"
    yield "Ctrl+1 … Ctrl+9   Secties van een dossier"
    yield "Letters in de lijst   Zoeken"
