"""A permission that is taken back, and a correction, follow the copies; what waits is listed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from builders import EVERYTHING, PASSPHRASE, Two, consent_request, dossier, find_record, state

from eportfolio.bundle.notice import SETTLED_TYP
from eportfolio.bundle.receive import Answers
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted, StorageFault, WrongUsage
from eportfolio.portfolio.locking import OUTDATED, WITHDRAWN
from eportfolio.register import CLOSED, OPEN, Row
from eportfolio.signing import decode
from eportfolio.workspace import Workspace
from eportfolio.workspace.erasure import WORKING_COPY_DAYS
from eportfolio.workspace.notices import Made, TakenIn
from eportfolio.workspace.replying import Replies, Reply, read_replies
from eportfolio.workspace.rights import Asking, Decision

GROUND = "verzoek Wi 35, vierde lid"
ERASE_ALL = Replies(Reply("wissen"))
KEEP_ALL = Replies(Reply("bewaren", GROUND))


def states(workspace: Workspace, pid: str | None = None) -> list[str]:
    return [one.told.state for one in workspace.notices.waiting(pid)]


def every_state(workspace: Workspace) -> list[str]:
    return [one.told.state for one in workspace.notices.all()]


def given(two: Two, **changes: Any) -> tuple[str, str]:
    """A dossier that both have, and the permission it went under."""
    pid = two.load(dossier())
    consent = two.consent(pid, **EVERYTHING | changes)
    two.receive(two.send(pid, consent))
    return pid, consent


def taken_back(two: Two, pid: str, consent: str, reason: str | None = None) -> Made:
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, reason)
    two.clock.advance(minutes=1)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    two.clock.advance(minutes=1)
    return made


def told(two: Two, **changes: Any) -> tuple[str, Path]:
    pid, consent = given(two, **changes)
    made = taken_back(two, pid, consent)
    assert made.file is not None
    return pid, made.file


def compare_again(two: Two) -> None:
    """The taker reads today's card of the giver."""
    card = two.folder / "new.card"
    two.giver.contacts.export_own(card)
    two.taker.contacts.import_card(card, two.giver.contacts.own.fingerprint)


def answered(two: Two, file: Path, replies: Replies, name: str = "a") -> TakenIn:
    out = two.folder / f"{name}.acknowledgement"
    return two.taker.notices.receive(file, replies, out)


def test_a_withdrawal_says_who_must_be_told_and_waits_until_it_is_answered(two: Two) -> None:
    pid, consent = given(two)
    assert states(two.giver) == []
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    (line,) = two.giver.notices.waiting()
    assert (line.told.state, line.name) == ("te-maken", two.taker.contacts.own.name)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is not None
    assert made.file.suffix == ".withdrawal"
    assert states(two.giver, pid) == ["gemaakt"]
    assert states(two.giver, "0b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10") == []
    done = answered(two, made.file, ERASE_ALL)
    assert done.is_answered
    assert states(two.taker) == []
    assert done.answer is not None
    heard = two.giver.notices.close(done.answer)
    assert (heard.erased, heard.kept, heard.not_here) == (made.items, 0, 0)
    assert states(two.giver) == []
    assert every_state(two.giver) == ["beantwoord"]
    assert every_state(two.taker) == ["beantwoord"]
    assert two.giver.check().problems == ()
    assert two.taker.check().problems == ()


def test_only_who_is_chosen_is_told(two: Two) -> None:
    pid, consent = given(two)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.giver.notices.tell(pid, [], two.folder)
    (line,) = two.giver.notices.waiting()
    (made,) = two.giver.notices.tell(pid, [line.told], two.folder)
    assert made.bundle == line.told.bundle
    (line,) = two.giver.notices.waiting()
    (again,) = two.giver.notices.tell(pid, [line.told], two.folder)
    assert (again.notice, again.file != made.file) == (made.notice, True)


def test_without_answers_everything_is_locked_at_once_and_the_rest_stays_usable(two: Two) -> None:
    pid, file = told(two)
    mine = two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Van mij zelf"}).records[0]
    before = two.taker.dossiers.dump(pid)
    done = two.taker.notices.receive(file)
    assert not done.is_answered
    locks = two.taker.dossiers.locks(pid)
    assert set(done.records) == set(locks)
    assert {lock.reason for held in locks.values() for lock in held} == {WITHDRAWN}
    assert locks.keys() == {one.id for one in two.taker.dossiers.read(pid)} - {mine}
    after = two.taker.dossiers.dump(pid)
    assert (after.size, after.records) == (before.size + 1, before.records)  # the empty revision
    assert two.taker.dossiers.matches("kok") != {}
    assert states(two.taker) == ["te-beantwoorden"]
    assert two.taker.check().problems == ()
    two.taker.dossiers.amend(pid, mine, {"eigen_woorden": "Nog steeds van mij"})
    wish = next(iter(locks))
    with pytest.raises(NotPermitted, match="record-"):
        two.taker.dossiers.withdraw(pid, wish, "weg")


