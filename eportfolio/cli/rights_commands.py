"""`eportfolio rights …`: the copies for a client."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from eportfolio.cli.output import Result
from eportfolio.cli.reading import unlocked
from eportfolio.errors import WrongUsage
from eportfolio.records import RecordId
from eportfolio.workspace.rights import Exported

_OPEN = "De kopie is niet versleuteld: wie haar heeft, kan alles lezen."


def access(parsed: argparse.Namespace) -> Result:
    """Everything that is kept about a client."""
    _warn()
    without = dict(zip(_records(parsed.without), _grounds(parsed), strict=True))
    with unlocked(parsed) as workspace:
        made = workspace.rights.access(parsed.portfolio, parsed.out, parsed.language, without)
    lines = [
        f"{parsed.out}: {made.records} onderdelen in {made.versions} versies, "
        f"{made.documents} bestanden.",
        *(f"  weggelaten: {one}" for one in made.left_out),
        f"{_OPEN} Geef haar alleen aan de cliënt.",
    ]
    return Result(_data(made), lines)


def portability(parsed: argparse.Namespace) -> Result:
    """What a client may take along."""
    _warn()
    with unlocked(parsed) as workspace:
        made = workspace.rights.portability(
            parsed.portfolio, parsed.out, everything=parsed.everything
        )
    lines = [f"{parsed.out}: {made.records} onderdelen, {made.documents} bestanden."]
    if made.left_out:
        lines.append(
            f"  {len(made.left_out)} onderdelen horen niet bij dit recht; met --all gaan ze mee."
        )
    return Result(_data(made), [*lines, f"{_OPEN} Geef haar alleen aan de cliënt."])


def _warn() -> None:
    """Said before anything is written, when a person is watching."""
    if sys.stderr.isatty():
        print(_OPEN, file=sys.stderr)


def _records(given: list[str] | None) -> list[RecordId]:
    found = [RecordId(one) for one in given or ()]
    if len(set(found)) != len(found):
        raise WrongUsage("usage")
    return found


def _grounds(parsed: argparse.Namespace) -> list[str]:
    """A ground for each record, or one for all of them."""
    left, grounds = parsed.without or [], parsed.ground or []
    if len(grounds) == 1:
        return grounds * len(left)
    if not grounds:
        return [""] * len(left)
    if len(grounds) != len(left):
        raise WrongUsage("usage")
    return list(grounds)


def _data(made: Exported) -> dict[str, Any]:
    return {
        "file": str(made.file),
        "sha256": made.sha256,
        "records": made.records,
        "versions": made.versions,
        "documents": made.documents,
        "bytes": made.bytes,
        "statements": made.statements,
        "left_out": list(made.left_out),
        "language": made.language,
    }
