"""The cells of a grid as one run of folded characters without white space, each with where it was printed.

In: a grid. Out: `Script`, whose stretches turn back into pieces and texts as printed. It never changes a character's
order; page numbers, and what stands before a cell as its number (`1、` `2、` …), are left out and kept in `serials`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extract import Cell, Grid
from transform.fused.words import full_label
from transform.moves import Text
from transform.pieces import BLANK, LINE, Piece
from transform.quantities.clean import fold
from transform.vocabulary import is_page_furniture

_SERIAL: Final = re.compile(r"\s*(\d{1,3})、")
_STOP: Final = ";"
_ITEM: Final = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、.](?!\d)|[①-⑳]"
)


@dataclass(frozen=True, slots=True)
class Script:
    """Folded text; `cells` and `offsets` tell for each character where it stands; `breaks` where white space stood."""

    text: str
    cells: tuple[Cell, ...]
    places: tuple[int, ...]  # the number of the cell of each character
    offsets: tuple[int, ...]
    breaks: frozenset[int]
    serials: tuple[Piece, ...]

    def pieces(self, first: int, last: int) -> tuple[Piece, ...]:
        """Return the printed stretches of `text[first:last]`, one for each cell, without white space around them."""
        found: list[Piece] = []
        start = first
        while start < last:
            place = self.places[start]
            end = start + 1
            while end < last and self.places[end] == place:
                end += 1
            cell = self.cells[place]
            begin, stop = self.offsets[start], self.offsets[end - 1] + 1
            found.append(Piece(cell.text[begin:stop], cell, begin, stop, LINE if found or not begin else BLANK))
            start = end
        return tuple(found)

    def to_text(self, first: int, last: int) -> Text:
        """Return a stretch as one text as printed; what runs over the end of a line is joined."""
        pieces = self.pieces(first, last)
        return Text("".join(piece.text for piece in pieces), pieces)


@lru_cache(maxsize=16384)
def _fold_one(character: str) -> str:
    """Return the folded form of one character; a note mark stays, because it is part of what was printed."""
    return "".join(fold(character).split()) or ("" if character.isspace() else character)


def grid_to_script(grid: Grid) -> Script:
    """Return the characters of a grid in reading order."""
    cells = [*_lines(grid.lines_before, -len(grid.lines_before)), *(cell for row in grid.rows() for cell in row)]
    cells += _lines(grid.lines_after, cells[-1].row + 1 if cells else 1)
    cells = [cell for cell in cells if cell.text.strip()]
    skips = [
        len(cell.text) if is_numbered else skip
        for cell, is_numbered, skip in zip(cells, _page_numbers(cells), _serials(cells), strict=True)
    ]
    return _to_script(cells, skips, frozenset())


def cells_to_script(cells: Sequence[Cell], closing: Collection[int]) -> Script:
    """Return the characters of some cells; the cells whose places are in `closing` end a sentence, and so do their lines.

    A line of a cell on paper may have had to wrap, and ends nothing unless the next one opens with a label or a number.
    """
    return _to_script(cells, [0] * len(cells), closing)


def _to_script(cells: Sequence[Cell], skips: Sequence[int], closing: Collection[int]) -> Script:
    characters: list[str] = []
    places: list[int] = []
    offsets: list[int] = []
    breaks: set[int] = set()
    for number, cell in enumerate(cells):
        for offset in range(skips[number], len(cell.text)):
            folded = _fold_one(cell.text[offset])
            if number in closing and cell.text[offset] == "\n" and (cell.box is None or _opens_item(cell.text, offset)):
                folded = _STOP
            if not folded:
                breaks.add(len(characters))
            for character in folded:
                characters.append(character)
                places.append(number)
                offsets.append(offset)
        if number in closing and characters:
            characters.append(_STOP)
            places.append(number)
            offsets.append(len(cell.text) - 1)
    serials = tuple(
        Piece(cell.text[:skip], cell, 0, skip, LINE) for cell, skip in zip(cells, skips, strict=True) if skip
    )
    return Script("".join(characters), tuple(cells), tuple(places), tuple(offsets), frozenset(breaks), serials)


def _opens_item(text: str, offset: int) -> bool:
    """Whether a label or a number of a list opens the line behind a line break."""
    line = fold(text[offset + 1 :].split("\n", 1)[0]).strip()
    return bool(_ITEM.match(line) or full_label().match(line))


def _lines(lines: Sequence[str], first_row: int) -> list[Cell]:
    return [
        Cell(line.strip(), first_row + number, 1, reader="lines") for number, line in enumerate(lines) if line.strip()
    ]


def _page_numbers(cells: Sequence[Cell]) -> list[bool]:
    """Return which cells are a page number on a line of its own: it parts a sentence, or follows the last one."""
    alone = Counter((cell.page, cell.row) for cell in cells)
    return [alone[cell.page, cell.row] == 1 and is_page_furniture(cell.text) for cell in cells]


def _serials(cells: Sequence[Cell]) -> list[int]:
    """Return how many characters of each cell are a serial number that all cells have: `1、`, `2、`, `3、`."""
    found = [_SERIAL.match(cell.text) for cell in cells]
    if len(cells) < 2 or any(match is None or int(match[1]) != number for number, match in enumerate(found, 1)):
        return [0] * len(cells)
    return [match.end() if match else 0 for match in found]
