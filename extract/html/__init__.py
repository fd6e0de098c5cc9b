"""Web pages to grids: saved pages, exports, what Word and Excel call a web page, and web archives (MHTML).

In: a document whose bytes are markup. Out: a grid for each table that holds data, with the lines around it; a page
without tables gives one grid of its lines. What the page says of its own encoding is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import replace
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Final

from lxml import etree

from extract.contracts import Document, Grid, Notice
from extract.decode import damaged_text, decode_text
from extract.errors import CorruptFileError, EmptyFileError, NoTableError, TooDeepError
from extract.flow import Table, flow_to_grids
from extract.html.table import find_data_tables, table_to_tables
from extract.html.text import parts_to_lines, walk
from extract.html.wrapped import unwrap_markup

READER: Final = "lxml"
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_OPENED: Final = re.compile("<html[ >]", re.IGNORECASE)
_CLOSED: Final = re.compile("</(?:html|body) *>", re.IGNORECASE)
_CUT_SHORT: Final = Notice("page_cut_short", "网页没有结束标记，文件可能不完整，后面的内容可能缺失")
_OPTIONAL_BREAK: Final = re.compile(r"</?wbr\b[^>]*>", re.IGNORECASE)
_STRAY: Final = "data-stray-rows"
_ELSEWHERE: Final = re.compile(rb"<(frame|iframe|embed|object|img|canvas)\b", re.IGNORECASE)
_MARKUP_PART: Final = ("text/html", "application/xhtml+xml")


def read_html_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a page.

    Raises `EmptyFileError` where it prints nothing, `NoTableError` where it only shows pictures or other pages,
    `TooDeepError` on nested bombs.
    """
    yield from _some(markup_to_grids(document.content, document.path), document)


def read_mhtml_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of the pages in a web archive, one page after another."""
    pages = [part for part in message_from_bytes(document.content).walk() if part.get_content_type() in _MARKUP_PART]
    if not pages:
        raise CorruptFileError(document.path, "the web archive holds no page")
    yield from _some((grid for page in pages for grid in _page_to_grids(page, document.path)), document)


def _page_to_grids(page: Message[str, str], path: Path) -> Iterator[Grid]:
    content = page.get_payload(decode=True)
    if isinstance(content, bytes) and content.strip():
        yield from markup_to_grids(content, path)


def _some(grids: Iterator[Grid], document: Document) -> Iterator[Grid]:
    is_empty = True
    for grid in grids:
        is_empty = False
        yield grid
    if not is_empty:
        return
    elsewhere = {found.decode().lower() for found in _ELSEWHERE.findall(document.content.replace(b"\x00", b""))}
    if elsewhere:
        listed = ", ".join(f"<{name}>" for name in sorted(elsewhere))
        raise NoTableError(document.path, f"the page has no text of its own and only shows something else ({listed})")
    raise EmptyFileError(document.path)


def markup_to_grids(content: bytes, path: Path) -> Iterator[Grid]:
    """Yield the grids of one page, given as bytes; `path` is for messages."""
    text, doubts = unwrap_markup(decode_text(content, path)[0])
    root = _parse(text, path)
    if root is None:
        return
    _frame_stray_rows(root)
    data_tables = find_data_tables(root)
    doubts += damaged_text(text)
    if _OPENED.search(text) and not _CLOSED.search(text):
        doubts += (_CUT_SHORT,)
    pictures = 0 if data_tables else sum(1 for _ in root.iter("img"))
    if pictures:
        doubts += (Notice("picture_not_read", f"网页中没有表格，但有{pictures}张图片，图片中的内容没有读取"),)
    for grid in flow_to_grids(_page_to_flow(root, data_tables), READER):
        yield replace(grid, notices=(*grid.notices, *doubts)) if doubts else grid


def _frame_stray_rows(root: etree._Element) -> None:
    """Put rows that lost their table into one, where they stand."""
    for row in list(root.iter("tr")):
        parent, before = row.getparent(), row.getprevious()
        if parent is None or next(row.iterancestors("table"), None) is not None:
            continue
        if before is not None and before.tag == "table" and before.get(_STRAY) and not (before.tail or "").strip():
            before.append(row)
            continue
        table = etree.Element("table", {_STRAY: "1"})
        parent.replace(row, table)
        table.append(row)
        table.tail, row.tail = row.tail, None


def _page_to_flow(root: etree._Element, data_tables: Set[etree._Element]) -> Iterator[str | Table]:
    text: list[str] = []
    for part in walk(root, data_tables):
        if isinstance(part, str):
            text.append(part)
            continue
        yield from parts_to_lines(text)
        text.clear()
        yield from table_to_tables(part, data_tables, READER)
    yield from parts_to_lines(text)


def _parse(text: str, path: Path) -> etree._Element | None:
    # Bytes, because a text with an XML declaration is refused; a NUL would end the page for libxml2.
    # libxml2 takes <wbr> for an element that holds the rest of the table.
    text = _OPTIONAL_BREAK.sub("", _NOT_TEXT.sub("", text.lstrip("\ufeff")))
    content = text.encode("utf-8", "replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        if "empty" in str(error).lower():
            return None
        raise CorruptFileError(path, str(error)) from error
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise TooDeepError(path, "elements in elements")
    return root
