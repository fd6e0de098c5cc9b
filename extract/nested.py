"""A small table within a cell of a form to rows and columns of the form itself.

In: the cells of a table, in some of them the mark of the table that stands within. Out: the cells with such tables put in
their places, and the numbers of those that stay tables of their own: where a table only places others on a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract.contracts import Cell

_MARK: Final = "\x02"
_MOST_SHARE: Final = 0.5  # of the filled cells of the table around it: a larger one is what the page is about


def mark_of(number: int) -> str:
    """Return the text of a cell that holds nothing but the nested table of a number."""
    return f"{_MARK}{number}"


def put_in_place(cells: Sequence[Cell], nested: Sequence[Sequence[Cell]]) -> tuple[tuple[Cell, ...], set[int]]:
    """Return the cells of a table with small tables within them in their places, and the numbers of these."""
    placed: set[int] = set()
    found = list(cells)
    for number, inner in enumerate(nested):
        holder = next((cell for cell in found if cell.text == mark_of(number)), None)
        if holder is None:
            continue
        if _is_part(holder, found, inner):
            found = _spliced(found, holder, inner)
            placed.add(number)
        else:
            found[found.index(holder)] = replace(holder, text="")
    return tuple(sorted(found, key=lambda cell: (cell.row, cell.column))), placed


def _is_part(holder: Cell, cells: Sequence[Cell], inner: Sequence[Cell]) -> bool:
    """Whether a nested table belongs to the row that it stands in: beside the word that says what it is of."""
    filled = [cell for cell in cells if cell.text and not cell.text.startswith(_MARK)]
    beside = any(cell.row <= holder.row < cell.row + cell.row_span for cell in filled)
    return beside and 0 < sum(bool(cell.text) for cell in inner) <= _MOST_SHARE * len(filled)


def _spliced(cells: Sequence[Cell], holder: Cell, inner: Sequence[Cell]) -> list[Cell]:
    """Return the cells with the holder parted into the cells of the inner table; rows and columns are added as it needs."""
    height = max(cell.row + cell.row_span - 1 for cell in inner)
    width = max(cell.column + cell.column_span - 1 for cell in inner)
    more_rows, more_columns = max(height - holder.row_span, 0), max(width - holder.column_span, 0)
    last_row, last_column = holder.row + holder.row_span - 1, holder.column + holder.column_span - 1
    around = [_made_room(cell, last_row, more_rows, last_column, more_columns) for cell in cells if cell is not holder]
    spare_rows, spare_columns = max(holder.row_span - height, 0), max(holder.column_span - width, 0)
    parts = [
        replace(
            cell,
            row=holder.row + cell.row - 1,
            column=holder.column + cell.column - 1,
            row_span=cell.row_span + (spare_rows if cell.row + cell.row_span - 1 == height else 0),
            column_span=cell.column_span + (spare_columns if cell.column + cell.column_span - 1 == width else 0),
            is_hidden=cell.is_hidden or holder.is_hidden,
        )
        for cell in inner
    ]
    return [*around, *parts]


def _made_room(cell: Cell, last_row: int, more_rows: int, last_column: int, more_columns: int) -> Cell:
    """Return a cell moved below and behind the added rows and columns, or stretched over them."""
    down = more_rows if cell.row > last_row else 0
    right = more_columns if cell.column > last_column else 0
    over_rows = more_rows if cell.row <= last_row < cell.row + cell.row_span else 0
    over_columns = more_columns if cell.column <= last_column < cell.column + cell.column_span else 0
    return replace(
        cell,
        row=cell.row + down,
        column=cell.column + right,
        row_span=cell.row_span + over_rows,
        column_span=cell.column_span + over_columns,
    )
