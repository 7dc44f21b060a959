from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from ui.theme import CONTRAST, DARK, LIGHT, LINE_PAIRS, TEXT_PAIRS, ZOOMS, Look, Theme

SCHEMES = {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}


def luminance(name: str) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    colour = QColor(name)
    red, green, blue = (linear(part) for part in colour.getRgbF()[:3])  # type: ignore[index]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_can_be_read(tokens: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(tokens[ink], tokens[ground]) >= 6.0


@pytest.mark.parametrize("tokens", SCHEMES.values(), ids=SCHEMES)
@pytest.mark.parametrize(("ink", "ground"), LINE_PAIRS)
def test_border_and_focus_can_be_seen(tokens: Mapping[str, str], ink: str, ground: str) -> None:
    assert contrast(tokens[ink], tokens[ground]) >= 3.0


def test_all_schemes_have_the_same_tokens() -> None:
    assert set(LIGHT) == set(DARK) == set(CONTRAST)


@pytest.mark.parametrize("zoom", ZOOMS)
def test_style_sheet_is_filled_in_at_any_size(theme: Theme, zoom: int) -> None:
    theme.set_zoom(zoom)
    sheet = re.sub(r"/\*.*?\*/", "", theme.style_sheet(), flags=re.S)
    assert not re.search(r"\$[a-z]|\b\d+[uf]\b", sheet)


def test_text_grows_and_shrinks_between_its_bounds(theme: Theme) -> None:
    sizes = []
    for _ in range(10):
        theme.step_zoom(1)
        sizes.append(QApplication.font().pointSizeF())
    assert theme.zoom == 200
    assert sizes[-1] == pytest.approx(21.0)
    for _ in range(10):
        theme.step_zoom(-1)
    assert theme.zoom == 100


def test_icons_take_the_colour_of_the_theme(theme: Theme) -> None:
    for look, tokens in ((Look.LIGHT, LIGHT), (Look.DARK, DARK), (Look.CONTRAST, CONTRAST)):
        theme.choose(look)
        image = theme.pixmap("minus", "accent", 24, ratio=1.0).toImage()
        assert image.pixelColor(12, 12).name() == tokens["accent"]
        assert image.pixelColor(1, 1).alpha() == 0


def test_following_the_computer_uses_its_scheme(theme: Theme) -> None:
    theme.choose(Look.PLATFORM)
    scheme = QApplication.styleHints().colorScheme()
    assert theme.is_dark is (scheme == Qt.ColorScheme.Dark)
