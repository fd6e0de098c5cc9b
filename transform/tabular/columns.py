"""What each column of a table holds: told by its header words, and by what stands in it where these mislead.

In: a sheet and its header's rows. Out: `Column`s. 指标性质 heads signs in one province and 正向 in another; scores stand
before values or behind them; a place or a year heads a column of values in a matrix.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeGuard

from transform.pieces import Piece
from transform.places import is_place
from transform.quantities import squeeze
from transform.tabular.column import Column
from transform.tabular.header_rows import INDICATOR, TALLEST_HEADER
from transform.tabular.settle import settle_columns
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_header, parse_labels
from transform.wordings import head_word

_HEADING: Final = INDICATOR | {"group", "reason", "direction", "note", "ordinal"}
_SPAN: Final = re.compile(
    r"(?:\d{4}年度?|中期|中长期|长期|实施期|本?年度|当年|本年)[^,，。;；%\d]{0,12}(?:\([^()]{0,24}\))?"
)
_OF_A_YEAR: Final = re.compile(r"(?:19|20)\d\d年")
_LONGEST_SPAN: Final = 40
_MOST_SAMPLES: Final = 200


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of a header and the columns below it."""

    first: int
    last: int
    columns: tuple[Column, ...]
    pieces: tuple[Piece, ...]
    by_field: dict[str, tuple[Column, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the columns by their fields once: every row asks for them."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            found[column.field] = (*found.get(column.field, ()), column)
        object.__setattr__(self, "by_field", found)

    def of(self, field: str) -> tuple[Column, ...]:
        """Return the columns that hold a field."""
        return self.by_field.get(field, ())

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields in their printed order, each once."""
        return tuple(self.by_field)


def read_header(sheet: Sheet, row: int, *, first: int, body: Sequence[int]) -> Header:
    """Return the header whose lowest telling row is `row`; it may begin above, not above `first`."""
    top, bottom = _extent(sheet, row, first)
    columns = [_head_column(sheet, top, bottom, number) for number in range(1, sheet.columns + 1)]
    pieces = tuple(dict.fromkeys(piece for line in range(top, bottom + 1) for piece in sheet.row(line)))
    below = [line for line in body if line > bottom][:_MOST_SAMPLES]
    return Header(top, bottom, tuple(settle_columns(sheet, columns, below)), pieces)


def _extent(sheet: Sheet, row: int, first: int) -> tuple[int, int]:
    """Return the first and the last row of a header: up through words that span its columns, down through their halves."""
    top = bottom = row
    for piece in sheet.across(row):
        word = head_word(piece.text) if piece.cell.row_span <= TALLEST_HEADER else None
        if word is not None and word.field == "group":
            top = min(top, piece.cell.row)  # 绩效指标 at the left may cover the few rows of a short table
        elif word is not None:
            top, bottom = min(top, piece.cell.row), max(bottom, piece.cell.row + piece.cell.row_span - 1)
    while top > first and _heads_columns(sheet, top - 1, top):
        top -= 1
    if top - 2 >= first and _is_lone_code(sheet, top - 1) and _heads_columns(sheet, top - 2, top):
        top -= 2
    while (
        bottom - top < TALLEST_HEADER
        and bottom + 1 in sheet.rows
        and (_is_lower_half(sheet, bottom + 1) or _names_places(sheet, bottom, bottom + 1))
    ):
        bottom += 1
    return max(top, first), bottom


def _is_lone_code(sheet: Sheet, row: int) -> bool:
    """Whether a row holds a single cell of digits: a code that strayed between the two rows of a header."""
    pieces = sheet.row(row)
    return len(pieces) == 1 and squeeze(pieces[0].text).isdigit()


def _heads_columns(sheet: Sheet, above: int, below: int) -> bool:
    """Whether a row holds a word over several columns of the header below it: 年度指标值 over 指标性质 and 指标值."""
    pieces = sheet.row(above)
    fields = {id(piece): header.field for piece in pieces if (header := parse_header(piece.text))}
    others = [piece for piece in pieces if id(piece) not in fields]
    return (
        any(field in _HEADING for field in fields.values())
        and all(piece.cell.row + piece.cell.row_span - 1 <= below + 1 for piece in pieces if id(piece) in fields)
        and all(_heading([piece])[0] for piece in others)
    )


def _is_lower_half(sheet: Sheet, row: int) -> bool:
    """Whether a row has nothing but header words, and not the labels of the first indicator."""
    pieces = sheet.row(row)
    words = [piece for piece in pieces if head_word(piece.text)]
    return bool(words) and len(words) == len(pieces) and not any(parse_labels(piece.text) for piece in pieces)


def _names_places(sheet: Sheet, above: int, row: int) -> bool:
    """Whether a row has nothing but names of places, the first of them below the header's last word."""
    pieces, words = sheet.row(row), sheet.across(above)
    is_below = len(pieces) > 1 and bool(words) and pieces[0].cell.column >= max(word.cell.column for word in words)
    return is_below and all(_heading([piece])[1] == "place" for piece in pieces)


def _head_column(sheet: Sheet, top: int, bottom: int, number: int) -> Column:
    """Return what the header says of a column: its lowest word, and what stands above that."""
    words = list(dict.fromkeys(piece for row in range(top, bottom + 1) if (piece := sheet.at(row, number))))
    words = [piece for piece in words if piece.cell.row_span <= TALLEST_HEADER + 1 or head_word(piece.text)]
    known = [(piece, header) for piece in words if (header := head_word(piece.text)) and header.field != "group"]
    if not known:
        last = words[-1] if words else None
        # 绩效指标 beside the rows of a form, in its first column, is over no column that needs a meaning.
        field = "blank" if last is None else "group" if head_word(last.text) else "unknown"
        return Column(number, field, last, *_heading(words[-1:]), headed_by=last)
    piece, header = known[-1]
    others = [word for word in words if word is not piece and not head_word(word.text)]
    over = others[-1] if others else None
    if over is None and header.field == "value" and _OF_A_YEAR.match(squeeze(piece.text)):
        return Column(number, "value", piece, piece.text, "span", headed_by=piece, money_unit=header.unit)
    return Column(number, header.field, piece, *_heading(others), headed_by=over, money_unit=header.unit)


def _heading(words: Sequence[Piece]) -> tuple[str | None, str | None]:
    """Return the place or the span of years that a word over a column of values says."""
    for piece in reversed(words):
        word = squeeze(piece.text)
        if _SPAN.fullmatch(word):
            return piece.text, "span"
        if is_place(word):
            return piece.text, "place"
    return None, None


def with_spans_above(sheet: Sheet, header: Header, above: Sequence[int]) -> Header:
    """Return the header with the span of years that stands over each of several sets of columns in the form's head."""
    names = {id(column.header): column.number for column in header.of("level3")}
    values = header.of("value")
    if len(names) < 2 or any(column.heading for column in values):
        return header
    for row in reversed(above):
        words = [sheet.at(row, number) for number in names.values()]
        spans = [word for word in words if _is_span(word)]
        if not sheet.merged:
            # Where merged cells are not printed, a span stands in the first of its columns and not over the names.
            spans = [word for word in sheet.row(row) if _is_span(word)]
        if len({id(span) for span in spans}) == len(spans) == len(names):
            starts = sorted(zip(sorted(names.values()), spans, strict=True), key=lambda start: start[0])
            return replace(header, columns=tuple(_with_span(column, starts) for column in header.columns))
    return header


def _is_span(word: Piece | None) -> TypeGuard[Piece]:
    return word is not None and len(word.text) <= _LONGEST_SPAN and _heading([word])[1] == "span"


def _with_span(column: Column, starts: Sequence[tuple[int, Piece]]) -> Column:
    """Return a column of values with the span of the set of columns that it stands in."""
    over = [span for number, span in starts if number <= column.number]
    if column.field != "value" or not over:
        return column
    return replace(column, heading=over[-1].text, heading_kind="span", headed_by=over[-1])
