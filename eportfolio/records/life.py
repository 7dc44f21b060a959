"""What the client can carry, wants and tells: health, points of attention, wishes, story."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import (
    Date,
    Laag,
    Part,
    Problem,
    Record,
    Text,
    WeekHours,
    Word,
    YesNo,
)
from eportfolio.records.story_once import Verteld


class Gezondheid(Record):
    """Effects only: there is no field for a diagnosis (Wi 37)."""

    kind = "gezondheid"

    effect_op_leren: Text | None = Field(None, title="Effect op leren en werken")
    belastbaar_uren_pw: WeekHours | None = Field(None, title="Belastbaar, uren per week")
    aanpassing_nodig: Text | None = Field(None, title="Aanpassing nodig")
    behandeling_loopt: YesNo | None = Field(None, title="Behandeling loopt")
    toelichting: Text | None = Field(
        None, title="Toelichting in eigen woorden", json_schema_extra={"laag": "B-H"}
    )


class Aandachtspunt(Record):
    kind = "aandachtspunt"
    periods = (("start", "eind"),)

    soort: v.AandachtspuntSoort = Field(title="Soort")
    toelichting: Text | None = Field(None, title="Toelichting")
    start: Date | None = Field(None, title="Start")
    eind: Date | None = Field(None, title="Eind")
    status: v.AandachtspuntStatus | None = Field(None, title="Status")
    subdoelen: tuple[Word, ...] | None = Field(None, title="Subdoelen (ik …)")


class Wens(Record):
    kind = "wens"

    ontwikkelwens: v.Ontwikkelwens | None = Field(None, title="Ontwikkelwens")
    hoofddoel: v.Hoofddoel | None = Field(None, title="Hoofddoel")
    eigen_woorden: Text | None = Field(None, title="In eigen woorden")
    droomberoep: Text | None = Field(None, title="Droomberoep")
    talenten: Text | None = Field(None, title="Talenten en hobby's")
    datum: Date | None = Field(None, title="Verteld op")


class _Verhaaltekst(Part):
    titel: Text | None = Field(None, title="Titel")
    tekst: Word = Field(title="Tekst")
    laag: Laag | None = Field(None, title="Laag van dit deel")


class Verhaaldeel(Verteld, _Verhaaltekst):
    def inconsistencies(self) -> Iterator[Problem]:
        """The story is layer B; a part can only be more sensitive."""
        yield from super().inconsistencies()
        if self.laag in ("A", "A+"):
            yield "laag", "De laag van een deel kan alleen zwaarder worden, niet lichter."


class Verhaal(Verteld, Record):
    kind = "verhaal"

    taal: Text | None = Field(None, title="Taal")
    tekst: Text | None = Field(None, title="Tekst")
    door_wie_opgeschreven: Text | None = Field(None, title="Opgeschreven door")
    nagelezen_met_client: YesNo | None = Field(None, title="Nagelezen met de cliënt")
    nagelezen_op: Date | None = Field(None, title="Nagelezen op")
    onderdelen: tuple[Verhaaldeel, ...] | None = Field(None, title="Delen met een eigen laag")
