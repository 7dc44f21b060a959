"""What a client ticked on paper, entered by staff, and where it is seen afterwards."""

from __future__ import annotations

from typing import Any

from builders_ui import Bench, Office
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton
from test_consent_part import decisions, fill, part_of
from test_samen import Sitting, by_mouse, leave
from test_signing import on_paper

from eportfolio.consent import sheet_number
from eportfolio.workspace import sentences as say
from ui.consent_fields import SHEET
from ui.review_form import DAY, ReviewForm


def form_of(bench: Bench, office: Office) -> ReviewForm:
    part = part_of(bench, office)
    part.review_button.click()
    bench.settle()
    assert isinstance(part.form, ReviewForm)
    return part.form


def row_of(form: ReviewForm, kind: str) -> Any:
    (found,) = [one for one in form.rows if one._item.kind == kind]
    return found


def test_a_sheet_is_entered_with_its_own_day(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    line = form.day.boxes[DAY].editor.findChildren(QLineEdit)[0]
    line.clear()
    bench.bot.keyClicks(line, "27-02-2026")
    row_of(form, "wens").buttons["klopt niet"].click()
    bench.bot.keyClicks(row_of(form, "wens").words, "bakker")
    row_of(form, "urenregel").buttons["klopt"].click()
    row_of(form, "gezondheid").buttons["niet delen"].click()
    assert bench.page.is_changed
    bench.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    bench.settle()
    found = bench.records("reactie")
    assert {one["antwoord"] for one in found} == {"klopt niet", "klopt", "niet delen"}
    assert {one["dag"] for one in found} == {"2026-02-27"}
    assert [one["woorden"] for one in found if one.get("woorden")] == ["bakker"]
    assert bench.page.consents.form is None


def test_nothing_ticked_is_told(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    form.submit()
    bench.settle()
    assert form.banner.words
    assert form.isEnabled()


def test_a_second_press_takes_an_answer_away(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    row = row_of(form, "wens")
    row.buttons["klopt"].click()
    row.buttons["klopt"].click()
    assert row.answer is None
    assert not form.is_changed


def test_leaving_a_ticked_sheet_asks_first(bench: Bench, office: Office) -> None:
    form = form_of(bench, office)
    row_of(form, "wens").buttons["klopt"].click()
    bench.press(Qt.Key.Key_Escape, on=bench.window)
    bench.settle()
    assert bench.prompts.asked


def test_wrong_leads_to_a_correction_that_keeps_the_old_value(bench: Bench, office: Office) -> None:
    sitting = Sitting(bench, office)
    sitting.begin()
    sitting.choose(say.REVIEW)
    by_mouse(next(one for one in sitting.buttons() if "Mijn wensen" in one.accessibleName()))
    bench.settle()
    sitting.choose(say.WRONG)
    sitting.choose(say.SAVE)
    leave(sitting)
    pane = bench.page.pane
    assert pane.record is not None  # the record that the client said is wrong
    better = next(one for one in pane.findChildren(QPushButton) if "Verbeteren" in one.text())
    better.click()
    bench.settle()
    bench.type_in("eigen_woorden", "Ik wil bakker worden")
    bench.page.submit()
    bench.settle()
    (wish,) = bench.records("wens")
    assert wish["eigen_woorden"] == "Ik wil bakker worden"
    history: list[Any] = []
    pid, record = bench.page.portfolio, pane.record
    bench.tasks.run(bench.page, lambda one: one.dossiers.history(pid, record), history.extend)
    bench.settle()
    assert len(history) == 2
    assert not [one for one in pane.findChildren(QPushButton) if "Verbeteren" in one.text()]


def test_the_number_of_a_sheet_brings_its_scope(bench: Bench, office: Office) -> None:
    """Printed, then something was written, then entered: the scope is that of the sheet."""
    with office.giver() as giver:
        printed = giver.together.table(office.pid).head
        number = sheet_number(office.pid, printed)
        giver.dossiers.add(office.pid, "wens", {"eigen_woorden": "Later gezegd"})
    form = on_paper(bench, office)
    fill(bench, form, SHEET, number[:-1] + str((int(number[-1]) + 1) % 10))
    form.save_button.click()
    bench.settle()
    assert form.boxes[SHEET].message.isVisible()
    line = form.boxes[SHEET].editor.findChildren(QLineEdit)[0]
    line.clear()
    fill(bench, form, SHEET, number)
    form.save_button.click()
    bench.settle()
    (found,) = decisions(bench, office)
    assert found.consent.head == printed
