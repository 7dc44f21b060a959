"""Finds the model of a kind; a model module is imported at the first request."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from eportfolio.records.fields import Record
from eportfolio.records.kinds import require_kind


@cache
def model(kind: str) -> type[Record]:
    """Return the model of a kind.

    Raises:
        InvalidRecord: the kind is unknown or a statement.
    """
    module = import_module(f"eportfolio.records.{require_kind(kind).module}")
    found = (item for item in vars(module).values() if isinstance(item, type))
    return next(item for item in found if issubclass(item, Record) and item.kind == kind)
