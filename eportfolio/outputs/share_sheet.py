"""One sheet of a set that together opens a vault: its words, and how they are used.

It names the vault, the set and its own number, never the key. Words are those of SLIP-39
(docs/formats/vault.md, shares).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from eportfolio.outputs.office import (
    ACCENT_SOFT,
    BODY,
    BOLD,
    HEADING,
    MARGIN,
    MUTED,
    REGULAR,
    WIDTH,
    Sheet,
    Style,
    advice,
    facts,
    heading,
    secret_sheet,
    steps,
)
from eportfolio.statute.dates import written

COLUMNS = 3
_TITLE, _WORD, _NUMBER = Style(BOLD, 25), Style(BOLD, 12.5), Style(REGULAR, 8, MUTED)
_WHAT = (
    "Dit is deelblad {number} van {of}. Met {threshold} van deze bladen samen gaat de kluis van "
    "{name} open. Met minder bladen gaat er niets open, en één blad zegt niets over de dossiers."
)
_USE = (
    "Kom met {threshold} mensen en hun bladen bij elkaar. U heeft ook de map met de kluis nodig, "
    "of een back-up daarvan.",
    "Kies in het programma: Wachtwoordzin vergeten? en dan: Deelbladen. Typ van elk blad de "
    "woorden in de volgorde van de nummers, en kies een nieuwe wachtwoordzin.",
    "Liever met een opdracht? Zet de woorden van elk blad op één regel in een eigen bestand. Typ:",
    "Wis de bestanden. Neem ieder uw blad weer mee. De bladen blijven geldig.",
)
_COMMAND = (
    "eportfolio vault recover --share-file blad1.txt --share-file blad2.txt "
    "--new-passphrase-file nieuw.txt"
)
_CHECK = "In de woorden zit een controle: een tikfout wordt gemerkt. De woorden zijn Engels."
_LATER = (
    "De woorden volgen de open standaard SLIP-39, zonder extra wachtwoord. Elk programma daarvoor "
    "maakt er de 32 bytes van de sleutel van. Hoe een ICT-medewerker daarmee het bestand "
    "shares.age en de dossiers opent, staat in docs/formats/vault.md bij het programma."
)
_KEEP = (
    "Bewaar dit blad in een dichte envelop achter slot. Leg nooit twee bladen van een set bij "
    "elkaar. Maak geen foto of scan. Stuur het niet met e-mail of chat."
)
_LOST = (
    "Meld het dezelfde dag bij de eigenaar van de kluis. Die maakt een nieuwe set; dan opent dit "
    "blad de kluis niet meer. Oude back-ups gaan nog wel open met genoeg oude bladen."
)


def share_sheet(
    *,
    name: str,
    organisation: str,
    vault_id: str,
    made: date,
    set_id: str,
    number: int,
    threshold: int,
    of: int,
    words: Sequence[str],
) -> bytes:
    """One A4 page with the words of one sheet, to be printed and kept by one person."""
    numbers = {"number": number, "threshold": threshold, "of": of, "name": name}
    sheet = secret_sheet(f"Deelblad {number} van {of}")
    y = sheet.paragraph(MARGIN, 756, _WHAT.format(**numbers), width=WIDTH) - 8
    y = facts(sheet, y, ("Kluis van", name), ("Organisatie", organisation))
    y = facts(sheet, y, ("Kluisnummer", vault_id), ("Gemaakt op", written(made)))
    y = facts(sheet, y, ("Nummer van de set", set_id), ("Nodig", f"{threshold} van de {of} bladen"))
    y = _words(sheet, y + 3, words)
    y = heading(sheet, MARGIN, y - 21, "Zo opent u de kluis met deze bladen")
    y = steps(sheet, y, [one.format(**numbers) for one in _USE], _COMMAND)
    y = heading(sheet, MARGIN, y - 10, "Ook zonder dit programma")
    y = sheet.paragraph(MARGIN, y, _LATER, width=WIDTH) - 14
    advice(sheet, y, _KEEP, _LOST)
    return sheet.finish()


def _words(sheet: Sheet, y: float, words: Sequence[str]) -> float:
    """Draw the words with their numbers, from the top down and then to the next column."""
    rows = -(-len(words) // COLUMNS)
    pitch = 18.0
    height = 62 + rows * pitch
    sheet.box(MARGIN, y - height, WIDTH, height, fill=ACCENT_SOFT, radius=8)
    sheet.text(MARGIN + 16, y - 22, "De woorden van dit blad", HEADING)
    wide = (WIDTH - 32) / COLUMNS
    for place, word in enumerate(words):
        column, row = divmod(place, rows)
        x, line = MARGIN + 16 + column * wide, y - 44 - row * pitch
        sheet.text(x + 14, line, str(place + 1), _NUMBER, align="right")
        sheet.text(x + 22, line, word, _WORD, width=wide - 26)
    sheet.text(MARGIN + 16, y - height + 14, _CHECK, BODY._replace(size=8))
    return y - height
