"""Grids to pieces: the shortest stretches of text that can be a cell, in reading order.

In: a grid. Out: `Piece`s, each with its place, and how it is parted from the one before it. In text whose columns
were collapsed to blanks a line is one cell and every blank may be a boundary; elsewhere a blank is only a blank.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from extract import Cell, Grid
from transform.shapes import is_target
from transform.vocabulary import is_page_furniture, joins_to_label, parse_cell_labels, parse_header, parse_labels

LINES: Final = "lines"  # the reader of a cell that is a line around a grid
LINE, CELL, PARAGRAPH, BLANK = "line", "cell", "paragraph", "blank"
_WEAK: Final = frozenset({PARAGRAPH, BLANK})
# Markup is short; a `<p` that never closes must not make the search run to the end of the text each time.
_PARAGRAPH: Final = re.compile(r"(?:</?p\b[^<>]{0,200}>|<br\s{0,9}/?>|\n)+", re.IGNORECASE)
_MARKUP: Final = re.compile(r"</?p\b[^<>]{0,200}>|<br\s{0,9}/?>", re.IGNORECASE)
_WORD: Final = re.compile(r"\S+")
_MAY_PART: Final = re.compile(r"[<\n:：]")  # a cell without these, where blanks are only blanks, is one stretch
_LABEL_AND_MORE: Final = re.compile(r"\s*(?P<label>[^\s:：]{2,16})\s*[:：]\s*(?=\S)")
_MOST_FRAGMENTS: Final = 10
_FEWEST_ROWS_OF_WORDS: Final = 3
_LONGEST_FRAGMENT: Final = 4


@dataclass(frozen=True, slots=True)
class PlacedCell(Cell):
    """A cell that was given its row and column by a reader; `printed` are the stretches of text that it stands for.

    Where these are of one printed cell, `text` is what that cell has from the first of them to the last.
    """

    printed: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one cell, its text as printed without white space around it.

    `boundary` parts it from the piece before: another `line`, another `cell`, another `paragraph` of the cell, or a
    `blank`. `first` and `last` count characters of the cell from 0, `last` exclusive. `in_list` tells that its cell
    holds several paragraphs.
    """

    text: str
    cell: Cell
    first: int
    last: int
    boundary: str
    in_list: bool = False

    @property
    def printed(self) -> tuple[Piece, ...]:
        """The piece itself, or the printed ones that it was put together from."""
        cell = self.cell
        if not isinstance(cell, PlacedCell) or not cell.printed:
            return (self,)
        first = cell.printed[0]
        if any(piece.cell is not first.cell for piece in cell.printed):
            found = cell.printed
        else:
            found = (replace(self, cell=first.cell, first=first.first + self.first, last=first.first + self.last),)
        # A cell may have been placed twice: mended, then laid out.
        return tuple(one for piece in found for one in piece.printed) if isinstance(first.cell, PlacedCell) else found

    @property
    def is_weak(self) -> bool:
        """Whether the piece may continue the one before it within a cell."""
        return self.boundary in _WEAK


@dataclass(frozen=True, slots=True)
class Stream:
    """The pieces of a grid; `line_is_row` tells that a line holds a row of the table, not one cell."""

    pieces: tuple[Piece, ...]
    line_is_row: bool


def grid_to_stream(grid: Grid) -> Stream:
    """Return the pieces of a grid in reading order, the lines around it before and after."""
    rows = list(grid.rows())
    has_cells = any(sum(bool(cell.text.strip()) for cell in row) > 1 for row in rows)
    splits_blanks = _parts_at_blanks(rows, has_cells=has_cells)
    pieces = lines_to_pieces(grid.lines_before, -len(grid.lines_before))
    for row in rows:
        row_has_lists = not grid.is_aligned or _has_lists(row)
        boundary = LINE
        for cell in row:
            found = _cell_to_pieces(cell, boundary, splits_blanks, has_lists=row_has_lists)
            boundary = CELL if found else boundary  # blank cells begin no line
            pieces.extend(_join_fragments(found) if splits_blanks else found)
    pieces += lines_to_pieces(grid.lines_after, rows[-1][0].row + 1 if rows else 1)
    return Stream(tuple(pieces), line_is_row=has_cells or splits_blanks)


def _parts_at_blanks(rows: Sequence[Sequence[Cell]], *, has_cells: bool) -> bool:
    """Whether words of a table stand between blanks alone; a tab or two in its head do not speak against it."""
    filled = [[cell for cell in row if cell.text.strip()] for row in rows]
    of_words = sum(_is_row_of_words(row[0].text) for row in filled if len(row) == 1)
    if not has_cells:
        return of_words > 0
    cells = (cell for row in filled if len(row) > 1 for cell in row)
    return of_words >= _FEWEST_ROWS_OF_WORDS and not any(parse_header(c.text) or parse_labels(c.text) for c in cells)


