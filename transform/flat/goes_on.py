"""What it costs that a cell goes on with the text before it: words that blanks part, a cell that the next line wraps.

In: an item, the text before it in its cell, the field of the column. Out: a cost in the coin of `transform.moves`.
"""

from __future__ import annotations

import re
from typing import Final

from transform.flat.fit import fit, reads_like_name, shape_of
from transform.flat.items import Item
from transform.pieces import BLANK

_TWO_NAMES: Final = 2.0  # one name that blanks cut, or two of which the first has no target: never without a doubt
_NAME_IN_TARGET: Final = 3.0
_NULL_IN_NAME: Final = 3.0
_LABEL: Final = 8.0  # 产出指标 is never the end of another cell
_WRAPPED, _NEXT_LINE = 0.5, 3.0
_LONGEST_FRAGMENT: Final = 2
_LONG_FIELDS: Final = frozenset(
    {"goal", "level3", "reason", "note", "project_name", "unit_name", "actual", "value", "standard"}
)

_NUMBERED: Final = re.compile(r"(?:目标)?[(（]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)）]?[.、．:：)）]\s*(?!\d)")


def is_fragment(text: str) -> bool:
    """Whether a text is too short to be anything but the end of a wrapped cell: 数, 保障.

    >>> is_fragment("率"), is_fragment("及时"), is_fragment("户"), is_fragment("办结率")
    (True, True, False, False)
    """
    shape = shape_of(text)
    is_cell = (
        shape.levels or shape.is_unit or shape.is_direction or shape.is_nature or shape.kind not in {"text", "words"}
    )
    return not is_cell and len(shape.word) <= _LONGEST_FRAGMENT


def _in_next_line(item: Item, before: str, field: str) -> float:
    """Return what it costs that a cell goes on in the next line: little where only both parts make a name."""
    is_target = field == "level3" and shape_of(item.text).kind == "words"  # 有效 below a name
    if is_fragment(item.text) and not is_target:
        return _WRAPPED
    is_one_name = field == "level3" and not reads_like_name(before) and reads_like_name(before + item.text)
    return _WRAPPED if is_one_name else _NEXT_LINE


def again(item: Item, before: str, field: str) -> float:
    """Return what it costs that an item goes on with the cell before it."""
    if not before:
        return 12.0
    cost = 0.7 if item.boundary == BLANK else _in_next_line(item, before, field) if item.opens_line else 8.0
    if field in {"goal", "reason", "note"} and _NUMBERED.match(before) and _NUMBERED.match(item.text):
        return 0.2  # the next paragraph of one cell: 2. after 1.
    if field == "goal":
        return cost * 0.6 + min(fit(item.text, "goal"), 3.0) * 0.3
    if field in {"amount", "budget"} and item.text.strip("()（）") in {"元", "万元", "亿元", "万"}:
        return 0.1
    if field == "level1" and item.text[:1] in "(（[":
        return 0.1
    if field == "level3" and reads_like_name(before) and reads_like_name(item.text):
        cost += _TWO_NAMES
    shape = shape_of(item.text)
    if shape.levels and not shape.is_bare and field not in {"level1", "level2"}:
        cost += _LABEL
    if shape.kind == "null" and field == "level3":
        cost += _NULL_IN_NAME
    if shape.kind == "template" or (field in {"value", "actual"} and reads_like_name(item.text)):
        cost += _NAME_IN_TARGET
    return cost + (0.8 if field in _LONG_FIELDS else 3.0) + min(fit(item.text, field), 4.0) * 0.6
