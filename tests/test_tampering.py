"""Any single bit, any cut, any addition: refused, and nothing is written.

A bundle is read with the receiver's keys and contacts as the workspace does it, but without a
vault to unlock for each of the thousands of readings.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from builders import files
from builders_bundles import READ_AT, VECTORS, Parts, disclosed, load_people, make_receiver, rebuild
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eportfolio.bundle import bag, letters
from eportfolio.bundle import receipt as receipts
from eportfolio.bundle.verify import verify
from eportfolio.cards import read_card
from eportfolio.crypto import digest
from eportfolio.errors import NotAuthentic
from eportfolio.progress import silent
from eportfolio.register import Contact
from eportfolio.workspace import Workspace

PEOPLE = load_people()
BUNDLE = (VECTORS / "bundles" / "good-small.eportfolio").read_bytes()
CARD = (VECTORS / "cards" / "good.card").read_bytes()
RECEIPT = (VECTORS / "receipts" / "good.receipt").read_bytes()
PIECE = 65536 + 16  # age encrypts 64 KiB at a time, each with its own tag


def quick(examples: int) -> settings:
    """A folder for each test is enough: every example writes the same file anew."""
    shared = [HealthCheck.function_scoped_fixture]
    return settings(max_examples=examples, deadline=None, suppress_health_check=shared)


def read_bundle(data: bytes, folder: Path) -> None:
    path = folder / "tampered.eportfolio"
    path.write_bytes(data)
    taker, giver = PEOPLE["taker"], Contact(PEOPLE["giver"].card, "known", pinned=True)
    verify(
        path,
        identities=[(taker.card.thumbprint, taker.age)],
        find_contact={giver.card.thumbprint: giver}.get,
        find_cover=lambda _pid, _bundle: None,
        at=READ_AT,
        progress=silent,
    )


def read_receipt(data: bytes, folder: Path) -> None:
    path = folder / "tampered.receipt"
    path.write_bytes(data)
    jws = letters.read_letter(path, [PEOPLE["giver"].age])
    letters.claimed(jws, "bundle")
    receipts.read_receipt(jws, PEOPLE["taker"].card.key)


def flipped(data: bytes, at: int, bit: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def places(data: bytes) -> st.SearchStrategy[int]:
    return st.integers(0, len(data) - 1)


def start(bundle: bytes) -> int:
    """Where the first piece begins: after the header, its MAC and a nonce."""
    return bundle.index(b"\n---") + len("\n--- ") + 43 + len("\n") + 16


def lengths(bundle: bytes, step: int) -> Iterator[int]:
    """In steps, and every length near the header, the ends of pieces and the end."""
    first = start(bundle)
    edges = [0, first - 16, *range(first, len(bundle), PIECE), len(bundle)]
    near = (range(edge - 24, edge + 24) for edge in edges)
    yield from sorted({*range(0, len(bundle), step), *chain(*near)} & {*range(len(bundle))})


def with_large_file() -> bytes:
    """A bundle of three pieces."""
    data = b"\x89PNG foto " * 14_000

    def change(parts: Parts) -> None:
        parts.files = {f"{bag.FILES}{digest(data)}": data}
        for line, old, name, value in parts.texts():
            if name.startswith("document/"):
                body = {**value["body"], "sha256": digest(data), "omvang": len(data)}
                parts.replace(line, old, disclosed(name, {**value, "body": body}))

    whole = (VECTORS / "bundles" / "good.eportfolio").read_bytes()
    return rebuild(whole, PEOPLE["taker"].age, PEOPLE["giver"], change)


def test_files_that_are_tampered_with_are_sound_before(tmp_path: Path) -> None:
    read_bundle(BUNDLE, tmp_path)
    read_receipt(RECEIPT, tmp_path)
    read_card(CARD)


BITS = st.integers(0, 7)


@quick(2_000)
@given(at=places(BUNDLE), bit=BITS)
@example(at=0, bit=0)
@example(at=len(BUNDLE) - 1, bit=7)
@example(at=start(BUNDLE), bit=0)
def test_any_flipped_bit_of_a_bundle_is_refused(at: int, bit: int, tmp_path: Path) -> None:
    with pytest.raises(NotAuthentic):
        read_bundle(flipped(BUNDLE, at, bit), tmp_path)


@quick(1_500)
@given(at=places(RECEIPT), bit=BITS)
@example(at=len(RECEIPT) - 1, bit=7)
def test_any_flipped_bit_of_a_receipt_is_refused(at: int, bit: int, tmp_path: Path) -> None:
    with pytest.raises(NotAuthentic):
        read_receipt(flipped(RECEIPT, at, bit), tmp_path)


def test_every_flipped_bit_of_a_card_is_refused() -> None:
    for at in range(len(CARD)):
        for bit in range(8):
            with pytest.raises(NotAuthentic):
                read_card(flipped(CARD, at, bit))


def test_bundle_cut_at_any_length_is_refused(tmp_path: Path) -> None:
    for length in lengths(BUNDLE, 97):
        with pytest.raises(NotAuthentic):
            read_bundle(BUNDLE[:length], tmp_path)


def test_bundle_of_several_pieces_cut_at_any_length_is_refused(tmp_path: Path) -> None:
    bundle = with_large_file()
    read_bundle(bundle, tmp_path)
    assert len(bundle) > start(bundle) + 2 * PIECE
    for length in lengths(bundle, 2_003):
        with pytest.raises(NotAuthentic):
            read_bundle(bundle[:length], tmp_path)


def test_receipt_cut_at_any_length_is_refused(tmp_path: Path) -> None:
    for length in range(len(RECEIPT)):
        with pytest.raises(NotAuthentic):
            read_receipt(RECEIPT[:length], tmp_path)


def test_card_cut_at_any_length_is_refused() -> None:
    for length in range(len(CARD)):
        with pytest.raises(NotAuthentic):
            read_card(CARD[:length])


TAILS = st.one_of(
    st.binary(min_size=1, max_size=64),
    st.sampled_from([b"\0", b"\n", bytes(512), bytes(65536), BUNDLE, RECEIPT]),
)


@quick(100)
@given(tail=TAILS)
def test_anything_after_a_bundle_or_a_receipt_is_refused(tail: bytes, tmp_path: Path) -> None:
    with pytest.raises(NotAuthentic):
        read_bundle(BUNDLE + tail, tmp_path)
    with pytest.raises(NotAuthentic):
        read_receipt(RECEIPT + tail, tmp_path)


@quick(100)
@given(tail=TAILS.filter(lambda tail: tail != b"\n"))
def test_anything_after_a_card_but_one_newline_is_refused(tail: bytes) -> None:
    with pytest.raises(NotAuthentic):
        read_card(CARD + tail)
    assert read_card(CARD + b"\n").raw == CARD


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    with make_receiver(tmp_path_factory.mktemp("tampering")) as workspace:
        yield workspace


@quick(40)
@given(at=places(BUNDLE), bit=BITS, cut=places(BUNDLE))
def test_tampered_bundle_leaves_the_vault_as_it_was(
    receiver: Workspace, at: int, bit: int, cut: int, tmp_path: Path
) -> None:
    before = files(receiver.path)
    for data in (flipped(BUNDLE, at, bit), BUNDLE[:cut], BUNDLE + b"x"):
        (tmp_path / "x").write_bytes(data)
        with pytest.raises(NotAuthentic):
            receiver.handovers.inspect(tmp_path / "x")
    assert files(receiver.path) == before
