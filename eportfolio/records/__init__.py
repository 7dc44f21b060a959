"""What a dossier consists of: one validated model per kind of record.

Invariants:
- A body is stored by others exactly as given; a model only judges it and never replaces it.
- Fields of a newer version are kept and ignored.
- An error names fields, never what was filled in.
- Importing this package builds no model; the first validation of a kind does.

Kinds, fields and enumeration values are Dutch, as the law and the partners' systems write them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from eportfolio.records.kinds import (
    KINDS,
    STATEMENT_KINDS,
    Body,
    Json,
    Layer,
    RecordId,
    headline,
    person_name,
    require_kind,
)
from eportfolio.records.layers import layer, require_amendment, require_withdrawal

if TYPE_CHECKING:
    from eportfolio.records.fields import Record
    from eportfolio.records.labelled import Leaf

__all__ = [
    "KINDS",
    "STATEMENT_KINDS",
    "Body",
    "Json",
    "Layer",
    "Record",
    "RecordId",
    "file_field",
    "group",
    "headline",
    "is_open_agreement",
    "join_x",
    "json_schema",
    "layer",
    "leaves",
    "model",
    "parse",
    "person_name",
    "references",
    "relink",
    "require_amendment",
    "require_withdrawal",
    "search_text",
    "split_x",
    "title",
    "unknown_fields",
]


def __getattr__(name: str) -> object:
    if name != "Record":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from eportfolio.records.fields import Record

    return Record


def parse(kind: str, body: Body) -> Record:
    """Validate a body.

    Raises:
        InvalidRecord: with `problems`, a list of field and Dutch sentence.
    """
    from eportfolio.records import validation

    return validation.parse(kind, body)


def model(kind: str) -> type[Record]:
    """Return the model of a kind.

    Raises:
        InvalidRecord: the kind is unknown or a statement.
    """
    from eportfolio.records import models

    return models.model(kind)


def title(kind: str) -> str:
    """Return the Dutch title of a kind."""
    return require_kind(kind).title


def group(kind: str) -> str | None:
    """Return the item group of a kind by default; None when it travels with another record."""
    return require_kind(kind).group


def file_field(kind: str) -> str:
    """Return the field that takes the id of an attached document; `documenten` is a list."""
    return require_kind(kind).file_field


def is_open_agreement(kind: str, status: str, body: Body) -> bool:
    """Tell whether a record with this life-cycle status is an agreement still to be kept."""
    return kind == "afspraak" and status != "vervallen" and body.get("status") in ("Open", "Loopt")


def split_x(kind: str, body: Body) -> tuple[dict[str, Json], dict[str, Json] | None]:
    """Split a body in what may travel and what never leaves (None when nothing is withheld)."""
    from eportfolio.records import shape

    return shape.split_x(kind, body)


def join_x(open_body: Body, x: Body | None) -> dict[str, Json]:
    """Put the two parts of `split_x` together again."""
    return {**open_body, **(x or {})}


def references(kind: str, body: Body) -> frozenset[RecordId]:
    """Return every record id a body points at; fields of a newer version are not looked into."""
    from eportfolio.records import shape

    return shape.references(kind, body)


def relink(kind: str, body: Body, ids: Mapping[str, RecordId]) -> dict[str, Json]:
    """Return a copy of a body in which references found in `ids` are replaced."""
    from eportfolio.records import shape

    return shape.relink(kind, body, ids)


def unknown_fields(kind: str, body: Body) -> tuple[str, ...]:
    """Return the dotted names this version does not know."""
    from eportfolio.records import shape

    return shape.unknown_fields(kind, body)


def leaves(kind: str, body: Body) -> list[Leaf]:
    """Return every value of a body with its Dutch label; see `labelled`."""
    from eportfolio.records import labelled

    return labelled.leaves(kind, body)


def search_text(kind: str, body: Body) -> str:
    """Return the human text of a body, without what never leaves, for a full-text index."""
    from eportfolio.records import shape

    return shape.search_text(kind, body)


def json_schema(kind: str) -> dict[str, Json]:
    """Return the JSON Schema (2020-12) of a kind."""
    from eportfolio.records import schema

    return schema.json_schema(kind)
