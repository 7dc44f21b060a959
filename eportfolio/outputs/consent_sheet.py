"""Sheets to fill in with a pen: the permission, and what a client says about each record.

Nothing is ticked beforehand, and a yes and a no are equally large. Every sheet has a number that
leads to the version of the dossier that it shows: what the client decides is about that version.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from eportfolio import consent
from eportfolio.outputs.client_paper import (
    Block,
    Paper,
    cover,
    day_in_figures,
    finish,
    heading,
    listed,
    notice,
    para,
    row,
    writer,
)
from eportfolio.outputs.client_portfolio import by_group, client_name, for_the_client, in_order
from eportfolio.outputs.client_records import title_of, when, word
from eportfolio.outputs.client_shared import PURPOSES
from eportfolio.outputs.consent_notice import notice_text, notice_title
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.records import client_fields as shown
from eportfolio.statute import Entry
from eportfolio.texts import for_client

TITLE, REVIEW_TITLE = "Toestemming om mijn dossier te delen", "Klopt mijn dossier?"
_WHOLE = for_client("Mag dit gedeeld worden?")
LAYERS = {
    "A": for_client("De nieuwe gemeente mag dit van de wet ook vragen."),
    "B": for_client("Dit gaat alleen mee als ik ja zeg."),
    "B-H": for_client("Dit gaat alleen mee als ik ja zeg."),
}
INTERPRETERS = (
    for_client("Er was geen tolk."),
    for_client("De tolk was aan de telefoon."),
    for_client("De tolk was hier, of op het scherm."),
    for_client("Familie of een bekende heeft vertaald."),
)


@dataclass(frozen=True)
class Sheet:
    """What a sheet is made of. `number` leads to the version that it shows. Without a recipient
    there are lines to write it on. `groups`: which are offered; None for all."""

    entries: Sequence[Entry]
    made: datetime
    number: str
    keeper: str
    organisation: str
    recipient: str | None = None
    recipient_organisation: str | None = None
    purpose: str | None = None
    groups: frozenset[str] | None = None
    until: date | None = None
    notice: str | None = None


def consent_sheet(facts: Sheet, language: str) -> Paper:
    """The permission on paper, to read, fill in and sign."""
    write = writer(language)
    entries = for_the_client(write, facts.entries)
    offered = [
        one for one in by_group(entries) if facts.groups is None or one[0].name in facts.groups
    ]
    blocks = [
        _cover(write, facts, entries, notice_title(write, facts.notice)),
        *notice_text(write, facts.notice),
        *_recipient(write, facts),
        heading(write.say(for_client("Wat mag mee?"))),
        para(write.say(for_client("Zet een kruisje bij ja of bij nee."))),
        para(write.say(for_client("Mag één ding niet mee? Zet een kruisje in het kleine vakje."))),
        *(_group(write, *one) for one in offered if not one[0].special),
        *_special(write, [one for one in offered if one[0].special]),
        heading(write.say(for_client("Nog twee vragen"))),
        _question(write, for_client("Mogen ook nieuwe dingen later mee?")),
        _question(write, for_client("Mag de ander iets terugschrijven?")),
        *_understood(write),
        *_signed(write),
    ]
    foot = [TITLE, day_in_figures(facts.made), f"blad {facts.number}"]
    return finish(write, TITLE, blocks, foot=foot, made=facts.made)


def review_sheet(facts: Sheet, language: str, *, is_beginning: bool = False) -> Paper:
    """Every record with four boxes: right, not right, do not share, my own words."""
    write = writer(language)
    entries = for_the_client(write, facts.entries)
    answers = [word(write, one) for one in ("klopt", "klopt niet", "niet delen", "eigen woorden")]
    blocks = [
        _cover(write, facts, entries, write.say(for_client("Klopt mijn dossier?"))),
        para(write.say(for_client("Lees elk stuk. Zet een kruisje in één vakje."))),
        para(write.say(for_client("Op de lijn schrijf ik mijn eigen woorden."))),
        notice(write.say(for_client("Ik mag alles zeggen. Mijn hulp blijft hetzelfde."))),
    ]
    for group, inside in by_group(entries):
        if inside:
            blocks.append(heading(write.say(group.title)))
            blocks += [
                {"is": "review", "item": _item(write, one), "answers": answers}
                for one in in_order(inside)
            ]
    blocks += _signed(write, is_review=True)
    foot = [REVIEW_TITLE, day_in_figures(facts.made), f"blad {facts.number}"]
    return finish(
        write, REVIEW_TITLE, blocks, foot=foot, made=facts.made, is_beginning=is_beginning
    )


def _cover(write: Writer, facts: Sheet, entries: Sequence[Entry], title: Pair) -> Block:
    keeper = write.names(facts.keeper, facts.organisation)
    number = write.join(write.name(facts.number))
    return cover(
        title,
        client_name(write, entries),
        [
            row(write.say(for_client("Datum van dit blad")), write.day(facts.made) or number),
            {**row(write.say(for_client("Nummer van dit blad")), number), "line": True},
            row(write.say(for_client("Mijn klantmanager")), keeper),
        ],
    )


def _recipient(write: Writer, facts: Sheet) -> list[Block]:
    blocks = [heading(write.say(for_client("Wie krijgt het?")))]
    if facts.recipient is None:
        blocks.append(_line(write, for_client("Naam")))
        blocks.append(_line(write, for_client("Organisatie")))
    else:
        who = write.names(facts.recipient, facts.recipient_organisation)
        purpose = [write.say(PURPOSES[facts.purpose])] if facts.purpose else []
        blocks.append(notice(who, *purpose, strong=True))
    if facts.until is not None:
        until = for_client("Mijn toestemming geldt tot en met {until}.")
        blocks.append(para(write.say(until, until=facts.until)))
    return blocks


def _group(write: Writer, group: consent.Group, inside: Sequence[Entry]) -> Block:
    return {
        "is": "choice",
        "title": write.say(group.title),
        "told": write.say(LAYERS[group.layer]),
        "items": [_item(write, one) for one in in_order(inside)],
        "none": write.say(for_client("Hier staat nu niets.")),
    }


def _question(write: Writer, text: str) -> Block:
    return {"is": "choice", "title": write.say(text), "told": None, "items": [], "none": None}


def _item(write: Writer, entry: Entry) -> Block:
    """Which record it is: its title in both languages, and what was typed or its name and day."""
    if entry.kind == "urenregel":
        hours = write.say(for_client("{hours} uur"), hours=entry.body.get("uren") or 0)
        kind = word(write, str(entry.body["categorie"]), entry.id)
        return {"said": write.join(kind, when(write, entry), hours)}
    lead = shown.LEAD_FIELD.get(entry.kind)
    named = write.name(entry.body.get(lead), entry.id) if lead else None
    called = named or _called(write, entry)
    return {"said": write.join(title_of(write, entry), called, mark=": " if called["nl"] else "")}


def _called(write: Writer, entry: Entry) -> Pair:
    """The first name and the first day of a record."""
    filled = [one for one in shown.FIELDS[entry.kind] if entry.body.get(one.field)]
    said = [entry.body[one.field] for one in filled if one.how == shown.NAME]
    names = [write.name(one, entry.id) for one in said if isinstance(one, str) and one != "n.v.t."]
    days = [write.day(entry.body[one.field]) for one in filled if one.how == shown.DAY]
    return write.join(*names[:1], *days[:1], mark=", ")


def _special(write: Writer, offered: Sequence[tuple[consent.Group, list[Entry]]]) -> list[Block]:
    if not offered:
        return []
    return [
        heading(write.say(for_client("Aparte vraag"))),
        {
            **para(write.say(for_client("Dit is extra privé. Daarom vragen we het apart."))),
            "sticky": True,
        },
        *(_group(write, *one) for one in offered),
    ]


def _understood(write: Writer) -> list[Block]:
    return [
        heading(write.say(for_client("Heb ik het begrepen?"))),
        _line(write, for_client("Wat deel ik, en met wie? In mijn eigen woorden:"), 3),
        *({"is": "tickline", "said": write.say(one)} for one in INTERPRETERS),
        _line(write, for_client("Naam of nummer van de tolk")),
        _line(write, for_client("Wie heeft dit uitgelegd?")),
    ]


def _signed(write: Writer, *, is_review: bool = False) -> list[Block]:
    return [
        heading(write.say(for_client("Tekenen"))),
        *([] if is_review else [{**_question(write, _WHOLE), "sticky": True}]),
        {
            **listed(
                write.say(for_client("Ik hoef niet te tekenen.")),
                write.say(for_client("Een kruisje mag ook. Dan tekent een getuige mee.")),
            ),
            "sticky": True,
        },
        {
            "is": "signatures",
            "places": [
                {"label": write.say(for_client("Mijn handtekening of kruisje")), "height": 30},
                {"label": write.say(for_client("Getuige: naam en handtekening")), "height": 30},
            ],
        },
        _line(write, for_client("Plaats, datum en tijd")),
    ]


def _line(write: Writer, label: str, lines: int = 1) -> Block:
    return {"is": "blank", "label": write.say(label), "lines": lines}
