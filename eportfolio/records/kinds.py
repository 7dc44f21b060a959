"""The kinds of record: their order, Dutch titles, item groups, default layers and list lines.

Everything here is plain data and needs no model, so lists and projections stay cheap.
What a field may hold is in the model modules; which layer a body has is in `layers`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import NewType, TypeAlias

from eportfolio import texts
from eportfolio.errors import InvalidRecord

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Body: TypeAlias = Mapping[str, Json]
RecordId = NewType("RecordId", str)

STATEMENT_KINDS = ("toestemming", "overdracht")
APPEND_ONLY = ("urenregel", "reactie")
HEADLINE_LENGTH = 120


class Layer(StrEnum):
    """What the client is told about an item; `X` never leaves."""

    A = "A"
    A_PLUS = "A+"
    B = "B"
    B_H = "B-H"
    X = "X"

    @property
    def rank(self) -> int:
        """Position in the order A < A+ < B < B-H < X."""
        return list(Layer).index(self)

    def is_below(self, other: Layer) -> bool:
        """Tell whether this layer protects less than the other."""
        return self.rank < other.rank


def highest(*layers: Layer) -> Layer:
    """Return the layer that protects most."""
    return max(layers, key=lambda layer: layer.rank)


@dataclass(frozen=True)
class Kind:
    """What is fixed about one kind. `line` names the fields of its list line, in order;
    `a|b` means the first of the two that is filled in. `group` is None when an item
    travels with the record it belongs to."""

    title: str
    group: str | None
    layer: Layer
    module: str
    line: tuple[str, ...] = ()
    file_field: str = "documenten"
    separator: str = " · "


_A, _A_PLUS, _B = Layer.A, Layer.A_PLUS, Layer.B

_TIED = re.compile(r"(?<=[-'’]) ")

_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "client": Kind(
            "Cliënt",
            "identiteit",
            _A,
            "person",
            ("roepnaam|voornamen", "voorvoegsel", "achternaam"),
            separator=" ",
        ),
        "gezinslid": Kind(
            "Gezinslid of netwerkpersoon", "identiteit", _A, "person", ("relatie", "naam")
        ),
        "verblijf": Kind(
            "Verblijf", "identiteit", _A, "person", ("soort", "gemeente|gemeente_code", "van")
        ),
        "inburgeringsplicht": Kind(
            "Inburgeringsplicht en termijn",
            "identiteit",
            _A,
            "person",
            ("plicht_vanaf|duo_kennisgeving_datum", "einde_reden"),
        ),
        "intake": Kind(
            "Brede intake", "intake", _A, "intake", ("status", "afgerond_op", "advies_leerroute")
        ),
        "onderwijs": Kind(
            "Onderwijs", "intake", _B, "intake", ("opleiding|niveau", "instelling", "land")
        ),
        "werk": Kind("Werkervaring", "intake", _B, "intake", ("functie", "werkgever", "land")),
        "taalvaardigheid": Kind(
            "Taalvaardigheid", "plan", _A, "plan", ("vaardigheid", "niveau", "datum")
        ),
        "gezondheid": Kind("Gezondheid en belastbaarheid", "gezondheid", _A_PLUS, "life"),
        "aandachtspunt": Kind("Aandachtspunt", "wensen", _B, "life", ("soort", "status")),
        "wens": Kind(
            "Wens en hoofddoel", "wensen", _B, "life", ("ontwikkelwens|hoofddoel|eigen_woorden",)
        ),
        "verhaal": Kind("Mijn verhaal", "verhaal", _B, "life", ("tekst",)),
        "pip": Kind(
            "PIP-versie",
            "plan",
            _A,
            "plan",
            ("versienr", "aanleiding", "leerroute", "status", "dagtekening"),
            file_field="document",
        ),
        "afspraak": Kind(
            "Afspraak", "afspraken", _B, "plan", ("onderwerp|wat",), file_field="bewijs"
        ),
        "contactmoment": Kind("Contactmoment", "contacten", _B, "plan", ("datum", "soort")),
        "urenregel": Kind("Urenregel", "uren", _B, "plan", ("datum", "categorie", "uren")),
        "cursus": Kind(
            "Aanbod of cursus", "plan", _A, "plan", ("soort", "aanbieder", "start|aanbod_datum")
        ),
        "examenpoging": Kind(
            "Examenpoging", "plan", _A, "plan", ("onderdeel", "niveau", "datum", "uitslag")
        ),
        "pvt": Kind(
            "Participatieverklaringstraject", "plan", _A, "plan", ("ondertekend_op", "resultaat")
        ),
        "map_module": Kind(
            "Module Arbeidsmarkt en Participatie",
            "plan",
            _A,
            "plan",
            ("plek", "eindgesprek_op", "resultaat"),
        ),
        "instrument": Kind(
            "Participatie-instrument",
            "werkplekken",
            _B,
            "evidence",
            ("type", "organisatie", "status"),
        ),
        "certificaat": Kind(
            "Certificaat",
            "certificaten",
            _B,
            "evidence",
            ("titel|type", "uitgever", "datum_uitgifte"),
            file_field="bestand",
        ),
        "besluit": Kind(
            "Besluit of brief", "plan", _A, "evidence", ("soort", "dagtekening", "kenmerk")
        ),
        "ondersteuning": Kind(
            "Ontzorgen of maatschappelijke begeleiding",
            "netwerk",
            _B,
            "evidence",
            ("soort", "organisatie", "start"),
        ),
        "handhaving": Kind("Handhaving", "plan", _A, "evidence", ("soort", "datum", "status")),
        "document": Kind("Document", "documenten", _B, "evidence", ("titel",)),
        "reactie": Kind("Reactie van de cliënt", None, _B, "evidence", ("antwoord", "dag")),
    }
)
KINDS: tuple[str, ...] = tuple(_KINDS)


def require_kind(kind: str) -> Kind:
    """Return what is fixed about a kind.

    Raises:
        InvalidRecord: the name is unknown, or belongs to a statement beside the chain.
    """
    if kind in STATEMENT_KINDS:
        raise InvalidRecord("invalid-record", "statement-kind", kind=kind)
    if kind not in _KINDS:
        # The name itself is input and is not repeated.
        raise InvalidRecord("invalid-record", "unknown-kind")
    return _KINDS[kind]


def is_yes(value: Json) -> bool:
    """Tell whether a yes/no/unknown field says yes."""
    return value is True or value == "Ja"


def person_name(body: Body) -> str:
    """Return the whole name of a client; `al-` and `d'` stand against what follows."""
    names = ("voornamen", "voorvoegsel", "achternaam")
    parts = (str(body.get(name) or "").strip() for name in names)
    return _TIED.sub("", " ".join(part for part in parts if part))


def headline(kind: str, body: Body) -> str:
    """Return one short Dutch line to recognise a record in a list."""
    facts = require_kind(kind)
    words = [_first_filled(alternatives.split("|"), body) for alternatives in facts.line]
    line = facts.separator.join(word for word in words if word)
    line = _TIED.sub("", line) if kind == "client" else line
    if not line:
        return facts.title
    return line if len(line) <= HEADLINE_LENGTH else line[: HEADLINE_LENGTH - 1].rstrip() + "…"


def _first_filled(names: list[str], body: Body) -> str:
    return next((word for word in (_word(body.get(name)) for name in names) if word), "")


def _word(value: Json) -> str:
    if isinstance(value, str):
        return " ".join(value[: 2 * HEADLINE_LENGTH].split())
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return texts.number(value)
    return ""
