"""What is planned: every day ahead that the dossier or the clock knows of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eportfolio import records
from eportfolio.outputs.client_paper import Block, heading
from eportfolio.outputs.client_records import title_of
from eportfolio.outputs.two_languages import Pair, Writer
from eportfolio.records import client_fields as shown
from eportfolio.statute import Entry, Outlook
from eportfolio.texts import for_client

Day = tuple[str, Pair]
_BEGINS = {
    "cursus": "start",
    "instrument": "startdatum",
    "examenpoging": "datum",
    "contactmoment": "datum",
}
_ENDS = {"cursus": "eind", "instrument": "geplande_einddatum"}


def planned(write: Writer, entries: Sequence[Entry], outlook: Outlook) -> list[Block]:
    """A table of days ahead with what they are for; nothing when there are none."""
    today = outlook.on.isoformat()
    days = [*_term(write, outlook), *(day for one in entries for day in _days(write, one))]
    ahead = sorted((one for one in days if one[0] >= today), key=lambda one: one[0])
    if not ahead:
        return []
    return [
        heading(write.say(for_client("Wat er gepland is"))),
        {
            "is": "lines",
            "what": write.say(for_client("Wanneer en wat")),
            "last": None,
            "rows": [
                {"what": write.join(write.day(day), what), "last": None} for day, what in ahead
            ],
        },
    ]


def _term(write: Writer, outlook: Outlook) -> Iterator[Day]:
    if outlook.term is not None and outlook.term.ended is None:
        yield (
            outlook.term.decided.isoformat(),
            write.say(for_client("Einde van mijn termijn")),
        )


def _days(write: Writer, entry: Entry) -> Iterator[Day]:
    body = entry.body
    if entry.kind in _BEGINS and body.get(_BEGINS[entry.kind]):
        begins = for_client("Begin: {what}")
        what = title_of(write, entry)
        is_span = entry.kind in _ENDS
        yield (
            str(body[_BEGINS[entry.kind]]),
            write.say(begins, what=what)
            if is_span
            else (write.join(write.say(shown.TITLES[entry.kind]), what, mark=": ")),
        )
    if entry.kind in _ENDS and body.get(_ENDS[entry.kind]):
        yield (
            str(body[_ENDS[entry.kind]]),
            write.say(for_client("Einde: {what}"), what=title_of(write, entry)),
        )
    if records.is_open_agreement(entry.kind, entry.status, body) and body.get("voor_datum"):
        agreed = write.name(body.get("wat"), entry.id) or write.say(shown.TITLES["afspraak"])
        yield (
            str(body["voor_datum"]),
            write.join(write.say(shown.TITLES["afspraak"]), agreed, mark=": "),
        )
    if entry.kind == "pip" and body.get("status") == "Vastgesteld" and body.get("bezwaar_tot"):
        yield str(body["bezwaar_tot"]), write.say(for_client("Laatste dag voor bezwaar"))
    if entry.kind == "certificaat" and body.get("geldig_tot"):
        named = write.name(body.get("titel"), entry.id) or title_of(write, entry)
        yield str(body["geldig_tot"]), write.say(for_client("Einde: {what}"), what=named)
