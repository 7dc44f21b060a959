"""Branch coverage per module, on the data that pytest left: strict where a mistake would leak.

Prints a table of what is below its threshold, and nothing when all is well.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from coverage import Coverage

PACKAGE = "eportfolio"
# Every line and every branch. A package counts with all its modules.
STRICT = ("crypto", "signing", "vault", "journal", "statute", "consent", "bundle")
REST_PERCENT = 90.0
PLACES_SHOWN = 20


@dataclass(frozen=True)
class Counted:
    """Lines and branches of some modules."""

    covered: int
    possible: int

    @property
    def percent(self) -> float:
        return 100.0 * self.covered / self.possible if self.possible else 100.0


def read_data() -> dict[str, Any]:
    """Per file, what coverage.py found."""
    coverage = Coverage()
    coverage.load()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        coverage.json_report(outfile=str(report))
        files: dict[str, Any] = json.loads(report.read_bytes())["files"]
    return {Path(name).as_posix(): found for name, found in files.items()}


def is_strict(name: str) -> bool:
    return Path(name).with_suffix("").parts[1] in STRICT


def count(found: Iterable[Mapping[str, Any]]) -> Counted:
    totals = [one["summary"] for one in found]
    covered = sum(one["covered_lines"] + one["covered_branches"] for one in totals)
    return Counted(covered, sum(one["num_statements"] + one["num_branches"] for one in totals))


def shortfalls(files: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """One line per strict module that is not complete, and one for the rest as a whole."""
    rows = []
    for name, found in sorted(files.items()):
        percent = count([found]).percent
        if is_strict(name) and percent < 100:
            rows.append(f"{name:<36} {percent:7.2f} %  of 100 %  {_places(found)}")
    rest = count(found for name, found in files.items() if not is_strict(name)).percent
    if rest < REST_PERCENT:
        rows.append(f"{f'{PACKAGE}, the rest':<36} {rest:7.2f} %  of {REST_PERCENT:.0f} %")
        rows += [
            f"  {name:<34} {count([found]).percent:7.2f} %"
            for name, found in sorted(files.items(), key=lambda one: count([one[1]]).percent)
            if not is_strict(name) and count([found]).percent < REST_PERCENT
        ]
    return rows


def _places(found: Mapping[str, Any]) -> str:
    """Missing lines, then the branches that do not simply lead to one of those."""
    lines = found["missing_lines"]
    branches = [
        f"{start}->{'exit' if end < 0 else end}"
        for start, end in found["missing_branches"]
        if end not in lines
    ]
    places = [str(line) for line in lines] + branches
    return " ".join(places[:PLACES_SHOWN]) + " …" * (len(places) > PLACES_SHOWN)


def main() -> int:
    rows = shortfalls(read_data())
    if rows:
        sys.stdout.write("Coverage below its threshold:\n" + "\n".join(rows) + "\n")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main())
