"""Peak memory in MB of one export and one import, each in its own process (for `make bench`)."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from builders import EVERYTHING, Templates, Two
from builders_records import EXAMPLES

MIB = 1024 * 1024


def world(folder: Path) -> Two:
    return Templates(folder / "templates").two(folder / "world")


def prepare(folder: Path, size: int) -> None:
    two = world(folder)
    with (two.folder / "groot.bin").open("wb") as file:
        for _ in range(size // MIB):
            file.write(os.urandom(MIB))
    entries = [
        {"kind": "client", "body": EXAMPLES["client"]},
        {"kind": "document", "body": {"titel": "Groot"}, "file": "groot.bin"},
    ]
    pid = two.load(entries)
    (folder / "pid").write_text(f"{pid} {two.consent(pid, **EVERYTHING)}")
    two.giver.close()
    two.taker.close()


def export(folder: Path) -> None:
    from builders import PASSPHRASE, Clock

    from eportfolio.workspace import Workspace

    pid, consent = (folder / "pid").read_text().split()
    with Workspace.open(folder / "world" / "giver", PASSPHRASE, clock=Clock()) as giver:
        to = giver.contacts.all()[0].card.thumbprint
        giver.handovers.create(pid, consent, to, folder / "groot.eportfolio")


def receive(folder: Path) -> None:
    from builders import PASSPHRASE, Clock

    from eportfolio.bundle.receive import Answers
    from eportfolio.workspace import Workspace

    with Workspace.open(folder / "world" / "taker", PASSPHRASE, clock=Clock()) as taker:
        taker.handovers.receive(folder / "groot.eportfolio", answers=Answers("overnemen"))


def peak(step: str, folder: Path, size: int) -> float:
    """Run one step in a process of its own."""
    ran = subprocess.run(
        [sys.executable, __file__, str(size), step, str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    return float(ran.stdout)


def main() -> None:
    size = int(sys.argv[1])
    if len(sys.argv) > 2:
        folder = Path(sys.argv[3])
        {"prepare": lambda: prepare(folder, size), "export": lambda: export(folder)}.get(
            sys.argv[2], lambda: receive(folder)
        )()
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    with tempfile.TemporaryDirectory() as name:
        peak("prepare", Path(name), size)
        print(max(peak("export", Path(name), size), peak("receive", Path(name), size)))


if __name__ == "__main__":
    main()
