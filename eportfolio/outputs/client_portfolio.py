"""The portfolio that a client takes home: everything in it that is meant for the client.

Sections are the item groups that the client chooses from when something is shared. Invariants:

- nothing of layer X is here, nor what was withdrawn;
- every figure about hours and terms is the clock's; here nothing is counted;
- what a client said about a record stands with it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from eportfolio import consent, records
from eportfolio.consent.groups import covers
from eportfolio.consent.reactions import Said, counting, said
from eportfolio.outputs.client_paper import (
    Block,
    Paper,
    cover,
    day_in_figures,
    finish,
    groups_of,
    heading,
    listed,
    notice,
    para,
    row,
    writer,
)
from eportfolio.outputs.client_planned import planned
from eportfolio.outputs.client_records import card, hour_lines, level_lines
from eportfolio.outputs.client_shared import Choice, Sharing, shared
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.records import Layer
from eportfolio.records import client_fields as shown
from eportfolio.statute import Entry, Outlook
from eportfolio.texts import for_client

TITLE = "Mijn portfolio"


@dataclass(frozen=True)
class Portfolio:
    """What the document is made of. `head` and `size` say which version of the dossier it is;
    `keeper` is the klantmanager; `locked`: records that are marked, they are not shared now."""

    entries: Sequence[Entry]
    outlook: Outlook
    made: datetime
    head: str
    size: int
    keeper: str
    organisation: str
    sharings: Sequence[Sharing] = ()
    choices: Sequence[Choice] = ()
    locked: Collection[str] = ()


def client_portfolio(facts: Portfolio, language: str, *, is_beginning: bool = False) -> Paper:
    """The portfolio as a PDF, in the client's language beside Dutch."""
    write = writer(language)
    entries = for_the_client(write, facts.entries)
    blocks = [
        _cover(write, entries, facts),
        para(write.say(for_client("Dit staat in mijn dossier. Lees het goed."))),
        para(
            write.say(
                for_client(
                    "Klopt er iets niet? Zeg het tegen mijn klantmanager. Dan verandert het."
                )
            )
        ),
        *planned(write, entries, facts.outlook),
        *_sections(write, entries, facts),
        *shared(write, facts.sharings, facts.choices),
        *_rights(write, facts),
    ]
    return finish(
        write,
        TITLE,
        blocks,
        foot=foot(TITLE, facts.made, facts.size, facts.head),
        made=facts.made,
        is_beginning=is_beginning,
    )


def foot(title: str, made: datetime, size: int, head: str) -> list[str]:
    """What stands below every page: what it is, of which day and which version."""
    return [title, day_in_figures(made), f"versie {size}", " ".join(groups_of(head[:16], 4))]


def for_the_client(write: Writer, entries: Iterable[Entry]) -> list[Entry]:
    """What may be on the client's paper: nothing withdrawn, nothing of layer X, and not where
    somebody is hidden: a sheet lies about at home."""
    found: list[Entry] = []
    for one in entries:
        if one.status == "vervallen" or records.layer(one.kind, one.body) is Layer.X:
            continue
        if one.kind == "verblijf" and one.body.get("soort") in shown.UNSAFE_ON_PAPER:
            write.leave_out("unsafe-on-paper", one.id)
            continue
        found.append(one)
    return found


def client_name(write: Writer, entries: Iterable[Entry]) -> Pair | None:
    """The name of the client, as it is in the dossier."""
    for one in entries:
        if one.kind == "client":
            return write.name(records.person_name(one.body))
    return None


def _cover(write: Writer, entries: Sequence[Entry], facts: Portfolio) -> Block:
    version = write.say(for_client("Versie {number}"), number=facts.size)
    return cover(
        write.say(for_client("Mijn portfolio")),
        client_name(write, entries),
        [
            row(write.say(for_client("Datum")), write.day(facts.made) or version),
            row(write.say(for_client("Mijn klantmanager")), write.join(write.name(facts.keeper))),
            row(write.say(for_client("Organisatie")), write.join(write.name(facts.organisation))),
            row(write.say(for_client("Versie")), write.join(write.name(facts.size))),
        ],
    )


def _sections(write: Writer, entries: Sequence[Entry], facts: Portfolio) -> list[Block]:
    answers, locked = _answers(entries), facts.locked
    found: list[Block] = []
    for group, inside in by_group(entries):
        levels = [one for one in inside if one.kind == "taalvaardigheid"]
        hours = [one for one in inside if one.kind == "urenregel"]
        cards = [one for one in inside if one.kind not in ("taalvaardigheid", "urenregel")]
        bars = _bars(write, facts.outlook) if group.name == "uren" else []
        blocks = [
            *bars,
            *(card(write, one, answers.get(one.id), locked) for one in in_order(cards)),
            *level_lines(write, levels, answers, locked),
            *hour_lines(write, hours, answers, locked),
        ]
        if blocks:
            found += [heading(write.say(group.title)), *blocks]
    return found


