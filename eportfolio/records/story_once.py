"""What every telling says of itself: the topic, when and to whom, and whether to ask again.

A topic is needed as soon as anything else is filled in: without it nobody finds the telling.
"""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import ConfigDict, Field, JsonValue

from eportfolio.records import vocabulary as v
from eportfolio.records.fields import Date, Part, Problem, Text

WITH_SOMEBODY = "Alleen met iemand erbij"
_TELLING = ("verteld_op", "verteld_aan", "opnieuw_vragen", "alleen_met")


def _filled(name: str) -> dict[str, JsonValue]:
    return {"required": [name], "properties": {name: {"type": "string", "minLength": 1}}}


class Verteld(Part):
    """Part of a record in which the client told something."""

    model_config = ConfigDict(
        json_schema_extra={
            "allOf": [
                {
                    "if": {"anyOf": [_filled(name) for name in _TELLING]},
                    "then": _filled("onderwerp"),
                },
                {
                    "if": {
                        "required": ["opnieuw_vragen"],
                        "properties": {"opnieuw_vragen": {"const": WITH_SOMEBODY}},
                    },
                    "then": _filled("alleen_met"),
                    "else": {
                        "properties": {"alleen_met": {"anyOf": [{"type": "null"}, {"const": ""}]}}
                    },
                },
            ]
        }
    )
    onderwerp: v.VerhaalOnderwerp | None = Field(None, title="Onderwerp")
    verteld_op: Date | None = Field(None, title="Verteld op")
    verteld_aan: Text | None = Field(None, title="Verteld aan")
    opnieuw_vragen: v.OpnieuwVragen | None = Field(
        None, title="Mag iemand hier opnieuw naar vragen?"
    )
    alleen_met: Text | None = Field(None, title="Wie moet erbij zijn?")

    def inconsistencies(self) -> Iterator[Problem]:
        """A telling has a topic; asking with somebody says who, and only that does."""
        yield from super().inconsistencies()
        if self.onderwerp is None and any(getattr(self, name) for name in _TELLING):
            yield "onderwerp", "Kies het onderwerp waar dit over gaat."
        if self.opnieuw_vragen == WITH_SOMEBODY and not self.alleen_met:
            yield "alleen_met", "Schrijf wie erbij moet zijn."
        if self.opnieuw_vragen != WITH_SOMEBODY and self.alleen_met:
            yield "alleen_met", "Dit hoort bij de keuze 'Alleen met iemand erbij'."
