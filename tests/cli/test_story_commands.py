"""What was told before, on the command line."""

from __future__ import annotations

from builders import dossier
from builders_cli import Desk

from eportfolio.workspace.story import WITH_SOMEBODY

STORY = {
    "onderwerp": "Gezin",
    "verteld_op": "2024-03-18",
    "verteld_aan": "A. Brouwer",
    "opnieuw_vragen": "Mag",
    "tekst": "Wij waren met vijf.",
}
JOURNEY = {
    "titel": "Onderweg",
    "tekst": "Eén keer is genoeg.",
    "onderwerp": "Reis en vlucht",
    "opnieuw_vragen": "Niet opnieuw vragen",
}


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
