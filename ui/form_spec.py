"""What a form of a kind holds, read from the JSON Schema of its record model.

Titles, lists, bounds and nesting come from there; only what the schema cannot say stands here:
which texts are long, and which records a reference is offered.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from eportfolio import records
from ui.values import Say, shown_date, shown_number, shown_yes_no
from ui.words import N_, _

# Fields every record has; a form shows them last.
COMMON = ("bron", "laag", "documenten", "werknotitie")
# Written by the program when a file is attached.
HIDDEN: Mapping[str, frozenset[str]] = {
    "document": frozenset({"sha256", "omvang", "naam", "mime"}),
}
_LONG = (
    "aanpassing_nodig bijzonderheden effect_op_leren eigen_woorden eindevaluatie evaluatie "
    "leerdoelen motivering ondersteuning pw_onderdelen reden_niet samenvatting talenten taken "
    "tekst toelichting vve_afspraken verslag wat werknotitie woorden"
)
LONG = frozenset(_LONG.split())
# Which kinds a reference field is offered; another one gets the documents.
OFFERED: Mapping[str, tuple[str, ...]] = {
    "verlengingen": ("besluit",),
    "gesprekken": ("contactmoment",),
    "vervolg": ("afspraak",),
    "instrument": ("instrument", "cursus"),
    "correctie_van": ("urenregel",),
    "record": records.KINDS,
}
ELSEWHERE = N_("niet in dit dossier")
_REFERENCE = "^[0-9a-f]{8}-"
_YES_NO = [True, False, "Ja", "Nee", "Onbekend"]


class Type(Enum):
    """How a value is edited."""

    TEXT = auto()
    LONG = auto()
    NUMBER = auto()
    DATE = auto()
    PARTIAL_DATE = auto()
    TIME = auto()
    CHOICE = auto()
    YES_NO = auto()
    REFERENCE = auto()
    REFERENCES = auto()
    SET = auto()
    LINES = auto()
    DATES = auto()
    PART = auto()
    PARTS = auto()


@dataclass(frozen=True)
class Spec:
    """One field of a form."""

    name: str
    dutch: str
    type: Type
    is_required: bool = False
    choices: tuple[str, ...] = ()
    offered: tuple[str, ...] = ()
    parts: tuple[Spec, ...] = ()
    never_leaves: bool = False
    dutch_hint: str = ""

    @property
    def title(self) -> str:
        """What it is called, in the language of the window."""
        return _(self.dutch)

    @property
    def hint(self) -> str:
        """What helps to fill it in, in the language of the window."""
        return _(self.dutch_hint)


def specs(kind: str) -> tuple[Spec, ...]:
    """The fields of a kind, its own first, then those that every record has."""
    schema: dict[str, Any] = records.json_schema(kind)
    hidden = HIDDEN.get(kind, frozenset())
    found = [one for one in _object(schema, schema) if one.name not in hidden]
    own = [one for one in found if one.name not in COMMON]
    return (*own, *(one for one in found if one.name in COMMON))


def _object(part: Mapping[str, Any], root: Mapping[str, Any]) -> tuple[Spec, ...]:
    required = part.get("required", ())
    return tuple(
        _field(name, found, root, is_required=name in required)
        for name, found in part["properties"].items()
    )


def _field(name: str, schema: Mapping[str, Any], root: Any, *, is_required: bool) -> Spec:
    inner = _followed(schema, root)
    title = str(schema.get("title", name))
    never = schema.get("x-laag") == "X"
    if inner.get("type") == "array":
        kind, choices, parts = _list_type(_followed(inner["items"], root), root)
    else:
        kind, choices, parts = _type(name, inner, root)
    offered = OFFERED.get(name, ("document",)) if kind in _REFERENCES else ()
    return Spec(name, title, kind, is_required, choices, offered, parts, never)


_REFERENCES = (Type.REFERENCE, Type.REFERENCES)


def _type(
    name: str, schema: Mapping[str, Any], root: Any
) -> tuple[Type, tuple[str, ...], tuple[Spec, ...]]:
    if schema.get("enum") == _YES_NO:
        return Type.YES_NO, (N_("Ja"), N_("Nee"), N_("Onbekend")), ()
    if "enum" in schema:
        return Type.CHOICE, tuple(schema["enum"]), ()
    if schema.get("type") == "object":
        return Type.PART, (), _object(schema, root)
    if schema.get("type") in ("number", "integer"):
        return Type.NUMBER, (), ()
    return _text_type(name, schema), (), ()


def _text_type(name: str, schema: Mapping[str, Any]) -> Type:
    pattern = str(schema.get("pattern", ""))
    if schema.get("format") == "date":
        return Type.DATE
    if pattern.startswith(_REFERENCE):
        return Type.REFERENCE
    if "(00-00|" in pattern:
        return Type.PARTIAL_DATE
    return Type.LONG if name in LONG else Type.TEXT


def _list_type(
    items: Mapping[str, Any], root: Any
) -> tuple[Type, tuple[str, ...], tuple[Spec, ...]]:
    if "enum" in items:
        return Type.SET, tuple(items["enum"]), ()
    if items.get("type") == "object":
        return Type.PARTS, (), _object(items, root)
    return {
        Type.REFERENCE: (Type.REFERENCES, (), ()),
        Type.DATE: (Type.DATES, (), ()),
    }.get(_text_type("", items), (Type.LINES, (), ()))


def _followed(schema: Mapping[str, Any], root: Any) -> Mapping[str, Any]:
    """Without `null`, and with what a reference stands for."""
    for one in schema.get("anyOf", ()):
        if one.get("type") != "null":
            return _followed(one, root)
    if "$ref" in schema:
        found: Mapping[str, Any] = root["$defs"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def offered(spec: Spec) -> Iterator[str]:
    """The kinds of record that a field, or a part of it, may refer to."""
    yield from spec.offered
    for part in spec.parts:
        yield from offered(part)


def shown(spec: Spec, value: Any, names: Mapping[str, str], say: Say = _) -> str:
    """A value in words; `names` are those of other records. Nothing for what is not filled in.
    `say` gives our own words: in the language of the window, or as they are (`str`)."""
    if value is None or value == [] or value == "":
        return ""
    match spec.type:
        case Type.DATE | Type.PARTIAL_DATE:
            return shown_date(str(value), say)
        case Type.YES_NO:
            return say(shown_yes_no(value))
        case Type.NUMBER if isinstance(value, int | float):
            return shown_number(value)
        case Type.REFERENCE:
            return names.get(str(value), say(ELSEWHERE))
        case Type.REFERENCES if isinstance(value, list):
            return "\n".join(names.get(str(one), say(ELSEWHERE)) for one in value)
        case Type.DATES if isinstance(value, list):
            return ", ".join(shown_date(str(one), say) for one in value)
        case Type.SET if isinstance(value, list):
            return ", ".join(str(one) for one in value)
        case Type.LINES if isinstance(value, list):
            return "\n".join(str(one) for one in value)
        case Type.PART if isinstance(value, dict):
            return _shown_part(spec, value, names, say)
        case Type.PARTS if isinstance(value, list):
            return "\n".join(_shown_part(spec, one, names, say) for one in value)
    return str(value)


def _shown_part(spec: Spec, value: Any, names: Mapping[str, str], say: Say) -> str:
    if not isinstance(value, dict):
        return str(value)
    words = [
        f"{say(part.dutch)}: {inner}"
        for part in spec.parts
        if (inner := shown(part, value.get(part.name), names, say))
    ]
    return " · ".join(words)
