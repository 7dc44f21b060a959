"""C01, C02 and C03: when the PIP must be there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from eportfolio.statute.dates import written
from eportfolio.statute.facts import Plan, Registration
from eportfolio.statute.results import Deadline, State
from eportfolio.statute.rules import Clock
from eportfolio.statute.wording import Desk


class PlanClocks(Desk):
    """The first PIP, the one after each move, and the wait for a third party."""

    def all(self) -> Iterator[Deadline]:
        clocks = [self._first_plan(), *self._moves()]
        waiting = self._third_party(clocks)
        yield from clocks
        yield waiting

    def _first_plan(self) -> Deadline:
        facts, first = self.facts, self.facts.first_plan
        notice, home = facts.obligation.notice, facts.registrations
        stopped = first.on if first else None
        if notice is None or not home:
            return self._undated_plan(stopped)
        by_notice = home[0].on <= notice
        start = notice if by_notice else home[0].on
        rule, due = self.within("C01", start)
        if first and first.on < notice:
            facts.find(
                "pip-before-notice",
                "Het eerste PIP is ouder dan de kennisgeving van DUO; kijk beide datums na.",
                rule="C01",
                source=rule.source,
                record=first.record,
                field="dagtekening",
            )
        moved = [one for one in facts.moves if one.on > start and not (first and first.on < one.on)]
        exempt = (
            "De cliënt verhuisde voor het eerste PIP; zie het PIP na verhuizing" if moved else None
        )
        if stopped is None and exempt is None:
            exempt = self.over
        reason = "notice" if by_notice else "brp"
        return self.result(
            rule,
            start=start,
            due=due,
            reason=reason,
            stopped=stopped,
            exempt=exempt,
            pauses=self.stands_still,
        )

    def _undated_plan(self, stopped: date | None) -> Deadline:
        facts, rule = self.facts, self.rule("C01")
        if facts.obligation.notice is None:
            code, field = "notice-missing", "duo_kennisgeving_datum"
            why = "De kennisgeving van DUO is niet vastgelegd"
        else:
            code, field = "registration-missing", "brp_ingeschreven_op"
            why = "De inschrijving in de BRP van de huisvestingsgemeente is niet vastgelegd"
        facts.find(
            code,
            f"{why}; de uiterste datum van het PIP is niet te berekenen.",
            rule="C01",
            source=rule.source,
            record=facts.obligation.record if code == "notice-missing" else None,
            field=field,
        )
        return self.result(rule, reason="notice", stopped=stopped, waits=None if stopped else why)

    def _moves(self) -> list[Deadline]:
        facts = self.facts
        moves = facts.moves
        self._name_undated_moves()
        return [
            self._move(one, following)
            for one, following in zip(moves, [*moves[1:], None], strict=False)
        ]

    def _move(self, move: Registration, following: Registration | None) -> Deadline:
        rule, due = self.within("C03", move.on)
        plan = next((one for one in self.facts.plans if _follows(one, move)), None)
        exempt = None
        if following is not None and (plan is None or plan.on >= following.on):
            exempt = f"Op {written(following.on)} verhuisde de cliënt opnieuw"
        elif plan is None:
            exempt = self.over
        return self.result(
            rule,
            start=move.on,
            due=due,
            stopped=plan.on if plan else None,
            exempt=exempt,
            pauses=self.stands_still,
            record=move.record,
        )

    def _name_undated_moves(self) -> None:
        known = self.facts.registrations
        for stay in self.facts.stays:
            named = stay.gemeente or stay.code
            if known and named and not any(one.is_in(stay) for one in known):
                self.facts.find(
                    "move-without-date",
                    "Bij deze gemeente staat geen inschrijving in de BRP; de termijn voor een "
                    "nieuw PIP is niet te berekenen.",
                    rule="C03",
                    source=self.rule("C03").source,
                    record=stay.record,
                    field="brp_ingeschreven_op",
                )

    def _third_party(self, clocks: list[Deadline]) -> Deadline:
        """C02. Changes the clock that waits, in place."""
        known, rule = self.facts.obligation, self.rule("C02", self.facts.obligation.received)
        asked, received = known.asked, known.received
        if asked is None and received is None:
            return self.result(rule, exempt="Er wordt niet gewacht op informatie van een derde")
        if asked is None or not known.waits_for:
            self.facts.find(
                "third-party-not-named",
                "Leg vast op wie is gewacht en wanneer de informatie is gevraagd; anders telt het "
                "wachten niet.",
                rule="C02",
                source=rule.source,
                record=known.record,
                field="informatie_derde" if asked else "informatie_derde_gevraagd_op",
            )
            return self.result(rule, exempt="Het wachten of de derde is niet vastgelegd")
        waiting = [
            place
            for place, one in enumerate(clocks)
            if one.begins
            and one.latest
            and one.state is not State.NOT_APPLICABLE
            and one.begins <= (received or self.on)
            and asked <= one.latest
        ]
        if not waiting:
            return self.result(rule, exempt="De termijn voor het PIP was al voorbij")
        place = waiting[-1]
        return self._waiting(rule, clocks, place, asked, received)

    def _waiting(
        self, rule: Clock, clocks: list[Deadline], place: int, asked: date, received: date | None
    ) -> Deadline:
        clock = clocks[place]
        stopped = next(
            (one.on for one in self.facts.plans if clock.begins and one.on >= clock.begins), None
        )
        if clock.clock == "C01":
            stopped = self.facts.first_plan.on if self.facts.first_plan else None
        base = self.book.clock(clock.clock, clock.begins or self.on)
        again = partial(
            self.result,
            base,
            start=clock.begins,
            due=clock.due,
            reason="start" if "start" in base.because else self._reason(clock),
            record=clock.record,
        )
        if received is None:
            if stopped is None:
                pauses = f"sinds {written(asked)} wacht u op informatie van een derde"
                clocks[place] = again(pauses=pauses)
            return self.result(rule, waits="De informatie van de derde is er nog niet")
        due = rule.within(received, self.book.holidays)
        if clock.due is None or due <= clock.due:
            return self.result(rule, exempt="De tien weken lopen langer door")
        exempt = "Er is gewacht op informatie van een derde; die termijn telt"
        clocks[place] = again(exempt=exempt)
        return self.result(
            rule,
            start=received,
            due=due,
            stopped=stopped,
            pauses=self.stands_still,
            exempt=None if stopped else self.over,
        )

    def _reason(self, clock: Deadline) -> str:
        return "notice" if clock.begins == self.facts.obligation.notice else "brp"


def _follows(plan: Plan, move: Registration) -> bool:
    """Whether a PIP answers a move: made after it, by the new gemeente as far as is known."""
    if plan.on < move.on:
        return False
    return plan.occasion == "Verhuizing" or plan.gemeente in (None, move.gemeente)
