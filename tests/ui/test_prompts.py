"""The real questions: they fit on the screen, and Esc or 'Blijf hier' answers nothing."""

from __future__ import annotations

import pytest
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QScrollArea

from ui.main_window import MainWindow
from ui.prompts import Prompts

WORDS = "De cliënt trekt de toestemming in. " * 8


def shown(window: MainWindow) -> QDialog:
    QApplication.processEvents()
    (dialog,) = (one for one in window.findChildren(QDialog) if one.isVisible())
    return dialog


def button(dialog: QDialog, words: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == words)


@pytest.mark.parametrize("zoom", [100, 200])
def test_a_question_and_a_long_list_stay_within_the_screen(bench: Bench, zoom: int) -> None:
    bench.theme.set_zoom(zoom)
    window = bench.start()
    room = window.screen().availableSize()
    heard: list[str] = []
    Prompts().reason(window, "Toestemming intrekken", WORDS, "Intrekken", heard.append)
    question = shown(window)
    assert question.width() <= room.width()
    assert question.height() <= room.height()
    line = question.findChild(QLineEdit)
    assert line is not None
    assert line.accessibleName() == "Toestemming intrekken"
    bench.bot.keyClicks(line, "verhuisd")
    bench.press(Qt.Key.Key_Return, on=line)
    assert heard == ["verhuisd"]
    Prompts().tell(window, "Sneltoetsen", "\n".join(["Ctrl+X  knippen"] * 120))
    told = shown(window)
    area = told.findChild(QScrollArea)
    assert area is not None
    assert told.height() <= room.height()
    assert area.verticalScrollBar().maximum() > 0
    button(told, "Sluiten").click()
    bench.theme.set_zoom(100)


def test_who_stays_answers_nothing(bench: Bench) -> None:
    window = bench.start()
    heard: list[str] = []
    for leave in ("knop", "esc"):
        Prompts().reason(window, "Waarom?", WORDS, "Intrekken", heard.append)
        question = shown(window)
        if leave == "esc":
            bench.press(Qt.Key.Key_Escape, on=question)
        else:
            button(question, "Blijf hier").click()
    assert heard == []
