"""Whether the columns of a grid that looks aligned have slipped: rows that lost merged cells and were filled up on the right.

In: a grid without merged cells. Out: yes, where too many rows hold what their columns cannot.
"""

from __future__ import annotations

from typing import Final

from extract import Cell, Grid
from transform.flat.fit import fit
from transform.flat.header import find_headers
from transform.flat.items import Item, grid_to_items
from transform.pieces import Stream
from transform.vocabulary import is_total

_ODD: Final = 5.0
_MOST_ODD: Final = 0.04  # of the rows below the header


def has_slipped(grid: Grid, stream: Stream) -> bool:
    """Whether the cells of a grid do not stand below the words that head them."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells):
        return False
    items = grid_to_items(grid, stream)
    headers = find_headers(items)
    if not headers:
        return False
    rows = {cells[0].row: cells for cells in grid.rows()}
    starts = [_row_of(header.columns[0].item) for header in headers]
    judged = odd = 0
    for header, start, end in zip(headers, starts, [*starts[1:], max(rows) + 1], strict=True):
        fields = {column.item.pieces[0].cell.column: column.field for column in header.columns}
        last = max(_row_of(column.item) for column in header.columns)
        for row in range(last + 1, end):
            texts = [cell for cell in rows.get(row, ()) if cell.text.strip()]
            if len(texts) > 2 and not is_total(texts[0].text):
                judged += 1
                odd += any(_is_odd(cell, fields) for cell in texts)
    return odd > 1 and odd > _MOST_ODD * judged


def _row_of(item: Item) -> int:
    return item.pieces[0].cell.row


def _is_odd(cell: Cell, fields: dict[int, str]) -> bool:
    field = fields.get(cell.column)
    return field is not None and fit(cell.text, field) >= _ODD
