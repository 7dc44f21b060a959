from __future__ import annotations

import threading
from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from eportfolio.errors import Cancelled, EportfolioError, StorageFault
from eportfolio.workspace import Workspace
from ui.tasks import Progress, Task, Tasks


def idle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=20_000)


@pytest.fixture
def owner(qtbot: QtBot) -> QObject:
    return QObject()


@pytest.fixture
def open_tasks(qtbot: QtBot, tasks: Tasks, owner: QObject, filled: Path, tmp_path: Path) -> Tasks:
    import shutil

    shutil.copytree(filled, tmp_path / "kluis")

    def opening() -> tuple[Workspace, None]:
        return Workspace.open(tmp_path / "kluis", PASSPHRASE, clock=Clock()), None

    tasks.unlock(owner, opening, lambda _: None, lambda error: None)
    idle(qtbot, tasks)
    return tasks


def test_work_runs_beside_the_window_and_its_answer_arrives_in_it(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject
) -> None:
    threads: list[str] = []
    answers: list[tuple[int, str]] = []

    def work(workspace: Workspace) -> int:
        threads.append(threading.current_thread().name)
        return len(workspace.dossiers.caseload())

    open_tasks.run(owner, work, lambda n: answers.append((n, threading.current_thread().name)))
    idle(qtbot, open_tasks)
    assert threads == ["eportfolio-work"]
    assert answers == [(3, threading.main_thread().name)]


def test_work_is_done_in_the_order_it_was_asked_for(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject
) -> None:
    done: list[int] = []
    for n in range(20):
        open_tasks.run(owner, lambda _, n=n: n, done.append)
    idle(qtbot, open_tasks)
    assert done == list(range(20))


def test_failure_goes_to_whoever_asked_or_to_everybody(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject
) -> None:
    own: list[EportfolioError] = []
    common: list[EportfolioError] = []

    def work(_: Workspace) -> None:
        raise StorageFault("storage-fault", "disk-full")

    open_tasks.failed.connect(common.append)
    open_tasks.run(owner, work, None, own.append)
    open_tasks.run(owner, work)
    idle(qtbot, open_tasks)
    assert [one.key for one in own + common] == ["disk-full", "disk-full"]


def test_bug_is_told_by_its_name_only_and_work_goes_on(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, caplog: pytest.LogCaptureFixture
) -> None:
    crashes: list[str] = []
    open_tasks.crashed.connect(crashes.append)

    def work(_: Workspace) -> None:
        raise ValueError("Rania Haddad, 999988013")

    done: list[int] = []
    open_tasks.run(owner, work)
    open_tasks.run(owner, lambda _: 1, done.append)
    idle(qtbot, open_tasks)
    assert (crashes, done) == (["ValueError"], [1])
    assert "Haddad" not in caplog.text


def test_answer_is_dropped_when_its_owner_is_gone(qtbot: QtBot, open_tasks: Tasks) -> None:
    import shiboken6

    gone, answers = QObject(), []
    open_tasks.run(gone, lambda _: 1, answers.append)
    shiboken6.delete(gone)
    idle(qtbot, open_tasks)
    assert answers == []


def test_lock_drops_what_waits_and_closes_the_vault(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, tmp_path: Path
) -> None:
    begun, go = threading.Event(), threading.Event()
    ran: list[str] = []
    answers: list[str] = []

    def slow(_: Workspace) -> str:
        begun.set()
        go.wait(10)
        ran.append("slow")
        return "slow"

    def late(_: Workspace) -> str:
        ran.append("late")
        return "late"

    open_tasks.run(owner, slow, answers.append)
    open_tasks.run(owner, late, answers.append)
    begun.wait(10)
    with qtbot.waitSignal(open_tasks.locked, timeout=20_000):
        open_tasks.lock()
        go.set()
    assert (ran, answers) == (["slow"], [])
    Workspace.open(tmp_path / "kluis", PASSPHRASE, clock=Clock()).close()


def test_work_without_a_vault_is_refused(qtbot: QtBot, tasks: Tasks, owner: QObject) -> None:
    failures: list[EportfolioError] = []
    tasks.run(owner, lambda workspace: workspace.path, None, failures.append)
    idle(qtbot, tasks)
    assert [one.code for one in failures] == ["usage"]


def test_long_work_tells_how_far_it_is_and_hears_that_it_must_stop(
    qtbot: QtBot, tasks: Tasks, owner: QObject
) -> None:
    told: list[tuple[int, int]] = []
    failures: list[EportfolioError] = []
    halfway, go = threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        assert progress(1, 2)
        halfway.set()
        go.wait(10)
        if not progress(2, 2):
            raise Cancelled("cancelled")

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    task = tasks.run_long(owner, work, lambda _: None, failures.append, tell)
    halfway.wait(10)
    task.cancel()
    go.set()
    idle(qtbot, tasks)
    assert told == [(1, 2), (2, 2)]
    assert [one.code for one in failures] == ["cancelled"]


class Rounds:
    """Long work in three rounds that can be taken up again; it stops before its second round
    until it is let go."""

    def __init__(self) -> None:
        self.log: list[str] = []
        self.at_two, self.go = threading.Event(), threading.Event()
        self._next = 1

    def work(self, _: Workspace, progress: Progress) -> str:
        self.log.append("begins")
        while self._next <= 3:
            if self._next == 2 and not self.at_two.is_set():
                self.at_two.set()
                self.go.wait(10)
            if not progress(self._next, 3):
                raise Cancelled("cancelled")
            self.log.append(f"round {self._next}")
            self._next += 1
        return "all"


