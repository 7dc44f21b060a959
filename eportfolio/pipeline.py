"""Two steps of long work side by side: reading or storing while the other encrypts or decrypts.

Invariants:
- Only one thread touches an open file at a time: while a pipeline runs, the caller does not.
- What is under way is bounded, so memory does not grow; a failure on the other side is raised
  here, and its thread has ended when the pipeline is left.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

DEPTH = 4


@contextmanager
def ahead(pieces: Iterator[bytes]) -> Iterator[Iterator[bytes]]:
    """The same pieces, made in a thread of their own a little ahead of whoever takes them."""
    with ThreadPoolExecutor(1) as maker:
        ready = deque(maker.submit(next, pieces, None) for _ in range(DEPTH))

        def taken() -> Iterator[bytes]:
            while (piece := ready.popleft().result()) is not None:
                ready.append(maker.submit(next, pieces, None))
                yield piece

        try:
            yield taken()
        finally:
            maker.shutdown(cancel_futures=True)


@contextmanager
def behind() -> Iterator[Callable[[Callable[[], None]], None]]:
    """Gives a function that hands work to a thread of its own, which does it in order."""
    waiting: deque[Future[None]] = deque()
    with ThreadPoolExecutor(1) as worker:

        def hand_over(work: Callable[[], None]) -> None:
            if len(waiting) >= DEPTH:
                waiting.popleft().result()
            waiting.append(worker.submit(work))

        try:
            yield hand_over
            while waiting:
                waiting.popleft().result()
        finally:
            worker.shutdown(cancel_futures=True)
