"""The catalogues of texts: what the sources say, merged into each language, and compiled.

    python tests/text_catalogues.py      brings resources/texts up to date (make texts)

A translation that nobody checked is marked `fuzzy` in the .po file. A compiled catalogue has no
such mark, so the list of concepts stands beside it.
"""

from __future__ import annotations

import ast
import json
import re
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from eportfolio import records
from eportfolio.texts import number

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "resources" / "texts"
SOURCES = ("eportfolio", "ui")
KEYWORDS = {
    "client": {"phrase": None, "phrase_many": (1, 2), "for_client": None},
    "staff": {"_": None, "_many": (1, 2), "N_": None, "for_staff": None},
}
AUDIENCES = tuple(KEYWORDS)


def template(audience: str) -> Catalog:
    """Every text that this reader may see, without a translation."""
    found = Catalog(charset="utf-8", fuzzy=False)
    for folder in SOURCES:
        for file, line, text, _, _ in extract_from_dir(
            ROOT / folder, [("**.py", "python")], keywords=KEYWORDS[audience]
        ):
            found.add(text, locations=[(f"{folder}/{file}", line)])
    for text, place in DATA[audience]():
        found.add(text, locations=[(place, 1)])
    return found


def _client_data() -> Iterator[tuple[str, str]]:
    groups = tomllib.loads((ROOT / "resources" / "groups.toml").read_text(encoding="utf-8"))
    for group in groups["group"]:
        yield group["title"], "resources/groups.toml"


def _staff_data() -> Iterator[tuple[str, str]]:
    """What the window shows of the core: titles of kinds and fields, sentences for failures and
    for what a record lacks, the groups of the consent, and languages as Dutch names them."""
    yield from _client_data()
    for sentence in tomllib.loads((TEXTS / "errors.toml").read_text(encoding="utf-8")).values():
        yield sentence, "resources/texts/errors.toml"
    languages = tomllib.loads((TEXTS / "languages.toml").read_text(encoding="utf-8"))
    for language in languages.values():
        yield language["dutch_name"], "resources/texts/languages.toml"
    for kind in records.KINDS:
        yield records.title(kind), "eportfolio/records"
        yield from ((text, "eportfolio/records") for text in _of_schema(records.json_schema(kind)))
    for file in sorted((ROOT / "eportfolio" / "records").glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        documents = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}
        for node in ast.walk(tree):
            text = getattr(node, "value", None)
            is_said = isinstance(node, ast.Constant) and id(node) not in documents
            if is_said and isinstance(text, str) and SENTENCE.fullmatch(text):
                yield text, f"eportfolio/records/{file.name}"


SENTENCE = re.compile(r"[A-Z][^\n]* [^\n]*\.")


def _of_schema(schema: object) -> Iterator[str]:
    """Titles of fields, and what is said of a number beyond its bounds."""
    if isinstance(schema, dict):
        properties = schema.get("properties")
        if isinstance(properties, dict):
            yield from (str(one["title"]) for one in properties.values() if "title" in one)
        if isinstance(least := schema.get("minimum"), int | float):
            yield f"Dit getal is ten minste {number(least)}."
        if isinstance(most := schema.get("maximum"), int | float):
            yield f"Dit getal is ten hoogste {number(most)}."
        for one in schema.values():
            yield from _of_schema(one)
    elif isinstance(schema, list):
        for one in schema:
            yield from _of_schema(one)


DATA = {"client": _client_data, "staff": _staff_data}


def files(audience: str) -> list[Path]:
    """The .po files of one kind of reader."""
    return sorted((TEXTS / audience).glob("*.po"))


def read(file: Path) -> Catalog:
    """A .po file as it stands."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.stem, charset="utf-8")


def compiled(catalogue: Catalog) -> bytes:
    """The .mo of a catalogue, concepts included."""
    out = BytesIO()
    write_mo(out, catalogue, use_fuzzy=True)
    return out.getvalue()


def concepts(catalogue: Catalog) -> list[str]:
    """The Dutch texts whose translation nobody checked."""
    return sorted(
        one.id if isinstance(one.id, str) else one.id[0]
        for one in catalogue
        if one.id and one.fuzzy and one.string
    )


def concepts_file(po: Path) -> Path:
    """Where the list of concepts of a language stands."""
    return po.with_suffix(".concepts.json")


def lacking(catalogue: Catalog, wanted: Catalog) -> list[str]:
    """Texts of the sources that a catalogue has no translation for."""
    return sorted(str(one.id) for one in wanted if one.id and not _translated(catalogue, one.id))


def _translated(catalogue: Catalog, text: str | tuple[str, ...]) -> bool:
    found = catalogue.get(text)
    strings = (found.string,) if found and isinstance(found.string, str) else found and found.string
    return bool(strings) and all(strings)


def main() -> int:
    """Merge and compile everything; tells per language what is lacking."""
    for audience in AUDIENCES:
        wanted = template(audience)
        for po in files(audience):
            catalogue = read(po)
            catalogue.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
            with po.open("wb") as stream:
                write_po(
                    stream,
                    catalogue,
                    width=100,
                    sort_output=True,
                    ignore_obsolete=True,
                    include_lineno=False,
                )
            po.with_suffix(".mo").write_bytes(compiled(catalogue))
            concepts_file(po).write_text(
                json.dumps(concepts(catalogue), ensure_ascii=False, indent=0) + "\n", "utf-8"
            )
            missing = lacking(catalogue, wanted)
            sys.stdout.write(f"{audience} {po.stem}: {len(missing)} lacking\n")
            for text in missing:
                sys.stdout.write(f"    {text!r}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
