"""Columns and rows too narrow to hold text, which the gap between two borders draws, taken out of a sheet.

In: a sheet with its runs by box. Out: the same without the slivers that hold no run. A cell that spans one loses it.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extract.pdf.lattice import Sheet, Slot
from extract.pdf.runs import Run

_SLIVER: Final = 4.0  # points: no line of text fits
Boxes = dict[tuple[int, int], list[Run]]


def without_slivers(sheet: Sheet, found: Boxes, *, runs_over: bool) -> tuple[Sheet, Boxes]:
    """Return the sheet and its runs without the columns and rows that are slivers in which no cell holds a run.

    Where rules run into the margin of the page, the first and last rows without a run are there, ruled but not seen.
    """
    columns, rows = _slivers(sheet.xs), _slivers(sheet.ys)
    if columns or rows:
        narrow = (slot for slot in sheet.slots if _is_in(slot, columns, rows))
        filled = [slot for slot in narrow if any(place in found for place in slot.places())]
        columns -= {slot.column for slot in filled if slot.column_span == 1}
        rows -= {slot.row for slot in filled if slot.row_span == 1}
    if runs_over and found:
        used = {row for row, _ in found}
        rows |= {row for row in range(len(sheet.ys) - 1) if not min(used) <= row <= max(used)}
    if not (columns or rows) or len(columns) > len(sheet.xs) - 3 or len(rows) > len(sheet.ys) - 3:
        return sheet, found
    row_at, column_at = _places(len(sheet.ys), rows), _places(len(sheet.xs), columns)
    slots, moved = [], Boxes()
    for slot in sheet.slots:
        row, column, down, wide = slot
        top, bottom, left, right = row_at[row], row_at[row + down], column_at[column], column_at[column + wide]
        if top == bottom or left == right:
            continue
        slots.append(Slot(top, left, bottom - top, right - left))
        for place in slot.places():
            if place in found:
                at = min(row_at[place[0]], bottom - 1), min(column_at[place[1]], right - 1)
                moved.setdefault(at, []).extend(found[place])
    xs = tuple(x for index, x in enumerate(sheet.xs) if index - 1 not in columns)
    ys = tuple(y for index, y in enumerate(sheet.ys) if index - 1 not in rows)
    return Sheet(xs, ys, tuple(sorted(slots))), moved


def _slivers(lines: Sequence[float]) -> set[int]:
    return {at for at, (low, high) in enumerate(pairwise(lines)) if high - low < _SLIVER}


def _is_in(slot: Slot, columns: set[int], rows: set[int]) -> bool:
    """Whether a cell is no wider, or no taller, than a sliver."""
    return (slot.column_span == 1 and slot.column in columns) or (slot.row_span == 1 and slot.row in rows)


def _places(count: int, dropped: set[int]) -> list[int]:
    """Return which line each of so many lines is once the dropped columns are gone."""
    places = [0]
    for at in range(count - 1):
        places.append(places[-1] + (at not in dropped))
    return places
