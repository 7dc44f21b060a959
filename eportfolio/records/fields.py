"""The types of the fields, and the base every record stands on.

Invariants:
- Nothing is converted: text stays text, a number is a JSON number, `true` is no number.
- A date that does not exist is refused; a partly known date is `JJJJ-00-00` or `JJJJ-MM-00`.
- The representation of a record shows no value.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    JsonValue,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)

from eportfolio.records.kinds import Json, Layer, RecordId, require_kind
from eportfolio.records.layers import lowest_layer
from eportfolio.records.vocabulary import AfwijkingRegel

TEXT_LENGTH = 100_000
# Control characters of C0 and C1 except tab and newline.
TEXT_PATTERN = r"^[^\u0000-\u0008\u000b-\u001f\u007f-\u009f]*$"
UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"
DATE_PATTERN = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
PARTIAL_PATTERN = r"^(?!0000)[0-9]{4}-(00-00|(0[1-9]|1[0-2])-(0[0-9]|[12][0-9]|3[01]))$"
LAAG_X: dict[str, str] = {"laag": "X"}
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)

Problem: TypeAlias = tuple[str, str]


class Inconsistent(ValueError):
    """Fields that are right by themselves and wrong together."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("inconsistent")
        self.problems = problems


def _date(value: object) -> date:
    if isinstance(value, str) and re.fullmatch(DATE_PATTERN[1:-1], value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("Deze datum bestaat niet.") from None
    raise ValueError("Schrijf de datum als JJJJ-MM-DD.")


def _partial_date(value: str) -> str:
    if not re.fullmatch(DATE_PATTERN[1:-1], value):
        raise ValueError("Schrijf de datum als JJJJ-MM-DD, JJJJ-MM-00 of JJJJ-00-00.")
    year, month, day = value.split("-")
    if month == "00" and day != "00":
        raise ValueError("Een dag zonder maand kan niet.")
    _date(f"{year}-{month if month != '00' else '01'}-{day if day != '00' else '01'}")
    return value


def _yes_no(value: object) -> bool | str:
    if isinstance(value, bool) or (isinstance(value, str) and value in ("Ja", "Nee", "Onbekend")):
        return value
    raise ValueError("Kies Ja, Nee of Onbekend.")


def _bsn(value: str) -> str:
    """Elfproef: the weighted sum of the nine digits is a multiple of eleven."""
    digits = [int(digit) for digit in value]
    total = sum(weight * digit for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    if total % 11 or not any(digits):
        raise ValueError("Dit burgerservicenummer klopt niet (elfproef).")
    return value


def _quarters(hours: float) -> float:
    if hours * 4 % 1:
        raise ValueError("Schrijf uren in kwartieren: 0,25, 0,5, 0,75 of heel.")
    return hours


def unique(values: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(values)) != len(values):
        raise ValueError("Elke waarde mag maar één keer voorkomen.")
    return values


Text: TypeAlias = Annotated[str, Field(max_length=TEXT_LENGTH, pattern=TEXT_PATTERN)]
Word: TypeAlias = Annotated[Text, Field(min_length=1)]
Date: TypeAlias = Annotated[
    date,
    BeforeValidator(_date),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DATE_PATTERN}),
]
PartialDate: TypeAlias = Annotated[
    str,
    AfterValidator(_partial_date),
    WithJsonSchema({"type": "string", "pattern": PARTIAL_PATTERN}),
]
YesNo: TypeAlias = Annotated[
    bool | str,
    PlainValidator(_yes_no),
    WithJsonSchema({"enum": [True, False, "Ja", "Nee", "Onbekend"]}),
]
Ref: TypeAlias = Annotated[RecordId, Field(pattern=UUID_PATTERN)]
Bsn: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{9}$"), AfterValidator(_bsn)]
VNummer: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{10}$")]
GemeenteCode: TypeAlias = Annotated[str, Field(pattern=r"^[0-9]{4}$")]
Sha256: TypeAlias = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Mime: TypeAlias = Annotated[
    str, Field(max_length=255, pattern=r"^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$")
]
Count: TypeAlias = Annotated[int, Field(ge=0, le=10_000)]
Ordinal: TypeAlias = Annotated[int, Field(ge=1, le=1_000)]
Year: TypeAlias = Annotated[int, Field(ge=1900, le=2200)]
# Not `multiple_of`: pydantic allows it a rounding error.
IN_QUARTERS = AfterValidator(_quarters)
STEP: dict[str, JsonValue] = {"multipleOf": 0.25}
Hours: TypeAlias = Annotated[float, Field(ge=0, le=20_000, json_schema_extra=STEP), IN_QUARTERS]
SignedHours: TypeAlias = Annotated[
    float, Field(ge=-20_000, le=20_000, json_schema_extra=STEP), IN_QUARTERS
]
WeekHours: TypeAlias = Annotated[float, Field(ge=0, le=168)]
Money: TypeAlias = Annotated[float, Field(ge=0, le=10_000_000)]
Percentage: TypeAlias = Annotated[float, Field(ge=0, le=100)]
Laag: TypeAlias = Literal["A", "A+", "B", "B-H", "X"]


class Part(BaseModel):
    """An object inside a record, and what records and such objects have in common."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="allow",
        allow_inf_nan=False,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )
    periods: ClassVar[tuple[tuple[str, str], ...]] = ()

    def __repr_args__(self) -> Iterator[tuple[str | None, object]]:
        return iter(())

    def inconsistencies(self) -> Iterator[Problem]:
        """Yield what is wrong between fields, as field and Dutch sentence."""
        for begin, end in self.periods:
            first, last = _complete(getattr(self, begin)), _complete(getattr(self, end))
            if first and last and last < first:
                yield end, "Het einde ligt vóór het begin."

    @model_validator(mode="after")
    def _consistent(self) -> Part:
        if problems := list(self.inconsistencies()):
            raise Inconsistent(problems)
        return self


def _complete(value: date | str | None) -> str | None:
    text = value.isoformat() if isinstance(value, date) else value
    return None if text is None or text.endswith("-00") else text


class Periode(Part):
    """From and until, both inclusive."""

    periods = (("van", "tot"),)
    van: Date = Field(title="Van")
    tot: Date = Field(title="Tot en met")


class Afwijking(Part):
    """A departure from a rule that leaves room for it, with the reason."""

    regel: AfwijkingRegel = Field(title="Regel")
    reden: Word = Field(title="Reden")


class Record(Part):
    """One piece of a dossier. `opschrift` is the Dutch title of the kind."""

    kind: ClassVar[str] = ""
    opschrift: ClassVar[str]
    groep: ClassVar[str | None]
    laag_standaard: ClassVar[Layer]

    bron: Text | None = Field(None, title="Bron")
    laag: Laag | None = Field(None, title="Laag (alleen zwaarder dan standaard)")
    documenten: tuple[Ref, ...] | None = Field(None, title="Documenten")
    werknotitie: Text | None = Field(
        None, title="Eigen werknotitie van de klantmanager", json_schema_extra={**LAAG_X}
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        facts = require_kind(cls.kind)
        cls.opschrift, cls.groep = facts.title, facts.group
        cls.laag_standaard = facts.layer

    def inconsistencies(self) -> Iterator[Problem]:
        """Yield what is wrong between fields; a layer below that of the kind is."""
        yield from super().inconsistencies()
        if self.laag is None:
            return
        body: dict[str, Json] = self.model_dump(mode="json")
        if Layer(self.laag).is_below(lowest_layer(self.kind, body)):
            yield "laag", "De laag van een gegeven kan alleen zwaarder worden, niet lichter."
