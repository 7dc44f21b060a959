"""A kill at any step leaves the old state or the new one, and work goes on from there."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Clock, Templates, Two, dossier, state

if sys.platform == "win32":
    pytest.skip("needs fork and SIGKILL", allow_module_level=True)

from killer import BIG, NEW_PASSPHRASE, OPERATIONS, SAVED, actor, opened

from eportfolio import crypto
from eportfolio.bundle.receive import Answers
from eportfolio.errors import EportfolioError, NotPermitted, StorageFault, WrongPassphrase
from eportfolio.workspace import Means, Workspace, restore_backup

KILLER = Path(__file__).with_name("killer.py")
# At how many steps each operation is killed, and how many times as many `make soak` takes.
POINTS = {"import": 6, "save": 4, "load": 4, "bundle": 4, "create": 4}
TIMES = int(os.environ.get("KILL_TIMES", "1"))

Facts = dict[str, Any]


@dataclass
class World:
    """A giver with two dossiers, one sent and one already received, and what both vaults hold."""

    folder: Path
    environment: dict[str, str]
    before: dict[str, Facts]


@pytest.fixture(scope="module")
def world(templates: Templates, tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("kill") / "world"
    two = templates.two(folder)
    prepare(two)
    before = {}
    for name in ("giver", "taker"):
        with opened(folder / name) as workspace:
            before[name] = everything(workspace)
    return World(folder, environment(folder.parent), before)


def prepare(two: Two) -> None:
    (two.folder / BIG).write_bytes(os.urandom(3_000_000))
    open_agreement = [one for one in dossier() if one["kind"] != "afspraak"]
    pid, other = two.load(dossier()), two.load(open_agreement)
    received = two.receive(two.send(other, two.consent(other)))
    assert received.receipt is not None
    received.receipt.rename(two.folder / "b.receipt")
    consent = two.consent(pid)
    two.send(pid, consent).file.rename(two.folder / "a.eportfolio")
    lent, settled = (cover(two, open_agreement) for _ in range(2))
    two.giver.dossiers.add(lent, "wens", {"eigen_woorden": "van de gever"})
    two.taker.handovers.create_return(lent, two.folder / "back.eportfolio")
    back = two.taker.handovers.create_return(settled, two.folder)
    receipt = two.folder / "c.receipt"
    two.giver.handovers.receive(back.file, answers=Answers(), receipt=receipt)
    back.file.unlink()
    facts = {"pid": pid, "consent": consent, "to": two.to, "lent": lent}
    (two.folder / "facts.json").write_text(json.dumps(facts))
    (two.folder / "new.key").write_text(crypto.new_age_identity())
    two.giver.backup(two.folder / "saved")
    two.giver.close()
    two.taker.close()


def recovery_key(templates: Templates, folder: Path, operation: str) -> dict[str, Means]:
    """What opens the giver's vault before an operation, and what does after it."""
    old, new = templates.recovery["giver"], (folder / "new.key").read_text()
    before = {"old": Means.recovery(old)}
    return (
        before
        | {
            "renew": {"new": Means.recovery(new)},
            "lend": {"new": Means.escrow(new)},
            "divide": {},
        }[operation]
    )


def cover(two: Two, entries: list[dict[str, Any]]) -> str:
    """A dossier that the taker covers and has added to."""
    pid = two.load(entries)
    sent = two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING))
    two.receive(sent, answers=Answers())
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "van de vervanger"})
    sent.file.unlink()
    return pid


def environment(folder: Path) -> dict[str, str]:
    """With the C part where there is a compiler: then every write counts, torn in two."""
    root = KILLER.parent.parent
    found = os.environ | {"PYTHONPATH": os.pathsep.join([str(root), str(KILLER.parent)])}
    if shutil.which("cc") and sys.platform == "linux":
        library = folder / "killer.so"
        source = KILLER.with_suffix(".c")
        subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, source], check=True)
        found["LD_PRELOAD"] = str(library)
    return found