def test_nothing_locked_leaves_with_a_later_bundle(two: Two) -> None:
    pid, file = told(two)
    two.taker.notices.receive(file)
    mine = two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Van mij zelf"}).records[0]
    request = consent_request(two.giver.contacts.own.thumbprint, **EVERYTHING)
    consent = two.taker.consents.give(pid, request, two.folder).consent.id
    to = two.giver.contacts.own.thumbprint
    lines = two.taker.handovers.preview(pid, consent, to).lines
    assert {one.record for one in lines if one.versions} == {mine}
    assert {one.stays for one in lines if not one.versions} >= {"locked"}


def test_some_are_kept_on_a_ground_of_ones_own_and_the_rest_is_erased(two: Two) -> None:
    pid, file = told(two)
    client = find_record(two.taker, pid, "client").id
    keep = Reply("bewaren", GROUND, "zaak 12")
    done = answered(two, file, Replies(Reply("wissen"), {client: keep}))
    assert [one.kind for one in two.taker.dossiers.read(pid)] == ["client"]
    assert two.taker.dossiers.locks(pid) == {}
    assert done.kept == 1
    assert done.answer is not None
    heard = two.giver.notices.close(done.answer)
    assert heard.grounds == (GROUND,)
    two.taker.dossiers.amend(pid, client, find_record(two.taker, pid, "client").whole)
    assert two.taker.check().problems == ()


def test_what_the_law_would_keep_goes_where_there_is_no_ground(two: Two) -> None:
    pid, file = told(two)
    client = find_record(two.taker, pid, "client").id  # layer A
    with pytest.raises(NotPermitted, match="erasure-duty"):
        two.taker.erasures.erase_items(pid, [client], "toestemming-ingetrokken")
    copy = two.folder / "kopie"
    two.taker.backup(copy)
    done = answered(two, file, ERASE_ALL)
    assert [one.is_done for one in done.backups] == [True]
    assert two.taker.dossiers.read(pid) == []
    assert [one.name for one in two.taker.dossiers.caseload()] == [""]


def test_it_can_be_answered_later_and_the_same_answer_written_again(two: Two) -> None:
    pid, file = told(two)
    done = two.taker.notices.receive(file)
    asked = two.taker.notices.asked(done.notice)
    assert {one.record for one in asked.lines} == set(done.records)
    with pytest.raises(WrongUsage, match="notice-no-answers"):
        two.taker.notices.answer(done.notice, None, two.folder / "x.acknowledgement")
    with pytest.raises(NotPermitted, match="notice-answers"):
        two.taker.notices.answer(done.notice, Replies(), two.folder / "x.acknowledgement")
    assert states(two.taker) == ["te-beantwoorden"]
    one, again = two.folder / "1.acknowledgement", two.folder / "2.acknowledgement"
    two.taker.notices.answer(done.notice, KEEP_ALL, one)
    with pytest.raises(NotPermitted, match="notice-answered"):
        two.taker.notices.answer(done.notice, ERASE_ALL, again)
    two.taker.notices.answer(done.notice, None, again)
    assert two.giver.notices.close(again).kept == done_items(two, pid)
    assert two.giver.notices.close(one).kept == done_items(two, pid)  # twice is no harm
    with pytest.raises(WrongUsage, match="no-such-notice"):
        two.taker.notices.answer("0" * 64, None, again)


def done_items(two: Two, pid: str) -> int:
    (line,) = two.giver.notices.all()
    row = two.giver._session.register.find_bundle(line.told.bundle)
    assert row is not None
    with two.giver._session.portfolio(pid) as portfolio:
        known = portfolio.journal.texts()
    return sum(one in known for one in row.digests)


def test_a_lost_file_is_made_again_from_the_same_notice(two: Two) -> None:
    pid, consent = given(two)
    first = taken_back(two, pid, consent)
    assert first.file is not None
    first.file.unlink()
    (again,) = two.giver.notices.create(pid, consent, two.folder)
    assert (again.notice, again.file is not None) == (first.notice, True)
    assert len(two.giver.notices.all()) == 1
    assert again.file is not None
    assert two.taker.notices.receive(again.file).notice == first.notice


