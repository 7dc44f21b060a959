"""Two steps of long work side by side: reading or storing while the other encrypts or decrypts.

Invariants:
- Only one thread touches an open file at a time: while a pipeline runs, the other one does not.
- The queue is short, so memory does not grow; a failure on either side reaches the caller, and
  the thread has ended when the pipeline is left.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

DEPTH = 4


@contextmanager
def ahead(pieces: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """The same pieces, made in a thread of their own a little ahead of whoever takes them."""
    ready: queue.Queue[bytes | None] = queue.Queue(DEPTH)
    stopped = threading.Event()
    failures: list[BaseException] = []

    def make() -> None:
        try:
            for piece in pieces:
                if not _put(ready, piece, stopped):
                    return
        except BaseException as error:  # handed to whoever takes the pieces
            failures.append(error)
        _put(ready, None, stopped)

    def taken() -> Iterator[bytes]:
        while (piece := ready.get()) is not None:
            yield piece
        if failures:
            raise failures[0]

    thread = threading.Thread(target=make, daemon=True)
    thread.start()
    try:
        yield taken()
    finally:
        stopped.set()
        thread.join()


def _put(ready: queue.Queue[bytes | None], piece: bytes | None, stopped: threading.Event) -> bool:
    while not stopped.is_set():
        try:
            ready.put(piece, timeout=0.05)
        except queue.Full:
            continue
        return True
    return False


class Behind:
    """Does what it is handed, in order, in a thread of its own; a failure is raised at the next
    hand-over or at the end."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[Callable[[], None] | None] = queue.Queue(DEPTH)
        self._failures: list[BaseException] = []
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> Behind:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._waiting.put(None)
        self._thread.join()
        if kind is None:
            self._raise()

    def do(self, work: Callable[[], None]) -> None:
        """Hand over one piece of work."""
        self._raise()
        self._waiting.put(work)

    def _raise(self) -> None:
        if self._failures:
            raise self._failures[0]

    def _work(self) -> None:
        while (work := self._waiting.get()) is not None:
            if not self._failures:
                try:
                    work()
                except BaseException as error:  # raised where the work was handed over
                    self._failures.append(error)
