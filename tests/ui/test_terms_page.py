"""The statutory clock in the window: today, the caseload, the list of terms, one dossier."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from builders import PASSPHRASE
from builders_ui import Bench
from icalendar import Calendar
from PySide6.QtCore import Qt

from eportfolio.workspace import Workspace
from ui import term_work
from ui.caseload_model import COLUMNS
from ui.term_work import Agenda, Caseload

BLOCKS = (
    *("leerbaarheid", "onderwijs_en_werk", "persoonlijke_omstandigheden", "vve"),
    *("taalniveau", "arbeidsparticipatie", "zelfredzaamheid"),
)


def plan(on: str, route: str, occasion: str = "Eerste PIP") -> dict[str, Any]:
    return {
        **{"aanleiding": occasion, "dagtekening": on, "bekendgemaakt_op": on},
        **{"leerroute": route, "status": "Vastgesteld", "motivering": "Zo besproken."},
    }


@pytest.fixture
def desk(bench: Bench) -> Bench:
    """A caseload with somebody whose first PIP is late, and somebody with a PIP of 2024."""
    bench.start()
    home = {"soort": "Woning", "gemeente": "Waterdael"}
    law = {"doelgroep": "Asielstatushouder", "wettelijk_regime": "Wi2021"}
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        late = workspace.dossiers.create({"achternaam": "Tesfay", **law}).portfolio
        workspace.dossiers.add(late, "verblijf", {**home, "brp_ingeschreven_op": "2025-12-01"})
        duty = {"duo_kennisgeving_datum": "2025-11-03"}
        workspace.dossiers.add(late, "inburgeringsplicht", duty)
        known = workspace.dossiers.create({"achternaam": "Othman", **law}).portfolio
        workspace.dossiers.add(known, "verblijf", {**home, "brp_ingeschreven_op": "2024-02-12"})
        duty = {"duo_kennisgeving_datum": "2023-09-25"}
        workspace.dossiers.add(known, "inburgeringsplicht", duty)
        blocks = {name: {"ingevuld": True} for name in BLOCKS}
        workspace.dossiers.add(known, "intake", {"status": "Afgerond", "blokken": blocks})
        workspace.dossiers.add(known, "pip", plan("2024-04-15", "B1-route"))
    bench.unlock()
    bench.settle()
    return bench


def test_today_says_what_is_late_and_leads_to_it(desk: Bench) -> None:
    page = desk.desk.today_page
    assert page.isVisible()
    assert page.day.text() == "maandag 2 mrt 2026"
    said = [line.text for line in page.terms.list.lines.all()]
    assert "Tesfay · Eerste PIP" in said
    page.terms.list.setFocus()
    at = said.index("Tesfay · Eerste PIP")
    page.terms.list.setCurrentIndex(page.terms.list.lines.index(at, 0))
    desk.press(Qt.Key.Key_Return, on=page.terms.list)
    desk.settle()
    assert desk.page.header.name.text() == "Tesfay"
    assert desk.page.section == 2
    assert desk.page.header.term.text() == "Termijn te laat"


def test_today_forgets_what_an_earlier_day_found(desk: Bench) -> None:
    page = desk.desk.today_page
    now: list[Caseload] = []
    desk.tasks.run(page, term_work.caseload, now.append)
    desk.settle()
    earlier = [one._replace(findings=38, status="open") for one in now[0].rows]
    page.show_caseload(replace(now[0], rows=tuple(earlier)))
    assert "38 punten" in [line.mark.words for line in page.checks.list.lines.all() if line.mark]
    page.load(Agenda(now[0], ()))
    assert "38" not in "".join(
        line.mark.words for line in page.checks.list.lines.all() if line.mark
    )


def test_today_shows_open_agreements(desk: Bench) -> None:
    lines = desk.desk.today_page.agreements.list.lines.all()
    assert any("Rozhîn Aldarwesh" in line.text for line in lines)


def test_caseload_begins_with_what_is_late(desk: Bench) -> None:
    desk.desk.show_caseload()
    desk.settle()
    page = desk.desk.caseload_page
    at = page.model.row_of(desk.pid("Tesfay"))
    assert at is not None
    titles = [one.title for one in COLUMNS]
    term, day = titles.index("Volgende termijn"), titles.index("Werkdatum")
    assert page.model.index(0, term).data().startswith("Te laat")
    first = [page.model.index(at, n).data() for n in range(page.model.columnCount())]
    assert first[term] == "Te laat Eerste PIP"
    assert first[day] == "9 feb 2026"
    tip = page.model.index(at, term).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "Eerste PIP: uiterlijk 9 feb 2026"
    page.tiles[1].click()
    assert desk.pid("Tesfay")


def test_terms_are_found_while_typing_and_open_the_dossier(desk: Bench) -> None:
    desk.press(Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    desk.settle()
    page = desk.desk.terms_page
    lines = page.list.lines.all()
    said = [line.text for line in lines]
    at = said.index("Te laat · week 7 van 2026")
    assert said[at + 1] == "Tesfay · Eerste PIP"
    assert "Wi 15" in lines[at + 1].under
    desk.bot.keyClicks(page.search, "othman wi 11")
    assert page.counted.text().startswith("1 van ")
    desk.press(Qt.Key.Key_Return, on=page.search)
    desk.settle()
    assert desk.page.header.name.text() == "Othman"


def test_terms_become_a_calendar_without_names(desk: Bench) -> None:
    desk.desk.show_terms()
    desk.settle()
    desk.prompts.place = desk.folder / "termijnen.ics"
    desk.desk.terms_page.export_button.click()
    desk.settle()
    written = desk.prompts.place.read_bytes()
    assert Calendar.from_ical(written).walk("VEVENT")
    assert b"Tesfay" not in written


def test_empty_vault_says_how_terms_come(bench: Bench) -> None:
    bench.start()
    bench.unlock()
    bench.desk.show_terms()
    bench.settle()
    page = bench.desk.terms_page
    page.load(type("Nothing", (), {"due": ()})())
    assert page.empty.isVisible()


def test_dossier_shows_terms_chances_and_hours(desk: Bench) -> None:
    page = desk.go_to("Othman")
    shown = [line.text for line in page.part.outlook.terms.lines.all()]
    assert any(one.startswith("Inburgeringstermijn · ") for one in shown)
    assert page.part.outlook.others.isHidden()
    page.part.outlook.more.click()
    assert page.part.outlook.others.isVisible()
    page.show_section(4)
    assert page.part.hours.isVisible()
    assert page.part.hours.cards
    for one in page.part.hours.cards:
        assert one.height() >= one.heightForWidth(one.width()), "a card shows all of its text"
    page.part.hours.as_table.click()
    table = page.part.hours.table
    found = {table.item(n, 0).text(): table.item(n, 2).text() for n in range(table.rowCount())}
    assert found["Module Arbeidsmarkt en Participatie"] == "40"


def refused(bench: Bench, route: str, occasion: str) -> None:
    bench.go_to("Othman", 2)
    bench.page._begin("pip", plan("2026-02-01", route, occasion))
    bench.page.submit()
    bench.settle()


def test_refusal_stands_at_the_field_with_its_article(desk: Bench) -> None:
    refused(desk, "Z-route", "Verhuizing")
    form, banner = desk.page.pane.form, desk.page.pane.banner
    assert form is not None
    assert banner is not None
    assert "Wi 15, vierde lid" in form.field("leerroute").message.text()
    assert "De wet laat dit niet toe" in banner.words


def test_rule_with_a_reason_leads_to_where_it_is_written(desk: Bench) -> None:
    refused(desk, "Z-route", "Routewissel")
    form = desk.page.pane.form
    assert form is not None
    assert "Wi 17" in form.field("leerroute").message.text()
    departure = form.field("afwijkingen")
    assert departure.editor.value() == [{"regel": "Wi 17"}]
    assert departure.message.text() == "Schrijf hier de reden. Daarna kunt u opslaan."
    box = form.fields.box_at(["afwijkingen", "0", "reden"])
    assert box is not None
    assert box.editor.focus_widget.hasFocus()
    desk.bot.keyClicks(box.editor.focus_widget, "Ziek geworden.")
    desk.page.submit()
    desk.settle()
    assert desk.page.warning_banner.words.startswith("Opgeslagen. Let op:")
    assert "Wi 17" in desk.page.warning_banner.words
