"""A locked record is neither changed nor shared, and stays readable."""

from __future__ import annotations

from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, find_record, state
from builders_consent import History, decision, named, paper, put, react

from eportfolio.bundle.receive import Answer, Answers, Choices
from eportfolio.consent import permit
from eportfolio.errors import NotAuthentic, NotPermitted, Unsupported
from eportfolio.ledger import Statement
from eportfolio.portfolio import locking
from eportfolio.portfolio.locking import OUTDATED, RESTRICTED, WITHDRAWN, Lock, locked
from eportfolio.records import RecordId
from eportfolio.signing import dump_json, encode
from eportfolio.workspace import Workspace

A, B = (
    RecordId("0b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10"),
    RecordId("1b54c1f0-7d0e-4e61-8f6f-6d5f2b7d9f10"),
)
AT = "2026-03-02T09:00:00+00:00"


def said(typ: str = locking.LOCK_TYP, **changes: Any) -> Statement:
    payload = {"v": 1, "records": [A], "reason": WITHDRAWN, "notice": None, "at": AT} | changes
    jws = f"x.{encode(dump_json(payload))}.x"
    return Statement(1, "", typ, jws, "")


def set_lock(workspace: Workspace, pid: str, record: Any, reason: str = RESTRICTED) -> None:
    session = workspace._session
    with session.portfolio(pid) as portfolio:
        with portfolio.transaction():
            locking.lock(
                portfolio,
                [record],
                reason=reason,
                signer=session.signer,
                author=session.author,
                at=session.now(),
            )
        session.saved(portfolio, ())


def end_lock(workspace: Workspace, pid: str, record: Any, reason: str = RESTRICTED) -> None:
    session = workspace._session
    with session.portfolio(pid) as portfolio:
        with portfolio.transaction():
            locking.unlock(
                portfolio,
                [record],
                reason=reason,
                ground="opgeheven",
                signer=session.signer,
                author=session.author,
                at=session.now(),
            )
        session.saved(portfolio, ())


# Which records


def test_an_unlock_ends_the_lock_for_its_own_reason_and_notice_only() -> None:
    both = [said(), said(reason=RESTRICTED), said(notice="n1"), said(records=[A, B])]
    found = locked(both)
    assert {lock.reason for lock in found[A]} == {WITHDRAWN, RESTRICTED}
    assert [(lock.reason, lock.notice) for lock in found[B]] == [(WITHDRAWN, None)]
    after = locked([*both, said(locking.UNLOCK_TYP, ground="x")])
    assert {(lock.reason, lock.notice) for lock in after[A]} == {
        (RESTRICTED, None),
        (WITHDRAWN, "n1"),
    }
    assert B in after
    assert locked([said(), said(locking.UNLOCK_TYP)]) == {}


def test_an_unlock_of_what_is_open_says_nothing_and_a_lock_holds_from_the_first() -> None:
    assert locked([said(locking.UNLOCK_TYP)]) == {}
    later = said(at="2026-03-05T09:00:00+00:00")
    ((one,),) = locked([said(), later]).values()
    assert isinstance(one, Lock)
    assert one.since.day == 2


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": "zomaar"},
        {"records": ["geen-id"]},
        {"records": A},
        {"notice": 1},
        {"at": "gisteren"},
        {"at": None},
        {"reason": None},
    ],
    ids=str,
)
def test_a_statement_of_another_shape_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthentic, match="lock"):
        locked([said(**changes)])


def test_a_newer_format_is_refused() -> None:
    with pytest.raises(Unsupported):
        locked([said(v=2)])


# Saving


def test_a_locked_record_is_not_changed_and_can_be_read(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens")
    two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "Ik wil bakker worden"})
    set_lock(two.giver, pid, wish.id)
    before = state(two.giver, pid)
    for refused in (
        lambda: two.giver.dossiers.amend(pid, wish.id, {"eigen_woorden": "Iets anders"}),
        lambda: two.giver.dossiers.withdraw(pid, wish.id, "vergissing"),
        lambda: two.giver.dossiers.undo(pid, before["size"]),
    ):
        with pytest.raises(NotPermitted, match="record-locked"):
            refused()
    assert state(two.giver, pid) == before
    assert two.giver.dossiers.matches("bakker") == {pid: [wish.id]}
    assert [one.reason for one in two.giver.dossiers.locks(pid)[wish.id]] == [RESTRICTED]
    assert two.giver.check().problems == ()


