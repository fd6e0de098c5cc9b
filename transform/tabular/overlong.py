"""Merged labels that reach one row too far, so that the row below them stands one column off.

In: a sheet. Out: the same sheet, the label ended above that row and the row's cells moved back to their columns. Only pages
written by hand have such spans, and only a label of the same level right beside the merged one tells of them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from transform.pieces import Piece, PlacedCell
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_label_cell


def without_overlong_labels(sheet: Sheet) -> Sheet:
    """Return the sheet with every label that reaches into the row of the next label of its level ended above that row."""
    ends = {row: max((p.cell.column + p.cell.column_span - 1 for p in sheet.across(row)), default=0) for row in sheet.rows}
    if not ends:
        return sheet
    usual = Counter(end for end in ends.values() if end).most_common(1)
    for row, end in ends.items():
        if usual and end > usual[0][0] and (label := _reaching_label(sheet, row, end - usual[0][0])) is not None:
            sheet = _moved_back(sheet, row, label)
    return sheet


def _reaching_label(sheet: Sheet, row: int, over: int) -> Piece | None:
    """Return the label from above whose last row this is, right before a label of its own level; None where there is none."""
    own = sheet.row(row)
    if not own:
        return None
    label = sheet.at(row, own[0].cell.column - 1)
    if label is None or label.cell.row == row or label.cell.column_span != over:
        return None
    if label.cell.row + label.cell.row_span - 1 != row or any(p.cell.row < row for p in sheet.across(row) if p is not label and p.cell.column > label.cell.column):
        return None
    levels = {found.level for found in parse_label_cell(label.text, 1)}
    beside = parse_label_cell(own[0].text, 1)
    return label if beside and beside[0].level in levels else None


def _moved_back(sheet: Sheet, row: int, label: Piece) -> Sheet:
    by = label.cell.column_span
    covering = {place: piece for place, piece in sheet.covering.items() if place[0] != row or place[1] < label.cell.column}
    starting = dict(sheet.starting)
    moved = tuple(_moved(piece, by) for piece in sheet.row(row))
    starting[row] = moved
    for piece in moved:
        cell = piece.cell
        for line in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                covering[line, column] = piece
    return replace(sheet, covering=covering, starting=starting)


def _moved(piece: Piece, by: int) -> Piece:
    """Return a piece some columns further left; it knows the one that was printed."""
    cell = piece.cell
    placed = PlacedCell(
        piece.text, cell.row, cell.column - by, cell.row_span, cell.column_span, cell.page, cell.box, cell.start,
        cell.reader, cell.confidence, cell.is_hidden, printed=(piece,),
    )  # fmt: skip
    return Piece(piece.text, placed, 0, len(piece.text), piece.boundary)
