"""The timeline on top of a dossier: picture and table, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from builders import PASSPHRASE, Two, dossier
from builders_ui import Bench
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from eportfolio.workspace import Workspace
from ui import dossier_work
from ui.portfolio_page import PortfolioPage
from ui.sections import OVERVIEW
from ui.timeline_chart import ItemButton
from ui.timeline_view import NOTHING, TimelineView

PIP_PART = 2
BLOCKS = (
    *("leerbaarheid", "onderwijs_en_werk", "persoonlijke_omstandigheden", "vve"),
    *("taalniveau", "arbeidsparticipatie", "zelfredzaamheid"),
)


def plan(number: int, on: str, occasion: str) -> dict[str, Any]:
    return {
        **{"versienr": number, "aanleiding": occasion, "dagtekening": on, "bekendgemaakt_op": on},
        **{"leerroute": "B1-route", "status": "Vastgesteld", "motivering": "Zo besproken."},
    }


COURSE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("verblijf", {"soort": "Woning", "gemeente": "Waterdael", "brp_ingeschreven_op": "2024-02-12"}),
    (
        "inburgeringsplicht",
        {
            "duo_kennisgeving_datum": "2023-09-25",
            "verlengingsgronden": [{"grond": "c", "van": "2025-03-10"}],
        },
    ),
    ("intake", {"status": "Afgerond", "blokken": {name: {"ingevuld": True} for name in BLOCKS}}),
    ("pip", plan(1, "2024-04-15", "Eerste PIP")),
    ("pip", plan(2, "2025-07-21", "Bijstelling")),
    (
        "cursus",
        {
            **{"soort": "NT2", "aanbieder": "Taalhuis", "aanbod_datum": "2024-05-02"},
            **{"start": "2024-05-13", "eind": "2025-03-07"},
        },
    ),
    (
        "examenpoging",
        {"onderdeel": "Lezen", "niveau": "B1", "datum": "2026-01-12", "uitslag": "Geslaagd"},
    ),
    (
        "examenpoging",
        {
            "onderdeel": "Schrijven",
            "niveau": "B1",
            "datum": "2026-01-13",
            "uitslag": "Niet geslaagd",
        },
    ),
    ("examenpoging", {"onderdeel": "KNM", "niveau": "n.v.t."}),
    ("pvt", {"ondertekend_op": "2024-10-01", "uren": 12}),
)


@pytest.fixture
def page(bench: Bench) -> PortfolioPage:
    """The dossier of somebody who is on the way."""
    bench.start()
    law = {"doelgroep": "Asielstatushouder", "wettelijk_regime": "Wi2021"}
    with Workspace.open(bench.path, PASSPHRASE, clock=bench.clock) as workspace:
        known = workspace.dossiers.create({"achternaam": "Othman", **law}).portfolio
        for kind, body in COURSE:
            workspace.dossiers.add(known, kind, body)
    bench.unlock()
    bench.settle()
    return bench.go_to("Othman")


@pytest.fixture
def mirrored() -> Iterator[None]:
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    yield
    QApplication.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def named(view: TimelineView, title: str) -> ItemButton:
    return next(one for one in view.chart.items if one.item.title.startswith(title))


def rows(view: TimelineView) -> list[tuple[str, ...]]:
    model = view.table.model()
    return [
        tuple(str(model.index(n, at).data()) for at in range(model.columnCount()))
        for n in range(model.rowCount())
    ]


def focused(view: TimelineView) -> str:
    one = QApplication.focusWidget()
    assert isinstance(one, ItemButton)
    return one.item.title


def test_timeline_stands_on_top_of_the_overview_and_nowhere_else(bench: Bench, page: Any) -> None:
    view = page.part.timeline
    assert view.isVisible()
    assert view.reach.text() == "van 12 feb 2024 tot en met 5 aug 2027"
    assert view.mapTo(page, QPoint(0, 0)).y() < page.part.outlook.mapTo(page, QPoint(0, 0)).y()
    assert [one.title for one in view.chart.plan.headings] == [
        *("Termijnen", "Plan (PIP)", "Taal en examen", "Meedoen", "Begeleiding")
    ]
    page.show_section(PIP_PART)
    assert not view.isVisible()
    page.show_section(OVERVIEW)
    assert view.isVisible()


@pytest.mark.parametrize(
    ("title", "shown", "section"),
    [
        ("Lezen", "Lezen · B1 · 12 jan 2026 · Geslaagd", PIP_PART),
        ("v1", "1 · Eerste PIP · B1-route · Vastgesteld · 15 apr 2024", PIP_PART),
        ("Inburgeringstermijn", "25 sep 2023", OVERVIEW),
    ],
)
def test_item_leads_to_its_record(
    bench: Bench, page: PortfolioPage, title: str, shown: str, section: int
) -> None:
    bench.bot.mouseClick(named(page.part.timeline, title), Qt.MouseButton.LeftButton)
    bench.settle()
    assert page.section == section
    assert page.records.list.currentIndex().data() == shown
    assert not page.records.list.visibleRegion().isEmpty()
    assert not page.pane.visibleRegion().isEmpty()


def test_who_kept_the_dossier_leads_nowhere(bench: Bench, page: PortfolioPage) -> None:
    keeper = named(page.part.timeline, "Waterdael · giver")
    assert keeper.item.words == "Nu"
    bench.bot.mouseClick(keeper, Qt.MouseButton.LeftButton)
    assert page.section == OVERVIEW


def test_table_says_the_same_as_the_picture(bench: Bench, page: PortfolioPage) -> None:
    view = page.part.timeline
    view.as_table.click()
    assert view.table.isVisible()
    assert not view.chart.isVisible()
    assert view.as_table.accessibleName() == "Als beeld"
    said = rows(view)
    assert [(one[0], one[1]) for one in said] == [
        (one.lane, one.item.title) for one in view.chart.items
    ]
    assert ("Taal en examen", "Schrijven · B1", *["13 jan 2026"] * 2, "Niet geslaagd") in said
    assert ("Termijnen", "Als DUO verlengt", "16 apr 2027", "5 aug 2027", "Verwacht") in said
    assert (
        *("Plan (PIP)", "v2 · Bijstelling · B1-route", "21 jul 2025", "geen einde bekend"),
        "Geldt nu",
    ) in said
    QAbstractItemModelTester(
        view.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal, view
    )
    view.table.setCurrentCell([one[1] for one in said].index("Lezen · B1"), 0)
    view.table.setFocus()
    bench.press(Qt.Key.Key_Return, on=view.table)
    assert page.section == PIP_PART
    assert "Lezen" in page.records.list.currentIndex().data()


def test_what_has_no_date_is_said_below(page: PortfolioPage) -> None:
    assert (
        page.part.timeline.note.text() == "1 gegeven heeft geen datum en staat niet op de tijdlijn."
    )
    assert page.part.timeline.note.isVisible()


def test_keyboard_goes_from_item_to_item(bench: Bench, page: PortfolioPage) -> None:
    view = page.part.timeline
    view.as_table.setFocus()
    bench.press(Qt.Key.Key_Tab)
    assert focused(view) == "Inburgeringstermijn"
    bench.press(Qt.Key.Key_Right)
    assert focused(view) == "Als DUO verlengt"
    bench.press(Qt.Key.Key_Left)
    bench.press(Qt.Key.Key_Left)
    assert focused(view) == "Inburgeringstermijn"
    bench.press(Qt.Key.Key_Down)
    assert focused(view) == "v1 · Eerste PIP · B1-route"
    bench.press(Qt.Key.Key_End)
    bench.press(Qt.Key.Key_Down)
    assert focused(view) == "Waterdael · giver"
    bench.press(Qt.Key.Key_Home)
    bench.press(Qt.Key.Key_Up)
    assert focused(view) == "Inburgeringstermijn"
    bench.press(Qt.Key.Key_Down)
    bench.press(Qt.Key.Key_Tab)
    assert not isinstance(QApplication.focusWidget(), ItemButton)
    bench.press(Qt.Key.Key_Backtab)
    assert focused(view) == "v1 · Eerste PIP · B1-route"
    bench.press(Qt.Key.Key_Return)
    assert page.section == PIP_PART


def test_every_item_can_be_walked_to_and_is_spoken(bench: Bench, page: PortfolioPage) -> None:
    view = page.part.timeline
    view.chart.items[0].setFocus()
    seen = [focused(view)]
    for _ in view.chart.items[1:]:
        bench.press(Qt.Key.Key_Right)
        seen.append(focused(view))
    assert seen == [one.item.title for one in view.chart.items]
    spoken = [
        QAccessible.queryAccessibleInterface(one).text(QAccessible.Text.Name)
        for one in view.chart.items
    ]
    assert "Taal en examen: Lezen · B1, op 12 jan 2026, Geslaagd" in spoken
    assert "Termijnen: Inburgeringstermijn, van 16 apr 2024 tot en met 15 apr 2027, Loopt" in spoken
    assert len(set(spoken)) == len(spoken)


def test_focus_can_be_seen(bench: Bench, page: PortfolioPage) -> None:
    one = named(page.part.timeline, "v1")
    focus = bench.theme.colour("focus").rgb()

    def frame() -> int:
        image = one.grab().toImage()
        middle = range(image.height())
        return sum(image.pixelColor(image.width() // 2, y).rgb() == focus for y in middle)

    before = frame()
    one.setFocus()
    assert frame() > before


def test_mirrored_time_runs_from_right_to_left(
    bench: Bench, mirrored: None, page: PortfolioPage
) -> None:
    view = page.part.timeline
    first, second = named(view, "v1"), named(view, "v2")
    assert first.x() > second.x()
    first.setFocus()
    bench.press(Qt.Key.Key_Left)
    assert focused(view) == second.item.title
    assert all(
        view.chart.rect().adjusted(-3, 0, 3, 3).contains(one.geometry()) for one in view.chart.items
    )
    table = view.chart.width()
    assert named(view, "Waterdael").geometry().center().x() < table


@pytest.mark.parametrize("zoom", [100, 150, 200])
def test_picture_is_as_high_as_it_needs_and_within_the_page(
    bench: Bench, page: PortfolioPage, zoom: int
) -> None:
    bench.theme.set_zoom(zoom)
    bench.window.resize(1440, 900)
    QApplication.processEvents()
    chart = page.part.timeline.chart
    assert chart.plan is not None
    assert chart.height() == round(chart.plan.height)
    assert chart.plan.width == chart.width()
    assert all(chart.rect().adjusted(-3, 0, 3, 3).contains(one.geometry()) for one in chart.items)
    bench.theme.set_zoom(100)


def test_layout_is_made_once_for_a_width(bench: Bench, page: PortfolioPage) -> None:
    chart = page.part.timeline.chart
    before = chart.plan
    page.show_section(PIP_PART)
    page.show_section(OVERVIEW)
    chart.repaint()
    page.reload()
    bench.settle()
    assert chart.plan is before


def test_saved_record_shows_on_the_timeline(bench: Bench, page: PortfolioPage) -> None:
    page.begin_record("examenpoging")
    choice: Any = page.pane.form.field("onderdeel").editor  # type: ignore[union-attr]
    choice.combo.setCurrentText("Spreken")
    choice.combo.activated.emit(choice.combo.currentIndex())
    bench.type_in("datum", "16-02-2026")
    page.submit()
    bench.settle()
    bench.settle()
    assert named(page.part.timeline, "Spreken").item.words == "Wacht op uitslag"


def test_dossier_with_only_a_name_shows_who_keeps_it(bench: Bench, page: PortfolioPage) -> None:
    view = bench.go_to("Haddad").part.timeline
    assert [one.item.title for one in view.chart.items] == ["Waterdael · giver"]
    assert not view.note.isVisible()


def test_who_handed_over_no_longer_keeps_it(two: Two) -> None:
    pid = two.load(dossier())
    work = dossier_work.read(pid)
    running = work(two.giver).timeline
    two.clock.advance(days=30)
    two.hand_over(pid)
    closed, taken = work(two.giver).timeline, work(two.taker).timeline
    assert running is not None
    assert closed is not None
    assert taken is not None
    words = [[one.words for one in found.lanes[-1].items] for found in (running, closed, taken)]
    assert words == [["Nu"], ["Overgedragen"], ["Overgedragen", "Nu"]]


def test_timeline_with_nothing_on_it_is_one_sentence(bench: Bench, page: PortfolioPage) -> None:
    from dataclasses import replace

    snapshot = page._snapshot
    assert snapshot is not None
    assert snapshot.timeline is not None
    view = page.part.timeline
    view.load(replace(snapshot.timeline, lanes=(), undated=0))
    assert view.nothing.text() == NOTHING
    assert view.nothing.isVisible()
    for one in (view.chart, view.table, view.as_table, view.note, view.reach):
        assert not one.isVisible()
    view.load(snapshot.timeline)
    assert view.chart.isVisible()
