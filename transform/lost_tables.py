"""Lines around the tables that may themselves be a table, run together to a paragraph by the program that wrote them.

In: the pieces that were set aside. Out: the rows among them that hold what only a table of indicators holds, so that they
are doubted and not lost in silence. Headers and titles are none, and nothing is read from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Final

from transform.draft import Draft
from transform.pairs import split_fused
from transform.pieces import Piece
from transform.quantities import fold, squeeze
from transform.reference import read_reference
from transform.shapes import is_target
from transform.vocabulary import is_note, is_title, parse_header

_FEWEST_WORDS: Final = 3
_LONGEST_TAIL: Final = 120  # characters behind a label among which its first value stands
# Other tables have names, amounts and units as well; these stand in tables of indicators alone.
_TELLING_FIELDS: Final = frozenset({"group", "level1", "level2", "level3", "value"})


def doubt_lost_tables(draft: Draft, pieces: Sequence[Piece]) -> None:
    """Doubt each printed row of some pieces without a place that may be the text of a table."""
    for row in lost_rows(pieces):
        text = " ".join(piece.text for piece in row)
        message = f"文字“{fold(text)[:60]}”可能是表格内容，未载入"
        draft.doubt("R01", message, pieces=row, actual=text)


def lost_rows(pieces: Sequence[Piece]) -> Iterator[tuple[Piece, ...]]:
    """Yield the rows that hold three words of a table of indicators, or a level label with a value."""
    for _, group in groupby(pieces, key=lambda piece: piece.cell.row):
        row = tuple(group)
        content = [piece for piece in row if not (parse_header(piece.text) or is_title(piece.text))]
        text = " ".join(piece.text for piece in row)
        if content and (_holds_words(text) or _holds_label_with_value(text)):
            yield row


def _holds_words(text: str) -> bool:
    """Whether a text names enough labels and header words; filling instructions name them all."""
    return not is_note(text) and len(set(_words().findall(squeeze(text)))) >= _FEWEST_WORDS


def _holds_label_with_value(text: str) -> bool:
    _, *tails = _labels().split(text)
    return any(_holds_value(tail[:_LONGEST_TAIL]) for tail in tails)


def _holds_value(tail: str) -> bool:
    text = tail.strip(" \t:：")
    return any(is_target(word) for word in text.split()) or split_fused(text) is not None


@cache
def _labels() -> re.Pattern[str]:
    """Return the pattern of a label in full: 数量指标."""
    return re.compile(
        f"(?:{_either(row['surface'] for row in read_reference('labels.csv', ('surface', 'level')))})指标"
    )


@cache
def _words() -> re.Pattern[str]:
    headers = (row["surface"] for row in read_reference("headers.csv") if row["field"] in _TELLING_FIELDS)
    return re.compile(f"{_labels().pattern}|{_either(headers)}")


def _either(words: Iterator[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))
