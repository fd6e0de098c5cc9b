"""An image file to its grids: PNG, JPEG, TIFF with any number of pages, BMP, WebP, GIF.

In: a document whose bytes are a picture. Out: `Grid`s, as of a scanned PDF. Raises `CorruptFileError`, `TooLargeError`.
What a file declares is looked at before a single pixel is unpacked; a page that is damaged is a notice where others
are whole.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from PIL import Image, UnidentifiedImageError

from extract.contracts import Document, Grid, Notice
from extract.errors import CorruptFileError, TooLargeError
from extract.pdf.frame import Frame
from extract.pdf.grids import pages_to_grids
from extract.pdf.notices import document_notice, page_notice
from extract.pdf.pages import PageTables
from extract.scan.bounds import ScanBounds
from extract.scan.crew import Crew
from extract.scan.picture import Picture
from extract.scan.pixels import MOST_READ, to_pixels

_MOST_PIXELS: Final = 120_000_000  # A4 at 1200 dpi: 360 MB in colour
_PAPER: Final = 842.0  # points: the long side of a page that does not say how large it is
_FEWEST_DPI, _MOST_DPI = 50.0, 2400.0
_ON_SCREEN: Final = 72  # dpi: what is written where nobody knows
_MOST_PAGES: Final = 2000
# What Pillow raises of damaged data, besides errors of its own.
_BROKEN: Final = (
    UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, IndexError, AttributeError,
    ZeroDivisionError, OverflowError, struct.error, zlib.error,
)  # fmt: skip


def read_image_grids(document: Document, bounds: ScanBounds | None = None) -> Iterator[Grid]:
    """Yield the grids of every page of a picture."""
    crew = Crew(bounds or ScanBounds())
    try:
        yield from pages_to_grids(document, crew.read(open_pages(document)))
    finally:
        crew.close()


def open_pages(document: Document) -> Iterator[Picture | PageTables]:
    """Yield the picture of every page, in its place what is wrong with one; raise where none is whole."""
    # Pillow warns of what is odd in a file; what matters here is said in a `Notice`.
    warnings.filterwarnings("ignore", module=r"PIL\.")
    Image.MAX_IMAGE_PIXELS = None  # bounded here, with an error that says how
    try:
        image = Image.open(io.BytesIO(document.content))
    except _BROKEN as error:
        raise CorruptFileError(document.path, "picture") from error
    with image:
        has_any, damaged = False, list[PageTables]()
        for page in _frames(document, image):
            if isinstance(page, PageTables) and page.is_corrupt and not has_any:
                damaged.append(page)
                continue
            has_any = True
            yield from damaged
            damaged.clear()
            yield page
    if not has_any:
        raise CorruptFileError(document.path, "picture")


def _frames(document: Document, image: Any) -> Iterator[Picture | PageTables]:
    count = _count_pages(image)
    for number in range(1, min(count, _MOST_PAGES) + 1):
        try:
            image.seek(number - 1)
        except _BROKEN:  # the list of pages breaks off: what comes after it cannot be found
            yield _damaged(number, page_notice("pages_not_opened", number, count) if number < count else None)
            return
        if image.width * image.height > _MOST_PIXELS:
            raise TooLargeError(document.path, f"a picture of {image.width} x {image.height} pixels")
        yield from _frame(image, number, count)
    if count > _MOST_PAGES:
        yield _notices(_MOST_PAGES, page_notice("pages_not_opened", _MOST_PAGES + 1, count))
    if image.format not in {"TIFF", "MPO"} and getattr(image, "is_animated", False):
        yield _notices(1, document_notice("frames_not_read"))


def _count_pages(image: Any) -> int:
    """Return how many pages a picture has: the frames of a TIFF; those of others are no pages."""
    if image.format != "TIFF":
        return 1
    try:
        return int(image.n_frames)
    except _BROKEN:
        return _count_by_seeking(image)


def _count_by_seeking(image: Any) -> int:
    """Return one more than there are whole entries in a list of pages that breaks off."""
    for number in range(_MOST_PAGES):
        try:
            image.seek(number)
        except _BROKEN:
            return number + 1
    return _MOST_PAGES


def _frame(image: Any, number: int, count: int) -> Iterator[Picture | PageTables]:
    try:
        long_side, is_large = _points_of(image), image.width * image.height > MOST_READ
        pixels = to_pixels(image)
    except _BROKEN:
        yield _damaged(number)
        return
    yield Picture(number, count, pixels, _size_of(pixels, long_side))
    if is_large:
        yield _notices(number, page_notice("picture_made_smaller", number))


def _damaged(number: int, *more: Notice | None) -> PageTables:
    notices = (page_notice("corrupt_page", number), *(notice for notice in more if notice is not None))
    return replace(_notices(number, *notices), is_corrupt=True)


def _notices(number: int, *notices: Notice) -> PageTables:
    nowhere = Frame(0, 0, 0, 0, 0)
    return PageTables(number, nowhere, nowhere, "scan", notices=notices)


def _points_of(image: Any) -> float:
    """Return the points of the long side of a page; what a camera says of its dpi is no size of paper."""
    try:
        dpi = float(image.info.get("dpi", (0, 0))[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    is_said = _FEWEST_DPI <= dpi <= _MOST_DPI and dpi != _ON_SCREEN
    return float(max(image.size) * 72 / dpi) if is_said else _PAPER


def _size_of(pixels: npt.NDArray[np.uint8], long_side: float) -> tuple[float, float]:
    """Return width and height in points, as seen: a camera may have been held sideways."""
    height, width = pixels.shape[:2]
    points = long_side / max(width, height)
    return width * points, height * points
