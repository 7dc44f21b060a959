"""Exactly what a client could see on the Samen-scherm while deciding, as one text with a SHA-256.

The notice, the titles of the groups, every sentence of the pages and the words of the items, in
Dutch and in the language of the talk: the same version of the program gives the same text
(docs/formats/consent.md, shown).
"""

from __future__ import annotations

import json
from typing import Any

from eportfolio import consent as rules
from eportfolio import texts
from eportfolio.crypto import digest
from eportfolio.records import client_fields
from eportfolio.workspace.sentences import ASKED

WAY = "samen-scherm"
FORMAT = 1


def shown_text(language: str) -> dict[str, Any]:
    """What a consent says about it: the way, the version of the notice, language and SHA-256."""
    return {
        "way": WAY,
        "version": texts.shown_notice().version,
        "language": texts.words(texts.CLIENT, language).language,
        "sha256": digest(canonical(language)),
    }


def canonical(language: str) -> bytes:
    """The text itself: JSON with sorted names, UTF-8, without white space between parts."""
    words = texts.words(texts.CLIENT, language)
    titles = [group.title for group in rules.load_groups().values()]
    found = {
        "format": FORMAT,
        "language": words.language,
        "notice": [texts.shown_notice().text, texts.shown_notice(words.language).text],
        "groups": [[title, words.phrase(title)] for title in titles],
        "sentences": [[text, words.phrase(text)] for text in ASKED],
        "items": [[text, words.phrase(text)] for text in client_fields.said()],
    }
    said = json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return said.encode()
