"""No room or no permission: a clear refusal, nothing half done, and the vault as it was."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Templates, Two, consent_request, dossier, files, state

from eportfolio.bundle.receive import Answers
from eportfolio.errors import StorageFault
from eportfolio.workspace import Workspace, restore_backup

SMALL = 8 * 1024 * 1024
BIG = "groot.bin"
RECIPIENT = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg"


def mount(where: Path, *options: str) -> None:
    where.mkdir(exist_ok=True)
    done = subprocess.run(["mount", *options, str(where)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("mounting a small disk needs more rights than we have")


@contextmanager
def small_disk(where: Path, size: int = SMALL) -> Iterator[Path]:
    """A disk of its own that fills up fast."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("a small disk can be mounted on Linux, as root")
    mount(where, "-t", "tmpfs", "-o", f"size={size}", "tmpfs")
    try:
        yield where
    finally:
        subprocess.run(["umount", "--lazy", str(where)], check=True)


def fill(disk: Path, leave: int) -> None:
    """Take all room on a disk but `leave` bytes."""
    with (disk / "filler").open("wb", buffering=0) as filler:
        room = shutil.disk_usage(disk).free - leave
        filler.write(bytes(max(0, room)))


def make_room(disk: Path) -> None:
    (disk / "filler").unlink()


@pytest.fixture
def world(templates: Templates, tmp_path: Path) -> Iterator[tuple[Two, str]]:
    """Both vaults and what passes between them on one small disk; a dossier, a consent."""
    with small_disk(tmp_path / "disk", 4 * SMALL) as disk:
        two = templates.two(disk / "world")
        (two.folder / BIG).write_bytes(os.urandom(4_000_000))
        yield two, two.load(dossier())
        two.giver.close()
        two.taker.close()


def shape(workspace: Workspace) -> Any:
    """What a person can see of a vault."""
    rows = workspace.dossiers.caseload()
    return (
        [state(workspace, row.portfolio) for row in rows],
        [len(workspace.consents.all(row.portfolio)) for row in rows],
        [(row.status, row.head) for row in rows],
        workspace.contacts.own.thumbprint,
        workspace.recovery.state(),
    )


def require_refused(disk: Path, leave: int, work: Callable[[], object]) -> bool:
    """Whether there was too little room; then it was said so."""
    fill(disk, leave)
    try:
        reason = reason_of(work)
    finally:
        make_room(disk)
    assert reason in (None, "disk-full")
    return reason is not None


def reason_of(work: Callable[[], object]) -> str | None:
    """Why the disk refused; None when it did not."""
    try:
        work()
    except StorageFault as error:
        return f"{error.reason}" if error.code == "storage-fault" else error.code
    except OSError:
        return "not translated"
    return None


def work_of(two: Two, pid: str) -> dict[str, Callable[[], object]]:
    consent = two.consent(pid, purpose="advice", **EVERYTHING)
    giver, folder = two.giver, two.folder
    request = consent_request(two.to, **EVERYTHING)
    return {
        "save": lambda: giver.dossiers.add(pid, "wens", {"eigen_woorden": "x" * 50_000}),
        "attach": lambda: giver.dossiers.attach(pid, BIG, "Groot", folder),
        "load": lambda: giver.dossiers.load(dossier(), folder),
        "give": lambda: giver.consents.give(pid, request, folder),
        "rotate": giver.contacts.rotate,
        "passwd": lambda: giver.change_passphrase("nieuwe zin"),
        "bundle": lambda: giver.handovers.create(pid, consent, two.to, folder / "b.eportfolio"),
        "escrow": lambda: giver.recovery.set_escrow(RECIPIENT, "Gemeente Voorbeeld"),
        "shares": lambda: giver.recovery.make_shares(2, 3, folder / "bladen"),
        "backup": lambda: giver.backup(folder / "backup"),
        "card": lambda: giver.contacts.export_own(folder / "mine.card"),
    }


