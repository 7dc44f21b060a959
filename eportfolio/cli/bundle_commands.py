"""`eportfolio bundle …`"""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio import records
from eportfolio.bundle.receive import Answers
from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import read_object, show_progress, unlocked
from eportfolio.cli.story_commands import synthesis_data, synthesis_lines, topic_data
from eportfolio.errors import WrongUsage
from eportfolio.workspace.answers import read_answers, read_choices
from eportfolio.workspace.results import Inspection

_RELATIONS = {
    "new": "nieuw dossier",
    "newer": "nieuwer dan wat u hebt",
    "fills": "vult aan wat eerder niet gedeeld werd",
    "same": "dit hebt u al",
    "older": "ouder dan wat u hebt",
    "forked": "op twee plaatsen verder bijgehouden",
}
_HOURS = {
    "same": "De uren zijn nageteld: de totalen kloppen met die van de afzender.",
    "different": "Let op: de uren zijn nageteld en kloppen niet met de totalen van de "
    "afzender. De losse regels tellen; vraag de afzender na.",
    "other-rules": "De afzender telde de uren met andere regels; de totalen zijn niet vergeleken.",
}
_PURPOSES = {
    "handover": "overdracht: u neemt het dossier over",
    "cover": "vervanging, tijdelijk",
    "advice": "advies: alleen lezen",
    "cover-return": "terug van vervanging: wat uw collega toevoegde",
}
_HANDED = (
    "Geef het bestand aan de opvolger. Het dossier sluit pas als het ontvangstbewijs terug is."
)
_RETURNED = "Geef het bestand aan uw collega. De vervanging sluit als het ontvangstbewijs terug is."
_STAYS = {
    "scope": "groep niet gekozen",
    "excluded": "door de cliënt uitgesloten",
    "niet-delen": "cliënt zei: niet delen",
    "shared-attachment": "zelfde bestand bij iets wat niet mee mag",
    "locked": "staat op slot",
    "later": "nieuwer dan de toestemming",
    "never": "gaat nooit mee",
}


def preview(parsed: argparse.Namespace) -> Result:
    """What goes and what stays."""
    _require_licence(parsed)
    with unlocked(parsed) as workspace:
        if parsed.back:
            seen = workspace.handovers.preview_return(parsed.portfolio)
        else:
            seen = workspace.handovers.preview(parsed.portfolio, parsed.consent, parsed.to)
    data = {
        "records": [
            {"record": one.record, "kind": one.kind, "versions": one.versions, "stays": one.stays}
            for one in seen.lines
        ],
        "documents": seen.documents,
        "bytes": seen.bytes,
        "withheld": seen.withheld,
        "later": seen.later,
        "open_agreements": list(seen.open_agreements),
        "left_behind": list(seen.left_behind),
    }
    rows = [
        [
            "gaat mee" if one.stays is None else f"blijft: {_STAYS[one.stays]}",
            records.title(one.kind),
            one.headline,
        ]
        for one in seen.lines
    ]
    return Result(data, table(rows, ["", "soort", "wat"]))


def _require_licence(parsed: argparse.Namespace) -> None:
    """A consent and a recipient; or neither, for what goes back under that of the cover."""
    named = [one for one in (parsed.consent, parsed.to) if one is not None]
    if len(named) != (0 if parsed.back else 2):
        raise WrongUsage("usage")


def create(parsed: argparse.Namespace) -> Result:
    """Make a bundle."""
    _require_licence(parsed)
    progress = show_progress("Bundel maken")
    with unlocked(parsed) as workspace:
        handovers = workspace.handovers
        if parsed.back:
            sent = handovers.create_return(parsed.portfolio, parsed.out, progress)
        else:
            sent = handovers.create(
                parsed.portfolio, parsed.consent, parsed.to, parsed.out, progress
            )
    data = {
        "bundle": sent.bundle,
        "file": str(sent.file),
        "records": sent.records,
        "documents": sent.documents,
        "withheld": sent.withheld,
        "later": sent.later,
        "size": sent.size,
        "head": sent.head,
    }
    lines = [
        f"Bundel gemaakt: {sent.file}",
        f"  mee:     {sent.records} onderdelen, {sent.documents} bestanden",
        f"  blijft:  {sent.withheld} door keuze van de cliënt, "
        f"{sent.later} nieuwer dan de toestemming",
        _RETURNED if parsed.back else _HANDED,
    ]
    return Result(data, lines)


