"""Labels that hold for several rows: which rows, told from where in them they stand.

In: the `Bands` of a table without rules. Out: a `Slot` for every cell, and how badly they fit. The labels of a column
share out its rows, so that each stands in the middle (or at the top, or at the bottom) of its own, few rows are left
over, and none reaches over the end of a label to its left.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from statistics import median
from typing import Final

from extract.pdf.bands import Bands
from extract.pdf.blocks import SIDES, Block
from extract.pdf.lattice import Slot

_SLACK: Final = 0.25  # of a row: a label that stands so far from where it should costs 1
_FARTHEST: Final = 4.0  # slacks
_LEFT_OVER: Final = 3.0
_LEFT_OVER_LONE: Final = 0.3
_OTHER_SIDE: Final = 1.5  # labels that stand otherwise in their rows than names do
_RARE: Final = 1.0  # that labels stand at the bottom, where they might as well stand at the top
_HOPELESS: Final = 30.0
_OVER_AN_END: Final = 2.0
_DOUBTFUL: Final = 2.0  # what one column may cost before its labels are doubted
_Spans = tuple[tuple[int, int], ...]
_Chain = tuple["_Chain", tuple[int, int]] | None  # the spans so far, the last one first


@dataclass(frozen=True, slots=True)
class Shared:
    """The rows of each label of a column, and what is wrong with it."""

    cost: float
    spans: _Spans


def label_slots(bands: Bands) -> tuple[list[Slot], float]:
    """Return the cells, and the worst cost of a column."""
    first = min(bands.reading.pair)
    head = next((row + 1 for row in range(bands.count) if bands.is_full[row]), 0)
    usual = _usual_side(bands.reading.columns[:first], bands, head)
    ends: frozenset[int] = frozenset()
    slots: list[Slot] = []
    worst = 0.0
    for column, blocks in enumerate(bands.reading.columns):
        if column < first and blocks:
            shared = _share(blocks, bands, head, ends, usual)
            spans = shared.spans
            worst = max(worst, shared.cost)
            ends = ends | {end for _, end in spans if head < end}
        else:
            spans = tuple(_straddling(blocks, bands.ys))
        taken = {row for start, end in spans for row in range(start, end)}
        slots += [Slot(start, column, end - start, 1) for start, end in spans]
        slots += [Slot(row, column, 1, 1) for row in range(bands.count) if row not in taken]
    return slots, worst


def is_doubtful(bands: Bands, worst: float) -> bool:
    """Whether rows or labels may be other than they were read."""
    return bands.misfits > 0 or worst > _DOUBTFUL


def _straddling(blocks: Sequence[Block], ys: Sequence[float]) -> Iterator[tuple[int, int]]:
    """A block through which a row border runs is one cell in both rows."""
    last = 0
    for block in blocks:
        third = (block.bottom - block.top) / 3
        start = max(bisect_right(ys, block.top + third) - 1, last)
        end = min(bisect_left(ys, block.bottom - third), len(ys) - 1)
        if end - start > 1:
            yield start, end
            last = end


def _usual_side(columns: Sequence[Sequence[Block]], bands: Bands, head: int) -> str:
    """Return where in their rows most labels stand; names and values of one line each do not tell."""
    bodies = [[block for block in column if block.middle >= bands.ys[head]] for column in columns]
    rows = range(head, bands.count)

    def cost(side: str) -> float:
        shared = sum(min(_share_by(body, bands, rows, frozenset(), side).cost, _HOPELESS) for body in bodies)
        return shared + _RARE * (side == "bottom")

    return min(sorted(SIDES, key=lambda side: side != bands.reading.side), key=cost)


def _share(blocks: Sequence[Block], bands: Bands, head: int, ends: frozenset[int], usual: str) -> Shared:
    """Return the rows of each block; the words of a header stand in the middle of its rows."""
    heads = [block for block in blocks if block.middle < bands.ys[head]]
    body = blocks[len(heads) :]
    above = _share_by(heads, bands, range(head), frozenset(), "middle")
    if not body:
        return Shared(0.0, above.spans)
    rows = range(head if heads else 0, bands.count)
    shared = ((_share_by(body, bands, rows, ends, side), _OTHER_SIDE * (side != usual)) for side in SIDES)
    below, more = min(shared, key=lambda one: one[0].cost + one[1])
    return Shared(below.cost + more, above.spans + below.spans)


def _share_by(blocks: Sequence[Block], bands: Bands, rows: range, ends: frozenset[int], side: str) -> Shared:
    left = [_LEFT_OVER if full else _LEFT_OVER_LONE for full in bands.is_full]
    ended = list(accumulate(row in ends for row in range(bands.count + 1)))
    # best[row]: cost and spans of all labels up to now, the last of which ends at or before `row`.
    nothing: list[tuple[float, _Chain]] = [(float("inf"), None)] * (rows.stop + 1)
    best = list(nothing)
    best[rows.start] = 0.0, None
    best = _carried(best, left)
    for block in blocks:
        after = list(nothing)
        for start, end, off in _candidates(block, bands, side):
            if start < rows.start or end > rows.stop:
                continue
            cost, before = best[start]
            total = cost + off * off + _OVER_AN_END * (ended[end - 1] - ended[start])
            if total < after[end][0]:
                after[end] = total, (before, (start, end))
        best = _carried(after, left)
    cost, chain = best[-1]
    spans: list[tuple[int, int]] = []
    while chain is not None:
        chain, last = chain
        spans.insert(0, last)
    return Shared(cost, tuple(spans))


def _carried(best: list[tuple[float, _Chain]], left: Sequence[float]) -> list[tuple[float, _Chain]]:
    out = list(best)
    for row, cost in enumerate(left[: len(best) - 1]):
        if out[row][0] + cost < out[row + 1][0]:
            out[row + 1] = out[row][0] + cost, out[row][1]
    return out


def _candidates(block: Block, bands: Bands, side: str) -> Iterator[tuple[int, int, float]]:
    """Yield the rows that a label may hold for, and how far it stands from where it should, in slacks."""
    ys, texts = bands.ys, bands.texts
    slack = _SLACK * median(other - one for one, other in pairwise(ys))
    reach = _FARTHEST * slack
    if side == "middle":
        for start in range(bisect_right(ys, block.middle + reach)):
            low, high = (2 * (block.middle + step) - ys[start] for step in (-reach, reach))
            for end in range(max(bisect_left(ys, low), start + 1), bisect_right(ys, high)):
                yield start, end, abs((ys[start] + ys[end]) / 2 - block.middle) / slack
        return
    is_top = side == "top"
    for row, text in enumerate(texts):
        off = abs(text.at(side) - block.at(side))
        if off > reach:
            continue
        others = range(row + 1, len(ys)) if is_top else range(row + 1)
        for other in others:
            yield (row, other, off / slack) if is_top else (other, row + 1, off / slack)
