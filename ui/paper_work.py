"""What the worker thread does to show a document: its pages as pictures, in memory only.

The one module that knows PDFium, which may be used by one thread only: the worker. A document is
opened, one page of it is drawn, and it is closed again, all in one piece of work.

A file from outside may be anything, so there are limits to everything: what is too much, locked or
broken becomes a sentence, never a crash.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QTransform

from eportfolio.records import RecordId
from ui.words import N_

if TYPE_CHECKING:
    from eportfolio.workspace import Workspace
    from eportfolio.workspace.inbox import Waiting

PDF = "pdf"
PIXELS = 16_000_000  # of one page as it is drawn
SIDE = 12_000
SOURCE_SIDE = 40_000  # of a picture before it is drawn smaller
SECONDS = 6.0
SPOKEN = 4_000  # characters of a page for who listens
PRINTED_DOTS, SCREEN_DOTS = 72, 96  # in an inch

LOCKED = N_(
    "Op deze pdf zit een wachtwoord. Daarom kan het programma hem niet laten zien. "
    "Het bestand zelf is heel."
)
BROKEN = N_(
    "Dit bestand is beschadigd of niet compleet. Daarom kan het programma het niet laten zien. "
    "Er is niets veranderd. Maak zo nodig een nieuwe scan."
)
HEAVY = N_(
    "Deze bladzijde is te groot of te ingewikkeld om hier te laten zien. Het bestand zelf is heel."
)
FOREIGN = N_(
    "Dit soort bestand kan het programma niet laten zien. Het kan wel pdf's en foto's laten zien "
    "(PNG, JPEG, TIFF, WebP). Het bestand zelf is heel."
)
EMPTY = N_("Dit bestand is leeg. Er valt niets te zien. Maak zo nodig een nieuwe scan.")


@dataclass(frozen=True)
class Paper:
    """A document that can be shown. `kind`: `pdf`, or the format of a picture."""

    name: str
    kind: str
    pages: int
    data: bytes = field(repr=False)


@dataclass(frozen=True)
class Sheet:
    """One page as a picture, with its size on screen as a percentage and the words on it."""

    page: int
    image: QImage
    percent: int
    words: str


@dataclass(frozen=True)
class Unshown:
    """Why something is not shown: what happened and what is safe. What to do depends on where
    it is looked at, unless it `is_broken`."""

    words: str

    @property
    def is_broken(self) -> bool:
        """Whether nothing else could show it either."""
        return self.words in (BROKEN, EMPTY)


@dataclass(frozen=True)
class Look:
    """How somebody wants to see a page. `percent` of None: as wide as `width` device pixels;
    `ratio`: device pixels for each pixel of the design; `turns`: quarters, with the clock."""

    width: int
    ratio: float = 1.0
    percent: int | None = None
    turns: int = 0


def stored(portfolio: str, record: str) -> Callable[[Workspace], Paper | Unshown]:
    """An attached file of a dossier."""

    def work(workspace: Workspace) -> Paper | Unshown:
        document, data = workspace.dossiers.read_document(portfolio, RecordId(record))
        return opened(document.name, data)

    return work


def evidence(portfolio: str, consent: str) -> Callable[[Workspace], Paper | Unshown]:
    """What proves a decision of the client."""
    return lambda workspace: opened(*workspace.consents.evidence(portfolio, consent))


def waiting(file: Waiting) -> Callable[[Workspace], Paper | Unshown]:
    """A file that waits in the inbox."""
    return lambda workspace: opened(file.name, workspace.inbox.look(file))


def drawn(paper: Paper, page: int, look: Look) -> Callable[[Workspace], Sheet | Unshown]:
    """One page of it; the first is 0."""
    return lambda _: draw(paper, page, look)


def opened(name: str, data: bytes) -> Paper | Unshown:
    """See what these bytes are, by their beginning and not by their name."""
    if not data:
        return Unshown(EMPTY)
    kind = _kind(data)
    if kind == PDF:
        return _opened_pdf(name, data)
    if kind:
        return _opened_picture(name, kind, data)
    return Unshown(FOREIGN)


def draw(paper: Paper, page: int, look: Look, seconds: float = SECONDS) -> Sheet | Unshown:
    """One page, within the limits."""
    if paper.kind == PDF:
        return _drawn_pdf(paper, page, look, seconds)
    return _drawn_picture(paper, page, look)


def _kind(data: bytes) -> str:
    if b"%PDF-" in data[:1024]:
        return PDF
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    starts = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"II*\0": "tiff", b"MM\0*": "tiff"}
    return next((kind for start, kind in starts.items() if data.startswith(start)), "")


def _scale(width: float, height: float, look: Look, full: float) -> float | None:
    """Device pixels for each unit of a page; None for a page of a size that cannot be.
    `full`: the scale of 100 %."""
    if not (math.isfinite(width) and math.isfinite(height) and width > 0 and height > 0):
        return None
    wide = height if look.turns % 2 else width
    wanted = look.width / wide if look.percent is None else full * look.percent / 100
    most = min(math.sqrt(PIXELS / (width * height)), SIDE / max(width, height))
    scale = min(wanted, most)
    return scale if scale * min(width, height) >= 1 else None


def _percent(scale: float, full: float) -> int:
    return round(100 * scale / full)


@contextmanager
def _pdf(data: bytes) -> Iterator[Any]:
    """An open PDF with its form fields, closed in this thread whatever happens."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(data)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


