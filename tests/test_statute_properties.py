"""What holds for every dossier: right, half filled in, contradictory, or plain nonsense."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, get_args

from builders_records import EXAMPLES
from builders_statute import (
    ASYLUM,
    B1,
    EDUCATION,
    FAMILY,
    OTHER,
    PROOF,
    Fact,
    Z,
    course,
    decision,
    dossier,
    entry,
    exam,
    final_talk,
    fine,
    home,
    hours,
    instrument,
    objections,
    outlook,
    passed,
    pip,
    talk,
    term,
    withdrawn,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from eportfolio import statute
from eportfolio.records.vocabulary import UrenCategorie, VerlengingGrond
from eportfolio.statute import dates
from eportfolio.statute.results import OPEN_STATES, URGENCY, Outlook, State

modest = settings(max_examples=60, deadline=None, derandomize=True)

FAR = date(2061, 1, 1)
ROLLS = {"C01", "C02", "C03", "C10", "C12", "C13", "C22", "C27"}
ROUTES = (B1, EDUCATION, Z)
GROUPS = (ASYLUM, FAMILY, OTHER)

on_days = st.dates(date(2022, 1, 1), date(2060, 12, 31)).map(date.isoformat)
lively = st.dates(date(2023, 1, 1), date(2028, 12, 31)).map(date.isoformat)
routes = st.sampled_from(ROUTES)
groups = st.sampled_from(GROUPS)


# Right dossiers


def later_facts(number: int, day: str) -> st.SearchStrategy[Fact]:
    """One fact that is dated on a day and says nothing of another."""
    name = f"feit-{number}"
    support = {"soort": "Ontzorgen", "recht_op_bijstand_vanaf": day, "start": day}
    line = hours(name, day, "NT2-les", 2)
    return st.sampled_from(
        [
            line,
            *(hours(name, day, category, 2.25) for category in get_args(UrenCategorie)),
            *(
                entry("pip", pip(day, route, 2, aanleiding=reason).body, name)
                for route in ROUTES
                for reason in ("Bijstelling", "Routewissel", "Verhuizing", "Afschalen")
            ),
            entry("contactmoment", talk(day).body, name),
            course(name, aanbod_datum=day, start=day),
            course(name, soort="Taalschakeltraject", start=day),
            decision("Verlenging", name, dagtekening=day, termijn_datum="2029-12-31"),
            decision("Verlenging", name, aangevraagd_op=day),
            decision("Vrijstelling", name, dagtekening=day, ingangsdatum=day),
            instrument("Proefplaatsing", day, name),
            instrument("Participatieplaats", day, name),
            instrument("BBL", day, name, niveau=2),
            entry("verblijf", home(day, "Brinkhaven", van=day).body, name),
            entry("ondersteuning", support, name),
            entry("examenpoging", passed("Lezen", day).body, name),
            entry("examenpoging", exam("Spreken", day).body, name),
            entry("pvt", {"uren": 12, "ondertekend_op": day}, name),
            entry("map_module", {"praktijkuren": 40, "eindgesprek_op": day}, name),
            entry("certificaat", final_talk(day=day).body, name),
            fine("Tijdens het traject", day, name),
        ]
    )


@st.composite
def dated(draw: st.DrawFn) -> list[tuple[str, Fact]]:
    """Facts with the day from which each counts."""
    days = draw(st.lists(lively, max_size=12))
    return [(day, draw(later_facts(number, day))) for number, day in enumerate(days)]


@st.composite
def dossiers(draw: st.DrawFn) -> list[Fact]:
    first = draw(st.one_of(st.none(), lively))
    made = dossier(
        *(fact for _, fact in draw(dated())),
        route=draw(routes),
        group=draw(groups),
        first=first,
        notice=draw(st.one_of(st.none(), lively)),
        registered=draw(st.one_of(st.none(), lively)),
    )
    return [withdrawn(one) if draw(st.integers(0, 9)) == 0 else one for one in made]


@modest
@given(dossiers(), on_days, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(
    entries: list[Fact], on: str, chance: Any
) -> None:
    shuffled = [*entries]
    chance.shuffle(shuffled)
    assert outlook(shuffled, on) == outlook(entries, on)


@modest
@given(dossiers(), on_days)
def test_no_record_is_changed_by_looking(entries: list[Fact], on: str) -> None:
    before = repr(entries)
    outlook(entries, on)
    assert repr(entries) == before


@modest
@given(st.data(), routes, groups, dated(), lively)
def test_facts_after_the_day_change_nothing(
    data: st.DataObject, route: str, group: str, found: list[tuple[str, Fact]], on: str
) -> None:
    base = dossier(route=route, group=group, first="2023-01-09", notice="2022-11-07")
    whole = [*base, *(fact for _, fact in found)]
    known = [*base, *(fact for day, fact in found if day <= on)]
    assert outlook(whole, on, today=FAR) == outlook(known, on, today=FAR)


@modest
@given(dossiers(), on_days)
def test_uiterlijk_is_never_before_the_working_date(entries: list[Fact], on: str) -> None:
    book = statute.rulebook().holidays
    for one in outlook(entries, on).deadlines:
        assert (one.due is None) == (one.latest is None)
        if one.due is None or one.latest is None:
            continue
        assert one.latest >= one.due
        if one.clock == "C26":  # the working date spreads the talks, the term is what ends
            continue
        assert one.latest == one.due or one.clock in ROLLS
        if one.clock in ROLLS:
            assert book.is_working_day(one.latest)
            between = (one.latest - one.due).days
            assert not any(book.is_working_day(one.due + timedelta(n)) for n in range(between))
        assert one.begins is None or one.begins <= one.latest
        assert one.soon is None or one.soon <= one.due


@modest
@given(dossiers(), on_days)
def test_a_state_fits_its_dates(entries: list[Fact], on: str) -> None:
    day = date.fromisoformat(on)
    for one in outlook(entries, on).deadlines:
        assert one.state in URGENCY
        if one.state is State.OVERDUE:
            assert one.latest is not None
            assert one.latest < day
        if one.state in (State.DUE_SOON, State.RUNNING):
            assert one.latest is None or day <= one.latest
        if one.state is State.DUE_SOON:
            assert one.soon is not None
            assert one.soon <= day
        if one.state is State.RUNNING and one.soon:
            assert day < one.soon
        assert one.title
        assert one.why
        assert one.source


@modest
@given(dossiers(), on_days)
def test_the_most_urgent_come_first(entries: list[Fact], on: str) -> None:
    found = outlook(entries, on)
    ranks = [URGENCY.index(one.state) for one in found.deadlines]
    assert ranks == sorted(ranks)
    is_open = [one.latest for one in found.deadlines if one.latest and one.state in OPEN_STATES]
    assert (found.next.latest if found.next else None) == min(is_open, default=None)


@modest
@given(dossiers(), on_days)
def test_a_counter_is_the_sum_of_its_lines(entries: list[Fact], on: str) -> None:
    day = date.fromisoformat(on)
    for one in outlook(entries, on).counters:
        assert one.done == sum(line.hours for line in one.lines)
        assert 0 <= one.physical <= one.done
        assert one.unsettled >= 0
        assert all(line.on <= day for line in one.lines)
        if one.forecast:
            assert one.forecast.total >= one.done
            assert one.forecast.pace >= 0
            assert one.forecast.reached is None or one.forecast.reached <= one.forecast.until


maybe = st.sampled_from([True, False, "Ja", "Nee", "Onbekend", ...])
names = st.sampled_from(["r0", "r1", "r2", "r3", "r4", "weg"])


@st.composite
def counted(draw: st.DrawFn) -> list[Fact]:
    """Lines and corrections of them, of each other, of themselves, and of nothing."""
    found = []
    for number in range(draw(st.integers(1, 5))):
        corrects = draw(st.one_of(st.just(...), st.just(...), names))
        found.append(
            hours(
                f"r{number}",
                draw(st.dates(date(2024, 4, 10), date(2024, 5, 10)).map(date.isoformat)),
                draw(st.sampled_from(get_args(UrenCategorie))),
                draw(st.integers(-40 if corrects is not ... else 0, 40)) / 4,
                keurmerk=draw(maybe),
                fysiek=draw(maybe),
                nederlandstalig=draw(maybe),
                telt_mee_voor_map=draw(maybe),
                aftrek_door_college=draw(maybe),
                correctie_van=corrects,
            )
        )
    return found


@settings(modest, max_examples=200)
@given(counted(), routes, groups)
def test_a_counter_is_never_below_zero(entries: list[Fact], route: str, group: str) -> None:
    found = outlook(dossier(*entries, route=route, group=group), "2024-06-03")
    for one in found.counters:
        assert one.done == sum(line.hours for line in one.lines)
        assert 0 <= one.physical <= one.done
        assert one.unsettled >= 0


@modest
@given(dossiers(), on_days)
def test_a_term_never_gets_shorter(entries: list[Fact], on: str) -> None:
    found = outlook(entries, on).term
    if found:
        assert found.begins <= found.computed <= found.projected
        assert found.decided == (found.by_duo or found.computed)


@modest
@given(st.data(), routes, groups, dated(), st.integers(0, 4000), st.integers(0, 4000))
def test_without_new_facts_a_state_only_moves_on(
    data: st.DataObject,
    route: str,
    group: str,
    found: list[tuple[str, Fact]],
    early: int,
    later: int,
) -> None:
    entries = dossier(
        *(fact for _, fact in found),
        route=route,
        group=group,
        first="2023-01-09",
        notice="2022-11-07",
    )
    last = date.fromisoformat(max(["2024-04-15", *(day for day, _ in found)]))
    first, second = sorted((early, later))
    before = outlook(entries, (last + timedelta(days=first)).isoformat())
    after = outlook(entries, (last + timedelta(days=second)).isoformat())
    for one in before.deadlines:
        same = after.clock(one.clock, one.record)
        assert (same.due, same.latest) == (one.due, one.latest)
        assert PROGRESS[same.state] >= PROGRESS[one.state]
        if PROGRESS[one.state] == END:
            assert same.state is one.state


END = 3
PROGRESS = {
    State.NOT_STARTED: 0,
    State.RUNNING: 1,
    State.DUE_SOON: 2,
    State.OVERDUE: END,
    State.MET: END,
    State.NOT_APPLICABLE: END,
    State.PAUSED: END,
}


# More hours

WORSE = [State.MET, State.NOT_APPLICABLE, State.PAUSED, State.NOT_STARTED, State.RUNNING]
WORSE += [State.DUE_SOON, State.OVERDUE]


def lines(prefix: str, days: Sequence[int], categories: Sequence[str]) -> list[Fact]:
    start = date(2024, 4, 16)
    return [
        hours(
            f"{prefix}{number}",
            (start + timedelta(days=number_of_days)).isoformat(),
            category,
            4,
            telt_mee_voor_map=True,
            aftrek_door_college=True,
        )
        for number, (number_of_days, category) in enumerate(zip(days, categories, strict=False))
    ]


some_days = st.lists(st.integers(0, 900), max_size=20, unique=True)
some_categories = st.lists(st.sampled_from(get_args(UrenCategorie)), min_size=20, max_size=20)


@modest
@given(some_days, some_categories, some_days, some_categories, routes, groups, on_days)
def test_more_hours_never_make_anything_worse(
    days: list[int],
    categories: list[str],
    more_days: list[int],
    more_categories: list[str],
    route: str,
    group: str,
    on: str,
) -> None:
    base = dossier(*lines("les", days, categories), route=route, group=group)
    less = outlook(base, on)
    more = outlook([*base, *lines("meer", more_days, more_categories)], on)
    for before in less.counters:
        after = more.counter(before.counter)
        assert after.done >= before.done
        assert after.physical >= before.physical
        assert after.is_reached >= before.is_reached
        assert after.required == before.required
        if before.forecast and after.forecast:
            assert after.forecast.total >= before.forecast.total
    for deadline in less.deadlines:
        same = more.clock(deadline.clock, deadline.record)
        assert (same.due, same.latest, same.begins) == (
            deadline.due,
            deadline.latest,
            deadline.begins,
        )
        assert WORSE.index(same.state) <= WORSE.index(deadline.state)
    assert more.term == less.term


@modest
@given(routes, st.booleans(), st.integers(0, 1600), st.integers(0, 400), st.integers(0, 2))
def test_more_hours_never_make_a_new_term_longer(
    route: str, asylum: bool, done: int, more: int, missing: int
) -> None:
    def months(hours_done: int, modules: int) -> int:
        return statute.new_term(route, asylum=asylum, hours=hours_done, modules_missing=modules)

    assert months(done + more, missing) <= months(done, missing)
    assert months(done, missing) >= months(done, 0)


@modest
@given(st.integers(0, 4), st.integers(0, 2), st.booleans())
def test_more_parts_never_make_a_new_term_longer(parts: int, missing: int, asylum: bool) -> None:
    found = [
        statute.new_term(B1, asylum=asylum, parts=one, modules_missing=missing)
        for one in range(parts + 1)
    ]
    assert found == sorted(found, reverse=True)


# Later plans


@modest
@given(
    st.lists(
        st.tuples(
            st.dates(date(2024, 4, 16), date(2030, 12, 31)).map(date.isoformat),
            routes,
            st.sampled_from(
                ["Bijstelling", "Routewissel", "Afschalen", "Verhuizing", "Eerste PIP"]
            ),
            st.sampled_from(["Concept", "Vastgesteld", "Herzien", "Ingetrokken", "Vernietigd"]),
        ),
        max_size=6,
    ),
    st.sampled_from(["Vastgesteld", "Herzien", "Ingetrokken", "Vernietigd"]),
    st.dates(date(2024, 4, 15), date(2060, 12, 31)).map(date.isoformat),
)
def test_a_later_version_never_shifts_the_term(
    later: list[tuple[str, str, str, str]], status: str, on: str
) -> None:
    versions = [
        pip(day, route, number, aanleiding=reason, status=state)
        for number, (day, route, reason, state) in enumerate(later, 2)
    ]
    found = term(outlook(dossier(*versions, plan={"status": status}), on))
    assert found.begins == date(2024, 4, 16)
    assert found.computed == found.decided == date(2027, 4, 15)


# Dates


@modest
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_rolled_date_is_the_next_working_day(day: date) -> None:
    book = statute.rulebook().holidays
    rolled = book.rolled(day)
    assert rolled >= day
    assert book.is_working_day(rolled)
    assert rolled.weekday() < 5
    assert not any(book.is_working_day(day + timedelta(n)) for n in range((rolled - day).days))
    assert book.rolled(rolled) == rolled


@modest
@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.integers(1, 240))
def test_a_term_of_months_ends_within_its_last_month(first: date, months: int) -> None:
    last = dates.last_day(first, months)
    same = dates.months_after(first, months)
    assert (same.year * 12 + same.month) - (first.year * 12 + first.month) == months
    assert same.day == first.day or (same.day < first.day and (same + timedelta(1)).day == 1)
    assert last in (same, same - timedelta(1))
    assert last == same if same.day != first.day else last == same - timedelta(1)
    assert dates.last_day(first, months) < dates.last_day(first, months + 1)
    assert last <= dates.last_day(first + timedelta(1), months)


@modest
@given(st.integers(1583, 4099))
def test_easter_is_a_sunday_in_its_five_weeks(year: int) -> None:
    sunday = dates.easter(year)
    assert sunday.weekday() == 6
    assert date(year, 3, 22) <= sunday <= date(year, 4, 25)


# A second, naive reading of the terms


def naive_easter(year: int) -> date:
    """Oudin's rule: another way to the same Sunday."""
    century, golden = year // 100, year % 19
    shift = (century - 17) // 25
    epact = (century - century // 4 - (century - shift) // 3 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    month = 3 + (epact - weekday + 40) // 44
    return date(year, month, epact - weekday + 28 - 31 * (month // 4))


def naive_free(day: date) -> bool:
    """Saturday, Sunday or a recognised holiday, looked at day by day."""
    easter = naive_easter(day.year)
    king = date(day.year, 4, 27)
    if king.isoweekday() == 7:
        king = date(day.year, 4, 26)
    return (
        day.isoweekday() > 5
        or day == king
        or (day.month, day.day) in ((1, 1), (5, 5), (12, 25), (12, 26))
        or (day - easter).days in (-2, 1, 39, 50)
    )


def naive_rolled(day: date) -> date:
    while naive_free(day):
        day += timedelta(days=1)
    return day


def naive_same_day(day: date, months: int) -> date:
    """Month by month to the month, then back from the 31st to a day that exists."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        year, month = (year + 1, 1) if month == 13 else (year, month)
        year, month = (year - 1, 12) if month == 0 else (year, month)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def naive_last(first: date, months: int) -> date:
    same = naive_same_day(first, months)
    return same - timedelta(days=1) if same.day == first.day else same


@settings(modest, max_examples=100)
@given(
    st.dates(date(2022, 1, 1), date(2058, 12, 31)), st.dates(date(2022, 1, 1), date(2058, 12, 31))
)
def test_bi_5_3_first_pip_in_the_naive_reading(notice: date, registered: date) -> None:
    entries = dossier(first=None, notice=notice.isoformat(), registered=registered.isoformat())
    start = max(notice, registered)
    found = outlook(entries, start.isoformat()).clock("C01")
    assert found.due == start + timedelta(days=70)
    assert found.latest == naive_rolled(start + timedelta(days=70))


@settings(modest, max_examples=100)
@given(st.dates(date(2022, 4, 1), date(2056, 12, 31)))
def test_wi_11_everything_that_follows_from_a_pip_in_the_naive_reading(signed: date) -> None:
    notice = (signed - timedelta(days=40)).isoformat()
    made: dict[str, Any] = {"first": signed.isoformat(), "notice": notice, "registered": notice}
    found = outlook(dossier(**made), signed.isoformat())
    first = signed + timedelta(days=1)
    end = naive_last(first, 36)
    assert (term(found).begins, term(found).computed) == (first, end)
    assert (found.clock("C04").begins, found.clock("C04").latest) == (first, end)
    assert found.clock("C05").latest == naive_last(first, 18)
    assert found.clock("C11").begins == naive_same_day(end, -6)
    # At the end of a short month the reference allows two readings of 'after the PIP'.
    offers = {naive_last(first, 3), naive_same_day(signed, 3)}
    assert found.clock("C06").latest in offers
    assert len(offers) == 1 or first.day == 1
    assert found.clock("C10").due == signed + timedelta(days=42)
    assert found.clock("C10").latest == naive_rolled(signed + timedelta(days=42))
    education = outlook(dossier(route=EDUCATION, **made), signed.isoformat())
    assert education.clock("C07").latest in {naive_last(first, 6), naive_same_day(signed, 6)}


@modest
@given(st.dates(date(2022, 1, 1), date(2055, 12, 31)))
def test_other_terms_in_the_naive_reading(start: date) -> None:
    day = start.isoformat()
    found = outlook(
        dossier(
            entry("ondersteuning", {"soort": "Ontzorgen", "recht_op_bijstand_vanaf": day}),
            instrument("Proefplaatsing", day, "proef"),
            instrument("Participatieplaats", day, "plaats"),
            instrument("Loonkostensubsidie", day, "lks"),
            decision("Verlenging", "verlenging", aangevraagd_op=day),
            decision("Ontheffing", "ontheffing", aangevraagd_op=day),
        ),
        day,
    )
    assert found.clock("C08").latest == naive_last(start, 6)
    assert found.clock("C17", "proef").latest == naive_last(start, 2)
    assert found.clock("C18", "plaats").latest == naive_last(start, 24)
    assert found.clock("C19", "lks").latest == naive_last(start, 6)
    for clock, record in (("C12", "verlenging"), ("C13", "ontheffing")):
        assert found.clock(clock, record).due == start + timedelta(days=56)
        assert found.clock(clock, record).latest == naive_rolled(start + timedelta(days=56))
    ended = dossier(plicht_einde=day, einde_reden="Voldaan B1")
    assert outlook(ended, day).clock("C24").latest == naive_same_day(start, 60)


# Nonsense

JUNK: tuple[Any, ...] = (
    None,
    True,
    False,
    "",
    "gisteren",
    "2024-02-30",
    "2024-13-01",
    "1979-00-00",
    "0001-01-01",
    "0001-12-31",
    "9999-12-31",
    "9999-01-01",
    "2024-04-15",
    "2026-05-29T10:00:00+02:00",
    "20240415",
    "Ja",
    "Onbekend",
    0,
    -1,
    -800.5,
    25,
    1e9,
    1e308,
    10**30,
    "drie",
    [],
    [None],
    ["2024-04-15"],
    [[]],
    {},
    {"van": "2024-04-15"},
    {"van": "9999-12-31", "tot": "0001-01-01"},
    {"van": "0001-01-01", "tot": "9999-12-31"},
    {"van": 3, "tot": []},
    [{}],
    [{"van": "0001-01-01", "tot": "9999-12-31"}],
    [{"grond": "a", "van": "0001-01-01", "tot": "9999-12-31"}],
    [{"grond": ["a"], "van": {}, "tot": 1, "bewijs": 0}],
    [{"regel": "Wi 17"}],
    [{"regel": 17, "reden": []}],
    {"vve": 3, "leerbaarheid": {"ingevuld": []}},
)
NEW_FIELDS: Mapping[str, Mapping[str, Any]] = {
    "besluit": {"aangevraagd_op": "2026-02-09"},
    "handhaving": {"stadium": "Intake"},
    "pip": {"afwijkingen": [{"regel": "Wi 17", "reden": "Bijzonder geval."}]},
    "inburgeringsplicht": {
        "afwijkingen": [{"regel": "Bi 3.14", "reden": "Lagere norm."}],
        "informatie_derde": "IND",
        "informatie_derde_gevraagd_op": "2024-04-02",
        "informatie_derde_ontvangen_op": "2024-06-03",
    },
    "urenregel": {
        "nederlandstalig": True,
        "telt_mee_voor_map": True,
        "aftrek_door_college": True,
        "correctie_van": PROOF,
        "instrument": PROOF,
        "periode": {"van": "2024-05-01", "tot": "2024-05-31"},
    },
    "ondersteuning": {"afgebouwd_op": "2024-08-11"},
    "instrument": {"niveau": 2, "werkelijke_einddatum": "2026-01-02"},
}
KINDS = sorted(EXAMPLES)
absurd_dates = st.one_of(
    st.dates(), st.sampled_from([date.min, date.max, date(2024, 2, 29), date(9999, 1, 1)])
)
junk = st.one_of(
    st.sampled_from(JUNK),
    absurd_dates.map(date.isoformat),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=12),
        lambda inner: (
            st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
        ),
        max_leaves=4,
    ),
)
grounds = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "grond": st.sampled_from([*get_args(VerlengingGrond), "z"]),
            "van": absurd_dates.map(date.isoformat),
            "tot": absurd_dates.map(date.isoformat),
            "bewijs": junk,
        },
    ),
    max_size=4,
)


@st.composite
def nonsense(draw: st.DrawFn) -> Fact:
    """A record of which some fields are wrong, missing or absurd."""
    kind = draw(st.sampled_from([*KINDS, "onbekend", "", "pip", "urenregel", "inburgeringsplicht"]))
    body = {**EXAMPLES.get(kind, {}), **NEW_FIELDS.get(kind, {})}
    for name in sorted(body):
        wrong = draw(st.integers(0, 5))
        if wrong == 0:
            body[name] = draw(junk)
        elif wrong == 1:
            del body[name]
        elif wrong == 2:
            body[name] = draw(absurd_dates.map(date.isoformat))
    if kind == "inburgeringsplicht" and draw(st.booleans()):
        body["verlengingsgronden"] = draw(grounds)
    record = draw(st.sampled_from(["een", "twee", "drie", "vier", PROOF]))
    status = draw(st.sampled_from(["actueel", "actueel", "actueel", "vervallen", "", "?"]))
    return Fact(record, kind, body, status)


events = st.lists(
    st.builds(
        statute.Event,
        st.sampled_from(["C21", "C22", "C27", "C28"]),
        st.sampled_from(["een", "twee"]),
        absurd_dates,
        st.none() | absurd_dates,
        st.none() | absurd_dates,
    ),
    max_size=3,
)


def sound(found: Outlook) -> None:
    for one in found.deadlines:
        assert one.state in URGENCY
        assert one.due is None or (one.latest is not None and one.latest >= one.due)
    for finding in found.findings:
        assert finding.code
        assert finding.why


@settings(modest, max_examples=100)
@given(st.lists(nonsense(), max_size=8), on_days, absurd_dates, events)
def test_nonsense_gives_an_answer(
    entries: list[Fact], on: str, today: date, beside: list[statute.Event]
) -> None:
    sound(outlook(entries, on, today=today, events=beside))
    sound(outlook(entries, on, withheld={"pip", "urenregel", "onbekend"}))


@modest
@given(dossiers(), st.lists(nonsense(), min_size=1, max_size=4), on_days)
def test_nonsense_beside_a_right_dossier_gives_an_answer(
    entries: list[Fact], wrong: list[Fact], on: str
) -> None:
    sound(outlook([*entries, *wrong], on))
    objections(entries, [*entries, *wrong], on)
    objections([*entries, *wrong], entries, on)


@modest
@given(st.sampled_from(KINDS), junk, on_days)
def test_one_wrong_field_at_a_time_gives_an_answer(kind: str, value: Any, on: str) -> None:
    body = {**EXAMPLES[kind], **NEW_FIELDS.get(kind, {})}
    for name in body:
        wrong = Fact("fout", kind, {**body, name: value})
        sound(outlook([*dossier(), wrong], on))
        sound(outlook([wrong], on))


@modest
@given(absurd_dates.map(date.isoformat), on_days)
def test_absurd_dates_give_an_answer(day: str, on: str) -> None:
    """Also where a term would end before the first day of the calendar, or after the last."""
    facts = [
        pip(day),
        home(day),
        course(aanbod_datum=day, start=day),
        decision("Verlenging", "verlenging", aangevraagd_op=day, dagtekening=...),
        decision("Vrijstelling", "vrijstelling", dagtekening=day, ingangsdatum=day, einddatum=day),
        instrument("Proefplaatsing", day, "proef", geplande_einddatum=day),
        instrument("Participatieplaats", day, "plaats"),
        instrument("Loonkostensubsidie", day, "lks"),
        exam("Lezen", day),
        *(
            fine(stage, day, stage)
            for stage in (
                "Intake",
                "Tijdens het traject",
                "PVT of MAP te laat",
                "Leerroute te laat",
            )
        ),
        entry("ondersteuning", {"soort": "Ontzorgen", "recht_op_bijstand_vanaf": day}),
        entry("inburgeringsplicht", {"duo_kennisgeving_datum": day, "plicht_einde": day}),
        entry("inburgeringsplicht", {"termijn_einde_duo": day, "termijn_begin_duo": day}, "duo"),
        hours("les", day, "NT2-les", 3),
    ]
    for alone in facts:
        sound(outlook([*dossier(), alone], on))
        sound(outlook([alone], on))
    sound(outlook(facts, on))
