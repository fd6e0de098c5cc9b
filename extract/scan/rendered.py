"""A page of a PDF that is a picture, to its pixels.

In: the bytes of a PDF and the number of a page. Out: a `Picture`, drawn as a person would see it, with the fonts of this
machine and whatever lies over it; as fine as the scan itself is, within bounds.
"""

from __future__ import annotations

from typing import Any, Final

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium_c  # type: ignore[import-untyped]

from extract.pdf.overlays import open_page
from extract.pdf.stand_in import installed_fonts
from extract.scan.picture import Picture

_USUAL_DPI: Final = 200.0
_LEAST_DPI, _MOST_DPI = 120.0, 300.0
_MOST_PIXELS: Final = 18_000_000  # A3 at 300 dpi; a plan of a metre: drawn smaller
_MOST_UNPACKED: Final = 250_000_000  # pixels of one picture on a page
_LARGE: Final = 0.5  # of the page: the picture that says how fine it is
_AFRESH: Final = 32  # pages: pdfium keeps what it unpacked
_DEEPEST: Final = 3  # forms in forms


class TooManyPixelsError(Exception):
    """A picture on the page would unpack to more than is held at once."""


class Drawer:
    """Draws pages of one document; to be closed."""

    def __init__(self, content: bytes) -> None:
        self._content, self._count = content, 0
        self._pdf: Any = None

    def draw(self, number: int) -> Picture:
        """Return the picture of a page (from 1); raises `PdfiumError`, `TooManyPixelsError`."""
        with installed_fonts():
            self._count += 1
            if self._pdf is None or self._count % _AFRESH == 0:
                self.close()
                self._pdf = pypdfium2.PdfDocument(self._content)
            page = open_page(self._pdf, number - 1)
            try:
                return self._draw(page, number)
            finally:
                page.close()

    def _draw(self, page: Any, number: int) -> Picture:
        width, height = page.get_size()
        dpi = _fineness(page, width * height)
        scale = min(dpi / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        bitmap = page.render(scale=scale)
        try:
            drawn = bitmap.to_numpy()
            pixels = drawn[:, :, :3].copy() if drawn.ndim == 3 else drawn.copy()
        finally:
            bitmap.close()
        return Picture(number, len(self._pdf), pixels, (width, height))

    def close(self) -> None:
        """Let go of the document."""
        if self._pdf is not None:
            self._pdf.close()
            self._pdf = None


def _fineness(page: Any, area: float) -> float:
    """Return the dpi of the picture that covers the page, within reason; the usual ones where none does."""
    found = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
        left, bottom, right, top = item.get_bounds()
        covered = (right - left) * (top - bottom)
        columns, rows = item.get_px_size()
        if columns * rows > _MOST_UNPACKED:
            raise TooManyPixelsError
        if covered > _LARGE * area:
            found = max(found, (columns * rows / covered) ** 0.5 * 72)
    return min(max(found, _LEAST_DPI), _MOST_DPI) if found else _USUAL_DPI
