"""The records of one document while it is read: rows, cited cells, doubts, and which printed rows were used.

In: pieces and messages. Out: `Draft`, which hands out cell ids and turns itself into `Tables`. It decides nothing.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from extract import Cell, Document, Grid
from transform.contracts import Doubt, RowCount, Tables, rows_to_frame
from transform.pieces import LINES, Piece
from transform.readings import ProjectReading, Row
from transform.tables import CELLS, DOCUMENTS, INDICATORS, PROJECTS

Record = dict[str, object]
# What a reader gives a cell that it vouches for; less means a table without rules, a font that lies, a page break.
SURE_READING: Final = 0.95
REVIEWED: Final = "review"  # the reader of a cell that a person has looked at


@dataclass(frozen=True, slots=True)
class Sheet:
    """Where a grid stands on the sheet that it was taken from, and where the lines around it do."""

    origin: tuple[int, int]
    before: tuple[tuple[int, int], ...]
    after: tuple[tuple[int, int], ...]
    last: int  # row of the grid; lines below it count on
    page: int | None

    @classmethod
    def of(cls, grid: Grid) -> Sheet:
        """Return where a grid stands."""
        last = max((cell.row for cell in grid.cells), default=0)
        page = grid.cells[0].page if grid.cells else None
        return cls(grid.origin, grid.places_before, grid.places_after, last, page)

    def place_of(self, cell: Cell) -> tuple[int, int]:
        """Return the row and column of a cell or a line on the sheet; those of the grid for a line without a place."""
        if cell.reader != LINES:
            return cell.row + self.origin[0] - 1, cell.column + self.origin[1] - 1
        return self._line(cell) or (cell.row, cell.column)

    def is_line(self, cell: Cell) -> bool:
        """Whether a cell is a line that has a place on the sheet."""
        return cell.reader == LINES and self._line(cell) is not None

    def _line(self, cell: Cell) -> tuple[int, int] | None:
        if cell.row < 1:
            at, places = cell.row + len(self.before), self.before
        else:
            at, places = cell.row - self.last - 1, self.after
        return places[at] if 0 <= at < len(places) else None


@dataclass(slots=True)
class Draft:
    """One document's records so far; `grid` is the number of the grid that is being read."""

    document: Document
    grid: int = 0
    sheets: dict[int, Sheet] = field(default_factory=dict)  # where the grids stand, by their numbers
    has_pictures: bool = False  # whether a cell so far was read from one
    projects: list[Record] = field(default_factory=list)
    indicators: list[Record] = field(default_factory=list)
    cells: dict[str, Record] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    rows_in: set[tuple[int, int]] = field(default_factory=set)
    rows_out: set[tuple[int, int]] = field(default_factory=set)
    reasons: dict[tuple[int, int], str] = field(default_factory=dict)
    printed_rows: dict[str, Row] = field(default_factory=dict)  # by the indicator's id
    # By the project's id, with the unit of its amounts.
    printed_projects: dict[str, tuple[ProjectReading, str | None]] = field(default_factory=dict)
    grid_of: dict[int, int] = field(default_factory=dict)  # by the cell's id; cells that are gone are looked up no more

    def open_grid(self, number: int, grid: Grid) -> None:
        """Go on to the next grid."""
        self.grid = number
        self.sheets[number] = Sheet.of(grid)

    def place_of(self, cell: Cell) -> tuple[int, int]:
        """Return the row and column at which a person finds a cell: those of the sheet, where it stands on one."""
        sheet = self.sheets.get(self._row_of(cell)[0])
        return sheet.place_of(cell) if sheet else (cell.row, cell.column)

    def take_rows(self, pieces: Iterable[Piece]) -> None:
        """Count the printed rows of a grid as read in."""
        for printed in (printed for piece in pieces for printed in piece.printed):
            self.grid_of[id(printed.cell)] = self.grid
            self.rows_in.add((self.grid, printed.cell.row))

    def use_rows(self, pieces: Iterable[Piece]) -> None:
        """Count the printed rows of some pieces as having become records."""
        self.rows_out |= {self._row_of(printed.cell) for piece in pieces for printed in piece.printed}

    def set_aside(self, reason: str, pieces: Iterable[Piece]) -> None:
        """Give the reason why some printed rows become no record; the first reason of a row stands."""
        for printed in (printed for piece in pieces for printed in piece.printed):
            self.reasons.setdefault(self._row_of(printed.cell), reason)

    def reason_of(self, piece: Piece) -> str | None:
        """Return why the row of a piece became no record; None where it did."""
        row = self._row_of(piece.cell)
        return None if row in self.rows_out else self.reasons.get(row)

    def _row_of(self, cell: Cell) -> tuple[int, int]:
        """Return the grid and the row of a printed cell; a form's head may stand in the grid before its table's."""
        return self.grid_of.get(id(cell), self.grid), cell.row

    def cite(self, pieces: Sequence[Piece]) -> str | None:
        """Record the printed stretch that some pieces cover and return its cell's id; None where there is none.

        A field that runs over several cells cites the first.
        """
        if not pieces:
            return None
        pieces = [printed for piece in pieces for printed in piece.printed]
        cell = pieces[0].cell
        within = [piece for piece in pieces if piece.cell is cell]
        first, last = within[0].first, within[-1].last
        start = cell.start or 1
        row, column = self.place_of(cell)
        cell_id = (
            f"{self.document.document_id}:{self._row_of(cell)[0]}:{row}:{column}:{start + first}-{start + last - 1}"
        )
        self.cells.setdefault(cell_id, self._cell_record(cell_id, cell, first, last))
        return cell_id

    def _cell_record(self, cell_id: str, cell: Cell, first: int, last: int) -> Record:
        row, column = self.place_of(cell)
        sheet = self.sheets.get(self._row_of(cell)[0])
        return {
            "cell_id": cell_id,
            "document_id": self.document.document_id,
            "page": sheet.page if sheet and sheet.is_line(cell) else cell.page,
            "row_number": row,
            "column_number": column,
            "row_span": cell.row_span,
            "column_span": cell.column_span,
            "first_character": cell.start + first if cell.start else None,
            "last_character": cell.start + last - 1 if cell.start else None,
            **dict(zip(("left_pt", "top_pt", "right_pt", "bottom_pt"), cell.box or (None,) * 4, strict=True)),
            "text": (text := cell.text[first:last]),
            "reader": cell.reader if cell.read_text is None else REVIEWED,
            "confidence": cell.confidence,
            "alternatives_text": json.dumps(cell.alternatives, ensure_ascii=False) if cell.alternatives else None,
            "read_text": _whole_reading(cell, text),
        }

    def doubt(
        self,
        rule_id: str,
        message: str,
        *,
        project_id: str | None = None,
        indicator_id: str | None = None,
        pieces: Sequence[Piece] = (),
        cell_ids: Sequence[str] = (),
        actual: str | None = None,
        is_suspect: bool = True,
    ) -> None:
        """Record something that the reading could not settle."""
        cited = dict.fromkeys((*cell_ids, *(cell_id for piece in pieces if (cell_id := self.cite([piece])))))
        document_id = self.document.document_id
        self.doubts.append(
            Doubt(rule_id, document_id, message, project_id, indicator_id, actual=actual, cell_ids=tuple(cited),
                  is_extraction_suspect=is_suspect)
        )  # fmt: skip

    def to_tables(self, document_record: Record) -> Tables:
        """Return the frames."""
        unused = self.rows_in - self.rows_out
        aside = Counter(reason for row, reason in self.reasons.items() if row in unused)
        row_count = RowCount(len(self.rows_in), len(self.rows_out & self.rows_in), dict(aside))
        row_count.require_balance()
        return Tables(
            documents=rows_to_frame(DOCUMENTS, [document_record]),
            projects=rows_to_frame(PROJECTS, self.projects),
            indicators=rows_to_frame(INDICATORS, self.indicators),
            cells=rows_to_frame(CELLS, list(self.cells.values())),
            doubts=tuple(self.doubts),
            row_count=row_count,
        )


def _whole_reading(cell: Cell, cited: str) -> str | None:
    """Return what was read in the whole cell, where that is not what is cited."""
    if cell.read_text is not None:
        return cell.read_text
    return cell.text if cell.text != cited else None
