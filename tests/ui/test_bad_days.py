"""A full disk while somebody types, and a drive that goes away: one sentence, nothing lost, and the
window goes on."""

from __future__ import annotations

import os
from pathlib import Path

from builders_ui import Bench
from PySide6.QtWidgets import QLabel
from test_disk_full import fill, make_room, small_disk

from ui.fields import LineEditor

AGREEMENTS = 3
LONG = "De fiets via de gemeente. " * 300


def sentences(bench: Bench) -> str:
    """What the window says now."""
    shown = bench.window.findChildren(QLabel)
    return "\n".join(one.text() for one in shown if one.isVisible())


def test_full_disk_while_somebody_types(bench: Bench) -> None:
    with small_disk(bench.folder, 16 * 1024 * 1024) as disk:
        page = bench.open(section=AGREEMENTS)
        page.edit()
        bench.type_in("wat", LONG)
        bench.settle()
        fill(disk, 0)
        page.pane._pause.timeout.emit()
        bench.settle()
        assert "De schijf is vol." in sentences(bench)
        page.submit()
        bench.settle()
        form = page.pane.form
        assert form is not None
        editor = form.field("wat").editor
        typed = editor.line.text() if isinstance(editor, LineEditor) else editor.value()
        assert str(typed).strip() == LONG.strip()  # everything is still there
        make_room(disk)
        page.submit()
        bench.settle()
        assert page.pane.form is None
        assert page.pane.record is not None
        bench.end()


def test_drive_that_goes_away_and_comes_back(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.show_caseload()
    bench.settle()
    vault: Path = bench.path
    away = vault.with_name("weg")
    os.rename(vault, away)
    page = bench.go_to("Haddad", AGREEMENTS)
    assert "niet gevonden" in sentences(bench)
    bench.desk.show_today()
    bench.settle()
    assert bench.desk.today_page.isVisible()
    os.rename(away, vault)
    page = bench.go_to("Haddad", AGREEMENTS)
    assert page.header.name.text() == "Rania Haddad"
    assert "niet gevonden" not in sentences(bench)


def test_lock_while_the_drive_is_away_keeps_the_window_alive(bench: Bench) -> None:
    bench.open(section=AGREEMENTS)
    away = bench.path.with_name("weg")
    os.rename(bench.path, away)
    bench.window.lock()
    bench.settle()
    bench.unlock()
    assert "Er is niets veranderd." in sentences(bench)  # no vault there; the screen waits
    os.rename(away, bench.path)
    bench.unlock()
    bench.settle()
    assert bench.page.header.name.text()
