"""Use cases of a handover: preview, make, look into, take in, close."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path

from eportfolio import cards, records, signing
from eportfolio import consent as rules
from eportfolio.bundle import claims as bundle_claims
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle import totals
from eportfolio.bundle.export import Parcel, prepare, write_bundle
from eportfolio.bundle.receipt import Receipt
from eportfolio.bundle.receive import (
    NEW,
    SAME,
    Answers,
    Choices,
    Relation,
    relate,
    require_answers,
    require_importable,
    store,
)
from eportfolio.bundle.verify import VerifiedBundle, verify
from eportfolio.cards import Card
from eportfolio.consent import CONSENT_TYP, EVENT_TYP, Permission
from eportfolio.crypto import age_encrypt, digest, random_bytes
from eportfolio.errors import NotAuthentic, NotPermitted, StorageFault
from eportfolio.ledger import Statement
from eportfolio.portfolio import Current, Portfolio
from eportfolio.progress import Progress, silent
from eportfolio.records import RecordId
from eportfolio.register import CLOSED, BundleRow
from eportfolio.store import flush, new_file, remove_parts
from eportfolio.workspace.answers import answers_left_behind
from eportfolio.workspace.clockwork import outlook
from eportfolio.workspace.consents import find, read_all
from eportfolio.workspace.results import (
    Closed,
    Inspection,
    Preview,
    PreviewLine,
    Proof,
    ProofLine,
    Received,
    Sent,
)
from eportfolio.workspace.session import CLOSING_TYP, Session

HANDOVER = "handover"
SUFFIX = ".eportfolio"
WHOLE = "bundle"  # the difference when nothing of a receipt fits


class Handovers:
    """Giving and receiving."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def preview(self, pid: str, consent: str, to: str) -> Preview:
        """What would go and what would stay, by the same gate that makes the bundle.

        Raises:
            NotPermitted: nothing may go under this consent.
        """
        with self._session.portfolio(pid) as portfolio:
            permission = self._permission(portfolio, consent, to, self._session.now())
            parcel = prepare(portfolio, portfolio.journal.chain(), permission)
            return _preview(portfolio, parcel)

    def create(
        self, pid: str, consent: str, to: str, out: Path, progress: Progress = silent
    ) -> Sent:
        """Make a bundle for one recipient. `out` may be a folder: then the name is random.

        Raises:
            NotPermitted: no consent that covers it, or it was used; or the recipient's card is
                not pinned.
            StorageFault: no room, or the file exists.
        """
        session = self._session
        session.require_no_notice()
        at = session.now()
        with session.portfolio(pid) as portfolio:
            permission = self._permission(portfolio, consent, to, at)
            recipient = self._require_known(to)
            parcel = prepare(portfolio, portfolio.journal.chain(), permission)
            _require_unused(portfolio, permission, parcel, session.own)
            path = _out(out)
            with new_file(path, replace=False) as file, portfolio.transaction():
                made = write_bundle(
                    portfolio,
                    parcel,
                    _licence(portfolio, permission.consent.hash),
                    signer=session.signer,
                    recipient=recipient,
                    own_cards=[one.card for one in session.vault.identities],
                    at=at,
                    out=file,
                    progress=progress,
                )
                portfolio.ledger.add(made.signature, bundle_claims.TYP)
                session.register.put_bundle(
                    BundleRow(
                        id=made.claims.id,
                        portfolio=pid,
                        direction="sent",
                        other=recipient.thumbprint,
                        consent=permission.consent.hash,
                        made=at.isoformat(),
                        sha256=made.sha256,
                        state="made",
                        digests=(*sorted(made.claims.items), *_file_names(parcel)),
                    )
                )
            session.saved(portfolio, ())
            return Sent(
                bundle=made.claims.id,
                file=path,
                records=len(parcel.current),
                documents=len(parcel.attachments),
                withheld=len(made.claims.withheld),
                later=len(made.claims.later),
                size=made.claims.size,
                head=made.claims.head,
            )

    def _permission(self, portfolio: Portfolio, consent: str, to: str, at: datetime) -> Permission:
        consents, events = read_all(portfolio)
        own = [one for one in consents if one.signer in self._session.own]
        found = find(own, consent)
        if found is None:
            raise NotPermitted("consent-missing")
        if self._session.register.is_withdrawn(found.hash):  # also when the clock was set back
            raise NotPermitted("consent-withdrawn")
        chain = portfolio.journal.chain()
        return rules.require(
            found.hash,
            own,
            events,
            pid=portfolio.pid,
            recipient=to,
            purpose=found.purpose,
            at=at,
            versions=portfolio.journal.versions(chain),
            ancestors={found.head: chain.ancestors(found.head)},
        )

    def _require_known(self, thumbprint: str) -> Card:
        contact = self._session.register.find_contact(thumbprint, self._session.now().date())
        if contact is None:
            raise NotPermitted("unknown-recipient")
        if contact.state != cards.KNOWN:
            raise NotPermitted("unknown-recipient", f"recipient-{contact.state}")
        return contact.card

    def inspect(self, path: Path, progress: Progress = silent) -> Inspection:
        """Verify a bundle and compare it with what is here; nothing is written.

        Raises:
            NotAuthentic, NotPermitted, Unsupported: why it is refused.
        """
        bundle = self._verified(path, progress)
        known = self._session.register.find_row(bundle.claims.pid)
        if known is None:
            return Inspection(bundle, relate(bundle, None, ()))
        with self._session.portfolio(bundle.claims.pid) as portfolio:
            return Inspection(bundle, self._relation(bundle, portfolio))

    def _relation(self, bundle: VerifiedBundle, portfolio: Portfolio) -> Relation:
        received = [
            bundle_claims.read_claims(one.payload())
            for one in portfolio.ledger.of(bundle_claims.TYP)
            if one.kid not in self._session.own
        ]
        return relate(bundle, portfolio, received)

    def _verified(self, path: Path, progress: Progress) -> VerifiedBundle:
        session = self._session
        at = session.now()
        bundle = verify(
            path,
            identities=[(one.card.thumbprint, one.age) for one in session.vault.identities],
            find_contact=lambda name: session.register.find_contact(name, at.date()),
            at=at,
            progress=progress,
        )
        if session.register.is_withdrawn(bundle.consent.hash):
            raise NotPermitted("consent-withdrawn", "consent-known-withdrawn")
        if session.register.erased() & bundle.claims.items:
            raise NotPermitted("items-erased")
        return bundle

    def receive(
        self,
        path: Path,
        *,
        answers: Answers,
        choices: Choices | None = None,
        receipt: Path | None = None,
        progress: Progress = silent,
    ) -> Received:
        """Verify a bundle, take it in with an answer to every open agreement, sign a receipt.

        Raises:
            NotAuthentic, NotPermitted, Unsupported, Conflict: why it is refused; nothing changed.
        """
        if receipt is not None and receipt.absolute() == path.absolute():
            raise StorageFault("storage-fault", "exists")
        inspection = self.inspect(path, progress)
        bundle, relation = inspection.bundle, inspection.relation
        require_importable(relation, merge=choices is not None)
        session = self._session
        if relation.name != SAME and session.now().date() > bundle.claims.not_after:
            raise NotPermitted("consent-expired", "bundle-expired")
        if relation.name != SAME:
            require_answers(bundle, answers)
        with ExitStack() as stack:
            out = stack.enter_context(new_file(receipt)) if receipt else None
            if relation.name == NEW:
                portfolio = stack.enter_context(session.new_portfolio(bundle.claims.pid))
            else:
                portfolio = stack.enter_context(session.portfolio(bundle.claims.pid))
            with portfolio.transaction():
                if relation.name != SAME:
                    self._store(bundle, portfolio, relation, answers, choices, progress)
                signed = _own_receipt(portfolio, bundle) or self._sign_receipt(
                    portfolio, bundle, answers
                )
                if out:  # on the disk before the import is: no room means nothing happened
                    out.write(age_encrypt(signed, bundle.sender.recipient))
                    flush(out)
            with suppress(StorageFault):  # as in `Session.saved`
                session.register.put_bundle(_received_row(bundle))
            if relation.name != NEW:
                session.saved(portfolio, None)
            now = session.now()
            found = outlook(portfolio, session.own, now, now.date()).findings
        claims = bundle.claims
        return Received(
            portfolio=claims.pid,
            relation=relation.name,
            records=len(bundle.current),
            documents=len(bundle.attachments),
            withheld=len(claims.withheld),
            later=len(claims.later),
            erased=len(claims.erased),
            open_agreements=tuple(one.id for one in bundle.open_agreements),
            receipt=receipt,
            hours=totals.compare(claims.hours, bundle.current),
            findings=found,
        )

    def _store(
        self,
        bundle: VerifiedBundle,
        portfolio: Portfolio,
        relation: Relation,
        answers: Answers,
        choices: Choices | None,
        progress: Progress,
    ) -> None:
        session = self._session
        store(
            bundle,
            portfolio,
            relation,
            identities=[one.age for one in session.vault.identities],
            signer=session.signer,
            author=session.author,
            at=session.now(),
            answers=answers,
            choices=choices or Choices(),
            progress=progress,
        )
        portfolio.keep_author(session.signer.public, session.vault.identity.card.raw)

    def _sign_receipt(
        self, portfolio: Portfolio, bundle: VerifiedBundle, answers: Answers
    ) -> bytes:
        """Sign what is really here now, read back from the file, with the key it was sent to."""
        here = portfolio.journal.texts()
        signed = receipts.payload(
            bundle.claims,
            bundle.sha256,
            arrived={
                one: here.get(one, (None, None))[0] == bundle.texts[one]
                for one in sorted(bundle.claims.items)
            },
            files={sha: portfolio.has_attachment(sha) for sha in sorted(bundle.attachments)},
            at=self._session.now(),
            synthesis=answers.synthesis if bundle.consent.answer_back else None,
        )
        (signer,) = (
            one.signer
            for one in self._session.vault.identities
            if one.card.thumbprint == bundle.claims.aud
        )
        jws = signer.sign(signing.dump_json(signed), receipts.TYP)
        portfolio.ledger.add(jws, receipts.TYP)
        return jws

    def close(self, path: Path, answers: Answers) -> Closed:
        """Read a receipt; close the dossier when it proves that everything arrived.

        Raises:
            NotAuthentic: no receipt for us, of a bundle we made, by its recipient.
            NotPermitted: open agreements that did not travel, or changes made after the bundle.
        """
        row, receipt, _ = self._receipt(path)
        with self._session.portfolio(row.portfolio) as portfolio:
            return self._close(portfolio, row, receipt, answers)

    def look_at_receipt(self, path: Path) -> Proof:
        """What a receipt proves, record by record; nothing is written.

        Raises:
            NotAuthentic: no receipt for us, of a bundle we made, by its recipient.
        """
        row, receipt, card = self._receipt(path)
        with self._session.portfolio(row.portfolio) as portfolio:
            sent, different = _compared(portfolio, row, receipt)
            is_closed = self._session.status(portfolio) == CLOSED
            asked = sent.purpose == HANDOVER and not is_closed
            left = _left_behind(portfolio, sent.items) if asked else []
            return Proof(
                portfolio=portfolio.pid,
                bundle=row.id,
                purpose=sent.purpose,
                by=card.name,
                organisation=card.organisation,
                at=receipt.at,
                lines=_proof_lines(portfolio, sent.items, frozenset(different)),
                files=len(set(row.digests) - sent.items),
                files_missing=len(set(different) - sent.items - {WHOLE}),
                complete=not different,
                synthesis=receipt.synthesis,
                unanswered=tuple(left),
                newer=portfolio.size - sent.size if asked else 0,
                is_closed=is_closed,
            )

    def _receipt(self, path: Path) -> tuple[BundleRow, Receipt, Card]:
        session = self._session
        jws = receipts.read_file(path, [one.age for one in session.vault.identities])
        row = session.register.find_bundle(receipts.claimed_bundle(jws))
        if row is None:
            raise NotAuthentic("not-authentic", "receipt-unknown")
        contact = session.register.find_contact(row.other, session.now().date())
        if contact is None:
            raise NotAuthentic("unknown-sender")
        if contact.state == cards.REVOKED:
            raise NotAuthentic("unknown-sender", "sender-revoked")
        receipt = receipts.read_receipt(jws, contact.card.key)
        return row, receipt, contact.card

    def _close(
        self, portfolio: Portfolio, row: BundleRow, receipt: Receipt, answers: Answers
    ) -> Closed:
        session = self._session
        sent, different = _compared(portfolio, row, receipt)
        closing = not different and sent.purpose == HANDOVER
        already = session.status(portfolio) == CLOSED
        with portfolio.transaction():
            if closing and not already:
                self._sign_closing(portfolio, sent, receipt, answers)
            portfolio.ledger.add(receipt.jws, receipts.TYP)
        if not different:
            session.register.set_bundle_state(row.id, "receipted")
        session.saved(portfolio, ())
        return Closed(
            row.id, not different, closing or already, tuple(different), receipt.synthesis
        )

    def _sign_closing(
        self,
        portfolio: Portfolio,
        sent: bundle_claims.Claims,
        receipt: Receipt,
        answers: Answers,
    ) -> None:
        """The sender's last word: statements beside the chain, so that nothing forks."""
        if portfolio.head != sent.head:
            raise NotPermitted("newer-changes", count=portfolio.size - sent.size)
        left = _left_behind(portfolio, sent.items)
        given = answers_left_behind(left, answers)
        payload = {
            "v": 1,
            "bundle": sent.id,
            "receipt": digest(receipt.jws),
            "head": portfolio.head,
            "at": self._session.now().isoformat(),
            "by": self._session.author.json(),
            "agreements": given,
            "ledger": portfolio.ledger.tip()[1],
        }
        portfolio.ledger.sign(payload, CLOSING_TYP, self._session.signer)


