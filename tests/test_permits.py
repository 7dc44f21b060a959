"""What may be done in a dossier is said before somebody types, and it is what saving does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier, find_record
from test_cover import NEW, lend, lent, send_back, settle, take_back
from test_locks import set_lock

from eportfolio.errors import EportfolioError
from eportfolio.portfolio.locking import WITHDRAWN
from eportfolio.workspace import Workspace
from eportfolio.workspace.permits import Lent, Permits


def permits(workspace: Workspace, pid: str) -> Permits:
    """Asked, and held against what an attempt to save gives, record by record."""
    found = workspace.dossiers.permits(pid)
    for one in workspace.dossiers.read(pid):
        expected = found.adding or found.records.get(one.id, "")
        said = refusal(workspace, pid, one)
        assert said == {WITHDRAWN: "record-locked"}.get(expected, expected), one.kind
    return found


def refusal(workspace: Workspace, pid: str, one: Any) -> str:
    """Why a record cannot be changed: nothing is changed, for want of a reason."""
    with pytest.raises(EportfolioError) as error:
        workspace.dossiers.withdraw(pid, one.id, "")
    return "" if error.value.code == "invalid-record" else error.value.key


def lent_of(two: Two, pid: str) -> Lent:
    found = two.taker.dossiers.permits(pid).lent
    assert found is not None
    return found


def obstacle(two: Two, pid: str) -> str:
    found = lent_of(two, pid).obstacle
    return "" if found is None else found.key


def test_dossier_that_is_kept_here_takes_everything(two: Two) -> None:
    pid = lent(two)
    assert permits(two.giver, pid) == Permits()


def test_during_a_cover_only_what_was_added_is_changed(two: Two) -> None:
    pid = lent(two)
    came = {one.id for one in two.taker.dossiers.read(pid)}
    two.taker.dossiers.add(pid, "wens", NEW)
    found = permits(two.taker, pid)
    assert found.adding == ""
    assert found.records == dict.fromkeys(came, "cover-read-only")
    giver = two.giver.contacts.own
    assert lent_of(two, pid) == Lent(
        "cover", giver.name, giver.organisation, date(2026, 6, 2), False, False, None, None
    )


def test_locked_record_says_for_which_reason(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens").id
    set_lock(two.giver, pid, wish, WITHDRAWN)
    assert permits(two.giver, pid) == Permits("", {wish: WITHDRAWN}, None, {wish: WITHDRAWN})


def test_lock_is_known_as_one_during_a_cover_too(two: Two) -> None:
    pid = lent(two)
    wish = find_record(two.taker, pid, "wens").id
    set_lock(two.taker, pid, wish, WITHDRAWN)
    found = permits(two.taker, pid)
    assert found.locks == {wish: WITHDRAWN}
    assert set(found.records.values()) == {"cover-read-only"}


def test_closed_dossier_takes_nothing(two: Two) -> None:
    pid = two.load(dossier())
    two.hand_over(pid, **EVERYTHING)
    assert permits(two.giver, pid) == Permits("dossier-closed")


def test_advice_takes_nothing(two: Two) -> None:
    pid = lent(two, purpose="advice")
    assert permits(two.taker, pid).adding == "advice-read-only"
    assert (lent_of(two, pid).purpose, lent_of(two, pid).is_over) == ("advice", False)
    assert obstacle(two, pid) == "no-cover"


def test_cover_that_is_over_takes_nothing_and_sends_nothing_back(two: Two) -> None:
    pid = lent(two, valid_until="2026-03-10")
    two.taker.dossiers.add(pid, "wens", NEW)
    assert obstacle(two, pid) == ""
    two.clock.advance(days=8)
    assert permits(two.taker, pid).adding == "cover-ended"
    assert (lent_of(two, pid).is_over, lent_of(two, pid).is_back) == (True, False)
    assert obstacle(two, pid) == "consent-expired"


def test_cover_that_came_back_is_closed_by_its_receipt(two: Two) -> None:
    pid = lent(two)
    assert obstacle(two, pid) == "nothing-covered"
    two.taker.dossiers.add(pid, "wens", NEW)
    sent = send_back(two, pid)
    assert lent_of(two, pid).sent_on == two.clock().date()
    settle(two, take_back(two, sent))
    assert permits(two.taker, pid).adding == "cover-ended"
    assert (lent_of(two, pid).is_over, lent_of(two, pid).is_back) == (True, True)
    two.clock.advance(days=1)
    lend(two, pid)
    assert lent_of(two, pid).sent_on is None


def test_what_stops_a_return_is_known_before_it_is_made(two: Two) -> None:
    pid = lent(two, answer_back=False)
    two.taker.dossiers.add(pid, "wens", NEW)
    assert obstacle(two, pid) == "no-answer-back"
    two.clock.advance(days=1)
    lend(two, pid)
    two.taker.dossiers.add(pid, "wens", {"eigen_woorden": "Ik wil een fiets"})
    assert obstacle(two, pid) == ""
    two.taker.contacts.revoke(two.giver.contacts.own.thumbprint)
    assert obstacle(two, pid) == "recipient-revoked"
    two.taker._session.register.notice("register-lost")
    assert obstacle(two, pid) == "register-lost"
    with pytest.raises(EportfolioError) as error:
        send_back(two, pid)
    assert error.value.key == "register-lost"


def test_name_of_who_lent_it_is_empty_when_that_card_is_gone(two: Two) -> None:
    pid = lent(two)
    two.taker._session.register.store.write("DELETE FROM contacts", ())
    assert (lent_of(two, pid).name, lent_of(two, pid).organisation) == ("", "")
    assert obstacle(two, pid) == "nothing-covered"
