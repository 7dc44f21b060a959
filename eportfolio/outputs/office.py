"""The sheets an office prints, and the page they are drawn on.

Owns: the typeface, colours and small drawing routines of our reportlab pages, and the recovery
sheet. Invariants:

- same input, same bytes;
- every character is drawn from an embedded font; a letter the font lacks becomes its base letter;
- text never leaves its box: it wraps, then shrinks, then ends in an ellipsis.

Leaves to others: making keys (crypto), writing files (vault).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any, Final, NamedTuple

import reportlab
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from eportfolio.outputs.qr import QUIET, modules
from eportfolio.statute.dates import written

TEXT, MUTED, ACCENT, NEG = map(HexColor, ("#0f1b2d", "#4a5a70", "#00568b", "#a01d23"))
ACCENT_SOFT, NEUTRAL_SOFT, NEG_SOFT = map(HexColor, ("#e4f0f8", "#edf0f4", "#fbebeb"))
LINE, HAIR, SURFACE = map(HexColor, ("#7e8ca0", "#d8dee6", "#ffffff"))
FONTS: Final = Path(reportlab.__file__).parent / "fonts"
REGULAR, BOLD, ITALIC = "Vera", "VeraBd", "VeraIt"
for _font in (REGULAR, BOLD, ITALIC):
    pdfmetrics.registerFont(TTFont(_font, FONTS / f"{_font}.ttf"))


class Style(NamedTuple):
    """How a text looks; sizes in points."""

    font: str = REGULAR
    size: float = 8.6
    colour: Any = TEXT
    leading: float = 12.2


BODY: Final = Style()
STRONG: Final = Style(BOLD, 10)
HEADING: Final = Style(BOLD, 10.5, ACCENT)
LABEL: Final = Style(REGULAR, 7.5, MUTED, 10)
_TITLE, _KEY = Style(BOLD, 25), Style(BOLD, 15)

_SHIFT: Final = {"left": 0.0, "centre": 0.5, "right": 1.0}
MARGIN: Final = 48.0
WIDTH: Final = A4[0] - 2 * MARGIN
HALF: Final = (WIDTH - 24) / 2
# Bech32 (age): behind the prefix there is no B, I, O or 1; the sheet says how to read a circle.
_RECOVERY_KEY: Final = re.compile(r"(AGE-)(SECRET-)(KEY-1)([QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58})")

_WHAT = (
    "Op dit blad staat de herstelsleutel van uw kluis. Bent u uw wachtwoordzin vergeten? Dan opent "
    "u uw kluis met deze sleutel. Zonder wachtwoordzin en zonder herstelsleutel kan niemand de "
    "dossiers nog lezen, ook de maker van het programma niet."
)
_TYPING = (
    "Lees van links naar rechts, regel voor regel. Typ hoofdletters en de drie streepjes, zonder "
    "spaties. Een rondje is hier altijd het cijfer nul. De sleutel bevat een controle: een "
    "tikfout wordt gemerkt. De QR-code bevat dezelfde sleutel."
)
_USE = (
    "U heeft de map met uw kluis nodig, of een back-up daarvan. Alleen dit blad is niet genoeg.",
    "Kies in het programma: Wachtwoordzin vergeten? Gebruik uw herstelblad. Typ de sleutel over en "
    "kies een nieuwe wachtwoordzin.",
    "Liever met een opdracht? Zet de sleutel op één regel in sleutel.txt en uw nieuwe "
    "wachtwoordzin in nieuw.txt. Typ:",
    "Wis sleutel.txt en nieuw.txt. Leg dit blad terug. De sleutel blijft geldig.",
)
_COMMAND = (
    "eportfolio vault recover --recovery-key-file sleutel.txt --new-passphrase-file nieuw.txt"
)
_LATER = (
    "Werkt het programma niet meer, bijvoorbeeld over tien jaar? Gebruik dan het openbare "
    "programma age (age-encryption.org). Het bestand recovery.age staat in de map van de kluis.",
    "Dit geeft de hoofdsleutel van de kluis. Laat een ICT-medewerker daarmee de dossiers openen. "
    "Hoe dat gaat, staat in docs/formats/vault.md bij het programma.",
)
_AGE_COMMAND = "age -d -i sleutel.txt recovery.age"
_KEEP = (
    "Bewaar dit blad in een dichte envelop in een brandkast of afgesloten kast. Leg het niet bij "
    "de computer en niet bij de back-up. Maak geen foto of scan. Stuur het niet met e-mail of chat."
)
_LOST = (
    "Wie dit blad én een kopie van uw kluis heeft, kan alle dossiers lezen. Meld het dezelfde dag "
    "bij de beveiliging van uw organisatie. Maak daarna een nieuwe kluis met een nieuw "
    "herstelblad. Alleen een nieuwe wachtwoordzin is niet genoeg. Oude back-ups gaan nog open met "
    "de oude sleutel: vernietig ze, en ook dit blad."
)


class Sheet:
    """A Dutch PDF being drawn: no clock, no random id, text that stays inside its box."""

    def __init__(self, title: str, *, size: tuple[float, float] = A4) -> None:
        self.width, self.height = size
        self._file = BytesIO()
        self.canvas: Any = Canvas(
            self._file, pagesize=size, invariant=1, lang="nl", initialFontName=REGULAR
        )
        self.canvas.setTitle(title)
        self.canvas.setAuthor("eportfolio")
        self.canvas.setCreator("eportfolio")
        self.canvas.setViewerPreference("DisplayDocTitle", "true")

    def finish(self) -> bytes:
        """Close the last page; the document's bytes."""
        self.canvas.showPage()
        self.canvas.save()
        return self._file.getvalue()

    def text(
        self, x: float, y: float, text: str, style: Style = BODY, *,
        width: float | None = None, align: str = "left", spacing: float = 0,
    ) -> None:  # fmt: skip
        """Draw one line at a baseline; with a width it shrinks to fit."""
        line = drawable(text)
        if width is not None:
            line, style = fitted(text, style, width)
        x -= _SHIFT[align] * pdfmetrics.stringWidth(line, style.font, style.size)
        self.canvas.setFont(style.font, style.size)
        self.canvas.setFillColor(style.colour)
        self.canvas.drawString(x, y, line, charSpace=spacing)

    def paragraph(
        self, x: float, y: float, text: str, style: Style = BODY, *, width: float
    ) -> float:
        """Draw wrapped text, its first baseline at y; the baseline that comes after it."""
        for line in wrapped(text, style, width):
            self.text(x, y, line, style)
            y -= style.leading
        return y

    def box(
        self, x: float, y: float, width: float, height: float, *, fill: Any, radius: float = 6
    ) -> None:
        """Draw a filled card with its lower left corner at x, y."""
        self.canvas.setFillColor(fill)
        self.canvas.roundRect(x, y, width, height, radius, stroke=0, fill=1)

    def rule(self, x: float, y: float, width: float, *, colour: Any = HAIR) -> None:
        """Draw a thin horizontal line."""
        self.canvas.setStrokeColor(colour)
        self.canvas.setLineWidth(0.8)
        self.canvas.line(x, y, x + width, y)


