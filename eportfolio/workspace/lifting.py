"""Which locks a bundle ends: the client permits again, or the newer version is there.

Pure but for the file it reads (docs/formats/notice.md, locks).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from eportfolio import signing
from eportfolio.bundle.notice import AGAIN, NEWER, Notice
from eportfolio.bundle.verify import VerifiedBundle
from eportfolio.consent.decisions import aware
from eportfolio.portfolio import Portfolio, locking
from eportfolio.portfolio.locking import OUTDATED, WITHDRAWN, Lock, locks_of
from eportfolio.records import RecordId
from eportfolio.workspace.session import Session
from eportfolio.workspace.told import Facts


def newer_here(portfolio: Portfolio, notice: Notice) -> frozenset[RecordId]:
    """Records of which a later version is here than those a notice names."""
    return _newer(portfolio, notice.digests, ())


def _newer(
    portfolio: Portfolio, old: Collection[str], extra: Collection[tuple[RecordId, int, str]]
) -> frozenset[RecordId]:
    known = [(one.record, one.seq, one.digest) for one in portfolio.versions()]
    known += [one for one in extra if one not in known]
    last = {record: seq for record, seq, digest in sorted(known) if digest in old}
    return frozenset(
        record for record, seq, digest in known if digest not in old and seq > last.get(record, seq)
    )


def liftable(
    portfolio: Portfolio, own: Collection[str], bundle: VerifiedBundle
) -> Mapping[RecordId, tuple[Lock, ...]]:
    """The locks that this bundle ends, by record."""
    held = locks_of(portfolio)
    if not held:
        return {}
    notices = {one.hash: one for one in Facts(portfolio, own).taken_in}
    came = [(one.record, one.seq, one.digest) for one in bundle.versions]
    belongs = {one.digest: one.record for one in portfolio.versions()}
    belongs |= {digest: record for record, _, digest in came}
    there = {record for record, _, _ in came}
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
                is_over = lock.reason == OUTDATED and record in _newer(portfolio, asked, came)
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
