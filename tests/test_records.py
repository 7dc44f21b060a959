from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from builders_records import DOC, EXAMPLES, OTHER, example
from hypothesis import given
from hypothesis import strategies as st

from eportfolio import records
from eportfolio.errors import InvalidRecord
from eportfolio.records import Layer

SECRET = "geheim-4711"
BLOCKS = EXAMPLES["intake"]["blokken"]
NEVER_AGAIN = {"onderwerp": "Gezin", "opnieuw_vragen": "Niet opnieuw vragen"}
SPAN = {"van": "2024-05-01", "tot": "2024-05-31"}


def deep(levels: int) -> dict[str, Any]:
    return {"a": deep(levels - 1)} if levels else {}


# case: kind, changes to the example
ACCEPTED: dict[str, tuple[str, dict[str, Any]]] = {
    "birth year only": ("client", {"geboortedatum": "1979-00-00"}),
    "birth month known": ("client", {"geboortedatum": "1979-05-00"}),
    "leap day": ("client", {"geboortedatum": "2004-02-29"}),
    "yes/no as a word": ("client", {"tolk_nodig": "Onbekend"}),
    "null is not filled in": ("client", {"bsn": None}),
    "second fixture number": ("client", {"bsn": "999988025"}),
    "third fixture number": ("client", {"bsn": "999988037"}),
    "field of a newer version": ("client", {"nieuw_veld": {"van": [1, None, "x"]}}),
    "newline and tab": ("verhaal", {"tekst": "een\n\ttwee"}),
    "right-to-left text": ("verhaal", {"tekst": "من روژين هستم"}),
    "longest text": ("verhaal", {"tekst": "a" * 100_000}),
    "partial dates are not compared": ("werk", {"van": "2020-05-00", "tot": "2020-00-00"}),
    "same day": ("verblijf", {"van": "2024-01-01", "tot": "2024-01-01"}),
    "finished in absence": ("intake", {"status": "Afgerond bij afwezigheid", "blokken": ...}),
    "started without blocks": ("intake", {"status": "Gestart", "blokken": ...}),
    "block filled in as a word": (
        "intake",
        {"blokken": {**BLOCKS, "vve": {"ingevuld": "Ja"}}},
    ),
    "LBT score zero": ("intake", {"lbt": {"score": 0}}),
    "LBT score forty": ("intake", {"lbt": {"score": 40}}),
    "concept without route": ("pip", {"status": "Concept", "leerroute": ..., "dagtekening": ...}),
    "A2 exam in the Z-route": ("pip", {"leerroute": "Z-route", "examen_a2_toegestaan": True}),
    "no A2 exam in another route": ("pip", {"examen_a2_toegestaan": "Nee"}),
    "whole day": ("urenregel", {"uren": 24}),
    "hours of a period": ("urenregel", {"datum": ..., "periode": SPAN, "uren": 60}),
    "correction": ("urenregel", {"correctie_van": OTHER, "uren": -0.25, "aanwezig": -0.25}),
    "level of a diploma is free": ("certificaat", {"type": "MBO_DIPLOMA", "niveau": "mbo 2"}),
    "empty file": ("document", {"omvang": 0}),
    "reaction without words": ("reactie", {"antwoord": "klopt", "woorden": ...}),
    "layer raised": ("pip", {"laag": "B"}),
    "layer as it is": ("pip", {"laag": "A"}),
}

