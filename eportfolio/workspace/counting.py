"""What the clock says of many dossiers at once, with the other processors of this computer.

Computing is nearly all Python, so threads would wait for each other. The keys of the dossiers
that another process looks into go through a pipe between the two, and nowhere else; it ends when
the pipe does, whatever happens here. Between two calls of `count` nobody reads a file.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, TypeAlias

from eportfolio import statute
from eportfolio.errors import EportfolioError
from eportfolio.portfolio import glance
from eportfolio.register import DueRow, Row, clocked, due_rows

TOGETHER = 100  # dossiers that one process computes before the others are waited for
WORTH = 400  # fewer than this are computed before another process would have started
MOST = 3  # processes besides this one
ENDING = 5.0  # seconds to end by itself
GONE = (EOFError, OSError)

Counted: TypeAlias = tuple[Row, list[DueRow]]


class Job(NamedTuple):
    """A dossier to compute: what the register says of it, and how to look into it."""

    row: Row
    path: Path
    key: bytes


class Counters:
    """This process and its helpers, for as long as a caseload is computed; `on` is the day."""

    def __init__(self, jobs: int, on: date) -> None:
        self._on = on
        self._helpers = [_Helper(on) for _ in range(_helpers(jobs))]

    def close(self) -> None:
        """End the helpers."""
        for one in self._helpers:
            one.end()

    @property
    def at_once(self) -> int:
        """How many dossiers `count` takes best."""
        return TOGETHER * (len(self._helpers) + 1)

    def count(self, jobs: Sequence[Job]) -> list[Counted | None]:
        """Each row with what the clock says; None where a quick look is not enough."""
        if not jobs:
            return []
        ready = [one for one in self._helpers if one.is_ready()]
        share = -(-len(jobs) // (len(ready) + 1))
        own, *theirs = (jobs[at : at + share] for at in range(0, len(jobs), share))
        asked = list(zip(ready, theirs, strict=False))
        for helper, part in asked:
            helper.ask(part)
        found = _count_all(own, self._on)
        for helper, part in asked:
            found += helper.answer() or _count_all(part, self._on)
        return found


class _Helper:
    """A process that computes what it is asked; one that is gone answers nothing."""

    def __init__(self, on: date) -> None:
        started = multiprocessing.get_context("spawn")
        self._pipe, theirs = started.Pipe()
        self._process = started.Process(target=serve, args=(theirs, on), daemon=True)
        self._process.start()
        theirs.close()  # or the end of the process would not end the pipe
        self._is_ready = False

    def is_ready(self) -> bool:
        """Whether it has started; starting takes about as long as computing 200 dossiers."""
        with suppress(*GONE):
            if not self._is_ready and self._pipe.poll():
                self._is_ready = bool(self._pipe.recv())
        return self._is_ready

    def ask(self, jobs: Sequence[Job]) -> None:
        with suppress(*GONE):
            self._pipe.send(jobs)

    def answer(self) -> list[Counted | None]:
        """What it found for what was asked; nothing when it is gone."""
        try:
            found: list[Counted | None] = self._pipe.recv()
        except GONE:
            self._is_ready = False
            return []
        return found

    def end(self) -> None:
        self._pipe.close()
        self._process.join(ENDING)
        self._process.kill()


def serve(pipe: Connection, on: date) -> None:
    """Compute what comes through the pipe until it ends: the work of another process."""
    if multiprocessing.parent_process() is not None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # who is stopped says so by the pipe
    with suppress(*GONE):
        pipe.send(True)
        while True:
            pipe.send(_count_all(pipe.recv(), on))


def _count_all(jobs: Sequence[Job], on: date) -> list[Counted | None]:
    return [_count(one, on) for one in jobs]


def _count(job: Job, on: date) -> Counted | None:
    """Without opening the file to work in it: that is enough where nothing stands beside the
    records, and nothing was changed that the register does not know of."""
    row = job.row
    if row.statements:
        return None
    try:
        seen = glance(job.path, job.key, row.portfolio, statute.KINDS)
    except EportfolioError:
        return None
    if (*seen.tip, *seen.ledger) != (row.head, row.size, row.statements, row.link):
        return None
    found = statute.examine(seen.records, on)
    return clocked(row, found), due_rows(row.portfolio, found)


def _helpers(jobs: int) -> int:
    """A packed program would start its window once more."""
    packed = bool(getattr(sys, "frozen", False))
    return 0 if packed or jobs < WORTH else min((os.cpu_count() or 1) - 1, MOST)
