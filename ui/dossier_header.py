"""Who this is about: name, language, route; always in sight while a dossier is open."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from ui.client_row import TERM_STATES, WORKED_ON, mark_of
from ui.sections import Snapshot, facts
from ui.theme import Theme
from ui.widgets import Flow, badge, button, clear, column, icon, restyle, row, set_icon, text
from ui.words import _, _many


class DossierHeader(QWidget):
    """Breadcrumb, name and facts."""

    left = Signal()
    paper_wanted = Signal()
    synthesis_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        back = button(theme, _("Caseload"), self.left.emit)
        back.setProperty("crumb", True)
        back.setToolTip(_("Terug naar de caseload (Alt+Links)"))
        self.crumb_name, self.crumb_place = text("", "help"), text("", "small")
        self.term_icon, self.term = icon(theme, "alert", "neg", 20), badge("")
        crumbs = row(
            back,
            text("›", "help"),
            self.crumb_name,
            text("›", "help"),
            self.crumb_place,
            None,
            self.term_icon,
            self.term,
            space=6,
        )
        self.name = text("", "title")
        self.status = badge("")
        self.status.hide()
        self.paper_button = button(
            theme, _("Op papier…"), self.paper_wanted.emit, "file", small=True
        )
        self.paper_button.setToolTip(_("Op papier (Ctrl+P)"))
        self.synthesis_button = button(
            theme, _("Synthese"), self.synthesis_wanted.emit, "list-details", small=True
        )
        self.synthesis_button.setToolTip(_("Eén bladzijde: wat dringt, wie het is, wie wat doet"))
        self._facts = Flow(20)
        holder = self.facts = QWidget()
        holder.setLayout(self._facts)
        holder.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        called = QWidget()
        called.setLayout(row(self.name, self.status, space=12))
        beside = Flow(16)
        beside.addWidget(called)
        beside.addWidget(self.paper_button)
        beside.addWidget(self.synthesis_button)
        top = self._called = QWidget()
        top.setLayout(beside)
        top.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        layout = column(crumbs, top, holder, space=6)
        self.setLayout(layout)
        for one in (self.term, self.term_icon):
            one.hide()

    def give_way(self, *, facts: bool, name: bool) -> None:
        """Leave out the facts, or the name in large too (the crumbs keep it), where room lacks."""
        self.facts.setVisible(not facts)
        self._called.setVisible(not name)
        self.updateGeometry()

    def show_place(self, section: str) -> None:
        """Which part of the dossier is shown."""
        self.crumb_place.setText(section)

    def show_client(self, snapshot: Snapshot) -> None:
        """Show the facts of one client."""
        name = snapshot.row.name or _("Zonder naam")
        self.name.setText(name)
        self.crumb_name.setText(name)
        mark = mark_of(snapshot.row)
        waiting = snapshot.row.open_agreements
        if snapshot.row.status in WORKED_ON and waiting:
            words = _many("{number} open afspraak", "{number} open afspraken", waiting)
            self.status.setText(words)
            self.status.setProperty("badge", "info")
        else:
            self.status.setText(mark.words)
            self.status.setProperty("badge", mark.role)
        restyle(self.status)
        self.status.setVisible(bool(waiting) or snapshot.row.status != "open")
        self._show_term(snapshot)
        clear(self._facts)
        for n, (label, value) in enumerate(facts(snapshot)):
            self._facts.addWidget(self._fact(label, value, is_first=n == 0))

    def _show_term(self, snapshot: Snapshot) -> None:
        """Where the next term stands, when it asks for something."""
        first = snapshot.outlook.next if snapshot.outlook is not None else None
        mark = TERM_STATES.get(first.state) if first is not None else None
        is_urgent = mark is not None and mark.role in ("neg", "warn")
        if mark is not None and is_urgent:
            self.term.setText(_("Termijn {state}").format(state=mark.words.casefold()))
            self.term.setProperty("badge", mark.role)
            restyle(self.term)
            set_icon(self._theme, self.term_icon, mark.icon, mark.role, 20)
        self.term.setVisible(is_urgent)
        self.term_icon.setVisible(is_urgent)

    def _fact(self, label: str, value: str, *, is_first: bool) -> QWidget:
        fact = QWidget()
        words = column(text(label, "help"), text(value, "strong"), space=0)
        line = QFrame()
        line.setProperty("hair", "column")
        layout = row(words, space=20) if is_first else row(line, words, space=20)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        fact.setLayout(layout)
        fact.setAccessibleName(f"{label}: {value}")
        return fact
