from __future__ import annotations

from typing import Any

import pytest
import shiboken6
from builders_ui import Bench
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ui.difference import DIFFERENCES
from ui.models import HEADING_ROLE
from ui.record_pane import EDITING, HISTORY, READING
from ui.sections import CONSENT, SECTIONS
from ui.sections import HISTORY as HISTORY_SECTION
from ui.values import shown_number

CTRL = Qt.KeyboardModifier.ControlModifier
CONTACT = 6


def texts(model: QAbstractItemModel) -> list[str]:
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def read(widget: QWidget) -> str:
    """Everything that can be read on a widget, shown or not."""
    words = [one.text() for one in widget.findChildren(QLabel)]
    words += [one.text() for one in widget.findChildren(QLineEdit)]
    words += [one.toPlainText() for one in widget.findChildren(QPlainTextEdit)]
    return "\n".join(words)


def test_header_says_who_it_is(bench: Bench) -> None:
    page = bench.open()
    shown = read(page.header)
    for words in ("Rozhîn Aldarwesh", "Koerdisch (Kurmanci), leest Arabisch", "Ja (Arabisch)"):
        assert words in shown
    assert "••••• 8013" in shown
    assert "999988013" not in shown
    assert page.header.status.text() == "1 open afspraak"


def test_every_section_shows_its_records_and_nothing_else(bench: Bench) -> None:
    page = bench.open()
    seen: list[str] = []
    for n, section in enumerate(SECTIONS):
        page.show_section(n)
        bench.settle()
        assert page.header.crumb_place.text() == section.title
        if section.kinds:
            rows = range(page.records.model.rowCount())
            seen += [
                page.records.model.source(row)
                for row in rows
                if not page.records.model.index(row).data(HEADING_ROLE)
            ]
    assert len(seen) == len(set(seen)) == 8


def test_sections_are_reached_by_keyboard(bench: Bench) -> None:
    page = bench.open()
    bench.press(Qt.Key.Key_4, CTRL)
    assert page.section == 3
    assert "Fiets" in texts(page.records.model)[0]


def test_record_is_changed_and_saved_as_one_revision(bench: Bench) -> None:
    page = bench.open(section=3)
    bench.press(Qt.Key.Key_F2)
    bench.type_in("wat", "Fiets via de fietsenbank")
    assert page.is_changed
    bench.press(Qt.Key.Key_Return, CTRL)
    bench.settle()
    bench.settle()
    assert page.pane.currentIndex() == READING
    assert [one["wat"] for one in bench.records("afspraak")] == ["Fiets via de fietsenbank"]
    assert bench.records("afspraak")[0]["werknotitie"] == "nog bellen met de fietsenbank"
    assert bench.window.footer.saved_line.text() == "Opgeslagen 09:00"
    assert bench.window.toast.words.startswith("Opgeslagen")


def test_record_is_added_by_keyboard(bench: Bench) -> None:
    page = bench.open(section=3)
    bench.press(Qt.Key.Key_N, CTRL)
    assert page.pane.currentIndex() == EDITING
    bench.type_in("wat", "Bellen met DUO")
    bench.press(Qt.Key.Key_Return, CTRL)
    form = page.pane.form
    assert form is not None
    assert form.field("status").message.text() == "Dit veld is verplicht."
    choice: Any = form.field("status").editor
    choice.combo.setCurrentText("Open")
    choice.combo.activated.emit(1)
    bench.press(Qt.Key.Key_Return, CTRL)
    bench.settle()
    bench.settle()
    assert len(bench.records("afspraak")) == 2
    assert page.records.list.currentIndex().data() == "Bellen met DUO"
    assert page.header.status.text() == "2 open afspraken"


def test_refusal_of_the_vault_keeps_what_was_typed(bench: Bench) -> None:
    from eportfolio.errors import StorageFault

    page = bench.open(section=3)
    page.edit()
    bench.type_in("wat", "Nieuwe tekst")
    page.pane.refuse(StorageFault("storage-fault", "disk-full"))
    assert page.pane.banner is not None
    assert "vol" in page.pane.banner.words
    assert "Nieuwe tekst" in read(page.pane)
    assert page.pane.isEnabled()


