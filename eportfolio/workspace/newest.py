"""Which card of somebody counts today: each card names the one before it."""

from __future__ import annotations

from collections.abc import Collection

from eportfolio import cards
from eportfolio.cards import Card
from eportfolio.errors import NotPermitted
from eportfolio.workspace.session import Session


def newest_card(
    session: Session, thumbprint: str, states: Collection[str] = (cards.KNOWN,)
) -> Card:
    """The newest card that a person compared and that follows this one. It must be in one of these
    `states`; cards that endorse each other in a circle lead nowhere.

    Raises:
        NotPermitted: `unknown-recipient`: there is none that may be trusted.
    """
    today = session.now().date()
    contact = session.register.find_contact(thumbprint, today)
    if contact is None:
        raise NotPermitted("unknown-recipient")
    contacts = session.register.contacts(today)
    seen: set[str] = set()
    while contact.state != cards.REVOKED:
        card = contact.card
        seen.add(card.thumbprint)
        following = [
            one
            for one in contacts
            if one.card.thumbprint not in seen
            if one.card.endorsed_by(card.key) and one.state not in (cards.UNKNOWN, cards.REVOKED)
        ]
        if not following:
            break
        contact = following[-1]
    if contact.state not in states or not contact.pinned:
        raise NotPermitted("unknown-recipient", f"recipient-{contact.state}")
    return contact.card
