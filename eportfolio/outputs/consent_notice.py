"""The text that a client decides on, line beside line, as it is in the file of its version."""

from __future__ import annotations

from collections.abc import Iterator

from eportfolio import texts
from eportfolio.outputs.client_paper import Block, para
from eportfolio.outputs.two_languages import Pair, Writer


def notice_title(write: Writer, version: str | None = None) -> Pair:
    """The first line: what it is about."""
    return next(_pairs(write, version))


def notice_text(write: Writer, version: str | None = None) -> list[Block]:
    """All of it below the first line. Where there is no text in the client's language it stands
    in Dutch, and that is told."""
    lines = list(_pairs(write, version))[1:]
    blocks: list[Block] = []
    for line in lines:
        blocks.append(para(line) if line["nl"] else {"is": "gap"})
    return blocks[1:] if blocks and blocks[0] == {"is": "gap"} else blocks


def _pairs(write: Writer, version: str | None) -> Iterator[Pair]:
    dutch = texts.shown_notice(texts.DUTCH, version)
    shown = texts.shown_notice(write.words.language, dutch.version)
    lines = dutch.text.rstrip("\n").split("\n")
    others = shown.text.rstrip("\n").split("\n")
    fits = shown.language == write.words.language and len(others) == len(lines)
    if write.in_two and not fits:
        write.leave_out("translation")
    for line, other in zip(lines, others if fits else lines, strict=True):
        yield write.fixed(line, other if fits else None, is_concept=shown.is_concept)
