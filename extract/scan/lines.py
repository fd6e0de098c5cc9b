"""Where lines of text stand on a page of black and white.

In: print without rules. Out: areas in pixels, and how high a line of the page usually is. It reads nothing.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
Area = tuple[int, int, int, int]  # x0, top, x1, bottom in pixels
_USUAL: Final = 28.0  # pixels at 200 dpi: a line of small four type
_SMALLEST, _LARGEST = 7, 160  # pixels of a character
_APART: Final = 0.9  # of the line: what stands farther apart is not one piece of text


def without_rules(black: Mask, *rules: Mask) -> Mask:
    """Return the print alone."""
    for mask in rules:
        black = np.asarray(cv2.bitwise_and(black, cv2.bitwise_not(cv2.dilate(mask, np.ones((3, 3), np.uint8)))))
    return black


def text_height(print_: Mask) -> float:
    """Return how high a line usually is, in pixels; the usual height at 200 dpi where there is no text."""
    count, _, stats, _ = cv2.connectedComponentsWithStats(print_, connectivity=8)
    sizes = stats[1:count]
    tall, wide = sizes[:, cv2.CC_STAT_HEIGHT], sizes[:, cv2.CC_STAT_WIDTH]
    are_characters = (tall >= _SMALLEST) & (tall <= _LARGEST) & (wide <= 2 * tall) & (tall <= 4 * wide)
    if are_characters.sum() < 20:
        return _USUAL
    # Parts of characters are many; the upper quarter are whole ones.
    return float(np.percentile(tall[are_characters], 75)) * 1.12


def find_lines(print_: Mask, usual: float) -> list[Area]:
    """Return the pieces of lines, top to bottom: print with no gap wider than about a character."""
    reach = max(3, round(_APART * usual))
    joined = cv2.morphologyEx(print_, cv2.MORPH_CLOSE, np.ones((max(1, round(0.2 * usual)), reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    out: list[Any] = []
    for x, y, width, height, _ in stats[1:count].tolist():
        if height < 0.3 * usual and width < 0.6 * usual:
            continue
        if height < 3 * usual:
            out.append((x, y, x + width, y + height))
    return sorted(out, key=lambda area: (area[1], area[0]))
