"""Strict shapes of what is read from signed JSON: the right type, or a TypeError.

Whoever reads a payload turns the TypeError into the refusal that fits (`reading`); nothing is
coerced, so that a number never passes for a text and a list never for a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from eportfolio.errors import EportfolioError, newer

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@contextmanager
def reading(payload: Mapping[str, Any], version: int, refusal: EportfolioError) -> Iterator[None]:
    """Inside, an object of a known version is read; whatever does not fit is one refusal.

    Raises:
        Unsupported: another version.
        EportfolioError: `refusal`, when a member is not there or of another shape.
    """
    if payload.get("v") != version:
        raise newer(payload.get("v"), version)
    try:
        yield
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        raise refusal from error


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
    value.encode()
    if any(not (one.isprintable() or one in "\n\t" or _is_format(one)) for one in value):
        raise ValueError
    return value


def _is_format(character: str) -> bool:
    """Joiners and direction marks that scripts such as Arabic and Dari need, and no-break space."""
    return character in "\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202f\ufeff"


def uuid(value: object) -> str:
    """A UUID in lower case: an id never becomes a path, or a name of something else."""
    if not _UUID.fullmatch(text(value)):
        raise ValueError
    return text(value)
