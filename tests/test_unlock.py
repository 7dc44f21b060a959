"""What is looked over while the passphrase costs its time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from builders import PASSPHRASE, Two, dossier

from eportfolio.errors import StorageFault, WrongPassphrase
from eportfolio.vault import PORTFOLIOS
from eportfolio.workspace import LOCK_MINUTES_DEFAULT, Workspace
from eportfolio.workspace.session import Session


def test_folder_of_the_dossiers_that_is_gone_is_said_and_the_lock_is_free_again(two: Two) -> None:
    path = two.giver.path
    two.giver.close()
    kept = path / PORTFOLIOS
    aside = path.with_name("opzij")
    shutil.move(kept, aside)
    with pytest.raises(StorageFault) as refused:
        Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert refused.value.reason == "no-such-file"
    shutil.move(aside, kept)
    with Workspace.open(path, PASSPHRASE, clock=two.clock) as workspace:
        assert not workspace.check().problems


def test_wrong_passphrase_is_a_wrong_passphrase_also_then(two: Two) -> None:
    path = two.giver.path
    two.giver.close()
    with pytest.raises(WrongPassphrase):
        Workspace.open(path, "niet deze zin hoor", clock=two.clock)


def test_keys_and_lock_go_whatever_goes_wrong_at_the_end(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = two.load(dossier())
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil kok worden"})
    with monkeypatch.context() as broken:
        broken.setattr(Session, "_write_row", lambda *_: int("x"))
        with pytest.raises(ValueError, match="x"):
            two.giver.close()
    with Workspace.open(two.giver.path, PASSPHRASE, clock=two.clock) as workspace:
        assert workspace.dossiers.search("kok")


@pytest.mark.parametrize("kept", [0, 7, -5, 100000, "10", None, True, [10], {"minuten": 5}])
def test_time_to_lock_that_is_not_offered_is_not_believed(two: Two, kept: object) -> None:
    two.giver._session.register.set_preference("lock_minutes", kept)
    assert two.giver.lock_minutes == LOCK_MINUTES_DEFAULT


def test_making_a_vault_removes_what_a_kill_left_of_an_earlier_try(tmp_path: Path) -> None:
    left = tmp_path / ".kluis.01234567.part"
    (left / "portfolios").mkdir(parents=True)
    (left / "recovery.age").write_bytes(b"half")
    made, _ = Workspace.create(
        tmp_path / "kluis", "vijf woorden om te testen", name="N", organisation="O",
        unlock_seconds=0,
    )  # fmt: skip
    made.close()
    assert not left.exists()
    assert (tmp_path / "kluis" / "vault.json").is_file()


def test_a_vault_is_not_made_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")
    with pytest.raises(StorageFault):
        Workspace.create(
            tmp_path / "file" / "map" / "kluis", PASSPHRASE, name="N", organisation="O",
            unlock_seconds=0,
        )  # fmt: skip
