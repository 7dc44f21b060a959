"""The client looks at what is written, item by item, and says of each what it is.

Every answer is recorded at once: nothing is lost when the screen is locked.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from eportfolio.consent import load_groups
from eportfolio.workspace import sentences as say
from eportfolio.workspace.together import KEEP_HERE, OTHER, OWN_WORDS, RIGHT, WRONG, Given
from ui import samen_items, samen_work
from ui.samen_frame import Frame, Sheet, ending, heading, lines, next_button, page, said
from ui.samen_parts import ChoiceButton, table
from ui.widgets import hair
from ui.words import _, explain

REST = say.REVIEW
WORDS = {RIGHT: say.RIGHT, WRONG: say.WRONG, KEEP_HERE: say.KEEP_HERE, OWN_WORDS: say.OWN_WORDS}
SIGNS = {RIGHT: ("check", "pos"), WRONG: ("x", "neg"), KEEP_HERE: ("hand", "text"),
         OWN_WORDS: ("message", "text")}  # fmt: skip


class Review:
    """Groups, then the items of one group; back is always possible."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._typed = ""
        self._at: tuple[str, str] | None = None  # record and answer that words are typed for
        self.wrong: list[str] = []  # what the klantmanager has to look at afterwards

    @property
    def unsaved(self) -> dict[str, str] | None:
        """Words that are typed and not recorded yet."""
        if self._at is None or not self._typed.strip():
            return None
        return {"record": self._at[0], "answer": self._at[1], "words": self._typed}

    def resume(self, kept: Mapping[str, str]) -> bool:
        """Go on typing where the talk was when it was locked; False when the item is gone."""
        for item in self._frame.seen.table.items:
            if str(item.record) == kept.get("record"):
                found = self._frame.seen.table.of(item.group)
                self._typed = str(kept.get("words", ""))
                self._ask_words(item.group, found.index(item), str(kept.get("answer", OWN_WORDS)))
                return True
        return False

    def begin(self) -> None:
        """What there is."""
        self._frame.show_page(self._groups)

    def _groups(self) -> Sheet:
        voice, seen = self._frame.voice, self._frame.seen
        titles = {name: group.title for name, group in load_groups().items()} | {OTHER: REST}
        buttons = []
        for name, title in titles.items():
            found = seen.table.of(name)
            if not found:
                continue
            done = sum(one.answer is not None for one in found)
            count = f"{done}/{len(found)}"
            own, dutch = said(voice, title)
            sign = "check-circle" if done == len(found) else "list-details"
            buttons.append(
                ChoiceButton(
                    voice, (f"{own} · {count}", f"{dutch} · {count}"), partial(self._open, name),
                    sign, ink="pos" if done == len(found) else "accent", kind="small", wide=True,
                )
            )  # fmt: skip
        empty = [] if buttons else [voice.both(say.NOTHING_YET)]
        content = page(
            heading(voice, voice.both(say.REVIEW, "question"), "eye"), *buttons, *empty, space=12
        )
        done_button = next_button(voice, self._frame.home, say.DONE)
        return Sheet(voice.name(say.REVIEW), content, (done_button,), self._frame.home)

    def _open(self, group: str) -> None:
        found = self._frame.seen.table.of(group)
        first = next((n for n, one in enumerate(found) if one.answer is None), 0)
        self._go(group, first)

    def _go(self, group: str, n: int) -> None:
        found = self._frame.seen.table.of(group)
        self._at = None
        if n < 0:
            self.begin()
        elif n >= len(found):
            self._frame.show_page(self._end)
        else:
            self._frame.show_page(partial(self._item, group, n))

    def _item(self, group: str, n: int) -> Sheet:
        voice, items = self._frame.voice, self._frame.seen.table.of(group)
        item = items[n]
        names = samen_items.names_of(self._frame.seen.table.items)
        given: list[QWidget] = []
        if item.answer is not None:
            word = WORDS.get(item.answer.answer, say.RIGHT)
            own, dutch = said(voice, word)
            given = [
                hair(),
                voice.pair(
                    voice.own(say.YOU_SAID, answer=own), voice.dutch(say.YOU_SAID, answer=dutch)
                ),
            ]
        content = page(
            heading(voice, voice.both(say.IS_RIGHT, "question")),
            table(
                samen_items.title(voice, item, "sentence"), hair(),
                samen_items.content(voice, item, names), *given, space=14, margin=24,
            ),
        )  # fmt: skip
        answers = tuple(
            ChoiceButton(
                voice, said(voice, words), partial(self._say, group, n, key), SIGNS[key][0],
                ink=SIGNS[key][1], kind="small", upright=True,
            )
            for key, words in WORDS.items()
        )  # fmt: skip
        spoken = f"{voice.name(say.IS_RIGHT)} {item.headline}"
        skip = ChoiceButton(
            voice, said(voice, say.LOOK_ON), partial(self._go, group, n + 1),
            "arrow-left" if voice.right_to_left else "arrow-right", kind="small", upright=True,
        )  # fmt: skip
        return Sheet(
            spoken, content, (*answers, skip), partial(self._go, group, n - 1), (n + 1, len(items))
        )

    def _say(self, group: str, n: int, answer: str) -> None:
        if answer in (WRONG, OWN_WORDS):
            self._typed = ""
            self._ask_words(group, n, answer)
        else:
            self._record(group, n, answer, "")

    def _ask_words(self, group: str, n: int, answer: str) -> None:
        self._at = (str(self._frame.seen.table.of(group)[n].record), answer)
        self._frame.show_page(partial(self._in_words, group, n, answer))

    def _in_words(self, group: str, n: int, answer: str) -> Sheet:
        voice = self._frame.voice
        title = say.WHAT_IS_WRONG if answer == WRONG else say.SAY_IT
        area = QPlainTextEdit(self._typed)
        area.setProperty("client", "typed")
        area.setAccessibleName(voice.name(title))
        area.setTabChangesFocus(True)
        voice.theme.size(area, minimumHeight=170)
        area.textChanged.connect(lambda: self._on_typed(area.toPlainText()))
        told = [say.WRITES_DOWN] + ([say.MAY_BE_EMPTY] if answer == WRONG else [])
        content = page(
            heading(voice, voice.both(title, "question"), "message"),
            table(*lines(voice, told), area, space=14, margin=24),
        )
        save = next_button(voice, partial(self._save_words, group, n, answer), say.SAVE)
        return Sheet(voice.name(title), content, (save,), partial(self._go, group, n))

    def _on_typed(self, words: str) -> None:
        self._typed = words

    def _save_words(self, group: str, n: int, answer: str) -> None:
        if answer == OWN_WORDS and not self._typed.strip():
            self._frame.complain(_("Schrijf op wat de cliënt zegt. Daarna slaat u het op."))
            return
        self._record(group, n, answer, self._typed)

    def _record(self, group: str, n: int, answer: str, words: str) -> None:
        frame = self._frame
        record = frame.seen.table.of(group)[n].record
        given = Given(record, answer, words, frame.voice.words.language)

        def recorded(_change: Any) -> None:
            frame.say_kept()
            self._at = None
            frame.drop_typed()
            if answer in (WRONG, OWN_WORDS):
                self.wrong.append(str(record))
            frame.read_again(partial(self._go, group, n + 1))

        frame.ask(
            samen_work.answer(frame.portfolio, [given]),
            recorded,
            lambda error: frame.complain(explain(error)),
        )

    def _end(self) -> Sheet:
        return ending(self._frame.voice, say.SEEN_ALL, "check-circle", self.begin, self.begin)
