"""Which sides of cells are ruled, where print is faint or broken.

In: the rules of one table, and thin evidence of rules. Out: the sides that hold enough of it. A rule that is sure for a
part of its way says where the rest would be; text crosses that line too, but leaves most of a side empty, and does not
begin at a corner of a cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.pdf.paths import Piece, Rule
from extract.pdf.rules import TOUCH
from extract.scan.rules import RuleMasks

Flags = npt.NDArray[np.bool_]
_BESIDE: Final = 3  # pixels: a rule is nowhere farther from its place
_CORNER: Final = 4  # pixels of the rule that crosses
_LINES: Final = 2.2  # lines of text
_WHOLLY: Final = 0.93
_MOSTLY: Final = 0.75
_HALF: Final = 0.5  # is enough where the evidence begins at both corners, or all rules are broken
SOUND: Final = 0.93  # of a side is seen where rules are not broken


@dataclass(frozen=True, slots=True)
class Evidence:
    """The masks, turned so that rules run along their rows, the points of a pixel, and the pixels of a line of text."""

    masks: RuleMasks
    points: float
    usual: float

    def ruled_sides(self, rules: Sequence[Rule], others: Sequence[Rule], *, is_broken: bool) -> Iterator[Piece]:
        """Yield the stretches between two crossing rules that are ruled, and what stands out past the last of them."""
        for rule in rules:
            crossing = _crossing(rule, others)
            if not crossing:
                continue
            for low, high, side, whole in self._sides(rule, crossing):
                if high - low <= TOUCH or self._is_ruled(side, whole, is_broken):
                    yield rule.at, low, high
            # What stands out is the open side of a table, or print that the rule seems to run into.
            ends = (rule.low, crossing[0]), (crossing[-1], rule.high)
            for low, high, side, whole in (each for end in ends for each in self._sides(rule, end)):
                if high - low > TOUCH and (side if is_broken else whole).mean() >= _MOSTLY:
                    yield rule.at, low, high

    def shares(self, rules: Sequence[Rule], others: Sequence[Rule]) -> Iterator[float]:
        """Yield of each side that is ruled, more or less, how much of it is seen."""
        for rule in rules:
            for _, _, side, _ in self._sides(rule, _crossing(rule, others)):
                share = float(side[_CORNER:-_CORNER].mean()) if side.size > 4 * _CORNER else 0.0
                if share > _HALF:
                    yield share

    def _sides(self, rule: Rule, crossing: Sequence[float]) -> Iterator[tuple[float, float, Flags, Flags]]:
        at = round(rule.at / self.points)
        near = slice(max(0, at - _BESIDE), at + _BESIDE + 1)
        thin, whole = (mask[near].max(axis=0, initial=0) > 0 for mask in (self.masks.thin, self.masks.whole))
        for low, high in itertools.pairwise(crossing):
            side = slice(max(0, round(low / self.points)), max(0, round(high / self.points)))
            yield low, high, thin[side] | whole[side], whole[side]

    def _is_ruled(self, side: Flags, whole: Flags, is_broken: bool) -> bool:
        inner = side[_CORNER:-_CORNER]
        if inner.size < 2 * _CORNER:
            return False
        if int(whole[_CORNER:-_CORNER].sum()) >= min(self.usual, 0.8 * inner.size):
            return True
        share = float(inner.mean())
        if is_broken:
            return share >= _HALF
        if side.size < _LINES * self.usual:  # one stroke fills most of it
            return share >= _WHOLLY or (share >= _HALF and bool(inner[:_CORNER].all() and inner[-_CORNER:].all()))
        begins = bool(inner[:_CORNER].any() and inner[-_CORNER:].any())
        return share >= _MOSTLY or (share >= _HALF and begins)


def _crossing(rule: Rule, others: Sequence[Rule]) -> list[float]:
    return sorted(other.at for other in others if other.low - TOUCH <= rule.at <= other.high + TOUCH)
