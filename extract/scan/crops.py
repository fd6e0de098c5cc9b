"""The box of a cell to pictures of its lines.

In: ink without rules, and a box in pixels. Out: `Crop`s from top to bottom. Around a line stays a margin of
three quarters of its height: with less, a 一 at the edge is not seen; with more, specks become characters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.scan.cutting import cut_lines

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


def crop_lines(ink: Grey, black: Grey, area: Area, usual: float) -> list[Crop]:
    """Return the lines in an area; `usual` is the height of a line of the page, in pixels."""
    x0, top, x1, bottom = area
    if x1 - x0 < _LEAST or bottom - top < _LEAST:
        return []
    lines, dust = cut_lines(black[top:bottom, x0:x1] > 0, usual)
    cell = ink[top:bottom, x0:x1].copy()
    cell[dust] = 255
    within = 0, 0, x1 - x0, bottom - top
    crops = [crop_line(cell, within, line, usual) for line in lines]
    return [
        Crop(crop.picture, (x0 + left, top + high, x0 + right, top + low))
        for crop, (left, high, right, low) in zip(crops, lines, strict=True)
    ]


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