def by_group(entries: Sequence[Entry]) -> list[tuple[consent.Group, list[Entry]]]:
    """Records under the item group that they belong to, in the order of the consent sheet."""
    groups = consent.load_groups()
    found: dict[str, list[Entry]] = {name: [] for name in groups}
    named = referred(entries)
    for entry in entries:
        if entry.kind == "reactie" or (entry.kind == "document" and entry.id in named):
            continue
        fitting = [
            name
            for name, group in groups.items()
            if any(covers(scope, entry.kind, entry.body) for scope in group.covers)
        ]
        found[(*fitting, str(records.group(entry.kind)))[0]].append(entry)
    return [(groups[name], inside) for name, inside in found.items()]


def referred(entries: Iterable[Entry]) -> frozenset[str]:
    """The ids that other records point at."""
    return frozenset(
        id_
        for one in entries
        if one.kind != "reactie"
        for id_ in records.references(one.kind, one.body)
    )


def in_order(entries: Sequence[Entry]) -> list[Entry]:
    """By kind as the group lists them; open agreements first, then the newest first."""
    kinds = list(records.KINDS)
    newest = sorted(entries, key=_newest, reverse=True)
    newest.sort(key=lambda one: not records.is_open_agreement(one.kind, one.status, one.body))
    return sorted(newest, key=lambda one: kinds.index(one.kind))


def _newest(entry: Entry) -> tuple[str, str]:
    days = [
        str(entry.body.get(one.field) or "")
        for one in shown.FIELDS.get(entry.kind, ())
        if one.how == shown.DAY
    ]
    return max(days, default=""), entry.id


def _answers(entries: Iterable[Entry]) -> dict[str, Mapping[str, Any]]:
    """What counts of what the client said about each record."""
    found: dict[str, dict[Said, Mapping[str, Any]]] = {}
    for one in entries:
        if one.kind == "reactie":
            answer = said(one.body, getattr(one, "seq", 0), getattr(one, "at", ""))
            found.setdefault(str(one.body.get("record")), {})[answer] = one.body
    return {record: answers[counting(answers)] for record, answers in found.items()}


def _bars(write: Writer, outlook: Outlook) -> list[Block]:
    """Hours that are asked: how many are done, how many are left, until when."""
    until = outlook.term.decided if outlook.term else None
    blocks: list[Block] = []
    for one in outlook.counters:
        if not one.applies or not one.required:
            continue
        blocks.append(
            {
                "is": "bar",
                "title": write.say(shown.COUNTERS[one.counter]),
                "share": min(max(one.done / one.required, 0.0), 1.0),
                "reached": one.is_reached,
                "sum": write.say(
                    for_client("{done} van {required} uur"), done=one.done, required=one.required
                ),
                "left": _left(write, one.left or 0.0, until, is_reached=one.is_reached),
            }
        )
    return blocks


def _left(write: Writer, left: float, until: date | None, *, is_reached: bool) -> Pair:
    if is_reached:
        return write.say(for_client("Deze uren zijn klaar."))
    if until is None:
        return write.say(for_client("Nog {left} uur."), left=left)
    return write.say(for_client("Nog {left} uur, tot en met {until}."), left=left, until=until)


def _rights(write: Writer, facts: Portfolio) -> list[Block]:
    return [
        heading(write.say(for_client("Mijn rechten"))),
        listed(
            write.say(for_client("Ik mag mijn gegevens altijd zien.")),
            write.say(for_client("Ik mag vragen om iets te veranderen.")),
            write.say(for_client("Ik mag vragen om iets te wissen.")),
            write.say(for_client("Ik mag nee zeggen als iemand iets wil delen.")),
            write.say(for_client("Ik mag mijn toestemming altijd intrekken.")),
            write.say(for_client("Mijn uitkering en mijn hulp blijven hetzelfde.")),
            write.say(for_client("Ik mag klagen bij de Autoriteit Persoonsgegevens.")),
        ),
        notice(
            write.say(for_client("Vragen? Dit is mijn klantmanager.")),
            write.names(facts.keeper, facts.organisation),
            strong=True,
        ),
        {
            "is": "blank",
            "label": write.say(for_client("Telefoonnummer van mijn klantmanager")),
            "lines": 1,
        },
        {
            "is": "keyline",
            "label": write.say(for_client("Nummer van deze versie")),
            "value": groups_of(facts.head, 8),
        },
    ]
