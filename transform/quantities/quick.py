"""The short way for the commonest shapes: sign, numeral, unit; and two numbers with a joint between them.

In: a cleaned string. Out: the same `Quantity` that the forms give, by the same constructors. What stands before and
after the digits is read once by the forms and remembered; what hangs on the number itself (75折, 2023年) goes the long way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from transform.quantities import tokens as kinds
from transform.quantities.amounts import read_amounts
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.forms import SOLE
from transform.quantities.measures import Amount, Item
from transform.quantities.numerals import parse_chinese
from transform.quantities.readers import Sign, read_denominators, read_range, read_sign, read_single
from transform.quantities.scan import tokenise
from transform.quantities.sentences import directions, is_denied

_FIGURE: Final = r"(\d{1,12}(?:\.\d{1,8})?)"
_TAIL: Final = r"([^\d\s.,*×xX\-~]{0,12})"
_SHAPE: Final = re.compile(rf"([^\d\s.,()\[\-*/·第前首A-Za-z]{{0,10}}){_FIGURE}{_TAIL}", re.ASCII)
_RANGE: Final = re.compile(rf"{_FIGURE}([-~至到]){_FIGURE}{_TAIL}", re.ASCII)
# A Chinese numeral of three characters and more: a shorter one may be a part of a word (一次性, 三农).
_NUMERALS: Final = "零一二两三四五六七八九十百千万亿"
_CHINESE_SHAPE: Final = re.compile(
    rf"([^\d\s.,()\[\-*/·第前首A-Za-z半几数成{_NUMERALS}]{{0,10}})([一二两三四五六七八九十][{_NUMERALS}]{{2,23}})"
    rf"([^\d\s.,*×xX\-~半几多余来又点分{_NUMERALS}][^\d\s.,*×xX\-~{_NUMERALS}]{{0,11}})"
)
_SHARE: Final = re.compile(rf"([百千万]分之)([一二两三四五六七八九十][{_NUMERALS}]{{0,23}})")
# Two years, or two months of years, are a period: 2023.07-2024.01, 2022-2023学年.
_YEARS: Final = re.compile(
    r"(?:19|20)\d\d(?:\.(?:0?[1-9]|1[0-2]))?[-~至到](?:19|20)\d\d(?:\.(?:0?[1-9]|1[0-2]))?(?!\d)"
)
_HANGS: Final = re.compile(r"[折成年月日号旬季世几〔]|^[分点上数/·版eE]|[零一二三四五六七八九十百千两半]")
_PLAIN: Final = re.compile(r"(?:个?百分点|千克|千米|千元|千瓦时?|百万元|千万元)(?:以上|以下|以内|左右)?")
_HEAD_HANGS: Final = re.compile(r"[几数上〔零一二三四五六七八九十百千万亿两半负±]|正负|[下后头这]$")
_DENOMINATOR: Final = re.compile(r"年度?|月|日|[^零一二三四五六七八九十百千两半年月日]{1,3}")
_SAMPLE: Final = "7"


class Frame(NamedTuple):
    """What stands around the digits: the amount with its unit, the sign, the denominators."""

    amount: Amount
    sign: Sign
    per: str


def read_quick(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    """Return the quantity of one of the common shapes; None where the text has another."""
    match = _SHAPE.fullmatch(cleaned)
    if match is None:
        return _read_quick_range(text, cleaned, setting) or _read_quick_chinese(text, cleaned, setting)
    head, digits, tail = match.groups()
    if not tail and (setting.is_time or (setting.unit_cell and _HANGS.search(setting.unit_cell))):
        return None
    frame = _read_frame(head, tail)
    if frame is None:
        return None
    return read_single(text, frame.sign, _fill_in(frame.amount, digits, Decimal(digits)), frame.per, setting)


def _read_quick_share(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    """Return the quantity of 百分之九十五: the share is read once, the numeral each time."""
    match = _SHARE.fullmatch(cleaned)
    number = parse_chinese(match[2]) if match else None
    share = _read_share(match[1]) if match and number is not None else None
    if number is None or share is None:
        return None
    return read_single(text, read_sign([], [], share), share._replace(number=number, text=cleaned), "", setting)


@lru_cache(maxsize=4)
def _read_share(word: str) -> Amount:
    (amount,) = read_amounts(tokenise(f"{word}七"))
    assert isinstance(amount, Amount), "a share of seven is an amount"
    return amount


def _read_quick_chinese(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    if "分之" in cleaned:
        return _read_quick_share(text, cleaned, setting)
    match = _CHINESE_SHAPE.fullmatch(cleaned)
    number = parse_chinese(match[2]) if match else None
    frame = _read_frame(match[1], match[3]) if match and number is not None else None
    if match is None or number is None or frame is None or frame.amount.unit is None or frame.amount.notes:
        return None
    return read_single(text, frame.sign, _fill_in(frame.amount, match[2], number), frame.per, setting)


def _read_quick_range(text: str, cleaned: str, setting: Setting) -> Quantity | None:
    match = None if setting.is_time or _YEARS.match(cleaned) else _RANGE.fullmatch(cleaned)
    frame = _read_frame("", match[4]) if match else None
    if match is None or frame is None or (not match[4] and setting.unit_cell) or "之间" in match[4]:
        return None
    low = Amount(Decimal(match[1]), 0, match[1])
    high = _fill_in(frame.amount, match[3], Decimal(match[3]))
    return read_range(text, frame.sign, low, high, frame.per, setting)


def _fill_in(amount: Amount, digits: str, number: Decimal) -> Amount:
    return Amount(number, 0, digits + amount.text, amount.scale, amount.unit, amount.unit_text, notes=amount.notes)


@lru_cache(maxsize=8192)
def _read_frame(head: str, tail: str) -> Frame | None:
    """Return what stands around the digits; None where its meaning hangs on the number."""
    if (_HANGS.search(tail) and not _is_plain_per(tail) and not _PLAIN.fullmatch(tail)) or _HEAD_HANGS.search(head):
        return None
    tokens = tokenise(f"{head}{_SAMPLE}{tail}")
    items: Sequence[Item] = read_amounts([token for token in tokens if token.kind != kinds.FILLER])
    first = 0
    while first < len(items) and items[first].kind == kinds.TEXT:
        first += 1
    words, items = items[:first], items[first:]
    match = SOLE.fullmatch("".join(item.kind for item in items))
    if match is None or match.group("lead") or (words and (is_denied(words[-1]) or match.group("each"))):
        return None

    def piece(name: str) -> Sequence[Item]:
        return items[match.start(name) : match.end(name)]

    amount = items[match.start("v")]
    if not isinstance(amount, Amount) or amount.is_open or amount.is_about or amount.number != Decimal(_SAMPLE):
        return None
    sign = read_sign([*piece("sign0"), *piece("sign")], [*piece("early"), *piece("after")], amount)
    each, per = read_denominators(piece("each")), read_denominators(piece("per"))
    if sign is None or each is None or per is None or (words and amount.unit is None and sign.source == "assumed"):
        return None
    names = "/".join(name for name in (each, per) if name)
    notes = (*directions(words, items[0].start), "in_words") if words else ()
    return Frame(amount._replace(text=amount.text.removeprefix(_SAMPLE), notes=notes), sign, names)


def _is_plain_per(tail: str) -> bool:
    """Whether 年 or 月 stands as a denominator only: 次/年, 元/人·月, 元每人每年."""
    unit, *names = re.split(r"[/·每]", tail)
    return bool(unit and names) and not _HANGS.search(unit) and all(map(_DENOMINATOR.fullmatch, names))
