"""Where somebody is in the window."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """Where somebody was: ids only, nothing about a person."""

    portfolio: str
    section: int
    record: str | None = None
    is_together: bool = False  # on the Samen-scherm, with the client
