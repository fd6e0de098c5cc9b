"""A page of an open PDF that is a picture, to its tables.

In: a page of pdfium. Out: `PageTables`. The page is drawn as a person would see it, whatever it is made of.
"""

from __future__ import annotations

from typing import Any, Final

from extract.pdf.frame import Frame
from extract.pdf.pages import PageTables
from extract.scan.reader import read_page_picture

_DPI: Final = 200.0
_MOST_PIXELS: Final = 40_000_000  # a plan of a metre: drawn smaller


def read_scanned_page(page: Any, number: int, shown: Frame) -> PageTables:
    """Return what stands on a page that is a picture."""
    width, height = shown.size
    scale = min(_DPI / 72, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale)
    try:
        pixels = bitmap.to_numpy()[:, :, :3].copy() if bitmap.n_channels > 1 else bitmap.to_numpy().copy()
    finally:
        bitmap.close()
    return read_page_picture(pixels, number, shown.size)