# case: kind, changes to the example, field that is named
REFUSED: dict[str, tuple[str, dict[str, Any], str]] = {
    "BSN fails the elfproef": ("client", {"bsn": "999988014"}, "bsn"),
    "BSN of zeros": ("client", {"bsn": "000000000"}, "bsn"),
    "BSN of eight digits": ("client", {"bsn": "99998801"}, "bsn"),
    "BSN with other digits": ("client", {"bsn": "٩٩٩٩٨٨٠١٣"}, "bsn"),
    "BSN as a number": ("client", {"bsn": 999988013}, "bsn"),
    "V-number of nine digits": ("client", {"v_nummer": "281004567"}, "v_nummer"),
    "no surname": ("client", {"achternaam": ...}, "achternaam"),
    "empty surname": ("client", {"achternaam": ""}, "achternaam"),
    "value outside the list": ("client", {"geslacht": "v"}, "geslacht"),
    "yes in another spelling": ("client", {"tolk_nodig": "ja"}, "tolk_nodig"),
    "yes as a number": ("client", {"tolk_nodig": 1}, "tolk_nodig"),
    "impossible date": ("client", {"vergunning_ingang": "2023-02-29"}, "vergunning_ingang"),
    "partial date where a day is needed": (
        "client",
        {"vergunning_ingang": "2023-00-00"},
        "vergunning_ingang",
    ),
    "date as a date-time": (
        "client",
        {"vergunning_ingang": "2023-01-01T00:00:00"},
        "vergunning_ingang",
    ),
    "date in compact form": ("client", {"vergunning_ingang": "20230101"}, "vergunning_ingang"),
    "date as a number": ("client", {"vergunning_ingang": 0}, "vergunning_ingang"),
    "date with a newline": ("client", {"vergunning_ingang": "2023-01-01\n"}, "vergunning_ingang"),
    "day without a month": ("client", {"geboortedatum": "1979-00-12"}, "geboortedatum"),
    "birth year without zeros": ("client", {"geboortedatum": "1979"}, "geboortedatum"),
    "month thirteen": ("client", {"geboortedatum": "1979-13-00"}, "geboortedatum"),
    "impossible partial day": ("client", {"geboortedatum": "1979-02-30"}, "geboortedatum"),
    "year zero": ("client", {"geboortedatum": "0000-00-00"}, "geboortedatum"),
    "permit ends before it begins": (
        "client",
        {"vergunning_einde": "2020-01-01"},
        "vergunning_einde",
    ),
    "text is a list": ("client", {"adres": ["x"]}, "adres"),
    "list is a text": ("client", {"andere_talen": "Arabisch"}, "andere_talen"),
    "NUL in text": ("verhaal", {"tekst": "a\x00b"}, "tekst"),
    "control character in text": ("verhaal", {"tekst": "a\x1bb"}, "tekst"),
    "C1 control character in text": ("verhaal", {"tekst": "a\x9bb"}, "tekst"),
    "lone surrogate": ("verhaal", {"tekst": "a\ud800"}, "tekst"),
    "text too long": ("verhaal", {"tekst": "a" * 100_001}, "tekst"),
    "part of a story of layer A": (
        "verhaal",
        {"onderdelen": [{"tekst": "x", "laag": "A"}]},
        "onderdelen.0.laag",
    ),
    "telling without a topic": ("verhaal", {"onderwerp": ...}, "onderwerp"),
    "topic that does not exist": ("verhaal", {"onderwerp": "Geloof"}, "onderwerp"),
    "asking with somebody, but with whom": ("verhaal", {"alleen_met": ...}, "alleen_met"),
    "with somebody, but nobody asks": (
        "verhaal",
        {"opnieuw_vragen": "Niet opnieuw vragen"},
        "alleen_met",
    ),
    "part told without a topic": (
        "verhaal",
        {"onderdelen": [{"tekst": "x", "opnieuw_vragen": "Niet opnieuw vragen"}]},
        "onderdelen.0.onderwerp",
    ),
    "health in the intake": (
        "intake",
        {"blokken": {**BLOCKS, "vve": {"ingevuld": True, "onderwerp": "Gezondheid"}}},
        "blokken.vve.onderwerp",
    ),
    "control character in an unknown field": ("client", {SECRET: "a\x00"}, "?"),
    "digits as an unknown name": ("client", {"zz": {"999988013": "\x00"}}, "?.?"),
    "unknown name that is no text": ("client", {"a\x00": 1}, ""),
    "number that is not finite": ("pvt", {"uren": float("nan")}, "uren"),
    "infinite number": ("pvt", {"uren": float("inf")}, "uren"),
    "number beyond what JSON readers agree on": ("client", {"zz": 2**53}, "?"),
    "value that is no JSON": ("client", {"zz": date(2024, 1, 1)}, "?"),
    "too deep": ("client", {"zz": deep(13)}, "?" + ".?" * 12),
    "municipality code of three digits": ("verblijf", {"gemeente_code": "990"}, "gemeente_code"),
    "birth year as text": ("gezinslid", {"geboortejaar": "2025"}, "geboortejaar"),
    "LBT score above forty": ("intake", {"lbt": {"score": 41}}, "lbt.score"),
    "LBT score below zero": ("intake", {"lbt": {"score": -1}}, "lbt.score"),
    "LBT score as a fraction": ("intake", {"lbt": {"score": 33.5}}, "lbt.score"),
    "LBT score as a yes": ("intake", {"lbt": {"score": True}}, "lbt.score"),
    "finished without blocks": ("intake", {"blokken": ...}, "blokken.vve"),
    "Wi 14: finished with one block open": (
        "intake",
        {"blokken": {**BLOCKS, "vve": {"ingevuld": "Nee"}}},
        "blokken.vve",
    ),
    "work ends before it begins": ("werk", {"van": "2021-06-01", "tot": "2021-05-31"}, "tot"),
    "level outside the ERK": ("taalvaardigheid", {"niveau": "A3"}, "niveau"),
    "exam at a level that is not examined": ("examenpoging", {"niveau": "C1"}, "niveau"),
    "language certificate without ERK": ("certificaat", {"niveau": "mbo 2"}, "niveau"),
    "unknown certificate": ("certificaat", {"type": "DIPLOMA"}, "type"),
    "unknown instrument": ("instrument", {"type": "Stage"}, "type"),
    "instrument status in capitals": ("instrument", {"status": "Gestart"}, "status"),
    "criminal data as point of attention": ("aandachtspunt", {"soort": "Justitie"}, "soort"),
    "Bi 3.1: PVT below 12 hours": ("pip", {"pvt_uren": 11.75}, "pvt_uren"),
    "Bi 3.2: MAP below 40 hours": ("pip", {"map_uren": 39.75}, "map_uren"),
    "Wi 15: PIP without route": ("pip", {"leerroute": ...}, "leerroute"),
    "Wi 15: established without date": ("pip", {"dagtekening": ...}, "dagtekening"),
    "Bi 3.14: A2 exam outside the Z-route": (
        "pip",
        {"examen_a2_toegestaan": True},
        "examen_a2_toegestaan",
    ),
    "same skill twice": (
        "pip",
        {"afgeschaalde_vaardigheden": ["Lezen", "Lezen"]},
        "afgeschaalde_vaardigheden",
    ),
    "agreement without content": ("afspraak", {"wat": ...}, "wat"),
    "agreement without status": ("afspraak", {"status": ...}, "status"),
    "reference that is no id": ("afspraak", {"bewijs": "a1"}, "bewijs"),
    "reference in capitals": ("afspraak", {"bewijs": DOC.upper()}, "bewijs"),
    "hours not in quarters": ("urenregel", {"uren": 2.7}, "uren"),
    "hours as text": ("urenregel", {"uren": "2"}, "uren"),
    "hours as a yes": ("urenregel", {"uren": True}, "uren"),
    "more than a day": ("urenregel", {"uren": 24.25}, "uren"),
    "negative without correction": ("urenregel", {"uren": -1}, "uren"),
    "neither day nor period": ("urenregel", {"datum": ...}, "datum"),
    "both day and period": ("urenregel", {"periode": SPAN}, "datum"),
    "period that ends before it begins": (
        "urenregel",
        {"datum": ..., "periode": {"van": "2024-05-02", "tot": "2024-05-01"}},
        "periode.tot",
    ),
    "category outside the list": ("urenregel", {"categorie": "Les"}, "categorie"),
    "size below zero": ("document", {"omvang": -1}, "omvang"),
    "digest in capitals": ("document", {"sha256": "AB" * 32}, "sha256"),
    "digest too short": ("document", {"sha256": "ab" * 31}, "sha256"),
    "media type without a slash": ("document", {"mime": "pdf"}, "mime"),
    "own words without words": ("reactie", {"woorden": ...}, "woorden"),
    "reaction without day": ("reactie", {"dag": ...}, "dag"),
    "layer below that of the kind": ("afspraak", {"laag": "A"}, "laag"),
    "layer below that of its field": (
        "aandachtspunt",
        {"soort": "Verslaving", "laag": "B"},
        "laag",
    ),
    "layer that does not exist": ("afspraak", {"laag": "C"}, "laag"),
}


