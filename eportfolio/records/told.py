"""A record as its client reads it, before it is put in words of one or two languages.

Paper and screen both take it from here, so that they say the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from eportfolio.records import client_fields as words
from eportfolio.records.kinds import Layer


class Told(NamedTuple):
    """One line: a label, how its value is shown (`client_fields.Shown`), and the value as it
    stands. `is_typed`: somebody typed the label; it is no text of ours."""

    label: str
    how: str
    value: Any
    is_typed: bool = False


def title(kind: str, body: Mapping[str, Any]) -> tuple[str, bool]:
    """Which record it is, in a few words, and whether that is a value of its own."""
    value = body.get(words.TITLE_FIELD.get(kind, ""))
    return (value, True) if isinstance(value, str) and value else (words.TITLES[kind], False)


def lead(kind: str, body: Mapping[str, Any]) -> str:
    """What a person typed that says best which record it is; nothing where there is none."""
    value = body.get(words.LEAD_FIELD.get(kind, ""))
    return value.strip() if isinstance(value, str) else ""


def facts(kind: str, body: Mapping[str, Any], *, on_screen: bool = False) -> list[Told]:
    """What is filled in: short facts first, then longer texts, then what lies deeper."""
    shown = (*(words.ON_SCREEN.get(kind, ()) if on_screen else ()), *words.FIELDS[kind])
    found = [
        Told(one.label, one.how, body[one.field])
        for one in shown
        if body.get(one.field) not in (None, "", [], ())
    ]
    return [*sorted(found, key=lambda one: one.how == words.TEXT), *_deeper(kind, body)]


def named(kind: str) -> frozenset[str]:
    """The fields that `title`, `lead` and `facts` show of this kind on the screen."""
    shown = (*words.ON_SCREEN.get(kind, ()), *words.FIELDS[kind])
    others = (words.TITLE_FIELD.get(kind, ""), words.LEAD_FIELD.get(kind, ""))
    return frozenset((*(one.field for one in shown), *others))


def _deeper(kind: str, body: Mapping[str, Any]) -> list[Told]:
    """Parts of the intake, parts of the story; nothing of what never leaves."""
    found: list[Told] = []
    parts = body.get("blokken")
    if kind == "intake" and isinstance(parts, dict):
        for name, label in words.BLOCKS.items():
            block = parts.get(name)
            if not isinstance(block, dict):
                continue
            if block.get("samenvatting"):
                found.append(Told(label, words.TEXT, block["samenvatting"]))
            found += _telling(block)
    if kind == "verhaal":
        for part in body.get("onderdelen") or ():
            if not isinstance(part, dict) or part.get("laag") == Layer.X or not part.get("tekst"):
                continue
            label = str(part.get("titel") or "").strip()
            found.append(
                Told(label or words.TITLES[kind], words.TEXT, part["tekst"], is_typed=bool(label))
            )
            found += _telling(part)
    return found


def _telling(part: Mapping[str, Any]) -> list[Told]:
    """What a part says of being told: it stands below the words of that part."""
    return [
        Told(one.label, one.how, part[one.field])
        for one in words.PART_TELLING
        if part.get(one.field)
    ]
