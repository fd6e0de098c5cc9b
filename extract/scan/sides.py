"""How much of each side of a cell is ruled.

In: the masks of rules of one direction. Out: shares from 0 to 1. A rule that is sure for a part of its way says where the
rest would be; text crosses that line too, but leaves most of a side empty, and a stroke of a pen or of a seal leaves the line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.scan.rules import RuleMasks

Numbers = npt.NDArray[np.float64]
_BESIDE: Final = 5  # pixels: a rule is nowhere farther from its place
_CORNER: Final = 4  # pixels of the rule that crosses
_THICK: Final = 9  # pixels: print is looked at so far from the middle of a rule
_END: Final = 5  # pixels beside a corner, where a rule begins
_LINES: Final = 2.2  # lines of text: of a shorter side one stroke fills most …
_LOOSE: Final = 0.75  # … and counts for less where it does not begin and end with the side
_KNOWN: Final = 0.3  # of a side: where more is hidden below a blot, nothing is known
UNKNOWN: Final = 0.5  # the share of a side of which nothing is known


@dataclass(frozen=True, slots=True)
class Evidence:
    """The masks, turned so that rules run along their rows, the points of a pixel, and the pixels of a line of text."""

    masks: RuleMasks
    points: float
    usual: float

    def shares(self, places: Sequence[float], cuts: Sequence[float], *, is_strict: bool) -> Numbers:
        """Return how much is ruled of each stretch between two cuts, at the best of some places; all in points.

        Where rules are not broken (`is_strict`), less is made of a short stretch that is not ruled at both ends.
        """
        bounds = np.round(np.asarray(cuts) / self.points).astype(np.int64)
        best = np.zeros(len(cuts) - 1)
        for place in places:
            best = np.maximum(best, self._shares_at(round(place / self.points), bounds, is_strict))
        return best

    def _shares_at(self, at: int, bounds: npt.NDArray[np.int64], is_strict: bool) -> Numbers:
        near = slice(max(0, at - _BESIDE), at + _BESIDE + 1)
        seen, blots = self.masks.thin[near] > 0, np.asarray(self.masks.blots[near].any(axis=0))
        if seen.shape[0] < 3:
            return np.zeros(len(bounds) - 1)
        # Straight: a stroke that slants through the band is seen at one height for a part of its way only.
        level = seen[:-2] | seen[1:-1] | seen[2:]
        low, high = bounds[:-1] + _CORNER, bounds[1:] - _CORNER
        high = np.minimum(np.maximum(high, low + 1), level.shape[1])
        low = np.clip(low, 0, high - 1)
        sums, hidden = _sums(level & ~blots), _sums(blots[None])
        length, ruled = high - low, sums[:, high] - sums[:, low]
        best, each = ruled.argmax(axis=0), np.arange(len(low))
        known = length - (hidden[0, high] - hidden[0, low])
        shares = np.where(known >= _KNOWN * length, ruled[best, each] / np.maximum(1, known), UNKNOWN)
        if not is_strict:
            return shares
        begins = sums[best, np.minimum(low + _END, high)] - sums[best, low] > 0
        ends = sums[best, high] - sums[best, np.maximum(high - _END, low)] > 0
        is_loose = (length < _LINES * self.usual) & ~(begins & ends) & (known == length)
        return np.where(is_loose, _LOOSE * shares, shares)

    def thickness(self, place: float, low: float, high: float) -> float:
        """Return how thick the print is along a stretch at a place (points), in pixels, where there is any."""
        at, start, end = (round(number / self.points) for number in (place, low, high))
        band = (
            self.masks.thin[max(0, at - _THICK) : at + _THICK + 1, max(0, start + _CORNER) : max(0, end - _CORNER)] > 0
        )
        counts = band.sum(axis=0)
        return float(np.median(counts[counts > 0])) if counts.any() else 0.0


def _sums(flags: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    sums = np.zeros((flags.shape[0], flags.shape[1] + 1), np.int32)
    np.cumsum(flags, axis=1, out=sums[:, 1:])
    return sums