def test_the_reason_of_the_client_goes_to_nobody(two: Two) -> None:
    pid, consent = given(two)
    made = taken_back(two, pid, consent, "Geheime reden van de cliënt")
    assert made.file is not None
    asked = two.taker.notices.look(made.file)
    assert asked.notice.event is not None
    two.taker.notices.receive(made.file)
    with two.taker._session.portfolio(pid) as portfolio:
        said = " ".join(json.dumps(one.payload()) for one in portfolio.ledger.all())
    event = decode(asked.notice.event.split(".")[1]).decode()
    assert "Geheime" not in event + said
    (again,) = two.giver.notices.create(pid, consent, two.folder)
    assert again.notice == made.notice


def test_a_recipient_with_a_new_card_is_told_at_the_new_card(two: Two) -> None:
    pid, consent = given(two)
    two.taker.contacts.rotate()
    card = two.folder / "new.card"
    two.taker.contacts.export_own(card)
    two.giver.contacts.import_card(card, None)  # read, not compared: the old one is replaced
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is None
    assert made.problem is not None
    assert made.problem.key == "recipient-replaced"
    assert states(two.giver) == ["te-maken"]
    two.giver.contacts.import_card(card, two.taker.contacts.own.fingerprint)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is not None
    done = answered(two, made.file, ERASE_ALL)
    assert done.answer is not None
    two.giver.notices.close(done.answer)
    assert states(two.giver) == []


def test_a_sender_with_a_new_card_can_take_back_what_went_under_the_old_one(two: Two) -> None:
    pid, consent = given(two)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    for _ in range(2):  # the card in between was never read by the recipient
        two.giver.contacts.rotate()
    compare_again(two)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is not None
    done = answered(two, made.file, ERASE_ALL)
    assert done.answer is not None
    two.giver.notices.close(done.answer)
    assert states(two.giver) == []


def test_a_notice_that_was_lost_before_the_sender_had_a_new_card_is_signed_again(
    two: Two,
) -> None:
    pid, consent = given(two)
    first = taken_back(two, pid, consent)
    assert first.file is not None
    first.file.unlink()
    two.giver.contacts.rotate()
    compare_again(two)
    (again,) = two.giver.notices.create(pid, consent, two.folder)
    assert again.file is not None
    assert again.notice != first.notice
    done = answered(two, again.file, ERASE_ALL)
    assert done.answer is not None
    two.giver.notices.close(done.answer)
    assert states(two.giver) == []


def test_what_was_sent_twice_is_answered_once(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid, **EVERYTHING)
    lost = two.send(pid, consent)
    lost.file.unlink()
    two.receive(two.send(pid, consent))
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    assert states(two.giver) == ["te-maken", "te-maken"]
    made = two.giver.notices.create(pid, consent, two.folder)
    answers = []
    for n, one in enumerate(made):
        assert one.file is not None
        if one.bundle == lost.bundle:
            with pytest.raises(NotAuthentic, match="notice-unknown-bundle"):
                answered(two, one.file, ERASE_ALL, str(n))
        else:
            answers.append(answered(two, one.file, ERASE_ALL, str(n)).answer)
    (answer,) = answers
    assert answer is not None
    two.giver.notices.close(answer)
    assert states(two.giver) == []


@pytest.mark.parametrize("first", [0, 1])
def test_what_arrived_twice_can_be_answered_by_either_notice(two: Two, first: int) -> None:
    pid, consent = given(two)
    assert two.receive(two.send(pid, consent)).relation == "same"
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    made = two.giver.notices.create(pid, consent, two.folder)
    for n in (first, 1 - first):
        two.clock.advance(minutes=1)
        assert made[n].file is not None
        taken = answered(two, made[n].file, ERASE_ALL, str(n))
        assert taken.erased == made[n].items
        assert taken.answer is not None
        two.giver.notices.close(taken.answer)
        assert states(two.giver) == []


def test_a_bundle_under_it_is_refused_from_then_on(two: Two) -> None:
    pid, consent = given(two, one_bundle=False)
    two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "Later"})
    late = two.send(pid, consent)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    notices = two.giver.notices.create(pid, consent, two.folder)
    first = next(one for one in notices if one.bundle != late.bundle)
    assert first.file is not None
    two.taker.notices.receive(first.file)
    with pytest.raises(NotPermitted, match="consent-known-withdrawn"):
        two.receive(late)


