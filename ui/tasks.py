"""One worker thread that owns the unlocked vault and every open file.

Invariants:
- Nothing outside this thread ever holds a `Workspace`: work is a function that is given one.
- Work runs strictly in the order in which it was asked for.
- After `lock` what was waiting is dropped, and no answer to what was running arrives any more.
- An answer whose owner is gone is dropped.
- A failure of our own tree is an answer; anything else is a bug, told without its message, which
  could hold personal data.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from eportfolio.errors import Cancelled, EportfolioError, WrongUsage

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace

T = TypeVar("T")
LONG_WORK_MS = 500

log = logging.getLogger(__name__)


class Progress(Protocol):
    """What long work is given: it tells how far it is and hears whether to go on."""

    def __call__(self, done: int, total: int, /) -> bool: ...


@dataclass(eq=False)
class Task:
    """One piece of work that was asked for."""

    owner: QObject
    generation: int
    work: Callable[[], Any]
    done: Callable[[Any], None] | None = None
    failed: Callable[[EportfolioError], None] | None = None
    told: Callable[[int, int], None] | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def cancel(self) -> None:
        """Ask the work to stop; it does so when it next tells how far it is."""
        self.stopped.set()


class _Thread(threading.Thread):
    """Runs tasks one by one; its two reports are carried to the window's thread by signals."""

    def __init__(self, report: Callable[[Task, Any, BaseException | None], None]) -> None:
        super().__init__(name="eportfolio-work", daemon=True)
        self.queue: SimpleQueue[Task | None] = SimpleQueue()
        self._report = report

    def run(self) -> None:
        while (task := self.queue.get()) is not None:
            result: Any = None
            problem: BaseException | None = None
            try:
                if task.stopped.is_set():
                    raise Cancelled("cancelled")
                result = task.work()
            except Exception as error:  # a bug in work must not end the thread
                problem = error
            self._report(task, result, problem)
            del task, result, problem  # whose owner is gone must not end in this thread


