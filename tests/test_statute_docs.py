"""docs/statute.md and the rule files say the same."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
import statute_tables

from eportfolio import settings, statute

ROOT = Path(__file__).resolve().parent.parent


def test_tables_are_those_of_the_rule_files() -> None:
    assert statute_tables.PAGE.read_text("utf-8") == statute_tables.page(), (
        "docs/statute.md is stale: run python tests/statute_tables.py"
    )


def codes_in_the_source() -> set[str]:
    """Every finding that the source can make: the first text of `find`, and the pairs of code
    and sentence."""
    found = set()
    for path in (ROOT / "eportfolio" / "statute").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return {text for text in found if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", text)}


NO_CODES = {"not-started", "due-soon", "not-applicable", "g-onderwijsroute"}


def test_every_finding_is_explained() -> None:
    page = statute_tables.PAGE.read_text("utf-8")
    assert {code for code in codes_in_the_source() - NO_CODES if f"`{code}`" not in page} == set()


def test_every_explained_finding_exists() -> None:
    page = statute_tables.PAGE.read_text("utf-8").split("## Invariants")[1]
    named = set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)+)`", page))
    assert named - codes_in_the_source() == set()


@pytest.mark.parametrize("name", ["clocks", "extensions", "hours"])
def test_rule_files_are_one_version(name: str) -> None:
    assert settings.load_toml("statute", f"{name}.toml")["version"] == statute.rulebook().version


def test_versions_of_a_rule_follow_each_other_without_a_gap() -> None:
    book = statute.rulebook()
    versions: dict[str, list[tuple[date, date | None]]] = {}
    for name, one in (
        *((f"clock {one.id}", one) for one in book.clocks),
        *((f"ground {one.code}", one) for one in book.grounds),
        *((f"counter {one.id}", one) for one in book.counters),
    ):
        versions.setdefault(name, []).append((one.valid_from, one.valid_until))
    for name, found in versions.items():
        for (_, until), (since, _) in pairwise(sorted(found)):
            assert until == since - timedelta(days=1), name
