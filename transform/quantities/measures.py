"""A number's unit, and what follows in smaller units: 10元5角, 2小时30分钟, 七成六, 美元100万元.

In: an amount without its unit, and the tokens after it. Out: the amount with its unit, and the place after it; None where
the unit cannot stand with the number.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from transform.quantities import tokens as kinds
from transform.quantities.exact import EXACT, is_exact, to_decimal
from transform.quantities.tokens import Token
from transform.quantities.words import Unit, units

# What one unit is of another where both stand in one amount: 2小时30分钟, 1天12小时, 十块三毛.
_MINUTES: Final[dict[str, int | Fraction]] = {"day": 1440, "hour": 60, "minute": 1, "second": Fraction(1, 60)}


class Amount(NamedTuple):
    """A number in a printed unit: its value in the unit's canonical form is `number × scale × unit.factor`."""

    number: Decimal
    start: int
    text: str
    scale: int = 1
    unit: Unit | None = None
    unit_text: str | None = None
    is_open: bool = False  # 十余万: more than that
    is_about: bool = False  # 十来个
    notes: tuple[str, ...] = ()
    exact: Fraction | None = None  # of a share that no decimal gives exactly
    kind: str = kinds.AMOUNT

    @property
    def end(self) -> int:
        """Where the amount ends."""
        return self.start + len(self.text)


Item = Token | Amount


def kind_at(tokens: list[Token], position: int) -> str:
    """Return the kind of a token; nothing behind the last one."""
    return tokens[position].kind if position < len(tokens) else ""


def number_at(tokens: list[Token], position: int) -> Decimal | None:
    """Return the number that stands there."""
    return tokens[position].number if kind_at(tokens, position) == kinds.NUMBER else None


def text_of(tokens: list[Token], start: int, end: int) -> str:
    """Return the characters of a stretch of tokens."""
    return "".join(token.text for token in tokens[start:end])


def with_unit(
    amount: Amount, tokens: list[Token], start: int, at: int, prefix: Token | None
) -> tuple[Amount | None, int]:
    """Add the unit, what follows in smaller units, and 余 or 多 after it."""
    scale_text = (
        "".join(token.text for token in tokens[start:at] if token.kind == kinds.SCALE) if amount.scale > 1 else ""
    )
    if kind_at(tokens, at) in {kinds.UNIT, kinds.CURRENCY}:
        found = _with_own_unit(amount, tokens, at, prefix, scale_text)
        if found is None:
            return None, start
        amount, at = found
    elif prefix is not None:
        amount = amount._replace(unit=units()[prefix.text], unit_text=f"{scale_text}{prefix.text}")
    elif scale_text:
        amount = amount._replace(unit_text=scale_text)
    if kind_at(tokens, at) == kinds.TEXT and amount.unit is not None and tokens[at].text in {"多", "余"}:
        amount, at = amount._replace(is_open=True), at + 1
    return amount._replace(text=text_of(tokens, start, at)), at


def _with_own_unit(
    amount: Amount, tokens: list[Token], at: int, prefix: Token | None, scale_text: str
) -> tuple[Amount, int] | None:
    surface = tokens[at].text
    unit, at = units()[surface], at + 1
    if prefix is not None and unit.dimension not in {"money", "foreign_money"}:
        if unit.kind != "elliptic":
            return None
        scale = amount.scale * int(unit.factor)
        amount = amount._replace(scale=scale, unit=units()[prefix.text], unit_text=f"{scale_text}{surface}")
    else:
        amount = amount._replace(unit=unit, unit_text=f"{scale_text}{surface}")
    if unit.unit == "%" and surface in {"成", "折"}:
        return _tenths(amount, surface, tokens, at)
    chained = _chain(amount, tokens, at)
    if chained is None:
        return None
    amount, at = chained
    currency = _in_currency(amount, units()[prefix.text]) if prefix is not None else amount
    if currency is None:
        return None
    if kind_at(tokens, at) == kinds.CURRENCY and unit.dimension == "money":
        at += 1  # 500元人民币
    return currency, at


def _in_currency(amount: Amount, currency: Unit) -> Amount | None:
    """Return 100万元 after 美元 in that currency; None where the two say different ones: ¥5美元."""
    if amount.unit is None or amount.unit.unit == currency.unit:
        return amount
    if currency.dimension == "money" or amount.unit.dimension != "money" or amount.unit.factor.denominator != 1:
        return None
    return amount._replace(scale=amount.scale * int(amount.unit.factor), unit=currency)


