"""Which page of a permission follows which, and what was said so far. Plain Python.

Why, who, and one question; then a question for each group that holds something, what comes later
and a summary back. Then the rest of the notice, word for word: what the law lets the other ask
anyway, that no is an answer without consequences, how to stop. A no at the first question, or to
every group, is a good end as well; it is told what a no does and does not do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

BEFORE = ("notice-1", "who", "want")
MAY_SAY_NO = "notice-3"
AFTER = (
    "later", "back", "notice-2", MAY_SAY_NO, "notice-4", "tell", "talk", "choices", "sign",
)  # fmt: skip
GROUP = "group:"
WANT, LATER_TOO, BACK_TOO, SIGN = "want", "later", "back", "sign"
NO, PAPER, DONE = "no", "paper", "done"
EXTRA = (LATER_TOO, BACK_TOO)  # asked after the groups; without an answer: no
PREPARED = (
    "recipient", "purpose", "lawful_basis", "explained_by", "interpreter.kind", "interpreter.name",
    "interpreter.relative",
)  # fmt: skip
NEEDED = ("recipient", "purpose", "lawful_basis", "explained_by")


class Offer(Protocol):
    """A group that the client is asked about."""

    @property
    def group(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def special(self) -> bool: ...
    @property
    def records(self) -> Sequence[Any]: ...


@dataclass
class Talk:
    """Everything that was said in a talk about one permission; `values` is what a draft keeps."""

    language: str
    head: str = ""
    page: str = BEFORE[0]
    prepared: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, bool] = field(default_factory=dict)
    left_out: set[str] = field(default_factory=set)
    words: str = ""

    def values(self) -> dict[str, Any]:
        """As plain JSON."""
        return {
            "language": self.language,
            "head": self.head,
            "page": self.page,
            "prepared": self.prepared,
            "answers": self.answers,
            "left_out": sorted(self.left_out),
            "words": self.words,
        }

    @classmethod
    def read(cls, values: Mapping[str, Any]) -> Talk:
        """From a draft; what it does not hold is as at the start."""
        answers = {str(k): v is True for k, v in dict(values.get("answers") or {}).items()}
        page = str(values.get("page", BEFORE[0]))
        return cls(
            language=str(values.get("language", "nl")),
            head=str(values.get("head", "")),
            page=page if WANT in answers or page in BEFORE else BEFORE[0],
            prepared=dict(values.get("prepared") or {}),
            answers=answers,
            left_out={str(one) for one in values.get("left_out") or ()},
            words=str(values.get("words", "")),
        )

    def renewed(self, head: str) -> Talk:
        """For a dossier that is no longer as it was: what was chosen about it is asked again."""
        if self.head == head:
            return self
        return Talk(self.language, head, BEFORE[0], self.prepared)


def pages(talk: Talk, offers: Iterable[Offer]) -> list[str]:
    """The pages of a permission as far as they are known now."""
    if talk.answers.get(WANT) is False:
        return [*BEFORE, MAY_SAY_NO, NO]
    groups = [GROUP + one.group for one in offers]
    if all(talk.answers.get(one) is False for one in groups):
        return [*BEFORE, *groups, MAY_SAY_NO, NO]
    return [*BEFORE, *groups, *AFTER]


def step(talk: Talk, offers: Sequence[Offer]) -> tuple[int, int]:
    """Where the talk is, from 1, and how many pages there are."""
    found = pages(talk, offers)
    at = found.index(talk.page) + 1 if talk.page in found else len(found)
    return at, len(found)


def beside(talk: Talk, offers: Sequence[Offer], steps: int) -> str | None:
    """The page after (1) or before (-1) the one that is shown; None where there is none."""
    found = pages(talk, offers)
    if talk.page not in found:
        return found[-1] if steps < 0 else None
    at = found.index(talk.page) + steps
    return found[at] if 0 <= at < len(found) else None


def chosen(talk: Talk, offers: Iterable[Offer]) -> tuple[list[Offer], list[Offer]]:
    """The groups with a yes, and those without."""
    found = list(offers)
    yes = [one for one in found if talk.answers.get(GROUP + one.group) is True]
    return yes, [one for one in found if one not in yes]


def refusal(talk: Talk) -> dict[str, Any]:
    """The request of a no: who and what for, and in which language it was asked."""
    wanted = {name: talk.prepared[name] for name in ("recipient", "purpose")}
    return {**wanted, "language": talk.language, "shown": "samen-scherm"}


def permission(
    talk: Talk, offers: Sequence[Any], until: str, expressed: Mapping[str, Any]
) -> dict[str, Any]:
    """The request of a yes, as the core reads it."""
    yes, _ = chosen(talk, offers)
    inside = {str(one.record) for offer in yes for one in offer.records}
    told = talk.prepared
    interpreter: dict[str, Any] = {"kind": told.get("interpreter.kind") or "geen"}
    if interpreter["kind"] != "geen":
        interpreter["name"] = told.get("interpreter.name")
        interpreter["relative"] = told.get("interpreter.relative") == "Ja"
    return {
        **refusal(talk),
        "groups": [one.group for one in yes if not one.special],
        "explicit": [one.group for one in yes if one.special],
        "excluded": sorted(talk.left_out & inside),
        "later_items": talk.answers.get(LATER_TOO) is True,
        "answer_back": talk.answers.get(BACK_TOO) is True,
        "head": talk.head,
        "valid_until": until,
        "lawful_basis": told.get("lawful_basis"),
        "explained_by": told.get("explained_by"),
        "expressed": dict(expressed),
        "interpreter": interpreter,
        "teach_back": {"done": bool(talk.words.strip()), "words": talk.words.strip() or None},
    }