def _preview(portfolio: Portfolio, parcel: Parcel) -> Preview:
    going: dict[RecordId, int] = {}
    for version in parcel.versions:
        going[version.record] = going.get(version.record, 0) + (version.part == "")
    why: dict[RecordId, str] = {}
    for version in portfolio.journal.versions(parcel.chain):
        if version.digest in parcel.permission.reasons and version.part == "":
            why[version.record] = parcel.permission.reasons[version.digest]
    current = portfolio.records()
    return Preview(
        lines=tuple(
            PreviewLine(
                one.id,
                one.kind,
                records.headline(one.kind, one.body),
                going.get(one.id, 0),
                None if one.id in going else why.get(one.id),
            )
            for one in current
        ),
        documents=len(parcel.attachments),
        bytes=sum(parcel.attachments.values()),
        withheld=sum(fate == "withheld" for fate in parcel.fates.values()),
        later=sum(fate == "later" for fate in parcel.fates.values()),
        open_agreements=tuple(one.id for one in parcel.current if one.is_open_agreement),
        left_behind=tuple(one.id for one in _left_behind(portfolio, frozenset(parcel.texts))),
    )


def _out(out: Path) -> Path:
    if not out.is_dir():
        return out
    remove_parts(out, f"*{SUFFIX}")
    return out / f"{random_bytes(8).hex()}{SUFFIX}"


