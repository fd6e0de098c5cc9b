"""Read grids to true tables: which grid is which table, and which of its cells is which.

In: `Grid`s and `TrueTable`s. Out: for a table its grid and whether rows, columns and spans are right, and pairs of a true
and a read cell. Cells are paired by their place where the structure is right, else by what stands in them, in order.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from extract.contracts import Cell, Grid
from tests.scans.truth import TrueCell, TrueTable

_FOLDED = str.maketrans("，：（）", ",:()")
_LIKE = 0.34  # of the characters of a table that stand in its grid
Pairs = list[tuple[TrueCell | None, Cell | None]]


@dataclass(frozen=True, slots=True)
class Match:
    """A true table and what was read of it."""

    table: TrueTable
    grid: Grid | None
    is_structure_right: bool
    pairs: Pairs


def fold(text: str) -> str:
    """Return the text without blanks, and ， ： （ ） narrow; nothing else is folded: ≦ is not ≤, ＞ is not >.

    >>> fold("其中：（一） 类，≦ 5")
    '其中:(一)类,≦5'
    """
    return re.sub(r"\s", "", text).translate(_FOLDED)


def narrow(text: str) -> str:
    """Return the folded text with every other wide character narrow as well (＞ is >, ％ is %, ～ is ~)."""
    return unicodedata.normalize("NFKC", fold(text))


def match_tables(tables: Sequence[TrueTable], grids: Sequence[Grid]) -> list[Match]:
    """Return a match for every table; the best fitting pairs of a table and a grid first."""
    likeness = [
        (likeness_of(table, grid), -at, -place) for at, table in enumerate(tables) for place, grid in enumerate(grids)
    ]
    taken: dict[int, int] = {}
    for share, at, place in sorted(likeness, reverse=True):
        if share >= _LIKE and -at not in taken and -place not in taken.values():
            taken[-at] = -place
    return [match(table, grids[taken[at]] if at in taken else None) for at, table in enumerate(tables)]


def likeness_of(table: TrueTable, grid: Grid) -> float:
    """Return the share of characters that a table and a grid have in common, 0 to 1; 0 on different pages."""
    pages = {cell.page or 1 for cell in grid.cells}
    if table.page and pages and table.page not in pages:
        return 0.0
    ours = Counter("".join(fold(cell.text) for cell in table.cells))
    theirs = Counter("".join(fold(cell.text) for cell in grid.cells))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def match(table: TrueTable, grid: Grid | None) -> Match:
    """Return what was read of a table."""
    if grid is None:
        return Match(table, None, False, [(cell, None) for cell in table.cells])
    if has_structure(table, grid):
        read = {(cell.row, cell.column): cell for cell in grid.cells}
        return Match(table, grid, True, [(cell, read.get((cell.row, cell.column))) for cell in table.cells])
    return Match(table, grid, False, _by_text(table, grid))


def has_structure(table: TrueTable, grid: Grid) -> bool:
    """Whether all rows, columns and spans are right. A reader may leave out an empty cell; without rules only the places
    of texts can be seen, and are compared."""
    if table.rules in {"none", "rows", "few"}:
        here = {(cell.row, cell.column) for cell in table.cells if fold(cell.text)}
        return here == {(cell.row, cell.column) for cell in grid.cells if fold(cell.text)}
    true = {_place(cell): bool(fold(cell.text)) for cell in table.cells}
    read = {_place(cell) for cell in grid.cells}
    return read <= set(true) and all(place in read for place, has_text in true.items() if has_text)


def _place(cell: TrueCell | Cell) -> tuple[int, int, int, int]:
    return cell.row, cell.column, cell.row_span, cell.column_span


def _by_text(table: TrueTable, grid: Grid) -> Pairs:
    true = sorted((cell for cell in table.cells if fold(cell.text)), key=_place)
    read = sorted((cell for cell in grid.cells if fold(cell.text)), key=_place)
    ours, theirs = [fold(cell.text) for cell in true], [fold(cell.text) for cell in read]
    pairs: Pairs = []
    for what, i0, i1, j0, j1 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if what == "equal" or i1 - i0 == j1 - j0:
            pairs += zip(true[i0:i1], read[j0:j1], strict=True)
        else:
            pairs += _nearest(true[i0:i1], read[j0:j1])
    return pairs


def _nearest(true: Sequence[TrueCell], read: Sequence[Cell]) -> Pairs:
    """Pair what is alike by half, each once; the others are lost, or invented."""
    ranked = sorted(
        ((SequenceMatcher(None, fold(one.text), fold(other.text)).ratio(), -i, -j)
         for i, one in enumerate(true) for j, other in enumerate(read)),
        reverse=True,
    )  # fmt: skip
    paired: dict[int, int] = {}
    for ratio, i, j in ranked:
        if ratio >= 0.5 and -i not in paired and -j not in paired.values():
            paired[-i] = -j
    lost: Pairs = [(one, read[paired[i]] if i in paired else None) for i, one in enumerate(true)]
    return lost + [(None, other) for j, other in enumerate(read) if j not in paired.values()]
