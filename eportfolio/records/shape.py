"""What the models say about the structure of a body: references, layer X, known names.

Derived once per kind from the models, so a field is described in one place only. The walk is
forgiving: it takes what fits the shape and leaves the rest alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import get_args

from pydantic.fields import FieldInfo

from eportfolio.records.fields import Part
from eportfolio.records.kinds import Body, Json, Layer, RecordId
from eportfolio.records.layers import layer
from eportfolio.records.models import model

# Ids, digests and dates are found by other means than words.
_NO_WORDS = re.compile(
    r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{64}|[0-9]{4}-[0-9]{2}-[0-9]{2}(T.*)?"
)


@dataclass(frozen=True)
class Shape:
    """One object: its field names, which hold references, which are layer X, which nest."""

    names: frozenset[str]
    references: frozenset[str]
    x: frozenset[str]
    parts: Mapping[str, Shape]

    @property
    def all_names(self) -> frozenset[str]:
        """The names of this object and of everything inside it."""
        return self.names.union(*(part.all_names for part in self.parts.values()))


@cache
def shape(kind: str) -> Shape:
    """Return the shape of a kind."""
    return _shape(model(kind))


def _shape(part: type[Part]) -> Shape:
    fields = part.model_fields
    inside = {name: nested(info.annotation) for name, info in fields.items()}
    return Shape(
        names=frozenset(fields),
        references=frozenset(name for name, info in fields.items() if refers(info.annotation)),
        x=frozenset(name for name, info in fields.items() if field_layer(info) == Layer.X),
        parts={name: _shape(found) for name, found in inside.items() if found},
    )


def field_layer(info: FieldInfo) -> str | None:
    """Return the layer a field carries itself."""
    extra = info.json_schema_extra
    found = extra.get("laag") if isinstance(extra, dict) else None
    return found if isinstance(found, str) else None


def refers(annotation: object) -> bool:
    """Whether a field holds ids of records."""
    return annotation is RecordId or any(refers(inner) for inner in get_args(annotation))


def nested(annotation: object) -> type[Part] | None:
    """The object inside a field, or None."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return annotation
    return next((found for found in map(nested, get_args(annotation)) if found), None)


def references(kind: str, body: Body) -> frozenset[RecordId]:
    """Return every record id a body points at."""
    return frozenset(RecordId(found) for found in _references(shape(kind), body))


def _references(structure: Shape, body: Body) -> Iterator[str]:
    for name in structure.references & body.keys():
        value = body[name]
        yield from (found for found in _items(value) if isinstance(found, str))
    for name, part in structure.parts.items():
        for item in _items(body.get(name)):
            if isinstance(item, dict):
                yield from _references(part, item)


def relink(kind: str, body: Body, ids: Mapping[str, RecordId]) -> dict[str, Json]:
    """Return a copy of a body in which references found in `ids` are replaced."""
    return _relink(shape(kind), body, ids)


def _relink(structure: Shape, body: Body, ids: Mapping[str, RecordId]) -> dict[str, Json]:
    def replace(name: str, value: Json) -> Json:
        if isinstance(value, list):
            return [replace(name, item) for item in value]
        if isinstance(value, str) and name in structure.references:
            return ids.get(value, value)
        if isinstance(value, dict) and name in structure.parts:
            return _relink(structure.parts[name], value, ids)
        return value

    return {name: replace(name, value) for name, value in body.items()}


def unknown_fields(kind: str, body: Body) -> tuple[str, ...]:
    """Return the dotted names this version does not know."""
    return tuple(dict.fromkeys(_unknown(shape(kind), body, "")))


def _unknown(structure: Shape, body: Body, prefix: str) -> Iterator[str]:
    for name, value in body.items():
        if name not in structure.names:
            yield prefix + name
        elif name in structure.parts:
            for item in _items(value):
                if isinstance(item, dict):
                    yield from _unknown(structure.parts[name], item, f"{prefix}{name}.")


def split_x(kind: str, body: Body) -> tuple[dict[str, Json], dict[str, Json] | None]:
    """Split a body in what may travel and what never leaves.

    A list with some parts of layer X goes whole into the second half, so that joining restores
    the order; the first half keeps the other parts.
    """
    if layer(kind, body) == Layer.X:
        return {}, dict(body)
    structure = shape(kind)
    open_body: dict[str, Json] = {}
    withheld: dict[str, Json] = {}
    for name, value in body.items():
        if name in structure.x:
            withheld[name] = value
        elif (rest := _without_x(structure, name, value)) is None:
            open_body[name] = value
        else:
            withheld[name] = value
            open_body[name] = rest
    return open_body, withheld or None


def _without_x(structure: Shape, name: str, value: Json) -> list[Json] | None:
    """Return a list without its parts of layer X, or None when there are none."""
    has_layers = name in structure.parts and "laag" in structure.parts[name].names
    if not has_layers or not isinstance(value, list):
        return None
    rest = [item for item in value if not (isinstance(item, dict) and item.get("laag") == Layer.X)]
    return rest if len(rest) < len(value) else None


def search_text(kind: str, body: Body) -> str:
    """Return the human text of a body, without what never leaves."""
    open_body, _ = split_x(kind, body)
    return "\n".join(_texts(open_body))


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        if value and not _NO_WORDS.fullmatch(value):
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _items(value: Json) -> list[Json]:
    return value if isinstance(value, list) else [value]
