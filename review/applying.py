"""Corrections to the grids of a document that is read again, before anybody asks what its tables mean.

In: grids as read, and the corrections of their document. Out: the same grids with what people said in place of what was
read. A cell is known by its place on the page, where it has one, and else by its grid, row and column; and its text must be
the one that was looked at. Where it is not, nothing is changed and a doubt says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from extract import Cell, Grid
from review.corrections import Box, Correction, digests_of, latest_of, read_corrections
from transform import Doubt, Tables

RULE: Final = "C01"
_SAME_PLACE: Final = 0.5  # of the area that two boxes cover together
_SHOWN: Final = 60  # characters


@dataclass
class Corrector:
    """The corrections that hold for one document, and what became of each while its grids went by."""

    corrections: Sequence[Correction]
    applied: list[Correction] = field(default_factory=list)
    _seen: dict[int, str] = field(default_factory=dict)  # number of a correction → what stands in its cell now
    _by_page: dict[int | None, list[tuple[int, Correction]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for index, correction in enumerate(self.corrections):
            self._by_page.setdefault(correction.page, []).append((index, correction))

    def correct(self, grids: Iterable[Grid]) -> Iterator[Grid]:
        """Yield the grids with the corrections in them."""
        for number, grid in enumerate(grids):
            yield self._correct_grid(grid, number) if self.corrections else grid

    def _correct_grid(self, grid: Grid, number: int) -> Grid:
        cells = tuple(self._correct_cell(cell, number, grid.on_sheet(cell.row, cell.column)) for cell in grid.cells)
        below = max((cell.row for cell in grid.cells), default=0) + 1
        page = grid.cells[0].page if grid.cells else None
        before = self._correct_lines(grid.lines_before, number, -len(grid.lines_before), grid.places_before, page)
        after = self._correct_lines(grid.lines_after, number, below, grid.places_after, page)
        return replace(grid, cells=cells, lines_before=before, lines_after=after)

    def _correct_lines(
        self, lines: tuple[str, ...], number: int, first: int, places: Sequence[tuple[int, int]], page: int | None
    ) -> tuple[str, ...]:
        """Return the lines around a grid, which are cited as cells of the sheet, or of rows above and below the grid."""
        cells = [
            Cell(line.strip(), *places[at], page=page) if at < len(places) else Cell(line.strip(), first + at, 1)
            for at, line in enumerate(lines)
        ]
        corrected = [self._correct_cell(cell, number, (cell.row, cell.column)) if cell.text else cell for cell in cells]
        return tuple(line if now is cell else now.text for line, cell, now in zip(lines, cells, corrected, strict=True))

    def _correct_cell(self, cell: Cell, number: int, place: tuple[int, int]) -> Cell:
        for index, correction in self._by_page.get(cell.page, ()):
            if not _is_of(correction, cell, number, place):
                continue
            self._seen[index] = cell.text
            # A better reader may read by now what a person had to write.
            if cell.text in (correction.old_text, correction.new_text):
                self.applied.append(correction)
                return replace(cell, text=correction.new_text, confidence=1.0, alternatives=(), read_text=cell.text)
        return cell

    @property
    def stale(self) -> list[tuple[Correction, str | None]]:
        """Those that were not applied, with what stands in their cell now; None where there is no such cell."""
        applied = {id(correction) for correction in self.applied}
        return [
            (correction, self._seen.get(index))
            for index, correction in enumerate(self.corrections)
            if id(correction) not in applied
        ]

    def said_in(self, tables: Tables) -> Tables:
        """Return the tables with the mark of these corrections, and a doubt for each that is stale."""
        if not self.corrections:
            return tables
        (document_id,) = tables.documents["document_id"]
        digest = digests_of(self.corrections)[document_id]
        doubts = [self._doubt(tables, *stale) for stale in self.stale]
        return replace(
            tables, documents=tables.documents.assign(corrections_id=digest), doubts=(*tables.doubts, *doubts)
        )

    @staticmethod
    def _doubt(tables: Tables, correction: Correction, now: str | None) -> Doubt:
        place = f"第 {correction.page} 页" if correction.page is not None else ""
        stands = "已没有这一格" if now is None else f"该格现读作“{_short(now)}”"
        said = f"对“{_short(correction.old_text)}”的确认"
        if correction.new_text != correction.old_text:
            said = f"的更正“{_short(correction.old_text)}”→“{_short(correction.new_text)}”"
        message = f"{place}第 {correction.row} 行第 {correction.column} 列：{correction.by} {said}未采用，{stands}"
        cited = [cell_id for cell_id in tables.cells["cell_id"] if cell_id.startswith(f"{correction.item_id}:")]
        return Doubt(RULE, correction.document_id, message, expected=correction.old_text, actual=now,
                     cell_ids=tuple(cited) if now is not None else ())  # fmt: skip


def corrector_of(document_id: str, path: Path | None) -> Corrector:
    """Return the corrector of one document, from the file of corrections. Raises `CorrectionsError`."""
    holds = latest_of(read_corrections(path)).values()
    return Corrector([correction for correction in holds if correction.document_id == document_id])


def doubt_replaced(tables: Tables, corrections: int, earlier_id: str) -> Tables:
    """Return the tables with a doubt that says whose corrections are left behind: those of the file's earlier content."""
    (document_id,) = tables.documents["document_id"]
    message = f"文件内容已更换（此前编号 {earlier_id}），针对此前内容的 {corrections} 条更正未采用"
    return replace(tables, doubts=(*tables.doubts, Doubt(RULE, document_id, message, actual="replaced")))


def _is_of(correction: Correction, cell: Cell, number: int, place: tuple[int, int]) -> bool:
    if cell.box is not None and correction.box is not None:
        return _overlap(cell.box, correction.box) >= _SAME_PLACE
    is_there = (number, *place) == (correction.grid, correction.row, correction.column)
    return is_there and cell.box is None and correction.box is None


def _overlap(one: Box, other: Box) -> float:
    """Return the common area of two boxes as a share of what they cover together.

    >>> _overlap((0, 0, 2, 1), (1, 0, 2, 1))
    0.5
    """
    wide = min(one[2], other[2]) - max(one[0], other[0])
    high = min(one[3], other[3]) - max(one[1], other[1])
    common = max(0.0, wide) * max(0.0, high)
    total = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other)) - common
    return common / total if total > 0 else float(one == other)


def _short(text: str) -> str:
    text = text.replace("\n", "⏎")
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
