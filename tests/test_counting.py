"""A caseload computed by several processes: the same answers, whatever becomes of the others."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import closing

import pytest
from builders import Two
from builders_terms import entry, hours, person, plan

from eportfolio.errors import Cancelled
from eportfolio.register import Row
from eportfolio.workspace import counting
from eportfolio.workspace.counting import Counters, Job

PATIENCE = 60.0


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """One process besides this one, also for a handful of dossiers."""
    monkeypatch.setattr(counting, "WORTH", 1)
    monkeypatch.setattr(counting, "TOGETHER", 2)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.fixture
def jobs(two: Two) -> list[Job]:
    for n in range(5):
        two.load(person(entry("pip", **plan(f"2025-0{n + 1}-20", "B1-route")), *hours(10 * n)))
    two.clock.advance(days=1)
    vault = two.giver._session.vault
    return [
        Job(row, vault.portfolio_path(row.portfolio), vault.portfolio_key(row.portfolio))
        for row in two.giver.dossiers.caseload()
    ]


def wait_for_helper(counters: Counters) -> multiprocessing.process.BaseProcess:
    (helper,) = counters._helpers
    end = time.monotonic() + PATIENCE
    while not helper.is_ready():
        assert time.monotonic() < end
        time.sleep(0.01)
    return helper._process


def test_two_processes_say_what_one_says(two: Two, jobs: list[Job], helped: None) -> None:
    on = two.clock.now.date()
    alone = [counting._count(one, on) for one in jobs]
    assert None not in alone
    with closing(Counters(len(jobs), on)) as counters:
        assert counters.count(jobs) == alone  # whether the other has started or not
        process = wait_for_helper(counters)
        assert counters.count(jobs) == alone
        assert counters.count(jobs[:1]) == alone[:1]
        assert counters.count([]) == []
    assert not process.is_alive()


def test_a_process_that_is_killed_changes_nothing(two: Two, jobs: list[Job], helped: None) -> None:
    on = two.clock.now.date()
    with closing(Counters(len(jobs), on)) as counters:
        process = wait_for_helper(counters)
        os.kill(process.pid or 0, signal.SIGKILL)
        process.join(PATIENCE)
        assert counters.count(jobs) == [counting._count(one, on) for one in jobs]
        assert counters.count(jobs) == [counting._count(one, on) for one in jobs]


def test_a_process_ends_with_the_one_it_works_for(two: Two, helped: None) -> None:
    """The pipe is the only thing that keeps it: no order to stop is needed."""
    with closing(Counters(9, two.clock.now.date())) as counters:
        process = wait_for_helper(counters)
        counters._helpers[0]._pipe.close()
        process.join(PATIENCE)
        assert process.exitcode == 0


def test_the_whole_caseload_with_help(
    two: Two, jobs: list[Job], helped: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, /) -> bool:
        told.append((done, total))
        return True

    assert two.giver.terms.refresh(tell) == len(jobs)
    assert told == [(4, 5), (5, 5)]
    helped_rows = two.giver.dossiers.caseload()
    monkeypatch.setattr(counting, "WORTH", 1000)
    two.clock.advance(days=1)
    two.giver.terms.refresh()
    two.clock.advance(days=-1)
    two.giver.terms.refresh()
    assert two.giver.dossiers.caseload() == helped_rows


def test_what_a_quick_look_cannot_say_is_looked_up_in_the_dossier(
    two: Two, jobs: list[Job], helped: None
) -> None:
    on = two.clock.now.date()
    job = jobs[0]
    assert counting._count(job._replace(row=job.row._replace(statements=1)), on) is None
    assert counting._count(job._replace(row=job.row._replace(size=99)), on) is None
    assert counting._count(job._replace(key=bytes(32)), on) is None


def test_a_dossier_without_a_key_is_left_as_it_is(two: Two, jobs: list[Job], helped: None) -> None:
    lost: Row = jobs[0].row
    stranger = lost._replace(portfolio="00000000-0000-4000-8000-000000000000", computed="")
    two.giver._session.register.put_row(stranger)
    two.giver.terms.refresh()
    rows = {row.portfolio: row for row in two.giver._session.register.rows()}
    assert rows[stranger.portfolio].computed == ""
    assert rows[lost.portfolio].computed != ""


def test_stopping_ends_the_other_process(two: Two, jobs: list[Job], helped: None) -> None:
    with pytest.raises(Cancelled):
        two.giver.terms.refresh(lambda done, total: False)
    assert multiprocessing.active_children() == []


def test_serving_until_the_pipe_ends(two: Two, jobs: list[Job]) -> None:
    on = two.clock.now.date()
    ours, theirs = multiprocessing.Pipe()
    server = threading.Thread(target=counting.serve, args=(theirs, on))
    server.start()
    assert ours.recv() is True
    ours.send(jobs)
    assert ours.recv() == [counting._count(one, on) for one in jobs]
    ours.close()
    server.join(PATIENCE)
    assert not server.is_alive()


@pytest.mark.parametrize(
    ("processors", "jobs_", "others"), [(1, 5000, 0), (2, 5000, 1), (16, 5000, 3), (16, 99, 0)]
)
def test_how_many_help(
    processors: int, jobs_: int, others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert counting._helpers(jobs_) == others
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert counting._helpers(jobs_) == 0
