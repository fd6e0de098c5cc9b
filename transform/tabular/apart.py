"""Rows of a body that are no rows of the table: captions, numbering, page numbers, remarks.

In: a row and the header above it. Out: whether it stands apart; what becomes of it is decided in body.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transform.keys import parse_key
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.tabular.columns import Header
from transform.tabular.walk import Walk
from transform.vocabulary import is_page_furniture, is_title, is_year_line, parse_header, parse_labels

_UNIT_OF_MONEY: Final = re.compile(r"(?:.*[^,。;])?(?:金额)?单位:[百千万亿]*元")
_KEY_AND_REMARK: Final = 2
_INSTRUCTION: Final = re.compile(r"\([^()\d%]{1,20}\)")  # (必填) below a header word


def is_across(header: Header, own: Sequence[Piece]) -> bool:
    """Whether a row is one cell over labels, names and targets: a caption between blocks, or a remark below them."""
    cell = own[0].cell
    covered = [column.field for column in header.columns if 0 <= column.number - cell.column < cell.column_span]
    return len(own) == 1 and "level3" in covered and ("value" in covered or ("level1" in covered and len(covered) > 2))


def _is_numbering(header: Header, own: Sequence[Piece]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 below every header word."""
    numbers = [squeeze(piece.text) for piece in own]
    return len(own) > 3 and numbers == [str(number) for number in range(1, len(own) + 1)] and "level3" in header.fields


def is_set_apart(walk: Walk, own: Sequence[Piece]) -> bool:
    """Whether a row is no row of the table: a page number, a title, a remark whose key stands in the level columns."""
    first = own[0]
    if len(own) == 1 and (is_page_furniture(first.text) or is_title(first.text) or is_year_line(first.text)):
        return True
    if len(own) == 1 and walk.header.of("project_name") and _UNIT_OF_MONEY.fullmatch(squeeze(first.text)):
        return True  # the line below the title, where the whole list is printed again
    if (len(own) > 1 and all(parse_header(piece.text) for piece in own)) or _is_numbering(walk.header, own):
        return True
    if len(own) > 1 and all(_INSTRUCTION.fullmatch(squeeze(piece.text)) for piece in own):
        return True
    key = parse_key(first.text)
    names = [column.number for column in walk.header.of("level3")]
    # Where no column holds labels, the names stand in the first: a key there has a remark beside it, or nothing.
    is_alone = len(own) <= _KEY_AND_REMARK and not walk.header.of("level1") and not walk.header.of("level2")
    is_before_names = not names or first.cell.column < names[0] or (first.cell.column == names[0] and is_alone)
    return (
        key is not None
        and key.field in {"about", "person", "achieved", "total_score"}
        and is_before_names
        and not any(parse_labels(piece.text) for piece in own)
    )
