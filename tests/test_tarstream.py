"""Only the archive we would write is read, and every other one is refused for its own reason."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tracemalloc
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eportfolio.bundle.tarstream import (
    BLOCK_BYTES,
    END,
    PIECE_BYTES,
    Caps,
    TarSink,
    member_header,
    padding,
)
from eportfolio.crypto import age_recipient, decrypt_stream, encrypt_stream, new_age_identity
from eportfolio.errors import NotAuthentic, StorageFault

LONG_NAME = f"bundle-{'0123456789abcdef' * 2}/data/files/{'0123456789abcdef' * 4}"
GIB = 1024**3

Member = tuple[str, bytes]


class Recorder:
    def __init__(self) -> None:
        self.members: list[Member] = []
        self.pieces: list[int] = []
        self.begun = 0
        self._open: tuple[str, int] | None = None
        self._parts: list[bytes | memoryview] = []

    def begin(self, name: str, size: int, /) -> None:
        self.begun += 1
        self._open = (name, size)

    def data(self, chunk: bytes | memoryview, /) -> None:
        self.pieces.append(len(chunk))
        self._parts.append(chunk)

    def end(self) -> None:
        assert self._open is not None
        content = b"".join(self._parts)
        assert len(content) == self._open[1]
        self.members.append((self._open[0], content))
        self._open, self._parts = None, []


def archive(*members: Member) -> bytes:
    return b"".join(stored(name, content) for name, content in members) + END


def stored(name: str, content: bytes = b"") -> bytes:
    return member_header(name, len(content)) + content + padding(len(content))


def patched(fields: dict[int, bytes], *, name: str = "a", size: int = 0) -> bytes:
    block = bytearray(member_header(name, size))
    for start, value in fields.items():
        block[start : start + len(value)] = value
    return summed(block)


def summed(block: bytes | bytearray) -> bytes:
    counted = bytes(block[:148]) + b" " * 8 + bytes(block[156:])
    return counted[:148] + b"%06o\0 " % sum(counted) + counted[156:]


def read(data: bytes, pieces: Iterable[int] = (8192,), caps: Caps | None = None) -> Recorder:
    recorder = Recorder()
    sink = TarSink(recorder, caps)
    for piece in cut(data, pieces):
        assert sink.write(piece) == len(piece)
        sink.flush()
    sink.close()
    return recorder


def cut(data: bytes, pieces: Iterable[int]) -> Iterator[bytes]:
    position = 0
    for size in cycle(pieces):
        if position >= len(data):
            return
        yield data[position : position + size]
        position += size


def refusal(data: bytes, caps: Caps | None = None) -> str | None:
    with pytest.raises(NotAuthentic) as caught:
        read(data, caps=caps)
    assert caught.value.code == "not-authentic"
    return caught.value.reason


def content_of(size: int) -> bytes:
    return (bytes(range(251)) * (size // 251 + 1))[:size]


def tarfile_archive(format_: int, *infos: tarfile.TarInfo, **options: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format_, **options) as tar:  # type: ignore[call-overload] # options vary
        for info in infos:
            tar.addfile(info, io.BytesIO(content_of(info.size)))
    return file.getvalue()


def info_of(name: str, kind: bytes = tarfile.REGTYPE, size: int = 0) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.size = kind, size
    return info


def linked(kind: bytes) -> tarfile.TarInfo:
    info = info_of("a", kind)
    info.linkname = "b"
    return info


def with_pax(name: str) -> tarfile.TarInfo:
    info = info_of(name)
    info.pax_headers = {"comment": "x"}
    return info


def test_header_is_always_the_same_bytes() -> None:
    block = member_header("a/b.txt", 10)
    assert len(block) == BLOCK_BYTES
    assert block[:157] == (
        b"a/b.txt".ljust(100, b"\0")
        + b"0000644\x000000000\x000000000\x0000000000012\x0000000000000\x00010400\0 0"
    )
    assert block[157:] == bytes(100) + b"ustar\x0000" + bytes(64) + b"0000000\0" * 2 + bytes(167)


@pytest.mark.parametrize(
    ("name", "prefix", "rest"),
    [
        ("a" * 100, "", "a" * 100),
        (LONG_NAME, LONG_NAME[:39], LONG_NAME[40:]),
        ("p" * 155 + "/" + "n" * 100, "p" * 155, "n" * 100),
        ("/" + "a" * 50 + "/" + "b" * 50, "/" + "a" * 50, "b" * 50),
    ],
    ids=["short", "attachment", "longest", "leading slash is not an empty prefix"],
)
def test_long_name_is_split_at_a_slash(name: str, prefix: str, rest: str) -> None:
    block = member_header(name, 0)
    assert block[:100].rstrip(b"\0").decode() == rest
    assert block[345:500].rstrip(b"\0").decode() == prefix


@pytest.mark.parametrize(
    ("name", "size"),
    {
        "no name": ("", 0),
        "not ascii": ("é", 0),
        "NUL": ("a\0b", 0),
        "long without slash": ("a" * 101, 0),
        "last part too long": ("a/" + "b" * 101, 0),
        "first part too long": ("a" * 156 + "/b", 0),
        "only slash is the first": ("/" + "a" * 100, 0),
        "only slash is the last": ("a" * 100 + "/", 0),
        "negative": ("a", -1),
        "8 GiB": ("a", 8 * GIB),
    }.values(),
)
def test_header_that_ustar_cannot_hold_is_an_error(name: str, size: int) -> None:
    with pytest.raises(ValueError, match="USTAR header"):
        member_header(name, size)


def test_largest_member_is_announced() -> None:
    recorder = Recorder()
    TarSink(recorder).write(member_header("a", 8 * GIB - 1))
    assert recorder.begun == 1


@pytest.mark.parametrize(("size", "zeros"), [(0, 0), (1, 511), (511, 1), (512, 0), (513, 511)])
def test_padding_fills_the_block(size: int, zeros: int) -> None:
    assert padding(size) == bytes(zeros)


NEAR_EDGES = st.one_of(
    st.integers(0, 3000),
    st.sampled_from([511, 512, 513, PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1]),
)


@settings(deadline=None)
@given(
    sizes=st.lists(NEAR_EDGES, max_size=5),
    pieces=st.lists(st.integers(1, 20_000), min_size=1, max_size=5),
)
def test_round_trip_for_any_sizes_and_pieces(sizes: list[int], pieces: list[int]) -> None:
    members = [(f"bundle/data/{row}", content_of(size)) for row, size in enumerate(sizes)]
    if max(sizes, default=0) > 3000:
        pieces = [piece + 4096 for piece in pieces]
    assert read(archive(*members), pieces).members == members


@pytest.mark.parametrize("step", [1, 7, 511, 512, 513, 8192, 10 * PIECE_BYTES])
def test_round_trip_in_equal_pieces(step: int) -> None:
    members = [("a", b""), ("b", content_of(512)), (LONG_NAME, content_of(5000)), ("c", b"")]
    assert read(archive(*members), [step]).members == members


@pytest.mark.parametrize("step", [8192, 5 * PIECE_BYTES])
def test_data_is_given_in_large_pieces(step: int) -> None:
    members = [("a", content_of(2 * PIECE_BYTES + 5)), ("empty", b""), ("b", b"x")]
    recorder = read(archive(*members), [step])
    assert recorder.pieces == [PIECE_BYTES, PIECE_BYTES, 5, 1]
    assert recorder.members == members


def test_archive_without_members_is_complete() -> None:
    assert read(END).members == []


@pytest.mark.parametrize("extra", [1, 512, 10240 - 512])
def test_zero_bytes_that_fill_a_record_are_accepted(extra: int) -> None:
    assert read(archive(("a", b"x")) + bytes(extra), [100]).members == [("a", b"x")]


def test_memory_stays_bounded_for_a_large_member() -> None:
    class Counter(Recorder):
        total = 0

        def data(self, chunk: bytes | memoryview, /) -> None:
            self.total += len(chunk)

        def end(self) -> None:
            pass

    size, piece, counter = 64 * PIECE_BYTES, bytes(8192), Counter()
    sink = TarSink(counter)
    tracemalloc.start()
    sink.write(member_header("a", size))
    for _ in range(size // len(piece)):
        sink.write(piece)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert counter.total == size
    assert peak < 4 * PIECE_BYTES


def test_memory_stays_bounded_for_many_deep_names() -> None:
    names = ["/".join([*f"{row:04}", *"x" * 90]) for row in range(500)]
    sink = TarSink(Recorder())
    tracemalloc.start()
    for name in names:
        sink.write(member_header(name, 0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * PIECE_BYTES


def test_sink_takes_what_age_decrypts() -> None:
    members = [("a", content_of(300_000)), (LONG_NAME, content_of(70_000))]
    identity, sealed, recorder = new_age_identity(), io.BytesIO(), Recorder()
    encrypt_stream(io.BytesIO(archive(*members)), sealed, age_recipient(identity))
    sink = TarSink(recorder)
    decrypt_stream(io.BytesIO(sealed.getvalue()), sink, [identity])
    sink.close()
    assert recorder.members == members


def test_tarfile_writes_the_same_bytes() -> None:
    infos = [info_of("a", size=700), info_of(LONG_NAME, size=512), info_of("b/c")]
    theirs = tarfile_archive(tarfile.USTAR_FORMAT, *infos)
    ours = archive(*((info.name, content_of(info.size)) for info in infos))
    assert [name for name, _ in read(theirs).members] == ["a", LONG_NAME, "b/c"]
    # Device numbers of a file, zero in digits or all NUL, differ between versions of Python, and
    # the checksum with them.
    for start, stop in ((0, 148), (156, 329), (345, 1536), (1536, 1684), (1692, 1865)):
        assert theirs[start:stop] == ours[start:stop]


def test_tarfile_reads_what_we_write() -> None:
    members = [("a", content_of(700)), (LONG_NAME, content_of(512)), ("b/c", b"")]
    with tarfile.open(fileobj=io.BytesIO(archive(*members)), mode="r:") as tar:
        found = tar.getmembers()
        assert [(info.name, tar.extractfile(info).read()) for info in found] == members  # type: ignore[union-attr] # all are files
    assert {(i.mode, i.uid, i.gid, i.mtime, i.uname, i.type) for i in found} == {
        (0o644, 0, 0, 0, "", tarfile.REGTYPE)
    }


@pytest.mark.interop
def test_gnu_tar_reads_what_we_write(tmp_path: Path) -> None:
    members = [("a", content_of(700)), (LONG_NAME, content_of(512)), ("b/c", b"")]
    done = subprocess.run(
        ["tar", "-xvf", "-", "-C", tmp_path],
        input=archive(*members),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().split() == [name for name, _ in members]
    assert done.stderr == b""
    assert [(name, (tmp_path / name).read_bytes()) for name, _ in members] == members


@pytest.mark.interop
def test_what_gnu_tar_writes_is_read(tmp_path: Path) -> None:
    members = [("a", content_of(700)), ("b/c", b""), ("n" * 100, content_of(512))]
    (tmp_path / "b").mkdir()
    for name, content in members:
        (tmp_path / name).write_bytes(content)
    names = [name for name, _ in members]
    command = ["tar", "--format=ustar", "-cf", "-", "-C", str(tmp_path), *names]
    assert read(subprocess.run(command, capture_output=True, check=True).stdout).members == members


@pytest.mark.interop
def test_sparse_file_of_gnu_tar_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a").open("wb") as file:
        file.truncate(PIECE_BYTES)
    command = ["tar", "--format=gnu", "--sparse", "-cf", "-", "-C", str(tmp_path), "a"]
    assert refusal(subprocess.run(command, capture_output=True, check=True).stdout) == "member-kind"


KINDS: dict[str, Callable[[], bytes]] = {
    "symlink": lambda: tarfile_archive(tarfile.USTAR_FORMAT, linked(tarfile.SYMTYPE)),
    "hard link": lambda: tarfile_archive(tarfile.USTAR_FORMAT, linked(tarfile.LNKTYPE)),
    "fifo": lambda: tarfile_archive(tarfile.USTAR_FORMAT, info_of("a", tarfile.FIFOTYPE)),
    "character device": lambda: tarfile_archive(tarfile.USTAR_FORMAT, info_of("a", b"3")),
    "block device": lambda: tarfile_archive(tarfile.USTAR_FORMAT, info_of("a", b"4")),
    "directory": lambda: tarfile_archive(tarfile.USTAR_FORMAT, info_of("a", tarfile.DIRTYPE)),
    "contiguous": lambda: tarfile_archive(tarfile.USTAR_FORMAT, info_of("a", b"7")),
    "GNU long name": lambda: tarfile_archive(tarfile.GNU_FORMAT, info_of("a" * 101)),
    "GNU sparse": lambda: tarfile_archive(tarfile.GNU_FORMAT, info_of("a", b"S")),
    "pax": lambda: tarfile_archive(tarfile.PAX_FORMAT, with_pax("a")),
    "pax global": lambda: tarfile_archive(
        tarfile.PAX_FORMAT, info_of("a"), pax_headers={"comment": "x"}
    ),
    "old style": lambda: patched({156: b"\0"}) + END,
    "old style without magic": lambda: patched({156: b"\0", 257: bytes(8)}) + END,
    "unknown": lambda: patched({156: b"Z"}) + END,
}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS.keys())
def test_member_that_is_not_a_plain_file_is_refused(make: Callable[[], bytes]) -> None:
    assert refusal(make()) == "member-kind"


HEADERS = {
    "checksum wrong": member_header("a", 0)[:148] + b"000000\0 " + member_header("a", 0)[156:],
    "checksum without its space": member_header("a", 0).replace(b"\0 0", b"\0\x000", 1),
    "text instead of a header": b"x" * 512,
    "magic missing": patched({257: bytes(8)}),
    "magic of GNU": patched({257: b"ustar  \0"}),
    "magic wrong": patched({257: b"ustaR"}),
    "version wrong": patched({263: b"01"}),
    "size not octal": patched({124: b"00000000008\0"}),
    "size negative": patched({124: b"-0000000001\0"}),
    "size in base 256": patched({124: b"\x80" + bytes(11)}),
    "size negative in base 256": patched({124: b"\xff" * 12}),
    "size of twelve digits": patched({124: b"000000000000"}),
    "size with a space at its end": patched({124: b"00000000000 "}),
    "size with spaces in front": patched({124: b"          0\0"}),
    "size empty": patched({124: bytes(12)}),
    "mode not octal": patched({100: b"0000649\0"}),
    "mode empty": patched({100: bytes(8)}),
    "owner in base 256": patched({108: b"\x80" + bytes(7)}),
    "group negative": patched({116: b"-000001\0"}),
    "time not octal": patched({136: b"0000000000x\0"}),
    "time without an end": patched({136: b"000000000000"}),
    "bytes after the number": patched({100: b"644\x00644\0"}),
    "name empty": patched({0: b"\0"}),
    "name empty but a prefix": patched({0: b"\0", 345: b"folder"}),
    "bytes after the name": patched({50: b"b"}),
    "bytes after the prefix": patched({400: b"b"}),
    "bytes after the owner": patched({265: b"a\0b"}),
    "bytes after the group": patched({297: b"\0b"}),
    "bytes after the link": patched({200: b"b"}),
    "link": patched({157: b"b"}),
    "device major": patched({329: b"0000001\0"}),
    "device minor": patched({337: b"0000001\0"}),
    "device minor half empty": patched({337: b"0\0\0\0\0\0\0\0"}),
    "bytes after the prefix field": patched({511: b"\x01"}),
    "prefix of a short name": patched({345: b"folder"}),
    "split at another slash": patched({0: LONG_NAME[51:].encode(), 345: LONG_NAME[:50].encode()}),
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS.keys())
def test_header_we_would_not_write_is_refused(header: bytes) -> None:
    assert refusal(header + END) == "member-header"


FREE = {
    "mode": {100: b"0100755\0"},
    "mode with space and NUL": {100: b"000644 \0"},
    "owner and group": {108: b"0001750\x000001750\0", 265: b"ada", 297: b"ada"},
    "time": {136: b"14742145200\0"},
    "devices all NUL": {329: bytes(16)},
    "one device all NUL": {337: bytes(8)},
}


@pytest.mark.parametrize("fields", FREE.values(), ids=FREE.keys())
def test_fields_of_other_programs_are_ignored_when_well_formed(fields: dict[int, bytes]) -> None:
    assert read(patched(fields) + END).members == [("a", b"")]


@pytest.mark.parametrize("place", [1, 200, 511])
def test_padding_that_is_not_zero_is_refused(place: int) -> None:
    data = bytearray(archive(("a", b"x")))
    data[BLOCK_BYTES + place] = 1
    assert refusal(bytes(data)) == "member-header"


NAMES = [
    *("/a", "//a", "a//b", "a/", "..", "../a", "a/../b", "a/..", ".", "./a", "a/./b"),
    *("a\\b", "\\a", "c:", "c:/a", "c:a", "a:b", "a\nb", "a\x7f", "\x1b[0m", "caf\xe9", "\xff"),
    *("a.", "a ", "a./b", "a /b", "...", " ", "a/ "),
    *("con", "CON", "Prn", "aux", "nul", "com1", "COM9", "lpt1", "lpt9", "a/nul/b", "a/con"),
    *("nul.txt", "NUL.tar.gz", "com1.x/a", "con .txt", "aux.."),
    "a" * 100 + "/" + "b" * 100,
]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_name_that_means_something_else_elsewhere_is_refused(name: str) -> None:
    raw = name.encode("latin-1")
    prefix, rest = (b"", raw) if len(raw) <= 100 else (raw[:100], raw[101:])
    block = patched({0: rest.ljust(100, b"\0"), 345: prefix.ljust(155, b"\0")})
    assert refusal(block + END) == "member-name"


@pytest.mark.parametrize(
    "name",
    [
        *("a", "a.b", ".a", "..a", "a b", " a", "a/b.c/d", "console", "con1", "com0", "com10"),
        *("xcon", "null", "a~'()&%$#@!+,;=[]{}^`", "n" * 100, "a" * 99 + "/" + "b" * 100),
    ],
)
def test_plain_name_is_accepted(name: str) -> None:
    assert read(archive((name, b"x"))).members == [(name, b"x")]


TWICE = {
    "same": ["a", "a"],
    "same, others between": ["a", "b", "c", "a"],
    "another case": ["data/LEESMIJ.txt", "data/leesmij.TXT"],
    "file, then folder": ["a", "a/b"],
    "folder, then file": ["a/b", "a"],
    "file, then deep folder": ["a/b", "a/b/c/d"],
    "deep folder, then file": ["a/b/c/d", "a/b"],
    "folder in another case": ["A/b", "a"],
    "file in another case": ["A", "a/b"],
    "neighbours that sort between": ["a-b", "a/b", "a0", "a"],
}


@pytest.mark.parametrize("names", TWICE.values(), ids=TWICE.keys())
def test_name_that_is_taken_is_refused(names: list[str]) -> None:
    data = archive(*((name, b"") for name in names))
    assert refusal(data) == "member-twice"


def test_names_that_only_look_alike_are_accepted() -> None:
    names = ["ab", "a-b", "a.b", "a/b", "a0", "a!", "b/a", "ab0/c", "a/bc"]
    members = [(name, b"") for name in names]
    assert read(archive(*members)).members == members


TOO_LARGE = {
    "entries": Caps(entries=2),
    "member": Caps(member=599),
    "total": Caps(total=899),
}


@pytest.mark.parametrize("caps", TOO_LARGE.values(), ids=TOO_LARGE.keys())
def test_archive_over_a_cap_is_refused(caps: Caps) -> None:
    data = archive(("a", content_of(100)), ("b", content_of(600)), ("c", content_of(200)))
    assert refusal(data, caps) == "too-large"


def test_archive_exactly_at_the_caps_is_accepted() -> None:
    data = archive(("a", content_of(100)), ("b", content_of(600)), ("c", content_of(200)))
    assert len(read(data, caps=Caps(entries=3, member=600, total=900)).members) == 3


def test_member_over_a_cap_is_never_announced() -> None:
    recorder = Recorder()
    with pytest.raises(NotAuthentic, match="too-large"):
        TarSink(recorder, Caps(member=10)).write(archive(("a", content_of(11))))
    assert recorder.begun == 0


def test_archive_cut_at_any_length_is_truncated() -> None:
    data = archive(("a", content_of(600)), ("b", b""), ("c", content_of(512)))
    assert {refusal(data[:length]) for length in range(len(data))} == {"truncated"}


TRAILING = {
    "a byte": END + b"x",
    "a byte after zeros": END + bytes(700) + b"x",
    "another archive": END + archive(("b", b"")),
    "too many zeros": END + bytes(10240 - 512 + 1),
    "header after one zero block": bytes(512) + stored("b") + END,
    "a byte in the second zero block": bytes(1023) + b"x",
}


@pytest.mark.parametrize("tail", TRAILING.values(), ids=TRAILING.keys())
def test_anything_after_the_end_is_refused(tail: bytes) -> None:
    assert refusal(stored("a", b"x") + tail) == "trailing-data"


def test_zeros_after_the_end_are_counted_over_all_pieces() -> None:
    sink = TarSink(Recorder())
    sink.write(END)
    for _ in range(19):
        sink.write(bytes(512))
    with pytest.raises(NotAuthentic, match="trailing-data"):
        sink.write(b"\0")


def flips(block: bytes) -> Iterator[bytes]:
    number = int.from_bytes(block, "big")
    for bit in range(8 * len(block)):
        yield (number ^ (1 << bit)).to_bytes(len(block), "big")


def test_every_flipped_bit_of_a_header_is_refused() -> None:
    block = patched({108: b"0001750\x000001750\0", 265: b"ada"}, name=LONG_NAME)
    assert {refusal(flipped + END) for flipped in flips(block)} <= {"member-header"}


def test_every_flipped_bit_under_a_fitting_checksum_is_refused_or_harmless() -> None:
    block = patched({108: b"0001750\x000001750\0", 265: b"ada"}, name=LONG_NAME)
    read_anyway = 0
    for flipped in {summed(flipped) for flipped in flips(block)}:
        try:
            [(name, content)] = read(flipped + END).members
        except NotAuthentic:
            continue
        read_anyway += 1
        assert content == b""
        assert strict_part(flipped) == strict_part(member_header(name, 0))
    assert 0 < read_anyway < 2000


def strict_part(block: bytes) -> bytes:
    return block[:100] + block[124:136] + block[156:265] + block[329:]


@settings(deadline=None)
@given(
    place=st.integers(0, 511),
    value=st.binary(min_size=1, max_size=20),
)
def test_a_header_is_read_or_refused_whatever_it_holds(place: int, value: bytes) -> None:
    block = summed(bytearray(patched({place: value}))[:512])
    try:
        [(name, _)] = read(block + END).members
    except NotAuthentic:
        return
    assert strict_part(block) == strict_part(member_header(name, 0))


def test_first_failure_is_raised_again() -> None:
    recorder = Recorder()
    sink = TarSink(recorder)
    with pytest.raises(NotAuthentic) as first:
        sink.write(b"x" * 512)
    with pytest.raises(NotAuthentic) as second:
        sink.write(archive(("a", b"x")))
    with pytest.raises(NotAuthentic) as last:
        sink.close()
    assert first.value is second.value is last.value
    assert recorder.begun == 0


def test_truncated_archive_takes_nothing_more() -> None:
    sink = TarSink(Recorder())
    with pytest.raises(NotAuthentic, match="truncated"):
        sink.close()
    with pytest.raises(NotAuthentic, match="truncated"):
        sink.write(END)


@pytest.mark.parametrize("step", ["begin", "data", "end"])
def test_failure_of_the_handler_passes_through_and_stays(
    step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    failure = StorageFault("disk-full")

    def fail(*_: object) -> None:
        raise failure

    recorder = Recorder()
    monkeypatch.setattr(recorder, step, fail)
    sink = TarSink(recorder)
    for call in (lambda: sink.write(archive(("a", b"x"))), lambda: sink.write(END), sink.close):
        with pytest.raises(StorageFault) as caught:
            call()
        assert caught.value is failure