def test_layer_cannot_be_lowered_and_the_form_says_so(bench: Bench) -> None:
    page = bench.open(section=3)
    page.edit()
    form = page.pane.form
    assert form is not None
    yes: Any = form.field("in_pip").editor
    yes.buttons["Ja"].click()
    page.submit()
    bench.settle()
    assert page.pane.banner is not None
    assert page.pane.banner.words


def test_record_is_withdrawn_with_a_reason_and_stays_in_sight(bench: Bench) -> None:
    page = bench.open(section=3)
    page.pane.withdraw_wanted.emit(page.pane.record)
    bench.settle()
    bench.settle()
    assert bench.prompts.asked == ["Gegeven intrekken"]
    under = page.records.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Ingetrokken" in under
    assert page.pane.currentIndex() == READING
    page.edit()
    assert page.pane.currentIndex() == READING


def test_history_of_one_record_and_of_the_dossier(bench: Bench) -> None:
    page = bench.open(section=3)
    page.edit()
    bench.type_in("wat", "Anders")
    page.submit()
    bench.settle()
    bench.settle()
    page.pane.history_wanted.emit(page.pane.record)
    bench.settle()
    assert page.pane.currentIndex() == HISTORY
    under = [
        page.pane.history.index(n).data(Qt.ItemDataRole.AccessibleTextRole)
        for n in range(page.pane.history.rowCount())
    ]
    assert "Gewijzigd: Wat is afgesproken" in under[0]
    assert "Toegevoegd" in under[-1]
    page.show_section(HISTORY_SECTION)
    bench.settle()
    assert page.changes.model.rowCount() >= 9
    assert any("Certificaat" in one for one in texts(page.changes.model))


def test_hours_are_put_right_by_a_new_line(bench: Bench) -> None:
    page = bench.open(section=4)
    before = bench.records("urenregel")
    page.edit()
    assert page.pane.currentIndex() == READING
    page.pane.correct_wanted.emit(page.pane.record)
    bench.type_in("uren", "-1,5")
    for name in ("gepland", "aanwezig", "verzuim_geoorloofd", "verzuim_ongeoorloofd"):
        bench.type_in(name, "")
    page.submit()
    bench.settle()
    bench.settle()
    after = bench.records("urenregel")
    assert len(after) == len(before) + 1
    assert [one["uren"] for one in after if "correctie_van" in one] == [-1.5]


def test_file_is_added_and_saved_outside(bench: Bench) -> None:
    page = bench.open(section=5)
    scan = bench.folder / "brief van DUO.pdf"
    scan.write_bytes(b"%PDF brief")
    bench.prompts.place = scan
    page.edits.attach()
    bench.settle()
    bench.settle()
    assert page.records.list.currentIndex().data() == "brief van DUO"
    bench.prompts.place = bench.folder / "terug.pdf"
    page.pane.export_wanted.emit(page.pane.record)
    bench.settle()
    assert (bench.folder / "terug.pdf").read_bytes() == b"%PDF brief"
    assert "niet versleuteld" in bench.window.toast.words


def test_file_that_is_gone_is_said_in_a_sentence(bench: Bench) -> None:
    page = bench.open(section=5)
    bench.prompts.place = bench.folder / "weg.pdf"
    page.edits.attach()
    bench.settle()
    assert page.error_banner.words


def test_nothing_of_one_client_is_on_the_page_of_another(bench: Bench) -> None:
    page = bench.open(section=3)
    other = bench.go_to("Haddad")
    assert other is not page
    QApplication.processEvents()
    assert not shiboken6.isValid(page)
    for n in range(len(SECTIONS)):
        other.show_section(n)
        bench.settle()
        lists = texts(other.records.model) + texts(other.changes.model)
        shown = read(bench.window) + "\n".join(lists)
        for word in ("Aldarwesh", "Rozhîn", "Fiets", "8013", "kok"):
            assert word not in shown


def test_answer_for_a_client_that_was_left_is_dropped(bench: Bench) -> None:
    bench.open()
    bench.desk.open_dossier(bench.pid("Aldarwesh"))
    bench.desk.open_dossier(bench.pid("Haddad"))
    bench.settle()
    assert bench.page.header.name.text() == "Rania Haddad"


