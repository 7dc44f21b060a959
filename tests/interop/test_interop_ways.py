"""A vault that an organisation or a set of sheets opens, without the program: age and SLIP-39."""

from __future__ import annotations

import re
from pathlib import Path

import outside
import pytest
from builders import Templates, dossier
from pypdf import PdfReader
from recover_without_us import open_database, open_keys, read_portfolio
from shamir_mnemonic import combine_mnemonics

BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


@pytest.fixture
def vault(templates: Templates, tmp_path: Path) -> Path:
    """With a dossier, an organisation that made its own key, and three sheets of which two open."""
    two = templates.two(tmp_path)
    two.load(dossier())
    two.taker.close()
    outside.run("age-keygen", "-o", tmp_path / "organisatie.key")
    recipient = outside.run("age-keygen", "-y", tmp_path / "organisatie.key").decode().strip()
    two.giver.recovery.set_escrow(recipient, "Gemeente Voorbeeld")
    two.giver.recovery.make_shares(2, 3, tmp_path / "bladen")
    two.giver.close()
    return two.giver.path


def require_dossier(vault: Path, master: bytes) -> None:
    keys = open_keys(vault, master)
    ((pid, key),) = keys["portfolios"].items()
    database = open_database(vault / "portfolios" / f"{pid}.db", bytes.fromhex(key))
    wishes = [one for one in read_portfolio(database)["records"] if one["kind"] == "wens"]
    assert [one["body"]["eigen_woorden"] for one in wishes] == ["Ik wil kok worden"]


def test_organisation_opens_it_with_age_alone(vault: Path, tmp_path: Path) -> None:
    master = outside.age_decrypt(vault / "escrow.age", tmp_path / "organisatie.key")
    require_dossier(vault, master)


def test_sheets_open_it_with_a_slip_39_tool_and_age(vault: Path, tmp_path: Path) -> None:
    pages = sorted((tmp_path / "bladen").glob("*.pdf"))[1:]
    secret = combine_mnemonics([words_of(page) for page in pages])
    key = tmp_path / "sleutel.txt"
    key.write_text(by_hand(secret) + "\n")
    outside.run("age-keygen", "-y", key)
    require_dossier(vault, outside.age_decrypt(vault / "shares.age", key))


def words_of(page: Path) -> str:
    """As typed over by somebody: number, word."""
    text = PdfReader(page).pages[0].extract_text()
    found = re.findall(r"^\s*(\d{1,2})\s+([a-z]+)\s*$", text, re.MULTILINE)
    return " ".join(word for _, word in sorted((int(n), word) for n, word in found))


def by_hand(secret: bytes) -> str:
    """Bech32 as BIP-173 writes it down, with bits as text."""
    bits = "".join(f"{one:08b}" for one in secret)
    bits += "0" * (-len(bits) % 5)
    data = [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]
    prefix = b"age-secret-key-"
    values = [one >> 5 for one in prefix] + [0] + [one & 31 for one in prefix] + data + [0] * 6
    check = 1
    for value in values:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for at, one in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= one * (top >> at & 1)
    check ^= 1
    data += [check >> 5 * (5 - at) & 31 for at in range(6)]
    return (prefix.decode() + "1" + "".join(BECH32[one] for one in data)).upper()
