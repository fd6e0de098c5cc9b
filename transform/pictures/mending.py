"""Words of a table's frame that a picture nearly gave: a label, a header word or a form's key with one character wrong.

In: a grid. Out: the grid with such cells read as the word, each with the cell as it was read behind it, and what was
mended. A cell is mended only where its alternatives say so, or where its neighbours are of the same kind and one known
word alone differs from it by one character. Names, values and lines around the table are never touched.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from extract import Cell, Grid
from transform.pictures.cells import differs_by_one, has_pictures, is_pictured
from transform.pieces import CELL, Piece, PlacedCell
from transform.quantities import squeeze
from transform.reference import read_reference
from transform.vocabulary import parse_cell_labels, parse_header, parse_labels

_STEM: Final = re.compile(r"(?P<stem>[^():]+)(?:\([^()]*\)分?|:)?")
_LABEL, _HEADER, _KEY = "label", "header", "key"
_SHORTEST: Final = {_LABEL: 4, _HEADER: 3, _KEY: 4}
_LONGEST: Final = 30


@dataclass(frozen=True, slots=True)
class Mended:
    """A cell as it was read, and the word that it is read as."""

    piece: Piece
    word: str


def mend_grid(grid: Grid) -> tuple[Grid, tuple[Mended, ...]]:
    """Return the grid with the words that a picture nearly gave, and which these are."""
    if not has_pictures(grid):
        return grid, ()
    around = _Around(grid)
    found = {id(cell): word for cell in grid.cells if (word := around.word_of(cell))}
    if not found:
        return grid, ()
    cells = tuple(_mended(cell, found[id(cell)]) if id(cell) in found else cell for cell in grid.cells)
    mended = (Mended(_whole(cell), found[id(cell)]) for cell in grid.cells if id(cell) in found)
    return replace(grid, cells=cells), tuple(mended)


class _Around:
    """What kinds of words stand in the rows and columns of a grid."""

    def __init__(self, grid: Grid) -> None:
        self._rows: Counter[tuple[str, int]] = Counter()
        self._columns: Counter[tuple[str, int]] = Counter()
        self._words: set[str] = set()
        for cell in grid.cells:
            for kind in _kinds(cell.text):
                self._rows[kind, cell.row] += 1
                self._columns[kind, cell.column] += 1
                self._words.add(squeeze(cell.text).rstrip(":"))

    def word_of(self, cell: Cell) -> str | None:
        """Return the word that a cell nearly says; None where it says one, or nothing like one."""
        if not is_pictured(cell) or not 2 < len(cell.text) <= _LONGEST or _kinds(cell.text):
            return None
        match = _STEM.fullmatch(squeeze(cell.text))
        if match is None:
            return None
        stem = match["stem"]
        found = [word for kind in (_LABEL, _HEADER, _KEY) for word in self._near(cell, stem, kind)]
        is_one = len({_meaning(word) for word in found}) == 1
        return found[0] if is_one and _place_of(cell.text, stem) is not None else None

    def _near(self, cell: Cell, stem: str, kind: str) -> Iterator[str]:
        if len(stem) < _SHORTEST[kind]:
            return
        told = {squeeze(other).rstrip(":") for other in cell.alternatives}
        near = [word for word in _of_length(kind, len(stem)) if differs_by_one(word, stem)]
        named = [word for word in near if word in told]
        if named:
            yield from named
        elif self._has_company(cell, kind):
            yield from (word for word in near if kind != _KEY or word not in self._words)

    def _has_company(self, cell: Cell, kind: str) -> bool:
        if kind == _LABEL:
            return self._columns[_LABEL, cell.column] > 0
        if kind == _HEADER:
            return self._rows[_HEADER, cell.row] > 1
        return self._columns[_KEY, cell.column] + self._rows[_KEY, cell.row] > 0


def _kinds(text: str) -> Collection[str]:
    """Return the kinds of words that a text is, beyond doubt."""
    if len(text) > _LONGEST:
        return ()
    checks = {
        _LABEL: bool(parse_labels(text) or parse_cell_labels(text)),
        _HEADER: parse_header(text) is not None,
        _KEY: squeeze(text).rstrip(":") in _words(_KEY),
    }
    return [kind for kind, is_one in checks.items() if is_one]


def _meaning(word: str) -> object:
    """Return what a known word says, so that two wordings of one thing are no two readings."""
    header = parse_header(word)
    return parse_labels(word) or (header.field if header else word)


@cache
def _words(kind: str) -> tuple[str, ...]:
    """Return the known words of a kind, in the order of their list."""
    if kind == _LABEL:
        rows = read_reference("labels.csv", ("surface", "level"))
        found = [f"{row['surface'].removesuffix('指标')}指标" for row in rows if row["where"] != "column"]
    else:
        rows = read_reference("headers.csv") if kind == _HEADER else read_reference("keys.csv")
        found = [squeeze(row["surface"]) for row in rows]
    return tuple(dict.fromkeys(found))


@cache
def _of_length(kind: str, length: int) -> tuple[str, ...]:
    return tuple(word for word in _words(kind) if len(word) == length)


def _place_of(text: str, stem: str) -> list[int] | None:
    """Return where the characters of a stem stand in a text; None where folding moved them."""
    places = [place for place, character in enumerate(text) if not character.isspace()][: len(stem)]
    return places if "".join(text[place] for place in places) == stem else None


def _mended(cell: Cell, word: str) -> PlacedCell:
    text = list(cell.text)
    for place, character in zip(_place_of(cell.text, _stem(cell)) or (), word, strict=True):
        text[place] = character
    return PlacedCell(
        "".join(text), cell.row, cell.column, cell.row_span, cell.column_span, cell.page, cell.box, cell.start,
        cell.reader, cell.confidence, cell.is_hidden, printed=(_whole(cell, keeps_blanks=True),),
    )  # fmt: skip


def _stem(cell: Cell) -> str:
    match = _STEM.fullmatch(squeeze(cell.text))
    return match["stem"] if match else ""


def _whole(cell: Cell, *, keeps_blanks: bool = False) -> Piece:
    """Return a cell's text as one piece; with its blanks where places in it are counted."""
    text = cell.text if keeps_blanks else cell.text.strip()
    first = cell.text.find(text)
    return Piece(text, cell, first, first + len(text), CELL)
