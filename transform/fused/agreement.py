"""What the columns of one row say of each other: a score is not above its weight, a result has its target's unit and size.

In: the tokens of the columns. Out: the cost of what does not agree, below zero where two cells say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from transform.fused.tokens import Token


def disagreement(text: str, fields: Sequence[str], tokens: Sequence[Token], *, has_unit: bool) -> float:
    """Return how little the columns of one row agree."""
    held = dict(zip(fields, tokens, strict=True))
    cost = _points_cost(held.get("weight"), held.get("score"))
    value, actual = held.get("value"), held.get("actual") or held.get("adjusted")
    if fields.count("value") > 1:
        signs = [token.sign for field, token in zip(fields, tokens, strict=True) if field == "value"]
        # What the values of a matrix say of each other is counted where they are cut.
        return cost + (1.5 if "sign" in held and any(signs) else 0.0)
    if value is not None and actual is not None:
        cost += _pair_cost(value, actual, has_unit, held.get("unit"))
        cost -= 0.3 * (
            value.kind in {"word", "free"} and text[value.first : value.last] == text[actual.first : actual.last]
        )
    if has_unit and value is not None:
        cost += _unit_cost(value, held.get("unit"), held.get("sign"))
    return cost


def _points_cost(weight: Token | None, score: Token | None) -> float:
    if weight is None or score is None or weight.kind != "figure" or score.kind != "figure":
        return 0.0
    if score.number > weight.number:
        return 6.0
    if score.number == weight.number:
        return 0.0
    return 0.5 + (0.8 if score.number < 0.5 * weight.number else 0.0)


def _pair_cost(value: Token, actual: Token, has_unit: bool, unit: Token | None = None) -> float:
    """Return how little a result looks like a result of its target."""
    if value.kind == "figure" and actual.kind == "figure":
        own = value.unit or (unit.unit if unit is not None else "")
        cost = 0.0 if own == actual.unit or (has_unit and not actual.unit) else 1.8
        low, high = sorted((value.number, actual.number))
        if low == high:
            return cost
        return cost + (1.5 if low == 0 else 0.3 + 1.2 * min(4.0, log(high / low)))
    if value.kind in {"word", "free"} and actual.kind in {"word", "free"}:
        return 0.3
    if actual.kind in {"word", "free"}:
        return 0.4 if actual.kind == "word" else 0.8
    return 1.0 if value.kind in {"word", "free"} and actual.kind == "figure" else 0.0


def _unit_cost(value: Token, unit: Token | None, sign: Token | None) -> float:
    if value.kind == "figure":
        has = unit is not None and unit.kind == "unit"
        return (0.0 if has else 0.6) + (2.0 if value.sign and sign is not None else 0.0)
    wrong = (unit is not None and unit.kind == "unit") + (sign is not None and sign.kind == "sign")
    return (
        1.2 * wrong
        - 0.8 * (unit is not None and unit.kind == "blank")
        - 0.7 * (sign is not None and sign.kind == "blank")
    )
