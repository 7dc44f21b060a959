"""Which pages stand on the desk, and which line of the rail belongs to each."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.access_page import AccessPage
from ui.asked_page import AskedPage
from ui.caseload_page import CaseloadPage
from ui.closing_page import ClosingPage
from ui.contacts_page import ContactsPage
from ui.give_page import GivePage
from ui.inbox_page import InboxPage
from ui.new_dossier_page import NewDossierPage
from ui.notice_page import NoticePage
from ui.on_paper_page import OnPaperPage
from ui.portfolio_page import PortfolioPage
from ui.rail import Entry, Rail
from ui.receive_page import ReceivePage
from ui.retention_page import RetentionPage
from ui.return_page import ReturnPage
from ui.rights_page import RightsPage
from ui.settings_page import SettingsPage
from ui.shared_page import SharedPage
from ui.terms_page import TermsPage
from ui.today_page import TodayPage

# About one dossier; Esc leads back to it.
BesidePage = AccessPage | SharedPage | RightsPage | NoticePage
SharingPage = (
    ContactsPage
    | GivePage
    | InboxPage
    | ReceivePage
    | ClosingPage
    | OnPaperPage
    | RetentionPage
    | ReturnPage
    | BesidePage
    | AskedPage
)
OwnPage = TodayPage | CaseloadPage | TermsPage | SettingsPage
Page = OwnPage | NewDossierPage | PortfolioPage | SharingPage


def entry_of(page: QWidget | None, rail: Rail) -> Entry:
    """The line of the rail that is chosen while a page is shown."""
    at: dict[object, Entry] = {
        TodayPage: rail.today,
        TermsPage: rail.terms,
        InboxPage: rail.inbox,
        ReceivePage: rail.receive,
        ClosingPage: rail.receive,
        AskedPage: rail.receive,
        ContactsPage: rail.contacts,
        SettingsPage: rail.settings,
        RetentionPage: rail.settings,
    }
    if isinstance(page, OnPaperPage) and page.portfolio is None:
        at[OnPaperPage] = rail.contacts
    if isinstance(page, AccessPage) and page.portfolio is None:
        at[AccessPage] = rail.settings
    return at.get(type(page), rail.caseload)
