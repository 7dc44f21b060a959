"""Drafts: what is typed survives a lock and a crash, and never becomes anything else by itself."""

from __future__ import annotations

from typing import Any

import pytest
from builders import PASSPHRASE, Two, dossier, find_record, state

from eportfolio.errors import WrongUsage
from eportfolio.workspace import Workspace

TYPED: dict[str, Any] = {"eigen_woorden": "Ik wil b", "datum": "12-1"}


def test_draft_survives_the_lock(two: Two) -> None:
    pid = two.load(dossier())
    wish = find_record(two.giver, pid, "wens")
    two.giver.drafts.keep(pid, "wens", wish.id, TYPED, seq=wish.seq)
    two.giver.close()
    with Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock) as workspace:
        (draft,) = workspace.drafts.of(pid)
        assert (draft.record, draft.kind, draft.values) == (wish.id, "wens", TYPED)
        assert draft.seq == wish.seq


def test_draft_changes_nothing_else(two: Two) -> None:
    pid = two.load(dossier())
    before = state(two.giver, pid)
    two.giver.drafts.keep(pid, "wens", None, TYPED)
    assert state(two.giver, pid) == before
    assert two.giver.dossiers.search("Ik wil b") == []


def test_later_text_replaces_earlier_text_of_the_same_record(two: Two) -> None:
    pid = two.load(dossier())
    for words in ("een", "twee"):
        two.giver.drafts.keep(pid, "wens", None, {"eigen_woorden": words})
    (draft,) = two.giver.drafts.of(pid)
    assert draft.values == {"eigen_woorden": "twee"}


def test_newest_draft_comes_first(two: Two) -> None:
    pid = two.load(dossier())
    two.giver.drafts.keep(pid, "wens", None, TYPED)
    two.clock.advance(minutes=1)
    two.giver.drafts.keep(pid, "verhaal", None, {"tekst": "Toen"})
    assert [one.kind for one in two.giver.drafts.of(pid)] == ["verhaal", "wens"]


def test_draft_of_one_client_is_not_of_another(two: Two) -> None:
    first, second = two.load(dossier()), two.load(dossier())
    two.giver.drafts.keep(first, "wens", None, TYPED)
    assert two.giver.drafts.of(second) == []


def test_dropping_leaves_the_others(two: Two) -> None:
    pid = two.load(dossier())
    two.giver.drafts.keep(pid, "wens", None, TYPED)
    two.giver.drafts.keep(pid, "verhaal", None, TYPED)
    two.giver.drafts.drop(pid, "wens", None)
    two.giver.drafts.drop(pid, "wens", None)
    assert [one.kind for one in two.giver.drafts.of(pid)] == ["verhaal"]


def test_draft_of_nobody_is_refused(two: Two) -> None:
    with pytest.raises(WrongUsage):
        two.giver.drafts.keep("0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11", "wens", None, TYPED)
