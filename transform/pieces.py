"""Grids to pieces: the shortest stretches of text that can be a cell, in reading order.

In: a grid. Out: `Piece`s, each with its place, and how it is parted from the one before it. In text whose columns
were collapsed to blanks a line is one cell and every blank may be a boundary; elsewhere a blank is only a blank.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from extract import Cell, Grid
from transform.vocabulary import parse_header, parse_labels

LINE, CELL, PARAGRAPH, BLANK = "line", "cell", "paragraph", "blank"
_WEAK: Final = frozenset({PARAGRAPH, BLANK})
_PARAGRAPH: Final = re.compile(r"(?:</?p\b[^>]*>|<br\s*/?>|\n)+", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_MARKUP: Final = re.compile(r"<p\b|<br|\n", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one cell, its text as printed without white space around it.

    `boundary` parts it from the piece before: another `line`, another `cell`, another `paragraph` of the cell, or a
    `blank`. `first` and `last` count characters of the cell from 0, `last` exclusive.
    """

    text: str
    cell: Cell
    first: int
    last: int
    boundary: str

    @property
    def is_weak(self) -> bool:
        """Whether the piece may continue the one before it within a cell."""
        return self.boundary in _WEAK

    @property
    def in_list(self) -> bool:
        """Whether its cell holds several paragraphs."""
        return bool(_MARKUP.search(self.cell.text))


@dataclass(frozen=True, slots=True)
class Stream:
    """The pieces of a grid; `line_is_row` tells that a line holds a row of the table, not one cell."""

    pieces: tuple[Piece, ...]
    line_is_row: bool


def grid_to_stream(grid: Grid) -> Stream:
    """Return the pieces of a grid in reading order."""
    rows = list(grid.rows())
    has_cells = any(len(row) > 1 for row in rows)
    splits_blanks = not has_cells and any(_is_row_of_words(row[0].text) for row in rows)
    pieces: list[Piece] = []
    for row in rows:
        for number, cell in enumerate(row):
            pieces.extend(_cell_to_pieces(cell, CELL if number else LINE, splits_blanks))
    return Stream(tuple(pieces), line_is_row=has_cells or splits_blanks)


def _is_row_of_words(text: str) -> bool:
    """Whether a line holds two words of a header or two labels, parted by blanks."""
    words = text.split()
    return sum(bool(parse_header(word) or parse_labels(word)) for word in words) >= 2


def _cell_to_pieces(cell: Cell, boundary: str, splits_blanks: bool) -> list[Piece]:
    pieces: list[Piece] = []
    position = 0
    for mark in [*_PARAGRAPH.finditer(cell.text), None]:
        end = mark.start() if mark else len(cell.text)
        for first, last in _spans(cell.text, position, end, splits_blanks):
            inner = PARAGRAPH if pieces and pieces[-1].last < position else BLANK
            pieces.append(Piece(cell.text[first:last], cell, first, last, inner if pieces else boundary))
        position = mark.end() if mark else end
    return pieces


def _spans(text: str, start: int, end: int, splits_blanks: bool) -> list[tuple[int, int]]:
    if splits_blanks:
        return [match.span() for match in _WORD.finditer(text, start, end)]
    stripped = text[start:end].strip()
    first = text.find(stripped, start) if stripped else start
    return [(first, first + len(stripped))] if stripped else []