def _tenths(amount: Amount, surface: str, tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Read 七成六 as 76 %, 75折 as 75 %, 9.9折 as 99 %."""
    digit = number_at(tokens, at) if surface == "成" else None
    if digit is not None and amount.number == int(amount.number):
        if not 0 < digit < 10 or (digit < 1 and tokens[at].text != "半"):
            return None
        added = digit if digit < 1 else digit / 10
        return amount._replace(number=amount.number + added), at + 1
    if surface == "折" and amount.number >= 10:
        if not 10 < amount.number < 100 or amount.scale > 1 or amount.number != int(amount.number):
            return None
        return amount._replace(unit=units()["%"]), at
    return amount, at


def _chain(amount: Amount, tokens: list[Token], at: int) -> tuple[Amount, int] | None:  # noqa: PLR0911  (one return a case)
    """Add what follows in smaller units: 10元5角, 2小时30分钟, 1年6个月, 一年半, 两个半小时."""
    while (number := number_at(tokens, at)) is not None and (unit := amount.unit) is not None:
        if amount.number < 0:
            return None
        follows = kind_at(tokens, at + 1) == kinds.UNIT
        if tokens[at].text == "半":
            if amount.unit_text == "点":
                return None  # 12点半 is a time of day
            if follows and amount.unit_text == "个":
                unit_text = tokens[at + 1].text
                if unit_text in {"天", "日"}:
                    return None  # 两个半天 is one day as well as two and a half
                amount = amount._replace(number=amount.number + number, unit=units()[unit_text], unit_text=unit_text)
                return amount, at + 2
            if follows or amount.scale > 1:
                return amount, at
            return amount._replace(number=amount.number + number), at + 1
        if not follows and unit.surface in {"块", "毛"} and 0 < number < 10 and len(tokens[at].text) == 1:
            tenth = EXACT.divide(number, Decimal(10))  # 十二块五, 两毛五
            unit = units()["元"] if unit.surface == "块" else unit
            return amount._replace(number=amount.number + tenth, unit=unit), at + 1
        if not follows:
            return (amount, at) if unit.dimension not in {"money", "foreign_money"} else None
        smaller = _add_smaller(amount, number, tokens[at + 1].text)
        if smaller is None:
            return amount, at
        amount, at = smaller, at + 2
    return amount, at


def _add_smaller(amount: Amount, number: Decimal, surface: str) -> Amount | None:
    """Return the sum of two amounts of one dimension, in the first unit where a decimal gives it exactly."""
    if amount.unit is None or amount.is_open or surface == "月":
        return None  # 1年6月 is a time as well as a duration
    first, second = _worth(amount.unit, None), _worth(units()[surface], amount.unit)
    if first is None or second is None or first[0] != second[0] or first[1] <= second[1]:
        return None
    if number * Decimal(1) >= Decimal(1000) or Fraction(number) * second[1] >= first[1] * amount.scale:
        return None
    total = Fraction(amount.number) * amount.scale * first[1] + Fraction(number) * second[1]
    unit = units()["元"] if first[0] == "money" and amount.unit.dimension != "money" else amount.unit
    if is_exact(total / first[1]):
        return amount._replace(number=to_decimal(total / first[1]), scale=1, unit=unit,
                       unit_text=(amount.unit_text or "")[-len(amount.unit.surface):])  # fmt: skip
    smaller = units()["分钟" if surface == "分" else surface]
    return amount._replace(number=to_decimal(total / second[1]), scale=1, unit=smaller, unit_text=surface)


def _worth(unit: Unit, before: Unit | None) -> tuple[str, Fraction] | None:
    """Return what adds up with a unit, and the unit's worth in it; 分 is money after 元 and minutes after 小时."""
    if unit.surface == "块" and before is None:
        return "money", Fraction(1)
    if unit.surface == "分" and before is not None:
        if before.dimension == "money" or before.surface == "块":
            return "money", Fraction(1, 100)
        return ("minutes", Fraction(1)) if before.dimension in _MINUTES else None
    if unit.dimension in _MINUTES:
        return "minutes", unit.factor * _MINUTES[unit.dimension]
    additive = unit.dimension in {"money", "calendar_month", "mass", "length", "area"} and unit.kind == "exact"
    return (unit.dimension, unit.factor) if additive else None
