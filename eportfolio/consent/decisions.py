"""Consents, refusals and what happened to them: built, read, and judged at a moment in time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from eportfolio import shapes
from eportfolio.consent.payload import require_decision, require_event
from eportfolio.errors import InvalidRecord, NotAuthentic, NotPermitted
from eportfolio.records import Json, RecordId
from eportfolio.records.consent_request import ConsentRequest

CONSENT_TYP = "consent-record+jws"
EVENT_TYP = "consent-event+jws"
FORMAT = 1
SCHEMA = "ISO/IEC TS 27560:2023"

GIVEN = "given"
REFUSED = "refused"
WITHDRAWN = "withdrawn"
EXPIRED = "expired"
SUPERSEDED = "superseded"
COVER = "cover"
PURPOSES = ("handover", COVER, "advice")
EVENTS = ("requested", "re-confirmed", WITHDRAWN, EXPIRED, SUPERSEDED)


@dataclass(frozen=True)
class Consent:
    """One recorded decision of the client. `hash` is the SHA-256 of its signed bytes; `place` its
    line in the ledger that it was signed for, 0 when it came along with a bundle."""

    hash: str
    pid: str
    id: str
    decision: str
    recipient: str
    recipient_name: str
    recipient_organisation: str
    purpose: str
    lawful_basis: str
    scope: tuple[Mapping[str, Any], ...]
    excluded: frozenset[RecordId]
    excluded_versions: frozenset[tuple[RecordId, int]]
    later_items: bool
    answer_back: bool
    onward_sharing: bool
    one_bundle: bool
    given_on: datetime
    valid_until: date
    head: str
    evidence: str | None
    signer: str
    payload: Mapping[str, Any]
    recorded_at: datetime
    place: int = 0

    @property
    def recorder(self) -> tuple[str, str]:
        """Name and organisation of the klantmanager who recorded it."""
        by = self.payload.get("recorded_by")
        said = by if isinstance(by, Mapping) else {}
        return str(said.get("name", "")), str(said.get("organisation", ""))


@dataclass(frozen=True)
class Event:
    """Something that happened to a consent later. `place` as in `Consent`."""

    hash: str
    consent: str
    event: str
    at: datetime
    signer: str
    place: int = 0


@dataclass(frozen=True)
class Facts:
    """What the program adds to a request: it is never taken from the file that is read."""

    id: str
    pid: str
    recipient_name: str
    recipient_organisation: str
    scope: Sequence[Mapping[str, Any]]
    notice: Mapping[str, Json]
    evidence: str | None
    head: str
    recorded_at: datetime
    recorded_by: Mapping[str, Json]
    ledger: str
    shown: Mapping[str, Json] | None = None


def build(request: ConsentRequest, decision: str, facts: Facts) -> dict[str, Any]:
    """The payload of a consent record (consent.md, record).

    Raises:
        NotPermitted: `consent-evidence`: proof, teach-back or interpreter is lacking.
        InvalidRecord: dates that cannot be.
    """
    given_on = request.given_on or facts.recorded_at
    if given_on > facts.recorded_at:
        raise InvalidRecord("invalid-record", "consent-in-future")
    if decision == GIVEN and request.valid_until < given_on.date():
        raise InvalidRecord("invalid-record", "consent-validity")
    body = request.model_dump(mode="json")
    body["expressed"]["evidence"] = facts.evidence
    payload = body | {
        "v": FORMAT,
        "schema": SCHEMA,
        "id": facts.id,
        "pid": facts.pid,
        "decision": decision,
        "recipient": {
            "card": request.recipient,
            "name": facts.recipient_name,
            "organisation": facts.recipient_organisation,
        },
        "scope": [dict(entry) for entry in facts.scope],
        "notice": dict(facts.notice),
        "given_on": given_on.isoformat(timespec="seconds"),
        "head": facts.head,
        "recorded_at": facts.recorded_at.isoformat(timespec="seconds"),
        "recorded_by": dict(facts.recorded_by),
        "ledger": facts.ledger,
    }
    del payload["shown"]
    if facts.shown is not None:
        payload["shown"] = dict(facts.shown)
    if decision == GIVEN:
        require_proof(payload)
    return payload


def require_proof(payload: Mapping[str, Any]) -> None:
    """The client's yes must be provable (AVG art. 7(1)); consent.md, proof. The recipient asks
    the same: an interpreter where the notice was not in the client's own language, reviewed.

    Raises:
        NotPermitted: `consent-evidence`, with what is lacking.
    """
    expressed, interpreter = payload["expressed"], payload["interpreter"]
    notice, language = payload.get("notice"), payload.get("language")
    known = notice if isinstance(notice, Mapping) else {}
    needed = {
        "language": _is_blank(language),
        "notice": any(_is_blank(known.get(name)) for name in ("version", "language"))
        or not _is_digest(known.get("sha256")),
        "expressed.evidence": expressed["how"].startswith("handtekening")
        and expressed["evidence"] is None,
        "expressed.witness": expressed["how"].endswith("met getuige")
        and _is_blank(expressed["witness"]),
        "explained_by": _is_blank(payload["explained_by"]),
        "teach_back": payload["teach_back"]["done"] is not True,
        "interpreter": known.get("language") != language and interpreter["kind"] == "geen",
        "interpreter.name": interpreter["kind"] != "geen" and _is_blank(interpreter["name"]),
    }
    if lacking := [name for name, lacks in needed.items() if lacks]:
        raise NotPermitted("consent-evidence", lacking=list(lacking))


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9a-f]{64}", value) is not None


def _is_blank(value: object) -> bool:
    return not isinstance(value, str) or not value.strip()


def build_event(
    consent: str,
    event: str,
    *,
    at: datetime,
    by: Mapping[str, Json],
    reason: str | None,
    head: str,
    ledger: str,
    extra: Mapping[str, Json] | None = None,
) -> dict[str, Any]:
    """The payload of something that happened to a consent (consent.md, events)."""
    return {
        "v": FORMAT,
        "consent": consent,
        "event": event,
        "at": at.isoformat(timespec="seconds"),
        "by": dict(by),
        "reason": reason,
        "head": head,
        "ledger": ledger,
        **(extra or {}),
    }


def read_consent(payload: Mapping[str, Any], hash_: str, signer: str, place: int = 0) -> Consent:
    """A consent from a verified payload.

    Raises:
        NotAuthentic: not shaped as one.
        Unsupported: a newer format.
    """
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "consent")):
        require_decision(payload)
        recipient = shapes.texts_by_name(payload["recipient"])
        excluded = [_entry(text) for text in shapes.texts(payload["excluded"])]
        return Consent(
            hash=hash_,
            pid=shapes.uuid(payload["pid"]),
            id=shapes.uuid(payload["id"]),
            decision=payload["decision"],
            recipient=recipient["card"],
            recipient_name=recipient["name"],
            recipient_organisation=recipient["organisation"],
            purpose=require_purpose(payload["purpose"]),
            lawful_basis=shapes.text(payload["lawful_basis"]),
            scope=tuple(payload["scope"]),
            excluded=frozenset(record for record, seq in excluded if seq is None),
            excluded_versions=frozenset((r, seq) for r, seq in excluded if seq is not None),
            later_items=payload["later_items"],
            answer_back=payload["answer_back"],
            onward_sharing=payload["onward_sharing"],
            one_bundle=payload["one_bundle"],
            given_on=aware(shapes.text(payload["given_on"])),
            valid_until=shapes.day(payload["valid_until"]),
            head=shapes.text(payload["head"]),
            evidence=payload["expressed"]["evidence"],
            signer=signer,
            payload=payload,
            recorded_at=aware(shapes.text(payload["recorded_at"])),
            place=place,
        )


def _entry(text: str) -> tuple[RecordId, int | None]:
    record, at, seq = text.partition("@")
    if at and not re.fullmatch(r"[1-9][0-9]{0,8}", seq):
        raise ValueError
    return RecordId(shapes.uuid(record)), int(seq) if at else None


def read_event(payload: Mapping[str, Any], hash_: str, signer: str, place: int = 0) -> Event:
    """An event from a verified payload.

    Raises:
        NotAuthentic: not shaped as one.
    """
    with shapes.reading(payload, FORMAT, NotAuthentic("not-authentic", "consent")):
        require_event(payload)
        event = shapes.word(payload["event"], EVENTS)
        consent, at = shapes.text(payload["consent"]), aware(shapes.text(payload["at"]))
        return Event(hash_, consent, event, at, signer, place)


def require_purpose(value: object) -> str:
    """One of the three purposes (consent.md, purpose).

    Raises:
        ValueError: another one.
    """
    if value not in PURPOSES:
        raise ValueError
    return str(value)


def aware(text: str) -> datetime:
    """A date-time with its offset, in a year with room before and after it.

    Raises:
        ValueError: no date-time, or none with an offset.
    """
    value = datetime.fromisoformat(text)
    if value.tzinfo is None or not 1 < value.year <= shapes.LAST_DAY.year:
        raise ValueError
    return value


def find_state(
    consent: Consent,
    consents: Sequence[Consent],
    events: Sequence[Event],
    at: datetime,
    now: datetime | None = None,
) -> str:
    """`given`, `refused`, `withdrawn`, `superseded` or `expired` at a moment (consent.md, state).

    `consents` in the order in which they were recorded. `now`: today, when `at` is past: what
    comes between them is not counted. What is dated after `now` was entered with a clock that was
    ahead, and counts: the client said it already.
    """
    if consent.decision != GIVEN:
        return REFUSED
    today = at if now is None else max(at, now)
    happened = [event for event in events if event.at <= at or event.at > today]
    ended = {event.event for event in happened if event.consent == consent.hash}
    if WITHDRAWN in ended:
        return WITHDRAWN
    decided = [one for one in consents if one.given_on <= at or one.given_on > today]
    if SUPERSEDED in ended or _is_superseded(consent, consents, decided, happened):
        return SUPERSEDED
    if EXPIRED in ended or at.date() > consent.valid_until:
        return EXPIRED
    return GIVEN


def _is_superseded(
    consent: Consent,
    consents: Sequence[Consent],
    decided: Sequence[Consent],
    happened: Sequence[Event],
) -> bool:
    """Per recipient and purpose the newest decision counts, also when it took a yes back: a sheet
    signed on Friday but entered on Monday does not undo what the client said on Saturday."""
    about = (consent.recipient, consent.purpose)
    others = {
        one.hash
        for one in consents
        if one.hash != consent.hash and (one.recipient, one.purpose) == about
    }
    taken_back = any(
        event.event == WITHDRAWN and event.consent in others and _is_stopped_by(consent, event)
        for event in happened
    )
    return taken_back or any(
        one.hash in others and _is_newer(one, consent, consents) for one in decided
    )


def _is_stopped_by(consent: Consent, event: Event) -> bool:
    """Whether another yes was taken back after this one was given."""
    if 0 < consent.place < event.place:
        return True  # whatever the clock said
    if 0 < event.place < consent.place and event.at > consent.recorded_at:
        return not _is_said_now(consent)
    return event.at >= consent.given_on


def _is_newer(other: Consent, consent: Consent, consents: Sequence[Consent]) -> bool:
    """Which of two decisions counts: the one given last; of two at one moment the one recorded
    last. Where a clock was wrong, so that the one entered first is dated after the other was
    entered, the one entered last counts; but a yes only when it was said at that moment."""
    if 0 < other.place < consent.place and other.given_on > consent.recorded_at:
        return not _is_said_now(consent)
    if 0 < consent.place < other.place and consent.given_on > other.recorded_at:
        return other.decision != GIVEN or _is_said_now(other)
    if other.given_on != consent.given_on:
        return other.given_on > consent.given_on
    order = [one.hash for one in consents]
    return order.index(other.hash) > order.index(consent.hash)


def _is_said_now(consent: Consent) -> bool:
    """Whether a yes was given when it was recorded, not entered from a sheet afterwards."""
    return consent.decision == GIVEN and consent.given_on == consent.recorded_at


def require_in_force(
    consent_hash: str,
    consents: Sequence[Consent],
    events: Sequence[Event],
    *,
    pid: str,
    recipient: str,
    purpose: str,
    at: datetime,
    now: datetime | None = None,
) -> Consent:
    """The consent, when it allows a bundle to this recipient for this purpose at this time.
    `now` as in `find_state`.

    Raises:
        NotPermitted: with the code that says which of these it fails.
    """
    consent = next((one for one in consents if one.hash == consent_hash), None)
    if consent is None or consent.pid != pid:
        raise NotPermitted("consent-missing")
    if at < consent.given_on:
        raise NotPermitted("consent-missing", "consent-ahead")
    if consent.recipient != recipient:
        raise NotPermitted("consent-recipient")
    if consent.purpose != purpose:
        raise NotPermitted("consent-scope", "consent-purpose")
    state = find_state(consent, consents, events, at, now)
    if state != GIVEN:
        _raise_state(state)
    return consent


def _raise_state(state: str) -> NoReturn:
    raise NotPermitted(f"consent-{state}")


def head_before(revisions: Iterable[tuple[datetime, str]], given_on: datetime) -> str:
    """The last head before `given_on`, from (moment, hash) in the order of the chain.

    Raises:
        InvalidRecord: the dossier was empty then, so there is nothing to decide about.
    """
    head = ""
    for at, hash_ in revisions:
        if at > given_on:
            break
        head = hash_
    if not head:
        raise InvalidRecord("invalid-record", "consent-before-dossier")
    return head
