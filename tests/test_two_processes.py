"""One process per vault: the second hears who has it, the first works on, a dead one is gone."""

from __future__ import annotations

import getpass
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock, Templates, dossier, files

from eportfolio.errors import StorageFault, WrongPassphrase
from eportfolio.workspace import Workspace

ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
from pathlib import Path
from eportfolio.workspace import Workspace
with Workspace.open(Path(sys.argv[1]), sys.argv[2]) as workspace:
    print("open", flush=True)
    sys.stdin.readline()
    print(len(workspace.dossiers.caseload()), flush=True)
"""


@pytest.fixture
def vault(templates: Templates, tmp_path: Path) -> Path:
    templates.copy("giver", tmp_path / "vault")
    return tmp_path / "vault"


def environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


@contextmanager
def held(vault: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the vault open until it reads a line."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, vault, PASSPHRASE],
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        yield process
        process.kill()


def run(vault: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    secret = vault.parent / "passphrase"
    secret.write_text(PASSPHRASE, encoding="utf-8")
    given = ["--vault", str(vault), "--passphrase-file", str(secret), "--json", *arguments]
    return subprocess.run(
        [sys.executable, "-m", "eportfolio", *given],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_second_process_is_told_who_has_the_vault(vault: Path) -> None:
    with held(vault) as first:
        before = files(vault)
        second = run(vault, "portfolio", "list")
        said = json.loads(second.stderr)
        assert (second.returncode, said["error"]) == (6, "vault-locked")
        holder = said["details"]["holder"]
        assert getpass.getuser() in holder
        assert platform.node() in holder
        assert files(vault) == before
        told, _ = first.communicate("\n")
    assert (first.returncode, told) == (0, "0\n")
    assert run(vault, "vault", "check").returncode == 0


@pytest.mark.parametrize(
    "command",
    [
        ("vault", "check"),
        ("vault", "backup", "copy"),
        ("vault", "passwd", "--new-passphrase-file", "new"),
        ("card", "rotate"),
        ("vault", "recover", "--recovery-key-file", "key", "--new-passphrase-file", "new"),
    ],
    ids=" ".join,
)
def test_no_command_gets_past_the_lock(vault: Path, command: tuple[str, ...]) -> None:
    (vault.parent / "new").write_text("nieuwe zin")
    (vault.parent / "key").write_text("AGE-SECRET-KEY-1X")
    full = [str(vault.parent / one) if one in ("new", "key", "copy") else one for one in command]
    with held(vault):
        before = files(vault)
        refused = run(vault, *full)
        assert json.loads(refused.stderr)["error"] == "vault-locked"
        assert refused.returncode == 6
        assert files(vault) == before


def test_killed_process_blocks_nobody(vault: Path) -> None:
    with held(vault) as first:
        first.kill()
        first.wait()
    assert (vault / "vault.holder").exists()
    assert run(vault, "vault", "check").returncode == 0
    assert not (vault / "vault.holder").exists()


def test_same_process_cannot_open_a_vault_twice(vault: Path) -> None:
    with Workspace.open(vault, PASSPHRASE, clock=Clock()) as first:
        with pytest.raises(StorageFault) as refused:
            Workspace.open(vault, PASSPHRASE, clock=Clock())
        assert (refused.value.code, refused.value.exit_code) == ("vault-locked", 6)
        assert first.dossiers.caseload() == []
        assert run(vault, "portfolio", "list").returncode == 6
    Workspace.open(vault, PASSPHRASE, clock=Clock()).close()


def test_wrong_passphrase_leaves_the_vault_unlocked_for_the_next(vault: Path) -> None:
    with pytest.raises(WrongPassphrase):
        Workspace.open(vault, "niet deze", clock=Clock())
    assert not (vault / "vault.holder").exists()
    Workspace.open(vault, PASSPHRASE, clock=Clock()).close()


def test_work_of_the_first_goes_on_while_others_try(vault: Path) -> None:
    with Workspace.open(vault, PASSPHRASE, clock=Clock()) as first:
        (vault.parent / "diploma.pdf").write_bytes(b"%PDF-1.4")
        (vault.parent / "foto.png").write_bytes(b"\x89PNG")
        pid = first.dossiers.load(dossier(), vault.parent).portfolio
        for _ in range(2):
            assert run(vault, "portfolio", "list").returncode == 6
            first.dossiers.add(pid, "wens", {"eigen_woorden": "gaat door"})
        assert first.check().problems == ()
        assert first.backup(vault.parent / "copy").files == 5


@pytest.mark.parametrize("holder", [b"", b"{", b'{"user": 1}', b"[]", b"\xff" * 5000])
def test_unreadable_note_about_the_holder_is_no_reason_to_fail(vault: Path, holder: bytes) -> None:
    with Workspace.open(vault, PASSPHRASE, clock=Clock()):
        (vault / "vault.holder").write_bytes(holder)
        with pytest.raises(StorageFault) as refused:
            Workspace.open(vault, PASSPHRASE, clock=Clock())
        assert refused.value.code == "vault-locked"


@pytest.mark.skipif(
    not hasattr(os, "getuid") or os.getuid() != 0, reason="needs to become a nameless user"
)
def test_user_without_a_name_can_open_a_vault(vault: Path) -> None:
    """As in a container: a number that is in no list of users, and no LOGNAME."""
    code = f"import os; os.setresuid(54321, 0, 0)\n{HOLD}"
    names = ("LOGNAME", "USER", "LNAME", "USERNAME")
    nameless = {name: value for name, value in environment().items() if name not in names}
    done = subprocess.run(
        [sys.executable, "-c", code, vault, PASSPHRASE],
        env=nameless,
        capture_output=True,
        input="\n",
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.splitlines()[-1]
