"""Told once: by topic when, to whom, where it is written, and whether to ask again."""

from __future__ import annotations

from typing import Any

import pytest
from builders import EVERYTHING, Two, dossier

from eportfolio.records import RecordId, split_x
from eportfolio.workspace.story import (
    BLOCK_TOPICS,
    NEVER_AGAIN,
    TOPICS,
    WITH_SOMEBODY,
    asked_before,
    story,
)


class Entry:
    """A current record as the ledger reads it: without what never leaves."""

    def __init__(
        self,
        id_: str,
        kind: str,
        body: dict[str, Any],
        *,
        at: str = "2024-05-01T09:00:00+02:00",
        status: str = "actueel",
    ) -> None:
        self.id, self.kind, self.status, self.at = RecordId(id_), kind, status, at
        self.body = split_x(kind, body)[0]
        self.by = {"card": "k", "name": "A. Brouwer", "organisation": "Gemeente Waterdael"}


def topics(*entries: Entry) -> dict[str, Any]:
    return {one.name: one for one in story(entries)}


STORY = {
    "onderwerp": "Gezin",
    "verteld_op": "2024-03-18",
    "verteld_aan": "A. Brouwer",
    "opnieuw_vragen": "Mag",
    "tekst": "Wij waren met vijf.",
}
JOURNEY = {
    "titel": "Onderweg",
    "tekst": "Eén keer is genoeg.",
    "onderwerp": "Reis en vlucht",
    "opnieuw_vragen": NEVER_AGAIN,
}


def test_topic_says_when_to_whom_and_where_it_is_written() -> None:
    found = topics(Entry("v", "verhaal", {**STORY, "onderdelen": [JOURNEY]}))
    assert list(found) == ["Reis en vlucht", "Gezin"]  # in the order of the list
    (family,) = found["Gezin"].told
    assert (family.record, family.kind, family.place) == ("v", "verhaal", "")
    assert (family.on, family.to, family.organisation) == (
        "2024-03-18",
        "A. Brouwer",
        "Gemeente Waterdael",
    )
    (journey,) = found["Reis en vlucht"].told
    assert (journey.place, journey.title) == ("onderdelen.0", "Onderweg")
    assert (journey.on, journey.day) == (None, "2024-05-01")  # not noted: when it was written


def test_intake_tells_too_and_records_answer_by_themselves() -> None:
    block = {"ingevuld": True, "onderwerp": "Werk", "verteld_op": "2023-12-04"}
    found = topics(
        Entry("i", "intake", {"blokken": {"arbeidsparticipatie": block, "vve": {}}}),
        Entry("w", "werk", {"functie": "Naaister", "land": "Turkije"}),
        Entry("o", "onderwijs", {"opleiding": "Verpleeghulp"}),
        Entry("g", "gezondheid", {"belastbaar_uren_pw": 20}),
        Entry("k", "gezinslid", {"relatie": "Kind"}),
        Entry("m", "gezinslid", {"relatie": "Maatje"}),
    )
    assert [one.place for one in found["Werk"].told] == ["blokken.arbeidsparticipatie"]
    assert [one.title for one in found["Werk"].answered] == ["Naaister · Turkije"]
    assert found["Werk"].last.record == "i"
    assert [one.record for one in found["Gezin"].answered] == ["k"]
    assert found["Gezondheid"].last.record == "g"
    assert found["School en opleiding"].mark is None
    assert not found["School en opleiding"].is_restricted


