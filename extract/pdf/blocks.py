"""Lines of a column to blocks, what one cell holds in it, and how the blocks of two columns stand beside each other.

In: the runs of each column of a table without rules. Out: the `Reading` that fits best: how far apart two lines of one
cell may stand, whether cells stand at the top, in the middle or at the bottom of their rows, and the two columns that
show the rows, for nearly every cell of one has a cell of the other beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import median
from typing import Final

from extract.pdf.runs import Run
from extract.pdf.wrap import runs_to_lines

SIDES: Final = ("middle", "top", "bottom")
NEAR: Final = 0.3  # of the type size: what stands so near the same height is beside each other
_STEP: Final = 0.03  # of the type size: gaps that differ less are alike
_WIDEST: Final = 1.5  # of the type size: lines of one cell stand no farther apart
_GRAIN: Final = 0.8  # points
_FINE: Final = 1.5  # blocks
_EVEN: Final = 0.2
_MOST_LIMITS: Final = 20
_FULL: Final = 0.5  # of the blocks of the fullest column


@dataclass(frozen=True, slots=True)
class Block:
    """Where one cell's text stands."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its height."""
        return (self.top + self.bottom) / 2

    def at(self, side: str) -> float:
        """The height of its top, middle or bottom."""
        return self.middle if side == "middle" else self.top if side == "top" else self.bottom

    def overlaps(self, other: Block, slack: float = 0.0) -> bool:
        """Whether it stands beside another by more than the slack."""
        return min(self.bottom, other.bottom) - max(self.top, other.top) > slack

    def with_(self, other: Block) -> Block:
        """Return what both cover."""
        return Block(min(self.top, other.top), max(self.bottom, other.bottom))


@dataclass(frozen=True, slots=True)
class Reading:
    """The blocks of each column, how they stand in their rows, and the two columns that show the rows."""

    columns: tuple[tuple[Block, ...], ...]
    side: str
    pair: tuple[int, int]
    size: float


def read_blocks(columns: Sequence[Sequence[Run]]) -> Reading:
    """Return the reading under which most cells have a cell beside them."""
    lines = [_lines(column) for column in columns]
    size = median(line.bottom - line.top for column in lines for line in column)
    best: tuple[float, Reading] | None = None
    for limit, is_even, cost in _limits(lines, size):
        blocks = tuple(tuple(_to_blocks(column, limit)) for column in lines)
        scored = max(
            ((score - cost, side, pair) for score, side, pair in _scores(blocks, size)),
            key=lambda one: one[0],
            default=None,
        )
        # Of two that fit alike, the one that joins more lines, as long as those that it joins are evenly spaced.
        if scored and (best is None or scored[0] > best[0] or (is_even and scored[0] == best[0])):
            best = scored[0], Reading(blocks, scored[1], scored[2], size)
    if best is not None:
        return best[1]
    blocks = tuple(tuple(column) for column in lines)
    fullest = max(range(len(blocks)), key=lambda index: (len(blocks[index]), index))
    return Reading(blocks, "middle", (fullest, fullest), size)


def _lines(column: Sequence[Run]) -> list[Block]:
    """Return the lines of a column, each as high as its type: some fonts tell the inked height of a character."""
    if not column:
        return []
    usual = median(run.size for run in column)
    lines = []
    for line in runs_to_lines(column):
        full = [run for run in line if run.size > 0.8 * usual] or line
        middle, size = median(run.middle for run in full), max(run.size for run in full)
        size = usual if 0.8 * usual < size < 1.2 * usual else size
        lines.append(Block(middle - size / 2, middle + size / 2))
    return lines


def _limits(lines: Sequence[Sequence[Block]], size: float) -> Iterator[tuple[float, bool, float]]:
    """Yield gaps between two lines above which they may be two cells, whether those below are alike, and a doubt.

    Gaps that differ by less than the grain in which a browser places its lines are hardly those of lines and of cells.
    """
    yield -size, True, 0.0
    gaps = sorted(gap for column in lines for gap in _gaps(column) if gap < 6.0 * size)
    jumps = [(one, other) for one, other in pairwise(gaps) if other - one > _STEP * size and one < _WIDEST * size]
    for one, other in jumps[:_MOST_LIMITS]:
        yield (one + other) / 2, one - gaps[0] < _EVEN * size, 0.0 if other - one > _GRAIN else _FINE


def _gaps(column: Sequence[Block]) -> list[float]:
    return [other.top - one.bottom for one, other in pairwise(column)]


def _to_blocks(column: Sequence[Block], limit: float) -> Iterator[Block]:
    current: Block | None = None
    for line in column:
        if current is not None and line.top - current.bottom < limit:
            current = Block(current.top, line.bottom)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def _scores(blocks: Sequence[Sequence[Block]], size: float) -> Iterator[tuple[float, str, tuple[int, int]]]:
    most = max(len(column) for column in blocks)
    full = [index for index, column in enumerate(blocks) if len(column) >= max(_FULL * most, 2)]
    for one, other in combinations(reversed(full), 2):
        for side in SIDES:
            found = len(list(beside(blocks[one], blocks[other], side, NEAR * size)))
            alone = len(blocks[one]) + len(blocks[other]) - 2 * found
            yield 2.0 * found - alone, side, (other, one)


def beside(ones: Sequence[Block], others: Sequence[Block], side: str, near: float) -> Iterator[tuple[int, int]]:
    """Yield the numbers of blocks that stand beside each other."""
    one = other = 0
    while one < len(ones) and other < len(others):
        apart = ones[one].at(side) - others[other].at(side)
        if abs(apart) <= near:
            yield one, other
            one, other = one + 1, other + 1
        elif apart < 0:
            one += 1
        else:
            other += 1
