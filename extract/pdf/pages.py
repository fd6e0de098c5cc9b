"""One page at a time: opened, read, closed.

In: an open pdfium document. Out: `PageTables`, or nothing for a page that does not matter. What a page cannot give is
said in a `Notice`. Memory stays flat: no page is open while the next one is read.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import pypdfium2  # type: ignore[import-untyped]

from extract.contracts import Notice
from extract.pdf import native
from extract.pdf.fonts import fold_radicals, has_lying_font, is_unreadable, speaks_of_performance
from extract.pdf.frame import Frame, from_one_to_other
from extract.pdf.layer import TextLayer
from extract.pdf.notices import page_notice
from extract.pdf.overlays import open_page
from extract.pdf.paths import Drawing, read_drawing
from extract.pdf.pictured import HARDLY_ANY, has_cover, has_picture, is_picture
from extract.pdf.runs import Text
from extract.pdf.second import SecondReader
from extract.pdf.tables import Splitter, Table, page_to_tables
from extract.pdf.unseen import drop_unseen
from extract.scan.bounds import ScanBounds
from extract.scan.installed import is_available

if TYPE_CHECKING:
    from extract.scan.ahead import PagePictures

_AFRESH: Final = 64  # pages
_PICTURED: Final = {"scanned_page", "unreadable_text"}  # pages that only a reader of pictures can read
_HIDDEN: Final = "invisible_text"  # a page of which the picture is to be believed more than the text
_FROM_PICTURES: Final = "scan"
_DRAWN: Final = 0.5  # of the characters of a page that are also seen in its picture, though read otherwise
_RECOVERED: Final = {"font_without_map"}  # notices of pages that were read all the same


@dataclass(frozen=True, slots=True)
class PageTables:
    """What a page holds, in the order in which it is read."""

    number: int  # from 1
    reading: Frame
    shown: Frame
    reader: str
    tables: tuple[Table, ...] = ()
    lines: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    speaks: bool = True  # of performance, or of something amiss; else it was opened for the table before it
    is_corrupt: bool = False


class PageReader:
    """Reads the pages of one document; `wants_all` is for documents too short to look for pages that matter.

    `by_second` reads every page with the second reader, for a second opinion. Pages that are pictures are read within
    `bounds`; without, they are only said to be pictures.
    """

    def __init__(
        self,
        pdf: pypdfium2.PdfDocument,
        content: bytes,
        *,
        wants_all: bool,
        by_second: bool = False,
        bounds: ScanBounds | None = None,
    ) -> None:
        self._pdf, self._wants_all, self._by_second = pdf, wants_all, by_second
        self._bounds = bounds if is_available() else None
        self._pictures: PagePictures | None = None
        self._content, self._second = content, SecondReader(content)
        self._again: pypdfium2.PdfDocument | None = None
        # To find its pages again costs the more the more there are.
        self._count, self._afresh = 0, max(_AFRESH, len(pdf) // 50)

    def close(self) -> None:
        """Let go of the other readers, and of what was opened again."""
        self._second.close()
        if self._pictures is not None:
            self._pictures.close()
        if self._again is not None:
            self._again.close()
            self._again = None

    def _document(self) -> pypdfium2.PdfDocument:
        """Return the document, opened afresh now and then: it keeps the fonts of every page that it ever read."""
        self._count += 1
        if self._count % self._afresh == 0:
            if self._again is not None:
                self._again.close()
            self._again = pypdfium2.PdfDocument(self._content)
        return self._pdf if self._again is None else self._again

    def read(self, number: int, *, is_wanted: bool) -> PageTables | None:
        """Return what page `number` holds; None for one that does not speak of performance and is not wanted."""
        try:
            page = open_page(self._document(), number - 1)
        except pypdfium2.PdfiumError:
            nowhere = Frame(0, 0, 0, 0, 0)
            return PageTables(
                number, nowhere, nowhere, "", notices=(page_notice("corrupt_page", number),), is_corrupt=True
            )
        try:
            return self._read_open(page, number, is_wanted or self._wants_all)
        finally:
            page.close()

    def _read_open(self, page: Any, number: int, is_wanted: bool) -> PageTables | None:
        textpage = page.get_textpage()
        try:
            layer = TextLayer(native.pointer_of(textpage.raw))
            speaks = self._wants_all or speaks_of_performance(layer.plain)
            is_odd = len(layer.plain.strip()) < HARDLY_ANY or is_unreadable(layer.plain)
            if not (speaks or is_wanted or is_odd or layer.has_lying_font()):
                return None
            box: tuple[float, float, float, float] = page.get_bbox()
            turned: int = page.get_rotation() // 90 % 4
            text, split = self._read_text(layer, box, number, turned)
            reading = Frame(*box, text.quarter)
            shown = reading if text.quarter == turned else Frame(*box, turned)
            drawing = read_drawing(native.pointer_of(page.raw), reading)
            found = self._seen(_to_page(number, reading, shown, text, drawing, split), text)
            # What another reader recovers may turn out to be of no matter.
            speaks = speaks or _speaks(found, text) or bool({n.code for n in found.notices} - _RECOVERED)
            return replace(found, speaks=speaks)
        finally:
            textpage.close()

    def _seen(self, found: PageTables, text: Text) -> PageTables:
        """Return a page as a reader of pictures sees it, where its text cannot be had or not be trusted."""
        codes = {notice.code for notice in found.notices}
        if self._bounds is None or codes.isdisjoint({*_PICTURED, _HIDDEN}):
            return found
        if self._pictures is None:
            from extract.scan.ahead import PagePictures  # heavy, and few documents need it

            self._pictures = PagePictures(self._content, len(self._pdf), self._bounds, self._will_be_picture)
        pictured = self._pictures.read(found.number)
        if _HIDDEN not in codes:
            # Without its font a page is drawn without its text: that it cannot be read must still be said.
            is_all = len(_text_of(pictured)) >= _DRAWN * len("".join(text.plain.split()))
            return pictured if is_all else found
        if not pictured.tables:
            return found  # the hidden text is better than nothing, and said to be doubtful
        from extract.scan.layered import with_layer

        words = [(run.text, from_one_to_other(run.box, found.reading, found.shown)) for run in text.runs]
        return with_layer(pictured, words)

    def _will_be_picture(self, number: int) -> bool:
        return is_picture(self._pdf, number, is_wanted=self._wants_all)

    def _read_text(
        self, layer: TextLayer, box: tuple[float, float, float, float], number: int, turned: int
    ) -> tuple[Text, Splitter]:
        text = layer.read(*box)
        if self._by_second or has_lying_font(text.map_errors):
            return self._second.read(number, turned), self._second.characters
        return text, layer.characters


def _to_page(number: int, reading: Frame, shown: Frame, text: Text, drawing: Drawing, split: Splitter) -> PageTables:
    count = sum([len(run.text) for run in text.runs])
    if count < HARDLY_ANY and has_picture(drawing, reading):
        return PageTables(number, reading, shown, text.reader, notices=(page_notice("scanned_page", number),))
    if is_unreadable(text.plain):
        return PageTables(number, reading, shown, text.reader, notices=(page_notice("unreadable_text", number),))
    runs = drop_unseen(text.runs, drawing.fills)
    tables, lines = page_to_tables(runs, drawing, split)
    invisible = sum([len(run.text) for run in runs if not run.is_visible])
    is_hidden = invisible > 0.5 * count > 0 or (count > 0 and has_cover(drawing, reading))
    notices: tuple[Notice, ...] = (page_notice("invisible_text", number),) if is_hidden else ()
    notices += (page_notice("font_without_map", number),) if text.reader == SecondReader.reader else ()
    notices += (page_notice("too_many_objects", number),) if drawing.is_cut else ()
    notices += (page_notice("doubtful_rows", number),) if not all(table.is_sure for table in tables) else ()
    folded = tuple(fold_radicals(line) for line in lines)
    return PageTables(number, reading, shown, text.reader, tuple(tables), folded, notices)


def _speaks(page: PageTables, text: Text) -> bool:
    """Whether a page speaks of performance, in its text or, where that cannot be had, in its picture."""
    if speaks_of_performance(text.plain):
        return True
    return page.reader == _FROM_PICTURES and speaks_of_performance(_text_of(page))


def _text_of(page: PageTables) -> str:
    parts = (
        part for table in page.tables for part in (*table.before, *(cell.text for cell in table.cells), *table.after)
    )
    return "".join((*page.lines, *parts))
