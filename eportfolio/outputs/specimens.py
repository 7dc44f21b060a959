"""Documents of people and organisations that do not exist, to fill a demonstration caseload.

Invariants: same input, same bytes; every document says that it is an example (in a spreadsheet the
name of the sheet does). Leaves to others: which documents a dossier has, and their texts.
"""

from __future__ import annotations

import math
import random
import zipfile
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from itertools import product
from typing import Final
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFilter, ImageFont
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape

from eportfolio.outputs import office
from eportfolio.outputs.office import BODY, BOLD, LABEL, REGULAR, STRONG, Sheet, Style
from eportfolio.statute.dates import written

MARK: Final = "FICTIEF – voorbeeld"
_TINTS: Final = tuple(map(HexColor, ("#00568b", "#105f26", "#863d15", "#4a5a70")))
_INK: Final = HexColor("#1b2f7a")
_LETTER: Final = Style(REGULAR, 9.4, leading=14.6)
_LEFT: Final = 68.0
_COLUMN: Final = A4[0] - 2 * _LEFT
_SCAN: Final = (1240, 1754)
_PHOTO: Final = (1024, 768)


def letter(
    *, sender: str, organisation_address: str, addressee: str, subject: str, reference: str,
    dated: date, paragraphs: Sequence[str], signed_by: str,
) -> bytes:  # fmt: skip
    """An official letter; addresses may have several lines, long letters get more pages."""
    sheet = Sheet(subject)
    _letterhead(sheet, sender, organisation_address)
    y = 692.0
    for line in addressee.splitlines():
        sheet.text(_LEFT, y, line, _LETTER, width=_COLUMN)
        y -= _LETTER.leading
    y = min(y, 634.0) - 22
    _fact(sheet, _LEFT, y, "Datum", written(dated))
    _fact(sheet, _LEFT + 200, y, "Ons kenmerk", reference)
    sheet.text(_LEFT, y - 34, "Onderwerp", LABEL)
    y = sheet.paragraph(_LEFT, y - 47, subject, STRONG, width=_COLUMN) - 16
    for text in paragraphs:
        for line in office.wrapped(text, _LETTER, _COLUMN):
            if y < 76:
                y = _next_page(sheet, sender)
            sheet.text(_LEFT, y, line, _LETTER)
            y -= _LETTER.leading
        y -= 8
    if y < 170:
        y = _next_page(sheet, sender)
    sheet.text(_LEFT, y - 4, "Met vriendelijke groet,", _LETTER)
    _sign(sheet, _LEFT, y - 60, 120, signed_by)
    sheet.text(_LEFT, y - 82, signed_by, STRONG, width=_COLUMN)
    sheet.text(_LEFT, y - 96, sender, LABEL, width=_COLUMN)
    _foot(sheet)
    return sheet.finish()


def certificate(
    *, issuer: str, title: str, holder: str, lines: Sequence[tuple[str, str]], dated: date,
    number: str, signed_by: str,
) -> bytes:  # fmt: skip
    """A framed certificate on a landscape page."""
    sheet = Sheet(f"{title} {holder}", size=landscape(A4))
    tint, middle = _tint(issuer), sheet.width / 2
    for inset, thick in ((24, 3.0), (31, 0.8)):
        sheet.canvas.setStrokeColor(tint)
        sheet.canvas.setLineWidth(thick)
        sheet.canvas.rect(inset, inset, sheet.width - 2 * inset, sheet.height - 2 * inset)
    _logo(sheet, middle - 17, 506, 34, issuer)
    sheet.text(middle, 486, issuer, STRONG, width=600, align="centre")
    sheet.text(middle, 436, title, Style(BOLD, 32, tint), width=680, align="centre")
    sheet.text(
        middle, 406, "uitgereikt aan", Style(office.ITALIC, 11, office.MUTED), align="centre"
    )
    sheet.text(middle, 372, holder, Style(BOLD, 22), width=640, align="centre")
    pitch = min(23.0, 170 / max(1, len(lines)))
    for place, (label, value) in enumerate(lines):
        y, size = 334 - place * pitch, min(10.0, pitch * 0.62)
        sheet.rule(150, y - pitch * 0.32, sheet.width - 300)
        sheet.text(156, y, label, Style(REGULAR, size, office.MUTED), width=200)
        sheet.text(370, y, value, Style(BOLD, size), width=sheet.width - 370 - 156)
    sheet.text(96, 108, "Datum en nummer", LABEL)
    sheet.text(96, 94, written(dated), STRONG)
    sheet.text(96, 79, number, BODY, width=190)
    _sign(sheet, middle - 70, 108, 140, signed_by)
    sheet.rule(middle - 100, 96, 200, colour=office.LINE)
    sheet.text(middle, 83, signed_by, BODY, width=200, align="centre")
    _seal(sheet, sheet.width - 140, 106, 42, issuer)
    sheet.text(middle, 42, MARK, LABEL, align="centre")
    return sheet.finish()