# A new permission


def test_a_later_permission_brings_back_what_was_erased_and_ends_locks(two: Two) -> None:
    pid, file = told(two)
    answered(two, file, ERASE_ALL)
    assert two.taker.dossiers.read(pid) == []
    two.clock.advance(days=1)
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    assert two.receive(sent).relation == "fills"
    assert {one.kind for one in two.taker.dossiers.read(pid)} >= {"client", "wens"}
    assert two.taker.dossiers.locks(pid) == {}
    assert two.taker.check().problems == ()


def test_a_later_permission_opens_what_was_locked(two: Two) -> None:
    pid, file = told(two)
    two.taker.notices.receive(file)
    assert two.taker.dossiers.locks(pid)
    two.clock.advance(days=1)
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    assert two.receive(sent).relation == "fills"
    assert two.taker.dossiers.locks(pid) == {}
    (line,) = two.taker.notices.waiting()
    out = two.folder / "later.acknowledgement"
    done = two.taker.notices.answer(line.told.notice, Replies(), out)
    assert done.erased == 0
    assert two.giver.notices.close(out).grounds == ("andere toestemming",)


def test_a_narrower_permission_opens_only_what_it_names(two: Two) -> None:
    pid, file = told(two)
    two.taker.notices.receive(file)
    two.clock.advance(days=1)
    two.receive(two.send(pid, two.consent(pid, groups=["identiteit", "uren"])))
    kinds = {one.id: one.kind for one in two.taker.dossiers.read(pid)}
    locked = {kinds[one] for one in two.taker.dossiers.locks(pid)}
    assert {"client", "urenregel"} & locked == set()
    assert {"wens", "gezondheid"} <= locked


def test_a_notice_that_is_older_than_a_newer_permission_is_refused(two: Two) -> None:
    pid, file = told(two)
    two.clock.advance(days=1)
    received = two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    two.close(received)
    before = state(two.taker, pid)
    with pytest.raises(NotPermitted, match="notice-superseded"):
        two.taker.notices.receive(file)
    assert state(two.taker, pid) == before
    assert two.taker.dossiers.locks(pid) == {}


def row_of(two: Two, pid: str) -> Row:
    row = two.giver.dossiers.find(pid)
    assert row is not None
    return row


@pytest.mark.parametrize("kept", ["nothing", "client", "all"])
def test_what_the_successor_wiped_is_not_erased_here_as_well(two: Two, kept: str) -> None:
    pid = two.load([one for one in dossier() if one["kind"] != "afspraak"])
    consent = two.consent(pid, **EVERYTHING)
    two.close(two.receive(two.send(pid, consent)))
    (client,) = (one.id for one in two.giver.dossiers.read(pid) if one.kind == "client")
    file = taken_back(two, pid, consent).file
    assert file is not None
    replies = {
        "nothing": ERASE_ALL,
        "client": Replies(Reply("wissen"), {client: Reply("bewaren", GROUND)}),
        "all": Replies(Reply("bewaren", GROUND)),
    }[kept]
    done = answered(two, file, replies)
    assert done.answer is not None
    assert two.giver.notices.close(done.answer).is_open_again == (kept == "nothing")
    two.clock.advance(days=WORKING_COPY_DAYS)
    assert len(two.giver.erasures.due()) == (kept == "all")
    if kept != "all":
        reason = "unknown-date" if kept == "nothing" else "only-here"
        with pytest.raises(NotPermitted, match=reason):
            two.giver.erasures.erase_dossier(pid)
    # Nobody else keeps it any more: it is this one's again, and goes on here.
    assert row_of(two, pid).status == (OPEN if kept == "nothing" else CLOSED)
    if kept == "nothing":
        two.giver.dossiers.add(pid, "wens", {"eigen_woorden": "verder"})
        two.clock.advance(days=1)
        again = two.send(pid, two.consent(pid, **EVERYTHING))
        # Both wrote since: the other side that it was taken back, this side a wish.
        two.close(two.receive(again, choices={}))
        assert row_of(two, pid).status == CLOSED


def test_what_went_again_and_arrived_waits_no_longer(two: Two) -> None:
    pid, _ = told(two, purpose="cover")
    two.clock.advance(days=1)
    sent = two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING))
    received = two.receive(sent)
    assert states(two.giver) == ["gemaakt"]
    two.close(received)
    assert states(two.giver) == []
    assert every_state(two.giver) == ["vervangen"]


