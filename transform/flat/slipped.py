"""Whether the columns of a grid that looks aligned have slipped: rows that lost merged cells and were filled up on the right.

In: a grid without merged cells. Out: yes, where too many rows hold what their columns cannot.
"""

from __future__ import annotations

from typing import Final

from extract import Cell, Grid
from transform.flat.fit import fit
from transform.flat.header import find_headers
from transform.flat.items import grid_to_items
from transform.flat.sections import items_to_sections
from transform.flat.turned import TurnedSection, find_turned
from transform.keys import parse_key
from transform.pieces import Stream
from transform.tabular.form_fields import MONEY_COLUMNS
from transform.tabular.form_keys import MONEY_ROWS

_ODD: Final = 6.0  # what the cells of a row cost together below their printed columns
_MOST_ODD: Final = 0.04  # of the rows below the header


def has_slipped(grid: Grid, stream: Stream) -> bool:
    """Whether the cells of a grid do not stand below the words that head them; so it is where there is one a line."""
    if any(cell.row_span > 1 or cell.column_span > 1 for cell in grid.cells):
        return False
    if len({cell.column for cell in grid.cells if cell.text.strip()}) < 2:
        return True
    if _has_slipped_money(grid):
        return True
    items = grid_to_items(grid, stream)
    headers = find_headers(items)
    if not headers:
        return any(map(_has_turned_slipped, find_turned(items)))
    judged = odd = 0
    for section in items_to_sections(items, headers):
        fields = {column.item.pieces[0].cell.column: column.field for column in section.header.columns}
        rows: dict[int, list[Cell]] = {}
        for item in section.body:
            if item.pieces:
                rows.setdefault(item.pieces[0].cell.row, []).append(item.pieces[0].cell)
        full = [cells for cells in rows.values() if len(cells) > 2]
        judged += len(full)
        odd += sum(sum(_cost(cell, fields) for cell in cells) >= _ODD for cells in full)
    return odd > 1 and odd > _MOST_ODD * judged


def _has_slipped_money(grid: Grid) -> bool:
    """Whether the figures of a form's money begin left of the words that head them, and end before the last of these."""
    heads: list[int] = []
    for cells in grid.rows():
        filled = [cell for cell in cells if cell.text.strip()]
        keys = {cell.column: key.field for cell in filled if (key := parse_key(cell.text))}
        columns = [column for column, field in keys.items() if field in MONEY_COLUMNS]
        if len(columns) > 1:
            heads = columns
        elif not heads or len(filled) < 2 or len(keys) > 1 or keys.get(filled[0].column) not in MONEY_ROWS:
            continue
        elif filled[1].column < min(heads) and filled[-1].column < max(heads):
            return True
    return False


def _has_turned_slipped(section: TurnedSection) -> bool:
    """Whether the labels of a table on its side do not stand above each other, behind the column of its places."""
    first, second = (items[0].pieces[0].cell.column for items in (section.level1, section.level2))
    return first != second or first == 1


def _cost(cell: Cell, fields: dict[int, str]) -> float:
    return fit(cell.text, fields.get(cell.column, "unknown"))
