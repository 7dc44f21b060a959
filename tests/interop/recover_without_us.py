"""Open a vault without the program that made it, as docs/formats/vault.md describes.

    python recover_without_us.py VAULT RECOVERY-KEY-FILE OUT

Needs `age`, and from Python `cryptography` and `apsw-sqlite3mc` (any reader of SQLCipher 4 will
do). Imports nothing of the program. OUT gets keys.json, register.json, one JSON file per portfolio
and files/<sha256>: everything in the clear, so mind where it is.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import apsw
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_BYTES = 12


def open_recovery_file(vault: Path, key_file: Path) -> bytes:
    """The vault master key, from `recovery.age` and the printed key."""
    command = ["age", "-d", "-i", str(key_file), str(vault / "recovery.age")]
    return subprocess.run(command, check=True, capture_output=True).stdout


def derive(master: bytes, info: str) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt=None, info=info.encode()).derive(master)


def open_keys(vault: Path, master: bytes) -> dict[str, Any]:
    """Own identities and the key of every portfolio: nonce, then AES-256-GCM."""
    header = json.loads((vault / "vault.json").read_bytes())
    sealed = (vault / "keys.vmk").read_bytes()
    cipher = AESGCM(derive(master, "eportfolio keys 1"))
    associated = f"eportfolio keys 1 {header['id']}".encode()
    opened = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], associated)
    keys: dict[str, Any] = json.loads(opened)
    return keys


def open_database(path: Path, key: bytes) -> apsw.Connection:
    """A SQLCipher 4 file with a raw key and pages of 8192 bytes."""
    database = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
    database.execute("PRAGMA cipher='sqlcipher'")
    database.execute("PRAGMA legacy=4")
    database.execute("PRAGMA legacy_page_size=8192")
    database.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
    return database


def read_register(database: apsw.Connection) -> dict[str, Any]:
    caseload = database.execute("SELECT portfolio, name, head, size FROM caseload").fetchall()
    contacts = database.execute("SELECT thumbprint, card, state FROM contacts").fetchall()
    return {"caseload": caseload, "contacts": contacts}


def read_portfolio(database: apsw.Connection) -> dict[str, Any]:
    records = database.execute("SELECT id, kind, status, body, x FROM records ORDER BY kind, id")
    statements = database.execute("SELECT typ, jws FROM statements ORDER BY n")
    revisions = database.execute("SELECT hash, jws FROM revisions ORDER BY seq, hash")
    return {
        "records": [
            {
                "id": record,
                "kind": kind,
                "status": status,
                "body": json.loads(body),
                "x": None if x is None else json.loads(x),
            }
            for record, kind, status, body, x in records
        ],
        "statements": statements.fetchall(),
        "revisions": revisions.fetchall(),
    }


def write_attachments(database: apsw.Connection, folder: Path) -> None:
    """Every attachment under its SHA-256, piece by piece, checked while it is written."""
    chunks = "SELECT data FROM chunks WHERE attachment = ? ORDER BY n"
    for number, sha256, size in database.execute("SELECT id, sha256, size FROM attachments"):
        hasher = hashlib.sha256()
        with (folder / sha256).open("wb") as file:
            for (data,) in database.execute(chunks, (number,)):
                hasher.update(data)
                file.write(data)
        if (hasher.hexdigest(), (folder / sha256).stat().st_size) != (sha256, size):
            sys.exit(f"attachment {sha256} is damaged")


def recover(vault: Path, key_file: Path, out: Path) -> None:
    (out / "files").mkdir(parents=True)
    master = open_recovery_file(vault, key_file)
    keys = open_keys(vault, master)
    (out / "keys.json").write_text(json.dumps(keys), encoding="utf-8")
    register = open_database(vault / "register.db", derive(master, "eportfolio register 1"))
    (out / "register.json").write_text(json.dumps(read_register(register)), encoding="utf-8")
    for pid, key in keys["portfolios"].items():
        database = open_database(vault / "portfolios" / f"{pid}.db", bytes.fromhex(key))
        (out / f"{pid}.json").write_text(json.dumps(read_portfolio(database)), encoding="utf-8")
        write_attachments(database, out / "files")


if __name__ == "__main__":
    recover(*map(Path, sys.argv[1:4]))
