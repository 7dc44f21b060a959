"""One record of a dossier as a client reads it: a card with plain words, or a line of hours."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from eportfolio.outputs.client_paper import Block, heading, row
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.records import client_fields as shown
from eportfolio.records import told
from eportfolio.records.told import Told
from eportfolio.statute import Entry
from eportfolio.texts import for_client

KEEP = for_client("Niet delen")
_TONES: Mapping[str, str] = {"Open": "accent", "Loopt": "accent", "Nagekomen": "pos"}


def title_of(write: Writer, entry: Entry) -> Pair:
    """Which record it is, in a few words."""
    words, is_value = told.title(entry.kind, entry.body)
    return word(write, words, entry.id) if is_value else write.say(words)


def word(write: Writer, value: str, record: str | None = None) -> Pair:
    """A value of a list in plain words; one that has none is a name."""
    if value in shown.VALUES:
        return write.say(shown.VALUES[value])
    return write.join(write.name(value, record))


def card(
    write: Writer, entry: Entry, answer: Mapping[str, Any] | None, locked: Collection[str] = ()
) -> Block:
    """A record with everything of it that is shown; what is `locked` is marked."""
    lead = write.free(told.lead(entry.kind, entry.body), entry.id)
    status = entry.body.get("status") if entry.kind == "afspraak" else None
    rows = _rows(write, entry)
    if entry.id in locked:
        rows.append(row(write.say(KEEP), write.say(for_client("Ja"))))
    return {
        "is": "card",
        "title": None if lead and entry.kind == "afspraak" else title_of(write, entry),
        "lead": lead,
        "badge": _badge(write, status) if isinstance(status, str) else None,
        "rows": rows,
        "answer": _answer(write, answer) if answer else None,
    }


def _badge(write: Writer, status: str) -> Block:
    return {"text": word(write, status), "tone": _TONES.get(status, "plain")}


def _rows(write: Writer, entry: Entry) -> list[Block]:
    rows: list[Block] = []
    for fact in told.facts(entry.kind, entry.body):
        if fact.how == shown.TEXT:
            if paragraphs := write.free(fact.value, entry.id):
                rows.append({"label": _label(write, fact, entry.id), "text": paragraphs})
        elif (pair := _value(write, fact, entry.id)) is not None:
            line = {"line": True} if fact.how == shown.LINE else {}
            rows.append({**row(write.say(fact.label), pair), **line})
    return rows


def _label(write: Writer, fact: Told, record: str) -> Pair:
    typed = write.name(fact.label, record) if fact.is_typed else None
    return typed or write.say(fact.label)


def _value(write: Writer, field: Told, record: str) -> Pair | None:
    value = field.value
    if field.how == shown.DAY:
        return write.day(value)
    if field.how == shown.YES_NO:
        return yes_no(write, value)
    if field.how in (shown.WORD, shown.PARTS):
        parts = value if isinstance(value, list) else [value]
        texts = [str(one) for one in parts if one]
        if field.how == shown.PARTS:
            return write.join(*(write.name(one, record) for one in texts), mark=", ")
        return write.join(*(word(write, one, record) for one in texts), mark=", ")
    return write.name(value, record)


def yes_no(write: Writer, value: object) -> Pair:
    """A yes, a no, or that nobody knows."""
    if value in (True, "Ja"):
        return write.say(for_client("Ja"))
    if value in (False, "Nee"):
        return write.say(for_client("Nee"))
    return write.say(for_client("Niet bekend"))


def _answer(write: Writer, body: Mapping[str, Any]) -> Block:
    said = write.say(
        for_client("Mijn antwoord op {day}: {answer}"),
        day=write.day(body.get("dag")) or write.join(),
        answer=word(write, str(body.get("antwoord"))),
    )
    return {"said": said, "words": write.free(body.get("woorden"), str(body.get("record")))}


def hour_lines(
    write: Writer,
    entries: Sequence[Entry],
    answers: Mapping[str, Mapping[str, Any]],
    locked: Collection[str] = (),
) -> list[Block]:
    """Every line of hours, the newest first."""
    newest = sorted(entries, key=_first_day, reverse=True)
    rows = [
        _line(write, one, when(write, one), str(one.body["categorie"]), "uren") for one in newest
    ]
    return _lines(write, write.say(for_client("Uren")), rows, newest, answers, locked)


def level_lines(
    write: Writer,
    entries: Sequence[Entry],
    answers: Mapping[str, Mapping[str, Any]],
    locked: Collection[str] = (),
) -> list[Block]:
    """Every level of Dutch that was found, the newest first."""
    newest = sorted(entries, key=_first_day, reverse=True)
    rows = [
        _line(write, one, write.day(one.body.get("datum")), str(one.body["vaardigheid"]), "niveau")
        for one in newest
    ]
    table = _lines(write, write.say(for_client("Niveau")), rows, newest, answers, locked)
    return [heading(write.say(shown.TITLES["taalvaardigheid"]), "part"), *table] if rows else []


def _line(write: Writer, entry: Entry, when: Pair | None, what: str, last: str) -> Block:
    return {
        "what": write.join(when, word(write, what, entry.id)),
        "last": write.name(entry.body.get(last)),
    }


def _lines(
    write: Writer,
    last: Pair,
    rows: list[Block],
    entries: Sequence[Entry],
    answers: Mapping[str, Mapping[str, Any]],
    locked: Collection[str],
) -> list[Block]:
    """A table, and below it the lines that the client said something about or that are locked."""
    if not rows:
        return []
    said = [
        card(write, one, answers.get(one.id), locked)
        for one in entries
        if one.id in answers or one.id in locked
    ]
    what = write.say(for_client("Wanneer en wat"))
    return [{"is": "lines", "what": what, "last": last, "rows": rows}, *said]


def _period(entry: Entry) -> Mapping[str, Any]:
    found = entry.body.get("periode")
    return found if isinstance(found, dict) else {}


def _first_day(entry: Entry) -> tuple[str, str]:
    return str(entry.body.get("datum") or _period(entry).get("van") or ""), entry.id


def when(write: Writer, entry: Entry) -> Pair | None:
    """The day or the period of a line of hours."""
    if entry.body.get("datum"):
        return write.day(entry.body["datum"])
    begin, end = write.day(_period(entry).get("van")), write.day(_period(entry).get("tot"))
    if begin is None or end is None:
        return None
    return write.say(for_client("{begin} tot en met {end}"), begin=begin, end=end)
