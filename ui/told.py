"""What a client told before: the words for it, the card on top of a dossier, a warning in a form.

What was told, and which wish holds, comes from the core; here it is only put in words.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from ui.models import Line, Mark
from ui.term_list import TermList
from ui.theme import Theme
from ui.values import shown_date
from ui.widgets import button, column, hair, icon, row, text
from ui.words import N_, _

if TYPE_CHECKING:
    from eportfolio.workspace.story import Before, Topic

NEVER, BOUND = N_("Niet opnieuw vragen"), N_("Alleen met iemand erbij")
MARKS: Mapping[str, Mark] = {
    NEVER: Mark("ban", "neg", NEVER),
    BOUND: Mark("users", "warn", BOUND),
    "Mag": Mark("check", "neutral", N_("Opnieuw vragen mag")),
}


def told_lines(topics: Sequence[Topic]) -> list[Line]:
    """A line for each topic that was told, those with a wish first; each leads to its record."""
    told = [one for one in topics if one.told]
    told.sort(key=lambda one: (not one.is_restricted, list(topics).index(one)))
    return [_line(one) for one in told]


def _line(topic: Topic) -> Line:
    mark = MARKS.get(topic.mark.wish) if topic.mark is not None else None
    source = topic.mark.record if topic.mark is not None and topic.is_restricted else None
    under = [when_words(topic)]
    if topic.mark is not None and topic.mark.wish == BOUND:
        under.append(_("alleen met {who} erbij").format(who=topic.mark.with_whom))
    record = str(source or topic.last.record)
    return Line(topic.name, " · ".join(under), record, "book", mark)


def when_words(topic: Topic) -> str:
    """When and to whom it was told last; where that was not noted, when it was written."""
    last, to = topic.last, topic.last.to
    day = shown_date(last.day)
    if not last.on:
        return _("opgeschreven op {day}").format(day=day)
    if to:
        return _("verteld op {day} aan {to}").format(day=day, to=to)
    return _("verteld op {day}").format(day=day)


def warning_words(before: Before) -> str:
    """What a form says before a question that was answered before."""
    topic = before.topic
    said = _("{topic}: dit is al {when}. Lees het eerst.").format(
        topic=topic.name, when=when_words(topic)
    )
    if topic.mark is not None and topic.mark.wish == NEVER:
        return said + " " + _("De cliënt wil hier niet opnieuw over vertellen.")
    if topic.mark is not None and topic.mark.wish == BOUND:
        asked = _("Vraag dit alleen met {who} erbij.").format(who=topic.mark.with_whom)
        return f"{said} {asked}"
    return said


class ToldNote(QFrame):
    """A warning above a question, with the way to what was told."""

    def __init__(self, theme: Theme, before: Before, follow: Callable[[str], None]) -> None:
        super().__init__()
        topic = before.topic
        mark = MARKS.get(topic.mark.wish) if topic.mark is not None else None
        is_strict = mark is not None and topic.is_restricted
        self.words = warning_words(before)
        self.setProperty("banner", "warn" if is_strict else "info")
        name, ink = (mark.icon, "warn") if mark and is_strict else ("book", "accent")
        record = str(topic.mark.record if is_strict and topic.mark else topic.last.record)
        self.read_button = button(theme, _("Lezen"), lambda: follow(record), "eye", small=True)
        self.read_button.setAccessibleName(_("Lezen: {topic}").format(topic=topic.name))
        said = text(self.words, wrap=True)
        words = column(said, space=4)
        if mark and is_strict:
            words = column(text(mark.words, "strong"), said, space=4)
        sign = column(None, icon(theme, name, ink, 20), None)
        layout = row(sign, words, self.read_button)
        layout.setContentsMargins(14, 10, 14, 10)
        layout.setStretch(1, 1)
        self.setLayout(layout)


class ToldCard(QFrame):
    """What was told before, on top of a dossier; hidden while nothing was told."""

    record_wanted = Signal(str)

    def __init__(self, theme: Theme, why: str = "") -> None:
        super().__init__()
        self.setProperty("card", True)
        self.list = TermList(theme, _("Al verteld"), is_whole=True)
        self.list.followed.connect(self._on_followed)
        head = row(text(_("Al verteld"), "section"), None)
        head.setContentsMargins(20, 12, 20, 4)
        words = why or _("Lees dit eerst. Dan hoeft de cliënt het niet nog een keer te vertellen.")
        about = text(words, "muted", wrap=True)
        about.setContentsMargins(20, 0, 20, 12)
        inside = column(head, about, hair(), self.list, space=0)
        inside.setContentsMargins(1, 1, 1, 8)
        self.setLayout(inside)
        self.lines: list[Line] = []

    def load(self, topics: Sequence[Topic]) -> None:
        """Show these topics."""
        self.lines = told_lines(topics)
        self.list.load(self.lines)

    def _on_followed(self, record: str) -> None:
        self.record_wanted.emit(record)


def notes(
    theme: Theme, found: Sequence[Before], follow: Callable[[str], None]
) -> list[tuple[str, QWidget]]:
    """The warnings of a form, each with the dotted field that it stands above."""
    return [(one.field, ToldNote(theme, one, follow)) for one in found]
