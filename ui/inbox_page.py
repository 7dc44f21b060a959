"""The inbox: scans that wait, one by one to the dossier where they belong.

It looks into the scan folder while it is shown, through the worker. A file comes into a dossier
only when somebody says so; what becomes of the original is asked.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from eportfolio.errors import EportfolioError, InvalidRecord
from ui import inbox_work, paper_work
from ui.inbox_form import InboxForm
from ui.inbox_list import WORDS, WaitingList
from ui.inbox_originals import Originals
from ui.inbox_work import Goal, Person
from ui.paper_view import PaperView
from ui.prompts import Prompts
from ui.sheets import Beside, padded, sheet
from ui.tasks import Tasks
from ui.theme import Theme
from ui.widgets import Banner, Empty, button, card, column, hair, row, scrolled, text
from ui.words import N_, _, _many, explain

if TYPE_CHECKING:
    from eportfolio.workspace.dossiers import Change
    from eportfolio.workspace.inbox import Listing, Waiting

LOOK_MS = 3000
SOON_MS = 600  # while somebody waits to hear that a file is whole
NARROW = 940
CLEAR = 96  # between the field with the keyboard and the bottom
LIST_HEIGHT, FORM_LEAST, FORM_HEIGHT = 184, 180, 560
ADVICE = N_("U kunt het wel gewoon toevoegen aan een dossier.")
WAITING, NOTHING, NO_FOLDER, UNKNOWN = range(4)


class _Modest(QScrollArea):
    """Asks for no more height than its least: it takes what is left, and scrolls."""

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(super().sizeHint().width(), self.minimumHeight())


class InboxPage(QWidget):
    """Files on one side of the question whose they are."""

    saved = Signal(str)

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts) -> None:
        super().__init__()
        self.setProperty("page", True)
        self.setAcceptDrops(True)
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._listing: Listing | None = None
        self._dropped: list[Path] = []
        self._shown: tuple[Path, str] | None = None  # the file in sight, and its state
        self._is_looking = False
        self._is_adding = False
        self.originals = Originals(self, tasks, prompts)
        self.originals.settled.connect(self.look)
        self.originals.failed.connect(self._say_failed)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        self._build()

    def _build(self) -> None:
        theme = self._theme
        self.folder_button = button(theme, _("&Scanmap kiezen…"), self.choose_folder, "folder")
        self.file_button = button(theme, _("Bestand &kiezen…"), self.choose_file, "plus")
        self.place = text("", "help", wrap=True)
        self.bad = Banner(theme, "neg", "alert-circle")
        self.warn = Banner(theme, "warn", "alert")
        self.view = PaperView(self._tasks, theme, can_save=False, advice=_(ADVICE))
        self.stack = QStackedWidget()
        self.stack.addWidget(self._work())
        self._empty = {NOTHING: self._nothing(), NO_FOLDER: self._no_folder()}
        for page in self._empty.values():
            frame = card()
            QVBoxLayout(frame).addWidget(page)
            self.stack.addWidget(frame)
        self.stack.addWidget(QWidget())  # until it is known what waits
        self.stack.setCurrentIndex(UNKNOWN)
        choices = column(row(self.file_button, self.folder_button, None), None)
        title = column(text(_("Inbox"), "title"), self.place, space=2)
        self._head = Beside((title, 1), (choices, 0), space=8)
        layout = column(self._head, self.bad, self.warn, self.stack, space=14)
        layout.setStretch(3, 1)
        layout.setContentsMargins(24, 20, 24, 16)
        self.setLayout(layout)

    def _work(self) -> QWidget:
        theme = self._theme
        self.list = WaitingList(theme)
        self.list.chosen.connect(self._show_current)
        self.counted = text("", "help")
        waiting = sheet(_("Wacht op u"), self.list, side=self.counted)
        self.form = InboxForm(self._tasks, theme)
        self.form.chosen.connect(self._enable)
        after = text(_("Origineel &na het toevoegen"), "label")
        after.setBuddy(self.originals.choice)
        self.add_button = button(
            theme, _("Toevoegen en &volgende"), self.submit, "check", look="primary"
        )
        self.add_button.setToolTip(_("Toevoegen en naar de volgende (Enter)"))
        self.why_not = text("", "help", wrap=True)
        fields = QWidget()
        fields.setLayout(
            padded(self.form, column(after, self.originals.choice, space=6), None, space=14)
        )
        self._fields = scrolled(fields, _Modest())
        where = sheet(
            _("Waar hoort dit bij?"),
            self._fields,
            hair(),
            padded(self.add_button, self.why_not, space=6),
        )
        page = card()
        inside = column(self.view)
        inside.setContentsMargins(16, 14, 16, 16)
        page.setLayout(inside)
        side = column(waiting, where, space=16)
        side.setStretch(1, 1)
        self.both = Beside((column(page), 20), (side, 11))
        self._area = scrolled(self.both)
        return self._area

    def _no_folder(self) -> Empty:
        choose = self.first_button = button(
            self._theme, _("Scanmap kiezen…"), self.choose_folder, "folder", look="primary"
        )
        return Empty(
            self._theme,
            "inbox",
            _("Kies de map van uw scanner"),
            _(
                "Scans uit die map verschijnen hier. U zegt bij wie ze horen; daarna staan ze "
                "versleuteld in het dossier. U kunt ook bestanden hierheen slepen."
            ),
            choose,
        )

    def _nothing(self) -> Empty:
        return Empty(
            self._theme,
            "check-circle",
            _("Alles is verwerkt"),
            _("Nieuwe scans verschijnen hier vanzelf. U kunt ook bestanden hierheen slepen."),
        )

    @property
    def is_changed(self) -> bool:
        """Whether something was filled in that is not added yet."""
        return self.form.is_changed

    def begin(self) -> None:
        """Put the keyboard where work begins."""
        self._tasks.run(self, inbox_work.people, self._on_people, self._on_failed)
        self.look()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._timer.start(SOON_MS)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._timer.stop()

    def look(self) -> None:
        """See what waits, one look at a time."""
        if self._is_looking:
            return
        self._is_looking = True
        before = self._listing.files if self._listing is not None else ()
        work = inbox_work.listing(before, tuple(self._dropped))
        self._tasks.run(self, work, self._on_listing, self._on_look_failed)

    def _on_look_failed(self, error: EportfolioError) -> None:
        self._is_looking = False
        self._on_failed(error)
        self._look_later(LOOK_MS)

    def _look_later(self, delay: int) -> None:
        if self.isVisible():
            self._timer.start(delay)

    def _on_listing(self, listing: Listing) -> None:
        self._is_looking = False
        first = self._listing is None
        self._listing = listing
        self._say_place(listing)
        self._drop_what_is_gone(listing)
        self.originals.show_choice(str(listing.after))
        self._show_files(listing)
        waits = any(one.state in ("new", "arriving") for one in listing.files)
        self._look_later(SOON_MS if waits else LOOK_MS)
        if first:
            self._take_keyboard()

    def _take_keyboard(self) -> None:
        """Go on from the client, or from the button that helps where nothing waits."""
        begins = {WAITING: self.form.client, NO_FOLDER: self.first_button}
        place = begins.get(self.stack.currentIndex(), self.folder_button)
        place.setFocus()
        if place is self.form.client:
            clear_of_the_toast = self._theme.px(CLEAR)
            show = partial(self._area.ensureWidgetVisible, place, 0, clear_of_the_toast)
            QTimer.singleShot(0, place, show)

    def _say_place(self, listing: Listing) -> None:
        gone = listing.folder is not None and not listing.is_there
        where = _("Nog geen scanmap")
        if listing.folder is not None:
            where = _("Scanmap: {folder}").format(folder=listing.folder)
        if listing.more:
            where += " · " + _many(
                "nog {number} bestand staat niet in de lijst",
                "nog {number} bestanden staan niet in de lijst",
                listing.more,
            )
        self.place.setText(where)
        words = _(
            "De scanmap is niet bereikbaar. Er is niets veranderd. Sluit de schijf aan of kies "
            "een andere map."
        )
        if gone != (self.warn.words == words):
            self.warn.say(words if gone else "")

    def _drop_what_is_gone(self, listing: Listing) -> None:
        listed = {one.path for one in listing.files}
        left = [path for path in self._dropped if path not in listed]
        if left:
            self._dropped = [path for path in self._dropped if path in listed]
            names = ", ".join(path.name for path in left)
            self.bad.say(
                _(
                    "Niet in de lijst: {names}. Dat is een map of een verwijzing, of het bestand "
                    "is er niet meer. Er is niets toegevoegd. Neem het bestand zelf."
                ).format(names=names)
            )

    def _show_files(self, listing: Listing) -> None:
        gone = self.list.load(listing.files)
        open_ = [one for one in listing.files if one.state != "done"]
        self.counted.setText(
            _("{number} van {all}").format(number=len(open_), all=len(listing.files))
        )
        if gone is not None:
            self._say_gone(gone)
        empty = NO_FOLDER if listing.folder is None else NOTHING
        self.stack.setCurrentIndex(WAITING if listing.files else empty)
        self.folder_button.setVisible(self.stack.currentIndex() != NO_FOLDER)
        self._show_current()

    def _say_gone(self, file: Waiting) -> None:
        if file.path != self.originals.removed:
            self.bad.say(
                _(
                    "{name} is er niet meer. Er is niets toegevoegd. Scan het zo nodig opnieuw."
                ).format(name=file.name)
            )

    def _show_current(self) -> None:
        """Show the chosen file, anew when it is another one or became something else."""
        file = self.list.current
        wanted = None if file is None else (file.path, f"{file.state} {file.stamp}")
        if wanted != self._shown:
            before, self._shown = self._shown, wanted
            is_other = file is None or before is None or before[0] != file.path
            if is_other:
                self.form.retitle("" if file is None else file.path.stem)
            self._show_paper(file)
        self._enable()

    def _show_paper(self, file: Waiting | None) -> None:
        if file is None:
            self.view.show_words("")
        elif file.state in ("ready", "done"):
            self.view.load(paper_work.waiting(file))
        else:
            self.view.show_words(_(WORDS[file.state]))

    def _enable(self) -> None:
        file = self.list.current
        ready = file is not None and file.state == "ready" and not self._is_adding
        self.add_button.setEnabled(ready)
        why = "" if ready or file is None else _(WORDS.get(file.state, ""))
        self.why_not.setText(why)
        self.why_not.setVisible(bool(why))
        self.add_button.setAccessibleDescription(why)

    def _on_people(self, people: tuple[Person, ...]) -> None:
        self.form.load(people)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter adds; in the field of the client it first takes the one who was found."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self.form.pick_only():
                self.submit()
        else:
            super().keyPressEvent(event)

    def submit(self) -> None:
        """Add the file to the dossier, and go on with the next (Enter)."""
        file = self.list.current
        if file is None or self._is_adding or file.state != "ready":
            return
        self.bad.say("")
        goal = self.form.goal()
        if goal is not None:
            self._add(file, goal)
        else:
            self._show_problem()

    def _show_problem(self) -> None:
        """Bring the first field with a message in sight, when it has its new height."""
        if (wrong := self.form.wrong) is not None:
            QTimer.singleShot(0, wrong, partial(self._fields.ensureWidgetVisible, wrong, 0, 24))

    def _add(self, file: Waiting, goal: Goal) -> None:
        self._is_adding = True
        self.both.setEnabled(False)
        self._tasks.run(
            self, inbox_work.attach(file, goal), partial(self._on_added, file), self._on_refused
        )

    def _on_added(self, file: Waiting, _done: Change) -> None:
        self._end()
        self.saved.emit(_("Toegevoegd aan het dossier"))
        self._take_next(file)
        self.originals.settle(file)

    def _take_next(self, file: Waiting) -> None:
        """The next one that waits; nothing of the client before stays."""
        self.list.choose_next(file.path)
        current = self.list.current
        self.form.restart("" if current is None else current.path.stem)
        self._take_keyboard()

    def _on_refused(self, error: EportfolioError) -> None:
        self._end()
        self.bad.say(_("{error} Het origineel staat er nog.").format(error=explain(error)))
        if isinstance(error, InvalidRecord):
            self.form.refuse(error)
            self._show_problem()
        self.look()

    def _end(self) -> None:
        self._is_adding = False
        self.both.setEnabled(True)
        self._enable()

    def _on_failed(self, error: EportfolioError) -> None:
        self.bad.say(explain(error))

    def _say_failed(self, words: str) -> None:
        self.bad.say(words)

    def choose_folder(self) -> None:
        """Which folder the scanner writes to."""
        self._prompts.open_folder(self, _("Scanmap kiezen"), self._choose_folder)

    def _choose_folder(self, folder: Path) -> None:
        self.bad.say("")
        self._tasks.run(self, inbox_work.choose(folder), self._on_chosen, self._on_failed)

    def _on_chosen(self, _: None) -> None:
        self.look()

    def choose_file(self) -> None:
        """One file from elsewhere."""
        self._prompts.open_file(self, _("Bestand kiezen"), _("Alle bestanden (*)"), self._take)

    def _take(self, *files: Path) -> None:
        self.bad.say("")
        self._dropped += [file for file in files if file not in self._dropped]
        self.look()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """What is dropped waits with the rest; where it came from it stays."""
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            self._take(*files)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Under each other where there is little room."""
        super().resizeEvent(event)
        is_narrow = self.width() < self._theme.px(NARROW)
        for one in (self._head, self.both):
            one.arrange(is_narrow=is_narrow)
        self.list.setFixedHeight(self._theme.px(LIST_HEIGHT))
        self._fields.setMinimumHeight(self._theme.px(FORM_HEIGHT if is_narrow else FORM_LEAST))
