"""One record beside the list: read it, change it, see who changed it before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eportfolio import records
from eportfolio.errors import EportfolioError, InvalidRecord
from eportfolio.records import hours
from ui import told
from ui.difference import Difference, in_order
from ui.dossier_lists import RecordHistory
from ui.form_spec import COMMON, specs
from ui.forms import FORM_WIDTH, Form, problems_of, sources_of
from ui.models import Line, LineModel
from ui.record_values import values_of
from ui.review_form import answered
from ui.sections import Current, Snapshot, is_gone, line_of, may_amend, may_withdraw
from ui.sheets import looking, note
from ui.standing_words import kept_words
from ui.theme import Theme
from ui.values import shown_moment
from ui.widgets import (
    Banner,
    Empty,
    Flow,
    badge,
    button,
    column,
    hair,
    row,
    scrolled,
    see_top,
    set_icon,
    text,
)
from ui.words import _, explain

if TYPE_CHECKING:
    from eportfolio.workspace.drafts import Draft
    from eportfolio.workspace.story import Topic

EMPTY, READING, EDITING, HISTORY, LOOKING = range(5)
NEEDS_REASON = "statute-reason"
PAUSE_MS = 1500
LOW = 200


class Typed(NamedTuple):
    """What was typed for a record, or for a new one of this kind."""

    kind: str
    record: str | None
    values: dict[str, Any]
    seq: int  # the version that it began from


class RecordPane(QStackedWidget):
    """Shows at most one record, or the form of one."""

    save_wanted = Signal(object, str, object)  # record id or None, kind, body
    withdraw_wanted = Signal(str)
    history_wanted = Signal(str)
    export_wanted = Signal(str)
    look_wanted = Signal(str)  # the record of a document
    correct_wanted = Signal(str)
    erase_wanted = Signal(str)
    record_wanted = Signal(str)  # what was told before
    typed = Signal(object)  # a Typed, when typing pauses
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._record: Current | None = None
        self._names: Mapping[str, Mapping[str, str]] = {}
        self._told: tuple[Topic, ...] = ()
        self._records: tuple[Current, ...] = ()
        self._difference: Difference | None = None  # of a line of hours
        self._answer: Any = None  # what the client said about the record
        self._closed = self._kept = ""  # why nothing is added; why the record is not changed
        self.form: Form | None = None
        self._seq = 0  # the version that the form began from
        self._scroll = QScrollArea()  # that of the form
        self._spare: tuple[QWidget, ...] = ()  # of a form, what is left out where it is low
        self.banner: Banner | None = None
        self.kept: Banner | None = None
        self.history = LineModel()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._on_pause)
        self._pages = [QWidget() for _ in range(5)]
        for page in self._pages:
            QVBoxLayout(page).setContentsMargins(0, 0, 0, 0)
            self.addWidget(page)

    @property
    def is_alone(self) -> bool:
        """Whether it shows a form or a document, which wants the room to itself."""
        return self.currentIndex() in (EDITING, LOOKING)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """A form scrolls inside: it never asks more height than there is."""
        return super().hasHeightForWidth() and self.currentIndex() != EDITING

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The fields and the buttons go before what is only said."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._make_room)  # not while places are being given out

    def _make_room(self) -> None:
        for one in self._spare:
            one.setVisible(self.height() >= self._theme.px(LOW))
        self.updateGeometry()

    @property
    def is_changed(self) -> bool:
        """Whether something was typed that is not saved yet."""
        return self.form is not None and self.form.is_changed

    @property
    def record(self) -> str | None:
        """The id of the record that is shown."""
        return None if self._record is None else self._record.id

    def show_nothing(self, icon_name: str, title: str, why: str) -> None:
        """Say what belongs here."""
        self._drop()
        self._fill(EMPTY, Empty(self._theme, icon_name, title, why))

    def show_record(self, one: Current, snapshot: Snapshot) -> None:
        """Read a record."""
        self._drop()
        self._record, self._names = one, snapshot.names()
        self._closed = kept_words(snapshot.adding)
        self._kept = kept_words(snapshot.why_kept(one.id))
        self._told = snapshot.told
        self._answer = snapshot.answers.get(one.id)
        self._fill(READING, self._reading(one))

    def edit(self) -> None:
        """Change the record that is shown (F2)."""
        if self._record is not None and not self._kept and may_amend(self._record):
            self._edit(self._record.kind, self._record.whole, _(records.title(self._record.kind)))

    def begin(self, kind: str, body: Mapping[str, Any], snapshot: Snapshot) -> None:
        """Fill in a new record."""
        self._drop()
        self._names, self._told = snapshot.names(), snapshot.told
        self._records = tuple(snapshot.records)
        words = _("{kind} verbeteren") if hours.CORRECTS in body else _("{kind} toevoegen")
        self._edit(kind, body, words.format(kind=_(records.title(kind))))

    def restore(self, draft: Draft, one: Current | None, snapshot: Snapshot) -> None:
        """Go on where somebody stopped typing."""
        if one is None:
            begun = {hours.CORRECTS} & draft.values.keys()
            self.begin(draft.kind, {name: draft.values[name] for name in begun}, snapshot)
        else:
            self.show_record(one, snapshot)
            self.edit()
        if self.form is None or self.kept is None:
            return  # the record cannot be changed any more
        self.form.retype(draft.values)
        self._seq = draft.seq
        words = _("Dit typte u op {at}. Het is nog niet opgeslagen.").format(
            at=shown_moment(draft.at)
        )
        if one is not None and one.seq != draft.seq:
            words += " " + _("Het gegeven is daarna gewijzigd: kijk goed na wat er nu moet staan.")
        self.kept.say(words)

    @property
    def unsaved(self) -> Typed | None:
        """What was typed and is not saved."""
        if self.form is None or not self.is_changed:
            return None
        return Typed(self.form.kind, self.record, self.form.typed(), self._seq)

    def _warn(self, form: Form) -> None:
        """Above a question that was answered before: read that first."""
        from eportfolio.workspace.story import asked_before

        found = asked_before(
            form.kind, self._told, None if self._record is None else self._record.id
        )
        for field, warning in told.notes(self._theme, found, self.record_wanted.emit):
            form.put_above(field, warning)

    def _on_pause(self) -> None:
        if (unsaved := self.unsaved) is not None:
            self.typed.emit(unsaved)

    def submit(self) -> None:
        """Hand over what was filled in, when it is right (Ctrl+Enter)."""
        if self.form is None or self.banner is None:
            return
        self.banner.say("")
        body = self.form.checked()
        if body is None or (self._difference is not None and not self._difference.settled()):
            if self.height() >= self._theme.px(LOW):  # else the message at the field is enough
                self.banner.say(self.form.to_mend())
            QTimer.singleShot(0, self.form, self._see_problem)
        else:
            self.setEnabled(False)
            self.save_wanted.emit(self.record, self.form.kind, body)

    def refuse(self, error: EportfolioError) -> None:
        """Saving failed: everything that was typed is still there."""
        self.setEnabled(True)
        if self.banner is not None and self.form is not None:
            said = [explain(error)]
            if isinstance(error, InvalidRecord):
                found = problems_of(error)
                self.form.show_problems(found)
                if error.reason == NEEDS_REASON:
                    self.form.ask_reason(sources_of(error))
                said += [words for field, words in found if not self.form.has(field)]
            self.banner.say("\n".join(said))
            QTimer.singleShot(0, self.form, self._see_problem)

    def _see_problem(self) -> None:
        """Its title and its message, and then as much of it as there is room for."""
        first = self.form.first_problem if self.form is not None else None
        if first is not None:
            see_top(self._scroll, first)

    def show_history(self, lines: list[Line]) -> None:
        """Who changed this record when."""
        self.history.load(lines)
        page = RecordHistory(self._theme, self.history, self._on_back)
        self._fill(HISTORY, page)
        page.view.setFocus()

    @property
    def documents(self) -> list[str]:
        """The documents of the record that is shown: itself, or those that it refers to."""
        one = self._record
        if one is None:
            return []
        if one.kind == "document":
            return [one.id]
        known = self._names.get("document", {})
        fields = (one.whole.get(spec.name) for spec in specs(one.kind) if spec.offered)
        lists = (value if isinstance(value, list) else [value] for value in fields)
        named = (str(ref) for refs in lists for ref in refs)
        return list(dict.fromkeys(ref for ref in named if ref in known))

    def look(self) -> None:
        """Look at the first document of the record that is shown (F3)."""
        if self.documents and self.currentIndex() == READING:
            self.look_wanted.emit(self.documents[0])

    def show_document(self, title: str, view: QWidget) -> None:
        """A document in place of the record, with the way back."""
        page = looking(self._theme, title, view, self._on_back, _("het gegeven"))
        self._fill(LOOKING, page)

    def leave_document(self) -> bool:
        """Back to the record (Esc); False when no document is shown."""
        is_looking = self.currentIndex() == LOOKING
        if is_looking:
            self._on_back()
        return is_looking

    def cancel(self) -> None:
        """Leave the form without saving; the owner asked before when there was something."""
        one = self._record
        self._drop()
        if one is None:
            self.closed.emit()
        else:
            self._record = one
            self._fill(READING, self._reading(one))

    def _drop(self) -> None:
        """Nothing of an earlier record stays behind."""
        self.setEnabled(True)
        self._pause.stop()
        self.form = self.banner = self.kept = self._difference = None
        self._records = ()
        self._spare = ()
        self._record = None
        self.history.load([])
        for page in range(len(self._pages)):
            self._empty(page)

    def _empty(self, page: int) -> None:
        layout = self._pages[page].layout()
        item = layout.takeAt(0) if layout is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()

    def _fill(self, page: int, content: QWidget) -> None:
        self._empty(page)
        layout = self._pages[page].layout()
        if layout is not None:
            layout.addWidget(content)
        self.setCurrentIndex(page)
        self.updateGeometry()  # how high it wants to be depends on the page

    def _edit(self, kind: str, body: Mapping[str, Any], title: str) -> None:
        theme = self._theme
        self.form = Form(theme, kind, body, self._names, in_order(kind, body))
        self._seq = 0 if self._record is None else self._record.seq
        self.form.changed.connect(self._pause.start)
        self._warn(self.form)
        if kind == hours.KIND:
            self._difference = Difference(theme, self.form, self._records)
        self.banner = Banner(theme, "neg", "alert-circle")
        self.kept = Banner(theme, "info", "pencil")
        inside = QWidget()
        inside.setLayout(column(self.kept, self.form, None, space=16))
        inside.layout().setContentsMargins(24, 8, 24, 16)  # type: ignore[union-attr]
        head = QWidget()
        head.setLayout(row(text(title, "section"), None))
        head.layout().setContentsMargins(24, 16, 16, 12)  # type: ignore[union-attr]
        save = button(theme, _("&Opslaan"), self.submit, look="primary")
        save.setToolTip(_("Opslaan (Ctrl+Enter)"))
        stop = button(
            theme, _("&Annuleren"), self.closed.emit
        )  # the owner asks first, where needed
        stop.setToolTip(_("Sluiten zonder opslaan (Esc)"))
        said = text(_("Opslaan maakt één getekende wijziging."), "help", wrap=True)
        foot = row(said, None, stop, save)
        foot.setStretch(0, 1)
        foot.setContentsMargins(24, 12, 24, 12)
        page = QWidget()
        self._scroll = scrolled(inside)
        bar = column(self.banner)
        bar.setContentsMargins(8, 8, 8, 0)
        page.setLayout(column(head, hair(), bar, self._scroll, hair(), foot, space=0))
        self._spare = (head, said)
        self._fill(EDITING, page)
        self._make_room()
        self.form.begin()

    def _on_back(self) -> None:
        if self._record is not None:
            self._empty(LOOKING)
            self._fill(READING, self._reading(self._record))

    def _reading(self, one: Current) -> QWidget:
        theme = self._theme
        title = QWidget()
        title.setLayout(row(text(_(records.title(one.kind)), "section"), space=10))
        if is_gone(one):
            title.layout().addWidget(badge(_("Ingetrokken"), "neutral"))  # type: ignore[union-attr]
        flow = Flow(10, parted=True)
        for part in (title, *self._actions(one)):
            flow.addWidget(part)
        head = column(flow)
        head.setContentsMargins(24, 12, 16, 12)
        values = QWidget()
        values.setLayout(values_of(self._theme, one, self._names))
        theme.size(values, maximumWidth=FORM_WIDTH)
        inside = QWidget()
        lead = text(line_of(one), "lead", wrap=True)
        inside.setLayout(
            column(lead, *self._whys(), *self._said(one), *self._looks(one), values, None, space=16)
        )
        inside.layout().setContentsMargins(24, 16, 24, 16)  # type: ignore[union-attr]
        who = _("Vastgelegd op {at} door {who}").format(
            at=shown_moment(one.at), who=one.by.get("name", _("onbekend"))
        )
        foot = row(text(who, "help"), None)
        foot.setContentsMargins(24, 10, 24, 10)
        page = QWidget()
        whole = column(head, hair(), scrolled(inside), hair(), foot, space=0)
        whole.setStretch(2, 1)
        page.setLayout(whole)
        return page

    def _said(self, one: Current) -> list[QWidget]:
        """What the client said about it."""
        if self._answer is None or is_gone(one):
            return []
        correct: Callable[[], object] | None = self.edit if not self._kept else None
        if _is_corrected(one):
            correct = self._on_correct if not self._closed else None
        return [answered(self._theme, self._answer, correct)]

    def _looks(self, one: Current) -> list[QWidget]:
        """A button for each document that a record refers to."""
        if one.kind == "document" or not self.documents:
            return []
        known = self._names.get("document", {})
        found = Flow(8)
        for document in self.documents:
            pressed = partial(self.look_wanted.emit, document)
            words = _("Bekijken: {known}").format(known=known[document])
            found.addWidget(button(self._theme, words, pressed, "eye", small=True))
        holder = QWidget()
        holder.setLayout(found)
        return [holder]

    def _actions(self, one: Current) -> list[QWidget]:
        closed, kept = self._closed, self._kept
        wanted: list[tuple[str, str, Callable[[], object], bool, str]] = [
            (_("Bekijken"), "eye", self.look, one.kind == "document", ""),
            (_("Opslaan als…"), "download", self._on_export, one.kind == "document", ""),
            (_("Geschiedenis"), "history", self._on_history, True, ""),
            (_("Intrekken…"), "ban", self._on_withdraw, may_withdraw(one), kept),
            (_("Verbeteren"), "pencil", self._on_correct, _is_corrected(one), closed),
            (_("Wijzigen"), "pencil", self.edit, may_amend(one), kept),
        ]
        offered_: list[QWidget] = []
        for words, name, pressed, is_offered, why in wanted:
            if is_offered:
                made = button(self._theme, words, pressed, name, small=True)
                made.setEnabled(not why)
                made.setToolTip(why)
                made.setAccessibleDescription(why)
                offered_.append(made)
        return [*offered_, self._more(one)]

    def _whys(self) -> list[QWidget]:
        """Why this record is not changed, where that is not so for all of the dossier."""
        is_own = self._kept and not self._closed
        return [note(self._theme, self._kept, "lock", "muted")] if is_own else []

    def _more(self, one: Current) -> QPushButton:
        """What is seldom done, out of the way of what is done often."""
        more = QPushButton(" " + _("Meer"))
        more.setAccessibleName(_("Meer mogelijkheden voor dit gegeven"))
        more.setAutoDefault(False)
        more.setProperty("compact", True)
        set_icon(self._theme, more, "chevron-down")
        self.more = QMenu(more)
        self.more.setAccessibleName(_("Meer mogelijkheden voor dit gegeven"))
        self.more.addAction(_("&Wissen…"), partial(self.erase_wanted.emit, str(one.id)))
        more.setMenu(self.more)
        return more

    def _on_withdraw(self) -> None:
        if self.record is not None:
            self.withdraw_wanted.emit(self.record)

    def _on_history(self) -> None:
        if self.record is not None:
            self.history_wanted.emit(self.record)

    def _on_export(self) -> None:
        if self.record is not None:
            self.export_wanted.emit(self.record)

    def _on_correct(self) -> None:
        if self.record is not None:
            self.correct_wanted.emit(self.record)


def _is_corrected(one: Current) -> bool:
    """Whether this kind is put right by a new record that names the old one."""
    names = {spec.name for spec in specs(one.kind) if spec.name not in COMMON}
    return "correctie_van" in names and not may_amend(one) and not is_gone(one)
