"""A picture as scanned to ink on white paper: seals and shadows dropped, light made even.

In: colour or grey pixels. Out: grey pixels of the same size, paper near 255 and print near 0. It moves nothing.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]  # rows x columns, or rows x columns x blue, green, red
Grey = npt.NDArray[np.uint8]
_SHADOW: Final = 64  # pixels: the paper is looked at through windows this wide
_PAPER: Final = 245
_BRIGHT, _COLOURED = 150, 60  # levels of the brightest colour, and between it and the darkest


def to_ink(pixels: Pixels) -> Grey:
    """Return the print alone, on even white.

    The brightest of the three colours shows black print and hides a red or a blue seal over it.
    """
    if pixels.ndim == 2:
        return _even(pixels)
    blue, green, red = cv2.split(pixels[:, :, :3])
    brightest = cv2.max(cv2.max(blue, green), red)
    colour = cv2.subtract(brightest, cv2.min(cv2.min(blue, green), red))
    # A seal alone is bright in one colour; print under it is dark in all three, whatever a camera mixes into it.
    is_seal = cv2.bitwise_and(_over(brightest, _BRIGHT), _over(colour, _COLOURED))
    return _even(np.asarray(cv2.add(brightest, cv2.bitwise_and(colour, is_seal)), np.uint8))


def _over(levels: Any, least: float) -> Any:
    return cv2.threshold(levels, least, 255, cv2.THRESH_BINARY)[1]


def _even(grey: Grey) -> Grey:
    height, width = grey.shape
    small: Any = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    side = max(3, _SHADOW // 8 | 1)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((side, side), np.uint8)), 2 * side + 1)
    paper = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    # In bytes from end to end: of a page of 400 dpi every copy in floating point takes 60 MB.
    return np.asarray(cv2.divide(grey, np.maximum(paper, 1), scale=255.0 * 255.0 / _PAPER), np.uint8)


def to_black(ink: Grey) -> Grey:
    """Return 255 where there is print, 0 where there is paper."""
    threshold, _ = cv2.threshold(ink, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    level = float(np.clip(threshold + 25, 120, 215))
    return np.where(ink < level, 255, 0).astype(np.uint8)
