"""Bytes read as a file would be: what the tests of every reader ask."""

from __future__ import annotations

from pathlib import Path

from extract import Cell, Grid, read_grids
from extract.document import content_to_document


def grids_of(content: bytes, name: str = "document") -> list[Grid]:
    return list(read_grids(content_to_document(content, Path(name))))


def printed(grid: Grid) -> list[tuple[str, int, int, int, int]]:
    return [_printed(cell) for cell in sorted(grid.cells, key=lambda cell: (cell.row, cell.column))]


def _printed(cell: Cell) -> tuple[str, int, int, int, int]:
    return (cell.text, cell.row, cell.column, cell.row_span, cell.column_span)


def rows_of(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows()]


def codes_of(grid: Grid) -> list[str]:
    return [notice.code for notice in grid.notices]