@pytest.mark.parametrize(
    ("marks", "wish", "since"),
    [
        ([("Mag", "2024-01-01")], "Mag", "2024-01-01"),
        ([(NEVER_AGAIN, "2024-01-01"), ("Mag", "2025-01-01")], NEVER_AGAIN, "2024-01-01"),
        ([("Mag", "2025-01-01"), (WITH_SOMEBODY, "2024-01-01")], WITH_SOMEBODY, "2024-01-01"),
        ([(WITH_SOMEBODY, "2025-01-01"), (NEVER_AGAIN, "2024-01-01")], NEVER_AGAIN, "2024-01-01"),
        ([(NEVER_AGAIN, "2024-01-01"), (NEVER_AGAIN, "2025-01-01")], NEVER_AGAIN, "2025-01-01"),
    ],
    ids=["one", "free later", "with somebody earlier", "never before", "twice"],
)
def test_most_restrictive_wish_holds_and_is_dated(
    marks: list[tuple[str, str]], wish: str, since: str
) -> None:
    def told(n: int, mark: str, on: str) -> Entry:
        body = {**STORY, "opnieuw_vragen": mark, "verteld_op": on}
        return Entry(f"v{n}", "verhaal", {**body, "alleen_met": "mijn zus"})

    found = topics(*(told(n, mark, on) for n, (mark, on) in enumerate(marks)))
    mark = found["Gezin"].mark
    assert (mark.wish, mark.since) == (wish, since)
    assert found["Gezin"].is_restricted is (wish != "Mag")


def test_withdrawn_telling_and_layer_x_are_not_told() -> None:
    hidden = {**JOURNEY, "laag": "X"}
    found = topics(
        Entry("a", "verhaal", STORY, status="vervallen"),
        Entry("b", "verhaal", {"tekst": "x", "onderdelen": [hidden, {"tekst": "zonder"}]}),
        Entry("c", "verhaal", {**STORY, "laag": "X"}),
        Entry("d", "werk", {"functie": "x", "laag": "X"}),
    )
    assert found == {}


def test_form_warns_at_the_question_that_was_answered_before() -> None:
    all_told = [
        Entry("v", "verhaal", {**STORY, "onderdelen": [JOURNEY]}),
        Entry("w", "werk", {"functie": "Naaister"}),
    ]
    found = story(all_told)
    at_intake = [(one.field, one.topic.name) for one in asked_before("intake", found)]
    assert at_intake == [
        ("blokken.onderwijs_en_werk", "Werk"),
        ("blokken.persoonlijke_omstandigheden", "Gezin"),
        ("blokken.persoonlijke_omstandigheden", "Reis en vlucht"),
        ("blokken.vve", "Gezin"),
        ("blokken.arbeidsparticipatie", "Werk"),
    ]
    assert [one.topic.name for one in asked_before("werk", found)] == ["Werk"]
    assert asked_before("onderwijs", found) == ()
    assert asked_before("pip", found) == ()
    told = [one.topic.name for one in asked_before("verhaal", found)]
    assert told == ["Reis en vlucht", "Gezin"]  # of a story: what a story told


def test_record_that_is_edited_does_not_warn_of_itself() -> None:
    journey = Entry("v", "verhaal", {**STORY, "onderdelen": [JOURNEY]})
    mild = Entry("u", "verhaal", STORY)
    found = story([journey, mild])
    assert [one.topic.name for one in asked_before("verhaal", found, RecordId("v"))] == ["Gezin"]
    assert asked_before("verhaal", story([journey]), RecordId("v")) == ()


def test_every_topic_of_the_intake_exists() -> None:
    from eportfolio.records.intake import Blokken

    assert set(BLOCK_TOPICS) == set(Blokken.model_fields)
    assert {topic for about in BLOCK_TOPICS.values() for topic in about} <= set(TOPICS)


def test_successor_reads_what_was_told_before(two: Two) -> None:
    entries = [*dossier(), {"kind": "verhaal", "body": {**STORY, "onderdelen": [JOURNEY]}}]
    pid = two.load(entries)
    two.hand_over(pid, **EVERYTHING)
    here, there = two.giver.stories.told(pid), two.taker.stories.told(pid)
    assert here == there
    assert [one.name for one in there if one.is_restricted] == ["Reis en vlucht"]


def test_story_that_stays_behind_tells_the_successor_nothing(two: Two) -> None:
    pid = two.load([*dossier(), {"kind": "verhaal", "body": {**STORY, "onderdelen": [JOURNEY]}}])
    two.hand_over(pid, groups=["identiteit", "afspraken", "wensen"])
    assert [one.name for one in two.giver.stories.told(pid)] == [
        "Reis en vlucht",
        "Gezin",
        "Gezondheid",
    ]
    assert two.taker.stories.told(pid) == ()
