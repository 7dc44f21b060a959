"""A picture of every screen, in six looks, for whoever has no screen: `python -m ui.gallery`.

The real window on the vaults of the demonstration; only the questions answer themselves.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication

from ui.app import make_application, now
from ui.collecting import Collector
from ui.create_page import CreatePage
from ui.desk import Desk
from ui.lock_screen import LockScreen
from ui.main_window import MainWindow
from ui.on_paper_page import OnPaperPage
from ui.on_paper_work import SHEET
from ui.openings import DEMO_VAULT, By, Ways
from ui.prompts import Prompts
from ui.receive_page import ReceivePage
from ui.retention_page import RetentionPage
from ui.return_page import ReturnPage
from ui.rights_page import RightsPage
from ui.sections import CONSENT, SECTIONS
from ui.shared_page import SharedPage
from ui.tasks import Tasks
from ui.theme import Look, Theme
from ui.words import speech

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

PLAN = 2  # the part of a dossier with the longest form
SIZE = (1440, 900)
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class View:
    """One way in which somebody may see the program."""

    name: str
    look: Look = Look.LIGHT
    zoom: int = 100
    right_to_left: bool = False
    language: str = "nl"


VIEWS = (
    View("licht"),
    View("donker", Look.DARK),
    View("contrast", Look.CONTRAST),
    View("tekst-200", zoom=200),
    View("rechts-naar-links", right_to_left=True),
    View("engels", language="en"),
)


TOGETHER = ("nl", "ar", "ti")  # languages of a talk with a client


class Gallery:
    """Goes through the program as a person would, and takes a picture at each stop."""

    def __init__(self, vaults: Path, out: Path, theme: Theme) -> None:
        self._vaults = vaults
        self._out = out
        self._theme = theme
        self.pictures: list[Path] = []

    def show(self, view: View) -> None:
        """Every screen in one way."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            sides = Qt.LayoutDirection
            side = sides.RightToLeft if view.right_to_left else sides.LeftToRight
            application.setLayoutDirection(side)
        speech().choose(view.language)
        self._theme.choose(view.look)
        self._theme.set_zoom(view.zoom)
        self._take(view.name, self._stops)

    def show_together(self, language: str, zoom: int) -> None:
        """Every page of the Samen-scherm in one language."""
        speech().choose("nl")
        self._theme.choose(Look.LIGHT)
        self._theme.set_zoom(zoom)
        self._take(f"samen-{language}-{zoom}", partial(self._talk, language))

    def _take(self, name: str, stops: Callable[[MainWindow, Tasks], Iterator[str]]) -> None:
        folder = self._out / name
        folder.mkdir(parents=True, exist_ok=True)
        tasks = Tasks()
        path = self._vaults / DEMO_VAULT
        window = MainWindow(
            tasks, self._theme, Ways(now, unlock_seconds=0), Prompts(), path, has_vault=False
        )
        window.resize(*SIZE)
        window.show()
        try:
            for n, stop in enumerate(stops(window, tasks), 1):
                _settle(tasks)
                file = folder / f"{n:02}-{stop}.png"
                window.grab().save(str(file))
                self.pictures.append(file)
        finally:
            tasks.stop()
            window.hide()
            window.deleteLater()

    def _stops(self, window: MainWindow, tasks: Tasks) -> Iterator[str]:
        yield "eerste-start"
        window.show_create()
        yield "kluis-maken"
        if isinstance(window.screen_, CreatePage):
            window.screen_.name.setText("Noor de Wit")
            window.screen_.organisation.setText("Gemeente Voorbeeld")
            window.screen_.next_button.click()
        yield "wachtwoordzin"
        window.show_lock("Noor de Wit · Gemeente Voorbeeld")
        yield "ontgrendelen"
        if isinstance(window.screen_, LockScreen):
            window.screen_.mode_button.click()
            window.screen_.choose(By.SHARES)
            yield "herstellen"
            window.screen_.mode_button.click()
        self._unlock(window)
        _settle(tasks)
        if window.desk is not None:
            window.show_palette()
            yield "opdrachten"
            window.show_palette()
            yield from self._at_work(window.desk, tasks)

    def _talk(self, language: str, window: MainWindow, tasks: Tasks) -> Iterator[str]:
        from ui.gallery_together import talk

        window.show_lock()
        self._unlock(window)
        _settle(tasks)
        if window.desk is not None:
            yield from talk(window, tasks, language, lambda: _settle(tasks))

    def _unlock(self, window: MainWindow) -> None:
        from eportfolio.demo.people import PASSPHRASE

        if isinstance(window.screen_, LockScreen):
            window.screen_.passphrase.setText(PASSPHRASE)
            window.screen_.submit()

    def _at_work(self, desk: Desk, tasks: Tasks) -> Iterator[str]:
        yield "vandaag"
        stops: tuple[tuple[str, Callable[[], object]], ...] = (
            ("caseload", desk.show_caseload),
            ("termijnen", desk.show_terms),
            ("inbox", desk.show_inbox),
            ("contacten", desk.show_contacts),
            ("instellingen", desk.show_settings),
            ("nieuw-dossier", desk.new_dossier),
            ("ontvangen", desk.show_receive),
        )
        for name, go in stops:
            go()
            yield name
        yield from self._recovery(desk, tasks)
        if isinstance(page := desk.sharing_page, ReceivePage):
            seen: set[str] = set()
            for file in sorted((self._vaults / "stick").glob("*.eportfolio")):
                page.take_file(file)
                _settle(tasks)
                verdict = "geweigerd" if page.found is None else "in-orde"
                if verdict not in seen:
                    yield f"ontvangen-{verdict}"
                seen.add(verdict)
        fullest: list[str] = []
        tasks.run(desk, _fullest, fullest.append)
        _settle(tasks)
        for n, section in enumerate(SECTIONS):
            desk.open_dossier(fullest[0], n)
            yield f"dossier-{n + 1}-{section.dutch.split()[0].casefold()}"
        desk.open_dossier(fullest[0], PLAN)
        _settle(tasks)
        if desk.portfolio_page is not None:
            desk.portfolio_page.edit()
            yield "dossier-wijzigen"
            desk.portfolio_page.discard()
            desk.portfolio_page.begin_record("verhaal")
            yield "dossier-al-verteld"
            desk.portfolio_page.discard()
        desk.give(fullest[0])
        yield "overdragen"
        desk.show_notices(fullest[0])
        yield "berichten-over-delen"
        yield from self._keeping(desk, tasks, fullest[0])
        yield from self._covering(desk, tasks)
        desk.open_dossier(fullest[0])
        _settle(tasks)
        desk.on_paper()
        _settle(tasks)
        if isinstance(paper := desk.sharing_page, OnPaperPage):
            yield "op-papier"
            paper.choice.choose(SHEET)
            yield "op-papier-toestemming"

    def _covering(self, desk: Desk, tasks: Tasks) -> Iterator[str]:
        """A dossier that a colleague lent: what came with it, and what was added goes back."""
        from ui.gallery_lent import lent

        found: list[str] = []
        tasks.run(desk, lent(self._vaults), found.append)
        _settle(tasks)
        desk.open_dossier(found[0], PLAN)
        yield "vervanging"
        desk.give_back(found[0])
        _settle(tasks)
        yield "terugsturen"
        page = desk.sharing_page
        if isinstance(page, ReturnPage):
            page.make(self._out / f"{self._theme.zoom}-{time.monotonic_ns()}.eportfolio")
            yield "teruggestuurd"

    def _keeping(self, desk: Desk, tasks: Tasks, portfolio: str) -> Iterator[str]:
        desk.show_retention()
        yield "bewaren-en-wissen"
        page = desk.sharing_page
        if isinstance(page, RetentionPage) and page.due.lines.rowCount():
            page.due.follow()
            yield "dossier-wissen"
        desk.show_log()
        yield "inzagelogboek"
        desk.open_dossier(portfolio, CONSENT)
        _settle(tasks)
        desk.beside(SharedPage)
        yield "met-wie-gedeeld"
        desk.open_dossier(portfolio, CONSENT)
        _settle(tasks)
        desk.beside(RightsPage)
        yield "verzoeken"
        _settle(tasks)
        if isinstance(asked := desk.sharing_page, RightsPage):
            asked.ask()
            yield "verzoek"
            asked.leave()
            asked.choose_copy()
            for item in asked.leaving.records.lines()[:2]:
                item.setCheckState(Qt.CheckState.Checked)
            yield "kopie-van-alles"
            asked.leave()

    def _recovery(self, desk: Desk, tasks: Tasks) -> Iterator[str]:
        """Who else can open the vault, and the forms for it."""
        desk.show_settings()
        _settle(tasks)
        part = desk.settings_page.recovery
        forms = {"oefenen": part.practise, "nieuw-blad": part.renew, "organisatie": part.lend}
        for name, go in {**forms, "deelbladen": part.divide}.items():
            go()
            yield f"herstel-{name}"
        desk.show_receive()
        _settle(tasks)


def _fullest(workspace: Workspace) -> str:
    """The dossier with the longest history."""
    return max(workspace.dossiers.caseload(), key=lambda row: row.size).portfolio


def _settle(tasks: Tasks) -> None:
    """Until every answer has been given and shown."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
        if tasks.is_idle:
            QApplication.processEvents()
            if tasks.is_idle:
                return
        time.sleep(0.005)


def main(vaults: Path, out: Path) -> int:
    """Make all pictures; gives the exit code."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    make_application()
    theme = Theme()
    collector = Collector()
    gallery = Gallery(vaults, out, theme)
    for view in VIEWS:
        gallery.show(view)
    application = QApplication.instance()
    if isinstance(application, QApplication):
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for language in TOGETHER:
        for zoom in (100, 200):
            gallery.show_together(language, zoom)
    collector.stop()
    return 0 if gallery.pictures else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
