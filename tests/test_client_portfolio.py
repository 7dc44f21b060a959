"""What a client takes home: all of it that is meant for the client, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from builders import Two, dossier
from builders_pdf import glyphless, tagged_lines, tagged_text, tags

from eportfolio.cli import main
from eportfolio.errors import StorageFault, WrongUsage


def test_everything_for_the_client_and_no_working_note(two: Two) -> None:
    text = tagged_text(two.giver.documents.client_portfolio(two.load(dossier()), "nl").data)
    assert "Fiets via gemeente" in text
    assert "Ik wil kok worden" in text
    assert "rugklachten" in text
    assert "fietsenbank" not in text


def test_client_sees_that_a_wish_not_to_tell_again_is_kept(two: Two) -> None:
    never = {"onderwerp": "Reis en vlucht", "opnieuw_vragen": "Niet opnieuw vragen"}
    block = {"onderwerp": "Geld", "opnieuw_vragen": "Alleen met iemand erbij", "alleen_met": "Sara"}
    story = {
        "onderwerp": "Gezin",
        "verteld_op": "2024-03-18",
        "onderdelen": [
            {"titel": "Onderweg", "tekst": "Eén keer is genoeg.", **never},
            {"titel": "Geheim", "tekst": "Alleen hier.", "laag": "X", **never},
        ],
    }
    pid = two.load([*dossier(), {"kind": "verhaal", "body": story}])
    two.giver.dossiers.add(pid, "intake", {"blokken": {"zelfredzaamheid": block}})
    lines = tagged_lines(two.giver.documents.client_portfolio(pid, "nl").data)
    text = "\n".join(lines)
    assert text.count("Ik wil hier niet opnieuw over vertellen") == 1
    assert "18 maart 2024" in text
    assert "Mijn reis en vlucht" in text
    assert "Alleen met iemand erbij" in text
    assert "Sara" in text
    assert "Geheim" not in text


def test_tags_language_and_title(two: Two) -> None:
    paper = two.giver.documents.client_portfolio(two.load(dossier()), "nl")
    assert (paper.language, paper.status, paper.left_out) == ("nl", "dutch", ())
    assert {"H1", "H2", "P", "Table", "TH", "TD"} <= set(tags(paper.data))
    assert tagged_lines(paper.data)[0] == "Mijn portfolio"
    assert glyphless(paper.data) == 0


def test_same_version_same_paper(two: Two) -> None:
    pid = two.load(dossier())
    first, second = (two.giver.documents.client_portfolio(pid, "nl") for _ in range(2))
    assert first.data == second.data


def test_written_only_where_asked_and_never_over_something(two: Two) -> None:
    paper = two.giver.documents.client_portfolio(two.load(dossier()), "nl")
    before = {path for path in two.folder.rglob("*") if path.is_file()}
    two.giver.documents.save(paper, two.folder / "p.pdf")
    after = {path for path in two.folder.rglob("*") if path.is_file()}
    assert after - before == {two.folder / "p.pdf"}
    with pytest.raises(StorageFault):
        two.giver.documents.save(paper, two.folder / "p.pdf")


def test_nobody_by_that_id(two: Two) -> None:
    with pytest.raises(WrongUsage):
        two.giver.documents.client_portfolio("0" * 8, "nl")


def test_wrong_document_is_wrong_usage(tmp_path: Path) -> None:
    out = tmp_path / "x.pdf"
    assert main(["--json", "render", "1", "poster", "--out", str(out)]) == 2
    assert not out.exists()


def test_a_label_never_ends_a_page_without_its_text(two: Two) -> None:
    talks = [
        {
            "kind": "contactmoment",
            "body": {"datum": "2026-02-02", "soort": "Telefoon", "verslag": "Goed. " * 9 * n},
        }
        for n in range(1, 25)
    ]
    paper = two.giver.documents.client_portfolio(two.load([*dossier(), *talks]), "ti")
    pages = pypdfium2.PdfDocument(paper.data)
    lasts = [
        [line for line in page.get_textpage().get_text_range().splitlines() if line.strip()][-2]
        for page in pages
    ]
    assert len(lasts) > 5
    assert [one for one in lasts if "besproken" in one] == []