@pytest.mark.parametrize("room", [0, 12_288, 49_152])
@pytest.mark.parametrize(
    "what",
    [
        *("save", "attach", "load", "give", "rotate", "passwd", "escrow", "shares", "bundle"),
        *("backup", "card"),
    ],
)
def test_full_disk_refuses_and_leaves_everything_as_it_was(
    world: tuple[Two, str], what: str, room: int
) -> None:
    two, pid = world
    work = work_of(two, pid)[what]
    before, names = shape(two.giver), sorted(os.listdir(two.folder))
    if not require_refused(two.folder.parent, room, work):
        assert room > 0
        return
    assert shape(two.giver) == before
    assert sorted(os.listdir(two.folder)) == names
    two.giver.close()
    two.giver = Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock)
    assert shape(two.giver) == before
    assert two.giver.check().problems == ()
    work_of(two, pid)[what]()


@pytest.mark.parametrize("what", ["save", "attach", "load", "give", "rotate", "bundle", "backup"])
def test_refused_work_succeeds_in_the_same_sitting_once_there_is_room(
    world: tuple[Two, str], what: str
) -> None:
    two, pid = world
    work = work_of(two, pid)[what]
    assert require_refused(two.folder.parent, 0, work)
    work()
    assert two.giver.check().problems == ()


@pytest.mark.parametrize("room", [0, 61_440, 180_224])
def test_import_on_a_full_disk_leaves_nothing_and_succeeds_once_there_is_room(
    world: tuple[Two, str], room: int
) -> None:
    two, pid = world
    sent = two.send(pid, two.consent(pid))
    before = shape(two.taker)
    if require_refused(two.folder.parent, room, lambda: two.receive(sent)):
        assert shape(two.taker) == before
        assert two.taker.check().problems == ()
        assert not list(two.folder.glob("*.receipt"))
        assert not list(two.folder.rglob("*.part"))
    assert two.receive(sent).relation in ("new", "same")
    assert two.taker.check().problems == ()


def test_receipt_that_finds_no_room_leaves_no_broken_dossier(two: Two, tmp_path: Path) -> None:
    """The stick is full, the disk of the vault is not."""
    wishes = [
        {"ref": f"w{n}", "kind": "wens", "body": {"eigen_woorden": f"wens {n}"}} for n in range(99)
    ]
    pid = two.load([*dossier(), *wishes])
    sent = two.send(pid, two.consent(pid))
    with small_disk(tmp_path / "stick", 1024 * 1024) as stick:
        fill(stick, 0)
        with pytest.raises(StorageFault) as refused:
            two.taker.handovers.receive(
                sent.file, answers=Answers("overnemen"), receipt=stick / "r.receipt"
            )
        assert refused.value.reason == "disk-full"
    assert two.taker.check().problems == ()
    assert two.receive(sent).relation in ("new", "same")
    assert two.taker.check().problems == ()


def test_import_that_is_refused_for_its_receipt_did_not_happen(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    with small_disk(tmp_path / "stick", 1024 * 1024) as stick:
        fill(stick, 0)
        with pytest.raises(StorageFault):
            two.taker.handovers.receive(
                sent.file, answers=Answers("overnemen"), receipt=stick / "r.receipt"
            )
    assert two.taker.dossiers.caseload() == []


@pytest.mark.parametrize("room", range(0, 200_000, 12_288))
def test_save_that_is_refused_for_room_was_not_kept(world: tuple[Two, str], room: int) -> None:
    """Else a person who does it again has it twice."""
    two, pid = world
    before = shape(two.giver)
    if require_refused(two.folder.parent, room, work_of_save(two, pid)):
        assert shape(two.giver) == before


def work_of_save(two: Two, pid: str) -> Callable[[], object]:
    words = " ".join(f"woord{n}" for n in range(400))
    return lambda: two.giver.dossiers.add(pid, "wens", {"eigen_woorden": words})


def test_vault_on_a_full_disk_can_still_be_opened_read_and_saved_elsewhere(
    world: tuple[Two, str], tmp_path: Path
) -> None:
    two, _ = world
    before = shape(two.giver)
    two.giver.close()
    fill(two.folder.parent, 0)
    try:
        two.giver = Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock)
        assert shape(two.giver) == before
        assert two.giver.backup(tmp_path / "elsewhere").files == 5
    finally:
        make_room(two.folder.parent)


