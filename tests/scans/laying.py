"""Blocks to pages: every cell and line gets its place, and tables go on over pages.

In: the blocks of a document and its `Look`. Out: `Laid` pages (what is drawn) and the true tables, of each page and
whole. A page breaks between rows; the text of a merged cell that the break cuts flows on, as in print. It raises
`ValueError` where a row is taller than a page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, pairwise
from random import Random

from tests.layouts.sheets import Block, Table
from tests.scans.kinds import VALUES, field_of_header, fields_of
from tests.scans.look import Look
from tests.scans.setting_type import printable, to_lines, width
from tests.scans.truth import Box, TrueCell, TrueTable


@dataclass(frozen=True, slots=True)
class Words:
    """One printed line: its left end and baseline."""

    text: str
    x: float
    y: float
    size: float
    role: str


@dataclass(slots=True)
class Page:
    """What is drawn on one page."""

    words: list[Words] = field(default_factory=list)
    tables: list[TrueTable] = field(default_factory=list)
    lines: list[tuple[str, Box]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Cell:
    true: TrueCell
    lines: tuple[str, ...]
    role: str
    align: str  # left, centre, right
    written: int = 0


class Layout:
    """Lays blocks below each other; `pages` came of it, and `so_far`, every table as whole as it is up to a page."""

    def __init__(self, look: Look, rng: Random) -> None:
        self.look, self._rng = look, rng
        self.pages: list[Page] = [Page()]
        self.so_far: dict[tuple[int, int], TrueTable] = {}  # by the numbers of table and page
        self._count = 0
        self._y = look.margin

    def add(self, blocks: Sequence[Block]) -> None:
        """Lay blocks, tables and lines."""
        for place, block in enumerate(blocks):
            if isinstance(block, Table):
                self._add_table(block)
            else:
                self._add_line(block, is_title=place + 1 < len(blocks) and len(block) < 40 and "：" not in block)
        for number, page in enumerate(self.pages, 1):
            self._number(page, number)

    @property
    def _bottom(self) -> float:
        return self.look.height - self.look.margin

    def _begin_page(self, need: float) -> None:
        if self._y + need > self._bottom and self._y > self.look.margin:
            self.pages.append(Page())
            self._y = self.look.margin

    def _add_line(self, text: str, *, is_title: bool) -> None:
        look, role = self.look, "title" if is_title else "body"
        size = look.title_size if is_title else look.size
        room = look.width - 2 * look.margin
        # A title is not parted from its table: two rows have room below it.
        self._begin_page(size * look.lead + (6 * look.size * look.lead if is_title else 0))
        for line in to_lines(printable(text, look.setting), look, room, size, role):
            self._begin_page(size * look.lead)
            wide = width(line, look, size, role)
            x = (look.width - wide) / 2 if is_title else look.margin
            self._write(line, x, self._y + size, size, role)
            self._y += size * look.lead
        self._y += 3

    def _write(self, text: str, x: float, baseline: float, size: float, role: str) -> None:
        page = self.pages[-1]
        page.words.append(Words(text, x, baseline, size, role))
        right = x + width(text, self.look, size, role)
        page.lines.append((text, _rounded((x, baseline - size * 0.88, right, baseline + size * 0.12))))

    def _number(self, page: Page, number: int) -> None:
        text = self.look.page_numbers.format(number) if self.look.page_numbers else ""
        text, size = printable(text, self.look.setting), min(self.look.size, 10.5)
        if text:
            x = (self.look.width - width(text, self.look, size)) / 2
            y = self.look.height - self.look.margin * 0.45
            page.words.append(Words(text, x, y, size, "body"))
            page.lines.append((text, _rounded((x, y - size, x + width(text, self.look, size), y))))

    def _add_table(self, table: Table) -> None:
        edges, cells = lay_columns(table, self.look, self._rng)
        heights = row_heights(cells, self.look)
        head = _header_rows(table)
        if max(heights) > self._bottom - self.look.margin - sum(heights[:head]):
            raise ValueError("a row is taller than a page")
        self._count += 1
        number = self._count
        first, parts = 1, 0
        while first <= len(heights):
            self._begin_page(sum(heights[first - 1 : first + 1]))
            repeated = head if self.look.repeats_header and parts and first > head else 0
            top = self._y
            if repeated:
                self._y += sum(heights[:repeated])
            last = first
            bottom = self._y + heights[first - 1]
            while last < len(heights) and bottom + heights[last] <= self._bottom:
                bottom += heights[last]
                last += 1
            rows = [*range(1, repeated + 1), *range(first, last + 1)]
            cells = self._lay_rows(cells, rows, heights, edges, top, number)
            self.so_far[number, len(self.pages)] = TrueTable(number, 0, self.look.rules, _up_to(cells, last))
            self._y, first, parts = bottom, last + 1, parts + 1
        self._y += self.look.size * self.look.lead

    def _lay_rows(
        self, cells: list[_Cell], rows: list[int], heights: list[float], edges: list[float], top: float, number: int
    ) -> list[_Cell]:
        """Lay rows of a table on the last page and return the cells, with what is written of them."""
        tops = list(accumulate((heights[row - 1] for row in rows), initial=top))
        place = {row: index for index, row in enumerate(rows)}
        out, true = [], []
        for cell in cells:
            inside = [row for row in range(cell.true.row, cell.true.row + cell.true.row_span) if row in place]
            if not inside:
                out.append(cell)
                continue
            is_whole = inside[-1] == cell.true.row + cell.true.row_span - 1
            box = (edges[cell.true.column - 1], tops[place[inside[0]]],
                   edges[cell.true.column + cell.true.column_span - 1], tops[place[inside[-1]] + 1])  # fmt: skip
            is_again = cell.written >= len(cell.lines) and rows[0] == 1 and cell.true.row <= inside[0] < rows[-1] and (
                cell.true.row < _first_new(rows))  # fmt: skip
            shown = cell.lines if is_again else self._room(cell, box, is_whole)
            self._set(cell, shown, box)
            text = cell.true.text if len(shown) == len(cell.lines) else "".join(shown)
            true.append(
                replace(cell.true, text=text, row=place[inside[0]] + 1, row_span=len(inside), box=_rounded(box))
            )
            out.append(replace(cell, written=len(cell.lines) if is_again else cell.written + len(shown)))
        self.pages[-1].tables.append(TrueTable(number, len(self.pages), self.look.rules, tuple(true)))
        return out

    def _room(self, cell: _Cell, box: Box, is_whole: bool) -> tuple[str, ...]:
        rest = cell.lines[cell.written :]
        fit = int((box[3] - box[1] - 2 * self.look.pad) // (self.look.size * self.look.lead) + 0.01)
        return rest if is_whole else rest[: max(0, fit)]

    def _set(self, cell: _Cell, lines: Sequence[str], box: Box) -> None:
        look, lead = self.look, self.look.size * self.look.lead
        free = box[3] - box[1] - lead * len(lines)
        y = box[1] + (look.pad if look.stands_at_top else free / 2) + lead / 2 + look.size * 0.38
        for line in lines:
            wide = width(line, look, look.size, cell.role)
            slack = box[2] - box[0] - wide
            x = {"left": look.pad, "centre": slack / 2, "right": slack - look.pad}[cell.align]
            self.pages[-1].words.append(Words(line, box[0] + x, y, look.size, cell.role))
            y += lead


def _up_to(cells: Sequence[_Cell], last: int) -> tuple[TrueCell, ...]:
    """Return the cells of a table as they are if nothing comes after a row."""
    return tuple(
        replace(
            cell.true,
            row_span=min(cell.true.row_span, last + 1 - cell.true.row),
            text=cell.true.text if cell.written >= len(cell.lines) else "".join(cell.lines[: cell.written]),
        )
        for cell in cells
        if cell.true.row <= last
    )


def _first_new(rows: Sequence[int]) -> int:
    """Return how many rows at the top are a repeated header, plus one."""
    return next((index + 1 for index, (one, other) in enumerate(pairwise(rows)) if other != one + 1), 0) + 1


def _rounded(box: Box) -> Box:
    return tuple(round(edge, 2) for edge in box)  # type: ignore[return-value]


def _header_rows(table: Table) -> int:
    """Return how many rows at the top are a header: those of the first row's cells, if two name a field."""
    top = [cell for cell in table.cells if cell[1] == 1]
    named = sum(field_of_header(cell[0]) is not None for cell in top)
    return max(cell[3] for cell in top) if named > 1 else 0


