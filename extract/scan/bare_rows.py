"""The rows of a table without rules down, from where the lines of its columns stand.

In: the lines of each column, in pixels. Out: `Rows`: `Bands`, as of a page with a text layer, of which `extract.pdf.labels` tells
which cells a label holds for. Rows are strips of print over the columns that have no labels; strips no farther apart than the
lines of one cell are one row. How many columns have labels, and how far apart lines may stand, is tried: the rows against
which least speaks are taken, and doubted where as little speaks against others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median
from typing import Final

from extract.pdf.bands import Bands
from extract.pdf.blocks import Block, Reading

_STEP: Final = 0.1  # of a line of text: gaps that differ less are alike
_RICH: Final = 0.55  # of the columns that a row fills: what fills as many again is another row
_POOR: Final = 0.5  # of the columns that the fullest row fills: what fills fewer is a piece of a row
_WIDEST: Final = 1.1  # of a line of text: lines of one cell have no wider gap
_PIECE, _HALF_PIECE, _TWO, _PARTED, _TORN, _LABELS = 2.0, 0.8, 2.0, 1.0, 1.0, 0.5  # what speaks against rows, each time
_SLIGHT: Final = 0.75  # how much more has to speak against any other rows, or these are doubted


@dataclass(frozen=True, slots=True)
class Rows:
    """The bands of the rows, and whether no other rows fit as well."""

    bands: Bands
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Trial:
    cost: float
    labels: int
    limit: float
    rows: tuple[Block, ...]


def find_bands(columns: Sequence[Sequence[Block]], top: float, bottom: float, usual: float) -> Rows | None:
    """Return the rows between two heights; `columns` holds the lines of each column, top to bottom."""
    even = [_even(column, usual) for column in columns]
    trials = sorted(_trials(even, usual), key=lambda trial: (round(trial.cost, 2), trial.limit == 0))
    if not trials:
        return None
    best = trials[0]
    rows = best.rows
    others = [trial for trial in trials if len(trial.rows) != len(rows)]
    is_sure = not others or others[0].cost - best.cost >= _SLIGHT
    ys = (top, *((one.bottom + other.top) / 2 for one, other in pairwise(rows)), bottom)
    blocks = tuple(
        tuple(_joined(column, best.limit) if at < best.labels else _cells(column, rows))
        for at, column in enumerate(even)
    )
    first = _first_full(blocks, rows, best.labels)
    size = median(line.bottom - line.top for column in even for line in column)
    reading = Reading(blocks, _side(even[best.labels :], rows, usual), (first, len(columns) - 1), size)
    full = tuple(any(line.overlaps(row) for column in even[first:] for line in column) for row in rows)
    return Rows(Bands(ys, rows, full, reading, 0), is_sure)


def _even(column: Sequence[Block], usual: float) -> list[Block]:
    """Return the lines, each as high as any: a line of figures is lower than one of characters."""
    half = 0.45 * usual
    return [
        Block(line.middle - half, line.middle + half) if line.bottom - line.top < 1.4 * usual else line
        for line in column
    ]


def _trials(columns: Sequence[Sequence[Block]], usual: float) -> Iterator[_Trial]:
    gaps = sorted(other.top - one.bottom for column in columns for one, other in pairwise(column))
    limits = [
        0.0,
        *((one + other) / 2 for one, other in pairwise(gaps) if other - one >= _STEP * usual and one < _WIDEST * usual),
    ]
    for labels in range(max(1, len(columns) - 1)):
        kept = columns[labels:]
        strips = _strips([line for column in kept for line in column])
        filled = [
            frozenset(at for at, column in enumerate(kept) if any(map(strip.overlaps, column))) for strip in strips
        ]
        if not strips:
            continue
        for limit in limits:
            groups = _groups(strips, limit)
            rows = tuple(Block(strips[group[0]].top, strips[group[-1]].bottom) for group in groups)
            cost = _against(groups, filled) + _PARTED * _parted(kept, rows, limit) + _LABELS * labels
            cost += _TORN * _torn(kept, rows, limit)
            # More labels than rows are no labels.
            cost += sum(max(0, len(list(_joined(column, limit))) - len(rows)) for column in columns[:labels])
            yield _Trial(cost, labels, limit, rows)


def _strips(lines: Sequence[Block]) -> list[Block]:
    """Return from where to where there is print, whatever column it stands in."""
    out: list[Block] = []
    for line in sorted(lines, key=lambda line: line.top):
        if out and line.top < out[-1].bottom:
            out[-1] = out[-1].with_(line)
        else:
            out.append(line)
    return out


def _groups(strips: Sequence[Block], limit: float) -> list[list[int]]:
    groups: list[list[int]] = [[0]]
    for at, (one, other) in enumerate(pairwise(strips), 1):
        if other.top - one.bottom < limit:
            groups[-1].append(at)
        else:
            groups.append([at])
    return groups


def _against(groups: Sequence[Sequence[int]], filled: Sequence[frozenset[int]]) -> float:
    """Return what speaks against rows: those that fill few columns, and those of strips that fill as many each."""
    columns = [frozenset[int]().union(*(filled[at] for at in group)) for group in groups]
    most = max(len(each) for each in columns)
    cost = 0.0
    for group, own in zip(groups, columns, strict=True):
        share = len(own) / most
        cost += _PIECE if share < _POOR else _HALF_PIECE if share == _POOR else 0.0
        rich = sum(len(filled[at]) > _RICH * len(own) for at in group) if len(own) > 1 else 1
        cost += _TWO * max(0, rich - 1)
    return cost


def _parted(columns: Sequence[Sequence[Block]], rows: Sequence[Block], limit: float) -> int:
    """Return how often two lines of a column stand in one row, and farther apart than the lines of one cell."""
    return sum(
        other.top - one.bottom >= max(limit, 1.0) and _row_of(one, rows) == _row_of(other, rows)
        for column in columns
        for one, other in pairwise(column)
    )


def _torn(columns: Sequence[Sequence[Block]], rows: Sequence[Block], limit: float) -> int:
    """Return how often two lines stand as near as those of one cell, and yet in two rows."""
    return sum(
        other.top - one.bottom < limit and _row_of(one, rows) != _row_of(other, rows)
        for column in columns
        for one, other in pairwise(column)
    )


def _joined(blocks: Sequence[Block], limit: float) -> Iterator[Block]:
    """Yield the cells of a column of labels: lines that stand near each other."""
    current: Block | None = None
    for block in blocks:
        if current is not None and block.top - current.bottom < limit:
            current = current.with_(block)
            continue
        if current is not None:
            yield current
        current = block
    if current is not None:
        yield current


def _cells(column: Sequence[Block], rows: Sequence[Block]) -> Iterator[Block]:
    """Yield the cells of a column without labels: the lines that stand in one row."""
    for _, lines in groupby(column, lambda line: _row_of(line, rows)):
        inside = list(lines)
        yield Block(inside[0].top, max(line.bottom for line in inside))


def _row_of(line: Block, rows: Sequence[Block]) -> int:
    return min(range(len(rows)), key=lambda at: max(rows[at].top - line.middle, line.middle - rows[at].bottom))


def _first_full(blocks: Sequence[Sequence[Block]], rows: Sequence[Block], labels: int) -> int:
    """Return the first column that has a cell in every row, but for a sum at the top; it has no labels, nor has any after it."""
    for at in range(labels, len(blocks)):
        lacking = [row for row in rows if not any(map(row.overlaps, blocks[at]))]
        if not lacking or lacking == list(rows[1:2]):
            return at
    return max(range(labels, len(blocks)), key=lambda at: (len(blocks[at]), -at))


def _side(columns: Sequence[Sequence[Block]], rows: Sequence[Block], usual: float) -> str:
    """Return whether what is lower than its row stands in the middle of it, or at its top."""
    off = [
        (inside[0].top - row.top, row.bottom - inside[0].bottom)
        for column in columns
        for row in rows
        if row.bottom - row.top > 1.7 * usual
        if len(inside := [line for line in column if line.overlaps(row)]) == 1
    ]
    return "top" if off and sum(above < 0.4 * below for above, below in off) > len(off) / 2 else "middle"
