"""Looking at a document of a dossier."""

from __future__ import annotations

from pathlib import Path

from builders_papers import locked_pdf, pdf, picture
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from ui.paper_view import SAVE, STEPS, PaperView
from ui.paper_work import BROKEN, FOREIGN, LOCKED
from ui.record_pane import LOOKING, READING

DOCUMENTS = 5


def attached(bench: Bench, data: bytes, name: str = "brief.pdf") -> None:
    """A dossier whose chosen record is a document with these bytes."""
    page = bench.open(section=DOCUMENTS)
    bench.prompts.place = bench.folder / name
    bench.prompts.place.write_bytes(data)
    page.edits.attach()
    bench.settle()
    bench.settle()


def view_of(bench: Bench) -> PaperView:
    (view,) = [one for one in bench.page.pane.findChildren(PaperView) if one.isVisible()]
    return view


def looking(bench: Bench, data: bytes, name: str = "brief.pdf") -> PaperView:
    attached(bench, data, name)
    bench.press(Qt.Key.Key_F3)
    bench.settle()
    return view_of(bench)


def shown_page(view: PaperView) -> tuple[int, str]:
    assert view.sheet is not None
    return view.sheet.page, view.where.text()


def test_document_is_shown_as_wide_as_there_is_room(bench: Bench) -> None:
    view = looking(bench, pdf(3))
    assert shown_page(view) == (0, "Bladzijde 1 van 3")
    room = view.area.viewport().width()
    assert room - 60 < view.canvas.pixmap().deviceIndependentSize().width() <= room
    assert view.area.accessibleName() == "Bladzijde 1 van 3 van brief.pdf"
    assert view.area.accessibleDescription() == "Bladzijde 1"


def test_pages_turn_by_keyboard(bench: Bench) -> None:
    view = looking(bench, pdf(2))
    assert view.area.hasFocus()
    for _ in range(9):
        bench.press(Qt.Key.Key_PageDown)
        bench.settle()
    assert shown_page(view) == (1, "Bladzijde 2 van 2")
    assert not view.next_button.isEnabled()
    bench.press(Qt.Key.Key_PageUp)
    bench.press(Qt.Key.Key_PageUp)
    bench.press(Qt.Key.Key_PageUp)
    bench.settle()
    assert shown_page(view) == (0, "Bladzijde 1 van 2")


def test_size_and_turn_by_keyboard_and_back_to_the_room(bench: Bench) -> None:
    view = looking(bench, picture(size=(400, 900)))
    wide = view.canvas.pixmap().width()
    assert view.sheet is not None
    first = next(n for n, step in enumerate(STEPS) if step > view.sheet.percent)
    plus, minus = Qt.Key.Key_Plus, Qt.Key.Key_Minus
    for key, percent in (
        (plus, STEPS[first]),
        (minus, STEPS[first - 1]),
        (minus, STEPS[first - 2]),
    ):
        bench.press(key)
        bench.settle()
        assert view.sheet is not None
        assert view.sheet.percent == percent
    bench.press(Qt.Key.Key_R)
    bench.settle()
    assert view.sheet.image.width() > view.sheet.image.height()
    bench.press(Qt.Key.Key_R)
    bench.press(Qt.Key.Key_0)
    bench.settle()
    assert view.canvas.pixmap().width() == wide


def test_what_cannot_be_shown_says_so_and_can_be_saved(bench: Bench, tmp_path: Path) -> None:
    view = looking(bench, b"PK\x03\x04 a letter", "brief.docx")
    assert view.said == f"{FOREIGN} {SAVE}"
    bench.prompts.place = tmp_path / "kopie.docx"
    assert view.save_button.isVisible()
    view.save_button.click()
    bench.settle()
    assert bench.prompts.asked[-1] == "Opslaan buiten de kluis"
    assert bench.prompts.place.read_bytes() == b"PK\x03\x04 a letter"


def test_locked_and_broken_pdf_say_so_and_the_window_goes_on(bench: Bench) -> None:
    assert looking(bench, locked_pdf()).said == f"{LOCKED} {SAVE}"
    bench.press(Qt.Key.Key_Escape)
    assert bench.page.pane.currentIndex() == READING
    bench.prompts.place = bench.folder / "half.pdf"
    bench.prompts.place.write_bytes(pdf()[:60])
    bench.page.edits.attach()
    bench.settle()
    bench.settle()
    bench.page.look()
    bench.settle()
    assert view_of(bench).said == BROKEN


def test_record_leads_to_the_document_it_refers_to(bench: Bench) -> None:
    page = bench.open(section=DOCUMENTS)
    record = next(one for one in page._snapshot.records if one.kind == "certificaat")  # type: ignore[union-attr]
    page.show_record(record.id)
    bench.settle()
    buttons = [one for one in page.pane.findChildren(QPushButton) if one.isVisible()]
    assert any(one.accessibleName() == "Bekijken: Diploma" for one in buttons)
    bench.press(Qt.Key.Key_F3)
    bench.settle()
    assert page.pane.currentIndex() == LOOKING
    assert view_of(bench).said == BROKEN


def test_nothing_of_a_document_stays_with_the_next_record(bench: Bench) -> None:
    view = looking(bench, pdf())
    gone: list[object] = []
    view.destroyed.connect(lambda: gone.append(view))
    bench.page.show_section(3)
    bench.settle()
    bench.bot.waitUntil(lambda: bool(gone))
    assert not bench.page.pane.findChildren(PaperView)


def test_page_that_comes_late_is_not_shown(bench: Bench) -> None:
    view = looking(bench, pdf(2))
    view.next()
    view.show_words("Iets anders")
    bench.settle()
    assert view.said == "Iets anders"
    assert view.canvas.pixmap().isNull()


def test_looking_leaves_nothing_on_disk(bench: Bench) -> None:
    view = looking(bench, pdf(words="GEHEIME WOORDEN"))
    assert view.sheet is not None
    (bench.folder / "brief.pdf").unlink()
    files = [one for one in bench.folder.rglob("*") if one.is_file()]
    assert files
    assert not [one for one in files if b"%PDF" in one.read_bytes()]
