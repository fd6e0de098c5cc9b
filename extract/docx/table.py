"""Word's blocks — paragraphs and tables — to lines and tables in reading order.

In: an element that holds blocks. Out: lines, and `Table`s with their cells in place. A vertical merge is one cell with
its rows; a table within a cell comes after its table, unless it only frames one text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from extract.contracts import Cell, Notice
from extract.docx.numbering import Numbering
from extract.docx.text import is_mark_deleted, paragraph_to_text
from extract.flow import Table
from extract.ooxml import attribute, child, children, local_name, number_at
from extract.spans import MOST_COLUMNS, trim_edges


def blocks_to_flow(holder: etree._Element, numbering: Numbering, reader: str) -> Iterator[str | Table]:
    """Yield the lines and tables of a body, a cell, a text box or a note."""
    unfinished = ""
    for block in children(holder, "p", "tbl"):
        if local_name(block) == "tbl":
            yield from table_to_flow(block, numbering, reader)
            continue
        text, boxes = paragraph_to_text(block)
        text = unfinished + numbering.label(block) + text if text.strip() else unfinished + text
        unfinished = ""
        if is_mark_deleted(block):
            unfinished = text
        else:
            yield from _printed_lines(text)
        for box in boxes:
            yield from blocks_to_flow(box, numbering, reader)
    yield from _printed_lines(unfinished)


def _printed_lines(text: str) -> Iterator[str]:
    yield from (line.strip() for line in text.split("\n") if line.strip())


def table_to_flow(table: etree._Element, numbering: Numbering, reader: str) -> Iterator[Table]:
    """Yield the table and then the tables that stand within its cells."""
    layout = _Layout(numbering, reader)
    for row, element in enumerate(_printed_rows(table), 1):
        layout.add_row(row, element)
    yield Table(trim_edges(layout.cells), layout.notices())
    yield from layout.nested


def _printed_rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in children(table, "tr") if child(row, "trPr", "del") is None)


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a cell of a row begins and how it continues others."""

    column: int
    span: int
    joins_left: bool
    joins_above: bool
    opens_below: bool


class _Layout:
    """The cells of one table while its rows are read, top to bottom."""

    def __init__(self, numbering: Numbering, reader: str) -> None:
        self.cells: list[Cell] = []
        self.nested: list[Table] = []
        self._numbering, self._reader = numbering, reader
        self._open: dict[int, int] = {}  # column → index of the cell whose merge may go on in the next row
        self._covered_texts = 0

    def add_row(self, row: int, element: etree._Element) -> None:
        """Place the cells of the next row."""
        still_open: dict[int, int] = {}
        column = max(number_at(child(element, "trPr", "gridBefore"), 0), 0) + 1
        for cell in children(element, "tc"):
            if child(cell, "tcPr", "cellDel") is not None:
                continue
            slot = _slot(cell, column)
            above = self._open.get(column) if slot.joins_above else None
            if above is not None:
                self._grow(above, row, cell)
                still_open[column] = above
            elif slot.joins_left and self.cells and self.cells[-1].row == row:
                self.cells[-1] = replace(self.cells[-1], column_span=column + slot.span - self.cells[-1].column)
            elif column <= MOST_COLUMNS:
                self.cells.append(Cell(self._text(cell), row, column, 1, slot.span, reader=self._reader))
                if slot.opens_below:
                    still_open[column] = len(self.cells) - 1
            column += slot.span
        self._open = still_open

    def notices(self) -> tuple[Notice, ...]:
        """Return the doubts about the table."""
        if not self._covered_texts:
            return ()
        return (Notice("text_under_merge", f"有{self._covered_texts}处文字被合并单元格盖住，没有显示，未读入"),)

    def _grow(self, index: int, row: int, cell: etree._Element) -> None:
        anchor = self.cells[index]
        self.cells[index] = replace(anchor, row_span=row - anchor.row + 1)
        self._covered_texts += bool(self._text(cell))

    def _text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        for item in blocks_to_flow(cell, self._numbering, self._reader):
            if isinstance(item, str):
                lines.append(item.replace("\t", " "))
            elif sum(bool(inner.text) for inner in item.cells) > 1:
                self.nested.append(item)
            else:
                lines.extend(inner.text for inner in item.cells if inner.text)
        return "\n".join(lines)


def _slot(cell: etree._Element, column: int) -> _Slot:
    properties = child(cell, "tcPr")
    if properties is None:
        return _Slot(column, 1, False, False, False)
    span = max(min(number_at(child(properties, "gridSpan"), 1), MOST_COLUMNS), 1)
    across, down = child(properties, "hMerge"), child(properties, "vMerge")
    joins_left = across is not None and attribute(across, "val") != "restart"
    joins_above = down is not None and attribute(down, "val") != "restart"
    return _Slot(column, span, joins_left, joins_above, down is not None)
