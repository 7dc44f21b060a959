"""Proposing a passphrase, and telling how good an own one is. Plain Python, no window.

A proposal is five words out of a list that everybody can spell (`resources/texts/words.nl.txt`).
The estimate of an own passphrase is careful: it knows Dutch words, years, rows of keys and what
the person just typed about themselves, and counts each as one guess out of few.
"""

from __future__ import annotations

import math
import re
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from eportfolio import settings
from ui.words import N_

PROPOSED = 5
WORD_BITS = 10.0
ENOUGH_BITS = 40.0
_LEVELS = (
    (25.0, 0, N_("Zeer zwak: in een oogwenk te raden.")),
    (ENOUGH_BITS, 1, N_("Zwak: voeg nog een paar woorden toe.")),
    (50.0, 2, N_("Redelijk: nog een woord erbij is beter.")),
    (64.0, 3, N_("Sterk.")),
    (math.inf, 4, N_("Zeer sterk.")),
)
# What people start with; none of these is worth more than a guess out of a thousand.
_START = (
    "welkom wachtwoord geheim gemeente statushouder klantmanager inburgering portfolio dossier "
    "nederland amsterdam rotterdam utrecht winter zomer herfst lente hallo test admin qwerty "
    "password login werk team ik mijn wij jij een het de van en is bent ben"
)
_KNOWN = frozenset(_START.split())
_PIECE = re.compile(r"[^\W\d_]+|\d+|[\W_]+", re.UNICODE)
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "01234567890")


@dataclass(frozen=True)
class Strength:
    """`level` from 0 to 4, a sentence, and whether it may be used."""

    level: int
    sentence: str
    is_enough: bool


def load_words() -> tuple[str, ...]:
    """The words proposals are made of."""
    return tuple(settings.resource("texts", "words.nl.txt").read_text("utf-8").split())


def propose(words: Collection[str]) -> str:
    """Five different words, drawn by the system's random numbers."""
    return " ".join(secrets.SystemRandom().sample(list(words), PROPOSED))


def judge(passphrase: str, words: Collection[str], about: Collection[str] = ()) -> Strength:
    """How hard a passphrase is to guess; `about` holds names that others know."""
    known = {one.casefold() for text in about for one in re.findall(r"\w+", text)} | _KNOWN
    dutch = known | set(words)
    seen: set[str] = set()
    bits = 0.0
    for piece in _PIECE.findall(passphrase):
        lower = piece.casefold()
        bits += 1.0 if lower in seen else _bits(lower, known, dutch)
        seen.add(lower)
    level, sentence = next((level, words_) for below, level, words_ in _LEVELS if bits < below)
    return Strength(level, sentence, bits >= ENOUGH_BITS)


def _bits(piece: str, known: Collection[str], dutch: Collection[str]) -> float:
    if piece in known:
        return 7.0
    if piece in dutch:
        return WORD_BITS
    if _is_row(piece) or len(set(piece)) == 1:
        return 4.0
    if piece.isdigit():
        return 6.0 if re.fullmatch(r"(19|20)\d\d", piece) else 3.0 * min(len(piece), 12)
    if piece.isspace():
        return 0.0
    if piece.isalpha():
        return min(2.5 * len(piece), WORD_BITS + 6.0)
    return 3.0 * min(len(piece), 3)


def _is_row(piece: str) -> bool:
    return len(piece) > 2 and any(piece in row or piece in row[::-1] for row in _ROWS)
