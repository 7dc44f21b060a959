"""Erasing one record in the window: what goes along, what the law keeps, what is left to do."""

from __future__ import annotations

from typing import Any

import pytest
from builders import PASSPHRASE
from builders_ui import Bench
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from test_disk_full import fill, make_room, small_disk

from eportfolio.errors import NotPermitted
from eportfolio.workspace import Workspace
from ui.erase_form import EraseForm
from ui.record_pane import LOOKING

SECRET = "Geheimwoordverhaal"
INTAKE = 1


def said(bench: Bench) -> str:
    """What the window says now."""
    shown = bench.window.findChildren(QLabel)
    return "\n".join(one.text() for one in shown if one.isVisible()).replace("\u200b", "")


def wish(bench: Bench, *, away: bool = False) -> str:
    """A wish with a reaction of the client, in the vault and in a backup."""
    bench.start()
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        row = next(one for one in workspace.dossiers.caseload() if "Aldarwesh" in one.name)
        found = workspace.dossiers.add(row.portfolio, "wens", {"eigen_woorden": SECRET})
        record = str(found.records[0])
        reaction = {"record": record, "antwoord": "klopt", "dag": "2026-03-01"}
        workspace.dossiers.add(row.portfolio, "reactie", reaction)
        workspace.backup(bench.folder / "stick")
    if away:
        (bench.folder / "stick").rename(bench.folder / "lade")
    bench.unlock()
    bench.go_to("Aldarwesh", INTAKE)
    bench.page.show_record(record)
    bench.settle()
    return record


def erasing(bench: Bench) -> EraseForm:
    """The form, from the menu of the record that is shown."""
    (action,) = bench.page.pane.more.actions()
    action.trigger()
    bench.settle()
    (form,) = bench.page.pane.findChildren(EraseForm)
    return form


def confirm(bench: Bench, form: EraseForm) -> None:
    """By the keyboard."""
    assert form.ground.hasFocus()
    bench.press(Qt.Key.Key_Down, on=form.ground)
    bench.press(Qt.Key.Key_Down, on=form.ground)
    assert "toestemming in (AVG 17, eerste lid, onder b)" in form.ground.currentText()
    assert not form.erase_button.isEnabled()
    bench.press(Qt.Key.Key_Tab, on=form.ground)
    bench.press(Qt.Key.Key_Space)
    assert form.erase_button.isEnabled()


def there(bench: Bench) -> list[dict[str, Any]]:
    return [one for one in bench.records("wens") if one["eigen_woorden"] == SECRET]


def test_item_goes_with_what_is_about_it_and_is_nowhere_to_be_found(bench: Bench) -> None:
    wish(bench)
    form = erasing(bench)
    words = said(bench)
    assert f"Wens en hoofddoel: {SECRET}" in words
    assert "Gaat mee weg" in words
    assert "Reactie van de cliënt" in words
    assert "Ook in 1 back-up wordt het gewist." in words
    assert form.why_not.text() == "Kies eerst waarom het weg mag."
    bench.press(Qt.Key.Key_Escape)  # back to the record: nothing went
    assert bench.page.pane.currentIndex() != LOOKING
    form = erasing(bench)
    confirm(bench, form)
    bench.press(Qt.Key.Key_Tab, on=form.sure)
    bench.press(Qt.Key.Key_Space, on=form.erase_button)
    bench.settle()
    page = bench.page
    assert page.done_banner.words == (
        "Gewist met alle versies: 2 gegevens. Ook gewist in 1 back-up."
    )
    assert page.warning_banner.words == ""
    assert there(bench) == []
    assert SECRET not in said(bench)
    page.undo()  # it does not come back
    bench.settle()
    assert there(bench) == []


def test_what_the_law_keeps_says_its_article_before_there_is_anything_to_press(
    bench: Bench,
) -> None:
    bench.open()
    form = erasing(bench)
    assert "Besluit inburgering 9.9" in form.refused.words
    assert not hasattr(form, "erase_button")
    bench.page.pane.leave_document()
    form = erasing(bench)
    form.refuse(NotPermitted("retention"))  # also when only the core could tell
    assert form.refused.words == "Dit mag nu niet worden gewist. Er is niets veranderd."


def test_record_that_is_gone_meanwhile_is_said(bench: Bench) -> None:
    record = wish(bench)
    form = EraseForm(bench.tasks, bench.theme, bench.page.portfolio, record[:-1])
    bench.bot.addWidget(form)
    bench.settle()
    assert form.refused.words


def test_backup_in_a_drawer_and_a_full_disk(bench: Bench) -> None:
    with small_disk(bench.folder, 24 * 1024 * 1024) as disk:
        wish(bench, away=True)
        form = erasing(bench)
        confirm(bench, form)
        fill(disk, 0)
        form.erase_button.click()
        bench.settle()
        assert "De schijf is vol." in form.refused.words
        assert form.erase_button.isEnabled()
        make_room(disk)
        form.erase_button.click()
        bench.settle()
        waiting = bench.page.warning_banner.words.replace("\u200b", "")
        assert waiting.startswith(f"Nog te doen: {bench.folder / 'stick'}\n")
        assert "Steek de stick in het apparaat" in waiting
        assert "Ook gewist" not in bench.page.done_banner.words
        bench.end()


@pytest.mark.parametrize("is_full", [False, True], ids=["done", "refused"])
def test_who_goes_back_meanwhile_hears_what_became_of_it(bench: Bench, is_full: bool) -> None:
    with small_disk(bench.folder, 24 * 1024 * 1024) as disk:
        wish(bench)
        form = erasing(bench)
        confirm(bench, form)
        if is_full:
            fill(disk, 0)
        form.erase_button.click()
        bench.press(Qt.Key.Key_Escape)
        bench.settle()
        page = bench.page
        assert bool(page.done_banner.words) is not is_full
        assert bool(page.error_banner.words) is is_full
        bench.end()


def test_lock_while_it_runs(bench: Bench) -> None:
    wish(bench)
    form = erasing(bench)
    confirm(bench, form)
    form.erase_button.click()
    bench.window._lock_now()
    bench.settle()
    bench.unlock()
    bench.settle()
    assert bench.page.header.name.text()  # back in the dossier, whether it went or not
    assert bench.page.pane.currentIndex() != LOOKING
