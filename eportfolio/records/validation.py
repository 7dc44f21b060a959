"""From a JSON body to a record, or to a list of Dutch sentences that name no value.

Order: the kind exists, the body is plain bounded JSON, the model accepts it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from eportfolio import texts
from eportfolio.errors import Fact, InvalidRecord
from eportfolio.records.fields import TEXT_LENGTH, Inconsistent, Problem, Record
from eportfolio.records.kinds import Body
from eportfolio.records.models import model
from eportfolio.records.shape import shape

Path: TypeAlias = tuple[str | int, ...]

BODY_BYTES = 1_000_000
DEPTH = 12
PROBLEMS_SHOWN = 50
# Beyond this, JSON readers disagree about a number (RFC 8259, section 6).
SAFE_INTEGER = 2**53 - 1

# Control characters except tab and newline, and halves of a character.
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

_SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "Dit veld is verplicht.",
        "literal_error": "Kies een waarde uit de lijst.",
        "string_type": "Vul hier tekst in.",
        "string_too_short": "Dit veld mag niet leeg zijn.",
        "string_too_long": "Deze tekst is te lang.",
        "string_pattern_mismatch": "Dit heeft niet de juiste vorm.",
        "int_type": "Vul een geheel getal in.",
        "int_from_float": "Vul een geheel getal in.",
        "float_type": "Vul een getal in.",
        "tuple_type": "Geef hier een lijst.",
        "model_type": "Geef hier een groep velden.",
        "model_attributes_type": "Geef hier een groep velden.",
    }
)


def parse(kind: str, body: Body) -> Record:
    """Validate a body.

    Raises:
        InvalidRecord: with `problems`, a list of field and Dutch sentence.
    """
    record = model(kind)
    if not isinstance(body, Mapping):
        raise _invalid(kind, [("", "Geef hier een groep velden.")])
    if problems := [*_json_problems(dict(body), (), 0)]:
        raise _invalid(kind, ((_known(kind, path), text) for path, text in problems))
    text = json.dumps(dict(body), ensure_ascii=False, separators=(",", ":"))
    if len(text.encode()) > BODY_BYTES:
        raise _invalid(kind, [("", "Dit gegeven is te groot.")])
    try:
        return record.model_validate_json(text)
    except ValidationError as error:
        problems_found = [*_model_problems(error)]
    # Outside the handler: the model's error holds what was filled in and must not be chained.
    raise _invalid(kind, problems_found)


def _invalid(kind: str, problems: Iterable[Problem]) -> InvalidRecord:
    found: list[Fact] = [
        {"field": field, "problem": text} for field, text in dict.fromkeys(problems)
    ]
    return InvalidRecord("invalid-record", kind=kind, problems=found[:PROBLEMS_SHOWN])


def _json_problems(value: object, path: Path, depth: int) -> Iterator[tuple[Path, str]]:
    """Yield what keeps a value from being plain, bounded JSON with clean text."""
    if depth > DEPTH:
        yield path, "Dit gegeven is te diep genest."
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or _text_problem(key):
                yield path, "Een veldnaam is geen schone tekst."
            else:
                yield from _json_problems(item, (*path, key), depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _json_problems(item, (*path, index), depth + 1)
    elif text := _scalar_problem(value):
        yield path, text


def _scalar_problem(value: object) -> str | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        return _text_problem(value)
    if isinstance(value, int):
        return None if abs(value) <= SAFE_INTEGER else "Dit getal is te groot."
    if isinstance(value, float):
        return None if math.isfinite(value) else "Dit is geen getal."
    return "Dit is geen waarde die in een dossier past."


def _text_problem(text: str) -> str | None:
    if len(text) > TEXT_LENGTH:
        return "Deze tekst is te lang."
    if _UNCLEAN.search(text):
        return "Deze tekst bevat tekens die geen leestekens of letters zijn."
    return None


def _known(kind: str, path: Path) -> str:
    """Name a field; a name this version does not know is input, and is not repeated."""
    names = shape(kind).all_names
    return ".".join(str(part) if isinstance(part, int) or part in names else "?" for part in path)


def _model_problems(error: ValidationError) -> Iterator[Problem]:
    for details in error.errors(include_url=False, include_input=False):
        field = ".".join(str(part) for part in details["loc"])
        cause = details.get("ctx", {}).get("error")
        if isinstance(cause, Inconsistent):
            for name, text in cause.problems:
                yield (f"{field}.{name}" if field else name), text
        else:
            yield field, _sentence(details, cause)


def _sentence(details: ErrorDetails, cause: object) -> str:
    bounds = details.get("ctx", {})
    match details["type"]:
        case "value_error":
            return str(cause)
        case "greater_than_equal":
            return f"Dit getal is ten minste {texts.number(bounds['ge'])}."
        case "less_than_equal":
            return f"Dit getal is ten hoogste {texts.number(bounds['le'])}."
        case other:
            return _SENTENCES.get(other, "Dit klopt niet.")
