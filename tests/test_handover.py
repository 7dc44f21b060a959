"""The main job, written to be read as the tour: keep, consent, export, verify, import, receipt."""

from __future__ import annotations

import pytest
from builders import EVERYTHING, Two, dossier, find_record, state

from eportfolio.bundle.receive import Answer, Answers
from eportfolio.errors import NotPermitted, StorageFault
from eportfolio.register import SENT


def test_full_handover_arrives_whole_and_closes(two: Two) -> None:
    pid = two.load(dossier())
    sent, received, closed = two.hand_over(pid, **EVERYTHING)
    assert (received.relation, received.withheld, received.later) == ("new", 0, 0)
    assert state(two.giver, pid, sent.size) == state(two.taker, pid, sent.size)
    assert closed.complete
    assert closed.closed
    with pytest.raises(NotPermitted) as refused:
        two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "nog iets"})
    assert refused.value.code == "dossier-closed"


def test_wider_consent_after_closing_fills_the_gap_without_a_fork(two: Two) -> None:
    pid = two.load(dossier())
    _, first, _ = two.hand_over(pid, groups=["identiteit", "afspraken"])
    assert first.withheld > 0
    two.clock.advance(days=1)
    sent, second, closed = two.hand_over(pid, **EVERYTHING)
    assert (second.relation, second.withheld) == ("fills", 0)
    assert closed.complete
    assert state(two.giver, pid, sent.size) == state(two.taker, pid, sent.size)
    assert two.taker.check().problems == ()


def test_sender_answers_agreements_that_did_not_travel_before_closing(two: Two) -> None:
    pid = two.load(dossier())
    received = two.receive(two.send(pid, two.consent(pid, groups=["identiteit"])))
    with pytest.raises(NotPermitted) as refused:
        two.close(received)
    assert refused.value.code == "open-agreements"
    agreement = find_record(two.giver, pid, "afspraak").id
    answers = Answers(by_record={agreement: Answer("vervallen", "cliënt heeft al een fiets")})
    assert two.close(received, answers).closed


def test_import_waits_for_an_answer_to_every_open_agreement(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    with pytest.raises(NotPermitted) as refused:
        two.receive(sent, answers=Answers())
    assert refused.value.code == "open-agreements"
    assert two.taker.dossiers.caseload() == []


def test_receipt_overwrites_nothing_not_even_by_a_way_around(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    letter, sub = two.folder / "brief.docx", two.folder / "sub"
    letter.write_bytes(b"mijn brief")
    sub.mkdir()
    for place in (letter, sub / ".." / sent.file.name, sent.file):
        before = place.read_bytes()
        with pytest.raises(StorageFault, match="exists"):
            two.taker.handovers.receive(sent.file, answers=Answers("overnemen"), receipt=place)
        assert place.read_bytes() == before
    assert two.taker.dossiers.caseload() == []


def test_receipt_is_kept_also_when_the_dossier_cannot_be_closed_yet(two: Two) -> None:
    pid = two.load(dossier())
    sent = two.send(pid, two.consent(pid))
    received = two.receive(sent)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil leren lassen"})
    with pytest.raises(NotPermitted, match="newer-changes"):
        two.close(received)
    lines = [one for one in two.giver.disclosures.of(pid) if one.bundle == sent.bundle]
    assert all(one.arrived for one in lines)
    assert [one.status for one in two.giver.dossiers.caseload()] == [SENT]
