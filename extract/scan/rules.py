"""The rules of a page of ink: long straight runs of black, across and down.

In: a black-and-white picture, straightened. Out: pieces of rules in pixels, for `extract.pdf.rules` to merge.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.pdf.paths import Piece

Mask = npt.NDArray[np.uint8]
_SHORTEST: Final = 40  # pixels at 200 dpi: longer than the stroke of any character
_WIDEST_GAP: Final = 25  # pixels
_THICKEST: Final = 14


def rule_masks(black: Mask) -> tuple[Mask, Mask]:
    """Return the pixels of rules across, and of rules down."""
    return _long(black, across=True), _long(black, across=False)


def _long(black: Mask, *, across: bool) -> Mask:
    size = (_SHORTEST, 1) if across else (1, _SHORTEST)
    near = (1, 3) if across else (3, 1)
    # A rule that leans by a pixel breaks into steps; thickened across its run it is whole.
    thick = cv2.dilate(black, cv2.getStructuringElement(cv2.MORPH_RECT, near))
    found = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    # Faint print breaks; between two pieces of a rule lies less than a row.
    gap = (_WIDEST_GAP, 1) if across else (1, _WIDEST_GAP)
    joined = cv2.morphologyEx(found, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
    return np.asarray(joined)


def masks_to_pieces(across: Mask, down: Mask) -> tuple[list[Piece], list[Piece]]:
    """Return each stretch of rule: where it lies, from where to where, in pixels."""
    one, other = _pieces(across, is_across=True), _pieces(down, is_across=False)
    return _reaching(one, other), _reaching(other, one)


def _reaching(pieces: Sequence[Piece], others: Sequence[Piece]) -> list[Piece]:
    """Return the pieces, each end drawn on to a rule that it nearly reaches: print breaks where rules cross, too."""
    out: list[Piece] = []
    for at, low, high in pieces:
        near = [other[0] for other in others if other[1] - _WIDEST_GAP <= at <= other[2] + _WIDEST_GAP]
        before = [place for place in near if low - _WIDEST_GAP <= place < low]
        after = [place for place in near if high < place <= high + _WIDEST_GAP]
        out.append((at, min(before, default=low), max(after, default=high)))
    return out


def _pieces(mask: Mask, *, is_across: bool) -> list[Piece]:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    out: list[Piece] = []
    for x, y, width, height, _area in stats[1:count].tolist():
        long, thick = (width, height) if is_across else (height, width)
        if thick > _THICKEST or long < 3 * thick:
            continue
        at, low = (y + height / 2, x) if is_across else (x + width / 2, y)
        out.append((float(at), float(low), float(low + long)))
    return out
