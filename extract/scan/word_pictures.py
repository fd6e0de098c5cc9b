"""A Word document with its pictures read: scans that were pasted into it, in place of a table or beside others.

In: a `Document`. Out: the grids of its text, then those of its pictures, whose `page` is the number of the picture. A picture
that nobody can open, or in which nothing can be read, is said: a photograph of the work done looks like a scan that is too bad.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extract.contracts import Document, Grid, Notice
from extract.docx import read_docx_grids
from extract.docx.pictures import WordPicture, list_pictures, read_picture
from extract.docx.unread import PICTURE_NOT_READ
from extract.errors import DocumentError, EmptyFileError, NoTableError
from extract.pdf.frame import Frame
from extract.pdf.grids import pages_to_grids
from extract.pdf.pages import PageTables
from extract.scan.bounds import ScanBounds
from extract.scan.crew import Crew
from extract.scan.images import open_pages
from extract.scan.picture import Picture

_PAGES: Final = re.compile(r"第(\d+(?:至\d+)?)页")


def read_word_grids(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of a Word document and of the pictures in it that may hold a table.

    Raises a `DocumentError` like `read_docx_grids`; `NoTableError` where neither text nor pictures hold anything.
    """
    pictures = list_pictures(document)
    try:
        own = list(read_docx_grids(document))
    except (EmptyFileError, NoTableError):
        if not pictures:
            raise
        own = []
    wanted = _wanted(pictures, has_table=any(grid.is_aligned for grid in own))
    if not wanted:
        yield from own
        return
    yield from map(_without_picture_notice, own)
    seen = list(_see(document, wanted, len(pictures), bounds or ScanBounds()))
    if not own and not any(grid.cells for grid in seen):
        lost = next((notice for grid in seen for notice in grid.notices), None)
        raise NoTableError(document.path, lost.message if lost else "图片中没有文字")
    yield from seen


def draw_word_picture(document: Document, number: int) -> Picture | None:
    """Return the picture of that number; None where there is none, or none that can be opened."""
    found = next((one for one in list_pictures(document) if one.number == number), None)
    pages = _open(document, found, 1) if found else iter(())
    return next((page for page in pages if isinstance(page, Picture)), None)


def _wanted(pictures: Sequence[WordPicture], *, has_table: bool) -> list[WordPicture]:
    """Return the pictures that may hold a table: beside one, only those that are known to be as large."""
    return [one for one in pictures if one.is_large or (one.is_large is None and not has_table)]


def _see(document: Document, pictures: Sequence[WordPicture], count: int, bounds: ScanBounds) -> Iterator[Grid]:
    crew = Crew(bounds)
    try:
        pages = (page for picture in pictures for page in _open(document, picture, count))
        for grid in pages_to_grids(document, crew.read(pages)):
            if grid.cells or grid.notices:
                yield replace(grid, notices=tuple(map(_of_pictures, grid.notices)))
    finally:
        crew.close()


def _open(document: Document, picture: WordPicture, count: int) -> Iterator[Picture | PageTables]:
    """Yield the first page of a picture under the number of the picture, or what is wrong with it."""
    try:
        page = next(open_pages(replace(document, content=read_picture(document, picture))))
    except DocumentError:
        yield _unopened(picture.number)
        return
    yield replace(page, number=picture.number, count=count) if isinstance(page, Picture) else _unopened(picture.number)


def _unopened(number: int) -> PageTables:
    nowhere = Frame(0, 0, 0, 0, 0)
    notice = Notice(PICTURE_NOT_READ, f"第{number}张图片无法打开，其中的内容没有读取", number)
    return PageTables(number, nowhere, nowhere, "scan", notices=(notice,))


def _without_picture_notice(grid: Grid) -> Grid:
    return replace(grid, notices=tuple(notice for notice in grid.notices if notice.code != PICTURE_NOT_READ))


def _of_pictures(notice: Notice) -> Notice:
    """Return a notice of pages in the words for pictures: a Word document has no pages of its own."""
    return replace(notice, message=_PAGES.sub(r"第\1张图片", notice.message))