def test_failed_rotation_keeps_the_old_card_in_use(world: tuple[Two, str]) -> None:
    """Whoever signs with keys that are on no disk loses what is sent to them."""
    two, _ = world
    own = two.giver.contacts.own
    fill(two.folder.parent, 0)
    with pytest.raises(StorageFault):
        two.giver.contacts.rotate()
    make_room(two.folder.parent)
    assert two.giver.contacts.own == own
    two.giver.close()
    two.giver = Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock)
    assert two.giver.contacts.own == own


def test_vault_is_not_made_on_a_full_disk(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", 1024 * 1024) as disk:
        for room in (0, 4096, 8192, 16_384, 65_536):
            fill(disk, room)
            assert reason_of(lambda: make_fresh(disk / "vault")) in (None, "disk-full")
            make_room(disk)
            if (disk / "vault").exists():
                Workspace.open(disk / "vault", PASSPHRASE).close()
                break
            assert list(disk.iterdir()) == []


def make_fresh(path: Path) -> None:
    made, _ = Workspace.create(path, PASSPHRASE, name="N", organisation="O", unlock_seconds=0)
    made.close()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Nothing can be written in this folder, not even by root."""
    if sys.platform != "linux" or os.getuid() != 0:
        pytest.skip("a read-only mount can be made on Linux, as root")
    mount(folder, "--bind", str(folder))
    try:
        mount(folder, "-o", "remount,ro,bind")
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_closed_vault_in_a_read_only_folder_is_refused_unharmed(two: Two) -> None:
    vault = two.folder / "giver"
    two.load(dossier())
    two.giver.close()
    before = files(vault)
    with read_only(vault), pytest.raises(StorageFault) as refused:
        Workspace.open(vault, PASSPHRASE, clock=two.clock)
    assert refused.value.reason == "no-permission"
    assert files(vault) == before
    two.giver = Workspace.open(vault, PASSPHRASE, clock=two.clock)
    assert two.giver.check().problems == ()


def test_nothing_is_written_where_it_is_not_allowed(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    sent = two.send(pid, consent)
    closed = tmp_path / "closed"
    closed.mkdir()
    work: list[Callable[[], object]] = [
        lambda: two.giver.handovers.create(pid, consent, two.to, closed),
        lambda: two.giver.backup(closed / "backup"),
        lambda: two.giver.contacts.export_own(closed / "own.card"),
        lambda: make_fresh(closed / "vault"),
        lambda: restore_backup(two.folder / "taker", closed / "vault", PASSPHRASE),
        lambda: two.taker.handovers.receive(
            sent.file, answers=Answers("overnemen"), receipt=closed / "r.receipt"
        ),
    ]
    before = shape(two.giver), shape(two.taker)
    with read_only(closed):
        reasons = [reason_of(one) for one in work]
        assert list(closed.iterdir()) == []
    assert (shape(two.giver), shape(two.taker)) == before
    assert two.giver.check().problems == ()
    assert reasons == ["no-permission"] * len(work)


LIMITED = """
import resource, signal, sys
from pathlib import Path
from eportfolio.errors import StorageFault
from eportfolio.workspace import Workspace
vault, passphrase, pid, source, limit = sys.argv[1:]
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Workspace.open(Path(vault), passphrase) as workspace:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), resource.RLIM_INFINITY))
    try:
        workspace.dossiers.attach(pid, Path(source).name, "Groot", Path(source).parent)
    except StorageFault as error:
        print(error.code, error.reason)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
    print(len(workspace.check().problems))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on the size of files")
def test_file_that_may_not_grow_is_a_storage_fault_and_nothing_changes(
    two: Two, tmp_path: Path
) -> None:
    pid = two.load(dossier())
    (tmp_path / BIG).write_bytes(os.urandom(4_000_000))
    before = shape(two.giver)
    two.giver.close()
    given = (two.folder / "giver", PASSPHRASE, pid, tmp_path / BIG, 1_000_000)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, *map(str, given)],
        env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.split() in (
        ["storage-fault", "disk-full", "0"],
        ["storage-fault", "disk-fault", "0"],
    ), done.stderr
    two.giver = Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock)
    assert shape(two.giver) == before
