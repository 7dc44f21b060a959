"""Rights of the client on the command line: the copies, said before and after."""

from __future__ import annotations

import io
import json
import sys
import zipfile

import pytest
from builders_cli import Desk, refused


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
