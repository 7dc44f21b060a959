"""Every failure has its sentence, every sentence its failure; the words are the right ones."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from builders_cli import parsers

from eportfolio import cards, settings, texts
from eportfolio.errors import EportfolioError

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "cli.md"
FAILURES = {"EportfolioError", *(kind.__name__ for kind in EportfolioError.__subclasses__())}
# What an f-string may become; everything else in a call must be written out.
STATES = (cards.UNKNOWN, cards.EXPIRED, cards.REPLACED, cards.REVOKED)
DECISIONS = ("refused", "withdrawn", "expired", "superseded")
SPELLED = {
    "sender-": tuple(f"sender-{state}" for state in STATES),
    "recipient-": tuple(f"recipient-{state}" for state in STATES),
    "consent-": tuple(f"consent-{state}" for state in DECISIONS),
}
# Calls that take their reason from elsewhere: from a table in the same function, from the
# caller, or from the failure that is raised again.
TAKEN = {
    "store.py": ("disk_fault", "_reason", "_translated"),
    "bundle/tarstream.py": ("_refusal",),
    "vault/ways.py": ("open_file",),
    "workspace/loading.py": ("_drafts",),
}


class Raised(NamedTuple):
    """A failure in the source: what may select its sentence, and the facts that it passes."""

    place: str
    key: str
    facts: frozenset[str]


@cache
def sentences() -> dict[str, str]:
    return settings.load_toml("texts", "errors.toml")


def called(node: ast.AST) -> str:
    function = getattr(node, "func", None)
    return getattr(function, "id", None) or getattr(function, "attr", "")


@cache
def raised() -> tuple[Raised, ...]:
    """Every failure that the source can raise."""
    found = []
    for path in sorted((ROOT / "eportfolio").rglob("*.py")):
        name = path.relative_to(ROOT / "eportfolio").as_posix()
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and (key := selecting(node)) is not None:
                facts = frozenset(one.arg for one in node.keywords if one.arg)
                place = f"{name}:{node.lineno}"
                found += [Raised(place, one, facts) for one in spelled(key, place)]
    return tuple(found)


def selecting(node: ast.Call) -> ast.expr | None:
    """The argument that selects the sentence: the reason where there is one, else the code."""
    if called(node) == "_refusal":
        return node.args[0]
    if called(node) not in FAILURES or not node.args:
        return None
    reason = node.args[1] if len(node.args) > 1 else None
    absent = isinstance(reason, ast.Constant) and reason.value is None
    return node.args[0] if reason is None or absent else reason


def spelled(key: ast.expr, place: str) -> tuple[str, ...]:
    """The words an expression may become."""
    if isinstance(key, ast.Constant):
        return (str(key.value),)
    if isinstance(key, ast.JoinedStr):
        start = key.values[0]
        assert isinstance(start, ast.Constant), place
        return SPELLED[start.value]
    if isinstance(key, ast.IfExp):
        return spelled(key.body, place) + spelled(key.orelse, place)
    assert place.rpartition(":")[0] in TAKEN, f"{place}: {ast.unparse(key)}"
    return ()


def from_tables() -> Iterator[str]:
    """The reasons that stand in the tables of operating-system and database errors, and of the
    ways into a vault."""
    for name in ("store.py", "vault/ways.py"):
        for node in ast.walk(ast.parse((ROOT / "eportfolio" / name).read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name in TAKEN[name]:
                for table in ast.walk(node):
                    if isinstance(table, ast.Dict):
                        yield from (str(ast.literal_eval(value)) for value in table.values)
    yield "disk-full"


def codes() -> set[str]:
    """First arguments that are written out: what `--json` calls the failure."""
    found = set()
    for path in (ROOT / "eportfolio").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and called(node) in FAILURES and node.args:
                found |= set(spelled(node.args[0], "workspace/loading.py:0"))
    return found


def test_every_failure_has_a_sentence() -> None:
    lacking = [f"{one.place} {one.key}" for one in raised() if one.key not in sentences()]
    assert lacking == []
    assert set(from_tables()) <= set(sentences())


def test_every_code_has_a_sentence_of_its_own() -> None:
    assert codes() - set(sentences()) == set()


def test_no_sentence_is_unused() -> None:
    used = {one.key for one in raised()} | set(from_tables()) | codes()
    assert set(sentences()) - used == set()


def test_sentence_names_only_facts_that_are_passed() -> None:
    for one in raised():
        named = {name for _, name, _, _ in string.Formatter().parse(sentences()[one.key]) if name}
        assert named <= one.facts, one


@pytest.mark.parametrize("key", sentences())
def test_sentence_is_a_few_whole_sentences(key: str) -> None:
    text = sentences()[key]
    assert text.endswith(".")
    assert text == " ".join(text.split())
    assert text[0].isupper()
    assert len(re.findall(r"[.!?](?= |$)", text)) <= 5


@pytest.mark.parametrize("key", sentences())
def test_sentence_is_short_enough_to_read(key: str) -> None:
    longest = max(len(one.split()) for one in re.split(r"[.;:] ", sentences()[key]))
    assert longest <= 25


def test_permission_is_called_toestemming_and_nothing_legal() -> None:
    found = re.compile(r"grondslag|AVG|GDPR|rechtsgrond", re.IGNORECASE)
    shown = {key: text for key, text in sentences().items() if found.search(text)}
    assert shown == {}
    assert not found.search(settings.resource("texts", "LEESMIJ.txt").read_text("utf-8"))


def test_every_failure_can_be_explained_without_its_facts() -> None:
    for key in {one.key for one in raised()}:
        assert texts.explain(EportfolioError(key)).endswith(".")


def test_guide_names_every_command() -> None:
    if not GUIDE.exists():
        pytest.skip("docs/cli.md is not written yet")
    guide = GUIDE.read_text("utf-8")
    named = [" ".join(words) for words in parsers()]
    assert [name for name in named if not re.search(rf"`(eportfolio )?{name}\b", guide)] == []


def test_every_package_stands_in_the_list_of_licences() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["window"]]
    packages = {re.split(r"[><=!~;\[ ]", one)[0].casefold() for one in wanted}
    listed = settings.load_toml("texts", "licences.toml")["part"]
    assert {one["package"].casefold() for one in listed if "package" in one} == packages
    assert not [one for one in listed if "GPL" in one["licence"].replace("LGPL", "")]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"), (12, "12"), (12.0, "12"), (7.5, "7,5"), (1620.25, "1620,25"), (-2, "-2"),
        (12345.75, "12345,75"), (1250000, "1250000"), (10_000_000.0, "10000000"),
        (2**53 - 1, "9007199254740991"), (0.1 + 0.2, "0,3"),
    ],
)  # fmt: skip
def test_a_number_is_written_as_people_write_it(value: float, said: str) -> None:
    assert texts.number(value) == said
