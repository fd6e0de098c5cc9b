"""Tokens to amounts: a number with its sign, its scale and its unit is one thing, and the letter V in a form.

In: tokens. Out: the same sequence in which `3万5千元`, `10元5角`, `百分之五`, `七成六` and `一又二分之一` are one `Amount` each.
A number that cannot be read alike by everybody stays a token, and then no form fits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final, NamedTuple

from transform.quantities import tokens as kinds
from transform.quantities.exact import EXACT, is_exact, plain, to_decimal
from transform.quantities.tokens import SCALES, Token
from transform.quantities.words import Unit, units

_PART_FACTORS: Final = {"百分之": "%", "佰分之": "%", "仟分之": "‰", "百分": "%", "千分之": "‰", "万分之": "‱"}
_TEN_THOUSANDTH: Final = Unit("万分之", "%", "ratio", Fraction(1, 100), "exact", Decimal("0.01"))
# What one unit is of another where both stand in one amount: 2小时30分钟, 1天12小时, 十块三毛.
_MINUTES: Final[dict[str, int | Fraction]] = {"day": 1440, "hour": 60, "minute": 1, "second": Fraction(1, 60)}
_MINUS_AFTER: Final = frozenset("SRLCKFETUB(Z")


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


def read_amounts(tokens: list[Token]) -> list[Item]:
    """Return the tokens with every readable amount made one item."""
    items: list[Item] = []
    position = 0
    while position < len(tokens):
        amount, after = _amount_at(tokens, position, items[-1].kind if items else "S")
        if amount is None:
            items.append(tokens[position])
            position += 1
        else:
            items.append(amount)
            position = after
    return items


def _amount_at(tokens: list[Token], position: int, before: str) -> tuple[Amount | None, int]:
    start, at = position, position
    prefix = tokens[at] if tokens[at].kind == kinds.CURRENCY else None
    at += prefix is not None
    sign = 1
    if _kind(tokens, at) == kinds.MINUS and (before in _MINUS_AFTER or prefix is not None):
        sign, at = -1, at + 1
    if _kind(tokens, at) == kinds.PERCENT_OF:
        return _percent_of(tokens, start, at, sign)
    if _kind(tokens, at) != kinds.NUMBER or tokens[at].number is None:
        return None, start
    share = _share_at(tokens, at)
    if share is not None:
        return _with_unit(_share_amount(share[0] * sign, tokens[start].start), tokens, start, share[1], None)
    counted = _counted_at(tokens, at)
    if counted is None:
        return None, start
    amount, at = counted
    amount = amount._replace(
        number=amount.number.copy_negate() if sign < 0 else amount.number, start=tokens[start].start
    )
    return _with_unit(amount, tokens, start, at, prefix)


def _kind(tokens: list[Token], position: int) -> str:
    return tokens[position].kind if position < len(tokens) else ""


def _number_at(tokens: list[Token], position: int) -> Decimal | None:
    return tokens[position].number if _kind(tokens, position) == kinds.NUMBER else None


def _percent_of(tokens: list[Token], start: int, at: int, sign: int) -> tuple[Amount | None, int]:
    """Read 百分之五, 千分之负二."""
    part, at = tokens[at].text, at + 1
    if _kind(tokens, at) == kinds.MINUS:
        sign, at = -sign, at + 1
    number = _number_at(tokens, at)
    if number is None:
        return None, start
    surface, end = _PART_FACTORS[part], at + 1
    while _kind(tokens, end) == kinds.SCALE:  # 百分之15k
        number, end = EXACT.multiply(number, Decimal(SCALES[tokens[end].text])), end + 1
    unit = units().get(surface, _TEN_THOUSANDTH)
    amount = Amount(number * sign, tokens[start].start, "", unit=unit, unit_text="百分之" if part == "百分" else part)
    return amount._replace(text=_text(tokens, start, end)), end


def _share_at(tokens: list[Token], at: int) -> tuple[Fraction, int] | None:
    """Read 三分之一, 16分之5, 一又二分之一."""
    whole = Fraction(0)
    if _kind(tokens, at + 1) == kinds.WITH:
        whole, at = Fraction(_number_at(tokens, at) or 0), at + 2
    below, above = _number_at(tokens, at), _number_at(tokens, at + 2)
    if _kind(tokens, at + 1) not in {kinds.PART_OF, kinds.PER} or not below or above is None:
        return None
    if _kind(tokens, at + 1) == kinds.PER:
        if not whole:
            return None
        below, above = above, below
        if not below:
            return None
    return whole + Fraction(above) / Fraction(below), at + 3


def _share_amount(share: Fraction, start: int) -> Amount:
    return Amount(to_decimal(share), start, "", notes=() if is_exact(share) else ("rounded",), exact=share)


def _counted_at(tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Read a number with its scales: 3, 3万, 3万5千, 1万2000, 十余万; the scales must fall."""
    parts: list[tuple[Decimal, int]] = []
    is_open = is_about = False
    start = at
    while (number := _number_at(tokens, at)) is not None:
        at += 1
        if _kind(tokens, at) == kinds.MORE:
            is_open, is_about = tokens[at].text != "来", tokens[at].text == "来"
            at += 1
        scale = 1
        while _kind(tokens, at) == kinds.SCALE:
            scale, at = scale * SCALES[tokens[at].text], at + 1
            if _kind(tokens, at) == kinds.MORE:  # 2千多户
                is_open, is_about = tokens[at].text != "来", tokens[at].text == "来"
                at += 1
        parts.append((number, scale))
        if scale == 1 or is_open or is_about or _kind(tokens, at) != kinds.NUMBER or _is_one_unit(tokens, at):
            break
    if len(parts) == 1:
        amount = Amount(parts[0][0], tokens[start].start, "", scale=parts[0][1], is_open=is_open, is_about=is_about)
        return amount, at
    if (_kind(tokens, at) == kinds.NUMBER and not _is_one_unit(tokens, at)) or not _falls(parts, tokens[at - 1]):
        return None
    total = sum((EXACT.multiply(number, Decimal(scale)) for number, scale in parts), Decimal(0))
    return Amount(plain(total), tokens[start].start, "", is_open=is_open, is_about=is_about), at


