"""Tables that run over pages, made one.

In: the pages in their order. Out: `Grid`s. A table goes on where the next page opens with the same columns and no new
title: the repeated header goes, row numbers go on, a merged cell that the break cut is one cell again, and so is a row
cut in the middle of its text. Every cell keeps the page and the box of its first part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract.contracts import Cell, Grid, Notice
from extract.pdf.fonts import fold_radicals
from extract.pdf.frame import from_one_to_other
from extract.pdf.pages import PageTables
from extract.pdf.tables import Table

# Lines that say nothing about where a table begins or ends: page numbers, 续表, the money unit.
_FURNITURE: Final = re.compile(
    r"^(?:[-—–－·.\s/0-9０-９第共页总Pageof]*|[（(]?(?:续表?|接上表|上接|续上表|续下页|转下页|接下页|下接).{0,12}|.{0,4}单位[:：].{0,8}|公开\s*[0-9]*\s*表)$"
)
# What a title says that goes on from the page before; a row that holds such a sign or figure is no header.
_CONTINUED: Final = re.compile(r"[（(]?续表?[)）]?$")
_VALUE: Final = re.compile(r"[≥≤≧≦≒≅≈%％‰]|^[0-9][0-9.,]*$")
_ENDED: Final = re.compile(r"[。；;！!？?)）分]$")
_SAME: Final = 4.0  # points between the columns of one table on two pages
_JOINED: Final = 0.9  # the confidence of a text that was put together over a page break
_LONG: Final = 8  # characters: a shorter text is a label, and the next one another label
_LOWEST_END: Final = 0.5  # of the page: a table that goes on does not end above the middle


@dataclass(slots=True)
class _Open:
    """The table that may go on."""

    xs: tuple[float, ...]
    rows: int
    cells: list[Cell]
    page: int
    reach: float  # how far down its last page it goes, 0 to 1
    before: tuple[str, ...]
    after: tuple[str, ...]
    notices: tuple[Notice, ...] = ()


class Joiner:
    """Takes pages, gives the grids that are complete."""

    def __init__(self) -> None:
        self._open: _Open | None = None

    def add(self, page: PageTables) -> Iterator[Grid]:
        """Yield the grids that end before the last table of this page."""
        for index, table in enumerate(page.tables):
            part = _to_open(table, page)
            if index == 0 and self._open is not None and _goes_on(self._open, part):
                self._open = _join(self._open, part)
                continue
            yield from self.end()
            self._open = part

    def takes(self, page: PageTables) -> bool:
        """Whether the open table goes on on this page."""
        return bool(page.tables) and self._open is not None and _goes_on(self._open, _to_open(page.tables[0], page))

    def end(self) -> Iterator[Grid]:
        """Yield the table that is still open."""
        if self._open is not None:
            yield Grid(tuple(self._open.cells), True, self._open.before, self._open.after, self._open.notices)
        self._open = None


def _to_open(table: Table, page: PageTables) -> _Open:
    confidence = {"pdfium": 1.0, "pdfplumber": 0.9}.get(page.reader, 1.0)
    confidence -= (0.0 if table.is_ruled else 0.1) + (0.0 if table.is_sure else 0.3)
    cells = [
        Cell(
            fold_radicals(cell.text),
            row=cell.slot.row + 1,
            column=cell.slot.column + 1,
            row_span=cell.slot.row_span,
            column_span=cell.slot.column_span,
            page=page.number,
            box=from_one_to_other(cell.box, page.reading, page.shown),
            reader=page.reader,
            confidence=round(confidence if cell.is_visible else confidence / 2, 2),
        )
        for cell in table.cells
    ]
    before, after = (tuple(fold_radicals(line) for line in lines) for lines in (table.before, table.after))
    reach = table.ys[-1] / max(page.reading.size[1], 1)
    return _Open(table.xs, table.row_count, cells, page.number, reach, before, after)


def _goes_on(first: _Open, second: _Open) -> bool:
    if second.page != first.page + 1 or _common_columns(first.xs, second.xs) is None:
        return False
    titles = _titles(second.before)
    if titles == _titles(first.before) and any(_CONTINUED.search(line) for line in second.before):
        return True
    if titles and titles != _titles(first.before):
        return False
    header = _repeated_rows(first, second)
    starts_blank = _starts_blank(second, header)
    if titles or _titles(first.after):
        # The same title again, or notes in between: only a row that lacks its beginning says that the table goes on.
        return header > 0 and starts_blank and not _begins_anew(first, second, header)
    if header or starts_blank:
        return True
    return first.reach > _LOWEST_END and not _begins_anew(first, second, header)


def _titles(lines: Sequence[str]) -> list[str]:
    return [_CONTINUED.sub("", line) for line in lines if not _FURNITURE.match(line)]


def has_title(lines: Sequence[str]) -> bool:
    """Whether the lines above a table say more than a page number, 续表 or a money unit."""
    return bool(_titles(lines))


def _common_columns(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """Return the lines of both where the lines of one are among those of the other."""
    if abs(first[0] - second[0]) > _SAME or abs(first[-1] - second[-1]) > _SAME:
        return None
    many, few = (first, second) if len(first) >= len(second) else (second, first)
    near = [min(many, key=lambda x: abs(x - line)) for line in few]
    if len(set(near)) < len(few) or any(abs(x - line) > _SAME for x, line in zip(near, few, strict=True)):
        return None
    return tuple(many)


def _rows(part: _Open, last: int) -> dict[int, list[Cell]]:
    """Return the cells by row, down to the last row that is asked for: the table may be hundreds of pages long."""
    rows: dict[int, list[Cell]] = {}
    for cell in part.cells:
        if cell.row <= last:
            rows.setdefault(cell.row, []).append(cell)
    return rows


def _shape(cells: Sequence[Cell]) -> list[tuple[int, int, int, str]]:
    return sorted((cell.column, cell.column_span, cell.row_span, cell.text) for cell in cells)


def _repeated_rows(first: _Open, second: _Open) -> int:
    """Return how many rows at the top of the second part repeat the first part's."""
    ones, others = _rows(first, second.rows), _rows(second, second.rows)
    count = 0
    while count < min(first.rows, second.rows) - 1 and (
        _shape(ones.get(count + 1, ())) == _shape(others.get(count + 1, ()))
        and not _ends_in_value(others.get(count + 1, ()))
    ):
        count += 1
    while count and any(cell.row <= count < cell.row + cell.row_span - 1 for cell in second.cells):
        count -= 1
    return count


