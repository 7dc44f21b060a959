"""What stands in the window while a vault is open: the rail on the left and one page beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from ui import inbox_work, term_work
from ui.access_page import AccessPage
from ui.asked_page import AskedPage
from ui.caseload_page import CaseloadPage
from ui.closing_page import ClosingPage
from ui.contacts_page import ContactsPage
from ui.desk_pages import BesidePage, Page, SharingPage, entry_of
from ui.give_page import GivePage
from ui.inbox_page import InboxPage
from ui.new_dossier_page import NewDossierPage
from ui.notice_page import NoticePage
from ui.on_paper_page import OnPaperPage
from ui.on_paper_work import PROOF
from ui.openings import Clock, Opened
from ui.palette import Choice, CommandPalette, clients, sections
from ui.places import Place
from ui.portfolio_page import PortfolioPage
from ui.prompts import Prompts
from ui.rail import Rail
from ui.receive_page import ReceivePage
from ui.retention_page import RetentionPage
from ui.return_page import ReturnPage
from ui.rights_page import RightsPage
from ui.sections import CONSENT
from ui.settings_page import SettingsPage
from ui.tasks import Task, Tasks
from ui.term_lines import Goal
from ui.term_work import Agenda, Caseload
from ui.terms_page import TermsPage
from ui.theme import Theme
from ui.today_page import TodayPage
from ui.words import _, _many

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

INBOX_MS = 60_000


class Desk(QWidget):
    """Navigation, and the page it leads to."""

    saved = Signal(str)  # what was saved, in a few words without a name
    page_changed = Signal()
    together_wanted = Signal(object)  # the Place to come back to
    computing = Signal(int, int)  # how many dossiers the clock looked into, of how many

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        prompts: Prompts,
        opened: Opened,
        clock: Clock,
        settings_page: SettingsPage,
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._opened = opened
        self._clock = clock
        self.portfolio_page: PortfolioPage | None = None
        self.new_page: NewDossierPage | None = None
        self.sharing_page: SharingPage | None = None
        self._back: Place | None = None  # the dossier from which one went to its papers
        self.command_palette: CommandPalette | None = None
        self.settings_page = settings_page
        settings_page.retention_wanted.connect(self.show_retention)
        settings_page.log_wanted.connect(self.show_log)
        self.caseload_page = CaseloadPage(tasks, theme, prompts)
        self.caseload_page.dossier_wanted.connect(self.open_dossier)
        self.caseload_page.new_wanted.connect(self.new_dossier)
        self.caseload_page.saved.connect(self.saved)
        self.today_page = TodayPage(tasks, theme)
        self.today_page.goal_wanted.connect(self.open_goal)
        self.today_page.terms_wanted.connect(self.show_terms)
        self.today_page.new_wanted.connect(self.new_dossier)
        self.today_page.typed.connect(self._on_typed)
        self.today_page.retention_wanted.connect(self.show_retention)
        self.today_page.practise_wanted.connect(self.practise)
        self.today_page.notices_wanted.connect(self.show_notices)
        self.today_page.asked_wanted.connect(self.show_asked)
        settings_page.recovery.saved.connect(self.saved)
        self.terms_page = TermsPage(tasks, theme, prompts)
        self.terms_page.goal_wanted.connect(self.open_goal)
        self.terms_page.saved.connect(self.saved)
        self._aside: Task | None = None
        self.pages = QStackedWidget()
        for page in (self.today_page, self.caseload_page, self.terms_page, settings_page):
            self.pages.addWidget(page)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.rail = self._rail()
        layout.addWidget(self.rail)
        layout.addWidget(self.pages, 1)
        self._inbox_watch = QTimer(self, interval=INBOX_MS)
        self._inbox_watch.timeout.connect(self.count_inbox)
        self._inbox_watch.start()
        self.refresh()

    def _rail(self) -> Rail:
        return Rail(
            self._theme,
            self._opened,
            (
                (_("Vandaag"), "home", self.show_today),
                (_("Termijnen"), "calendar", self.show_terms),
                (_("Caseload"), "users", self.show_caseload),
                (_("Inbox"), "inbox", self.show_inbox),
                (_("Ontvangen"), "download", self.show_receive),
                (_("Contacten"), "user-plus", self.show_contacts),
                (_("Instellingen"), "settings", self.show_settings),
            ),
        )

    def count_inbox(self) -> None:
        """Look how many files wait; the answer stands in the navigation."""
        if self._tasks.is_idle:
            self._tasks.run(self, inbox_work.count, self._on_inbox)

    def _on_inbox(self, number: int) -> None:
        words = _many("{number} bestand wacht", "{number} bestanden wachten", number)
        self.rail.inbox.tell(number, words)

    @property
    def place(self) -> Place | None:
        """The dossier and section that is open, also while one looks at its papers."""
        page = self.portfolio_page
        return self._back if page is None else Place(page.portfolio, page.section)

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        pages = (self.portfolio_page, self.new_page, self.sharing_page)
        return any(page is not None and page.is_changed for page in pages)

    @property
    def would_lose(self) -> bool:
        """Whether something was typed that no draft keeps."""
        pages = (self.new_page, self.sharing_page)
        in_a_decision = self.portfolio_page is not None and self.portfolio_page.consents.would_lose
        return in_a_decision or any(page is not None and page.is_changed for page in pages)

    @property
    def last_work(self) -> Callable[[Workspace], None] | None:
        """What must still be kept before the vault closes."""
        return None if self.portfolio_page is None else self.portfolio_page.last_work

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.today_page.begin()

    def rest(self) -> None:
        """Compute nothing more: another desk comes in its place."""
        if self._aside is not None:
            self._aside.cancel()
            self._aside = None

    def refresh(self) -> None:
        """Read the caseload again, and compute aside what was computed on another day."""
        self._tasks.run(self, term_work.caseload, self._on_caseload)
        self._tasks.run(self, inbox_work.count, self._on_inbox)
        self.rest()
        self._aside = self._tasks.run_aside(
            self, term_work.agenda, self._on_agenda, self.computing.emit
        )

    def _on_caseload(self, caseload: Caseload) -> None:
        self.caseload_page.load(caseload.rows)
        self.today_page.show_caseload(caseload)

    def _on_agenda(self, agenda: Agenda) -> None:
        self._aside = None
        self.caseload_page.load(agenda.caseload.rows)
        self.today_page.load(agenda)
        self.terms_page.load(agenda)

    def show_today(self) -> None:
        """What must be done now."""
        self._leave(partial(self._go_to, self.today_page))

    def show_terms(self) -> None:
        """Every term of the caseload."""
        self._leave(partial(self._go_to, self.terms_page))

    def _on_typed(self, typed: str) -> None:
        """Who types on the first page looks for somebody."""
        self.show_caseload()
        self.caseload_page.search.setText(typed)

    def open_goal(self, goal: Goal) -> None:
        """Open a dossier where one works on something."""
        self.open_dossier(goal.portfolio, goal.section, goal.record)

    def show_caseload(self) -> None:
        """Back to everybody; whatever dossier was open is dropped."""
        self._leave(partial(self._go_to, self.caseload_page))

    def export_caseload(self) -> None:
        """What the caseload shows as a file: it is in sight while one answers."""

        def go_on() -> None:
            self._go_to(self.caseload_page)
            self.caseload_page.views.export()

        self._leave(go_on)

    def _go_to(self, page: Page) -> None:
        self._drop_pages()
        self._show(page)
        self.refresh()

    def show_settings(self) -> None:
        """How the program behaves."""
        self._leave(self._show_settings)

    def _show_settings(self) -> None:
        self._drop_pages()
        self._show(self.settings_page)

    def practise(self) -> None:
        """Practise with the recovery sheet."""
        self.show_settings()
        if self.pages.currentWidget() is self.settings_page:
            self.settings_page.practise()

    def show_contacts(self) -> None:
        """Cards, one's own and those of others."""
        self._leave(self._show_contacts)

    def _show_contacts(self) -> None:
        page = ContactsPage(self._tasks, self._theme, self._prompts)
        page.paper_wanted.connect(partial(self._show_paper, None))
        self._show_sharing(page)

    def show_retention(self) -> None:
        """Which dossiers may be erased, and the backups."""

        def go_on() -> None:
            page = RetentionPage(self._tasks, self._theme, self._prompts)
            page.dossier_wanted.connect(self.open_dossier)
            page.erased.connect(self.refresh)
            self._show_sharing(page)

        self._leave(go_on)

    def show_log(self) -> None:
        """Who did what with which dossier."""
        page = partial(AccessPage, self._tasks, self._theme, self._prompts)
        self._leave(lambda: self._show_sharing(page()))

    def beside(self, kind: type[BesidePage]) -> None:
        """A page about the open dossier, beside it; Esc leads back."""
        if (place := self.place) is not None:
            self._leave(partial(self._show_beside, kind, place))

    def _show_beside(self, kind: type[BesidePage], place: Place) -> None:
        page = kind(self._tasks, self._theme, self._prompts, place.portfolio)
        if isinstance(page, NoticePage):
            page.answer_wanted.connect(self.show_asked)
        elif isinstance(page, RightsPage):
            page.notices_wanted.connect(self.show_notices)
        page.head.lead_back(self.leave_page)
        self._show_sharing(page)
        self._back = place

    def show_notices(self, portfolio: str) -> None:
        """Who must be told about a dossier, and who answered."""
        self._leave(partial(self._show_beside, NoticePage, Place(portfolio, CONSENT)))

    def show_asked(self, what: Path | str) -> None:
        """What a colleague asks or answers: a file, or the hash of a notice."""

        def go_on() -> None:
            page = AskedPage(self._tasks, self._theme, self._prompts, what)
            page.dossier_wanted.connect(self.open_dossier)
            page.notices_wanted.connect(self.show_notices)
            page.receive_wanted.connect(self.show_receive)
            self._show_sharing(page)

        self._leave(go_on)

    def show_inbox(self) -> None:
        """Scans that wait for a dossier."""
        self._leave(lambda: self._show_sharing(InboxPage(self._tasks, self._theme, self._prompts)))

    def show_receive(self) -> None:
        """A dossier from somebody else, or a receipt that came back."""
        self._leave(self._show_receive)

    def _show_receive(self) -> None:
        page = ReceivePage(self._tasks, self._theme, self._prompts)
        page.receipt_found.connect(self._show_closing)
        page.notice_found.connect(self.show_asked)
        page.dossier_wanted.connect(self.open_dossier)
        page.contacts_wanted.connect(self.show_contacts)
        self._show_sharing(page)

    def give(self, portfolio: str) -> None:
        """Hand a dossier over."""

        def go_on() -> None:
            page = GivePage(self._tasks, self._theme, self._prompts, portfolio)
            page.left.connect(lambda: self.open_dossier(portfolio, CONSENT))
            page.decide_wanted.connect(lambda: self._decide(portfolio))
            page.contacts_wanted.connect(self.show_contacts)
            self._show_sharing(page)

        self._leave(go_on)

    def give_back(self, portfolio: str) -> None:
        """Send back what was added during a cover."""

        def go_on() -> None:
            page = ReturnPage(self._tasks, self._theme, self._prompts, portfolio)
            page.left.connect(lambda: self.open_dossier(portfolio))
            page.contacts_wanted.connect(self.show_contacts)
            self._show_sharing(page)

        self._leave(go_on)

    def together(self) -> None:
        """Look at the open dossier together with the client (Ctrl+Shift+M)."""
        place = self.place
        if place is not None:
            self._leave(lambda: self.together_wanted.emit(place))

    def on_paper(self, document: str = "", of: str | None = None) -> None:
        """Documents on paper of the open dossier (Ctrl+P)."""
        if (place := self.place) is not None:
            self._leave(partial(self._show_paper, place, document, of))

    def _show_paper(self, place: Place | None, document: str = "", of: str | None = None) -> None:
        portfolio = None if place is None else place.portfolio
        page = OnPaperPage(self._tasks, self._theme, self._prompts, portfolio, document, of)
        page.left.connect(self.leave_paper)
        self._show_sharing(page)
        self._back = place

    def leave_page(self) -> bool:
        """Back to where one came from (Esc); False where Esc leads nowhere."""
        page, place = self.sharing_page, self._back
        if isinstance(page, RetentionPage | RightsPage) and page.leave():
            return True
        if isinstance(page, BesidePage) and place is not None:
            self.open_dossier(place.portfolio, place.section, place.record)
        elif isinstance(page, RetentionPage | AccessPage):
            self.show_settings()
        else:
            return self.leave_paper()
        return True

    def leave_paper(self) -> bool:
        """Back from a paper to its dossier, or to the contacts; False when no paper is shown."""
        is_paper, place = isinstance(self.sharing_page, OnPaperPage), self._back
        if is_paper and place is not None:
            self.open_dossier(place.portfolio, place.section, place.record)
        elif is_paper:
            self.show_contacts()
        return is_paper

    def _decide(self, portfolio: str) -> None:
        self._open_dossier(portfolio, CONSENT)
        if self.portfolio_page is not None:
            self.portfolio_page.consents.decide()

    def _show_closing(self, file: Path | None) -> None:
        page = ClosingPage(self._tasks, self._theme, self._prompts)
        page.dossier_wanted.connect(self.open_dossier)
        page.paper_wanted.connect(
            lambda portfolio, bundle: self._show_paper(Place(portfolio, CONSENT), PROOF, bundle)
        )
        self._show_sharing(page)
        if file is not None:
            page.look_at(file)

    def _show_sharing(self, page: SharingPage) -> None:
        self._drop_pages()
        page.saved.connect(self.saved)
        self.sharing_page = page
        self.pages.addWidget(page)
        self._show(page)

    def submit(self) -> None:
        """Save what is being filled in on the page that is shown."""
        waits = self.sharing_page
        inbox = waits if isinstance(waits, InboxPage) else None
        page = self.portfolio_page or self.new_page or inbox
        if page is not None:
            page.submit()

    def new_dossier(self) -> None:
        """Begin with a client."""
        self._leave(self._new_dossier)

    def _new_dossier(self) -> None:
        self._drop_pages()
        page = NewDossierPage(self._tasks, self._theme, self._prompts)
        page.created.connect(self._on_created)
        page.left.connect(self.show_caseload)
        page.receive_wanted.connect(self.show_receive)
        self.new_page = page
        self.pages.addWidget(page)
        self._show(page)

    def _on_created(self, portfolio: str) -> None:
        self.saved.emit(_("Dossier gemaakt"))
        self._open_dossier(portfolio, 0)

    def open_dossier(self, portfolio: str, section: int = 0, record: str | None = None) -> None:
        """Open one dossier, on a page of its own: nothing of another is on it."""
        self._leave(lambda: self._open_dossier(portfolio, section, record))

    def _open_dossier(self, portfolio: str, section: int, record: str | None = None) -> None:
        self._drop_pages()
        page = PortfolioPage(self._tasks, self._theme, self._prompts, portfolio, section, record)
        page.left.connect(self.show_caseload)
        page.saved.connect(self.saved)
        page.give_wanted.connect(self.give)
        page.return_wanted.connect(self.give_back)
        page.together_wanted.connect(self.together)
        page.paper_wanted.connect(self.on_paper)
        page.beside_wanted.connect(self.beside)
        page.receipt_wanted.connect(lambda: self._leave(lambda: self._show_closing(None)))
        self.portfolio_page = page
        self.pages.addWidget(page)
        self._show(page)

    def show_palette(self, commands: Sequence[Choice]) -> None:
        """Clients and commands over the page; away again where they are shown already."""
        if self.command_palette is not None:
            self.command_palette.leave()
            return
        page = self.portfolio_page
        parts = sections(page.show_section) if page is not None else []
        people = clients(self.caseload_page.model.people, self.open_dossier)
        shown = CommandPalette(self._theme, self, people, [*parts, *commands])
        shown.left.connect(self._on_palette_left)
        self.command_palette = shown

    def _on_palette_left(self) -> None:
        self.command_palette = None

    def _leave(self, go_on: Callable[[], None]) -> None:
        """Nothing that was typed is thrown away without a question."""
        if not self.is_changed:
            go_on()
            return
        self._tint()

        def answered(yes: bool) -> None:
            if yes:
                if self.portfolio_page is not None:
                    self.portfolio_page.discard()
                go_on()

        self._prompts.confirm(
            self,
            _("Wijzigingen niet opgeslagen"),
            _(
                "U heeft iets getypt dat nog niet is opgeslagen. Gaat u weg, dan is die tekst weg. "
                "Wat al opgeslagen was, blijft."
            ),
            _("Weggooien"),
            answered,
        )

    def _show(self, page: Page) -> None:
        if self.command_palette is not None:
            self.command_palette.leave(back=False)
        self.pages.setCurrentWidget(page)
        page.begin()
        self._tint()
        self.page_changed.emit()

    def _tint(self) -> None:
        self.rail.choose(entry_of(self.pages.currentWidget(), self.rail))

    def _drop_pages(self) -> None:
        """A page of a client lives as long as it is shown."""
        for page in (self.portfolio_page, self.new_page, self.sharing_page):
            if page is not None:
                self.pages.removeWidget(page)
                page.hide()
                page.deleteLater()
        self.portfolio_page = self.new_page = self.sharing_page = self._back = None
