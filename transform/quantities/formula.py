"""Arithmetic in names and values: `3个村×3.5万元`, `500元*12个月*2人`, with the units carried.

In: tokens. Out: the formula as printed, its value and the value's unit; None where there is no formula or its units do
not fit. It is parsed token by token, without recursion and without `eval`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from transform.quantities.exact import TOO_LARGE, to_decimal
from transform.quantities.scan import tokenise
from transform.quantities.tokens import (
    CLOSE,
    DIVIDE,
    NUMBER,
    OPEN,
    PER,
    PLUS,
    SCALE,
    SCALES,
    TIMES,
    UNIT,
    Token,
)
from transform.quantities.words import Unit, units

_PARTS: Final = frozenset({NUMBER, SCALE, UNIT, PER, TIMES, DIVIDE, PLUS, OPEN, CLOSE})
_SPANS: Final = frozenset({"length", "area"})
_TIMES: Final = frozenset({"day", "hour", "minute", "second", "workday", "calendar_month"})
_MEASURES: Final = _SPANS | _TIMES | {"mass", "volume"}
_LONGEST: Final = 60  # tokens: more than any printed formula
_LONGEST_TEXT: Final = 400


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as printed, and what it comes to in a canonical unit (money in 元)."""

    text: str
    value: Decimal
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Term:
    value: Fraction
    money: bool
    unit: str | None
    dimension: str | None = None
    per: tuple[str, ...] = ()  # canonical units of its denominators


def find_formula(text: str, *, is_money: bool = False) -> Formula | None:
    """Return the first formula in a cleaned text; `is_money` lets 万 alone mean money.

    >>> find_formula("村级运转经费3个村×3.5万元").value
    Decimal('105000')
    """
    if not any(mark in text for mark in "×*xX÷"):
        return None
    if len(text) > _LONGEST_TEXT:
        return None
    for run in _runs(tokenise(text)):
        formula = _evaluate(run, is_money)
        if formula is not None:
            return formula
    return None


def _runs(tokens: list[Token]) -> list[list[Token]]:
    """Return the stretches of tokens that a formula may consist of, each from its first number on."""
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if token.kind in _PARTS and not (token.kind == UNIT and not runs[-1]):
            runs[-1].append(token)
        else:
            runs.append([])
    return [run for run in runs if 3 <= len(run) <= _LONGEST and any(token.kind in {TIMES, DIVIDE} for token in run)]


def _evaluate(tokens: list[Token], is_money: bool) -> Formula | None:
    while tokens and tokens[-1].kind in {OPEN, PLUS, TIMES, DIVIDE, PER}:
        tokens = tokens[:-1]
    queue = _to_postfix(tokens, is_money)
    if queue is None:
        return None
    stack: list[_Term] = []
    for item in queue:
        if isinstance(item, _Term):
            stack.append(item)
            continue
        if len(stack) < 2:
            return None
        right, left = stack.pop(), stack.pop()
        term = _combine(item, left, right)
        if term is None:
            return None
        stack.append(term)
    if len(stack) != 1 or not any(isinstance(item, str) for item in queue):
        return None
    if abs(stack[0].value) >= TOO_LARGE:
        return None
    text = "".join(token.text for token in tokens)
    return Formula(text, to_decimal(stack[0].value), "元" if stack[0].money else stack[0].unit)


_RANK: Final = {PLUS: 1, TIMES: 2, DIVIDE: 2}


def _to_postfix(tokens: list[Token], is_money: bool) -> list[_Term | str] | None:
    output: list[_Term | str] = []
    waiting: list[str] = []
    position, wants_term = 0, True
    while position < len(tokens):
        kind = tokens[position].kind
        if kind == NUMBER and wants_term:
            term, position = _read_term(tokens, position, is_money)
            if term is None:
                return None
            output.append(term)
            wants_term = False
            continue
        if kind == OPEN and wants_term:
            waiting.append(OPEN)
        elif kind == CLOSE and not wants_term:
            while waiting and waiting[-1] != OPEN:
                output.append(waiting.pop())
            if not waiting:
                return None
            waiting.pop()
        elif kind in {PLUS, TIMES, DIVIDE, PER} and not wants_term:
            kind = DIVIDE if kind == PER else kind
            while waiting and waiting[-1] != OPEN and _RANK[waiting[-1]] >= _RANK[kind]:
                output.append(waiting.pop())
            waiting.append(kind)
            wants_term = True
        else:
            return None
        position += 1
    if wants_term or OPEN in waiting:
        return None
    return output + waiting[::-1]


def _read_term(tokens: list[Token], position: int, is_money: bool) -> tuple[_Term | None, int]:
    """Read one factor: a number, its scale, its unit and the unit's denominators (`9.3万/人/年`)."""
    number = tokens[position].number
    if number is None:
        return None, position
    value = Fraction(number)
    position += 1
    if position < len(tokens) and tokens[position].kind == SCALE:
        value *= SCALES[tokens[position].text]
        position += 1
    unit: Unit | None = None
    per: list[str] = []
    if position < len(tokens) and tokens[position].kind == UNIT:
        unit = units()[tokens[position].text]
        position += 1
        while position + 1 < len(tokens) and tokens[position].kind == PER and tokens[position + 1].kind == UNIT:
            per.append(units()[tokens[position + 1].text].unit)
            position += 2
    if unit is None:
        return _Term(value, False, None), position
    if unit.dimension == "ratio":
        return _Term(value * unit.factor / 100, False, None), position
    is_factor_only = unit.kind == "elliptic" and not is_money
    return _Term(value * unit.factor, unit.dimension == "money" and not is_factor_only,
                 None if is_factor_only else unit.unit, unit.dimension, tuple(per)), position  # fmt: skip


def _combine(operation: str, left: _Term, right: _Term) -> _Term | None:  # noqa: PLR0911  (one return a case)
    if operation == PLUS:
        if left.money != right.money or (left.unit != right.unit):
            return None
        return replace(left, value=left.value + right.value)
    if operation == DIVIDE:
        if not right.value or (right.money and not left.money):
            return None
        if right.money or (right.unit is not None and right.unit == left.unit):
            return _Term(left.value / right.value, False, None)
        return replace(left, value=left.value / right.value)
    if (left.money and right.money) or any(
        left.dimension in same and right.dimension in same for same in (_SPANS, _TIMES)
    ):
        return None  # 2米×3米 is an area, and no unit of the table says which
    value = left.value * right.value
    for rate, count in ((left, right), (right, left)):
        if rate.per:  # 10人×9.3万/人: the 人 is spent
            return replace(rate, value=value, per=tuple(name for name in rate.per if name != count.unit))
    if any(term.dimension == "length" and other.unit is None for term, other in ((left, right), (right, left))):
        return None  # 20*30cm is a size
    is_left = left.money or right.unit is None or (left.dimension in _MEASURES and not right.money)
    if is_left and right.dimension in _MEASURES and left.dimension in _MEASURES and not left.money:
        return None
    bearer = left if is_left else right
    return replace(bearer, value=value)
