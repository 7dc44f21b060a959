"""Which characters our typefaces can draw, and a text without the others.

Invariants:
- what is returned can be drawn: a printed page never shows an empty box;
- a direction is never taken from a control character in somebody's text;
- how many characters were left out is known.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from eportfolio import settings

# A family draws bold too: only what both files hold can be used.
FAMILIES: Final = ("NotoSans", "NotoSansArabic", "NotoSansEthiopic")
GAP: Final = "[…]"
LONGEST_WORD: Final = 28  # characters; behind these a line may break inside a word
# Heh with hamza above as one letter: as two, whoever has it read aloud hears it twice.
_HEH: Final = ("\u0647\u0654", "\u06c0")
_JOINERS: Final = "\u200c\u200d"  # Persian writes with them; every other format character is left


class Clean(NamedTuple):
    """A text that can be drawn, and how many characters are not in it."""

    text: str
    lost: int


def clean(text: str) -> Clean:
    """The text as our typefaces can draw it. A letter that they lack becomes its base letter; a
    run of others becomes a gap. Line ends stay, other white space is a space."""
    if text.isascii() and text.isprintable():  # each of our typefaces has these
        return Clean(text, 0)
    drawn: list[str] = []
    lost = 0
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).replace(*_HEH)
    for letter in whole:
        found = _drawn(letter, drawn[-1][-1] if drawn and drawn[-1] else "")
        is_mark = unicodedata.category(letter).startswith("M")
        lost += found is None or (is_mark and not found)
        if found is None and (not drawn or drawn[-1] != GAP):
            drawn.append(GAP)
        elif found:
            drawn.append(found)
    return Clean("".join(drawn), lost)


def _drawn(letter: str, before: str) -> str | None:
    """What is drawn for a character: nothing for what has no shape, None when it cannot be."""
    if letter.isspace():
        return "\n" if letter == "\n" else " "
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Cf"):
        return letter if letter in _JOINERS and is_right_to_left(before) else ""
    if kind.startswith("M"):  # a mark belongs to a letter of its own typeface
        family = _family(letter)
        return letter if family is not None and family == _family(before) else ""
    if ord(letter) in known():
        return letter
    parts = unicodedata.normalize("NFKD", letter)
    return "".join(part for part in parts if ord(part) in known() and part.isprintable()) or None


def is_right_to_left(text: str) -> bool:
    """Whether a text begins with a letter that is written from right to left (UAX 9, P2)."""
    for letter in text:
        way = unicodedata.bidirectional(letter)
        if way in ("L", "R", "AL"):
            return way != "L"
    return False


@cache
def known() -> frozenset[int]:
    """Every code point that one of our typefaces has, in regular and in bold."""
    return frozenset().union(*(_of(family) for family in FAMILIES))


def _family(letter: str) -> str | None:
    for family in FAMILIES:
        if letter and ord(letter) in _of(family) and not letter.isspace():
            return family
    return None


@cache
def _of(family: str) -> frozenset[int]:
    files = [settings.resource("fonts", f"{family}-{weight}.ttf") for weight in ("Regular", "Bold")]
    regular, bold = (frozenset(_mapped(file.read_bytes())) for file in files)
    return regular & bold


def _mapped(font: bytes) -> Iterator[int]:
    """The code points of the `cmap` table of a typeface (OpenType, formats 4 and 12)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4s4xII", font, 12 + 16 * n) for n in range(tables))
    start = next(offset for tag, offset, _ in records if tag == b"cmap")
    for n in range(struct.unpack_from(">H", font, start + 2)[0]):
        at = start + struct.unpack_from(">I", font, start + 4 + 8 * n + 4)[0]
        shape = struct.unpack_from(">H", font, at)[0]
        if shape == 12:
            for group in range(struct.unpack_from(">I", font, at + 12)[0]):
                first, last, _ = struct.unpack_from(">III", font, at + 16 + 12 * group)
                yield from range(first, last + 1)
        elif shape == 4:
            yield from _segments(font, at)


def _segments(font: bytes, at: int) -> Iterator[int]:
    twice = struct.unpack_from(">H", font, at + 6)[0]
    lasts = struct.unpack_from(f">{twice // 2}H", font, at + 14)
    firsts = struct.unpack_from(f">{twice // 2}H", font, at + 16 + twice)
    deltas = struct.unpack_from(f">{twice // 2}H", font, at + 16 + 2 * twice)
    offsets_at = at + 16 + 3 * twice
    offsets = struct.unpack_from(f">{twice // 2}H", font, offsets_at)
    for n, (first, last, delta, offset) in enumerate(
        zip(firsts, lasts, deltas, offsets, strict=True)
    ):
        for point in range(first, min(last, 0xFFFE) + 1):
            glyph = point
            if offset:
                where = offsets_at + 2 * n + offset + 2 * (point - first)
                glyph = struct.unpack_from(">H", font, where)[0] or -delta
            if (glyph + delta) & 0xFFFF:
                yield point
