"""A page as scanned to a page that stands upright and straight, and the way back.

In: ink. Out: `Straight`: the ink turned by quarters and by the few degrees it leaned, and where each of its points
was. Which quarter is right, only a reader of text can say: it is asked for its confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.pdf.frame import Box
from extract.scan.bend import Bend, find_bend
from extract.scan.ink import Grey, to_black
from extract.scan.lines import Area, find_lines, text_height, without_rules
from extract.scan.rules import rule_masks

_LEAST: Final = 0.05  # degrees: less is not worth the blur of turning
_MOST: Final = 6.0
_LONG: Final = 0.12  # of the page: rules at least so long tell how it leans
_SAMPLE: Final = 8  # lines that tell which way up a page is
_SURE: Final = 0.85
_READABLE: Final = 0.7
Reader = Callable[[Sequence[Grey]], Sequence[float]]  # pictures of lines to how sure their reading is, 0 to 1


@dataclass(frozen=True, slots=True)
class Straight:
    """Ink that stands straight; `back` brings its points to those of the picture (3 x 3, pixels to pixels)."""

    ink: Grey
    back: npt.NDArray[np.float64]
    bend: Bend | None = None  # undone before `back`

    def to_source(self, box: Box) -> Box:
        """Return the box around where a box stood in the picture."""
        x0, top, x1, bottom = box
        corners: Any = np.array([[[x0, top], [x1, top], [x1, bottom], [x0, bottom]]], np.float64)
        if self.bend is not None:
            corners = self.bend.back(corners[0])[None]
        points = cv2.perspectiveTransform(corners, self.back)[0]
        (left, high), (right, low) = points.min(axis=0), points.max(axis=0)
        return float(left), float(high), float(right), float(low)


def scaled(page: Straight, factor: float) -> Straight:
    """Return the page larger or smaller."""
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    ink = cv2.resize(page.ink, None, fx=factor, fy=factor, interpolation=how)
    return Straight(np.asarray(ink, np.uint8), page.back @ np.diag([1 / factor, 1 / factor, 1.0]))


def turned(page: Straight, quarter: int) -> Straight:
    """Return the page turned clockwise by so many quarters."""
    height, width = page.ink.shape
    back = {
        0: np.eye(3),
        1: np.array([[0, 1, 0], [-1, 0, height], [0, 0, 1.0]]),
        2: np.array([[-1, 0, width], [0, -1, height], [0, 0, 1.0]]),
        3: np.array([[0, -1, width], [1, 0, 0], [0, 0, 1.0]]),
    }[quarter % 4]
    return Straight(np.ascontiguousarray(np.rot90(page.ink, -quarter)), page.back @ back)


def levelled(page: Straight) -> Straight:
    """Return the page turned by the few degrees that it leans."""
    degrees = lean(to_black(page.ink))
    if not _LEAST < abs(degrees) < _MOST:
        return page
    height, width = page.ink.shape
    forth = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    ink = cv2.warpAffine(page.ink, forth, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))
    whole = np.vstack([forth, [0, 0, 1]])
    return Straight(np.asarray(ink, np.uint8), page.back @ np.linalg.inv(whole))


def unbent(page: Straight) -> Straight:
    """Return the page with its rules straight."""
    bend = find_bend(*rule_masks(to_black(page.ink)))
    if bend is None:
        return page
    return Straight(np.asarray(bend.apply(page.ink), np.uint8), page.back, bend)


def lean(black: Grey) -> float:
    """Return by how many degrees the page leans clockwise: by its rules, else by its lines of text."""
    across, down = rule_masks(black)
    angles = [*_angles(across, 0.0), *_angles(down, 90.0)]
    if len(angles) >= 3:
        return float(np.median(angles))
    return _lean_of_text(black)


def _angles(mask: Grey, upright: float) -> list[float]:
    least = int(_LONG * max(mask.shape))
    found = cv2.HoughLinesP(mask, 1, np.pi / 1800, 150, minLineLength=least, maxLineGap=12)
    if found is None:
        return []
    out = []
    for x0, y0, x1, y1 in found.reshape(-1, 4).tolist():
        degrees = float(np.degrees(np.arctan2(y1 - y0, x1 - x0))) - upright
        degrees = (degrees + 90) % 180 - 90
        if abs(degrees) < _MOST:
            out.append(degrees)
    return out


def _lean_of_text(black: Grey) -> float:
    """The angle at which the rows of pixels are most unlike each other: full of print, or empty."""
    small: Any = cv2.resize(black, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape

    def contrast(degrees: float) -> float:
        forth = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
        profile = cv2.warpAffine(small, forth, (width, height)).sum(axis=1, dtype=np.float64)
        return float(np.square(np.diff(profile)).sum())

    best = max(np.arange(-5.0, 5.01, 0.5).tolist(), key=contrast)
    return float(max(np.arange(best - 0.4, best + 0.41, 0.1).tolist(), key=contrast))


def upright(page: Straight, reader: Reader) -> Straight:
    """Return the page turned so that its text can be read; as it is where no turn makes it readable."""
    black = to_black(page.ink)
    print_ = without_rules(black, *rule_masks(black))
    is_sideways = _is_sideways(print_, text_height(print_))
    best, sureness = page, 0.0
    for quarter in (1, 3, 0, 2) if is_sideways else (0, 2, 1, 3):
        trial = turned(page, quarter)
        found = _sureness(trial.ink, reader)
        if found > sureness:
            best, sureness = trial, found
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
    return counts[1] < counts[0]


def _sureness(ink: Grey, reader: Reader) -> float:
    black = to_black(ink)
    print_ = without_rules(black, *rule_masks(black))
    usual = text_height(print_)
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
