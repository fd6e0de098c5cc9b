"""A PDF document to its grids, in the order of its pages.

In: a `Document`. Out: one `Grid` a table; a table that runs over pages is one. Raises `PasswordProtectedError` or
`CorruptFileError`. A page that cannot be read leaves a notice on the next grid, or on an empty last one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from extract.contracts import Cell, Document, Grid, Notice
from extract.errors import CorruptFileError, PasswordProtectedError
from extract.pdf.fonts import fold_radicals, speaks_of_performance
from extract.pdf.joins import Joiner, has_title
from extract.pdf.pages import PageReader, PageTables, truncated
from extract.pdf.stand_in import use_stand_in

# A document this short is read whole; in a longer one only the pages that speak of performance.
_SHORT: Final = 20
_TAIL: Final = 4096


def read_pdf_grids(document: Document) -> Iterator[Grid]:
    """Yield the grids of a PDF; where it has no table, its lines as one grid that is not aligned."""
    pdf = open_pdf(document)
    try:
        notices = [] if b"%%EOF" in document.content[-_TAIL:] else [truncated()]
        yield from _read(document, pdf, notices)
    finally:
        pdf.close()


def open_pdf(document: Document) -> pypdfium2.PdfDocument:
    """Return the open PDF; an empty password is tried. Raises `PasswordProtectedError`, `CorruptFileError`."""
    use_stand_in()
    try:
        pdf = pypdfium2.PdfDocument(document.content)
        count = len(pdf)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) in {pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY}:
            raise PasswordProtectedError(document.path) from error
        raise CorruptFileError(document.path, "PDF") from error
    if not count:
        pdf.close()
        raise CorruptFileError(document.path, "PDF")
    return pdf


def _read(document: Document, pdf: pypdfium2.PdfDocument, notices: list[Notice]) -> Iterator[Grid]:
    reader = PageReader(pdf, document.content, wants_all=len(pdf) <= _SHORT)
    joiner = Joiner()
    loose: list[tuple[int, str, str]] | None = []  # lines of pages without tables, while no table was found
    try:
        for page in _pages(reader, joiner, len(pdf)):
            notices.extend(page.notices)
            if page.tables:
                loose = None
            elif loose is not None:
                loose.extend((page.number, line, page.reader) for line in page.lines)
            for grid in joiner.add(page):
                yield replace(grid, notices=(*notices, *grid.notices))
                notices.clear()
        for grid in joiner.end():
            yield replace(grid, notices=(*notices, *grid.notices))
            notices.clear()
        last = _lines_to_grid(loose or [])
        if last.cells or notices:
            yield replace(last, notices=tuple(notices))
    finally:
        reader.close()


def _pages(reader: PageReader, joiner: Joiner, count: int) -> Iterator[PageTables]:
    """Yield the pages that matter, and those after them that may go on without a word or be what was announced."""
    last: PageTables | None = None  # the page before, if it was given
    for number in range(1, count + 1):
        page = reader.read(number, is_wanted=last is not None and (last.speaks or bool(last.tables)))
        if page is None or not (page.speaks or (last is not None and _follows(last, page, joiner))):
            last = None
            continue
        yield page
        last = page


def _follows(last: PageTables, page: PageTables, joiner: Joiner) -> bool:
    """Whether a page that says nothing of performance belongs to the one before it; rather yes than no."""
    if not page.tables:
        return False
    if last.speaks and not (last.tables and has_title(page.tables[0].before)):
        return True  # announced, or the same table with its columns laid out anew
    # Columns that no rule fixes may differ from page to page.
    is_loose = bool(last.tables) and not last.tables[-1].is_ruled and not page.tables[0].is_ruled
    return is_loose or joiner.takes(page)


def _lines_to_grid(lines: list[tuple[int, str, str]]) -> Grid:
    if not any(speaks_of_performance(line) for _, line, _ in lines):
        return Grid((), is_aligned=False)
    cells = [
        Cell(fold_radicals(part), row=row, column=column, page=page, reader=reader)
        for row, (page, line, reader) in enumerate(lines, 1)
        for column, part in enumerate(line.split("　"), 1)
        if part.strip()
    ]
    return Grid(tuple(cells), is_aligned=False)
