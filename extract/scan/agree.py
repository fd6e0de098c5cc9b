"""Sides that are ruled, made to agree: no rule of a table ends inside of a cell, and none turns a corner there.

In: the shares to which sides are ruled. Out: `Agreed`. Where a rule ends or turns inside the table, one of the sides there
was taken for what it is not: the one that was least clear is turned over, if it was not clear. The frame is always ruled.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
_Side = tuple[bool, int, int]  # whether across, line, place
_DEAREST: Final = 0.35  # from the share that parts ruled sides from others: a side farther from it is not turned over
_UNSURE: Final = 0.2  # … a side so far from it that was turned over was no matter of course
_BROKEN: Final = frozenset({0b0001, 0b0010, 0b0100, 0b1000, 0b0101, 0b0110, 0b1001, 0b1010})  # ends, and corners


@dataclass(frozen=True, slots=True)
class Agreed:
    """Which sides are ruled; `is_whole` where they make whole cells and no side had to be forced."""

    across: Flags
    down: Flags
    is_whole: bool


def agree(across: Numbers, down: Numbers, least: float) -> Agreed:
    """Return which sides are ruled, of those on the lines across (lines x columns) and down (lines x rows)."""
    flags = across >= least, down >= least
    for each in flags:
        each[[0, -1]] = True
    costs = np.abs(across - least), np.abs(down - least)
    is_forced = False
    for _ in range(across.size + down.size):
        bad = [(y, x) for y in range(across.shape[0]) for x in range(down.shape[0]) if _is_bad(flags, y, x)]
        if not bad:
            return Agreed(*flags, not is_forced)
        best = min((move for y, x in bad for move in _moves(flags, costs, y, x)), default=None)
        if best is None:
            return Agreed(*flags, False)
        cost, (is_across, line, place) = best
        which = flags[0 if is_across else 1]
        which[line, place] = not which[line, place]
        is_forced |= cost > _UNSURE
    return Agreed(*flags, False)


def _arms(flags: tuple[Flags, Flags], y: int, x: int) -> list[_Side]:
    """The sides that meet where two lines cross: left, right, up, down."""
    rows, columns = flags[1].shape[1], flags[0].shape[1]
    return [
        *([(True, y, x - 1)] if x > 0 else []),
        *([(True, y, x)] if x < columns else []),
        *([(False, x, y - 1)] if y > 0 else []),
        *([(False, x, y)] if y < rows else []),
    ]


def _is_bad(flags: tuple[Flags, Flags], y: int, x: int) -> bool:
    across, down = flags
    if not (0 < y < across.shape[0] - 1 and 0 < x < down.shape[0] - 1):
        return False  # on the frame any rule may end
    bits = across[y, x - 1] << 3 | across[y, x] << 2 | down[x, y - 1] << 1 | down[x, y]
    return int(bits) in _BROKEN


def _moves(flags: tuple[Flags, Flags], costs: tuple[Numbers, Numbers], y: int, x: int) -> list[tuple[float, _Side]]:
    """Return the sides there which, turned over, leave fewer crossings that are no crossings, and what each costs."""
    out = []
    for is_across, line, place in _arms(flags, y, x):
        which = flags[0 if is_across else 1]
        if line in {0, which.shape[0] - 1}:
            continue
        cost = float(costs[0 if is_across else 1][line, place])
        if cost > _DEAREST:
            continue
        ends = ((line, place), (line, place + 1)) if is_across else ((place, line), (place + 1, line))
        before = sum(_is_bad(flags, *end) for end in ends)
        which[line, place] = not which[line, place]
        after = sum(_is_bad(flags, *end) for end in ends)
        which[line, place] = not which[line, place]
        if after < before:
            out.append((cost, (is_across, line, place)))
    return out
