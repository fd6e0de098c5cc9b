"""A second opinion: the same pages read by both readers, cell by cell.

In: a document and page numbers, because a second reading takes ten times as long as the first. Out: a `Notice` for
each cell in which a figure or a sign differs, with both readings. The rules are read once; only the text is compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from extract.contracts import Document, Notice
from extract.pdf.grids import open_pdf
from extract.pdf.pages import PageReader, PageTables

_TELLING: Final = re.compile(r"[^0-9.,%％‰≥≤≧≦≒≅≈＞＜＝><=±-]")


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
        there = {cell.slot: cell.text for cell in peer.cells}
        for cell in table.cells:
            text = there.get(cell.slot, "")
            if _TELLING.sub("", cell.text) != _TELLING.sub("", text):
                yield Notice("readers_differ", f"两种读取器读数不同：“{cell.text}”与“{text}”", one.number)
