"""One item of a dossier as a client reads it: its kind and its fields, in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from eportfolio import records
from ui.form_spec import COMMON, shown, specs
from ui.samen_parts import Voice, isolated
from ui.values import shown_headline
from ui.widgets import column


def names_of(items: Iterable[Any]) -> dict[str, str]:
    """What each item is called, for fields that refer to it."""
    return {str(one.record): shown_headline(one.headline, str) for one in items}


def facts(item: Any, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Label and value of what is filled in; nothing of what never leaves."""
    for spec in specs(item.kind):
        if spec.never_leaves or spec.name in COMMON:
            continue
        if words := shown(spec, item.body.get(spec.name), names, str):
            yield spec.dutch, words


def title(voice: Voice, item: Any, kind: str = "question") -> QWidget:
    """What kind of thing it is, and which one."""
    return voice.both(records.title(item.kind), kind)


def content(voice: Voice, item: Any, names: Mapping[str, str]) -> QWidget:
    """Every field that is filled in, label beside value. What was typed stays as it was typed."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(28)
    grid.setVerticalSpacing(12)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    for n, (label, value) in enumerate(facts(item, names)):
        words = voice.pair(voice.own(label), label, "value")
        said = voice.line(isolated(value), "value")
        for one in said, *words.findChildren(type(said)):
            one.setMinimumWidth(1)
        said.setAccessibleName(f"{label}: {value}")
        grid.addLayout(column(words, None), n, 0)
        grid.addLayout(column(said, None), n, 1)
    holder = QWidget()
    holder.setLayout(grid)
    return holder
