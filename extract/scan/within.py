"""Rules that were too broken or too short to be found on their own, looked for inside the cells of a table.

In: the cells of a table as its other rules draw them, and the evidence of rules in one direction. Out: places of lines. A
rule inside a cell leads from one of its sides to the other, or there are no two cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from extract.pdf.frame import Box
from extract.scan.sides import Evidence

_CORNER: Final = 4  # pixels
_ROOM: Final = 1.0  # lines of text between a rule and the side of a cell


def rules_within(boxes: Sequence[Box], evidence: Evidence, least: float, *, is_across: bool) -> list[float]:
    """Return the places (points) at which a cell is ruled from side to side."""
    return sorted(place for box in boxes for place in _places(box, evidence, least, is_across=is_across))


def _places(box: Box, evidence: Evidence, least: float, *, is_across: bool) -> Iterator[float]:
    x0, top, x1, bottom = (round(at / evidence.points) for at in box)
    low, high, first, last = (x0, x1, top, bottom) if is_across else (top, bottom, x0, x1)
    room = round(_ROOM * evidence.usual)
    inside = evidence.masks.thin[first + room : max(0, last - room), low + _CORNER : max(0, high - _CORNER)] > 0
    if inside.shape[0] < 3 or inside.shape[1] < _CORNER:
        return
    shares = (inside[:-2] | inside[1:-1] | inside[2:]).mean(axis=1)
    ruled = np.flatnonzero(shares >= least)
    for group in np.split(ruled, np.flatnonzero(np.diff(ruled) > room) + 1):
        if group.size:
            yield float(first + room + 1 + group[shares[group].argmax()]) * evidence.points
