"""A process that does one thing to a vault and is killed at the n-th step on the way.

Called as `killer.py FILE`: a JSON list of [operation, folder, point]. Each runs in a process of
its own, forked after the imports; point 0 lets it finish. Answers one JSON line for each: how many
steps there were, or null when it was killed. `killer.py --forever FOLDER` saves until killed.
"""

from __future__ import annotations

import ctypes
import json
import os
import sys
from collections.abc import Callable
from itertools import count
from pathlib import Path

from builders import EVERYTHING, PASSPHRASE, Clock, consent_request, dossier
from sqlcipher3 import dbapi2

from eportfolio import crypto
from eportfolio.bundle.receive import Answers
from eportfolio.workspace import Workspace, restore_backup
from eportfolio.workspace.replying import Replies, Reply

NEW_PASSPHRASE = "zes andere woorden voor de kluis"
SAVED = "Opgeslagen wens nummer"
BIG = "groot.bin"

Operation = Callable[[Workspace, Path, dict[str, str]], object]


def opened(path: Path, passphrase: str = PASSPHRASE) -> Workspace:
    return Workspace.open(path, passphrase, clock=Clock())


def give(workspace: Workspace, folder: Path, facts: dict[str, str]) -> object:
    request = consent_request(facts["to"], purpose="advice", **EVERYTHING)
    return workspace.consents.give(facts["pid"], request, folder)


def import_bundle(workspace: Workspace, folder: Path, facts: dict[str, str]) -> object:
    return workspace.handovers.receive(
        folder / "a.eportfolio", answers=Answers("overnemen"), receipt=folder / "a.receipt"
    )


def make_bundle(workspace: Workspace, folder: Path, facts: dict[str, str]) -> object:
    out = folder / "new.eportfolio"
    return workspace.handovers.create(facts["pid"], facts["consent"], facts["to"], out)


def make_return(workspace: Workspace, folder: Path, facts: dict[str, str]) -> object:
    (folder / "again.eportfolio").unlink(missing_ok=True)
    return workspace.handovers.create_return(facts["lent"], folder / "again.eportfolio")


def take_back(workspace: Workspace, folder: Path, _: dict[str, str]) -> object:
    """What was added during a cover, while the giver went on."""
    return workspace.handovers.receive(
        folder / "back.eportfolio", answers=Answers(), receipt=folder / "back.receipt"
    )


def create_vault(workspace: Workspace, folder: Path, facts: dict[str, str]) -> object:
    made, _ = Workspace.create(
        folder / "fresh", PASSPHRASE, name="N", organisation="O", clock=Clock(), unlock_seconds=0
    )
    return made.close()


def renew(workspace: Workspace, folder: Path, _: dict[str, str]) -> object:
    return workspace.recovery.renew((folder / "new.key").read_text())


def divide(workspace: Workspace, folder: Path, _: dict[str, str]) -> object:
    return workspace.recovery.make_shares(2, 3, folder / "sheets")


OPERATIONS: dict[str, Operation] = {
    "save": lambda w, _, facts: w.dossiers.add(facts["pid"], "wens", {"eigen_woorden": SAVED}),
    "attach": lambda w, folder, facts: w.dossiers.attach(facts["pid"], BIG, "Groot", folder),
    "load": lambda w, folder, _: w.dossiers.load(dossier(), folder),
    "import": import_bundle,
    "passwd": lambda w, _, facts: w.change_passphrase(NEW_PASSPHRASE),
    "rotate": lambda w, _, facts: w.contacts.rotate(),
    "give": give,
    "withdraw": lambda w, _, facts: w.consents.withdraw(
        facts["pid"], facts["consent"], "toch niet"
    ),
    "bundle": make_bundle,
    "close": lambda w, folder, _: w.handovers.close(folder / "b.receipt", Answers()),
    "return": make_return,
    "take-back": take_back,
    "settle": lambda w, folder, _: w.handovers.close(folder / "c.receipt", Answers()),
    "backup": lambda w, folder, _: w.backup(folder / "backup"),
    "restore": lambda w, folder, _: restore_backup(
        folder / "saved", folder / "restored", PASSPHRASE, clock=Clock()
    ),
    "create": create_vault,
    "renew": renew,
    "divide": divide,
    "lend": lambda w, folder, _: w.recovery.set_escrow(
        crypto.age_recipient((folder / "new.key").read_text()), "Gemeente"
    ),
    "tell": lambda w, folder, facts: w.notices.create(facts["pid"], facts["consent"], folder),
    "told": lambda w, folder, _: w.notices.receive(
        folder / "first.withdrawal", Replies(Reply("wissen")), folder / "first.acknowledgement"
    ),
    "heard": lambda w, folder, _: w.notices.close(folder / "second.acknowledgement"),
}


def actor(operation: str) -> str:
    """Whose vault an operation works on."""
    return "taker" if operation in ("import", "return", "settle", "told") else "giver"


def run(operation: str, folder: Path, point: int) -> int:
    facts = json.loads((folder / "facts.json").read_text())
    workspace = opened(folder / actor(operation))
    steps = arm(point)
    OPERATIONS[operation](workspace, folder, facts)
    return steps()


def arm(point: int) -> Callable[[], int]:
    """Count from now on; every call that changes a disk, or without the C part every statement."""
    if "LD_PRELOAD" in os.environ:
        inside = ctypes.CDLL(None)
        inside.arm(ctypes.c_long(point))
        return lambda: int(inside.steps())
    seen = count(1)

    def step(*_: object) -> None:
        if next(seen) == point:
            os.kill(os.getpid(), 9)

    sys.addaudithook(lambda event, _: step() if event.startswith(("os.", "open")) else None)
    connect = dbapi2.connect
    dbapi2.connect = lambda *args, **more: _watched(connect(*args, **more), step)
    return lambda: next(seen) - 1


def _watched(connection: dbapi2.Connection, step: Callable[..., None]) -> dbapi2.Connection:
    connection.set_trace_callback(step)
    return connection


def run_apart(operation: str, folder: Path, point: int) -> int | None:
    """In a forked process; gives its steps, or None when it was killed."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        steps = run(operation, folder, point)
        os.write(writer, str(steps).encode())
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as answer:
        steps_text = answer.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9:
        return None
    assert status == 0, (operation, point, status)
    return int(steps_text)


def save_forever(folder: Path) -> None:
    pid = json.loads((folder / "facts.json").read_text())["pid"]
    workspace = opened(folder / "giver")
    for n in count():
        workspace.dossiers.add(pid, "wens", {"eigen_woorden": f"{SAVED} {n}"})
        sys.stdout.write(f"{n}\n")
        sys.stdout.flush()


def main() -> None:
    if sys.argv[1] == "--forever":
        save_forever(Path(sys.argv[2]))
    for operation, folder, point in json.loads(Path(sys.argv[1]).read_text()):
        sys.stdout.write(json.dumps(run_apart(operation, Path(folder), point)) + "\n")


if __name__ == "__main__":
    main()
