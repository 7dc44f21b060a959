"""Texts for a page that stands in the client's language and in Dutch.

A `Writer` turns sentences, dates and what people typed into runs that a template lays out, and
remembers what it could not say or draw. Invariants:

- a sentence without a translation stands in Dutch, and that is told;
- names, numbers and dates keep their own direction inside a sentence of the other;
- what somebody typed is printed as it was typed, in its own language.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from eportfolio import texts
from eportfolio.outputs.glyphs import LONGEST_WORD, clean, is_right_to_left
from eportfolio.texts import Words

DUTCH, CONCEPT, CHECKED = "dutch", "concept", "checked"
INLINE: Final = 28  # characters; a longer name may break over lines
_LATIN: Final = re.compile(r"(\[…\]|\(?[A-Za-z][A-Za-z0-9 /.-]*[A-Za-z0-9]\)?)")
Run = list[Any]
Runs = list[Run]
Pair = dict[str, Any]  # `own` and `nl`: runs; `lacking`: there is no translation
Fact = object


@dataclass(frozen=True)
class LeftOut:
    """What a document does not hold. `what` is a stable word; `record` what it belongs to."""

    what: str
    record: str | None = None
    count: int = 1


@dataclass
class Writer:
    """Writes for one client language; Dutch only when that is the language."""

    words: Words
    asked: str
    _lost: Counter[tuple[str, str | None]] = field(default_factory=Counter)
    _used_concept: bool = False
    _said: dict[tuple[str, str], Runs] = field(default_factory=dict)

    @cached_property
    def _dutch(self) -> Words:
        return texts.words(texts.CLIENT, texts.DUTCH)

    @property
    def in_two(self) -> bool:
        """Whether another language stands beside the Dutch."""
        return self.words.language != texts.DUTCH

    @property
    def status(self) -> str:
        """`dutch`, `concept` (a text that nobody checked was used) or `checked`."""
        if not self.in_two:
            return DUTCH
        return CONCEPT if self._used_concept else CHECKED

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """What is not in the document, in a fixed order."""
        found = sorted(self._lost.items(), key=lambda one: (one[0][0], one[0][1] or ""))
        unknown = [] if self._is_known else [LeftOut("language")]
        return (*unknown, *(LeftOut(what, record, n) for (what, record), n in found))

    @property
    def _is_known(self) -> bool:
        return self.in_two or self.asked == texts.DUTCH

    def leave_out(self, what: str, record: str | None = None, count: int = 1) -> None:
        """Remember something that is not in the document."""
        self._lost[(what, record)] += count

    def say(self, text: str, /, **facts: Fact) -> Pair:
        """A sentence of the catalogue in both languages. A fact may be a name, a number, a date
        or what `say` gave."""
        lacking = not self.words.is_translated(text)
        if lacking:
            self.leave_out("translation")
        self._used_concept |= self.words.is_concept(text)
        dutch = self._runs(self._dutch, text, facts, "nl")
        own = dutch if lacking else self._runs(self.words, text, facts, "own")
        return {"own": own, "nl": dutch, "lacking": lacking}

    def fixed(self, dutch: str, own: str | None, *, is_concept: bool) -> Pair:
        """A line of a text that has a file of its own in each language; None: not in this one."""
        self._used_concept |= is_concept and own is not None
        runs = self._words(dutch, self._dutch)
        lacking = own is None
        return {
            "own": self._words(own, self.words) if own is not None else runs,
            "nl": runs,
            "lacking": lacking and self.in_two,
        }

    def _runs(self, words: Words, text: str, facts: Mapping[str, Fact], side: str) -> Runs:
        runs: Runs = []
        for literal, name, _, _ in string.Formatter().parse(words.phrase(text)):
            runs += self._words(literal, words)
            if name is not None:
                runs += self._fact(words, facts[name], side)
        return runs

    def _words(self, text: str, words: Words) -> Runs:
        """Words of a catalogue. Latin letters among words from right to left stand by themselves,
        with their brackets, in their own direction; vowel signs, which such texts can do without,
        are left out: our typeface would double the letter for whoever has it read aloud."""
        key = words.language, text  # a long document says the same labels over and over
        if key not in self._said:
            self._said[key] = self._drawn(text, words)
        return self._said[key]

    def _drawn(self, text: str, words: Words) -> Runs:
        if not words.right_to_left:
            return [["t", clean(text).text]] if text else []
        runs: Runs = []
        for piece in _LATIN.split(_unmarked(clean(text).text)):
            is_latin = _LATIN.fullmatch(piece) is not None
            runs += [["v", piece, False] if is_latin else ["t", piece]] if piece else []
        return runs

    def _fact(self, words: Words, fact: Fact, side: str) -> Runs:
        if isinstance(fact, dict):
            runs: Runs = fact[side]
            return runs
        if isinstance(fact, date):
            return self._words(words.day(fact), words)
        return self.typed(texts.number(fact) if isinstance(fact, int | float) else str(fact))

    def day(self, value: object) -> Pair | None:
        """A date of a record, also one that is known in part; what is no date as it stands."""
        if isinstance(value, datetime):
            value = value.date()
        day = value if isinstance(value, date) else _read_day(value)
        if isinstance(day, date):
            return self._dated(day.month, lambda words: words.day(day))
        if isinstance(day, tuple):
            year, month = day
            return self._dated(
                month, lambda words: words.month(year, month) if month else str(year)
            )
        return self.name(value)

    def _dated(self, month: int, write: Callable[[Words], str]) -> Pair:
        named = texts.MONTHS[month - 1] if month else None
        lacking = named is not None and not self.words.is_translated(named)
        self._used_concept |= named is not None and self.words.is_concept(named)
        dutch = self._words(write(self._dutch), self._dutch)
        own = dutch if lacking else self._words(write(self.words), self.words)
        return {"own": own, "nl": dutch, "lacking": lacking}

    def join(self, *parts: Pair | None, mark: str = " · ") -> Pair:
        """Pairs behind each other, with a mark between them: a comma is that of the script."""
        joined: Pair = {"own": [], "nl": [], "lacking": all(one["lacking"] for one in parts if one)}
        for one in (part for part in parts if part and part["nl"]):
            for side in ("own", "nl"):
                between = "، " if self._turns(side) and mark == ", " else mark
                joined[side] += [*([["t", between]] if joined[side] else []), *one[side]]
        return joined

    def _turns(self, side: str) -> bool:
        return side == "own" and self.words.right_to_left

    def names(self, *values: str | None) -> Pair:
        """Names that belong together, as a person and an organisation, in one direction."""
        found = self.name(", ".join(value for value in values if value))
        return found or {"own": [], "nl": [], "lacking": False}

    def name(self, value: object, record: str | None = None) -> Pair | None:
        """A name or number: the same in both languages."""
        text = texts.number(value) if isinstance(value, int | float) else value
        if not isinstance(text, str) or not text.strip():
            return None
        runs = self.typed(text, record)
        return {"own": runs, "nl": runs, "lacking": False}

    def typed(self, text: str, record: str | None = None) -> Runs:
        """One line of what somebody typed, with its own direction."""
        found = clean(" ".join(text.split()))
        if found.lost:
            self.leave_out("characters", record, found.lost)
        way = is_right_to_left(found.text)
        if len(found.text) <= INLINE:
            return [["v", found.text, way]]
        return [["w", piece, way] for piece in _pieces(found.text)]

    def free(self, value: object, record: str | None = None) -> list[dict[str, Any]]:
        """A longer text that somebody typed, paragraph by paragraph, each with its direction."""
        if not isinstance(value, str) or not value.strip():
            return []
        found = clean(value)
        if found.lost:
            self.leave_out("characters", record, found.lost)
        return [
            {
                "mirrored": is_right_to_left(line),
                "runs": [["t" if n == 0 else "z", piece] for n, piece in enumerate(_pieces(line))],
            }
            for line in (" ".join(one.split()) for one in found.text.split("\n"))
            if line
        ]


def _unmarked(text: str) -> str:
    return "".join(letter for letter in text if not "\u064b" <= letter <= "\u0652")


def _read_day(value: object) -> date | tuple[int, int] | None:
    """A date, or year and month (0: not known) of a date that is known in part."""
    if not isinstance(value, str) or len(value) < len("2024-05-00"):
        return None
    try:
        year, month, day = (int(part) for part in value[:10].split("-"))
        return (
            date(year, month, day) if day else (year, date(year, month or 1, 1).month * bool(month))
        )
    except ValueError:
        return None


def _pieces(line: str) -> Iterable[str]:
    """A line in pieces between which it may break though there is no space."""
    if all(len(word) <= LONGEST_WORD for word in line.split(" ")):
        return [line]
    pieces = [""]
    for word in line.split(" "):
        for start in range(0, max(len(word), 1), LONGEST_WORD):
            part = word[start : start + LONGEST_WORD]
            if start:
                pieces.append(part)
            else:
                pieces[-1] += f" {part}" if pieces != [""] else part
    return pieces
