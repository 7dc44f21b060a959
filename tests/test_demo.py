"""The demonstration is a promise of the README: it hands over for real and loses nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from eportfolio import demo
from eportfolio.cli import main
from eportfolio.demo.people import PASSPHRASE
from eportfolio.workspace import Workspace


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[demo.Outcome, list[str]]:
    told: list[str] = []
    folder = tmp_path_factory.mktemp("demo") / "kluizen"
    return demo.run(folder, told.append), told


def test_demonstration_loses_nothing_and_every_vault_is_sound(
    played: tuple[demo.Outcome, list[str]],
) -> None:
    outcome, _ = played
    assert (outcome.lost, outcome.problems) == ([], [])
    assert outcome.handovers >= 6
    assert outcome.refusals >= 6


def test_demonstration_tells_every_step_and_what_became_of_it(
    played: tuple[demo.Outcome, list[str]],
) -> None:
    outcome, told = played
    text = "\n".join(told)
    assert all(step["what"] in text for step in outcome.steps)
    assert text.count("ontvangstbewijs: alles aangekomen, dossier gesloten") == 4
    assert "niet gedeeld op verzoek van de cliënt" in text


def test_demonstration_leaves_twelve_dossiers_with_real_attachments(
    played: tuple[demo.Outcome, list[str]], tmp_path: Path
) -> None:
    outcome, _ = played
    names: set[str] = set()
    kinds: set[bytes] = set()
    for path in outcome.vaults.values():
        with Workspace.open(path, PASSPHRASE) as vault:
            for row in vault.dossiers.caseload():
                names.add(row.name)
                for n, document in enumerate(vault.dossiers.dump(row.portfolio).documents):
                    out = tmp_path / f"{path.name}-{row.portfolio}-{n}"
                    if document.present:
                        vault.dossiers.export_document(row.portfolio, document.record, out)
                        kinds.add(out.read_bytes()[:4])
    assert len(names) == 12
    assert {b"%PDF", b"\x89PNG"} <= kinds


def test_demonstration_does_not_play_in_a_folder_that_is_in_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "iets").write_text("van een ander")
    assert main(["demo", str(tmp_path), "--json"]) == 6
    assert "exists" in capsys.readouterr().err
