"""A vault opened without the program: age, AES-GCM, another build of SQLCipher."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import apsw
import outside
import pytest
from outside import Opened, World
from recover_without_us import open_database


@pytest.fixture(params=["giver", "taker"])
def opened(world: World, request: pytest.FixtureRequest) -> Opened:
    found: Opened = getattr(world, request.param)
    return found


def test_recovery_script_imports_nothing_of_the_program() -> None:
    tree = ast.parse(Path(__file__).with_name("recover_without_us.py").read_text())
    names = [
        one.name for node in ast.walk(tree) if isinstance(node, ast.Import) for one in node.names
    ]
    names += [str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    assert {name.split(".")[0] for name in names} <= {
        "__future__", "apsw", "cryptography", "hashlib", "json", "pathlib", "subprocess", "sys",
        "typing",
    }  # fmt: skip


def test_age_gives_the_vault_master_key(opened: Opened) -> None:
    master = outside.age_decrypt(opened.vault / "recovery.age", opened.recovery_key)
    assert len(master) == 32


def test_recovered_records_say_what_was_entered(world: World, opened: Opened) -> None:
    records = by_kind(opened.read(world.portfolio)["records"])
    assert "Ik wil kok worden – طبّاخ" in [one["body"]["eigen_woorden"] for one in records["wens"]]
    assert records["afspraak"][0]["body"]["onderwerp"] == "Fiets"


def test_recovered_layer_x_note_is_only_with_the_giver(world: World) -> None:
    of_giver, of_taker = (
        by_kind(one.read(world.portfolio)["records"])["afspraak"][0]["x"]
        for one in (world.giver, world.taker)
    )
    assert of_giver == {"werknotitie": "nog bellen met de fietsenbank"}
    assert of_taker is None


def test_recovered_attachments_are_the_files_that_went_in(world: World, opened: Opened) -> None:
    recovered = {file.name: file.read_bytes() for file in (opened.out / "files").iterdir()}
    for name in ("diploma.pdf", "foto.png", "scan.png"):
        original = (world.folder / name).read_bytes()
        assert recovered[outside.sha256(original).hex()] == original
    assert all(outside.sha256(data).hex() == name for name, data in recovered.items())


def test_recovered_register_knows_the_client_and_the_other_side(
    world: World, opened: Opened
) -> None:
    register = opened.read("register")
    ((pid, _name, head, size),) = register["caseload"]
    revisions = opened.read(world.portfolio)["revisions"]
    assert (pid, head, size) == (world.portfolio, revisions[-1][0], len(revisions))
    assert [state for _thumbprint, _card, state in register["contacts"]] == ["known"]


def test_database_does_not_open_with_another_key(opened: Opened, world: World) -> None:
    path = opened.vault / "portfolios" / f"{world.portfolio}.db"
    with pytest.raises(apsw.NotADBError):
        open_database(path, bytes(32)).execute("SELECT * FROM records").fetchall()


def by_kind(records: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for record in records:
        found.setdefault(record["kind"], []).append(record)
    return found