def everything(workspace: Workspace) -> Facts:
    """What must never be lost: revisions, statements and bytes, per dossier."""
    found: Facts = {}
    for row in workspace.dossiers.caseload():
        with workspace._session.portfolio(row.portfolio) as portfolio:
            found[row.portfolio] = {
                "revisions": set(portfolio.journal.jwss()),
                "disclosures": {text for text, _ in portfolio.journal.texts().values()},
                "statements": {one.jws for one in portfolio.ledger.all()},
                "bytes": {one.sha256: one.size for one in portfolio.attachments()}.keys(),
            }
    return found


def shape(workspace: Workspace) -> Facts:
    """The same as numbers, with what else an operation changes; comparable between runs."""
    sizes = [[len(part) for part in one.values()] for one in everything(workspace).values()]
    session = workspace._session
    withdrawn = [
        one.state for row in workspace.dossiers.caseload() for one in states(workspace, row)
    ]
    return {
        "dossiers": sorted(sizes),
        "status": sorted(row.status for row in workspace.dossiers.caseload()),
        "identities": len(session.vault.identities),
        "consents": sorted(withdrawn),
        "hits": len(workspace.dossiers.search("kok")) + len(workspace.dossiers.search(SAVED)),
    }


def states(workspace: Workspace, row: Any) -> list[Any]:
    return workspace.consents.all(row.portfolio)


def killed(
    world: World, tmp_path: Path, operation: str, wanted: int | None = None
) -> tuple[Path, Iterator[tuple[int, int, Path]]]:
    """A copy in which the operation finished, and copies in which it was killed on the way."""
    whole = shutil.copytree(world.folder, tmp_path / "whole")
    (steps,) = start(world, tmp_path, [(operation, whole, 0)])
    assert steps
    points = spread(steps, TIMES * (wanted or POINTS.get(operation, 3)))
    jobs = [
        (operation, shutil.copytree(world.folder, tmp_path / str(point)), point) for point in points
    ]
    answers = start(world, tmp_path, jobs)
    assert answers.count(None) >= len(answers) - 1, answers  # one run has a step more or less
    return whole, iter([(point, steps, folder) for _, folder, point in jobs])


