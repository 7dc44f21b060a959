"""The command line: parse, call one use case, print (docs/cli.md).

Invariants:
- Nothing heavy is imported before a command needs it: `--help` answers at once.
- A failure prints its code and one Dutch sentence; never a traceback, never personal data.
- The passphrase is read from a file or asked for; it is never an argument.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from eportfolio.cli.output import Result, print_failure, print_result
from eportfolio.cli.parser import build_parser
from eportfolio.errors import EportfolioError, WrongUsage


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    as_json = "--json" in arguments
    try:
        return _run(arguments)
    except EportfolioError as error:
        print_failure(error, as_json=as_json)
        return error.exit_code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_output()
        return 0
    except Exception as error:  # a bug must not show a traceback
        print_failure(EportfolioError("bug", None, kind=type(error).__name__), as_json=as_json)
        return 1


def _is_text(argument: str) -> bool:
    """Whether the platform could read it: what it could not is half a character in Python."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return False
    return True


def _run(arguments: Sequence[str]) -> int:
    if any("\0" in one or not _is_text(one) for one in arguments):
        raise WrongUsage("usage")
    parsed = build_parser(quiet="--json" in arguments).parse_args(arguments)
    result: Result = parsed.run(parsed)
    print_result(result, as_json=parsed.json)
    sys.stdout.flush()  # a reader who is gone is noticed here, not at the very end
    return result.exit_code


def _drop_output() -> None:
    """What is left in the buffer goes nowhere, or Python would complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
