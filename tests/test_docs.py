"""The documents say what the code does: names, commands, refusals, steps, paths and links."""

from __future__ import annotations

import argparse
import ast
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from test_architecture import ORDER

from eportfolio import cards, errors, records
from eportfolio.bundle import bag
from eportfolio.cli.parser import build_parser
from eportfolio.consent import decisions, gate

ROOT = Path(__file__).resolve().parent.parent
CORE = ROOT / "eportfolio"
DOCS = ROOT / "docs"
FORMATS = DOCS / "formats"
DOCUMENTS = sorted(DOCS.rglob("*.md"))
MACHINE_PATH = re.compile(r"(?<![\w.:/-])(?:/(?:home|root|tmp|work|Users)/\w|[A-Z]:\\\w)")
ERRORS = {
    name
    for name, found in vars(errors).items()
    if isinstance(found, type) and issubclass(found, errors.EportfolioError)
}
# Each of these ends another word in an f-string of the code.
ENDED = (decisions.REFUSED, decisions.WITHDRAWN, decisions.SUPERSEDED, decisions.EXPIRED)
CARD_STATES = (cards.UNKNOWN, cards.EXPIRED, cards.REPLACED, cards.REVOKED)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(*paths: Path) -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def sources(*names: str) -> list[Path]:
    return sorted(path for name in names for path in (CORE / name).rglob("*.py"))


# Glossary


def identifiers() -> list[str]:
    """What stands between backticks in the second column of each row."""
    rows = [
        line.split("|") for line in text_of(DOCS / "glossary.md").splitlines() if "`" in line[:200]
    ]
    return [name for row in rows if len(row) > 4 for name in re.findall(r"`([^`]+)`", row[2])]


@cache
def words_of_code() -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text_of(*sources("."))))


def test_every_identifier_of_the_glossary_exists_in_the_code() -> None:
    assert len(identifiers()) > len(records.KINDS)
    assert [name for name in identifiers() if name not in words_of_code()] == []


def test_every_kind_is_in_the_glossary() -> None:
    assert {*records.KINDS, *records.STATEMENT_KINDS} - set(identifiers()) == set()


# Command line


def commands(
    parser: argparse.ArgumentParser, words: tuple[str, ...] = ()
) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """Every command that can be typed, with its parser."""
    groups = [one for one in parser._actions if isinstance(one, argparse._SubParsersAction)]
    if not groups:
        yield " ".join(words), parser
    for group in groups:
        for name, found in group.choices.items():
            yield from commands(found, (*words, name))


COMMANDS = dict(commands(build_parser()))


def synopses(command: str) -> str:
    """How the command stands in the document, up to the closing backtick."""
    return " ".join(re.findall(rf"`({re.escape(command)}(?: [^`]*)?)`", text_of(DOCS / "cli.md")))


@pytest.mark.parametrize("command", COMMANDS)
def test_command_stands_in_the_document_with_all_its_arguments(command: str) -> None:
    shown = synopses(command)
    everywhere = {"-h", "--help", "--vault", "--passphrase-file", "--json"}
    options = {text for one in COMMANDS[command]._actions for text in one.option_strings}
    places = {
        str(one.metavar)
        for one in COMMANDS[command]._actions
        if not one.option_strings and one.metavar
    }
    assert shown, command
    assert {word for word in (options - everywhere) | places if word not in shown} == set()


def test_document_names_no_command_that_is_not_there() -> None:
    groups = {name.split(" ")[0] for name in COMMANDS if " " in name}
    named = re.findall(r"`(([a-z]+) [a-z]+)[ `]", text_of(*DOCUMENTS))
    begun = {" ".join(name.split(" ")[:2]) for name in COMMANDS}
    assert {name for name, group in named if group in groups} <= begun


# Failures