def attendance(
    *, school: str, student: str, period: str, rows: Sequence[tuple[str, float, float, float]]
) -> bytes:
    """An overview of hours: week, planned, present, absent; with totals."""
    sheet = Sheet(f"Presentieoverzicht {student}")
    _letterhead(sheet, school, "Presentieadministratie")
    sheet.text(_LEFT, 694, "Presentieoverzicht", Style(BOLD, 20))
    _fact(sheet, _LEFT, 668, "Cursist", student)
    _fact(sheet, _LEFT + 250, 668, "Periode", period)
    y = _table_head(sheet, 624)
    for place, (week, planned, present, absent) in enumerate(rows):
        if y < 90:
            y = _table_head(sheet, _next_page(sheet, school))
        if place % 2:
            sheet.box(_LEFT, y - 5, _COLUMN, 16, fill=office.NEUTRAL_SOFT, radius=0)
        _table_row(sheet, y, week, (planned, present, absent), BODY)
        y -= 16
    totals = [math.fsum(hours) for hours in zip((0, 0, 0), *(row[1:] for row in rows), strict=True)]
    sheet.rule(_LEFT, y + 10, _COLUMN, colour=office.LINE)
    _table_row(sheet, y - 4, "Totaal", totals, STRONG._replace(size=8.6))
    _foot(sheet)
    return sheet.finish()


def scan(
    *, title: str, lines: Sequence[str], signature: str | None, cross: bool = False, seed: int = 0
) -> bytes:
    """A grey picture of a paper sheet that was signed by hand, or with a cross, and scanned."""
    chance = random.Random(seed)  # noqa: S311 - specks on a picture, not a secret
    paper = Image.new("L", _SCAN, 249)
    draw = ImageDraw.Draw(paper)
    draw.text((130, 150), office.drawable(title), fill=38, font=_font(BOLD, 40, title, 980))
    for size in range(28, 11, -1):
        body = [part for line in lines for part in office.wrapped(line, Style(size=size), 980)]
        if len(body) * size * 1.6 < 990:
            break
    for place, line in enumerate(body):
        draw.text((130, 250 + place * size * 1.6), line, fill=48, font=_font(REGULAR, size))
    draw.text((130, 1290), "Handtekening", fill=90, font=_font(REGULAR, 22))
    draw.line((130, 1520, 690, 1520), fill=110, width=2)
    if cross:
        a, b, c, d = (chance.randrange(-14, 15) for _ in range(4))
        draw.line([(310 + a, 1385), (355, 1440 + b), (420, 1500 + c)], fill=42, width=7)
        draw.line([(424, 1392 + d), (362, 1450 + a), (300 + b, 1496)], fill=42, width=6)
    elif signature is not None:
        pen = [(160 + 400 * x, 1490 - 400 * y) for x, y in _squiggle(signature)]
        draw.line(pen, fill=42, width=5, joint="curve")
    if signature is not None:
        draw.text((130, 1532), office.drawable(signature), fill=60, font=_font(REGULAR, 24))
    draw.text((130, 1640), MARK, fill=120, font=_font(REGULAR, 19))
    return _scanned(paper, chance)


