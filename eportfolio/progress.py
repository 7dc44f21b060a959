"""How long work tells how far it is, and hears that a person wants it to stop."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Called now and then with what is done and the total, in bytes or steps."""

    def __call__(self, done: int, total: int, /) -> bool:
        """Whether to go on; False cancels, and nothing half done stays behind."""


def silent(done: int, total: int, /) -> bool:
    """For whoever does not watch."""
    return True
