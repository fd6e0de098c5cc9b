"""Rows of a table without rules across: from the two columns that show them.

In: the runs of a table and its column borders. Out: `Bands`: row borders, where each row's text stands, the blocks of
each column, and how much does not fit. Which cells a label spans is told in `labels`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.pdf.blocks import NEAR, Block, Reading, beside, read_blocks
from extract.pdf.rivers import column_of
from extract.pdf.runs import Run

_ROOM: Final = 1.6  # of the usual gap: what a row that stands alone needs beside its own height
_MARGIN: Final = 1.0  # points
_OVERLAP: Final = 0.3  # of the type size


@dataclass(frozen=True, slots=True)
class Bands:
    """The rows of a table."""

    ys: tuple[float, ...]
    texts: tuple[Block, ...]  # where the text of each row stands
    is_full: tuple[bool, ...]  # whether the columns that show the rows have a cell in it
    reading: Reading
    misfits: int  # blocks that stand beside no row, yet overlap one

    @property
    def drawn(self) -> tuple[float, ...]:
        """The row borders, the outermost close to the text: what stands beyond them is no part of the table."""
        top = max(self.ys[0], min(column[0].top for column in self.reading.columns if column) - _MARGIN)
        bottom = min(self.ys[-1], max(column[-1].bottom for column in self.reading.columns if column) + _MARGIN)
        return top, *self.ys[1:-1], bottom

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.texts)


def find_rows(runs: Sequence[Run], xs: Sequence[float]) -> Bands:
    """Return the rows that the columns between the borders show."""
    columns: list[list[Run]] = [[] for _ in range(len(xs) - 1)]
    for run in runs:
        columns[column_of(run, xs)].append(run)
    reading = read_blocks(columns)
    anchors, first, misfits = _anchors(reading)
    rows = _grown(anchors, reading)
    lone = _lone_rows(rows, reading)
    is_full = {id(row): at >= first for at, row in enumerate(rows)} | {id(row): False for row in lone}
    texts = sorted([*rows, *lone], key=lambda row: row.middle)
    every = [block for column in reading.columns for block in column]
    pad = _usual_gap(texts)
    top = min(texts[0].top - pad / 2, *(block.top for block in every)) - 1.0
    bottom = max(texts[-1].bottom + pad / 2, *(block.bottom for block in every)) + 1.0
    ys = (top, *(_border(one, other, reading.side, pad) for one, other in pairwise(texts)), bottom)
    return Bands(ys, tuple(texts), tuple(is_full[id(row)] for row in texts), reading, misfits)


def _anchors(reading: Reading) -> tuple[list[Block], int, int]:
    """Return the rows in which one of the two columns has a cell, the first with both, and how many cells fit no row."""
    one, other = (reading.columns[index] for index in reading.pair)
    if reading.pair[0] == reading.pair[1]:
        return list(one), 0, 0
    found = list(beside(one, other, reading.side, NEAR * reading.size))
    both = [one[a].with_(other[b]) for a, b in found]
    in_one, in_other = {a for a, _ in found}, {b for _, b in found}
    left = [block for index, block in enumerate(one) if index not in in_one]
    left += [block for index, block in enumerate(other) if index not in in_other]
    alone = [block for block in left if not any(block.overlaps(row, _OVERLAP * reading.size) for row in both)]
    rows = sorted([*both, *alone], key=lambda row: row.middle)
    return rows, rows.index(both[0]) if both else 0, len(left) - len(alone)


def _grown(rows: Sequence[Block], reading: Reading) -> list[Block]:
    """Return the rows as high as their highest cell: a label of one row may be higher than its name and value."""
    grown = list(rows)
    for index, column in enumerate(reading.columns):
        if index in reading.pair:
            continue
        for at, block in beside(rows, column, reading.side, NEAR * reading.size):
            cell = column[block]
            near = [rows[step] for step in (at - 1, at + 1) if 0 <= step < len(rows)]
            if not any(cell.overlaps(row, _OVERLAP * reading.size) for row in near):
                grown[at] = grown[at].with_(cell)
    return grown


def _usual_gap(rows: Sequence[Block]) -> float:
    gaps = sorted(max(other.top - one.bottom, 0.0) for one, other in pairwise(rows))
    return gaps[len(gaps) // 4] if gaps else 0.0


def _lone_rows(rows: Sequence[Block], reading: Reading) -> list[Block]:
    """Return rows in which neither column has a cell: a header over several columns, a total."""
    every = sorted((block for column in reading.columns for block in column), key=lambda block: block.middle)
    need = reading.size * 0.8 + _ROOM * _usual_gap(rows)
    found: list[Block] = []
    above = [block for block in every if block.bottom <= rows[0].top + 0.5]
    if above:
        first = min(above, key=lambda block: block.top)
        found.append(first)
        found += _between(first, rows[0], every, need)
    for one, other in pairwise(rows):
        found += _between(one, other, every, need)
    below = [block for block in every if block.top >= rows[-1].bottom + _ROOM * _usual_gap(rows) / 2]
    return found + below[:1]


def _between(one: Block, other: Block, every: Sequence[Block], need: float) -> Iterator[Block]:
    if other.top - one.bottom >= need:
        inside = [block for block in every if one.bottom <= block.top and block.bottom <= other.top]
        yield from inside[:1]


def _border(one: Block, other: Block, side: str, pad: float) -> float:
    """Return where two rows part: half a gap above the text that stands at the top, below that at the bottom."""
    low, high = sorted((one.bottom, other.top))
    half = min(pad, high - low) / 2
    if side == "middle":
        return (low + high) / 2
    return high - half if side == "top" else low + half
