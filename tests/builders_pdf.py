"""What a reader aid gets of a PDF: its text in the order of its tags, not of its drawing.

A page is read as PDF 1.7 says (9.10, 14.7, 14.9.4): glyphs by their ToUnicode map, replaced by
ActualText where there is one, turned round where they are marked ReversedChars; the pieces in the
order of the structure tree.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, IndirectObject

BLOCKS = {
    "BlockQuote", "Caption", "Div", "Document", "Figure", "H1", "H2", "H3", "LBody", "LI", "Lbl",
    "NonStruct", "P", "Part", "Sect", "TD", "TH", "TR",
}  # fmt: skip


def tagged_text(data: bytes) -> str:
    """Everything that is said in a PDF, a line for each block."""
    return "\n".join(tagged_lines(data))


def tagged_lines(data: bytes) -> list[str]:
    """The text of each block, in the order of the structure tree, white space made even."""
    reader = PdfReader(io.BytesIO(data))
    pieces = {
        (page.indirect_reference.idnum if page.indirect_reference else 0): _marked(page, reader)
        for page in reader.pages
    }
    root: Any = reader.trailer["/Root"]
    joined = "".join(_walk(root["/StructTreeRoot"], None, pieces))
    lines = (" ".join(line.split()) for line in joined.split("\n"))
    return [line for line in lines if line]


def tags(data: bytes) -> list[str]:
    """The names of all tags, in their order."""
    root: Any = PdfReader(io.BytesIO(data)).trailer["/Root"]
    return list(_names(root["/StructTreeRoot"]))


def alternatives(data: bytes) -> list[str]:
    """The alternative text of every figure."""
    root: Any = PdfReader(io.BytesIO(data)).trailer["/Root"]
    return [str(one["/Alt"]) for one in _elements(root["/StructTreeRoot"]) if "/Alt" in one]


def glyphless(data: bytes) -> int:
    """How many times a glyph was drawn that its typeface does not have (.notdef)."""
    reader = PdfReader(io.BytesIO(data))
    found = 0
    for page in reader.pages:
        for operands, operator in ContentStream(page.get_contents(), reader).operations:
            if operator in (b"Tj", b"TJ"):
                found += sum(code == 0 for code in _codes(operands[0]))
    return found


def _elements(node: Any) -> Iterator[DictionaryObject]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _elements(one)
    elif isinstance(node, DictionaryObject):
        yield node
        if "/K" in node:
            yield from _elements(node["/K"])


def _names(node: Any) -> Iterator[str]:
    for one in _elements(node):
        if "/S" in one:
            yield str(one["/S"]).removeprefix("/")


def _walk(node: Any, page: int | None, pieces: dict[int, dict[int, str]]) -> Iterator[str]:
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, ArrayObject):
        for one in node:
            yield from _walk(one, page, pieces)
    elif isinstance(node, int):
        yield pieces[page or 0].get(int(node), "")
    elif isinstance(node, DictionaryObject):
        if "/Pg" in node:
            page = node.raw_get("/Pg").idnum
        if "/MCID" in node:
            yield pieces[page or 0].get(int(node["/MCID"]), "")
            return
        name = str(node.get("/S", "")).removeprefix("/")
        yield "\n" if name in BLOCKS else ""
        if "/ActualText" in node:
            yield str(node["/ActualText"])
        elif "/K" in node:
            yield from _walk(node["/K"], page, pieces)
        yield "\n" if name in BLOCKS else ""


def _marked(page: Any, reader: PdfReader) -> dict[int, str]:
    """The text of each marked piece of a page, by its number."""
    fonts = {
        name: _to_unicode(font.get_object())
        for name, font in page["/Resources"].get("/Font", {}).items()
    }
    found: dict[int, str] = {}
    font: dict[int, str] = {}
    stack: list[tuple[str, Any]] = []
    parts: list[list[str]] = [[]]
    for operands, operator in ContentStream(page.get_contents(), reader).operations:
        if operator in (b"BDC", b"BMC"):
            facts = operands[1] if operator == b"BDC" else {}
            if isinstance(facts, str):
                facts = {}
            stack.append((str(operands[0]), facts))
            parts.append([])
        elif operator == b"EMC":
            name, facts = stack.pop()
            inner = parts.pop()
            if name == "/ReversedChars":
                inner.reverse()
            if "/ActualText" in facts:
                inner = [str(facts["/ActualText"])]
            if "/MCID" in facts:
                found[int(facts["/MCID"])] = "".join(inner)
            elif name != "/Artifact":
                parts[-1] += inner
        elif operator == b"Tf":
            font = fonts[operands[0]]
        elif operator in (b"Tj", b"TJ"):
            parts[-1] += [font.get(code, "\ufffd") for code in _codes(operands[0])]
    return found


def _codes(shown: Any) -> Iterator[int]:
    for one in shown if isinstance(shown, ArrayObject) else [shown]:
        if isinstance(one, bytes | str):
            raw = one if isinstance(one, bytes) else one.original_bytes  # type: ignore[attr-defined]
            yield from (int.from_bytes(raw[n : n + 2]) for n in range(0, len(raw), 2))


def _to_unicode(font: Any) -> dict[int, str]:
    text = font["/ToUnicode"].get_object().get_data().decode()
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, to in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
        for first, last, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = bytes.fromhex(to).decode("utf-16-be")
            for n in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + n] = start[:-1] + chr(ord(start[-1]) + n)
    return found
