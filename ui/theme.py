"""Colours, type and icons: the tokens of the look, light and dark, at any text size.

Owns: the token values, the style sheet (resources/style.qss, in which `$name` is a colour, `12u` a
length and `14f` a type size at 100 %), the typeface and the tinting of icons. Where the platform
asks for high contrast our colours step aside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from types import MappingProxyType

from PySide6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPalette,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyleFactory, QWidget

from eportfolio import settings

FAMILY = "Noto Sans"
WEIGHTS = ("Regular", "SemiBold", "Bold")
POINTS = 10.5  # 14 px at 96 dpi
PIXELS = 14
ZOOMS = (100, 110, 125, 150, 175, 200)

LIGHT: Mapping[str, str] = MappingProxyType(
    {
        "bg": "#f4f6f8",
        "surface": "#ffffff",
        "text": "#0f1b2d",
        "muted": "#4a5a70",
        "accent": "#00568b",
        "accent-soft": "#e4f0f8",
        "accent-hover": "#003f68",
        "on-accent": "#ffffff",
        "neg": "#a01d23",
        "neg-soft": "#fbebeb",
        "warn": "#863d15",
        "warn-soft": "#fdf0e4",
        "pos": "#105f26",
        "pos-soft": "#e6f3e9",
        "neutral-soft": "#edf0f4",
        "line": "#7e8ca0",
        "hair": "#d8dee6",
        "focus": "#0b0c0c",
    }
)
DARK: Mapping[str, str] = MappingProxyType(
    {
        "bg": "#12181f",
        "surface": "#1b232d",
        "text": "#eef2f6",
        "muted": "#b3c0cf",
        "accent": "#8ecef6",
        "accent-soft": "#1d3a52",
        "accent-hover": "#b5dff9",
        "on-accent": "#06243a",
        "neg": "#fcb4b7",
        "neg-soft": "#43252a",
        "warn": "#ffb582",
        "warn-soft": "#40301f",
        "pos": "#6cdd8b",
        "pos-soft": "#1c3a27",
        "neutral-soft": "#28323e",
        "line": "#7c8ca1",
        "hair": "#323d4a",
        "focus": "#ffdd00",
    }
)
CONTRAST: Mapping[str, str] = MappingProxyType(
    {
        "bg": "#000000",
        "surface": "#000000",
        "text": "#ffffff",
        "muted": "#ffffff",
        "accent": "#ffe600",
        "accent-soft": "#003a57",
        "accent-hover": "#fff3a0",
        "on-accent": "#000000",
        "neg": "#ffb3b3",
        "neg-soft": "#3d0000",
        "warn": "#ffd08a",
        "warn-soft": "#332000",
        "pos": "#8cff9e",
        "pos-soft": "#002b0a",
        "neutral-soft": "#1f1f1f",
        "line": "#ffffff",
        "hair": "#bfbfbf",
        "focus": "#00ffff",
    }
)
# Combinations of text and background that occur; the tests measure each (WCAG 1.4.3, 1.4.11).
TEXT_PAIRS = (
    *((ink, ground) for ink in ("text", "muted", "accent") for ground in ("bg", "surface")),
    *((ink, "surface") for ink in ("neg", "warn", "pos")),
    *((ink, "accent-soft") for ink in ("text", "muted", "accent")),
    *((ink, "neutral-soft") for ink in ("text", "muted")),
    ("neg", "neg-soft"),
    ("warn", "warn-soft"),
    ("pos", "pos-soft"),
    ("text", "neg-soft"),
    ("text", "warn-soft"),
    ("text", "pos-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
)
LINE_PAIRS = (("line", "bg"), ("line", "surface"), ("focus", "bg"), ("focus", "surface"))

DRAWN = ("drop", "tick", "left", "right")  # what a style sheet can only take from a file
_SETTERS: Mapping[str, Callable[[QWidget, int], None]] = {
    "minimumWidth": QWidget.setMinimumWidth,
    "maximumWidth": QWidget.setMaximumWidth,
    "fixedWidth": QWidget.setFixedWidth,
    "minimumHeight": QWidget.setMinimumHeight,
    "fixedHeight": QWidget.setFixedHeight,
}
_VALUE = re.compile(r"\$([a-z-]+)|(?<![\w#.])(\d+)([uf])\b")


class Look(StrEnum):
    """What a person chose. Where the platform asks for high contrast, its own colours win."""

    PLATFORM = "computer"
    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Theme(QObject):
    """How everything looks now. Widgets that draw themselves ask it for colours and sizes."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._look = Look.PLATFORM
        self._zoom = 100
        self._high_contrast = False
        # As made before; rows of a table ask for the same few again and again.
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._fonts: dict[tuple[float, QFont.Weight, int], tuple[QFont, QFontMetrics]] = {}

    @property
    def zoom(self) -> int:
        """Text size in percent."""
        return self._zoom

    @property
    def choice(self) -> Look:
        """What a person chose."""
        return self._look

    @property
    def is_dark(self) -> bool:
        """Whether light stands on dark."""
        if self._look is Look.PLATFORM:
            return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._look is not Look.LIGHT

    @property
    def tokens(self) -> Mapping[str, str]:
        """The colours of now."""
        if self._look is Look.CONTRAST:
            return CONTRAST
        return DARK if self.is_dark else LIGHT

    def colour(self, token: str) -> QColor:
        """One colour."""
        return QColor(self.tokens[token])

    def px(self, length: float) -> int:
        """A length of the design at the text size of now."""
        return round(length * self._zoom / 100)

    def font(self, pixels: float = PIXELS, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """The typeface in a size of the design."""
        return self._made(pixels, weight)[0]

    def metrics(
        self, pixels: float = PIXELS, weight: QFont.Weight = QFont.Weight.Normal
    ) -> QFontMetrics:
        """How wide and high that typeface is."""
        return self._made(pixels, weight)[1]

    def _made(self, pixels: float, weight: QFont.Weight) -> tuple[QFont, QFontMetrics]:
        wanted = (pixels, weight, self._zoom)
        if wanted not in self._fonts:
            font = QFont(FAMILY)
            font.setPointSizeF(POINTS * pixels / PIXELS * self._zoom / 100)
            font.setWeight(weight)
            self._fonts[wanted] = (font, QFontMetrics(font))
        return self._fonts[wanted]

    def choose(self, look: Look) -> None:
        """Change the colours."""
        self._look = look
        self.apply()

    def set_zoom(self, percent: int) -> None:
        """Text size, within 100 and 200 %."""
        self._zoom = max(ZOOMS[0], min(ZOOMS[-1], percent))
        self.apply()

    def step_zoom(self, steps: int) -> None:
        """One size larger or smaller."""
        at = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        self.set_zoom(ZOOMS[max(0, min(len(ZOOMS) - 1, at + steps))])

    def apply(self) -> None:
        """Bring the whole application to this look."""
        application = QApplication.instance()
        if not isinstance(application, QApplication):
            return
        hints = QGuiApplication.styleHints()
        accessibility = hints.accessibility()
        wish = accessibility.contrastPreference()
        self._high_contrast = wish == Qt.ContrastPreference.HighContrast
        look = (self._high_contrast, self.is_dark, self._look is Look.CONTRAST, self._zoom)
        if application.property("look") == str(look):
            return
        if application.property("look") is None:
            application.setStyle(QStyleFactory.create("Fusion"))
        application.setProperty("look", str(look))
        application.setStyleSheet("")  # ten times faster than from one sheet to the next
        application.setFont(self.font())
        application.setPalette(QPalette() if self._high_contrast else self._palette())
        application.setStyleSheet("" if self._high_contrast else self.style_sheet())
        for widget in application.allWidgets():
            self.dress(widget)
            # What stands beside each other is settled when the room changes; here the text does.
            application.sendEvent(widget, QResizeEvent(widget.size(), widget.size()))
        self.changed.emit()

    def style_sheet(self) -> str:
        """The style sheet with the colours and sizes of now."""
        source = settings.resource("style.qss").read_text(encoding="utf-8")
        return _VALUE.sub(self._value, source)

    def _value(self, match: re.Match[str]) -> str:
        name, number, unit = match.groups()
        if name in DRAWN:
            shade = "dark" if self.is_dark else "light"
            return settings.resource("icons", f"{name}-{shade}.svg").as_posix()
        if name:
            return self.tokens[name]
        if unit == "f":
            return f"{POINTS * int(number) / PIXELS * self._zoom / 100:.2f}pt"
        return f"{self.px(int(number))}px"

    def _palette(self) -> QPalette:
        palette = QPalette()
        role = QPalette.ColorRole
        for where, token in (
            (role.Window, "bg"),
            (role.WindowText, "text"),
            (role.Base, "surface"),
            (role.AlternateBase, "neutral-soft"),
            (role.Text, "text"),
            (role.Button, "surface"),
            (role.ButtonText, "text"),
            (role.Highlight, "accent-soft"),
            (role.HighlightedText, "text"),
            (role.Link, "accent"),
            (role.PlaceholderText, "muted"),
            (role.ToolTipBase, "text"),
            (role.ToolTipText, "surface"),
            (role.Mid, "hair"),
            (role.Dark, "line"),
        ):
            palette.setColor(where, self.colour(token))
        for where in (role.Text, role.ButtonText, role.WindowText):
            palette.setColor(QPalette.ColorGroup.Disabled, where, self.colour("muted"))
        return palette

    def pixmap(self, icon: str, token: str, size: int, ratio: float = 2.0) -> QPixmap:
        """An icon in a colour; `size` is that of the design."""
        wanted = (icon, self.tokens[token], self.px(size), ratio)
        if wanted not in self._pixmaps:
            self._pixmaps[wanted] = _drawn(*wanted)
        return self._pixmaps[wanted]

    def size(self, widget: QWidget, **lengths: float) -> None:
        """Give a widget lengths of the design, by the name of the setter: `minimumWidth`,
        `fixedHeight`, …; they grow and shrink with the text."""
        widget.setProperty("lengths", {**(widget.property("lengths") or {}), **lengths})
        self.dress(widget)

    def dress(self, widget: QWidget) -> None:
        """Give a widget the icon and the lengths that its properties name (see widgets)."""
        for name, length in (widget.property("lengths") or {}).items():
            _SETTERS[name](widget, self.px(length))
        name = widget.property("icon_name")
        if not name:
            return
        size = int(widget.property("icon_size"))
        token = str(widget.property("icon_token"))
        if isinstance(widget, QAbstractButton):
            icon = QIcon(self.pixmap(name, token, size))
            icon.addPixmap(self.pixmap(name, "muted", size), QIcon.Mode.Disabled)
            widget.setIcon(icon)
            widget.setIconSize(QSize(self.px(size), self.px(size)))
        elif isinstance(widget, QLabel):
            widget.setPixmap(self.pixmap(name, token, size))


def _drawn(icon: str, colour: str, side: int, ratio: float) -> QPixmap:
    source = settings.resource("icons", f"{icon}.svg").read_bytes()
    tinted = source.replace(b"currentColor", colour.encode())
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(tinted)).render(painter, QRectF(0, 0, side, side))
    painter.end()
    return pixmap


def load_typeface() -> None:
    """Make the packaged typeface known to Qt."""
    for weight in WEIGHTS:
        QFontDatabase.addApplicationFont(str(settings.resource("fonts", f"NotoSans-{weight}.ttf")))
