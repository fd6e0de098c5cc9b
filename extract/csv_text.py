"""Text whose columns are parted by one character (CSV, TSV) to one aligned grid.

In: a text document. Out: a grid, the lines above and below the table beside it. A text is CSV only if every line of its
table has the same number of fields; text that was merely flattened has not, and stays with the text reader.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from extract.contracts import Document, Grid
from extract.decode import decode_text
from extract.errors import EmptyFileError
from extract.sheet import Sheet, sheet_to_grid
from extract.text import lines_to_grid

_READER: Final = "csv"
# In the order of trust: a comma may be punctuation, a tab may not.
_DELIMITERS: Final = ("\t", ",", ";", "|")
_FEWEST_ROWS: Final = 3
# Lines that are no row of the table: a title, a unit line, notes.
_MOST_OTHER_LINES: Final = 0.34
_SEP_LINE: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_MOST_SAMPLED: Final = 2_000
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
    rows = [
        row for row, _ in zip(_rows(text, delimiter), range(_MOST_SAMPLED), strict=False) if any(map(str.strip, row))
    ]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return False
    width, count = widths.most_common(1)[0]
    # A line with another number of fields means that the character is text, or that the columns slip.
    return (
        count >= _FEWEST_ROWS and len(widths) == 1 and width > 1 and len(rows) - count <= _MOST_OTHER_LINES * len(rows)
    )


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    try:
        yield from csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    except csv.Error:
        return


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
    yield grid


def _printed(field: str) -> str:
    return "\n".join(line.strip() for line in field.strip().splitlines())
