"""A page that does long work: its parts, the buttons under them, how far it is, what it refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QVBoxLayout, QWidget

from eportfolio.errors import Cancelled, EportfolioError
from ui.prompts import Prompts
from ui.sheets import Beside, Headed
from ui.tasks import Progress, Task, Tasks
from ui.theme import Theme
from ui.widgets import Banner, button, card, clear, column, row, scrolled, text
from ui.words import _, explain

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

T = TypeVar("T")
NARROW = 860


class WorkPage(QWidget):
    """What pages have in common that show parts, do something, and show what became of it."""

    saved = Signal(str)

    def __init__(self, tasks: Tasks, theme: Theme, prompts: Prompts, title: str) -> None:
        super().__init__()
        self.setProperty("page", True)
        self._tasks = tasks
        self._theme = theme
        self._prompts = prompts
        self._running: Task | None = None
        self.title = text(title, "title", wrap=True)
        self.head = Headed(theme, self.title)
        self.bad = Banner(theme, "neg", "alert-circle")
        self.good = Banner(theme, "pos", "shield")
        self._content = QWidget()
        self._layout = QVBoxLayout(self._content)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(16)
        self.foot = row(space=12)
        layout = column(
            self.head, self.bad, self.good, scrolled(self._content), self._progress(), self.foot,
            space=12,
        )  # fmt: skip
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setStretch(3, 1)
        self.setLayout(layout)

    def _progress(self) -> QFrame:
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Voortgang"))
        self.stop_button = button(self._theme, _("Stoppen"), self.stop, small=True)
        self.doing = text("", "small")
        panel = self.panel = card()
        inside = row(column(self.doing, self.bar, space=8), self.stop_button, space=16)
        inside.setStretch(0, 1)
        inside.setContentsMargins(20, 14, 20, 14)
        panel.setLayout(inside)
        panel.hide()
        return panel

    def show_parts(self, *parts: QWidget) -> None:
        """Show these, and nothing of before."""
        clear(self._layout)
        for one in parts:
            self._layout.addWidget(one)
        self._layout.addStretch(1)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Columns go under each other where there is little room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        is_narrow = self.width() < self._theme.px(NARROW)
        for one in self._content.findChildren(Beside):
            one.arrange(is_narrow=is_narrow)

    def show_foot(self, *parts: QWidget | None) -> None:
        """The buttons at the bottom."""
        clear(self.foot)
        for one in parts:
            if one is None:
                self.foot.addStretch(1)
            elif isinstance(one, QLabel):
                one.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.foot.addWidget(one, 1)
            else:
                self.foot.addWidget(one)

    def work(
        self,
        words: str,
        work: Callable[[Workspace, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[EportfolioError], None],
        *,
        can_stop: bool = True,
    ) -> None:
        """Do long work: say so, show how far it is, and let it be stopped where it can."""
        self.bad.say("")
        self.doing.setText(words)
        self.bar.setRange(0, 0)
        self.stop_button.setVisible(can_stop)
        self.panel.show()
        self._enable(yes=False)

        def finished(result: T) -> None:
            self._end()
            done(result)

        def refused(error: EportfolioError) -> None:
            self._end()
            failed(error)

        self._running = self._tasks.run_told(self, work, finished, refused, self._on_told)

    def work_briefly(
        self,
        work: Callable[[Workspace], T],
        done: Callable[[T], None],
        failed: Callable[[EportfolioError], None],
    ) -> None:
        """Do short work that is about what is shown: until it is done nothing is pressed twice,
        and what is shown stays. The keyboard comes back to where it was."""
        if self._running is not None:
            return
        begun = self.focusWidget()
        self._enable(yes=False)

        def end() -> None:
            self._end()
            if begun is not None and shiboken6.isValid(begun):
                begun.setFocus()

        def finished(result: T) -> None:
            end()
            done(result)

        def refused(error: EportfolioError) -> None:
            end()
            failed(error)

        self._running = self._tasks.run(self, work, finished, refused)

    def _end(self) -> None:
        self._running = None
        self.panel.hide()
        self._enable(yes=True)

    def _enable(self, *, yes: bool) -> None:
        self._content.setEnabled(yes)
        for n in range(self.foot.count()):
            item = self.foot.itemAt(n)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.setEnabled(yes)

    def _on_told(self, done: int, total: int) -> None:
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def stop(self) -> None:
        """Ask the work to stop."""
        if self._running is not None:
            self._running.cancel()
            self.doing.setText(_("Er wordt gestopt…"))

    def say_refused(self, error: EportfolioError, begun: QWidget | None = None) -> None:
        """Why it does not go on; the keyboard is back at what began it."""
        words = explain(error)
        self.bad.say(
            _("Gestopt. Er is niets veranderd.") if isinstance(error, Cancelled) else words
        )
        if begun is not None:
            begun.setFocus()
