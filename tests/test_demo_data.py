"""The demonstration caseload: valid, complete, adding up, and playable within the consents."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from eportfolio import records, settings
from eportfolio.outputs import specimens
from eportfolio.records.consent_request import parse_request

MAKERS = ("letter", "certificate", "attendance", "scan", "photo", "plain_note", "spreadsheet")
MAGIC = {"pdf": b"%PDF-", "png": b"\x89PNG", "jpg": b"\xff\xd8\xff", "xlsx": b"PK\x03\x04"}
ACTIONS = {"consent", "refused", "withdraw_consent", "handover", "advice"}
STEP = {"at", "by", "say", "add", "amend", "withdraw"} | ACTIONS
CODES = {"consent-missing", "consent-refused", "consent-withdrawn"}
SIZE = 600_000
COURSE = ("NT2-les", "Alfabetisering", "KNM-les")
TAKING_PART = ("MAP praktische inzet", "MAP groepsles/coaching", "PVT", "Vrijwilligerswerk")
TAKING_PART += ("Werkervaringsplaats", "Taalstage")

# Every day of the event tables, and days on which something has to be ready.
DAYS: dict[str, str] = {
    "a": """2023-09-14 2023-09-21 2023-09-25 2023-11-20 2023-12-04 2024-02-12 2024-04-15 2024-04-16
            2024-05-13 2024-05-27 2024-08-11 2024-09-26 2024-09-30 2024-10-01 2025-03-10 2025-05-27
            2025-06-02 2025-06-10 2025-06-13 2025-07-21 2025-11-03 2026-01-02 2026-02-11 2026-05-29
            2026-06-15 2026-09-10 2026-10-09 2027-04-15""",
    "b": """2023-01-16 2023-05-22 2023-06-19 2023-07-27 2023-07-28 2023-11-20 2023-11-21 2024-03-01
            2024-04-18 2024-09-02 2025-01-12 2025-02-17 2025-05-12 2025-08-04 2025-06-02 2025-10-06
            2026-03-10 2026-07-27 2026-12-31 2026-09-30 2026-10-20 2026-11-09""",
    "c": """2024-06-03 2024-06-24 2024-07-15 2024-08-29 2024-08-30 2024-12-23 2025-03-17 2025-08-14
            2025-08-18 2025-09-30 2026-01-20 2026-05-11 2026-09-14 2026-10-19 2027-08-29
            2028-07-07""",
}


def read(name: str) -> Any:
    return json.loads(settings.resource("demo", name).read_text(encoding="utf-8"))


@cache
def dossiers() -> dict[str, dict[str, Any]]:
    found = [read(f"case-{key}.json") for key in "abc"] + read("others.json")
    return {dossier["key"]: dossier for dossier in found}


PEOPLE = {person["key"]: person for person in read("people.json")}
GROUPS = {group["name"]: group for group in settings.load_toml("groups.toml")["group"]}
KEYS = [*dossiers()]


class Player:
    """Follows the steps of a dossier with the rights that its consents give.

    A record is `[kind, versions, status]`; `here` are the refs the present klantmanager has.
    """

    def __init__(self, dossier: Mapping[str, Any]) -> None:
        self.records: dict[str, list[Any]] = {}
        self.ids: dict[str, records.RecordId] = {}
        self.consents: dict[str, dict[str, Any]] = {}
        self.withdrawn: set[str] = set()
        self.here: set[str] = set()
        self.holder = dossier["steps"][0]["by"]
        for step in dossier["steps"]:
            self.play(step)

    def play(self, step: Mapping[str, Any]) -> None:
        assert step["by"] == self.holder
        for entry in step.get("add", ()):
            self.add(**entry)
        for entry in step.get("amend", ()):
            self.amend(entry["ref"], entry["change"])
        for entry in step.get("withdraw", ()):
            assert entry["ref"] in self.here
            assert entry["reason"]
            records.require_withdrawal(self.records[entry["ref"]][0])
            self.records[entry["ref"]][2] = "vervallen"
        for action in ACTIONS & step.keys():
            getattr(self, action)(step[action], step)

    def add(
        self, ref: str, kind: str, body: dict[str, Any] | None = None, file: Any = None
    ) -> None:
        assert ref not in self.records
        assert (kind == "document") == (file is not None) == (body is None)
        self.ids[ref] = records.RecordId(str(uuid.uuid5(uuid.NAMESPACE_OID, ref)))
        if file is not None:
            assert set(file) == {"maker", "name", "title", "arguments"}
            body = {"titel": file["title"], "sha256": "0" * 64, "omvang": 1, "naam": file["name"]}
            body |= {"mime": "application/pdf"}
        assert body is not None
        self.require_valid(kind, body)
        self.records[ref] = [kind, [body], "actueel"]
        self.here.add(ref)

    def amend(self, ref: str, change: Mapping[str, Any]) -> None:
        assert ref in self.here, f"{ref} is not with {self.holder}"
        kind, versions, status = self.records[ref]
        assert status == "actueel"
        merged = {**versions[-1], **change}
        body = {name: value for name, value in merged.items() if value is not None}
        assert body != versions[-1]
        self.require_valid(kind, body, among=self.records)
        records.require_amendment(kind, versions[-1], body)
        versions.append(body)

    def require_valid(
        self, kind: str, body: Mapping[str, Any], among: Mapping[str, Any] | None = None
    ) -> None:
        for ref in records.references(kind, body):
            assert ref in (self.here if among is None else among), ref
        records.parse(kind, records.relink(kind, body, self.ids))
        assert records.unknown_fields(kind, body) == ()

    def consent(self, given: dict[str, Any], step: Mapping[str, Any]) -> None:
        assert given["as"] not in self.consents
        assert given["decision"] in ("give", "refuse")
        assert given["recipient"] in PEOPLE.keys() - {self.holder}
        assert set(given["groups"]) - {"*"} <= set(GROUPS)
        assert {*given["groups"]} & special() <= {*given["explicit"]} <= special()
        assert {*given["excluded"]} <= self.here
        request = {name: given[name] for name in given if name not in ("as", "decision")}
        request |= {"excluded": [self.ids[ref] for ref in given["excluded"]]}
        proof = request["expressed"]["evidence"]
        request["expressed"] = request["expressed"] | {"evidence": proof and proof["name"]}
        request |= {"given_on": step["at"]}
        moment = datetime.fromisoformat(step["at"])
        read_back = parse_request(request, given=given["decision"] == "give", now=moment)
        if given["decision"] == "give":
            how = read_back.expressed.how
            assert proof or not how.startswith("handtekening")
            assert read_back.expressed.witness or "getuige" not in how
            assert read_back.explained_by
            assert read_back.teach_back.words
            assert read_back.language == "nl" or read_back.interpreter.name
        self.consents[given["as"]] = given | {"at": moment}

    def refused(self, tried: Mapping[str, Any], step: Mapping[str, Any]) -> None:
        assert tried["expect"] in CODES
        assert tried["to"] in PEOPLE
        consent = tried["consent"] and self.consents[tried["consent"]]
        if tried["expect"] == "consent-missing":
            assert consent is None
            assert all(other["recipient"] != tried["to"] for other in self.consents.values())
        elif tried["expect"] == "consent-refused":
            assert consent["decision"] == "refuse"
        else:
            assert tried["consent"] in self.withdrawn

    def withdraw_consent(self, entry: Mapping[str, Any], step: Mapping[str, Any]) -> None:
        self.require_in_force(entry["consent"], None, step)
        assert entry["reason"]
        self.withdrawn.add(entry["consent"])

    def advice(self, entry: Mapping[str, Any], step: Mapping[str, Any]) -> None:
        consent = self.require_in_force(entry["consent"], entry["to"], step)
        assert consent["purpose"] == "advice"
        assert self.travelling(consent)

    def handover(self, entry: Mapping[str, Any], step: Mapping[str, Any]) -> None:
        consent = self.require_in_force(entry["consent"], entry["to"], step)
        assert consent["purpose"] == "handover"
        assert consent["later_items"]
        assert PEOPLE[entry["to"]]["vault"]
        travelling = self.travelling(consent)
        pending = {ref for ref in self.here if self.is_open(ref)}
        left = {answer["record"] for answer in entry["left_behind"]}
        assert left == pending - travelling
        assert entry["agreements"]["default"] == "overnemen"
        assert entry["agreements"]["synthesis"] or not consent["answer_back"]
        self.here, self.holder = travelling, entry["to"]
        for answer in entry["agreements"]["answers"]:
            assert answer["record"] in pending & travelling
            assert answer["reason"]
            if answer["answer"] == "vervallen":
                self.amend(answer["record"], {"status": "Vervallen"})
            else:
                self.amend(answer["record"], answer["change"])
        assert all(answer["answer"] == "vervallen" for answer in entry["left_behind"])

    def require_in_force(
        self, name: str, to: str | None, step: Mapping[str, Any]
    ) -> dict[str, Any]:
        consent = self.consents[name]
        at = datetime.fromisoformat(step["at"])
        assert consent["decision"] == "give"
        assert name not in self.withdrawn
        assert to in (None, consent["recipient"])
        assert consent["at"] < at
        assert at.date() <= date.fromisoformat(consent["valid_until"])
        return consent

    def is_open(self, ref: str) -> bool:
        kind, versions, status = self.records[ref]
        return records.is_open_agreement(kind, status, versions[-1])

    def travelling(self, consent: Mapping[str, Any]) -> set[str]:
        """What a consent lets go, of what is here; later items are left to the program."""
        named = {*consent["groups"], *consent["explicit"]}
        if "*" in named:
            named = (named | GROUPS.keys()) - special() - {"*"} | {*consent["explicit"]}
        kept_back = {
            versions[-1]["record"]: versions[-1]["antwoord"] == "niet delen"
            for kind, versions, _ in self.records.values()
            if kind == "reactie"
        }
        covered = {
            ref
            for ref in self.here
            if self.records[ref][0] not in ("document", "reactie")
            and all(is_covered(self.records[ref][0], body, named) for body in self.records[ref][1])
            and ref not in consent["excluded"]
            and not kept_back.get(ref)
        }
        for ref in self.here:
            kind, versions, _ = self.records[ref]
            if kind == "reactie" and versions[-1]["record"] in covered:
                covered.add(ref)
        for ref in self.here:
            if self.records[ref][0] == "document":
                users = self.users(ref)
                if users <= covered if users else "documenten" in named:
                    covered.add(ref)
        return covered

    def users(self, document: str) -> set[str]:
        return {
            ref
            for ref in self.here
            for body in self.records[ref][1]
            if document in records.references(self.records[ref][0], body)
        }

    def hours(self, *categories: str, until: str = "9999") -> float:
        return sum(
            versions[-1]["uren"]
            for kind, versions, status in self.records.values()
            if kind == "urenregel" and status == "actueel"
            if versions[-1]["categorie"] in categories
            if (versions[-1].get("datum") or versions[-1]["periode"]["tot"]) <= until
        )

    def kinds(self) -> set[str]:
        return {kind for kind, _, _ in self.records.values()}


def special() -> set[str]:
    return {name for name, group in GROUPS.items() if group.get("special")}


def is_covered(kind: str, body: Mapping[str, Any], groups: set[str]) -> bool:
    entries = [entry for name in groups for entry in GROUPS[name]["covers"]]
    return any(
        entry["kind"] == kind and ("field" not in entry or body.get(entry["field"]) in entry["in"])
        for entry in entries
    )


@cache
def played(key: str) -> Player:
    return Player(dossiers()[key])


def files(value: Any) -> Iterator[dict[str, Any]]:
    """Every call of a maker inside a dossier."""
    if isinstance(value, dict):
        if "maker" in value:
            yield value
        value = [*value.values()]
    if isinstance(value, list):
        for item in value:
            yield from files(item)


def make(call: Mapping[str, Any]) -> bytes:
    arguments = dict(call["arguments"])
    if "dated" in arguments:
        arguments["dated"] = date.fromisoformat(arguments["dated"])
    made = getattr(specimens, call["maker"])(**arguments)
    assert isinstance(made, bytes)
    return made


def test_people_are_complete() -> None:
    with_vault = {key for key, person in PEOPLE.items() if person["vault"]}
    assert with_vault == {"brouwer", "yilmaz", "dewit", "jansen", "bakker"}
    assert PEOPLE.keys() - with_vault == {"vluchtelingenwerk", "kringloop", "school"}
    assert all(
        set(person) == {"key", "name", "role", "organisation", "vault"}
        for person in PEOPLE.values()
    )


def test_three_cases_and_nine_lighter_dossiers() -> None:
    assert KEYS[:3] == ["a", "b", "c"]
    assert len(read("others.json")) == 9
    assert len(KEYS) == len(set(KEYS)) == 12
    assert all(8 <= len(played(key).records) <= 20 for key in KEYS[3:])
    assert {played(key).holder for key in KEYS[3:]} == {
        key for key, person in PEOPLE.items() if person["vault"]
    }


def test_lighter_dossiers_differ() -> None:
    bodies = [v[-1] for key in KEYS[3:] for _, v, _ in played(key).records.values()]
    assert {body["leerroute"] for body in bodies if "leerroute" in body} == {
        "B1-route",
        "Onderwijsroute",
        "Z-route",
    }
    regimes = [body["wettelijk_regime"] for body in bodies if "wettelijk_regime" in body]
    assert sorted(regimes) == ["Wi2013"] + ["Wi2021"] * 8
    assert {body.get("doelgroep") for body in bodies} >= {"Asielstatushouder", "Gezinsmigrant"}


@pytest.mark.parametrize("key", KEYS)
def test_dossier_can_be_played(key: str) -> None:
    """References known and at hand, bodies valid after every change, within the consents."""
    assert played(key).records


@pytest.mark.parametrize("key", KEYS)
def test_steps_are_in_order_and_readable(key: str) -> None:
    dossier = dossiers()[key]
    assert set(dossier) == {"key", "title", "steps"}
    moments = [datetime.fromisoformat(step["at"]) for step in dossier["steps"]]
    assert moments == sorted(set(moments))
    assert all(moment.utcoffset() is not None for moment in moments)
    for step in dossier["steps"]:
        assert set(step) <= STEP
        assert {"at", "by", "say"} <= set(step)
        assert len(step.keys() & ACTIONS) <= 1
        assert step["by"] in PEOPLE
        assert 0 < len(step["say"]) <= 90


@pytest.mark.parametrize("key", DAYS)
def test_every_event_has_its_day(key: str) -> None:
    text = settings.resource("demo", f"case-{key}.json").read_text(encoding="utf-8")
    assert set(DAYS[key].split()) <= set(re.findall(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text))


@pytest.mark.parametrize("key", "abc")
def test_a_big_case_has_everything(key: str) -> None:
    """All kinds but handhaving; a withdrawal, work notes, a shared document, corrections."""
    player = played(key)
    assert player.kinds() >= set(records.KINDS) - {"handhaving", "map_module"}
    assert 12 <= sum(kind == "document" for kind, _, _ in player.records.values()) <= 30
    assert "vervallen" in {status for _, _, status in player.records.values()}
    bodies = [body for _, versions, _ in player.records.values() for body in versions]
    assert any("werknotitie" in body for body in bodies)
    assert any("correctie_van" in body for body in bodies)
    assert any(
        len(users(player, ref)) > 1
        for ref, (kind, _, _) in player.records.items()
        if kind == "document"
    )
    assert any(body.get("toezegging_gemeente") == "Ja" for body in bodies)


def users(player: Player, document: str) -> set[str]:
    return {
        ref
        for ref, (kind, versions, _) in player.records.items()
        if document in records.references(kind, versions[-1])
    }


@pytest.mark.parametrize("key", "abc")
def test_plans_follow_their_terms(key: str) -> None:
    """A move keeps the leerroute; a new version replaces the one before."""
    plans = [versions[-1] for kind, versions, _ in played(key).records.values() if kind == "pip"]
    assert [plan["versienr"] for plan in plans] == [*range(1, len(plans) + 1)]
    assert [plan["status"] for plan in plans[:-1]] == ["Herzien"] * (len(plans) - 1)
    for before, after in pairwise(plans):
        if after["aanleiding"] == "Verhuizing":
            assert after["leerroute"] == before["leerroute"]


def test_hours_of_case_a() -> None:
    assert played("a").hours("NT2-les", until="2026-05-29") == 612
    assert played("a").hours("NT2-les") == 612
    assert played("a").hours("MAP praktische inzet") == 44
    assert played("a").hours("PVT") == 12


def test_hours_of_case_b() -> None:
    counted = played("b").hours
    assert counted(*COURSE) == counted(*COURSE, until="2026-09-30") == 806
    assert counted(*TAKING_PART) == counted(*TAKING_PART, until="2026-09-30") == 812
    assert counted("MAP praktische inzet") == 46
    assert counted("PVT") == 14


def test_case_b_keeps_the_promise_that_was_lost() -> None:
    """The bicycle is promised, and still open when the third klantmanager takes over."""
    step = next(step for step in dossiers()["b"]["steps"] if "handover" in step)
    until = [one for one in dossiers()["b"]["steps"] if one["at"] < step["at"]]
    assert Player({"steps": until}).is_open("afspraak-fiets")


def test_consents_of_the_cases() -> None:
    """To whom, whether given, and whether health is shared."""
    found = {
        key: [
            (given["recipient"], given["decision"], "gezondheid" in given["explicit"])
            for given in played(key).consents.values()
        ]
        for key in "abc"
    }
    assert found == {
        "a": [("yilmaz", "give", False), ("dewit", "give", False)],
        "b": [
            ("bakker", "give", True),
            ("kringloop", "refuse", True),
            ("vluchtelingenwerk", "give", False),
        ],
        "c": [("dewit", "give", True), ("school", "give", False)],
    }


def test_attempts_that_must_be_refused() -> None:
    found = {
        key: [step["refused"]["expect"] for step in dossiers()[key]["steps"] if "refused" in step]
        for key in "abc"
    }
    assert found == {
        "a": ["consent-missing", "consent-missing"],
        "b": ["consent-missing", "consent-refused", "consent-withdrawn"],
        "c": ["consent-missing"],
    }


@pytest.mark.parametrize("key", KEYS)
def test_every_document_is_made_and_always_the_same(key: str) -> None:
    calls: Sequence[dict[str, Any]] = [*files(dossiers()[key])]
    assert calls
    for call in calls:
        assert call["maker"] in MAKERS
        made = make(call)
        assert made == make(call), call["name"]
        assert made.startswith(MAGIC.get(call["name"].rpartition(".")[2], b"")), call["name"]


def test_file_names_are_unique_within_a_dossier() -> None:
    for key in KEYS:
        names = [call["name"] for call in files(dossiers()[key])]
        assert len(names) == len(set(names)), key


def test_numbers_of_people_are_invented() -> None:
    numbers = [
        versions[0]["bsn"]
        for key in KEYS
        for kind, versions, _ in played(key).records.values()
        if kind == "client" and "bsn" in versions[0]
    ]
    assert numbers[:3] == ["999988013", "999988025", "999988037"]
    assert len(numbers) == len(set(numbers)) == 12
    assert all(number.startswith("9999") for number in numbers)


def test_size() -> None:
    assert sum(path.stat().st_size for path in settings.resource("demo").iterdir()) < SIZE
