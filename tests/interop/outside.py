"""Everyday tools and public rules, applied without the program: age, tar, node, JWS, RFC 6962."""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NODE = Path(__file__).parent / "node"


@dataclass(frozen=True)
class Opened:
    """A vault, opened with its printed recovery key and nothing of ours."""

    vault: Path
    recovery_key: Path
    out: Path
    age_key: Path

    def read(self, name: str) -> Any:
        return json.loads((self.out / f"{name}.json").read_bytes())


@dataclass(frozen=True)
class Bag:
    """A bundle, unpacked with age and tar."""

    folder: Path

    @property
    def signature(self) -> str:
        return (self.folder / "bundle.jws").read_text()

    @property
    def revisions(self) -> list[str]:
        return (self.folder / "data/revisions.sdjwt").read_text().splitlines()

    @property
    def statements(self) -> list[str]:
        return [file.read_text() for file in sorted((self.folder / "data/consent").glob("*.jws"))]

    @property
    def cards(self) -> list[str]:
        return [file.read_text() for file in sorted((self.folder / "data/keys").glob("*.card"))]

    @property
    def keys(self) -> dict[str, dict[str, str]]:
        """Public keys by the file name that they travel under."""
        folder = self.folder / "data/keys"
        bare = {file.stem: json.loads(file.read_bytes()) for file in folder.glob("*.jwk")}
        cards = {file.stem: payload(file.read_text())["key"] for file in folder.glob("*.card")}
        return bare | cards


@dataclass(frozen=True)
class World:
    """Giver handed a dossier to taker, who went on with it and hands it back."""

    folder: Path
    portfolio: str
    giver: Opened
    taker: Opened
    receipt: Path
    bags: dict[str, Bag]


def run(*command: str | Path, data: bytes | None = None, folder: Path | None = None) -> bytes:
    """What a program prints; its complaint when it fails."""
    words = [str(one) for one in command]
    done = subprocess.run(words, check=False, input=data, capture_output=True, cwd=folder)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return done.stdout


def age_decrypt(file: Path, key_file: Path) -> bytes:
    return run("age", "-d", "-i", key_file, file)


def unpack(bundle: Path, key_file: Path, into: Path) -> Path:
    """`age -d -i KEY BUNDLE | tar -x`; gives the one folder that came out."""
    into.mkdir()
    run("tar", "-x", "-C", into, data=age_decrypt(bundle, key_file))
    (folder,) = into.iterdir()
    return folder


def ask_node(script: str, questions: Sequence[Any]) -> list[Any]:
    answers: list[Any] = json.loads(run("node", NODE / script, data=json.dumps(questions).encode()))
    return answers


def decode(text: str) -> bytes:
    """base64url without padding."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read_json(text: str) -> Any:
    """JSON in base64url."""
    return json.loads(decode(text))


def header(jws: str) -> dict[str, Any]:
    found: dict[str, Any] = read_json(jws.split(".")[0])
    return found


def payload(jws: str) -> dict[str, Any]:
    """What a JWS or SD-JWT says; whether it is true is for the libraries to tell."""
    found: dict[str, Any] = read_json(jws.split(".")[1])
    return found


def altered(jws: str) -> str:
    """The same JWS with one more name in what was signed."""
    head, body, signature = jws.split("~")[0].split(".")
    changed = encode(decode(body).replace(b"{", b'{"a":1,', 1))
    return ".".join([head, changed, signature]) + jws[len(f"{head}.{body}.{signature}") :]


def thumbprint(jwk: dict[str, str]) -> str:
    """RFC 7638: SHA-256 over the required members, in alphabetical order, without spaces."""
    required = {name: jwk[name] for name in ("crv", "kty", "x")}
    return encode(sha256(json.dumps(required, separators=(",", ":")).encode()))


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """RFC 6962, section 2.1, by merging finished subtrees as a log does while it grows."""
    stack: list[tuple[int, bytes]] = []
    for leaf in leaves:
        stack.append((1, sha256(b"\x00" + leaf)))
        while len(stack) > 1 and stack[-1][0] == stack[-2][0]:
            _merge(stack)
    while len(stack) > 1:
        _merge(stack)
    return stack[0][1]


def _merge(stack: list[tuple[int, bytes]]) -> None:
    (right_size, right), (left_size, left) = stack.pop(), stack.pop()
    stack.append((left_size + right_size, sha256(b"\x01" + left + right)))
