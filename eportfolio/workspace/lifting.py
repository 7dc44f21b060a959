"""Which locks a bundle ends: the client permits again, or the newer version is there.

Pure but for the file it reads (docs/formats/notice.md, locks).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from eportfolio import signing
from eportfolio.bundle.notice import AGAIN, CORRECTED, NEWER, Notice
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.consent import Version
from eportfolio.consent.decisions import aware
from eportfolio.portfolio import Portfolio, locking
from eportfolio.portfolio.locking import WITHDRAWN, Lock, locks_of
from eportfolio.records import RecordId
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import Facts


def newer_here(portfolio: Portfolio, own: Collection[str], notice: Notice) -> frozenset[RecordId]:
    """Records of which the version that came in place of those a correction names is here. Of
    what was erased there is none."""
    return _corrected(portfolio.versions(), own, notice, notice.digests)


def _corrected(
    versions: Iterable[Version], own: Collection[str], notice: Notice, old: Collection[str]
) -> frozenset[RecordId]:
    """Only a version by somebody else that says something else: who takes an agreement over
    repeats what it said, and who works on with a record does not know what was wrong in it."""
    known = [one for one in versions if one.part == "" and notice.about == CORRECTED]
    named = sorted((one for one in known if one.digest in old), key=lambda one: one.seq)
    last = {one.record: one for one in named}
    return frozenset(
        one.record
        for one in known
        if one.digest not in old and one.by.get("card") not in own
        if (before := last.get(one.record)) and one.seq > before.seq
        if (one.body, one.status) != (before.body, before.status)
    )


def liftable(
    portfolio: Portfolio, own: Collection[str], bundle: VerifiedBundle
) -> Mapping[RecordId, tuple[Lock, ...]]:
    """The locks that this bundle ends, by record."""
    held = locks_of(portfolio)
    if not held:
        return {}
    notices = {one.hash: one for one in Facts(portfolio, own).taken_in}
    versions = [*portfolio.versions(), *bundle.versions]
    belongs = {one.digest: one.record for one in versions}
    there = {one.record for one in bundle.versions}
    found: dict[RecordId, tuple[Lock, ...]] = {}
    for record in held.keys() & there:
        ends = []
        for lock in held[record]:
            notice = notices.get(lock.notice or "")
            if notice is None:
                continue
            asked = {one for one in notice.digests if belongs.get(one) == record}
            if lock.reason == WITHDRAWN:
                permitted = bundle.consent.given_on > _ended(notice)
                is_over = permitted and asked <= bundle.claims.items
            else:
                is_over = record in _corrected(versions, own, notice, asked)
            ends += [lock] if is_over else []
        if ends:
            found[record] = tuple(ends)
    return found


def _ended(notice: Notice) -> datetime:
    event = signing.load_object(signing.decode((notice.event or "").split(".")[1]))
    return aware(str(event["at"]))


def lift(session: Session, portfolio: Portfolio, bundle: VerifiedBundle) -> None:
    """End those locks; the caller holds the transaction."""
    for record, locks in liftable(portfolio, session.own, bundle).items():
        for lock in locks:
            locking.unlock(
                portfolio,
                [record],
                reason=lock.reason,
                notice=lock.notice,
                ground=AGAIN if lock.reason == WITHDRAWN else NEWER,
                signer=session.signer,
                author=session.author,
                at=session.now(),
            )
