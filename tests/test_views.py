"""Views of the caseload kept in the vault, and the caseload as a file for a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import PASSPHRASE, Two, dossier

from eportfolio.errors import StorageFault, WrongUsage
from eportfolio.outputs.spreadsheet import caseload, harmless
from eportfolio.register import Row
from eportfolio.workspace import Workspace
from eportfolio.workspace.views import NAME_LIMIT, VIEW_LIMIT, View

LATE = View("Te laat", "te-laat", "aldar", "werkdatum", is_descending=True)
ROW = Row(
    "5b0c1d6e-0000-4000-8000-000000000001", "Ali Haddad", "B1-route", None, "open", 2,
    "2026-03-02T09:00:00+01:00", "head", 1, 0, "link",
)  # fmt: skip


def cells(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def by_title(row: Row, on: date = date(2026, 3, 2)) -> dict[str, str]:
    titles, found = cells(caseload([row], on))
    return dict(zip(titles, found, strict=True))


# Views


def test_no_view_is_an_empty_list(two: Two) -> None:
    assert two.giver.views.all() == ()


def test_view_survives_the_lock(two: Two) -> None:
    two.giver.views.keep(LATE)
    two.giver.close()
    with Workspace.open(two.folder / "giver", PASSPHRASE, clock=two.clock) as again:
        assert again.views.all() == (LATE,)


def test_views_stand_by_name_and_one_name_is_one_view(two: Two) -> None:
    views = two.giver.views
    views.keep(LATE)
    views.keep(replace(LATE, name="  éen \n maandag "))
    views.keep(replace(LATE, name="TE LAAT", typed=""))
    assert [one.name for one in views.all()] == ["TE LAAT", "éen maandag"]
    assert views.all()[0].typed == ""
    views.drop("te laat")
    views.drop("nooit gemaakt")
    assert [one.name for one in views.all()] == ["éen maandag"]


@pytest.mark.parametrize("name", ["", "  \n", "x" * (NAME_LIMIT + 1), "bel\x07"])
def test_name_that_cannot_be_shown_is_refused(two: Two, name: str) -> None:
    with pytest.raises(WrongUsage) as refused:
        two.giver.views.keep(replace(LATE, name=name))
    assert refused.value.reason == "view-name"
    assert two.giver.views.all() == ()


def test_there_is_an_end_to_how_many(two: Two) -> None:
    for n in range(VIEW_LIMIT):
        two.giver.views.keep(replace(LATE, name=f"Weergave {n}"))
    with pytest.raises(WrongUsage) as refused:
        two.giver.views.keep(LATE)
    assert refused.value.reason == "too-many-views"
    two.giver.views.keep(replace(LATE, name="Weergave 7"))
    assert len(two.giver.views.all()) == VIEW_LIMIT


@pytest.mark.parametrize(
    "kept",
    [
        None, 7, "views", {}, [None], [[]], [{}], [{"name": "x"}], [{**vars(LATE), "tile": 3}],
        [{**vars(LATE), "typed": None}], [{**vars(LATE), "name": ""}],
        [{**vars(LATE), "is_descending": "ja"}], [{**vars(LATE), "typed": "a\x1b[2J"}],
        [{**vars(LATE), "typed": "x" * 10_000}],
    ],
)  # fmt: skip
def test_what_is_no_view_is_left_out(two: Two, kept: object) -> None:
    two.giver._session.register.set_preference("views", kept)
    assert two.giver.views.all() == ()


def test_views_beside_garbage_are_kept(two: Two) -> None:
    register = two.giver._session.register
    register.set_preference("views", [3, vars(LATE), {"name": "half"}, vars(LATE)])
    assert two.giver.views.all() == (LATE,)
    register.store.write("UPDATE preferences SET value = '{not json' WHERE name = 'views'", ())
    assert two.giver.views.all() == ()
    two.giver.views.keep(LATE)
    assert two.giver.views.all() == (LATE,)


def test_what_a_view_holds_is_not_readable_on_disk(two: Two) -> None:
    two.giver.views.keep(replace(LATE, name="MARKERVIEW", typed="MARKERTYPED"))
    two.giver.close()
    held = b"".join(path.read_bytes() for path in two.folder.rglob("*") if path.is_file())
    assert b"MARKER" not in held
    assert "MARKER" not in repr(replace(LATE, typed="MARKERTYPED"))


# A file for a spreadsheet


def test_dossiers_stand_in_the_order_that_was_asked_for(two: Two) -> None:
    first = two.load(dossier())
    second = two.giver.dossiers.create({"voornamen": "Rania", "achternaam": "Haddad"}).portfolio
    out = two.folder / "caseload.csv"
    assert two.giver.views.write_csv(out, [second, "gone", first]) == 2
    titles, *rows = cells(out.read_bytes())
    assert titles[:5] == ["Naam", "Route", "PIP", "Volgende termijn", "Stand"]
    assert [row[0] for row in rows] == ["Rania Haddad", "Rozhîn Aldarwesh"]
    assert all(len(row) == len(titles) for row in rows)
    everybody = two.folder / "alles.csv"
    assert two.giver.views.write_csv(everybody) == 2


def test_nothing_that_stands_there_is_overwritten(two: Two) -> None:
    out = two.folder / "caseload.csv"
    out.write_text("van iemand anders")
    with pytest.raises(StorageFault) as refused:
        two.giver.views.write_csv(out, [])
    assert refused.value.reason == "exists"
    assert out.read_text() == "van iemand anders"
    assert not list(two.folder.glob("*.part"))


def test_file_that_cannot_be_made_leaves_nothing(two: Two) -> None:
    with pytest.raises(StorageFault):
        two.giver.views.write_csv(two.folder / "nergens" / "caseload.csv")
    assert not (two.folder / "nergens").exists()


def test_dates_and_numbers_are_dutch() -> None:
    counted = json.dumps({"MAP": (7.5, 40), "Z-cursus": (544.0, None)})
    found = by_title(
        ROW._replace(
            next_clock="C01",
            next_deadline="2026-03-04",
            next_latest="2026-03-11",
            next_soon="2026-03-01",
            counted=counted,
            findings=1,
            plan="Vastgesteld",
            last_contact="2026-02-27",
        )
    )
    assert found["Werkdatum"] == "04-03-2026"
    assert found["Stand"] == "Binnenkort"
    assert found["Volgende termijn"]
    assert (found["MAP gedaan"], found["MAP nodig"]) == ("7,5", "40")
    assert (found["Z-cursus gedaan"], found["Z-cursus nodig"]) == ("544", "")
    assert (found["Let op"], found["Afspraken"]) == ("1", "2")
    assert found["Status"] == "Open"
    assert (found["PIP"], found["Laatste contact"]) == ("Vastgesteld", "27-02-2026")


def test_what_is_not_there_is_said_or_empty() -> None:
    found = by_title(ROW._replace(route=None))
    assert found["Route"] == "nog geen PIP"
    assert (found["Volgende termijn"], found["Stand"], found["Werkdatum"]) == ("geen", "", "")
    assert (found["Let op"], found["Afspraken"]) == ("0", "2")
    assert not [title for title in found if title.endswith("gedaan")]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff20"])
def test_cell_that_a_spreadsheet_would_work_out_is_made_harmless(begin: str) -> None:
    name = f'{begin}HYPERLINK("http://x";"Ali")'
    assert by_title(ROW._replace(name=name))["Naam"] == f"'{name}"
    assert harmless(begin) == f"'{begin}"


@pytest.mark.parametrize("name", ["Ali; Haddad", 'Ali "de" Haddad', "Ali\nHaddad", "Ayşe Çelik"])
def test_name_stays_one_cell(name: str) -> None:
    assert by_title(ROW._replace(name=name))["Naam"] == name
    assert harmless(name) == name


def test_lines_end_as_spreadsheets_expect(tmp_path: Path) -> None:
    data = caseload([ROW], date(2026, 3, 2))
    assert data.count(b"\r\n") == 2
    assert b";" in data
