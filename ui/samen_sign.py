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
from ui.widgets import Flow, column, hair, icon, row

DRAWN, CROSS = "handtekening scherm", "kruisje met getuige"


class Signing:
    """The strokes and the way, for as long as the page may come back. Nothing of it is kept."""

    def __init__(self) -> None:
        self.way = DRAWN
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
        change: Callable[[], object],
        paper: Callable[[], object],
    ) -> QWidget:
        """The page."""
        theme = voice.theme
        yes, no = flow.chosen(talk, offers)
        goes = [(one.title, _is_partly(talk, one)) for one in yes]
        if talk.answers.get(flow.BACK_TOO):
            goes.append((say.SUMMARY_BACK, False))
        stays = [(one.title, False) for one in no]
        edit = ChoiceButton(voice, said(voice, say.CHANGE), change, "pencil", kind="small")
        left = QWidget()
        left.setLayout(
            column(_list(voice, say.NO_STAYS, "x", "neg", stays), row(edit, None), None, space=16)
        )
        right = QWidget()
        right.setLayout(column(_list(voice, say.YES_GOES, "check", "pos", goes), None))
        sign = QWidget()
        sign.setLayout(column(self._place(voice, to, until, paper), None))
        return page(
            heading(voice, voice.beside(*said(voice, say.YOUR_CHOICES), "question")),
            Beside(((right, 4), (left, 4), (sign, 5)), theme.px(1080)),
            space=16,
        )

    def _place(self, voice: Voice, to: Card, until: str, paper: Callable[[], object]) -> QWidget:
        theme = voice.theme
        pad = self.pad = SignaturePad(theme, voice.name(say.YOUR_SIGNATURE))
        pad.strokes = self.strokes
        witness = QLineEdit(self.witness)
        witness.setProperty("client", "typed")
        witness.setAccessibleName(voice.name(say.WITNESS))
        witness.setMinimumHeight(theme.px(48))
        witness.textChanged.connect(self._on_witness)
        asked = QWidget()
        asked.setLayout(column(voice.both(say.WITNESS, "small"), witness, space=4))

        def choose(way: str) -> None:
            self.way = way
            for one, made in ways.items():
                made.setChecked(one == way)
            asked.setVisible(way == CROSS)

        ways = {
            DRAWN: ChoiceButton(voice, said(voice, say.SIGN), lambda: choose(DRAWN), kind="small"),
            CROSS: ChoiceButton(voice, said(voice, say.CROSS), lambda: choose(CROSS), kind="small"),
        }
        for made in ways.values():
            made.setCheckable(True)
        tools = Flow(10)
        for one in (
            *ways.values(),
            ChoiceButton(voice, said(voice, say.ON_PAPER), paper, kind="small"),
            ChoiceButton(voice, said(voice, say.WIPE), pad.clear, kind="small"),
        ):
            tools.addWidget(one)
        holder = QWidget()
        holder.setLayout(tools)
        place = table(
            voice.beside(*said(voice, say.YOUR_SIGNATURE), "small"),
            voice.beside(*said(voice, say.TO, name=to.who), "value"),
            voice.beside(*voice.until(say.UNTIL, until), "value"),
            pad, holder, asked, hair(),
            voice.beside(*said(voice, say.MAY_STOP), "value"),
            voice.beside(*said(voice, say.STAYS_THE_SAME), "value"),
            space=8,
            margin=18,
        )  # fmt: skip
        choose(self.way)
        return place

    def _on_witness(self, words: str) -> None:
        self.witness = words

    def problem(self) -> str:
        """What is lacking, as a sentence of the client's; nothing when it can be recorded."""
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


def _is_partly(talk: Talk, offer: Any) -> bool:
    return bool(talk.left_out & {str(one.record) for one in offer.records})


def _list(
    voice: Voice, title: str, sign: str, ink: str, groups: Sequence[tuple[str, bool]]
) -> QWidget:
    """One list of groups under its word."""
    own, dutch = said(voice, title)
    count = isolated(len(groups))
    words = voice.beside(f"{own} · {count}", f"{dutch} · {count}", "small")
    head = row(icon(voice.theme, sign, ink, 28), words, space=12)
    head.setStretch(1, 1)
    parts: list[Any] = [head]
    for name, is_partly in groups:
        parts.append(hair())
        parts.append(voice.beside(*said(voice, name), "value"))
        if is_partly:
            parts.append(voice.beside(*said(voice, say.NOT_ALL), "value"))
    return table(*parts, space=8, margin=18)
