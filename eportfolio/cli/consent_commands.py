"""`eportfolio consent …`"""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import read_object, unlocked
from eportfolio.workspace.consents import Decision

_STILL_TO_MAKE = "te-maken"  # docs/formats/notice.md, waiting
_STATES = {
    "given": "gegeven",
    "refused": "geweigerd",
    "withdrawn": "ingetrokken",
    "expired": "verlopen",
    "superseded": "vervangen door een latere beslissing",
}


def _shown(decision: Decision) -> dict[str, Any]:
    consent = decision.consent
    return {
        "consent": consent.id,
        "state": decision.state,
        "sha256": consent.hash,
        "recipient": consent.recipient,
        "recipient_name": consent.recipient_name,
        "recipient_organisation": consent.recipient_organisation,
        "purpose": consent.purpose,
        "lawful_basis": consent.lawful_basis,
        "groups": sorted({str(entry["group"]) for entry in consent.scope}),
        "given_on": consent.given_on.isoformat(),
        "valid_until": consent.valid_until.isoformat(),
        "head": consent.head,
    }


def give(parsed: argparse.Namespace) -> Result:
    """Record a yes."""
    request = read_object(parsed.file)
    with unlocked(parsed) as workspace:
        decision = workspace.consents.give(parsed.portfolio, request, parsed.file.parent)
    until = decision.consent.valid_until.isoformat()
    return Result(
        _shown(decision),
        [f"Toestemming vastgelegd ({decision.consent.id}), geldig tot en met {until}."],
    )


def refuse(parsed: argparse.Namespace) -> Result:
    """Record a no."""
    from eportfolio import texts
    from eportfolio.errors import NotPermitted

    request = read_object(parsed.file)
    with unlocked(parsed) as workspace:
        decision = workspace.consents.refuse(parsed.portfolio, request, parsed.file.parent)
    return Result(_shown(decision), [texts.explain(NotPermitted("consent-refused"))])


def withdraw(parsed: argparse.Namespace) -> Result:
    """The client takes a yes back."""
    with unlocked(parsed) as workspace:
        decision = workspace.consents.withdraw(parsed.portfolio, parsed.consent, parsed.reason)
        told = workspace.notices.waiting(parsed.portfolio)
        alike = {
            one.consent.hash: one.consent.id
            for one in workspace.consents.all(parsed.portfolio)
            if one.consent.recipient == decision.consent.recipient
            if one.consent.purpose == decision.consent.purpose
        }
    to_tell = [
        one for one in told if one.told.consent in alike and one.told.state == _STILL_TO_MAKE
    ]
    lines = ["De toestemming is ingetrokken. Er kan niets meer onder gedeeld worden."]
    who = dict.fromkeys(f"{one.name}, {one.organisation}" for one in to_tell)
    lines += [f"Nog bericht geven aan {one}." for one in who]
    for consent in dict.fromkeys(alike[one.told.consent] for one in to_tell):
        command = f"withdrawal create {parsed.portfolio} {consent} --out MAP"
        lines.append(f"Maak het bericht met '{command}'.")
    data = {
        "to_tell": [
            {"bundle": one.told.bundle, "name": one.name, "organisation": one.organisation}
            for one in to_tell
        ]
    }
    return Result(_shown(decision) | data, lines)


def show(parsed: argparse.Namespace) -> Result:
    """All decisions."""
    with unlocked(parsed) as workspace:
        decisions = workspace.consents.all(parsed.portfolio)
    rows = [
        [
            one.consent.given_on.date().isoformat(),
            _STATES[one.state],
            one.consent.purpose,
            one.consent.recipient_name or "–",
            one.consent.id,
        ]
        for one in decisions
    ]
    heads = ["dag", "toestand", "doel", "ontvanger", "toestemming"]
    data = {"consents": [_shown(one) for one in decisions]}
    return Result(data, table(rows, heads) or ["Nog geen beslissingen."])


def sheet(parsed: argparse.Namespace) -> Result:
    """Which version of a dossier a printed sheet shows."""
    with unlocked(parsed) as workspace:
        found = workspace.consents.sheet(parsed.portfolio, parsed.number)
    data = {
        "sheet": found.number,
        "head": found.head,
        "size": found.size,
        "made": found.made.isoformat(),
    }
    day = found.made.strftime("%d-%m-%Y")
    return Result(
        data,
        [
            f"Blad {found.number} toont versie {found.size} van {day}.",
            f'Zet dit in de toestemming: "head": "{found.head}"',
        ],
    )