def raised_words(path: Path) -> Iterator[str]:
    """The code and reason of every failure that a module makes, as far as they are plain text."""
    for node in ast.walk(ast.parse(text_of(path))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id in ERRORS:
                yield from (word for argument in node.args[:2] for word in constants(argument))
            elif node.func.id == "_refusal":
                yield from constants(node.args[0])


def constants(node: ast.expr) -> Iterator[str]:
    """Texts in an argument; of a choice, both; of an f-string, none: its parts are no words."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from constants(node.body)
        yield from constants(node.orelse)


def undocumented(words: Iterable[str], *documents: Path) -> list[str]:
    shown = set(re.findall(r"`([^`\n]+)`", text_of(*documents)))
    return sorted(set(words) - shown)


def test_every_refusal_of_bundles_and_consents_is_in_their_documents() -> None:
    words = [word for path in sources("bundle", "consent") for word in raised_words(path)]
    words += [f"consent-{state}" for state in ENDED]
    words += [f"sender-{state}" for state in CARD_STATES]
    assert len(set(words)) > 40
    documents = (FORMATS / "bundle.md", FORMATS / "consent.md", FORMATS / "notice.md")
    assert undocumented(words, *documents) == []


def test_every_reason_of_the_gate_is_in_its_document() -> None:
    words = (
        gate.NEVER,
        gate.LATER,
        gate.SCOPE,
        gate.EXCLUDED,
        gate.REACTION,
        gate.SHARED,
        gate.LOCKED,
    )
    assert undocumented(words, FORMATS / "consent.md") == []


def test_every_failure_is_documented() -> None:
    internal = {"sealed-bytes", "age-identity"}  # always turned into another one
    words = {word for path in sources(".") for word in raised_words(path)} - internal
    words |= {f"recipient-{state}" for state in CARD_STATES}
    documents = (DOCS / "cli.md", *sorted(FORMATS.glob("*.md")))
    assert undocumented(words, *documents) == []


# Formats


def test_steps_of_verification_have_the_same_numbers_in_document_and_code() -> None:
    section = text_of(FORMATS / "bundle.md").split("## Verification\n")[1].split("\n## ")[0]
    documented = [int(number) for number in re.findall(r"^(\d+)\. \*\*", section, re.M)]
    code = text_of(CORE / "bundle/verify.py")
    spelled = re.findall(r"\b[Ss]teps? (\d+)(?: and (\d+))?", code)
    assert documented == list(range(1, 13))
    assert {int(number) for pair in spelled for number in pair if number} == set(documented)


def test_steps_of_verification_run_in_the_order_of_the_document() -> None:
    body = text_of(CORE / "bundle/verify.py").split("def verify(")[1].split("\nclass ")[0]
    order = [int(number) for number in re.findall(r"# steps? (?:\d+ and )?(\d+)", body)]
    assert order[-1] == 12
    assert all(before < after for before, after in pairwise(order))


def test_every_path_of_the_bag_is_in_the_document() -> None:
    paths = [
        value
        for name, value in vars(bag).items()
        if name.isupper() and isinstance(value, str) and not name.startswith("_")
    ]
    assert bag.FILES in paths
    assert [path for path in paths if f"`{path}" not in text_of(FORMATS / "bundle.md")] == []


@pytest.mark.parametrize("path", sorted(FORMATS.glob("*.md")), ids=name_of)
def test_format_has_a_version_and_points_at_vectors(path: Path) -> None:
    assert "Format version " in text_of(path)
    assert "\n## Test vectors\n" in text_of(path)


# All documents


def test_modules_stand_in_the_document_in_their_order() -> None:
    named = re.findall(r"^\| \d+ \| `(\w+)`", text_of(DOCS / "architecture.md"), re.M)
    assert named == [module for module in ORDER if module != "__main__"]


def anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")


def links(path: Path) -> Iterator[tuple[str, str]]:
    for target in re.findall(r"\]\(([^)\s]+)\)", text_of(path)):
        if not re.match(r"[a-z]+:", target):
            file, _, place = target.partition("#")
            yield file, place


@pytest.mark.parametrize("path", [*DOCUMENTS, ROOT / "README.md"], ids=name_of)
def test_links_lead_somewhere(path: Path) -> None:
    for file, place in links(path):
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), file
        if place:
            headings = re.findall(r"^#+ (.+)$", text_of(target), re.M)
            assert place in {anchor(heading) for heading in headings}, place


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_document_names_no_path_of_a_machine(path: Path) -> None:
    assert MACHINE_PATH.search(text_of(path)) is None


def test_decisions_are_numbered_without_a_gap() -> None:
    names = sorted(path.name for path in (DOCS / "decisions").glob("*.md"))
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    assert all(
        text_of(DOCS / "decisions" / name).startswith(f"# {int(name[:4])}. ") for name in names
    )
