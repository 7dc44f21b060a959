"""One result in words: state, dates, article, and the sentence that explains them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from types import MappingProxyType

from eportfolio.statute.dates import written
from eportfolio.statute.facts import Facts
from eportfolio.statute.results import Deadline, State, Term
from eportfolio.statute.rules import CHANCE, DUTY, PERIOD, Clock, RuleBook

NO_WORDS: Mapping[str, object] = MappingProxyType({})


class _Words(dict[str, object]):
    """Words for a sentence; one that is lacking shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


class Desk:
    """What every clock needs: the facts, the rules, the term, and how a result is put."""

    def __init__(self, facts: Facts, book: RuleBook, term: Term | None) -> None:
        self.facts = facts
        self.book = book
        self.term = term
        self.on = facts.on

    def result(
        self,
        rule: Clock,
        *,
        start: date | None = None,
        due: date | None = None,
        reason: str = "start",
        stopped: date | None = None,
        is_met: bool = False,
        waits: str | None = None,
        pauses: str | None = None,
        exempt: str | None = None,
        at_latest: date | None = None,
        record: str | None = None,
        also: str = "",
        confirmed: bool = True,
        words: Mapping[str, object] = NO_WORDS,
    ) -> Deadline:
        """Put one clock in words. Exactly one of the reasons for a state holds: `exempt` (not
        applicable), `waits` (not started), `stopped` or `is_met`, `pauses`, else the dates."""
        latest = at_latest or (self.book.holidays.rolled(due) if due and rule.rolls else due)
        soon = due - timedelta(days=rule.soon_days) if due else None
        state = self._state(rule, start, soon, latest, stopped, is_met, waits, pauses, exempt)
        begun = written(start) if start else "–"
        because = rule.because[reason].format_map(_Words({**words, "start": begun}))
        dated = f"{rule.lead} {written(latest)}: {because} ({rule.source})." if latest else ""
        match state:
            case State.NOT_APPLICABLE if exempt:
                why = f"{rule.title}: niet van toepassing. {exempt} ({rule.source})."
            case State.NOT_APPLICABLE:
                why = f"{rule.title}: dit kan niet meer. {dated}"
            case State.NOT_STARTED:
                reason_why = waits or f"Dit begint {because}"
                why = f"{rule.title}: nog niet begonnen. {reason_why} ({rule.source})."
            case State.MET:
                why = f"{_done(rule, stopped, latest)} {dated}".strip()
            case State.PAUSED:
                why = f"{rule.title} staat stil: {pauses}. {dated}".strip()
            case _ if not dated:
                why = f"{rule.title} loopt sinds {begun}; {rule.changes} ({rule.source})."
            case _:
                rolled = "" if at_latest else self._working_date(due, latest)
                why = dated + rolled + self._past(state, latest)
        if not (rule.confirmed and confirmed):
            why += " Deze regel is niet bevestigd."
        return Deadline(
            rule.id,
            rule.title,
            state,
            due,
            latest,
            start,
            soon,
            rule.source,
            f"{why}{also}",
            rule.confirmed and confirmed,
            record,
        )

    def _state(
        self,
        rule: Clock,
        start: date | None,
        soon: date | None,
        latest: date | None,
        stopped: date | None,
        is_met: bool,
        waits: str | None,
        pauses: str | None,
        exempt: str | None,
    ) -> State:
        if exempt:
            return State.NOT_APPLICABLE
        if waits:
            return State.NOT_STARTED
        if stopped or is_met:
            return State.MET
        if pauses:
            return State.PAUSED
        if start is not None and start > self.on:
            return State.NOT_STARTED
        if latest is None or soon is None:
            return State.RUNNING
        if self.on > latest:
            over = {DUTY: State.OVERDUE, CHANCE: State.NOT_APPLICABLE}
            return over.get(rule.nature, State.MET)
        return State.DUE_SOON if self.on >= soon else State.RUNNING

    def _working_date(self, due: date | None, latest: date | None) -> str:
        if due is None or due == latest:
            return ""
        return f" Werk met {written(due)}: die dag is geen werkdag, daarom mag het later."

    def _past(self, state: State, latest: date | None) -> str:
        if state is not State.OVERDUE or latest is None:
            return ""
        days = (self.on - latest).days
        return " Dat was gisteren." if days == 1 else f" Dat was {days} dagen geleden."

    def rule(self, clock: str, start: date | None = None) -> Clock:
        return self.book.clock(clock, start or self.on)

    def within(self, clock: str, start: date) -> tuple[Clock, date]:
        rule = self.rule(clock, start)
        return rule, rule.within(start, self.book.holidays)

    @property
    def over(self) -> str | None:
        """Why nothing of the course of inburgering is asked any more."""
        ended = self.facts.ended
        return f"De inburgeringsplicht eindigde op {written(ended)}" if ended else None

    @property
    def stands_still(self) -> str | None:
        exemption = self.facts.exemption
        if exemption is None or exemption.begins is None:
            return None
        kind = (exemption.kind or "").lower()
        return f"{kind} vanaf {written(exemption.begins)} (Wi 4 en 5)"


def _done(rule: Clock, stopped: date | None, latest: date | None) -> str:
    if stopped is None:
        return f"{rule.title}: {'afgelopen' if rule.nature == PERIOD else 'klaar'}."
    if latest is None or stopped <= latest or rule.nature != DUTY:
        return f"{rule.title}: klaar op {written(stopped)}."
    days = (stopped - latest).days
    late = "1 dag" if days == 1 else f"{days} dagen"
    return f"{rule.title}: klaar op {written(stopped)}, {late} te laat."