@pytest.mark.parametrize("way", ["section", "record", "caseload", "escape", "dossier"])
def test_typed_text_is_not_lost_without_a_question(bench: Bench, way: str) -> None:
    page = bench.open(section=5)
    page.edit()
    bench.type_in("werknotitie", "06 1111 1111")
    bench.prompts.yes = False
    if way == "section":
        page.tabs.setCurrentIndex(3)
    elif way == "record":
        last = page.records.model.rowCount() - 1
        page.records.list.setCurrentIndex(page.records.model.index(last))
    elif way == "caseload":
        bench.desk.show_caseload()
    elif way == "escape":
        page.close_form()
    else:
        bench.desk.open_dossier(bench.pid("Haddad"))
    assert bench.prompts.asked == ["Wijzigingen niet opgeslagen"]
    assert bench.page is page
    assert page.section == 5
    assert "06 1111 1111" in read(page.pane)
    bench.prompts.yes = True
    page.close_form()
    assert page.pane.currentIndex() == READING


def test_part_without_decisions_says_so_and_offers_to_record_one(bench: Bench) -> None:
    page = bench.open(section=CONSENT)
    assert page.consents.model.rowCount() == 0
    assert page.consents.decide_button.isVisible()


def test_overview_leads_to_the_open_agreement(bench: Bench) -> None:
    page = bench.open()
    promised = page.part.overview.promised.list
    said = [line.text for line in promised.lines.all()]
    promised.setCurrentIndex(promised.lines.index(said.index("Fiets"), 0))
    bench.press(Qt.Key.Key_Return, on=promised)
    assert page.section == 3
    assert page.records.list.currentIndex().data() == "Fiets"
    assert page.pane.currentIndex() == READING


def test_closed_dossier_can_be_read_and_not_changed(bench: Bench) -> None:
    from dataclasses import replace

    page = bench.open(section=3)
    snapshot = page._snapshot
    assert snapshot is not None
    page._on_read(replace(snapshot, adding="dossier-closed"))
    assert "overgedragen en gesloten" in page.closed_banner.words
    assert not page.closed_banner.return_button.isVisible()
    assert not page.records.add_button.isVisible()
    page.edit()
    page.add()
    assert page.pane.currentIndex() == READING


def test_a_correction_of_hours_asks_the_difference_and_says_what_comes_of_it(bench: Bench) -> None:
    page = bench.open(section=4)
    (before,) = bench.records("urenregel")
    page.pane.correct_wanted.emit(page.pane.record)
    form, words = page.pane.form, read(page.pane)
    assert form is not None
    assert "Urenregel verbeteren" in words
    assert "Verschil in uren (verplicht)" in words
    assert "−2 of 3. Wat er al stond, blijft staan." in words
    assert f"Nu staat er {shown_number(before['uren'])}." in words
    assert [form.field(name).editor.value() for name in DIFFERENCES] == [None] * 5
    bench.type_in("uren", shown_number(before["uren"]))
    twice = shown_number(before["uren"] * 2)
    assert f"Met dit verschil wordt het {twice}." in read(page.pane)
    page.submit()
    bench.settle()
    assert len(bench.records("urenregel")) == 1
    assert f"wordt het {twice}. Klopt dat?" in form.field("uren").message.text()
    difference: Any = page.pane._difference
    assert difference.sure.isVisible()
    bench.type_in("uren", "-0,5")
    assert not difference.sure.isVisible()
    page.submit()
    bench.settle()
    bench.settle()
    lines = bench.records("urenregel")
    assert [one["uren"] for one in lines if "correctie_van" in one] == [-0.5]


def test_a_difference_as_large_as_the_line_is_saved_after_a_tick(bench: Bench) -> None:
    page = bench.open(section=4)
    (before,) = bench.records("urenregel")
    page.pane.correct_wanted.emit(page.pane.record)
    bench.type_in("uren", shown_number(before["uren"]))
    difference: Any = page.pane._difference
    difference.sure.setChecked(True)
    page.submit()
    bench.settle()
    bench.settle()
    assert len(bench.records("urenregel")) == 2
