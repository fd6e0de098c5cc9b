"""What the columns of one row say of each other: a score is not above its weight, a result has its target's unit and size.

In: the tokens of the columns. Out: the cost of what does not agree, below zero where two cells say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log
from typing import Final

from transform.fused.tokens import Token

MOST_AGREEMENT: Final = 1.8  # the most that columns which agree take off a row's cost
_SAME_WORDS: Final = 0.3
_SIGNED_TWICE: Final = 1.5
_QUALITY_COUNTED: Final = 3.0  # 定性|1||1: the value was left blank, and the weight is 11
_WORDS: Final = frozenset({"word", "free"})


class Agreement:
    """What the columns behind a name say of each other, in their order."""

    def __init__(self, fields: Sequence[str], *, has_unit: bool) -> None:
        """Note where the columns stand that speak of each other."""
        self.weight, self.score, self.value, self.unit, self.sign = (
            fields.index(field) if field in fields else None for field in ("weight", "score", "value", "unit", "sign")
        )
        self.actual = next((fields.index(field) for field in ("actual", "adjusted") if field in fields), None)
        self.has_unit = has_unit
        self.values = [at for at, field in enumerate(fields) if field == "value"]

    def cost(self, text: str, tokens: Sequence[Token]) -> float:
        """Return how little the columns of one row agree."""
        cost = 0.0
        if self.weight is not None and self.score is not None:
            cost = _points_cost(tokens[self.weight], tokens[self.score])
        if len(self.values) > 1:
            # What the values of a matrix say of each other is counted where they are cut.
            is_signed_twice = self.sign is not None and any(tokens[at].sign for at in self.values)
            return cost + (_SIGNED_TWICE if is_signed_twice else 0.0)
        if self.value is None:
            return cost
        value = tokens[self.value]
        unit = None if self.unit is None else tokens[self.unit]
        if self.actual is not None:
            actual = tokens[self.actual]
            cost += _pair_cost(value, actual, unit, self.has_unit)
            if value.kind in _WORDS and text[value.first : value.last] == text[actual.first : actual.last]:
                cost -= _SAME_WORDS
        if self.sign is not None and value.kind == "figure" and tokens[self.sign].kind == "word":
            cost += _QUALITY_COUNTED * text.startswith("定性", tokens[self.sign].first)
        if self.has_unit:
            cost += _unit_cost(value, unit, None if self.sign is None else tokens[self.sign])
        return cost


def _points_cost(weight: Token, score: Token) -> float:
    if weight.kind != "figure" or score.kind != "figure":
        return 0.0
    if score.number > weight.number:
        return 6.0
    if score.number == weight.number:
        return 0.0
    return 0.5 + (0.8 if score.number < 0.5 * weight.number else 0.0)


def _pair_cost(value: Token, actual: Token, unit: Token | None, has_unit: bool) -> float:
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
