"""Faults of the wrapping: age envelope, archive, manifests, signature over them, sender."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable

import pyrage
from builders_bundles import Archive, Change, Members, Parts, as_archive, read_archive
from vectors.faults import Fault, Faults, late, newer, unknown, unlike, untrue
from vectors.worlds import World

from eportfolio import signing
from eportfolio.bundle import bag, claims
from eportfolio.bundle.tarstream import member_header
from eportfolio.crypto import age_encrypt, digest
from eportfolio.signing import Signer

Block = Callable[[bytes], bytes]


def flipped(data: bytes, at: int, bit: int = 0) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1 << bit
    return bytes(changed)


def misspelt(jws: bytes) -> bytes:
    """One other character in the signature, still base64url."""
    return jws[:-20] + (b"B" if jws[-20:-19] == b"A" else b"A") + jws[-19:]


def _for_two(world: World) -> bytes:
    recipients = [
        pyrage.x25519.Recipient.from_str(world.people[name].card.recipient)
        for name in ("taker", "other")
    ]
    return bytes(pyrage.encrypt(_plain(world), recipients))


def _plain(world: World) -> bytes:
    return as_archive(read_archive(world.bundle, world.taker.age))


def _armored(world: World) -> bytes:
    recipient = pyrage.x25519.Recipient.from_str(world.taker.card.recipient)
    return bytes(pyrage.encrypt(_plain(world), [recipient], armored=True))


AGE: Faults = {
    "not-age": untrue("not-age", "a bare archive, not encrypted", _plain),
    "not-age-empty": untrue("not-age", "no bytes at all", lambda _: b""),
    "not-age-armored": untrue("not-age", "the text form of age, which we never write", _armored),
    "other-recipient": Fault(
        lambda world: age_encrypt(_plain(world), world.people["other"].card.recipient),
        "NotAuthentic",
        "wrong-recipient",
        None,
        "encrypted to somebody else",
    ),
    "passphrase": untrue(
        "age-passphrase",
        "encrypted with a passphrase (scrypt stanza)",
        lambda world: bytes(pyrage.passphrase.encrypt(_plain(world), "geheim")),
    ),
    "two-recipients": untrue("age-recipients", "somebody else can open it too", _for_two),
    "truncated-in-intro": untrue("truncated", "ends in its first line", lambda w: w.bundle[:9]),
    "truncated": untrue("truncated or damaged", "ends 40 bytes early", lambda w: w.bundle[:-40]),
    "truncated-by-one": untrue(
        "truncated or damaged", "ends one byte early", lambda w: w.bundle[:-1]
    ),
    "flipped-in-header": untrue(
        "damaged",
        "one bit of the age header",
        lambda w: flipped(w.bundle, w.bundle.index(b"\n---") + 8),
    ),
    "flipped-in-payload": untrue(
        "truncated or damaged", "one bit", lambda w: flipped(w.bundle, -2000)
    ),
    "trailing-byte": untrue(
        "truncated or damaged", "one byte after the end", lambda w: w.bundle + b"\0"
    ),
}


def _edited(edit: Callable[[Archive], bytes]) -> Change:
    return late(archive=edit)


def _with_header(path: str, block: Block) -> Change:
    """The archive with one header changed, its checksum made right again."""

    def archive(members: Archive) -> bytes:
        whole = as_archive(members)
        for name, data in members:
            if name.endswith(path):
                start = whole.index(member_header(name, len(data)))
        return whole[:start] + _summed(block(whole[start : start + 512])) + whole[start + 512 :]

    return _edited(archive)


def _summed(block: bytes) -> bytes:
    counted = block[:148] + b" " * 8 + block[156:]
    return counted[:148] + b"%06o\0 " % sum(counted) + counted[156:]


def _patch(start: int, value: bytes) -> Change:
    return _with_header(
        bag.README, lambda block: block[:start] + value + block[start + len(value) :]
    )


def _named(pattern: str) -> Change:
    """The text for people under another name. `{}` is its own name."""

    def archive(members: Archive) -> bytes:
        return as_archive(
            [
                (pattern.format(name) if name.endswith(bag.README) else name, data)
                for name, data in members
            ]
        )

    return _edited(archive)


def _plus(*extra: tuple[str, bytes], front: bytes = b"") -> Change:
    """More members at the end; `{}` in a name is the folder."""

    def archive(members: Archive) -> bytes:
        folder = members[0][0].partition("/")[0]
        return front + as_archive(
            [*members, *((name.replace("{}", folder), data) for name, data in extra)]
        )

    return _edited(archive)


def _kind(flag: bytes) -> Change:
    return _patch(156, flag)


def _special(flag: bytes) -> bytes:
    header = member_header("x", 10)
    return _summed(header[:156] + flag + header[157:]) + b"naam".ljust(512, b"\0")


def _without(path: str) -> Change:
    return _edited(lambda members: as_archive([m for m in members if not m[0].endswith(path)]))


def _padded(members: Archive) -> bytes:
    whole = as_archive(members)
    at = whole.index(b"Lees mij.\n") + 20
    return whole[:at] + b"x" + whole[at + 1 :]


ARCHIVE: Faults = {
    "member-absolute": unlike("member-name", "an absolute path", _named("/{}")),
    "member-parent": unlike("member-name", "a path with ..", _named("../{}")),
    "member-parent-inside": unlike("member-name", "a path with .. inside", _named("x/../{}")),
    "member-backslash": unlike("member-name", "a backslash", _named("x\\{}")),
    "member-drive": unlike("member-name", "a drive letter", _named("C:{}")),
    "member-reserved": unlike("member-name", "a name Windows keeps", _named("{}/nul.txt")),
    "member-dot-at-end": unlike("member-name", "Windows drops the last dot", _named("{}.")),
    "member-renamed": unlike("member-extra", "a member of another name", _named("{}.md")),
    "member-other-folder": unlike("member-extra", "outside the folder", _named("x{}")),
    "member-symlink": unlike("member-kind", "a symbolic link", _kind(b"2")),
    "member-hardlink": unlike("member-kind", "a hard link", _kind(b"1")),
    "member-device": unlike("member-kind", "a character device", _kind(b"3")),
    "member-fifo": unlike("member-kind", "a fifo", _kind(b"6")),
    "member-directory": unlike("member-kind", "a directory", _kind(b"5")),
    "member-sparse": unlike("member-kind", "a GNU sparse file", _kind(b"S")),
    "member-long-name": unlike("member-kind", "a GNU long name", _plus(front=_special(b"L"))),
    "member-pax": unlike("member-kind", "a pax header", _plus(front=_special(b"x"))),
    "member-too-large": unlike(
        "too-large", "says it has 65 MiB of history", _patch(124, b"%011o\0" % (65 * 1024**2))
    ),
    "member-size-binary": unlike(
        "member-header", "a size in base 256", _patch(124, b"\x80" + bytes(7) + b"\0\0\0\x0a")
    ),
    "member-twice": unlike(
        "member-twice", "a member twice", _plus((f"{{}}/{bag.README}", b"Lees mij.\n"))
    ),
    "member-case": unlike(
        "member-twice", "differs in case only", _plus(("{}/data/leesmij.txt", b"x"))
    ),
    "member-extra": unlike(
        "member-extra",
        "a file that no manifest lists",
        _plus((f"{{}}/{bag.FILES}{digest(b'x')}", b"x")),
    ),
    "member-missing": unlike(
        "member-missing", "a file that the manifest lists is not there", _without(bag.README)
    ),
    "signature-missing": unlike("member-missing", "no bundle.jws", _without("/bundle.jws")),
    "archive-trailing": unlike(
        "trailing-data",
        "bytes after the end of the archive",
        _edited(lambda m: as_archive(m) + b"x"),
    ),
    "archive-truncated": unlike(
        "truncated", "no end of the archive", _edited(lambda m: as_archive(m)[:-512])
    ),
    "member-padding": unlike("member-header", "bytes in the padding of a member", _edited(_padded)),
}


def _tag(path: str, data: bytes) -> Change:
    """A tag file of other content, after the signature."""
    return late(tags=lambda tags: tags.update({path: data}))


def _unsigned_info(tags: Members) -> None:
    tags[bag.INFO] += b"Contact-Name: X\n"
    hashes = {path: digest(tags[path]) for path in (bag.BAGIT, bag.INFO, bag.MANIFEST)}
    tags[bag.TAGMANIFEST] = bag.manifest(hashes)


def _changed_readme(members: Archive) -> bytes:
    return as_archive(
        [(name, b"Lees dit." if name.endswith(bag.README) else data) for name, data in members]
    )


MANIFESTS: Faults = {
    "member-changed": unlike(
        "member-changed", "bytes not in the manifest", _edited(_changed_readme)
    ),
    "tag-file-changed": unlike(
        "manifest", "bagit.txt says 0.97", _tag(bag.BAGIT, b"BagIt-Version: 0.97\n")
    ),
    "tagmanifest-not-signed": unlike(
        "member-changed", "a tag file changed, its manifest too", late(tags=_unsigned_info)
    ),
    "manifest-extra-line": unlike(
        "member-missing",
        "a line for a file that does not exist",
        late(manifest=lambda data: data + f"{'0' * 64}  data/schema/pip.json\n".encode()),
    ),
    "manifest-comment": unlike(
        "manifest", "a line of another shape", late(manifest=lambda data: data + b"# x\n")
    ),
    "manifest-line-twice": unlike(
        "manifest",
        "one file listed twice",
        late(manifest=lambda data: data + data.splitlines()[0] + b"\n"),
    ),
    "manifest-no-newline": unlike(
        "manifest", "the last line is not finished", late(manifest=lambda data: data[:-1])
    ),
}


def _signed(sign: Callable[[World, bytes], bytes]) -> Callable[[World], bytes]:
    return lambda world: world.rebuilt(late(sign=lambda data: sign(world, data)))


def envelope(header: dict[str, object], payload: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """A JWS made by hand."""
    first = signing.encode(json.dumps(header).encode())
    signed = f"{first}.{signing.encode(payload)}".encode()
    return signed + b"." + signing.encode(sign(signed)).encode()


def by_hand(signer: Signer, data: bytes, **header: object) -> bytes:
    full = {"alg": "EdDSA", "typ": claims.TYP, "kid": signer.thumbprint} | header
    return envelope(full, data, signer.sign_bytes)


def keyed(signer: Signer, data: bytes, typ: str = claims.TYP) -> bytes:
    """HS256 with the public key as its secret: the classic confusion."""
    public = signing.decode(signer.public.jwk["x"])
    header = {"alg": "HS256", "typ": typ, "kid": signer.thumbprint}
    return envelope(header, data, lambda text: hmac.new(public, text, hashlib.sha256).digest())


def unsigned(signer: Signer, data: bytes, typ: str = claims.TYP) -> bytes:
    header = {"alg": "none", "typ": typ, "kid": signer.thumbprint}
    return envelope(header, data, lambda _: b"")


def impostor(world: World, data: bytes, typ: str = claims.TYP) -> bytes:
    """The attacker's signature, with the attacker's key in the header."""
    stranger = world.people["stranger"].signer
    kid = world.giver.card.thumbprint
    header = {"alg": "EdDSA", "typ": typ, "kid": kid, "jwk": stranger.public.jwk}
    return envelope(header, data, stranger.sign_bytes)


def noncanonical(jws: bytes) -> bytes:
    """Other bits in the part of the last character that carries nothing."""
    alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return jws[:-1] + alphabet[alphabet.index(jws[-1:]) ^ 1 :][:1]


def twice(data: bytes) -> bytes:
    """The same JSON with its first name twice."""
    return b'{"v":1,' + data[1:]


def _plain_base64(signer: Signer, data: bytes) -> bytes:
    return signer.sign(data, claims.TYP) + b"=" * 2


def _own(world: World) -> Signer:
    return world.giver.signer


def _other_name(world: World, data: bytes) -> bytes:
    return by_hand(world.people["stranger"].signer, data, kid=world.giver.card.thumbprint)


def _critical(world: World, data: bytes) -> bytes:
    return by_hand(_own(world), data, crit=["exp"], exp=1)


def _headless(world: World, data: bytes) -> bytes:
    return _own(world).sign(data, claims.TYP).rpartition(b".")[0]


SIGNATURE: Faults = {
    "jws-type": untrue(
        "type", "another typ", _signed(lambda w, d: _own(w).sign(d, "consent-record+jws"))
    ),
    "jws-no-type": untrue("type", "no typ", _signed(lambda w, d: by_hand(_own(w), d, typ=None))),
    "jws-none": untrue("algorithm", "alg none", _signed(lambda w, d: unsigned(_own(w), d))),
    "jws-hs256": untrue(
        "algorithm", "HS256 with the public key", _signed(lambda w, d: keyed(_own(w), d))
    ),
    "jws-jwk": untrue("signature", "the attacker's key in the header", _signed(impostor)),
    "jws-crit": untrue("header", "an extension that must be understood", _signed(_critical)),
    "jws-json-twice": untrue(
        "json", "a name twice", _signed(lambda w, d: _own(w).sign(twice(d), claims.TYP))
    ),
    "jws-noncanonical": untrue(
        "encoding",
        "not the canonical base64url",
        _signed(lambda w, d: noncanonical(_own(w).sign(d, claims.TYP))),
    ),
    "jws-padded": untrue(
        "encoding", "base64url with padding", _signed(lambda w, d: _plain_base64(_own(w), d))
    ),
    "jws-two-parts": untrue("not-signed", "no signature part", _signed(_headless)),
    "jws-other-signer": untrue(
        "signature", "the sender's name, another's signature", _signed(_other_name)
    ),
}


def _from(name: str) -> Callable[[World], bytes]:
    def make(world: World) -> bytes:
        def change(parts: Parts) -> None:
            parts.sender = world.people[name]

        return world.rebuilt(change)

    return make


def _claims(**values: object) -> Change:
    return late(payload=lambda payload: payload.update(values))


def _for_other(world: World) -> bytes:
    other = world.people["other"].card

    def change(parts: Parts) -> None:
        aud = {"card": other.thumbprint, "recipient": other.recipient}
        parts.late.payload = lambda payload: payload.update(aud=aud)

    return world.rebuilt(change)


SENDER: Faults = {
    "sender-unknown": unknown(None, "a card that was never read", _from("stranger")),
    "sender-unconfirmed": unknown(
        "sender-unknown", "no fingerprint compared", _from("unconfirmed")
    ),
    "sender-expired": unknown(
        "sender-expired", "the card had expired when it was made", _from("expired")
    ),
    "sender-replaced": unknown("sender-replaced", "the sender has a newer key", _from("replaced")),
    "sender-revoked": unknown("sender-revoked", "the card was revoked here", _from("revoked")),
    "aud-other": Fault(
        _for_other,
        "NotAuthentic",
        "wrong-recipient",
        None,
        "passed on: addressed to somebody else, encrypted to us",
    ),
    "claims-from": unlike(
        "claims", "names another sender than its signer", _claims(**{"from": "x" * 43})
    ),
    "claims-id": unlike("claims", "another id than the folder", _claims(id="0" * 32)),
    "claims-no-made": unlike("claims", "no moment", late(payload=lambda p: p.pop("made"))),
    "claims-naive": unlike(
        "claims", "a moment without an offset", _claims(made="2026-03-08T09:00:00")
    ),
    "claims-future": unlike("claims", "made tomorrow", _claims(made="2026-04-21T09:00:00+00:00")),
    "claims-not-after": unlike(
        "claims", "valid for longer than the consent", _claims(not_after="2026-06-03")
    ),
    "claims-tagmanifest": unlike(
        "member-changed", "signs another manifest", _claims(tagmanifest_sha256="0" * 64)
    ),
    "version-bundle": newer("a newer bundle.jws", lambda w: w.rebuilt(_claims(v=2))),
}

FAULTS: Faults = {**AGE, **ARCHIVE, **MANIFESTS, **SIGNATURE, **SENDER}
