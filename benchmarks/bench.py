"""`make bench`: how fast we are beside public tools, as ratios, with the bound of each.

Each pair is measured in turns on the same bytes and the same disk; the medians are compared.
A ratio depends little on the machine, seconds do; that is why there are no bounds in seconds
except for the two that a person feels.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from builders import EVERYTHING, PASSPHRASE, Templates, Two
from builders_records import EXAMPLES

from eportfolio import statute
from eportfolio.register import Access, Row
from eportfolio.workspace import Workspace

MIB = 1024 * 1024
RECORDS = 200
STATUTE_RECORDS, STATUTE_SAMPLE, STATUTE_TIMES = 100, 250, 20
NOTE = {name: value for name, value in EXAMPLES["contactmoment"].items() if name != "vervolg"}


@dataclass(frozen=True)
class Figure:
    """One line of the table."""

    what: str
    ours: float
    other: float
    bound: float
    unit: str = "x"

    @property
    def value(self) -> float:
        return self.ours / self.other

    def line(self) -> str:
        verdict = "ok" if self.value <= self.bound else "OVER"
        return (
            f"{self.what:<56} {self.value:>8.2f} {self.unit:<3} "
            f"(bound {self.bound:g}) {verdict:<5} {self.ours:.4f} / {self.other:.4f}"
        )


def seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def paired(
    ours: Callable[[], object], other: Callable[[], object], runs: int
) -> tuple[float, float]:
    """Medians of both, measured in turns after one warm-up each."""
    ours(), other()
    pairs = [(seconds(ours), seconds(other)) for _ in range(runs)]
    return (
        statistics.median(pair[0] for pair in pairs),
        statistics.median(pair[1] for pair in pairs),
    )


def bench_reading(two: Two) -> Figure:
    entries = [{"kind": "client", "body": EXAMPLES["client"]}]
    entries += [{"kind": "contactmoment", "body": NOTE}] * (RECORDS - 1)
    first, second = two.load(entries), two.load(entries)
    plain = two.folder / "plain.db"
    with sqlite3.connect(plain) as database:
        database.execute(
            "CREATE TABLE records"
            " (id TEXT PRIMARY KEY, kind, status, body, x, seq, revision, at, by)"
        )
        for one in two.giver.dossiers.read(first):
            row = (one.id, one.kind, one.status, json.dumps(one.body), None, one.seq)
            database.execute(
                "INSERT INTO records VALUES (?,?,?,?,?,?,?,?,?)",
                (*row, one.revision, one.at, json.dumps(one.by)),
            )
    database.close()
    turn = [first, second]

    def ours() -> int:
        turn.reverse()  # the other dossier each time, so that each is really opened
        return len(two.giver.dossiers.read(turn[0]))

    def other() -> int:
        connection = sqlite3.connect(plain)
        rows = connection.execute("SELECT * FROM records ORDER BY kind, id").fetchall()
        read = [(*row[:3], json.loads(row[3]), *row[4:8], json.loads(row[8])) for row in rows]
        connection.close()
        return len(read)

    return Figure(f"open and read a dossier ({RECORDS} records)", *paired(ours, other, 41), 2)


def bench_saving(two: Two) -> Figure:
    pid = two.load([{"kind": "client", "body": EXAMPLES["client"]}])
    database = sqlite3.connect(two.folder / "durable.db", isolation_level=None)
    database.execute("PRAGMA journal_mode=DELETE")
    database.execute("PRAGMA synchronous=FULL")
    database.execute("CREATE TABLE records (id INTEGER PRIMARY KEY, body TEXT)")
    body = NOTE

    def other() -> None:
        database.execute("BEGIN IMMEDIATE")
        database.execute("INSERT INTO records (body) VALUES (?)", (json.dumps(body),))
        database.execute("COMMIT")

    figures = paired(lambda: two.giver.dossiers.add(pid, "contactmoment", body), other, 61)
    database.close()
    return Figure("save a record: validated, signed, committed", *figures, 3)


def bench_bundles(two: Two, size: int) -> list[Figure]:
    (two.folder / "groot.bin").write_bytes(os.urandom(MIB) * (size // MIB))
    entries = [
        {"kind": "client", "body": EXAMPLES["client"]},
        {"kind": "document", "body": {"titel": "Groot"}, "file": "groot.bin"},
    ]
    pid = two.load(entries)
    consent = two.consent(pid, **EVERYTHING, one_bundle=False)
    key, plain, sealed = (two.folder / name for name in ("key", "groot.bin", "groot.age"))
    subprocess.run(["age-keygen", "-o", key], check=True, capture_output=True)
    public = key.read_text().split("public key: ")[1].split()[0]

    def age_encrypt() -> None:
        subprocess.run(["age", "-r", public, "-o", sealed, plain], check=True)

    def age_decrypt() -> None:
        subprocess.run(["age", "-d", "-i", key, "-o", two.folder / "out", sealed], check=True)

    exported = paired(lambda: two.send(pid, consent), age_encrypt, 5)
    imports: list[float] = []
    opened: list[float] = []
    for turn in range(4):
        taker = two.folder / f"taker-{turn}"
        two.taker.close()
        shutil.copytree(two.folder / "taker", taker)
        two.taker = Workspace.open(taker, PASSPHRASE, clock=two.clock)
        sent = two.send(pid, consent)
        imports.append(seconds(lambda sent=sent: two.receive(sent)))
        opened.append(seconds(age_decrypt))
    title = f"({size // MIB} MB of attachments)"
    return [
        Figure(f"export {title} / age -r", *exported, 4),
        Figure(
            f"verified import {title} / age -d",
            statistics.median(imports[1:]),
            statistics.median(opened[1:]),
            8,
        ),
    ]


def bench_memory(size: int) -> Figure:
    """Peak memory in MB of a process that exports and one that imports, the larger of both."""
    script = Path(__file__).with_name("one_handover.py")
    ran = subprocess.run(
        [sys.executable, script, str(size)], check=True, capture_output=True, text=True
    )
    return Figure(f"peak memory, {size // MIB} MB of attachments", float(ran.stdout), 1, 150, "MB")


def installed() -> dict[str, str]:
    """The environment of a program that was installed: its modules are compiled once, not at
    each start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def bench_caseload(folder: Path, templates: Templates) -> list[Figure]:
    templates.copy("giver", folder)
    with Workspace.open(folder, PASSPHRASE) as workspace:
        register = workspace._session.register
        with register.transaction():
            for n in range(5000):
                values = (f"Cliënt {n:04}", "B1-route", None, "open", 0, "2026-01-01")
                pid = f"{n:08x}-0000-4000-8000-000000000000"
                (folder / "portfolios" / f"{pid}.db").touch()
                stamp = workspace._session._stamp(pid)
                register.put_row(Row(pid, *values, "0" * 64, 1, 0, "0" * 64, stamp))

    def ours() -> int:
        with Workspace.open(folder, PASSPHRASE) as workspace:
            return len(workspace.dossiers.caseload())

    ours()
    took = statistics.median(seconds(ours) for _ in range(5))
    with Workspace.open(folder, PASSPHRASE) as workspace:
        due = statistics.median(seconds(workspace.erasures.due) for _ in range(5))
    return [
        Figure("unlock (cheapest keys) and list 5,000 clients", took, 1, 0.3, "s"),
        Figure("what may be erased, of 5,000 dossiers", due, 1, 0.2, "s"),
    ]


