"""Documents as people scan them, and documents as nobody should send them."""

from __future__ import annotations

import io

from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

A4 = (595.0, 842.0)


def pdf(pages: int = 1, size: tuple[float, float] = A4, words: str = "Bladzijde") -> bytes:
    """A PDF with a sentence on each page."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=True)
    for n in range(pages):
        canvas.setFont("Helvetica", 24)
        canvas.drawString(60, size[1] - 100, f"{words} {n + 1}")
        canvas.rect(60, size[1] - 400, 300, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def heavy_pdf(strokes: int = 60_000) -> bytes:
    """A page that takes long to draw."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    for n in range(strokes):
        canvas.circle(300, 400, 10 + n % 300)
    canvas.save()
    return out.getvalue()


def locked_pdf() -> bytes:
    """A PDF that asks for a password."""
    writer = PdfWriter(PdfReader(io.BytesIO(pdf())))
    writer.encrypt("geheim", algorithm="AES-256-R5")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def filled_form(words: str = "INGEVULD") -> bytes:
    """A PDF with a form in which a field was filled in."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=True)
    canvas.drawString(60, 760, "Naam")
    canvas.acroForm.textfield(name="naam", value=words, x=60, y=700, width=300, height=40)
    canvas.save()
    return out.getvalue()


def picture(kind: str = "PNG", size: tuple[int, int] = (400, 300), *, pages: int = 1) -> bytes:
    """A picture; a TIFF may have several pages."""
    out = io.BytesIO()
    every = [Image.new("RGB", size, (200, 30 * n, 40)) for n in range(pages)]
    more = {"save_all": True, "append_images": every[1:]} if pages > 1 else {}
    every[0].save(out, kind, **more)
    return out.getvalue()
