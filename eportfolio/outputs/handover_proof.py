"""The proof of a handover: what was sent, what arrived, and both signatures, item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from eportfolio import records
from eportfolio.cards import fingerprint
from eportfolio.outputs.client_paper import Paper, day_in_figures, groups_of
from eportfolio.outputs.office import LABEL
from eportfolio.outputs.report import WIDTH, Report, day, paper

TITLE = "Overdrachtsbewijs"
PURPOSES = {
    "handover": "overdracht",
    "cover": "vervanging",
    "advice": "advies",
    "cover-return": "terug van vervanging",
}
NOT_YET = "nog geen ontvangstbewijs"


@dataclass(frozen=True)
class Party:
    """Who signed: `card` is the thumbprint of the key, empty when nobody signed yet."""

    name: str
    organisation: str
    card: str
    at: datetime | None


@dataclass(frozen=True)
class SentItem:
    """One record that was sent. `arrived`: None without a receipt."""

    kind: str
    headline: str
    versions: int
    arrived: bool | None


@dataclass(frozen=True)
class Handover:
    """What the proof is made of; digests of what was signed, in hexadecimal."""

    client: str
    bundle: str
    purpose: str
    sender: Party
    receiver: Party
    items: Sequence[SentItem]
    withheld: int
    later: int
    head: str
    size: int
    consent: str
    claims: str
    receipt: str | None
    made: datetime


def handover_proof(facts: Handover) -> Paper:
    """The proof as a PDF."""
    foot = f"{TITLE} · {day_in_figures(facts.made)} · bundel {facts.bundle[:8]}"
    return paper(TITLE, foot, lambda report: _draw(report, facts))


def _draw(report: Report, facts: Handover) -> None:
    report.head(facts.client)
    arrived = [one for one in facts.items if one.arrived]
    answer = f"{len(arrived)} van {len(facts.items)} onderdelen" if facts.receipt else NOT_YET
    report.facts(
        [
            ("Doel", PURPOSES[facts.purpose]),
            ("Aangekomen", answer),
            ("Gemaakt op", _moment(facts.sender.at)),
            ("Ontvangen op", _moment(facts.receiver.at)),
            ("Versie van het dossier", str(facts.size)),
            (
                "Niet meegegaan",
                f"{facts.withheld} door de keuze van de cliënt, {facts.later} nieuwer",
            ),
        ]
    )
    _party(report, "Afzender", facts.sender)
    _party(report, "Ontvanger", facts.receiver)
    report.heading("Onderdeel voor onderdeel")
    rows = [
        (records.title(one.kind), one.headline, str(one.versions), _said(one.arrived))
        for one in facts.items
    ]
    widths = (WIDTH * 0.24, WIDTH * 0.46, WIDTH * 0.1, WIDTH * 0.2)
    report.table(("Soort", "Onderdeel", "Versies", "Aangekomen"), rows, widths)
    report.heading("Wat er getekend is")
    for label, value in (
        ("Bundel", facts.bundle),
        ("Toestemming (SHA-256)", facts.consent),
        ("Handtekening van de afzender over (SHA-256)", facts.claims),
        ("Ontvangstbewijs (SHA-256)", facts.receipt or NOT_YET),
        ("Kop van de geschiedenis (SHA-256)", facts.head),
    ):
        report.keep(30)
        report.paragraph(label, LABEL)
        report.paragraph(" ".join(groups_of(value, 8)) if len(value) == 64 else value)
        report.y -= 3


def _party(report: Report, title: str, one: Party) -> None:
    report.heading(title)
    report.paragraph(f"{one.name or '–'}, {one.organisation or '–'}")
    if one.card:
        report.paragraph(f"Controlegetal van de sleutel: {fingerprint(one.card)}")
        report.paragraph(f"Sleutel: {one.card}", LABEL)
    else:
        report.paragraph("Heeft nog niet getekend.")


def _moment(at: datetime | None) -> str:
    return f"{day(at.date())}, {at:%H:%M}" if at else NOT_YET


def _said(arrived: bool | None) -> str:
    return {True: "ja, hetzelfde", False: "nee", None: "niet bekend"}[arrived]