def _inspected(inspection: Inspection) -> dict[str, Any]:
    bundle, relation = inspection.bundle, inspection.relation
    claims = bundle.claims
    return {
        "bundle": claims.id,
        "portfolio": claims.pid,
        "from": {
            "thumbprint": bundle.sender.thumbprint,
            "name": bundle.sender.name,
            "organisation": bundle.sender.organisation,
        },
        "purpose": claims.purpose,
        "made": claims.made.isoformat(),
        "consent": claims.consent_id,
        "records": len(bundle.current),
        "documents": len(bundle.attachments),
        "withheld": len(claims.withheld),
        "later": len(claims.later),
        "erased": len(claims.erased),
        "size": claims.size,
        "head": claims.head,
        "relation": relation.name,
        "both_changed": list(relation.both),
        "open_agreements": [
            {"record": one.id, "what": records.headline(one.kind, one.body)}
            for one in bundle.open_agreements
        ],
    }


def inspect(parsed: argparse.Namespace) -> Result:
    """Verify and show; nothing is written."""
    with unlocked(parsed) as workspace:
        inspection = workspace.handovers.inspect(parsed.file, show_progress("Controleren"))
    data = _inspected(inspection)
    sender = data["from"]
    lines = [
        f"Echt en compleet. Van {sender['name']}, {sender['organisation']}, "
        f"gemaakt op {data['made']}.",
        f"  doel:    {_PURPOSES[data['purpose']]}",
        f"  dit is:  {_RELATIONS[data['relation']]}",
        f"  erin:    {data['records']} onderdelen, {data['documents']} bestanden",
        f"  niet gedeeld op verzoek van de cliënt: {data['withheld']}; "
        f"nieuwer dan de toestemming: {data['later']}; gewist: {data['erased']}",
    ]
    if data["open_agreements"]:
        lines.append("Open afspraken, die u moet beantwoorden:")
        lines += [f"  {one['record']}  {one['what']}" for one in data["open_agreements"]]
    if inspection.synthesis is not None:
        data["synthesis"] = synthesis_data(inspection.synthesis)
        lines += ["", *synthesis_lines(inspection.synthesis)]
    data["told"] = [topic_data(one) for one in inspection.told]
    return Result(data, lines)


def read(parsed: argparse.Namespace) -> Result:
    """Verify, import, answer, receipt."""
    answers = read_answers(read_object(parsed.agreements)) if parsed.agreements else Answers()
    choices = read_choices(read_object(parsed.merge)) if parsed.merge else None
    with unlocked(parsed) as workspace:
        received = workspace.handovers.receive(
            parsed.file,
            answers=answers,
            choices=choices,
            receipt=parsed.receipt,
            progress=show_progress("Inlezen"),
        )
    data = {
        "portfolio": received.portfolio,
        "relation": received.relation,
        "received": received.records,
        "documents": received.documents,
        "withheld": received.withheld,
        "later": received.later,
        "erased": received.erased,
        "open_agreements": list(received.open_agreements),
        "receipt": str(received.receipt) if received.receipt else None,
        "hours": received.hours,
        "findings": [{**vars(one), "severity": str(one.severity)} for one in received.findings],
    }
    lines = [
        f"{_RELATIONS[received.relation].capitalize()}: {received.records} onderdelen, "
        f"{received.documents} bestanden (dossier {received.portfolio}).",
        f"Niet gedeeld op verzoek van de cliënt: {received.withheld}.",
    ]
    if received.hours in _HOURS:
        lines.append(_HOURS[received.hours])
    lines += [f"Let op: {one.why}" for one in received.findings]
    if received.receipt:
        lines.append(f"Ontvangstbewijs: {received.receipt}. Stuur dit terug naar de afzender.")
    return Result(data, lines)


def close(parsed: argparse.Namespace) -> Result:
    """Read a receipt; close when it proves that everything arrived."""
    answers = read_answers(read_object(parsed.agreements)) if parsed.agreements else Answers()
    with unlocked(parsed) as workspace:
        closed = workspace.handovers.close(parsed.file, answers)
    data = {
        "bundle": closed.bundle,
        "complete": closed.complete,
        "closed": closed.closed,
        "differences": list(closed.differences),
        "synthesis": closed.synthesis,
    }
    if not closed.complete:
        lines = ["Niet alles is aangekomen. Het dossier blijft open. Dit ontbreekt of is anders:"]
        return Result(data, lines + [f"  {one}" for one in closed.differences], 3)
    lines = ["Alles is aangekomen, onderdeel voor onderdeel."]
    lines += ["Het dossier is gesloten."] if closed.closed else []
    if closed.synthesis:
        lines.append(f"De opvolger schrijft: {closed.synthesis}")
        lines.append("Klopt dat? Antwoord met: eportfolio synthesis reply " + closed.bundle)
    return Result(data, lines)
