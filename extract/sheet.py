"""The filled cells of a sheet to one grid, the title above and the notes below taken as lines.

In: a `Sheet`: texts by row and column from 1, merged ranges, what is hidden. Out: an aligned grid whose rows and columns
count from its own first cell; `origin` says where that stands. Blank cells within the table are cells, beyond it nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from extract.contracts import Cell, Grid, Notice

Place = tuple[int, int]
Line = tuple[Place, str]
Range = tuple[int, int, int, int]  # first row, first column, last row, last column
# Beyond so many blank cells, and so many for each filled one, a sheet is strewn rather than ruled.
_MOST_BLANKS: Final = 200_000
_MOST_BLANKS_EACH: Final = 50
# A merge may reach a little past what is filled; one that reaches far is a careless selection.
_MOST_OVERHANG: Final = 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet prints, sparse."""

    cells: Mapping[Place, str]
    merges: tuple[Range, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    notices: tuple[Notice, ...] = ()
    lines: tuple[str, ...] = ()  # in text boxes that lie on the sheet


def sheet_to_grid(sheet: Sheet, reader: str, *, page: int | None = None, name: str | None = None) -> Grid:
    """Return the grid of a sheet; it has no cells where the sheet prints nothing or only lines."""
    merges = {
        (top, left): (bottom, right) for top, left, bottom, right in sheet.merges if (top, left) != (bottom, right)
    }
    filled = {place: text for place, text in sheet.cells.items() if text}
    before, table, after = _part_lines(filled, merges)
    if not table:
        return Grid((), True, _texts(before), (*_texts(after), *sheet.lines), sheet.notices, name)
    frame = _frame(table, merges)
    layout = _Layout(table, merges, frame)
    cells = tuple(_to_cell(place, layout, sheet, reader, page) for place in sorted(layout.places))
    notices = (*sheet.notices, *(Notice(code, message, page) for code, message in layout.doubts()))
    texts = _texts(before), (*_texts(after), *sheet.lines)
    # Lines of text boxes have no place on the sheet.
    places = tuple(place for place, _ in before), tuple(place for place, _ in after)
    return Grid(cells, True, *texts, notices, name, frame[:2], *places)


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(text for _, text in lines)


def _part_lines(
    filled: Mapping[Place, str], merges: Mapping[Place, Place]
) -> tuple[tuple[Line, ...], dict[Place, str], tuple[Line, ...]]:
    """Part what stands alone in its row above and below the table from the table.

    Where no row holds two cells there is no table to stand above, and everything stays.
    """
    by_row: dict[int, list[int]] = {}
    for row, column in filled:
        by_row.setdefault(row, []).append(column)
    rows = sorted(by_row)
    if all(len(columns) == 1 for columns in by_row.values()):
        return (), dict(filled), ()
    joined = _rows_in_tall_merges(filled, merges, by_row)
    first, last = 0, len(rows)
    while len(by_row[rows[first]]) == 1 and rows[first] not in joined:
        first += 1
    left = min(min(by_row[row]) for row in rows[first:])
    # Below the table only what begins at its left edge is a note; a lone cell elsewhere is a value.
    while by_row[rows[last - 1]] == [left] and rows[last - 1] not in joined:
        last -= 1
    kept = set(rows[first:last])
    table = {place: text for place, text in filled.items() if place[0] in kept}
    before, after = (tuple(_lines(filled, rows[part])) for part in (slice(first), slice(last, None)))
    return before, table, after


def _rows_in_tall_merges(
    filled: Mapping[Place, str], merges: Mapping[Place, Place], by_row: Mapping[int, list[int]]
) -> set[int]:
    """Return the rows that share a merge with another row that holds something."""
    joined: set[int] = set()
    for place in filled:
        if place in merges and merges[place][0] > place[0]:
            rows = [row for row in range(place[0], min(merges[place][0], max(by_row)) + 1) if row in by_row]
            joined.update(rows if len(rows) > 1 else ())
    return joined


def _lines(filled: Mapping[Place, str], rows: list[int]) -> Iterator[Line]:
    wanted = set(rows)
    for place in sorted(place for place in filled if place[0] in wanted):
        yield from ((place, line) for line in filled[place].split("\n") if line)


def _frame(table: Mapping[Place, str], merges: Mapping[Place, Place]) -> Range:
    """Return the range that the table fills, with what merges of filled cells add at its edges."""
    bottom, right = max(row for row, _ in table), max(column for _, column in table)
    ends = [merges[place] for place in table if place in merges]
    bottom = max([bottom, *(end for end, _ in ends if end <= bottom + _MOST_OVERHANG)])
    right = max([right, *(end for _, end in ends if end <= right + _MOST_OVERHANG)])
    return min(row for row, _ in table), min(column for _, column in table), bottom, right


class _Layout:
    """Which places of the frame are cells, and how far each reaches."""

    def __init__(self, table: Mapping[Place, str], merges: Mapping[Place, Place], frame: Range) -> None:
        self.table, self.frame = table, frame
        top, left, bottom, right = frame
        blanks = (bottom - top + 1) * (right - left + 1) - len(table)
        self.is_sparse = blanks > max(_MOST_BLANKS, _MOST_BLANKS_EACH * len(table))
        self.ends: dict[Place, Place] = {}
        self.overlapping = 0
        covered = set() if self.is_sparse else self._cover(merges)
        self.under_merges = sum(place in covered for place in table)
        whole = ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))
        self.places = set(table) if self.is_sparse else {place for place in whole if place not in covered}

    def _cover(self, merges: Mapping[Place, Place]) -> set[Place]:
        covered: set[Place] = set()
        top, left, bottom, right = self.frame
        for (row, column), (last_row, last_column) in sorted(merges.items()):
            end = (min(last_row, bottom), min(last_column, right))
            if not (top <= row <= bottom and left <= column <= right) or end == (row, column):
                continue
            inside = {(r, c) for r in range(row, end[0] + 1) for c in range(column, end[1] + 1)}
            if covered & inside or any(place in self.ends for place in inside):
                self.overlapping += 1
                continue
            self.ends[row, column] = end
            covered |= inside - {(row, column)}
        return covered

    def doubts(self) -> Iterator[tuple[str, str]]:
        """Yield code and message of what a reader of the sheet should know."""
        if self.is_sparse:
            yield "sparse_sheet", "工作表中的内容相距很远，空白单元格和合并范围没有读取"
        if self.overlapping:
            yield "overlapping_cells", f"有{self.overlapping}处合并范围互相重叠，已忽略"
        if self.under_merges:
            yield "text_under_merge", f"有{self.under_merges}处文字被合并单元格盖住，没有显示，未读入"


def _to_cell(place: Place, layout: _Layout, sheet: Sheet, reader: str, page: int | None) -> Cell:
    (row, column), (last_row, last_column) = place, layout.ends.get(place, place)
    return Cell(
        layout.table.get(place, ""),
        row - layout.frame[0] + 1,
        column - layout.frame[1] + 1,
        last_row - row + 1,
        last_column - column + 1,
        page,
        reader=reader,
        is_hidden=sheet.is_hidden
        or sheet.hidden_rows.issuperset(range(row, last_row + 1))
        or sheet.hidden_columns.issuperset(range(column, last_column + 1)),
    )