def _ends_in_value(row: Sequence[Cell]) -> bool:
    """Whether the last cell of a row is a value: then it is no header, though it be the same as one above."""
    return bool(row) and bool(_VALUE.search(max(row, key=lambda cell: cell.column).text))


def _starts_blank(part: _Open, header: int) -> bool:
    row = sorted(_rows(part, header + 1).get(header + 1, ()), key=lambda cell: cell.column)
    return len(row) > 1 and not row[0].text and any(cell.text for cell in row)


def _begins_anew(first: _Open, second: _Open, header: int) -> bool:
    """Whether the second part opens as the first did, with other figures: the next form, not the same one."""
    ones, others = _words_of(first, header), _words_of(second, header)
    if ones[0] and 2 * len(ones[0] & others[0]) >= len(others[0]):
        return True
    return any(len(one & other) >= 3 for one in ones for other in others)


def _words_of(part: _Open, header: int) -> list[set[tuple[int, str]]]:
    """Return what stands in the rows below a common header, with its column."""
    return [
        {(cell.column, cell.text) for cell in part.cells if cell.row == header + step and cell.text} for step in (1, 2)
    ]


def _join(first: _Open, second: _Open) -> _Open:
    xs = _common_columns(first.xs, second.xs) or first.xs
    header = _repeated_rows(first, second)
    ones = _spread(first.cells, first.xs, xs)
    others = [cell for cell in _spread(second.cells, second.xs, xs) if cell.row > header]
    opening = [lowered(cell, -header) for cell in others if cell.row == header + 1]
    is_cut, may_be_cut = _is_cut_row(ones, opening, first.rows)
    shift = first.rows - is_cut
    cells = _sew(ones, [lowered(cell, shift - header) for cell in others], shift + 1, first.rows)
    rows = max(cell.row + cell.row_span for cell in cells) - 1
    notices = (*first.notices, *((_cut_notice(second.page),) if may_be_cut else ()))
    return replace(second, xs=xs, rows=rows, cells=cells, before=first.before, notices=notices)


def _cut_notice(page: int) -> Notice:
    return Notice("row_may_be_cut", f"第{page}页开头的一行可能是上一页最后一行的后半，未能确定，须与原页核对", page)


def lowered(cell: Cell, rows: int) -> Cell:
    """Return the cell so many rows lower; `replace` would take most of the time of a table over many pages."""
    if not rows:
        return cell
    return Cell(
        cell.text,
        cell.row + rows,
        cell.column,
        cell.row_span,
        cell.column_span,
        cell.page,
        cell.box,
        cell.start,
        cell.reader,
        cell.confidence,
        cell.is_hidden,
    )


