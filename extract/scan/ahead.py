"""The pages of a PDF that are pictures, read ahead of whoever asks for them.

In: the bytes of a PDF, and what tells of a page whether it will be asked for. Out: `PageTables`. While one page is waited
for, the next ones are drawn and read; few at a time.
"""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2  # type: ignore[import-untyped]

from extract.pdf.frame import Frame
from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.scan.bounds import ScanBounds
from extract.scan.crew import Crew
from extract.scan.rendered import Drawer, TooManyPixelsError


class PagePictures:
    """Reads pages of one document from their pictures; to be closed."""

    def __init__(self, content: bytes, count: int, bounds: ScanBounds, is_picture: Callable[[int], bool]) -> None:
        self._count, self._is_picture = count, is_picture
        self._crew, self._drawer = Crew(bounds), Drawer(content)
        self._tickets: dict[int, int | PageTables] = {}
        self._looked = 0  # the last page of which it is known whether it is a picture

    def read(self, number: int) -> PageTables:
        """Return what stands in the picture of a page (from 1)."""
        if number not in self._tickets:
            self._tickets[number] = self._submit(number)
        self._looked = max(self._looked, number)
        while self._crew.room > 0 and self._looked < self._count and self._looked < number + self._crew.reach:
            self._looked += 1
            if self._is_picture(self._looked):
                self._tickets[self._looked] = self._submit(self._looked)
        ticket = self._tickets.pop(number)
        return ticket if isinstance(ticket, PageTables) else self._crew.result(ticket, number, self._count)

    def _submit(self, number: int) -> int | PageTables:
        try:
            return self._crew.submit(self._drawer.draw(number))
        except TooManyPixelsError:
            return _unread(number, "page_too_large")
        except (pypdfium2.PdfiumError, MemoryError):
            return _unread(number, "page_not_read")

    def close(self) -> None:
        """Let go of the document, and of what is still being read."""
        self._crew.close()
        self._drawer.close()


def _unread(number: int, code: str) -> PageTables:
    nowhere = Frame(0, 0, 0, 0, 0)
    return PageTables(number, nowhere, nowhere, "scan", notices=(page_notice(code, number),))
