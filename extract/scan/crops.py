"""The box of a cell to pictures of its lines.

In: ink without rules, and a box in pixels. Out: `Crop`s from top to bottom. Around a line stays a margin of
three quarters of its height: with less, a 一 at the edge is not seen; with more, specks become characters.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Area = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels
_MARGIN: Final = 0.75  # of the height of the line
_LEAD: Final = 0.12
_LEAST: Final = 5  # pixels: what is lower is no line, unless it is wide
_SPECK: Final = 3  # pixels of ink in a row of pixels: fewer is dust


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
    inside = black[top:bottom, x0:x1] > 0
    out = []
    for low, high in _stretches(inside, usual):
        columns = np.flatnonzero(inside[low:high].any(axis=0))
        if not columns.size:
            continue
        left, right = int(columns[0]), int(columns[-1]) + 1
        if high - low < _LEAST and right - left < 2 * _LEAST:
            continue
        out.append(crop_line(ink, area, (x0 + left, top + low, x0 + right, top + high), usual))
    return out


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


def _stretches(inside: npt.NDArray[np.bool_], usual: float) -> list[tuple[int, int]]:
    """Return from where to where there is print, top to bottom; parts of one line as one."""
    has_ink = inside.sum(axis=1) >= min(_SPECK, max(1, inside.shape[1] // 40))
    edges = np.flatnonzero(np.diff(np.concatenate([[False], has_ink, [False]]).astype(np.int8)))
    found = [(int(low), int(high)) for low, high in zip(edges[::2], edges[1::2], strict=True)]
    lines: list[tuple[int, int]] = []
    for low, high in found:
        if lines and high - lines[-1][0] < 1.25 * usual and low - lines[-1][1] < 0.35 * usual:
            lines[-1] = lines[-1][0], high
        else:
            lines.append((low, high))
    return [part for low, high in lines for part in _halves(inside, low, high, usual)]


def _halves(inside: npt.NDArray[np.bool_], low: int, high: int, usual: float) -> list[tuple[int, int]]:
    """Part what is as high as two lines or more where there is least print."""
    count = round((high - low) / (1.3 * usual))
    if count < 2:
        return [(low, high)]
    profile = inside[low:high].sum(axis=1)
    step = (high - low) / count
    cuts = [0]
    for number in range(1, count):
        around = slice(int((number - 0.35) * step), int((number + 0.35) * step) + 1)
        cuts.append(around.start + int(profile[around].argmin()))
    cuts.append(high - low)
    return [(low + one, low + other) for one, other in itertools.pairwise(cuts)]
