"""Commands that have their name but not yet their work."""

from __future__ import annotations

import argparse

from eportfolio.cli.output import Result
from eportfolio.errors import WrongUsage


def not_available(parsed: argparse.Namespace) -> Result:
    """Say so."""
    raise WrongUsage("not-available")
