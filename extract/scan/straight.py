"""A page as scanned to a page that stands upright and straight, and the way back.

In: ink. Out: `Straight`: the ink turned by quarters, by the few degrees it leaned, and unbent, and where each of its
points was. All is found on rough pictures; the ink itself is moved once. Which quarter is right, only a reader of
text can say: it is asked for its confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.pdf.frame import Box
from extract.scan.bend import Bend, find_bend
from extract.scan.ink import Grey, to_black
from extract.scan.lean import lean
from extract.scan.lines import Area, find_lines, text_height, without_rules
from extract.scan.rules import rule_masks

_LEAST: Final = 0.04  # degrees: less is not worth the blur of turning
_SAMPLE: Final = 8  # lines that tell which way up a page is
_SURE: Final = 0.85
_READABLE: Final = 0.7
_ROUNDS: Final = 2  # what bends steeply is seen as rules only when it bends less
_STEP: Final = 32  # pixels between the points of which it is asked where they were
Reader = Callable[[Sequence[Grey]], Sequence[float]]  # pictures of lines to how sure their reading is, 0 to 1
Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Straight:
    """A page that stands straight; `back` brings its points to those of `base`, and `before` those to the picture."""

    base: Grey  # as it came, at the size at which it is read
    size: tuple[int, int]  # width and height
    back: Matrix  # 3 x 3, pixels to pixels
    before: Matrix
    bends: tuple[Bend, ...] = ()  # undone before `back`, the last one first

    @cached_property
    def ink(self) -> Grey:
        """The ink of the page, moved once, however many turns it took."""
        return self.draw(cv2.INTER_CUBIC)

    def draw(self, how: int) -> Grey:
        """Return the ink, interpolated as told."""
        if not self.bends and np.allclose(self.back, np.eye(3)):
            return self.base
        if not self.bends:
            drawn = cv2.warpPerspective(
                self.base, self.back, self.size, flags=how | cv2.WARP_INVERSE_MAP, borderValue=(255,)
            )
            return np.asarray(drawn, np.uint8)
        width, height = self.size
        columns, rows = np.meshgrid(np.arange(0, width + _STEP, _STEP), np.arange(0, height + _STEP, _STEP))
        points = self._to_base(np.stack([columns.ravel(), rows.ravel()], axis=1).astype(np.float64))
        knots = points.reshape(*columns.shape, 2).astype(np.float32)
        xs, ys = np.meshgrid(np.arange(width, dtype=np.float32) / _STEP, np.arange(height, dtype=np.float32) / _STEP)
        x, y = (cv2.remap(knots[..., axis].copy(), xs, ys, cv2.INTER_LINEAR) for axis in (0, 1))
        return np.asarray(cv2.remap(self.base, x, y, how, borderValue=(255,)), np.uint8)

    def to_source(self, box: Box) -> Box:
        """Return the box around where a box stood in the picture."""
        x0, top, x1, bottom = box
        corners = self._to_base(np.array([[x0, top], [x1, top], [x1, bottom], [x0, bottom]], np.float64))
        points = cv2.perspectiveTransform(corners[None], self.before)[0]
        (left, high), (right, low) = points.min(axis=0), points.max(axis=0)
        return float(left), float(high), float(right), float(low)

    def _to_base(self, points: Matrix) -> Matrix:
        for bend in reversed(self.bends):
            points = bend.back(points)
        return np.asarray(cv2.perspectiveTransform(points[None], self.back)[0], np.float64)


def as_it_is(ink: Grey, factor: float, sheet: Matrix, size: tuple[float, float]) -> Straight:
    """Return a page of ink, nothing turned; of the ink, the sheet alone.

    The ink is `factor` times as large as the picture, to which `sheet` brings the points of the sheet.
    """
    before = np.diag([1 / factor, 1 / factor, 1.0])
    back = np.linalg.inv(before) @ sheet @ before
    width, height = round(size[0] * factor), round(size[1] * factor)
    return Straight(ink, (width, height), back, before)


def turned(page: Straight, quarter: int) -> Straight:
    """Return the page turned clockwise by so many quarters; one that is not bent yet."""
    width, height = page.size
    back = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, height - 1], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1.0]]),
        3: np.array([[0, -1, width - 1], [1, 0, 0], [0, 0, 1.0]]),
    }[quarter % 4]
    return replace(page, back=page.back @ back, size=(height, width) if quarter % 2 else page.size)


def straightened(page: Straight, reader: Reader) -> Straight:
    """Return the page without its lean, the right way up, its rules straight."""
    page = _levelled(page)
    page = turned(page, quarter_of(page.draw(cv2.INTER_LINEAR), reader))
    for _ in range(_ROUNDS):
        bend = find_bend(*rule_masks(to_black(page.draw(cv2.INTER_LINEAR))))
        if bend is None:
            break
        page = replace(page, bends=(*page.bends, bend))
    return page


def _levelled(page: Straight) -> Straight:
    degrees = lean(to_black(page.draw(cv2.INTER_LINEAR)))
    if abs(degrees) < _LEAST:
        return page
    width, height = page.size
    forth: Any = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0), [0, 0, 1]])
    corners = np.array([[[0, 0], [width, 0], [width, height], [0, height]]], np.float64)
    points = cv2.perspectiveTransform(corners, forth)[0]
    low, high = points.min(axis=0), points.max(axis=0)
    moved = np.array([[1, 0, -low[0]], [0, 1, -low[1]], [0, 0, 1.0]]) @ forth
    wide, tall = (high - low).round().astype(int).tolist()
    return replace(page, back=page.back @ np.linalg.inv(moved), size=(wide, tall))


def quarter_of(ink: Grey, reader: Reader) -> int:
    """Return by how many quarters to turn the ink clockwise so that it can be read; 0 where no turn makes it readable."""
    black = to_black(ink)
    print_ = without_rules(black, *rule_masks(black))
    usual = text_height(print_)
    is_sideways = _is_sideways(print_, usual)
    best, sureness = 0, 0.0
    for quarter in (1, 3, 0, 2) if is_sideways else (0, 2, 1, 3):
        trial, marks = (np.ascontiguousarray(np.rot90(one, -quarter)) for one in (ink, print_))
        found = _sureness(trial, marks, usual, reader)
        if found > sureness:
            best, sureness = quarter, found
        if quarter % 2 != is_sideways and sureness > _READABLE:
            break  # one of the two likelier ways can be read
        if sureness > _SURE:
            break
    return best


def _is_sideways(print_: Grey, usual: float) -> bool:
    """Whether characters follow each other down the page: then print smeared that way makes fewer pieces."""
    reach = max(3, round(0.5 * usual))
    counts = []
    for size in ((1, reach), (reach, 1)):
        smeared = cv2.morphologyEx(print_, cv2.MORPH_CLOSE, np.ones(size, np.uint8))
        counts.append(cv2.connectedComponents(smeared)[0])
    return bool(counts[1] < counts[0])


def _sureness(ink: Grey, print_: Grey, usual: float, reader: Reader) -> float:
    areas = [area for area in find_lines(print_, usual) if _is_long(area)]
    areas = sorted(areas, key=lambda area: abs(area[2] - area[0] - 8 * usual))[:_SAMPLE]
    if not areas:
        return 0.0
    margin = round(0.4 * usual)
    pictures = [
        ink[max(0, top - margin // 3) : bottom + margin // 3, max(0, x0 - margin) : x1 + margin]
        for x0, top, x1, bottom in areas
    ]
    return float(np.mean(reader(pictures)))


def _is_long(area: Area) -> bool:
    x0, top, x1, bottom = area
    return x1 - x0 > 3 * (bottom - top)
