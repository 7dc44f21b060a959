from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from eportfolio import records
from ui.caseload_model import COLUMNS, TILES, CaseloadModel
from ui.client_row import STATES
from ui.models import Line, LineModel
from ui.sections import CONSENT, HISTORY, SECTIONS, section_of

MANY = 5_000
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@dataclass(frozen=True)
class Row:
    portfolio: str
    name: str
    route: str | None = "B1-route"
    status: str = "open"
    open_agreements: int = 0
    updated: str = "2026-03-02T09:00:00+01:00"
    next_deadline: str | None = None
    next_latest: str | None = None
    hours: Mapping[str, tuple[float, float | None]] = field(default_factory=dict)
    findings: int = 0
    term: str = ""
    term_state: str | None = None
    plan: str | None = "Vastgesteld"
    last_contact: str | None = "2026-02-20"
    is_quiet: bool = False


ROWS = [
    Row("1", "Rozhîn Aldarwesh", open_agreements=2, is_quiet=True),
    Row("2", "Ayşe Çelik", route=None, plan=None, last_contact="2026-01-04"),
    Row("3", "Łukasz Nowak", status="overgedragen"),
    Row("4", "Tesfamariam Gebrezgi", route="Z-route", status="gesloten", is_quiet=True),
]


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[CaseloadModel]:
    made = CaseloadModel()
    tester = QAbstractItemModelTester(made, FATAL)
    made.load(ROWS)
    yield made
    tester.deleteLater()
    made.deleteLater()


def shown(model: CaseloadModel) -> list[str]:
    return [model.portfolio(n) for n in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("", ["2", "3", "1", "4"]),
        ("cel", ["2"]),
        ("ROZ", ["1"]),
        ("rozhin", ["1"]),
        ("luk", ["3"]),
        ("geb tes", ["4"]),
        ("niemand", []),
    ],
)
def test_filter_follows_what_is_typed(model: CaseloadModel, typed: str, found: list[str]) -> None:
    model.filter(typed)
    assert shown(model) == found


def test_dossiers_found_by_their_content_stand_there_too(model: CaseloadModel) -> None:
    model.filter("fiets", {"4"})
    assert shown(model) == ["4"]


@pytest.mark.parametrize(("tile", "found"), list(enumerate(("2314", "", "", "2", "1"))))
def test_tile_counts_what_it_shows(model: CaseloadModel, tile: int, found: str) -> None:
    model.choose(TILES[tile].fits)
    assert "".join(shown(model)) == found
    assert model.count(TILES[tile].fits) == len(found)


@pytest.mark.parametrize("column", range(len(COLUMNS)), ids=[one.title for one in COLUMNS])
def test_every_column_sorts_both_ways(model: CaseloadModel, column: int) -> None:
    model.sort(column)
    up = shown(model)
    model.sort(column, Qt.SortOrder.DescendingOrder)
    assert sorted(shown(model)) == sorted(up) == ["1", "2", "3", "4"]
    assert model.order_title == COLUMNS[column].title.casefold()


def test_longest_silence_and_most_agreements_come_first(model: CaseloadModel) -> None:
    titles = [one.title for one in COLUMNS]
    model.sort(titles.index("Laatste contact"))
    assert shown(model)[0] == "2"
    model.sort(titles.index("Afspraken"))
    assert shown(model)[0] == "1"


def test_state_of_a_newer_version_is_shown_as_it_is(model: CaseloadModel) -> None:
    model.load([Row("9", "Nieuw", status="bijzonder")])
    words = [model.index(0, n).data() for n in range(model.columnCount())]
    assert "bijzonder" in words


def test_five_thousand_rows_follow_each_keystroke(qtbot: QtBot) -> None:
    model = CaseloadModel()  # without the tester, which looks at every cell
    model.load([Row(str(n), f"Naam{n % 97} Achternaam{n}") for n in range(MANY)])
    began = time.perf_counter()
    for typed in ("n", "na", "naa", "naam5", "naam5 achternaam49"):
        model.filter(typed)
    filtered = time.perf_counter() - began
    model.filter("")
    began = time.perf_counter()
    for column in range(len(COLUMNS)):
        model.sort(column)
    assert model.rowCount() == MANY
    assert filtered < 0.5
    assert time.perf_counter() - began < 1.0


def test_list_has_headings_that_cannot_be_chosen(qtbot: QtBot) -> None:
    model = LineModel()
    tester = QAbstractItemModelTester(model, FATAL)
    model.load([Line("Kop", is_heading=True), Line("Een", "onder", "a")])
    assert model.flags(model.index(0)) == Qt.ItemFlag.NoItemFlags
    assert model.row_of("a") == 1
    assert model.source(1) == "a"
    assert model.index(1).data(Qt.ItemDataRole.AccessibleTextRole) == "Een, onder"
    tester.deleteLater()


def test_every_kind_stands_in_exactly_one_part_of_the_dossier() -> None:
    placed = [kind for section in SECTIONS for kind in section.kinds]
    assert sorted(placed) == sorted(records.KINDS)
    assert section_of("afspraak") == 3
    assert (SECTIONS[CONSENT].kinds, SECTIONS[HISTORY].kinds) == ((), ())


def test_states_are_those_of_the_register() -> None:
    from eportfolio import register

    own = {register.OPEN, register.SENT, register.CLOSED}
    assert set(STATES) == own | {register.COVERED, register.ADVISED}
