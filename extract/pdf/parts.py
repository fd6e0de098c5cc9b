"""A table of one page as a part of one that may run over many.

In: a `Table` and its page. Out: `Part`: its `Cell`s, made when they are asked for, in the rows they have in the
whole table; the lines around it, with radicals folded. It does not say what goes on where.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from extract.contracts import Cell
from extract.pdf.fonts import fold_radicals, has_radicals
from extract.pdf.frame import Box, from_one_to_other
from extract.pdf.lattice import Sheet, Slot
from extract.pdf.pages import PageTables
from extract.pdf.tables import PlacedCell, Table

_TRUST: Final = {"pdfium": 1.0, "pdfplumber": 0.9}


class Part:
    """The table of one page; its rows and columns count from 1."""

    def __init__(self, table: Table, page: PageTables) -> None:
        self.xs, self.row_count, self.page = table.xs, table.row_count, page.number
        self._ys, self._height = table.ys, max(page.reading.size[1], 1)
        self.reach = table.ys[-1] / self._height  # how far down its page it goes, 0 to 1
        self.top = table.ys[0] / self._height  # how far down it begins
        self.spare = {column + 1: room for column, room in table.spare}
        self.before, self.after = (tuple(map(fold_radicals, lines)) for lines in (table.before, table.after))
        trust = _TRUST.get(page.reader, 1.0) - (0.0 if table.is_ruled else 0.1) - (0.0 if table.is_sure else 0.3)
        self._trust = round(trust / 2, 2), round(trust, 2)  # in text that is not drawn, and in text that is
        self._reader = page.reader
        self._fold = fold_radicals if has_radicals("".join([cell.text for cell in table.cells])) else str
        self._box_of = _boxes(table, page)
        self._rows: list[list[PlacedCell]] = [[] for _ in range(table.row_count)]
        for cell in table.cells:
            self._rows[cell.slot.row].append(cell)

    def row(self, number: int) -> list[Cell]:
        """Return the cells that begin in a row."""
        return self._to_cells(self._rows[number - 1], 0) if number <= self.row_count else []

    def cells(self, header: int = 0, shift: int = 0) -> list[Cell]:
        """Return the cells below the header, each so many rows lower."""
        return self._to_cells([cell for row in self._rows[header:] for cell in row], shift)

    def crosses(self, row: int) -> bool:
        """Whether a cell that begins no later than in this row goes on below the next."""
        return any(slot.row + slot.row_span > row + 1 for cells in self._rows[:row] for _, slot, *_ in cells)

    def had_no_room(self, reach: float) -> bool:
        """Whether its first rows, which merged cells hold together, were too tall for a page filled down to `reach`."""
        together, row = 1, 0
        while row < together:
            together = max([together, *(slot.row + slot.row_span for _, slot, *_ in self._rows[row])])
            row += 1
        top = self._ys[0]
        # The margin at the bottom of a page is about as wide as the one at its top.
        return reach * self._height + self._ys[together] - top > self._height - top

    def _to_cells(self, placed: Iterable[PlacedCell], shift: int) -> list[Cell]:
        page, reader, trust, fold, box_of, first = (
            self.page,
            self._reader,
            self._trust,
            self._fold,
            self._box_of,
            shift + 1,
        )
        # By place, not by name: that takes a tenth less, and a publication has hundreds of thousands.
        return [
            Cell(
                fold(text),
                row + first,
                column + 1,
                down,
                wide,
                page,
                box or box_of(slot),
                None,
                reader,
                trust[is_visible] if confidence is None else confidence,
                False,
                alternatives,
            )
            for text, slot, is_visible, confidence, box, alternatives in placed
            for row, column, down, wide in (slot,)
        ]


def _boxes(table: Table, page: PageTables) -> Callable[[Slot], Box]:
    """Return what tells the box of a cell on the page as displayed, to a hundredth of a point."""
    if page.reading != page.shown:
        sheet = Sheet(table.xs, table.ys, ())
        return lambda slot: from_one_to_other(sheet.box_of(slot), page.reading, page.shown)
    # All cells of a column share its lines: that is less to round, and half the memory of a long table.
    return Sheet(tuple(round(x, 2) for x in table.xs), tuple(round(y, 2) for y in table.ys), ()).box_of
