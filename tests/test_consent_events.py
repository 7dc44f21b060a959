"""What ended by itself is signed too: whoever reads the ledger sees when and by what."""

from __future__ import annotations

from builders import Two, dossier

from eportfolio.consent import EVENT_TYP


def ended(two: Two, pid: str) -> list[tuple[str, str]]:
    """Events of the ledger, with the consent that each is about."""
    with two.giver._session.portfolio(pid) as portfolio:
        found = [one.payload() for one in portfolio.ledger.of(EVENT_TYP)]
    return [(one["event"], one["consent"]) for one in found]


def hashes(two: Two, pid: str) -> list[str]:
    return [one.consent.hash for one in two.giver.consents.all(pid)]


def test_newer_decision_signs_that_the_earlier_one_ended(two: Two) -> None:
    pid = two.load(dossier())
    two.consent(pid, groups=["identiteit"])
    two.clock.advance(days=1)
    two.consent(pid)
    assert ended(two, pid) == [("superseded", hashes(two, pid)[0])]


def test_consent_that_expired_is_signed_as_such_once_when_something_is_recorded(two: Two) -> None:
    pid = two.load(dossier())
    two.consent(pid, valid_until="2026-03-10")
    two.clock.advance(days=20)
    advice = two.consent(pid, purpose="advice")
    assert [one.state for one in two.giver.consents.all(pid)] == ["expired", "given"]
    two.giver.consents.withdraw(pid, advice, None)
    first, second = hashes(two, pid)
    assert ended(two, pid) == [("expired", first), ("withdrawn", second)]
