"""The sign before a figure, told by its shape: readers of text take ≦ for ≤, ≅ for ≥ and ≒ for ÷.

In: the picture of a line. Out: what its first glyph is and how sure that is, and where the line goes on after it. The
classifier is small (gradients of a patch of 32 pixels, one hidden layer); `train_signs` makes its weights.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.ink import Grey

SIGNS: Final = ("≥", "≤", "≧", "≦", "＞", "＜", "＝", "≈", "≒", "≅", "±", "～", "")  # the last: no sign
WEIGHTS: Final = Path(__file__).parents[2] / "data" / "reference" / "sign_glyphs.npz"
_SIDE: Final = 32  # pixels of the patch
_CELL: Final = 8
_TURNS: Final = 9  # directions, unsigned
_DARK: Final = 0.32  # of the way from the paper to the darkest print: thin signs are paler than figures
_SPECK: Final = 0.006  # of the square of the line's height
_GAP: Final = 0.06  # of the height: parts of one glyph stand no farther apart across
_WIDEST: Final = 1.25  # of the height

Features = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FirstGlyph:
    """The first glyph of a line: its sign ("" where it is none), how sure, and the column at which it ends."""

    sign: str
    confidence: float
    end: int


def first_box(picture: Grey) -> tuple[int, int, int, int] | None:
    """Return x0, top, x1, bottom of the first glyph of a line; None where there is no print."""
    dark = _print_of(picture)
    rows = np.flatnonzero(dark.any(axis=1))
    columns = dark.sum(axis=0)
    places = np.flatnonzero(columns)
    if not places.size:
        return None
    height = int(rows[-1] - rows[0] + 1)
    start = end = int(places[0])
    gap = max(1, round(_GAP * height))
    for place in places[1:].tolist():
        if place - end > gap + 1 or place - start > _WIDEST * height:
            break
        end = place
    inside = np.flatnonzero(dark[:, start : end + 1].any(axis=1))
    return start, int(inside[0]), end + 1, int(inside[-1]) + 1


def _print_of(picture: Grey) -> npt.NDArray[np.bool_]:
    darkest = float(np.percentile(picture, 1))
    dark = (picture < 255 - _DARK * (255 - darkest)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= max(2.0, _SPECK * picture.shape[0] ** 2 / 4)
    kept[0] = False
    return np.asarray(kept[labels]) if count > 1 else dark > 0


def describe(picture: Grey, box: tuple[int, int, int, int]) -> Features:
    """Return the features of a glyph: directions of its edges, its shape, and how it stands in its line."""
    x0, top, x1, bottom = box
    patch = _patch(picture[top:bottom, x0:x1])
    rows = np.flatnonzero(_print_of(picture).any(axis=1))
    high, low = int(rows[0]), int(rows[-1]) + 1
    line = max(1, low - high)
    shape = [(x1 - x0) / line, (bottom - top) / line, (top - high) / line, (low - bottom) / line]
    return np.concatenate([_gradients(patch), np.asarray(shape, np.float32)])


def _patch(glyph: Grey) -> npt.NDArray[np.float32]:
    height, width = glyph.shape
    factor = (_SIDE - 4) / max(height, width)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    small = cv2.resize(glyph, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)
    out = np.full((_SIDE, _SIDE), 255, np.float32)
    left, top = (_SIDE - size[0]) // 2, (_SIDE - size[1]) // 2
    out[top : top + size[1], left : left + size[0]] = small
    darkest, lightest = float(out.min()), float(out.max())
    return (lightest - out) / max(1.0, lightest - darkest)


def _gradients(patch: npt.NDArray[np.float32]) -> Features:
    """Histograms of directions over overlapping cells, and the patch itself, coarse."""
    across, down = cv2.Sobel(patch, cv2.CV_32F, 1, 0), cv2.Sobel(patch, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    direction = (np.arctan2(down, across) % np.pi) * (_TURNS / np.pi)
    low = np.floor(direction).astype(int) % _TURNS
    share = direction - np.floor(direction)
    planes: Any = np.zeros((_TURNS, _SIDE, _SIDE), np.float32)
    rows, columns = np.indices((_SIDE, _SIDE))
    planes[low, rows, columns] = strength * (1 - share)
    planes[(low + 1) % _TURNS, rows, columns] += strength * share
    half = _CELL // 2
    pooled = np.stack([cv2.boxFilter(plane, -1, (_CELL, _CELL))[half::half, half::half] for plane in planes])
    norm = np.sqrt(np.square(pooled).sum(axis=0, keepdims=True)) + 0.02
    coarse = cv2.resize(patch, (12, 12), interpolation=cv2.INTER_AREA)
    return np.concatenate([(pooled / norm).ravel(), coarse.ravel()]).astype(np.float32)


class SignReader:
    """The trained classifier."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        with np.load(weights) as stored:
            self._mean, self._spread = stored["mean"], stored["spread"]
            self._inner, self._inner_bias = stored["inner"].astype(np.float32), stored["inner_bias"]
            self._outer, self._outer_bias = stored["outer"].astype(np.float32), stored["outer_bias"]

    def read(self, picture: Grey) -> FirstGlyph | None:
        """Return what the first glyph of a line is; None where there is no print."""
        box = first_box(picture)
        if box is None:
            return None
        chances = self.chances(describe(picture, box)[None])[0]
        best = int(chances.argmax())
        return FirstGlyph(SIGNS[best], float(chances[best]), box[2])

    def chances(self, features: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return the probability of every sign, a row for each row of features."""
        inner = np.maximum((features - self._mean) / self._spread @ self._inner + self._inner_bias, 0)
        scores = inner @ self._outer + self._outer_bias
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(scores / scores.sum(axis=1, keepdims=True), np.float32)


@cache
def sign_reader() -> SignReader:
    """The classifier, loaded once."""
    return SignReader()


def without_first(picture: Grey, end: int) -> Grey:
    """Return the picture with its first glyph painted over."""
    out = picture.copy()
    out[:, :end] = 255
    return out