def bench_access_log(two: Two) -> Figure:
    register = two.giver._session.register
    line = Access(
        "2026-11-02T09:00:00+01:00", "k" * 43, "werkplek", "dossier-open", "p" * 36, "done"
    )
    register.log([line] * 100_000)
    return Figure(
        "verify an access log of 100,000 lines", seconds(register.has_whole_log), 1, 3, "s"
    )


def bench_statute(folder: Path, templates: Templates) -> list[Figure]:
    """5,000 dossiers of 100 records: writing them takes far longer than looking into them, so 250
    are written, and each stands in the caseload twenty times."""
    two = templates.two(folder)
    line = {"categorie": "NT2-les", "uren": 3, "keurmerk": True, "fysiek": True}
    days = [date(2024, 6, 1) + timedelta(days=7 * n) for n in range(60)]
    entries = [
        *statutory_entries(),
        *({"kind": "urenregel", "body": line | {"datum": day.isoformat()}} for day in days),
    ]
    entries += [{"kind": "contactmoment", "body": NOTE}] * (STATUTE_RECORDS - len(entries))
    pids = [two.load(entries) for _ in range(STATUTE_SAMPLE)]
    two.clock.advance(days=1)
    outlooks = [seconds(lambda pid=pid: two.giver.terms.outlook(pid)) for pid in pids]
    records = two.giver.dossiers.read(pids[0])
    on = two.clock.now.date()
    pure = seconds(lambda: [statute.examine(records, on) for _ in range(200)]) / 200

    register = two.giver._session.register
    rows = register.rows() * STATUTE_TIMES

    def refreshed() -> float:
        two.clock.advance(days=1)
        with patch.object(register, "rows", lambda: rows):
            return seconds(two.giver.terms.refresh)

    took = min(refreshed() for _ in range(3))
    two.giver.close()
    two.taker.close()
    return [
        Figure("terms of one dossier, records in hand", pure * 1000, 1, 5, "ms"),
        Figure("terms of one dossier, opened", statistics.median(outlooks) * 1000, 1, 5, "ms"),
        Figure("terms of a caseload, for 5,000 dossiers", took, 1, 10, "s"),
    ]


