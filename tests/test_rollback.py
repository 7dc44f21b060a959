"""Files that were put back, swapped, removed or damaged: noticed, named, and never a traceback."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Clock, Templates, Two, dossier, find_record, state

from eportfolio.cli import main
from eportfolio.errors import (
    EportfolioError,
    NotAuthentic,
    NotPermitted,
    StorageFault,
    WrongPassphrase,
)
from eportfolio.workspace import Means, Workspace
from eportfolio.workspace.upkeep import Problem

SPOTS = 12
REFUSALS = ("not-a-vault", "storage-fault", "wrong-passphrase", "unsupported-version")


@pytest.fixture
def world(two: Two) -> Two:
    """Two dossiers at the giver; the vaults are closed, as they lie on the disk."""
    two.load(dossier())
    two.load(dossier())
    two.giver.close()
    return two


def reopened(world: Two) -> Workspace:
    world.giver = Workspace.open(world.folder / "giver", PASSPHRASE, clock=world.clock)
    return world.giver


def pids(world: Two) -> list[str]:
    return sorted(path.stem for path in (world.folder / "giver" / "portfolios").glob("*.db"))


def file_of(world: Two, pid: str) -> Path:
    return world.folder / "giver" / "portfolios" / f"{pid}.db"


def change(world: Two, pid: str) -> None:
    with reopened(world) as giver:
        giver.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil imker worden"})


def check(world: Two, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
    """`vault check` as a person runs it; what it says on either stream."""
    secret = world.folder / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    vault = str(world.folder / "giver")
    code = main(["--vault", vault, "--passphrase-file", str(secret), "--json", "vault", "check"])
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    return code, json.loads(out or err)


def named(report: Any) -> list[tuple[str | None, str]]:
    return sorted((one["portfolio"], one["problem"]) for one in report["problems"])


def flipped(path: Path, spot: int, bits: int = 0xFF) -> None:
    raw = bytearray(path.read_bytes())
    raw[spot] ^= bits
    path.write_bytes(raw)


def withdrawal_undone(world: Two, pid: str) -> str:
    """Give a consent, withdraw it, and put the file of before the withdrawal back."""
    with reopened(world):
        consent = world.consent(pid, **EVERYTHING)
    old = file_of(world, pid).read_bytes()
    with reopened(world) as giver:
        giver.consents.withdraw(pid, consent, "toch liever niet")
    file_of(world, pid).write_bytes(old)
    return consent


def test_portfolio_put_back_is_refused_and_named(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid = pids(world)[0]
    old = file_of(world, pid).read_bytes()
    change(world, pid)
    file_of(world, pid).write_bytes(old)
    assert check(world, capsys)[0] == 4
    with reopened(world) as giver, pytest.raises(NotAuthentic) as refused:
        giver.dossiers.read(pid)
    assert refused.value.code == "rollback"
    assert named(check(world, capsys)[1]) == [(pid, "rollback")]


def test_withdrawal_undone_by_an_older_file_is_an_alarm(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid = pids(world)[0]
    consent = withdrawal_undone(world, pid)
    with reopened(world), pytest.raises(NotAuthentic) as refused:
        world.send(pid, consent)
    assert refused.value.code == "rollback"
    assert named(check(world, capsys)[1]) == [(pid, "rollback")]


def test_older_register_adopts_what_is_ahead_and_is_right_again(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid, register = pids(world)[0], world.folder / "giver" / "register.db"
    old = register.read_bytes()
    change(world, pid)
    register.write_bytes(old)
    assert check(world, capsys)[0] == 0
    with reopened(world) as giver:
        assert [row.portfolio for row, _ in giver.dossiers.search("imker")] == [pid]
        row = next(row for row in giver.dossiers.caseload() if row.portfolio == pid)
        assert (row.head, row.size) == (state(giver, pid)["head"], state(giver, pid)["size"])


def test_search_finds_what_a_kill_kept_from_the_register_before_anybody_opens_the_dossier(
    world: Two,
) -> None:
    pid, register = pids(world)[0], world.folder / "giver" / "register.db"
    old = register.read_bytes()
    change(world, pid)
    register.write_bytes(old)
    with reopened(world) as giver:
        assert [row.portfolio for row, _ in giver.dossiers.search("imker")] == [pid]


def test_older_register_without_a_dossier_adopts_it(world: Two) -> None:
    register = world.folder / "giver" / "register.db"
    old = register.read_bytes()
    with reopened(world):
        pid = world.load(dossier())
    register.write_bytes(old)
    with reopened(world) as giver:
        assert giver.check().problems == ()
        assert giver.check().portfolios == 3
        assert find_record(giver, pid, "wens").body == {"eigen_woorden": "Ik wil kok worden"}


def test_swapped_portfolio_files_are_refused_and_both_named(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = (file_of(world, pid) for pid in pids(world))
    here, there = one.read_bytes(), other.read_bytes()
    one.write_bytes(there)
    other.write_bytes(here)
    code, report = check(world, capsys)
    assert code == 4
    assert named(report) == [(pid, "file-damaged") for pid in pids(world)]


def test_missing_portfolio_file_is_named_and_its_key_is_kept(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid = pids(world)[0]
    kept = file_of(world, pid).read_bytes()
    file_of(world, pid).unlink()
    code, report = check(world, capsys)
    assert (code, named(report)) == (4, [(pid, "no-such-file")])
    file_of(world, pid).write_bytes(kept)
    assert check(world, capsys)[0] == 0


def test_key_of_a_missing_file_is_kept_when_the_register_is_lost_too(world: Two) -> None:
    pid = pids(world)[0]
    kept = file_of(world, pid).read_bytes()
    file_of(world, pid).unlink()
    (world.folder / "giver" / "register.db").unlink()
    reopened(world).close()
    file_of(world, pid).write_bytes(kept)
    with reopened(world) as giver:
        assert find_record(giver, pid, "wens").status == "actueel"


def test_lost_register_is_rebuilt_from_the_portfolios(world: Two) -> None:
    with reopened(world) as giver:
        before = [state(giver, pid) for pid in pids(world)]
    (world.folder / "giver" / "register.db").unlink()
    with reopened(world) as giver:
        assert [state(giver, pid) for pid in pids(world)] == before
        assert len(giver.dossiers.search("kok")) == 2


def test_lost_register_is_said_aloud(world: Two, capsys: pytest.CaptureFixture[str]) -> None:
    """Contacts, heads and the disclosure ledger are gone: nobody may think that all is well."""
    (world.folder / "giver" / "register.db").unlink()
    assert check(world, capsys)[0] != 0


def test_rollback_is_not_hidden_by_removing_the_register(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    """A thief of the folder needs no passphrase to put one file back and remove another."""
    pid = pids(world)[0]
    withdrawal_undone(world, pid)
    (world.folder / "giver" / "register.db").unlink()
    assert check(world, capsys)[0] != 0


def test_damaged_portfolio_does_not_lock_the_vault_when_the_register_is_lost(world: Two) -> None:
    pid, sound = pids(world)
    path = file_of(world, pid)
    whole = path.read_bytes()
    locked = []
    for page in range(1, len(whole) // 8192):
        flipped(path, page * 8192 + 100)
        (world.folder / "giver" / "register.db").unlink()
        try:
            with reopened(world) as giver:
                assert find_record(giver, sound, "wens").status == "actueel"
                assert pid in {one.portfolio for one in giver.check().problems}
        except StorageFault as error:
            locked.append((page, error.reason))
        path.write_bytes(whole)
    assert locked == []


def test_older_key_file_without_a_dossier_is_named(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = world.folder / "giver" / "keys.vmk"
    old = keys.read_bytes()
    with reopened(world):
        pid = world.load(dossier())
    keys.write_bytes(old)
    code, report = check(world, capsys)
    assert code == 4
    assert (pid, "no-key") in named(report)


def test_older_key_file_without_a_rotated_card_is_named(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is on its way to the newer card could never be opened."""
    keys = world.folder / "giver" / "keys.vmk"
    old = keys.read_bytes()
    with reopened(world) as giver:
        giver.contacts.rotate()
        giver.dossiers.add(pids(world)[0], "wens", {"eigen_woorden": "met de nieuwe sleutel"})
    keys.write_bytes(old)
    assert check(world, capsys)[0] == 4


