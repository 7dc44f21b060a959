"""Python collects cycles in the window's thread, whatever the worker thread does."""

from __future__ import annotations

import gc
import threading

from pytestqt.qtbot import QtBot

from ui.collecting import Collector


class Ring:
    """Refers to itself, and tells in which thread it ended."""

    def __init__(self, ended: list[int]) -> None:
        self.itself = self
        self.ended = ended

    def __del__(self) -> None:
        self.ended.append(threading.get_ident())


def allocate() -> None:
    """Far more than Python waits for before it collects."""
    kept = [[n] for n in range(50_000)]
    assert kept


def test_cycle_is_never_collected_in_another_thread(qtbot: QtBot) -> None:
    collector = Collector()
    ended: list[int] = []
    Ring(ended)
    worker = threading.Thread(target=allocate)
    worker.start()
    worker.join()
    assert ended == []
    kept: list[list[int]] = []

    def allocated_until_collected() -> bool:
        """Earlier tests may free more than this one makes, and Python counts the difference."""
        kept.extend([n] for n in range(5_000))
        return bool(ended)

    qtbot.waitUntil(allocated_until_collected, timeout=5_000)
    assert ended == [threading.get_ident()]
    collector.stop()
    assert gc.isenabled()


def test_nothing_is_collected_before_it_is_due(qtbot: QtBot) -> None:
    gc.collect()
    collector = Collector()
    before = gc.get_stats()[2]["collections"]
    collector.collect()
    assert gc.get_stats()[2]["collections"] == before
    collector.stop()
