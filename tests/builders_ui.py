"""Worlds for the window: a filled vault, answers to its questions, somebody who uses it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from builders import PASSPHRASE, Clock, Templates, consent_request, dossier
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from eportfolio.workspace import Workspace
from ui.desk import Desk
from ui.fields import LineEditor
from ui.lock_screen import LockScreen
from ui.main_window import MainWindow
from ui.openings import Ways
from ui.portfolio_page import PortfolioPage
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.theme import Theme

OTHERS = ("Çelik", "Haddad")
WAIT_MS = 20_000


def fill_vault(path: Path) -> None:
    """Three clients: one with records of most groups, two with only a name."""
    folder = path.parent / "bestanden"
    folder.mkdir(exist_ok=True)
    (folder / "diploma.pdf").write_bytes(b"%PDF-1.4 diploma")
    (folder / "foto.png").write_bytes(b"\x89PNG foto")
    with Workspace.open(path, PASSPHRASE, clock=Clock()) as workspace:
        workspace.dossiers.load(dossier(), folder)
        for name in OTHERS:
            workspace.dossiers.create({"voornamen": "Rania", "achternaam": name})


class FakePrompts(Prompts):
    """Answers at once, and remembers what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.told: list[str] = []
        self.yes = True
        self.remembers = False
        self.sentence = "vergissing"
        self.place: Path | None = None

    def confirm(
        self, parent: QWidget, title: str, words: str, yes: str, answered: Callable[[bool], None]
    ) -> None:
        self.asked.append(title)
        answered(self.yes)

    def decide(
        self,
        parent: QWidget,
        title: str,
        words: str,
        answers: tuple[str, str],
        remember: str,
        answered: Callable[[bool, bool], None],
    ) -> None:
        self.asked.append(title)
        answered(self.yes, self.remembers)

    def tell(self, parent: QWidget, title: str, words: str) -> None:
        self.told.append(f"{title}\n{words}")

    def reason(
        self, parent: QWidget, title: str, words: str, yes: str, answered: Callable[[str], None]
    ) -> None:
        self.asked.append(title)
        answered(self.sentence)

    def save_file(
        self, parent: QWidget, title: str, name: str, kind: str, answered: Callable[[Path], None]
    ) -> None:
        self.asked.append(title)
        if self.place is not None:
            answered(self.place)

    def open_file(
        self, parent: QWidget, title: str, kind: str, answered: Callable[[Path], None]
    ) -> None:
        self.asked.append(title)
        if self.place is not None:
            answered(self.place)

    def open_folder(self, parent: QWidget, title: str, answered: Callable[[Path], None]) -> None:
        self.asked.append(title)
        if self.place is not None:
            answered(self.place)


@dataclass(frozen=True)
class Office:
    """Two vaults whose owners compared cards, and a dossier in that of the giver."""

    folder: Path
    pid: str
    to: str

    @classmethod
    def furnish(cls, folder: Path, templates: Templates) -> Office:
        """A giver with a dossier, a taker, and a card of somebody whom nobody knows."""
        two = templates.two(folder)
        pid = two.load(dossier())
        to = two.to
        two.giver.close()
        two.taker.close()
        templates.copy("stranger", folder / "stranger")
        with Workspace.open(folder / "stranger", PASSPHRASE, clock=Clock()) as stranger:
            stranger.contacts.export_own(folder / "stranger.kaart")
        return cls(folder, pid, to)

    def file(self, name: str) -> Path:
        """A file in the office."""
        return self.folder / name

    def giver(self) -> Workspace:
        """The vault of the giver, without a window."""
        return Workspace.open(self.folder / "giver", PASSPHRASE, clock=Clock())

    def agree(self, **changes: Any) -> None:
        """The client says yes."""
        with self.giver() as giver:
            giver.consents.give(self.pid, consent_request(self.to, **changes), self.folder)

    def send(self, name: str = "over.eportfolio", **changes: Any) -> Path:
        """A handover on the desk."""
        self.agree(**changes)
        with self.giver() as giver:
            newest = giver.consents.all(self.pid)[-1].consent.id
            sent = giver.handovers.create(self.pid, newest, self.to, self.file(name))
        return sent.file


