"""Use cases of the Samen-scherm: what lies on the table, and the client's answer to each item.

Invariants:
- Nothing of layer X comes to the table: a record of it is left out, a field of it is cut off.
- An answer is a record of kind `reactie`; a later one replaces it, and none is ever changed.
- What is offered to share leaves out what the client said 'niet delen' to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from eportfolio import records, texts
from eportfolio.consent import load_groups
from eportfolio.consent.groups import covers
from eportfolio.consent.reactions import Said, counting, said
from eportfolio.errors import InvalidRecord
from eportfolio.journal import CURRENT
from eportfolio.portfolio import Current
from eportfolio.records import Layer, RecordId
from eportfolio.records.consent_request import three_months
from eportfolio.register import CLOSED
from eportfolio.workspace.consents import Consents, Decision, Offer
from eportfolio.workspace.dossiers import Change, Dossiers, Edit, new_id
from eportfolio.workspace.drafts import Draft
from eportfolio.workspace.reading import client_language
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import used

REACTION = "reactie"
DRAFT = "samen"  # the kind of a draft of a talk
ANSWERS = ("klopt", "klopt niet", "niet delen", "eigen woorden")
RIGHT, WRONG, KEEP_HERE, OWN_WORDS = ANSWERS
OTHER = ""  # the group of what the client cannot choose by itself


@dataclass(frozen=True)
class Answer:
    """What the client last said about an item. `is_handled`: the item was changed after that."""

    answer: str
    words: str
    language: str
    day: date
    is_handled: bool

    @property
    def asks_change(self) -> bool:
        """Whether the klantmanager still has to look at it."""
        return self.answer in (WRONG, OWN_WORDS) and not self.is_handled


@dataclass(frozen=True)
class Item:
    """One record as the client may see it: `body` without what never leaves."""

    record: RecordId
    kind: str
    group: str
    headline: str
    body: Mapping[str, Any]
    answer: Answer | None


@dataclass(frozen=True)
class Given:
    """What a person says about one item, on a sheet or on the screen."""

    record: RecordId
    answer: str
    words: str = ""
    language: str = texts.DUTCH


@dataclass(frozen=True)
class Table:
    """What lies before the client and the klantmanager. `until`: how long a yes of today holds."""

    name: str
    language: str | None
    head: str
    today: date
    until: date
    organisation: str
    is_editable: bool
    items: tuple[Item, ...]
    offers: tuple[Offer, ...]
    decisions: tuple[Decision, ...]
    used: frozenset[str]  # hashes of the permissions under which something went already
    draft: Draft | None

    def of(self, group: str) -> tuple[Item, ...]:
        """The items of one group."""
        return tuple(one for one in self.items if one.group == group)

    @property
    def open_decisions(self) -> tuple[Decision, ...]:
        """What can still be withdrawn."""
        return tuple(one for one in self.decisions if one.state == "given")


class Together:
    """The client and the klantmanager before one screen, or with one sheet."""

    def __init__(self, session: Session, dossiers: Dossiers, consents: Consents) -> None:
        self._session = session
        self._dossiers = dossiers
        self._consents = consents

    def table(self, pid: str) -> Table:
        """Everything that a talk with one client needs.

        Raises:
            WrongUsage: there is no such client.
        """
        session = self._session
        with session.portfolio(pid) as portfolio:
            found = portfolio.records()
            head = portfolio.head
            is_closed = session.status(portfolio) == CLOSED
            gone = used(portfolio, session.own)
        items = shown_items(found)
        today = session.now().date()
        row = self._dossiers.find(pid)
        drafts = session.register.drafts(pid)
        return Table(
            name=row.name if row is not None else "",
            language=client_language(found),
            head=head,
            today=today,
            until=three_months(today),
            organisation=session.author.organisation,
            is_editable=not is_closed,
            items=items,
            offers=_offers(self._consents.offer(pid), items, found),
            decisions=tuple(self._consents.all(pid)),
            used=gone,
            draft=next((one for one in drafts if one.kind == DRAFT), None),
        )

    def answer(self, pid: str, given: Sequence[Given], day: date | None = None) -> Change:
        """Record what the client says: one revision, all or nothing. `day`: that of the sheet;
        today when it is said now.

        Raises:
            InvalidRecord: own words without words, an item that is not there, a day to come.
            NotPermitted: the dossier is closed.
        """
        on = (day or self._session.now().date()).isoformat()
        if not given:
            raise InvalidRecord("invalid-record", "answers-none")
        return self._dossiers.save(pid, [Edit(new_id(), REACTION, _body(one, on)) for one in given])


def shown_items(found: Sequence[Current]) -> tuple[Item, ...]:
    """The records that a client looks at, in the order of the groups."""
    groups = load_groups()
    answers = latest_answers(found)
    items = [
        Item(
            one.id,
            one.kind,
            next(
                (
                    name
                    for name, group in groups.items()
                    if any(covers(entry, one.kind, one.body) for entry in group.covers)
                ),
                OTHER,
            ),
            records.headline(one.kind, one.body),
            one.body,
            answers.get(one.id),
        )
        for one in found
        if one.status == CURRENT
        and one.kind != REACTION
        and records.layer(one.kind, one.whole) is not Layer.X
    ]
    order = [*groups, OTHER]
    return tuple(sorted(items, key=lambda one: (order.index(one.group), one.kind)))


def latest_answers(found: Iterable[Current]) -> dict[RecordId, Answer]:
    """What counts of what the client said, as the gate judges it."""
    known = {one.id: one for one in found}
    given: dict[RecordId, dict[Said, Answer]] = {}
    for one in known.values():
        if one.kind != REACTION:
            continue
        body = one.body
        about = RecordId(str(body.get("record")))
        target = known.get(about)
        if target is None:
            continue
        given.setdefault(about, {})[said(body, one.seq, one.at)] = Answer(
            str(body.get("antwoord", "")),
            str(body.get("woorden") or ""),
            str(body.get("taal") or ""),
            date.fromisoformat(str(body["dag"])),
            is_handled=target.seq > one.seq,
        )
    return {record: answers[counting(answers)] for record, answers in given.items()}


def _offers(
    offers: Iterable[Offer], items: Iterable[Item], found: Sequence[Current]
) -> tuple[Offer, ...]:
    """What the client is asked about: only groups that hold something that could go. A document
    that belongs to another record goes with that one."""
    owned = {
        target
        for one in found
        if one.kind not in (REACTION, "document") and one.status == CURRENT
        for target in records.references(one.kind, one.whole)
    }
    may_go = {
        one.record
        for one in items
        if (one.answer is None or one.answer.answer != KEEP_HERE)
        and not (one.kind == "document" and one.record in owned)
    }
    left = [
        replace(offer, records=tuple(one for one in offer.records if one.record in may_go))
        for offer in offers
    ]
    return tuple(offer for offer in left if offer.records)


def _body(given: Given, on: str) -> dict[str, Any]:
    words = {"woorden": given.words.strip()} if given.words.strip() else {}
    return {
        "record": given.record,
        "antwoord": given.answer,
        "taal": texts.words(texts.CLIENT, given.language).dutch_name,
        "dag": on,
        **words,
    }
