"""Every term of the caseload: by state and week, with the sentence that explains it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui import term_lines, term_work
from ui.prompts import Prompts
from ui.tasks import Tasks
from ui.term_list import TermList
from ui.term_work import Agenda, Client, DueTerm
from ui.theme import Theme
from ui.values import fold
from ui.widgets import Banner, Empty, button, card, column, row, text
from ui.words import _, _many, explain

SHOWN = 500
SEARCH_WIDTH = 220
LIST, NOTHING, EMPTY = range(3)


class TermsPage(QWidget):
    """What is due in the whole caseload."""

    goal_wanted = Signal(object)
    saved = Signal(str)

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._prompts = prompts
        self._due: Sequence[tuple[Client, DueTerm]] = ()
        self.search = QLineEdit()
        self.search.setPlaceholderText(_("Zoek op naam, termijn of artikel"))
        self.search.setAccessibleName(_("Zoek op naam, termijn of artikel"))
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(SEARCH_WIDTH)
        self.search.textChanged.connect(self._show)
        self.search.installEventFilter(self)
        self.export_button = button(theme, _("Agendabestand…"), self._on_export, "download")
        self.export_button.setToolTip(_("De open termijnen voor uw agenda, zonder namen"))
        self.error_banner = Banner(theme, "neg", "alert-circle")
        self.list = TermList(theme, _("Termijnen"))
        self.list.followed.connect(self.goal_wanted)
        sheet = card()
        inside = QVBoxLayout(sheet)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.list)
        self.nothing = Empty(
            theme,
            "search",
            _("Geen termijn gevonden"),
            _("Zoek op een naam, op een woord uit de termijn, of op een artikel zoals Wi 15."),
            button(theme, _("Alles tonen"), self.search.clear),
        )
        self.empty = Empty(
            theme,
            "calendar",
            _("Geen open termijnen"),
            _(
                "Hier komt elke wettelijke termijn van uw caseload. Leg in een dossier de "
                "kennisgeving van DUO of het PIP vast; dan rekent het programma de rest uit."
            ),
        )
        self.stack = QStackedWidget()
        nothing_card, empty_card = card(), card()
        for frame, content in ((nothing_card, self.nothing), (empty_card, self.empty)):
            QVBoxLayout(frame).addWidget(content)
        for page in (sheet, nothing_card, empty_card):
            self.stack.addWidget(page)
        self.counted = text("", "help", wrap=True)
        top = row(text(_("Termijnen"), "title"), None, self.search, self.export_button)
        top.setStretch(1, 2)
        top.setStretch(2, 1)
        layout = column(top, self.error_banner, self.stack, self.counted, space=16)
        layout.setStretch(2, 1)
        layout.setContentsMargins(24, 20, 24, 16)
        self.setLayout(layout)
        self._show()

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.search.setFocus()

    def load(self, agenda: Agenda) -> None:
        """Show what is due."""
        self._due = agenda.due
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows go from the filter to the list, Enter follows what is chosen."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Down:
                self.list.setFocus()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.list.follow()
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _show(self) -> None:
        words = fold(self.search.text()).split()
        found = [one for one in self._due if term_lines.fits(words, *one)]
        self.list.load(term_lines.grouped(found[:SHOWN]))
        self.stack.setCurrentIndex(LIST if found else NOTHING if self._due else EMPTY)
        self.export_button.setEnabled(bool(self._due))
        self.search.setEnabled(bool(self._due))
        counted = _("{number} van {all} termijnen · geen juridisch advies").format(
            number=len(found), all=len(self._due)
        )
        if len(found) > SHOWN:
            counted += " · " + _(
                "de eerste {number} staan hier; typ om de andere te vinden"
            ).format(number=SHOWN)
        self.counted.setText(counted if self._due else "")

    def _on_export(self) -> None:
        self._prompts.save_file(
            self,
            _("Termijnen als agendabestand"),
            "termijnen.ics",
            _("Agenda (*.ics)"),
            self._export,
        )

    def _export(self, place: Path) -> None:
        self.error_banner.say("")
        self._tasks.run(self, term_work.write_calendar(place), self._on_exported, self._on_failed)

    def _on_exported(self, count: int) -> None:
        self.saved.emit(
            _many(
                "Agendabestand met {number} termijn gemaakt, zonder namen",
                "Agendabestand met {number} termijnen gemaakt, zonder namen",
                count,
            )
        )

    def _on_failed(self, error: EportfolioError) -> None:
        self.error_banner.say(explain(error))
