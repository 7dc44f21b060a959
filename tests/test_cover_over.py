"""A cover that is over: the copy goes, the same dossier may be lent again, and nothing of either is
lost or comes back."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from builders import PASSPHRASE, Two, dossier, find_record
from builders_terms import person

from eportfolio.bundle.receive import Answers
from eportfolio.errors import NotPermitted
from eportfolio.workspace import Workspace

NEW = {"eigen_woorden": "Ik wil leren lassen"}


def lend(two: Two, pid: str, **changes: Any) -> None:
    consent = two.consent(pid, **{"purpose": "cover", "later_items": True, **changes})
    two.receive(two.send(pid, consent), answers=Answers())


def destroyed(two: Two, pid: str) -> None:
    """What was lent until the tenth is destroyed after it."""
    two.clock.advance(days=30)
    two.taker.erasures.erase_dossier(pid)


@pytest.mark.parametrize("works", [True, False])
def test_dossier_that_was_lent_again_outlives_the_certificate_of_the_time_before(
    two: Two, *, works: bool
) -> None:
    pid = two.load(person())
    lend(two, pid, valid_until="2026-03-10")
    destroyed(two, pid)
    two.taker.close()
    register = two.folder / "taker" / "register.db"
    older = two.folder / "older.db"
    shutil.copy(register, older)
    two.taker = Workspace.open(two.folder / "taker", PASSPHRASE, clock=two.clock)
    lend(two, pid)
    if works:
        two.taker.dossiers.add(pid, "wens", NEW)
    two.taker.close()
    shutil.copy(older, register)
    two.taker = Workspace.open(two.folder / "taker", PASSPHRASE, clock=two.clock)
    assert [one.portfolio for one in two.taker.dossiers.caseload()] == [pid]
    assert works == (NEW in [one.body for one in two.taker.dossiers.read(pid)])
    assert two.taker.check().problems == ()


def test_stick_from_before_a_dossier_was_lent_again_is_done_whole(two: Two, tmp_path: Path) -> None:
    pid = two.load(dossier())
    lend(two, pid, valid_until="2026-03-10")
    other = two.taker.dossiers.load(person(), two.folder).portfolio
    talk = two.taker.dossiers.add(other, "wens", NEW).records[0]
    stick, drawer = tmp_path / "stick", tmp_path / "lade"
    two.taker.backup(stick)
    stick.rename(drawer)
    wish = find_record(two.taker, pid, "wens").id
    two.taker.erasures.erase_items(pid, [wish], "niet-meer-nodig")
    destroyed(two, pid)
    lend(two, pid, excluded=[wish])
    drawer.rename(stick)
    gone = two.taker.erasures.erase_items(other, [talk], "bezwaar")
    assert [one.is_done for one in gone.backups] == [True]
    with Workspace.open(stick, PASSPHRASE, clock=two.clock) as copy:
        assert [one.portfolio for one in copy.dossiers.caseload()] == [other]
        assert talk not in {one.id for one in copy.dossiers.read(other)}
        assert copy.check().problems == ()
    assert pid in {one.portfolio for one in two.taker.dossiers.caseload()}
    assert two.taker.check().problems == ()


def test_advice_that_is_asked_during_a_cover_does_not_strand_what_was_added(two: Two) -> None:
    pid = two.load(person())
    lend(two, pid)
    two.clock.advance(hours=1)
    two.taker.dossiers.add(pid, "wens", NEW)
    two.clock.advance(hours=1)
    lend(two, pid, purpose="advice")
    assert [one.status for one in two.taker.dossiers.caseload()] == ["vervanging"]
    with pytest.raises(NotPermitted, match="not-returned"):
        two.taker.erasures.erase_dossier(pid)
    sent = two.taker.handovers.create_return(pid, two.folder)
    receipt = two.folder / "terug.receipt"
    two.giver.handovers.receive(sent.file, answers=Answers(), receipt=receipt)
    two.taker.handovers.close(receipt, Answers())
    assert NEW in [one.body for one in two.giver.dossiers.read(pid)]
    (row,) = two.taker.dossiers.caseload()
    assert (row.status, row.only_here) == ("advies", 0)  # the cover is closed, the advice goes on
    assert two.taker.check().problems == ()


def test_advice_takes_the_place_of_a_cover_in_which_nothing_waits(two: Two) -> None:
    pid = two.load(person())
    lend(two, pid)
    two.clock.advance(hours=1)
    lend(two, pid, purpose="advice")
    assert [one.status for one in two.taker.dossiers.caseload()] == ["advies"]
