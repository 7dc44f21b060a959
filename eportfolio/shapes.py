"""Strict shapes of what is read from signed JSON: the right type, or a TypeError.

Whoever reads a payload turns the TypeError into the refusal that fits (`reading`); nothing is
coerced, so that a number never passes for a text and a list never for a name.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from eportfolio.errors import EportfolioError, newer

DEEPEST = 32  # how far objects and lists of signed JSON may stand in one another
LAST_DAY = date(9998, 12, 31)  # what is counted from a day must be a day too
_DIGEST = re.compile(r"[A-Za-z0-9_-]{43}")
_ID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@contextmanager
def reading(payload: Mapping[str, Any], version: int, refusal: EportfolioError) -> Iterator[None]:
    """Inside, an object of a known version is read; whatever does not fit is one refusal.

    Raises:
        Unsupported: another version.
        EportfolioError: `refusal`, when a member is not there or of another shape.
    """
    require_version(payload, version)
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError, OverflowError) as error:
        raise refusal from error


def require_version(payload: Mapping[str, Any], version: int) -> None:
    """An object says that it is of this version.

    Raises:
        Unsupported: another version.
    """
    found = payload.get("v")
    if type(found) is not int or found != version:
        raise newer(found, version)


def text(value: object) -> str:
    """A text."""
    if not isinstance(value, str):
        raise TypeError
    return value


def text_or_none(value: object) -> str | None:
    """A text, or nothing."""
    return None if value is None else text(value)


def texts(value: object) -> list[str]:
    """A list of texts."""
    if not isinstance(value, list):
        raise TypeError
    return [text(one) for one in value]


def boolean(value: object) -> bool:
    """True or false; nothing that merely counts as one."""
    if not isinstance(value, bool):
        raise TypeError
    return value


def word(value: object, words: Collection[str]) -> str:
    """A text that is one of these."""
    if text(value) not in words:
        raise ValueError
    return text(value)


def whole(value: object) -> int:
    """A whole number; true and false are none."""
    if type(value) is not int:
        raise TypeError
    return value


def mapping(value: object) -> dict[str, Any]:
    """A JSON object."""
    if not isinstance(value, dict):
        raise TypeError
    return value


def texts_by_name(value: object) -> Mapping[str, str]:
    """A JSON object of texts."""
    return {name: text(one) for name, one in mapping(value).items()}


def clean(value: str) -> str:
    """Text that people wrote: no control characters but line ends and tabs, no half characters.

    What another organisation wrote is shown on a screen; it must not be able to steer it.
    """
    if value.isprintable():
        return value
    value.encode()
    if any(not (one.isprintable() or one in "\n\t" or _is_format(one)) for one in value):
        raise ValueError
    return value


def clean_or_none(value: object) -> str | None:
    """The same, or nothing."""
    return None if value is None else clean(text(value))


def require_plain(value: object) -> None:
    """Nothing in a JSON value can steer a screen, and it is not nested without measure: it is
    shown, and written out again, as it was signed."""
    waiting: list[tuple[object, int]] = [(value, 0)]
    while waiting:
        one, depth = waiting.pop()
        if isinstance(one, str):
            clean(one)
        elif isinstance(one, dict | list):
            if depth == DEEPEST:
                raise ValueError
            inside = [*one, *one.values()] if isinstance(one, dict) else one
            waiting += ((part, depth + 1) for part in inside)


def _is_format(character: str) -> bool:
    """Joiners and direction marks that scripts such as Arabic and Dari need, and no-break space."""
    return character in "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\ufeff"


def uuid(value: object) -> str:
    """A UUID in lower case: an id never becomes a path, or a name of something else."""
    if not _UUID.fullmatch(text(value)):
        raise ValueError
    return text(value)


def sha256(value: object) -> str:
    """A SHA-256 in 64 hexadecimal digits."""
    if not _SHA256.fullmatch(text(value)):
        raise ValueError
    return text(value)


def digest(value: object) -> str:
    """A SHA-256 in base64url, by which an item is named."""
    if not _DIGEST.fullmatch(text(value)):
        raise ValueError
    return text(value)


def random_id(value: object) -> str:
    """The random id of a bundle or a notice: 32 hexadecimal digits."""
    if not _ID.fullmatch(text(value)):
        raise ValueError
    return text(value)


def day(value: object) -> date:
    """A date with room before and after it."""
    found = date.fromisoformat(text(value))
    if not 1 < found.year <= LAST_DAY.year:
        raise ValueError
    return found
