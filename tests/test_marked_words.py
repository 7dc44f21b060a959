"""Every text of the window is marked for its catalogue, and its placeholders are filled in."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# A gallery takes pictures: what it types in is what a person would.
FILES = [one for one in sorted((ROOT / "ui").glob("*.py")) if not one.stem.startswith("gallery")]
MARKS = {"_", "_many", "N_", "phrase", "phrase_many", "for_client"}
# What looks like a sentence and is none that a person reads in their own language.
NO_WORDS = {
    "AGE-SECRET-KEY-1…": "the begin of every recovery key, as it is printed",
    "E-portfolio": "the name of the program",
    "Gemeente ": "the begin of a name",
    "bug in the window: %s": "for the log, in English",
    "bug in work: %s": "the same",
    "Lock": "a signal of the system",
    "Noto Sans": "a typeface, with the next three",
    "Regular": "",
    "Bold": "",
    "NotoSans-": "",
    "Fusion": "a style of Qt",
    "Nederlands": "what a language calls itself",
    "English": "the same",
}
# Words of the records: values that are compared and kept, in Dutch in every language.
VALUES = {"Ja", "Nee", "Onbekend", "Besluit inburgering", "B1-route", "Z-route", "MAP", "PIP",
          "Z-cursus", "Z-participatie", "handtekening papier", "handtekening scherm",
          "kruisje met getuige", "mondeling met getuige", "ter plaatse"}  # fmt: skip
# Not read by people: where Qt, the system and our own files are named.
TECHNICAL = re.compile(
    r"[a-z0-9_.-]*|[^A-Za-zÀ-ÿ]*|[A-Z]{1,2}[a-z]?|(Ctrl|Alt|Shift)\+.*|F\d+|Esc|Pg(Up|Dn)"
    r"|org\..+|[A-Z_]+|[A-Z][a-z]+([A-Z][a-z]+)+|(CSV|PDF) \(\*\.\w+\)|nl_NL|zh-Hant|anyOf"
    r"|yyyy-MM-dd|dd-MM-yyyy|d MMMM yyyy|NeedToPauseNow|.*\.mo"
)
CALLS_WITHOUT_WORDS = re.compile(r"setProperty|property|fromString|TypeVar|glob|\w*\.debug")


@cache
def tree_of(path: Path) -> ast.Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for child in ast.iter_child_nodes(node):
            child.parent = node  # type: ignore[attr-defined]
    return tree


def above(node: ast.AST) -> Iterator[ast.AST]:
    while (node := getattr(node, "parent", None)) is not None:  # type: ignore[assignment]
        yield node


def called(node: ast.AST) -> str:
    if not isinstance(node, ast.Call):
        return ""
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def is_read(node: ast.Constant) -> bool:
    """Whether a person reads it: no docstring, no key, nothing that is compared or annotated."""
    parent = node.parent  # type: ignore[attr-defined]
    if isinstance(parent, ast.Expr | ast.Compare | ast.Subscript):
        return False
    if isinstance(parent, ast.Dict) and node in parent.keys:
        return False
    if isinstance(parent, ast.Call) and CALLS_WITHOUT_WORDS.fullmatch(called(parent)):
        return False
    if any(isinstance(one, ast.arg | ast.FormattedValue | ast.Raise) for one in above(node)):
        return False
    return not (isinstance(parent, ast.AnnAssign) and ast.unparse(parent.annotation) == "TypeAlias")


def looks_dutch(text: str) -> bool:
    if text in NO_WORDS or text in VALUES or TECHNICAL.fullmatch(text.strip()):
        return False
    words = text.split()
    return bool(re.search(r"[a-zà-ÿ]{2}", text)) and (len(words) > 1 or text[:1].isupper())


def is_words_of_a_list(node: ast.Constant) -> bool:
    """A constant that is split into names."""
    names = [
        target.id
        for one in above(node)
        if isinstance(one, ast.Assign)
        for target in one.targets
        if isinstance(target, ast.Name)
    ]
    return any(name in {"_LONG", "_START"} for name in names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_text_is_marked(path: Path) -> None:
    bare = [
        f"{path.name}:{node.lineno}: {node.value!r}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and is_read(node)
        and looks_dutch(node.value)
        and not is_words_of_a_list(node)
        and not any(called(one) in MARKS for one in above(node))
    ]
    assert bare == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_marked_is_one_whole_text(path: Path) -> None:
    """The tools that collect texts read the source: a marker holds nothing but a literal."""
    wrong = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if called(node) in {"_", "_many", "N_"}
        and isinstance(node, ast.Call)
        and any(isinstance(one, ast.JoinedStr | ast.BinOp) for one in node.args[:1])
    ]
    assert wrong == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_text_is_marked_where_it_is_not_collected(path: Path) -> None:
    """The tools that collect texts do not look into an f-string."""
    hidden = [
        f"{path.name}:{node.lineno}"
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and called(node) in {"_", "_many"}
        and isinstance(node.args[0], ast.Constant)
        and any(isinstance(one, ast.JoinedStr) for one in above(node))
    ]
    assert hidden == []


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_placeholders_are_filled_in(path: Path) -> None:
    wrong = []
    for node in ast.walk(tree_of(path)):
        if not isinstance(node, ast.Call):
            continue
        given = {one.arg for one in node.keywords}
        if called(node) == "_many":
            texts, given = node.args[:2], given | {"number"}
        elif called(node) == "format" and called(of := node.func.value) == "_":  # type: ignore[attr-defined]
            texts = of.args
        else:
            continue
        wrong += [
            f"{path.name}:{node.lineno}: {text.value}"
            for text in texts
            if isinstance(text, ast.Constant) and fields(text.value) != given
        ]
    assert wrong == []
