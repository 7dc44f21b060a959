"""`eportfolio rights …`: requests with their decisions, and the copies for a client."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from typing import Any

from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import read_object, show_progress, unlocked
from eportfolio.errors import InvalidRecord, WrongUsage
from eportfolio.records import RecordId
from eportfolio.workspace.notices import Line
from eportfolio.workspace.rights import (
    ARTICLES,
    ERASURE,
    OBJECTION,
    RECTIFICATION,
    RESTRICTION,
    Asking,
    Decided,
    Decision,
    Exported,
    Request,
)

_ABOUT = {RECTIFICATION: "gecorrigeerd", ERASURE: "gewist"}  # the words of notice.md
_OPEN = "De kopie is niet versleuteld: wie haar heeft, kan alles lezen."


def access(parsed: argparse.Namespace) -> Result:
    """Everything that is kept about a client."""
    _warn()
    without = dict(zip(_records(parsed.without), _grounds(parsed), strict=True))
    with unlocked(parsed) as workspace:
        made = workspace.rights.access(
            parsed.portfolio, parsed.out, parsed.language, without, show_progress("Kopie maken")
        )
    lines = [
        f"{parsed.out}: {made.records} onderdelen in {made.versions} versies, "
        f"{made.documents} bestanden.",
        *(f"  weggelaten: {one}" for one in made.left_out),
        f"{_OPEN} Geef haar alleen aan de cliënt.",
    ]
    return Result(_data(made), lines)


def portability(parsed: argparse.Namespace) -> Result:
    """What a client may take along."""
    _warn()
    with unlocked(parsed) as workspace:
        made = workspace.rights.portability(
            parsed.portfolio,
            parsed.out,
            everything=parsed.everything,
            progress=show_progress("Kopie maken"),
        )
    lines = [f"{parsed.out}: {made.records} onderdelen, {made.documents} bestanden."]
    if made.left_out:
        lines.append(
            f"  {len(made.left_out)} onderdelen horen niet bij dit recht; met --all gaan ze mee."
        )
    return Result(_data(made), [*lines, f"{_OPEN} Geef haar alleen aan de cliënt."])


def request(parsed: argparse.Namespace) -> Result:
    """What a client asks by right."""
    with unlocked(parsed) as workspace:
        made = workspace.rights.request(parsed.portfolio, _asking(parsed, parsed.right))
    lines = [f"Verzoek om {made.right} ({ARTICLES[made.right]}) vastgelegd: {made.id}"]
    lines.append(f"Antwoord uiterlijk op {made.due.isoformat()} (AVG 12, derde lid).")
    if made.right == OBJECTION:
        lines.append("De onderdelen staan stil tot het besluit (AVG 18, eerste lid, onder d).")
    return Result(made.json(), lines)


def decide(parsed: argparse.Namespace) -> Result:
    """A decision, with what follows from it."""
    changes = read_object(parsed.changes) if parsed.changes else {}
    if not all(isinstance(body, dict) for body in changes.values()):
        raise InvalidRecord("invalid-record", "json")
    decision = Decision(
        parsed.outcome,
        parsed.ground,
        parsed.article,
        [RecordId(one) for one in parsed.record or ()],
        {RecordId(one): body for one, body in changes.items()},
        parsed.erase_ground,
    )
    with unlocked(parsed) as workspace:
        made = workspace.rights.decide(parsed.portfolio, parsed.request, decision)
        told = workspace.notices.waiting(parsed.portfolio)
    return _decided(made, _notices(parsed.portfolio, made, told))


def restrict(parsed: argparse.Namespace) -> Result:
    """A request for restriction that is granted at once."""
    with unlocked(parsed) as workspace:
        made = workspace.rights.restrict(parsed.portfolio, _asking(parsed, RESTRICTION))
    return _decided(made, ())


def lift(parsed: argparse.Namespace) -> Result:
    """The end of a restriction."""
    with unlocked(parsed) as workspace:
        freed = workspace.rights.lift(parsed.portfolio, parsed.request, parsed.ground)
    lines = [f"De beperking is opgeheven voor {len(freed)} onderdelen."]
    return Result({"request": parsed.request, "records": list(freed)}, lines)


def listed(parsed: argparse.Namespace) -> Result:
    """The requests of one client, or what waits in the whole caseload."""
    with unlocked(parsed) as workspace:
        if parsed.portfolio:
            found = workspace.rights.of(parsed.portfolio)
            data = [one.json() for one in found]
            rows = [
                [one.due.isoformat(), one.right, one.state, one.asked_on.isoformat(), one.id]
                for one in found
            ]
            heads = ["uiterlijk", "recht", "stand", "gevraagd op", "verzoek"]
        else:
            waiting = workspace.rights.waiting()
            data = [
                {
                    "portfolio": one.row.portfolio,
                    "name": one.row.name,
                    "request": one.request,
                    "right": one.right,
                    "asked_on": one.asked_on.isoformat(),
                    "due": one.due.isoformat(),
                    "late": one.is_late,
                }
                for one in waiting
            ]
            rows = [
                [
                    one.due.isoformat(),
                    "te laat" if one.is_late else "",
                    one.right,
                    one.row.name,
                    one.request,
                ]
                for one in waiting
            ]
            heads = ["uiterlijk", "", "recht", "naam", "verzoek"]
    lines = table(rows, heads) or ["Er zijn geen verzoeken."]
    return Result({"requests": data}, lines)


def _asking(parsed: argparse.Namespace, right: str) -> Asking:
    records = [RecordId(one) for one in parsed.records]
    return Asking(right, records, parsed.asked_on, parsed.asked_by, parsed.words)


def _notices(pid: str, made: Decided, told: Iterable[Line]) -> list[str]:
    """The commands that make the notices this decision asks for, when there is one to make."""
    about = _ABOUT.get(made.request.right)
    if not made.to_tell or (about, "te-maken") not in {(w.told.about, w.told.state) for w in told}:
        return []
    correct = f"withdrawal correct {pid}"
    if about == "gewist":
        return [f"{correct} --out MAP"]
    return [f"{correct} {record} --out MAP" for record in made.request.granted]


def _decided(made: Decided, notices: Sequence[str]) -> Result:
    one: Request = made.request
    lines = [f"{one.right}: {one.state if not one.is_open else 'verlengd'}."]
    if one.is_open:
        lines.append(f"Antwoord uiterlijk op {one.due.isoformat()} (AVG 12, derde lid).")
    if made.to_tell:
        lines.append("Vertel het aan wie het eerder kreeg (AVG 19):")
        lines += [f"  {to.name}, {to.organisation}" for to in made.to_tell]
        lines += [f"Maak voor hen een bericht met '{one}'." for one in notices]
    lines += [
        f"Let op: in deze reservekopie staat het nog: {place.path}."
        for place in made.backups
        if not place.is_done
    ]
    data = one.json() | {
        "to_tell": [to.json() for to in made.to_tell],
        "backups": [
            {"path": place.path, "made": place.made, "done": place.is_done}
            for place in made.backups
        ],
    }
    return Result(data, lines)


def _warn() -> None:
    """Said before anything is written, when a person is watching."""
    if sys.stderr.isatty():
        print(_OPEN, file=sys.stderr)


def _records(given: list[str] | None) -> list[RecordId]:
    found = [RecordId(one) for one in given or ()]
    if len(set(found)) != len(found):
        raise WrongUsage("usage")
    return found


def _grounds(parsed: argparse.Namespace) -> list[str]:
    """A ground for each record, or one for all of them."""
    left, grounds = parsed.without or [], parsed.ground or []
    if len(grounds) == 1:
        return grounds * len(left)
    if not grounds:
        return [""] * len(left)
    if len(grounds) != len(left):
        raise WrongUsage("usage")
    return list(grounds)


def _data(made: Exported) -> dict[str, Any]:
    return {
        "file": str(made.file),
        "sha256": made.sha256,
        "records": made.records,
        "versions": made.versions,
        "documents": made.documents,
        "bytes": made.bytes,
        "statements": made.statements,
        "left_out": list(made.left_out),
        "language": made.language,
    }