def test_a_notice_locks_what_a_narrower_permission_leaves_out(two: Two) -> None:
    pid, file = told(two, purpose="cover")
    two.clock.advance(days=1)
    narrow = two.consent(pid, purpose="cover", groups=["identiteit", "uren"])
    two.receive(two.send(pid, narrow))
    two.taker.notices.receive(file)
    kinds = {one.id: one.kind for one in two.taker.dossiers.read(pid)}
    locked = {kinds[one] for one in two.taker.dossiers.locks(pid)}
    assert {"client", "urenregel"} & locked == set()
    assert {"wens", "gezondheid"} <= locked


def test_a_permission_for_another_purpose_is_not_taken_back_with_it(two: Two) -> None:
    pid = two.load(dossier())
    cover = two.consent(pid, purpose="cover", **EVERYTHING)
    two.receive(two.send(pid, cover))
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    made = taken_back(two, pid, cover)
    assert made.file is not None
    with pytest.raises(NotPermitted, match="notice-superseded"):
        two.taker.notices.receive(made.file)


# Where the chain is continued elsewhere


def test_a_temporary_copy_gets_no_revision_of_its_own(two: Two) -> None:
    pid, file = told(two, purpose="cover")
    before = two.taker.dossiers.dump(pid).head
    two.taker.notices.receive(file)
    assert two.taker.dossiers.dump(pid).head == before
    assert two.taker.dossiers.locks(pid)


# Corrections and erasures


def corrected(two: Two) -> tuple[str, Any, Path]:
    pid, _ = given(two, purpose="cover", later_items=False)
    wish = find_record(two.giver, pid, "wens").id
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "Ik wil bakker worden"})
    (made,) = two.giver.notices.correct(pid, wish, two.folder)
    assert made.file is not None
    assert (made.about, made.items) == ("gecorrigeerd", 1)
    return pid, wish, made.file


def test_a_correction_marks_the_earlier_version_until_the_new_one_comes(two: Two) -> None:
    pid, wish, file = corrected(two)
    two.taker.notices.receive(file)
    locks = two.taker.dossiers.locks(pid)
    assert [lock.reason for lock in locks[wish]] == [OUTDATED]
    assert locks.keys() == {wish}
    assert states(two.giver) == ["gemaakt"]
    two.clock.advance(days=1)
    two.receive(two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING)))
    assert two.taker.dossiers.locks(pid) == {}
    (line,) = two.taker.notices.waiting()
    out = two.folder / "c.acknowledgement"
    two.taker.notices.answer(line.told.notice, Replies(), out)
    assert two.giver.notices.close(out).grounds == ("nieuwe versie",)
    assert states(two.giver) == []


def test_a_correction_that_comes_after_its_version_locks_nothing(two: Two) -> None:
    pid, _, file = corrected(two)
    two.clock.advance(days=1)
    two.receive(two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING)))
    asked = two.taker.notices.look(file)
    assert (asked.lines, asked.others) == ((), 1)
    done = answered(two, file, Replies())
    assert (done.kept, two.taker.dossiers.locks(pid)) == (1, {})


def test_a_corrected_item_is_erased_there_when_it_is_not_kept(two: Two) -> None:
    pid, wish, file = corrected(two)
    done = answered(two, file, ERASE_ALL)
    assert done.erased == 1
    assert wish not in {one.id for one in two.taker.dossiers.read(pid)}


def test_what_was_erased_here_is_told_to_who_has_it(two: Two) -> None:
    pid, _ = given(two)
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.giver.notices.correct(pid, None, two.folder)
    wish = find_record(two.giver, pid, "wens").id
    two.giver.erasures.erase_items(pid, [wish], "onrechtmatig")
    (made,) = two.giver.notices.correct(pid, None, two.folder)
    (again,) = two.giver.notices.correct(pid, None, two.folder)
    assert (made.about, again.notice) == ("gewist", made.notice)
    assert made.file is not None
    done = answered(two, made.file, ERASE_ALL)
    assert wish not in {one.id for one in two.taker.dossiers.read(pid)}
    assert done.answer is not None
    two.giver.notices.close(done.answer)
    assert states(two.giver) == []


def test_nobody_is_told_of_a_correction_of_what_was_never_shared(two: Two) -> None:
    pid, _ = given(two, purpose="cover", groups=["identiteit"], explicit=[], later_items=False)
    wish = find_record(two.giver, pid, "wens").id
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "Ik wil bakker worden"})
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.giver.notices.correct(pid, wish, two.folder)


