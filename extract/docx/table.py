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
from extract.nested import mark_of, put_in_place
from extract.ooxml import attribute, child, children, is_on, local_name, number_at
from extract.spans import MOST_COLUMNS, trim_edges


def blocks_to_flow(holder: etree._Element, numbering: Numbering, reader: str) -> Iterator[str | Table]:
    """Yield the lines and tables of a body, a cell, a text box or a note."""
    unfinished = ""
    for block in children(holder, "p", "tbl"):
        if local_name(block) == "tbl":
            yield from table_to_flow(block, numbering, reader)
            continue
        text, boxes = paragraph_to_text(block)
        # An empty paragraph prints its number (a column of 序号 is made so), one that was deleted does not.
        is_gone = is_mark_deleted(block) and not text.strip()
        text = unfinished + ("" if is_gone else numbering.label(block)) + text
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
    cells, placed = put_in_place(trim_edges(layout.cells), [inner.cells for inner in layout.nested])
    notices = [notice for number in sorted(placed) for notice in layout.nested[number].notices]
    yield Table(cells, (*layout.notices(), *notices))
    yield from (inner for number, inner in enumerate(layout.nested) if number not in placed)


def _printed_rows(table: etree._Element) -> Iterator[etree._Element]:
    return (row for row in children(table, "tr") if child(row, "trPr", "del") is None)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A cell of a row, or several that are merged across the old way: where it begins and how it continues others."""

    cells: tuple[etree._Element, ...]
    column: int
    span: int
    joins_above: bool
    opens_below: bool


class _Layout:
    """The cells of one table while its rows are read, top to bottom."""

    def __init__(self, numbering: Numbering, reader: str) -> None:
        self.cells: list[Cell] = []
        self.nested: list[Table] = []
        self._numbering, self._reader = numbering, reader
        self._open: dict[int, int] = {}  # column → index of the cell whose merge may go on in the next row
        self._covered_texts = self._torn_merges = self._hidden_rows = 0

    def add_row(self, row: int, element: etree._Element) -> None:
        """Place the cells of the next row."""
        still_open: dict[int, int] = {}
        is_hidden = is_on(child(element, "trPr", "hidden"))
        self._hidden_rows += is_hidden
        for slot in _slots(element):
            above = self._open.get(slot.column) if slot.joins_above else None
            if above is not None and self.cells[above].column_span != slot.span:
                # Word joins only cells of the same columns.
                self._torn_merges += 1
                above = None
            if above is not None:
                self.cells[above] = replace(self.cells[above], row_span=row - self.cells[above].row + 1)
                self._covered_texts += any(map(self._has_text, slot.cells))
                still_open[slot.column] = above
            elif slot.column <= MOST_COLUMNS:
                text = self._text(slot.cells[0])
                self._covered_texts += any(map(self._has_text, slot.cells[1:]))
                placed = Cell(text, row, slot.column, 1, slot.span, reader=self._reader, is_hidden=is_hidden)
                self.cells.append(placed)
                if slot.opens_below:
                    still_open[slot.column] = len(self.cells) - 1
        self._open = still_open

    def notices(self) -> tuple[Notice, ...]:
        """Return the doubts about the table."""
        told = (
            ("text_under_merge", self._covered_texts, "处文字被合并单元格盖住，没有显示，未读入"),
            ("overlapping_cells", self._torn_merges, "处纵向合并的上下单元格宽度不同，已按不合并读取"),
            ("hidden_cells", self._hidden_rows, "行是隐藏的，已读取并标记"),
        )
        return tuple(Notice(code, f"表格中有{count}{message}") for code, count, message in told if count)

    def _has_text(self, cell: etree._Element) -> bool:
        """Whether a covered cell holds text; what it would number is neither shown nor counted."""
        items = blocks_to_flow(cell, Numbering({}, {}), self._reader)
        return any(isinstance(item, str) or any(inner.text for inner in item.cells) for item in items)

    def _text(self, cell: etree._Element) -> str:
        lines: list[str] = []
        first = len(self.nested)
        for item in blocks_to_flow(cell, self._numbering, self._reader):
            if isinstance(item, str):
                lines.append(item.replace("\t", " "))
            elif sum(bool(inner.text) for inner in item.cells) > 1:
                self.nested.append(item)
            else:
                lines.extend(inner.text for inner in item.cells if inner.text)
        is_one_table = not lines and len(self.nested) == first + 1
        return mark_of(first) if is_one_table else "\n".join(lines)


def _slots(row: etree._Element) -> Iterator[_Slot]:
    """Yield the slots of a row from left to right."""
    column = max(number_at(child(row, "trPr", "gridBefore"), 0), 0) + 1
    held: _Slot | None = None
    for cell in children(row, "tc"):
        properties = child(cell, "tcPr")
        said = {local_name(one): one for one in properties} if properties is not None else {}
        if "cellDel" in said:
            continue
        span = max(min(number_at(said.get("gridSpan"), 1), MOST_COLUMNS), 1)
        across, down = said.get("hMerge"), said.get("vMerge")
        if held is not None and across is not None and attribute(across, "val") != "restart":
            held = replace(held, cells=(*held.cells, cell), span=held.span + span)
        else:
            if held is not None:
                yield held
            joins_above = down is not None and attribute(down, "val") != "restart"
            held = _Slot((cell,), column, span, joins_above, down is not None)
        column += span
    if held is not None:
        yield held
