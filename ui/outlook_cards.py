"""What the law asks of one client: terms with their sentence, and what has to be looked at."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QWidget

from eportfolio.statute import Outlook
from ui import term_lines
from ui.term_list import TermList
from ui.theme import Theme
from ui.widgets import Banner, button, card, column, hair, row, text
from ui.words import N_, _

NOT_ADVICE = N_("Geen juridisch advies. Elke zin noemt het artikel waar hij op rust.")


class OutlookCards(QWidget):
    """Two cards on top of a dossier; the second only when there is something to say."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.elsewhere = Banner(theme)
        self.terms = TermList(theme, _("Termijnen van dit dossier"), is_whole=True)
        self.others = TermList(theme, _("Termijnen die nu niet lopen"), is_whole=True)
        self.findings = TermList(theme, _("Let op"), is_whole=True)
        for one in (self.terms, self.others, self.findings):
            one.followed.connect(self._on_followed)
        self.nothing = text(_("Er loopt nu geen termijn."), "muted")
        self.nothing.setContentsMargins(20, 14, 20, 14)
        self.more = button(theme, "", self._on_more, small=True, look="plain")
        self.more.setCheckable(True)
        self.counted = text("", "help")
        head = row(text(_("Let op"), "section"), self.counted, None)
        head.setContentsMargins(20, 12, 20, 12)
        self._checked = card()
        inside = column(head, hair(), self.findings, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        self._checked.setLayout(inside)
        head = row(text(_("Termijnen"), "section"), None, self.more)
        head.setContentsMargins(20, 8, 14, 8)
        self._due = card()
        note = text(_(NOT_ADVICE), "help", wrap=True)
        note.setContentsMargins(20, 10, 20, 10)
        inside = column(head, hair(), self.nothing, self.terms, self.others, note, space=0)
        inside.setContentsMargins(1, 1, 1, 1)
        self._due.setLayout(inside)
        self.setLayout(column(self.elsewhere, self._checked, self._due, space=16))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    def load(self, outlook: Outlook) -> None:
        """Show one client."""
        self.elsewhere.say(outlook.why_not or "")
        self._due.setVisible(outlook.applies)
        running = term_lines.open_lines(outlook)
        self.terms.load(running)
        self.terms.setVisible(bool(running))
        self.nothing.setVisible(not running)
        self.others.load(term_lines.other_lines(outlook))
        found = [term_lines.finding_line(one) for one in outlook.findings]
        self.findings.load(found)
        self.counted.setText(str(len(found)))
        self._checked.setVisible(bool(found))
        self._on_more()

    def _on_followed(self, record: str) -> None:
        self.record_wanted.emit(record)

    def _on_more(self) -> None:
        """Also what stands still, is done or has not begun."""
        count = sum(not one.is_heading for one in self.others.lines.all())
        is_open = self.more.isChecked()
        self.others.setVisible(is_open and bool(count))
        self.more.setVisible(bool(count))
        words = _("Ook stilstaand, klaar of nog niet begonnen ({count})").format(count=count)
        self.more.setText(_("Minder tonen") if is_open else words)
        self.more.setAccessibleName(self.more.text())
