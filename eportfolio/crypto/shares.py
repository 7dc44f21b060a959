"""A secret divided over sheets of paper: SLIP-39, and the age key that it makes.

Owner of shamir_mnemonic, which is imported when somebody divides or combines. Its failures hold
words of a sheet: none of them is passed on. Choices: docs/formats/vault.md, shares.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eportfolio.crypto import KEY_BYTES, random_bytes
from eportfolio.errors import WrongPassphrase, WrongUsage

if TYPE_CHECKING:
    from shamir_mnemonic import Share

FEWEST, MOST = 2, 16
WORDS = 33
_ITERATION_EXPONENT = 1
_PREFIX = "age-secret-key-"
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


@dataclass(frozen=True)
class Sheets:
    """A secret in words. `set_id`: the identifier of SLIP-39 in five digits."""

    set_id: str
    threshold: int
    words: tuple[tuple[str, ...], ...]


def new_secret() -> bytes:
    """A fresh master secret: 32 random bytes."""
    return random_bytes(KEY_BYTES)


def divide(secret: bytes, threshold: int, count: int) -> Sheets:
    """The secret over `count` sheets, of which `threshold` are needed.

    Raises:
        WrongUsage: numbers that no set of sheets can have.
    """
    if not FEWEST <= threshold <= count <= MOST:
        raise WrongUsage("usage", "share-numbers", fewest=FEWEST, most=MOST)
    from shamir_mnemonic import Share, generate_mnemonics

    (texts,) = generate_mnemonics(
        1,
        [(threshold, count)],
        secret,
        extendable=True,
        iteration_exponent=_ITERATION_EXPONENT,
    )
    set_id = _set_id(Share.from_mnemonic(texts[0]))
    return Sheets(set_id, threshold, tuple(tuple(text.split()) for text in texts))


def combine(typed: Sequence[str]) -> bytes:
    """The secret from enough sheets of one set, typed over: case and white space do not matter.

    Raises:
        WrongPassphrase: too few, one that is damaged, the same one twice, sheets of two sets, or
            sheets that were not made here. `share` counts from 1 through what was given.
    """
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    shares: list[Share] = []
    for number, text in enumerate(typed, 1):
        share = _read(text, number)
        if shares and share.group_parameters() != shares[0].group_parameters():
            raise WrongPassphrase("wrong-passphrase", "shares-mixed", share=number)
        if share.index in {one.index for one in shares}:
            raise WrongPassphrase("wrong-passphrase", "share-repeated", share=number)
        shares.append(share)
    if not shares:
        raise WrongPassphrase("wrong-passphrase", "shares-too-few", needed=FEWEST, given=0)
    first = shares[0]
    if (first.group_count, first.iteration_exponent) != (1, _ITERATION_EXPONENT):
        raise WrongPassphrase("wrong-passphrase", "wrong-shares")
    if len(shares) < first.member_threshold:
        raise WrongPassphrase(
            "wrong-passphrase", "shares-too-few", needed=first.member_threshold, given=len(shares)
        )
    try:
        secret: bytes = combine_mnemonics(
            [one.mnemonic() for one in shares[: first.member_threshold]]
        )
    except MnemonicError:
        raise WrongPassphrase("wrong-passphrase", "wrong-shares") from None
    if len(secret) != KEY_BYTES:
        raise WrongPassphrase("wrong-passphrase", "wrong-shares")
    return secret


def _read(text: str, number: int) -> Share:
    from shamir_mnemonic import MnemonicError, Share

    try:
        return Share.from_mnemonic(" ".join(text.lower().split()))
    except MnemonicError:
        raise WrongPassphrase("wrong-passphrase", "share-damaged", share=number) from None


def _set_id(share: Share) -> str:
    return f"{share.identifier:05}"


def age_identity(secret: bytes) -> str:
    """32 bytes as an age X25519 identity: Bech32 (BIP-173), in capitals."""
    data = _five_bits(secret)
    spread = [ord(one) >> 5 for one in _PREFIX] + [0] + [ord(one) & 31 for one in _PREFIX]
    rest = _polymod([*spread, *data, *[0] * 6]) ^ 1
    data += [(rest >> 5 * (5 - place)) & 31 for place in range(6)]
    return f"{_PREFIX}1{''.join(_LETTERS[one] for one in data)}".upper()


def _five_bits(secret: bytes) -> list[int]:
    """The bits in fives, with zeros at the end."""
    size = len(secret) * 8
    padded = int.from_bytes(secret, "big") << -size % 5
    count = -(-size // 5)
    return [(padded >> 5 * (count - 1 - place)) & 31 for place in range(count)]


def _polymod(values: Sequence[int]) -> int:
    """The checksum of BIP-173."""
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for bit, one in enumerate(_GENERATOR):
            sum_ ^= one if (top >> bit) & 1 else 0
    return sum_