def lay_columns(table: Table, look: Look, rng: Random) -> tuple[list[float], list[_Cell]]:
    """Return the column edges on the page, and the cells with their wrapped lines."""
    room = look.width - 2 * look.margin
    texts = {cell[1:3]: printable(cell[0], look.setting) for cell in table.cells}
    edges = _edges(table, look, room, texts)
    fields, head = fields_of(table), _header_rows(table)
    aligns = {column: _align(rng, look) for column in range(1, table.width + 1)}
    cells = []
    for _, row, column, down, right in table.cells:
        text, field_name = texts[row, column], fields.get((row, column), "")
        role = "heads" if look.has_bold_heads and row <= head else "body"
        lines = to_lines(text, look, edges[column + right - 1] - edges[column - 1] - 2 * look.pad, look.size, role)
        if len(lines) > 6:
            align = "left"
        else:
            align = "centre" if row <= head else "right" if field_name == "amount" and aligns[column] == "right" else (
                aligns[column] if aligns[column] != "right" else "centre")  # fmt: skip
        true = TrueCell(text, row, column, down, right, None, field_name if field_name in VALUES else "")
        cells.append(_Cell(true, tuple(lines), role, align))
    return edges, cells


def _align(rng: Random, look: Look) -> str:
    return "centre" if rng.random() < look.centred else rng.choice(("left", "left", "right"))


