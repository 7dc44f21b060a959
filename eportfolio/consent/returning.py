"""The gate for what comes back from a cover (docs/formats/consent.md, coming back)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from eportfolio.consent.decisions import COVER, Consent, Event, require_in_force
from eportfolio.consent.gate import SCOPE, Permission, Version, permit
from eportfolio.consent.groups import EVERYTHING, load_groups, resolve
from eportfolio.errors import NotPermitted
from eportfolio.records import RecordId


def require_return(
    consent_hash: str,
    consents: Sequence[Consent],
    events: Sequence[Event],
    *,
    pid: str,
    sender: Collection[str],
    recipient: Collection[str],
    at: datetime,
    versions: Sequence[Version],
    known: Collection[RecordId],
    locked: Collection[RecordId] = (),
    now: datetime | None = None,
) -> Permission:
    """What may go back to the one who gave a cover, under the consent of that cover.

    `sender`, `recipient`: the cards of either side, earlier ones too. `versions`: what was made
    after the cover; `known`: the records that came with it; `locked`: as in `require`; `now`: as
    in `find_state`.

    Raises:
        NotPermitted: no consent for a cover between these two, one that is not in force or under
            which nothing comes back; or nothing was added that may.
    """
    named = {one.recipient for one in consents if one.hash == consent_hash} & set(sender)
    consent = require_in_force(
        consent_hash,
        consents,
        events,
        pid=pid,
        recipient="".join(named),
        purpose=COVER,
        at=at,
        now=now,
    )
    if consent.signer not in recipient:
        raise NotPermitted("consent-recipient")
    if not consent.answer_back:
        raise NotPermitted("consent-scope", "no-answer-back")
    permission = permit_return(consent, versions, sender, known, locked)
    if not permission.digests:
        raise NotPermitted("consent-scope", "nothing-covered")
    return permission


def permit_return(
    consent: Consent,
    versions: Sequence[Version],
    sender: Collection[str],
    known: Collection[RecordId],
    locked: Collection[RecordId] = (),
) -> Permission:
    """Judge what was made after a cover: records that the sender added, of any group; of a special
    one by its own yes. The groups of the consent say what went out; what was added belongs to the
    dossier it was made for."""
    kept = {
        one.record
        for one in versions
        if one.record in known or (one.part == "" and one.by.get("card") not in sender)
    }
    groups = load_groups()
    special = {entry.get("group") for entry in consent.scope if entry.get("special")}
    own_yes = [name for name, group in groups.items() if group.special and name in special]
    permission = permit(
        replace(consent, scope=tuple(resolve([EVERYTHING], own_yes, groups)), later_items=True),
        [one for one in versions if one.record not in kept],
        (),
        locked,
        known,
    )
    reasons = {one.digest: SCOPE for one in versions if one.record in kept}
    return replace(permission, consent=consent, reasons={**permission.reasons, **reasons})
