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
from extract.pdf.pages import PageTables
from extract.pdf.parts import Part
from extract.pdf.seams import is_cut_row, reaching, sew

# Lines that say nothing about where a table begins or ends: page numbers, 续表, the money unit.
_FURNITURE: Final = re.compile(
    r"^(?:[-—–－·.\s/0-9０-９第共页总Pageof]*|[（(]?(?:续表?|接上表|上接|续上表|续下页|转下页|接下页|下接).{0,12}|.{0,4}单位[:：].{0,8}|公开\s*[0-9]*\s*表)$"
)
# What a title says that goes on from the page before; a row that holds such a sign or figure is no header.
_CONTINUED: Final = re.compile(r"[（(]?续表?[)）]?$")
_VALUE: Final = re.compile(r"[≥≤≧≦≒≅≈%％‰]|^[0-9][0-9.,]*$")
_SAME: Final = 4.0  # points between the columns of one table on two pages
_EVEN: Final = 1.0  # points between the sides of one frame on two pages
_FRAME: Final = 2  # of the lines down a table are its sides
_TALLEST_HEADER: Final = 60  # rows
_LEFT_BLANK: Final = 0.15  # of the page: a row is only cut where less of it than this, and its margin, is left
_LOWEST_END: Final = 0.5  # of the page: above the middle a table ends, unless what comes next had no room


@dataclass(slots=True)
class _Open:
    """The table that may go on. It may be thousands of pages long: nothing below walks over all its cells."""

    xs: tuple[float, ...]
    row_count: int
    cells: list[Cell]
    ends: list[int]  # the places of the cells that reach its last row
    heads: int  # how many cells come before all those that begin below the rows in which a header may stand
    page: int
    reach: float  # how far down its last page it goes, 0 to 1
    before: tuple[str, ...]
    after: tuple[str, ...]
    spare: dict[int, float]  # of its columns: how much room the last line of its last row left
    notices: tuple[Notice, ...] = ()

    def row(self, number: int) -> list[Cell]:
        """Return the cells that begin in a row, one of the first."""
        return [cell for cell in self.cells[: self.heads] if cell.row == number]


class Joiner:
    """Takes pages, gives the grids that are complete."""

    def __init__(self) -> None:
        self._open: _Open | None = None

    def add(self, page: PageTables) -> Iterator[Grid]:
        """Yield the grids that end before the last table of this page."""
        for index, table in enumerate(page.tables):
            part = Part(table, page)
            if index == 0 and self._open is not None and _goes_on(self._open, part):
                self._open = _join(self._open, part)
                continue
            yield from self.end()
            self._open = _begin(part)

    def takes(self, page: PageTables) -> bool:
        """Whether the open table goes on on this page."""
        return bool(page.tables) and self._open is not None and _goes_on(self._open, Part(page.tables[0], page))

    @property
    def size(self) -> int:
        """How many cells the open table has."""
        return len(self._open.cells) if self._open is not None else 0

    def end(self) -> Iterator[Grid]:
        """Yield the table that is still open."""
        if self._open is not None:
            yield Grid(tuple(self._open.cells), True, self._open.before, self._open.after, self._open.notices)
        self._open = None


def _begin(part: Part) -> _Open:
    cells = part.cells()
    ends = reaching(cells, range(len(cells)))
    return _Open(
        part.xs, part.row_count, cells, ends, len(cells), part.page, part.reach, part.before, part.after,
        part.spare,
    )  # fmt: skip


def _goes_on(first: _Open, second: Part) -> bool:
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
        return (header > 0 or not titles) and starts_blank and not _begins_anew(first, second, header)
    if header or starts_blank:
        return True
    had_to = first.reach > _LOWEST_END or _had_to_break(first, second)
    return had_to and not _begins_anew(first, second, header)


def _had_to_break(first: _Open, second: Part) -> bool:
    """Whether a table may end above the middle of its page and go on: what comes next in its frame had no room there."""
    opening = second.row(1)
    return _is_one_frame(first.xs, second.xs) and len(opening) > 1 and second.had_no_room(first.reach)


def _titles(lines: Sequence[str]) -> list[str]:
    return [_CONTINUED.sub("", line) for line in lines if not _FURNITURE.match(line)]


def has_title(lines: Sequence[str]) -> bool:
    """Whether the lines above a table say more than a page number, 续表 or a money unit."""
    return bool(_titles(lines))


def _common_columns(first: Sequence[float], second: Sequence[float]) -> tuple[float, ...] | None:
    """Return the lines of both where one frame holds both, or half of the lines that one has in it are the other's too.

    A part shows only the lines that its own rows need: the head of a form other ones than its indicators.
    """
    if abs(first[0] - second[0]) > _SAME or abs(first[-1] - second[-1]) > _SAME:
        return None
    many, few = (first, second) if len(first) >= len(second) else (second, first)
    near = [min(many, key=lambda x: abs(x - line)) for line in few]
    own = [line for x, line in zip(near, few, strict=True) if abs(x - line) > _SAME]
    if len(set(near)) < len(few) - len(own):
        return None
    if 2 * len(own) > len(few) - _FRAME and not _is_one_frame(first, second):
        return None
    return tuple(sorted((*many, *own)))


