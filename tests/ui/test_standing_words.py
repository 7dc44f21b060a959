"""What a person reads above a dossier that is closed or was lent."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from ui.sections import Snapshot
from ui.standing_words import is_editable, standing_words


def snapshot(status: str, until: str = "", *, is_over: bool = False) -> Snapshot:
    row: Any = SimpleNamespace(status=status)
    return Snapshot(row, (), lent_until=until, is_over=is_over)


@pytest.mark.parametrize(
    ("shown", "words", "editable"),
    [
        (snapshot("open"), "", True),
        (snapshot("gesloten"), "overgedragen en gesloten", False),
        (snapshot("vervanging", "2026-06-02"), "Vervanging tot en met 2 jun 2026", True),
        (snapshot("vervanging", "2026-06-02", is_over=True), "voorbij", False),
        (snapshot("gesloten", "2026-06-02"), "voorbij", False),
        (snapshot("advies", "2026-06-02"), "U leest alleen mee", False),
    ],
    ids=["kept here", "closed", "cover", "cover that is over", "cover sent back", "advice"],
)
def test_words_say_what_may_be_done(shown: Snapshot, words: str, editable: bool) -> None:
    said = standing_words(shown)
    assert words in said
    assert bool(said) == bool(words)
    assert is_editable(shown) is editable
