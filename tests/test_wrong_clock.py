"""The client's no holds whatever the clock of a computer said; after it a new yes is possible."""

from __future__ import annotations

import pytest
from builders import EVERYTHING, Two, dossier, find_record
from builders_bundles import Parts, disclosed, rebuild

from eportfolio.bundle.receive import Answers
from eportfolio.consent.reactions import Said, counting
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted


def refuse(two: Two, pid: str, purpose: str = "handover") -> None:
    two.giver.consents.refuse(pid, {"recipient": two.to, "purpose": purpose}, two.folder)


def require_superseded(two: Two, pid: str, consent: str) -> None:
    with pytest.raises(NotPermitted) as unseen:
        two.giver.handovers.preview(pid, consent, two.to)
    with pytest.raises(NotPermitted) as unsent:
        two.send(pid, consent)
    assert (unseen.value.code, unsent.value.code) == ("consent-superseded",) * 2


@pytest.mark.parametrize(
    ("before", "after"), [(3, -2), (40, -40), (-9, 9)], ids=["set back", "was ahead", "was behind"]
)
def test_no_counts_with_a_wrong_clock_and_a_new_yes_counts_after_it(
    two: Two, before: int, after: int
) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.clock.advance(days=before)
    refuse(two, pid)
    two.clock.advance(days=after)
    require_superseded(two, pid, consent)
    two.clock.advance(hours=1)
    two.send(pid, two.consent(pid))


def test_newer_and_narrower_yes_holds_when_the_clock_goes_back(two: Two) -> None:
    pid = two.load(dossier())
    wide = two.consent(pid)
    two.clock.advance(days=3)
    narrow = two.consent(pid, groups=["wensen"])
    two.clock.advance(days=-2)
    require_superseded(two, pid, wide)
    with pytest.raises(NotPermitted) as refused:
        two.send(pid, narrow)
    assert (refused.value.code, refused.value.reason) == ("consent-missing", "consent-ahead")
    two.clock.advance(days=2)
    two.send(pid, narrow)


def test_nothing_comes_back_after_a_no_that_was_entered_with_a_clock_ahead(two: Two) -> None:
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING)), answers=Answers())
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil leren lassen"})
    two.clock.advance(days=40)
    refuse(two, pid, "cover")
    two.clock.advance(days=-39)
    sent = two.taker.handovers.create_return(pid, two.folder)
    with pytest.raises(NotPermitted) as refused:
        two.giver.handovers.receive(sent.file, answers=Answers())
    assert refused.value.code == "consent-superseded"


# The client's answer to one record

TODAY, LATER, BEFORE = "2026-03-10", "2199-01-01", "2026-03-01"

# case: answers as (day, seq, entered, refuses), and whether the no counts
ANSWERS: dict[str, tuple[list[tuple[str, int, str, bool]], bool]] = {
    "a no after a yes of a clock that was ahead": (
        [(LATER, 1, LATER, False), (TODAY, 2, TODAY, True)],
        True,
    ),
    "a no after a yes that its author dated ahead": (
        [(LATER, 1, BEFORE, False), (TODAY, 2, TODAY, True)],
        True,
    ),
    "a no with a clock that was behind": (
        [(TODAY, 1, TODAY, False), (BEFORE, 2, BEFORE, True)],
        True,
    ),
    "a yes said after a no of a clock that was ahead": (
        [(LATER, 1, LATER, True), (TODAY, 2, TODAY, False)],
        False,
    ),
    "a yes of an older sheet after a no of a clock that was ahead": (
        [(LATER, 1, LATER, True), (BEFORE, 2, TODAY, False)],
        True,
    ),
    "a no of an older sheet after a newer yes": (
        [(TODAY, 1, TODAY, False), (BEFORE, 2, LATER, True)],
        False,
    ),
}


@pytest.mark.parametrize("case", ANSWERS)
def test_of_answers_that_contradict_their_own_dates_the_place_counts(case: str) -> None:
    answers, refuses = ANSWERS[case]
    said = [Said(*one) for one in answers]
    assert counting(said).refuses is counting(said[::-1]).refuses is refuses


def test_no_holds_after_an_answer_that_was_entered_with_a_clock_ahead(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens")
    two.clock.advance(days=300)
    answer(two, pid, wish.id, "klopt")
    two.clock.advance(days=-299)
    answer(two, pid, wish.id, "niet delen")
    consent = two.consent(pid, later_items=True)
    seen = two.giver.handovers.preview(pid, consent, two.to)
    lines = {one.record: one.stays for one in seen.lines}
    assert lines[wish.id] == "niet-delen"
    shown = next(one for one in two.giver.together.table(pid).items if one.record == wish.id)
    assert shown.answer is not None
    assert shown.answer.answer == "niet delen"


def answer(two: Two, pid: str, record: str, said: str) -> None:
    day = two.clock.now.date().isoformat()
    two.giver.dossiers.add(pid, "reactie", {"record": record, "antwoord": said, "dag": day})


def test_answer_of_a_day_to_come_is_refused_on_both_sides(two: Two) -> None:
    pid = two.load(dossier())
    answer(two, pid, find_record(two.giver, pid, "wens").id, "klopt")

    def ahead(parts: Parts) -> None:
        for line, text, name, value in parts.texts():
            if name.startswith("reactie/"):
                value["body"]["dag"] = LATER
                parts.replace(line, text, disclosed(name, value))

    sent = two.send(pid, two.consent(pid))
    own, age = two.giver._session.vault.identity, two.taker._session.vault.identity.age
    sent.file.write_bytes(rebuild(sent.file.read_bytes(), age, own, ahead))
    with pytest.raises(NotAuthentic) as refused:
        two.receive(sent)
    assert refused.value.reason == "schema"
    said = {"record": "wens", "antwoord": "klopt", "dag": LATER}
    with pytest.raises(InvalidRecord) as kept:
        two.load([*dossier(), {"ref": "reactie", "kind": "reactie", "body": said}])
    assert kept.value.reason == "reaction-in-future"
