"""The brede intake and what it finds out about education and work."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, TypeAlias

from pydantic import ConfigDict, Field, JsonValue

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import (
    Date,
    Part,
    PartialDate,
    Problem,
    Record,
    Ref,
    Text,
    WeekHours,
    YesNo,
)
from eportfolio.records.kinds import is_yes
from eportfolio.records.layers import HEALTH_TOPIC
from eportfolio.records.story_once import Verteld

LbtScore: TypeAlias = Annotated[int, Field(ge=0, le=40)]


class Leerbaarheidstoets(Part):
    datum: Date | None = Field(None, title="Datum")
    score: LbtScore | None = Field(None, title="Score (0 tot en met 40)")
    uitkomst: v.LbtUitkomst | None = Field(None, title="Uitkomst")
    begeleider: Text | None = Field(None, title="Toetsbegeleider")


class _Ingevuld(Part):
    ingevuld: YesNo | None = Field(None, title="Ingevuld")
    samenvatting: Text | None = Field(
        None,
        title="Samenvatting (gezondheid hoort bij Gezondheid)",
        json_schema_extra={"laag": "B"},
    )


class Blok(Verteld, _Ingevuld):
    """What was told makes the intake layer B, like the summary."""

    def inconsistencies(self) -> Iterator[Problem]:
        """Health has a group of its own that the client chooses; the intake is another."""
        yield from super().inconsistencies()
        if self.onderwerp == HEALTH_TOPIC:
            yield "onderwerp", "Schrijf dit bij Gezondheid of bij Mijn verhaal, niet in de intake."


class Blokken(Part):
    """What must be present before a PIP can be finalised (Wi 14, Bi 5.2)."""

    leerbaarheid: Blok | None = Field(None, title="Leerbaarheidstoets")
    onderwijs_en_werk: Blok | None = Field(None, title="Opleiding en werkervaring")
    persoonlijke_omstandigheden: Blok | None = Field(None, title="Persoonlijke omstandigheden")
    vve: Blok | None = Field(None, title="Voorschoolse educatie van het kind")
    taalniveau: Blok | None = Field(None, title="Taalniveau")
    arbeidsparticipatie: Blok | None = Field(None, title="Mogelijkheden voor arbeidsparticipatie")
    zelfredzaamheid: Blok | None = Field(None, title="Mate van zelfredzaamheid")


_FILLED_IN: dict[str, JsonValue] = {
    "type": "object",
    "required": ["ingevuld"],
    "properties": {"ingevuld": {"enum": [True, "Ja"]}},
}


class Intake(Record):
    model_config = ConfigDict(
        json_schema_extra={
            "if": {"required": ["status"], "properties": {"status": {"const": "Afgerond"}}},
            "then": {
                "required": ["blokken"],
                "properties": {
                    "blokken": {
                        "type": "object",
                        "required": list(Blokken.model_fields),
                        "properties": dict.fromkeys(Blokken.model_fields, _FILLED_IN),
                    }
                },
            },
        }
    )
    kind = "intake"
    periods = (("gestart_op", "afgerond_op"),)

    status: v.IntakeStatus | None = Field(None, title="Status")
    oproepdatums: tuple[Date, ...] | None = Field(None, title="Oproepdatums")
    waarschuwing_datum: Date | None = Field(None, title="Datum schriftelijke waarschuwing")
    gestart_op: Date | None = Field(None, title="Gestart op")
    afgerond_op: Date | None = Field(None, title="Afgerond op")
    gesprekken: tuple[Ref, ...] | None = Field(None, title="Gesprekken")
    een_op_een_aangeboden: YesNo | None = Field(None, title="Eén-op-ééngesprek aangeboden")
    een_op_een_aangeboden_op: Date | None = Field(None, title="Eén-op-ééngesprek aangeboden op")
    lbt: Leerbaarheidstoets | None = Field(None, title="Leerbaarheidstoets")
    blokken: Blokken | None = Field(None, title="Verplichte onderdelen")
    advies_leerroute: v.Leerroute | None = Field(None, title="Advies leerroute")
    motivering: Text | None = Field(None, title="Motivering")

    def inconsistencies(self) -> Iterator[Problem]:
        """A finished intake has all seven blocks; one finished in absence need not."""
        yield from super().inconsistencies()
        if self.status != "Afgerond":
            return
        for name in Blokken.model_fields:
            block: Blok | None = getattr(self.blokken, name, None)
            if block is None or not is_yes(block.ingevuld):
                yield f"blokken.{name}", "Dit onderdeel moet ingevuld zijn voor een afronding."


class Onderwijs(Record):
    kind = "onderwijs"
    periods = (("van", "tot"),)

    land: Text | None = Field(None, title="Land")
    instelling: Text | None = Field(None, title="Instelling")
    opleiding: Text | None = Field(None, title="Opleiding")
    niveau: v.OnderwijsNiveau | None = Field(None, title="Niveau")
    van: PartialDate | None = Field(None, title="Van")
    tot: PartialDate | None = Field(None, title="Tot")
    afgerond: YesNo | None = Field(None, title="Afgerond")
    diploma_in_bezit: YesNo | None = Field(None, title="Diploma in bezit")
    idw_status: v.IdwStatus | None = Field(None, title="Stand van de diplomawaardering")


class Werk(Record):
    kind = "werk"
    periods = (("van", "tot"),)

    functie: Text | None = Field(None, title="Functie")
    werkgever: Text | None = Field(None, title="Werkgever")
    land: Text | None = Field(None, title="Land")
    sector: Text | None = Field(None, title="Sector")
    van: PartialDate | None = Field(None, title="Van")
    tot: PartialDate | None = Field(None, title="Tot")
    uren_pw: WeekHours | None = Field(None, title="Uren per week")
    soort: v.WerkSoort | None = Field(None, title="Soort werk")
    taken: Text | None = Field(None, title="Taken")
    bewijs: v.WerkBewijs | None = Field(None, title="Bewijs")
