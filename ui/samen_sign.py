"""What was chosen, and the place to sign: drawn, a cross with a witness, or on paper."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from eportfolio.workspace import sentences as say
from ui import samen_flow as flow
from ui.consent_said import DRAWING
from ui.samen_flow import Talk
from ui.samen_frame import heading, page, said
from ui.samen_parts import Beside, ChoiceButton, Voice, isolated, table
from ui.sharing_work import Card
from ui.signature import SignaturePad, Stroke
from ui.widgets import column, hair, icon, row

DRAWN, CROSS = "handtekening scherm", "kruisje met getuige"
COVER = "cover"


def summary(
    voice: Voice, talk: Talk, offers: Sequence[Any], change: Callable[[], object]
) -> QWidget:
    """The page with everything that goes along and everything that stays."""
    goes, stays = _both_lists(talk, offers)
    edit = ChoiceButton(voice, said(voice, say.CHANGE), change, "pencil", kind="small")
    right, left = QWidget(), QWidget()
    right.setLayout(column(_list(voice, say.YES_GOES, "check", "pos", goes), None))
    left.setLayout(
        column(_list(voice, say.NO_STAYS, "x", "neg", stays), row(edit, None), None, space=16)
    )
    return page(
        heading(voice, voice.beside(*said(voice, say.YOUR_CHOICES), "question")),
        Beside(((right, 1), (left, 1)), voice.theme.px(900)),
        space=12,
    )


class Signing:
    """The strokes and the way, for as long as the page may come back. Nothing of it is kept, and
    no way is chosen before."""

    def __init__(self) -> None:
        self.way = ""
        self.strokes: list[Stroke] = []
        self.witness = ""
        self.pad: SignaturePad | None = None

    def build(
        self,
        voice: Voice,
        talk: Talk,
        offers: Sequence[Any],
        to: Card,
        until: str,
        *,
        paper: Callable[[], object],
    ) -> QWidget:
        """The page."""
        goes, stays = _both_lists(talk, offers)
        counted = [
            row(
                icon(voice.theme, sign, ink, 28),
                voice.beside(*_counted(voice, words, found), "row"),
            )
            for words, sign, ink, found in (
                (say.YES_GOES, "check", "pos", goes),
                (say.NO_STAYS, "x", "neg", stays),
            )
        ]
        for line in counted:
            line.setStretch(1, 1)
        about, sign_here = QWidget(), QWidget()
        about.setLayout(
            column(
                table(
                    *(voice.pair(*one, "row") for one in (
                        said(voice, say.TO, name=to.who), voice.until(say.UNTIL, until),
                    )),
                    hair(), *counted, hair(),
                    *(voice.both(one, "row") for one in (say.MAY_STOP, say.STAYS_THE_SAME)),
                    space=3,
                    margin=16,
                ),
                None,
            )
        )  # fmt: skip
        sign_here.setLayout(column(self._place(voice, paper), None))
        return page(
            heading(voice, voice.beside(*said(voice, say.HOW_TO_SIGN), "question")),
            Beside(((about, 4), (sign_here, 5)), voice.theme.px(1000)),
            space=12,
        )

    def _place(self, voice: Voice, paper: Callable[[], object]) -> QWidget:
        theme = voice.theme
        pad = self.pad = SignaturePad(theme, voice.name(say.YOUR_SIGNATURE))
        pad.strokes = self.strokes
        witness = QLineEdit(self.witness)
        witness.setProperty("client", "typed")
        witness.setAccessibleName(voice.name(say.WITNESS))
        theme.size(witness, minimumHeight=48)
        witness.textChanged.connect(self._on_witness)
        asked = QWidget()
        asked.setLayout(column(voice.both(say.WITNESS, "value"), witness, space=4))
        wipe = ChoiceButton(voice, said(voice, say.WIPE), pad.clear, kind="small")
        beside_pad = row(pad, column(wipe, None), None, space=10)
        beside_pad.setStretch(0, 100)
        here = QWidget()
        here.setLayout(column(beside_pad, asked, space=10))

        def choose(way: str) -> None:
            self.way = way
            for one, made in ways.items():
                made.setChecked(one == way)
            here.setVisible(bool(way))
            asked.setVisible(way == CROSS)

        ways = {
            DRAWN: ChoiceButton(voice, said(voice, say.SIGN), lambda: choose(DRAWN), kind="small"),
            CROSS: ChoiceButton(voice, said(voice, say.CROSS), lambda: choose(CROSS), kind="small"),
        }
        for made in ways.values():
            made.setCheckable(True)
        on_paper = ChoiceButton(voice, said(voice, say.ON_PAPER), paper, kind="small")
        buttons = Beside([(one, 1) for one in (*ways.values(), on_paper)], theme.px(560))
        place = table(buttons, here, space=10, margin=18)
        choose(self.way)
        return place

    def _on_witness(self, words: str) -> None:
        self.witness = words

    def problem(self) -> str:
        """What is lacking, as a sentence of the client's; nothing when it can be recorded."""
        if not self.way:
            return say.NO_WAY_YET
        if self.pad is None or not self.pad.is_signed:
            return say.NO_SIGNATURE_YET
        return say.NO_WITNESS_YET if self.way == CROSS and not self.witness.strip() else ""

    def png(self) -> bytes | None:
        """What was drawn."""
        return self.pad.png() if self.pad is not None else None

    def expressed(self) -> dict[str, Any]:
        """How the client said it, as the core reads it."""
        witness = {"witness": self.witness.strip()} if self.way == CROSS else {}
        return {"how": self.way, "evidence": DRAWING, **witness}


def _both_lists(talk: Talk, offers: Sequence[Any]) -> tuple[list[Any], list[Any]]:
    """What goes along and what stays: the words, and whether a part of it stays."""
    yes, no = flow.chosen(talk, offers)
    goes = [(one.title, _is_partly(talk, one)) for one in yes]
    stays = [(one.title, False) for one in no]
    for name, words in extra(talk).items():
        (goes if talk.answers.get(name) is True else stays).append((words, False))
    return goes, stays


def extra(talk: Talk) -> dict[str, str]:
    """What is asked after the groups, in the words of a list."""
    back = say.ADDED_BACK if talk.prepared.get("purpose") == COVER else say.SUMMARY_BACK
    return {flow.LATER_TOO: say.LATER, flow.BACK_TOO: back}


def _is_partly(talk: Talk, offer: Any) -> bool:
    return bool(talk.left_out & {str(one.record) for one in offer.records})


def _counted(voice: Voice, words: str, found: Sequence[object]) -> tuple[str, str]:
    own, dutch = said(voice, words)
    count = isolated(len(found))
    return f"{own} · {count}", f"{dutch} · {count}"


def _list(
    voice: Voice, title: str, sign: str, ink: str, groups: Sequence[tuple[str, bool]]
) -> QWidget:
    """One list of groups under its word."""
    head = row(
        icon(voice.theme, sign, ink, 28),
        voice.beside(*_counted(voice, title, groups), "small"),
        space=12,
    )
    head.setStretch(1, 1)
    parts: list[Any] = [head]
    for name, is_partly in groups:
        parts.append(hair())
        parts.append(voice.beside(*said(voice, name), "row"))
        if is_partly:
            parts.append(voice.beside(*said(voice, say.NOT_ALL), "row"))
    return table(*parts, space=3, margin=18)