def _spread(cells: Sequence[Cell], own: Sequence[float], xs: Sequence[float]) -> list[Cell]:
    """Return the cells with columns counted by the common lines."""
    if len(own) == len(xs):
        return list(cells)
    place = [min(range(len(xs)), key=lambda index: abs(xs[index] - line)) for line in own]
    out = []
    for cell in cells:
        start, stop = place[cell.column - 1], place[cell.column - 1 + cell.column_span]
        out.append(replace(cell, column=start + 1, column_span=stop - start))
    return out


def _reaching(cells: Sequence[Cell], last: int) -> dict[tuple[int, int], int]:
    """Return the cells that reach the last row, by their columns."""
    return {
        (cell.column, cell.column_span): index
        for index, cell in enumerate(cells)
        if cell.row + cell.row_span - 1 == last
    }


def _is_cut_row(ones: Sequence[Cell], others: Sequence[Cell], last: int) -> tuple[bool, bool]:
    """Whether the break went through a row: its second half holds only what the first half lacks or left unfinished.

    And whether it may have, though the last column, that of the values, has a text on either page.
    """
    ends = _reaching(ones, last)
    halves = [
        (ones[ends[key]], cell) for cell in others if cell.row == 1 and (key := (cell.column, cell.column_span)) in ends
    ]
    leaves = [(one, other) for one, other in halves if one.row_span == other.row_span == 1]
    if len(halves) != sum(cell.row == 1 for cell in others) or len(leaves) < 2:
        return False, False
    both = [(one, other) for one, other in leaves if one.text and other.text]
    alone = [(one, other) for one, other in leaves if bool(one.text) != bool(other.text)]
    is_unfinished = all(len(one.text) >= _LONG and not _ENDED.search(one.text) for one, _ in both)
    last_one, last_other = leaves[-1]
    may_be = bool(both) and bool(alone) and is_unfinished
    has_two_values = bool(last_one.text and last_other.text)
    return may_be and not has_two_values, may_be and has_two_values


def _sew(ones: list[Cell], others: Sequence[Cell], seam: int, last: int) -> list[Cell]:
    """Return all cells; those that the break cut are one again."""
    cells, ends = list(ones), _reaching(ones, last)
    is_cut, is_leading = seam == last, True
    seamed = [cell for cell in others if cell.row == seam]
    is_new = not is_cut and _opens_anew(cells, ends, seamed)
    for cell in sorted(others, key=lambda cell: (cell.row, cell.column)):
        at = ends.get((cell.column, cell.column_span)) if cell.row == seam else None
        if at is not None and (
            is_cut or _is_one(cells[at], cell, is_leading=is_leading and not (is_new and cell.text))
        ):
            grown = cell.row + cell.row_span - cells[at].row
            sure = min(cells[at].confidence, cell.confidence, _JOINED if cells[at].text and cell.text else 1.0)
            text = _sewn(cells[at].text, cell.text)
            cells[at] = replace(cells[at], text=text, row_span=grown, confidence=sure)
            continue
        is_leading = is_leading and cell.row == seam and not cell.text
        cells.append(cell)
    return cells


def _opens_anew(cells: Sequence[Cell], ends: dict[tuple[int, int], int], seamed: Sequence[Cell]) -> bool:
    """Whether the first row behind a break begins something new: a figure or a short text stands on both sides of it.

    An amount or a label fits its cell: only what is long is cut, and goes on.
    """
    pairs = ((cells[ends[place]], cell) for cell in seamed if (place := (cell.column, cell.column_span)) in ends)
    return any(
        (one.row_span > 1 or other.row_span > 1)
        and one.text
        and other.text
        and (len(one.text) < _LONG or (_VALUE.search(one.text) and _VALUE.search(other.text)))
        for one, other in pairs
    )


def _is_one(cell: Cell, rest: Cell, *, is_leading: bool) -> bool:
    is_merged = cell.row_span > 1 or rest.row_span > 1
    if not rest.text:
        return is_merged or (is_leading and bool(cell.text))
    return is_leading and is_merged and len(cell.text) >= _LONG and not _ENDED.search(cell.text)


def _sewn(text: str, rest: str) -> str:
    if text and rest and text[-1].isascii() and text[-1].isalpha() and rest[0].isascii() and rest[0].isalpha():
        return f"{text} {rest}"
    return text + rest
