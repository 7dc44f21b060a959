"""The disclosure ledger: what went where and what came, as the signed statements have it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, find_record
from builders_pdf import tagged_text
from builders_terms import person

from eportfolio.errors import InvalidRecord, StorageFault, WrongUsage
from eportfolio.register import BundleRow
from eportfolio.workspace import Workspace, disclosures
from eportfolio.workspace.disclosures import Disclosure
from eportfolio.workspace.replying import Replies, Reply

LETTERS = ("notice", "acknowledgement")


def whats(workspace: Workspace, pid: str, record: Any = None) -> list[tuple[str, str]]:
    return [(one.what, one.state) for one in workspace.disclosures.of(pid, record)]


def bundle(workspace: Workspace, pid: str) -> Disclosure:
    return next(one for one in workspace.disclosures.of(pid) if one.what.startswith("bundle"))


def test_both_sides_of_a_handover(two: Two) -> None:
    pid = two.load(dossier())
    assert whats(two.giver, pid) == []
    sent = two.send(pid, two.consent(pid))
    assert whats(two.giver, pid) == [("bundle-sent", "unanswered")]
    line = bundle(two.giver, pid)
    assert (line.name, line.purpose, line.arrived) == ("taker", "handover", False)
    assert find_record(two.giver, pid, "wens").id in line.records
    assert find_record(two.giver, pid, "gezondheid").id not in line.records
    received = two.receive(sent)
    assert whats(two.taker, pid) == [("bundle-received", ""), ("receipt-given", "receipted")]
    assert bundle(two.taker, pid).name == "giver"
    two.close(received)
    assert whats(two.giver, pid) == [
        ("bundle-sent", "receipted"),
        ("receipt-got", "receipted"),
        ("dossier-closed", ""),
    ]
    assert {one.name for one in two.giver.disclosures.of(pid)} == {"taker"}
    assert bundle(two.giver, pid).arrived


def test_a_withdrawal_is_about_what_had_gone(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid, purpose="advice")
    two.receive(two.send(pid, consent))
    two.giver.consents.withdraw(pid, consent, None)
    first, last = two.giver.disclosures.of(pid)
    assert (first.what, first.state) == ("bundle-sent", "withdrawn")
    assert (last.what, last.records, last.name) == ("consent-withdrawn", first.records, "taker")


def test_per_record(two: Two) -> None:
    pid = two.load(dossier())
    two.send(pid, two.consent(pid))
    wish, health = (find_record(two.giver, pid, kind).id for kind in ("wens", "gezondheid"))
    paper = two.giver.documents.client_portfolio(pid, "nl")
    two.giver.documents.save(paper, two.folder / "p.pdf")
    two.giver.documents.save(two.giver.documents.hours_report(pid), two.folder / "u.pdf")
    later = two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "nieuw"}).records[0]
    assert [what for what, _ in whats(two.giver, pid, wish)] == ["bundle-sent", "paper"]
    assert [what for what, _ in whats(two.giver, pid, health)] == ["paper"]
    assert whats(two.giver, pid, later) == []
    hours = find_record(two.giver, pid, "urenregel").id
    assert [what for what, _ in whats(two.giver, pid, hours)].count("paper") == 2
    with pytest.raises(WrongUsage):
        two.giver.disclosures.of(pid, disclosures.RecordId("nergens"))


def test_who_is_to_be_told(two: Two) -> None:
    pid = two.load(dossier())
    two.send(pid, two.consent(pid, one_bundle=False))
    wish, health = (find_record(two.giver, pid, kind).id for kind in ("wens", "gezondheid"))
    assert [one.card for one in two.giver.disclosures.recipients(pid, [wish])] == [two.to]
    assert two.giver.disclosures.recipients(pid, [health]) == []


def test_what_was_erased_is_counted_and_not_named(two: Two) -> None:
    pid = two.load(dossier())
    two.send(pid, two.consent(pid))
    before = bundle(two.giver, pid)
    wish = find_record(two.giver, pid, "wens").id
    two.giver.erasures.erase_items(pid, [wish], "bezwaar")
    after = bundle(two.giver, pid)
    assert after.items == before.items
    assert set(before.records) - set(after.records) == {wish}


def test_a_row_without_a_bundle_was_never_finished(two: Two) -> None:
    pid = two.load(person())
    row = BundleRow("b" * 32, pid, "sent", two.to, "c", "2026-03-01T09:00:00+00:00", "", "made", ())
    two.giver._session.register.put_bundle(row)
    assert whats(two.giver, pid) == [("bundle-sent", "unfinished")]
    assert two.giver.disclosures.recipients(pid, []) == []


def test_what_was_told_and_the_answer_are_lines_on_both_sides(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.receive(two.send(pid, consent))
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, "een reden")
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is not None
    out = two.folder / "a.acknowledgement"
    two.taker.notices.receive(made.file, Replies(Reply("wissen")), out)
    two.giver.notices.close(out)
    told = [
        one for one in two.giver.disclosures.of(pid) if one.what in ("notice", "acknowledgement")
    ]
    assert [(one.what, one.name, one.items) for one in told] == [
        ("notice", "taker", made.items),
        ("acknowledgement", "taker", made.items),
    ]
    wish = find_record(two.giver, pid, "wens").id
    assert all(wish in one.records for one in told)
    assert [one.what for one in two.giver.disclosures.of(pid)].count("consent-withdrawn") == 1
    there = [
        one for one in two.taker.disclosures.of(pid) if one.what in ("notice", "acknowledgement")
    ]
    assert [(one.what, one.name) for one in there] == [
        ("notice", "giver"),
        ("acknowledgement", "giver"),
    ]


def test_a_saved_paper_is_signed_and_a_card_is_not(two: Two) -> None:
    pid = two.load(dossier())
    documents = two.giver.documents
    paper = documents.client_portfolio(pid, "ar")
    assert whats(two.giver, pid) == []
    documents.save(paper, two.folder / "p.pdf")
    documents.save(documents.contact_card(), two.folder / "kaart.pdf")
    (line,) = two.giver.disclosures.of(pid)
    assert (line.document, line.language, line.meant_for) == ("client-portfolio", "ar", "client")
    assert line.sha256 == hashlib.sha256((two.folder / "p.pdf").read_bytes()).hexdigest()
    assert two.giver.check().problems == ()


def test_a_paper_that_cannot_be_written_is_no_line(two: Two, tmp_path: Path) -> None:
    pid = two.load(person())
    paper = two.giver.documents.client_portfolio(pid, "nl")
    with pytest.raises(StorageFault):
        two.giver.documents.save(paper, tmp_path)
    for name in ("", " ", "a\nb", "\x07", "x" * 201):
        with pytest.raises(InvalidRecord):
            two.giver.documents.save(paper, tmp_path / "p.pdf", name)
    assert not (tmp_path / "p.pdf").exists()
    assert whats(two.giver, pid) == []


def test_the_client_reads_with_whom_it_was_shared(two: Two) -> None:
    pid = two.load(dossier())
    _, received, _ = two.hand_over(pid, **EVERYTHING)
    assert received.portfolio == pid
    paper = two.giver.documents.client_portfolio(pid, "nl")
    two.giver.documents.save(paper, two.folder / "p.pdf", "Taalschool De Brug")
    again = tagged_text(two.giver.documents.client_portfolio(pid, "nl").data)
    assert "Taalschool De Brug" in again
    assert "Iemand krijgt een blad op papier." in again
    assert "Ja, alles is aangekomen." in again
    assert "taker, Gemeente Waterdael" in again
    theirs = tagged_text(two.taker.documents.client_portfolio(pid, "nl").data)
    assert "Ja, alles is aangekomen." in theirs
