"""A second opinion: the same pages read by both readers, cell by cell.

In: a document and page numbers, because a second reading takes ten times as long as the first. Out: a `Notice` for
each cell that differs in a sign, a figure or a character, with both readings. The rules are read once; only the text is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extract.contracts import Document, Notice
from extract.pdf.fonts import fold_radicals
from extract.pdf.grids import open_pdf
from extract.pdf.pages import PageReader, PageTables

_BLANK: Final = re.compile(r"\s+")


def compare_readers(document: Document, pages: Iterable[int]) -> tuple[Notice, ...]:
    """Return what the two readers read differently on the pages (from 1); raises as `read_pdf_grids` does."""
    pdf = open_pdf(document)
    readers = [PageReader(pdf, document.content, wants_all=True, by_second=second) for second in (False, True)]
    try:
        return tuple(
            notice
            for number in pages
            for notice in _compare(*(reader.read(number, is_wanted=True) for reader in readers))
        )
    finally:
        for reader in readers:
            reader.close()
        pdf.close()


def _compare(one: PageTables | None, other: PageTables | None) -> Iterator[Notice]:
    if one is None or other is None:
        return
    if len(one.tables) != len(other.tables):
        yield Notice("readers_differ", f"两种读取器读出的表数不同：{len(one.tables)}与{len(other.tables)}", one.number)
        return
    for table, peer in zip(one.tables, other.tables, strict=True):
        ours, theirs = ({cell.slot: cell.text for cell in side.cells} for side in (table, peer))
        for slot in dict.fromkeys((*ours, *theirs)):
            text, reread = ours.get(slot, ""), theirs.get(slot, "")
            if _squeeze(text) != _squeeze(reread):
                yield Notice("readers_differ", f"两种读取器读数不同：“{text}”与“{reread}”", one.number)


def _squeeze(text: str) -> str:
    """Blanks and radicals tell nothing: readers place and fold them as they like."""
    return _BLANK.sub("", fold_radicals(text))
