"""What is typed is never lost: not by a lock, not by the end of the program."""

from __future__ import annotations

from typing import Any

import pytest
from builders_ui import Bench

from ui.fields import LineEditor
from ui.record_pane import EDITING, READING

AGREEMENTS = 3


def shown(bench: Bench, name: str) -> str:
    form = bench.page.pane.form
    assert form is not None
    editor: Any = form.field(name).editor
    return str(editor.line.text() if isinstance(editor, LineEditor) else editor.area.toPlainText())


def drafts(bench: Bench) -> list[Any]:
    found: list[Any] = []
    portfolio = bench.page.portfolio
    bench.tasks.run(bench.page, lambda workspace: workspace.drafts.of(portfolio), found.extend)
    bench.settle()
    return found


def test_lock_keeps_what_was_typed_and_unlock_goes_on_there(bench: Bench) -> None:
    page = bench.open(section=AGREEMENTS)
    record = page.pane.record
    page.edit()
    bench.type_in("wat", "Fiets via gemeente, maat 5")
    bench.window.lock()
    bench.settle()
    assert bench.prompts.asked == []
    bench.unlock()
    assert bench.page.section == AGREEMENTS
    assert (bench.page.pane.currentIndex(), bench.page.pane.record) == (EDITING, record)
    assert shown(bench, "wat") == "Fiets via gemeente, maat 5"
    assert bench.page.is_changed
    assert bench.page.pane.kept is not None
    assert "nog niet opgeslagen" in bench.page.pane.kept.words


def test_idle_lock_keeps_it_too(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "half")
    bench.window.idle._on_quiet()
    assert "nog niet is opgeslagen" not in bench.window.warning.words
    bench.window.idle._on_last()
    bench.settle()
    bench.unlock()
    assert shown(bench, "wat") == "half"


def test_pause_in_typing_keeps_a_draft(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "half")
    assert drafts(bench) == []
    bench.page.pane._pause.timeout.emit()
    (draft,) = drafts(bench)
    assert draft.values["wat"] == "half"


def test_what_is_no_date_yet_is_kept_as_it_was_typed(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("voor_datum", "12-1")
    bench.window.lock()
    bench.settle()
    bench.unlock()
    assert shown(bench, "voor_datum") == "12-1"


def test_new_record_is_kept_as_well(bench: Bench) -> None:
    page = bench.open(section=AGREEMENTS)
    page.begin_record("afspraak")
    bench.type_in("wat", "Bellen met de school")
    bench.window.lock()
    bench.settle()
    bench.unlock()
    assert (bench.page.pane.currentIndex(), bench.page.pane.record) == (EDITING, None)
    assert shown(bench, "wat") == "Bellen met de school"


def test_end_of_the_program_keeps_it(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "half")
    name = bench.page.portfolio
    assert bench.window.close()
    assert bench.prompts.asked == []
    bench.start()
    bench.unlock()
    bench.desk.open_dossier(name)
    bench.settle()
    assert shown(bench, "wat") == "half"


def test_saving_ends_the_draft(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "Fiets, maat 5")
    bench.page.pane._pause.timeout.emit()
    bench.page.submit()
    bench.settle()
    assert drafts(bench) == []
    assert bench.page.pane.currentIndex() == READING


def test_throwing_away_ends_the_draft(bench: Bench) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "half")
    bench.page.pane._pause.timeout.emit()
    bench.settle()
    bench.prompts.yes = True
    bench.page.close_form()
    bench.settle()
    assert drafts(bench) == []


def test_leaving_the_dossier_and_throwing_away_ends_the_draft(bench: Bench) -> None:
    page = bench.open(section=AGREEMENTS)
    page.edit()
    bench.type_in("wat", "half")
    page.pane._pause.timeout.emit()
    bench.settle()
    bench.prompts.yes = True
    bench.desk.show_caseload()
    bench.settle()
    bench.go_to("Aldarwesh", AGREEMENTS)
    assert bench.page.pane.currentIndex() == READING


def test_record_that_was_changed_meanwhile_is_said(bench: Bench) -> None:
    page = bench.open(section=AGREEMENTS)
    page.edit()
    bench.type_in("wat", "half")
    page.pane._pause.timeout.emit()
    bench.settle()
    portfolio, record = page.portfolio, page.pane.record

    def change(workspace: Any) -> None:
        (one,) = (one for one in workspace.dossiers.read(portfolio) if one.id == record)
        workspace.dossiers.amend(portfolio, one.id, {**one.whole, "onderwerp": "Anders"})

    bench.tasks.run(bench.desk, change)
    bench.settle()
    bench.window.lock()
    bench.settle()
    bench.unlock()
    assert bench.page.pane.kept is not None
    assert "daarna gewijzigd" in bench.page.pane.kept.words


@pytest.mark.parametrize("section", range(9))
def test_draft_of_one_client_never_shows_with_another(bench: Bench, section: int) -> None:
    bench.open(section=AGREEMENTS).edit()
    bench.type_in("wat", "GEHEIM")
    bench.page.pane._pause.timeout.emit()
    bench.prompts.yes = False
    bench.settle()
    bench.window.lock()
    bench.settle()
    bench.unlock()
    bench.prompts.yes = True
    bench.go_to("Haddad", section)
    assert bench.page.pane.form is None
