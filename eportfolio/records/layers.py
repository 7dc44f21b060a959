"""Which layer a record has, and what that forbids when it changes.

Invariants:
- The layer follows from the kind and, for some kinds, from one field (a predicate).
- The field `laag` may raise it, never lower it.
- A change never lowers it: older versions travel with the record and stay as sensitive.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from eportfolio.errors import InvalidRecord
from eportfolio.records.kinds import (
    APPEND_ONLY,
    Body,
    Json,
    Layer,
    highest,
    is_yes,
    require_kind,
)

FAMILY = ("Partner", "Kind", "Ouder", "Broer/zus")
HEALTH = ("Lichamelijke gezondheid", "Psychische gezondheid")
SPECIAL = ("Verslaving", "Zorgtaken")
HEALTH_TOPIC = "Gezondheid"
# Of a part of the intake: what was told, and what the client said of telling it again.
TOLD = ("samenvatting", "onderwerp", "verteld_op", "verteld_aan", "opnieuw_vragen", "alleen_met")


def layer(kind: str, body: Body) -> Layer:
    """Return the layer of a record: what its kind and fields ask for, or higher if raised."""
    return highest(lowest_layer(kind, body), as_layer(body.get("laag")) or Layer.A)


def lowest_layer(kind: str, body: Body) -> Layer:
    """Return the layer below which this body cannot go."""
    default = require_kind(kind).layer
    predicate = _PREDICATES.get(kind)
    return predicate(body) if predicate else default


def as_layer(value: Json) -> Layer | None:
    """Read the field `laag`; anything else than a layer is None."""
    return next((found for found in Layer if found == value), None)


def require_amendment(kind: str, old: Body, new: Body) -> None:
    """Require that the change from one body to the next is allowed.

    Raises:
        InvalidRecord: the kind is append-only, or the layer would become lower.
    """
    require_kind(kind)
    if kind in APPEND_ONLY:
        raise InvalidRecord("invalid-record", "append-only", kind=kind)
    if layer(kind, new).is_below(layer(kind, old)):
        raise InvalidRecord("invalid-record", "layer-lowered", kind=kind)


def require_withdrawal(kind: str) -> None:
    """Require that a record of this kind may be withdrawn.

    Raises:
        InvalidRecord: a reaction of the client is only replaced by a newer one.
    """
    require_kind(kind)
    if kind == "reactie":
        raise InvalidRecord("invalid-record", "append-only", kind=kind)


def _gezinslid(body: Body) -> Layer:
    return Layer.A if body.get("relatie") in FAMILY else Layer.B


def _verblijf(body: Body) -> Layer:
    return Layer.A_PLUS if body.get("soort") == "Blijf-van-mijn-Lijfhuis" else Layer.A


def _intake(body: Body) -> Layer:
    blocks = body.get("blokken")
    parts = blocks.values() if isinstance(blocks, dict) else ()
    told = any(isinstance(part, dict) and any(map(part.get, TOLD)) for part in parts)
    return Layer.B if told else Layer.A


def _gezondheid(body: Body) -> Layer:
    return Layer.B_H if body.get("toelichting") else Layer.A_PLUS


def _aandachtspunt(body: Body) -> Layer:
    if body.get("soort") in HEALTH:
        return Layer.A_PLUS
    return Layer.B_H if body.get("soort") in SPECIAL else Layer.B


def _verhaal(body: Body) -> Layer:
    parts = body.get("onderdelen")
    told = [body, *(part for part in (parts if isinstance(parts, list) else ()))]
    own = (_told(part, part is body) for part in told if isinstance(part, Mapping))
    return highest(Layer.B, *(found for found in own if found is not Layer.X))


def _told(part: Body, is_whole: bool) -> Layer:
    """Of a story or a part of it; that it is about health is special too."""
    own = None if is_whole else as_layer(part.get("laag"))
    about = Layer.B_H if part.get("onderwerp") == HEALTH_TOPIC else Layer.B
    return Layer.X if own is Layer.X else highest(own or Layer.A, about)


def _afspraak(body: Body) -> Layer:
    return Layer.A if is_yes(body.get("in_pip")) else Layer.B


def _besluit(body: Body) -> Layer:
    return Layer.A_PLUS if body.get("soort") == "Pw-beschikking" else Layer.A


_PREDICATES: Mapping[str, Callable[[Body], Layer]] = MappingProxyType(
    {
        "gezinslid": _gezinslid,
        "verblijf": _verblijf,
        "intake": _intake,
        "gezondheid": _gezondheid,
        "aandachtspunt": _aandachtspunt,
        "verhaal": _verhaal,
        "afspraak": _afspraak,
        "besluit": _besluit,
    }
)
