"""A cover as it is typed: lent, added to, sent back, taken in, closed, removed."""

from __future__ import annotations

import pytest
from builders import EVERYTHING
from builders_cli import Desk, refused

RETURN = ("bundle", "create", "{pid}", "--return", "--out", "./back.eportfolio")


def lent(desk: Desk) -> Desk:
    asked = desk.json("consent", "give", "{pid}", desk.request(**EVERYTHING, purpose="cover"))
    desk.names["cover"] = asked["consent"]
    words = ("--consent", "{cover}", "--to", "{taker}", "--out", "./cover.eportfolio")
    desk.json("bundle", "create", "{pid}", *words)
    desk.json("bundle", "import", "./cover.eportfolio", who="taker")
    return desk


def test_cover_from_lending_to_removal(desk: Desk) -> None:
    lent(desk)
    (row,) = desk.json("portfolio", "list", who="taker")["portfolios"]
    assert row["status"] == "vervanging"
    assert f"vervanging tot {row['until']}" in desk.text("portfolio", "list", who="taker")
    (own,) = desk.json("portfolio", "list")["portfolios"]
    assert (own["status"], own["until"]) == ("overgedragen", None)
    amend = ("record", "amend", "{pid}", "{wens}", "./good.json")
    assert refused(desk, *amend, who="taker") == (3, "cover-read-only")
    desk.json("record", "add", "{pid}", "wens", "./good.json", who="taker")
    seen = desk.json("bundle", "preview", "{pid}", "--return", who="taker")
    assert [(one["kind"], one["stays"]) for one in seen["records"]] == [("wens", None)]
    assert seen["left_behind"] == []
    said = desk.text(*RETURN, who="taker")
    assert "uw collega" in said
    seen = desk.json("bundle", "inspect", "./back.eportfolio")
    assert (seen["purpose"], seen["relation"], seen["records"]) == ("cover-return", "newer", 1)
    assert "terug van vervanging" in desk.text("bundle", "inspect", "./back.eportfolio")
    desk.json("bundle", "import", "./back.eportfolio", "--receipt", "./back.receipt")
    assert desk.json("retention", "list", who="taker")["due"] == []
    closed = desk.json("bundle", "close", "./back.receipt", who="taker")
    assert (closed["complete"], closed["closed"]) == (True, True)
    (due,) = desk.json("retention", "list", who="taker")["due"]
    assert (due["portfolio"], due["ground"]) == (desk.names["pid"], "vervanging-voorbij")
    assert "vervanging voorbij" in desk.text("retention", "list", who="taker")
    desk.json("retention", "erase", "{pid}", who="taker")
    assert desk.json("portfolio", "list", who="taker")["portfolios"] == []


@pytest.mark.parametrize(
    "words",
    [
        ("bundle", "create", "{pid}", "--out", "./x"),
        ("bundle", "create", "{pid}", "--consent", "{consent}", "--out", "./x"),
        ("bundle", "create", "{pid}", "--return", "--to", "{taker}", "--out", "./x"),
        ("bundle", "preview", "{pid}", "--return", "--consent", "{consent}"),
        ("bundle", "preview", "{pid}"),
    ],
)
def test_a_return_names_no_consent_and_everything_else_does(
    desk: Desk, words: tuple[str, ...]
) -> None:
    assert refused(desk, *words) == (2, "usage")


def test_dossier_that_was_not_lent_is_not_sent_back(desk: Desk) -> None:
    assert refused(desk, *RETURN) == (3, "consent-missing")