class Heard:
    """What came back, each time with the thread it arrived in."""

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.told: list[tuple[int, int]] = []
        self.failures: list[str] = []
        self.threads: set[str] = set()

    def done(self, answer: str) -> None:
        self.answers.append(answer)

    def tell(self, done: int, total: int) -> None:
        self.told.append((done, total))
        self.threads.add(threading.current_thread().name)

    def failed(self, error: EportfolioError) -> None:
        self.failures.append(error.code)


@pytest.fixture
def rounds() -> Rounds:
    return Rounds()


@pytest.fixture
def heard() -> Heard:
    return Heard()


def test_long_work_gives_way_to_other_work_and_goes_on_after_it(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, rounds: Rounds, heard: Heard
) -> None:
    open_tasks.run_aside(owner, rounds.work, heard.done, heard.tell, heard.failed)
    rounds.at_two.wait(10)
    open_tasks.run(owner, lambda _: rounds.log.append("other"))
    rounds.go.set()
    idle(qtbot, open_tasks)
    assert rounds.log == ["begins", "round 1", "other", "begins", "round 2", "round 3"]
    assert heard.told == [(1, 3), (2, 3), (2, 3), (3, 3)]
    assert heard.threads == {threading.main_thread().name}
    assert (heard.answers, heard.failures) == (["all"], [])


def cancel_halfway(qtbot: QtBot, tasks: Tasks, owner: QObject, rounds: Rounds, task: Task) -> None:
    """While something else waits."""
    rounds.at_two.wait(10)
    tasks.run(owner, lambda _: rounds.log.append("other"))
    task.cancel()
    rounds.go.set()
    idle(qtbot, tasks)


def test_long_work_that_is_cancelled_stops_for_good(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, rounds: Rounds, heard: Heard
) -> None:
    task = open_tasks.run_aside(owner, rounds.work, heard.done, heard.tell, heard.failed)
    cancel_halfway(qtbot, open_tasks, owner, rounds, task)
    assert rounds.log == ["begins", "round 1", "other"]
    assert (heard.answers, heard.failures) == ([], ["cancelled"])


def test_long_work_that_nobody_waits_for_is_cancelled_in_silence(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, rounds: Rounds, heard: Heard
) -> None:
    open_tasks.failed.connect(heard.failed)
    task = open_tasks.run_aside(owner, rounds.work, heard.done, heard.tell)
    rounds.at_two.wait(10)
    task.cancel()
    rounds.go.set()
    idle(qtbot, open_tasks)
    assert (heard.answers, heard.failures) == ([], [])


@pytest.mark.parametrize("has_given_way", [False, True])
def test_long_work_stops_for_good_at_the_lock_and_says_nothing_after_it(
    qtbot: QtBot,
    open_tasks: Tasks,
    owner: QObject,
    rounds: Rounds,
    heard: Heard,
    has_given_way: bool,
) -> None:
    open_tasks.run_aside(owner, rounds.work, heard.done, heard.tell, heard.failed)
    rounds.at_two.wait(10)
    qtbot.waitUntil(lambda: heard.told == [(1, 3)])
    if has_given_way:
        open_tasks.run(owner, lambda _: None)
    with qtbot.waitSignal(open_tasks.locked, timeout=20_000):
        open_tasks.lock()
        rounds.go.set()
    idle(qtbot, open_tasks)
    assert rounds.log == ["begins", "round 1"]
    assert heard.told == [(1, 3)]
    assert (heard.answers, heard.failures) == ([], [])


def test_failure_of_long_work_is_told_and_not_tried_again(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, heard: Heard
) -> None:
    def work(_: Workspace, __: Progress) -> str:
        raise StorageFault("storage-fault", "disk-full")

    open_tasks.failed.connect(heard.failed)
    open_tasks.run_aside(owner, work, heard.done, heard.tell, heard.failed)
    open_tasks.run_aside(owner, work, heard.done, heard.tell)
    idle(qtbot, open_tasks)
    assert heard.failures == ["storage-fault", "storage-fault"]


def test_work_that_tells_goes_on_before_others_and_hears_that_it_must_stop(
    qtbot: QtBot, open_tasks: Tasks, owner: QObject, rounds: Rounds, heard: Heard
) -> None:
    task = open_tasks.run_told(owner, rounds.work, heard.done, heard.failed, heard.tell)
    cancel_halfway(qtbot, open_tasks, owner, rounds, task)
    assert rounds.log == ["begins", "round 1", "other"]
    assert heard.threads == {threading.main_thread().name}
    assert (heard.answers, heard.failures) == ([], ["cancelled"])
    again = Rounds()
    again.go.set()
    open_tasks.run_told(owner, again.work, heard.done, heard.failed, heard.tell)
    open_tasks.run(owner, lambda _: again.log.append("other"))
    idle(qtbot, open_tasks)
    assert again.log == ["begins", "round 1", "round 2", "round 3", "other"]
    assert heard.answers == ["all"]


@pytest.mark.parametrize("aside", [False, True])
def test_owner_that_is_gone_hears_nothing_of_long_work(
    qtbot: QtBot, open_tasks: Tasks, rounds: Rounds, heard: Heard, aside: bool
) -> None:
    import shiboken6

    gone = QObject()
    if aside:
        open_tasks.run_aside(gone, rounds.work, heard.done, heard.tell, heard.failed)
    else:
        open_tasks.run_told(gone, rounds.work, heard.done, heard.failed, heard.tell)
    rounds.at_two.wait(10)
    shiboken6.delete(gone)
    rounds.go.set()
    idle(qtbot, open_tasks)
    assert rounds.log[-1] == "round 3"
    assert (heard.answers, heard.told, heard.failures) == ([], [], [])