def drawable(text: str) -> str:
    """The text in letters the font has: ḥ becomes h, the rest a question mark."""
    known = pdfmetrics.getFont(REGULAR).face.charToGlyph

    def draw(letter: str) -> str:
        if ord(letter) in known or unicodedata.combining(letter):
            return letter if ord(letter) in known else ""
        parts = unicodedata.normalize("NFKD", letter)
        return "".join(part for part in parts if ord(part) in known) or "?"

    return "".join(map(draw, unicodedata.normalize("NFC", " ".join(text.split()))))


def wrapped(text: str, style: Style, width: float) -> list[str]:
    """The text in lines no wider than asked; a word that is wider is broken."""
    lines = [""]
    for word in drawable(text).split():
        joined = f"{lines[-1]} {word}".lstrip()
        if pdfmetrics.stringWidth(joined, style.font, style.size) <= width:
            lines[-1] = joined
            continue
        lines += [""] if lines[-1] else []
        for letter in word:
            longer = lines[-1] + letter
            fits = pdfmetrics.stringWidth(longer, style.font, style.size) <= width
            lines[-1:] = [longer] if fits else [lines[-1], letter]
    return lines


def fitted(text: str, style: Style, width: float) -> tuple[str, Style]:
    """The text on one line, smaller where needed; at 6 points it is cut short."""
    while len(lines := wrapped(text, style, width)) > 1 and style.size > 6:
        style = style._replace(size=style.size - 0.25)
    return lines[0] if len(lines) == 1 else f"{lines[0][:-2]}…", style


def recovery_sheet(
    *, name: str, organisation: str, recovery_key: str, made: date, vault_id: str
) -> bytes:
    """One A4 page with the recovery key, to be printed and kept in a safe."""
    key = _RECOVERY_KEY.fullmatch(recovery_key)
    if key is None:
        raise ValueError("not a recovery key")  # never the key itself
    sheet = secret_sheet("Herstelblad")
    y = sheet.paragraph(MARGIN, 756, _WHAT, width=WIDTH) - 8
    y = facts(sheet, y, ("Van", name), ("Organisatie", organisation))
    y = facts(sheet, y, ("Gemaakt op", written(made)), ("Kluisnummer", vault_id))
    y = _key_card(sheet, y + 3, key)
    y = heading(sheet, MARGIN, y - 21, "Zo opent u uw kluis met dit blad")
    y = steps(sheet, y, _USE, _COMMAND)
    y = heading(sheet, MARGIN, y - 10, "Ook zonder dit programma")
    y = command(sheet, sheet.paragraph(MARGIN, y, _LATER[0], width=WIDTH) - 2, _AGE_COMMAND)
    y = sheet.paragraph(MARGIN, y, _LATER[1], width=WIDTH) - 14
    advice(sheet, y, _KEEP, _LOST)
    return sheet.finish()


