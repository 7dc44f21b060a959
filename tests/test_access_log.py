"""The access log: what is in it, what is never in it, and that a change is noticed."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from builders import PASSPHRASE, Two, dossier
from builders_terms import person

from eportfolio.crypto import age_recipient, new_age_identity
from eportfolio.errors import EportfolioError, NotPermitted
from eportfolio.register import Access
from eportfolio.register.access import START, linked
from eportfolio.workspace import Means, Workspace
from eportfolio.workspace.notices import Replies, Reply


def actions(workspace: Workspace, pid: str | None = None) -> list[tuple[str, str, str]]:
    return [(one.action, one.object, one.result) for _, one in workspace.accesses.lines(pid)]


def test_turning_to_a_dossier_is_one_line_however_much_is_read(two: Two) -> None:
    first, second = two.load(person()), two.load(person())
    for pid in (first, first, second, first):
        two.giver.dossiers.read(pid)
        two.giver.dossiers.history(pid)
    opened = [what for what in actions(two.giver) if what[0] == "dossier-open"]
    assert [pid for _, pid, _ in opened] == [first, second, first]
    assert {what for what, _, _ in actions(two.giver, first)} == {"dossier-load", "dossier-open"}


def test_check_backup_clock_and_overview_are_no_person(two: Two, tmp_path: Path) -> None:
    pid = two.load(person())
    two.giver.accesses.lines()
    before = len(two.giver.accesses.lines())
    two.giver.check()
    two.giver.backup(tmp_path / "kopie")
    two.clock.advance(days=1)
    two.giver.terms.refresh()
    two.giver.dossiers.open_agreements(pid)
    assert [what for what, _, _ in actions(two.giver)[before:]] == ["vault-backup"]


def test_a_refusal_is_a_line_with_its_code(two: Two, tmp_path: Path) -> None:
    pid = two.load(person())
    with pytest.raises(NotPermitted):
        two.giver.handovers.create(pid, "geen", "iemand", tmp_path / "uit")
    with pytest.raises(EportfolioError):
        two.giver.handovers.inspect(tmp_path / "niets.eportfolio")
    found = actions(two.giver)
    refused = next(one for one in found if one[0] == "bundle-create")
    assert refused[1] == pid
    assert refused[2] != "done"
    assert next(one for one in found if one[0] == "bundle-inspect")[2] == "not-found"


def test_unlocking_and_locking_are_lines_and_stay(two: Two) -> None:
    path = two.giver.path
    two.giver.close()
    with Workspace.open(path, PASSPHRASE, clock=two.clock) as again:
        found = [what for what, _, _ in actions(again)]
    assert found[-2:] == ["lock", "unlock"]
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)


def test_a_whole_handover_names_nobody(two: Two, tmp_path: Path) -> None:
    pid = two.load(person())
    two.giver.dossiers.search("Aldarwesh")
    two.giver.dossiers.dump(pid)
    out = tmp_path / "log.jsonl"
    count = two.giver.accesses.export(out)
    text = out.read_text(encoding="utf-8")
    assert "Aldarwesh" not in text
    assert two.giver.contacts.own.name not in text
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == count
    assert [line["n"] for line in lines] == list(range(1, count + 1))
    assert set(lines[0]) == {"n", *Access._fields}
    with pytest.raises(EportfolioError):
        two.giver.accesses.export(out)  # nothing is overwritten


CHANGES = {
    "another moment": "UPDATE access_log SET at = '2020-01-01T00:00:00+01:00' WHERE n = 2",
    "another result": "UPDATE access_log SET result = 'x' WHERE n = 1",
    "a line in the middle is gone": "DELETE FROM access_log WHERE n = 2",
    "the last line is gone": "DELETE FROM access_log WHERE n = (SELECT max(n) FROM access_log)",
    "everything is gone": "DELETE FROM access_log",
    "one more line": "INSERT INTO access_log SELECT n + 1000, at, actor, station, action, object,"
    " result, link FROM access_log WHERE n = 1",
    "the tip is gone": "DELETE FROM access_tip",
    "another link": "UPDATE access_log SET link = actor WHERE n = 3",
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_noticed(two: Two, change: str) -> None:
    for _ in range(2):
        two.giver.dossiers.read(two.load(person()))
    assert two.giver.accesses.is_whole()
    assert len(two.giver.accesses.lines()) >= 4
    two.giver._session.register.store.write(CHANGES[change], ())
    assert not two.giver.accesses.is_whole()
    assert "access-log" in [one.what for one in two.giver.check().problems]


def test_two_lines_that_changed_places_are_noticed(two: Two) -> None:
    two.giver.dossiers.read(two.load(person()))
    two.giver.accesses.lines()
    store = two.giver._session.register.store
    store.write("UPDATE access_log SET n = n + 1000 WHERE n = 1", ())
    store.write("UPDATE access_log SET n = 1 WHERE n = 2", ())
    store.write("UPDATE access_log SET n = 2 WHERE n = 1001", ())
    assert not two.giver.accesses.is_whole()


def test_the_link_is_as_the_format_says() -> None:
    line = Access("2026-11-02T09:00:00+01:00", "kPrK", "werkplek", "unlock", "", "done")
    assert linked(START, line) == (
        "4a457b99c53ca8fa711d1b86f64bc050e85dde7ef5c3d0e7506c94b422ffa54c"
    )


def test_a_register_without_a_log_gets_one(two: Two) -> None:
    store = two.giver._session.register.store
    for table in ("access_log", "access_tip"):
        store.write(f"DROP TABLE {table}", ())
    path = two.giver.path
    two.giver._session._log.waiting.clear()
    two.giver._session._register.close()
    two.giver._session._let_go()
    two.giver._session.vault.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    assert [what for what, _, _ in actions(two.giver)] == ["unlock"]
    assert two.giver.accesses.is_whole()


def test_each_line_names_the_dossier_that_it_turned_out_to_be_about(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    sent = two.send(pid, consent)
    two.taker.handovers.inspect(sent.file)
    assert ("bundle-inspect", pid, "done") in actions(two.taker, pid)
    two.close(two.receive(sent))
    two.giver.consents.withdraw(pid, consent, None)
    (notice,) = two.giver.notices.create(pid, consent, two.folder)
    answer = two.folder / "antwoord"
    two.taker.notices.receive(notice.file, Replies(Reply("wissen")), answer)
    two.giver.notices.close(answer)
    with pytest.raises(NotPermitted):
        two.taker.notices.receive(notice.file)
    here = [(what, result) for what, _, result in actions(two.giver, pid)]
    there = [(what, result) for what, _, result in actions(two.taker, pid)]
    assert {("bundle-close", "done"), ("notice-close", "done")} <= set(here)
    assert {("bundle-import", "done"), ("notice-import", "done")} <= set(there)
    assert ("notice-import", "notice-known") in there


def test_scan_draft_and_an_accepted_loss_are_lines_and_the_clock_is_none(two: Two) -> None:
    pid = two.load(dossier())
    consent = two.consent(pid)
    two.giver.drafts.keep(pid, "wens", None, {"eigen_woorden": "half"})
    path = two.giver.path
    two.giver.close()
    (path / "register.db").rename(path.parent / "weg.db")
    Workspace.examine(path, PASSPHRASE, accept=True, clock=two.clock)
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    two.giver.terms.caseload(date(2026, 6, 1))
    assert [what for what, _, _ in actions(two.giver)] == ["loss-accept", "unlock"]
    two.giver.consents.evidence(pid, consent)
    assert ("document-read", pid, "done") in actions(two.giver)


def test_reading_a_draft_is_turning_to_the_dossier(two: Two) -> None:
    pid = two.load(dossier())
    two.giver.drafts.keep(pid, "wens", None, {"eigen_woorden": "half"})
    path = two.giver.path
    two.giver.close()
    two.giver = Workspace.open(path, PASSPHRASE, clock=two.clock)
    (_,) = two.giver.drafts.of(pid)
    assert actions(two.giver)[-1] == ("dossier-open", pid, "done")


def test_a_way_in_and_what_leaves_do_not_wait_for_other_lines(two: Two) -> None:
    pid = two.load(dossier())
    key = new_age_identity()
    two.giver.recovery.set_escrow(age_recipient(key), "Gemeente Elders")
    path = two.giver.path
    two.giver.dossiers.dump(pid)
    assert not two.giver._session._log.waiting
    two.giver.close()
    two.giver = Workspace.recover(
        path, Means.escrow(key), PASSPHRASE, clock=two.clock, unlock_seconds=0
    )
    two.giver.dossiers.read(pid)
    kept = [one.action for _, one in two.giver._session._register.accesses()]
    assert kept[-2:] == ["unlock-escrow", "dossier-open"]
