"""`eportfolio card …`"""

from __future__ import annotations

import argparse
from typing import Any

from eportfolio.cards import Card
from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import unlocked

_STATES = {
    "known": "bekend: de kaart is vergeleken",
    "unknown": "nog niet vergeleken: bel en vergelijk het controlegetal",
    "expired": "verlopen: vraag een nieuwe kaart",
    "replaced": "vervangen door een nieuwe kaart",
    "revoked": "ingetrokken: wordt niet vertrouwd",
}


def _shown(card: Card, state: str) -> dict[str, Any]:
    return {
        "thumbprint": card.thumbprint,
        "fingerprint": card.fingerprint,
        "words": card.words,
        "state": state,
        "name": card.name,
        "organisation": card.organisation,
        "role": card.role,
        "valid_until": card.valid_until.isoformat(),
    }


def _lines(card: Card, state: str) -> list[str]:
    return [
        f"{card.name}, {card.organisation}",
        f"  kaart         {card.thumbprint}",
        f"  controlegetal {card.fingerprint}",
        f"  in woorden    {card.words}",
        f"  toestand      {state}",
    ]


def export(parsed: argparse.Namespace) -> Result:
    """One's own card to a file."""
    with unlocked(parsed) as workspace:
        card = workspace.contacts.export_own(parsed.file)
    return Result(_shown(card, "known"), _lines(card, "uw eigen kaart"))


def read(parsed: argparse.Namespace) -> Result:
    """Somebody's card."""
    with unlocked(parsed) as workspace:
        contact = workspace.contacts.import_card(parsed.file, parsed.fingerprint)
    return Result(_shown(contact.card, contact.state), _lines(contact.card, _STATES[contact.state]))


def show(parsed: argparse.Namespace) -> Result:
    """Everybody."""
    with unlocked(parsed) as workspace:
        contacts = workspace.contacts.all()
    rows = [
        [
            one.card.name,
            one.card.organisation,
            one.card.fingerprint,
            _STATES[one.state],
            one.card.thumbprint,
        ]
        for one in contacts
    ]
    data = {"cards": [_shown(one.card, one.state) for one in contacts]}
    heads = ["naam", "organisatie", "controlegetal", "toestand", "kaart"]
    return Result(data, table(rows, heads) or ["Nog geen kaarten van anderen."])


def rotate(parsed: argparse.Namespace) -> Result:
    """New own keys."""
    with unlocked(parsed) as workspace:
        card = workspace.contacts.rotate()
    lines = [
        *_lines(card, "uw nieuwe kaart"),
        "Geef uw nieuwe kaart aan iedereen die u iets stuurt.",
    ]
    return Result(_shown(card, "known"), lines)


def revoke(parsed: argparse.Namespace) -> Result:
    """Stop trusting a card."""
    with unlocked(parsed) as workspace:
        contact = workspace.contacts.revoke(parsed.thumbprint)
    return Result(_shown(contact.card, contact.state), _lines(contact.card, _STATES[contact.state]))
