"""A withdrawal that follows the copies, as it is typed on both sides."""

from __future__ import annotations

from typing import Any

from builders_cli import IMPORT, Desk, refused

GROUND = "verzoek Wi 35, vierde lid"


def sent(desk: Desk) -> str:
    """The bundle has arrived; the client takes the permission back. Gives the notice file."""
    desk.json(*IMPORT, "--receipt", "./new.receipt", who="taker")
    withdrawn = desk.json("consent", "withdraw", "{pid}", "{consent}")
    assert [set(one) for one in withdrawn["to_tell"]] == [{"bundle", "name", "organisation"}]
    (made,) = desk.json("withdrawal", "create", "{pid}", "{consent}", "--out", "./folder")[
        "notices"
    ]
    assert made["problem"] is None
    return str(made["file"])


def listed(desk: Desk, who: str = "giver") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = desk.json("withdrawal", "list", who=who)["notices"]
    return found


def test_a_withdrawal_is_told_locked_answered_and_closed(desk: Desk) -> None:
    file = sent(desk)
    (line,) = listed(desk)
    assert (line["state"], line["waiting"], line["direction"]) == ("gemaakt", True, "sent")
    taken = desk.json("withdrawal", "import", file, who="taker")
    assert (taken["answered"], taken["answer"]) == (False, None)
    locks = desk.json("portfolio", "locks", "{pid}", who="taker")["locks"]
    assert {one["record"] for one in locks} == set(taken["records"])
    assert {one["reason"] for one in locks} == {"ingetrokken"}
    assert "toestemming ingetrokken" in desk.text("portfolio", "locks", "{pid}", who="taker")
    assert refused(desk, "withdrawal", "import", file, who="taker") == (3, "notice-known")
    dump = desk.json("portfolio", "dump", "{pid}", who="taker")
    by_kind = {one["kind"]: one["id"] for one in dump["records"]}
    replies = desk.write(
        "antwoord.json",
        {
            "default": "wissen",
            "answers": [
                {
                    "record": by_kind["certificaat"],
                    "answer": "bewaren",
                    "ground": GROUND,
                    "source": "1",
                }
            ],
        },
    )
    done = desk.json(
        *("withdrawal", "answer", taken["notice"], "--answers", replies),
        *("--out", "./a.acknowledgement"),
        who="taker",
    )
    assert done["answered"]
    assert (done["kept"], done["erased"] > 1) == (2, True)  # and its document
    heard = desk.json("withdrawal", "close", "./a.acknowledgement")
    assert (heard["kept"], heard["grounds"]) == (2, [GROUND])
    assert [one["waiting"] for one in listed(desk) + listed(desk, "taker")] == [False, False]
    assert desk.json("vault", "check")["problems"] == []
    assert desk.json("vault", "check", who="taker")["problems"] == []


def test_words_for_people(desk: Desk) -> None:
    assert "Er zijn geen berichten." in desk.text("withdrawal", "list")
    desk.text(*IMPORT, who="taker")
    desk.text("vault", "backup", "./kopie", who="taker")
    (desk.folder / "kopie").rename(desk.folder / "weg")
    said = desk.text("consent", "withdraw", "{pid}", "{consent}")
    assert "Nog bericht geven aan" in said
    assert f"withdrawal create {desk.names['pid']} {desk.names['consent']} --out MAP'" in said
    said = desk.text("withdrawal", "create", "{pid}", "{consent}", "--out", "./folder")
    assert "Geef elk bestand aan wie erbij staat" in said
    (file,) = (desk.folder / "folder").glob("*.withdrawal")
    assert "wacht op antwoord" in desk.text("withdrawal", "list", "{pid}")
    said = desk.text("withdrawal", "import", file, who="taker")
    assert "staan op slot" in said
    (line,) = listed(desk, "taker")
    replies = desk.write("antwoord.json", {"default": "wissen"})
    said = desk.text(
        *("withdrawal", "answer", line["notice"], "--answers", replies),
        *("--out", "./a.acknowledgement"),
        who="taker",
    )
    assert "0 bewaard" in said
    assert "Stuur dit terug naar de afzender" in said
    assert "in deze reservekopie staat het nog" in said
    assert "Antwoord van" in desk.text("withdrawal", "close", "./a.acknowledgement")


def test_a_recipient_with_an_unanswered_notice_is_named_once(desk: Desk) -> None:
    desk.json(*IMPORT, who="taker")
    desk.json("rights", "erase", "{pid}", "{wens}", "--ground", "bezwaar")
    desk.json("withdrawal", "correct", "{pid}", "--out", "./folder")
    assert [one["state"] for one in listed(desk)] == ["gemaakt"]
    said = desk.text("consent", "withdraw", "{pid}", "{consent}")
    assert said.count("Nog bericht geven aan") == 1
    assert said.count("withdrawal create") == 1


def test_answered_at_once_and_kept_on_a_ground(desk: Desk) -> None:
    file = sent(desk)
    replies = desk.write("antwoord.json", {"default": "bewaren", "ground": GROUND})
    words = ("--answers", replies, "--out", "./a.acknowledgement")
    assert desk.json("withdrawal", "import", file, *words, who="taker")["answered"]
    assert f"Bewaard op grond van: {GROUND}" in desk.text(
        "withdrawal", "close", "./a.acknowledgement"
    )


def test_a_correction_and_a_recipient_who_is_not_trusted(desk: Desk) -> None:
    desk.json(*IMPORT, who="taker")
    assert refused(desk, "withdrawal", "correct", "{pid}", "--out", "./folder") == (
        3,
        "notice-nothing",
    )
    body = desk.write("wens.json", {"eigen_woorden": "Ik wil bakker worden"})
    desk.json("record", "amend", "{pid}", "{wens}", body)
    made = desk.json("withdrawal", "correct", "{pid}", "{wens}", "--out", "./folder")["notices"]
    assert [(one["about"], one["items"]) for one in made] == [("gecorrigeerd", 1)]
    desk.json("card", "revoke", "{taker}")
    ran = desk.run("withdrawal", "correct", "{pid}", "{wens}", "--out", "./folder")
    assert ran.code == 3
    assert "Niet gemaakt voor" in ran.out


def test_who_will_not_answer_is_closed_with_a_reason(desk: Desk) -> None:
    sent(desk)
    (line,) = listed(desk)
    settle = ("withdrawal", "settle", "{pid}", line["bundle"], "--reason", "onbereikbaar")
    assert refused(desk, *settle, "--about", "gewist") == (2, "not-found")
    assert [one["state"] for one in listed(desk)] == ["gemaakt"]
    said = desk.text(*settle, "--about", "toestemming-ingetrokken")
    assert "Afgesloten zonder antwoord" in said
    assert [one["state"] for one in listed(desk)] == ["afgesloten"]
