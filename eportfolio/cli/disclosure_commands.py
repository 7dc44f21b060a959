"""`eportfolio disclosures …`"""

from __future__ import annotations

import argparse

from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import unlocked
from eportfolio.records import RecordId

_WHAT = {
    "bundle-sent": "bundel gemaakt",
    "bundle-received": "bundel ontvangen",
    "receipt-got": "ontvangstbewijs gekregen",
    "receipt-given": "ontvangstbewijs gegeven",
    "consent-withdrawn": "toestemming ingetrokken",
    "dossier-closed": "dossier gesloten",
    "notice": "bericht aan ontvanger",
    "acknowledgement": "antwoord op bericht",
    "paper": "op papier",
}
_STATES = {
    "": "",
    "unanswered": "nog geen antwoord",
    "partly": "niet alles aangekomen",
    "receipted": "alles aangekomen",
    "withdrawn": "toestemming ingetrokken",
    "unfinished": "begonnen, nooit afgemaakt",
}
_FOR = {"client": "de cliënt", "office": "het kantoor"}


def disclosures(parsed: argparse.Namespace) -> Result:
    """Every line of the disclosure ledger of one client."""
    record = RecordId(parsed.record) if parsed.record else None
    with unlocked(parsed) as workspace:
        found = workspace.disclosures.of(parsed.portfolio, record)
    rows = [
        [
            one.at[:16].replace("T", " "),
            _WHAT[one.what],
            ", ".join(part for part in (one.name, one.organisation) if part)
            or _FOR.get(one.meant_for, ""),
            one.purpose or one.document,
            _STATES[one.state],
            str(len(one.records) or ""),
        ]
        for one in found
    ]
    heads = ["wanneer", "wat", "wie", "waarvoor", "stand", "onderdelen"]
    lines = table(rows, heads) or ["Er is nog niets gedeeld."]
    return Result({"disclosures": [one.json() for one in found]}, lines)
