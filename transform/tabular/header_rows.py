"""Whether a row of a sheet heads a table of indicators: by listed words, by words put together, by the labels below it.

In: a sheet and a row. Out: yes or no. What its columns hold is the business of `columns`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transform.pieces import Piece
from transform.quantities import squeeze
from transform.shapes import is_target
from transform.tabular.sheet import Sheet
from transform.vocabulary import parse_header, parse_labels
from transform.wordings import head_word

# Two of these in one row, one of them a level or a name, and it is the header of a table of indicators.
INDICATOR: Final = frozenset(
    {
        "level1",
        "level2",
        "level3",
        "content",
        "standard",
        "value",
        "nature",
        "sign",
        "unit",
        "weight",
        "actual",
        "score",
    }
)
NAMING: Final = frozenset({"level1", "level2", "level3"})
TALLEST_HEADER: Final = 3
_FEWEST_WORDED: Final = 4  # fields: fewer words that no list holds may head anything
_LONGEST_WORD: Final = 16
_MOST_BEFORE_LABELS: Final = 12  # cells: a list has its projects before the labels
_LABELS: Final = frozenset({"level1", "level2"})
_TARGETS: Final = frozenset({"value", "goal", "actual"})


def is_header_row(sheet: Sheet, row: int) -> bool:
    """Whether a row is the header of indicators: two telling words, one of them a level, and hardly anything else."""
    pieces = [piece for piece in sheet.across(row) if piece.cell.row_span <= TALLEST_HEADER]
    fields = [header.field for piece in pieces if (header := parse_header(piece.text))]
    telling = {field for field in fields if field in INDICATOR}
    if len(telling) < 2 or not telling & NAMING:
        return _is_worded_header(sheet, row, pieces)
    own = [piece for piece in sheet.row(row) if piece.cell.row_span <= TALLEST_HEADER]
    # Beside 一级指标 may stand the total of the columns before it: 合计 and its figure.
    return len(telling) > 2 or (bool(own) and not any(is_target(p.text) and not parse_header(p.text) for p in own))


def _is_worded_header(sheet: Sheet, row: int, pieces: Sequence[Piece]) -> bool:
    """Whether a row has nothing but header words, listed or put together, that head labels and targets."""
    words = [head_word(piece.text) for piece in pieces]
    fields = {word.field for word in words if word}
    if None not in words and len(fields) >= _FEWEST_WORDED and fields >= _LABELS and bool(fields & _TARGETS):
        return True
    return _is_over_labels(sheet, row)


def _is_over_labels(sheet: Sheet, row: int) -> bool:
    """Whether a row of short words stands right over the first labels of both levels, as only a header does."""
    own = sheet.row(row)
    if len(own) < _FEWEST_WORDED or any(len(squeeze(piece.text)) > _LONGEST_WORD for piece in own):
        return False
    if any(parse_labels(piece.text) or is_target(piece.text) for piece in own):
        return False
    below = next((line for line in sheet.rows if line > row), None)
    known = sum(head_word(piece.text) is not None for piece in own)
    if below is None or not known:
        return False
    # 产出 and 数量 are labels for sure only below a row that is mostly of header words.
    is_sure = known * 2 >= len(own)
    labels = map(_any_label if is_sure else _sure_label, sheet.row(below)[:_MOST_BEFORE_LABELS])
    return [level for level in labels if level][:2] == [1, 2]


def _any_label(piece: Piece) -> int | None:
    """Return the level of a cell that is a label, bare or not."""
    labels = parse_labels(piece.text)
    return labels[0].level if labels else None


def _sure_label(piece: Piece) -> int | None:
    """Return the level of a cell that is nothing but a label, 指标 and all."""
    labels = parse_labels(piece.text) if squeeze(piece.text).endswith("指标") else ()
    return labels[0].level if labels else None
