"""Answers to open agreements and choices of a merge: read from JSON, and asked for at closing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from eportfolio import shapes
from eportfolio.bundle.receive import WIJZIGEN, Answer, Answers, Choices, require_answer
from eportfolio.errors import InvalidRecord, NotPermitted
from eportfolio.portfolio import Current, Portfolio
from eportfolio.records import RecordId


def read_answers(data: Mapping[str, Any]) -> Answers:
    """Answers to open agreements from what was read from a file (`bundle import --agreements`).

    Raises:
        InvalidRecord: another shape.
    """
    try:
        given = [_read_answer(one) for one in data.get("answers", [])]
        by_record = dict(given)
        default = shapes.text_or_none(data.get("default"))
        synthesis = shapes.clean_or_none(data.get("synthesis"))
        if set(data) - {"default", "answers", "synthesis"} or len(by_record) != len(given):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRecord("invalid-record", "answers") from error
    return Answers(default, by_record, synthesis)


def _read_answer(one: Mapping[str, Any]) -> tuple[RecordId, Answer]:
    change = shapes.mapping(one.get("change") or {})
    answer = shapes.text(one["answer"])
    if set(one) - {"record", "answer", "reason", "change"} or (answer == WIJZIGEN) != bool(change):
        raise ValueError
    return RecordId(shapes.text(one["record"])), Answer(
        answer, shapes.clean_or_none(one.get("reason")), change
    )


def read_choices(data: Mapping[str, Any]) -> Choices:
    """Choices of a merge from what was read from a file (`bundle import --merge`).

    Raises:
        InvalidRecord: another shape.
    """
    try:
        by_record = {
            RecordId(one["record"]): one["take"] if "take" in one else dict(one["body"])
            for one in data.get("choices", [])
        }
        default = data.get("default")
        if set(data) - {"default", "choices"} or default not in (None, "ours", "theirs"):
            raise ValueError
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InvalidRecord("invalid-record", "merge-choices") from error
    return Choices(default, by_record)


def left_behind(portfolio: Portfolio, items: frozenset[str]) -> list[Current]:
    """Open agreements whose present version did not travel."""
    travelled = {
        (version.record, version.seq)
        for version in portfolio.versions()
        if version.part == "" and version.digest in items
    }
    return [one for one in portfolio.open_agreements() if (one.id, one.seq) not in travelled]


def answers_left_behind(left: Sequence[Current], answers: Answers) -> list[dict[str, Any]]:
    """The sender's own answers to agreements that did not travel; `overnemen` here means: I keep
    this promise myself.

    Raises:
        NotPermitted: `open-agreements`, with the ids of those without an answer.
    """
    unanswered = sorted(one.id for one in left if answers.find(one.id) is None)
    if unanswered:
        raise NotPermitted(
            "open-agreements",
            "open-agreements-left",
            count=len(unanswered),
            open_agreements=list(unanswered),
        )
    given = []
    for one in left:
        answer = answers.find(one.id) or Answer("")
        require_answer(answer)
        given.append(
            {
                "record": one.id,
                "answer": answer.answer,
                "reason": answer.reason,
                "change": dict(answer.change),
            }
        )
    return given
