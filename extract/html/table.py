"""A table element to the cells of a grid, and which table elements are tables at all.

In: elements. Out: cells in their places. Much markup uses tables to place things on a page: a table around tables
is no grid unless it has rows of its own, and a table around one text is that text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from itertools import accumulate, groupby
from typing import Final

from lxml import etree

from extract.contracts import Notice
from extract.flow import Table
from extract.html.text import is_undisplayed, parts_to_lines, walk
from extract.nested import mark_of, put_in_place
from extract.spans import Spanned, place_cells

_CELLS: Final = frozenset({"td", "th"})
_Row = tuple[etree._Element, list[etree._Element]]  # the row and its cells
_NUMBER: Final = re.compile(r"\s*\+?(\d{1,9})")
# The HTML standard's own limits for what a page may say.
_MOST_COLUMN_SPAN: Final = 1_000
_MOST_ROW_SPAN: Final = 65_534
_INVISIBLE: Final = re.compile(r"visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)


def find_data_tables(root: etree._Element) -> Set[etree._Element]:
    """Return the tables below `root` that are grids; the others only place what they hold."""
    found: set[etree._Element] = set()
    for table in reversed(list(root.iter("table"))):  # inner ones first
        if _is_data(table, found):
            found.add(table)
    return found


def _is_data(table: etree._Element, inner: Set[etree._Element]) -> bool:
    filled = (sum(_has_text(cell, inner) for cell in row) for _, row in _rows(table))
    if any(descendant in inner for descendant in table.iter("table")):
        return _reaches((count >= 2 for count in filled), 2)
    is_inside = next(table.iterancestors("table"), None) is not None
    return _reaches(filled, 2 if is_inside else 1)


def _reaches(counts: Iterable[int], wanted: int) -> bool:
    """Whether the counts add up to what is wanted; the rest is not asked for."""
    return any(total >= wanted for total in accumulate(counts))


def _has_text(cell: etree._Element, tables: Set[etree._Element]) -> bool:
    return next(parts_to_lines(part for part in walk(cell, tables) if isinstance(part, str)), None) is not None


def table_to_tables(table: etree._Element, data_tables: Set[etree._Element], reader: str) -> Iterator[str | Table]:
    """Yield the lines that stand in the table outside its cells, the table, and the tables within its cells."""
    yield from _lines_outside_cells(table, data_tables)
    reading = _Reading(data_tables, is_hidden=any(map(is_undisplayed, (table, *table.iterancestors()))))
    groups = [[reading.add_row(row, cells) for row, cells in rows] for rows in _row_groups(table)]
    cells, cut = place_cells(_without_ruler(groups), reader)
    nested = [list(table_to_tables(inner, data_tables, reader)) for inner in reading.nested]
    single = [items[0].cells if len(items) == 1 and isinstance(items[0], Table) else () for items in nested]
    cells, placed = put_in_place(cells, single)
    doubts = [Notice(code, message) for code, message in reading.doubts(cut)]
    within = [item for number in sorted(placed) for item in nested[number] if isinstance(item, Table)]
    yield Table(cells, (*doubts, *(notice for inner in within for notice in inner.notices)))
    yield from (item for number, items in enumerate(nested) if number not in placed for item in items)


def _without_ruler(groups: list[list[list[Spanned]]]) -> list[list[list[Spanned]]]:
    """Leave out the blank hidden rows at the end, in which spreadsheets keep their column widths."""
    while groups and groups[-1] and all(cell.is_hidden and not cell.text for cell in groups[-1][-1]):
        groups = [*groups[:-1], groups[-1][:-1]]
    return groups


class _Reading:
    """What has been read of one table, and what of it the page does not display."""

    def __init__(self, data_tables: Set[etree._Element], *, is_hidden: bool) -> None:
        self.nested: list[etree._Element] = []
        self._data_tables, self._is_hidden = data_tables, is_hidden
        self._left_out: list[etree._Element] = []
        self._pictures = 0

    def add_row(self, row: etree._Element, cells: list[etree._Element]) -> list[Spanned]:
        """Return the cells of a row; one that is not displayed takes no room, unless all are not."""
        shown = [cell for cell in cells if not is_undisplayed(cell)]
        is_hidden = self._is_hidden or is_undisplayed(row) or not shown
        if shown:
            self._left_out.extend(cell for cell in cells if is_undisplayed(cell))
        return [self._to_spanned(cell, is_hidden or _is_invisible(cell, row)) for cell in shown or cells]

    def doubts(self, cut: int) -> Iterator[tuple[str, str]]:
        """Yield code and message of what a reader of the table should know; `cut` spans met another cell."""
        if cut:
            yield "overlapping_cells", f"表格中有{cut}个单元格的合并范围与别的单元格重叠，已截短"
        if self._is_hidden:
            yield "hidden_table", "表格在网页上不显示，已读取并标记"
        left_out = sum(_has_text(element, self._data_tables) for element in self._left_out)
        if left_out:
            yield "undisplayed_text", f"表格中有{left_out}处文字在网页上不显示，未读入"
        if self._pictures:
            yield "picture_not_read", f"表格中有{self._pictures}个单元格只有图片，图片中的内容没有读取"

    def _to_spanned(self, cell: etree._Element, is_hidden: bool) -> Spanned:
        # Most cells of an export hold nothing but their text.
        parts = list(walk(cell, self._data_tables, self._left_out)) if len(cell) else [cell.text or ""]
        first = len(self.nested)
        self.nested.extend(part for part in parts if not isinstance(part, str))
        text = "\n".join(parts_to_lines(part for part in parts if isinstance(part, str)))
        if not text and len(self.nested) == first + 1:
            text = mark_of(first)
        self._pictures += not text and next(cell.iter("img"), None) is not None
        row_span = min(_number(cell.get("rowspan"), 1), _MOST_ROW_SPAN)
        column_span = min(_number(cell.get("colspan"), 1) or 1, _MOST_COLUMN_SPAN)
        return Spanned(text, row_span, column_span, is_hidden)


def _row_groups(table: etree._Element) -> list[list[_Row]]:
    """Return the rows by group in the order of print: the head first and the foot last, wherever they stand."""
    ranked: list[tuple[int, list[_Row]]] = []
    ranks = {"thead": 0, "tfoot": 2}
    for group, rows in groupby(_rows(table), lambda row: _group_of(row[0], table)):
        # A second head is a header that is repeated where it stands.
        ranked.append((1 if group is None else ranks.pop(str(group.tag), 1), list(rows)))
    return [rows for _, rows in sorted(ranked, key=lambda pair: pair[0])]


def _group_of(row: etree._Element, table: etree._Element) -> etree._Element | None:
    for above in row.iterancestors("table", "thead", "tbody", "tfoot"):
        return None if above is table or above.tag == "table" else above
    return None


def _rows(table: etree._Element) -> Iterator[_Row]:
    """Yield the rows of a table itself with their cells, also where a form or a lost tag stands between."""
    row: etree._Element | None = None
    cells: list[etree._Element] = []
    walker = etree.iterwalk(table, events=("start",))
    for _, element in walker:
        if element is table:
            continue
        if element.tag == "table":
            walker.skip_subtree()
        elif element.tag == "tr":
            if row is not None:
                yield row, cells
            row, cells = element, []
        elif element.tag in _CELLS:
            row = element.getparent() if row is None else row
            cells.append(element)
            walker.skip_subtree()
    if row is not None:
        yield row, cells


def _lines_outside_cells(table: etree._Element, data_tables: Set[etree._Element]) -> Iterator[str]:
    cells = {cell for _, row in _rows(table) for cell in row}
    yield from parts_to_lines(part for part in walk(table, data_tables | cells) if isinstance(part, str))


def _number(text: str | None, default: int) -> int:
    """Return a span as a browser reads it: the digits it begins with.

    >>> [_number(text, 1) for text in ("3", "4px", "0", "-2", "", None)]
    [3, 4, 0, 1, 1, 1]
    """
    match = _NUMBER.match(text or "")
    return int(match[1]) if match else default


def _is_invisible(*elements: etree._Element) -> bool:
    return any(_INVISIBLE.search(element.get("style") or "") for element in elements)
