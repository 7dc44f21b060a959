"""A bundle opened, checked and read with age, tar, bagit and jsonschema."""

from __future__ import annotations

import json
import sys

import outside
import pytest
from jsonschema import Draft202012Validator, ValidationError
from outside import Bag, World


def test_bagit_accepts_a_bundle_that_age_and_tar_opened(bag: Bag) -> None:
    outside.run(sys.executable, "-m", "bagit", "--validate", "--quiet", bag.folder)


def test_bagit_refuses_a_bundle_with_a_changed_file(world: World, bag: Bag) -> None:
    copy = world.folder / f"{bag.folder.name}.changed"
    outside.run("cp", "-r", bag.folder, copy)
    (copy / "data/portfolio.json").write_bytes(b"{}\n")
    with pytest.raises(AssertionError, match="Oxum"):
        outside.run(sys.executable, "-m", "bagit", "--validate", copy)


def test_unpacked_attachments_and_evidence_are_the_files_that_went_in(
    world: World, bag: Bag
) -> None:
    data = bag.folder / "data"
    for name in ("diploma.pdf", "foto.png"):
        original = (world.folder / name).read_bytes()
        assert (data / "files" / outside.sha256(original).hex()).read_bytes() == original
    evidence = (world.folder / "scan.png").read_bytes()
    assert (data / "consent" / outside.sha256(evidence).hex()).read_bytes() == evidence


def test_signature_names_the_tag_manifest_and_the_consent(bag: Bag) -> None:
    claims = outside.payload(bag.signature)
    tags = (bag.folder / "tagmanifest-sha256.txt").read_bytes()
    assert claims["tagmanifest_sha256"] == outside.sha256(tags).hex()
    assert claims["consent"]["sha256"] in {
        outside.sha256(statement.encode()).hex() for statement in bag.statements
    }


def test_every_digest_of_every_revision_is_in_exactly_one_list(bag: Bag) -> None:
    claims = outside.payload(bag.signature)
    lists = ("items", "withheld", "later", "never", "erased")
    listed = sorted(digest for name in lists for digest in claims[name])
    assert listed == sorted(
        digest for line in bag.revisions for digest in outside.payload(line)["_sd"]
    )
    assert sorted(claims["items"]) == sorted(
        outside.encode(outside.sha256(disclosure.encode()))
        for line in bag.revisions
        for disclosure in line.split("~")[1:-1]
    )


def test_each_revision_names_the_one_before_it_up_to_the_head(bag: Bag) -> None:
    claims = outside.payload(bag.signature)
    before: list[str] = []
    for line in bag.revisions:
        assert outside.payload(line)["prev"] == before
        before = [outside.sha256(line.split("~")[0].encode()).hex()]
    assert (before, len(bag.revisions)) == ([claims["head"]], claims["size"])


def test_json_schemas_in_the_bundle_accept_its_records(bag: Bag) -> None:
    records = json.loads((bag.folder / "data/portfolio.json").read_bytes())["records"]
    for record in records:
        _schema(bag, record["kind"]).validate(record["body"])
    assert len(records) > 5


def test_json_schema_in_the_bundle_refuses_an_invalid_record(bag: Bag) -> None:
    with pytest.raises(ValidationError, match="status"):
        _schema(bag, "afspraak").validate({"onderwerp": "Fiets", "wat": "Fiets", "status": 7})


def _schema(bag: Bag, kind: str) -> Draft202012Validator:
    schema = json.loads((bag.folder / f"data/schema/{kind}.json").read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
