"""The number of a printed sheet, which leads back to the version of the dossier that it shows.

The number is computed from that version, so nothing is kept about sheets: whoever has the dossier
finds it, also after a handover or on a restored vault.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

DIGITS = 10


def sheet_number(pid: str, head: str) -> str:
    """Ten digits in two groups, from portfolio and head (consent.md, sheets)."""
    told = f"eportfolio sheet 1 {pid} {head}".encode()
    digits = f"{int.from_bytes(hashlib.sha256(told).digest()) % 10**DIGITS:0{DIGITS}d}"
    return f"{digits[:5]} {digits[5:]}"


def find_head(pid: str, number: str, heads: Iterable[str]) -> str | None:
    """The head that a sheet was printed at, by its number however it was typed; None when none
    of these heads has it."""
    wanted = "".join(letter for letter in number if letter.isdigit())
    for head in heads:
        if sheet_number(pid, head).replace(" ", "") == wanted:
            return head
    return None
