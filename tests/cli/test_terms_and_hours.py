"""`deadlines` and `hours` as they are typed, for people and for programs."""

from __future__ import annotations

import json
from typing import Any

import pytest
from builders_cli import PERSONAL, Desk

BLOCKS = (
    *("leerbaarheid", "onderwijs_en_werk", "persoonlijke_omstandigheden", "vve"),
    *("taalniveau", "arbeidsparticipatie", "zelfredzaamheid"),
)
RECORDS: list[tuple[str, dict[str, Any]]] = [
    (
        "client",
        {
            **{"achternaam": "Aldarwesh", "doelgroep": "Asielstatushouder"},
            "wettelijk_regime": "Wi2021",
        },
    ),
    ("inburgeringsplicht", {"duo_kennisgeving_datum": "2023-09-25"}),
    (
        "verblijf",
        {"soort": "Woning", "gemeente": "Waterdael", "brp_ingeschreven_op": "2024-02-12"},
    ),
    ("intake", {"status": "Afgerond", "blokken": {name: {"ingevuld": True} for name in BLOCKS}}),
    (
        "pip",
        {
            **{"aanleiding": "Eerste PIP", "dagtekening": "2024-04-15", "status": "Vastgesteld"},
            **{"bekendgemaakt_op": "2024-04-15", "leerroute": "B1-route"},
        },
    ),
    (
        "urenregel",
        {"datum": "2024-06-03", "categorie": "NT2-les", "uren": 3, "keurmerk": True},
    ),
]


@pytest.fixture
def client(desk: Desk) -> Desk:
    """A desk with one more client, who is in the middle of the course."""
    whole = {"records": [{"kind": kind, "body": body} for kind, body in RECORDS]}
    desk.names["client"] = desk.json("portfolio", "load", desk.write("client.json", whole))[
        "portfolio"
    ]
    return desk


def test_deadlines_of_one_client_on_a_day(client: Desk) -> None:
    data = client.json("deadlines", "{client}", "--on", "2024-05-01")
    assert (data["on"], data["applies"], data["route"]) == ("2024-05-01", True, "B1-route")
    assert data["term"]["decided"] == "2027-04-15"
    keys = {"clock", "due", "latest", "state", "source", "why", "confirmed", "title", "record"}
    assert all(keys <= set(one) for one in data["deadlines"])
    found = {one["clock"]: one for one in data["deadlines"]}
    assert (found["C01"]["state"], found["C01"]["due"]) == ("met", "2024-04-22")
    assert (found["C10"]["state"], found["C10"]["latest"]) == ("running", "2024-05-27")
    assert "22 april 2024" in found["C01"]["why"]


def test_deadlines_in_words(client: Desk) -> None:
    said = client.text("deadlines", "{client}", "--on", "2024-05-20")
    assert "binnenkort" in said
    assert "Bezwaar tegen het PIP kan tot en met 27 mei 2024" in said


def test_findings_in_words(client: Desk) -> None:
    line = {"datum": "2024-06-04", "categorie": "NT2-les", "uren": 3}
    client.json("record", "add", "{client}", "urenregel", client.write("line.json", line))
    assert "Let op" in client.text("deadlines", "{client}")


def test_deadlines_of_the_caseload_name_client_and_clock(client: Desk) -> None:
    data = client.json("deadlines")
    mine = [one for one in data["deadlines"] if one["portfolio"] == client.names["client"]]
    assert {one["name"] for one in mine} == {"Aldarwesh"}
    assert {"C04", "C06"} <= {one["clock"] for one in mine}
    states = [one["state"] for one in data["deadlines"]]
    assert states == sorted(states, key=["overdue", "due-soon", "running"].index)
    assert "Aldarwesh" in client.text("deadlines")


def test_deadlines_of_the_caseload_on_another_day(client: Desk) -> None:
    data = client.json("deadlines", "--on", "2024-03-01")
    mine = [one for one in data["deadlines"] if one["portfolio"] == client.names["client"]]
    assert {one["clock"]: one["state"] for one in mine}["C01"] == "running"


def test_calendar_is_written_once_and_names_nobody(client: Desk) -> None:
    data = client.json("deadlines", "--ics", "./termijnen.ics")
    text = (client.folder / "termijnen.ics").read_text("utf-8")
    assert data["deadlines"] == text.count("BEGIN:VEVENT") > 0
    assert not [word for word in PERSONAL if word in text]
    assert client.run("deadlines", "--ics", "./termijnen.ics").code == 6
    assert "geen namen" in client.text("deadlines", "--ics", "./tweede.ics")


def test_caseload_is_written_for_a_spreadsheet_and_says_that_it_names_people(client: Desk) -> None:
    data = client.json("portfolio", "list", "--csv", "./caseload.csv")
    text = (client.folder / "caseload.csv").read_text("utf-8-sig")
    assert data["portfolios"] == len(text.splitlines()) - 1 > 0
    assert "Aldarwesh;B1-route" in text
    assert client.run("portfolio", "list", "--csv", "./caseload.csv").code == 6
    assert "niet versleuteld" in client.text("portfolio", "list", "--csv", "./tweede.csv")


def test_calendar_is_of_the_whole_caseload(client: Desk) -> None:
    assert client.run("deadlines", "{client}", "--ics", "./een.ics").code == 2
    assert not (client.folder / "een.ics").exists()