@dataclass
class Bench:
    """Somebody at the keyboard of one window."""

    bot: QtBot
    theme: Theme
    filled: Path
    folder: Path
    clock: Clock
    prompts: FakePrompts
    templates: Templates
    windows: list[tuple[MainWindow, Tasks]] = field(default_factory=list)

    @property
    def window(self) -> MainWindow:
        return self.windows[-1][0]

    @property
    def tasks(self) -> Tasks:
        return self.windows[-1][1]

    @property
    def path(self) -> Path:
        return self.folder / "kluis"

    def furnish(self) -> Office:
        """Two vaults between which something is handed over."""
        return Office.furnish(self.folder / "office", self.templates)

    @property
    def desk(self) -> Desk:
        assert self.window.desk is not None
        return self.window.desk

    @property
    def page(self) -> PortfolioPage:
        assert self.desk.portfolio_page is not None
        return self.desk.portfolio_page

    def start(self, *, has_vault: bool = True) -> MainWindow:
        """Start the program."""
        if has_vault and not self.path.exists():
            shutil.copytree(self.filled, self.path)
        return self.start_at(self.path, has_vault=has_vault)

    def start_at(self, path: Path, *, has_vault: bool = True) -> MainWindow:
        """Start the program on a vault that is there."""
        tasks = Tasks()
        window = MainWindow(
            tasks,
            self.theme,
            Ways(self.clock, unlock_seconds=0),
            self.prompts,
            path,
            has_vault=has_vault,
        )
        tasks.crashed.connect(window.on_crashed)
        self.windows.append((window, tasks))
        window.show()
        window.activateWindow()
        self.bot.waitActive(window)
        return window

    def settle(self, timeout: int = WAIT_MS) -> None:
        """Until every answer has been given and shown."""
        self.bot.waitUntil(lambda: self.tasks.is_idle, timeout=timeout)
        QApplication.processEvents()
        self.bot.waitUntil(lambda: self.tasks.is_idle, timeout=timeout)

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        """Type the passphrase."""
        screen = self.window.screen_
        assert isinstance(screen, LockScreen)
        screen.passphrase.clear()
        self.bot.keyClicks(screen.passphrase, passphrase)
        self.press(Qt.Key.Key_Return, on=screen.passphrase)
        self.settle()

    def open(self, name: str = "Aldarwesh", section: int = 0) -> PortfolioPage:
        """From nothing to a dossier."""
        self.start()
        self.unlock()
        return self.go_to(name, section)

    def go_to(self, name: str, section: int = 0) -> PortfolioPage:
        """Open somebody's dossier from the caseload."""
        self.desk.open_dossier(self.pid(name), section)
        self.settle()
        return self.page

    def pid(self, name: str) -> str:
        """The dossier of somebody."""
        model = self.desk.caseload_page.model
        found = [n for n in range(model.rowCount()) if name in model.index(n, 0).data()]
        return model.portfolio(found[0])

    def press(
        self,
        key: Qt.Key,
        modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
        *,
        on: QWidget | None = None,
    ) -> None:
        """Press a key where the focus is, or on a widget."""
        self.bot.keyClick(on or QApplication.focusWidget() or self.window, key, modifier)

    def type_in(self, name: str, words: str) -> None:
        """Type in a field of the form that is open, instead of what it holds."""
        form = self.page.pane.form
        assert form is not None
        editor = form.field(name).editor
        if isinstance(editor, LineEditor):
            editor.line.clear()
            self.bot.keyClicks(editor.line, words)
        else:
            editor.area.setPlainText(words)  # type: ignore[attr-defined]

    def records(self, kind: str) -> list[dict[str, Any]]:
        """What the vault holds now, read by the worker."""
        found: list[dict[str, Any]] = []
        portfolio = self.page.portfolio
        self.tasks.run(
            self.page,
            lambda workspace: workspace.dossiers.read(portfolio),
            lambda current: found.extend(one.whole for one in current if one.kind == kind),
        )
        self.settle()
        return found

    def end(self) -> None:
        """End the program: the vault can be opened by another window."""
        window, tasks = self.windows.pop()
        window.close()
        tasks.stop()
        window.deleteLater()
        QApplication.processEvents()

    def close(self) -> None:
        """End every window."""
        for window, tasks in self.windows:
            self.prompts.yes = True
            if window.together is not None:
                window.together.close_wanted.emit()
            window.close()
            tasks.stop()
            window.deleteLater()
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