def test_the_client_can_react_to_it_and_the_rest_goes_on(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    set_lock(two.giver, pid, wish)
    answer = {"record": wish, "antwoord": "klopt niet", "dag": "2026-03-01"}
    two.giver.dossiers.add(pid, "reactie", answer)
    agreement = find_record(two.giver, pid, "afspraak")
    two.giver.dossiers.amend(pid, agreement.id, agreement.whole | {"status": "Loopt"})


def test_after_an_unlock_it_can_be_changed_again(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    set_lock(two.giver, pid, wish)
    end_lock(two.giver, pid, wish, WITHDRAWN)
    with pytest.raises(NotPermitted, match="record-locked"):
        two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "Iets anders"})
    end_lock(two.giver, pid, wish)
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "Iets anders"})


# Sharing


def test_a_locked_record_stays_with_its_reactions_and_documents() -> None:
    history = History.of(
        [put("w", "wens", eigen_woorden="kok"), put("v", "wens", eigen_woorden="bakker")],
        [react("r", "w", "klopt"), react("s", "v", "klopt")],
        [
            paper("doc", "f1"),
            put("cert", "certificaat", type="BUITENL_DIPLOMA", titel="D", bestand="doc"),
        ],
    )
    consent = decision(head=history.head)
    found = permit(
        consent, history.versions, history.below("h3"), [RecordId("w"), RecordId("cert")]
    )
    assert {named("v", "h1"), named("s", "h2")} == found.digests
    assert found.reasons[named("w", "h1")] == "locked"
    assert found.reasons[named("r", "h2")] == "locked"
    assert found.reasons[named("cert", "h3")] == "locked"
    assert found.reasons[named("doc", "h3")] == "scope"
    assert found.attachments == frozenset()
    assert found.withheld == 4


def test_what_never_leaves_is_said_to_be_never_also_when_locked() -> None:
    history = History.of([put("m", "verhaal", onderdelen=[{"tekst": "x", "laag": "X"}])])
    consent = decision(head=history.head)
    open_ = permit(consent, history.versions, history.below("h1"))
    shut = permit(consent, history.versions, history.below("h1"), [RecordId("m")])
    assert shut.reasons[named("m", "h1", "X")] == "never"
    assert set(shut.reasons) >= set(open_.reasons)


def test_a_locked_record_does_not_travel(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    set_lock(two.giver, pid, wish)
    consent = two.consent(pid, **EVERYTHING)
    lines = two.giver.handovers.preview(pid, consent, two.to).lines
    assert {one.stays for one in lines if one.record == wish} == {"locked"}
    sent = two.send(pid, consent)
    assert sent.withheld == 1
    two.receive(sent)
    assert wish not in {one.id for one in two.taker.dossiers.read(pid)}
    assert two.taker.dossiers.locks(pid) == {}  # locks do not travel


# Import


def back_and_forth(two: Two) -> tuple[str, Any]:
    """A dossier that both have, in which the taker locked the agreement."""
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING)))
    agreement = find_record(two.taker, pid, "afspraak")
    set_lock(two.taker, pid, agreement.id)
    return pid, agreement


def test_no_answer_is_written_over_a_locked_agreement(two: Two) -> None:
    pid, agreement = back_and_forth(two)
    sent = two.send(pid, two.consent(pid, **EVERYTHING))
    change = Answer("wijzigen", "anders", {"voor_datum": "2026-12-01"})
    with pytest.raises(NotPermitted, match="record-locked"):
        two.receive(sent, answers=Answers(None, {agreement.id: change}))
    two.receive(sent)
    now = find_record(two.taker, pid, "afspraak")
    assert (now.seq, now.body) == (agreement.seq, agreement.body)
    assert two.taker.dossiers.locks(pid).keys() == {agreement.id}


@pytest.mark.parametrize("default", ["theirs", None])
def test_a_merge_keeps_our_version_of_a_locked_record(two: Two, default: str | None) -> None:
    pid = two.load(dossier())
    two.receive(two.send(pid, two.consent(pid, **EVERYTHING)))
    wish = find_record(two.giver, pid, "wens").id
    two.taker.dossiers.amend(pid, wish, {"eigen_woorden": "Van ons"})
    set_lock(two.taker, pid, wish, OUTDATED)
    two.giver.dossiers.amend(pid, wish, {"eigen_woorden": "Van hen"})
    sent = two.send(pid, two.consent(pid, purpose="cover", **EVERYTHING))
    for choice in ("theirs", {"eigen_woorden": "Iets anders"}):
        with pytest.raises(NotPermitted, match="record-locked"):
            two.receive(sent, choices=Choices(default, {wish: choice}))
    two.receive(sent, choices=Choices(default))
    assert find_record(two.taker, pid, "wens").body == {"eigen_woorden": "Van ons"}
    assert two.taker.check().problems == ()
