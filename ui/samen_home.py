"""The small pages of the Samen-scherm: language, what to do, the explanation, stopping."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QGridLayout, QWidget

from eportfolio import texts
from eportfolio.workspace import sentences as say
from ui import samen_work
from ui.samen_frame import Frame, Sheet, heading, lines, next_button, page, said, yes_no
from ui.samen_parts import ChoiceButton, Voice, table
from ui.widgets import row
from ui.words import explain

GONE = (say.STILL_THERE, say.IS_TOLD, say.MAY_KEEP, say.HEARS)  # what cannot be undone
EXPLANATION = ((say.YOUR_FILE, "folder"), (say.WHO_READS, "eye"), (say.YOUR_RIGHTS, "shield"))


def languages(voice: Voice, choose: Callable[[str], object]) -> Sheet:
    """Every language that there is, in its own letters. None is chosen before."""
    buttons = []
    for words in texts.languages(texts.CLIENT):
        own = Voice(voice.theme, words)
        buttons.append(
            ChoiceButton(own, (words.name, words.dutch_name), partial(choose, words.language),
                         kind="small", wide=True)
        )  # fmt: skip
    content = page(
        heading(voice, voice.both(say.WHICH_LANGUAGE, "question"), "language"),
        _tiles(buttons, 3),
    )
    return Sheet(voice.name(say.WHICH_LANGUAGE), content)


def tasks(
    voice: Voice,
    ways: Sequence[tuple[str, str, Callable[[], object]]],
    other_language: Callable[[], object],
) -> Sheet:
    """What the client and the klantmanager can do here."""
    buttons = [
        ChoiceButton(voice, said(voice, words), pressed, sign, ink="accent", kind="word", wide=True)
        for words, sign, pressed in ways
    ]
    for one in buttons:
        voice.theme.size(one, minimumHeight=130)
    other = ChoiceButton(
        voice, said(voice, say.OTHER_LANGUAGE), other_language, "language", kind="small"
    )
    content = page(
        heading(voice, voice.both(say.WHAT_TO_DO, "question")),
        _tiles(buttons, 2),
        row(other, None),
        space=24,
    )
    return Sheet(voice.name(say.WHAT_TO_DO), content)


class _Tiles(QWidget):
    """Buttons of one size in rows; fewer in a row where there is less room."""

    def __init__(self, buttons: Sequence[QWidget], across: int) -> None:
        super().__init__()
        self._buttons, self._across, self._now = list(buttons), across, 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        self._place(across)

    def resizeEvent(self, event: Any) -> None:  # noqa: N802
        super().resizeEvent(event)
        wide = max(one.sizeHint().width() for one in self._buttons) + 16
        self._place(max(1, min(self._across, self.width() // max(1, min(wide, self.width())))))

    def minimumSizeHint(self) -> Any:  # noqa: N802
        """One in a row must fit."""
        size = super().minimumSizeHint()
        size.setWidth(max(one.minimumSizeHint().width() for one in self._buttons))
        return size

    def _place(self, across: int) -> None:
        if across == self._now:
            return
        self._now = across
        for n, one in enumerate(self._buttons):
            self._grid.removeWidget(one)
            self._grid.addWidget(one, n // across, n % across)
        for n in range(self._across):
            self._grid.setColumnStretch(n, 1 if n < across else 0)


def _tiles(buttons: Sequence[QWidget], across: int) -> QWidget:
    return _Tiles(buttons, across)


class Explanation:
    """What the dossier is, page by page: there is nothing to permit."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def show(self, n: int = 0) -> None:
        """One of its pages."""
        self._frame.show_page(partial(self._page, n))

    def _page(self, n: int) -> Sheet:
        voice = self._frame.voice
        (title, *rest), sign = EXPLANATION[n]
        is_last = n == len(EXPLANATION) - 1
        on = self._frame.home if is_last else partial(self.show, n + 1)
        content = page(
            heading(voice, voice.both(title, "question"), sign),
            table(*lines(voice, rest), space=12, margin=24),
        )
        back = partial(self.show, n - 1) if n else self._frame.home
        words = say.DONE if is_last else say.NEXT
        return Sheet(
            voice.name(title), content, (next_button(voice, on, words),), back,
            (n + 1, len(EXPLANATION)),
        )  # fmt: skip


class Stopping:
    """Taking a yes back: with one permission it is one question."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def begin(self) -> None:
        """Which one, when there is more than one."""
        found = self._frame.seen.table.open_decisions
        if len(found) == 1:
            self._ask(found[0].consent)
        else:
            self._frame.show_page(self._several if found else self._nothing)

    def _nothing(self) -> Sheet:
        voice, frame = self._frame.voice, self._frame
        content = page(heading(voice, voice.both(say.SHARES_NOTHING, "question"), "lock"))
        done = next_button(voice, frame.home, say.DONE)
        return Sheet(voice.name(say.SHARES_NOTHING), content, (done,), frame.home)

    def _several(self) -> Sheet:
        voice, frame = self._frame.voice, self._frame
        buttons = []
        for one in frame.seen.table.open_decisions:
            consent = one.consent
            who = ", ".join(
                part for part in (consent.recipient_name, consent.recipient_organisation) if part
            )
            until = voice.until(say.UNTIL, consent.valid_until.isoformat())
            made = ChoiceButton(
                voice, (who, until[0]), partial(self._ask, consent), "user", kind="small", wide=True
            )
            buttons.append(made)
        content = page(
            heading(voice, voice.both(say.STOP_WITH_WHOM, "question"), "pause"), *buttons
        )
        return Sheet(voice.name(say.STOP_WITH_WHOM), content, (), frame.home)

    def _ask(self, consent: Any) -> None:
        self._frame.show_page(partial(self._question, consent))

    def _question(self, consent: Any) -> Sheet:
        voice, frame, name = self._frame.voice, self._frame, consent.recipient_name
        content = page(
            heading(voice, voice.both(say.WANT_TO_STOP, "question", name=name), "pause"),
            table(
                voice.both(say.NOTHING_MORE, name=name),
                *lines(voice, (say.STAYS_THE_SAME, *(GONE if self._is_used(consent) else ()))),
                space=12,
                margin=24,
            ),
        )
        answers = yes_no(voice, partial(self._on_answer, consent))
        return Sheet(voice.name(say.WANT_TO_STOP, name=name), content, answers, frame.home)

    def _on_answer(self, consent: Any, stops: bool) -> None:
        frame = self._frame
        if not stops:
            frame.home()
            return
        work = samen_work.take_back(frame.portfolio, consent.id)
        frame.ask(work, self._on_stopped, lambda error: frame.complain(explain(error)))

    def _is_used(self, consent: Any) -> bool:
        """Whether there is somebody to tell."""
        return consent.hash in self._frame.seen.table.used

    def _on_stopped(self, decision: Any) -> None:
        stopped = partial(self._stopped, decision.consent)
        self._frame.say_kept()
        self._frame.read_again(lambda: self._frame.show_page(stopped))

    def _stopped(self, consent: Any) -> Sheet:
        voice, frame = self._frame.voice, self._frame
        title, *rest = say.STOPPED
        if self._is_used(consent):
            rest += say.TOLD_OF_IT
        content = page(
            heading(voice, voice.both(title, "question"), "check-circle"),
            table(*lines(voice, rest), space=12, margin=24),
        )
        return Sheet(voice.name(title), content, (next_button(voice, frame.home, say.DONE),))
