"""Which sides of cells are ruled, where print is faint or broken.

In: the rules of one table, and thin evidence of rules. Out: the sides that hold enough of it. A rule that is sure for a
part of its way says where the rest would be; text crosses that line too, but leaves most of a side empty, and does not
begin at a corner of a cell.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.pdf.paths import Piece, Rule

Mask = npt.NDArray[np.uint8]
_BESIDE: Final = 3  # pixels: a rule is nowhere farther from its place
_CORNER: Final = 4  # pixels of the rule that crosses
_LINES: Final = 2.2  # lines of text
_WHOLLY: Final = 0.93
_MOSTLY: Final = 0.75
_HALF: Final = 0.5  # is enough where the evidence begins at both corners


def ruled_sides(
    rules: Sequence[Rule], others: Sequence[Rule], thin: Mask, points: float, usual: float
) -> Iterator[Piece]:
    """Yield the stretches between two crossing rules that the evidence fills.

    `thin` is turned so that the rules run along its rows; `points` are those of a pixel, `usual` the pixels of a
    line of text.
    """
    if not rules or not others:
        return
    height, width = thin.shape
    for rule in rules:
        at = round(rule.at / points)
        strip = thin[max(0, at - _BESIDE) : at + _BESIDE + 1]
        if not strip.size:
            continue
        filled = strip.max(axis=0) > 0
        crossing = sorted(other.at for other in others if other.low - 3 <= rule.at <= other.high + 3)
        for low, high in itertools.pairwise(crossing):
            if high - low > 4.0 and not rule.low <= low < high <= rule.high:
                start, end = max(0, round(low / points)), min(width, round(high / points))
                if _is_filled(filled[start:end], usual):
                    yield rule.at, low, high


def _is_filled(side: npt.NDArray[np.bool_], usual: float) -> bool:
    inner = side[_CORNER:-_CORNER]
    if inner.size < 2 * _CORNER:
        return False
    share = float(inner.mean())
    if side.size < _LINES * usual:  # one stroke fills most of it
        return share >= _WHOLLY
    begins = bool(inner[:_CORNER].any() and inner[-_CORNER:].any())
    return share >= _MOSTLY or (share >= _HALF and begins)
