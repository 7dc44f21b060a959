"""The one window: start, locked, or at work. Menus, footer, lock.

Invariants:
- Each state is a screen of its own, made when it begins and dropped when it ends: what was on the
  desk of an open vault is gone as soon as it is locked.
- Locking: dialogs close, the desk goes, the clipboard is emptied, waiting work is dropped, then
  the worker closes the vault.
- The first picture waits for nothing that it does not show: screens are imported when they begin,
  and meanwhile the worker has read them (`openings.warm_up`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QClipboard, QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QMainWindow,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eportfolio import texts
from eportfolio.errors import EportfolioError
from ui.footer import Footer
from ui.idle import IdleWatch
from ui.lock_screen import LockScreen
from ui.menus import Menus
from ui.openings import DemoFolder, Opened, Ways
from ui.prompts import Prompts
from ui.shortcuts import keys_of, words_of
from ui.tasks import Tasks
from ui.theme import Theme
from ui.values import shown_time
from ui.widgets import Banner, Toast
from ui.words import _, explain, speech

if TYPE_CHECKING:
    from ui.away import Away
    from ui.create_page import CreatePage
    from ui.desk import Desk
    from ui.places import Place
    from ui.portfolio_page import PortfolioPage
    from ui.samen_screen import SamenScreen
    from ui.start_page import StartPage

TITLE = "E-portfolio"
Screen: TypeAlias = "StartPage | CreatePage | LockScreen | Desk | SamenScreen"


class MainWindow(QMainWindow):
    """Everything a person sees."""

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        ways: Ways,
        prompts: Prompts,
        path: Path,
        *,
        has_vault: bool,
    ) -> None:
        super().__init__()
        self.setWindowTitle(TITLE)
        self.resize(1440, 900)
        self.setMinimumSize(800, 560)
        self._tasks = tasks
        self._theme = theme
        self._ways = ways
        self._prompts = prompts
        self._home = path
        self._path = path
        self._demo = DemoFolder()
        self._opened: Opened | None = None
        self._place: Place | None = None
        self._desk: Desk | None = None
        self._creating: CreatePage | None = None
        self._together: SamenScreen | None = None
        self._may_close = False  # both said that the program may end in the middle of a talk
        self._copied_here = False
        self.idle = IdleWatch(self)
        self.idle.warned.connect(self._on_warned)
        self.idle.expired.connect(self._lock_now)
        self.away: Away | None = None  # listens from the first time that a vault is open
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusWindowChanged.connect(self.idle.watch)
        self.screen_: QWidget | None = None
        self.warning = Banner(theme, "warn", "clock")
        self.failure = Banner(theme, "neg", "alert-circle")
        self._stack = QStackedWidget()
        central = QWidget()
        layout = QVBoxLayout(central)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for strip in (self.warning, self.failure):
            layout.addWidget(strip)
        layout.addWidget(self._stack, 1)
        self.setCentralWidget(central)
        self.toast = Toast(central)
        self._dress()
        QGuiApplication.clipboard().dataChanged.connect(self._on_clipboard)
        speech().changed.connect(self._on_language)
        tasks.failed.connect(self._on_failed)
        tasks.busy_changed.connect(self._on_busy)
        if has_vault:
            self.show_lock()
        else:
            self.show_start()

    @property
    def desk(self) -> Desk | None:
        """What is on the desk, while a vault is open."""
        return self._desk if self._desk is self.screen_ else None

    @property
    def together(self) -> SamenScreen | None:
        """The talk with a client, while it fills the window."""
        return self._together if self._together is self.screen_ else None

    def _dress(self) -> None:
        """The menus and the line at the bottom, in the language of the window."""
        self.menus = Menus(self, self._theme)
        self.setMenuBar(self.menus)
        self.footer = Footer(self._theme)
        self.setStatusBar(self.footer)

    def _on_language(self) -> None:
        """Say everything anew. A language is chosen on the first screen and in the settings:
        nothing that was typed stands on either."""
        self._dress()
        if self._desk is not None and self._opened is not None:
            self._desk.rest()
            self._show_desk(replace(self._opened, lock_minutes=self.idle.minutes), None)
            self._desk.show_settings()
            self._desk.settings_page.language.begin()
        else:
            self.show_start().language.begin()

    def _show_actions(self) -> None:
        self.menus.show_possible(self.desk)

    def _show_screen(self, screen: Screen) -> None:
        """One screen at a time; the one before is dropped with all it held."""
        before, self.screen_ = self.screen_, screen
        self._stack.addWidget(screen)
        self._stack.setCurrentWidget(screen)
        if before is not None:
            self._stack.removeWidget(before)
            before.hide()
            before.deleteLater()
        self._desk = self._desk if screen is self._desk else None
        self._creating = self._creating if screen is self._creating else None
        alone = self.together is not None
        for strip in (self.menuBar(), self.footer):
            strip.setVisible(not alone)
        if alone != self.isFullScreen():
            self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
            self.activateWindow()
        at_work = self._desk is not None
        self._show_actions()
        self.footer.show_keys(at_work=at_work)
        self.failure.say("")
        if at_work:
            self._show_lock_line()
        else:
            self.setWindowTitle(TITLE)
            self.toast.hide()
            self.footer.clear()
        screen.begin()

    def show_start(self) -> StartPage:
        """The three choices."""
        from ui.start_page import StartPage

        page = StartPage(self._tasks, self._theme, self._ways, self._prompts, self._demo)
        page.demo_opened.connect(self._on_opened)
        page.create_wanted.connect(self.show_create)
        page.receive_wanted.connect(partial(self.show_create, receiving=True))
        page.vault_chosen.connect(self._on_vault_chosen)
        self._show_screen(page)
        self.footer.say_lock("unlock", _("Geen kluis geopend"))
        return page

    def show_demo(self, folder: Path) -> None:
        """Look around in a demonstration that was played before."""
        self._tasks.unlock(self, self._ways.show_demo(folder), self._on_opened, self._on_failed)

    def show_create(self, *, receiving: bool = False) -> None:
        """Make a vault. `receiving`: a dossier is on its way, so that comes next."""
        from ui.create_page import CreatePage

        page = self._creating = CreatePage(
            self._tasks, self._theme, self._ways, self._prompts, self._home
        )
        page.created.connect(self._on_received_first if receiving else self._on_opened)
        page.left.connect(self.show_start)
        self._show_screen(page)
        self.footer.say_lock("unlock", _("Nog geen kluis op deze computer"))

    def show_lock(self, whose: str = "") -> None:
        """Ask for the passphrase."""
        page = LockScreen(self._tasks, self._theme, self._ways, self._prompts, self._path, whose)
        page.opened.connect(self._on_opened)
        page.other_wanted.connect(self.show_start)
        self._show_screen(page)
        self.footer.say_lock("lock", _("Vergrendeld"))

    def _on_vault_chosen(self, folder: Path) -> None:
        self._path = folder
        self._place = None
        self.show_lock()

    def _on_opened(self, opened: Opened) -> None:
        self._opened = opened
        if not opened.is_demo:
            self._path = opened.path
        self.idle.set_minutes(opened.lock_minutes)
        place, self._place = self._place, None
        if place is not None and place.is_together:
            self._show_together(opened, place, resumes=True)
        else:
            self._show_desk(opened, place)
        self.idle.start()
        if self.away is None:
            from ui.away import Away

            self.away = Away(self)
            self.away.left.connect(self._lock_now)

    def _on_received_first(self, opened: Opened) -> None:
        self._on_opened(opened)
        if self._desk is not None:
            self._desk.show_receive()

    def _show_desk(self, opened: Opened, place: Place | None) -> None:
        from ui.desk import Desk
        from ui.settings_page import SettingsPage

        settings_page = SettingsPage(self._tasks, self._theme, self._prompts, self.idle)
        settings_page.changed.connect(self._on_lock_minutes)
        desk = self._desk = Desk(
            self._tasks, self._theme, self._prompts, opened, self._ways.clock, settings_page
        )
        desk.saved.connect(self._on_saved)
        desk.page_changed.connect(self._on_page)
        desk.computing.connect(self.footer.say_computing)
        desk.together_wanted.connect(self._on_together)
        self._show_screen(desk)
        self.footer.demo_badge.setVisible(opened.is_demo)
        self.setWindowTitle(f"{TITLE} – DEMO" if opened.is_demo else TITLE)
        if place is not None:
            desk.open_dossier(place.portfolio, place.section, place.record)
        else:
            desk.show_today()

    def _show_together(self, opened: Opened, place: Place, *, resumes: bool) -> None:
        """One client's talk fills the window; the desk with the other dossiers is gone."""
        from ui.samen_screen import SamenScreen

        screen = self._together = SamenScreen(
            self._tasks, self._theme, opened, self._ways.clock, place.portfolio, resumes=resumes
        )
        screen.lock_wanted.connect(self._lock_now)
        screen.close_wanted.connect(self._on_talk_closed)
        screen.left.connect(
            lambda record: self._show_desk(opened, replace(place, is_together=False, record=record))
        )
        self._place = replace(place, is_together=True)
        self._show_screen(screen)

    def _on_together(self, place: Place) -> None:
        if self._opened is not None:
            self._show_together(self._opened, place, resumes=False)

    def lock(self) -> None:
        """Lock on request; ask first when something typed would be lost."""
        if self.desk is None:
            return
        if not self.desk.would_lose:
            self._lock_now()
            return
        self._prompts.confirm(
            self,
            _("Wijzigingen niet opgeslagen"),
            _("U heeft iets getypt dat nog niet is opgeslagen. Bij vergrendelen is die tekst weg."),
            _("Toch vergrendelen"),
            self._on_lock_answered,
        )

    def _on_clipboard(self) -> None:
        """What is copied while one of our windows is in front was copied here."""
        self._copied_here = QGuiApplication.focusWindow() is not None

    def _empty_clipboard(self) -> None:
        """What was copied here goes; on X11 what is only selected as well."""
        clipboard = QGuiApplication.clipboard()
        if self._copied_here:
            clipboard.clear()
        if clipboard.supportsSelection() and clipboard.ownsSelection():
            clipboard.clear(QClipboard.Mode.Selection)

    def _on_lock_answered(self, yes: bool) -> None:
        if yes:
            self._lock_now()

    def _lock_now(self) -> None:
        opened, self._opened = self._opened, None
        at_work = self.desk or self.together
        if at_work is None or opened is None:
            return
        self.idle.stop()
        self._place = self.desk.place if self.desk is not None else self._place
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog | QMenu):
                window.close()
        self._empty_clipboard()
        self._tasks.lock(at_work.last_work)
        if opened.is_demo:
            self._place = None
            self.show_start()
        else:
            self.show_lock(f"{opened.name} · {opened.organisation}")

    def _show_lock_line(self) -> None:
        self.footer.say_lock(
            "lock",
            _("Versleuteld · vergrendelt na {minutes} minuten rust").format(
                minutes=self.idle.minutes
            ),
        )

    def _on_lock_minutes(self) -> None:
        minutes = self.idle.minutes
        self._tasks.run(self, lambda workspace: workspace.keep_lock_minutes(minutes))
        self._show_lock_line()

    def _on_warned(self, is_warning: bool) -> None:
        unsaved = self.desk is not None and self.desk.would_lose
        words = _("Over een minuut vergrendelt het programma. Druk op een toets om door te werken.")
        if unsaved:
            words += " " + _("Let op: u heeft tekst die nog niet is opgeslagen.")
        self.warning.say(words if is_warning else "")

    def _on_saved(self, words: str) -> None:
        self.footer.say_saved(_("Opgeslagen {time}").format(time=shown_time(self._ways.clock())))
        self.toast.say(words)

    def _on_page(self) -> None:
        self._show_actions()
        self.failure.say("")

    def _on_busy(self, is_busy: bool) -> None:
        self.footer.busy_line.setVisible(is_busy)

    def _on_failed(self, error: EportfolioError) -> None:
        self.failure.say(explain(error))

    def on_crashed(self, _kind: str) -> None:
        """A bug: say so once, and lock, so that nothing half done goes on."""
        self._lock_now()
        self._prompts.tell(
            self,
            _("Er ging iets mis in het programma"),
            _(
                "Dit is een fout van ons. Wat u had opgeslagen is veilig en compleet. Het "
                "programma is vergrendeld. Open het opnieuw om verder te gaan."
            ),
        )

    def at_desk(self, go: Callable[[Desk], None]) -> None:
        """Do it while a vault is open."""
        if self.desk is not None:
            go(self.desk)

    def search(self) -> None:
        """Put the keyboard where one searches."""
        if self.desk is not None:
            self.desk.show_caseload()
            self.desk.caseload_page.search.setFocus()
            self.desk.caseload_page.search.selectAll()

    def at_page(self, go: Callable[[PortfolioPage], None]) -> None:
        """Do it while a dossier is open."""
        if self.desk is not None and self.desk.portfolio_page is not None:
            go(self.desk.portfolio_page)

    def escape(self) -> None:
        """Leave what is on top, without saving."""
        if self.desk is not None:
            if self.desk.portfolio_page is not None:
                self.desk.portfolio_page.close_form()
            elif self.desk.new_page is not None:
                self.desk.show_caseload()
            elif not self.desk.leave_page():
                self.desk.caseload_page.search.clear()

    def show_palette(self) -> None:
        """Every client and everything the menus can do, in one field."""
        from ui.palette import command

        possible = self.menus.possible()
        choices = [command(words_of(one), keys_of(one), one.trigger) for one in possible]
        self.at_desk(lambda desk: desk.show_palette(choices))

    def show_shortcuts(self) -> None:
        """Everything that has keys."""
        self._prompts.tell(self, _("Sneltoetsen"), "\n".join(self.menus.shortcuts()))

    def show_about(self) -> None:
        """What this is, in which words, and what it is made of."""
        made_of = "\n".join(f"{name}: {licence}" for name, licence in texts.licences())
        paragraphs = [
            _("Versleuteld portfolio per statushouder. Zonder toestemming van de cliënt gaat er "
              "niets weg. Geen account, geen internet."),
            _("Licentie: EUPL-1.2. Onderdelen van anderen en hun licentie:"),
            made_of,
        ]  # fmt: skip
        if speech().language != texts.DUTCH:
            paragraphs[1:1] = [
                _("Deze vertaling is een concept: niemand heeft haar nog nagekeken. Bij twijfel "
                  "geldt het Nederlands."),
                _("Wat de wet zegt staat in het Nederlands, net als de waarden in het dossier: zo "
                  "staat het ook in brieven."),
            ]  # fmt: skip
        self._prompts.tell(self, _("Over E-portfolio"), "\n\n".join(paragraphs))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.toast.place()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Ask before something typed is lost, or a recovery key that nobody confirmed."""
        if self.together is not None and not self._may_close:
            event.ignore()
            self.together.ask_close()
            return
        changed = self.desk is not None and self.desk.would_lose
        creating = self._creating if self._creating is self.screen_ else None
        halfway = creating is not None and creating.is_halfway
        if not changed and not halfway:
            self.idle.stop()
            self._empty_clipboard()
            at_work = self.desk or self.together
            self._tasks.stop(None if at_work is None else at_work.last_work)
            self._demo.remove()
            event.accept()
            return
        event.ignore()
        self._prompts.confirm(
            self,
            _("Herstelblad nog niet bevestigd") if halfway else _("Wijzigingen niet opgeslagen"),
            _("Zonder herstelblad kunt u niet meer bij uw dossiers als u uw wachtwoordzin vergeet.")
            if halfway
            else _(
                "U heeft iets getypt dat nog niet is opgeslagen. Bij afsluiten is die tekst weg."
            ),
            _("Toch afsluiten"),
            self._on_close_answered,
        )

    def _on_talk_closed(self) -> None:
        self._may_close = True
        QTimer.singleShot(0, self.close)

    def _on_close_answered(self, yes: bool) -> None:
        if yes:
            screen, self.screen_ = self.screen_, None
            if screen is not None:
                self._stack.removeWidget(screen)
                screen.deleteLater()
            QTimer.singleShot(0, self.close)
