"""Use cases on contact cards: one's own, and those of others."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path

from eportfolio import cards, crypto
from eportfolio.cards import Card, make_card, read_card, same_fingerprint
from eportfolio.errors import EportfolioError, InvalidRecord, NotAuthentic, StorageFault, WrongUsage
from eportfolio.register import Action, Contact
from eportfolio.signing import Signer
from eportfolio.store import new_file, read_small
from eportfolio.vault import Identity
from eportfolio.workspace.session import Session

NAME_LIMIT = 200  # characters


class Contacts:
    """Export, import, pin, rotate, revoke."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @property
    def own(self) -> Card:
        """One's own card of today."""
        return self._session.vault.identity.card

    def own_code(self) -> list[list[bool]]:
        """One's own card as a QR code, row by row; empty when it is too large for one."""
        from eportfolio.outputs import qr

        return qr.modules(self.own.raw.decode()) if len(self.own.raw) <= qr.LIMIT else []

    def all(self) -> list[Contact]:
        """Everybody whose card was read."""
        return self._session.register.contacts(self._session.now().date())

    def find(self, thumbprint: str) -> Contact | None:
        """One contact."""
        return self._session.register.find_contact(thumbprint, self._session.now().date())

    def export_own(self, path: Path) -> Card:
        """Write one's own card to a file, to give to others; only another card is overwritten."""
        with new_file(path, replace=_is_card(path)) as file:
            file.write(self.own.raw + b"\n")
        return self.own

    def look_at(self, path: Path) -> Contact:
        """Somebody's card and what is known of it; nothing is stored.

        Raises:
            NotAuthentic: no card, changed, or one's own.
        """
        card = read_card(_read(path))
        if card.thumbprint in self._session.own:
            raise NotAuthentic("not-authentic", "own-card")
        return self.find(card.thumbprint) or Contact(card, cards.UNKNOWN, pinned=False)

    def import_card(self, path: Path, fingerprint: str | None) -> Contact:
        """Read somebody's card; with the fingerprint they said it is pinned.

        Raises:
            NotAuthentic: no card, changed, another fingerprint, or one's own.
        """
        return self.import_bytes(_read(path), fingerprint)

    def import_bytes(self, raw: bytes, fingerprint: str | None) -> Contact:
        """The same, from the bytes of a card."""
        card = read_card(raw)
        now = self._session.now()
        if card.thumbprint in self._session.own:
            raise NotAuthentic("not-authentic", "own-card")
        if fingerprint is not None and not same_fingerprint(fingerprint, card.thumbprint):
            raise NotAuthentic("not-authentic", "wrong-fingerprint")
        known = self.find(card.thumbprint)
        if known is not None and fingerprint is None:
            return known  # what a person compared is not replaced by what merely arrived
        state = cards.UNKNOWN if fingerprint is None else cards.KNOWN
        with self._session.register.transaction():
            self._replace_earlier(card)
            self._session.register.put_contact(card, state, now)
        self._session.log(Action.CARD, card.thumbprint)
        found = self.find(card.thumbprint)
        return found or Contact(card, state, pinned=fingerprint is not None)

    def _replace_earlier(self, card: Card) -> None:
        """A rotated card, signed by the earlier key too, ends the earlier card."""
        earlier = self.find(card.previous) if card.previous else None
        if earlier and earlier.state != cards.REVOKED and card.endorsed_by(earlier.card.key):
            self._session.register.put_contact(earlier.card, cards.REPLACED, self._session.now())

    def rotate(self) -> Card:
        """New own keys and a card that the old key vouches for; old bundles still open."""
        before = self._session.vault.identity
        card = before.card
        identity = new_identity(
            name=card.name,
            role=card.role,
            organisation=card.organisation,
            on=self._session.now().date(),
            earlier=before.signer,
        )
        self._session.vault.add_identity(identity)
        with suppress(StorageFault):  # remembered at the next start
            self._session.register.remember_own_cards([identity.card.thumbprint])
        self._session.log(Action.ROTATE, identity.card.thumbprint)
        return identity.card

    def revoke(self, thumbprint: str) -> Contact:
        """Stop trusting somebody's key, from now on.

        Raises:
            WrongUsage: no such contact.
        """
        known = self.find(thumbprint)
        if known is None:
            raise WrongUsage("not-found", "no-such-contact")
        self._session.register.put_contact(known.card, cards.REVOKED, self._session.now())
        self._session.log(Action.REVOKE, thumbprint)
        return Contact(known.card, cards.REVOKED, pinned=False)


def new_identity(
    *, name: str, role: str, organisation: str, on: date, earlier: Signer | None = None
) -> Identity:
    """Fresh keys and their card.

    Raises:
        InvalidRecord: a name that is empty, too long, or more than one line.
    """
    for text in (name, role, organisation):
        if not text.strip() or not text.isprintable() or len(text) > NAME_LIMIT:
            raise InvalidRecord("invalid-record", "own-name")
    signer = Signer.generate()
    age = crypto.new_age_identity()
    card = make_card(
        signer,
        name=name,
        role=role,
        organisation=organisation,
        recipient=crypto.age_recipient(age),
        on=on,
        earlier=earlier,
    )
    return Identity(signer, age, card)


def _is_card(path: Path) -> bool:
    try:
        read_card(path.read_bytes()[: cards.SIZE_LIMIT + 1])
    except (OSError, EportfolioError):
        return False
    return True


def _read(path: Path) -> bytes:
    return read_small(path, cards.SIZE_LIMIT, NotAuthentic("not-authentic", "card"))
