"""The newest change can be taken back by one more revision; nothing disappears."""

from __future__ import annotations

from pathlib import Path

import pytest
from builders import Two
from builders_records import EXAMPLES

from eportfolio.errors import InvalidRecord, NotPermitted
from eportfolio.journal import WITHDRAWN

PERSON = {"achternaam": "Weldu", "voornamen": "Selam"}


@pytest.fixture
def pid(two: Two) -> str:
    return two.giver.dossiers.create(PERSON).portfolio


def test_change_is_as_it_was_with_what_never_leaves(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    before = {"eigen_woorden": "kok worden", "werknotitie": "nog bellen"}
    added = work.add(pid, "wens", before)
    (record,) = added.records
    amended = work.amend(pid, record, {"eigen_woorden": "bakker worden"})
    undone = work.undo(pid, amended.seq)
    assert undone.records == (record,)
    (now,) = [one for one in work.read(pid) if one.id == record]
    assert now.whole == before
    assert len(work.history(pid, record)) == 3


def test_to_undo_an_undo_is_to_do_it_again(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    (record,) = work.add(pid, "wens", {"eigen_woorden": "kok worden"}).records
    amended = work.amend(pid, record, {"eigen_woorden": "bakker worden"})
    again = work.undo(pid, work.undo(pid, amended.seq).seq)
    (now,) = [one for one in work.read(pid) if one.id == again.records[0]]
    assert now.whole == {"eigen_woorden": "bakker worden"}


def test_what_was_added_is_withdrawn_and_stays_in_the_history(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    added = work.add(pid, "urenregel", {"datum": "2026-02-27", "categorie": "NT2-les", "uren": 3})
    undone = work.undo(pid, added.seq)
    (now,) = [one for one in work.read(pid) if one.id == added.records[0]]
    assert now.status == WITHDRAWN
    assert work.history(pid, added.records[0])[-1].items[0]["reason"] == "Ongedaan gemaakt"
    with pytest.raises(NotPermitted, match="record-withdrawn"):
        work.undo(pid, undone.seq)


def test_document_and_what_refers_to_it_go_back_together(
    two: Two, pid: str, tmp_path: Path
) -> None:
    work = two.giver.dossiers
    (tmp_path / "brief.pdf").write_bytes(b"%PDF-1.4")
    (record,) = work.add(pid, "besluit", {"soort": "Boete"}).records
    done = work.attach_to(pid, "brief.pdf", "Brief", tmp_path, record=record)
    work.undo(pid, done.seq)
    found = {one.kind: one for one in work.read(pid)}
    assert found["document"].status == WITHDRAWN
    assert found["besluit"].whole == {"soort": "Boete"}


def test_only_the_newest_change_can_be_taken_back(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    first = work.add(pid, "wens", {"eigen_woorden": "kok worden"})
    work.add(pid, "wens", {"eigen_woorden": "verhuizen"})
    head = work.dump(pid).head
    for seq in (first.seq, 0, -1, 99):
        with pytest.raises(NotPermitted, match="undo-later"):
            work.undo(pid, seq)
    assert work.dump(pid).head == head


def test_reaction_of_the_client_is_never_taken_back(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    (record,) = work.add(pid, "wens", {"eigen_woorden": "kok worden"}).records
    body = EXAMPLES["reactie"] | {"record": record, "dag": "2026-02-27"}
    said = work.add(pid, "reactie", body)
    with pytest.raises(InvalidRecord, match="append-only"):
        work.undo(pid, said.seq)


def test_client_alone_in_a_new_dossier(two: Two, pid: str) -> None:
    work = two.giver.dossiers
    changed = work.amend(pid, work.read(pid)[0].id, {**PERSON, "roepnaam": "Sel"})
    work.undo(pid, changed.seq)
    assert work.find(pid).name == "Selam Weldu"  # type: ignore[union-attr]
