"""Lines that run into the next cell: where a rule was seen that is none, or one was missed, it is the text that tells.

In: a page, a table that its rules draw, and the lines in its cells. Out: the cells to be doubted. Between two cells whose
lines nearly touch there has to be ink all the way down, beside the lines, above and below them, for a stroke of a character is no
rule; and in a cell over several columns no line should leave white what the rows around it keep for a rule. Nothing is moved here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.pdf.lattice import Sheet, Slot
from extract.scan.crops import Area

Grey = npt.NDArray[np.uint8]
_NEAR: Final = 0.6  # of a line's height: text that keeps so little room beside a rule
_TOGETHER: Final = 0.9  # the same, of the two cells beside it together
_SAME_LINE: Final = 0.5  # of the lower of two lines: so much of it stands beside the other
_LEAN: Final = 3  # pixels to each side in which a rule may stand
_CORNER: Final = 3  # pixels beside the rules across, which have ink of their own
_DRAWN: Final = 0.6  # of the rows of pixels in which a rule has ink
_APART: Final = 0.8  # of a line's height: no two characters of a word stand so far from each other


def cells_run_together(
    black: Grey, sheet: Sheet, lines: Mapping[Slot, Sequence[Area]], points: float, usual: float
) -> set[Slot]:
    """Return the cells whose text may belong to the cell beside them, or hold that of two.

    `black` is the page with its rules; `lines` are the boxes of the lines in each cell, in pixels; a pixel has `points`.
    """
    found: set[Slot] = set()
    for one, other in _neighbours(sheet):
        (_, high, at, low), (_, top, _, bottom) = sheet.box_of(one), sheet.box_of(other)
        side = round(at / points), round(max(high, top) / points), round(min(low, bottom) / points)
        pairs = ((left, right) for left in lines.get(one, ()) for right in lines.get(other, ()))
        if any(_is_open(black, side, left, right, usual) for left, right in pairs):
            found |= {one, other}
    for slot in sheet.slots:
        inner = [round(x / points) for x in sheet.xs[slot.column + 1 : slot.column + slot.column_span]]
        if any(_is_parted(black, x, line, usual) for x in inner for line in lines.get(slot, ())):
            found.add(slot)
    return found


def _neighbours(sheet: Sheet) -> Iterator[tuple[Slot, Slot]]:
    """Yield the cells that stand side by side."""
    owner = {place: slot for slot in sheet.slots for place in slot.places()}
    seen = set()
    for slot in sheet.slots:
        end = slot.column + slot.column_span
        for row in range(slot.row, slot.row + slot.row_span):
            other = owner.get((row, end))
            if other is not None and (slot, other) not in seen:
                seen.add((slot, other))
                yield slot, other


def _is_open(black: Grey, side: tuple[int, int, int], left: Area, right: Area, usual: float) -> bool:
    """Whether two lines nearly touch at a side (its x, top and bottom) where no rule stands between them."""
    x, high, low = side
    top, bottom = max(left[1], right[1]), min(left[3], right[3])
    least = min(left[3] - left[1], right[3] - right[1])
    if bottom - top < _SAME_LINE * least or x - left[2] > _NEAR * usual or right[0] - x > _NEAR * usual:
        return False
    stretches = ((high + _CORNER, top), (top, bottom), (bottom, low - _CORNER))
    return right[0] - left[2] < _TOGETHER * usual and any(_ink(black, x, *one) < _DRAWN for one in stretches)


def _ink(black: Grey, x: int, top: int, bottom: int) -> float:
    """Return in what share of the rows of pixels there is ink at or beside x."""
    stretch = black[top:bottom, max(0, x - _LEAN) : x + _LEAN + 1]
    return float((stretch > 0).any(axis=1).mean()) if stretch.size else 1.0


def _is_parted(black: Grey, x: int, line: Area, usual: float) -> bool:
    """Whether a line is white to both sides of where the rows around it have a rule."""
    x0, top, x1, bottom = line
    if not x0 + usual < x < x1 - usual:
        return False
    inked = np.flatnonzero((black[top:bottom, x0:x1] > 0).any(axis=0)) + x0
    before, after = inked[inked < x - _LEAN], inked[inked > x + _LEAN]
    return bool(before.size and after.size) and int(after[0] - before[-1]) > _APART * usual