def start(world: World, tmp_path: Path, jobs: list[tuple[str, Path, int]]) -> list[int | None]:
    asked = tmp_path / "jobs.json"
    asked.write_text(json.dumps([[name, str(folder), point] for name, folder, point in jobs]))
    done = subprocess.run(
        [sys.executable, KILLER, asked],
        env=world.environment,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def spread(steps: int, wanted: int) -> list[int]:
    """The first, the last, and as many in between at equal distance."""
    return sorted({1 + round(n * (steps - 1) / (wanted - 1)) for n in range(wanted)})


def parts(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*.part"))


def faults(check: Callable[[Path], None], copies: Iterator[tuple[int, int, Path]]) -> list[str]:
    """What goes wrong after which kill; empty when nothing does."""
    found = []
    for point, steps, folder in copies:
        try:
            check(folder)
        except (EportfolioError, AssertionError, ValueError) as error:
            said = str(error).splitlines()[0][:200]
            found.append(f"step {point} of {steps}: {type(error).__name__} {said}")
        shutil.rmtree(folder)
    return found


def require_sound(workspace: Workspace, before: Facts) -> None:
    assert workspace.check().problems == ()
    after = everything(workspace)
    for pid, parts_before in before.items():
        for name, kept in parts_before.items():
            assert kept <= after[pid][name], f"{name} lost"


IN_A_VAULT = (
    *("save", "attach", "load", "import", "rotate", "give", "withdraw", "bundle", "close"),
    *("return", "take-back", "settle"),
)


@pytest.mark.parametrize("operation", IN_A_VAULT)
def test_killed_work_is_done_or_not_done_and_can_be_done_again(
    world: World, tmp_path: Path, operation: str
) -> None:
    whole, copies = killed(world, tmp_path, operation)
    with opened(whole / actor(operation)) as workspace:
        done = shape(workspace)
    with opened(world.folder / actor(operation)) as workspace:
        not_done = shape(workspace)
    facts = json.loads((world.folder / "facts.json").read_text())

    def check(folder: Path) -> None:
        with opened(folder / actor(operation)) as workspace:
            require_sound(workspace, world.before[actor(operation)])
            assert shape(workspace) in (not_done, done), "half done"
            whole_bundle_or_none(folder)
            whole_return_or_none(folder)
            again(workspace, operation, folder, facts)
            require_sound(workspace, world.before[actor(operation)])
        assert parts(folder / actor(operation)) == []

    assert faults(check, copies) == []


def again(workspace: Workspace, operation: str, folder: Path, facts: dict[str, str]) -> None:
    """A person who saw the program vanish does the same thing once more."""
    for name in ("new.eportfolio", "a.receipt", "back.receipt"):
        (folder / name).unlink(missing_ok=True)
    if operation == "withdraw" and "withdrawn" in shape(workspace)["consents"]:
        with pytest.raises(NotPermitted, match="consent-no-withdrawal"):
            OPERATIONS[operation](workspace, folder, facts)
    else:
        OPERATIONS[operation](workspace, folder, facts)
    if operation == "import":
        assert (folder / "a.receipt").stat().st_size > 0


def whole_bundle_or_none(folder: Path) -> None:
    made = folder / "new.eportfolio"
    if made.exists():
        with opened(folder / "taker") as taker:
            assert taker.handovers.inspect(made).relation.name == "new"


def whole_return_or_none(folder: Path) -> None:
    made = folder / "again.eportfolio"
    if made.exists():
        with opened(folder / "giver") as giver:
            assert giver.handovers.inspect(made).relation.name == "forked"


@pytest.mark.parametrize("operation", ["bundle", "import", "create"])
def test_what_a_kill_left_half_written_goes_away_at_the_next_try(
    world: World, tmp_path: Path, operation: str
) -> None:
    _, copies = killed(world, tmp_path, operation, 2)
    facts = json.loads((world.folder / "facts.json").read_text())
    _, _, folder = next(copies)
    with opened(folder / actor(operation)) as workspace:
        again(workspace, operation, folder, facts)
    assert parts(folder) == []


def test_after_a_killed_change_exactly_one_passphrase_opens(world: World, tmp_path: Path) -> None:
    _, copies = killed(world, tmp_path, "passwd")

    def check(folder: Path) -> None:
        opens = []
        for passphrase in (PASSPHRASE, NEW_PASSPHRASE):
            try:
                with opened(folder / "giver", passphrase) as workspace:
                    require_sound(workspace, world.before["giver"])
                opens.append(passphrase)
            except WrongPassphrase:
                continue
        assert len(opens) == 1
        assert parts(folder / "giver") == []

    assert faults(check, copies) == []


@pytest.mark.parametrize("operation", ["renew", "lend", "divide"])
def test_killed_change_of_a_way_leaves_the_old_one_or_the_new_one(
    world: World, templates: Templates, tmp_path: Path, operation: str
) -> None:
    _, copies = killed(world, tmp_path, operation, 5)

    def check(folder: Path) -> None:
        works = set()
        with opened(folder / "giver") as workspace:
            require_sound(workspace, world.before["giver"])
            for name, means in recovery_key(templates, folder, operation).items():
                with suppress(WrongPassphrase):
                    workspace.recovery.rehearse(means)
                    works.add(name)
            assert works in (
                ({"old"}, {"new"})
                if operation == "renew"
                else (
                    {"old"},
                    {"old", "new"},
                )
            )
            sheets = sorted(folder.glob("sheets/*.pdf"))
            assert len(sheets) in (0, 3)
            assert sheets or workspace.recovery.state().shares is None
            shutil.rmtree(folder / "sheets", ignore_errors=True)
            OPERATIONS[operation](workspace, folder, {})
            require_sound(workspace, world.before["giver"])
        assert parts(folder / "giver") == []

    assert faults(check, copies) == []


@pytest.mark.parametrize(("operation", "name"), [("backup", "backup"), ("restore", "restored")])
def test_killed_copy_is_whole_or_absent_and_a_second_one_succeeds(
    world: World, tmp_path: Path, operation: str, name: str
) -> None:
    _, copies = killed(world, tmp_path, operation)
    facts = json.loads((world.folder / "facts.json").read_text())

    def check(folder: Path) -> None:
        if not (folder / name).exists():
            with opened(folder / "giver") as workspace:
                OPERATIONS[operation](workspace, folder, facts)
        with opened(folder / name) as copy:
            require_sound(copy, world.before["giver"])
        with opened(folder / "giver") as workspace:
            require_sound(workspace, world.before["giver"])
        assert parts(folder) == []

    assert faults(check, copies) == []


def test_vault_whose_making_was_killed_opens_or_can_be_made_again(
    world: World, tmp_path: Path
) -> None:
    _, copies = killed(world, tmp_path, "create")

    def check(folder: Path) -> None:
        if (folder / "fresh").exists():
            opened(folder / "fresh").close()
        else:
            with opened(folder / "giver") as workspace:
                OPERATIONS["create"](workspace, folder, {})

    assert faults(check, copies) == []


def test_register_whose_making_was_killed_does_not_lock_the_vault(
    world: World, tmp_path: Path
) -> None:
    folder = shutil.copytree(world.folder / "giver", tmp_path / "giver")
    (folder / "register.db").write_bytes(b"")
    with opened(folder) as workspace:
        assert {row.portfolio for row in workspace.dossiers.caseload()} == set(
            world.before["giver"]
        )


@pytest.mark.parametrize("saves", [1, 4, 9])
def test_everything_that_was_reported_saved_survives_a_kill_at_any_moment(
    world: World, tmp_path: Path, saves: int
) -> None:
    folder = shutil.copytree(world.folder, tmp_path / "world")
    with subprocess.Popen(
        [sys.executable, KILLER, "--forever", folder],
        env=world.environment,
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        reported = [int(process.stdout.readline()) for _ in range(saves)]
        process.send_signal(signal.SIGKILL)
        reported += [int(line) for line in process.stdout.read().split()]
    pid = json.loads((folder / "facts.json").read_text())["pid"]
    with opened(folder / "giver") as workspace:
        require_sound(workspace, world.before["giver"])
        kept = [body.get("eigen_woorden") for *_, body in state(workspace, pid)["records"]]
    assert {f"{SAVED} {n}" for n in reported} <= set(kept)
    assert sum(str(one).startswith(SAVED) for one in kept) - len(reported) in (0, 1)


def test_import_killed_before_the_register_knew_of_it_can_be_repeated(
    world: World, tmp_path: Path
) -> None:
    """The same as a kill between the two commits: the dossier is there, its row is not."""
    folder = shutil.copytree(world.folder, tmp_path / "world")
    register = folder / "taker" / "register.db"
    before = register.read_bytes()
    for _ in range(2):
        with opened(folder / "taker") as taker:
            OPERATIONS["import"](taker, folder, {})
            assert taker.check().problems == ()
        assert (folder / "a.receipt").stat().st_size > 0
        (folder / "a.receipt").unlink()
        register.write_bytes(before)


@pytest.fixture(scope="module")
def hot(world: World, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Worlds in which the giver was killed in the middle of a transaction."""
    _, copies = killed(world, tmp_path_factory.mktemp("hot"), "attach", 6)
    found = [folder for _, _, folder in copies if list(folder.rglob("*.db-journal"))]
    assert len(found) > 1
    return found


def test_copy_of_a_killed_vault_can_be_restored(world: World, hot: list[Path]) -> None:
    """The disk of a laptop that died, read by somebody else: what was begun is undone."""
    (half, *_) = [one for one in hot if any(one.glob("giver/portfolios/*-journal"))][1:]
    restore_backup(half / "giver", half / "restored", PASSPHRASE, clock=Clock())
    with opened(half / "restored") as workspace:
        require_sound(workspace, world.before["giver"])


def test_vault_with_a_hot_journal_refuses_a_wrong_passphrase_and_stays(
    world: World, tmp_path: Path, hot: list[Path]
) -> None:
    with pytest.raises(WrongPassphrase):
        opened(hot[0] / "giver", "niet deze")
    assert list(hot[0].rglob("*.db-journal"))
    with opened(hot[0] / "giver") as workspace:
        require_sound(workspace, world.before["giver"])
    with pytest.raises(StorageFault):
        opened(tmp_path / "nergens")
