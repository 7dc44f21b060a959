"""What leaves readable: for the client with a mark, for somebody else never what is locked; and the
README promises nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Two, dossier, find_record
from builders_pdf import tagged_text

from eportfolio.errors import NotPermitted
from eportfolio.workspace.rights import Asking

OTHER = "Bakkerij Jansen"


def restricted(two: Two, kind: str) -> str:
    pid = two.load(dossier())
    two.giver.rights.restrict(pid, Asking("beperking", [find_record(two.giver, pid, kind).id]))
    return pid


def told(two: Two, pid: str) -> list[tuple[str, str, str, int]]:
    return [
        (one.document, one.meant_for, one.name, len(one.records))
        for one in two.giver.disclosures.of(pid)
        if one.what == "paper"
    ]


def test_what_is_locked_goes_to_nobody_else_on_paper_and_is_marked_for_the_client(
    two: Two, tmp_path: Path
) -> None:
    pid = restricted(two, "wens")
    paper = two.giver.documents.client_portfolio(pid, "nl")
    with pytest.raises(NotPermitted) as refused:
        two.giver.documents.save(paper, tmp_path / "ander.pdf", given_to=OTHER)
    assert (refused.value.code, refused.value.reason) == ("record-locked", "paper-locked")
    assert not list(tmp_path.glob("ander*"))
    two.giver.documents.save(paper, tmp_path / "client.pdf")
    assert "Niet delen" in tagged_text(paper.data)
    hours = two.giver.documents.hours_report(pid)
    two.giver.documents.save(hours, tmp_path / "uren.pdf", given_to=OTHER)
    assert told(two, pid) == [
        ("client-portfolio", "client", "", 0),
        ("hours-report", "other", OTHER, 0),
    ]


def test_exported_file_is_recorded_with_for_whom_and_not_for_another_when_locked(
    two: Two, tmp_path: Path
) -> None:
    pid = restricted(two, "certificaat")
    documents = two.giver.dossiers.dump(pid).documents
    locked = next(one for one in documents if one.name == "diploma.pdf")
    free = next(one for one in documents if one.name == "foto.png")
    with pytest.raises(NotPermitted):
        two.giver.dossiers.export_document(pid, locked.record, tmp_path / "a.pdf", OTHER)
    assert not (tmp_path / "a.pdf").exists()
    two.giver.dossiers.export_document(pid, locked.record, tmp_path / "b.pdf")
    two.giver.dossiers.export_document(pid, free.record, tmp_path / "c.png", OTHER)
    assert told(two, pid) == [("document", "client", "", 1), ("document", "other", OTHER, 1)]


def test_readme_promises_a_consent_for_a_bundle_and_a_line_for_the_rest(
    two: Two, tmp_path: Path
) -> None:
    words = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    assert "without that recorded consent no bundle is made for anybody" in words
    assert "it is recorded with for whom it was" in words
    pid = two.load(dossier())
    with pytest.raises(NotPermitted):
        two.send(pid, "none")
    (document, *_) = two.giver.dossiers.dump(pid).documents
    two.giver.dossiers.export_document(pid, document.record, tmp_path / "bestand")
    two.giver.documents.save(two.giver.documents.hours_report(pid), tmp_path / "uren.pdf")
    two.giver.rights.portability(pid, tmp_path / "mee.zip")
    assert len(told(two, pid)) == len(list(tmp_path.iterdir())) - 1
