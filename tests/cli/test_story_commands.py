"""What was told before, on the command line."""

from __future__ import annotations

from builders import dossier
from builders_cli import IMPORT, Desk, refused
from test_story import JOURNEY, STORY

from eportfolio.workspace.story import WITH_SOMEBODY


def test_command_line_says_what_not_to_ask(desk: Desk) -> None:
    alone = {**STORY, "onderwerp": "Geld", "opnieuw_vragen": WITH_SOMEBODY, "alleen_met": "Sara"}
    desk.write("free.json", {**STORY, "onderdelen": [JOURNEY]})
    desk.write("bound.json", alone)
    only = desk.write("only.json", {"records": [dossier()[0]]})
    other = desk.json("portfolio", "load", only)["portfolio"]
    nothing = "Er is nog niets verteld dat een onderwerp heeft.\n"
    assert desk.text("story", other) == nothing
    desk.json("record", "add", "{pid}", "werk", desk.write("job.json", {"functie": "Naaister"}))
    assert "  staat ook bij Werkervaring: Naaister  " in desk.text("story", "{pid}")
    for name in ("free", "bound"):
        desk.json("record", "add", "{pid}", "verhaal", f"./{name}.json")
    said = desk.text("story", "{pid}")
    assert "! Vraag dit niet opnieuw (sinds " in said
    assert "! Vraag dit alleen met Sara erbij (sinds 2024-03-18)." in said
    assert "! Opnieuw vragen mag (sinds 2024-03-18)." in said
    assert "verteld op 2024-03-18 aan A. Brouwer: Mijn verhaal (Gemeente Waterdael)" in said
    assert ": Mijn verhaal, Onderweg (Gemeente Waterdael)" in said


def handed_over(desk: Desk) -> None:
    """A handover whose successor wrote back what was understood; the receipt was read."""
    desk.json(*IMPORT, "--receipt", "./back.receipt", who="taker")
    desk.json("bundle", "close", "./back.receipt")


def test_bundle_opens_with_one_page_and_what_was_told(desk: Desk) -> None:
    said = desk.text("bundle", "inspect", "./b.eportfolio", who="taker")
    assert "Synthese van " in said
    assert "In vijf zinnen" in said
    assert "Tolk nodig" in said
    assert "  –           Fiets via gemeente" in said


def test_exchange_of_what_was_understood(desk: Desk) -> None:
    handed_over(desk)
    desk.write("words", "Er is nog één ding: de fiets.\n".encode())
    reply = ("synthesis", "reply", "{bundle}", "--correct", "./words")
    made = desk.json(*reply, "--out", "./b.reply")
    words = "Er is nog één ding: de fiets."
    assert (made["verdict"], made["words"], made["by"]["name"]) == (
        "aanvulling",
        words,
        "S. de Wit",
    )
    read = desk.json("synthesis", "import", "./b.reply", who="taker")
    assert (read["bundle"], read["words"]) == (desk.names["bundle"], words)
    for who, ours in (("giver", False), ("taker", True)):
        (one,) = desk.json("synthesis", "list", "{pid}", who=who)["exchanges"]
        assert (one["ours"], one["may_reply"], one["words"]) == (ours, False, "Alles is besproken.")
        assert one["reply"]["words"] == words
    assert "De opvolger schreef op " in desk.text("synthesis", "list", "{pid}")
    said = desk.text("synthesis", "list", "{pid}", who="taker")
    assert "U schreef op " in said
    assert f"Aanvulling van S. de Wit, Gemeente Waterdael: {words}" in said


def test_confirming_takes_no_words(desk: Desk) -> None:
    handed_over(desk)
    said = desk.text("synthesis", "reply", "{bundle}", "--confirm", "--out", "./b.reply")
    assert "S. de Wit, Gemeente Waterdael: dit klopt." in said
    assert "dit klopt" in desk.text("synthesis", "import", "./b.reply", who="taker")


def test_replies_that_are_refused(desk: Desk) -> None:
    reply = ("synthesis", "reply", "{bundle}", "--out", "./b.reply")
    assert refused(desk, *reply, "--confirm") == (2, "not-found")  # nothing was written back
    handed_over(desk)
    assert refused(desk, *reply, "--confirm", "--correct", "./empty") == (2, "usage")
    assert refused(desk, *reply) == (2, "usage")
    assert refused(desk, *reply, "--correct", "./garbage") == (2, "usage")
    assert refused(desk, *reply, "--correct", "./empty") == (3, "invalid-record")
    assert refused(desk, "synthesis", "reply", "x", "--confirm", "--out", "./r") == (2, "not-found")
    assert refused(desk, "synthesis", "import", "./garbage", who="taker") == (4, "not-authentic")