def _is_one_unit(tokens: list[Token], at: int) -> bool:
    """Whether the 一年 of 35万一年 starts there."""
    return _kind(tokens, at + 1) == kinds.UNIT and tokens[at].text == "一"


def _falls(parts: list[tuple[Decimal, int]], last: Token) -> bool:
    """Whether each part stands below the scale before it; bare digits must fill it: 1万2000, not 10万100."""
    for (_, above), (number, scale) in pairwise(parts):
        if EXACT.multiply(number, Decimal(scale)) >= above:
            return False
    is_bare = parts[-1][1] == 1
    whole = last.text.partition(".")[0].replace(",", "")
    return not is_bare or (whole.isdigit() and whole.isascii() and len(whole) == len(str(parts[-2][1])) - 1)


def _text(tokens: list[Token], start: int, end: int) -> str:
    return "".join(token.text for token in tokens[start:end])


def _with_unit(
    amount: Amount, tokens: list[Token], start: int, at: int, prefix: Token | None
) -> tuple[Amount | None, int]:
    """Add the unit, what follows in smaller units, and 余 or 多 after it."""
    scale_text = (
        "".join(token.text for token in tokens[start:at] if token.kind == kinds.SCALE) if amount.scale > 1 else ""
    )
    if _kind(tokens, at) in {kinds.UNIT, kinds.CURRENCY}:
        surface = tokens[at].text
        unit, at = units()[surface], at + 1
        if prefix is not None and unit.dimension not in {"money", "foreign_money"}:
            if unit.kind != "elliptic":
                return None, start
            money = units()[prefix.text]
            amount = amount._replace(
                scale=amount.scale * int(unit.factor), unit=money, unit_text=f"{scale_text}{surface}"
            )
        else:
            amount = amount._replace(unit=unit, unit_text=f"{scale_text}{surface}")
        if unit.unit == "%" and surface in {"成", "折"}:
            tenths = _tenths(amount, surface, tokens, at)
            if tenths is None:
                return None, start
            amount, at = tenths
        else:
            chained = _chain(amount, tokens, at)
            if chained is None:
                return None, start
            amount, at = chained
        if _kind(tokens, at) == kinds.CURRENCY and unit.dimension == "money":
            at += 1  # 500元人民币
    elif prefix is not None:
        amount = amount._replace(unit=units()[prefix.text], unit_text=f"{scale_text}{prefix.text}")
    elif scale_text:
        amount = amount._replace(unit_text=scale_text)
    if (
        _kind(tokens, at) == kinds.TEXT
        and amount.unit is not None
        and tokens[at].text[0] in "多余"
        and len(tokens[at].text) == 1
    ):
        amount, at = amount._replace(is_open=True), at + 1
    return amount._replace(text=_text(tokens, start, at)), at


def _tenths(amount: Amount, surface: str, tokens: list[Token], at: int) -> tuple[Amount, int] | None:
    """Read 七成六 as 76 %, 75折 as 75 %, 9.9折 as 99 %."""
    digit = _number_at(tokens, at) if surface == "成" else None
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
    while (number := _number_at(tokens, at)) is not None and (unit := amount.unit) is not None:
        if amount.number < 0:
            return None
        follows = _kind(tokens, at + 1) == kinds.UNIT
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
        if not follows and unit.surface == "块" and 0 < number < 10 and len(tokens[at].text) == 1:
            tenth = EXACT.divide(number, Decimal(10))  # 十二块五
            return amount._replace(number=amount.number + tenth, unit=units()["元"], unit_text="块"), at + 1
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