# Refusals of the sender's side


def test_a_notice_is_only_made_of_a_permission_that_was_taken_back(two: Two) -> None:
    pid, consent = given(two)
    with pytest.raises(NotPermitted, match="notice-not-withdrawn"):
        two.giver.notices.create(pid, consent, two.folder)
    with pytest.raises(WrongUsage, match="no-such-consent"):
        two.giver.notices.create(pid, "onbekend", two.folder)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    with pytest.raises(WrongUsage, match="no-such-file"):
        two.giver.notices.create(pid, consent, two.folder / "nergens")
    assert states(two.giver) == ["te-maken"]


def test_a_permission_that_was_never_used_tells_nobody(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    assert states(two.giver) == []
    with pytest.raises(NotPermitted, match="notice-nothing"):
        two.giver.notices.create(pid, consent, two.folder)


@pytest.mark.parametrize("made", [True, False])
def test_who_will_not_answer_is_closed_with_a_reason(two: Two, *, made: bool) -> None:
    pid, consent = given(two)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    if made:
        two.giver.notices.create(pid, consent, two.folder)
    (line,) = two.giver.notices.waiting()
    with pytest.raises(InvalidRecord, match="no-reason"):
        two.giver.notices.settle(pid, line.told.bundle, " ")
    two.giver.notices.settle(pid, line.told.bundle, "Het bestand is nooit ingelezen.")
    assert every_state(two.giver) == ["afgesloten"]
    with pytest.raises(WrongUsage, match="no-such-notice"):
        two.giver.notices.settle(pid, line.told.bundle, "Nog eens.")


def test_closed_before_the_word_was_kept_it_was_about_the_permission(two: Two) -> None:
    pid, consent = given(two)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    (line,) = two.giver.notices.waiting()
    session = two.giver._session
    with session.portfolio(pid) as portfolio:
        payload = {
            "v": 1,
            "pid": pid,
            "bundle": line.told.bundle,
            "notice": None,
            "reason": "Het bestand is nooit ingelezen.",
            "at": two.clock.now.isoformat(),
            "by": session.author.json(),
            "head": portfolio.head,
            "ledger": portfolio.ledger.tip()[1],
        }
        with portfolio.transaction():
            portfolio.ledger.sign(payload, SETTLED_TYP, session.signer)
        session.saved(portfolio, ())
    assert every_state(two.giver) == ["afgesloten"]
    assert two.giver.check().problems == ()


def test_a_recipient_who_is_not_trusted_any_more_is_not_told_in_silence(two: Two) -> None:
    pid, consent = given(two)
    two.giver.contacts.revoke(two.to)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.problem is not None
    assert made.problem.key == "recipient-revoked"
    assert states(two.giver) == ["te-maken"]


def test_a_dossier_about_which_something_waits_is_not_destroyed(two: Two) -> None:
    pid = two.load([one for one in dossier() if one["kind"] != "afspraak"])
    consent = two.consent(pid, **EVERYTHING)
    sent = two.send(pid, consent)
    two.close(two.receive(sent))
    two.clock.advance(days=40)
    wish = find_record(two.giver, pid, "wens").id
    two.giver.erasures.erase_items(pid, [wish], "niet-meer-nodig")
    with pytest.raises(NotPermitted, match="notice-open"):
        two.giver.erasures.erase_dossier(pid)
    two.giver.notices.settle(pid, sent.bundle, "Ontvanger is onbereikbaar.")
    two.giver.erasures.erase_dossier(pid)
    assert two.giver.notices.all() == []


def test_after_the_loss_of_the_register_it_still_waits_and_can_be_told(two: Two) -> None:
    pid, consent = given(two)
    sent = two.giver._session.register.bundles(pid)[0]
    receipt = two.folder / f"{sent.id}.receipt"
    two.giver.handovers.close(receipt, Answers())
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    path = two.giver.path
    two.giver.close()
    (path / "register.db").unlink()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    (line,) = two.giver.notices.waiting()
    assert (line.told.state, line.name) == ("te-maken", "")
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.problem is not None
    assert (made.problem.key, made.name) == ("unknown-recipient", two.taker.contacts.own.name)
    card = two.folder / "again.card"
    two.taker.contacts.export_own(card)
    two.giver.contacts.import_card(card, two.taker.contacts.own.fingerprint)
    (made,) = two.giver.notices.create(pid, consent, two.folder)
    assert made.file is not None
    assert two.taker.notices.look(made.file).notice.sha256 == sent.sha256
    assert answered(two, made.file, ERASE_ALL).is_answered


def test_an_older_register_learns_what_waits(two: Two) -> None:
    pid, consent = given(two)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, consent, None)
    two.giver._session.register.store.write("DROP TABLE withdrawals", ())
    path = two.giver.path
    two.giver.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert states(two.giver) == ["te-maken"]


