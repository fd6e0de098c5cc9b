"""The rules of a page of ink: long straight runs of print, across and down, however faint or broken.

In: ink and its black, straightened. Out: `RuleMasks`: where there are rules for sure, and thinner evidence of them, of
which only what lies on a rule is to be believed. It does not say which of them make a table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.uint8]
_SHORTEST: Final = 40  # pixels at 200 dpi: longer than the stroke of any character of the body
_WIDEST_GAP: Final = 25  # pixels
_SOLID: Final = 15  # pixels: what is as thick both ways is a shadow, a hole, a shaded cell
_BESIDE: Final = 5  # pixels to either side of a rule, where it is to be lighter
_LEAST, _MOST = 16.0, 45.0  # grey levels by which a faint rule is darker than what lies beside it
_AS_DARK: Final = 0.45  # of the usual rule: what is much fainter shines through from the back
_PIECE: Final = 9  # pixels of a broken rule
_WINDOW: Final = 140  # pixels …
_THIN: Final = 8  # pixels: a piece of a rule is no thicker
_DOT: Final = 11  # pixels: the longest of the dashes that are too short to be seen as rules, and of the gaps between
_DOTTED: Final = 70  # pixels of a line of dots
_STROKE: Final = 4.0  # pixels of a corner of rules, for each of its width and its height; a character has more
_CROWDED: Final = 0.2  # of the pixels beside it
_FILLED: Final = 0.65  # … of which so much is ruled, where a rule is broken


@dataclass(frozen=True, slots=True)
class RuleMasks:
    """Pixels of rules in one direction: `sure`, of it the `whole` ones, and `thin` evidence that may be strokes as well.

    Under `blots` nothing can be seen.
    """

    sure: Mask
    whole: Mask
    thin: Mask
    blots: Mask

    @property
    def turned(self) -> RuleMasks:
        """Rows for columns."""
        return RuleMasks(self.sure.T, self.whole.T, self.thin.T, self.blots.T)


def rule_masks(black: Mask) -> tuple[Mask, Mask]:
    """Return the pixels of rules across, and of rules down, of those that are black."""
    kept = _without(black, _blots(black))
    return _close(_long(kept, _SHORTEST, True), True), _close(_long(kept, _SHORTEST, False), False)


def find_rule_masks(ink: Mask, black: Mask) -> tuple[RuleMasks, RuleMasks]:
    """Return the pixels of rules across, and of rules down, the faint ones too."""
    blots = _blots(black)
    kept = _without(black, blots)
    depths = [_depth(ink, is_across) for is_across in (True, False)]
    least = _least_depth(depths)
    marks: list[Any] = [cv2.bitwise_or(kept, _over(depth, least)) for depth in depths]
    characters, dots = _characters(np.asarray(cv2.bitwise_or(*marks), np.uint8))
    across, down = (
        cv2.bitwise_or(cv2.subtract(mark, characters), _dotted(dots, is_across))
        for mark, is_across in zip(marks, (True, False), strict=True)
    )
    return (
        _find(kept, np.asarray(across, np.uint8), blots, is_across=True),
        _find(kept, np.asarray(down, np.uint8), blots, is_across=False),
    )


def _characters(marks: Mask) -> tuple[Mask, Mask]:
    """Return what is no piece of rules: small, as wide as high, and more than one stroke each way; and what is a dot."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(marks, connectivity=8)
    wide, tall, area = (stats[:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    least, most = np.minimum(wide, tall), np.maximum(wide, tall)
    are = (least > _THIN) & (most < _WINDOW) & (area > _STROKE * (wide + tall))
    kinds = np.where(are, 255, np.where((most <= _DOT) & (area > 1), 128, 0)).astype(np.uint8)
    kinds[0] = 0
    found = kinds[labels]
    return _over(found, 200), np.asarray(cv2.inRange(found, np.array([128]), np.array([128])), np.uint8)


def _dotted(dots: Mask, is_across: bool) -> Mask:
    """Return the lines that dots make, and short dashes."""
    gap = (1, _DOT) if is_across else (_DOT, 1)
    return _long(
        np.asarray(cv2.morphologyEx(dots, cv2.MORPH_CLOSE, np.ones(gap, np.uint8)), np.uint8), _DOTTED, is_across
    )


def _find(black: Mask, marks: Mask, blots: Mask, *, is_across: bool) -> RuleMasks:
    thin = _long(marks, _PIECE, is_across)
    size = (_WINDOW, 1) if is_across else (1, _WINDOW)
    dense = _over(cv2.blur(thin, size), 255 * _FILLED)
    # Beside a rule there is little print; a line of text whose strokes lie at one height has more of them beside it.
    lone = cv2.subtract(dense, _over(_beside(cv2.blur(black, size), is_across, cv2.max), 255 * _CROWDED))
    broken = cv2.bitwise_and(thin, cv2.dilate(lone, np.ones(size[::-1], np.uint8)))
    whole = cv2.bitwise_or(_long(black, _SHORTEST, is_across), _long(marks, 2 * _SHORTEST, is_across))
    sure = _close(np.asarray(cv2.bitwise_or(whole, broken), np.uint8), is_across)
    return RuleMasks(sure, np.asarray(whole), np.asarray(cv2.bitwise_or(thin, whole), np.uint8), blots)


def _least_depth(depths: list[Mask]) -> float:
    """Return by how much a rule of this page is darker than what lies beside it."""
    seen = [
        depth[_long(_over(depth, _LEAST), _WINDOW, is_across) > 0]
        for depth, is_across in zip(depths, (True, False), strict=True)
    ]
    levels = np.concatenate(seen)
    levels = levels[levels > _LEAST]
    return float(np.clip(_AS_DARK * np.percentile(levels, 75), _LEAST, _MOST)) if levels.size else _LEAST


def _depth(ink: Mask, is_across: bool) -> Mask:
    """Return by how much each pixel is darker than what lies to either side of it, grain evened along the rule."""
    even = np.asarray(cv2.blur(ink, (5, 1) if is_across else (1, 5)), np.uint8)
    return np.asarray(cv2.subtract(_beside(even, is_across, cv2.min), even), np.uint8)


def _beside(levels: Any, is_across: bool, choose: Callable[[Mask, Mask], Any]) -> Mask:
    """Return for each pixel one of the two that lie a few pixels to either side of where a rule would run."""
    top, side = (_BESIDE, 0) if is_across else (0, _BESIDE)
    wide: Any = cv2.copyMakeBorder(levels, top, top, side, side, cv2.BORDER_REPLICATE)
    height, width = levels.shape
    return np.asarray(choose(wide[:height, :width], wide[2 * top :, 2 * side :]), np.uint8)


def _over(levels: Any, least: float) -> Mask:
    return np.asarray(cv2.threshold(levels, least, 255, cv2.THRESH_BINARY)[1], np.uint8)


def _blots(black: Mask) -> Mask:
    solid = cv2.morphologyEx(black, cv2.MORPH_OPEN, np.ones((_SOLID, _SOLID), np.uint8))
    return np.asarray(cv2.dilate(solid, np.ones((5, 5), np.uint8)), np.uint8)


def _without(black: Mask, blots: Mask) -> Mask:
    return np.asarray(cv2.bitwise_and(black, cv2.bitwise_not(blots)), np.uint8)


def _long(mask: Mask, length: int, is_across: bool) -> Mask:
    # A rule that leans by a pixel breaks into steps; thickened across its run it is whole.
    thick = cv2.dilate(mask, np.ones((3, 1) if is_across else (1, 3), np.uint8))
    run = np.ones((1, length) if is_across else (length, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(thick, cv2.MORPH_OPEN, run), np.uint8)


def _close(mask: Mask, is_across: bool) -> Mask:
    """Faint print breaks; between two pieces of a rule lies less than a row."""
    gap = np.ones((1, _WIDEST_GAP) if is_across else (_WIDEST_GAP, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, gap), np.uint8)