def lines_to_pieces(lines: Sequence[str], first_row: int) -> list[Piece]:
    """Return the lines around a grid; their rows are numbered away from the grid's own."""
    return list(_lines(lines, first_row))


def _lines(lines: Sequence[str], first_row: int) -> Iterator[Piece]:
    for number, line in enumerate(lines):
        text = line.strip()
        if text:
            yield Piece(text, Cell(text, first_row + number, 1, reader=LINES), 0, len(text), LINE)


def _has_lists(row: Sequence[Cell]) -> bool:
    """Whether two cells of a row hold several paragraphs: names in one, values in the other; one alone is wrapped."""
    return sum(cell.text.strip().count("\n") > 0 or bool(_MARKUP.search(cell.text)) for cell in row) > 1


def _is_row_of_words(text: str) -> bool:
    """Whether a line holds two words of a header or two labels, parted by blanks."""
    words = text.split()
    return sum(bool(parse_header(word) or parse_labels(word)) for word in words) >= 2


def _cell_to_pieces(cell: Cell, boundary: str, splits_blanks: bool, *, has_lists: bool) -> list[Piece]:
    if not splits_blanks and not _MAY_PART.search(cell.text):
        piece = whole_piece(cell, boundary)
        return [piece] if piece is not None else []
    pieces: list[Piece] = []
    position = 0
    is_one = not has_lists or _is_one_word(cell.text)
    marks = list((_MARKUP if is_one else _PARAGRAPH).finditer(cell.text))
    for mark in [*marks, None]:
        end = mark.start() if mark else len(cell.text)
        inner = PARAGRAPH
        for first, last in _spans(cell.text, position, end, splits_blanks):
            pieces.append(Piece(cell.text[first:last], cell, first, last, inner if pieces else boundary, bool(marks)))
            inner = BLANK
        position = mark.end() if mark else end
    return pieces


def whole_piece(cell: Cell, boundary: str) -> Piece | None:
    """Return the whole text of a cell as one piece; None where it is blank."""
    text = cell.text.strip()
    if not text:
        return None
    first = cell.text.find(text)
    return Piece(text, cell, first, first + len(text), boundary)


def _is_one_word(text: str) -> bool:
    """Whether a text that runs over lines is one label, header word or target for all that: `一级⏎指标`."""
    return "\n" in text and bool(parse_labels(text) or parse_header(text) or is_target(text))


def _spans(text: str, start: int, end: int, splits_blanks: bool) -> list[tuple[int, int]]:
    """Return the stretches of `text[start:end]` that stand apart: words, or a label and what follows its colon."""
    prefix = _LABEL_AND_MORE.match(text, start, end)
    if prefix and parse_labels(prefix["label"]):
        return [prefix.span("label"), *_spans(text, prefix.end(), end, splits_blanks)]
    if splits_blanks and not is_page_furniture(text):
        return [match.span() for match in _WORD.finditer(text, start, end)]
    stripped = text[start:end].strip()
    first = text.find(stripped, start) if stripped else start
    return [(first, first + len(stripped))] if stripped else []


def _join_fragments(pieces: list[Piece]) -> list[Piece]:
    """Join the words of a label or header word that was printed with blanks inside: `产 出 指 标`."""
    joined: list[Piece] = []
    place = 0
    while place < len(pieces):
        end = _fragments_end(pieces, place)
        piece, last = pieces[place], pieces[end - 1]
        if end > place + 1:
            piece = replace(piece, text=piece.cell.text[piece.first : last.last], last=last.last)
        joined.append(piece)
        place = end
    return joined


def _fragments_end(pieces: list[Piece], place: int) -> int:
    """Return the end of the longest run of short words from `place` that is one label or header word."""
    run = place
    while (
        run < min(len(pieces), place + _MOST_FRAGMENTS)
        and len(pieces[run].text) <= _LONGEST_FRAGMENT
        and (run == place or pieces[run].boundary == BLANK)
        and not (parse_cell_labels(pieces[run].text) and pieces[run].text.endswith("指标"))
    ):
        run += 1
    for end in range(run, place + 1, -1):
        text = "".join(piece.text for piece in pieces[place:end])
        is_spaced_out = all(len(piece.text) == 1 for piece in pieces[place:end])
        is_full = text.rstrip(")）分").endswith(("指标", ")"))
        is_label = (is_full or is_spaced_out) and joins_to_label([piece.text for piece in pieces[place:end]])
        if is_label or parse_header(text):
            return end
    return place + 1
