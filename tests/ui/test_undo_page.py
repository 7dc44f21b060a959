"""What was saved last can be taken back with Ctrl+Z, and done again."""

from __future__ import annotations

from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_SHIFT = CTRL | Qt.KeyboardModifier.ShiftModifier


def talks(bench: Bench) -> list[str]:
    return [str(one.get("wat", "")) for one in bench.records("afspraak")]


def change_talk(bench: Bench, words: str) -> None:
    page = bench.go_to("Aldarwesh", 3)
    page.edit()
    bench.type_in("wat", words)
    bench.press(Qt.Key.Key_Return, CTRL)
    bench.settle()


def test_change_is_taken_back_and_done_again(bench: Bench) -> None:
    bench.open(section=3)
    before = talks(bench)
    change_talk(bench, "Anders dan het was")
    assert "Ctrl+Z" in bench.window.toast.words
    bench.press(Qt.Key.Key_Z, CTRL)
    bench.settle()
    assert talks(bench) == before
    assert "Ongedaan gemaakt" in bench.window.toast.words
    bench.press(Qt.Key.Key_Z, CTRL)
    assert "niets om ongedaan te maken" in bench.window.toast.words
    bench.press(Qt.Key.Key_Z, CTRL_SHIFT)
    bench.settle()
    assert "Anders dan het was" in talks(bench)


def test_while_typing_it_is_the_text_that_goes_back(bench: Bench) -> None:
    bench.open(section=3)
    change_talk(bench, "Opgeslagen tekst")
    bench.page.edit()
    form = bench.page.pane.form
    assert form is not None
    area = form.field("wat").editor.focus_widget
    assert isinstance(area, QPlainTextEdit)
    area.setFocus()
    bench.bot.keyClicks(area, "abc")
    bench.press(Qt.Key.Key_Z, CTRL, on=area)
    assert "abc" not in area.toPlainText()
    bench.page.undo()
    bench.settle()
    assert "Sla eerst op" in bench.window.toast.words
    assert "Opgeslagen tekst" in talks(bench)


def test_what_cannot_be_taken_back_says_why(bench: Bench) -> None:
    page = bench.open(section=3)
    change_talk(bench, "Eerste")
    page = bench.page
    portfolio = page.portfolio
    bench.tasks.run(
        page, lambda one: one.dossiers.add(portfolio, "wens", {"eigen_woorden": "verhuizen"})
    )
    bench.settle()
    page.undo()
    bench.settle()
    assert "daarna nog iets opgeslagen" in page.error_banner.words
    assert "Eerste" in talks(bench)
