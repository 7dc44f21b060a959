"""How long a person waits for the window, each in a process of its own (for `make bench`).

`bare`: the least that PySide6 can show with a table. `start`: ours to its first painted lock
screen. `use`: a caseload of 5,000 and a dossier of 2,000 records; prints JSON, times in seconds.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

CLIENTS, RECORDS, WORDS = 5000, 2000, "tolk opvang werk taal school huis zorg geld"


def bare() -> None:
    """A window with a table, painted."""
    from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget

    application = QApplication([])
    window = QMainWindow()
    window.setCentralWidget(QTableWidget(10, 5))
    window.resize(1440, 900)
    window.show()
    application.processEvents()
    window.grab()
    os._exit(0)


def start(vault: Path) -> None:
    """Our lock screen, painted."""
    from ui.app import make_application, now
    from ui.main_window import MainWindow
    from ui.openings import Ways
    from ui.prompts import Prompts
    from ui.tasks import Tasks
    from ui.theme import Theme

    application = make_application()
    theme = Theme(application)
    theme.apply()
    window = MainWindow(Tasks(), theme, Ways(now), Prompts(), vault, has_vault=True)
    window.show()
    application.processEvents()
    window.grab()
    os._exit(0)


def use() -> None:
    """What is felt after unlocking."""
    from builders import PASSPHRASE, Clock, Templates
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    from eportfolio.workspace import Workspace
    from ui.app import make_application
    from ui.main_window import MainWindow
    from ui.openings import Ways, warm_up
    from ui.prompts import Prompts
    from ui.tasks import Tasks
    from ui.theme import Theme

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        Templates(folder / "templates").copy("giver", folder / "kluis")
        clock = Clock()
        with Workspace.open(folder / "kluis", PASSPHRASE, clock=clock) as workspace:
            full = fill(workspace, folder / "kluis")
        application = make_application()
        theme = Theme(application)
        theme.apply()
        tasks = Tasks()
        window = MainWindow(
            tasks, theme, Ways(clock, unlock_seconds=0), Prompts(), folder / "kluis", has_vault=True
        )
        window.show()
        application.processEvents()
        tasks.run_long(window, warm_up, nothing, nothing, lambda done, total: None)
        while not tasks.is_idle:
            application.processEvents()
            time.sleep(0.01)
        found: dict[str, float] = {}
        opened: list[float] = []
        screen = window.screen_
        screen.opened.connect(lambda _: opened.append(time.perf_counter()))
        screen.passphrase.setText(PASSPHRASE)
        screen.submit()

        def wait(ready: Callable[[], bool]) -> float:
            until = time.perf_counter() + 60
            while not ready() and time.perf_counter() < until:
                application.processEvents()
                time.sleep(0.001)  # the worker thread needs Python too
            application.processEvents()
            return time.perf_counter()

        # The clock of the caseload is computed aside; showing what is known does not wait for it.
        wait(lambda: window.desk is not None)
        page = window.desk.caseload_page
        window.desk.show_caseload()
        found["caseload"] = wait(lambda: page.model.rowCount() >= CLIENTS) - opened[0]
        wait(lambda: tasks.is_idle)

        def timed(work: Callable[[], object]) -> float:
            started = time.perf_counter()
            work()
            application.processEvents()
            return time.perf_counter() - started

        page.search.setFocus()
        keys = [
            timed(lambda letter=letter: QTest.keyClick(page.search, letter)) for letter in "voo"
        ]
        keys += [timed(lambda: QTest.keyClick(page.search, Qt.Key.Key_Backspace)) for _ in range(3)]
        found["filter"] = statistics.median(keys)
        order = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
        found["sort"] = statistics.median(
            timed(lambda n=n, way=way: page.table.sortByColumn(n, way))
            for n in range(3)
            for way in order
        )
        found["scroll"] = statistics.median(
            timed(lambda n=n: page.table.verticalScrollBar().setValue(n * 40)) for n in range(20)
        )
        for _ in range(3):
            started = time.perf_counter()
            window.desk.open_dossier(full, 6)
            dossier = window.desk.portfolio_page
            done = wait(lambda page=dossier: page.records.model.rowCount() > RECORDS - 10)
            found["dossier"] = min(found.get("dossier", 9.0), done - started)
            wait(lambda: tasks.is_idle)
        window.desk.show_caseload()
        settled = time.perf_counter() + 1
        wait(lambda: tasks.is_idle and time.perf_counter() > settled)
        searched: list[float] = []
        for words in ("tol", "tolk", "ops", "opv", "wer"):
            answered: list[int] = []
            started = time.perf_counter()
            tasks.run(
                window, lambda one, words=words: len(one.dossiers.matches(words)), answered.append
            )
            while not answered:
                application.processEvents()
                time.sleep(0.0005)
            searched.append(time.perf_counter() - started)
        found["search"] = statistics.median(searched)
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        found["memory"] = pages * os.sysconf("SC_PAGE_SIZE") / 1024 / 1024
        window.hide()
        tasks.stop()
    print(json.dumps(found))
    sys.stdout.flush()
    os._exit(0)


def nothing(_: object) -> None:
    """Nobody waits for this."""


def fill(workspace: object, vault: Path) -> str:
    """Rows and an index for 5,000 clients, without their files, and one real large dossier."""
    from builders_records import EXAMPLES

    from eportfolio.portfolio import Current
    from eportfolio.records import RecordId
    from eportfolio.register import Row, computed_on

    note = {name: value for name, value in EXAMPLES["contactmoment"].items() if name != "vervolg"}
    entries = [{"kind": "client", "body": EXAMPLES["client"]}]
    first = date(2024, 1, 1)
    entries += [
        {
            "kind": "contactmoment",
            "body": note | {"datum": (first + timedelta(days=n % 700)).isoformat()},
        }
        for n in range(RECORDS)
    ]
    full: str = workspace.dossiers.load(entries, vault).portfolio
    session = workspace._session
    computed = computed_on(session.now().date())
    words = WORDS.split()
    with session.register.transaction():
        for n in range(CLIENTS):
            pid = f"{n:08x}-0000-4000-8000-000000000000"
            (vault / "portfolios" / f"{pid}.db").touch()
            row = Row(
                *(pid, f"Voornaam{n % 89} Achternaam{n}", "B1-route", "2026-05-01", "open", n % 3),
                *("2026-01-01", "0" * 64, 1, 0, "0" * 64, session._stamp(pid)),
                *("C04", "2026-06-01", "2026-05-01", '{"MAP": [12.0, 40.0]}', 0, computed),
            )
            session.register.put_row(row)
            body = {"datum": "2025-01-01", "verslag": f"{words[n % 8]} {words[n // 8 % 8]} {n}"}
            record = RecordId(f"{n:08x}-0000-4000-8000-000000000001")
            session.register.index(
                pid, [Current(record, "contactmoment", "actueel", body, None, 1, "", "", {})]
            )
    return full


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    match sys.argv[1:]:
        case ["bare"]:
            bare()
        case ["start", vault]:
            start(Path(vault))
        case _:
            use()
