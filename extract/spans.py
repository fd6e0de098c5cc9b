"""Rows of cells with their spans to cells in their places, as a browser lays a table out.

In: row groups of rows of `Spanned` cells, spans as parsed. Out: `Cell`s with row and column from 1, none over another.
Spans are cut where a table ends or another cell stands; edges that hold nothing are trimmed. Texts are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.contracts import Cell

# No sheet is wider; a page that says so is a mistake or a bomb.
MOST_COLUMNS: Final = 16_384
# A form may end in a few blank columns or rows that mean something; exports leave tens or hundreds that do not.
_MOST_BLANK_AT_EDGE: Final = 3


@dataclass(frozen=True, slots=True)
class Spanned:
    """A cell before it has a place. A row span of 0 reaches to the end of its row group."""

    text: str
    row_span: int = 1
    column_span: int = 1
    is_hidden: bool = False


Row = Sequence[Spanned]


def place_cells(groups: Iterable[Sequence[Row]], reader: str) -> tuple[tuple[Cell, ...], int]:
    """Return the cells of a table in their places, and how many spans were cut because another cell stood there."""
    cells: list[Cell] = []
    cut, first_row = 0, 1
    for group in groups:
        free_from: list[int] = []  # for each column, the first row that no cell from above covers
        end = first_row + len(group)
        for row, spanned_cells in enumerate(group, first_row):
            placed, cut_here = _place_row(spanned_cells, row, end, free_from, reader)
            cells.extend(placed)
            cut += cut_here
        first_row = end
    return trim_edges(cells), cut


def _place_row(row_cells: Row, row: int, end: int, free_from: list[int], reader: str) -> tuple[list[Cell], int]:
    placed: list[Cell] = []
    cut, column = 0, 0
    for spanned in row_cells:
        while column < len(free_from) and free_from[column] > row:
            column += 1
        width = _free_width(free_from, column, max(spanned.column_span, 1), row)
        if column + width > MOST_COLUMNS:
            break
        cut += width < spanned.column_span
        height = min(spanned.row_span or end - row, end - row)
        free_from.extend([0] * (column + width - len(free_from)))
        free_from[column : column + width] = [row + height] * width
        placed.append(Cell(spanned.text, row, column + 1, height, width, reader=reader, is_hidden=spanned.is_hidden))
        column += width
    return placed, cut


def _free_width(free_from: list[int], column: int, wanted: int, row: int) -> int:
    for width, until in enumerate(free_from[column : column + wanted]):
        if until > row:
            return width
    return wanted


def trim_edges(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Return the cells without the columns and rows at the right and bottom edge that nobody printed.

    Columns that only an overlong span reaches are nobody's; blank cells are kept while they are few.
    """
    if not any(cell.text for cell in cells):
        return tuple(cells)
    last_column = _last_kept(
        max(cell.column + cell.column_span - 1 for cell in cells),
        max(cell.column for cell in cells if cell.text),
        _narrowest(cells),
    )
    # A row span never reaches past the last row, so that what it covers is printed.
    last_row = _last_kept(
        max(cell.row + cell.row_span - 1 for cell in cells),
        max(cell.row + cell.row_span - 1 for cell in cells if cell.text),
        None,
    )
    return tuple(
        _clip(cell, last_row, last_column) for cell in cells if cell.row <= last_row and cell.column <= last_column
    )


def _last_kept(last: int, last_text: int, narrowest: int | None) -> int:
    if narrowest is not None and last_text <= narrowest < last:
        last = narrowest
    return last if last - last_text <= _MOST_BLANK_AT_EDGE else last_text


def _narrowest(cells: Sequence[Cell]) -> int | None:
    """Return where the last cell of all begins, if some row ends before the widest: beyond it only spans reach."""
    ends: dict[int, int] = {}
    for cell in cells:
        for row in range(cell.row, cell.row + cell.row_span):
            ends[row] = max(ends.get(row, 0), cell.column + cell.column_span - 1)
    begin = max(cell.column for cell in cells)
    inner = [end for end in ends.values() if begin <= end]
    return min(inner) if inner and min(inner) < max(inner) else None


def _clip(cell: Cell, last_row: int, last_column: int) -> Cell:
    height = min(cell.row_span, last_row - cell.row + 1)
    width = min(cell.column_span, last_column - cell.column + 1)
    return (
        cell
        if (height, width) == (cell.row_span, cell.column_span)
        else replace(cell, row_span=height, column_span=width)
    )
