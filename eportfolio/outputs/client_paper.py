"""What every paper for a client has: the language it is in, its banner, its foot, its notes.

A document is a list of blocks (`resources/templates/paper.typ` says how each looks). Here is what
they have in common, and how a finished list becomes a PDF.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from eportfolio import texts
from eportfolio.outputs.two_languages import CONCEPT, LeftOut, Pair, Writer
from eportfolio.texts import for_client

AUTHOR = "eportfolio"
FIRST_BLOCKS = 8  # enough for a page or two
Block = dict[str, Any]


@dataclass(frozen=True)
class Paper:
    """A finished document. `language` is what stands beside the Dutch (`nl`: nothing does);
    `status` is `dutch`, `concept` or `checked`. `portfolio` and `document`: about whom and what it
    is, where it is about a client."""

    data: bytes
    pages: int
    language: str
    status: str
    left_out: tuple[LeftOut, ...]
    portfolio: str | None = None
    document: str = ""


def writer(language: str) -> Writer:
    """A writer for a language by its code; one that is not here gets Dutch, and a note."""
    return Writer(texts.words(texts.CLIENT, language), language)


def heading(title: Pair, level: str = "section") -> Block:
    """A line above what follows: `section` or `part`."""
    return {"is": level, "title": title}


def para(said: Pair, *, strong: bool = False) -> Block:
    """A sentence or two."""
    return {"is": "para", "said": said, "strong": strong}


def notice(*said: Pair, tone: str = "accent", strong: bool = False) -> Block:
    """Sentences in a field of their own; `strong` sets the first apart."""
    return {"is": "notice", "said": list(said), "tone": tone, "strong": strong}


def listed(*said: Pair) -> Block:
    """Sentences below each other, each with a point before it."""
    return {"is": "list", "said": list(said)}


def row(label: Pair, value: Pair) -> Block:
    """A fact of a card: its name and its value."""
    return {"label": label, "value": value}


def cover(title: Pair, name: Pair | None, facts: Sequence[Block]) -> Block:
    """The head of the first page."""
    return {"is": "cover", "title": title, "name": name, "facts": list(facts)}


def groups_of(text: str, size: int) -> list[str]:
    """A long number in groups, as people read it aloud."""
    return [text[start : start + size] for start in range(0, len(text), size)]


def day_in_figures(moment: datetime) -> str:
    """A day as it stands in the foot: 21-11-2026."""
    return moment.strftime("%d-%m-%Y")


def finish(
    write: Writer,
    title: str,
    blocks: Sequence[Block],
    *,
    foot: Sequence[str],
    made: datetime,
    is_beginning: bool = False,
) -> Paper:
    """The PDF of these blocks. `title` is the Dutch title; `foot` stands on every page.
    `is_beginning`: of the first ones only, to be looked at while all of it is made."""
    from eportfolio.outputs.typesetting import typeset

    untranslated = write.say(for_client("Deze tekst is niet vertaald.")) if write.in_two else None
    answers = {
        "yes": write.say(for_client("Ja")),
        "no": write.say(for_client("Nee")),
    }
    notes = _notes(write)
    shown = [*blocks[:1], *notes, *blocks[1 : FIRST_BLOCKS if is_beginning else None]]
    banner = None
    if write.status == CONCEPT:
        banner = write.say(for_client("Concept. Nog niet nagekeken."))
    content = {
        "title": title,
        "author": AUTHOR,
        "language": write.words.language,
        "mirrored": write.words.right_to_left,
        "two": write.in_two,
        "banner": banner,
        "untranslated": untranslated,
        "foot": list(foot),
        "blocks": shown,
        **answers,
    }
    made_of = typeset("paper", content, made)
    return Paper(made_of.data, made_of.pages, write.words.language, write.status, write.left_out)


def _notes(write: Writer) -> list[Block]:
    """What a reader must know about what is not there."""
    lost = {one.what for one in write.left_out}
    said = []
    if "language" in lost:
        said.append(write.say(for_client("Voor deze taal is er nog geen vertaling.")))
    if "translation" in lost:
        said.append(
            write.say(
                for_client("Sommige teksten zijn nog niet vertaald. Die zijn in het Nederlands.")
            )
        )
    if "characters" in lost:
        said.append(write.say(for_client("Sommige tekens lukken niet op papier. Daar staat […].")))
    if "picture" in lost:
        said.append(write.say(for_client("Een plaatje is niet te lezen. Het staat er niet.")))
    return [notice(*said, tone="warn")] if said else []
