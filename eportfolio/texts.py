"""Words: catalogues, sentences for failures, and the notices a client decides on.

Invariants:
- Dutch first: a msgid is the Dutch text, so a text without a translation is right Dutch.
- A sentence is one whole text with named placeholders, never glued together.
- A translation that no person checked is a concept (`fuzzy`), and can be known as one.
- A notice is named by version, language and the SHA-256 of exactly the text that was shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Any

from eportfolio import settings
from eportfolio.errors import EportfolioError, InvalidRecord

DUTCH = "nl"
CLIENT, STAFF = "client", "staff"  # who reads it: a folder of catalogues each


@dataclass(frozen=True)
class Notice:
    """The text a client decides on, as it is shown in one language: exactly that of its file."""

    version: str
    language: str
    text: str
    is_concept: bool

    @property
    def blocks(self) -> tuple[tuple[str, ...], ...]:
        """Its lines, block by block; the first block is the title. A translation has a line for
        each line of the Dutch."""
        return tuple(tuple(block.splitlines()) for block in self.text.strip().split("\n\n"))


@dataclass(frozen=True)
class Words:
    """Texts in one language, for one kind of reader. What was not translated is Dutch.

    `name` is what the language calls itself, `dutch_name` what Dutch calls it.
    """

    language: str
    name: str
    dutch_name: str
    right_to_left: bool
    catalogue: NullTranslations
    concepts: frozenset[str] = frozenset()

    def phrase(self, text: str, /, **facts: object) -> str:
        """A Dutch sentence in this language, its placeholders filled in."""
        return _filled(self.catalogue.gettext(text), facts)

    def phrase_many(self, one: str, many: str, number: int, /, **facts: object) -> str:
        """The same for a sentence that depends on a number (`{number}`)."""
        return _filled(self.catalogue.ngettext(one, many, number), {"number": number, **facts})

    def day(self, day: date) -> str:
        """A date in words, in this language, with Western digits."""
        month = self.phrase(MONTHS[day.month - 1])
        return self.phrase("{day} {month} {year}", day=day.day, month=month, year=day.year)

    def month(self, year: int, month: int) -> str:
        """A month of a year in words: what is left of a date of which the day is not known."""
        return self.phrase("{month} {year}", month=self.phrase(MONTHS[month - 1]), year=year)

    def is_translated(self, text: str) -> bool:
        """Whether this language has words of its own for a Dutch sentence."""
        # What is lacking comes back as the very object; a translation may spell the same.
        return self.language == DUTCH or self.catalogue.gettext(text) is not text

    def is_concept(self, text: str) -> bool:
        """Whether nobody checked this translation yet."""
        return text in self.concepts

    @property
    def checked(self) -> bool:
        """Whether a person checked every text of this language."""
        return not self.concepts


def _filled(sentence: str, facts: Mapping[str, object]) -> str:
    return sentence.format_map(facts) if facts else sentence


def number(value: float) -> str:
    """A number as people write it: decimal comma, Western digits, never an exponent."""
    written = f"{value:.0f}" if float(value).is_integer() else f"{value:.10g}"
    return written.replace(".", ",")


def for_client(text: str) -> str:
    """Marks a text that a client reads elsewhere than where it stands; gives it as it is."""
    return text


def for_staff(text: str) -> str:
    """The same, for a text that staff read in the window."""
    return text


MONTHS = (
    for_client("januari"),
    for_client("februari"),
    for_client("maart"),
    for_client("april"),
    for_client("mei"),
    for_client("juni"),
    for_client("juli"),
    for_client("augustus"),
    for_client("september"),
    for_client("oktober"),
    for_client("november"),
    for_client("december"),
)


def words(audience: str, language: str) -> Words:
    """The catalogue of a language, by its code or another code for it (`fa` is `prs`); Dutch
    when there is none, which its `language` then says."""
    for code, facts in _known().items():
        if language in (code, *facts.get("also", ())) and _file(audience, code, "mo").is_file():
            return _read(audience, code, facts)
    return _dutch()


def languages(audience: str) -> tuple[Words, ...]:
    """Dutch, and every language that has a catalogue, by the name that Dutch has for it."""
    known = sorted(_known().items(), key=lambda one: str(one[1]["dutch_name"]))
    there = [(code, facts) for code, facts in known if _file(audience, code, "mo").is_file()]
    return (_dutch(), *(_read(audience, code, facts) for code, facts in there))


def language_named(name: str) -> str | None:
    """The code of the client language that a record names: by its code, or as Dutch or the
    language itself names it; a word in brackets behind it does not count. None: not known."""
    wanted = name.split("(")[0].strip().casefold()
    if wanted in (DUTCH, "nederlands"):
        return DUTCH
    for code, facts in _known().items():
        names = (
            *(code, *facts.get("also", ()), *facts.get("known_as", ())),
            *(facts["name"], facts["dutch_name"]),
        )
        if wanted in (str(one).casefold() for one in names):
            return code
    return None


def _known() -> dict[str, dict[str, Any]]:
    return settings.load_toml("texts", "languages.toml")


def _file(audience: str, code: str, ending: str) -> Path:
    return settings.resource("texts", audience, f"{code}.{ending}")


def _dutch() -> Words:
    return Words(DUTCH, "Nederlands", "Nederlands", False, NullTranslations())


def _read(audience: str, code: str, facts: Mapping[str, Any]) -> Words:
    import json

    with _file(audience, code, "mo").open("rb") as file:
        catalogue = GNUTranslations(file)
    concepts = json.loads(_file(audience, code, "concepts.json").read_text(encoding="utf-8"))
    return Words(
        code,
        str(facts["name"]),
        str(facts["dutch_name"]),
        bool(facts.get("right_to_left", False)),
        catalogue,
        frozenset(concepts),
    )


def explain(error: EportfolioError, say: Callable[[str], str] = str) -> str:
    """What happened, what is safe, what to do, without personal data: in Dutch, or as `say`
    says that Dutch in another language."""
    sentences: Mapping[str, str] = settings.load_toml("texts", "errors.toml")
    sentence = sentences.get(error.key) or sentences[error.code]
    return say(sentence).format_map(_Shown(error.facts))


class _Shown(dict[str, object]):
    """Facts for a sentence; one that is lacking shows as a dash instead of failing."""

    def __missing__(self, key: str) -> str:
        return "–"


def licences() -> tuple[tuple[str, str], ...]:
    """What the program is made of: each part and its licence."""
    parts = settings.load_toml("texts", "licences.toml")["part"]
    return tuple((str(one["name"]), str(one["licence"])) for one in parts)


def shown_notice(language: str = DUTCH, version: str | None = None) -> Notice:
    """The consent text as it is shown: in this language where there is a file of it, else in
    Dutch; today's when no version is named.

    Raises:
        InvalidRecord: a version this program does not have.
    """
    chosen, reviewed = _notice_version(version)
    for code in (language, *(code for code, also in _codes() if language in also)):
        file = _notice_file(chosen, code)
        if file.is_file():
            return Notice(chosen, code, file.read_text(encoding="utf-8"), code not in reviewed)
    return shown_notice(DUTCH, chosen)


def notice(version: str | None = None, language: str = DUTCH) -> dict[str, str | int | bool | None]:
    """Version, language and SHA-256 of the consent text that is signed: today's when no version
    is named; in the client's language where a person checked that text, else in Dutch.

    Raises:
        InvalidRecord: a version this program does not have.
    """
    from eportfolio.crypto import digest  # the first picture of the window needs none of it

    chosen, reviewed = _notice_version(version)
    signed = language if language in reviewed else DUTCH
    text = _notice_file(chosen, signed).read_bytes()
    return {"version": chosen, "language": signed, "sha256": digest(text)}


def _notice_version(version: str | None) -> tuple[str, tuple[str, ...]]:
    """A version and the languages in which a person checked it."""
    known = settings.load_toml("texts", "toestemming", "notices.toml")
    chosen = version or str(known["current"])
    if chosen not in known["version"]:
        raise InvalidRecord("invalid-record", "notice-version")
    return chosen, tuple(known["version"][chosen]["reviewed"])


def _notice_file(version: str, language: str) -> Path:
    return settings.resource("texts", "toestemming", f"{version}.{language}.txt")


def _codes() -> list[tuple[str, tuple[str, ...]]]:
    return [(code, tuple(facts.get("also", ()))) for code, facts in _known().items()]
