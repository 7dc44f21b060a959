"""Memory does not grow with the attachments, and every byte of them arrives."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import Templates, consent_request, dossier

if sys.platform == "win32":
    pytest.skip("reads the peak memory of a process the POSIX way", allow_module_level=True)

ROOT = Path(__file__).resolve().parent.parent
MEGA = 1024 * 1024
PARTS = 3
# The key derivation takes 64 MiB by design and gives them back: what counts comes after it.
CHILD = """
import json, resource, sys
from pathlib import Path
from builders import Clock, PASSPHRASE
from eportfolio.bundle.receive import Answers
from eportfolio.workspace import Workspace

def forget_peak():
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass

def peak():
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return size // (1024 * 1024 if sys.platform == "darwin" else 1024)

who, folder = sys.argv[1], Path(sys.argv[2])
asked = json.loads((folder / "asked.json").read_text())
workspace = Workspace.open(folder / who, PASSPHRASE, clock=Clock())
forget_peak()
if who == "giver":
    pid = workspace.dossiers.load(asked["dossier"], folder).portfolio
    consent = workspace.consents.give(pid, asked["request"], folder).consent.id
    workspace.handovers.create(pid, consent, asked["to"], folder / "large.eportfolio")
else:
    done = workspace.handovers.receive(
        folder / "large.eportfolio", answers=Answers("overnemen"), receipt=folder / "r.receipt"
    )
    pid = done.portfolio
    for n, document in enumerate(workspace.dossiers.dump(pid).documents):
        workspace.dossiers.export_document(pid, document.record, folder / f"out{n}")
problems = len(workspace.check().problems)
print(json.dumps({"peak": peak(), "problems": problems}))
"""


@dataclass(frozen=True)
class Moved:
    """What a handover took, in MB of memory on either side, and what went and came."""

    peaks: tuple[int, int]
    sent: frozenset[str]
    arrived: frozenset[str]


def moved(templates: Templates, folder: Path, megabytes: int) -> Moved:
    """A handover with attachments of this size, each side in a process of its own."""
    two = templates.two(folder)
    to = two.to
    two.giver.close()
    two.taker.close()
    names = [f"deel{n}.bin" for n in range(PARTS)]
    for name in names:
        write_noise(folder / name, megabytes * MEGA // PARTS)
    parts = [{"kind": "document", "body": {"titel": name}, "file": name} for name in names]
    entries = [*dossier(), *parts]
    asked = {"dossier": entries, "request": consent_request(to), "to": to}
    (folder / "asked.json").write_text(json.dumps(asked))
    ran = [run(who, folder) for who in ("giver", "taker")]
    assert [one["problems"] for one in ran] == [0, 0]
    sources = [folder / name for name in (*names, "diploma.pdf", "foto.png")]
    return Moved(
        (ran[0]["peak"], ran[1]["peak"]),
        frozenset(map(sha256, sources)),
        frozenset(map(sha256, folder.glob("out*"))),
    )


def run(who: str, folder: Path) -> Any:
    paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, who, folder],
        env=os.environ | {"PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def write_noise(path: Path, size: int) -> None:
    """Bytes that cannot be compressed, and an odd number of them."""
    with path.open("wb") as file:
        for _ in range(size // MEGA):
            file.write(os.urandom(MEGA))
        file.write(os.urandom(size % MEGA + 1))


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_steady(small: Moved, large: Moved) -> None:
    assert large.arrived == large.sent
    assert len(large.sent) == PARTS + 2
    assert max(large.peaks) < 150
    for before, after in zip(small.peaks, large.peaks, strict=True):
        assert after - before <= 10, (small.peaks, large.peaks)


def test_sixty_megabytes_take_no_more_memory_than_five(
    templates: Templates, tmp_path: Path
) -> None:
    small = moved(templates, tmp_path / "small", 5)
    assert small.arrived == small.sent
    require_steady(small, moved(templates, tmp_path / "large", 60))


@pytest.mark.soak
def test_a_gigabyte_takes_no_more_memory_than_five_megabytes(
    templates: Templates, tmp_path: Path
) -> None:
    small = moved(templates, tmp_path / "small", 5)
    require_steady(small, moved(templates, tmp_path / "large", 1024))


@pytest.mark.soak
def test_thousands_of_records_and_documents_arrive(templates: Templates, tmp_path: Path) -> None:
    with_many = templates.two(tmp_path / "world")
    for n in range(2000):
        (with_many.folder / f"d{n}").write_bytes(os.urandom(2000))
    entries = [
        {"kind": "document", "body": {"titel": f"d{n}"}, "file": f"d{n}"} for n in range(2000)
    ]
    pid = with_many.load([*dossier(), *entries])
    _, received, closed = with_many.hand_over(pid)
    assert (received.documents, closed.complete) == (2002, True)
    with_many.giver.close()
    with_many.taker.close()
