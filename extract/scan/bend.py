"""A page that curls, or was seen from aside: the bend that makes its rules straight.

In: the masks of its rules. Out: `Bend`: how far each point has to move. Every rule across is to lie on one height, every
rule down on one place; the movement is one smooth polynomial for the whole page, so text between rules moves with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from extract.scan.rules import Mask

_DEGREE: Final = 4  # along a rule
_ACROSS: Final = 2  # from rule to rule
_LONG: Final = 0.15  # of the page: shorter pieces say little
_HALF: Final = 2  # every other pixel is looked at: a rule of the mask is wider
_EVERY: Final = 16  # pixels between points that are looked at
_FEWEST: Final = 4  # rules in each direction
_WORTH: Final = 1.5  # pixels: a smaller bend is none
_FARTHEST: Final = 0.06  # of the page
_ROUNDS: Final = 4

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bend:
    """Polynomials of the movement across and down, over coordinates from -1 to 1."""

    across: Numbers
    down: Numbers
    size: tuple[int, int]  # width and height in pixels

    def forth(self, points: Numbers) -> Numbers:
        """Return where points of the bent page come to lie; points are rows of x and y."""
        x, y = self._scaled(points)
        return points + np.stack([_along(x, y, swap=True) @ self.across, _along(x, y, swap=False) @ self.down], axis=1)

    def back(self, points: Numbers) -> Numbers:
        """Return where points of the straight page were."""
        out = points.copy()
        for _ in range(_ROUNDS):
            out = points - (self.forth(out) - out)
        return out

    def _scaled(self, points: Numbers) -> tuple[Numbers, Numbers]:
        width, height = self.size
        return 2 * points[:, 0] / width - 1, 2 * points[:, 1] / height - 1


def _along(x: Numbers, y: Numbers, *, swap: bool) -> Numbers:
    """The terms of the polynomial: powers along the rule, times low powers from rule to rule; none that is constant along it."""
    one, other = (y, x) if swap else (x, y)
    return np.stack([one**i * other**j for i in range(1, _DEGREE + 1) for j in range(_ACROSS + 1)], axis=1)


def find_bend(across: Mask, down: Mask) -> Bend | None:
    """Return the bend of a page; None where its rules are straight, too few, or do not agree on any."""
    height, width = across.shape
    size = width, height
    fits = [_fit(mask, size, is_across=is_across) for mask, is_across in ((across, True), (down, False))]
    if fits[0] is None and fits[1] is None:
        return None
    none = np.zeros(_DEGREE * (_ACROSS + 1))
    bend = Bend(none if fits[1] is None else fits[1], none if fits[0] is None else fits[0], size)
    corners = np.array([[x, y] for x in (0.0, width / 2, width) for y in (0.0, height / 2, height)])
    moved = np.abs(bend.forth(corners) - corners).max()
    return bend if _WORTH < moved < _FARTHEST * max(size) else None


def _fit(mask: Mask, size: tuple[int, int], *, is_across: bool) -> Numbers | None:
    rules = _trace(mask, is_across=is_across)
    if len(rules) < _FEWEST:
        return None
    weights = [np.ones(len(points)) for points in rules]
    tables = [_terms_of(points, size, is_across=is_across) for points in rules]
    terms = _DEGREE * (_ACROSS + 1)
    solution: Numbers = np.zeros(terms)
    for _ in range(3):
        # By the normal equations: the points are thousands, the terms a dozen.
        normal, right = 0.09 * np.eye(terms), np.zeros(terms)
        for (table, level), weight in zip(tables, weights, strict=True):
            # Where a rule lies is not asked: only that it lies there all along.
            left = (table - np.average(table, axis=0, weights=weight)) * weight[:, None]
            normal += left.T @ left
            right += left.T @ ((np.average(level, weights=weight) - level) * weight)
        solution = np.asarray(np.linalg.solve(normal, right), np.float64)
        weights = [
            1 / (1 + (np.abs(_strays(table, level, weight, solution)) / 2.0) ** 2)
            for (table, level), weight in zip(tables, weights, strict=True)
        ]
    return np.asarray(solution)


def _terms_of(points: Numbers, size: tuple[int, int], *, is_across: bool) -> tuple[Numbers, Numbers]:
    """Return the terms at the points of a rule, and at what height (or place) they lie."""
    x, y = 2 * points[:, 0] / size[0] - 1, 2 * points[:, 1] / size[1] - 1
    return _along(x, y, swap=not is_across), points[:, 1 if is_across else 0]


def _strays(table: Numbers, level: Numbers, weight: Numbers, solution: Numbers) -> Numbers:
    """Return by how much each point of a rule, moved, still lies beside the rule, less where it counts less."""
    moved = table @ solution + level
    return np.asarray((moved - np.average(moved, weights=weight)) * weight)


def _trace(mask: Mask, *, is_across: bool) -> list[Numbers]:
    """Return points along the middle of every long rule."""
    mask = np.ascontiguousarray(mask[::_HALF, ::_HALF])
    height, width = mask.shape
    least = _LONG * (width if is_across else height)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    rules = []
    for index, (x, y, wide, tall, area) in enumerate(stats[1:count].tolist(), 1):
        long, thick = (wide, tall) if is_across else (tall, wide)
        if long < least or area / long > 14 / _HALF or thick > 0.12 * long:
            continue
        part = labels[y : y + tall, x : x + wide] == index
        part = part if is_across else part.T
        places = np.arange(_EVERY // 4, part.shape[1], _EVERY // _HALF)
        filled = part[:, places]
        seen = filled.any(axis=0)
        middle = (filled * np.arange(part.shape[0])[:, None]).sum(axis=0)[seen] / filled.sum(axis=0)[seen]
        along, at = places[seen] + (x if is_across else y), middle + (y if is_across else x)
        points = np.stack([along, at] if is_across else [at, along], axis=1).astype(np.float64)
        rules.append(_HALF * points + (_HALF - 1) / 2)
    return rules
