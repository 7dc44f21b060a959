"""What a page of the Samen-scherm is, and what the pages ask of the screen that shows them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtWidgets import QWidget

from eportfolio.errors import EportfolioError
from eportfolio.workspace import sentences as say
from ui.samen_parts import ChoiceButton, Voice, table
from ui.widgets import column, icon, row, square

if TYPE_CHECKING:
    from ui.samen_work import Seen
    from ui.theme import Theme


@dataclass(frozen=True)
class Sheet:
    """One page: what it says, the answers under it, the way back, and how far the talk is.

    `name` is what somebody who listens hears first.
    """

    name: str
    content: QWidget
    answers: tuple[ChoiceButton, ...] = ()
    back: Callable[[], object] | None = None
    step: tuple[int, int] | None = None


Build = Callable[[], Sheet]


class Frame(Protocol):
    """The screen, as its pages know it."""

    theme: Theme
    voice: Voice

    @property
    def portfolio(self) -> str: ...
    @property
    def seen(self) -> Seen: ...
    @property
    def own_name(self) -> str: ...
    def show_page(self, build: Build) -> None: ...
    def home(self) -> None: ...
    def ask(
        self,
        work: Callable[[Any], Any],
        done: Callable[[Any], None] | None = None,
        failed: Callable[[EportfolioError], None] | None = None,
    ) -> None: ...
    def read_again(self, done: Callable[[], None]) -> None: ...
    def say_kept(self) -> None: ...
    def drop_typed(self) -> None: ...
    def say_interpreter(self, words: str) -> None: ...
    def complain(self, words: str) -> None: ...


def heading(voice: Voice, title: QWidget, sign: str = "") -> QWidget:
    """The question of a page, with its sign."""
    holder = QWidget()
    parts: list[Any] = []
    if sign:
        picture = square(voice.theme, icon(voice.theme, sign, "accent", 40), 72, "softlogo")
        parts.append(column(picture, None))
    layout = row(*parts, title, space=20)
    layout.setStretch(len(parts), 1)
    holder.setLayout(layout)
    return holder


def lines(voice: Voice, texts: Sequence[str]) -> list[QWidget]:
    """Sentences under each other."""
    return [voice.both(one) for one in texts]


def page(*parts: Any, space: int = 20) -> QWidget:
    """What stands on a page, from top to bottom."""
    holder = QWidget()
    holder.setLayout(column(*parts, None, space=space))
    return holder


def said(voice: Voice, dutch: str, **facts: object) -> tuple[str, str]:
    """A text in both languages, for a button."""
    return voice.own(dutch, **facts), voice.dutch(dutch, **facts)


def next_button(voice: Voice, pressed: Callable[[], object], words: str = say.NEXT) -> ChoiceButton:
    """On to the next page."""
    sign = "arrow-left" if voice.right_to_left else "arrow-right"
    return ChoiceButton(voice, said(voice, words), pressed, sign if words == say.NEXT else "check",
                        kind="word")  # fmt: skip


def yes_no(voice: Voice, answer: Callable[[bool], object]) -> tuple[ChoiceButton, ChoiceButton]:
    """Two answers of one size; the sign alone has a colour."""
    return (
        ChoiceButton(voice, said(voice, say.YES), lambda: answer(True), "check", ink="pos"),
        ChoiceButton(voice, said(voice, say.NO), lambda: answer(False), "x", ink="neg"),
    )


def ending(
    voice: Voice,
    texts: Sequence[str],
    sign: str,
    done: Callable[[], object],
    back: Callable[[], object],
    step: tuple[int, int] | None = None,
) -> Sheet:
    """A page that only tells something and is done: a title and sentences under it."""
    title, *rest = texts
    content = page(
        heading(voice, voice.both(title, "question"), sign),
        table(*lines(voice, rest), space=12, margin=24),
    )
    return Sheet(voice.name(title), content, (next_button(voice, done, say.DONE),), back, step)