def _opened_pdf(name: str, data: bytes) -> Paper | Unshown:
    from pypdfium2 import PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    try:
        with _pdf(data) as document:
            return Paper(name, PDF, len(document), data)
    except PdfiumError as error:
        is_locked = error.err_code in (FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY)
        return Unshown(LOCKED if is_locked else BROKEN)


def _drawn_pdf(paper: Paper, at: int, look: Look, seconds: float) -> Sheet | Unshown:
    from pypdfium2 import PdfiumError

    try:
        with _pdf(paper.data) as document:
            page = document[at]
            try:
                return _drawn_page(page, at, look, seconds)
            finally:
                page.close()
    except (PdfiumError, IndexError):
        return Unshown(BROKEN)
    except MemoryError:
        return Unshown(HEAVY)


def _drawn_page(page: Any, at: int, look: Look, seconds: float) -> Sheet | Unshown:
    from pypdfium2 import PdfBitmap
    from pypdfium2.raw import FPDFBitmap_BGRx

    full = SCREEN_DOTS / PRINTED_DOTS * look.ratio
    width, height = page.get_size()
    scale = _scale(width, height, look, full)
    if scale is None:
        return Unshown(HEAVY)
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    if look.turns % 2:
        wide, high = high, wide
    bitmap = PdfBitmap.new_native(wide, high, FPDFBitmap_BGRx)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, wide, high)
        if not _rendered(bitmap, page, (0, 0, wide, high, look.turns % 4), seconds):
            return Unshown(HEAVY)
        pixels = QImage(bitmap.buffer, wide, high, bitmap.stride, QImage.Format.Format_RGB32)
        image = pixels.copy()
    finally:
        bitmap.close()
    return Sheet(at, image, _percent(scale, full), _words(page))


def _rendered(bitmap: Any, page: Any, place: tuple[int, ...], seconds: float) -> bool:
    """Draw piece by piece, so that a page without end has an end; False when time was up."""
    from pypdfium2 import internal, raw

    until = monotonic() + seconds
    pause = raw.IFSDK_PAUSE(version=1)
    internal.set_callback(pause, "NeedToPauseNow", lambda _: monotonic() > until)
    flags = raw.FPDF_ANNOT
    done = raw.FPDF_RenderPageBitmap_Start(bitmap, page, *place, flags, pause)
    raw.FPDF_RenderPage_Close(page)
    if done != raw.FPDF_RENDER_DONE:
        return False
    if page.formenv:
        raw.FPDF_FFLDraw(page.formenv, bitmap, page, *place, flags)
    return True


def _words(page: Any) -> str:
    """What is written on a page; a scan has none."""
    from pypdfium2 import PdfiumError

    try:
        text = page.get_textpage()
    except PdfiumError:
        return ""
    try:
        found = str(text.get_text_range(0, min(SPOKEN, text.count_chars())))
    except PdfiumError:
        found = ""
    finally:
        text.close()
    return re.sub(r"\s+", " ", found).strip()


@contextmanager
def _picture(kind: str, data: bytes) -> Iterator[QImageReader]:
    """A reader of this format only, whatever else the bytes may look like."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    try:
        yield reader
    finally:  # the reader may outlive the buffer and must not look at it then
        reader.setDevice(None)  # type: ignore[arg-type]  # that may be nothing
        buffer.close()


def _opened_picture(name: str, kind: str, data: bytes) -> Paper | Unshown:
    with _picture(kind, data) as reader:
        pages = reader.imageCount() if kind == "tiff" else 1  # before anything else is asked
        if not reader.canRead() or not reader.size().isValid():
            return Unshown(BROKEN)
        if max(reader.size().toTuple()) > SOURCE_SIDE:
            return Unshown(HEAVY)
        return Paper(name, kind, max(1, pages), data)


def _drawn_picture(paper: Paper, at: int, look: Look) -> Sheet | Unshown:
    with _picture(paper.kind, paper.data) as reader:
        if at and not reader.jumpToImage(at):
            return Unshown(BROKEN)
        image = reader.read()
        if image.isNull():
            is_heavy = reader.error() is QImageReader.ImageReaderError.InvalidDataError
            too_big = is_heavy and reader.size().isValid() and _is_too_big(reader.size())
            return Unshown(HEAVY if too_big else BROKEN)
    scale = _scale(image.width(), image.height(), look, look.ratio)
    if scale is None:
        return Unshown(HEAVY)
    size = QSize(max(1, round(image.width() * scale)), max(1, round(image.height() * scale)))
    smooth = Qt.TransformationMode.SmoothTransformation
    image = _on_white(image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth))
    if look.turns % 4:
        image = image.transformed(QTransform().rotate(90 * look.turns))
    return Sheet(at, image, _percent(scale, look.ratio), "")


def _is_too_big(size: QSize) -> bool:
    """More than Qt reads into memory (`QImageReader.allocationLimit`, in megabytes)."""
    return size.width() * size.height() * 4 > QImageReader.allocationLimit() * 1024 * 1024


def _on_white(image: QImage) -> QImage:
    """What is clear in a picture is paper."""
    if not image.hasAlphaChannel():
        return image
    from PySide6.QtGui import QPainter

    paper = QImage(image.size(), QImage.Format.Format_RGB32)
    paper.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(paper)
    painter.drawImage(0, 0, image)
    painter.end()
    return paper