def _edges(table: Table, look: Look, room: float, texts: dict[tuple[int, int], str]) -> list[float]:
    least = 2.2 * look.size + 2 * look.pad
    widths = [least] * table.width
    for _, row, column, _, right in table.cells:
        if right == 1:
            lines = [width(line, look, look.size) for line in texts[row, column].split("\n")]
            widths[column - 1] = max(widths[column - 1], min(max(lines) + 2 * look.pad + 1, 16 * look.size))
    share = min(1.0, (room - least * len(widths)) / max(1.0, sum(widths) - least * len(widths)))
    if share < 0:
        raise ValueError("the columns do not fit the page")
    fitted = [least + (wide - least) * share for wide in widths]
    spare = (room - sum(fitted)) / len(fitted)
    return list(accumulate((wide + max(0.0, spare) for wide in fitted), initial=look.margin))


def row_heights(cells: Sequence[_Cell], look: Look) -> list[float]:
    """Return the heights of the rows: what a merged cell lacks is spread over its rows."""
    lead = look.size * look.lead
    gap = look.row_gap * lead
    least = lead + 2 * look.pad + gap
    heights = [least] * max(cell.true.row + cell.true.row_span - 1 for cell in cells)
    for cell in sorted(cells, key=lambda each: each.true.row_span):
        start, down = cell.true.row - 1, cell.true.row_span
        lacking = len(cell.lines) * lead + 2 * look.pad + gap - sum(heights[start : start + down])
        for row in range(start, start + down):
            heights[row] += max(0.0, lacking) / down
    return heights


def lay(blocks: Sequence[Block], look: Look, rng: Random) -> Layout:
    """Return the layout of blocks; smaller type where a row is taller than a page."""
    for size in _sizes(look.size):
        layout = Layout(replace(look, size=size, title_size=look.title_size * size / look.size), Random(rng.random()))
        try:
            layout.add(blocks)
        except ValueError:
            continue
        return layout
    raise ValueError("the document does not fit its pages")


def _sizes(size: float) -> Iterator[float]:
    while size >= 7.5:
        yield size
        size -= 0.5
