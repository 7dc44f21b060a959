"""A correction that the client asked for, and an erasure, wait until everybody with a copy was
told (AVG 19)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from builders import (
    EVERYTHING,
    PASSPHRASE,
    Templates,
    Two,
    consent_request,
    dossier,
    find_record,
    unused,
)

from eportfolio.bundle.receive import Answers
from eportfolio.errors import NotPermitted, WrongUsage
from eportfolio.portfolio import erasing
from eportfolio.register import Told
from eportfolio.workspace import Workspace
from eportfolio.workspace.notices import Made
from eportfolio.workspace.replying import Replies, Reply
from eportfolio.workspace.rights import Asking, Decision
from eportfolio.workspace.told import Facts

GROUND = "verzoek Wi 35, vierde lid"
ERASE_ALL, KEEP = Replies(Reply("wissen")), Reply("bewaren", GROUND)
BAKER = {"eigen_woorden": "Ik wil bakker worden"}


def lines(workspace: Workspace) -> list[tuple[str, str]]:
    return [(one.told.about, one.told.state) for one in workspace.notices.waiting()]


def shared(two: Two, **changes: Any) -> tuple[str, str, Any]:
    """A dossier that both have, its permission, and the wish in it."""
    pid = two.load(dossier())
    consent = two.consent(
        pid, **{**EVERYTHING, "purpose": "cover", "later_items": False, **changes}
    )
    two.receive(two.send(pid, consent))
    two.clock.advance(hours=1)
    return pid, consent, find_record(two.giver, pid, "wens").id


def decided(two: Two, pid: str, right: str, record: Any, decision: Decision) -> None:
    asked = two.giver.rights.request(pid, Asking(right, [record]))
    two.clock.advance(minutes=1)
    two.giver.rights.decide(pid, asked.hash, decision)
    two.clock.advance(minutes=1)


def correct(two: Two, pid: str, record: Any, new: dict[str, Any] | None = None) -> None:
    decided(
        two, pid, "rectificatie", record, Decision("toegewezen", changes={record: new or BAKER})
    )


def make_all(two: Two, pid: str) -> list[Made]:
    chosen = [one.told for one in two.giver.notices.waiting(pid)]
    made = two.giver.notices.tell(pid, chosen, two.folder)
    two.clock.advance(minutes=1)
    return made


def answer(two: Two, made: Made, name: str, replies: Replies = ERASE_ALL) -> None:
    assert made.file is not None
    out = two.folder / f"{name}.acknowledgement"
    two.taker.notices.receive(made.file, replies, out)
    two.giver.notices.close(out)
    two.clock.advance(minutes=1)


def compare(one: Workspace, other: Workspace, folder: Path) -> None:
    """One reads the card of today of the other."""
    card = folder / f"{other.contacts.own.thumbprint}.new.card"
    other.contacts.export_own(card)
    one.contacts.import_card(card, other.contacts.own.fingerprint)


def test_a_correction_on_request_waits_until_it_is_told_and_answered(two: Two) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]
    (line,) = two.giver.notices.waiting()
    assert (line.name, line.told.other, line.told.notice) == ("taker", two.to, "")
    (made,) = make_all(two, pid)
    assert (made.about, made.items) == ("gecorrigeerd", 1)
    assert lines(two.giver) == [("gecorrigeerd", "gemaakt")]
    answer(two, made, "a")
    assert lines(two.giver) == []
    assert wish not in {one.id for one in two.taker.dossiers.read(pid)}
    assert two.giver.check().problems == ()


def test_an_ordinary_change_is_not_a_correction(two: Two) -> None:
    pid, _, wish = shared(two)
    two.giver.dossiers.amend(pid, wish, BAKER)
    asked = two.giver.rights.request(pid, Asking("rectificatie", [wish]))
    two.giver.rights.decide(pid, asked.hash, Decision("afgewezen", "Dit klopt wel."))
    assert lines(two.giver) == []


def test_what_was_corrected_and_never_shared_is_told_to_nobody(two: Two) -> None:
    pid, _, wish = shared(two, groups=["identiteit"], explicit=[])
    correct(two, pid, wish)
    assert lines(two.giver) == []


def test_a_correction_of_what_never_leaves_is_told_to_nobody(two: Two) -> None:
    pid, _, _ = shared(two)
    promise = find_record(two.giver, pid, "afspraak")
    correct(two, pid, promise.id, {**promise.body, "werknotitie": "De fietsenbank is gebeld."})
    assert lines(two.giver) == []
    correct(two, pid, promise.id, {**promise.body, "wat": "iets anders"})
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]


@pytest.mark.parametrize("right", ["beperking", "bezwaar"])
def test_another_right_that_was_granted_is_no_correction(two: Two, right: str) -> None:
    pid, _, wish = shared(two)
    two.giver.dossiers.amend(pid, wish, BAKER)  # an ordinary change, the last before the decision
    decided(two, pid, right, wish, Decision("toegewezen"))
    assert lines(two.giver) == []


def test_an_erasure_that_somebody_else_signed_is_not_ours_to_tell(two: Two) -> None:
    pid, _, wish = shared(two, purpose="handover")
    two.taker.erasures.erase_items(pid, [wish], "niet-meer-nodig")
    with two.taker._session.portfolio(pid) as there:
        (tombstone,) = there.ledger.of(erasing.TYP)
    with two.giver._session.portfolio(pid) as here:
        with here.transaction():
            here.ledger.add(tombstone.jws.encode(), erasing.TYP)
        assert Facts(here, two.giver._session.own).changes == []
        two.giver._session.saved(here, ())
    assert lines(two.giver) == []


def test_who_got_the_corrected_version_only_needs_no_word(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    correct(two, pid, wish)
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    assert lines(two.giver) == []


def test_the_corrected_version_tells_it_too_once_it_arrived(two: Two) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    sent = two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING))
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]
    two.close(two.receive(sent))
    assert lines(two.giver) == []


def test_the_corrected_version_at_somebody_else_tells_the_first_nothing(
    two: Two, templates: Templates
) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    templates.copy("third", two.folder / "third")
    with Workspace.open(two.folder / "third", PASSPHRASE, clock=two.clock) as third:
        compare(two.giver, third, two.folder)
        compare(third, two.giver, two.folder)
        to, receipt = third.contacts.own.thumbprint, unused(two.folder / "third.receipt")
        request = consent_request(to, **{**EVERYTHING, "purpose": "cover"})
        consent = two.giver.consents.give(pid, request, two.folder).consent.id
        sent = two.giver.handovers.create(pid, consent, to, two.folder)
        third.handovers.receive(sent.file, answers=Answers("overnemen"), receipt=receipt)
    two.giver.handovers.close(receipt, Answers())
    assert [one.told.other for one in two.giver.notices.waiting()] == [two.to]


@pytest.mark.parametrize("who", ["giver", "taker"])
@pytest.mark.parametrize("erases", [True, False])
def test_told_again_under_a_new_card_and_answered_the_first_waits_no_more(
    two: Two, who: str, *, erases: bool
) -> None:
    pid, _, wish = shared(two)
    if erases:
        two.giver.erasures.erase_items(pid, [wish], "bezwaar")
    else:
        correct(two, pid, wish)
    (first,) = make_all(two, pid)
    two.giver.contacts.rotate()
    compare(two.taker, two.giver, two.folder)
    if who == "taker":
        two.taker.contacts.rotate()
        compare(two.giver, two.taker, two.folder)
    (again,) = make_all(two, pid)
    assert again.notice != first.notice
    assert [state for _, state in lines(two.giver)] == ["gemaakt", "gemaakt"]
    answer(two, again, "a")
    assert lines(two.giver) == []
    assert {one.told.state for one in two.giver.notices.all()} == {"beantwoord"}


def test_an_answer_about_other_items_leaves_a_notice_waiting(two: Two) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    make_all(two, pid)
    promise = find_record(two.giver, pid, "afspraak")
    two.giver.erasures.erase_items(pid, [promise.id], "bezwaar")
    waits = [one.told for one in two.giver.notices.waiting(pid) if one.told.state == "te-maken"]
    (made,) = two.giver.notices.tell(pid, waits, two.folder)
    answer(two, made, "a")
    assert lines(two.giver) == [("gecorrigeerd", "gemaakt")]


@pytest.mark.parametrize("by_right", [True, False])
def test_an_erasure_waits_too(two: Two, *, by_right: bool) -> None:
    pid, _, wish = shared(two)
    if by_right:
        yes = Decision("toegewezen", erase_ground="bezwaar")
        decided(two, pid, "wissing", wish, yes)
    else:
        two.giver.erasures.erase_items(pid, [wish], "niet-meer-nodig")
    assert lines(two.giver) == [("gewist", "te-maken")]
    (made,) = make_all(two, pid)
    assert made.about == "gewist"
    answer(two, made, "a")
    assert lines(two.giver) == []


def test_a_second_change_after_the_word_waits_again(two: Two) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    (first,) = make_all(two, pid)
    promise = find_record(two.giver, pid, "afspraak")
    two.giver.erasures.erase_items(pid, [wish], "bezwaar")
    correct(two, pid, promise.id, {**promise.body, "wat": "iets anders"})
    assert sorted(lines(two.giver)) == [
        ("gecorrigeerd", "gemaakt"),
        ("gecorrigeerd", "te-maken"),
        ("gewist", "te-maken"),
    ]
    waits = [one.told for one in two.giver.notices.waiting(pid) if one.told.state == "te-maken"]
    made = two.giver.notices.tell(pid, waits, two.folder)
    assert [one.about for one in made] == ["gewist", "gecorrigeerd"]
    two.clock.advance(minutes=1)
    assert [state for _, state in lines(two.giver)] == ["gemaakt"] * 3
    for n, one in enumerate([first, *made]):
        answer(two, one, f"a{n}")
    assert lines(two.giver) == []


def test_a_withdrawal_asks_everything_back_and_takes_its_place(two: Two) -> None:
    pid, consent, wish = shared(two)
    correct(two, pid, wish)
    (line,) = two.giver.notices.waiting()
    two.giver.notices.settle(pid, line.told.bundle, "De ontvanger is niet te bereiken.")
    assert lines(two.giver) == []
    two.clock.advance(minutes=1)
    two.giver.consents.withdraw(pid, consent, None)
    assert lines(two.giver) == [("toestemming-ingetrokken", "te-maken")]


def test_what_is_kept_after_a_withdrawal_is_still_corrected_and_erased(two: Two) -> None:
    pid, consent, wish = shared(two)
    promise = find_record(two.giver, pid, "afspraak")
    two.giver.consents.withdraw(pid, consent, None)
    (back,) = make_all(two, pid)
    correct(two, pid, promise.id, {**promise.body, "wat": "geen fiets"})
    assert lines(two.giver) == [("toestemming-ingetrokken", "gemaakt")]
    keep = Replies(Reply("wissen"), {promise.id: KEEP, wish: KEEP})
    answer(two, back, "a", keep)
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]
    yes = Decision("toegewezen", erase_ground="bezwaar")
    decided(two, pid, "wissing", wish, yes)
    gone = find_record(two.giver, pid, "certificaat").id  # there it went already
    two.giver.erasures.erase_items(pid, [gone], "onrechtmatig")
    assert sorted(lines(two.giver)) == [("gecorrigeerd", "te-maken"), ("gewist", "te-maken")]
    made = make_all(two, pid)
    assert {(one.about, one.items) for one in made} == {("gewist", 1), ("gecorrigeerd", 1)}
    assert [state for _, state in lines(two.giver)] == ["gemaakt"] * 2
    by_hand = two.giver.notices.correct(pid, None, two.folder)
    assert [(one.about, one.items) for one in by_hand] == [("gewist", 1)]
    for n, one in enumerate(made):
        answer(two, one, f"b{n}")
    assert lines(two.giver) == []
    assert not {wish, promise.id} & {one.id for one in two.taker.dossiers.read(pid)}


def change_both_ways(two: Two) -> tuple[str, list[Told]]:
    """Erased first, corrected an hour later: two lines about one bundle, neither told."""
    pid, _, wish = shared(two)
    two.giver.erasures.erase_items(pid, [wish], "bezwaar")
    two.clock.advance(days=1)
    promise = find_record(two.giver, pid, "afspraak")
    correct(two, pid, promise.id, {**promise.body, "wat": "iets anders"})
    return pid, [one.told for one in two.giver.notices.waiting(pid)]


def test_each_word_has_a_line_with_a_day_of_its_own(two: Two) -> None:
    pid, found = change_both_ways(two)
    assert [(one.about, one.since[:10]) for one in found] == [
        ("gewist", "2026-03-02"),
        ("gecorrigeerd", "2026-03-03"),
    ]
    (made,) = two.giver.notices.tell(pid, found[1:], two.folder)
    assert (made.about, made.items) == ("gecorrigeerd", 1)
    assert lines(two.giver) == [("gewist", "te-maken"), ("gecorrigeerd", "gemaakt")]


def test_who_closes_one_line_leaves_the_other(two: Two) -> None:
    pid, found = change_both_ways(two)
    erased, corrected = found
    two.giver.notices.settle(pid, erased.bundle, "De ontvanger is niet te bereiken.", [erased])
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]
    with pytest.raises(WrongUsage, match="no-such-notice"):
        two.giver.notices.settle(pid, erased.bundle, "Nog eens.", [erased])
    two.giver.notices.tell(pid, [corrected], two.folder)
    promise = find_record(two.giver, pid, "afspraak")
    correct(two, pid, promise.id, {**promise.body, "wat": "weer anders"})
    assert lines(two.giver) == [("gecorrigeerd", "gemaakt")]  # it had the old version only
    (made,) = (one.told for one in two.giver.notices.waiting(pid))
    two.giver.notices.settle(pid, made.bundle, "Nooit ingelezen.", [made])
    assert {one.told.state for one in two.giver.notices.all()} == {"afgesloten"}


def test_closing_a_bundle_closes_every_line_about_it(two: Two) -> None:
    pid, found = change_both_ways(two)
    two.giver.notices.settle(pid, found[0].bundle, "De ontvanger is niet te bereiken.")
    assert lines(two.giver) == []
    assert [one.told.state for one in two.giver.notices.all()] == ["afgesloten"] * 2


def test_closed_stays_closed_while_the_clock_goes_back_and_what_comes_later_waits(
    two: Two,
) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    (line,) = two.giver.notices.waiting()
    two.clock.advance(days=-1)
    two.giver.notices.settle(pid, line.told.bundle, "De ontvanger is niet te bereiken.")
    assert lines(two.giver) == []
    two.clock.advance(minutes=-10)
    promise = find_record(two.giver, pid, "afspraak")
    correct(two, pid, promise.id, {**promise.body, "wat": "iets anders"})
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]


def test_closed_with_a_reason_it_waits_no_more_until_something_else_changes(two: Two) -> None:
    pid, _, wish = shared(two)
    correct(two, pid, wish)
    (line,) = two.giver.notices.waiting()
    two.giver.notices.settle(pid, line.told.bundle, "De ontvanger is niet te bereiken.")
    assert [one.told.state for one in two.giver.notices.all()] == ["afgesloten"]
    two.clock.advance(minutes=1)
    promise = find_record(two.giver, pid, "afspraak")
    correct(two, pid, promise.id, {**promise.body, "wat": "iets anders"})
    assert lines(two.giver) == [("gecorrigeerd", "te-maken")]


def share_back(two: Two, pid: str) -> None:
    """The taker shares what it got further: with the giver, under a permission of its own."""
    own = two.giver.contacts.own.thumbprint
    request = consent_request(own, **{**EVERYTHING, "purpose": "advice", "later_items": False})
    further = two.taker.consents.give(pid, request, two.folder).consent.id
    two.taker.handovers.create(pid, further, own, two.folder / "terug.eportfolio")
    two.clock.advance(hours=1)


def test_what_somebody_else_asked_to_wipe_is_asked_back_by_its_own_permission(two: Two) -> None:
    pid, consent, _ = shared(two, purpose="handover")
    share_back(two, pid)
    two.giver.consents.withdraw(pid, consent, None)
    two.clock.advance(minutes=1)
    (made,) = make_all(two, pid)
    answer(two, made, "a")
    assert lines(two.taker) == []
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.taker.notices.correct(pid, None, two.folder)


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("reply", [Reply("wissen"), Reply("bewaren", GROUND)])
def test_an_erasure_of_ones_own_waits_whatever_is_answered_to_somebody_else(
    two: Two, reply: Reply, *, late: bool
) -> None:
    pid, consent, wish = shared(two, purpose="handover")
    share_back(two, pid)
    two.giver.consents.withdraw(pid, consent, None)
    two.clock.advance(minutes=1)
    (made,) = make_all(two, pid)
    assert made.file is not None
    out = two.folder / "a.acknowledgement"
    if late:  # the erasure stands right before the answer
        two.taker.notices.receive(made.file)
    two.taker.erasures.erase_items(pid, [wish], "niet-meer-nodig")
    assert ("gewist", "te-maken") in lines(two.taker)
    if late:
        two.taker.notices.answer(made.notice, Replies(reply), out)
    else:
        two.taker.notices.receive(made.file, Replies(reply), out)
    assert lines(two.taker) == [("gewist", "te-maken")]


@pytest.mark.parametrize("erases", [True, False])
def test_who_took_an_agreement_over_is_asked_about_it_all_the_same(
    two: Two, *, erases: bool
) -> None:
    pid, _, _ = shared(two, purpose="handover")
    promise = find_record(two.giver, pid, "afspraak")
    if erases:
        two.giver.erasures.erase_items(pid, [promise.id], "onrechtmatig")
    else:
        two.taker.dossiers.amend(pid, promise.id, {**promise.body, "status": "Loopt"})
        correct(two, pid, promise.id, {**promise.body, "wat": "geen fiets"})
    (made,) = make_all(two, pid)
    assert made.file is not None
    asked = two.taker.notices.look(made.file)
    assert [one.record for one in asked.lines] == [promise.id]
    answer(two, made, "a")
    assert lines(two.giver) == []
    assert promise.id not in {one.id for one in two.taker.dossiers.read(pid)}


def test_a_bundle_does_not_open_what_was_erased_at_the_sender(two: Two) -> None:
    pid, _, wish = shared(two)
    two.giver.dossiers.amend(pid, wish, BAKER)
    later = two.send(pid, two.consent(pid, **{**EVERYTHING, "purpose": "cover"}))
    two.giver.erasures.erase_items(pid, [wish], "onrechtmatig")
    made = next(one for one in make_all(two, pid) if one.bundle != later.bundle)
    assert made.file is not None
    two.taker.notices.receive(made.file)
    assert wish in two.taker.dossiers.locks(pid)
    two.receive(later)
    assert wish in two.taker.dossiers.locks(pid)


def test_nothing_to_tell_is_said(two: Two) -> None:
    pid, _, _ = shared(two)
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.giver.notices.tell(pid, [], two.folder)
