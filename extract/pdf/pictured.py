"""Which pages are pictures: asked of the objects of a page and of its text, not of the picture.

In: a drawing and its frame, or a page that has not been read yet. Out: yes or no. It reads no picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pypdfium2  # type: ignore[import-untyped]

from extract.pdf import native
from extract.pdf.fonts import is_unreadable, speaks_of_performance
from extract.pdf.frame import Box, Frame
from extract.pdf.layer import TextLayer
from extract.pdf.overlays import open_page
from extract.pdf.paths import Drawing, read_drawing

HARDLY_ANY: Final = 10  # characters: a page number is no text layer
_LARGE: Final = 0.35  # of the page


def has_picture(drawing: Drawing, frame: Frame) -> bool:
    """Whether a picture takes up a good part of a page."""
    return _has_large(drawing.images, frame)


def has_cover(drawing: Drawing, frame: Frame) -> bool:
    """Whether the text was printed first and a picture of the page laid over it, as some scanners do."""
    return _has_large(drawing.covers, frame)


def is_picture(pdf: pypdfium2.PdfDocument, number: int, *, is_wanted: bool) -> bool:
    """Whether a page that has not been read yet will be read from its picture; cheap, and rather no than yes.

    A page with hidden text is one only where it is wanted, or speaks of performance.
    """
    try:
        page = open_page(pdf, number - 1)
    except pypdfium2.PdfiumError:
        return False
    textpage = page.get_textpage()
    try:
        layer = TextLayer(native.pointer_of(textpage.raw))
        box: tuple[float, float, float, float] = page.get_bbox()
        frame = Frame(*box, page.get_rotation() // 90 % 4)
        drawing = read_drawing(native.pointer_of(page.raw), frame)
        if not has_picture(drawing, frame):
            return False
        if len(layer.plain.strip()) < HARDLY_ANY or is_unreadable(layer.plain):
            return True
        runs = layer.read(*box).runs
        is_hidden = has_cover(drawing, frame) or not any(run.is_visible for run in runs)
        return (is_wanted or speaks_of_performance(layer.plain)) and is_hidden
    finally:
        textpage.close()
        page.close()


def _has_large(boxes: Sequence[Box], frame: Frame) -> bool:
    width, height = frame.size
    return any(_area(box) > _LARGE * width * height for box in boxes)


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
