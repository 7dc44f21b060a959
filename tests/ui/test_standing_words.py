"""What a person reads above a dossier that is closed or was lent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from eportfolio.errors import NotPermitted
from eportfolio.portfolio.locking import REASONS
from eportfolio.records import RecordId
from eportfolio.workspace.permits import Lent
from ui.sections import Snapshot
from ui.standing_words import (
    KEPT,
    giver_words,
    is_editable,
    kept_words,
    locked_words,
    standing_words,
)

COVER = Lent("cover", "Noor de Wit", "Waterdael", date(2026, 6, 2), False, False, None, None)
ADVICE = replace(COVER, purpose="advice")
OVER = replace(COVER, is_over=True)
LATE = NotPermitted("consent-expired")


def snapshot(adding: str = "", lent: Lent | None = None, **kept: str) -> Snapshot:
    row: Any = SimpleNamespace(status="")
    return Snapshot(
        row, (), adding=adding, lent=lent, kept={RecordId(k): v for k, v in kept.items()}
    )


@pytest.mark.parametrize(
    ("shown", "words", "editable"),
    [
        (snapshot(), "", True),
        (snapshot("dossier-closed"), "overgedragen en gesloten", False),
        (snapshot(lent=COVER), "Vervanging voor Noor de Wit, tot en met 2 jun 2026", True),
        (snapshot(lent=replace(COVER, name="")), "Vervanging voor uw collega", True),
        (snapshot("cover-ended", OVER), "voorbij", False),
        (snapshot("cover-ended", replace(OVER, is_back=True)), "is terug bij Noor de Wit", False),
        (snapshot("advice-read-only", ADVICE), "U leest alleen mee", False),
        (snapshot("advice-read-only", replace(ADVICE, is_over=True)), "advies is voorbij", False),
    ],
    ids=[
        "kept here", "closed", "cover", "card gone", "over", "sent back", "advice", "advice over",
    ],
)  # fmt: skip
def test_words_say_what_may_be_done(shown: Snapshot, words: str, editable: bool) -> None:
    said = standing_words(shown)
    assert words in said
    assert bool(said) == bool(words)
    assert is_editable(shown) is editable


@pytest.mark.parametrize(
    ("lent", "words"),
    [
        (COVER, "Stuur op tijd terug"),
        (replace(COVER, sent_on=date(2026, 5, 1)), "Op 1 mei 2026 stuurde u iets terug"),
        (replace(COVER, obstacle=NotPermitted("consent-scope", "nothing-covered")), "nog niets"),
        (replace(COVER, obstacle=NotPermitted("consent-scope", "no-answer-back")), "geen toestem"),
        (replace(OVER, obstacle=LATE), "nieuwe vervanging"),
        (replace(OVER, obstacle=NotPermitted("consent-withdrawn")), "trok de toestemming in"),
        (
            replace(COVER, obstacle=NotPermitted("unknown-recipient", "recipient-revoked")),
            "Vraag een nieuwe kaart",
        ),
    ],
    ids=["can", "was sent", "nothing yet", "no yes", "too late", "withdrawn", "card"],
)
def test_words_say_whether_something_goes_back_and_what_to_do(lent: Lent, words: str) -> None:
    assert words in standing_words(snapshot(lent=lent))


def test_every_reason_to_keep_a_record_as_it_is_has_words() -> None:
    assert set(REASONS) < set(KEPT)
    assert all(kept_words(one) for one in KEPT)
    assert kept_words("") == ""


def test_reason_of_the_dossier_goes_before_that_of_a_record() -> None:
    one = RecordId("one")
    assert snapshot("cover-ended", one="beperkt").why_kept(one) == "cover-ended"
    assert snapshot(one="beperkt").why_kept(one) == "beperkt"
    assert snapshot(one="beperkt").why_kept(RecordId("other")) == ""


def test_who_lent_it_has_a_name_and_a_place() -> None:
    assert giver_words(COVER) == "Noor de Wit, Waterdael"
    assert giver_words(replace(COVER, name="", organisation="")) == "uw collega"


def test_only_a_lock_is_marked_in_a_list() -> None:
    one = replace(snapshot(a="beperkt", b="cover-read-only"), locks={RecordId("a"): "beperkt"})
    assert locked_words(one) == {"a": kept_words("beperkt")}
