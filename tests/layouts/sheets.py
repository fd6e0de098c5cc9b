"""A document before it is written: lines and tables whose cells know their spans.

In: rows of `C`, as in markup, where a merged cell is named once. Out: `Document`, blocks with the truth about them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.layouts.truth import Truth

Printed = tuple[str, int, int, int, int]  # text, row, column, row span, column span; rows and columns from 1


@dataclass(frozen=True, slots=True)
class C:
    """A cell of a row under construction."""

    text: str = ""
    width: int = 1
    height: int = 1


Rows = list[list[C]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with every cell in its place."""

    cells: tuple[Printed, ...]

    @property
    def height(self) -> int:
        """The number of rows."""
        return max(row + down - 1 for _, row, _, down, _ in self.cells)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max(column + right - 1 for _, _, column, _, right in self.cells)

    def rows(self) -> list[list[Printed]]:
        """The cells by the row in which they begin."""
        rows: list[list[Printed]] = [[] for _ in range(self.height)]
        for cell in self.cells:
            rows[cell[1] - 1].append(cell)
        return rows


Block = str | Table


@dataclass(frozen=True, slots=True)
class Document:
    """The blocks of a document from top to bottom, and what they say."""

    blocks: tuple[Block, ...]
    truth: Truth


def to_table(rows: Iterable[Sequence[C]]) -> Table:
    """Return a table of rows in which a cell stands only where it begins, as in markup."""
    taken: set[tuple[int, int]] = set()
    cells: list[Printed] = []
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in row:
            while (number, column) in taken:
                column += 1
            cells.append((cell.text, number, column, cell.height, cell.width))
            taken |= {(number + down, column + right) for down in range(cell.height) for right in range(cell.width)}
            column += cell.width
    return Table(tuple(cells))


def spread(texts: Sequence[str], width: int) -> list[C]:
    """Return cells that fill `width` columns; the last ones take what is over."""
    count = len(texts)
    if count > width:
        raise ValueError(f"{count} cells do not fit {width} columns")
    share, rest = divmod(width, count)
    return [C(text, share + (place >= count - rest)) for place, text in enumerate(texts)]
