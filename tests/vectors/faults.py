"""What a fault is: how its file is made, and how exactly a reader must refuse it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from builders_bundles import Change, Late, Parts
from vectors.worlds import World


@dataclass(frozen=True)
class Fault:
    """One file with one fault. `whole`: made from the bundle with documents."""

    make: Callable[[World], bytes]
    error: str
    code: str
    reason: str | None
    comment: str
    whole: bool = False


Faults = Mapping[str, Fault]


def untrue(
    reason: str, comment: str, make: Callable[[World], bytes], *, whole: bool = False
) -> Fault:
    """Bytes that are not what they claim to be."""
    return Fault(make, "NotAuthentic", "not-authentic", reason, comment, whole)


def unlike(reason: str, comment: str, change: Change, *, whole: bool = False) -> Fault:
    """The same, made by changing a sound bundle and sealing it again."""
    return untrue(reason, comment, changed(change), whole=whole)


def forbidden(
    code: str, reason: str | None, comment: str, change: Change, *, whole: bool = False
) -> Fault:
    """A sound bundle that no consent allows."""
    return Fault(changed(change), "NotPermitted", code, reason, comment, whole)


def unknown(reason: str | None, comment: str, make: Callable[[World], bytes]) -> Fault:
    """A sender whose card does not count here."""
    return Fault(make, "NotAuthentic", "unknown-sender", reason, comment)


def newer(comment: str, make: Callable[[World], bytes]) -> Fault:
    """Made by a later version of the program."""
    return Fault(make, "Unsupported", "unsupported-version", None, comment)


def changed(change: Change) -> Callable[[World], bytes]:
    return lambda world: world.rebuilt(change)


def late(**hooks: Any) -> Change:
    """A change to what sealing makes on the way."""

    def change(parts: Parts) -> None:
        parts.late = Late(**hooks)

    return change
