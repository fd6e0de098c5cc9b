"""A table on its side: levels and names run across, a row is a place and holds its targets.

In: a sheet without a header of indicators. Out: the same sheet turned, and the header that its first row is; None where
the sheet is no such table. The pieces keep the places that they were printed in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transform.pieces import Piece, PlacedCell
from transform.shapes import is_value
from transform.tabular.column import Column
from transform.tabular.columns import Header
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_title, parse_label_cell

_FEWEST: Final = 2  # labels in a row, values in a row
_LEVELS: Final = ("level1", "level2", "level3")


@dataclass(frozen=True, slots=True)
class Turned:
    """A turned sheet with its header; the rows above the labels, those below that are no places, those of the next table."""

    sheet: Sheet
    header: Header
    corner: tuple[Piece, ...]  # the words over the places: 乡镇
    above: tuple[int, ...]
    left: tuple[int, ...]
    after: tuple[int, ...]


def turn(sheet: Sheet, rows: Sequence[int]) -> Turned | None:
    """Return some rows of a sheet turned, where rows of labels and a row of names stand above rows of targets."""
    top = next((row for row in rows if _labels(sheet, row, 1) >= _FEWEST), None)
    if top is None:
        return None
    end = next((row for row in rows if row > top and _opens_next(sheet, row)), rows[-1] + 1)
    below = [row for row in rows if top < row < end]
    if len(below) < _FEWEST or _labels(sheet, below[0], 2) < _FEWEST or not _is_names(sheet, below[1]):
        return None
    first = next((column for column in range(1, sheet.columns + 1) if _has_label(sheet, top, column, 1)), None)
    places = _places(sheet, below[2:], first) if first is not None else []
    if not places or first is None or first == 1:
        return None
    turned = _turned(sheet, [top, *below[:2], *places], first)
    columns = [Column(number, field, None) for number, field in enumerate(_LEVELS, 1)]
    for number, row in enumerate(places, len(_LEVELS) + 1):
        place = _piece_of_place(sheet, row, first)
        columns.append(Column(number, "value", place, place.text if place else None, "place", place))
    over = ((row, column) for row in (top, *below[:2]) for column in range(1, first))
    corner = tuple(dict.fromkeys(piece for place in over if (piece := sheet.at(*place)) is not None))
    above = tuple(row for row in rows if row < top)
    left = tuple(row for row in below[2:] if row not in places)
    after = tuple(row for row in rows if row >= end)
    return Turned(turned, Header(0, 0, tuple(columns), ()), corner, above, left, after)


def _opens_next(sheet: Sheet, row: int) -> bool:
    """Whether a row is the title of the next table, or its labels."""
    pieces = sheet.row(row)
    return (bool(pieces) and is_title(pieces[0].text)) or _labels(sheet, row, 1) >= _FEWEST


def _labels(sheet: Sheet, row: int, level: int) -> int:
    return sum(any(label.level == level for label in parse_label_cell(piece.text, level)) for piece in sheet.row(row))


def _has_label(sheet: Sheet, row: int, column: int, level: int) -> bool:
    piece = sheet.at(row, column)
    return piece is not None and any(label.level == level for label in parse_label_cell(piece.text, level))


def _is_names(sheet: Sheet, row: int) -> bool:
    pieces = sheet.row(row)
    return len(pieces) >= _FEWEST and not any(is_value(piece.text) for piece in pieces)


def _is_targets(sheet: Sheet, row: int) -> bool:
    pieces = sheet.row(row)[1:]
    return len(pieces) >= _FEWEST and sum(is_value(piece.text) for piece in pieces) * 2 > len(pieces)


def _places(sheet: Sheet, rows: Sequence[int], first: int) -> list[int]:
    """Return the rows of places: where one of them holds targets, every other one that has more than a name does too."""
    if not any(_is_targets(sheet, row) for row in rows):
        return []
    return [row for row in rows if _has_more_than_name(sheet, row, first)]


def _has_more_than_name(sheet: Sheet, row: int, first: int) -> bool:
    name = _piece_of_place(sheet, row, first)
    held = (sheet.at(row, column) for column in range(first, sheet.columns + 1))
    return name is not None and any(piece is not None and piece is not name for piece in held)


def _piece_of_place(sheet: Sheet, row: int, first: int) -> Piece | None:
    """Return the name of a row's place: the last piece before the columns of indicators."""
    return next((piece for column in range(first - 1, 0, -1) if (piece := sheet.at(row, column)) is not None), None)


def _turned(sheet: Sheet, rows: Sequence[int], first: int) -> Sheet:
    """Return the columns from `first` on as rows, and some rows as columns."""
    covering: dict[tuple[int, int], Piece] = {}
    starting: dict[int, list[Piece]] = {}
    placed: dict[int, Piece] = {}
    for row in range(first, sheet.columns + 1):
        for number, printed_row in enumerate(rows, 1):
            printed = sheet.at(printed_row, row)
            if printed is None:
                continue
            is_new = id(printed) not in placed
            piece = placed.setdefault(id(printed), _placed(printed, row, number))
            covering[row, number] = piece
            if is_new:
                starting.setdefault(row, []).append(piece)
    merged = {(piece.cell.row, piece.cell.column) for piece in placed.values() if piece.cell.row_span > 1}
    turned_rows = tuple(range(first, sheet.columns + 1))
    return Sheet(turned_rows, len(rows), covering, {row: tuple(p) for row, p in starting.items()}, frozenset(merged))


def _placed(printed: Piece, row: int, column: int) -> Piece:
    """Return a piece in its turned place; it knows the one that was printed."""
    cell = printed.cell
    placed = PlacedCell(
        printed.text, row, column, cell.column_span, 1, cell.page, cell.box, cell.start, cell.reader, cell.confidence,
        cell.is_hidden, printed=printed.printed,
    )  # fmt: skip
    return Piece(printed.text, placed, 0, len(printed.text), printed.boundary)
