"""The catalogues of texts: what the sources say, merged into each language, and compiled.

    python tests/text_catalogues.py      brings resources/texts up to date (make texts)

A translation that nobody checked is marked `fuzzy` in the .po file. A compiled catalogue has no
such mark, so the list of concepts stands beside it.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
TEXTS = ROOT / "resources" / "texts"
SOURCES = ("eportfolio", "ui")
KEYWORDS = {
    "client": {"phrase": None, "phrase_many": (1, 2), "for_client": None},
    "staff": {"_": None, "_many": (1, 2), "N_": None},
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
    yield from ()


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