def test_a_register_with_one_line_for_each_bundle_learns_of_every_word(two: Two) -> None:
    pid, _ = given(two)
    register = two.giver._session.register.store
    register.write("DROP TABLE withdrawals", ())
    register.write(
        "CREATE TABLE withdrawals (portfolio TEXT, direction TEXT NOT NULL, bundle TEXT,"
        " notice TEXT, about TEXT NOT NULL, state TEXT NOT NULL, other TEXT NOT NULL,"
        " consent TEXT NOT NULL, since TEXT NOT NULL,"
        " PRIMARY KEY (portfolio, bundle, notice)) WITHOUT ROWID",
        (),
    )
    path = two.giver.path
    two.giver.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    wish, promise = (find_record(two.giver, pid, one) for one in ("wens", "afspraak"))
    two.giver.erasures.erase_items(pid, [wish.id], "bezwaar")
    new = {promise.id: {**promise.body, "wat": "iets anders"}}
    asked = two.giver.rights.request(pid, Asking("rectificatie", [promise.id]))
    two.giver.rights.decide(pid, asked.hash, Decision("toegewezen", changes=new))
    assert states(two.giver) == ["te-maken", "te-maken"]
    two.giver.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert states(two.giver) == ["te-maken", "te-maken"]


# Answers


@pytest.mark.parametrize(
    "data",
    [
        {"default": "houden"},
        {"default": "bewaren"},
        {"default": "bewaren", "ground": "omdat het kan"},
        {"default": "wissen", "ground": GROUND},
        {"answers": [{"record": "x"}]},
        {"answers": [{"record": 1, "answer": "wissen"}]},
        {"answers": [{"record": "x", "answer": "wissen", "waarom": "x"}]},
        {"answers": [{"record": "x", "answer": "wissen"}] * 2},
        {"answers": {"record": "x"}},
        {"answers": "x"},
        {"default": "wissen", "source": "\x1b[2J"},
        {"iets": 1},
    ],
    ids=str,
)
def test_answers_of_another_shape_are_refused(data: dict[str, Any]) -> None:
    with pytest.raises(InvalidRecord, match="notice-replies"):
        read_replies(data)


def test_what_stays_keeps_its_document_and_never_goes_along_with_what_is_wiped(two: Two) -> None:
    pid, file = told(two)
    certificate = find_record(two.taker, pid, "certificaat").id
    document = find_record(two.taker, pid, "certificaat").body["bestand"]
    before = state(two.taker, pid)
    alone = Replies(Reply("wissen"), {document: Reply("bewaren", GROUND, "zaak 12")})
    with pytest.raises(NotPermitted, match="notice-together") as failure:
        answered(two, file, alone)
    assert failure.value.facts["records"] == [document]
    assert state(two.taker, pid) == before
    both = Replies(Reply("wissen"), {certificate: Reply("bewaren", GROUND, "zaak 12")})
    done = answered(two, file, both, "b")
    assert {one.id for one in two.taker.dossiers.read(pid)} == {certificate, document}
    assert (done.kept, two.taker.dossiers.locks(pid)) == (2, {})
    assert two.taker.check().problems == ()


def test_a_document_under_another_permission_stays_when_what_names_it_is_wiped(two: Two) -> None:
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, purpose="advice", groups=["documenten"])))
    (photo,) = {one.id for one in two.taker.dossiers.read(pid)}
    proof = {"type": "BUITENL_DIPLOMA", "titel": "Diploma", "bestand": photo}
    two.giver.dossiers.add(pid, "certificaat", proof)
    two.clock.advance(hours=1)
    consent = two.consent(pid, **EVERYTHING)
    two.receive(two.send(pid, consent))
    file = taken_back(two, pid, consent).file
    assert file is not None
    assert photo not in {one.record for one in two.taker.notices.look(file).lines}
    answered(two, file, ERASE_ALL)
    assert [one.id for one in two.taker.dossiers.read(pid)] == [photo]
    assert two.taker.check().problems == ()


