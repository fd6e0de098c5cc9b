"""What is paler than the print of its page: rests of seals and pens, and what shows through from the other side.

In: ink and what is black in it. Out: how dark print must be somewhere, and the black of a cell without what is not. A thin
stroke is paler than a thick one, so nothing is taken for pale that is not far from the page's print.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]
_LEVELS: Final = 110.0  # between the usual darkest pixel of a character and that of what is pale
_STRICT: Final = 70.0  # the same in a cell that is known to hold something pale
_SPREAD: Final = 4.0  # of characters that differ much: so many times as far
_FEWEST: Final = 30  # characters by which print can be judged
_MUCH: Final = 0.08  # of the square of a line: so much of what is pale is more than dust
_SMALL: Final = 0.45  # of a line: a mark, and no character
_WIDE: Final = 1.6  # of a line: what is larger is more than one character
NOTHING_PALE: Final = 255.0


def print_level(ink: Grey, black: Grey, usual: float) -> float:
    """Return how dark the darkest pixel of a character is on a page, usually; what no ink reaches where there are few."""
    found = [darkest for darkest, _, high in _darkest_of(ink, black > 0) if 0.5 * usual <= high <= 1.3 * usual]
    if len(found) < _FEWEST:
        return NOTHING_PALE
    middle = float(np.median(found))
    spread = 1.5 * float(np.median(np.abs(np.array(found) - middle)))
    return middle + max(0.0, _SPREAD * spread - _LEVELS)


def without_pale(ink: Grey, black: Mask, level: float, usual: float) -> Mask:
    """Return the black of a cell without what is pale; `level` is that of the page's print."""
    kept = darker(ink, black, level, usual)
    if (black & ~kept).sum() < _MUCH * usual**2:
        return black
    # Commas and full stops are paler than characters, and are not what makes lines of a seal.
    return _kept(ink, black, level + _STRICT, usual) | _small(kept, usual)


def darker(ink: Grey, black: Mask, level: float, usual: float) -> Mask:
    """Return the black of a cell without any that is pale, however little it is."""
    return _kept(ink, black, level + _LEVELS, usual)


def _small(black: Mask, usual: float) -> Mask:
    _, labels, stats, _ = cv2.connectedComponentsWithStats(black.astype(np.uint8), connectivity=8)
    is_small = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) < _SMALL * usual
    return np.asarray(black & is_small[labels])


def _kept(ink: Grey, black: Mask, level: float, usual: float) -> Mask:
    if level >= NOTHING_PALE or not black.any():
        return black
    count, labels, stats, _ = cv2.connectedComponentsWithStats(black.astype(np.uint8), connectivity=8)
    dark = ink < level
    is_kept = np.zeros(count, bool)
    is_kept[labels[dark & black]] = True
    is_kept[0] = False
    # What is larger than a character is print that a seal touches: of it, what lies near dark print.
    is_wide = is_kept & (stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > _WIDE * usual)
    kept = np.asarray(is_kept[labels])
    if is_wide.any():
        near = cv2.dilate((dark & kept).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
        kept &= ~is_wide[labels] | near
    return kept


def _darkest_of(ink: Grey, black: Mask) -> list[tuple[int, int, int]]:
    """Return the darkest pixel, the width and the height of every piece of black."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(black.astype(np.uint8), connectivity=8)
    darkest = np.full(count, 255, np.uint8)
    inside = labels > 0
    places: Any = labels[inside]
    np.minimum.at(darkest, places, ink[inside])
    sides: Any = stats[1:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].tolist()
    return [(level, wide, high) for level, (wide, high) in zip(darkest[1:].tolist(), sides, strict=True)]
