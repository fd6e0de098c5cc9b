"""What the text of a body says of its signs: which column is theirs, and which of them a blank parted from their target.

In: the fields of the columns and the items of the body. Out: fields of which none is `nature` where its cells tell which of
signs and directions it holds; items in which `≥ 5000 亩` and `指标1： 植树` are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transform.flat.fit import Shape, shape_of
from transform.flat.items import Item, join_items
from transform.pieces import BLANK

_OF_SIGNS = frozenset({"sign", "nature"})


def settle_natures(fields: Sequence[str], items: Sequence[Item]) -> list[str]:
    """Return fields with the columns of 指标性质 and 指标方向 named by what stands in the body.

    Two of them beside each other are told by which comes first where both are filled.
    """
    at = [place for place, field in enumerate(fields) if field == "nature"]
    shapes = [shape_of(item.text) for item in items if item.pieces]
    found = list(fields)
    if len(at) == 1 and {*fields}.isdisjoint({"sign", "direction"}):
        signs, directions = (sum(map(holds, shapes)) for holds in (_is_sign, _is_direction))
        if directions and not signs:
            found[at[0]] = "direction"
    elif len(at) == 2 and at[1] == at[0] + 1:
        first = sum(_is_sign(one) and _is_direction(two) for one, two in pairwise(shapes))
        second = sum(_is_direction(one) and _is_sign(two) for one, two in pairwise(shapes))
        if first and not second:
            found[at[0]], found[at[1]] = "sign", "direction"
        elif second and not first:
            found[at[0]], found[at[1]] = "direction", "sign"
    return found


def _is_sign(shape: Shape) -> bool:
    return shape.kind == "sign"


def _is_direction(shape: Shape) -> bool:
    return shape.is_direction


def join_parted(fields: Sequence[str], items: Sequence[Item]) -> list[Item]:
    """Return items with `指标1：` and its name in one, a sign and its figure, and the unit of that, where no column is theirs."""
    joined: list[Item] = []
    for item in items:
        before = joined[-1] if joined else None
        if (
            before is not None
            and item.boundary == BLANK
            and _belongs(shape_of(before.text), shape_of(item.text), fields)
        ):
            joined[-1] = join_items([before, item])
        else:
            joined.append(item)
    return joined


def _belongs(before: Shape, shape: Shape, fields: Sequence[str]) -> bool:
    """Whether a cell goes on with the one before it: a figure with its sign, a unit with its signed figure."""
    if before.kind == "template":
        return before.word.endswith(":") and shape.kind in {"text", "words"} and not shape.levels
    if not _OF_SIGNS.isdisjoint(fields) or "value" not in fields:
        return False
    if before.kind == "sign":
        return shape.is_figure
    is_signed = before.kind == "figure" and before.word[:1] in "≥≤><=≧≦≈"
    return is_signed and before.word[-1:].isdigit() and shape.is_unit and "unit" not in fields
