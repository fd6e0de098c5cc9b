"""Tokens to amounts: a number with its sign, its scale and its unit is one thing, and the letter V in a form.

In: tokens. Out: the same sequence in which `3万5千元`, `10元5角`, `百分之五`, `七成六` and `一又二分之一` are one `Amount` each.
A number that cannot be read alike by everybody stays a token, and then no form fits.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.exact import EXACT, is_exact, plain, to_decimal
from transform.quantities.measures import Amount, Item, kind_at, number_at, text_of, with_unit
from transform.quantities.tokens import SCALES, Token
from transform.quantities.words import Unit, units

_PART_FACTORS: Final = {"百分之": "%", "佰分之": "%", "仟分之": "‰", "百分": "%", "千分之": "‰"}
_SHARES: Final = {
    "万分之": Fraction(1, 10**4), "百万分之": Fraction(1, 10**6), "千万分之": Fraction(1, 10**7), "亿分之": Fraction(1, 10**8),
}  # fmt: skip
_MINUS_AFTER: Final = frozenset("SRLCKFETUB(Z")


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
    prefix = tokens[at] if tokens[at].kind == kinds.CURRENCY or _is_foreign_prefix(tokens, at, before) else None
    at += prefix is not None
    sign = 1
    if kind_at(tokens, at) == kinds.MINUS and (before in _MINUS_AFTER or prefix is not None):
        sign, at = -1, at + 1
    if kind_at(tokens, at) == kinds.PERCENT_OF:
        return _percent_of(tokens, start, at, sign)
    if kind_at(tokens, at) != kinds.NUMBER or tokens[at].number is None:
        return None, start
    share = _share_at(tokens, at)
    if share is not None:
        return with_unit(_share_amount(share[0] * sign, tokens[start].start), tokens, start, share[1], None)
    counted = _counted_at(tokens, at)
    if counted is None:
        return None, start
    amount, at = counted
    amount = amount._replace(
        number=amount.number.copy_negate() if sign < 0 else amount.number, start=tokens[start].start
    )
    return with_unit(amount, tokens, start, at, prefix)


def _is_foreign_prefix(tokens: list[Token], at: int, before: str) -> bool:
    """Whether a currency stands before its figure: 美元100, 港币两千元."""
    if tokens[at].kind != kinds.UNIT or before in {kinds.AMOUNT, kinds.NUMBER, kinds.PER, kinds.EACH}:
        return False
    return units()[tokens[at].text].dimension == "foreign_money" and kind_at(tokens, at + 1) == kinds.NUMBER


def _percent_of(tokens: list[Token], start: int, at: int, sign: int) -> tuple[Amount | None, int]:
    """Read 百分之五, 千分之负二."""
    part, at = tokens[at].text, at + 1
    if kind_at(tokens, at) == kinds.MINUS:
        sign, at = -sign, at + 1
    number = number_at(tokens, at)
    if number is None:
        return None, start
    surface, end = _PART_FACTORS.get(part, ""), at + 1
    while kind_at(tokens, end) == kinds.SCALE:  # 百分之15k
        number, end = EXACT.multiply(number, Decimal(SCALES[tokens[end].text])), end + 1
    unit = units().get(surface) or Unit(
        part, "%", "ratio", _SHARES[part] * 100, "exact", to_decimal(_SHARES[part] * 100)
    )
    amount = Amount(number * sign, tokens[start].start, "", unit=unit, unit_text="百分之" if part == "百分" else part)
    return amount._replace(text=text_of(tokens, start, end)), end


def _share_at(tokens: list[Token], at: int) -> tuple[Fraction, int] | None:
    """Read 三分之一, 16分之5, 一又二分之一."""
    whole = Fraction(0)
    if kind_at(tokens, at + 1) == kinds.WITH:
        whole, at = Fraction(number_at(tokens, at) or 0), at + 2
    below, above = number_at(tokens, at), number_at(tokens, at + 2)
    if kind_at(tokens, at + 1) not in {kinds.PART_OF, kinds.PER} or not below or above is None:
        return None
    if kind_at(tokens, at + 1) == kinds.PER:
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
    while (number := number_at(tokens, at)) is not None:
        at += 1
        if kind_at(tokens, at) == kinds.MORE:
            is_open, is_about = tokens[at].text != "来", tokens[at].text == "来"
            at += 1
        scale = 1
        while kind_at(tokens, at) == kinds.SCALE:
            scale, at = scale * SCALES[tokens[at].text], at + 1
            if kind_at(tokens, at) == kinds.MORE:  # 2千多户
                is_open, is_about = tokens[at].text != "来", tokens[at].text == "来"
                at += 1
        parts.append((number, scale))
        if scale == 1 or is_open or is_about or kind_at(tokens, at) != kinds.NUMBER or _is_one_unit(tokens, at):
            break
    if len(parts) == 1:
        amount = Amount(parts[0][0], tokens[start].start, "", scale=parts[0][1], is_open=is_open, is_about=is_about)
        return amount, at
    if (kind_at(tokens, at) == kinds.NUMBER and not _is_one_unit(tokens, at)) or not _falls(parts, tokens[at - 1]):
        return None
    total = sum((EXACT.multiply(number, Decimal(scale)) for number, scale in parts), Decimal(0))
    return Amount(plain(total), tokens[start].start, "", is_open=is_open, is_about=is_about), at


def _is_one_unit(tokens: list[Token], at: int) -> bool:
    """Whether the 一年 of 35万一年 starts there."""
    return kind_at(tokens, at + 1) == kinds.UNIT and tokens[at].text == "一"


def _falls(parts: list[tuple[Decimal, int]], last: Token) -> bool:
    """Whether each part stands below the scale before it; bare digits must fill it: 1万2000, not 10万100."""
    for (_, above), (number, scale) in pairwise(parts):
        if EXACT.multiply(number, Decimal(scale)) >= above:
            return False
    is_bare = parts[-1][1] == 1
    whole = last.text.partition(".")[0].replace(",", "")
    return not is_bare or (whole.isdigit() and whole.isascii() and len(whole) == len(str(parts[-2][1])) - 1)
