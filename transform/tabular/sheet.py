"""An aligned grid as a sheet: which printed cell covers a place, and the piece that it is.

In: a `Grid` whose columns can be trusted. Out: a `Sheet`, rows and columns from 1. It understands no word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract import Cell, Grid
from transform.pieces import CELL, LINE, Piece, whole_piece


@dataclass(frozen=True, slots=True)
class Sheet:
    """The pieces of a grid by the places that they cover; a blank cell has none."""

    rows: tuple[int, ...]  # the numbers of the rows that have cells, top to bottom
    columns: int
    covering: dict[tuple[int, int], Piece]
    starting: dict[int, tuple[Piece, ...]]  # the pieces that begin in a row, left to right
    merged: frozenset[tuple[int, int]] = field(default=frozenset())  # where a cell with text begins that covers rows

    @classmethod
    def of(cls, grid: Grid) -> Sheet:
        """Return the sheet of a grid."""
        covering: dict[tuple[int, int], Piece] = {}
        starting: dict[int, list[Piece]] = {}
        rows: set[int] = set()
        merged: set[tuple[int, int]] = set()
        width = 0
        for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column)):
            width = max(width, cell.column + cell.column_span - 1)
            rows.add(cell.row)
            piece = cell_to_piece(cell, is_first=cell.row not in starting)
            if piece is None:
                continue
            starting.setdefault(cell.row, []).append(piece)
            if cell.row_span == cell.column_span == 1:
                covering.setdefault((cell.row, cell.column), piece)
                continue
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    covering.setdefault((row, column), piece)
            if cell.row_span > 1:
                merged |= {(cell.row, column) for column in range(cell.column, cell.column + cell.column_span)}
        return cls(
            tuple(sorted(rows)),
            width,
            covering,
            {row: tuple(found) for row, found in starting.items()},
            frozenset(merged),
        )

    def at(self, row: int, column: int) -> Piece | None:
        """Return the piece whose cell covers a place; None where it is blank."""
        return self.covering.get((row, column))

    def row(self, row: int) -> tuple[Piece, ...]:
        """Return the pieces that begin in a row, left to right."""
        return self.starting.get(row, ())

    def across(self, row: int) -> Iterator[Piece]:
        """Yield the pieces that cover a row, left to right, those that began above it too, each once."""
        last = None
        for column in range(1, self.columns + 1):
            piece = self.covering.get((row, column))
            if piece is not None and piece is not last:
                yield piece
            last = piece if piece is not None else last


def cell_to_piece(cell: Cell, *, is_first: bool = False) -> Piece | None:
    """Return the whole text of a cell as one piece; None where it is blank."""
    return whole_piece(cell, LINE if is_first else CELL)
