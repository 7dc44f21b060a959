"""The scan folder: what waits, what comes into a dossier, and what is left alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from builders import PASSPHRASE, Templates, Two, dossier, find_record
from test_disk_full import fill, small_disk

from eportfolio.errors import InvalidRecord, StorageFault, WrongUsage
from eportfolio.workspace import Workspace
from eportfolio.workspace.inbox import SIZE_LIMIT, After, Inbox, Listing, State, Waiting

SCAN = b"%PDF-1.7 a scan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "scans"
    found.mkdir()
    return found


@pytest.fixture
def inbox(two: Two, folder: Path) -> Inbox:
    two.giver.inbox.choose(folder)
    return two.giver.inbox


def scanned(folder: Path, name: str = "scan.pdf", data: bytes = SCAN) -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def look_twice(inbox: Inbox) -> Listing:
    return inbox.waiting(inbox.waiting().files)


def only(inbox: Inbox) -> Waiting:
    (found,) = look_twice(inbox).files
    return found


def test_no_folder_is_an_empty_list(two: Two) -> None:
    assert two.giver.inbox.waiting() == Listing(None, True, (), After.ASK)


def test_folder_and_choice_survive_the_lock(two: Two, inbox: Inbox, folder: Path) -> None:
    inbox.remember(After.REMOVE)
    two.giver.close()
    with Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock) as again:
        assert again.inbox.folder == folder
        assert again.inbox.after is After.REMOVE


def test_file_is_ready_when_two_looks_are_the_same(inbox: Inbox, folder: Path) -> None:
    path = scanned(folder)
    first = inbox.waiting()
    assert [one.state for one in first.files] == [State.NEW]
    path.write_bytes(SCAN * 2)
    second = inbox.waiting(first.files)
    assert [one.state for one in second.files] == [State.ARRIVING]
    assert [one.state for one in inbox.waiting(second.files).files] == [State.READY]


def test_only_ordinary_files_of_the_folder_itself_wait(inbox: Inbox, folder: Path) -> None:
    for name in ("a.pdf", ".hidden", "~$letter.docx", "b.pdf.part", "Thumbs.db", "c.TMP"):
        scanned(folder, name)
    (folder / "below").mkdir()
    scanned(folder / "below", "d.pdf")
    (folder / "link.pdf").symlink_to(folder / "a.pdf")
    os.mkfifo(folder / "pipe.pdf")
    assert [one.name for one in inbox.waiting().files] == ["a.pdf"]


def test_empty_and_far_too_large_files_say_so(inbox: Inbox, folder: Path) -> None:
    scanned(folder, "leeg.pdf", b"")
    with scanned(folder, "groot.pdf", b"").open("r+b") as file:
        file.truncate(SIZE_LIMIT + 1)
    states = {one.name: one.state for one in look_twice(inbox).files}
    assert states == {"leeg.pdf": State.EMPTY, "groot.pdf": State.TOO_LARGE}


def test_file_becomes_a_document(two: Two, inbox: Inbox, folder: Path) -> None:
    pid = two.load(dossier())
    path = scanned(folder)
    before = two.giver.dossiers.dump(pid)
    change = inbox.attach(pid, only(inbox), "Brief van DUO")
    after = two.giver.dossiers.dump(pid)
    assert after.size == before.size + 1
    found, data = two.giver.dossiers.read_document(pid, change.records[0])
    assert (found.name, data) == ("scan.pdf", SCAN)
    assert path.read_bytes() == SCAN
    assert [one.state for one in inbox.waiting().files] == [State.DONE]


def test_done_file_that_is_written_again_waits_again(two: Two, inbox: Inbox, folder: Path) -> None:
    inbox.attach(two.load(dossier()), only_of(inbox, folder), "Brief")
    scanned(folder, data=SCAN * 3)
    assert only(inbox).state is State.READY


def only_of(inbox: Inbox, folder: Path) -> Waiting:
    scanned(folder)
    return only(inbox)


def test_file_comes_with_a_new_record_in_one_revision(two: Two, inbox: Inbox, folder: Path) -> None:
    pid = two.load(dossier())
    size = two.giver.dossiers.dump(pid).size
    new = ("certificaat", {"type": "TAALTOETS", "titel": "Lezen", "niveau": "A2"})
    change = inbox.attach(pid, only_of(inbox, folder), "Lezen", new=new)
    document, record = change.records
    kept = {one.id: one for one in two.giver.dossiers.read(pid)}
    assert kept[record].whole["bestand"] == document
    assert two.giver.dossiers.dump(pid).size == size + 1


def test_file_is_added_to_a_record_that_has_one_already(
    two: Two, inbox: Inbox, folder: Path
) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens")
    for n in (1, 2):
        file = scanned(folder, data=SCAN * n)
        inbox.attach(pid, only(inbox), "Brief", record=wish.id)
        file.unlink()
    found = find_record(two.giver, pid, "wens").whole["documenten"]
    assert len(found) == 2 + len(wish.whole.get("documenten", []))


def test_refused_record_leaves_no_document(two: Two, inbox: Inbox, folder: Path) -> None:
    pid = two.load(dossier())
    before = two.giver.dossiers.dump(pid)
    with pytest.raises(InvalidRecord):
        inbox.attach(pid, only_of(inbox, folder), "Lezen", new=("certificaat", {}))
    assert two.giver.dossiers.dump(pid) == before
    assert only(inbox).state is State.READY


def test_file_that_changed_since_it_was_listed_is_refused(
    two: Two, inbox: Inbox, folder: Path
) -> None:
    pid = two.load(dossier())
    file = only_of(inbox, folder)
    scanned(folder, data=SCAN * 2)
    for refused in (lambda: inbox.attach(pid, file, "x"), lambda: inbox.look(file)):
        with pytest.raises(StorageFault) as raised:
            refused()
        assert raised.value.reason == "still-changing"


def test_file_that_is_gone_is_refused(two: Two, inbox: Inbox, folder: Path) -> None:
    file = only_of(inbox, folder)
    file.path.unlink()
    with pytest.raises(WrongUsage):
        inbox.attach(two.load(dossier()), file, "x")
    assert inbox.waiting().files == ()


def test_file_that_became_a_pipe_does_not_keep_us_waiting(inbox: Inbox, folder: Path) -> None:
    file = only_of(inbox, folder)
    file.path.unlink()
    os.mkfifo(file.path)
    with pytest.raises(StorageFault):
        inbox.look(file)


def test_too_large_a_file_is_refused(two: Two, inbox: Inbox, folder: Path) -> None:
    with scanned(folder).open("r+b") as file:
        file.truncate(SIZE_LIMIT + 1)
    with pytest.raises(StorageFault) as raised:
        inbox.attach(two.load(dossier()), only(inbox), "x")
    assert raised.value.reason == "over-inbox-limit"
    with pytest.raises(WrongUsage) as shown:
        inbox.look(only(inbox))
    assert shown.value.reason == "too-large-to-show"


def test_original_is_removed_only_when_asked_and_unchanged(inbox: Inbox, folder: Path) -> None:
    file = only_of(inbox, folder)
    scanned(folder, data=SCAN * 2)
    inbox.remove(file)
    assert file.path.exists()
    inbox.remove(only(inbox))
    assert not file.path.exists()
    inbox.remove(file)


def test_full_disk_is_said_and_nothing_is_half_done(templates: Templates, tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        two = templates.two(disk / "world")
        pid = two.load(dossier())
        folder = tmp_path / "scans"
        folder.mkdir()
        two.giver.inbox.choose(folder)
        path = scanned(folder, data=os.urandom(3_000_000))
        before = two.giver.dossiers.dump(pid)
        file = only(two.giver.inbox)
        fill(disk, 1_000_000)
        with pytest.raises(StorageFault) as raised:
            two.giver.inbox.attach(pid, file, "Brief")
        assert raised.value.reason == "disk-full"
        assert path.exists()
        (disk / "filler").unlink()
        assert two.giver.dossiers.dump(pid) == before
        assert only(two.giver.inbox).state is State.READY
        two.giver.inbox.attach(pid, file, "Brief")
        two.giver.close()
        two.taker.close()


def test_folder_of_the_vault_is_no_scan_folder(two: Two) -> None:
    inbox = two.giver.inbox
    for path, reason in (
        (two.giver.path, "inside-vault"),
        (two.giver.path / "vault.json", "not-a-folder"),
    ):
        with pytest.raises(StorageFault) as raised:
            inbox.choose(path)
        assert raised.value.reason == reason
    assert inbox.folder is None


def test_folder_that_is_gone_is_said_and_dropped_files_still_wait(
    inbox: Inbox, folder: Path, tmp_path: Path
) -> None:
    folder.rmdir()
    brought = scanned(tmp_path, "gesleept.pdf")
    listing = inbox.waiting(dropped=[brought, tmp_path / "weg.pdf", tmp_path])
    assert not listing.is_there
    assert [(one.name, one.is_dropped) for one in listing.files] == [("gesleept.pdf", True)]
