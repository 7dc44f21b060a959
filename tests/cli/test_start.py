"""The command line answers at once, and explains each of its commands."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest
from builders_cli import ROOT, parsers, run, start

HEAVY = {"PIL", "cryptography", "joserfc", "pydantic", "pyrage", "reportlab", "sqlalchemy"}
SEEN = """
import sys
from eportfolio.cli import main
try:
    main({words!r})
except SystemExit:
    pass
print(sorted({{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "words", [["--help"], ["bundle", "--help"], ["bundle", "import", "--help"]], ids=" ".join
)
def test_help_imports_nothing_heavy(words: list[str]) -> None:
    script = SEEN.format(words=words)
    seen = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert seen.stdout.startswith("usage: eportfolio")
    assert HEAVY & set(eval(seen.stderr)) == set()  # noqa: S307 - a list that we printed ourselves


@pytest.mark.parametrize("words", parsers(), ids=" ".join)
def test_every_command_says_what_it_does(words: tuple[str, ...]) -> None:
    parser = parsers()[words]
    assert parser.description
    helped = run(*words, "--help")
    assert (helped.code, helped.err) == (0, "")
    assert parser.description.split()[0] in helped.out


@pytest.mark.parametrize("words", parsers(), ids=" ".join)
def test_every_option_of_a_command_says_what_it_is_for(words: tuple[str, ...]) -> None:
    options = [one for one in parsers()[words]._actions if one.option_strings]
    assert [one.option_strings for one in options if not one.help] == []


def test_global_options_fit_behind_every_command() -> None:
    for words, parser in parsers().items():
        known = {word for one in parser._actions for word in one.option_strings}
        group = any(isinstance(one, argparse._SubParsersAction) for one in parser._actions)
        assert group or {"--vault", "--passphrase-file", "--json"} <= known, words


def test_no_option_takes_a_secret_itself() -> None:
    for words, parser in parsers().items():
        for one in parser._actions:
            named = " ".join(one.option_strings)
            assert ("passphrase" in named or "key" in named) <= named.endswith("-file"), words


def test_program_starts_as_a_module_and_leaves_with_its_exit_code() -> None:
    assert start("--help").returncode == 0
    assert start("no-such-command").returncode == 2


def test_options_are_not_abbreviated() -> None:
    assert run("portfolio", "list", "--js").code == 2
    assert "usage" in run("portfolio", "list", "--js").err
