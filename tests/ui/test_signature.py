"""The pad by itself: mouse, pen and finger; what it gives back as a picture."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QEventPoint,
    QImage,
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.form_spec import Spec, Type
from ui.signature import PAPER, SignatureEditor, SignaturePad
from ui.theme import Look, Theme

NAME = ((0.1, 0.7), (0.2, 0.2), (0.3, 0.7), (0.45, 0.3), (0.6, 0.7), (0.9, 0.5))


def draw(pad: SignaturePad, places: Sequence[tuple[float, float]] = NAME) -> None:
    """One stroke by mouse, through places as parts of the width and height of the pad."""
    points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in places]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        at = QPointF(point)
        QApplication.sendEvent(
            pad,
            QMouseEvent(
                QEvent.Type.MouseMove,
                at,
                QPointF(pad.mapToGlobal(point)),
                Qt.MouseButton.NoButton,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            ),
        )
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def picture(data: bytes) -> QImage:
    image = QImage()
    assert image.loadFromData(data, "PNG")
    return image


@pytest.fixture
def editor(qtbot: QtBot, theme: Theme) -> Iterator[SignatureEditor]:
    made = SignatureEditor(theme, Spec("handtekening", "Handtekening van de cliënt", Type.TEXT))
    qtbot.addWidget(made)
    made.resize(800, 520)
    made.show()
    qtbot.waitExposed(made)
    yield made
    theme.set_zoom(100)


def test_signature_is_black_on_white_and_cropped_to_a_margin(editor: SignatureEditor) -> None:
    draw(editor.pad)
    image = picture(editor.value())
    assert image.width() == 1000
    assert 100 < image.height() <= 500
    inks = {image.pixelColor(x, y).lightness() for x in range(1000) for y in range(image.height())}
    assert {0, 255} <= inks
    edges = [image.pixelColor(x, y).lightness() for x in range(1000) for y in (0, 20)]
    assert set(edges) == {255}


def test_same_lines_give_the_same_bytes(editor: SignatureEditor) -> None:
    draw(editor.pad)
    assert editor.value() == editor.pad.png()


@pytest.mark.parametrize("places", [(), ((0.5, 0.5),), ((0.5, 0.5), (0.502, 0.5))])
def test_empty_pad_or_a_dot_is_no_signature(
    editor: SignatureEditor, places: Sequence[tuple[float, float]]
) -> None:
    if places:
        draw(editor.pad, places)
    assert not editor.pad.is_signed
    assert editor.pad.png() == b""
    assert editor.value() is None


def test_dots_together_are_no_signature(editor: SignatureEditor) -> None:
    for x in (0.2, 0.4, 0.6):
        draw(editor.pad, ((x, 0.5),))
    assert editor.value() is None


def test_last_stroke_and_all_of_them_are_taken_away(editor: SignatureEditor) -> None:
    assert not editor.clear_button.isEnabled()
    draw(editor.pad)
    one = editor.value()
    draw(editor.pad, ((0.2, 0.9), (0.8, 0.9)))
    assert editor.value() != one
    editor.undo_button.click()
    assert editor.value() == one
    editor.clear_button.click()
    assert editor.value() is None
    assert not editor.is_touched
    assert editor.pad.hasFocus()


def test_right_button_draws_nothing(editor: SignatureEditor) -> None:
    QTest.mousePress(editor.pad, Qt.MouseButton.RightButton)
    QTest.mouseRelease(editor.pad, Qt.MouseButton.RightButton)
    assert editor.pad.strokes == []


def test_picture_does_not_depend_on_size_or_look(
    editor: SignatureEditor, theme: Theme, qapp: QApplication
) -> None:
    draw(editor.pad)
    before = editor.value()
    editor.resize(500, 420)
    theme.choose(Look.DARK)
    theme.set_zoom(200)
    qapp.processEvents()
    shown = editor.pad.grab().toImage()
    assert shown.pixelColor(shown.width() // 2, 12).lightness() == 255
    assert editor.value() == before


def test_line_outside_the_pad_stays_inside_the_paper(editor: SignatureEditor) -> None:
    draw(editor.pad, ((0.5, 0.5), (1.4, 1.6), (-0.3, 0.5)))
    wide, high = PAPER
    for stroke in editor.pad.strokes:
        assert all(0 <= one.x <= wide and 0 <= one.y <= high for one in stroke)
    assert picture(editor.value()).width() == 1000


def test_pen_draws_and_its_pressure_counts(editor: SignatureEditor) -> None:
    device = QPointingDevice(
        "pen", 7, QInputDevice.DeviceType.Stylus, QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Position | QInputDevice.Capability.Pressure, 1, 1,
    )  # fmt: skip
    steps = (
        (QEvent.Type.TabletPress, 100, 0.1),
        (QEvent.Type.TabletMove, 300, 0.9),
        (QEvent.Type.TabletRelease, 400, 0.0),
    )
    for kind, x, pressure in steps:
        at = QPointF(x, 90)
        buttons = Qt.MouseButton.LeftButton
        event = QTabletEvent(
            kind, device, at, QPointF(editor.pad.mapToGlobal(at)), pressure, 0, 0, 0, 0, 0,
            Qt.KeyboardModifier.NoModifier, buttons, buttons,
        )  # fmt: skip
        QApplication.sendEvent(editor.pad, event)
        assert event.isAccepted()
    (stroke,) = editor.pad.strokes
    assert [one.weight for one in stroke] == pytest.approx([0.1, 0.9, 0.9], abs=0.05)
    assert editor.pad.is_signed


def test_finger_draws_and_a_second_finger_does_not(editor: SignatureEditor) -> None:
    assert editor.pad.testAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
    device = QTest.createTouchDevice()
    pad = editor.pad
    QTest.touchEvent(pad, device).press(0, QPoint(60, 60), pad).commit()
    QTest.touchEvent(pad, device).move(0, QPoint(260, 90), pad).press(
        1, QPoint(300, 20), pad
    ).commit()
    QTest.touchEvent(pad, device).move(0, QPoint(400, 60), pad).stationary(1).commit()
    QTest.touchEvent(pad, device).release(0, QPoint(400, 60), pad).release(
        1, QPoint(300, 20), pad
    ).commit()
    assert len(pad.strokes) == 1
    assert pad.is_signed


def test_touch_that_is_taken_over_leaves_nothing(editor: SignatureEditor) -> None:
    device = QTest.createTouchDevice()
    pad = editor.pad
    QTest.touchEvent(pad, device).press(0, QPoint(60, 60), pad).commit()
    point = QEventPoint(0)
    QApplication.sendEvent(
        pad, QTouchEvent(QEvent.Type.TouchCancel, device, Qt.KeyboardModifier.NoModifier, [point])
    )
    assert pad.strokes == []


def test_who_listens_hears_what_is_on_the_pad(editor: SignatureEditor) -> None:
    assert editor.pad.accessibleName() == "Handtekening van de cliënt: tekenvak"
    assert "leeg" in editor.pad.accessibleDescription()
    draw(editor.pad)
    assert "leeg" not in editor.pad.accessibleDescription()


def test_keys_take_strokes_away(editor: SignatureEditor, qtbot: QtBot) -> None:
    draw(editor.pad)
    draw(editor.pad, ((0.2, 0.9), (0.8, 0.9)))
    qtbot.keyClick(editor.pad, Qt.Key.Key_Backspace)
    assert len(editor.pad.strokes) == 1
    qtbot.keyClick(editor.pad, Qt.Key.Key_Delete)
    assert editor.pad.strokes == []
