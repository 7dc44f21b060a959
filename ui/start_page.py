"""The first screen of all: three choices, each with what it costs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QProgressBar, QPushButton, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError
from ui.language_choice import LanguageChoice
from ui.openings import DemoFolder, Opened, Ways
from ui.prompts import Prompts
from ui.tasks import Task, Tasks
from ui.theme import Theme
from ui.widgets import Banner, button, card, column, icon, restyle, row, scrolled, square, text
from ui.words import _, explain

CHOICE = "choice"
CARD_WIDTH, CARD_SPACE, EDGE = 336, 20, 24


class StartPage(QWidget):
    """Look around, begin, or open a vault that is there already."""

    demo_opened = Signal(object)  # Opened
    create_wanted = Signal()
    receive_wanted = Signal()
    vault_chosen = Signal(object)  # Path

    def __init__(
        self, tasks: Tasks, theme: Theme, ways: Ways, prompts: Prompts, demo: DemoFolder
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._ways = ways
        self._prompts = prompts
        self._demo = demo
        self._playing: Task | None = None
        self._build()

    def _build(self) -> None:
        theme = self._theme
        logo = square(theme, icon(theme, "folder", "on-accent", 24), 44, "logo")
        self.demo_button = button(
            theme, _("&Rondkijken met voorbeelden"), self._on_demo, look="primary"
        )
        self.create_button = button(theme, _("&Kluis maken"), self.create_wanted.emit)
        self.receive_button = button(theme, _("Overdracht o&ntvangen"), self.receive_wanted.emit)
        self.open_button = button(
            theme, _("Ik heb al een kluis: &openen"), self._on_open, "life-buoy", look="plain"
        )
        self.open_button.setAccessibleDescription(
            _(
                "Open een kluis die in een andere map staat, of een reservekopie ervan. Ook als u "
                "uw wachtwoordzin kwijt bent."
            )
        )
        self.banner = Banner(theme, "neg", "alert-circle")
        self.language = LanguageChoice()
        cards = self._cards = row(
            self._card(
                "eye",
                _("Rondkijken"),
                _(
                    "Bekijk het programma met voorbeelddossiers. De personen zijn verzonnen. "
                    "U kunt niets kapotmaken."
                ),
                _("Klaar in tien seconden, zonder wachtwoordzin"),
                self.demo_button,
            ),
            self._card(
                "user-plus",
                _("Beginnen met mijn caseload"),
                _(
                    "Maak uw eigen versleutelde kluis. U kiest een wachtwoordzin en bewaart een "
                    "herstelblad."
                ),
                _("Ongeveer 3 minuten, 3 stappen"),
                self.create_button,
            ),
            self._card(
                "download",
                _("Overdracht ontvangen"),
                _(
                    "Een collega geeft u een dossier. U maakt een kluis en stuurt uw kaart; daarna "
                    "controleren wij of het bestand echt en compleet is."
                ),
                _("Ongeveer 5 minuten; daarna wacht u op uw collega"),
                self.receive_button,
            ),
            space=CARD_SPACE,
        )
        facts = self._facts = row(space=24)
        for name, words in (
            ("user-x", _("Geen account")),
            ("wifi-off", _("Geen internet nodig")),
            ("lock", _("Alles staat versleuteld op deze computer")),
        ):
            facts.addLayout(row(icon(theme, name), text(words, "muted"), None, space=8))
        facts.addStretch(1)
        facts.addWidget(self.open_button)
        inside = column(
            row(logo, text("E-portfolio", "section"), None, self.language, space=16),
            4,
            text(_("Welkom. Wat wilt u doen?"), "welcome"),
            text(_("U kunt later altijd een andere keuze maken."), "lead"),
            16,
            self.banner,
            cards,
            self._progress(),
            8,
            facts,
        )
        content = QWidget()
        content.setLayout(column(None, row(None, inside, None), None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, EDGE, EDGE, EDGE)
        layout.addWidget(scrolled(content))

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self.demo_button.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, else under each other."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction
        narrow = self.width() < self._theme.px(3 * CARD_WIDTH + 2 * CARD_SPACE) + 2 * EDGE
        for line in (self._cards, self._facts):
            line.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        for one in self.findChildren(QFrame, CHOICE):
            one.setFixedWidth(self._theme.px(CARD_WIDTH * (2 if narrow else 1)))

    def _card(
        self, icon_name: str, title: str, words: str, cost: str, action: QPushButton
    ) -> QFrame:
        theme = self._theme
        picture = square(theme, icon(theme, icon_name, "accent", 28), 52, "softlogo")
        frame = card()
        frame.setObjectName(CHOICE)
        line = row(icon(theme, "clock", "muted", 16), text(cost, "small", wrap=True), space=8)
        line.setStretch(1, 1)
        inside = column(
            picture,
            8,
            text(title, "section", wrap=True),
            text(words, "muted", wrap=True),
            line,
            None,
            12,
            action,
            space=8,
        )
        inside.setContentsMargins(28, 28, 28, 24)
        frame.setLayout(inside)
        action.setAccessibleDescription(f"{words} {cost}.")
        return frame

    def _progress(self) -> QWidget:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Voorbeelden maken"))
        self.cancel_button = button(self._theme, _("Stoppen"), self._on_cancel, small=True)
        words = text(
            _("Verzonnen dossiers worden gemaakt, overgedragen en gecontroleerd…"), "small"
        )
        panel = card()
        inside = row(column(words, self.bar, space=8), self.cancel_button, space=16)
        inside.setStretch(0, 1)
        inside.setContentsMargins(20, 14, 20, 14)
        panel.setLayout(inside)
        panel.hide()
        self.panel = panel
        return panel

    def _on_demo(self) -> None:
        self.banner.say("")
        self._show_playing(playing=True)
        self._playing = self._tasks.run_long(
            self, self._demo.play, self._on_played, self._on_failed, self._on_told
        )

    def _on_told(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_played(self, folder: Path) -> None:
        self._tasks.unlock(
            self, self._ways.show_demo(folder), self._on_demo_opened, self._on_failed
        )

    def _on_demo_opened(self, opened: Opened) -> None:
        self.demo_opened.emit(opened)

    def _on_failed(self, error: EportfolioError) -> None:
        self._show_playing(playing=False)
        self.banner.say(explain(error))

    def _on_cancel(self) -> None:
        if self._playing is not None:
            self._playing.cancel()

    def _show_playing(self, *, playing: bool) -> None:
        self.panel.setVisible(playing)
        for one in (
            self.demo_button,
            self.create_button,
            self.receive_button,
            self.open_button,
            self.language,
        ):
            one.setEnabled(not playing)
            restyle(one)

    def _on_open(self) -> None:
        self._prompts.open_folder(self, _("Kies de map van uw kluis"), self._on_folder)

    def _on_folder(self, folder: Path) -> None:
        self.vault_chosen.emit(folder)
