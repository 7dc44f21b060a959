"""The gate and the decisions it stands on, without a vault: tables of named cases."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from builders import consent_request
from builders_consent import (
    ALL,
    ORDINARY,
    History,
    Put,
    decision,
    drop,
    happened,
    moment,
    paper,
    put,
    react,
    scope,
)

from eportfolio.consent import (
    Consent,
    Event,
    Facts,
    Permission,
    build,
    build_event,
    find_state,
    head_before,
    load_groups,
    permit,
    permit_return,
    require,
    resolve,
)
from eportfolio.consent.decisions import read_consent, read_event, require_proof
from eportfolio.consent.groups import covers
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted, Unsupported
from eportfolio.records import RecordId
from eportfolio.records.consent_request import ConsentRequest, parse_request

FRIDAY, SATURDAY, MONDAY = moment(5), moment(6), moment(8)
MINUTE = timedelta(minutes=1)
REFUSAL = {"hash": "c2", "id": "c2", "decision": "refused"}
CARD_B, CARD_C = "B", "C"


def ask(consents: Sequence[Consent], events: Sequence[Event] = (), **call: Any) -> Permission:
    """Ask the gate about consent c1 and a dossier with one wish in it."""
    history = History.of([put("wens", "wens", eigen_woorden="kok")])
    asked = {"pid": "p1", "recipient": CARD_B, "purpose": "handover", "at": moment(2)} | call
    heads = {"h1": history.below("h1")}
    return require("c1", consents, events, versions=history.versions, ancestors=heads, **asked)


def entered(place: int, **changes: Any) -> Consent:
    """A decision that was entered in our own ledger at the moment it was given."""
    consent = decision(**changes)
    return replace(consent, place=place, recorded_at=consent.given_on)


# case: consents, events, what is asked
IN_FORCE: dict[str, tuple[Sequence[Consent], Sequence[Event], Mapping[str, Any]]] = {
    "at the moment it was given": ([decision()], [], {"at": moment(1)}),
    "the whole of its last day": ([decision()], [], {"at": moment(15, 23)}),
    "re-confirmed": ([decision()], [happened("re-confirmed", moment(1))], {}),
    "another consent withdrawn": ([decision()], [happened("withdrawn", moment(1), "c9")], {}),
    "refused for another recipient": (
        [decision(), decision(**REFUSAL, recipient=CARD_C, given_on=moment(2))],
        [],
        {},
    ),
    "refused for another purpose": (
        [decision(), decision(**REFUSAL, purpose="advice", given_on=moment(2))],
        [],
        {},
    ),
    "refused before it was given": (
        [decision(**REFUSAL, given_on=moment(0)), decision()],
        [],
        {},
    ),
    "given again after a no with a clock that was ahead": (
        [entered(1, **REFUSAL, given_on=moment(400)), entered(2)],
        [],
        {},
    ),
    "given again after a yes with a clock that was ahead": (
        [entered(1, hash="c2", given_on=moment(400)), entered(2)],
        [],
        {},
    ),
    "given again after another yes was taken back with a clock that was ahead": (
        [entered(1, hash="c2", given_on=moment(0)), entered(3)],
        [replace(happened("withdrawn", moment(400), "c2"), place=2)],
        {},
    ),
    "signed after a refusal, entered before it": (
        [decision(given_on=FRIDAY), decision(**REFUSAL, given_on=FRIDAY - MINUTE)],
        [],
        {"at": MONDAY},
    ),
    "recorded last of two at one moment": ([decision(**REFUSAL), decision()], [], {}),
}

# case: code, consents, events, what is asked
NOT_IN_FORCE: dict[str, tuple[str, Sequence[Consent], Sequence[Event], Mapping[str, Any]]] = {
    "no decision at all": ("consent-missing", [], [], {}),
    "only another decision": ("consent-missing", [decision(hash="c2")], [], {}),
    "of another dossier": ("consent-missing", [decision(pid="p2")], [], {}),
    "before it was given": ("consent-missing", [decision()], [], {"at": moment(1) - MINUTE}),
    "given in the future": ("consent-missing", [decision(given_on=moment(3))], [], {}),
    "for another card": ("consent-recipient", [decision()], [], {"recipient": CARD_C}),
    "for another purpose": ("consent-scope", [decision()], [], {"purpose": "cover"}),
    "a refusal": ("consent-refused", [decision(decision="refused")], [], {}),
    "a word that is no yes": ("consent-refused", [decision(decision="misschien")], [], {}),
    "withdrawn": ("consent-withdrawn", [decision()], [happened("withdrawn", moment(1))], {}),
    "withdrawn that very moment": (
        "consent-withdrawn",
        [decision()],
        [happened("withdrawn", moment(2))],
        {},
    ),
    "the day after its last day": ("consent-expired", [decision()], [], {"at": moment(16, 0)}),
    "ended by an event": ("consent-expired", [decision()], [happened("expired", moment(2))], {}),
    "marked as superseded": (
        "consent-superseded",
        [decision()],
        [happened("superseded", moment(2))],
        {},
    ),
    "refused since": (
        "consent-superseded",
        [decision(), decision(**REFUSAL, given_on=moment(2))],
        [],
        {},
    ),
    "a newer yes": (
        "consent-superseded",
        [decision(), decision(hash="c2", id="c2", given_on=moment(2))],
        [],
        {},
    ),
    "a newer yes that has expired itself": (
        "consent-superseded",
        [decision(), decision(hash="c2", given_on=moment(2), valid_until=date(2026, 3, 4))],
        [],
        {"at": moment(9)},
    ),
    "signed on Friday, refused on Saturday, entered on Monday": (
        "consent-superseded",
        [decision(**REFUSAL, given_on=SATURDAY), decision(given_on=FRIDAY)],
        [],
        {"at": MONDAY},
    ),
    "recorded first of two at one moment": (
        "consent-superseded",
        [decision(), decision(**REFUSAL)],
        [],
        {},
    ),
    "withdrawn with a clock that was ahead": (
        "consent-withdrawn",
        [decision()],
        [happened("withdrawn", moment(3))],
        {},
    ),
    "noted as expired with a clock that was ahead": (
        "consent-expired",
        [decision()],
        [happened("expired", moment(3))],
        {},
    ),
    "refused with a clock that was ahead": (
        "consent-superseded",
        [decision(), decision(**REFUSAL, given_on=moment(400))],
        [],
        {},
    ),
    "refused with a clock that was behind": (
        "consent-superseded",
        [entered(1), entered(2, **REFUSAL, given_on=moment(-9))],
        [],
        {},
    ),
    "another yes taken back with a clock that was behind": (
        "consent-superseded",
        [entered(1, hash="c2", given_on=moment(0)), entered(2)],
        [replace(happened("withdrawn", moment(-9), "c2"), place=3)],
        {},
    ),
    "an older sheet after a no with a clock that was ahead": (
        "consent-superseded",
        [
            entered(1, **REFUSAL, given_on=moment(400)),
            replace(entered(2, given_on=FRIDAY), recorded_at=MONDAY),
        ],
        [],
        {"at": MONDAY},
    ),
    "an older sheet after another yes was taken back with a clock that was ahead": (
        "consent-superseded",
        [
            entered(1, hash="c2", given_on=moment(0)),
            replace(entered(3, given_on=FRIDAY), recorded_at=MONDAY),
        ],
        [replace(happened("withdrawn", moment(400), "c2"), place=2)],
        {"at": MONDAY},
    ),
    "nothing in its scope": ("consent-scope", [decision(scope=())], [], {}),
    "a head this chain does not have": ("consent-scope", [decision(head="h9")], [], {}),
}


@pytest.mark.parametrize("case", IN_FORCE)
def test_consent_lets_the_wish_go_when_it_is_in_force(case: str) -> None:
    consents, events, call = IN_FORCE[case]
    assert ask(consents, events, **call).digests == {"wens.h1"}


@pytest.mark.parametrize("case", NOT_IN_FORCE)
def test_nothing_goes_when_the_consent_is_not_in_force(case: str) -> None:
    code, consents, events, call = NOT_IN_FORCE[case]
    with pytest.raises(NotPermitted) as refused:
        ask(consents, events, **call)
    assert refused.value.code == code


def test_what_comes_after_a_past_moment_is_not_counted_but_what_a_clock_ahead_entered_is() -> None:
    refused = [decision(), decision(**REFUSAL, given_on=moment(3))]
    withdrawn = [happened("withdrawn", moment(3))]
    for now, expected in ((moment(4), "given"), (moment(2), "not given any more")):
        states = {
            find_state(refused[0], refused, [], moment(2), now),
            find_state(refused[0], refused[:1], withdrawn, moment(2), now),
        }
        assert (states == {"given"}) is (expected == "given")


def test_sheet_that_was_signed_before_a_withdrawal_is_not_in_force_when_entered_after_it() -> None:
    first = decision(hash="c0", id="c0", given_on=moment(4))
    with pytest.raises(NotPermitted):
        ask(
            [first, decision(given_on=FRIDAY)],
            [happened("withdrawn", SATURDAY, "c0")],
            at=MONDAY,
        )


def test_special_groups_are_in_the_scope_by_their_own_yes_only() -> None:
    groups = load_groups()
    every = {entry["group"] for entry in resolve(["*"], [], groups)}
    assert every == {name for name, group in groups.items() if not group.special}
    assert {e["group"] for e in resolve(["*"], ["gezondheid"], groups)} == every | {"gezondheid"}
    assert {e["group"] for e in resolve([], ["gezondheid"], groups)} == {"gezondheid"}
    assert {e["group"] for e in resolve(["uren", "plan"], [], groups)} == {"uren", "plan"}
    assert resolve([], [], groups) == []


@pytest.mark.parametrize(
    ("chosen", "explicit"),
    [
        (["onzin"], []),
        (["*"], ["onzin"]),
        (["gezondheid"], []),
        (["*", "gezondheid"], []),
        (["*"], ["plan"]),
        (["document"], []),
    ],
)
def test_group_is_refused_when_it_is_unknown_or_needs_its_own_yes(
    chosen: list[str], explicit: list[str]
) -> None:
    with pytest.raises(InvalidRecord):
        resolve(chosen, explicit, load_groups())


@pytest.mark.parametrize(
    ("entry", "body", "covered"),
    [
        ({"kind": "wens"}, {}, True),
        ({"kind": "wens"}, None, True),
        ({"kind": "werk"}, {}, False),
        ({}, {}, False),
        ({"kind": "wens", "field": "a", "in": ["1"]}, {"a": "1"}, True),
        ({"kind": "wens", "field": "a", "in": ["1"]}, {"a": "2"}, False),
        ({"kind": "wens", "field": "a", "in": ["1"]}, {}, False),
        ({"kind": "wens", "field": "a", "not_in": ["1"]}, {"a": "2"}, True),
        ({"kind": "wens", "field": "a", "not_in": ["1"]}, {"a": "1"}, False),
        ({"kind": "wens", "field": "a", "not_in": ["1"]}, {}, False),
        ({"kind": "wens", "field": "a", "not_in": ["1"]}, None, False),
        ({"kind": "wens", "field": "a", "newer_predicate": 1}, {"a": "2"}, False),
    ],
)
def test_scope_entry_covers_only_what_it_knows(
    entry: dict[str, Any], body: dict[str, Any] | None, covered: bool
) -> None:
    assert covers(entry, "wens", body) is covered


MONEY, LANGUAGE = {"soort": "Financiën"}, {"soort": "Taal"}
ADDICTION, UNNAMED = {"soort": "Verslaving"}, {"toelichting": "nog zonder soort"}
WISH = put("wens", "wens", eigen_woorden="kok")
CHANGED = put("wens", "wens", eigen_woorden="bakker")
TALK = put("gesprek", "contactmoment", datum="2026-03-02")
PROOF = put("bewijs", "certificaat", type="OVERIG", bestand="doc")
SECRET_WISH = put("wens", "wens", eigen_woorden="kok", laag="X")
NOTED = put("wens", "wens", eigen_woorden="kok", werknotitie="bellen")
WISHES, PAPERS = scope("wensen"), scope("documenten")
Case = tuple[Sequence[Sequence[Put]], Mapping[str, Any], set[str]]


def only(record: str) -> frozenset[RecordId]:
    return frozenset({RecordId(record)})


def at_seq(record: str, seq: int) -> frozenset[tuple[RecordId, int]]:
    return frozenset({(RecordId(record), seq)})


# case: the revisions, what the consent says, what may go
GROUPS: dict[str, Case] = {
    "a group that was named": ([[WISH, TALK]], {"scope": WISHES}, {"wens.h1"}),
    "the other group": ([[WISH, TALK]], {"scope": scope("contacten")}, {"gesprek.h1"}),
    "no group": ([[WISH, TALK]], {"scope": ()}, set()),
    "everything": ([[WISH, TALK]], {"scope": tuple(ORDINARY)}, {"wens.h1", "gesprek.h1"}),
    "everything without the special yes": (
        [[put("g", "gezondheid", effect_op_leren="rug")]],
        {"scope": tuple(ORDINARY)},
        set(),
    ),
    "the special yes": (
        [[put("g", "gezondheid", effect_op_leren="rug")]],
        {"scope": tuple(ALL)},
        {"g.h1"},
    ),
    "judged by the list in the consent, not by a group of that name": (
        [[WISH, TALK]],
        {"scope": ({"group": "wensen", "kind": "contactmoment"},)},
        {"gesprek.h1"},
    ),
    "a point on money is a wish": (
        [[put("p", "aandachtspunt", **MONEY)]],
        {"scope": WISHES},
        {"p.h1"},
    ),
    "a point on addiction is health": (
        [[put("p", "aandachtspunt", **ADDICTION)]],
        {"scope": WISHES},
        set(),
    ),
    "a point without a subject is in no group": (
        [[put("p", "aandachtspunt", **UNNAMED)]],
        {},
        set(),
    ),
    "became health later": (
        [[put("p", "aandachtspunt", **MONEY)], [put("p", "aandachtspunt", **ADDICTION)]],
        {"scope": WISHES},
        set(),
    ),
    "was health before": (
        [[put("p", "aandachtspunt", **ADDICTION)], [put("p", "aandachtspunt", **LANGUAGE)]],
        {"scope": WISHES},
        set(),
    ),
    "became health after the consent": (
        [[put("p", "aandachtspunt", **MONEY)], [put("p", "aandachtspunt", **ADDICTION)]],
        {"scope": WISHES, "head": "h1"},
        set(),
    ),
    "was health in a version that is excluded by itself": (
        [[put("p", "aandachtspunt", **ADDICTION)], [put("p", "aandachtspunt", **LANGUAGE)]],
        {"scope": WISHES, "excluded_versions": at_seq("p", 1)},
        set(),
    ),
    "two groups that each cover one version": (
        [[put("p", "aandachtspunt", **MONEY)], [put("p", "aandachtspunt", **ADDICTION)]],
        {"scope": scope("wensen", explicit=["gezondheid"])},
        {"p.h1", "p.h2"},
    ),
    "a family member is not a volunteer": (
        [[put("a", "gezinslid", relatie="Kind"), put("b", "gezinslid", relatie="Maatje")]],
        {"scope": scope("netwerk")},
        {"b.h1"},
    ),
    "one id used for two kinds": (
        [[put("a", "wens", eigen_woorden="kok")], [put("a", "contactmoment", datum="2026-03-02")]],
        {},
        set(),
    ),
    "a kind in no group": (
        [[put("a", "wens", eigen_woorden="kok")]],
        {"scope": ({"group": "iets", "kind": "kinderopvang"},)},
        set(),
    ),
}

TIME: dict[str, Case] = {
    "a later record": ([[WISH], [TALK]], {"head": "h1"}, {"wens.h1"}),
    "a later version": ([[WISH], [CHANGED]], {"head": "h1"}, {"wens.h1"}),
    "later items too": (
        [[WISH], [CHANGED, TALK]],
        {"head": "h1", "later_items": True},
        {"wens.h1", "wens.h2", "gesprek.h2"},
    ),
    "a later record of another group": (
        [[WISH], [TALK]],
        {"head": "h1", "later_items": True, "scope": WISHES},
        {"wens.h1"},
    ),
    "old versions": ([[WISH], [CHANGED]], {}, {"wens.h1", "wens.h2"}),
    "a withdrawn record and its reason": (
        [[WISH], [drop("wens", "wens")]],
        {},
        {"wens.h1", "wens.h2", "wens.h2#reden"},
    ),
    "of a later withdrawal the bare fact": (
        [[WISH], [drop("wens", "wens")]],
        {"head": "h1"},
        {"wens.h1", "wens.h2"},
    ),
    "a later withdrawal whole, with later items": (
        [[WISH], [drop("wens", "wens")]],
        {"head": "h1", "later_items": True},
        {"wens.h1", "wens.h2", "wens.h2#reden"},
    ),
    "no word of a withdrawal when the record stays": (
        [[WISH, TALK], [drop("gesprek", "contactmoment")]],
        {"head": "h1", "scope": WISHES},
        {"wens.h1"},
    ),
    "no word of a record that came and went later": (
        [[WISH], [TALK], [drop("gesprek", "contactmoment")]],
        {"head": "h1"},
        {"wens.h1"},
    ),
    "not the later version that was withdrawn": (
        [[WISH], [CHANGED], [drop("wens", "wens")]],
        {"head": "h1"},
        {"wens.h1", "wens.h3"},
    ),
}

EXCLUDED: dict[str, Case] = {
    "a record": ([[WISH, TALK]], {"excluded": only("wens")}, {"gesprek.h1"}),
    "all its versions": (
        [[WISH, TALK], [CHANGED], [drop("wens", "wens")]],
        {"excluded": only("wens")},
        {"gesprek.h1"},
    ),
    "an old version": (
        [[WISH], [CHANGED]],
        {"excluded_versions": at_seq("wens", 1)},
        {"wens.h2"},
    ),
    "the newest version": (
        [[WISH], [CHANGED]],
        {"excluded_versions": at_seq("wens", 2)},
        {"wens.h1"},
    ),
    "a withdrawal with its reason": (
        [[WISH], [drop("wens", "wens")]],
        {"excluded_versions": at_seq("wens", 2)},
        {"wens.h1"},
    ),
    "a version of another record at that place": (
        [[WISH, TALK]],
        {"excluded_versions": at_seq("wens", 1)},
        {"gesprek.h1"},
    ),
    "the only version, so its withdrawal says nothing": (
        [[WISH, TALK], [drop("wens", "wens")]],
        {"excluded_versions": at_seq("wens", 1)},
        {"gesprek.h1"},
    ),
    "a later version, with later items": (
        [[WISH], [CHANGED]],
        {"head": "h1", "later_items": True, "excluded_versions": at_seq("wens", 2)},
        {"wens.h1"},
    ),
}

NEVER: dict[str, Case] = {
    "a work note": ([[NOTED]], {}, {"wens.h1"}),
    "a work note that was taken away again": (
        [[NOTED], [WISH]],
        {},
        {"wens.h1", "wens.h2"},
    ),
    "a record of layer X": ([[SECRET_WISH, TALK]], {}, {"gesprek.h1"}),
    "a record raised to layer X": ([[WISH, TALK], [SECRET_WISH]], {}, {"gesprek.h1"}),
    "a record raised to layer X after the consent": (
        [[WISH, TALK], [SECRET_WISH]],
        {"head": "h1"},
        {"gesprek.h1"},
    ),
    "a record raised to layer X and withdrawn": (
        [[WISH, TALK], [SECRET_WISH], [drop("wens", "wens")]],
        {},
        {"gesprek.h1"},
    ),
    "a part of a story that was raised to layer X": (
        [
            [put("v", "verhaal", onderdelen=[{"tekst": "geloof", "laag": "B"}]), TALK],
            [put("v", "verhaal", onderdelen=[{"tekst": "geloof", "laag": "X"}])],
        ],
        {},
        {"gesprek.h1", "v.h2"},
    ),
    "a document of layer X, and its bytes": (
        [[paper("doc", "s1", laag="X"), WISH]],
        {},
        {"wens.h1"},
    ),
    "a document raised to layer X, and its bytes": (
        [[paper("doc", "s1"), WISH], [paper("doc", "s1", laag="X")]],
        {},
        {"wens.h1"},
    ),
    "the same bytes under a document of layer X": (
        [[paper("doc", "s1"), paper("kopie", "s1", laag="X"), WISH]],
        {},
        {"wens.h1"},
    ),
    "a document that a record of layer X refers to": (
        [
            [
                paper("doc", "s1"),
                PROOF,
                put("w", "wens", eigen_woorden="x", laag="X", documenten=["doc"]),
            ]
        ],
        {},
        {"bewijs.h1"},
    ),
}

YES, NO = ("klopt", "2026-03-02"), ("niet delen", "2026-03-02")
REACTIONS: dict[str, Case] = {
    "a reaction travels with its record": (
        [[WISH, TALK, react("r", "wens", "klopt")]],
        {"scope": WISHES},
        {"wens.h1", "r.h1"},
    ),
    "a reaction stays with its record": (
        [[WISH, TALK, react("r", "wens", "klopt")]],
        {"scope": scope("contacten")},
        {"gesprek.h1"},
    ),
    "a reaction that is excluded itself": (
        [[WISH, react("r", "wens", "klopt")]],
        {"excluded": only("r")},
        {"wens.h1"},
    ),
    "a later reaction": (
        [[WISH], [react("r", "wens", "klopt")]],
        {"head": "h1"},
        {"wens.h1"},
    ),
    "do not share, before the consent": (
        [[WISH, TALK], [react("r", "wens", "niet delen")]],
        {},
        {"gesprek.h1"},
    ),
    "do not share, after the consent": (
        [[WISH, TALK], [react("r", "wens", "niet delen")]],
        {"head": "h1"},
        {"gesprek.h1"},
    ),
    "do not share, replaced by yes": (
        [[WISH], [react("r", "wens", *NO)], [react("q", "wens", "klopt", "2026-03-03")]],
        {},
        {"wens.h1", "r.h2", "q.h3"},
    ),
    "yes, replaced by do not share": (
        [
            [WISH, TALK],
            [react("r", "wens", *YES)],
            [react("q", "wens", "niet delen", "2026-03-03")],
        ],
        {},
        {"gesprek.h1"},
    ),
    "do not share, entered late for an earlier day": (
        [[WISH], [react("r", "wens", "klopt", "2026-03-03")], [react("q", "wens", *NO)]],
        {},
        {"wens.h1", "r.h2", "q.h3"},
    ),
    "on one day the last recorded counts": (
        [[WISH], [react("r", "wens", *NO)], [react("q", "wens", *YES)]],
        {},
        {"wens.h1", "r.h2", "q.h3"},
    ),
    "on one day the last recorded counts, also a no": (
        [[WISH, TALK], [react("r", "wens", *YES)], [react("q", "wens", *NO)]],
        {},
        {"gesprek.h1"},
    ),
    "in one revision the strictest counts": (
        [[WISH, TALK], [react("r", "wens", *NO), react("q", "wens", *YES)]],
        {},
        {"gesprek.h1"},
    ),
    "a no to one record says nothing about another": (
        [[WISH, TALK], [react("r", "gesprek", "niet delen")]],
        {},
        {"wens.h1"},
    ),
    "a reaction to what is not here": ([[WISH, react("r", "weg", "klopt")]], {}, {"wens.h1"}),
    "a yes that stays behind does not open what was closed": (
        [[WISH, TALK], [react("r", "wens", *NO)], [react("q", "wens", "klopt", "2026-03-03")]],
        {"head": "h2"},
        {"gesprek.h1"},
    ),
    "a yes that is excluded does not open what was closed": (
        [[WISH, TALK], [react("r", "wens", *NO)], [react("q", "wens", "klopt", "2026-03-03")]],
        {"excluded": only("q")},
        {"gesprek.h1"},
    ),
}

DOC, COPY = paper("doc", "s1"), paper("kopie", "s1")
REFERS = put("gesprek", "contactmoment", datum="2026-03-02", documenten=["doc"])
DOCUMENTS: dict[str, Case] = {
    "with its record, though its own group is not named": (
        [[DOC, PROOF]],
        {"scope": scope("certificaten")},
        {"doc.h1", "bewijs.h1", "s1"},
    ),
    "not with its own group, when its record stays": ([[DOC, PROOF]], {"scope": PAPERS}, set()),
    "that nobody refers to, by its own group": ([[DOC]], {"scope": PAPERS}, {"doc.h1", "s1"}),
    "that nobody refers to, without its group": ([[DOC, WISH]], {"scope": WISHES}, {"wens.h1"}),
    "of two records that both go": (
        [[DOC, PROOF, REFERS]],
        {"scope": scope("certificaten", "contacten")},
        {"doc.h1", "bewijs.h1", "gesprek.h1", "s1"},
    ),
    "of two records of which one stays": (
        [[DOC, PROOF, REFERS]],
        {"scope": scope("certificaten")},
        {"bewijs.h1"},
    ),
    "of two records of which one is excluded": (
        [[DOC, PROOF, REFERS]],
        {"excluded": only("gesprek")},
        {"bewijs.h1"},
    ),
    "of a record that the client does not want shared": (
        [[DOC, PROOF, REFERS, react("r", "gesprek", "niet delen")]],
        {},
        {"bewijs.h1"},
    ),
    "that the client does not want shared": (
        [[DOC, PROOF, react("r", "doc", "niet delen")]],
        {},
        {"bewijs.h1"},
    ),
    "that is excluded": ([[DOC, PROOF]], {"excluded": only("doc")}, {"bewijs.h1"}),
    "that only an old version of a covered record refers to": (
        [[DOC, PROOF], [put("bewijs", "certificaat", type="OVERIG")]],
        {"scope": scope("certificaten")},
        {"doc.h1", "bewijs.h1", "bewijs.h2", "s1"},
    ),
    "that an old version of a record that stays refers to": (
        [[DOC, PROOF, REFERS], [TALK]],
        {"scope": scope("certificaten")},
        {"bewijs.h1"},
    ),
    "that an excluded version refers to": (
        [[DOC, PROOF], [put("bewijs", "certificaat", type="OVERIG")]],
        {"excluded_versions": at_seq("bewijs", 1)},
        {"bewijs.h2"},
    ),
    "that a later record refers to as well": (
        [[DOC, PROOF], [REFERS]],
        {"head": "h1"},
        {"doc.h1", "bewijs.h1", "s1"},
    ),
    "that a later record of another group refers to as well": (
        [[DOC, PROOF], [REFERS]],
        {"head": "h1", "scope": scope("certificaten")},
        {"bewijs.h1"},
    ),
    "that is newer itself": ([[WISH], [DOC, PROOF]], {"head": "h1"}, {"wens.h1"}),
    "the same bytes twice, both go": (
        [[DOC, COPY]],
        {"scope": PAPERS},
        {"doc.h1", "kopie.h1", "s1"},
    ),
    "the same bytes twice, one excluded": (
        [[DOC, COPY, WISH]],
        {"excluded": only("kopie")},
        {"wens.h1"},
    ),
    "the same bytes twice, one of a record that stays": (
        [[DOC, COPY, PROOF, put("w", "werk", functie="kok", documenten=["kopie"])]],
        {"scope": scope("certificaten")},
        {"bewijs.h1"},
    ),
    "the same bytes in an old version of a document that stays": (
        [[DOC, COPY, WISH], [paper("kopie", "s2")]],
        {"excluded": only("kopie")},
        {"wens.h1"},
    ),
    "the same bytes in a version that is excluded": (
        [[DOC, COPY, WISH], [paper("kopie", "s2")]],
        {"excluded_versions": at_seq("kopie", 1)},
        {"wens.h1", "kopie.h2", "s2"},
    ),
    "the same bytes in a later document": (
        [[DOC, PROOF], [COPY]],
        {"head": "h1"},
        {"doc.h1", "bewijs.h1", "s1"},
    ),
    "the same bytes in a later document of a record that stays": (
        [[DOC, PROOF], [COPY, put("w", "werk", functie="kok", documenten=["kopie"])]],
        {"head": "h1", "scope": scope("certificaten")},
        {"bewijs.h1"},
    ),
    "new bytes after the consent": (
        [[DOC, PROOF], [paper("doc", "s2")]],
        {"head": "h1"},
        {"doc.h1", "bewijs.h1", "s1"},
    ),
    "that another document refers to, which stays": (
        [[DOC, paper("map", "s9", documenten=["doc"]), WISH]],
        {"excluded": only("map")},
        {"wens.h1"},
    ),
    "that a reaction refers to, which stays": (
        [
            [
                DOC,
                PROOF,
                TALK,
                put(
                    "r",
                    "reactie",
                    record="gesprek",
                    antwoord="klopt",
                    dag="2026-03-02",
                    documenten=["doc"],
                ),
            ]
        ],
        {"excluded": only("gesprek")},
        {"bewijs.h1"},
    ),
    "whose bytes a certificate names that stays": (
        [[DOC, WISH, put("bewijs", "certificaat", type="OVERIG", sha256="s1")]],
        {"excluded": only("bewijs")},
        {"wens.h1"},
    ),
    "whose record refers to what is not there": (
        [[put("bewijs", "certificaat", type="OVERIG", bestand="weg")]],
        {},
        {"bewijs.h1"},
    ),
    "in two records at once, through one field that is a list": (
        [[DOC, COPY, put("w", "werk", functie="kok", documenten=["doc", "kopie"])]],
        {"scope": scope("intake")},
        {"doc.h1", "kopie.h1", "w.h1", "s1"},
    ),
}


def _cases(**tables: Mapping[str, Case]) -> list[Any]:
    return [
        pytest.param(*case, id=f"{table}: {name}")
        for table, cases in tables.items()
        for name, case in cases.items()
    ]


@pytest.mark.parametrize(
    ("revisions", "consent", "going"),
    _cases(
        groups=GROUPS,
        time=TIME,
        excluded=EXCLUDED,
        never=NEVER,
        reactions=REACTIONS,
        documents=DOCUMENTS,
    ),
)
def test_exactly_this_goes(
    revisions: Sequence[Sequence[Put]], consent: Mapping[str, Any], going: set[str]
) -> None:
    assert History.of(*revisions).going(**consent) == going


@pytest.mark.parametrize(
    "told",
    [
        put("v", "verhaal", tekst="trauma", laag="B-H"),
        put("v", "verhaal", onderdelen=[{"tekst": "trauma", "laag": "B-H"}]),
        put("v", "contactmoment", datum="2026-03-02", verslag="trauma", laag="B-H"),
    ],
)
def test_item_of_layer_b_h_goes_only_with_the_explicit_yes(told: Put) -> None:
    history = History.of([told])
    assert history.going(scope=tuple(ALL)) == {"v.h1"}
    assert history.going(scope=tuple(ORDINARY)) == set()


def test_every_disclosure_and_every_attachment_goes_or_has_a_reason_to_stay() -> None:
    history = History.of(
        [WISH, TALK, NOTED, DOC, PROOF], [drop("wens", "wens"), paper("doc", "s2")]
    )
    permission = history.judged(scope=WISHES, head="h1")
    staying = set(permission.reasons)
    assert permission.digests | staying == {one.digest for one in history.versions}
    assert not permission.digests & staying
    assert permission.attachments == frozenset()
    assert set(permission.attachment_reasons) == {"s1", "s2"}


def test_what_stays_is_counted_apart_by_choice_by_time_and_by_layer() -> None:
    history = History.of([NOTED, TALK, DOC], [CHANGED, drop("gesprek", "contactmoment")])
    permission = history.judged(scope=WISHES, head="h1")
    assert dict(permission.reasons) == {
        "wens.h1#X": "never",
        "wens.h2": "later",
        "gesprek.h1": "scope",
        "gesprek.h2": "scope",
        "gesprek.h2#reden": "scope",
        "doc.h1": "scope",
    }
    assert (permission.withheld, permission.count("later"), permission.count("never")) == (4, 1, 1)


def test_reasons_tell_an_excluded_record_from_an_unwanted_one() -> None:
    history = History.of([WISH, TALK, DOC, COPY], [react("r", "gesprek", "niet delen")])
    reasons = history.judged(excluded=only("kopie")).reasons
    assert reasons["kopie.h1"] == "excluded"
    assert reasons["doc.h1"] == "shared-attachment"
    assert reasons["gesprek.h1"] == reasons["r.h2"] == "niet-delen"


def test_reason_of_a_withdrawal_stays_when_its_record_is_not_here() -> None:
    history = History.of([WISH], [drop("gesprek", "contactmoment")])
    history.versions = [one for one in history.versions if one.digest != "gesprek.h2"]
    assert history.going() == {"wens.h1"}


def test_withdrawal_of_a_record_that_never_came_says_nothing() -> None:
    assert History.of([WISH], [drop("gesprek", "contactmoment")]).going() == {"wens.h1"}


def test_reaction_to_a_reaction_travels_when_both_were_entered_at_once() -> None:
    question = [react("b", "a", "klopt"), react("a", "wens", "klopt"), WISH]
    assert History.of(question).going() == {"wens.h1", "a.h1", "b.h1"}


def forked() -> History:
    """Two sides that each changed the wish, and a merge: h2 and h3 stand on h1, h4 on both."""
    history = History.of([WISH])
    history.add(CHANGED, prev=["h1"])
    history.add(put("wens", "wens", eigen_woorden="kapper"), TALK, prev=["h1"])
    history.add(CHANGED, prev=["h2", "h3"])
    return history


def test_consent_about_one_side_of_a_fork_does_not_cover_the_other() -> None:
    assert forked().going(head="h2") == {"wens.h1", "wens.h2"}
    assert forked().going(head="h3") == {"wens.h1", "wens.h3", "gesprek.h3"}


def test_consent_after_a_merge_covers_both_sides() -> None:
    every = {"wens.h1", "wens.h2", "wens.h3", "gesprek.h3", "wens.h4"}
    assert forked().going(head="h4") == every


def test_excluded_place_in_a_fork_keeps_both_versions_back() -> None:
    assert forked().going(excluded_versions=at_seq("wens", 2)) == {
        "wens.h1",
        "gesprek.h3",
        "wens.h4",
    }


def test_latest_reaction_in_a_fork_is_the_strictest_of_the_last_day() -> None:
    history = History.of([WISH, TALK])
    history.add(react("r", "wens", *YES), prev=["h1"])
    history.add(react("q", "wens", *NO), prev=["h1"])
    history.add(prev=["h2", "h3"])
    assert history.going() == {"gesprek.h1"}


def test_health_on_one_side_of_a_fork_keeps_the_whole_record_back() -> None:
    history = History.of([put("p", "aandachtspunt", **MONEY), WISH])
    history.add(put("p", "aandachtspunt", **ADDICTION), prev=["h1"])
    history.add(put("p", "aandachtspunt", **LANGUAGE), prev=["h1"])
    history.add(put("p", "aandachtspunt", **LANGUAGE), prev=["h2", "h3"])
    assert history.going(scope=WISHES) == {"wens.h1"}


NOW = moment(8)


def facts(**changes: Any) -> Facts:
    known: dict[str, Any] = {
        "id": "5d0f5a3e-7d5e-4a53-9d5c-0d1b8f6f1a11",
        "pid": "0f6a3c1e-5b7d-4c2a-9e88-1d2f3a4b5c6d",
        "recipient_name": "Bram Oosterwijk",
        "recipient_organisation": "Gemeente Lindehaven",
        "scope": list(ORDINARY),
        "notice": {"version": "2026-11", "language": "nl", "sha256": "0" * 64},
        "evidence": "e" * 64,
        "head": "h" * 64,
        "recorded_at": NOW,
        "recorded_by": {"card": "A", "name": "Noor Verhulst", "organisation": "Waterdael"},
        "ledger": "0" * 64,
    }
    return Facts(**known | changes)


def request(**changes: Any) -> ConsentRequest:
    return parse_request(consent_request("B", **changes), given=True, now=NOW)


def paper_less(how: str, **changes: Any) -> dict[str, Any]:
    return {"expressed": {"how": how, **changes}}


# case: the field that is lacking, changes to the request, changes to the facts
LACKING: dict[str, tuple[str, Mapping[str, Any], Mapping[str, Any]]] = {
    "signed sheet without a scan": ("expressed.evidence", {}, {"evidence": None}),
    "signed screen without strokes": (
        "expressed.evidence",
        paper_less("handtekening scherm"),
        {"evidence": None},
    ),
    "cross without a witness": ("expressed.witness", paper_less("kruisje met getuige"), {}),
    "word without a witness": ("expressed.witness", paper_less("mondeling met getuige"), {}),
    "nobody explained": ("explained_by", {"explained_by": None}, {}),
    "not told back": ("teach_back", {"teach_back": {"done": False}}, {}),
    "concept translation without interpreter": (
        "interpreter",
        {"interpreter": {"kind": "geen"}},
        {},
    ),
    "interpreter without a name": ("interpreter.name", {"interpreter": {"kind": "video"}}, {}),
}


@pytest.mark.parametrize("case", LACKING)
def test_consent_is_refused_when_its_proof_is_lacking(case: str) -> None:
    field, asked, known = LACKING[case]
    with pytest.raises(NotPermitted) as refused:
        build(request(**asked), "given", facts(**known))
    assert (refused.value.code, refused.value.facts["lacking"]) == ("consent-evidence", [field])


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        ({}, {}),
        (paper_less("kruisje met getuige", witness="B. Smit"), {"evidence": None}),
        (paper_less("mondeling met getuige", witness="B. Smit"), {"evidence": None}),
        ({"interpreter": {"kind": "geen"}, "language": "nl"}, {}),
    ],
)
def test_consent_is_accepted_when_its_proof_is_complete(
    asked: dict[str, Any], known: dict[str, Any]
) -> None:
    assert build(request(**asked), "given", facts(**known))["decision"] == "given"


def test_refusal_needs_no_proof_and_no_valid_dates() -> None:
    said = {"recipient": "B", "purpose": "handover", "valid_until": "2026-01-01"}
    refusal = parse_request(said, given=False, now=NOW)
    built = build(refusal, "refused", facts(evidence=None, scope=[]))
    assert (built["decision"], built["scope"]) == ("refused", [])


@pytest.mark.parametrize("given_on", ["2026-03-10T12:00:00+00:00", "9999-12-31T12:00:00+00:00"])
def test_consent_cannot_be_given_tomorrow(given_on: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        build(request(given_on=given_on), "given", facts())
    assert refused.value.reason == "consent-in-future"


def test_consent_cannot_end_before_it_was_given() -> None:
    with pytest.raises(InvalidRecord) as refused:
        build(request(valid_until="2026-03-08"), "given", facts())
    assert refused.value.reason == "consent-validity"
    assert build(request(valid_until="2026-03-09"), "given", facts())["valid_until"] == "2026-03-09"


def test_validity_is_three_months_from_the_day_the_client_signed() -> None:
    built = build(request(given_on="2026-03-06T10:30:00+01:00"), "given", facts())
    assert built["valid_until"] == "2026-06-06"


@pytest.mark.parametrize(
    ("today", "until"),
    [("2026-11-30", "2027-02-28"), ("2027-11-30", "2028-02-29"), ("2026-12-01", "2027-03-01")],
)
def test_three_months_from_a_long_month_end_with_a_short_one(today: str, until: str) -> None:
    now = NOW.replace(
        **dict(zip(("year", "month", "day"), map(int, today.split("-")), strict=True))
    )
    assert parse_request(consent_request("B"), given=True, now=now).valid_until.isoformat() == until


@pytest.mark.parametrize(
    "changes",
    [
        {"purpose": "anders"},
        {"excluded": ["wens"]},
        {"excluded": ["0f6a3c1e-5b7d-4c2a-9e88-1d2f3a4b5c6d@0"]},
        {"given_on": "2026-03-06T10:30:00"},
        {"later_items": "ja"},
        {"head": "kop"},
        {"Aldarwesh": "een veld dat niet bestaat"},
        {"expressed": {"how": "telefonisch"}},
        {"recipient": ""},
    ],
)
def test_request_is_refused_by_field_name_and_never_repeats_what_was_filled_in(
    changes: dict[str, Any],
) -> None:
    with pytest.raises(InvalidRecord) as refused:
        request(**changes)
    assert refused.value.reason == "consent-incomplete"
    assert "Aldarwesh" not in str(refused.value.facts)


def read(**changes: Any) -> Consent:
    payload = {**build(request(excluded=[f"{ID}", f"{ID}@3"]), "given", facts()), **changes}
    return read_consent({k: v for k, v in payload.items() if v is not ...}, "c1", "A")


ID = "0f6a3c1e-5b7d-4c2a-9e88-1d2f3a4b5c6d"


def test_consent_reads_back_as_it_was_built() -> None:
    consent = read()
    assert consent.excluded == only(ID)
    assert consent.excluded_versions == at_seq(ID, 3)
    assert list(consent.scope) == ORDINARY
    assert (consent.given_on, consent.evidence, consent.signer) == (NOW, "e" * 64, "A")
    assert (consent.later_items, consent.answer_back, consent.one_bundle) == (False, True, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": "B"},
        {"recipient": ...},
        {"given_on": "2026-03-06T10:30:00"},
        {"given_on": None},
        {"valid_until": "morgen"},
        {"excluded": [f"{ID}@drie"]},
        {"excluded": [3]},
        {"excluded": 3},
        {"expressed": None},
        {"scope": 3},
        {"scope": "wensen"},
        {"scope": ["wensen"]},
        {"scope": [{"kind": "wens", "field": "a", "in": 3}]},
        {"head": ["h1"]},
    ],
)
def test_consent_is_not_authentic_when_it_has_another_shape(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthentic):
        read(**changes)


STRANGE: tuple[Any, ...] = (None, [], {}, 5, True, "zomaar", [[]], [{}], "\x1b[31m")


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The place of everything in a JSON value, the whole of an object or list as well."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for name, one in inside:
        yield (*path, name)
        if isinstance(one, dict | list):
            yield from leaves(one, (*path, name))


def replaced(payload: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = json.loads(json.dumps(payload))
    place = changed
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return changed  # type: ignore[no-any-return]


def test_whatever_stands_in_a_consent_it_is_refused_or_can_be_judged() -> None:
    """What others signed is read again at every start: nothing in it may stumble there."""
    payload = build(request(excluded=[ID], groups=["wensen", "netwerk"]), "given", facts())
    payload["scope"] = list(scope("wensen", "netwerk", "gezondheid", explicit=["gezondheid"]))
    payload["shown"] = {"way": "samen-scherm", "sha256": "0" * 64}
    history = History.of([WISH, put("g", "gezinslid", relatie="Buddy"), put("h", "gezondheid")])
    for path in leaves(payload):
        for value in STRANGE:
            try:
                consent = read_consent(replaced(payload, path, value), "c1", "A")
                permit_return(consent, history.versions, {"A"}, ())
                permit(consent, history.versions, ())
                require_proof(consent.payload)
            except (NotAuthentic, NotPermitted, Unsupported):
                continue


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": [{"group": [], "kind": "zomaar", "special": True}]},
        {"scope": [{"group": "x", "kind": ["wens"]}]},
        {"scope": [{"group": "x", "kind": "wens", "field": [], "in": []}]},
        {"scope": [{"group": "x", "kind": "wens", "field": "a", "in": [[]]}]},
        {"scope": [{"group": "x", "kind": "wens", "special": 1}]},
        {"later_items": 1},
        {"decision": "misschien"},
        {"expressed": {"how": "zomaar", "evidence": None, "witness": None}},
        {"id": "c" * 64},
        {"excluded": [f"{ID}@"]},
        {"recorded_by": [1]},
        {"valid_until": "9999-12-31"},
        {"given_on": "0001-01-01T00:00:00+23:59"},
        {"explained_by": "\x1b[31mA. Brouwer"},
        {"later": [[[[[]]]]] * 2 + [json.loads("[" * 40 + "]" * 40)]},
    ],
    ids=str,
)
def test_consent_with_one_strange_member_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthentic):
        read(**changes)


def test_consent_of_a_newer_format_says_which() -> None:
    with pytest.raises(Unsupported) as refused:
        read(v=2)
    assert dict(refused.value.facts) == {"found": 2, "known": 1}


def event(**changes: Any) -> Event:
    built = build_event(
        "c1", "withdrawn", at=NOW, by={}, reason=None, head="h1", ledger="0", extra={"note": "x"}
    )
    return read_event({**built, **changes}, "e1", "A")


def test_event_reads_back_as_it_was_built() -> None:
    assert event() == Event("e1", "c1", "withdrawn", NOW, "A")


@pytest.mark.parametrize(
    "changes",
    [
        {"event": "vergeten"},
        {"event": ["withdrawn"]},
        {"at": "2026-03-06"},
        {"at": None},
        {"by": [1]},
        {"reason": {"a": 1}},
        {"reason": "\x1b[31m"},
    ],
)
def test_event_is_not_authentic_when_it_has_another_shape(changes: dict[str, Any]) -> None:
    with pytest.raises(NotAuthentic):
        event(**changes)


def test_head_of_a_sheet_is_the_last_one_before_it_was_signed() -> None:
    revisions = [(moment(1), "h1"), (moment(3), "h2"), (moment(5), "h3")]
    assert head_before(revisions, moment(4)) == "h2"
    assert head_before(revisions, moment(3)) == "h2"
    assert head_before(revisions, moment(9)) == "h3"
    with pytest.raises(InvalidRecord) as refused:
        head_before(revisions, moment(0))
    assert refused.value.reason == "consent-before-dossier"
