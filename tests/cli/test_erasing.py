"""Erasing and keeping on the command line: what is said, and what a refusal changes."""

from __future__ import annotations

from builders_cli import Desk

from eportfolio.cli import parser
from eportfolio.workspace import erasure


def ids(desk: Desk) -> dict[str, str]:
    (row,) = desk.json("portfolio", "list")["portfolios"]
    dump = desk.json("portfolio", "dump", row["portfolio"])
    return {one["kind"]: one["id"] for one in dump["records"]} | {"pid": row["portfolio"]}


def test_a_wish_goes_and_the_person_stays(desk: Desk) -> None:
    found = ids(desk)
    refused = desk.run(
        *("--json", "rights", "erase", found["pid"], found["client"], "--ground", "bezwaar")
    )
    assert (refused.code, refused.error["error"]) == (3, "retention")
    assert "Besluit inburgering 9.9" in refused.error["message"]
    gone = desk.json("rights", "erase", found["pid"], found["wens"], "--ground", "bezwaar")
    assert gone == {"records": [found["wens"]], "digests": 1, "backups": []}
    assert "wens" not in ids(desk)
    assert desk.json("vault", "check")["problems"] == []


def test_words_for_people(desk: Desk) -> None:
    found = ids(desk)
    desk.text("vault", "backup", "./kopie")
    (desk.folder / "kopie").rename(desk.folder / "weg")
    said = desk.text("rights", "erase", found["pid"], found["wens"], "--ground", "bezwaar")
    assert "Gewist: 1 onderdelen, met alle versies. Dit kan niet terug." in said
    assert "in deze reservekopie staat het nog" in said
    assert "nog niet" in desk.text("retention", "backups")
    assert "Er zijn geen reservekopieën bekend." in desk.text(
        *("retention", "backups", "--forget", "./kopie")
    )
    assert "Er is niets dat gewist mag worden." in desk.text("retention", "list")


def test_a_dossier_waits_for_its_date(desk: Desk) -> None:
    found = ids(desk)
    refused = desk.run("--json", "retention", "erase", found["pid"])
    assert (refused.code, refused.error["details"]["reason"]) == (3, "unknown-date")
    ended = {"duo_kennisgeving_datum": "2015-01-05", "plicht_einde": "2016-05-10"}
    body = desk.write("plicht.json", ended)
    desk.json("record", "add", found["pid"], "inburgeringsplicht", body)
    (due,) = desk.json("retention", "list")["due"]
    assert (due["since"], due["ground"]) == ("2021-05-10", "bewaartermijn")
    assert "bewaartermijn voorbij" in desk.text("retention", "list")
    out = desk.folder / "bewijs.jws"
    gone = desk.json("retention", "erase", found["pid"], "--certificate", out)
    assert out.read_text().strip() == gone["certificate"]
    (proof,) = desk.json("retention", "certificates")["certificates"]
    assert (proof["portfolio"], proof["certificate"]) == (found["pid"], gone["certificate"])
    assert "bewaartermijn voorbij" in desk.text("retention", "certificates")
    again = desk.folder / "nog-een.jws"
    desk.json("retention", "certificate", found["pid"], again)
    assert again.read_bytes() == out.read_bytes()
    over = desk.run("--json", "retention", "certificate", found["pid"], again)
    assert over.error["error"] == "storage-fault"
    assert desk.json("portfolio", "list")["portfolios"] == []
    assert desk.json("vault", "check")["problems"] == []


def test_the_command_line_knows_every_ground() -> None:
    """They are written twice: reading the rules would slow every command down."""
    assert tuple(erasure.GROUNDS) == parser.GROUNDS