def photo(*, caption: str, seed: int = 0) -> bytes:
    """A small JPEG of a drawn scene, chosen by the seed, with its caption."""
    chance = random.Random(seed)  # noqa: S311 - leaves and grain in a picture, not a secret
    double = Image.new("RGB", (2048, 1536))
    (_diploma, _bicycle, _nursery)[seed % 3](ImageDraw.Draw(double), chance)
    picture = double.resize(_PHOTO, Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(0.7))
    light = Image.radial_gradient("L").resize(_PHOTO).point(lambda dark: dark // 3)
    picture.paste((10, 14, 22), mask=light)
    grain = Image.frombytes("L", (512, 384), chance.randbytes(512 * 384)).resize(_PHOTO)
    picture = Image.blend(picture, grain.convert("RGB"), 0.025)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 712, *_PHOTO), fill="#0f1b2d")
    text = office.drawable(caption)
    draw.text((24, 728), text, fill="white", font=_font(REGULAR, 23, text, 740))
    draw.text((1000, 742), MARK, fill="#b3c0cf", font=_font(REGULAR, 16), anchor="rm")
    file = BytesIO()
    picture.save(file, "JPEG", quality=82)
    return file.getvalue()


def plain_note(text: str) -> bytes:
    """A text file in UTF-8."""
    return f"{text.rstrip()}\n\n{MARK}\n".encode()


