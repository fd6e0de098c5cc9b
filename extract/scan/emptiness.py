"""Whether there is anything to read in a picture: blank pages and photographs say so, and invent no text.

In: a picture, and what was read in it. Out: the same, or a page without text and the reason.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.scan.ink import to_ink

_SMALL: Final = 800  # pixels of the long side at which a page is looked at
_SMALLEST: Final = 12  # pixels of a side in which a character can be told
_DEEP, _DARK, _PALE = 100, 128, 200
_MOST_BETWEEN: Final = 0.35  # of a picture; of a page on a desk in bad light it is a tenth
_NOTHING: Final = 0.00001
_SPECKS: Final = 0.0002  # of a page: dust, and the holes of a punch at its edge
_EDGE: Final = 0.04  # of the page: shadows of the scanner's lid


def without_invention(page: PageTables, pixels: npt.NDArray[np.uint8]) -> PageTables:
    """Return the page; where it holds neither table nor line, with the notice that says what it is."""
    if page.tables or page.lines or page.notices:
        return page
    code = "blank_page" if is_blank(pixels) else "page_without_text"
    return replace(page, notices=(page_notice(code, page.number),))


def is_blank(pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether there is next to nothing on the paper."""
    return _share_darker(pixels, _DARK) < _SPECKS


def has_nothing(pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether a picture need not even be looked at: it is too small for a character, or paper without a speck."""
    return min(pixels.shape[:2]) < _SMALLEST or _share_darker(pixels, _PALE) < _NOTHING


def is_photograph(pixels: npt.NDArray[np.uint8]) -> bool:
    """Whether most of a picture is neither paper nor print, but something in between, as of no page."""
    return _share_darker(pixels, _PALE) - _share_darker(pixels, _DEEP) > _MOST_BETWEEN


def _share_darker(pixels: npt.NDArray[np.uint8], level: int) -> float:
    height, width = pixels.shape[:2]
    factor = min(1.0, _SMALL / max(height, width))
    size = max(_SMALLEST, round(width * factor)), max(_SMALLEST, round(height * factor))
    small: Any = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
    ink = to_ink(small)
    rows, columns = round(_EDGE * ink.shape[0]), round(_EDGE * ink.shape[1])
    inside = ink[rows : ink.shape[0] - rows, columns : ink.shape[1] - columns]
    return float((inside < level).mean())
