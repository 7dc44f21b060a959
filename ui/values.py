"""How values are written for people and read back: dates, numbers, yes and no."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, datetime

from eportfolio import texts
from ui.words import N_, _

Say = Callable[[str], str]
MONTHS = (
    N_("jan"),
    N_("feb"),
    N_("mrt"),
    N_("apr"),
    N_("mei"),
    N_("jun"),
    N_("jul"),
    N_("aug"),
    N_("sep"),
    N_("okt"),
    N_("nov"),
    N_("dec"),
)
WEEKDAYS = (
    N_("maandag"),
    N_("dinsdag"),
    N_("woensdag"),
    N_("donderdag"),
    N_("vrijdag"),
    N_("zaterdag"),
    N_("zondag"),
)
DATE_HINT = N_("Schrijf de datum als dag-maand-jaar, bijvoorbeeld 21-07-2025.")
PARTIAL_HINT = N_("Schrijf dag-maand-jaar, maand-jaar of alleen het jaar, bijvoorbeeld 1979.")
TIME_HINT = N_("Schrijf de tijd als uren:minuten, bijvoorbeeld 14:30.")
NUMBER_HINT = N_("Vul een getal in, bijvoorbeeld 12 of 7,5.")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DUTCH = re.compile(r"(?:(?:(\d{1,2})[-/. ])?(\d{1,2})[-/. ])?(\d{4})")
_TIME = re.compile(r"(\d{1,2})[:. ](\d{2})")
# Letters that have no accent to take off.
_PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "’": "'"})


def fold(text: str) -> str:
    """Without capitals and accents, to compare what was typed with a name."""
    if text.isascii():
        return text.lower()
    split = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in split if not unicodedata.combining(one)).translate(_PLAIN)


def shown_date(value: str, say: Say = _) -> str:
    """`2026-09-28` as `28 sep 2026`; a date that is known in part says so. `say` gives the words
    of months: those of the window, or as they are (`str`) for who reads Dutch."""
    match = _ISO.match(value)
    if match is None:
        return value
    year, month, day = match.groups()
    if month == "00":
        return say(N_("{year} (dag onbekend)")).format(year=year)
    name = say(MONTHS[int(month) - 1])
    return f"{name} {year}" if day == "00" else f"{int(day)} {name} {year}"


def shown_moment(value: str) -> str:
    """A day with its time, as it was on the clock of whoever wrote it."""
    return f"{shown_date(value)} {value[11:16]}" if "T" in value else shown_date(value)


def shown_time(moment: datetime) -> str:
    """Only the time."""
    return f"{moment:%H:%M}"


def typed_date(value: str) -> str:
    """A date as a person edits it: day, month, year; unknown parts are left out."""
    match = _ISO.fullmatch(value)
    if match is None:
        return value
    year, month, day = match.groups()
    return "-".join(part for part in (day, month, year) if part != "00")


def read_date(typed: str, *, partial: bool) -> str | None:
    """What was typed as a date of a record, or None where it is none."""
    words = typed.strip()
    if _ISO.fullmatch(words):
        return words
    match = _DUTCH.fullmatch(words)
    if match is None:
        return None
    day, month, year = match.groups()
    if not partial and (day is None or month is None):
        return None
    return f"{year}-{int(month or 0):02d}-{int(day or 0):02d}"


def read_time(typed: str) -> str | None:
    """What was typed as a time of the day, or None where it is none."""
    match = _TIME.fullmatch(typed.strip())
    return f"{int(match[1]):02d}:{match[2]}" if match is not None else None


def shown_number(value: float) -> str:
    """With a decimal comma."""
    return texts.number(value)


def read_number(typed: str) -> int | float | None:
    """What was typed as a number, or None where it is none."""
    words = typed.strip().replace(" ", "").replace(",", ".").replace("−", "-")
    if not re.fullmatch(r"[-+]?\d+(\.\d+)?", words):
        return None
    return float(words) if "." in words else int(words)


def shown_yes_no(value: object) -> str:
    """Yes, no or unknown as the word that records have for it."""
    if isinstance(value, bool):
        return "Ja" if value else "Nee"
    return "" if value is None else str(value)


def masked(number: str) -> str:
    """A number of which only the end is shown."""
    return f"••••• {number[-4:]}" if len(number) > 4 else number


def shown_headline(words: str, say: Say = _) -> str:
    """The line by which a record is recognised, with its date written for people."""
    return (
        words
        if "-" not in words
        else " · ".join(shown_date(one, say) for one in words.split(" · "))
    )


def shown_size(count: int) -> str:
    """Bytes in the unit that people know."""
    if count < 1_000_000:
        return f"{-(-count // 1000)} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


def initials(name: str) -> str:
    """At most two letters for somebody's picture."""
    words = [word for word in re.split(r"[\s.]+", name) if word[:1].isalpha()]
    big = [word[0].upper() for word in words if word[0].isupper()] or [
        word[0].upper() for word in words
    ]
    return "".join(big[:1] + big[-1:]) if len(big) > 1 else "".join(big)


def shown_day(day: date) -> str:
    """A day with its name."""
    return f"{_(WEEKDAYS[day.weekday()])} {shown_date(day.isoformat())}"


def cited(sentence: str, source: str) -> str:
    """A sentence with its article, unless it names it already."""
    if not source or source in sentence:
        return sentence
    return f"{sentence.rstrip('.')} ({source})."
