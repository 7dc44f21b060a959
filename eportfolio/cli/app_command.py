"""`eportfolio app`: the window, where it is installed."""

from __future__ import annotations

import argparse
import importlib
import importlib.util

from eportfolio.cli.output import Result
from eportfolio.errors import WrongUsage


def app(parsed: argparse.Namespace) -> Result:
    """Show the window until it is closed.

    The core does not depend on the window: it is looked up by name when somebody asks for it.
    """
    if importlib.util.find_spec("PySide6") is None:
        raise WrongUsage("not-available", "no-window")
    window = importlib.import_module("ui.app")
    code: int = window.main(parsed.vault, demo=parsed.demo)
    return Result({"exit_code": code}, (), code)
