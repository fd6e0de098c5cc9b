"""Text whose columns are parted by one character (CSV, TSV) to one aligned grid.

In: a text document. Out: a grid, the lines above and below the table beside it. A text is CSV only if every line of its
table has the same number of fields; text that was merely flattened has not, and stays with the text reader.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extract.contracts import Document, Grid
from extract.decode import damaged_text, decode_text
from extract.errors import EmptyFileError
from extract.sheet import Sheet, sheet_to_grid
from extract.text import lines_to_grid

_READER: Final = "csv"
# In the order of trust: a comma may be punctuation, a tab may not.
_DELIMITERS: Final = ("\t", ",", ";", "|", "，", "；", "│", "｜")
# What is punctuation in every Chinese sentence parts columns only where there are several.
_PUNCTUATION: Final = ("，", "；")
_BARS: Final = "|│｜"
# A line between rows, as Markdown and drawn tables have them: no row.
_RULE: Final = re.compile(
    r"[\s|:+\-=_─━═┄┈┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛│┃║]*[-=─━═]{2,}[\s|:+\-=_─━═┄┈┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛│┃║]*"
)
_FORMULA_TEXT: Final = re.compile(r'="(.*)"', re.DOTALL)
_FEWEST_ROWS: Final = 3
# Lines that are no row of the table: a title, a unit line, notes.
_MOST_OTHER_LINES: Final = 0.34
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
csv.field_size_limit(1 << 24)


def find_delimiter(text: str) -> str | None:
    """Return the character that parts the text into columns, or None where it is no table.

    >>> find_delimiter("甲,乙\\n1,2\\n3,4\\n"), find_delimiter("一句话，\\n又一句\\n三") is None
    (',', True)
    """
    text = text.lstrip("\ufeff")
    told = _SEP_LINE.match(text)
    if told:
        return told[1]
    return next((delimiter for delimiter in _DELIMITERS if delimiter in text and _is_table(text, delimiter)), None)


def _is_table(text: str, delimiter: str) -> bool:
    filled: list[list[str]] = []
    blank: list[list[str]] = []
    for row in _rows(text, delimiter):
        (filled if any(map(str.strip, row)) else blank).append(row)
    widths = Counter(len(row) for row in filled if len(row) > 1)
    # A line with another number of fields means that the character is text, or that the columns slip.
    if len(widths) != 1:
        return False
    ((width, count),) = widths.items()
    if width <= (2 if delimiter in _PUNCTUATION else 1):
        return False
    if _is_drawn(text.splitlines(), delimiter):
        return count > 1
    others = len(filled) - count
    count += sum(len(row) == width for row in blank)
    return count >= _FEWEST_ROWS and others <= _MOST_OTHER_LINES * (count + others)


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the fields of each row; a NUL, at which the csv module stops, is no character of any."""
    lines = text.replace("\x00", "").splitlines(keepends=True)
    if _is_drawn(lines, delimiter):
        lines = [line for line in lines if not _RULE.fullmatch(line)]
        yield from csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, escapechar="\\")
    else:
        yield from csv.reader(lines, delimiter=delimiter)


def _is_drawn(lines: Sequence[str], delimiter: str) -> bool:
    """Whether rules between the rows show a table that is drawn with characters or written in Markdown."""
    return delimiter in _BARS and any(map(_RULE.fullmatch, lines))


def read_csv_grids(document: Document) -> Iterator[Grid]:
    """Yield the one grid of a CSV or TSV text; cells that hold several lines keep them."""
    text = decode_text(document.content, document.path)[0].lstrip("\ufeff")
    delimiter = find_delimiter(text)
    if delimiter is None:
        grid = lines_to_grid(text.splitlines(), _READER)
    else:
        told = _SEP_LINE.match(text)
        rows = _rows(text[told.end() :] if told else text, delimiter)
        cells = {
            (row, column): value
            for row, fields in enumerate(rows, 1)
            for column, field in enumerate(fields, 1)
            if (value := _printed(field))
        }
        grid = sheet_to_grid(Sheet(cells), _READER)
    if not (grid.cells or grid.lines_before):
        raise EmptyFileError(document.path)
    yield replace(grid, notices=(*grid.notices, *damaged_text(text)))


def _printed(field: str) -> str:
    """Return a field as a spreadsheet shows it: `="002001"` keeps it from dropping the zeros."""
    kept = _FORMULA_TEXT.fullmatch(field.strip())
    field = kept[1] if kept else field
    return "\n".join(line.strip() for line in field.strip().splitlines())
