"""Every value of a body under its Dutch label, whatever the kind: for who may see all of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from eportfolio.records.fields import Part
from eportfolio.records.kinds import Body, Json
from eportfolio.records.models import model
from eportfolio.records.shape import nested, refers

BETWEEN = " · "


class Leaf(NamedTuple):
    """A value with the labels that lead to it; `refers`: it is the id of a record. An empty list
    or object is None."""

    label: str
    value: str | int | float | bool | None
    refers: bool


def leaves(kind: str, body: Body) -> list[Leaf]:
    """The values of a body, in the order of its fields; what a newer version added comes last,
    under its own name."""
    return list(_leaves(model(kind), body, ""))


def _leaves(part: type[Part] | None, body: Mapping[str, Json], above: str) -> Iterator[Leaf]:
    known = part.model_fields if part else {}
    order = [name for name in known if name in body]
    for name in [*order, *(name for name in body if name not in known)]:
        info = known.get(name)
        label = above + (info.title or name if info else name)
        inner = nested(info.annotation) if info else None
        yield from _values(body[name], label, inner, info is not None and refers(info.annotation))


def _values(value: Json, label: str, inner: type[Part] | None, points: bool) -> Iterator[Leaf]:
    if isinstance(value, dict):
        yield from _leaves(inner, value, label + BETWEEN)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            several = f"{label} {number}" if len(value) > 1 else label
            yield from _values(one, several, inner, points)
    if value in ({}, []):
        yield Leaf(label, None, False)
    elif not isinstance(value, dict | list):
        yield Leaf(label, value, points and isinstance(value, str))
