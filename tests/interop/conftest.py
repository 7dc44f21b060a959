"""One real handover and one onward, opened with programs we did not write."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import outside
import pytest
from builders import EVERYTHING, Templates, Two, consent_request, dossier, find_record
from filelock import FileLock
from outside import Bag, Opened, World

from eportfolio.bundle.receive import Answers

RECOVER = Path(__file__).with_name("recover_without_us.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.interop)


@pytest.fixture(scope="session")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> World:
    two = templates.two(tmp_path_factory.mktemp("interop") / "world")
    pid, files = _handovers(two)
    two.giver.close()
    two.taker.close()
    giver, taker = (
        _recovered(two.folder / name, templates.recovery[name]) for name in ("giver", "taker")
    )
    bags = {
        "first": Bag(outside.unpack(files["first"], taker.age_key, two.folder / "first")),
        "onward": Bag(outside.unpack(files["onward"], giver.age_key, two.folder / "onward")),
    }
    return World(two.folder, pid, giver, taker, files["receipt"], bags)


def _handovers(two: Two) -> tuple[str, dict[str, Path]]:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens")
    two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "Ik wil kok worden – طبّاخ"})
    two.giver.dossiers.withdraw(pid, find_record(two.giver, pid, "gezondheid").id, "is over")
    sent = two.send(pid, two.consent(pid))
    received = two.receive(sent, answers=Answers("overnemen", synthesis="Goed begonnen"))
    two.close(received)
    two.clock.advance(days=1)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Een eigen zaak"})
    back = two.giver.contacts.own.thumbprint
    given = two.taker.consents.give(pid, consent_request(back, **EVERYTHING), two.folder)
    onward = two.taker.handovers.create(pid, given.consent.id, back, two.folder)
    two.clock.advance(hours=1)
    two.taker.consents.withdraw(pid, given.consent.id, None)
    assert received.receipt is not None
    return pid, {"first": sent.file, "onward": onward.file, "receipt": received.receipt}


def _recovered(vault: Path, recovery_key: str) -> Opened:
    key_file = vault.with_suffix(".recovery")
    key_file.write_text(recovery_key + "\n")
    opened = Opened(vault, key_file, vault.with_suffix(".out"), vault.with_suffix(".key"))
    outside.run(sys.executable, RECOVER, vault, key_file, opened.out)
    opened.age_key.write_text(opened.read("keys")["identities"][-1]["age"] + "\n")
    return opened


@pytest.fixture(params=["first", "onward"])
def bag(world: World, request: pytest.FixtureRequest) -> Bag:
    return world.bags[request.param]


@pytest.fixture(scope="session")
def node_modules(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The packages of package-lock.json; installed once, also when tests run side by side."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not installed")
    lock, installed = (
        outside.NODE / name for name in ("package-lock.json", "node_modules/.package-lock.json")
    )
    with FileLock(tmp_path_factory.getbasetemp().parent / "node_modules.lock"):
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            outside.run(*command, folder=outside.NODE)
