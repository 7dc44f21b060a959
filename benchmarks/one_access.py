"""One access copy of a large dossier: seconds and peak memory in MB, measured in a process of its
own (for `make bench`)."""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from builders import PASSPHRASE

from eportfolio.workspace import Workspace


def main(vault: str, pid: str, out: str) -> None:
    with Workspace.open(Path(vault), PASSPHRASE) as workspace:
        started = time.perf_counter()
        made = workspace.rights.access(pid, Path(out), "ar")
        took = time.perf_counter() - started
    assert made.bytes > 0
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


if __name__ == "__main__":
    main(*sys.argv[1:])
