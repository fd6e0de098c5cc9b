"""Text that hangs out below the last rule of a table: lines of a cell that a page break cut.

In: the tables of a page with the runs in their boxes, and the runs that stand in none. Out: the runs that hang, each with
its box. A browser rules only what fits on the page, and prints the lines of a cell that still fit below that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from extract.pdf.lattice import Sheet
from extract.pdf.rules import SNAP
from extract.pdf.runs import Run
from extract.pdf.wrap import runs_to_lines

_TIGHT: Final = 0.4  # of its height: a line stands no farther below the one before it
_ALIKE: Final = 0.1  # of their height: so much may two lines of one cell differ
Boxes = Mapping[tuple[int, int], list[Run]]


def hanging(sheet: Sheet, placed: Boxes, rest: Sequence[Run]) -> Iterator[tuple[tuple[int, int], Run]]:
    """Yield the runs that go on from the last line of a cell of the last row, line by line, with their boxes.

    A line that does not go on as a whole, as a note below the table, goes on nowhere, nor does what stands below it.
    """
    ends = _last_runs(sheet, placed)
    for line in runs_to_lines([run for run in rest if run.middle > sheet.ys[-1]]):
        found = [(column, run) for run in line if (column := _column_of(sheet, run)) is not None]
        if len(found) < len(line) or not all(column in ends and _follows(ends[column], run) for column, run in found):
            return
        ends = {**ends, **dict(found)}
        yield from (((len(sheet.ys) - 2, column), run) for column, run in found)


def _last_runs(sheet: Sheet, placed: Boxes) -> dict[int, Run]:
    """Return for the first column of each cell of the last row the lowest run, where it reaches the last rule."""
    last, ends = len(sheet.ys) - 2, {}
    for slot in sheet.slots:
        if slot.row + slot.row_span <= last:
            continue
        runs = [run for place in slot.places() for run in placed.get(place, ())]
        lowest = max(runs, key=lambda run: run.bottom, default=None)
        if lowest is not None and sheet.ys[-1] - lowest.bottom < _TIGHT * lowest.size:
            ends[slot.column] = lowest
    return ends


def _column_of(sheet: Sheet, run: Run) -> int | None:
    """Return the first column of the cell of the last row between whose sides a run stands."""
    last = len(sheet.ys) - 2
    for slot in sheet.slots:
        left, right = sheet.xs[slot.column], sheet.xs[slot.column + slot.column_span]
        if slot.row + slot.row_span > last and left - SNAP < run.x0 and run.x1 < right + SNAP:
            return slot.column
    return None


def _follows(one: Run, other: Run) -> bool:
    is_alike = abs(one.size - other.size) <= _ALIKE * one.size
    return is_alike and -0.2 * one.size < other.top - one.bottom < _TIGHT * one.size
