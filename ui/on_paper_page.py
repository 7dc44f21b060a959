"""Documents on paper: choose one, look at its pages, save it. What was made stays in memory with
this page, until a person says where a copy goes."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QProgressBar, QWidget

from eportfolio.errors import Cancelled, EportfolioError
from ui import on_paper_words, on_paper_work
from ui.on_paper_choice import PaperChoice
from ui.on_paper_words import DOCUMENTS, OWN_CARD
from ui.on_paper_work import Asked, Made, Options
from ui.paper_view import PaperView
from ui.prompts import Prompts
from ui.sheets import note
from ui.tasks import Task, Tasks
from ui.theme import Theme
from ui.widgets import Banner, announce, button, card, clear, column, hair, row, scrolled, text
from ui.words import N_, _, explain

NARROW = 1000
KIND = N_("Pdf (*.pdf)")


class OnPaperPage(QWidget):
    """Which document, and its pages. Without a portfolio: one's own card."""

    left = Signal()
    saved = Signal(str)

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        prompts: Prompts,
        portfolio: str | None,
        document: str = "",
        of: str | None = None,
    ) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.portfolio = portfolio
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._task: Task | None = None
        self._asked: Asked | None = None
        self.made: Made | None = None
        self._is_narrow = False
        self._goes_on = False  # to the pages, as soon as they are there
        documents = DOCUMENTS if portfolio is not None else (OWN_CARD,)
        first = next((one for one in documents if one.key == document), documents[0])
        self.choice = PaperChoice(theme, documents, first, of)
        self.choice.changed.connect(self._make)
        self.choice.chosen.connect(self._on_chosen)
        self._build()
        self._side.setVisible(portfolio is not None)
        if portfolio is None:
            self._make()
        else:
            work = on_paper_work.options(portfolio)
            tasks.run(self, work, self._on_options, self._on_not_made)

    @property
    def is_changed(self) -> bool:
        """Nothing is typed here."""
        return False

    def begin(self) -> None:
        """Put the keyboard where one chooses."""
        if self.portfolio is None:
            self.view.begin()
        else:
            self.choice.list.setFocus()

    def _build(self) -> None:
        theme = self._theme
        is_card = self.portfolio is None
        self.title = text(_("Mijn kaart op papier") if is_card else _("Op papier"), "title",
                          wrap=True)  # fmt: skip
        back = _("&Terug naar Contacten") if is_card else _("&Terug naar het dossier")
        self.back_button = button(theme, back, self.left.emit, "arrow-left")
        self.back_button.setToolTip(_("Terug (Esc)"))
        head = row(self.title, self.back_button)
        head.setStretch(0, 1)
        self.bad = Banner(theme, "neg", "alert-circle")
        self.good = Banner(theme, "pos", "check-circle")
        self.view = PaperView(self._tasks, theme, can_save=False, can_turn=False)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Het blad wordt gemaakt…"))
        pages = card()
        self.notes = column(space=8)  # above the pages: there they are never out of sight
        inside = column(self.bar, self.notes, self.view)
        inside.setStretch(2, 1)
        inside.setContentsMargins(16, 12, 16, 16)
        pages.setLayout(inside)
        self._left = QWidget()
        self._left.setLayout(column(self.choice, None))
        self._side = scrolled(self._left)
        self._both = QHBoxLayout()
        self._both.setSpacing(16)
        self._both.addWidget(self._side, 0 if is_card else 9)
        self._both.addWidget(pages, 16)
        content = QWidget()
        content.setLayout(self._both)
        self._both.setContentsMargins(0, 0, 0, 0)
        self._scroll = scrolled(content)
        self.save_button = button(
            theme, _("Op&slaan als pdf…"), self._on_save, "download", look="primary"
        )
        words = _(
            "De pdf is niet versleuteld: wie het bestand heeft, kan het lezen. Zolang u niet "
            "opslaat, staat er niets op de schijf."
        )
        foot = row(text(words, "help", wrap=True), self.save_button)
        foot.setStretch(0, 1)
        layout = column(head, self.bad, self.good, self._scroll, hair(), foot, space=12)
        layout.setStretch(3, 1)
        layout.setContentsMargins(24, 16, 24, 12)
        self.setLayout(layout)
        self._wait(_("Even laden…"))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Beside each other where there is room, what is chosen with its own scroll bar; else all
        under each other with one."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._theme.px(NARROW)
        if is_narrow == self._is_narrow or self.portfolio is None:
            return
        self._is_narrow = is_narrow
        ways = QBoxLayout.Direction
        self._both.setDirection(ways.TopToBottom if is_narrow else ways.LeftToRight)
        if is_narrow:
            self._side.takeWidget()
            self._both.insertWidget(0, self._left)
            self._left.show()
        else:
            self._both.removeWidget(self._left)
            scrolled(self._left, self._side)
        self._side.setVisible(not is_narrow)

    def _on_options(self, options: Options) -> None:
        self.title.setText(_("Op papier: {name}").format(name=options.name or _("Zonder naam")))
        self.choice.offer(options)
        self._make()

    def _wait(self, words: str) -> None:
        """Nothing of an earlier document stays."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._asked = self.made = None
        self.bad.say("")
        self.good.say("")
        clear(self.notes)
        self.save_button.setEnabled(False)
        self.bar.show()
        self.view.show_words(words)

    def _make(self) -> None:
        self._wait(_("Het blad wordt gemaakt…"))
        asked = self._asked = self.choice.asked()
        work = on_paper_work.begin(self.portfolio or "", asked, self._name)
        self._task = self._tasks.run(self, work, self._on_begun, self._on_not_made)

    @property
    def _name(self) -> str:
        return _(self.choice.document.dutch)

    def _on_begun(self, made: Made | None) -> None:
        """The first pages, of a document that can be long; their picture comes before the rest."""
        asked = self._asked
        if asked is None or (made is not None and made.asked is not asked):
            return
        if made is not None:
            self.view.show_paper(made.shown)
            words = _("Dit is het begin. De rest wordt nog gemaakt…")
            self.notes.addWidget(note(self._theme, words, "clock", "muted"))
        work = on_paper_work.make(self.portfolio or "", asked, self._name)
        self._task = self._tasks.run(self, work, self._on_made, self._on_not_made)

    def _on_made(self, made: Made) -> None:
        if made.asked is not self._asked:
            return
        self.made = made
        self.bar.hide()
        self.save_button.setEnabled(True)
        clear(self.notes)
        if self._goes_on:
            self.view.begin()
        self._goes_on = False
        self.view.go_on_with(made.shown)
        for icon, ink, words in on_paper_words.notes(self.choice.document, made.paper):
            self.notes.addWidget(note(self._theme, words, icon, ink))
            announce(self, words)

    def _on_not_made(self, error: EportfolioError) -> None:
        if not isinstance(error, Cancelled):
            self._goes_on = False
            self.bar.hide()
            self.view.show_words(on_paper_words.why_not(error))

    def _on_chosen(self) -> None:
        """On to the pages, also where they stand under the list."""
        if self.view.sheet is not None:
            self.view.area.setFocus()
        elif self.made is not None:
            self.view.begin()
        else:
            self._goes_on = True
        self._scroll.ensureWidgetVisible(self.view.stack)

    def _on_save(self) -> None:
        made = self.made
        if made is not None:
            name, save = self.choice.document.file, partial(self._save, made)
            self._prompts.save_file(self, _("Opslaan buiten de kluis"), name, _(KIND), save)

    def _save(self, made: Made, place: Path) -> None:
        self.bad.say("")
        self.good.say("")
        work = on_paper_work.save(made.paper, place)
        self._tasks.run(self, work, self._on_saved, lambda error: self.bad.say(explain(error)))

    def _on_saved(self, _done: object) -> None:
        self.good.say(
            _("Opgeslagen als pdf. Dit bestand is niet versleuteld. Print het en verwijder het "
              "bestand daarna.")
        )  # fmt: skip
        self.saved.emit(_("Opgeslagen als pdf"))
