"""Which of the client's answers to a record counts (docs/formats/consent.md, reactions)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

REFUSES = "niet delen"


@dataclass(frozen=True)
class Said:
    """One answer. `day`: when the client said it; `seq`: its place in the chain; `entered`: the
    day of its revision, empty when that is not known. Days are ISO dates."""

    day: str
    seq: int
    entered: str
    refuses: bool


def said(body: Mapping[str, Any], seq: int, at: str) -> Said:
    """An answer from the body of a `reactie`, the place and the moment of its revision."""
    return Said(str(body.get("dag", "")), seq, at[:10], body.get("antwoord") == REFUSES)


def counting(answers: Iterable[Said]) -> Said:
    """The answer that counts: a 'niet delen' that no other answer took back, else the latest."""
    found = list(answers)
    others = [one for one in found if not one.refuses]
    standing = [
        one for one in found if one.refuses and not any(_takes_back(other, one) for other in others)
    ]
    return max(standing or others, key=lambda one: (one.day, one.seq))


def _takes_back(other: Said, no: Said) -> bool:
    """Whether an answer is later than a 'niet delen': by day, then by place. Where a clock was
    wrong the days say nothing: the place counts, and in doubt the no."""
    if other.seq <= no.seq and other.day > no.entered != "":
        return False  # entered first, and dated after the no was entered
    if no.seq < other.seq and no.day > other.entered != "":
        return other.day == other.entered  # what is entered from an older sheet is in doubt
    return (other.day, other.seq) > (no.day, no.seq)
