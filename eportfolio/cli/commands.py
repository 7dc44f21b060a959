"""What every command has: its place in a group, its words, the global options, and how a wrong one
is refused."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn, cast

from eportfolio.errors import WrongUsage


class Parser(argparse.ArgumentParser):
    """Says in Dutch that a command is wrong, without repeating what was typed."""

    def __init__(self, *, quiet: bool, **options: Any) -> None:
        super().__init__(**options, allow_abbrev=False)
        self._quiet = quiet

    def error(self, message: str) -> NoReturn:
        if not self._quiet:
            self.print_usage(sys.stderr)
        raise WrongUsage("usage")


def _lazy(module: str, name: str) -> Callable[[argparse.Namespace], Any]:
    def run(parsed: argparse.Namespace) -> Any:
        return getattr(importlib.import_module(f"eportfolio.cli.{module}"), name)(parsed)

    return run


class Commands:
    """Adds commands; each gets the global options too, so that their place does not matter."""

    def __init__(self, parser: argparse.ArgumentParser, *, quiet: bool) -> None:
        # argparse makes the parsers of commands itself; it must hand this on to each of them.
        self._parser_class = cast("type[Parser]", partial(Parser, quiet=quiet))
        self._groups = parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=self._parser_class
        )

    def group(self, name: str, title: str) -> argparse._SubParsersAction[Any]:
        """Commands of two words."""
        parser = self._groups.add_parser(name, help=title, description=title)
        return parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=self._parser_class
        )

    def inner(
        self, group: argparse._SubParsersAction[Any], name: str, title: str
    ) -> argparse._SubParsersAction[Any]:
        """Commands of three words."""
        parser: argparse.ArgumentParser = group.add_parser(name, help=title, description=title)
        return parser.add_subparsers(
            required=True, metavar="COMMAND", parser_class=self._parser_class
        )

    def add(self, name: str, module: str, run: str, title: str) -> argparse.ArgumentParser:
        """A command of one word."""
        return command(self._groups, name, module, run, title)


def command(
    group: argparse._SubParsersAction[Any], name: str, module: str, run: str, title: str
) -> argparse.ArgumentParser:
    """A command in a group: the function `run` of `eportfolio.cli.<module>` does it."""
    parser: argparse.ArgumentParser = group.add_parser(name, help=title, description=title)
    global_options(parser, default=argparse.SUPPRESS)
    parser.set_defaults(run=_lazy(module, run))
    return parser


def global_options(parser: argparse.ArgumentParser, default: Any = None) -> None:
    """The options that every command takes, before it or after it."""
    parser.add_argument(
        "--vault", type=Path, default=default, metavar="DIR", help="map van de kluis"
    )
    parser.add_argument(
        "--passphrase-file",
        type=Path,
        default=default,
        metavar="FILE",
        help="eerste regel is de wachtwoordzin",
    )
    parser.add_argument(
        "--json",
        action="store_true",
        default=default if default is not None else False,
        help="één JSON-object als antwoord",
    )
