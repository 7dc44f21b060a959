"""What the menus can do and by which keys, read from the menus so that it is never out of date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from ui.words import N_, _

SECTION = N_("Sectie")  # of the open dossier: the same nine for every dossier


def words_of(action: QAction) -> str:
    """What stands in the menu, without the mark of its letter."""
    return action.text().replace("&", "")


def keys_of(action: QAction) -> str:
    """Its keys as they are printed on the keyboard."""
    return action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)


def enabled_actions(menus: Iterable[QMenu]) -> Iterator[QAction]:
    """What can be done now, but for the sections of a dossier."""
    for menu in menus:
        for action in menu.actions():
            if action.isEnabled() and action.text() and not action.text().startswith(_(SECTION)):
                yield action


def shortcut_lines(menus: Iterable[QMenu]) -> Iterator[str]:
    """One line for each action with a key."""
    for menu in menus:
        for action in menu.actions():
            if keys_of(action) and not action.text().startswith(_(SECTION)):
                yield f"{keys_of(action)}   {words_of(action)}"
    yield "Ctrl+1 … Ctrl+9   " + _("Secties van een dossier")
    yield _("Letters in de lijst") + "   " + _("Zoeken")
