"""One item of a dossier as a client reads it: what it is and its fields, in two languages.

Labels and values of lists are those of the client's paper. What has no plain words there stands
under a line of its own, as Dutch: nothing that could travel is kept from the client.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from eportfolio.records import client_fields as plain_words
from eportfolio.records import told
from eportfolio.texts import for_client
from eportfolio.workspace import sentences as say
from ui.form_spec import COMMON, shown, specs
from ui.samen_parts import Voice, isolated
from ui.values import shown_headline, shown_number
from ui.widgets import column, hair

Pair = tuple[str, str]
YES, NO, UNKNOWN = for_client("Ja"), for_client("Nee"), for_client("Niet bekend")
PERIOD = for_client("{begin} tot en met {end}")


def names_of(items: Iterable[Any]) -> dict[str, str]:
    """What each item is called, for fields that refer to it."""
    return {str(one.record): shown_headline(one.headline, str) for one in items}


def facts(voice: Voice, item: Any) -> Iterator[tuple[Pair, Pair]]:
    """Label and value of what is filled in, in both languages, in the words of the paper."""
    for one in told.facts(item.kind, item.body, on_screen=True):
        label = (isolated(one.label),) * 2 if one.is_typed else _said(voice, one.label)
        yield label, _value(voice, one.how, one.value)


def others(item: Any, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What else is filled in: label and value in Dutch; nothing of what never leaves."""
    known = told.named(item.kind)
    for spec in specs(item.kind):
        if spec.never_leaves or spec.name in COMMON or spec.name in known:
            continue
        if words := shown(spec, item.body.get(spec.name), names, str):
            yield spec.dutch, words


def _said(voice: Voice, dutch: str) -> Pair:
    return voice.own(dutch), dutch


def _word(voice: Voice, value: object) -> Pair:
    dutch = plain_words.VALUES.get(str(value))
    return _said(voice, dutch) if dutch else (isolated(value), isolated(value))


def _value(voice: Voice, how: str, value: Any) -> Pair:
    if how == plain_words.DAY:
        return voice.day(str(value)), voice.dutch_day(str(value))
    if how == plain_words.YES_NO:
        found = {True: YES, "Ja": YES, False: NO, "Nee": NO}.get(value, UNKNOWN)
        return _said(voice, found)
    if how == plain_words.PERIOD and isinstance(value, dict):
        begin, end = str(value.get("van") or ""), str(value.get("tot") or "")
        return (
            voice.words.phrase(PERIOD, begin=voice.day(begin), end=voice.day(end)),
            PERIOD.format(begin=voice.dutch_day(begin), end=voice.dutch_day(end)),
        )
    if isinstance(value, list):
        pairs = [_word(voice, one) for one in value if one]
        comma = "، " if voice.right_to_left else ", "
        return comma.join(own for own, _ in pairs), ", ".join(dutch for _, dutch in pairs)
    if how == plain_words.WORD:
        return _word(voice, value)
    is_number = isinstance(value, int | float)
    words = isolated(shown_number(value) if is_number else value)
    return words, words


def title(voice: Voice, item: Any, kind: str = "question") -> QWidget:
    """What kind of thing it is, and which one."""
    words, is_value = told.title(item.kind, item.body)
    pair = _word(voice, words) if is_value else _said(voice, words)
    lead = told.lead(item.kind, item.body)
    lines = [voice.line(isolated(lead), "sentence")] if lead else []
    holder = QWidget()
    holder.setLayout(column(voice.pair(*pair, kind), *lines, space=4))
    return holder


def content(voice: Voice, item: Any, names: Mapping[str, str]) -> QWidget:
    """Every field that is filled in, label beside value. What was typed stays as it was typed."""
    grid = _Facts(voice)
    for label, value in facts(voice, item):
        grid.add(label, value)
    rest = list(others(item, names))
    if rest:
        grid.across(hair())
        grid.across(voice.both(say.ALSO_HERE, "value"))
        for dutch, value_of in rest:
            words = isolated(value_of)
            grid.add((voice.own(dutch), dutch), (words, words))
    return grid.holder


class _Facts:
    """Two columns that stay in line."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(12)
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self.holder = QWidget()
        self.holder.setLayout(self._grid)
        self._rows = 0

    def add(self, label: Pair, value: Pair) -> None:
        """One line."""
        words, said = (self._voice.pair(*one, "value") for one in (label, value))
        for one in (*words.labels, *said.labels):
            one.setMinimumWidth(1)
        for one in said.labels:
            one.setAccessibleName(f"{label[1]}: {one.text()}")
        self._grid.addLayout(column(words, None), self._rows, 0)
        self._grid.addLayout(column(said, None), self._rows, 1)
        self._rows += 1

    def across(self, part: QWidget) -> None:
        """Something that belongs to both columns."""
        self._grid.addWidget(part, self._rows, 0, 1, 2)
        self._rows += 1
