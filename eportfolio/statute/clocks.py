"""Every clock of a dossier on a day (docs/statute.md, 'Clocks')."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from eportfolio.statute.dates import last_day, months_after, written
from eportfolio.statute.extension import (
    EDUCATION,
    course_limit,
    new_term,
    offer_limit,
    passed_parts,
)
from eportfolio.statute.facts import (
    LANGUAGE_PARTS,
    Decision,
    Exam,
    Facts,
    Fine,
    Placement,
)
from eportfolio.statute.hours import hours_done
from eportfolio.statute.plan_clocks import PlanClocks
from eportfolio.statute.results import SENT, URGENCY, Deadline, Event, Term
from eportfolio.statute.rules import Clock, Length, RuleBook
from eportfolio.statute.wording import NO_WORDS, Desk

TRIAL, PARTICIPATION, SUBSIDY = "Proefplaatsing", "Participatieplaats", "Loonkostensubsidie"
SETTLING, GUIDANCE = "Ontzorgen", "Maatschappelijke begeleiding"
SLOW_PARTS, SLOW_WEEKS = ("Schrijven", "Spreken"), 16
EXAM_RESULTS = ("Geslaagd", "Niet geslaagd")
CALLED = ("Oproep 1", "Oproep 2", "Oproep 3")
STAGE_INTAKE, STAGE_TRAJECT = "Intake", "Tijdens het traject"
STAGE_MODULES, STAGE_ROUTE = "PVT of MAP te laat", "Leerroute te laat"
TERM_MONTHS = 36
REQUEST = "Verzoek om gegevens"


def deadlines(facts: Facts, book: RuleBook, term: Term | None) -> tuple[Deadline, ...]:
    """All results, the most urgent first."""
    found = [*PlanClocks(facts, book, term).all(), *CourseClocks(facts, book, term).all()]
    order = {state: place for place, state in enumerate(URGENCY)}
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order[one.state],
                one.latest or date.max,
                one.clock,
                one.record or "",
            ),
        )
    )


class CourseClocks(Desk):
    """The clocks of the course and of what stands beside it; one method for each row."""

    def all(self) -> Iterator[Deadline]:
        yield self._term()
        yield self._switch()
        yield self._offer()
        yield self._course()
        yield self._settling()
        yield self._guidance()
        yield self._objection()
        yield self._window()
        for decision in self.facts.decisions:
            yield from self._awaited(decision)
            yield from self._requests(decision)
        yield from self._calls()
        for fine in self.facts.fines:
            yield from self._fine(fine)
        for placement in self.facts.placements:
            yield from self._placement(placement)
        for exam in self.facts.exams:
            yield from self._exam(exam)
        yield from self._events()
        yield self._retention()
        yield self._talks()

    # C04, C05, C11, C26: the term

    def _no_term(self, rule: Clock) -> Deadline:
        return self.result(
            rule,
            exempt=self.over,
            waits="Er is nog geen PIP",
        )

    def _term(self) -> Deadline:
        term = self.term
        if term is None:
            return self._no_term(self.rule("C04"))
        rule = self.rule("C04", term.begins)
        counts = [one for one in term.grounds if one.counts]
        begun = "start_duo" if term.begins_by_duo else "start"
        also = ""
        if counts and term.projected > term.decided and not term.ended:
            titles = ", ".join(f"{one.title} ({one.extra})" for one in counts)
            also = f" Als DUO verlengt, wordt het {written(term.projected)}: {titles}."
        return self.result(
            rule,
            start=term.begins,
            due=term.decided,
            reason="duo" if term.decided != term.computed else begun,
            stopped=term.ended,
            pauses=self.stands_still,
            also=also,
        )

    def _switch(self) -> Deadline:
        if self.term is None:
            return self._no_term(self.rule("C05"))
        start = self.term.begins
        rule = self.rule("C05", start)
        plans = self.facts.plans
        switched = [
            after.on
            for before, after in pairwise(plans)
            if after.route and before.route and after.route != before.route
        ]
        exempt = None if switched else self.over
        also = ""
        if self.facts.route == EDUCATION and not exempt:
            also = " Van de onderwijsroute naar de B1-route kan ook daarna."
        return self.result(
            rule,
            start=start,
            due=rule.lasting(start),
            also=also,
            exempt=exempt,
            stopped=switched[0] if switched else None,
            pauses=self.stands_still,
        )

    def _window(self) -> Deadline:
        term = self.term
        if term is None:
            return self._no_term(self.rule("C11"))
        rule = self.rule("C11", term.begins)
        start = months_after(term.decided, -rule.length.months)
        asked = [
            day
            for one in self.facts.decisions
            if one.kind == "Verlenging" and (day := one.requested or one.on) and day >= start
        ]
        counts = [one.title for one in term.grounds if one.counts]
        return self.result(
            rule,
            start=start,
            due=term.decided,
            stopped=min(asked, default=None),
            exempt=None if asked else self.over,
            pauses=self.stands_still,
            also=f" Grond: {', '.join(counts)}." if counts and not self.over else "",
        )

    def _talks(self) -> Deadline:
        plan, term = self.facts.plan, self.term
        if plan is None or term is None:
            return self._no_term(self.rule("C26"))
        rule = self.rule("C26", term.begins)
        planned = int(plan.talks) if plan.talks and plan.talks >= 1 else 0
        first = self.facts.first_plan or plan
        held = [day for day in self.facts.talks if day >= first.on]
        if not planned:
            waits = "Het PIP noemt geen aantal voortgangsgesprekken"
            return self.result(rule, waits=waits, exempt=self.over)
        is_met = len(held) >= planned
        turn = min(len(held) + 1, planned)
        due = min(last_day(term.begins, max(TERM_MONTHS * turn // planned, 1)), term.decided)
        return self.result(
            rule,
            start=term.begins,
            due=due,
            stopped=held[planned - 1] if is_met else None,
            exempt=None if is_met else self.over,
            pauses=self.stands_still,
            at_latest=term.decided,
            words={"turn": turn, "planned": planned, "around": written(due)},
        )

    # C06 to C10: what the gemeente must offer

    def _group(self) -> str | None:
        if self.facts.asylum is None:
            return "De doelgroep is niet vastgelegd"
        return None

    def _offer(self) -> Deadline:
        start, due, came = offer_limit(self.facts, self.book)
        rule = self.rule("C06", start)
        if self.facts.asylum is False:
            return self.result(rule, exempt="Dit geldt alleen voor asielstatushouders")
        if start is None and self.facts.plans and self.facts.asylum:
            return self.result(rule, exempt="Op de onderwijsroute telt het taalschakeltraject")
        waits = self._group() or (None if start else "Er is nog geen PIP")
        over = None if came else self.over
        return self.result(
            rule,
            start=start,
            due=due,
            stopped=came,
            waits=waits,
            exempt=over,
            pauses=self.stands_still,
        )

    def _course(self) -> Deadline:
        start, due, came = course_limit(self.facts, self.book)
        rule = self.rule("C07", start)
        exempt = None
        if start is None:
            exempt = "Dit geldt alleen op de onderwijsroute"
        elif came is None:
            exempt = self.over
            if exempt is None and self.facts.route != EDUCATION:
                exempt = f"De leerroute is nu {self.facts.route}"
        return self.result(
            rule, start=start, due=due, stopped=came, exempt=exempt, pauses=self.stands_still
        )

    def _settling(self) -> Deadline:
        supports = [one for one in self.facts.supports if one.kind == SETTLING]
        starts = [one.benefit_from for one in supports if one.benefit_from]
        rule = self.rule("C08", min(starts, default=None))
        if self.facts.asylum is False:
            return self.result(rule, exempt="Dit geldt alleen voor asielstatushouders")
        if not starts:
            return self.result(
                rule, waits=self._group() or "Het recht op bijstand is niet vastgelegd"
            )
        ended = [one.ended for one in supports if one.ended]
        start = min(starts)
        return self.result(
            rule, start=start, due=rule.lasting(start), stopped=min(ended, default=None)
        )

    def _guidance(self) -> Deadline:
        supports = [one for one in self.facts.supports if one.kind == GUIDANCE]
        home = self.facts.registrations
        start = home[0].on if home else None
        rule = self.rule("C09", start)
        if self.facts.asylum is False and not supports:
            return self.result(rule, exempt="Dit geldt alleen voor asielstatushouders")
        if start is None:
            waits = "De inschrijving in de BRP van de huisvestingsgemeente is niet vastgelegd"
            return self.result(rule, waits=waits)
        ended = [one.ended for one in supports if one.ended]
        planned = [one.planned_end for one in supports if one.planned_end]
        return self.result(
            rule, start=start, due=max(planned, default=None), stopped=max(ended, default=None)
        )

    def _objection(self) -> Deadline:
        plan = self.facts.plan
        if plan is None:
            return self._no_term(self.rule("C10"))
        start = plan.announced or plan.on
        rule, due = self.within("C10", start)
        if plan.announced is None:
            self.facts.find(
                "announcement-missing",
                "De dag van bekendmaking ontbreekt; gerekend is vanaf de dagtekening.",
                rule="C10",
                source=rule.source,
                record=plan.record,
                field="bekendgemaakt_op",
            )
        recorded = plan.objection_until
        if recorded and recorded not in (due, self.book.holidays.rolled(due)):
            self.facts.find(
                "objection-date-differs",
                f"In het PIP staat {written(recorded)}, berekend is {written(due)}.",
                rule="C10",
                source=rule.source,
                record=plan.record,
                field="bezwaar_tot",
            )
        return self.result(rule, start=start, due=due, record=plan.record)

    # C12 to C16: decisions, calls and fines

    def _awaited(self, decision: Decision) -> Iterator[Deadline]:
        clocks = {"Verlenging": "C12", "Vrijstelling": "C13", "Ontheffing": "C13"}
        clock = clocks.get(decision.kind or "")
        if clock is None or decision.requested is None:
            return
        rule, due = self.within(clock, decision.requested)
        yield self.result(
            rule,
            start=decision.requested,
            due=due,
            stopped=decision.on,
            exempt=None if decision.on else self.over,
            record=decision.record,
        )

    def _calls(self) -> Iterator[Deadline]:
        for intake in self.facts.intakes:
            if intake.status in CALLED and intake.calls:
                last = intake.calls[-1]
                also = ""
                if len(intake.calls) >= len(CALLED) and last < self.on:
                    also = " Na drie oproepen rondt het college de intake af bij afwezigheid."
                yield self.result(
                    self.rule("C14", last),
                    start=min(last, self.on),
                    due=last,
                    reason="call",
                    stopped=intake.came,
                    record=intake.record,
                    also=also,
                )

    def _fine(self, fine: Fine) -> Iterator[Deadline]:
        if fine.on is None:
            return
        if fine.stage == STAGE_INTAKE and fine.amount:
            rule, due = self.within("C14", fine.on)
            came = [one.came for one in self.facts.intakes if one.came and one.came >= fine.on]
            stopped = min(came, default=None)
            yield self.result(rule, start=fine.on, due=due, stopped=stopped, record=fine.record)
        elif fine.stage == STAGE_TRAJECT and fine.amount:
            rule = self.rule("C15", fine.on)
            due = rule.lasting(fine.on)
            yield self.result(rule, start=fine.on, due=due, record=fine.record)
        elif fine.stage in (STAGE_MODULES, STAGE_ROUTE):
            yield self._second_term(fine, fine.on)

    def _second_term(self, fine: Fine, on: date) -> Deadline:
        facts, start = self.facts, on + timedelta(days=1)
        by_duo = [
            one.ends for one in facts.decisions if one.kind == "Boete" and one.on == on and one.ends
        ]
        missing = (facts.pvt_signed is None) + (facts.map_talk is None)
        late = fine.stage == STAGE_ROUTE
        counters = ("Z-cursus", "Z-participatie") if facts.asylum else ("Z-cursus",)
        months = new_term(
            facts.route if late else None,
            asylum=bool(facts.asylum),
            parts=len(passed_parts(facts) & set(LANGUAGE_PARTS)),
            hours=sum(hours_done(facts, self.book, counter, on) for counter in counters),
            modules_missing=0 if late else max(missing, 1),
            book=self.book,
        )
        due = max(by_duo) if by_duo else last_day(start, months) if months else None
        return self.result(
            self.rule("C16", on),
            start=start,
            due=due,
            reason="duo" if by_duo else "start",
            stopped=facts.ended,
            record=fine.record,
            confirmed=bool(by_duo),
            words={"length": Length(months=months).written},
        )

    # C17 to C20: placements and exams

    def _placement(self, one: Placement) -> Iterator[Deadline]:
        if not one.has_started or one.begins is None or one.begins > self.on:
            return
        ended = one.ended if one.ended and one.ended <= self.on else None
        clock = {TRIAL: "C17", PARTICIPATION: "C18", SUBSIDY: "C19"}.get(one.kind or "")
        if clock is None:
            return
        rule, start = self.rule(clock, one.begins), one.begins
        if clock == "C19":
            fixed = one.wage_value is not None
            yield self.result(
                rule,
                start=start,
                due=rule.lasting(start),
                record=one.record,
                stopped=one.wage_value_on if fixed else ended,
                is_met=fixed,
            )
            return
        extended = clock == "C17" and one.decided
        longest = last_day(start, rule.longest.months) if rule.longest.months else None
        due = longest if extended and longest else rule.lasting(start)
        yield self.result(
            rule,
            start=start,
            due=due,
            stopped=ended,
            record=one.record,
            is_met=one.status in ("afgerond", "voortijdig_beeindigd"),
            reason="extended" if extended else "start",
            words={"longest": written(longest)} if longest else NO_WORDS,
        )

    def _exam(self, exam: Exam) -> Iterator[Deadline]:
        rule, due = self.within("C20", exam.on)
        slow = exam.level == "A2" and exam.part in SLOW_PARTS
        if slow:
            due = exam.on + timedelta(weeks=SLOW_WEEKS)
        absent = "De cliënt is niet verschenen" if exam.result == "Niet verschenen" else None
        yield self.result(
            rule,
            start=exam.on,
            due=due,
            reason="a2" if slow else "start",
            exempt=absent,
            stopped=exam.result_on,
            is_met=exam.result in EXAM_RESULTS,
            record=exam.record,
        )

    # C21 to C28: beside the course

    def _requests(self, decision: Decision) -> Iterator[Deadline]:
        """C28, for a request that was recorded as a letter."""
        if decision.kind != REQUEST or decision.on is None:
            return
        rule, due = self.within("C28", decision.on)
        yield self.result(
            rule,
            start=decision.on,
            due=due,
            stopped=decision.answered or self._sent(decision.on),
            record=decision.record,
        )

    def _sent(self, since: date) -> date | None:
        """The first bundle for a handover that was made since then."""
        made = [one.started for one in self.facts.events if one.clock == SENT]
        return min((day for day in made if day >= since), default=None)

    def _stopped(self, event: Event) -> date | None:
        if event.stopped is not None:
            return event.stopped if event.stopped <= self.on else None
        if event.clock == "C28":
            return self._sent(event.started)
        talks = self.facts.conversations if event.clock == "C27" else []
        return next((day for day in talks if day >= event.started), None)

    def _events(self) -> Iterator[Deadline]:
        for one in self.facts.events:
            if one.clock == SENT:
                continue
            rule = self.rule(one.clock, one.started)
            due = one.until
            length = rule.length
            if due is None and (length.months or length.weeks or length.working_days):
                due = rule.within(one.started, self.book.holidays)
            stopped = self._stopped(one)
            yield self.result(rule, start=one.started, due=due, stopped=stopped, record=one.record)

    def _retention(self) -> Deadline:
        ended = self.facts.ended
        rule = self.rule("C24", ended)
        if ended is None:
            return self.result(rule, waits="De inburgeringsplicht loopt nog")
        return self.result(rule, start=ended, due=rule.within(ended, self.book.holidays))