class Tasks(QObject):
    """Hands work to the worker thread and brings its answers back."""

    busy_changed = Signal(bool)  # after half a second of work, and when all of it is done
    failed = Signal(object)  # an EportfolioError nobody else takes
    crashed = Signal(str)  # the name of an exception: a bug
    locked = Signal()  # the vault is closed and its keys are dropped
    _finished = Signal(object, object, object)
    _told = Signal(object, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace: Workspace | None = None  # touched by the worker thread only
        self._generation = 0
        self._waiting = 0
        self._slow = QTimer(self, singleShot=True, interval=LONG_WORK_MS)
        self._slow.timeout.connect(self._on_slow)
        self._finished.connect(self._on_finished)
        self._told.connect(self._on_told)
        self._thread = _Thread(self._report)
        self._thread.start()

    @property
    def is_idle(self) -> bool:
        """Whether every answer has been given."""
        return self._waiting == 0

    def unlock(
        self,
        owner: QObject,
        opening: Callable[[], tuple[Workspace, T]],
        done: Callable[[T], None],
        failed: Callable[[EportfolioError], None],
    ) -> Task:
        """Open or make a vault; the worker keeps it, `done` gets what came with it."""

        def work() -> T:
            workspace, rest = opening()
            self._drop_workspace()
            self._workspace = workspace
            return rest

        return self._start(Task(owner, self._generation, work, done, failed))

    def run(
        self,
        owner: QObject,
        work: Callable[[Workspace], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[EportfolioError], None] | None = None,
    ) -> Task:
        """Do work on the unlocked vault; `done` or `failed` is called in the window's thread."""
        return self._start(
            Task(owner, self._generation, lambda: work(self._open_workspace()), done, failed)
        )

    def run_aside(
        self,
        owner: QObject,
        work: Callable[[Workspace, Progress], T],
        done: Callable[[T], None],
        told: Callable[[int, int], None],
        failed: Callable[[EportfolioError], None] | None = None,
    ) -> Task:
        """Do long work that can be taken up again: it gives way as soon as somebody asks for
        something else, and goes on after that."""
        task = Task(owner, self._generation, lambda: None, done, failed, told)

        def tell(count: int, total: int, /) -> bool:
            self._told.emit(task, count, total)
            current = task.generation == self._generation
            return current and not task.stopped.is_set() and self._thread.queue.empty()

        def aside() -> T:
            return work(self._open_workspace(), tell)

        def again(error: EportfolioError) -> None:
            if isinstance(error, Cancelled) and not task.stopped.is_set():
                task.work = aside
                self._start(task)
            elif failed is not None:
                failed(error)
            elif not isinstance(error, Cancelled):
                self.failed.emit(error)

        task.work, task.failed = aside, again
        return self._start(task)

    def run_told(
        self,
        owner: QObject,
        work: Callable[[Workspace, Progress], T],
        done: Callable[[T], None],
        failed: Callable[[EportfolioError], None],
        told: Callable[[int, int], None],
    ) -> Task:
        """Do work on the unlocked vault that tells how far it is and can be cancelled."""
        return self.run_long(
            owner, lambda tell: work(self._open_workspace(), tell), done, failed, told
        )

    def run_long(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        done: Callable[[T], None],
        failed: Callable[[EportfolioError], None],
        told: Callable[[int, int], None],
    ) -> Task:
        """Do work without a vault that tells how far it is and can be cancelled."""
        task = Task(owner, self._generation, lambda: None, done, failed, told)

        def tell(count: int, total: int, /) -> bool:
            self._told.emit(task, count, total)
            return not task.stopped.is_set()

        task.work = lambda: work(tell)
        return self._start(task)

    def lock(self, last: Callable[[Workspace], None] | None = None) -> None:
        """Drop what waits, let what runs finish unheard, do one last piece of work, close the
        vault, then say `locked`."""
        self._generation += 1
        closing = partial(self._close_after, last)
        self._start(Task(self, self._generation, closing, self._on_locked))

    def stop(self, last: Callable[[Workspace], None] | None = None) -> None:
        """The same and end the thread; for the end of the program."""
        self._generation += 1
        closing = Task(self, self._generation, partial(self._close_after, last))
        self._thread.queue.put(closing)
        self._thread.queue.put(None)
        self._thread.join()

    def _start(self, task: Task) -> Task:
        self._waiting += 1
        if not self._slow.isActive():
            self._slow.start()
        work = task.work
        task.work = lambda: self._unless_dropped(task, work)
        self._thread.queue.put(task)
        return task

    def _unless_dropped(self, task: Task, work: Callable[[], T]) -> T | None:
        return work() if task.generation == self._generation else None

    def _open_workspace(self) -> Workspace:
        if self._workspace is None:
            raise WrongUsage("usage")
        return self._workspace

    def _close_after(self, last: Callable[[Workspace], None] | None) -> None:
        """Whatever becomes of the last work, the vault closes."""
        try:
            if last is not None and self._workspace is not None:
                with suppress(EportfolioError):
                    last(self._workspace)
        finally:
            self._drop_workspace()

    def _drop_workspace(self) -> None:
        workspace, self._workspace = self._workspace, None
        if workspace is not None:
            workspace.close()

    def _report(self, task: Task, result: Any, problem: BaseException | None) -> None:
        if shiboken6.isValid(self):
            self._finished.emit(task, result, problem)

    def _on_finished(self, task: Task, result: Any, problem: BaseException | None) -> None:
        self._waiting -= 1
        if self.is_idle:
            self._slow.stop()
            self.busy_changed.emit(False)
        if problem is not None and not isinstance(problem, EportfolioError):
            log.error("bug in work: %s", type(problem).__name__)
            self.crashed.emit(type(problem).__name__)
            return
        if task.generation != self._generation or not shiboken6.isValid(task.owner):
            return
        if problem is None:
            if task.done is not None:
                task.done(result)
        elif task.failed is not None:
            task.failed(problem)
        else:
            self.failed.emit(problem)

    def _on_told(self, task: Task, done: int, total: int) -> None:
        alive = task.generation == self._generation and shiboken6.isValid(task.owner)
        if alive and task.told is not None:
            task.told(done, total)

    def _on_slow(self) -> None:
        if not self.is_idle:
            self.busy_changed.emit(True)

    def _on_locked(self, _: None) -> None:
        self.locked.emit()
