"""What the cells of a printed table are: which hold a value, an amount, points or a sign.

In: a `Table`. Out: the field of every cell that stands under a header of such a field, and `figure` for every other cell
that is a figure. The words of headers are those of the layouts.
"""

from __future__ import annotations

import re
from functools import cache

from tests.layouts.columns import wordings
from tests.layouts.sheets import Printed, Table

VALUES = ("value", "actual", "sign", "unit", "weight", "score", "amount", "figure")
SIGNS = "≥≤≧≦≒≅≈=><＞＜±~"
_FIGURE = re.compile(rf"[{SIGNS}⩾⩽═＝]?\s?[0-9][0-9,.]*\s?[^0-9，。；、]{{0,5}}")
_OTHER = ("level1", "level2", "name", "direction", "reason", "goal", "explain", "standard", "remark", "rules", "kind")


@cache
def _fields() -> dict[str, str]:
    fields = {word: field for field in (*_OTHER, *VALUES) for word in wordings(field)}
    own = {"指标值": "value", "数值": "value", "金额": "amount", "预算数": "amount"}
    return fields | own | dict.fromkeys(("序号", "单位编码", "预算单位编码", "科目编码"), "code")


def field_of_header(words: str) -> str | None:
    """Return the field of a header, a money unit behind it aside; None for any other text."""
    return _fields().get(re.sub(r"\s|[（(](?:万?元|亿元)[)）]", "", words))


def fields_of(table: Table) -> dict[tuple[int, int], str]:
    """Return the fields of the cells of values, and of those whose header is known, by row and column."""
    fields: dict[tuple[int, int], str] = {}
    above: dict[int, str] = {}
    for words, row, column, _, _ in sorted(table.cells, key=_place):
        header = field_of_header(words)
        if header is not None:
            above[column] = header
        elif column in above:
            fields[row, column] = above[column]
        elif _FIGURE.fullmatch(words):
            fields[row, column] = "figure"
    return fields


def _place(cell: Printed) -> tuple[int, int]:
    return cell[1], cell[2]
