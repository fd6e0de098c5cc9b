"""The box of a cell to pictures of its lines.

In: ink without rules, and a box in pixels. Out: `Crop`s from top to bottom. Around a line stays a margin of
three quarters of its height: with less, a 一 at the edge is not seen; with more, specks become characters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.scan.cutting import around, cut_lines
from extract.scan.pale import NOTHING_PALE, darker, without_pale

Grey = npt.NDArray[np.uint8]
Area = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels
_MARGIN: Final = 0.75  # of the height of the line
_LEAD: Final = 0.12
_LEAST: Final = 5  # pixels: what is smaller is no cell


@dataclass(frozen=True, slots=True)
class Crop:
    """The picture of one line, and where its print stands on the page."""

    picture: Grey
    area: Area
    goes_on: bool = False  # another line of its cell stands below


def crop_lines(ink: Grey, black: Grey, area: Area, usual: float, level: float = NOTHING_PALE) -> list[Crop]:
    """Return the lines in an area; `usual` is the height of a line of the page, in pixels, `level` that of its print."""
    x0, top, x1, bottom = area
    if x1 - x0 < _LEAST or bottom - top < _LEAST:
        return []
    cell = ink[top:bottom, x0:x1].copy()
    all_black = black[top:bottom, x0:x1] > 0
    print_ = without_pale(cell, all_black, level, usual)
    lines, dust = cut_lines(print_, usual)
    if not lines and level < NOTHING_PALE:
        # A dash that stands among pieces of a seal: as few as they are, they hide it.
        print_ = darker(cell, all_black, level, usual)
        lines, dust = cut_lines(print_, usual)
    cell[dust | around(all_black & ~print_, print_)] = 255
    crops = [
        crop_line(cell, (0, above, x1 - x0, below), line, usual)
        for line, (above, below) in zip(lines, _rooms(lines, bottom - top), strict=True)
    ]
    return [
        Crop(crop.picture, (x0 + left, top + high, x0 + right, top + low), number < len(lines))
        for number, (crop, (left, high, right, low)) in enumerate(zip(crops, lines, strict=True), 1)
    ]


def _rooms(lines: Sequence[Area], height: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where the picture of each line may show the cell: its neighbours' print is not its own."""
    for index, (_, top, _, bottom) in enumerate(lines):
        above = lines[index - 1][3] if index else 0
        below = lines[index + 1][1] if index + 1 < len(lines) else height
        yield min(above, top), max(below, bottom)


def crop_line(ink: Grey, cell: Area, area: Area, usual: float) -> Crop:
    """Return the picture of the line in an area; of its margin, only what lies in the cell."""
    x0, top, x1, bottom = area
    # A line that holds nothing but 一 or a dash is as high as any other.
    missing = max(0.0, usual - (bottom - top)) / 2
    height = max(bottom - top, usual)
    lead = round(_LEAD * height + missing)
    margin = round(_MARGIN * height)
    rows, columns = bottom - top + 2 * lead, x1 - x0 + 2 * margin
    picture = np.full((rows, columns), 255, np.uint8)
    left, high = max(cell[0], x0 - margin), max(cell[1], top - lead)
    right, low = min(cell[2], x1 + margin), min(cell[3], bottom + lead)
    picture[high - top + lead : low - top + lead, left - x0 + margin : right - x0 + margin] = ink[high:low, left:right]
    return Crop(picture, area)