def _file_names(parcel: Parcel) -> Sequence[str]:
    return sorted(parcel.attachments)


def _licence(portfolio: Portfolio, consent: str) -> list[Statement]:
    """The consent that licenses a bundle and its events; no other consent."""
    return [
        one
        for one in portfolio.ledger.of(CONSENT_TYP, EVENT_TYP)
        if one.hash == consent or one.payload().get("consent") == consent
    ]


def _require_unused(
    portfolio: Portfolio, permission: Permission, parcel: Parcel, own: frozenset[str]
) -> None:
    """A consent for one bundle: the same content may go again until its receipt is there."""
    if not permission.consent.one_bundle:
        return
    receipted = {
        receipt["bundle"]
        for receipt in (one.payload() for one in portfolio.ledger.of(receipts.TYP))
        if receipts.is_complete(receipt)
    }
    for one in portfolio.ledger.of(bundle_claims.TYP):
        earlier = bundle_claims.read_claims(one.payload())
        if earlier.consent != permission.consent.hash or one.kid not in own:
            continue
        if earlier.id in receipted or earlier.items != frozenset(parcel.texts):
            raise NotPermitted("consent-used")


def _sent_claims(portfolio: Portfolio, bundle: str) -> bundle_claims.Claims:
    for one in portfolio.ledger.of(bundle_claims.TYP):
        claims = bundle_claims.read_claims(one.payload())
        if claims.id == bundle:
            return claims
    raise NotAuthentic("not-authentic", "receipt-unknown")


