"""The disclosure ledger on the command line, in words for people."""

from __future__ import annotations

from builders_cli import Desk, refused


def test_what_went_where(desk: Desk) -> None:
    desk.text(
        *("render", "{pid}", "client-portfolio", "--language", "nl", "--out", "./p.pdf"),
        *("--given-to", "Taalschool De Brug"),
    )
    desk.text("render", "{pid}", "hours-report", "--out", "./u.pdf")
    said = desk.text("disclosures", "{pid}")
    assert "bundel gemaakt" in said
    assert "M. Yilmaz, Gemeente Waterdael" in said
    assert "nog geen antwoord" in said
    assert "Taalschool De Brug" in said
    assert "het kantoor" in said
    lines = desk.json("disclosures", "{pid}", "--record", "{gezondheid}")["disclosures"]
    assert [one["what"] for one in lines] == ["paper"]


def test_nothing_was_shared(desk: Desk) -> None:
    loaded = desk.json("portfolio", "load", "./dossier.json")["portfolio"]
    assert desk.text("disclosures", loaded) == "Er is nog niets gedeeld.\n"


def test_refusals(desk: Desk) -> None:
    assert refused(desk, "disclosures", "nergens") == (2, "not-found")
    assert refused(desk, "disclosures", "{pid}", "--record", "nergens") == (2, "not-found")
