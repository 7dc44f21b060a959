"""The fingerprint of a card in words: the list is fixed, and both forms are taken."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from eportfolio import cards, settings

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "formats" / "card.md"
THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"  # RFC 8037, A.3
WORDS = "arend honing fakkel giraf mais want route vader"


def test_the_list_is_the_one_of_the_format() -> None:
    raw = settings.resource("texts", "fingerprint.nl.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() in DOCUMENT.read_text(encoding="utf-8")
    words = raw.decode().split()
    assert len(words) == len(set(words)) == 2**cards.WORD_BITS
    assert all(re.fullmatch("[a-z]{3,}", one) for one in words)


def test_no_two_words_differ_in_one_letter() -> None:
    words = settings.resource("texts", "fingerprint.nl.txt").read_text("utf-8").split()
    gaps = {(one[:n] + "?" + one[n + 1 :]) for one in words for n in range(len(one))}
    assert len(gaps) == sum(len(one) for one in words)
    without = {one[:n] + one[n + 1 :] for one in words for n in range(len(one))}
    assert not without & set(words)


def test_the_example_of_the_format() -> None:
    assert cards.fingerprint_words(THUMBPRINT) == WORDS
    assert f"`{WORDS}`" in DOCUMENT.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "typed", [WORDS, WORDS.upper(), WORDS.replace(" ", "-"), f"  {WORDS.replace(' ', '   ')} "]
)
def test_words_are_taken_as_they_are_typed(typed: str) -> None:
    assert cards.same_fingerprint(typed, THUMBPRINT)


@pytest.mark.parametrize(
    "typed",
    ["", WORDS.replace("arend", "aap"), " ".join(reversed(WORDS.split())), f"{WORDS} arend",
     " ".join(WORDS.split()[:7]), f"{WORDS} 1"],
)  # fmt: skip
def test_other_words_are_not(typed: str) -> None:
    assert not cards.same_fingerprint(typed, THUMBPRINT)