def _compared(
    portfolio: Portfolio, row: BundleRow, receipt: Receipt
) -> tuple[bundle_claims.Claims, list[str]]:
    """What was sent, and what of it the receipt does not prove."""
    sent = _sent_claims(portfolio, row.id)
    consents, _ = read_all(portfolio)
    licence = find(consents, sent.consent)
    prose_allowed = licence is not None and licence.answer_back
    if receipt.pid != sent.pid or (receipt.synthesis is not None and not prose_allowed):
        raise NotAuthentic("not-authentic", "receipt")
    different = receipts.differences(
        receipt,
        sha256=row.sha256,
        head=sent.head,
        items=sorted(sent.items),
        files=[one for one in row.digests if one not in sent.items],
    )
    return sent, different


def _proof_lines(
    portfolio: Portfolio, items: frozenset[str], different: frozenset[str]
) -> tuple[ProofLine, ...]:
    sent: dict[RecordId, set[str]] = {}
    for version in portfolio.versions():
        if version.digest in items:
            sent.setdefault(version.record, set()).add(version.digest)
    lost = different if WHOLE not in different else items
    return tuple(
        ProofLine(one.id, one.kind, records.headline(one.kind, one.body), not sent[one.id] & lost)
        for one in portfolio.records()
        if one.id in sent
    )


def _left_behind(portfolio: Portfolio, items: frozenset[str]) -> list[Current]:
    """Open agreements whose present version did not travel."""
    travelled = {
        (version.record, version.seq)
        for version in portfolio.versions()
        if version.part == "" and version.digest in items
    }
    return [one for one in portfolio.open_agreements() if (one.id, one.seq) not in travelled]


def _own_receipt(portfolio: Portfolio, bundle: VerifiedBundle) -> bytes | None:
    """The receipt signed before for this very file, to be sent again."""
    for one in reversed(portfolio.ledger.of(receipts.TYP)):
        signed = one.payload()
        if (signed["bundle"], signed["sha256"]) == (bundle.claims.id, bundle.sha256):
            return one.jws.encode()
    return None


def _received_row(bundle: VerifiedBundle) -> BundleRow:
    return BundleRow(
        id=bundle.sha256,
        portfolio=bundle.claims.pid,
        direction="received",
        other=bundle.sender.thumbprint,
        consent=bundle.consent.hash,
        made=bundle.claims.made.isoformat(),
        sha256=bundle.sha256,
        state="imported",
        digests=tuple(sorted(bundle.claims.items)),
    )
