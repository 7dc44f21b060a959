"""`python -m eportfolio`."""

from __future__ import annotations

import io
import sys

from eportfolio.cli import main as run


def main() -> None:
    """Run the command line and leave with its exit code; names are printed in any alphabet."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(run())


if __name__ == "__main__":
    main()
