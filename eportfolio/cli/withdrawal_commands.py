"""`eportfolio withdrawal …`"""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio import texts
from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import read_object, unlocked
from eportfolio.records import RecordId
from eportfolio.workspace.notices import Line, Made, TakenIn
from eportfolio.workspace.replying import read_replies

_ABOUT = {
    "toestemming-ingetrokken": "toestemming ingetrokken",
    "gecorrigeerd": "gecorrigeerd",
    "gewist": "gewist",
}
_STATES = {
    "te-maken": "bericht nog te maken",
    "gemaakt": "wacht op antwoord",
    "te-beantwoorden": "hier te beantwoorden",
    "beantwoord": "beantwoord",
    "vervangen": "opnieuw gedeeld met toestemming",
    "afgesloten": "afgesloten zonder antwoord",
}

TO_RECORD = (
    "De toestemming zelf staat bij u. Vraag het de cliënt, en leg de intrekking dan vast met "
    "'consent withdraw': tot dan geldt de toestemming nog."
)


def create(parsed: argparse.Namespace) -> Result:
    """Tell who got a bundle under a permission that was taken back."""
    with unlocked(parsed) as workspace:
        made = workspace.notices.create(parsed.portfolio, parsed.consent, parsed.out)
    return _made(made)


def correct(parsed: argparse.Namespace) -> Result:
    """Tell who has an earlier version, or what was erased here."""
    record = RecordId(parsed.record) if parsed.record else None
    with unlocked(parsed) as workspace:
        made = workspace.notices.correct(parsed.portfolio, record, parsed.out)
    return _made(made)


def _made(made: list[Made]) -> Result:
    data = {
        "notices": [
            {
                "bundle": one.bundle,
                "notice": one.notice or None,
                "about": one.about,
                "name": one.name,
                "organisation": one.organisation,
                "items": one.items,
                "file": str(one.file) if one.file else None,
                "problem": one.problem.key if one.problem else None,
            }
            for one in made
        ]
    }
    lines = []
    for one in made:
        who = f"{one.name}, {one.organisation}"
        if one.problem:
            lines.append(f"Niet gemaakt voor {who}: {texts.explain(one.problem)}")
        else:
            lines.append(f"Voor {who}: {one.file}")
    if any(one.file for one in made):
        lines.append("Geef elk bestand aan wie erbij staat. Het wacht op een antwoord.")
    return Result(data, lines, exit_code=3 if any(one.problem for one in made) else 0)


def take_in(parsed: argparse.Namespace) -> Result:
    """What somebody tells about a bundle that came in here."""
    replies = read_replies(read_object(parsed.answers)) if parsed.answers else None
    with unlocked(parsed) as workspace:
        done = workspace.notices.receive(parsed.file, replies, parsed.out)
    return _done(done)


def answer(parsed: argparse.Namespace) -> Result:
    """Answer what was taken in, or write the answer again."""
    replies = read_replies(read_object(parsed.answers)) if parsed.answers else None
    with unlocked(parsed) as workspace:
        done = workspace.notices.answer(parsed.notice, replies, parsed.out)
    return _done(done)


def _done(done: TakenIn) -> Result:
    data: dict[str, Any] = {
        "portfolio": done.portfolio,
        "notice": done.notice,
        "about": done.about,
        "records": list(done.records),
        "erased": done.erased,
        "kept": done.kept,
        "not_here": done.not_here,
        "answered": done.is_answered,
        "answer": str(done.answer) if done.answer else None,
        "backups": [
            {"path": one.path, "made": one.made, "done": one.is_done} for one in done.backups
        ],
        "to_record": done.to_record,
    }
    heard = [TO_RECORD] if done.to_record else []
    if not done.is_answered:
        lines = [
            f"Ingelezen: {_ABOUT[done.about]}. {len(done.records)} onderdelen staan op slot.",
            f"Kies per onderdeel wissen of bewaren: 'withdrawal answer {done.notice}'.",
            *heard,
        ]
        return Result(data, lines)
    lines = [f"Beantwoord: {done.erased} gewist, {done.kept} bewaard, {done.not_here} niet hier."]
    lines += heard
    if done.answer:
        lines.append(f"Stuur dit terug naar de afzender: {done.answer}")
    lines += [
        f"Let op: in deze reservekopie staat het nog: {one.path}."
        for one in done.backups
        if not one.is_done
    ]
    return Result(data, lines)


def close(parsed: argparse.Namespace) -> Result:
    """Read the answer of a recipient."""
    with unlocked(parsed) as workspace:
        heard = workspace.notices.close(parsed.answer)
    data = {
        "portfolio": heard.portfolio,
        "bundle": heard.bundle,
        "name": heard.name,
        "organisation": heard.organisation,
        "erased": heard.erased,
        "kept": heard.kept,
        "not_here": heard.not_here,
        "grounds": list(heard.grounds),
        "open_again": heard.is_open_again,
    }
    lines = [
        f"Antwoord van {heard.name}, {heard.organisation}: {heard.erased} gewist, "
        f"{heard.kept} bewaard, {heard.not_here} niet daar."
    ]
    lines += [f"Bewaard op grond van: {one}" for one in heard.grounds]
    if heard.is_open_again:
        lines.append("Daar staat niets meer. Het dossier is hier weer open.")
    return Result(data, lines)


def settle(parsed: argparse.Namespace) -> Result:
    """No answer will come."""
    with unlocked(parsed) as workspace:
        waiting = [one.told for one in workspace.notices.waiting(parsed.portfolio)]
        about = [one for one in waiting if one.about == parsed.about]
        only = about if parsed.about else None
        workspace.notices.settle(parsed.portfolio, parsed.bundle, parsed.reason, only)
    data = {"portfolio": parsed.portfolio, "bundle": parsed.bundle, "about": parsed.about}
    return Result(data, ["Afgesloten zonder antwoord; de reden is vastgelegd."])


def show(parsed: argparse.Namespace) -> Result:
    """What was told and what waits."""
    with unlocked(parsed) as workspace:
        found = workspace.notices.all(parsed.portfolio)
        waiting = workspace.notices.waiting(parsed.portfolio)
    data = {"notices": [_shown(one, waiting=one in waiting) for one in found]}
    rows = [
        [
            one.told.since[:10],
            one.client,
            _ABOUT[one.told.about],
            _STATES[one.told.state],
            one.name or "–",
            one.told.notice or one.told.bundle,
        ]
        for one in found
    ]
    heads = ["sinds", "cliënt", "waarover", "toestand", "wie", "bericht of overdracht"]
    return Result(data, table(rows, heads) or ["Er zijn geen berichten."])


def _shown(line: Line, *, waiting: bool) -> dict[str, Any]:
    return {
        **line.told._asdict(),
        "notice": line.told.notice or None,
        "waiting": waiting,
        "name": line.name,
        "organisation": line.organisation,
    }
