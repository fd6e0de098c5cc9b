"""Word documents (.docx) to grids.

In: a zip of XML parts. Out: a grid for each table — in the body, in cells, in text boxes, in running heads — with the
lines around it. Tracked changes are read as accepted. What stands in pictures or embedded objects is reported, not read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from lxml import etree

from extract.contracts import Document, Grid, Notice
from extract.document import content_to_document
from extract.docx.numbering import Numbering, read_numbering
from extract.docx.pictures import main_part
from extract.docx.table import blocks_to_flow
from extract.docx.unread import find_unread
from extract.errors import DocumentError, EmptyFileError, NoTableError, TooDeepError
from extract.flow import Table, flow_to_grids
from extract.html import read_html_grids, read_mhtml_grids
from extract.media import DOCX
from extract.ooxml import attribute, local_name
from extract.text import read_text_grids
from extract.zipped import Container

READER: Final = "lxml"
_DEEPEST: Final = 2
_BEFORE: Final = ("header",)
_AFTER: Final = ("footer", "footnotes", "endnotes")


def read_docx_grids(document: Document, *, depth: int = 0) -> Iterator[Grid]:
    """Yield the grids of a Word document.

    Raises `EmptyFileError` where it prints nothing, `NoTableError` where it holds nothing but pictures and objects,
    `TooDeepError` for documents in documents.
    """
    if depth > _DEEPEST:
        raise TooDeepError(document.path, "documents in documents")
    package = Container(document.content, document.path)
    main = main_part(package)
    root = package.tree(main)
    parts, unread = _embedded_documents(package, main, document)
    grids = [*flow_to_grids(_flow(package, main, root), READER)]
    for part in parts:
        try:
            grids.extend(_read_embedded(part, depth))
        except TooDeepError:
            raise
        except DocumentError as error:
            unread.append(Notice("embedded_object", f"文档中嵌有的一份文件没有读取（{error.what}）"))
    doubts = [*unread, *find_unread(root, has_table=any(grid.is_aligned for grid in grids))]
    if not grids:
        raise NoTableError(document.path, doubts[0].message) if doubts else EmptyFileError(document.path)
    yield replace(grids[0], notices=(*grids[0].notices, *doubts, *_strange_signs(grids)))
    yield from grids[1:]


def _strange_signs(grids: list[Grid]) -> Iterator[Notice]:
    """Yield the notice that signs of a picture font stand in cells whose meaning is not known."""
    strange = sum("\ue000" <= sign <= "\uf8ff" for grid in grids for cell in grid.cells for sign in cell.text)
    if strange:
        yield Notice("unknown_symbols", f"文档中有{strange}个特殊字体的符号无法识别，请核对原件")


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


def _embedded_documents(package: Container, main: str, outer: Document) -> tuple[list[Document], list[Notice]]:
    """Return the documents that some exporters hide in a Word file as its only content, and what is not read of them."""
    found, unread = [], []
    for _, kind, part in package.relations(main):
        if kind != "aFChunk" or not package.has(part) or not (content := package.read(part)).strip():
            continue
        inner = content_to_document(content, outer.path)
        if inner.media_type in _EMBEDDED:
            found.append(inner)
        else:
            unread.append(Notice("embedded_object", f"文档中嵌有一份{inner.media_type}文件，其中的内容没有读取"))
    return found, unread


def _read_embedded(document: Document, depth: int) -> Iterator[Grid]:
    if document.media_type == DOCX:
        return read_docx_grids(document, depth=depth + 1)
    return _EMBEDDED[document.media_type](document)


_EMBEDDED: Final[dict[str, Callable[[Document], Iterator[Grid]]]] = {
    DOCX: read_docx_grids,
    "text/html": read_html_grids,
    "multipart/related": read_mhtml_grids,
    "text/plain": read_text_grids,
}
