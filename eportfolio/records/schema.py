"""The JSON Schema of each kind, derived from its model."""

from __future__ import annotations

from copy import deepcopy
from functools import cache

from eportfolio.records.kinds import Json
from eportfolio.records.models import model

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema(kind: str) -> dict[str, Json]:
    """Return the JSON Schema (2020-12) of a kind; the caller may change the copy."""
    return deepcopy(_json_schema(kind))


@cache
def _json_schema(kind: str) -> dict[str, Json]:
    record = model(kind)
    found: dict[str, Json] = record.model_json_schema()
    _name_layers(found)
    definitions = found.get("$defs")
    for part in definitions.values() if isinstance(definitions, dict) else ():
        if isinstance(part, dict):
            _name_layers(part)
    return {
        "$schema": DIALECT,
        "$id": f"urn:eportfolio:schema:{kind}:1",
        **found,
        "title": record.opschrift,
        "x-laag": str(record.laag_standaard),
    }


def _name_layers(part: dict[str, Json]) -> None:
    """Vendor keywords start with `x-`, so that no reader takes them for its own."""
    part.pop("description", None)
    properties = part.get("properties")
    for field in properties.values() if isinstance(properties, dict) else ():
        if isinstance(field, dict) and "laag" in field:
            field["x-laag"] = field.pop("laag")