def statutory_entries() -> list[dict[str, object]]:
    """Someone on the B1-route for two years."""
    bodies: list[tuple[str, dict[str, object]]] = [
        ("client", EXAMPLES["client"] | {"doelgroep": "Asielstatushouder"}),
        ("inburgeringsplicht", {"duo_kennisgeving_datum": "2023-09-25"}),
        ("verblijf", {"soort": "Woning", "gemeente": "W", "brp_ingeschreven_op": "2024-02-12"}),
        (
            "pip",
            {
                **{"dagtekening": "2024-04-15", "leerroute": "B1-route", "status": "Vastgesteld"},
                **{"intensiteit_uren_pw": 15, "aantal_voortgangsgesprekken": 6},
            },
        ),
        ("cursus", {"soort": "NT2", "aanbod_datum": "2024-05-02", "start": "2024-05-13"}),
    ]
    return [{"kind": kind, "body": body} for kind, body in bodies]


PAPER_KINDS = ("afspraak", "urenregel", "contactmoment", "certificaat", "wens", "cursus")


def bench_paper(folder: Path, templates: Templates) -> list[Figure]:
    """What a client takes home, of 300 records, in Arabic beside Dutch."""
    two = templates.two(folder)
    own = {"bestand", "bewijs", "documenten", "instrument", "correctie_van", "vervolg", "sha256"}
    bodies = {
        kind: {name: value for name, value in EXAMPLES[kind].items() if name not in own}
        for kind in PAPER_KINDS
    }
    entries = [{"kind": "client", "body": EXAMPLES["client"]}]
    kinds = [PAPER_KINDS[n % len(PAPER_KINDS)] for n in range(299)]
    pid = two.load([*entries, *({"kind": kind, "body": bodies[kind]} for kind in kinds)])
    two.giver.close()
    two.taker.close()
    script = [sys.executable, str(Path(__file__).with_name("one_paper.py"))]
    words = [*script, str(folder / "giver"), pid]
    runs = [
        subprocess.run(words, check=True, capture_output=True, text=True, env=installed())
        for _ in range(3)
    ]
    took, memory = map(min, zip(*(map(float, run.stdout.split()) for run in runs), strict=True))
    return [
        Figure("paper: portfolio of 300 records in two languages", took, 1, 2, "s"),
        Figure("paper: memory of it", memory, 1, 300, "MB"),
    ]


ACCESS_RECORDS, ACCESS_MB = 2000, 200


