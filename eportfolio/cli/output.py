"""What a command prints: text for people, one JSON object for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from eportfolio.errors import EportfolioError


@dataclass(frozen=True)
class Result:
    """What a command has to say. `lines` are for people, `data` for programs."""

    data: Mapping[str, Any]
    lines: Sequence[str] = ()
    exit_code: int = 0
    bare: Any = field(default=None)  # printed instead of `data` where the command says so


def print_result(result: Result, *, as_json: bool) -> None:
    """Print to standard output."""
    if as_json:
        print(_json(result.data if result.bare is None else result.bare))
    else:
        for line in result.lines:
            print(line)


def print_failure(error: EportfolioError, *, as_json: bool) -> None:
    """Print a failure to standard error."""
    from eportfolio import texts

    message = texts.explain(error)
    if as_json:
        report = {"error": error.code, "message": message, "details": error.details}
        print(_json(report), file=sys.stderr)
        return
    print(message, file=sys.stderr)
    for line in _problem_lines(error):
        print(f"  - {line}", file=sys.stderr)


def _problem_lines(error: EportfolioError) -> list[str]:
    """Field names with what is wrong, ids of agreements: what a person must act on."""
    lines: list[str] = []
    for fact in error.facts.values():
        for one in fact if isinstance(fact, list) else []:
            if isinstance(one, dict):
                lines.append(f"{one.get('field', '')}: {one.get('problem', '')}")
            else:
                lines.append(str(one))
    return lines


def table(rows: Sequence[Sequence[str]], heads: Sequence[str]) -> list[str]:
    """Aligned columns with a head; nothing at all for no rows."""
    if not rows:
        return []
    widths = [max(len(row[n]) for row in [*rows, heads]) for n in range(len(heads))]
    lines = [heads, ["─" * width for width in widths], *rows]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
