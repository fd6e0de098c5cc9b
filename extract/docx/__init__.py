"""Word documents (.docx) to grids.

In: a zip of XML parts. Out: a grid for each table — in the body, in cells, in text boxes, in running heads — with the
lines around it. Tracked changes are read as accepted. What stands in pictures or embedded objects is reported, not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from extract.contracts import Document, Grid, Notice
from extract.docx.numbering import Numbering, read_numbering
from extract.docx.table import blocks_to_flow
from extract.errors import EmptyFileError
from extract.flow import Table, flow_to_grids
from extract.html import markup_to_grids
from extract.ooxml import attribute, local_name
from extract.zipped import Container

READER: Final = "lxml"
_BEFORE: Final = ("header",)
_AFTER: Final = ("footer", "footnotes", "endnotes")


def read_docx_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a Word document; raise `EmptyFileError` where it prints nothing."""
    package = Container(document.content, document.path)
    main = next((part for _, kind, part in package.relations("") if kind == "officeDocument"), "word/document.xml")
    root = package.tree(main)
    grids = [*flow_to_grids(_flow(package, main, root), READER), *_embedded_pages(package, main)]
    if not grids:
        raise EmptyFileError(document.path)
    yield replace(grids[0], notices=(*grids[0].notices, *_unread(root, has_table=grids[0].is_aligned)))
    yield from grids[1:]


def _flow(package: Container, main: str, root: etree._Element) -> Iterator[str | Table]:
    parts = {part: kind for _, kind, part in package.relations(main) if package.has(part)}
    numbering = read_numbering(package, parts)
    yield from _part_flow(package, parts, _BEFORE)
    for body in root:
        if local_name(body) == "body":
            yield from blocks_to_flow(body, numbering, READER)
    yield from _part_flow(package, parts, _AFTER)


def _part_flow(package: Container, parts: dict[str, str], kinds: tuple[str, ...]) -> Iterator[str | Table]:
    """Yield what running heads or notes hold, once where several sections repeat it."""
    seen: set[str | Table] = set()
    for part, kind in parts.items():
        if kind not in kinds:
            continue
        for item in _notes(package.tree(part)):
            for piece in blocks_to_flow(item, Numbering({}, {}), READER):
                if piece not in seen:
                    seen.add(piece)
                    yield piece


def _notes(root: etree._Element) -> list[etree._Element]:
    """Return a running head itself, or the notes of a part, without the rule that Word draws above them."""
    if local_name(root) not in ("footnotes", "endnotes"):
        return [root]
    return [note for note in root if attribute(note, "type") in (None, "normal")]


def _embedded_pages(package: Container, main: str) -> Iterator[Grid]:
    """Yield the grids of web pages that some exporters hide in a Word file as its only content."""
    for _, kind, part in package.relations(main):
        if kind == "aFChunk" and package.has(part):
            yield from markup_to_grids(package.read(part), package.path)


def _unread(root: etree._Element, *, has_table: bool) -> Iterator[Notice]:
    objects = sum(1 for _ in root.iter("{*}OLEObject"))
    if objects:
        yield Notice("embedded_object", f"文档中嵌有{objects}个对象（如Excel表），其中的内容没有读取")
    pictures = sum(1 for _ in root.iter("{*}blip", "{*}imagedata"))
    if pictures and not has_table:
        yield Notice("picture_not_read", f"文档中没有表格，但有{pictures}张图片，图片中的内容没有读取")
