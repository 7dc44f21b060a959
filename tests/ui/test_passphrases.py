from __future__ import annotations

import pytest

from ui.passphrases import PROPOSED, judge, load_words, propose

WORDS = load_words()


def test_words_are_enough_and_easy_to_spell() -> None:
    assert len(set(WORDS)) == len(WORDS) >= 1024
    assert all(word.isascii() and word.islower() and 3 <= len(word) <= 10 for word in WORDS)


def test_proposal_is_five_known_words_and_strong() -> None:
    proposed = [propose(WORDS) for _ in range(50)]
    assert len(set(proposed)) == 50
    for one in proposed:
        assert len(set(one.split())) == PROPOSED, "a word twice is no harder to guess"
        assert judge(one, WORDS).level >= 3
        assert set(one.split()) <= set(WORDS)


@pytest.mark.parametrize(
    "weak",
    [
        "",
        "welkom",
        "Gemeente2026!",
        "Welkom2026!",
        "Statushouder1!",
        "qwertyuiop12345",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "appel appel appel appel appel",
        "Brouwer Waterdael 2026",
        "fiets molen kaas",
    ],
)
def test_what_others_would_try_first_is_not_enough(weak: str) -> None:
    assert not judge(weak, WORDS, ("A. Brouwer", "Gemeente Waterdael")).is_enough


@pytest.mark.parametrize(
    "strong",
    ["hol ruit kool leven lam", "mijn oma fietste naar zandvoort", "kX9#vQ2m!rT7pLw4zB"],
)
def test_a_sentence_of_ones_own_is_enough(strong: str) -> None:
    assert judge(strong, WORDS).is_enough


def test_more_words_never_make_it_weaker() -> None:
    words = ["naald", "stoel", "mier", "deur", "karakter", "zeehond"]
    levels = [judge(" ".join(words[:n]), WORDS).level for n in range(len(words) + 1)]
    assert levels == sorted(levels)
