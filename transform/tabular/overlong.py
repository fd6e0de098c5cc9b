"""Merged labels that reach one row too far, so that the row below them stands one column off.

In: a sheet. Out: the same sheet, the label ended above that row and the row's cells moved back to their columns. Only pages
written by hand have such spans, and only the labels of both levels right beside the merged one tell of them.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transform.pieces import Piece, PlacedCell
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_label_cell

_FEWEST: Final = 3  # cells of an indicator's row: two labels and its name


def without_overlong_labels(sheet: Sheet) -> Sheet:
    """Return the sheet with every label that reaches into the row of the next label of its level ended above that row."""
    for row in sheet.rows:
        if (label := _reaching_label(sheet, row)) is not None:
            sheet = _moved_back(sheet, row, label)
    return sheet


def _reaching_label(sheet: Sheet, row: int) -> Piece | None:
    """Return the label whose last row this is and whose next label stands in its row, the row as much too wide."""
    own = sheet.row(row)
    label = sheet.at(row, own[0].cell.column - 1) if own else None
    if label is None or label.cell.row == row or label.cell.row + label.cell.row_span - 1 != row:
        return None
    if len(own) < _FEWEST or not all(
        _is_label(piece, level) for piece, level in ((label, 1), (own[0], 1), (own[1], 2))
    ):
        return None  # 成本指标 is a label of either level: what stands behind it tells which
    is_alone = all(piece.cell.row == row or piece.cell.column <= label.cell.column for piece in sheet.across(row))
    widths = {_end(sheet, line) for line in range(label.cell.row, row)}
    return label if is_alone and widths == {_end(sheet, row) - label.cell.column_span} else None


def _is_label(piece: Piece, level: int) -> bool:
    return any(found.level == level for found in parse_label_cell(piece.text, level))


def _end(sheet: Sheet, row: int) -> int:
    """Return the last column of a row in which anything stands."""
    return max((piece.cell.column + piece.cell.column_span - 1 for piece in sheet.across(row)), default=0)


def _moved_back(sheet: Sheet, row: int, label: Piece) -> Sheet:
    by, first = label.cell.column_span, label.cell.column
    moved = tuple(_moved(piece, by) for piece in sheet.row(row))
    covering = {place: piece for place, piece in sheet.covering.items() if place[0] != row or place[1] < first}
    for piece in moved:
        cell = piece.cell
        for line in range(cell.row, cell.row + cell.row_span):
            for column in range(cell.column, cell.column + cell.column_span):
                covering[line, column] = piece
    return replace(sheet, covering=covering, starting={**sheet.starting, row: moved})


def _moved(piece: Piece, by: int) -> Piece:
    """Return a piece some columns further left; it knows the one that was printed."""
    cell = piece.cell
    placed = PlacedCell(
        piece.text, cell.row, cell.column - by, cell.row_span, cell.column_span, cell.page, cell.box, cell.start,
        cell.reader, cell.confidence, cell.is_hidden, printed=(piece,),
    )  # fmt: skip
    return Piece(piece.text, placed, 0, len(piece.text), piece.boundary)
