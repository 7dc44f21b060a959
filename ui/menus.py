"""The menus: everything that can be done, with its keys. The window does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from ui.shortcuts import enabled_actions, shortcut_lines
from ui.theme import Theme
from ui.words import _

if TYPE_CHECKING:
    from ui.desk import Desk
    from ui.portfolio_page import PortfolioPage

SECTIONS = 9


class Doing(Protocol):
    """What the menus ask of the window."""

    def lock(self) -> None: ...
    def close(self) -> bool: ...
    def search(self) -> None: ...
    def escape(self) -> None: ...
    def show_palette(self) -> None: ...
    def show_shortcuts(self) -> None: ...
    def show_about(self) -> None: ...
    def at_desk(self, go: Callable[[Desk], None]) -> None: ...
    def at_page(self, go: Callable[[PortfolioPage], None]) -> None: ...


class Menus(QMenuBar):
    """File, dossier, view and help."""

    def __init__(self, window: Doing, theme: Theme) -> None:
        super().__init__()
        self._window = window
        self._theme = theme
        self._desk_actions: list[QAction] = []
        self._page_actions: list[QAction] = []
        self._file = self.addMenu(_("&Bestand"))
        self._dossier = self.addMenu(_("&Dossier"))
        self._view = self.addMenu(_("B&eeld"))
        self._help = self.addMenu(_("&Hulp"))
        self._add(self._file, _("&Vergrendelen"), "Ctrl+L", window.lock, needs_desk=True)
        self._add_for_vault(_("&Bewaren en wissen"), lambda desk: desk.show_retention())
        self._add_for_vault(_("&Inzagelogboek"), lambda desk: desk.show_log())
        self._add(self._file, _("&Afsluiten"), "Ctrl+Q", window.close)
        self._fill_dossier()
        self._fill_view()
        self._add(self._help, _("&Sneltoetsen"), "F1", window.show_shortcuts)
        self._add(self._help, _("&Over dit programma"), "", window.show_about)

    def _add_for_vault(self, words: str, show: Callable[[Desk], None]) -> None:
        self._add(self._file, words, "", partial(self._window.at_desk, show), needs_desk=True)

    def _fill_dossier(self) -> None:
        window = self._window
        dossier = partial(self._add, self._dossier, needs_desk=True)
        at_desk, at_page = partial(partial, window.at_desk), partial(partial, window.at_page)
        dossier(_("&Nieuw dossier"), "Ctrl+Shift+N", at_desk(lambda desk: desk.new_dossier()))
        dossier(_("&Zoeken"), "Ctrl+F", window.search)
        self._palette = dossier(_("O&pdrachten en cliënten"), "Ctrl+K", window.show_palette)
        dossier(_("&Caseload als CSV…"), "", at_desk(lambda desk: desk.export_caseload()))
        self._dossier.addSeparator()
        page = partial(self._add, self._dossier, needs_dossier=True)
        page(_("&Toevoegen in deze sectie"), "Ctrl+N", at_page(lambda page: page.add()))
        page(_("&Wijzigen"), "F2", at_page(lambda page: page.edit()))
        page(_("&Bekijken"), "F3", at_page(lambda page: page.look()))
        dossier(_("&Opslaan"), "Ctrl+Return", at_desk(lambda desk: desk.submit()))
        dossier(_("&Sluiten zonder opslaan"), "Esc", window.escape)
        page(_("Op p&apier…"), "Ctrl+P", at_desk(lambda desk: desk.on_paper()))
        self._back = page(_("Teru&gsturen…"), "", at_page(lambda page: page.give_back()))
        self._dossier.aboutToShow.connect(self._show_back)
        page(_("Sa&men-scherm"), "Ctrl+Shift+M", at_desk(lambda desk: desk.together()))
        page(_("Onge&daan maken"), "Ctrl+Z", at_page(lambda page: page.undo()))
        page(_("Opn&ieuw"), "Ctrl+Shift+Z", at_page(lambda page: page.redo()))
        self._dossier.addSeparator()
        for n in range(SECTIONS):
            page(
                _("Sectie &{number}").format(number=n + 1),
                f"Ctrl+{n + 1}",
                at_page(lambda page, n=n: page.show_section(n)),
            )

    def _fill_view(self) -> None:
        view = partial(self._add, self._view)
        for words, keys, show in (
            (_("&Vandaag"), "Alt+1", lambda desk: desk.show_today()),
            (_("Ter&mijnen"), "Alt+2", lambda desk: desk.show_terms()),
            (_("&Caseload"), "Alt+3", lambda desk: desk.show_caseload()),
            (_("In&box"), "Alt+4", lambda desk: desk.show_inbox()),
            (_("&Ontvangen"), "Alt+5", lambda desk: desk.show_receive()),
            (_("Co&ntacten"), "Alt+6", lambda desk: desk.show_contacts()),
            (_("&Instellingen"), "Alt+7", lambda desk: desk.show_settings()),
            (_("&Terug"), "Alt+Left", lambda desk: desk.show_caseload()),
        ):
            view(words, keys, partial(self._window.at_desk, show), needs_desk=True)
        self._view.addSeparator()
        view(_("Tekst &groter"), "Ctrl++", partial(self._theme.step_zoom, 1))
        view(_("Tekst &kleiner"), "Ctrl+-", partial(self._theme.step_zoom, -1))
        view(_("Tekst ge&woon"), "Ctrl+0", partial(self._theme.set_zoom, 100))

    def _add(
        self,
        menu: QMenu,
        words: str,
        keys: str,
        pressed: object,
        *,
        needs_desk: bool = False,
        needs_dossier: bool = False,
    ) -> QAction:
        action = menu.addAction(words)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(pressed)
        if needs_desk:
            self._desk_actions.append(action)
        if needs_dossier:
            self._page_actions.append(action)
        return action

    def show_possible(self, desk: Desk | None) -> None:
        """What can be done now: the rest is grey, and not offered by the palette."""
        for action in self._desk_actions:
            action.setEnabled(desk is not None)
        for action in self._page_actions:
            action.setEnabled(desk is not None and desk.portfolio_page is not None)

    def _show_back(self) -> None:
        """Only a dossier that was lent for a cover goes back: its page knows when it was read."""
        self._back.setEnabled(False)
        self._window.at_page(lambda page: self._back.setEnabled(page.closed_banner.is_cover))

    def possible(self) -> list[QAction]:
        """All that can be done now, what is done most first; not the palette itself."""
        self._show_back()
        menus = (self._dossier, self._view, self._file, self._help)
        return [one for one in enabled_actions(menus) if one is not self._palette]

    def shortcuts(self) -> Iterator[str]:
        """One line for each thing that has keys."""
        return shortcut_lines((self._file, self._dossier, self._view, self._help))
