"""Plain text to one grid: a row a line, a cell between tabs (or bars), text untouched.

Tables that were flattened to text keep their order and lose their columns, so the grid says that it is not
aligned. Blank cells of a line with text are kept: how many cells a line has is the best clue to which of them vanished.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from extract.contracts import Cell, Document, Grid
from extract.decode import damaged_text, decode_text
from extract.errors import EmptyFileError

_READER = "text"
_LINE_END = re.compile(r"\r\n|[\n\r\f\v\x85\u2028\u2029]")
_TAB = re.compile(r"\t")
# A bar parts cells only in a line that a bar opens or closes: elsewhere it may be text.
_TAB_OR_BAR = re.compile(r"[\t|｜]")
_BARS = ("|", "｜")
# Where several lines have two and more bars between blanks, these part cells in every line.
_BLANKS_AND_BAR = re.compile(r"\s[|｜](?:\s|$)")
_FEWEST_BARRED_LINES = 3
_BARRED_LINE = re.compile(r"^\s*[|｜]|[|｜]\s*$")


def read_text_grids(document: Document) -> Iterator[Grid]:
    """Yield the one grid of a text; raise `EmptyFileError` where there is nothing but white space in it."""
    text = decode_text(document.content, document.path)[0].lstrip("\ufeff")
    grid = lines_to_grid(_LINE_END.split(text), _READER)
    if not grid.cells:
        raise EmptyFileError(document.path)
    yield replace(grid, notices=damaged_text(text))


def lines_to_grid(lines: Iterable[str], reader: str) -> Grid:
    """Return lines that stand in no table as a grid without columns: a row a line."""
    texts = list(lines)
    is_barred = sum(len(_BLANKS_AND_BAR.findall(line)) > 1 for line in texts) >= _FEWEST_BARRED_LINES
    cells = tuple(
        cell
        for number, line in enumerate(texts, 1)
        for cell in _line_to_cells(line, number, reader, is_barred=is_barred)
    )
    return Grid(cells, is_aligned=False)


def _line_to_cells(line: str, number: int, reader: str, *, is_barred: bool) -> Iterator[Cell]:
    has_bars = bool(_BARRED_LINE.search(line)) or (is_barred and bool(_BLANKS_AND_BAR.search(line)))
    separator = _TAB_OR_BAR if has_bars else _TAB
    texts = separator.split(line)
    # What stands outside the outer bars is no cell.
    first, last = (
        (line.lstrip()[:1] in _BARS, line.rstrip()[-1:] in _BARS) if separator is _TAB_OR_BAR else (False, False)
    )
    start = 1
    for column, text in enumerate(texts, 1):
        is_outside = (first and column == 1) or (last and column == len(texts))
        if text.strip() or (not is_outside and not line_is_blank(texts)):
            yield Cell(text, row=number, column=column, start=start, reader=reader)
        start += len(text) + 1


def line_is_blank(texts: Iterable[str]) -> bool:
    """Whether a line has separators and nothing else."""
    return not any(text.strip() for text in texts)
