"""Item groups: what the client chooses from, as data, and their resolution into a scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from eportfolio import settings
from eportfolio.errors import InvalidRecord

EVERYTHING = "*"


@dataclass(frozen=True)
class Group:
    """One box on the consent sheet. `covers` are scope entries without the group's name."""

    name: str
    title: str
    layer: str
    special: bool
    covers: tuple[Mapping[str, Any], ...]


def load_groups() -> dict[str, Group]:
    """The packaged groups, in the order of the consent sheet."""
    return {
        entry["name"]: Group(
            entry["name"],
            entry["title"],
            entry["layer"],
            bool(entry.get("special", False)),
            tuple(entry["covers"]),
        )
        for entry in settings.load_toml("groups.toml")["group"]
    }


def resolve(
    chosen: Sequence[str], explicit: Sequence[str], groups: Mapping[str, Group]
) -> list[dict[str, Any]]:
    """Chosen groups as the list of scope entries that both ends judge by (consent.md, scope).

    `*` stands for every group that is not special. A special group (AVG art. 9) is in the scope
    only by its own explicit yes.

    Raises:
        InvalidRecord: an unknown group, or a special one without its explicit yes.
    """
    named = {name for name in chosen if name != EVERYTHING}
    if unknown := (named | set(explicit)) - set(groups):
        raise InvalidRecord("invalid-record", "consent-group", groups=len(unknown))
    special = {name for name, group in groups.items() if group.special}
    if not set(explicit) <= special or not named & special <= set(explicit):
        raise InvalidRecord("invalid-record", "consent-explicit")
    if EVERYTHING in chosen:
        named |= set(groups) - special
    return [
        {"group": name, **({"special": True} if group.special else {}), **entry}
        for name, group in groups.items()
        if name in named | set(explicit)
        for entry in group.covers
    ]


def covers(entry: Mapping[str, Any], kind: str, body: Mapping[str, Any] | None) -> bool:
    """Whether a scope entry covers a version of a record. What it does not know, it covers not."""
    if entry.get("kind") != kind:
        return False
    if "field" not in entry:
        return True
    value = (body or {}).get(entry["field"])
    if "in" in entry:
        return value in entry["in"]
    return "not_in" in entry and value is not None and value not in entry["not_in"]
