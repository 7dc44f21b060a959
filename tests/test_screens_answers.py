"""Use cases that only look: what a screen shows before somebody decides."""

from __future__ import annotations

import pytest
from builders import EVERYTHING, Two, dossier, files, find_record

from eportfolio.bundle.receive import Answers
from eportfolio.errors import WrongUsage


def test_offer_names_every_group_with_what_is_in_it(two: Two) -> None:
    pid = two.load(dossier())
    offered = {one.group: one for one in two.giver.consents.offer(pid)}
    assert [one.headline for one in offered["afspraken"].records] == ["Fiets"]
    assert offered["gezondheid"].special
    assert offered["identiteit"].layer == "A"
    assert offered["contacten"].records == ()


def test_looking_at_a_card_stores_nothing(two: Two) -> None:
    card = two.folder / "kaart.card"
    two.giver.contacts.export_own(card)
    before = files(two.folder / "taker")
    found = two.taker.contacts.look_at(card)
    assert found.pinned
    assert files(two.folder / "taker") == before


def test_inspection_says_what_was_not_chosen_and_what_needs_an_answer(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid, groups=["afspraken"]))
    inspection = two.taker.handovers.inspect(sent.file)
    assert inspection.obstacle is None
    assert "Mijn gezondheid" in inspection.not_chosen
    assert "Onze afspraken" not in inspection.not_chosen
    assert len(inspection.must_answer) == 1


def test_receipt_is_shown_record_by_record_before_anything_closes(two: Two) -> None:
    pid = two.load(dossier())
    received = two.receive(two.send(pid, two.consent(pid, groups=["identiteit"])))
    assert received.receipt is not None
    proof = two.giver.handovers.look_at_receipt(received.receipt)
    assert two.giver.dossiers.caseload()[0].status == "overgedragen"
    assert proof.complete
    assert [(one.kind, one.arrived) for one in proof.lines] == [("client", True)]
    agreement = find_record(two.giver, pid, "afspraak")
    assert [one.id for one in proof.unanswered] == [agreement.id]
    assert not proof.is_closed


def test_receipt_of_a_closed_dossier_asks_nothing_more(two: Two) -> None:
    pid = two.load(dossier())
    received = two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    two.close(received, Answers())
    assert received.receipt is not None
    proof = two.giver.handovers.look_at_receipt(received.receipt)
    assert (proof.is_closed, proof.unanswered, proof.newer) == (True, (), 0)


def test_evidence_of_a_consent_comes_back_byte_for_byte(two: Two) -> None:
    pid = two.load(dossier())
    how, data = two.giver.consents.evidence(pid, two.consent(pid))
    assert how == "handtekening papier"
    assert data == (two.folder / "scan.png").read_bytes()


def test_consent_without_evidence_shows_none(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    pid = two.load(dossier())
    said = two.consent(pid, expressed={"how": "mondeling met getuige", "witness": "B. Meijer"})
    signed = two.consent(pid)
    with pytest.raises(WrongUsage, match="no-such-document"):
        two.giver.consents.evidence(pid, said)
    with pytest.raises(WrongUsage, match="no-such-consent"):
        two.giver.consents.evidence(pid, "nothing")
    monkeypatch.setattr("eportfolio.workspace.sources.SHOWN_LIMIT", 3)
    with pytest.raises(WrongUsage, match="too-large-to-show"):
        two.giver.consents.evidence(pid, signed)