def test_what_is_only_about_a_wiped_record_goes_with_the_answer_for_all(two: Two) -> None:
    pid, file = told(two)
    certificate = find_record(two.taker, pid, "certificaat").id
    document = find_record(two.taker, pid, "certificaat").body["bestand"]
    answered(two, file, Replies(KEEP_ALL.default, {certificate: Reply("wissen")}))
    assert not {certificate, document} & {one.id for one in two.taker.dossiers.read(pid)}
    assert two.taker.check().problems == ()


def test_an_answer_about_another_record_changes_nothing(two: Two) -> None:
    pid, file = told(two)
    other: Any = "0b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10"
    before = state(two.taker, pid)
    with pytest.raises(InvalidRecord, match="notice-replies"):
        answered(two, file, Replies(Reply("wissen"), {other: Reply("wissen")}))
    with pytest.raises(NotPermitted, match="notice-answers"):
        answered(two, file, Replies())
    with pytest.raises(StorageFault, match="exists"):
        two.taker.notices.receive(file, ERASE_ALL, file)
    with pytest.raises(WrongUsage, match="notice-no-answers"):
        two.taker.notices.receive(file, None, two.folder / "y.acknowledgement")
    assert state(two.taker, pid) == before
    assert two.taker.notices.all() == []
    assert not list(two.folder.glob("*.acknowledgement"))
    replies = read_replies(
        {"default": "wissen", "answers": [{"record": "x", "answer": "bewaren", "ground": GROUND}]}
    )
    assert replies == Replies(Reply("wissen"), {"x": Reply("bewaren", GROUND)})  # type: ignore[dict-item]


def test_who_stops_a_renewed_permission_is_told_to_all_that_have_a_copy(two: Two) -> None:
    pid, consent = given(two)
    elsewhere = two.consent(pid, **EVERYTHING | {"purpose": "advice"})
    two.send(pid, elsewhere)
    two.clock.advance(hours=1)
    renewed = two.consent(pid, **EVERYTHING)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, renewed, "vertrouwt het niet meer")
    found = {one.consent.id: one.state for one in two.giver.consents.all(pid)}
    assert found == {consent: "withdrawn", elsewhere: "given", renewed: "withdrawn"}
    (line,) = two.giver.notices.waiting()
    assert line.told.state == "te-maken"
    two.clock.advance(minutes=1)
    (made,) = two.giver.notices.tell(pid, [line.told], two.folder)
    assert made.file is not None
    for either in (consent, renewed):
        (again,) = two.giver.notices.create(pid, either, two.folder)
        assert again.notice == made.notice
    done = answered(two, made.file, ERASE_ALL)
    assert done.answer is not None
    heard = two.giver.notices.close(done.answer)
    assert (heard.erased, heard.kept) == (made.items, 0)
    assert states(two.giver) == []
    assert two.giver.check().problems == ()
    with pytest.raises(NotPermitted, match="consent-withdrawn"):
        two.send(pid, consent)


def test_a_permission_that_was_replaced_and_brought_nothing_stays_so(two: Two) -> None:
    pid = two.load(dossier())
    first, renewed = two.consent(pid), two.consent(pid)
    two.clock.advance(hours=1)
    two.giver.consents.withdraw(pid, renewed, None)
    found = {one.consent.id: one.state for one in two.giver.consents.all(pid)}
    assert found == {first: "superseded", renewed: "withdrawn"}
    assert states(two.giver) == []


def test_a_colleague_who_tells_of_a_withdrawal_does_not_end_a_permission_that_is_ours(
    two: Two,
) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid, purpose="cover", one_bundle=False, **EVERYTHING)
    two.receive(two.send(pid, consent), answers=Answers())
    two.clock.advance(days=1)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil leren lassen"})
    back = two.taker.handovers.create_return(pid, two.folder)
    two.giver.handovers.receive(back.file, answers=Answers())
    two.clock.advance(days=1)
    two.taker.consents.withdraw(pid, consent, None)
    (made,) = two.taker.notices.create(pid, consent, two.folder)
    assert made.file is not None
    assert two.giver.notices.look(made.file).to_record
    assert two.giver.notices.receive(made.file).to_record
    assert two.send(pid, consent).records  # until it is recorded here, it holds here
    two.giver.consents.withdraw(pid, consent, None)
    with pytest.raises(NotPermitted, match="consent-withdrawn"):
        two.send(pid, consent)
    assert "te-maken" in states(two.giver, pid)
