"""Rights of the client on the command line: the copies, said before and after."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest
from builders_cli import Desk, refused

from eportfolio.progress import Progress


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_access_for_people(desk: Desk) -> None:
    said = desk.text(
        *("rights", "access", "{pid}", "--out", "./i.zip", "--language", "nl"),
        *("--without", "{wens}", "--ground", "Gaat over een ander."),
    )
    assert "7 onderdelen" in said
    assert f"weggelaten: {desk.names['wens']}" in said
    assert "niet versleuteld" in said
    with zipfile.ZipFile(desk.folder / "i.zip") as packed:
        assert b"Gaat over een ander." in packed.read("LEESMIJ.txt")


def test_it_is_said_before_too(monkeypatch: pytest.MonkeyPatch) -> None:
    from eportfolio.cli import rights_commands

    terminal = _Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    rights_commands._warn()
    assert "niet versleuteld" in terminal.getvalue()


def test_how_far_a_copy_is_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from eportfolio.cli import rights_commands

    shown: dict[str, list[tuple[int, int]]] = {}

    def show(what: str) -> Progress:
        told = shown[f"{what} {len(shown)}"] = []

        def tell(done: int, total: int, /) -> bool:
            told.append((done, total))
            return True

        return tell

    monkeypatch.setattr(rights_commands, "show_progress", show)
    desk.text("rights", "access", "{pid}", "--out", "./i.zip", "--language", "nl")
    desk.text("rights", "portability", "{pid}", "--out", "./m.zip")
    assert list(shown) == ["Kopie maken 0", "Kopie maken 1"]
    for told in shown.values():
        assert told[-1][0] == told[-1][1]


def test_grounds_belong_to_records(desk: Desk) -> None:
    access = ("rights", "access", "{pid}", "--out", "./i.zip")
    wish, health = ("--without", "{wens}"), ("--without", "{gezondheid}")
    said = ("--ground", "x")
    assert refused(desk, *access, *wish) == (3, "invalid-record")
    assert refused(desk, *access, "--without", "{client}", *said) == (3, "left-out")
    assert refused(desk, *access, *wish, *health, *said, *said, *said) == (2, "usage")
    assert refused(desk, *access, *wish, *wish, *said) == (2, "usage")
    assert refused(desk, *access, "--without", "nergens", *said) == (2, "not-found")
    assert refused(desk, "rights", "access", "nergens", "--out", "./i.zip") == (2, "not-found")
    made = desk.json(*access, *wish, *health, *said)
    assert sorted(made["left_out"]) == sorted([desk.names["wens"], desk.names["gezondheid"]])
    assert refused(desk, *access) == (6, "storage-fault")
    two = desk.json(*access[:4], "./j.zip", *wish, *health, *said, "--ground", "y")
    assert two["left_out"]


def test_a_copy_to_take_along_reads_back(desk: Desk) -> None:
    said = desk.text("rights", "portability", "{pid}", "--out", "./mee")
    assert "met --all gaan ze mee" in said
    desk.text("rights", "portability", "{pid}", "--out", "./alles", "--all")
    loaded = desk.json("portfolio", "load", "./alles/portfolio.json", who="taker")["portfolio"]
    ours, theirs = (
        desk.json("portfolio", "dump", pid, who=who)
        for pid, who in (("{pid}", "giver"), (loaded, "taker"))
    )
    assert json.dumps(ours["records"]) == json.dumps(theirs["records"])
    assert ours["documents"] == theirs["documents"]


def test_a_request_from_beginning_to_end(desk: Desk) -> None:
    said = desk.text("rights", "request", "{pid}", "bezwaar", "{wens}", "--words", "Liever niet")
    assert "Antwoord uiterlijk op" in said
    assert "staan stil" in said
    (waiting,) = desk.json("rights", "list")["requests"]
    desk.names["request"] = waiting["request"]
    assert (waiting["right"], waiting["late"]) == ("bezwaar", False)
    assert "bezwaar" in desk.text("rights", "list")
    longer = desk.text("rights", "decide", "{pid}", "{request}", "verlengd", "--ground", "Vakantie")
    assert "verlengd" in longer
    assert "Antwoord uiterlijk op" in longer
    assert refused(desk, "rights", "decide", "{pid}", "{request}", "afgewezen") == (
        *(3, "invalid-record"),
    )
    desk.text("rights", "decide", "{pid}", "{request}", "toegewezen")
    assert desk.json("rights", "list")["requests"] == []
    assert desk.text("rights", "list") == "Er zijn geen verzoeken.\n"
    (one,) = desk.json("rights", "list", "{pid}")["requests"]
    assert (one["state"], one["words"]) == ("toegewezen", "Liever niet")
    assert "toegewezen" in desk.text("rights", "list", "{pid}")
    lifted = desk.text("rights", "lift", "{pid}", "{request}", "--ground", "Cliënt wil verder")
    assert "opgeheven voor 1 onderdelen" in lifted


def test_a_correction_and_who_is_told(desk: Desk) -> None:
    asked = desk.json("rights", "request", "{pid}", "rectificatie", "{wens}")
    desk.names["request"] = asked["request"]
    decide = ("rights", "decide", "{pid}", "{request}", "toegewezen", "--changes")
    desk.write("nieuw.json", {desk.names["wens"]: {"eigen_woorden": "Bakker worden"}})
    desk.write("lijst.json", {desk.names["wens"]: []})
    assert refused(desk, *decide, "./lijst.json") == (3, "invalid-record")
    said = desk.text(*decide, "./nieuw.json")
    assert "AVG 19" in said
    assert "M. Yilmaz, Gemeente Waterdael" in said
    wanted = f"'withdrawal correct {desk.names['pid']} {desk.names['wens']} --out MAP'"
    assert wanted in said
    (waits,) = desk.json("withdrawal", "list", "{pid}")["notices"]
    assert (waits["about"], waits["state"], waits["waiting"]) == ("gecorrigeerd", "te-maken", True)
    desk.json("withdrawal", "correct", "{pid}", "{wens}", "--out", "./")
    (waits,) = desk.json("withdrawal", "list", "{pid}")["notices"]
    assert waits["state"] == "gemaakt"
    dump = desk.json("portfolio", "dump", "{pid}")
    assert {"eigen_woorden": "Bakker worden"} in [one["body"] for one in dump["records"]]


def test_what_nobody_must_be_told_names_no_command(desk: Desk) -> None:
    asked = desk.json("rights", "request", "{pid}", "rectificatie", "{wens}")
    desk.names["request"] = asked["request"]
    said = desk.text("rights", "decide", "{pid}", "{request}", "afgewezen", "--ground", "Klopt al")
    assert "withdrawal correct" not in said
    said = desk.text("rights", "restrict", "{pid}", "{wens}")
    assert "M. Yilmaz, Gemeente Waterdael" in said
    assert "withdrawal correct" not in said


def test_an_erasure_names_the_command_for_all_that_was_erased(desk: Desk) -> None:
    asked = desk.json("rights", "request", "{pid}", "wissing", "{wens}")
    desk.names["request"] = asked["request"]
    decide = ("rights", "decide", "{pid}", "{request}", "toegewezen")
    said = desk.text(*decide, "--erase-ground", "bezwaar")
    assert f"'withdrawal correct {desk.names['pid']} --out MAP'" in said


def test_erasing_says_which_backup_still_has_it(desk: Desk) -> None:
    desk.text("vault", "backup", "./kopie")
    (desk.folder / "kopie").rename(desk.folder / "weg")
    asked = desk.json("rights", "request", "{pid}", "wissing", "{wens}")
    desk.names["request"] = asked["request"]
    decide = ("rights", "decide", "{pid}", "{request}")
    said = desk.text(*decide, "toegewezen", "--erase-ground", "bezwaar")
    assert "in deze reservekopie staat het nog" in said


def test_restrict_and_lift(desk: Desk) -> None:
    made = desk.json("rights", "restrict", "{pid}", "{wens}", "--asked-on", "2026-01-02")
    assert (made["state"], made["granted"]) == ("toegewezen", [desk.names["wens"]])
    desk.names["request"] = made["request"]
    assert refused(desk, "record", "amend", "{pid}", "{wens}", "./good.json") == (
        *(3, "record-locked"),
    )
    freed = desk.json("rights", "lift", "{pid}", "{request}", "--ground", "nagekeken")
    assert freed["records"] == [desk.names["wens"]]
    again = ("rights", "lift", "{pid}", "{request}", "--ground", "nagekeken")
    assert refused(desk, *again) == (3, "not-restricted")
    assert refused(desk, "rights", "lift", "{pid}", "x", "--ground", "y") == (2, "not-found")
    assert refused(desk, "rights", "request", "{pid}", "wissing") == (3, "invalid-record")
