"""A kill at any step of telling, being told or hearing back leaves all of it or nothing, and what
waits is listed afterwards."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import EVERYTHING, Templates, dossier

if sys.platform == "win32":
    pytest.skip("needs fork and SIGKILL", allow_module_level=True)

from killer import OPERATIONS, actor, opened
from test_kill import World, environment, everything, faults, killed, parts, require_sound
from test_notices import ERASE_ALL

from eportfolio.errors import EportfolioError, NotPermitted
from eportfolio.workspace import Workspace

POINTS = 4


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two dossiers that arrived: of one the permission was taken back, of the other the notice was
    answered and the answer is on its way."""
    folder = tmp_path_factory.mktemp("notices") / "world"
    two = templates.two(folder)
    facts = {}
    for name in ("one", "two"):
        pid = two.load(dossier())
        consent = two.consent(pid, **EVERYTHING)
        two.receive(two.send(pid, consent))
        two.giver.consents.withdraw(pid, consent, None)
        facts |= {f"{name}_pid": pid, f"{name}_consent": consent}
    (first,) = two.giver.notices.create(facts["one_pid"], facts["one_consent"], folder)
    (second,) = two.giver.notices.create(facts["two_pid"], facts["two_consent"], folder)
    assert first.file is not None
    assert second.file is not None
    first.file.rename(folder / "first.withdrawal")
    two.taker.notices.receive(second.file, ERASE_ALL, folder / "second.acknowledgement")
    pid = two.load(dossier())
    consent = two.consent(pid, **EVERYTHING)
    two.receive(two.send(pid, consent))
    two.giver.consents.withdraw(pid, consent, None)
    facts |= {"pid": pid, "consent": consent, "to": two.to}
    (folder / "facts.json").write_text(json.dumps(facts))
    two.giver.close()
    two.taker.close()
    before = {}
    for who in ("giver", "taker"):
        with opened(folder / who) as workspace:
            before[who] = everything(workspace)
    return World(folder, environment(folder.parent), before)


def outcome(workspace: Workspace) -> object:
    found = everything(workspace)
    return (
        sorted(one.told.state for one in workspace.notices.all()),
        sorted([len(one["revisions"]), len(one["statements"])] for one in found.values()),
        sorted(len(workspace.dossiers.read(pid)) for pid in found),
    )


@pytest.mark.parametrize("operation", ["tell", "told", "heard"])
def test_killed_it_is_done_or_not_done_and_listed(
    world: World, tmp_path: Path, operation: str
) -> None:
    whole, copies = killed(world, tmp_path, operation, POINTS)
    who = actor(operation)
    with opened(whole / who) as workspace:
        done = outcome(workspace)
    with opened(world.folder / who) as workspace:
        not_done = outcome(workspace)
    facts = json.loads((world.folder / "facts.json").read_text())

    def check(folder: Path) -> None:
        with opened(folder / who) as workspace:
            kept = {} if operation == "told" else world.before[who]
            require_sound(workspace, kept)
            now = outcome(workspace)
            assert now in (not_done, done), "half done"
            assert len(workspace.notices.all()) == (2 if who == "taker" else 3) - (
                operation == "told" and now == not_done
            )
            again(workspace, operation, folder, facts, is_done=now == done)
            require_sound(workspace, kept)
            assert outcome(workspace) == done
        assert parts(folder / who) == []

    assert faults(check, copies) == []
    shutil.rmtree(whole)


def again(
    workspace: Workspace, operation: str, folder: Path, facts: dict[str, str], *, is_done: bool
) -> None:
    """A person who saw the program vanish does the same once more."""
    if operation == "told" and is_done:
        with pytest.raises(NotPermitted, match="notice-known"):
            run(workspace, operation, folder, facts)
        (line,) = (one for one in workspace.notices.all() if one.told.bundle == taken(workspace))
        out = folder / "again.acknowledgement"
        workspace.notices.answer(line.told.notice, None, out)
        assert out.stat().st_size > 0
    else:
        run(workspace, operation, folder, facts)


def run(workspace: Workspace, operation: str, folder: Path, facts: dict[str, str]) -> None:
    for left in folder.glob("first.acknowledgement"):
        left.unlink()
    OPERATIONS[operation](workspace, folder, facts)


def taken(workspace: Workspace) -> str:
    return next(one.told.bundle for one in workspace.notices.all())


def test_a_full_answer_is_on_the_disk_before_it_counts(world: World, tmp_path: Path) -> None:
    whole = shutil.copytree(world.folder, tmp_path / "whole")
    (whole / "first.acknowledgement").write_bytes(b"something else")
    facts = json.loads((whole / "facts.json").read_text())
    with opened(whole / "taker") as workspace:
        before = outcome(workspace)
        with pytest.raises(EportfolioError, match="exists"):
            OPERATIONS["told"](workspace, whole, facts)
        assert outcome(workspace) == before
