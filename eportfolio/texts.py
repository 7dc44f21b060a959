"""Words: sentences for failures, and the notices a client decides on.

Invariants:
- Dutch first; a sentence is one whole text with named placeholders, never glued together.
- A notice is named by version, language and the SHA-256 of exactly the text that was shown.
"""

from __future__ import annotations

from collections.abc import Mapping

from eportfolio import settings
from eportfolio.errors import EportfolioError, InvalidRecord

DUTCH = "nl"
NOTICE = "2026-11"
REVIEWED = {"2026-11": (DUTCH,)}  # languages whose text was checked by a person


def explain(error: EportfolioError) -> str:
    """What happened, what is safe, what to do: in Dutch, without personal data."""
    sentences: Mapping[str, str] = settings.load_toml("texts", "errors.toml")
    sentence = sentences.get(error.key) or sentences[error.code]
    return sentence.format_map(_Shown(error.facts))


class _Shown(dict[str, object]):
    """Facts for a sentence; one that is lacking shows as a dash instead of failing."""

    def __missing__(self, key: str) -> str:
        return "–"


def licences() -> tuple[tuple[str, str], ...]:
    """What the program is made of: each part and its licence."""
    parts = settings.load_toml("texts", "licences.toml")["part"]
    return tuple((str(one["name"]), str(one["licence"])) for one in parts)


def notice(version: str | None = None, language: str = DUTCH) -> dict[str, str | int | bool | None]:
    """Version, language and SHA-256 of the consent text that is signed: today's when no version
    is named; in the client's language where a person checked that text, else in Dutch.

    Raises:
        InvalidRecord: a version this program does not have.
    """
    from eportfolio.crypto import digest  # the first picture of the window needs none of it

    chosen = version or NOTICE
    if chosen not in REVIEWED:
        raise InvalidRecord("invalid-record", "notice-version")
    signed = language if language in REVIEWED[chosen] else DUTCH
    text = settings.resource("texts", "toestemming", f"{chosen}.{signed}.txt").read_bytes()
    return {"version": chosen, "language": signed, "sha256": digest(text)}
