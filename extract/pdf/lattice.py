"""Crossing rules to cells with spans.

In: a `Lattice`. Out: `Sheet`: its lines, and which cell each elementary box belongs to. Two neighbouring boxes are one
cell where less than three fifths of the side between them is ruled. A side that the frame leaves open is closed.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from extract.pdf.frame import Box
from extract.pdf.paths import Rule
from extract.pdf.rules import SNAP, Lattice

RULED: Final = 0.6
# Rules that stand out farther than this past the last rule across them bound an open column or row.
_OPEN: Final = 9.0
_WHOLE: Final = 0.9  # of the width of a table: a rule that covers less leaves that side of it open
_FEWEST: Final = 3  # lines across, or there is no row inside


class Slot(NamedTuple):
    """A cell without its text; rows and columns count from 0."""

    row: int
    column: int
    row_span: int
    column_span: int

    def places(self) -> Iterator[tuple[int, int]]:
        """Yield row and column of each elementary box that the cell takes up."""
        row, column, down, wide = self
        return ((below, beside) for below in range(row, row + down) for beside in range(column, column + wide))


@dataclass(frozen=True, slots=True)
class Sheet:
    """The lines of a table and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    slots: tuple[Slot, ...]

    @property
    def box(self) -> Box:
        """The frame of the table."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_of(self, slot: Slot) -> Box:
        """The frame of one cell."""
        return (
            self.xs[slot.column],
            self.ys[slot.row],
            self.xs[slot.column + slot.column_span],
            self.ys[slot.row + slot.row_span],
        )

    def at(self, x: float, y: float) -> tuple[int, int] | None:
        """Return row and column of the elementary box at a point, if it lies in the table."""
        xs, ys = self.xs, self.ys
        if not (xs[0] - SNAP <= x <= xs[-1] + SNAP and ys[0] - SNAP <= y <= ys[-1] + SNAP):
            return None
        # What stands a little outside belongs to the outermost box.
        return bisect_right(ys, y, 1, len(ys) - 1) - 1, bisect_right(xs, x, 1, len(xs) - 1) - 1


def lattice_to_sheet(lattice: Lattice) -> Sheet | None:
    """Return the table that the rules draw; None where they draw no more than one box."""
    x0, top, x1, bottom = lattice.box
    xs = _lines([rule.at for rule in lattice.down], x0, x1)
    ys = _lines([rule.at for rule in lattice.across], top, bottom)
    ys = _closed(ys, lattice)
    rows, columns = len(ys) - 1, len(xs) - 1
    if rows < 1 or columns < 1 or rows * columns < 2:
        return None
    beside = _ruled_sides(lattice.down, xs, ys)
    below = _ruled_sides(lattice.across, ys, xs)
    slots = list(_fill(rows, columns, beside, below))
    return compress(Sheet(tuple(xs), tuple(ys), tuple(slots))) if len(slots) > 1 else None


def _lines(positions: Sequence[float], low: float, high: float) -> list[float]:
    out: list[float] = []
    for at in sorted(positions):
        if not out or at - out[-1] > SNAP:
            out.append(at)
    if out[0] - low > _OPEN:
        out.insert(0, low)
    if high - out[-1] > _OPEN:
        out.append(high)
    return out


def _closed(ys: list[float], lattice: Lattice) -> list[float]:
    """Return the lines across, the outermost ones moved to where most rules down end if they leave part of it open.

    A page break cuts a row low: what it left of it may be lower than rules stand out by mistake, and still hold text.
    """
    x0, top, x1, bottom = lattice.box

    def is_open(line: float, end: float) -> bool:
        if abs(line - end) <= SNAP or len(ys) < _FEWEST:
            return False
        ruled = sum([rule.high - rule.low for rule in lattice.across if abs(rule.at - line) <= SNAP])
        near = sum(min(abs(rule.low - end), abs(rule.high - end)) <= SNAP for rule in lattice.down)
        return ruled < _WHOLE * (x1 - x0) and 2 * near > len(lattice.down)

    first, last = is_open(ys[0], top), is_open(ys[-1], bottom)
    return [top if first else ys[0], *ys[1:-1], bottom if last else ys[-1]]


def _ruled_sides(rules: Sequence[Rule], own: Sequence[float], other: Sequence[float]) -> list[bytearray]:
    """Return for each line which of its pieces between the lines across it are ruled."""
    sides = [bytearray(len(other) - 1) for _ in own]
    sides[0][:] = sides[-1][:] = b"\x01" * (len(other) - 1)
    for rule in rules:
        after = min(bisect_right(own, rule.at), len(own) - 1)
        line = after - 1 if after and rule.at - own[after - 1] < own[after] - rule.at else after
        # What lies between its ends it rules whole; of the pieces in which it ends, it may rule enough.
        first, last = bisect_left(other, rule.low), bisect_right(other, rule.high) - 1
        if first < last:
            sides[line][first:last] = b"\x01" * (last - first)
        for piece in (first - 1, last):
            if 0 <= piece < len(other) - 1:
                low, high = other[piece], other[piece + 1]
                if min(high, rule.high) - max(low, rule.low) >= RULED * (high - low):
                    sides[line][piece] = 1
    return sides


def _fill(rows: int, columns: int, beside: list[bytearray], below: list[bytearray]) -> Iterator[Slot]:
    seen = [bytearray(columns) for _ in range(rows)]
    for row in range(rows):
        done, above, under = seen[row], below[row], below[row + 1]
        for column in range(columns):
            if done[column]:
                continue
            if above[column] and under[column] and beside[column][row] and beside[column + 1][row]:
                yield Slot(row, column, 1, 1)
            else:
                yield from _region_to_slots(_flood(row, column, seen, beside, below))


def _flood(
    row: int, column: int, seen: list[bytearray], beside: list[bytearray], below: list[bytearray]
) -> set[tuple[int, int]]:
    rows, columns = len(seen), len(seen[0])
    region, todo = {(row, column)}, [(row, column)]
    seen[row][column] = 1
    while todo:
        r, c = todo.pop()
        for y, x, is_ruled in (
            (r, c + 1, c + 1 < columns and beside[c + 1][r]),
            (r, c - 1, c > 0 and beside[c][r]),
            (r + 1, c, r + 1 < rows and below[r + 1][c]),
            (r - 1, c, r > 0 and below[r][c]),
        ):
            if not is_ruled and 0 <= y < rows and 0 <= x < columns and not seen[y][x]:
                seen[y][x] = 1
                region.add((y, x))
                todo.append((y, x))
    return region


def _region_to_slots(region: set[tuple[int, int]]) -> Iterator[Slot]:
    """A region is one box; where a rule is broken it may be an L, which is read as the boxes it is made of."""
    left = set(region)
    rows, columns = {row for row, _ in left}, {column for _, column in left}
    if len(left) == len(rows) * len(columns):
        yield Slot(min(rows), min(columns), len(rows), len(columns))
        return
    while left:
        row, column = min(left)
        width = 1
        while (row, column + width) in left:
            width += 1
        height = 1
        while all((row + height, column + step) in left for step in range(width)):
            height += 1
        left -= {(row + down, column + step) for down in range(height) for step in range(width)}
        yield Slot(row, column, height, width)


def compress(sheet: Sheet) -> Sheet:
    """Return the sheet without the lines at which no cell begins."""
    starts, beginnings = {slot.row for slot in sheet.slots}, {slot.column for slot in sheet.slots}
    if len(starts) == len(sheet.ys) - 1 and len(beginnings) == len(sheet.xs) - 1:
        return Sheet(sheet.xs, sheet.ys, tuple(sorted(sheet.slots)))
    rows, columns = _used(starts, len(sheet.ys) - 1), _used(beginnings, len(sheet.xs) - 1)
    slots = [
        Slot(
            rows[slot.row],
            columns[slot.column],
            rows[slot.row + slot.row_span] - rows[slot.row],
            columns[slot.column + slot.column_span] - columns[slot.column],
        )
        for slot in sheet.slots
    ]
    return Sheet(_kept(sheet.xs, beginnings), _kept(sheet.ys, starts), tuple(sorted(slots)))


def _used(starts: set[int], last: int) -> dict[int, int]:
    numbers, count = {}, -1
    for index in range(last):
        count += index in starts
        numbers[index] = count
    # A line that no cell begins at belongs to the cells before it.
    return {**numbers, last: count + 1}


def _kept(lines: Sequence[float], starts: Iterable[int]) -> tuple[float, ...]:
    kept = set(starts)
    return tuple(line for index, line in enumerate(lines) if index in kept or index == len(lines) - 1)