def secret_sheet(title: str) -> Sheet:
    """An A4 page that nobody else may see, and says so."""
    sheet = Sheet(title)
    sheet.box(0, sheet.height - 10, sheet.width, 10, fill=ACCENT, radius=0)
    sheet.text(MARGIN, 780, title, _TITLE)
    sheet.box(MARGIN + WIDTH - 164, 775, 164, 25, fill=NEG_SOFT)
    secret = STRONG._replace(colour=NEG)
    sheet.text(MARGIN + WIDTH - 82, 783, "Geheim: niet kopiëren", secret, align="centre")
    return sheet


def steps(sheet: Sheet, y: float, told: Sequence[str], typed: str) -> float:
    """Draw what to do, step by step; where one says to type, `typed` stands under it."""
    for number, step in enumerate(told, 1):
        sheet.text(MARGIN, y, f"{number}.", BODY._replace(font=BOLD, colour=ACCENT))
        y = sheet.paragraph(MARGIN + 18, y, step, width=WIDTH - 18) - 2
        y = command(sheet, y, typed) if step.endswith("Typ:") else y
    return y


def advice(sheet: Sheet, y: float, keep: str, lost: str) -> None:
    """Draw the end of a secret sheet: where to keep it, what to do when it is lost, and a place to
    sign."""
    right = MARGIN + HALF + 24
    below = heading(sheet, MARGIN, y, "Waar bewaart u dit blad?")
    sheet.paragraph(MARGIN, below, keep, width=HALF)
    heading(sheet, right, y, "Kwijt, of door iemand gezien?")
    sheet.paragraph(right, below, lost, width=HALF)
    signature(sheet)


def heading(sheet: Sheet, x: float, y: float, title: str) -> float:
    """Draw a heading; the baseline of the first line under it."""
    sheet.text(x, y, title, HEADING)
    return y - 15


def command(sheet: Sheet, y: float, typed: str) -> float:
    """Draw what is typed in a grey bar; the baseline that comes after it."""
    sheet.box(MARGIN + 18, y - 10, WIDTH - 18, 20, fill=NEUTRAL_SOFT, radius=4)
    sheet.text(MARGIN + 26, y - 3, typed, spacing=0.5)  # spacing keeps the two dashes apart
    return y - 25


def facts(sheet: Sheet, y: float, *two: tuple[str, str]) -> float:
    """Draw facts beside each other, each under its label; the baseline that comes after them."""
    for column, (label, value) in enumerate(two):
        x = MARGIN + column * (HALF + 24)
        sheet.text(x, y, label, LABEL)
        sheet.text(x, y - 13, value, STRONG, width=HALF)
    return y - 34


def _key_card(sheet: Sheet, y: float, key: re.Match[str]) -> float:
    """Draw the key, one letter in each cell so that it reads as monospaced, and its QR code."""
    height, pitch, gap, cell, code = 204.0, 26.5, 14.0, 17.0, 140.0
    sheet.box(MARGIN, y - height, WIDTH, height, fill=ACCENT_SOFT, radius=8)
    sheet.text(MARGIN + 16, y - 22, "Herstelsleutel", HEADING)
    groups = [key[4][i : i + 4] for i in range(0, len(key[4]), 4)]
    rows = [list(key.groups()[:3]), *(groups[i : i + 4] for i in range(0, len(groups), 4))]
    for row, parts in enumerate(rows):
        x = MARGIN + 16 + cell / 2
        for part in parts:
            for letter in part:
                sheet.text(x, y - 49 - row * pitch, letter, _KEY, align="centre")
                x += cell
            x += gap
    left = MARGIN + WIDTH - 14 - code
    sheet.box(left, y - 14 - code, code, code, fill=SURFACE)
    qr_code(sheet, left, y - 14 - code, code, key[0])
    typing = BODY._replace(size=8, leading=11.4)
    sheet.paragraph(MARGIN + 16, y - 179, _TYPING, typing, width=WIDTH - 32)
    return y - height


def qr_code(sheet: Sheet, x: float, y: float, side: float, text: str) -> None:
    """Draw the code as one filled path, with the four modules of white its standard asks."""
    rows = modules(text)
    module = side / (len(rows) + 2 * QUIET)
    path = sheet.canvas.beginPath()
    for row, column in product(range(len(rows)), repeat=2):
        if rows[row][column]:
            left, low = x + (QUIET + column) * module, y + side - (QUIET + 1 + row) * module
            path.rect(left, low, module, module)
    sheet.canvas.setFillColor(TEXT)
    sheet.canvas.drawPath(path, stroke=0, fill=1)


def signature(sheet: Sheet) -> None:
    """Draw room for place, date and signature at the foot."""
    third = (WIDTH - 2 * 20) / 3
    for place, label in enumerate(("Plaats", "Datum", "Handtekening")):
        x = MARGIN + place * (third + 20)
        sheet.rule(x, 54, third, colour=LINE)
        sheet.text(x, 44, label, LABEL)
