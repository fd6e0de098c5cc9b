"""A PDF document to its grids, in the order of its pages.

In: a `Document`. Out: one `Grid` a table; a table that runs over pages is one. Raises `PasswordProtectedError` or
`CorruptFileError`. A page that cannot be read leaves a notice on the next grid, or on an empty last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from extract.contracts import Cell, Document, Grid
from extract.errors import CorruptFileError, PasswordProtectedError, TooLargeError
from extract.pdf.bombs import require_bounded
from extract.pdf.fonts import fold_radicals, speaks_of_performance
from extract.pdf.joins import Joiner, has_title
from extract.pdf.notices import Notices, page_notice, truncated
from extract.pdf.pages import PageReader, PageTables
from extract.pdf.stand_in import use_stand_in
from extract.scan.bounds import ScanBounds

# A document this short is read whole; in a longer one only the pages that speak of performance.
_SHORT: Final = 20
_TAIL: Final = 4096
_MOST_BROKEN: Final = 1000  # pages
_MOST_CELLS: Final = 400_000  # of one table: what fits into 300 MB
_LOW: Final = 0.5  # of the page: a table that goes on does not end above the middle


def read_pdf_grids(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of a PDF; where it has no table, its lines as one grid that is not aligned.

    `bounds` are those of pages that are read from their pictures.
    """
    pdf = open_pdf(document)
    try:
        notices = Notices([] if b"%%EOF" in document.content[-_TAIL:] else [truncated()])
        yield from _read(document, pdf, notices, bounds or ScanBounds())
    finally:
        pdf.close()


def open_pdf(document: Document) -> pypdfium2.PdfDocument:
    """Return the open PDF; an empty password is tried. Raises `PasswordProtectedError`, `CorruptFileError`.

    `TooLargeError` and `TooDeepError`, where opening a page would take gigabytes.
    """
    require_bounded(document)
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


def _read(document: Document, pdf: pypdfium2.PdfDocument, notices: Notices, bounds: ScanBounds) -> Iterator[Grid]:
    reader = PageReader(pdf, document.content, wants_all=len(pdf) <= _SHORT, bounds=bounds)
    joiner = Joiner()
    try:
        yield from _join(document, _pages(reader, joiner, len(pdf)), joiner, notices)
    finally:
        reader.close()


def pages_to_grids(document: Document, pages: Iterable[PageTables]) -> Iterator[Grid]:
    """Yield the grids of pages that were read one by one; tables that run over pages are one."""
    yield from _join(document, pages, Joiner(), Notices())


def _join(document: Document, pages: Iterable[PageTables], joiner: Joiner, notices: Notices) -> Iterator[Grid]:
    loose = _Lines()
    for page in pages:
        if page.tables and loose.are_of_matter():
            # They stand between two tables, and belong to neither.
            for grid in (*joiner.end(), loose.take()):
                yield replace(grid, notices=(*notices.take(), *grid.notices))
        elif page.tables:
            loose.take()
        else:
            loose.add(page)
        notices.add(page.notices)
        for grid in joiner.add(page):
            yield replace(grid, notices=(*notices.take(), *grid.notices))
        if joiner.size > _MOST_CELLS:
            raise TooLargeError(document.path, f"one table of more than {_MOST_CELLS} cells")
    for grid in joiner.end():
        yield replace(grid, notices=(*notices.take(), *grid.notices))
    last = loose.take() if loose.are_of_matter() else Grid((), is_aligned=False)
    left = notices.take()
    if last.cells or left:
        yield replace(last, notices=left)


def _pages(reader: PageReader, joiner: Joiner, count: int) -> Iterator[PageTables]:
    """Yield the pages that matter, and those after them that may go on without a word or be what was announced."""
    last: PageTables | None = None  # the page before, if it was given
    broken = 0  # pages in a row that cannot be opened
    for number in range(1, count + 1):
        page = reader.read(number, is_wanted=last is not None and (last.speaks or bool(last.tables)))
        broken = broken + 1 if page is not None and page.is_corrupt else 0
        if page is not None and last is not None and _is_left_over(last, page):
            page = replace(page, notices=(*page.notices, page_notice("lines_without_table", number)))
        elif page is None or not (page.speaks or (last is not None and _follows(last, page, joiner))):
            last = None
            continue
        if broken > _MOST_BROKEN and number < count:
            # A file may declare any number of pages; nobody prints a book of which a thousand pages are missing.
            rest = page_notice("pages_not_opened", number + 1, count)
            yield replace(page, notices=(*page.notices, rest))
            return
        yield page
        last = page


def _is_left_over(last: PageTables, page: PageTables) -> bool:
    """Whether lines in columns, of which no table was made, follow a table that reaches the end of its page."""
    if page.tables or not last.tables or last.tables[-1].ys[-1] < _LOW * last.reading.size[1]:
        return False
    in_columns = sum("　" in line for line in page.lines)
    return in_columns > 1 and 2 * in_columns >= len(page.lines)


def _follows(last: PageTables, page: PageTables, joiner: Joiner) -> bool:
    """Whether a page that says nothing of performance belongs to the one before it; rather yes than no."""
    if not page.tables:
        return False
    if last.speaks and not (last.tables and has_title(page.tables[0].before)):
        return True  # announced, or the same table with its columns laid out anew
    # Columns that no rule fixes may differ from page to page.
    is_loose = bool(last.tables) and not last.tables[-1].is_ruled and not page.tables[0].is_ruled
    return is_loose or joiner.takes(page)


class _Lines:
    """Lines of pages without tables, since the last page that had one."""

    def __init__(self) -> None:
        self._lines: list[tuple[int, str, str]] = []
        self._matters = False

    def add(self, page: PageTables) -> None:
        """Take the lines of a page; they matter where they speak of performance, or are left over from a table."""
        self._lines += [(page.number, line, page.reader) for line in page.lines]
        is_left_over = any(notice.code == "lines_without_table" for notice in page.notices)
        self._matters = self._matters or is_left_over or any(speaks_of_performance(line) for line in page.lines)

    def are_of_matter(self) -> bool:
        """Whether they have to be given."""
        return self._matters

    def take(self) -> Grid:
        """Return them as a grid that is not aligned, and forget them."""
        cells = [
            Cell(fold_radicals(part), row=row, column=column, page=page, reader=reader)
            for row, (page, line, reader) in enumerate(self._lines, 1)
            for column, part in enumerate(line.split("　"), 1)
            if part.strip()
        ]
        self._lines, self._matters = [], False
        return Grid(tuple(cells), is_aligned=False)
