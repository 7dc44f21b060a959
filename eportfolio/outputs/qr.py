"""A QR code as rows of dark and light, and as a drawing for a page (ISO/IEC 18004, level M)."""

from __future__ import annotations

from reportlab.graphics.barcode.qr import QrCodeWidget

QUIET = 4  # modules of white round the code
LIMIT = 1500  # bytes: more gives modules that a telephone does not read from an A4 sheet


def modules(text: str) -> list[list[bool]]:
    """The code, row by row from the top; dark is True."""
    code = QrCodeWidget(text, barLevel="M").qr
    code.make()
    count = code.getModuleCount()
    return [[bool(code.isDark(row, column)) for column in range(count)] for row in range(count)]


def drawing(text: str) -> str:
    """The code as SVG, with the white that the standard asks round it."""
    rows = modules(text)
    side = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{column + QUIET} {row + QUIET}h1v1h-1z"
        for row, cells in enumerate(rows)
        for column, is_dark in enumerate(cells)
        if is_dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}">'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#0f1b2d" d="{dark}"/></svg>'
    )