def spreadsheet(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A workbook of one sheet, in the smallest form that spreadsheet programs open."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for path, xml in {**_WORKBOOK, "xl/worksheets/sheet1.xml": _worksheet(rows)}.items():
            entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            book.writestr(entry, f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode())
    return file.getvalue()


def _tint(name: str) -> HexColor:
    return _TINTS[sum(name.encode()) % len(_TINTS)]


def _logo(sheet: Sheet, x: float, y: float, side: float, name: str) -> None:
    sheet.box(x, y, side, side, fill=_tint(name), radius=side / 5)
    initials = "".join(word[0] for word in name.split()[-2:])
    initial = Style(BOLD, side * 0.44, office.SURFACE)
    sheet.text(x + side / 2, y + side * 0.35, initials.upper(), initial, align="centre")


def _letterhead(sheet: Sheet, sender: str, address: str) -> None:
    _logo(sheet, _LEFT, 754, 38, sender)
    sheet.text(_LEFT + 50, 768, sender, Style(BOLD, 13, _tint(sender)), width=220)
    for place, line in enumerate(address.splitlines()):
        right = A4[0] - _LEFT
        sheet.text(right, 782 - place * 10, line, LABEL, width=170, align="right")
    sheet.rule(_LEFT, 738, _COLUMN)


def _fact(sheet: Sheet, x: float, y: float, label: str, value: str) -> None:
    sheet.text(x, y, label, LABEL)
    sheet.text(x, y - 13, value, BODY._replace(size=9.4), width=225)


def _next_page(sheet: Sheet, sender: str) -> float:
    _foot(sheet)
    sheet.canvas.showPage()
    sheet.text(_LEFT, 790, sender, Style(BOLD, 9, _tint(sender)), width=_COLUMN)
    sheet.rule(_LEFT, 780, _COLUMN)
    return 752


def _foot(sheet: Sheet) -> None:
    sheet.rule(_LEFT, 50, _COLUMN)
    sheet.text(_LEFT, 36, MARK, LABEL)
    sheet.text(A4[0] - _LEFT, 36, f"Pagina {sheet.canvas.getPageNumber()}", LABEL, align="right")


def _cells(sheet: Sheet, y: float, cells: Sequence[str], style: Style) -> None:
    sheet.text(_LEFT + 6, y, cells[0], style, width=130)
    for place, cell in enumerate(cells[1:]):
        sheet.text(_LEFT + 222 + place * 76, y, cell, style, align="right")


def _table_row(sheet: Sheet, y: float, week: str, hours: Sequence[float], style: Style) -> None:
    share = f"{100 * hours[1] / hours[0]:.0f}%" if hours[0] else "–"
    _cells(sheet, y, [week, *(f"{hour:.1f}".replace(".", ",") for hour in hours), share], style)


def _table_head(sheet: Sheet, y: float) -> float:
    head = ("Week", "Gepland (uur)", "Aanwezig (uur)", "Verzuim (uur)", "Aanwezig")
    _cells(sheet, y, head, LABEL._replace(font=BOLD))
    sheet.rule(_LEFT, y - 6, _COLUMN, colour=office.LINE)
    return y - 19


def _squiggle(name: str) -> list[tuple[float, float]]:
    """A signature one wide: a loop per letter, tall for capitals, and a stroke back under it."""
    letters = [letter for letter in name if letter.isalpha()][:14] or ["x"]
    step = 0.82 / len(letters)
    points = []
    for place, letter in enumerate(letters):
        tall = 0.26 if letter.isupper() else 0.17 if letter in "bdfhklt" else 0.06
        tall = -0.11 if letter in "gjpqyz" else tall + ord(letter) % 3 * 0.012
        for turn in (2 * math.pi * part / 14 for part in range(14)):
            x = step * (place + turn / 2 / math.pi - 0.55 * math.sin(turn))
            height = tall * (1 - math.cos(turn)) / 2
            points.append((x + 0.35 * height, 0.08 + height - 0.03 * place / len(letters)))
    bend = [(part / 12, math.sin(math.pi * part / 12)) for part in range(13)]
    return points + [(0.95 - 0.8 * part, 0.04 - 0.05 * down) for part, down in bend]


def _sign(sheet: Sheet, x: float, y: float, width: float, name: str) -> None:
    path = sheet.canvas.beginPath()
    pen = [(x + width * across, y + width * up) for across, up in _squiggle(name)]
    path.moveTo(*pen[0])
    for point in pen[1:]:
        path.lineTo(*point)
    sheet.canvas.setStrokeColor(_INK)
    sheet.canvas.setLineWidth(1.1)
    sheet.canvas.drawPath(path)


def _seal(sheet: Sheet, x: float, y: float, radius: float, name: str) -> None:
    canvas, tint = sheet.canvas, _tint(name)
    canvas.setFillColor(tint)
    canvas.circle(x, y, radius, stroke=0, fill=1)
    for colour, share, thick, dash in ((tint, 1, 5, (3, 2)), (office.SURFACE, 0.86, 0.8, ())):
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(thick)
        canvas.setDash(*dash)
        canvas.circle(x, y, radius * share)
    initials = "".join(word[0] for word in name.split()).upper()[:4]
    sheet.text(x, y + 1, initials, Style(BOLD, 17, office.SURFACE), width=56, align="centre")
    sheet.text(x, y - 13, "voorbeeld", Style(REGULAR, 7, office.SURFACE), align="centre")


def _font(name: str, size: int, text: str = "", width: float = 0) -> ImageFont.FreeTypeFont:
    """The typeface for a picture, smaller when the text would be wider than asked."""
    font = ImageFont.truetype(office.FONTS / f"{name}.ttf", size)
    wide = font.getlength(text)
    return font if wide <= width or not text else _font(name, max(8, int(size * width / wide)))


def _scanned(paper: Image.Image, chance: random.Random) -> bytes:
    """The sheet a little turned, on a grey lid, with specks, in few greys to keep it small."""
    turn = chance.choice((-1, 1)) * chance.uniform(0.4, 1.1)
    sheet = paper.rotate(turn, Image.Resampling.BICUBIC, fillcolor=212)
    specks = Image.frombytes("L", _SCAN, chance.randbytes(_SCAN[0] * _SCAN[1]))
    sheet.paste(214, mask=specks.point(lambda value: 255 if value > 253 else 0))
    shade = Image.linear_gradient("L").rotate(90).resize((36, _SCAN[1]))
    sheet.paste(120, (_SCAN[0] - 36, 0), mask=shade.point(lambda value: value // 3))
    file = BytesIO()
    sheet.point(lambda value: value // 8 * 8).save(file, "PNG", compress_level=4)
    return file.getvalue()


def _diploma(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((0, 0, 2048, 620), fill="#c9d3dc")
    draw.rectangle((0, 620, 2048, 1536), fill="#9a6b43")
    for _ in range(70):
        x, y = chance.randrange(-200, 2048), chance.randrange(630, 1530)
        draw.line((x, y, x + chance.randrange(200, 700), y + 6), fill="#8d6039", width=4)
    draw.polygon([(520, 1230), (690, 480), (1540, 520), (1600, 1290)], fill="#6f4a2c")
    draw.polygon([(500, 1200), (670, 460), (1520, 500), (1580, 1260)], fill="#fbf7ea")
    draw.line([(545, 1170), (698, 492), (1488, 528), (1542, 1226), (545, 1170)], "#00568b", 10)
    for place, wide in enumerate((560, 360, 620, 620, 480, 540)):
        y = 600 + place * 78
        draw.rectangle((1080 - wide / 2, y, 1080 + wide / 2, y + 16), fill="#4a5a70")
    draw.ellipse((1300, 1040, 1430, 1170), fill="#a01d23")
    draw.ellipse((1650, 820, 1930, 1080), fill="#4b2e1a", outline="#edf0f4", width=40)


def _bicycle(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((0, 0, 2048, 1536), fill="#8b929b")
    for row, x in product(range(20), range(-80, 2048, 160)):
        left, shade = x + row % 2 * 80, chance.choice(("#b5533c", "#ad4d37", "#bd5d45"))
        draw.rectangle((left, row * 56, left + 154, row * 56 + 50), fill=shade)
    for x in (600, 1440):
        draw.ellipse((x - 300, 700, x + 300, 1300), outline="#14181d", width=30)
        for spoke in (math.pi * part / 9 for part in range(18)):
            end = (x + 280 * math.cos(spoke), 1000 + 280 * math.sin(spoke))
            draw.line((x, 1000, *end), fill="#d8dee6", width=4)
    tube = [(600, 1000), (860, 600), (1300, 600), (960, 1020), (600, 1000), (960, 1020), (830, 530)]
    draw.line(tube, fill="#105f26", width=30, joint="curve")
    draw.line([(1440, 1000), (1270, 500), (1170, 470)], fill="#105f26", width=28, joint="curve")
    draw.rounded_rectangle((730, 490, 940, 540), 24, fill="#14181d")
    draw.ellipse((900, 960, 1020, 1080), outline="#14181d", width=20)


def _nursery(draw: ImageDraw.ImageDraw, chance: random.Random) -> None:
    draw.rectangle((0, 0, 2048, 760), fill="#dcebf3")
    draw.rectangle((0, 760, 2048, 1536), fill="#6b4b32")
    for x in range(0, 2049, 256):
        draw.line([(x, 760), (x, 260), (1024, 0)], fill="#ffffff", width=14)
    for row, tall in enumerate((600, 850, 1120)):
        draw.rectangle((0, tall + 190, 2048, tall + 212), fill="#a98a68")
        for x in range(60, 2048, 170 + row * 40):
            pot = [(x - 62, tall + 70), (x + 62, tall + 70), (x + 44, tall + 190)]
            draw.polygon([*pot, (x - 44, tall + 190)], fill="#b5633c")
            for _ in range(26):
                left, up = x + chance.randrange(-75, 75), tall + chance.randrange(-60, 70)
                leaf = chance.choice(("#1c7a35", "#2f9448", "#105f26", "#57a85f"))
                draw.ellipse((left - 34, up - 22, left + 34, up + 22), fill=leaf)


def _worksheet(rows: Sequence[Sequence[str | float]]) -> str:
    def cell(value: str | float) -> str:
        if isinstance(value, str):
            return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        return f"<c><v>{value!r}</v></c>"

    body = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in rows)
    widths = '<cols><col min="1" max="40" width="18" customWidth="1"/></cols>'
    space = f"{_XML}/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}">{widths}<sheetData>{body}</sheetData></worksheet>'


_XML: Final = "http://schemas.openxmlformats.org"
_TYPE: Final = "application/vnd.openxmlformats"
_SHEET: Final = f"{_TYPE}-officedocument.spreadsheetml"
_LINK: Final = (
    f'<Relationships xmlns="{_XML}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{_XML}/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>'
)
_WORKBOOK: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_XML}/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="{_SHEET}.worksheet+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SHEET}.sheet.main+xml"/></Types>',
    "_rels/.rels": _LINK % ("officeDocument", "xl/workbook.xml"),
    "xl/_rels/workbook.xml.rels": _LINK % ("worksheet", "worksheets/sheet1.xml"),
    "xl/workbook.xml": f'<workbook xmlns="{_XML}/spreadsheetml/2006/main" '
    f'xmlns:r="{_XML}/officeDocument/2006/relationships"><sheets>'
    f'<sheet name="{MARK}" sheetId="1" r:id="rId1"/></sheets></workbook>',
}