def _is_one_frame(first: Sequence[float], second: Sequence[float]) -> bool:
    return abs(first[0] - second[0]) < _EVEN and abs(first[-1] - second[-1]) < _EVEN


def _shape(cells: Sequence[Cell]) -> list[tuple[int, int, int, str]]:
    return sorted((cell.column, cell.column_span, cell.row_span, cell.text) for cell in cells)


def _repeated_rows(first: _Open, second: Part) -> int:
    """Return how many rows at the top of the second part repeat the first part's."""
    count, most = 0, min(first.row_count, second.row_count, _TALLEST_HEADER) - 1
    xs = _common_columns(first.xs, second.xs) or first.xs
    while count < most:
        row = second.row(count + 1)
        one, other = _spread(first.row(count + 1), first.xs, xs), _spread(row, second.xs, xs)
        if _ends_in_value(row) or _shape(one) != _shape(other):
            break
        count += 1
    while count and second.crosses(count):
        count -= 1
    return count


def _ends_in_value(row: Sequence[Cell]) -> bool:
    """Whether the last cell of a row is a value: then it is no header, though it be the same as one above."""
    return bool(row) and bool(_VALUE.search(max(row, key=lambda cell: cell.column).text))


def _starts_blank(part: Part, header: int) -> bool:
    row = sorted(part.row(header + 1), key=lambda cell: cell.column)
    return len(row) > 1 and not row[0].text and any(cell.text for cell in row)


def _begins_anew(first: _Open, second: Part, header: int) -> bool:
    """Whether the second part opens as the first did, with other figures: the next form, not the same one."""
    ones, others = _words_of(first, header), _words_of(second, header)
    if ones[0] and 2 * len(ones[0] & others[0]) >= len(others[0]):
        return True
    return any(len(one & other) >= 3 for one in ones for other in others)


def _words_of(part: _Open | Part, header: int) -> list[set[tuple[int, str]]]:
    """Return what stands in the rows below a common header, with its column."""
    return [{(cell.column, cell.text) for cell in part.row(header + step) if cell.text} for step in (1, 2)]


def _join(first: _Open, second: Part) -> _Open:
    """Return the table with the part; the cells of the first are taken over, not copied."""
    xs = _common_columns(first.xs, second.xs) or first.xs
    header = _repeated_rows(first, second)
    cells = _spread(first.cells, first.xs, xs)
    opening = _spread(second.row(header + 1), second.xs, xs)
    spare = _spread_room(first.spare, first.xs, xs)
    is_cut, may_be_cut = False, False
    if 1 - second.top - first.reach < _LEFT_BLANK:
        is_cut, may_be_cut = is_cut_row([cells[at] for at in first.ends], opening, spare)
    shift = first.row_count - is_cut
    others = _spread(second.cells(header, shift - header), second.xs, xs)
    ends = sew(cells, first.ends, others, seam=shift + 1, is_cut=is_cut)
    heads = first.heads if first.row_count > _TALLEST_HEADER else len(cells)
    rows = max([first.row_count, *(cells[at].row + cells[at].row_span - 1 for at in ends)])
    notices = (*first.notices, *((_cut_notice(second.page),) if may_be_cut else ()))
    return _Open(
        xs, rows, cells, ends, heads, second.page, second.reach, first.before, second.after,
        _spread_room(second.spare, second.xs, xs), notices,
    )  # fmt: skip


def _cut_notice(page: int) -> Notice:
    return Notice("row_may_be_cut", f"第{page}页开头的一行可能是上一页最后一行的后半，未能确定，须与原页核对", page)


def _spread(cells: list[Cell], own: Sequence[float], xs: Sequence[float]) -> list[Cell]:
    """Return the cells with columns counted by the common lines."""
    if len(own) == len(xs):
        return cells
    place = _places(own, xs)
    out = []
    for cell in cells:
        start, stop = place[cell.column - 1], place[cell.column - 1 + cell.column_span]
        out.append(replace(cell, column=start + 1, column_span=stop - start))
    return out


def _spread_room(room: dict[int, float], own: Sequence[float], xs: Sequence[float]) -> dict[int, float]:
    """Return the room of columns counted by the common lines."""
    place = _places(own, xs)
    return {place[column - 1] + 1: spare for column, spare in room.items()}


def _places(own: Sequence[float], xs: Sequence[float]) -> list[int]:
    """Return for each line of a part which of the common lines it is."""
    return [min(range(len(xs)), key=lambda index: abs(xs[index] - line)) for line in own]
