"""`eportfolio log …`"""

from __future__ import annotations

import argparse

from eportfolio.cli.output import Result, table
from eportfolio.cli.reading import unlocked
from eportfolio.errors import NotAuthentic


def lines(parsed: argparse.Namespace) -> Result:
    """Who did what, when and where; one client's lines or all."""
    with unlocked(parsed) as workspace:
        found = workspace.accesses.lines(parsed.portfolio)
    data = [{"n": number, **line._asdict()} for number, line in found]
    rows = [[line.at, line.action, line.object, line.result, line.station] for _, line in found]
    heads = ["wanneer", "wat", "waarover", "uitkomst", "waar"]
    return Result({"lines": data}, table(rows, heads) or ["Er zijn geen regels."])


def verify(parsed: argparse.Namespace) -> Result:
    """Whether nothing was changed in it."""
    with unlocked(parsed) as workspace:
        count = len(workspace.accesses.lines())
        if not workspace.accesses.is_whole():
            raise NotAuthentic("not-authentic", "access-log")
    return Result({"lines": count}, [f"Het inzagelogboek is heel: {count} regels."])


def export(parsed: argparse.Namespace) -> Result:
    """A file with ids only."""
    with unlocked(parsed) as workspace:
        count = workspace.accesses.export(parsed.out, parsed.portfolio)
    said = f"{count} regels bewaard: {parsed.out}. Er staan geen namen in; het is niet versleuteld."
    return Result({"file": str(parsed.out), "lines": count}, [said])
