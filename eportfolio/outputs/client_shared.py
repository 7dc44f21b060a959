"""With whom a dossier was shared, and what the client decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eportfolio.outputs.client_paper import Block, heading, para, row
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.texts import for_client


@dataclass(frozen=True)
class Sharing:
    """A bundle that was made, or a paper for somebody else (`purpose` is `PAPER`). `arrived`: the
    receiver proved that all of it came."""

    made: datetime
    name: str
    organisation: str
    purpose: str
    arrived: bool


@dataclass(frozen=True)
class Choice:
    """A decision of the client, and its state now (`given`, `refused`, …)."""

    given_on: datetime
    name: str
    organisation: str
    state: str
    until: date


PAPER = "paper"
PURPOSES: Mapping[str, str] = {
    "handover": for_client("Mijn nieuwe klantmanager neemt het over."),
    "cover": for_client("Iemand vervangt mijn klantmanager een tijd."),
    "advice": for_client("Iemand kijkt mee en geeft advies."),
    PAPER: for_client("Iemand krijgt een blad op papier."),
    "cover-return": for_client("De vervanger geeft terug wat erbij kwam."),
}
STATES: Mapping[str, str] = {
    "given": for_client("Ik zei ja."),
    "refused": for_client("Ik zei nee."),
    "withdrawn": for_client("Ik heb mijn ja ingetrokken."),
    "expired": for_client("Mijn ja is voorbij."),
    "superseded": for_client("Later koos ik iets anders."),
}


def shared(write: Writer, sharings: Sequence[Sharing], choices: Sequence[Choice]) -> list[Block]:
    """Every bundle and every decision, the newest first."""
    blocks = [heading(write.say(for_client("Met wie dit gedeeld is")))]
    if not sharings:
        blocks.append(para(write.say(for_client("Mijn portfolio is met niemand gedeeld."))))
    for sharing in sorted(sharings, key=lambda one: one.made, reverse=True):
        blocks.append(_card(write, _sharing(write, sharing), sharing.name, sharing.organisation))
    if choices:
        blocks.append(heading(write.say(for_client("Wat ik heb gekozen")), "part"))
    for choice in sorted(choices, key=lambda one: one.given_on, reverse=True):
        blocks.append(_card(write, _choice(write, choice), choice.name, choice.organisation))
    return blocks


def _card(write: Writer, rows: list[Block], name: str, organisation: str) -> Block:
    who = write.names(name, organisation)
    return {
        "is": "card",
        "title": who if who["nl"] else write.say(for_client("Niet bekend")),
        "lead": [],
        "badge": None,
        "rows": rows,
        "answer": None,
    }


def _sharing(write: Writer, one: Sharing) -> list[Block]:
    arrived = for_client("Ja, alles is aangekomen.")
    unknown = for_client("Dat is nog niet bekend.")
    rows = [
        row(write.say(for_client("Datum")), _day(write, one.made)),
        row(write.say(for_client("Waarvoor")), write.say(PURPOSES[one.purpose])),
    ]
    if one.purpose != PAPER:
        came = write.say(arrived if one.arrived else unknown)
        rows.append(row(write.say(for_client("Aangekomen")), came))
    return rows


def _choice(write: Writer, one: Choice) -> list[Block]:
    rows = [
        row(write.say(for_client("Datum")), _day(write, one.given_on)),
        row(write.say(for_client("Mijn keuze")), write.say(STATES[one.state])),
    ]
    if one.state == "given":
        until = write.day(one.until) or write.join()
        rows.append(row(write.say(for_client("Geldig tot en met")), until))
    return rows


def _day(write: Writer, moment: datetime) -> Pair:
    return write.day(moment) or write.join()
