"""Page space to reading space: y runs down, the text stands upright, the corner is that of the visible page.

A page has a crop box that need not start at nought, may be turned by its `/Rotate`, and may be drawn sideways
besides. `Frame` knows one quarter turn of one box and goes both ways.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Box = tuple[float, float, float, float]  # x0, top, x1, bottom


@dataclass(frozen=True, slots=True)
class Frame:
    """The visible box of a page (left, bottom, right, top in page space) and its clockwise quarter turns."""

    left: float
    bottom: float
    right: float
    top: float
    quarter: int

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as seen."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.quarter % 2 else (width, height)

    def to_view(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Page space to the view: left, bottom, right, top to x0, top, x1, bottom.

        >>> Frame(0, 0, 100, 200, 0).to_view(10, 20, 30, 40)
        (10, 160, 30, 180)
        """
        if self.quarter == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.quarter == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.quarter == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0

    def rectangles_to_view(self, numbers: Sequence[float]) -> list[Box]:
        """Page space to the view, for pdfium's rectangles in a row: left, top, right, bottom of each.

        >>> Frame(0, 0, 100, 200, 0).rectangles_to_view([10, 40, 30, 20])
        [(10, 160, 30, 180)]
        """
        rectangles = zip(numbers[0::4], numbers[1::4], numbers[2::4], numbers[3::4], strict=True)
        if self.quarter:
            return [self.to_view(left, bottom, right, top) for left, top, right, bottom in rectangles]
        x, y = self.left, self.top
        return [(left - x, y - top, right - x, y - bottom) for left, top, right, bottom in rectangles]

    def from_view(self, box: Box) -> Box:
        """The view to page space; undoes `to_view`.

        >>> frame = Frame(5, 6, 100, 200, 3)
        >>> frame.from_view(frame.to_view(10, 20, 30, 40))
        (10, 20, 30, 40)
        """
        x0, top, x1, bottom = box
        if self.quarter == 0:
            return x0 + self.left, self.top - bottom, x1 + self.left, self.top - top
        if self.quarter == 1:
            return top + self.left, x0 + self.bottom, bottom + self.left, x1 + self.bottom
        if self.quarter == 2:
            return self.right - x1, top + self.bottom, self.right - x0, bottom + self.bottom
        return self.right - bottom, self.top - x1, self.right - top, self.top - x0


def from_one_to_other(box: Box, reading: Frame, shown: Frame) -> Box:
    """Return a box of the reading frame in the frame of the page as displayed, to a hundredth of a point."""
    x0, top, x1, bottom = box if reading is shown or reading == shown else shown.to_view(*reading.from_view(box))
    return round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2)
