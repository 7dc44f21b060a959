"""The package inside a bundle: BagIt 1.0 (RFC 8493) with SHA-256, and where everything lies.

Invariants:
- Only paths of docs/formats/bundle.md exist; each payload file is in the manifest, each tag file
  but the signature over it in the tag manifest.
- A manifest is a set of lines of a fixed shape; nothing in it is interpreted.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from eportfolio.errors import NotAuthentic

BAGIT = "bagit.txt"
INFO = "bag-info.txt"
MANIFEST = "manifest-sha256.txt"
TAGMANIFEST = "tagmanifest-sha256.txt"
SIGNATURE = "bundle.jws"
TAG_FILES = (BAGIT, INFO, MANIFEST, TAGMANIFEST, SIGNATURE)

REVISIONS = "data/revisions.sdjwt"
STATE = "data/portfolio.json"
README = "data/LEESMIJ.txt"
CONSENT = "data/consent/"
KEYS = "data/keys/"
SCHEMA = "data/schema/"
FILES = "data/files/"

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

_HEX = r"[0-9a-f]{64}"
_STREAMED = re.compile(rf"^(data/files/|data/consent/){_HEX}$")
_PATHS = re.compile(
    r"^(bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt|bundle\.jws"
    r"|data/revisions\.sdjwt|data/portfolio\.json|data/LEESMIJ\.txt"
    rf"|data/consent/{_HEX}(\.jws)?|data/files/{_HEX}"
    r"|data/keys/[A-Za-z0-9_-]{43}\.(card|jwk)|data/schema/[a-z_]{1,40}\.json)$"
)
_LINE = re.compile(rf"^({_HEX})  ([\x21-\x7e]+)$")


def folder(bundle: str) -> str:
    """The one folder in the archive."""
    return f"bundle-{bundle}/"


def is_streamed(path: str) -> bool:
    """Whether a member may be large and is never held in memory."""
    return bool(_STREAMED.match(path))


def require_path(path: str) -> None:
    """Refuse a member that has no place in a bundle.

    Raises:
        NotAuthentic: it is not one of ours.
    """
    if not _PATHS.match(path):
        raise NotAuthentic("not-authentic", "member-extra")


def manifest(hashes: Mapping[str, str]) -> bytes:
    """Manifest lines, sorted by path."""
    return "".join(f"{hashes[path]}  {path}\n" for path in sorted(hashes)).encode()


def read_manifest(data: bytes) -> dict[str, str]:
    """Path to SHA-256.

    Raises:
        NotAuthentic: a line of another shape, or a path twice.
    """
    try:
        lines = data.decode("ascii").split("\n")
    except UnicodeDecodeError as error:
        raise NotAuthentic("not-authentic", "manifest") from error
    if lines.pop() != "":
        raise NotAuthentic("not-authentic", "manifest")
    hashes: dict[str, str] = {}
    for line in lines:
        match = _LINE.match(line)
        if match is None or match[2] in hashes:
            raise NotAuthentic("not-authentic", "manifest")
        hashes[match[2]] = match[1]
    return hashes


def info(bundle: str, on: date, octets: int, files: int) -> bytes:
    """`bag-info.txt`; it names no person."""
    return (
        f"Bag-Software-Agent: eportfolio\nBagging-Date: {on.isoformat()}\n"
        f"External-Identifier: {bundle}\nPayload-Oxum: {octets}.{files}\n"
    ).encode()


def require_complete(hashes: Mapping[str, str], kept: Mapping[str, bytes]) -> None:
    """Step 3 of docs/formats/bundle.md: what was listed is what came.

    `hashes` holds the SHA-256 of every member read, `kept` the bytes of the small ones.

    Raises:
        NotAuthentic: a member missing, extra or changed.
    """
    for path in (*TAG_FILES, REVISIONS, STATE, README):
        if path not in kept:
            raise NotAuthentic("not-authentic", "member-missing")
    if kept[BAGIT] != DECLARATION:
        raise NotAuthentic("not-authentic", "manifest")
    payload = {path for path in hashes if path.startswith("data/")}
    _require_same(read_manifest(kept[MANIFEST]), payload, hashes)
    tags = {path for path in hashes if not path.startswith("data/")} - {SIGNATURE, TAGMANIFEST}
    _require_same(read_manifest(kept[TAGMANIFEST]), tags, hashes)


def _require_same(listed: Mapping[str, str], present: set[str], hashes: Mapping[str, str]) -> None:
    if set(listed) - present:
        raise NotAuthentic("not-authentic", "member-missing")
    if present - set(listed):
        raise NotAuthentic("not-authentic", "member-extra")
    if any(hashes[path] != sha for path, sha in listed.items()):
        raise NotAuthentic("not-authentic", "member-changed")
