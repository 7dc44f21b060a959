"""`eportfolio demo DIR`: the first thing a newcomer runs."""

from __future__ import annotations

import argparse
import sys

from eportfolio import demo as story
from eportfolio.cli.output import Result
from eportfolio.demo.people import PASSPHRASE


def demo(parsed: argparse.Namespace) -> Result:
    """Make the vaults, live through the stories, hand over, verify."""
    say = _silent if parsed.json else _tell
    say("Een demonstratie met verzonnen personen. Alles wat u ziet gebeurt echt, op deze computer.")
    outcome = story.run(parsed.folder, say)
    good = not outcome.lost and not outcome.problems
    data = {
        "steps": outcome.steps,
        "vaults": {key: str(path) for key, path in outcome.vaults.items()},
        "handovers": outcome.handovers,
        "refusals": outcome.refusals,
        "revisions": outcome.revisions,
        "documents": outcome.documents,
        "lost": outcome.lost,
        "problems": outcome.problems,
        "seconds": round(outcome.seconds, 1),
    }
    lines = [
        "",
        f"{outcome.handovers} bundels gemaakt met toestemming, {outcome.refusals} geweigerd "
        f"zonder toestemming, in {outcome.seconds:.0f} seconden.",
        "Er is niets verloren gegaan en alles is gecontroleerd."
        if good
        else f"NIET GOED: {outcome.lost + outcome.problems}",
        "",
        f"De kluizen staan in {parsed.folder}. De wachtwoordzin is: {PASSPHRASE}",
        "Kijk zelf, bijvoorbeeld:",
        f"  eportfolio --vault {parsed.folder / 'dewit'} portfolio list",
    ]
    return Result(data, lines, 0 if good else 1)


def _tell(line: str) -> None:
    print(line)
    sys.stdout.flush()


def _silent(line: str) -> None:
    pass
