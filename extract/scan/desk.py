"""A sheet photographed on something darker: the sheet alone, seen from above.

In: pixels. Out: where the points of the sheet are in the picture (3 x 3), and how large it is; all of the picture, where
it shows nothing else. It moves nothing.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.ink import Grey, Pixels

_SMALL: Final = 800  # pixels of the long side on which the sheet is looked for
_LEAST: Final = 0.25  # of the picture: what is smaller is no sheet
_MOST: Final = 0.97
_STEP: Final = 9.0  # pixels to either side of an edge of the sheet
_DARKER: Final = 35  # grey levels between paper and desk
_BORDER: Final = 0.15  # of the edge of the picture: so much desk is to be seen
_FILLED: Final = 0.9  # of its four-sided hull

Matrix = npt.NDArray[np.float64]


def find_sheet(pixels: Pixels) -> tuple[Matrix, tuple[float, float]]:
    """Return the matrix that brings points of the sheet to those of the picture, and its width and height in pixels."""
    corners = _find_corners(pixels)
    if corners is None:
        return np.eye(3), (float(pixels.shape[1]), float(pixels.shape[0]))
    width, height = _size_of(corners)
    flat: Any = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    back = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    return np.asarray(back, np.float64), (width, height)


def _find_corners(pixels: Pixels) -> Matrix | None:
    """Return the corners of the sheet clockwise from the top left, in pixels."""
    factor = _SMALL / max(pixels.shape[:2])
    # Of a large picture every nth pixel does: what follows smooths it, and the rest would cost more than all else here.
    step = max(1, int(0.5 / factor))
    size = round(pixels.shape[1] * factor), round(pixels.shape[0] * factor)
    small: Any = cv2.resize(np.ascontiguousarray(pixels[::step, ::step]), size, interpolation=cv2.INTER_AREA)
    small = small if small.ndim == 2 else small.max(axis=2)
    # Print is closed over: a table of many rules must not cut the sheet to pieces.
    small = cv2.morphologyEx(cv2.medianBlur(small, 5), cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    sheet = _bright(small)
    if sheet is None:
        return None
    outline = max(cv2.findContours(sheet, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0], key=cv2.contourArea)
    area = cv2.contourArea(outline)
    hull = cv2.convexHull(outline)
    four = _four_corners(hull)
    if four is None or area < _FILLED * cv2.contourArea(four.astype(np.float32)):
        return None
    four = _clockwise(four)
    return four / factor if _is_framed(small, four) else None


def _is_framed(small: Grey, four: Matrix) -> bool:
    """Whether it is darker just outside of every side than just inside; the light on a page changes slowly."""
    height, width = small.shape
    middle = four.mean(axis=0)
    for start, end in zip(four, np.roll(four, -1, axis=0), strict=True):
        along = start + (end - start) * np.linspace(0.1, 0.9, 25)[:, None]
        inward = np.array([start[1] - end[1], end[0] - start[0]]) / max(1.0, float(np.linalg.norm(end - start)))
        inward *= 1.0 if float(inward @ (middle - start)) > 0 else -1.0
        outer, inner = along - _STEP * inward, along + _STEP * inward
        seen = (outer >= 0).all(axis=1) & (outer[:, 0] < width) & (outer[:, 1] < height)
        if seen.mean() < 0.5:
            continue  # the side is that of the picture
        inside, outside = (_levels(small, points[seen]) for points in (inner, outer))
        if float(np.median(inside - outside)) < _DARKER:
            return False
    return True


def _levels(small: Grey, points: Matrix) -> Matrix:
    height, width = small.shape
    columns = np.clip(points[:, 0], 0, width - 1).astype(int)
    rows = np.clip(points[:, 1], 0, height - 1).astype(int)
    return np.asarray(small[rows, columns], np.float64)


def _bright(small: Grey) -> Grey | None:
    """Return where the sheet is; None where the edge of the picture is as bright as the rest, or all is one."""
    _, mask = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    edge = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    dark, light = small[mask == 0], small[mask > 0]
    if not dark.size or not light.size or (edge == 0).mean() < _BORDER or np.median(light) - np.median(dark) < _DARKER:
        return None
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.asarray(mask, np.uint8))
    if count < 2:
        return None
    largest = 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
    share = stats[largest, cv2.CC_STAT_AREA] / small.size
    if not _LEAST < share < _MOST:
        return None
    return np.where(labels == largest, 255, 0).astype(np.uint8)


def _four_corners(hull: Any) -> Matrix | None:
    length = cv2.arcLength(hull, True)
    for share in (0.01, 0.02, 0.03, 0.05, 0.08):
        points = cv2.approxPolyDP(hull, share * length, True).reshape(-1, 2).astype(np.float64)
        if len(points) == 4:
            return np.asarray(points, np.float64)
        if 4 < len(points) <= 8:
            # A corner that is bent or hidden: the four points that frame most.
            best = max(
                combinations(range(len(points)), 4),
                key=lambda four: cv2.contourArea(points[list(four)].astype(np.float32)),
            )
            return np.asarray(points[list(best)], np.float64)
    return None


def _clockwise(points: Matrix) -> Matrix:
    middle = points.mean(axis=0)
    order = np.argsort(np.arctan2(points[:, 1] - middle[1], points[:, 0] - middle[0]))
    points = points[order]
    return np.roll(points, -int(points.sum(axis=1).argmin()), axis=0)


def _size_of(corners: Matrix) -> tuple[float, float]:
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(max(sides[0], sides[2])), float(max(sides[1], sides[3]))
