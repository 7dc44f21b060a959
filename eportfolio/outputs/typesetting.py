"""Pages for a client: typst, with our own templates and typefaces. Owner of typst.

Invariants:
- PDF/UA-1 and PDF/A-2a together: the compiler refuses a page without title, alternative text or
  glyph;
- same input, same text: no clock, no typeface of the computer, nothing fetched;
- a text is data and never markup;
- nothing is written: the bytes stay in memory.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import typst

from eportfolio import settings

STANDARDS: Final[list[Any]] = ["ua-1", "a-2a"]


@dataclass(frozen=True)
class Typeset:
    """A PDF and how many pages it has."""

    data: bytes
    pages: int


def typeset(template: str, content: Mapping[str, Any], made: datetime) -> Typeset:
    """A page description of `resources/templates`, filled with the content."""
    folder = settings.resource("templates")
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[settings.resource("fonts")],
    )
    compiler = typst.Compiler(
        folder / f"{template}.typ",
        root=folder,
        font_paths=fonts,
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
    )
    data = compiler.compile(format="pdf", pdf_standards=STANDARDS, timestamp=made.astimezone(UTC))
    pages = int(compiler.query("<pages>", field="value", one=True))
    if not isinstance(data, bytes):
        raise TypeError("typst gave several files")
    return Typeset(data, pages)
