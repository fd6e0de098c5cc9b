"""Items with their rows and columns to a sheet, whose cells know what was printed for them.

In: rows of items by their columns. Out: a `Sheet` with the header as its first row. What vanished below a label or a project
is covered by it, as by a merged cell; a blank that was printed stays blank.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from extract import Grid
from transform.flat.costs import PROJECT_FIELDS
from transform.flat.header import FlatHeader
from transform.flat.items import Item
from transform.pieces import Piece, PlacedCell
from transform.tabular.editions import is_older
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_label_cell

Laid = Mapping[int, Item]  # the items of a row by their column, counted from 0; a blank one was printed
_SHARED: Final = frozenset(
    {"unit_name", "unit_code", "department", "ordinal"}
)  # one such cell may stand for several projects


def item_to_piece(item: Item) -> Piece:
    """Return an item as one piece that stands where it was printed."""
    first, last = item.pieces[0], item.pieces[-1]
    if all(piece.cell is first.cell for piece in item.pieces):
        return replace(first, text=first.cell.text[first.first : last.last], last=last.last)
    cell = _item_to_cell(item, first.cell.row, first.cell.column)
    return Piece(cell.text, cell, 0, len(cell.text), first.boundary)


def _item_to_cell(item: Item, row: int, column: int, row_span: int = 1) -> PlacedCell:
    """Return the cell of an item in a row and a column."""
    first, last = item.pieces[0], item.pieces[-1]
    is_one = all(piece.cell is first.cell for piece in item.pieces)
    cell = first.cell
    return PlacedCell(
        cell.text[first.first : last.last] if is_one else item.text, row, column, row_span, page=cell.page, box=cell.box,
        reader=cell.reader, confidence=min(piece.cell.confidence for piece in item.pieces), is_hidden=cell.is_hidden,
        printed=item.pieces,
    )  # fmt: skip


def item_to_cell(item: Item, row: int, column: int, row_span: int = 1, column_span: int = 1) -> PlacedCell:
    """Return the cell of an item where a reader places it, over so many rows and columns."""
    return replace(_item_to_cell(item, row, column, row_span), column_span=column_span)


def rows_to_sheet(header: FlatHeader, rows: Sequence[Laid], *, keeps_blanks: bool) -> Sheet:
    """Return the sheet of a table: its header above, its rows below `header_rows`."""
    cells = [*_header_cells(header), *_body_cells(header, rows, header_rows(header) + 1, keeps_blanks=keeps_blanks)]
    return Sheet.of(Grid(tuple(cells), is_aligned=True))


def rows_to_bare_sheet(header: FlatHeader, rows: Sequence[Laid], *, keeps_blanks: bool) -> Sheet:
    """Return the sheet of a table whose header was not printed: its rows from 1."""
    return Sheet.of(Grid(tuple(_body_cells(header, rows, 1, keeps_blanks=keeps_blanks)), is_aligned=True))


def _body_cells(header: FlatHeader, rows: Sequence[Laid], first: int, *, keeps_blanks: bool) -> Iterator[PlacedCell]:
    spans = _spans(header, rows, keeps_blanks=keeps_blanks)
    for number, laid in enumerate(rows):
        for column, item in laid.items():
            if item.pieces:
                yield _item_to_cell(item, number + first, column + 1, spans.get((number, column), 1))


def header_rows(header: FlatHeader) -> int:
    """Return how many rows a header takes in the sheet."""
    return 2 if header.over else 1


def _header_cells(header: FlatHeader) -> Iterator[PlacedCell]:
    first = header.over[1] if header.over else len(header.columns)
    for at, column in enumerate(header.columns):
        is_below = at >= first
        yield _item_to_cell(column.item, 2 if is_below else 1, at + 1, 1 if is_below else header_rows(header))
    if header.over:
        yield replace(_item_to_cell(header.over[0], 1, first + 1), column_span=len(header.columns) - first)


def _spans(header: FlatHeader, rows: Sequence[Laid], *, keeps_blanks: bool) -> dict[tuple[int, int], int]:
    """Return over how many rows the cells of projects and labels reach, by their row and column."""
    fields_, spans = header.fields, {}
    older = is_of_older(rows, fields_)
    for column, field in enumerate(fields_):
        if field not in PROJECT_FIELDS and field not in {"level1", "level2"}:
            continue
        holder: int | None = None
        for number, laid in enumerate(rows):
            item = laid.get(column)
            if item is not None:
                holder = None if item.is_blank else number
            elif holder is not None and _reaches(
                fields_, rows, holder, number, column, keeps_blanks=keeps_blanks, older=older
            ):
                spans[holder, column] = number - holder + 1
            else:
                holder = None
    return spans


def _reaches(
    fields_: Sequence[str],
    rows: Sequence[Laid],
    holder: int,
    number: int,
    column: int,
    *,
    keeps_blanks: bool,
    older: bool,
) -> bool:
    """Whether a cell above reaches down to a row in which its column vanished."""
    field, laid = fields_[column], rows[number]
    printed = {fields_[place] for place, item in laid.items() if not item.is_blank}
    if field in PROJECT_FIELDS:
        return not (printed & (PROJECT_FIELDS - _SHARED)) or (field in _SHARED and bool(printed - PROJECT_FIELDS))
    if printed & PROJECT_FIELDS:
        return False
    if field == "level2":
        return "level1" not in printed
    # Where blank cells are not printed, the label may be one of those: then that of level 2 says where it belongs.
    level2 = next((item for place, item in laid.items() if fields_[place] == "level2" and not item.is_blank), None)
    return keeps_blanks or level2 is None or is_parent(rows[holder][column], level2, is_older=older)


def is_parent(level1: Item, level2: Item, *, is_older: bool) -> bool:
    """Whether a label of level 2 may stand below a label of level 1; older taxonomies have 满意度 below 效益."""
    above = {label.name for label in parse_label_cell(level1.text, 1) if label.level == 1}
    parents = {label.parent for label in parse_label_cell(level2.text, 2) if label.level == 2}
    return (
        not above
        or not parents
        or None in parents
        or bool(above & parents)
        or (is_older and "效益指标" in above and "满意度指标" in parents)
    )


def is_of_older(rows: Sequence[Laid], fields: Sequence[str]) -> bool:
    """Whether the labels in some rows are of an older taxonomy."""
    texts = {
        level: {
            item.text for row in rows for place, item in row.items() if item.pieces and fields[place] == f"level{level}"
        }
        for level in (1, 2)
    }
    labels = {
        level: [label for text in found for label in parse_label_cell(text, level) if label.level == level]
        for level, found in texts.items()
    }
    return is_older((label.name for label in labels[1]), (label.parent for label in labels[2]))
