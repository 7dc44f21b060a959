"""The exact shape of a signed decision and of what happened to it (docs/formats/consent.md).

What somebody else signed is read here before anything depends on it: every member has the JSON type
that is meant, so that no code behind it stumbles over a list where a word stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eportfolio import shapes
from eportfolio.records.consent_request import HOW, INTERPRETING

DECISIONS = ("given", "refused")
_FLAGS = ("later_items", "answer_back", "onward_sharing", "one_bundle")


def require_decision(payload: Mapping[str, Any]) -> None:
    """Every member of a decision that is there is of its type, and those that are judged are there.
    A newer program may have added others.

    Raises:
        KeyError, TypeError, ValueError: it is not.
    """
    shapes.require_plain(payload)
    shapes.word(payload["decision"], DECISIONS)
    for name in _FLAGS:
        shapes.boolean(payload[name])
    _require_scope(payload["scope"])
    _require_how(payload)
    for name in ("schema", "ledger"):
        shapes.text_or_none(payload.get(name))
    for name in ("groups", "explicit"):
        shapes.texts(payload.get(name, []))
    require_person(payload.get("recorded_by"))
    if payload.get("representative") is not None:
        shapes.texts_by_name(payload["representative"])
    if "shown" in payload:
        shapes.texts_by_name(payload["shown"])


def _require_how(payload: Mapping[str, Any]) -> None:
    """How the client said it, and what was there to understand it; whether that is proof enough
    is judged elsewhere."""
    expressed = shapes.mapping(payload["expressed"])
    shapes.word(expressed["how"], HOW)
    if expressed["evidence"] is not None:
        shapes.sha256(expressed["evidence"])
    shapes.text_or_none(expressed["witness"])
    interpreter = shapes.mapping(payload["interpreter"])
    shapes.word(interpreter["kind"], INTERPRETING)
    shapes.text_or_none(interpreter["name"])
    shapes.boolean(interpreter.get("relative", False))
    told = shapes.mapping(payload["teach_back"])
    shapes.boolean(told["done"])
    shapes.text_or_none(told.get("words"))
    shapes.text_or_none(payload["explained_by"])
    shapes.text_or_none(payload.get("language"))
    if payload.get("notice") is not None:
        for name in ("version", "language", "sha256"):
            shapes.text_or_none(shapes.mapping(payload["notice"]).get(name))


def _require_scope(entries: object) -> None:
    if not isinstance(entries, list):
        raise TypeError
    for one in entries:
        entry = shapes.mapping(one)
        for name in ("group", "kind"):
            shapes.text(entry[name])
        if "field" in entry:
            shapes.text(entry["field"])
        for name in ("in", "not_in"):
            shapes.texts(entry.get(name, []))
        shapes.boolean(entry.get("special", False))


def require_event(payload: Mapping[str, Any]) -> None:
    """The same of what happened to a decision.

    Raises:
        KeyError, TypeError, ValueError: it is not.
    """
    shapes.require_plain(payload)
    require_person(payload.get("by"))
    for name in ("reason", "head", "ledger", "by_decision"):
        shapes.text_or_none(payload.get(name))


def require_person(value: object) -> None:
    """Card, name and organisation, where they are given."""
    if value is not None:
        shapes.texts_by_name(value)
