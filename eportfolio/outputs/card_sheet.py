"""One's own contact card on paper: who, the number to compare by telephone, the card as QR."""

from __future__ import annotations

from datetime import datetime

from eportfolio.cards import Card
from eportfolio.outputs.client_paper import Paper, day_in_figures
from eportfolio.outputs.office import ACCENT_SOFT, BOLD, HEADING, SURFACE, Style, qr_code
from eportfolio.outputs.qr import LIMIT
from eportfolio.outputs.report import LEFT, WIDTH, Report, day, paper

TITLE = "Contactkaart"
SIDE = 210.0  # points: a module stays above 0.5 mm
_USE = (
    "Geef dit blad aan wie u dossiers stuurt of van wie u dossiers krijgt.",
    "In de QR-code staat dezelfde kaart als in het bestand. De ander leest die in.",
    "Bel elkaar daarna en lees het controlegetal voor. Pas als het klopt, is de kaart bekend.",
    "Op dit blad staat niets geheims. Het opent geen enkel dossier.",
)
_TOO_LARGE = "De kaart is te groot voor een QR-code. De code hierboven is alleen het controlegetal."


def card_sheet(card: Card, made: datetime) -> Paper:
    """The sheet as a PDF."""
    foot = f"{TITLE} · {day_in_figures(made)}"
    return paper(TITLE, foot, lambda report: _draw(report, card))


def _draw(report: Report, card: Card) -> None:
    report.head(card.name)
    report.facts(
        [
            ("Organisatie", card.organisation),
            ("Rol", card.role),
            ("Geldig vanaf", day(card.valid_from)),
            ("Geldig tot en met", day(card.valid_until)),
        ]
    )
    height = SIDE + 32
    report.sheet.box(LEFT, report.y - height + 12, WIDTH, height, fill=ACCENT_SOFT, radius=8)
    whole = len(card.raw) <= LIMIT
    left = LEFT + WIDTH - SIDE - 16
    report.sheet.box(left, report.y - SIDE - 4, SIDE, SIDE, fill=SURFACE)
    said = card.raw.decode() if whole else card.fingerprint
    qr_code(report.sheet, left, report.y - SIDE - 4, SIDE, said)
    report.y -= 14
    report.text(LEFT + 16, "Controlegetal", HEADING)
    for group in card.fingerprint.split(" "):
        report.y -= 34
        report.text(LEFT + 16, group, Style(BOLD, 22), spacing=2)
    report.y -= height - 34 * 4 - 4
    if not whole:
        report.paragraph(_TOO_LARGE)
    report.heading("Zo gebruikt u dit blad")
    for number, step in enumerate(_USE, 1):
        report.paragraph(f"{number}.  {step}")
        report.y -= 2
    report.heading("Sleutel")
    report.paragraph(card.thumbprint)
