"""The sign of a figure, told by its shape: readers of text take ≦ for ≤, ≅ for ≥ and ≒ for ÷.

In: the picture of a line. Out: what its first glyph is, or the one at a place, how sure that is, and where the line goes
on. The classifier is small (gradients of the glyph and of the place it stands in, one hidden layer); `bench.train_signs` makes
its weights and says what they were tested on.

`＞` and `>`, `＜` and `<`, `＝` and `=`, `～` and `~` are one sign each in two widths. What clearly looks wide is read
as wide, all else as narrow, and = always as narrow: its strokes are as long in many faces. The confidence is that of the
sign, whichever its width.
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

SIGNS: Final = ("≥", "≤", "≧", "≦", "＞", ">", "＜", "<", "＝", "=", "≈", "≒", "≅", "±", "～", "~", "")  # last: no sign
_NARROW: Final = {"＞": ">", "＜": "<", "＝": "=", "～": "~"}
_WIDE_FORM: Final = {narrow: wide for wide, narrow in _NARROW.items()}
_WIDELY: Final = 3.0  # so many times likelier is wide than narrow where a sign is taken for wide
_ONE_SIGN: Final = tuple(_NARROW.get(sign, sign) for sign in SIGNS)
WEIGHTS: Final = Path(__file__).parents[2] / "data" / "reference" / "sign_glyphs.npz"
_SIDE: Final = 32  # pixels of the patch
_CELL: Final = 8
_TURNS: Final = 9  # directions, unsigned
_DARK: Final = 0.32  # of the way from the paper to the darkest print: thin signs are paler than figures
_SPECK: Final = 0.0015  # of the square of the picture's height
_GAP: Final = 0.045  # of the height of the picture: parts of one glyph stand no farther apart across
_WIDEST: Final = 1.0  # of that height
_TOUCHING: Final = (0.3, 0.8)  # of that height: a glyph that is wider may be two, the first at least so wide
_THREAD: Final = 0.12  # of that height: where two glyphs touch there is no more ink in a column
_LEAD: Final = 2  # pixels of the place before the glyph

Box = tuple[int, int, int, int]  # x0, top, x1, bottom
Features = npt.NDArray[np.float32]
_Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class FirstGlyph:
    """A glyph of a line: its sign ("" where it is none), how sure, where it stands, and what else it may be."""

    sign: str
    confidence: float
    start: int
    end: int
    rivals: tuple[str, ...] = ()


def glyph_boxes(picture: Grey, most: int | None = None) -> list[Box]:
    """Return the boxes of the glyphs of a line from left to right, the first `most` of them."""
    dark = print_of(picture)
    columns = dark.sum(axis=0)
    places = np.flatnonzero(columns).tolist()
    height = picture.shape[0]
    gap, widest = max(1, round(_GAP * height)), _WIDEST * height
    out: list[Box] = []
    at = 0
    while at < len(places) and (most is None or len(out) < most):
        start = end = places[at]
        while at < len(places) and places[at] - end <= gap + 1 and places[at] - start <= widest:
            end = places[at]
            at += 1
        end = _parted(columns, start, end + 1, height)
        while at and places[at - 1] >= end:
            at -= 1
        inside = np.flatnonzero(dark[:, start:end].any(axis=1))
        out.append((start, int(inside[0]), end, int(inside[-1]) + 1))
    return out


def _parted(columns: npt.NDArray[Any], start: int, end: int, height: int) -> int:
    """Return where a glyph ends of which the next may touch it: at a thread of ink."""
    low, high = (round(share * height) for share in _TOUCHING)
    if end - start <= high:
        return end
    between = columns[start + low : start + high]
    at = int(between.argmin())
    return start + low + at if 0 < between[at] <= _THREAD * height else end


def print_of(picture: Grey) -> _Mask:
    """Return where there is print, without specks."""
    darkest = float(np.percentile(picture, 1))
    dark = (picture < 255 - _DARK * (255 - darkest)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(dark, connectivity=8)
    kept = stats[:, cv2.CC_STAT_AREA] >= max(2.0, _SPECK * picture.shape[0] ** 2)
    kept[0] = False
    return np.asarray(kept[labels]) if count > 1 else dark > 0


def describe(picture: Grey, box: Box) -> Features:
    """Return the features of a glyph: directions of its edges, its shape, and those of the place it stands in."""
    x0, top, x1, bottom = box
    height = picture.shape[0]
    glyph = _patch(picture[top:bottom, x0:x1])
    start = max(0, x0 - _LEAD)
    place = np.full((height, height), 255, np.uint8)  # as wide as high: what comes next is seen too
    found = picture[:, start : start + height]
    place[:, : found.shape[1]] = found
    shape = [(x1 - x0) / height, (bottom - top) / height, top / height, bottom / height]
    coarse = cv2.resize(glyph, (12, 12), interpolation=cv2.INTER_AREA).ravel()
    return np.concatenate(
        [_gradients(glyph), coarse, _gradients(_patch(place)), np.asarray(shape, np.float32)], dtype=np.float32
    )


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
    """Histograms of directions over overlapping cells."""
    across, down = cv2.Sobel(patch, cv2.CV_32F, 1, 0), cv2.Sobel(patch, cv2.CV_32F, 0, 1)
    strength = np.hypot(across, down)
    direction = (np.arctan2(down, across) % np.pi) * (_TURNS / np.pi)
    low = np.floor(direction).astype(int) % _TURNS
    share = direction - np.floor(direction)
    planes: Any = np.zeros((_SIDE, _SIDE, _TURNS), np.float32)
    rows, columns = np.indices((_SIDE, _SIDE))
    planes[rows, columns, low] = strength * (1 - share)
    planes[rows, columns, (low + 1) % _TURNS] += strength * share
    half = _CELL // 2
    pooled = cv2.boxFilter(planes, -1, (_CELL, _CELL))[half::half, half::half]
    norm = np.sqrt(np.square(pooled).sum(axis=2, keepdims=True)) + 0.02
    return np.asarray((pooled / norm).ravel(), np.float32)


class SignReader:
    """The trained classifier."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        with np.load(weights) as stored:
            self._mean, self._spread = stored["mean"].astype(np.float32), stored["spread"].astype(np.float32)
            self._inner, self._inner_bias = stored["inner"].astype(np.float32), stored["inner_bias"]
            self._outer, self._outer_bias = stored["outer"].astype(np.float32), stored["outer_bias"]

    def read(self, picture: Grey) -> FirstGlyph | None:
        """Return what the first glyph of a line is; None where there is no print."""
        boxes = glyph_boxes(picture, 1)
        return self.read_at(picture, boxes[0]) if boxes else None

    def read_at(self, picture: Grey, box: Box) -> FirstGlyph:
        """Return what the glyph in a box is."""
        chances = self.chances(describe(picture, box)[None])[0]
        summed: dict[str, float] = {}
        for sign, chance in zip(_ONE_SIGN, chances.tolist(), strict=True):
            summed[sign] = summed.get(sign, 0.0) + chance
        best, *others = sorted(summed, key=lambda sign: -summed[sign])
        wide = _WIDE_FORM.get(best, best)
        is_wide = best != "=" and chances[SIGNS.index(wide)] > _WIDELY * chances[SIGNS.index(best)]
        rivals = tuple(sign for sign in others if summed[sign] > 0.02)
        return FirstGlyph(wide if is_wide else best, summed[best], box[0], box[2], rivals)

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
