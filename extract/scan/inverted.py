"""White print on black boxes, as header rows have, to black print in black frames.

In: ink, straightened. Out: ink in which every such box is turned over and framed. The black beside a sheet is no box: it
touches the edge of the picture.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extract.scan.ink import Grey

_DARK: Final = 140
_SOLID: Final = 9  # pixels: a box is black between its characters, no stroke is as thick both ways
_NARROWEST, _LOWEST = 90, 22  # pixels
_FILLED: Final = 0.5  # of the box, between its characters and lines
_EDGE: Final = 4  # pixels
_FRAME: Final = 3  # pixels
_LINE: Final = 17  # pixels of the half picture: a line of text


def without_inversion(ink: Grey) -> Grey:
    """Return the ink with print that is black everywhere; the same array where it is so already."""
    half = np.asarray(cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8)
    dark = cv2.threshold(half, _DARK, 255, cv2.THRESH_BINARY_INV)[1]
    solid = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((_SOLID // 2 + 1, _SOLID // 2 + 1), np.uint8))
    if not solid.any():
        return ink
    # Characters and white rules part the black between them.
    joined = cv2.morphologyEx(solid, cv2.MORPH_CLOSE, np.ones((_LINE, _LINE), np.uint8))
    count, _labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=4)
    out = ink
    for index in range(1, count):
        x, y, wide, tall, area = (int(number) for number in stats[index])
        inside = np.s_[y : y + tall, x : x + wide]
        if (
            2 * wide < _NARROWEST
            or 2 * tall < _LOWEST
            or area < 0.85 * wide * tall
            or _is_at_edge(half, x, y, wide, tall)
        ):
            continue
        if (dark[inside] > 0).mean() < _FILLED:
            continue
        out = ink.copy() if out is ink else out
        _turn_over(out, 2 * x, 2 * y, 2 * (x + wide), 2 * (y + tall))
    return out


def _is_at_edge(half: Grey, x: int, y: int, wide: int, tall: int) -> bool:
    height, width = half.shape
    return x < _EDGE or y < _EDGE or x + wide > width - _EDGE or y + tall > height - _EDGE


def _turn_over(ink: Grey, x0: int, top: int, x1: int, bottom: int) -> None:
    box = ink[top:bottom, x0:x1]
    level = float(np.median(box))
    lifted = 255.0 - np.clip((box.astype(np.float32) - level) * (255.0 / max(1.0, 245.0 - level)), 0, 255)
    box[:] = lifted.astype(np.uint8)
    cv2.rectangle(ink, (x0 - 1, top - 1), (x1, bottom), (30,), _FRAME)