def test_hours_of_one_client(client: Desk) -> None:
    data = client.json("hours", "{client}", "--on", "2024-07-01")
    found = {one["counter"]: one for one in data["counters"]}
    assert (found["Afschalen"]["done"], found["Afschalen"]["required"]) == (3, 600)
    assert found["Afschalen"]["lines"][0]["hours"] == 3
    assert found["Afschalen"]["forecast"]["until"] == "2027-04-15"
    assert found["Afschalen"]["rules"] == data["rules"]
    assert "3 van 600" in client.text("hours", "{client}", "--on", "2024-07-01")


def test_hours_that_will_be_reached_say_when(client: Desk) -> None:
    for day in range(1, 29):
        line = {"datum": f"2024-06-{day:02}", "categorie": "PVT", "uren": 0.25}
        client.json("record", "add", "{client}", "urenregel", client.write("line.json", line))
    data = client.json("hours", "{client}", "--on", "2024-07-01")
    found = {one["counter"]: one for one in data["counters"]}["PVT"]["forecast"]
    assert found["reached"] is not None
    assert "gehaald op" in client.text("hours", "{client}", "--on", "2024-07-01")


def test_hours_of_the_caseload(client: Desk) -> None:
    data = client.json("hours")
    mine = next(one for one in data["portfolios"] if one["portfolio"] == client.names["client"])
    assert {"counter": "Afschalen", "done": 3, "required": 600} in mine["counters"]
    assert "Afschalen 3 van 600" in client.text("hours")
    assert client.run("hours", "--on", "2024-07-01").code == 2


@pytest.mark.parametrize("command", ["deadlines", "hours"])
def test_client_of_another_law_gets_a_sentence(desk: Desk, command: str) -> None:
    body = {"achternaam": "Habtom", "wettelijk_regime": "Wi2013"}
    whole = {"records": [{"kind": "client", "body": body}]}
    desk.names["old"] = desk.json("portfolio", "load", desk.write("c.json", whole))["portfolio"]
    data = desk.json(command, "{old}")
    assert data["applies"] is False
    assert "2013" in desk.text(command, "{old}")


def test_hours_without_a_plan_say_so(desk: Desk) -> None:
    whole = {"records": [{"kind": "client", "body": {"achternaam": "Habtom"}}]}
    desk.names["new"] = desk.json("portfolio", "load", desk.write("c.json", whole))["portfolio"]
    assert desk.json("hours", "{new}")["counters"]
    assert desk.text("hours", "{new}")


def test_nothing_runs_in_an_empty_caseload(desk: Desk) -> None:
    assert desk.json("deadlines", who="taker") == {
        "on": desk.json("deadlines")["on"],
        "deadlines": [],
    }
    assert "geen termijnen" in desk.text("deadlines", who="taker")
    assert desk.json("hours", who="taker") == {"portfolios": []}
    assert "niemand" in desk.text("hours", who="taker")


@pytest.mark.parametrize("command", ["deadlines", "hours"])
@pytest.mark.parametrize(
    "day", ["gisteren", "2026-02-30", "1999-12-31", "2101-01-01", "9999-12-31"]
)
def test_day_that_cannot_be(desk: Desk, command: str, day: str) -> None:
    ran = desk.run("--json", command, "0b6f7ad2-5a0e-4c51-9d6b-0d0b8f6f1a11", "--on", day)
    assert (ran.code, ran.error["error"]) == (2, "usage")


def test_refusal_by_law_names_rule_and_article(client: Desk) -> None:
    moved = {
        **{"aanleiding": "Verhuizing", "dagtekening": "2025-07-21", "status": "Vastgesteld"},
        "leerroute": "Z-route",
    }
    path = client.write("pip.json", moved)
    ran = client.run("--json", "record", "add", "{client}", "pip", path)
    assert (ran.code, ran.error["error"]) == (3, "invalid-record")
    (problem,) = ran.error["details"]["problems"]
    assert (problem["rule"], problem["source"]) == ("I2", "Wi 15, vierde lid")
    plain = client.run("record", "add", "{client}", "pip", path)
    assert "leerroute: Na een verhuizing blijft de leerroute gelijk" in plain.err


def test_dossier_that_is_taken_over_shows_its_warnings(client: Desk) -> None:
    whole = {
        "records": [{"kind": kind, "body": body} for kind, body in RECORDS if kind != "intake"]
    }
    path = client.write("second.json", whole)
    warnings = client.json("portfolio", "load", path)["warnings"]
    assert "intake-incomplete" in {one["code"] for one in warnings}
    assert "Let op: Er is nog geen brede intake" in client.text("portfolio", "load", path)


def test_warning_of_a_change_is_shown_and_does_not_stop_it(client: Desk) -> None:
    line = {"datum": "2090-01-01", "categorie": "NT2-les", "uren": 3, "keurmerk": True}
    path = client.write("line.json", line)
    ran = client.run("--json", "record", "add", "{client}", "urenregel", path)
    assert [one["code"] for one in json.loads(ran.out)["warnings"]] == ["hours-in-future"]
    assert "Let op: Deze uren liggen in de toekomst" in client.text(
        "record", "add", "{client}", "urenregel", path
    )
