from __future__ import annotations

from typing import Any

import pytest
from builders_records import EXAMPLES, example
from jsonschema import Draft202012Validator, FormatChecker
from test_records import ACCEPTED, REFUSED

from eportfolio import records

# What JSON Schema cannot say, or says only for values JSON cannot hold.
BEYOND_SCHEMA = {
    "BSN fails the elfproef",
    "BSN of zeros",
    "impossible partial day",
    "permit ends before it begins",
    "work ends before it begins",
    "period that ends before it begins",
    "more than a day",
    "Bi 3.14: A2 exam outside the Z-route",
    "language certificate without ERK",
    "own words without words",
    "layer below that of the kind",
    "layer below that of its field",
    "part of a story of layer A",
    "health in the intake",
    "lone surrogate",
    "control character in an unknown field",
    "digits as an unknown name",
    "unknown name that is no text",
    "number that is not finite",
    "infinite number",
    "number beyond what JSON readers agree on",
    "value that is no JSON",
    "too deep",
    "date with a newline",
}


def accepts(kind: str, body: dict[str, Any]) -> bool:
    validator = Draft202012Validator(records.json_schema(kind), format_checker=FormatChecker())
    return validator.is_valid(body)


@pytest.mark.parametrize("kind", records.KINDS)
def test_schema_is_valid_and_accepts_the_example(kind: str) -> None:
    schema = records.json_schema(kind)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:eportfolio:schema:{kind}:1"
    assert schema["title"] == records.title(kind)
    assert accepts(kind, EXAMPLES[kind])


@pytest.mark.parametrize(("kind", "changes"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_schema_accepts_what_the_model_accepts(kind: str, changes: dict[str, Any]) -> None:
    assert accepts(kind, example(kind, **changes))


@pytest.mark.parametrize("case", sorted(REFUSED.keys() - BEYOND_SCHEMA))
def test_schema_refuses_what_the_model_refuses(case: str) -> None:
    kind, changes, _ = REFUSED[case]
    assert not accepts(kind, example(kind, **changes))


def test_cases_beyond_the_schema_exist() -> None:
    assert REFUSED.keys() >= BEYOND_SCHEMA


@pytest.mark.parametrize("kind", records.KINDS)
def test_every_field_has_a_dutch_title_of_its_own(kind: str) -> None:
    schema = records.json_schema(kind)
    parts = [schema, *schema.get("$defs", {}).values()]
    for part in parts:
        for name, field in part["properties"].items():
            assert (
                field["title"] != name.replace("_", " ").title() or name in field["title"].lower()
            )
        assert part["additionalProperties"] is True


def test_fields_with_a_layer_of_their_own_say_so() -> None:
    found = {
        (kind, name): field["x-laag"]
        for kind in records.KINDS
        for name, field in records.json_schema(kind)["properties"].items()
        if "x-laag" in field and name != "werknotitie"
    }
    assert found == {
        ("gezinslid", "bijzonderheden"): "X",
        ("verblijf", "adres"): "X",
        ("gezondheid", "toelichting"): "B-H",
    }
    for kind in records.KINDS:
        schema = records.json_schema(kind)
        assert schema["properties"]["werknotitie"]["x-laag"] == "X"
        assert '"laag": "X"' not in str(schema)


def test_schema_is_a_copy() -> None:
    records.json_schema("client").clear()
    assert records.json_schema("client")
