"""By how many degrees a page leans.

In: a black-and-white picture. Out: degrees clockwise. A page is level where its print, looked at from the side, lies
in the sharpest bands: its rules, and its lines of text. Which quarter is up does not matter: both sides are looked at.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
Numbers = npt.NDArray[np.float32]
_MOST: Final = 6.5  # degrees
_STEPS: Final = (0.25, 0.05, 0.0125)
_NEARLY: Final = 0.97
_SIDE: Final = 1000  # pixels of the long side on which it is measured
_POINTS: Final = 60_000
_SOLID: Final = 11  # pixels: what is as thick is a shadow or a hole, no print


def lean(black: Mask) -> float:
    """Return by how many degrees the page leans clockwise, to a few hundredths."""
    ys, xs = _points(black)
    if ys.size < 50:
        return 0.0
    best, reach = 0.0, _MOST
    for step in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step).tolist()
        levels = np.array([_sharpness(xs, ys, degrees) for degrees in angles])
        # Of angles that are nearly as good, the one in their middle: a rule of some pixels allows several.
        best = angles[int(levels.argmax())]
        if step == _STEPS[-1]:
            best = float(np.mean(np.array(angles)[levels >= _NEARLY * levels.max()]))
        reach = 1.5 * step
    return float(best) if abs(best) < _MOST - _STEPS[0] else 0.0


def _points(black: Mask) -> tuple[Numbers, Numbers]:
    factor = min(1.0, _SIDE / max(black.shape))
    small = cv2.resize(black, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    mask = np.where(small > 60, 255, 0).astype(np.uint8)
    solid = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8))
    mask = np.asarray(cv2.subtract(mask, cv2.dilate(solid, np.ones((5, 5), np.uint8))), np.uint8)
    ys, xs = np.nonzero(mask)
    # Every nth by chance: by count, it would be every nth of a rule across, but all or none of one down.
    if ys.size > _POINTS:
        kept = np.random.default_rng(0).choice(ys.size, _POINTS, replace=False)
        ys, xs = ys[kept], xs[kept]
    return ys.astype(np.float32), xs.astype(np.float32)


def _sharpness(xs: Numbers, ys: Numbers, degrees: float) -> float:
    slope = np.float32(np.tan(np.radians(degrees)))
    return _contrast(ys - slope * xs) + _contrast(xs + slope * ys)


def _contrast(places: Numbers) -> float:
    counts = np.bincount((places - places.min()).astype(np.int32)).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())
