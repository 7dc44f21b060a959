"""The talk about a permission: the notice, who receives it, group by group, told back, signed.

What the klantmanager fills in beforehand stands in `samen_prepare`; what was chosen and the place
to sign in `samen_sign`. Every answer goes to an encrypted draft at once.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from eportfolio import texts
from eportfolio.errors import EportfolioError
from eportfolio.workspace import sentences as say
from ui import samen_flow as flow
from ui import samen_items, samen_work
from ui.consent_fields import INTERPRETERS
from ui.samen_flow import DONE, GROUP, NO, PAPER, WANT, Talk
from ui.samen_frame import Frame, Sheet, ending, heading, lines, next_button, page, said, yes_no
from ui.samen_parts import Beside, ChoiceButton, isolated, table
from ui.samen_prepare import Prepare
from ui.samen_sign import COVER, Signing, extra, summary
from ui.sharing_work import Card
from ui.widgets import column, hair, icon, row
from ui.words import _, explain

PAUSE_MS = 1500
NOTICE_SIGNS = {"notice-1": "heart-handshake", "notice-2": "list-details", "notice-3": "hand",
                "notice-4": "pause"}  # fmt: skip


class ConsentTalk(QObject):
    """Goes from page to page; the frame shows them."""

    def __init__(self, frame: Frame, parent: QObject) -> None:
        super().__init__(parent)
        self._frame = frame
        self.talk: Talk | None = None
        self.signing: Signing | None = None
        self._decision: Any = None
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self.keep)

    @property
    def is_open(self) -> bool:
        """Whether there is something that is not recorded yet."""
        return self.talk is not None and bool(self.talk.prepared)

    def begin(self) -> None:
        """Prepare a permission, or go on with one that was not finished."""
        frame, kept = self._frame, self._frame.seen.table.draft
        language = frame.voice.words.language
        talk = self.talk or (Talk.read(kept.values) if kept is not None else Talk(language))
        if talk.language != language:  # what was said was said about other words
            talk = Talk(language, prepared=talk.prepared)
        self.talk = talk.renewed(frame.seen.table.head)
        frame.show_page(self._prepare)

    def resume(self) -> bool:
        """Go on where the talk was when it was locked; False when nothing was kept."""
        kept = self._frame.seen.table.draft
        if kept is None or not kept.values.get("prepared"):
            return False
        self.talk = Talk.read(kept.values).renewed(self._frame.seen.table.head)
        if self._card() is None:
            self.begin()
        else:
            self._go(self.talk.page)
        return True

    def restart(self) -> None:
        """Throw away what was said and ask again."""
        self.drop()
        self._frame.read_again(self.begin)

    def drop(self) -> None:
        """Nothing of this talk stays."""
        self.talk = self.signing = None
        self._frame.ask(samen_work.drop(self._frame.portfolio))

    def keep(self) -> None:
        """Keep what was said so far."""
        if self.talk is not None and self.talk.prepared:
            work = samen_work.keep(self._frame.portfolio, self.talk.values())
            self._frame.ask(work, lambda _nothing: self._frame.say_kept())

    @property
    def _now(self) -> Talk:
        if self.talk is None:
            raise RuntimeError("no talk")
        return self.talk

    @property
    def _offers(self) -> tuple[Any, ...]:
        return self._frame.seen.table.offers

    def _card(self) -> Card | None:
        wanted = self._now.prepared.get("recipient")
        return next((one for one in self._frame.seen.cards if one.thumbprint == wanted), None)

    @property
    def _to(self) -> Card:
        card = self._card()
        if card is None:
            raise RuntimeError("no recipient")
        return card

    # Pages

    def _go(self, name: str) -> None:
        if (name.startswith(GROUP) or name in flow.EXTRA) and not self._offers:
            name = WANT
        self._now.page = name
        self.keep()
        self._frame.say_interpreter(self._interpreter())
        self._frame.show_page(self._build)

    def _step(self, steps: int) -> None:
        name = flow.beside(self._now, self._offers, steps)
        if name is None:
            self._frame.show_page(self._prepare)
        else:
            self._go(name)

    def _on(self) -> None:
        self._step(1)

    def _back(self) -> None:
        self._step(-1)

    def _answer(self, name: str, answer: bool) -> None:
        self._now.answers[name] = answer
        self._on()

    def _build(self) -> Sheet:
        name = self._now.page
        if name.startswith("notice-"):
            return self._notice(name)
        if name.startswith(GROUP):
            return self._group(name)
        return {
            "who": self._who,
            WANT: self._want,
            flow.LATER_TOO: self._later,
            flow.BACK_TOO: self._answer_back,
            "tell": self._tell,
            "talk": self._talk,
            "choices": self._choices,
            flow.SIGN: self._signature,
            NO: self._no,
            PAPER: self._paper,
            DONE: self._done,
        }[name]()

    def _sheet(self, name: str, content: QWidget, *answers: ChoiceButton) -> Sheet:
        step = flow.step(self._now, self._offers)
        return Sheet(name, content, answers, self._back, step)

    def _prepare(self) -> Sheet:
        frame, talk = self._frame, self._now
        form = Prepare(frame.theme, frame.seen.cards, talk.prepared, frame.own_name)
        form.ready.connect(self._on_prepared)
        form.again.connect(self.restart)
        form.show_kept(is_kept=bool(talk.answers or talk.words))
        return Sheet(_("Voorbereiden"), form, (), frame.home)

    def _on_prepared(self, values: dict[str, Any]) -> None:
        talk = self._now
        if (talk.prepared or values)["recipient"] != values["recipient"] or (
            talk.prepared and talk.prepared["purpose"] != values["purpose"]
        ):
            talk.answers, talk.left_out, talk.words = {}, set(), ""
            talk.page = flow.BEFORE[0]
        talk.prepared = values
        talk.head = self._frame.seen.table.head
        self._go(talk.page if talk.page not in (DONE, NO, PAPER) else flow.BEFORE[0])

    def _notice(self, name: str) -> Sheet:
        voice = self._frame.voice
        at = int(name.partition("-")[2])
        own, dutch = (texts.shown_notice(code).blocks for code in (voice.words.language, "nl"))
        pairs = list(zip(own[at], dutch[at], strict=True))
        title = (own[0][0], dutch[0][0]) if at == 1 else pairs.pop(0)
        shown: list[QWidget] = []
        for n, one in enumerate(pairs):
            shown += ([hair()] if n else []) + [voice.pair(*one)]
        content = page(
            heading(voice, voice.pair(*title, "question"), NOTICE_SIGNS[name]),
            table(*shown, space=14, margin=24),
        )
        return self._sheet(title[0], content, next_button(voice, self._on))

    def _who(self) -> Sheet:
        voice, card = self._frame.voice, self._to
        name = voice.line(isolated(card.name), "question")
        organisation = voice.line(isolated(card.organisation), "sentence")
        person = row(
            column(icon(voice.theme, "user", "accent", 52), None),
            column(name, organisation, 8, voice.both(say.FOR_WHAT[self._now.prepared["purpose"]])),
            space=24,
        )
        person.setStretch(1, 1)
        holder = QWidget()
        holder.setLayout(person)
        content = page(
            heading(voice, voice.both(say.THIS_PERSON, "question"), "users"),
            table(holder, margin=24),
        )
        title = f"{voice.name(say.THIS_PERSON)}: {card.who}"
        return self._sheet(title, content, next_button(voice, self._on))

    def _want(self) -> Sheet:
        voice, name = self._frame.voice, self._to.name
        content = page(
            heading(voice, voice.both(say.WANT_TO_SHARE, "question", name=name), "hand"),
            table(
                *lines(voice, (say.MAY_SAY_NO, say.STAYS_THE_SAME, say.THEN_CHOOSE)),
                space=12,
                margin=24,
            ),
        )
        title = voice.name(say.WANT_TO_SHARE, name=name)
        return self._sheet(title, content, *yes_no(voice, partial(self._answer, WANT)))

    def _offer(self, name: str) -> Any:
        return next(one for one in self._offers if GROUP + one.group == name)

    def _group(self, name: str) -> Sheet:
        voice, offer = self._frame.voice, self._offer(name)
        to = self._to
        told = say.LAYERS[offer.layer]
        if offer.layer == "A" and to.organisation == self._frame.seen.table.organisation:
            told = say.OWN_MUNICIPALITY
        own, dutch = said(voice, say.SHOW)
        count = len(offer.records)
        look = ChoiceButton(
            voice, (f"{own} ({count})", f"{dutch} ({count})"), partial(self._look, name),
            "list-details", kind="small",
        )  # fmt: skip
        rest = self._now.left_out & {str(one.record) for one in offer.records}
        notes = [voice.both(say.NOT_ALL)] if rest else []
        title = row(voice.both(offer.title, "question"), look, space=20)
        title.setStretch(0, 1)
        sentences = [(one, 1) for one in lines(voice, (told, say.MAY_SAY_NO))]
        content = page(
            heading(voice, voice.both(say.MAY_READ, "question", name=to.name)),
            table(
                title, hair(), Beside(sentences, voice.theme.px(900)), *notes, space=14, margin=24
            ),
        )
        spoken = f"{voice.name(say.MAY_READ, name=to.name)} {voice.name(offer.title)}"
        return self._sheet(spoken, content, *yes_no(voice, partial(self._answer, name)))

    def _look(self, name: str) -> None:
        self._frame.show_page(partial(self._looking, name))

    def _looking(self, name: str) -> Sheet:
        """What is in a group, and what of it stays here."""
        voice, offer = self._frame.voice, self._offer(name)
        inside = {str(one.record) for one in offer.records}
        items = self._frame.seen.table.items
        names = samen_items.names_of(items)
        shown: list[QWidget] = []
        for item in (one for one in items if str(one.record) in inside):
            record = str(item.record)
            out = ChoiceButton(
                voice, said(voice, say.STAYS_HERE), partial(self._toggle, record), "hand",
                kind="small",
            )  # fmt: skip
            out.setCheckable(True)
            out.setChecked(record in self._now.left_out)
            out.setAccessibleName(f"{item.headline}: {voice.name(say.STAYS_HERE)}")
            shown.append(
                table(
                    samen_items.title(voice, item, "sentence"), hair(),
                    samen_items.content(voice, item, names), row(out, None), space=12, margin=24,
                )
            )  # fmt: skip
        content = page(
            heading(voice, voice.both(offer.title, "question"), "list-details"),
            voice.both(say.LEAVE_OUT),
            *shown,
        )
        done = next_button(voice, partial(self._go, name), say.DONE)
        return Sheet(
            voice.name(offer.title), content, (done,), partial(self._go, name),
            flow.step(self._now, self._offers),
        )  # fmt: skip

    def _toggle(self, record: str) -> None:
        self._now.left_out ^= {record}
        self.keep()

    def _later(self) -> Sheet:
        voice = self._frame.voice
        content = page(
            heading(voice, voice.both(say.LATER_TOO, "question"), "calendar"),
            table(*lines(voice, (say.LATER_YES, say.LATER_NO, say.MAY_SAY_NO)), margin=24),
        )
        answers = yes_no(voice, partial(self._answer, flow.LATER_TOO))
        return self._sheet(voice.name(say.LATER_TOO), content, *answers)

    def _answer_back(self) -> Sheet:
        """May a summary come back; of who covers, what was added."""
        voice, name = self._frame.voice, self._to.name
        asked, why = say.MAY_ANSWER, say.WHY_ANSWER
        if self._now.prepared["purpose"] == COVER:
            asked, why = say.MAY_RETURN, say.WHY_RETURN
        content = page(
            heading(voice, voice.both(asked, "question", name=name), "message"),
            table(*lines(voice, (why, say.MAY_SAY_NO)), space=12, margin=24),
        )
        title = voice.name(asked, name=name)
        return self._sheet(title, content, *yes_no(voice, partial(self._answer, flow.BACK_TOO)))

    def _tell(self) -> Sheet:
        """The client tells it back; the klantmanager types it."""
        voice = self._frame.voice
        area = QPlainTextEdit(self._now.words)
        area.setProperty("client", "typed")
        area.setAccessibleName(voice.name(say.TELL_IT))
        area.setTabChangesFocus(True)
        voice.theme.size(area, minimumWidth=300, minimumHeight=150)
        area.textChanged.connect(lambda: self._on_words(area.toPlainText()))
        told = QWidget()
        told.setLayout(
            column(*lines(voice, (say.TELL_WHAT, say.WRITES_DOWN, say.GOOD_EXPLANATION)), None)
        )
        content = page(
            heading(voice, voice.both(say.TELL_IT, "question"), "message"),
            table(Beside(((told, 1), (area, 1)), voice.theme.px(900)), margin=24),
        )
        return self._sheet(voice.name(say.TELL_IT), content, next_button(voice, self._on_told))

    def _on_words(self, words: str) -> None:
        self._now.words = words
        self._pause.start()

    def _on_told(self) -> None:
        if self._now.words.strip():
            self._on()
        else:
            self._frame.complain(_("Schrijf op wat de cliënt vertelde. Daarna gaat u verder."))

    def _talk(self) -> Sheet:
        """Who explains and who interprets: it may have changed since the beginning."""
        frame, voice = self._frame, self._frame.voice
        form = Prepare(frame.theme, (), self._now.prepared, frame.own_name, only_talk=True)
        form.changed.connect(lambda: self._on_helpers(form))
        beside_nothing = row(form, None)
        beside_nothing.setStretch(0, 100)
        content = page(
            heading(voice, voice.both(say.WHO_HELPS, "question"), "users"),
            voice.both(say.FILLS_IN),
            beside_nothing,
        )
        on = next_button(voice, partial(self._on_helped, form))
        return self._sheet(voice.name(say.WHO_HELPS), content, on)

    def _on_helpers(self, form: Prepare) -> None:
        self._now.prepared.update(form.talk_values())
        self._pause.start()

    def _on_helped(self, form: Prepare) -> None:
        if form.is_complete(needs_interpreter=self._needs_interpreter):
            self._on_helpers(form)
            self._on()

    @property
    def _needs_interpreter(self) -> bool:
        language = self._frame.voice.words.language
        return texts.notice(language=language)["language"] != language

    def _interpreter(self) -> str:
        told = self._now.prepared
        kind = str(told.get("interpreter.kind") or "geen")
        if kind == "geen":
            return _("Geen tolk")
        name = str(told.get("interpreter.name") or "")
        return " · ".join(part for part in (str(INTERPRETERS[kind]), name) if part)

    def _choices(self) -> Sheet:
        voice = self._frame.voice
        content = summary(voice, self._now, self._offers, partial(self._go, WANT))
        return self._sheet(voice.name(say.YOUR_CHOICES), content, next_button(voice, self._on))

    def _signature(self) -> Sheet:
        frame, voice = self._frame, self._frame.voice
        if self.signing is None:
            self.signing = Signing()
        content = self.signing.build(
            voice, self._now, self._offers, self._to, frame.seen.table.until.isoformat(),
            paper=partial(self._go, PAPER),
        )  # fmt: skip
        sign = ChoiceButton(voice, said(voice, say.I_SIGN), self._sign, "check", ink="pos")
        no = ChoiceButton(
            voice, said(voice, say.I_DO_NOT_SIGN), partial(self._go, NO), "x", ink="neg"
        )
        return self._sheet(voice.name(say.HOW_TO_SIGN), content, sign, no)

    def _sign(self) -> None:
        signing, frame = self.signing, self._frame
        if signing is None:
            return
        if problem := signing.problem():
            frame.complain(frame.voice.name(problem))
            return
        until = frame.seen.table.until.isoformat()
        request = flow.permission(self._now, self._offers, until, signing.expressed())
        work = samen_work.record(frame.portfolio, request, signing.png(), is_yes=True)
        frame.ask(work, self._on_signed, self._on_refused)

    def _on_signed(self, decision: Any) -> None:
        self.signing = None
        self._pause.stop()
        self._now.page = DONE
        self._decision = decision
        self._frame.show_page(self._build)

    def _on_refused(self, error: EportfolioError) -> None:
        """The core said no: everything is still there, and the klantmanager hears why."""
        self._frame.complain(explain(error))

    def _no(self) -> Sheet:
        return self._ending(say.SAYS_NO, "hand", self._record_no)

    def _ending(self, words: Sequence[str], sign: str, done: Callable[[], object]) -> Sheet:
        step = flow.step(self._now, self._offers)
        return ending(self._frame.voice, words, sign, done, self._back, step)

    def _record_no(self) -> None:
        frame = self._frame
        work = samen_work.record(frame.portfolio, flow.refusal(self._now), None, is_yes=False)
        frame.ask(work, self._on_no, self._on_refused)

    def _on_no(self, _decision: Any) -> None:
        self._finish()

    def _paper(self) -> Sheet:
        return self._ending(say.PAPER, "writing", self._frame.home)

    def _done(self) -> Sheet:
        voice, to = self._frame.voice, self._to
        yes, _rest = flow.chosen(self._now, self._offers)
        until = voice.until(say.UNTIL, self._frame.seen.table.until.isoformat())
        more = [words for one, words in extra(self._now).items() if self._now.answers.get(one)]
        titles = [*(one.title for one in yes), *more]
        groups = [voice.beside(*said(voice, one), "row") for one in titles]
        content = page(
            heading(voice, voice.both(say.RECORDED, "question"), "check-circle"),
            table(
                voice.both(say.GOES_TO, name=to.who), hair(), *groups, hair(),
                voice.pair(*until),
                *lines(voice, (say.HOW_TO_STOP, say.STAYS_THE_SAME, say.ASK_PROOF)),
                space=14, margin=24,
            ),
        )  # fmt: skip
        done = next_button(voice, self._finish, say.DONE)
        return Sheet(voice.name(say.RECORDED), content, (done,))

    def _finish(self) -> None:
        self._pause.stop()
        self.talk = self.signing = None
        self._frame.say_kept()
        self._frame.read_again(self._frame.home)
