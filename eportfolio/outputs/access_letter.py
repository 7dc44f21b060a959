"""The text beside a copy for the client: what is in it, in Dutch and in the client's language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from eportfolio import texts
from eportfolio.texts import Words, for_client

NAME: Final = "LEESMIJ.txt"
# File, and what a client reads of it.
FILES: Final = (
    ("portfolio.pdf", for_client("Mijn portfolio, in mijn taal en in het Nederlands.")),
    ("dossier.pdf", for_client("Alles wat er staat, ook wat er eerder stond.")),
    ("bestanden", for_client("Mijn documenten en mijn foto's.")),
    ("*.json", for_client("Hetzelfde, voor een ander programma.")),
)
_OPEN: Final = (
    for_client("Dit bestand is niet op slot."),
    for_client("Iedereen die het heeft, kan het lezen."),
    for_client("Bewaar het goed."),
)
_ACCESS: Final = for_client("Dit is alles wat mijn klantmanager van mij bewaart.")
_PORTABILITY: Final = for_client("Dit zijn mijn gegevens om mee te nemen.")
_WHOLE: Final = for_client("Er is niets weggelaten.")
_LESS: Final = for_client("Iets is weggelaten, voor de rechten van een ander.")
_WRONG: Final = (
    for_client("Klopt er iets niet? Zeg het tegen mijn klantmanager. Dan verandert het."),
    for_client("Ik mag klagen bij de Autoriteit Persoonsgegevens."),
)
_TECHNICAL: Final = """
Voor programma's / for programs

portfolio.json    records as 'eportfolio portfolio load' reads them; unpack everything first
geschiedenis.json every revision with every version: who, when, why, what
gedeeld.json      what went to whom, and what came
inzage-log.json   who turned to this dossier, and what was done with it
toestemmingen.json, verklaringen.json  signed statements; 'jws' can be checked with any JOSE library
verzoeken.json    requests by right, with term and decision
concepten.json    text that was typed and not saved
weggelaten.json   what was left out, and on which ground
inhoud.json       every file with its SHA-256

The format is in docs/formats/rights.md of eportfolio, version 1.
"""


def access_letter(
    language: str,
    *,
    about: str,
    made: str,
    left_out: Sequence[str] = (),
    is_access: bool,
    files: Sequence[str],
) -> bytes:
    """The text, UTF-8. `left_out`: what was left out and why; `files`: which are in the copy."""
    words = [texts.words(texts.CLIENT, texts.DUTCH)]
    own = texts.words(texts.CLIENT, language)
    if own.language != texts.DUTCH:
        words.append(own)
    parts = [_told(one, left_out, files, is_access=is_access) for one in words]
    return "\n\n".join([f"{about}\n{made}", *parts, _TECHNICAL.strip(), ""]).encode()


def _told(words: Words, left_out: Sequence[str], files: Sequence[str], *, is_access: bool) -> str:
    say = words.phrase
    lines = [words.name, "", say(_ACCESS if is_access else _PORTABILITY)]
    lines += [say(one) for one in _OPEN]
    if is_access:
        lines.append(say(_LESS if left_out else _WHOLE))
        lines += [f"- {one}" for one in left_out]
    lines.append("")
    for name, what in FILES:
        ending = name.removeprefix("*")
        if any(one.startswith(name) or one.endswith(ending) for one in files):
            lines.append(f"{name}: {say(what)}")
    return "\n".join([*lines, "", *(say(one) for one in _WRONG)])