def bench_access(folder: Path, templates: Templates) -> list[Figure]:
    """Everything about one client of 2,000 records and 200 MB of attachments, on paper and for
    programs."""
    two = templates.two(folder)
    own = {"bestand", "bewijs", "documenten", "instrument", "correctie_van", "vervolg", "sha256"}
    entries: list[dict[str, object]] = [{"kind": "client", "body": EXAMPLES["client"]}]
    for n in range(10):
        (two.folder / f"{n}.bin").write_bytes(os.urandom(MIB) * (ACCESS_MB // 10))
        body = {"titel": f"Bijlage {n}"}
        entries.append({"kind": "document", "body": body, "file": f"{n}.bin"})
    for n in range(ACCESS_RECORDS - len(entries)):
        kind = PAPER_KINDS[n % len(PAPER_KINDS)]
        body = {name: value for name, value in EXAMPLES[kind].items() if name not in own}
        entries.append({"kind": kind, "body": body})
    pid = two.load(entries)
    two.giver.close()
    two.taker.close()
    script = [sys.executable, str(Path(__file__).with_name("one_access.py"))]
    words = [*script, str(folder / "giver"), pid, str(folder / "inzage.zip")]
    ran = subprocess.run(words, check=True, capture_output=True, text=True, env=installed())
    took, memory = map(float, ran.stdout.split())
    size = f"{ACCESS_RECORDS:,} records and {ACCESS_MB} MB"
    return [
        Figure(f"access: a copy of {size}", took, 1, 10, "s"),
        Figure("access: memory of it", memory, 1, 2000, "MB"),
    ]


def bench_help() -> Figure:
    def ours() -> None:
        subprocess.run(
            [sys.executable, "-m", "eportfolio", "--help"],
            check=True,
            capture_output=True,
            env=installed(),
        )

    ours()
    return Figure("eportfolio --help", min(seconds(ours) for _ in range(7)), 1, 0.15, "s")


# What is felt of the window: the name in `one_window`, words, how many to a unit, bound, unit.
FELT = (
    ("caseload", "caseload of 5,000, shown after unlocking", 1, 0.3, "s"),
    ("filter", "each letter of the filter over 5,000", 1000, 50, "ms"),
    ("sort", "sorting 5,000", 1000, 100, "ms"),
    ("scroll", "scrolling by 40 rows", 1000, 50, "ms"),
    ("search", "searching in 5,000 dossiers, each letter", 1000, 50, "ms"),
    ("dossier", "opening a dossier of 2,000 records", 1, 0.3, "s"),
    ("memory", "memory with all of that on the desk", 1, 200, "MB"),
)


def bench_window(folder: Path, templates: Templates) -> list[Figure]:
    templates.copy("giver", folder)
    script = [sys.executable, str(Path(__file__).with_name("one_window.py"))]

    def run(*words: str) -> str:
        done = subprocess.run(
            [*script, *words], check=True, capture_output=True, text=True, env=installed()
        )
        return done.stdout

    ours, bare = paired(lambda: run("start", str(folder)), lambda: run("bare"), 9)
    felt = json.loads(run("use"))
    return [
        Figure("window: start to the first picture of the lock", ours, bare, 1.8),
        *(
            Figure(f"window: {words}", felt[name] * scale, 1, bound, unit)
            for name, words, scale, bound, unit in FELT
        ),
    ]


def main() -> int:
    size = int(os.environ.get("BENCH_MB", "200")) * MIB
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        templates = Templates(folder / "templates")
        two = templates.two(folder / "world")
        figures = [bench_reading(two), bench_saving(two), *bench_bundles(two, size)]
        figures += bench_caseload(folder / "caseload", templates)
        figures.append(bench_access_log(two))
        two.giver.close()
        two.taker.close()
        figures += bench_statute(folder / "terms", templates)
        figures += bench_window(folder / "window", templates)
        figures += bench_paper(folder / "paper", templates)
        figures += bench_access(folder / "access", templates)
    figures += [bench_help(), bench_memory(size // 10), bench_memory(size)]
    for figure in figures:
        print(figure.line())
    return int(any(figure.value > figure.bound for figure in figures))


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.exit(main())
