"""Rows of a table without rules across: from its fullest column, and labels that stand in the middle of their rows.

In: the runs of a table and its column borders. Out: row borders; cells. A block is what one cell holds in one column:
its lines stand closer than two cells do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from extract.pdf.lattice import Slot
from extract.pdf.rivers import column_of
from extract.pdf.runs import Run
from extract.pdf.wrap import runs_to_lines

_LEAF: Final = 0.7  # of the rows: a column so full has a cell in every row
_WIDE_STEP: Final = 1.7  # of the usual step from row to row
_OFF: Final = 0.36  # of a row: a label so far from the middle of its rows stands there by chance


@dataclass(frozen=True, slots=True)
class Block:
    """Where one cell's text stands."""

    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """Its height."""
        return (self.top + self.bottom) / 2


def find_rows(runs: Sequence[Run], xs: Sequence[float]) -> tuple[list[float], list[list[Block]]]:
    """Return the row borders, and the blocks of each column."""
    columns: list[list[Run]] = [[] for _ in range(len(xs) - 1)]
    for run in runs:
        columns[column_of(run, xs)].append(run)
    leading = _leading([run for runs in columns for run in runs], columns)
    blocks = [list(_to_blocks(column, leading)) for column in columns]
    fullest = max(range(len(blocks)), key=lambda index: (len(blocks[index]), index))
    anchors = _with_missing(blocks, fullest)
    every = [block for column in blocks for block in column]
    borders = [_border(one, other, every) for one, other in pairwise(anchors)]
    top, bottom = min(block.top for block in every), max(block.bottom for block in every)
    return [top - 1.0, *borders, bottom + 1.0], blocks


def _leading(runs: Sequence[Run], columns: Sequence[Sequence[Run]]) -> float:
    """Return the gap between two lines, in points, above which they are two cells.

    The smallest gaps are those of wrapped lines, unless they are large, or the last column, that of the values, has hardly any other.
    """
    size = median(run.size for run in runs)
    by_column = [_gaps(column) for column in columns]
    small = sorted(gap for gaps in by_column for gap in gaps if gap < 2.0 * size)
    if not small or small[0] > 0.7 * size:
        return -size
    jump = next((at for at, (one, other) in enumerate(pairwise(small)) if other - one > 0.15 * size), None)
    if jump is None:
        return -size
    limit = (small[jump] + small[jump + 1]) / 2
    last = next((gaps for gaps in reversed(by_column) if len(gaps) > 1), small)
    if sum(gap < limit for gap in last) > 0.7 * len(last):
        return -size
    return limit


def _gaps(column: Sequence[Run]) -> list[float]:
    lines = runs_to_lines(column)
    return [other[0].top - one[0].bottom for one, other in pairwise(lines)]


def _to_blocks(column: Sequence[Run], leading: float) -> Iterator[Block]:
    current: Block | None = None
    for line in runs_to_lines(column):
        top, bottom = min(run.top for run in line), max(run.bottom for run in line)
        if current is not None and top - current.bottom < leading:
            current = Block(current.top, bottom)
            continue
        if current is not None:
            yield current
        current = Block(top, bottom)
    if current is not None:
        yield current


def _with_missing(blocks: Sequence[Sequence[Block]], fullest: int) -> list[Block]:
    """Return the blocks of the fullest column, and where it leaves a row out those of the next column that does not."""
    anchors = list(blocks[fullest])
    for column in blocks:
        if len(column) >= _LEAF * len(anchors):
            anchors += [
                block
                for block in column
                if not any(block.top < anchor.bottom and anchor.top < block.bottom for anchor in anchors)
            ]
    anchors += _between(sorted(anchors, key=lambda block: block.top), blocks)
    # A header over several columns stands above the first line of those columns.
    first = min(anchor.top for anchor in anchors)
    for block in sorted((block for column in blocks for block in column), key=lambda block: block.top):
        if block.bottom <= first + 0.5 and not any(
            block.top < anchor.bottom and anchor.top < block.bottom for anchor in anchors
        ):
            anchors.append(block)
    return sorted(anchors, key=lambda block: block.top)


def _between(anchors: Sequence[Block], blocks: Sequence[Sequence[Block]]) -> list[Block]:
    """Return blocks that stand alone where a row is left out: the total above the first indicator."""
    steps = [other.middle - one.middle for one, other in pairwise(anchors)]
    found: list[Block] = []
    for (one, other), step in zip(pairwise(anchors), steps, strict=True):
        if step > _WIDE_STEP * median(steps):
            alone = [
                block for column in blocks for block in column if one.bottom <= block.top and block.bottom <= other.top
            ]
            found += alone[:1]
    return found


def _border(one: Block, other: Block, every: Sequence[Block]) -> float:
    """Return where two rows part: between their texts, through as few texts of other columns as can be."""
    low, high = sorted((one.bottom, other.top))
    steps = [low + (high - low) * step / 8 for step in (4, 3, 5, 2, 6, 1, 7)]
    return min(steps, key=lambda y: sum(block.top < y < block.bottom for block in every))


def label_slots(columns: Sequence[Sequence[Block]], ys: Sequence[float]) -> list[Slot]:
    """Return the cells: one a row in full columns; before them, labels span the rows they are in the middle of."""
    rows = len(ys) - 1
    first_full = next((index for index, column in enumerate(columns) if len(column) >= _LEAF * rows), 0)
    head = _head_rows(columns[-1], ys)
    slots: list[Slot] = []
    for column, blocks in enumerate(columns):
        is_label = column < first_full
        spans = _best_spans([block.middle for block in blocks], ys, head) if is_label else list(_straddling(blocks, ys))
        taken = {row for start, end in spans for row in range(start, end)}
        slots += [Slot(start, column, end - start, 1) for start, end in spans]
        slots += [Slot(row, column, 1, 1) for row in range(rows) if row not in taken]
    return slots


def _straddling(blocks: Sequence[Block], ys: Sequence[float]) -> Iterator[tuple[int, int]]:
    """A block through which a row border runs is one cell in both rows."""
    for block in blocks:
        third = (block.bottom - block.top) / 3
        for row in range(1, len(ys) - 1):
            if block.top + third < ys[row] < block.bottom - third:
                yield row - 1, row + 1


def _head_rows(last: Sequence[Block], ys: Sequence[float]) -> int:
    """Return how many rows the header has: down to the first word of the last column."""
    return next((row + 1 for row in range(len(ys) - 1) if last and last[0].middle < ys[row + 1]), 0)


def _best_spans(middles: Sequence[float], ys: Sequence[float], head: int) -> list[tuple[int, int]]:
    """Return the rows of each label, so that each stands in the middle of its rows and few rows are left over.

    No label stands in the header and below it.
    """
    rows = len(ys) - 1
    slack = _OFF * median(other - one for one, other in pairwise(ys))
    # best[row]: rows left over so far and the spans, for all labels up to now, the last of which ends at `row`.
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for middle in middles:
        after: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        for end_before, (cost, spans) in best.items():
            for start in range(end_before, rows):
                for end in range(start + 1, rows + 1):
                    off = abs((ys[start] + ys[end]) / 2 - middle)
                    if off > slack or start < head < end:
                        continue
                    total = cost + start - end_before + 0.2 * off / slack
                    if end not in after or total < after[end][0]:
                        after[end] = (total, (*spans, (start, end)))
        if not after:
            return []
        best = after
    return list(min(((cost + rows - end, spans) for end, (cost, spans) in best.items()), key=lambda item: item[0])[1])