def test_older_header_opens_with_the_passphrase_of_then_and_loses_nothing(world: Two) -> None:
    header = world.folder / "giver" / "vault.json"
    old = header.read_bytes()
    with reopened(world) as giver:
        giver.change_passphrase("een heel andere zin")
    with pytest.raises(WrongPassphrase):
        reopened(world)
    header.write_bytes(old)
    with reopened(world) as giver:
        assert giver.check().problems == ()


def test_files_of_another_vault_are_refused(world: Two, templates: Templates) -> None:
    other = world.folder / "other"
    templates.copy("other", other)
    Workspace.open(other, PASSPHRASE, clock=Clock()).close()
    for name in ("vault.json", "keys.vmk", "register.db"):
        own = world.folder / "giver" / name
        kept = own.read_bytes()
        shutil.copy(other / name, own)
        with pytest.raises(EportfolioError) as refused:
            reopened(world)
        assert refused.value.exit_code in (4, 5, 6), name
        own.write_bytes(kept)


@pytest.mark.parametrize("name", ["vault.json", "keys.vmk", "register.db"])
def test_flipped_byte_in_a_file_of_the_vault_is_a_clear_refusal(
    world: Two, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    path = world.folder / "giver" / name
    whole = path.read_bytes()
    for spot in range(0, len(whole), len(whole) // SPOTS + 1):
        flipped(path, spot, 0x01)
        code, report = check(world, capsys)
        assert code in (4, 5, 6), (spot, code, report)
        if code == 4 and "problems" in report:
            assert (None, "damaged-pages") in named(report), spot
        else:
            assert report["error"] in REFUSALS, (spot, report)
        path.write_bytes(whole)


def test_damaged_register_is_named_by_the_check(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every page of it in turn: the check must go on and say that it is the register."""
    path = world.folder / "giver" / "register.db"
    whole = path.read_bytes()
    unnamed = []
    for page in range(1, len(whole) // 8192):
        flipped(path, page * 8192 + 100)
        code, report = check(world, capsys)
        if code != 4 or (None, "damaged-pages") not in named(report):
            unnamed.append((page, code, report.get("details")))
        path.write_bytes(whole)
    assert unnamed == []


def test_flipped_byte_anywhere_in_a_portfolio_is_named(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid, other = pids(world)
    path = file_of(world, pid)
    whole = path.read_bytes()
    for spot in range(0, len(whole), len(whole) // SPOTS + 1):
        flipped(path, spot, 0x01)
        code, report = check(world, capsys)
        assert code == 4, spot
        assert {(one, what) for one, what in named(report)} <= {
            (pid, "damaged-pages"),
            (pid, "file-damaged"),
        }
        assert other not in {one for one, _ in named(report)}
        path.write_bytes(whole)


def test_swapped_pages_are_noticed(world: Two, capsys: pytest.CaptureFixture[str]) -> None:
    pid = pids(world)[0]
    path = file_of(world, pid)
    raw = path.read_bytes()
    pages = [raw[at : at + 8192] for at in range(0, len(raw), 8192)]
    pages[2], pages[3] = pages[3], pages[2]
    path.write_bytes(b"".join(pages))
    code, report = check(world, capsys)
    assert code == 4
    assert {one for one, _ in named(report)} == {pid}


def _shorter(raw: bytes) -> bytes:
    return raw[: len(raw) // 2]


def _empty(raw: bytes) -> bytes:
    return b""


def _longer(raw: bytes) -> bytes:
    return raw + raw[:100]


@pytest.mark.parametrize("harm", [_shorter, _empty], ids=["half", "empty"])
@pytest.mark.parametrize("name", ["vault.json", "keys.vmk", "recovery.age", "register.db"])
def test_cut_file_is_a_clear_refusal(
    world: Two,
    templates: Templates,
    capsys: pytest.CaptureFixture[str],
    name: str,
    harm: Callable[[bytes], bytes],
) -> None:
    path = world.folder / "giver" / name
    path.write_bytes(harm(path.read_bytes()))
    if name == "recovery.age":
        with pytest.raises(WrongPassphrase):
            Workspace.recover(
                path.parent, Means.recovery(templates.recovery["giver"]), "nieuw", unlock_seconds=0
            )
        return
    code, report = check(world, capsys)
    assert code in (4, 6), report
    assert report.get("error", "storage-fault") in REFUSALS


@pytest.mark.parametrize("harm", [_shorter, _empty, _longer], ids=["half", "empty", "longer"])
def test_cut_or_padded_portfolio_is_named(
    world: Two, capsys: pytest.CaptureFixture[str], harm: Callable[[bytes], bytes]
) -> None:
    pid = pids(world)[0]
    path = file_of(world, pid)
    path.write_bytes(harm(path.read_bytes()))
    code, report = check(world, capsys)
    if harm is _longer and code == 0:
        return  # SQLite looks at whole pages only; nothing that counts has changed
    assert code == 4
    assert {one for one, _ in named(report)} == {pid}


@pytest.mark.parametrize(
    ("found", "written"),
    [
        (b'"memory_kib":65536', b'"memory_kib":6e536'),
        (b'"memory_kib":65536', b'"memory_kib":1e999'),
        (b'"memory_kib":65536', b'"memory_kib":999999999999'),
        (b'"memory_kib":65536', b'"memory_kib":null'),
        (b'"iterations":3', b'"iterations":1'),
        (b'"slots":[', b'"slots":[7,'),
        (b'"kind":"passphrase"', b'"kind":{"passphrase":1}'),
        (b'"version":1', b'"version":2'),
        (b'"version":1', b'"version":[]'),
        (b'"format"', b'"form\xff\xfet"'),
        (b"{", b"[" * 100_000),
    ],
)
def test_forged_header_is_a_clear_refusal(
    world: Two, capsys: pytest.CaptureFixture[str], found: bytes, written: bytes
) -> None:
    header = world.folder / "giver" / "vault.json"
    raw = header.read_bytes()
    assert found in raw
    header.write_bytes(raw.replace(found, written, 1))
    code, report = check(world, capsys)
    assert code in (4, 5, 6)
    assert report["error"] in REFUSALS


def test_heaviest_header_that_is_allowed_does_not_end_in_a_bug(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    """A thief who puts 4 GiB into the header may make it slow or refused, never a crash."""
    header = world.folder / "giver" / "vault.json"
    raw = header.read_bytes()
    header.write_bytes(raw.replace(b'"memory_kib":65536', b'"memory_kib":4294967296'))
    assert check(world, capsys)[0] == 6


def test_check_refuses_before_it_repairs_anything_on_its_own(world: Two) -> None:
    pid = pids(world)[0]
    old = file_of(world, pid).read_bytes()
    change(world, pid)
    file_of(world, pid).write_bytes(old)
    with reopened(world) as giver:
        giver.check()
    assert file_of(world, pid).read_bytes() == old
    with reopened(world) as giver, pytest.raises(NotAuthentic):
        giver.backup(world.folder / "backup")
    assert not (world.folder / "backup").exists()
    with pytest.raises(StorageFault):
        Workspace.open(world.folder / "backup", PASSPHRASE)


def test_damaged_register_is_rebuilt_on_request_and_nothing_leaves_until_that_is_accepted(
    world: Two, capsys: pytest.CaptureFixture[str]
) -> None:
    pid, folder = pids(world)[0], world.folder / "giver"
    with reopened(world):
        consent = world.consent(pid, **EVERYTHING)
    (folder / "register.db").write_bytes(b"\0" * 8192 * 4)
    assert Workspace.examine(folder, PASSPHRASE, rebuild=True).problems == (
        Problem(None, "register-lost"),
    )
    with reopened(world) as giver, pytest.raises(NotPermitted) as refused:
        giver.handovers.create(pid, consent, world.to, world.folder)
    assert refused.value.code == "register-lost"
    assert Workspace.examine(folder, PASSPHRASE, accept=True).problems == ()
    assert check(world, capsys)[0] == 0


def test_sound_register_is_not_put_aside_on_request(world: Two) -> None:
    folder = world.folder / "giver"
    world.giver.close()
    assert Workspace.examine(folder, PASSPHRASE, rebuild=True).problems == ()
    with reopened(world) as giver:
        assert [one.state for one in giver.contacts.all()] == ["known"]


def test_journal_of_a_lost_register_is_not_rolled_into_the_new_one(world: Two) -> None:
    folder = world.folder / "giver"
    world.giver.close()
    (folder / "register.db-journal").write_bytes((folder / "register.db").read_bytes()[:9000])
    (folder / "register.db").unlink()
    found = Workspace.examine(folder, PASSPHRASE).problems
    assert found == (Problem(None, "register-lost"),)
