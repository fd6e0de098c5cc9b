"""What the other rooms receive from `extract`: documents, grids and cells as printed.

In: nothing. Out: the frozen records that readers fill. Nothing here cleans, names or understands a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Document:
    """One published file. Two files with the same bytes are the same document."""

    path: Path
    sha256: str
    media_type: str  # told from the bytes: "text/plain", "application/pdf", …
    content: bytes
    encoding: str | None = None  # of a text: "utf-8", "utf-8-sig", "utf-16", "gb18030"
    source_url: str | None = None
    fetched_at: datetime | None = None

    @property
    def size(self) -> int:
        """Length in bytes."""
        return len(self.content)

    @property
    def document_id(self) -> str:
        """The name of the document in every table: the first 16 hex digits of its sha256."""
        return self.sha256[:16]


@dataclass(frozen=True, slots=True)
class Cell:
    """One printed cell, its text untouched.

    `row` and `column` count from 1. In a text document the row is the line of the file, and `start`
    is the first character of the cell in that line, counted from 1.
    """

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    page: int | None = None
    box: tuple[float, float, float, float] | None = None  # x0, top, x1, bottom in PDF points from the top left
    start: int | None = None
    reader: str = ""
    confidence: float = 1.0
    is_hidden: bool = False  # in a hidden row, column or sheet: read, but not seen by who opens the file
    alternatives: tuple[str, ...] = ()  # what else a picture of it may say, the likeliest first
    read_text: str | None = None  # what was read, where a person has looked at it and `text` is what that person says


@dataclass(frozen=True, slots=True)
class Notice:
    """One doubt a reader has about what it read; `code` is stable, `message` is Chinese and for people."""

    code: str
    message: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows and columns of cells, and the lines of text around them.

    `is_aligned` says whether a cell's column means anything: it does in a ruled table, it does not in a
    table that was flattened to text, where columns slip. `origin` is the row and column of the sheet on
    which the grid's first row and column stand; a table of its own begins at (1, 1). `places_before` and `places_after`
    say where on the sheet the lines stand, one for each, where they come from a sheet.
    """

    cells: tuple[Cell, ...]
    is_aligned: bool
    lines_before: tuple[str, ...] = ()
    lines_after: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    name: str | None = None  # of the sheet
    origin: tuple[int, int] = (1, 1)
    places_before: tuple[tuple[int, int], ...] = ()
    places_after: tuple[tuple[int, int], ...] = ()

    def on_sheet(self, row: int, column: int) -> tuple[int, int]:
        """Return the row and column of the sheet at which a place of the grid stands."""
        return row + self.origin[0] - 1, column + self.origin[1] - 1

    def rows(self) -> Iterator[tuple[Cell, ...]]:
        """Yield the cells of each row that has any, top to bottom and left to right."""
        by_row: dict[int, list[Cell]] = {}
        for cell in self.cells:
            by_row.setdefault(cell.row, []).append(cell)
        for row in sorted(by_row):
            yield tuple(sorted(by_row[row], key=lambda cell: cell.column))
