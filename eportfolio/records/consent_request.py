"""What a klantmanager fills in when a client decides: the input of `consent give` and `refuse`.

Only facts about the decision; what the program knows itself (notice, recipient's name, head) is
added by `consent.build`. A refusal needs no more than a recipient and a purpose: saying no is as
easy as saying yes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Final, Literal, get_args

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from eportfolio import shapes
from eportfolio.errors import InvalidRecord

Text = Annotated[str, Field(max_length=10_000), AfterValidator(shapes.clean)]
Name = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(shapes.clean)]
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
Excluded = Annotated[str, Field(pattern=rf"^{UUID}(@[1-9][0-9]{{0,8}})?$")]

How = Literal[
    "handtekening scherm",
    "handtekening papier",
    "kruisje met getuige",
    "mondeling met getuige",
]
Interpreting = Literal["geen", "telefonisch", "ter plaatse", "video", "informeel"]
HOW: Final[tuple[str, ...]] = get_args(How)
INTERPRETING: Final[tuple[str, ...]] = get_args(Interpreting)


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Expressed(_Part):
    """How the client said it. `evidence` names a file beside the request."""

    how: How
    evidence: Name | None = None
    witness: Name | None = None


class Interpreter(_Part):
    """Who interpreted: a name or number, and whether it was a relative."""

    kind: Interpreting = "geen"
    name: Name | None = None
    relative: bool = False


class TeachBack(_Part):
    """Whether the client told it back, and in which words."""

    done: bool = False
    words: Text | None = None


class Representative(_Part):
    """Who decides for the client, and on which mandate."""

    name: Name
    mandate: Name


class ConsentRequest(_Part):
    """One decision of one client about one recipient and one purpose."""

    recipient: Annotated[str, Field(min_length=1, max_length=100)]
    purpose: Literal["handover", "cover", "advice"]
    groups: tuple[Name, ...] = ()
    excluded: tuple[Excluded, ...] = ()
    explicit: tuple[Name, ...] = ()
    later_items: bool = False
    answer_back: bool = False
    onward_sharing: bool = False
    given_on: AwareDatetime | None = None
    head: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    notice: Name | None = None
    shown: Literal["samen-scherm"] | None = None
    valid_until: Annotated[date, Field(le=shapes.LAST_DAY)]
    one_bundle: bool = True
    lawful_basis: Annotated[str, Field(min_length=1, max_length=500), AfterValidator(shapes.clean)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,8})?$")] = "nl"
    expressed: Expressed
    explained_by: Name | None = None
    interpreter: Interpreter = Interpreter()
    teach_back: TeachBack = TeachBack()
    representative: Representative | None = None


def parse_request(data: Mapping[str, object], *, given: bool, now: datetime) -> ConsentRequest:
    """A request from what was read from a file. Defaults: validity three months; a refusal may
    leave out everything but recipient and purpose.

    Raises:
        InvalidRecord: with the names of the fields that do not fit, never what stood in them.
    """
    filled: dict[str, object] = {
        "valid_until": three_months(_signed(data, now)).isoformat(),
        **data,
    }
    if not given:
        filled = {
            "lawful_basis": "niet van toepassing",
            "expressed": {"how": "mondeling met getuige"},
            **filled,
        }
    try:
        return ConsentRequest.model_validate_json(json.dumps(filled), strict=True)
    except ValidationError as error:
        fields = sorted({".".join(map(str, problem["loc"][:2])) for problem in error.errors()})
        raise InvalidRecord(
            "invalid-record", "consent-incomplete", fields=[_shown(name) for name in fields]
        ) from error


class Draft(BaseModel):
    """What is known of a decision before the client makes it: what a sheet to sign shows. The
    rest of a request may stand there too and is not looked at."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    recipient: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    purpose: Literal["handover", "cover", "advice"] | None = None
    groups: tuple[Name, ...] = ()
    explicit: tuple[Name, ...] = ()
    notice: Name | None = None
    valid_until: date

    @property
    def offered(self) -> frozenset[str] | None:
        """The item groups to choose from; None for all."""
        named = frozenset(self.groups) | frozenset(self.explicit)
        return named if named and "*" not in named else None


def read_draft(data: Mapping[str, object], now: datetime) -> Draft:
    """A draft from what was read from a file; validity is three months by default.

    Raises:
        InvalidRecord: with the names of the fields that do not fit.
    """
    filled = {"valid_until": three_months(_signed(data, now)).isoformat(), **data}
    try:
        return Draft.model_validate_json(json.dumps(filled), strict=True)
    except ValidationError as error:
        fields = sorted({str(problem["loc"][0]) for problem in error.errors()})
        raise InvalidRecord(
            "invalid-record", "consent-incomplete", fields=[_shown(name) for name in fields]
        ) from error


def _signed(data: Mapping[str, object], now: datetime) -> date:
    try:
        return datetime.fromisoformat(str(data["given_on"])).date()
    except (KeyError, ValueError):
        return now.date()


def three_months(day: date) -> date:
    """How long a yes holds when the client names no day; the last day of a shorter month."""
    if day.year >= shapes.LAST_DAY.year:
        return shapes.LAST_DAY
    month = day.month + 3
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, 28)


def _shown(name: str) -> str:
    """A name we know; one that we do not know could itself be personal data."""
    parts = (ConsentRequest, Expressed, Interpreter, TeachBack, Representative)
    known = {field for part in parts for field in part.model_fields}
    return name if all(one in known or one.isdigit() for one in name.split(".")) else "?"