def problems(kind: str, body: dict[str, Any]) -> dict[str, str]:
    with pytest.raises(InvalidRecord) as caught:
        records.parse(kind, body)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    found = caught.value.facts["problems"]
    return {item["field"]: item["problem"] for item in found}


@pytest.mark.parametrize("kind", records.KINDS)
def test_example_of_every_kind_is_accepted(kind: str) -> None:
    record = records.parse(kind, EXAMPLES[kind])
    assert isinstance(record, records.Record)
    assert (record.kind, record.opschrift) == (kind, records.title(kind))
    assert records.unknown_fields(kind, EXAMPLES[kind]) == ()


@pytest.mark.parametrize(("kind", "changes"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_body_is_accepted(kind: str, changes: dict[str, Any]) -> None:
    records.parse(kind, example(kind, **changes))


@pytest.mark.parametrize(("kind", "changes", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_body_is_refused_and_the_field_named(
    kind: str, changes: dict[str, Any], field: str
) -> None:
    found = problems(kind, example(kind, **changes))
    assert field in found
    assert found[field].endswith(".")


def test_kinds_are_in_the_order_of_the_command_line() -> None:
    assert tuple(EXAMPLES) == records.KINDS
    assert len(records.KINDS) == 27


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("toestemming", "statement-kind"), ("overdracht", "statement-kind"), (SECRET, "unknown-kind")],
)
def test_what_is_no_record_is_refused(kind: str, reason: str) -> None:
    for call in (records.parse, records.layer, records.headline, records.split_x):
        with pytest.raises(InvalidRecord) as caught:
            call(kind, {})
        assert (caught.value.code, caught.value.reason) == ("invalid-record", reason)
        assert SECRET not in str(caught.value.details)


@pytest.mark.parametrize("kind", records.KINDS)
def test_error_and_representation_show_no_value(kind: str) -> None:
    for name in records.model(kind).model_fields:
        body = {**EXAMPLES[kind], name: {SECRET: [SECRET, f"{SECRET}\x00"]}}
        with pytest.raises(InvalidRecord) as caught:
            records.parse(kind, body)
        assert SECRET not in f"{caught.value} {caught.value!r} {caught.value.details}"
    record = records.parse(kind, {**EXAMPLES[kind], "bron_extra": SECRET})
    assert repr(record) == f"{type(record).__name__}()"
    assert SECRET not in str(record)


def test_body_larger_than_a_megabyte_is_refused() -> None:
    body = example("client", zz=["a" * 99_000] * 11)
    assert problems("client", body) == {"": "Dit gegeven is te groot."}


def test_body_that_is_no_object_is_refused() -> None:
    assert "" in problems("client", [SECRET])  # type: ignore[arg-type] # what JSON may hold


def test_record_cannot_be_changed_or_built_invalid() -> None:
    record = records.parse("client", EXAMPLES["client"])
    with pytest.raises(ValueError, match="frozen"):
        record.bron = "x"  # type: ignore[misc] # the point of the test
    with pytest.raises(ValueError, match="achternaam"):
        records.model("client")()


FORBIDDEN = (
    *("geloof", "religie", "kerk", "moskee", "etnic", "etnisch", "ras_", "huidskleur"),
    *("justitie", "strafblad", "strafrecht", "delict", "veroordeling", "detentie", "politie"),
    *("diagnose", "seksue", "politieke"),
)


@pytest.mark.parametrize("kind", records.KINDS)
def test_no_field_for_religion_ethnicity_or_criminal_data(kind: str) -> None:
    text = str(records.json_schema(kind)).lower()
    assert [word for word in FORBIDDEN if word in text] == []


@given(st.dates(min_value=date(1, 1, 1)))
def test_every_day_is_a_date_whole_or_in_part(day: date) -> None:
    for text in (f"{day}", f"{day}"[:8] + "00", f"{day}"[:5] + "00-00"):
        records.parse("client", {"achternaam": "X", "geboortedatum": text})


def can_be_completed(year: str, month: str, day: str) -> bool:
    if month == "00" and day != "00":
        return False
    try:
        date(int(year), int(month) or 1, int(day) or 1)
    except ValueError:
        return False
    return True


@given(st.from_regex(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", fullmatch=True))
def test_partial_date_is_accepted_only_when_it_can_be_completed(text: str) -> None:
    body = example("client", geboortedatum=text)
    if can_be_completed(*text.split("-")):
        records.parse("client", body)
    else:
        assert "geboortedatum" in problems("client", body)


@given(st.integers(0, 96))
def test_quarters_of_an_hour_within_a_day_are_accepted(quarters: int) -> None:
    records.parse("urenregel", example("urenregel", uren=quarters / 4))


@given(st.floats(0, 24, exclude_min=True).filter(lambda hours: (hours * 4) % 1))
def test_other_parts_of_an_hour_are_refused(hours: float) -> None:
    assert "uren" in problems("urenregel", example("urenregel", uren=hours))


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(1, 5000))
def test_end_before_begin_is_refused(begin: date, days: int) -> None:
    body = {"soort": "Woning", "van": f"{begin}", "tot": f"{begin - timedelta(days)}"}
    assert "tot" in problems("verblijf", body)


LAYERS: dict[str, tuple[str, dict[str, Any], Layer]] = {
    "client": ("client", {}, Layer.A),
    "family": ("gezinslid", {"relatie": "Broer/zus"}, Layer.A),
    "network": ("gezinslid", {"relatie": "Maatje"}, Layer.B),
    "shelter": ("verblijf", {"soort": "Blijf-van-mijn-Lijfhuis"}, Layer.A_PLUS),
    "intake result": ("intake", {"blokken": {"vve": {"ingevuld": True}}}, Layer.A),
    "intake narrative": ("intake", {"blokken": {"vve": {"samenvatting": "x"}}}, Layer.B),
    "intake with a mark": (
        "intake",
        {"blokken": {"vve": {"onderwerp": "Gezin", "opnieuw_vragen": "Mag"}}},
        Layer.B,
    ),
    "story about health": ("verhaal", {"onderwerp": "Gezondheid"}, Layer.B_H),
    "story with a part about health": (
        "verhaal",
        {"onderdelen": [{"onderwerp": "Gezondheid"}]},
        Layer.B_H,
    ),
    "story with a private part about health": (
        "verhaal",
        {"onderdelen": [{"onderwerp": "Gezondheid", "laag": "X"}]},
        Layer.B,
    ),
    "health": ("gezondheid", {}, Layer.A_PLUS),
    "health details": ("gezondheid", {"toelichting": "x"}, Layer.B_H),
    "physical health": ("aandachtspunt", {"soort": "Lichamelijke gezondheid"}, Layer.A_PLUS),
    "mental health": ("aandachtspunt", {"soort": "Psychische gezondheid"}, Layer.A_PLUS),
    "addiction": ("aandachtspunt", {"soort": "Verslaving"}, Layer.B_H),
    "care": ("aandachtspunt", {"soort": "Zorgtaken"}, Layer.B_H),
    "other point": ("aandachtspunt", {"soort": "Taal"}, Layer.B),
    "story": ("verhaal", {}, Layer.B),
    "story with a sensitive part": ("verhaal", {"onderdelen": [{"laag": "B-H"}]}, Layer.B_H),
    "story with a private part": ("verhaal", {"onderdelen": [{"laag": "X"}, 3]}, Layer.B),
    "agreement": ("afspraak", {}, Layer.B),
    "agreement in the PIP": ("afspraak", {"in_pip": "Ja"}, Layer.A),
    "decision": ("besluit", {"soort": "Boete"}, Layer.A),
    "benefit decision": ("besluit", {"soort": "Pw-beschikking"}, Layer.A_PLUS),
    "hours": ("urenregel", {}, Layer.B),
    "raised": ("pip", {"laag": "B-H"}, Layer.B_H),
    "raised to never": ("pip", {"laag": "X"}, Layer.X),
    "lowering has no effect": ("verhaal", {"laag": "A"}, Layer.B),
    "layer that does not exist": ("pip", {"laag": "Z"}, Layer.A),
}


@pytest.mark.parametrize(("kind", "body", "expected"), LAYERS.values(), ids=LAYERS.keys())
def test_layer_of_a_record(kind: str, body: dict[str, Any], expected: Layer) -> None:
    assert records.layer(kind, body) is expected


def test_layers_are_ordered() -> None:
    assert [str(layer) for layer in sorted(Layer, key=lambda layer: layer.rank)] == [
        *("A", "A+", "B", "B-H", "X")
    ]
    assert Layer.A_PLUS.is_below(Layer.B)
    assert not Layer.B.is_below(Layer.B)


PARTS: dict[str, tuple[str, dict[str, Any], dict[str, Any], dict[str, Any] | None]] = {
    "nothing to withhold": ("wens", {"droomberoep": "kok"}, {"droomberoep": "kok"}, None),
    "work note": (
        "wens",
        {"droomberoep": "kok", "werknotitie": "navragen"},
        {"droomberoep": "kok"},
        {"werknotitie": "navragen"},
    ),
    "address": (
        "verblijf",
        {"soort": "Woning", "adres": "Laan 1"},
        {"soort": "Woning"},
        {"adres": "Laan 1"},
    ),
    "whole record": ("wens", {"laag": "X", "z": 1}, {}, {"laag": "X", "z": 1}),
    "private part of a story": (
        "verhaal",
        {"onderdelen": [{"tekst": "a"}, {"tekst": "b", "laag": "X"}]},
        {"onderdelen": [{"tekst": "a"}]},
        {"onderdelen": [{"tekst": "a"}, {"tekst": "b", "laag": "X"}]},
    ),
    "mark on a private part of a story": (
        "verhaal",
        {"onderdelen": [{"tekst": "b", "laag": "X", **NEVER_AGAIN}]},
        {"onderdelen": []},
        {"onderdelen": [{"tekst": "b", "laag": "X", **NEVER_AGAIN}]},
    ),
}


@pytest.mark.parametrize(("kind", "body", "open_body", "x"), PARTS.values(), ids=PARTS.keys())
def test_layer_x_is_split_off_and_joined(
    kind: str, body: dict[str, Any], open_body: dict[str, Any], x: dict[str, Any] | None
) -> None:
    assert records.split_x(kind, body) == (open_body, x)
    assert records.join_x(open_body, x) == body


@pytest.mark.parametrize("kind", records.KINDS)
def test_split_and_join_give_the_body_back(kind: str) -> None:
    body = {**EXAMPLES[kind], "werknotitie": SECRET, "nieuw": [1]}
    open_body, x = records.split_x(kind, body)
    assert SECRET not in str(open_body)
    assert records.join_x(open_body, x) == body
    assert SECRET not in records.search_text(kind, body)


def test_references_are_found_at_any_depth() -> None:
    body = example("inburgeringsplicht", documenten=[DOC], nieuw=[SECRET])
    assert records.references("inburgeringsplicht", body) == {DOC, OTHER}
    assert records.references("werk", {"bewijs": "Geen"}) == frozenset()
    assert records.references("certificaat", {"bestand": None}) == frozenset()


def test_references_are_replaced_and_nothing_else() -> None:
    body = {
        "wat": "a1",
        "bewijs": "a1",
        "documenten": ["a1", "b2"],
        "nieuw": {"bewijs": "a1"},
    }
    assert records.relink("afspraak", body, {"a1": records.RecordId(DOC)}) == {
        "wat": "a1",
        "bewijs": DOC,
        "documenten": [DOC, "b2"],
        "nieuw": {"bewijs": "a1"},
    }
    grounds = {"verlengingsgronden": [{"grond": "c", "bewijs": "a1"}]}
    relinked = records.relink("inburgeringsplicht", grounds, {"a1": records.RecordId(DOC)})
    assert relinked == {"verlengingsgronden": [{"grond": "c", "bewijs": DOC}]}


def test_unknown_fields_are_named_with_dots() -> None:
    body = {"lbt": {"score": 1, "zz": 2}, "yy": {"a": 1}, "blokken": {"vve": {"ww": 1}}}
    assert records.unknown_fields("intake", body) == ("lbt.zz", "yy", "blokken.vve.ww")


@pytest.mark.parametrize("kind", ["urenregel", "reactie"])
def test_amendment_of_append_only_kind_is_refused(kind: str) -> None:
    with pytest.raises(InvalidRecord) as caught:
        records.require_amendment(kind, EXAMPLES[kind], EXAMPLES[kind])
    assert caught.value.reason == "append-only"


def test_amendment_may_raise_the_layer_and_not_lower_it() -> None:
    records.require_amendment("pip", {}, {"laag": "B"})
    for kind, old, new in (
        ("pip", {"laag": "B"}, {}),
        ("pip", {"laag": "X"}, {"laag": "B-H"}),
        ("aandachtspunt", {"soort": "Verslaving"}, {"soort": "Taal"}),
    ):
        with pytest.raises(InvalidRecord) as caught:
            records.require_amendment(kind, old, new)
        assert caught.value.reason == "layer-lowered"


def test_reaction_is_not_withdrawn() -> None:
    records.require_withdrawal("urenregel")
    with pytest.raises(InvalidRecord) as caught:
        records.require_withdrawal("reactie")
    assert caught.value.reason == "append-only"


@pytest.mark.parametrize(
    ("kind", "status", "body", "expected"),
    [
        ("afspraak", "actief", {"status": "Open"}, True),
        ("afspraak", "actief", {"status": "Loopt"}, True),
        ("afspraak", "vervallen", {"status": "Open"}, False),
        ("afspraak", "actief", {"status": "Nagekomen"}, False),
        ("wens", "actief", {"status": "Open"}, False),
    ],
)
def test_open_agreements(kind: str, status: str, body: dict[str, Any], expected: bool) -> None:
    assert records.is_open_agreement(kind, status, body) is expected


@pytest.mark.parametrize("kind", records.KINDS)
def test_file_field_takes_a_reference(kind: str) -> None:
    field = records.file_field(kind)
    value = [DOC] if field == "documenten" else DOC
    assert records.references(kind, {field: value}) == {DOC}


HEADLINES: dict[str, tuple[str, dict[str, Any], str]] = {
    "name": (
        "client",
        {"voornamen": "Jan", "voorvoegsel": "de", "achternaam": "Wit"},
        "Jan de Wit",
    ),
    "called by": ("client", {"voornamen": "Jan", "roepnaam": "J.", "achternaam": "W"}, "J. W"),
    "subject": ("afspraak", EXAMPLES["afspraak"], "Vergoeding kinderopvang"),
    "content": ("afspraak", {"wat": "Fiets  via\ngemeente"}, "Fiets via gemeente"),
    "hours": ("urenregel", EXAMPLES["urenregel"], "2024-05-14 · NT2-les · 2,75"),
    "nothing filled in": ("gezondheid", {}, "Gezondheid en belastbaarheid"),
    "not the wrong type": ("wens", {"ontwikkelwens": True}, "Wens en hoofddoel"),
}


@pytest.mark.parametrize(
    ("prefix", "family", "expected"),
    [
        ("al-", "Hakimi", "Anas al-Hakimi"),
        ("d'", "Ancona", "Anas d'Ancona"),
        ("'t", "Hart", "Anas 't Hart"),
        ("van der", "Meer-de Wit", "Anas van der Meer-de Wit"),
        (None, "Abdi", "Anas Abdi"),
    ],
)
def test_a_name_is_written_as_one(prefix: str | None, family: str, expected: str) -> None:
    body = {"voornamen": "Anas", "voorvoegsel": prefix, "achternaam": family}
    assert records.person_name(body) == records.headline("client", body) == expected


@pytest.mark.parametrize(("kind", "body", "expected"), HEADLINES.values(), ids=HEADLINES.keys())
def test_headline(kind: str, body: dict[str, Any], expected: str) -> None:
    assert records.headline(kind, body) == expected


@pytest.mark.parametrize("kind", records.KINDS)
def test_headline_is_short_and_its_fields_exist(kind: str) -> None:
    from eportfolio.records.kinds import require_kind

    names = {name for part in require_kind(kind).line for name in part.split("|")}
    assert names <= records.model(kind).model_fields.keys()
    body = dict.fromkeys(names, "woord " * 100)
    assert 0 < len(records.headline(kind, body)) <= 120


def test_search_text_is_words_and_no_ids() -> None:
    text = records.search_text("contactmoment", EXAMPLES["contactmoment"])
    assert "opvang en werk" in text
    assert OTHER not in text
    assert "2024-07-01" not in text


def test_import_of_the_package_builds_no_model() -> None:
    script = (
        "import sys; from eportfolio import records as r; r.layer('pip', {}); "
        "r.headline('pip', {}); r.title('pip'); assert 'pydantic' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


def test_package_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError):
        _ = records.Rekord
