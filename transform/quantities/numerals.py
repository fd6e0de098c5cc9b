"""Numerals, Arabic and Chinese, to `Decimal`.

In: the characters of one numeral. Out: its value, or None where the characters are no numeral that everybody
reads alike (`7,00.0,77`, 十万零百): a guess is never made.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from transform.quantities.exact import plain

DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "弍": 2, "两": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
PLACES: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GROUPS: Final = {"万": 10**4, "亿": 10**8, "兆": 10**12}
CHINESE: Final = "".join((*DIGITS, *PLACES, *GROUPS, "点", "半"))
_ARABIC: Final = re.compile(r"(?:\d+|\d{1,3}(?:,\d{3})+)?(?:\.\d+)?(?:[eE][+-]?\d{1,2})?")
_LONGEST: Final = 40  # characters: more than any budget, fewer than slow
_DIGITS_ONLY: Final = str.maketrans({character: str(digit) for character, digit in DIGITS.items()})


def parse_arabic(text: str) -> Decimal | None:
    """Return the value of `1,234.50`; None where separators stand in the wrong place or there is no number.

    >>> parse_arabic("1,234.50"), parse_arabic("7,00.0,77")
    (Decimal('1234.50'), None)
    """
    if len(text) > _LONGEST or (not text[:1].isdigit() and text[:1] != ".") or not _ARABIC.fullmatch(text):
        return None
    number = Decimal(text.replace(",", ""))
    return plain(number) if "e" in text or "E" in text else number


def parse_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, plain or formal, with 点 and a closing 半.

    >>> parse_chinese("三万五千"), parse_chinese("壹佰贰拾"), parse_chinese("十二点五"), parse_chinese("二零二三")
    (Decimal('35000'), Decimal('120'), Decimal('12.5'), Decimal('2023'))
    """
    if not text or len(text) > _LONGEST or (len(text) > 1 and text[-1] == "两"):
        return None  # 三十两 is a weight
    if text == "半百":
        return Decimal(50)
    if text in {"半", "一半"}:
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    if point:
        return _parse_pointed(whole, fraction)
    if all(character in DIGITS for character in text):
        # 二零二三 is read digit by digit; 两 is never one of several digits.
        return _parse_digits(text)
    return _parse_grouped(text)


def _parse_digits(text: str) -> Decimal | None:
    """Return the value of digits without places; 三五 and 七八 are "some", and two such digits are no number."""
    if len(text) > 1 and (
        "两" in text or (len(text) == 2 and not text.startswith(("零", "〇")) and text[1] not in "零〇")
    ):
        return None
    return Decimal(text.translate(_DIGITS_ONLY))


def _parse_pointed(whole: str, fraction: str) -> Decimal | None:
    """Return the value of 十二点五万: the groups that close the fraction multiply the whole."""
    size = 1
    while fraction and fraction[-1] in GROUPS:
        size, fraction = size * GROUPS[fraction[-1]], fraction[:-1]
    left = parse_chinese(whole) if whole else Decimal(0)
    if left is None or not fraction or any(character not in DIGITS or character == "两" for character in fraction):
        return None
    return (left + Decimal(f"0.{fraction.translate(_DIGITS_ONLY)}")) * size


def _parse_grouped(text: str) -> Decimal | None:
    """Return the value of a numeral with groups: 三亿五千万零六, 四万万, 三万五 (35,000)."""
    for group, size in (("兆", 10**12), ("亿", 10**8), ("万", 10**4)):
        head, mark, tail = text.partition(group)
        if not mark:
            continue
        doubled = 0
        while tail.startswith("万"):  # 四万万
            tail, doubled = tail[1:], doubled + 1
        above = _parse_grouped(head) if any(character in GROUPS for character in head) else _parse_section(head)
        below = _below(tail, size)
        if above is None or below is None or doubled > 1 or above >= 10**8:
            return None
        return above * Decimal(size * 10_000**doubled) + below
    return _parse_section(text)


def _below(text: str, size: int) -> Decimal | None:
    """Return what stands below a group: nothing, a single digit one place lower, or a numeral of its own."""
    if not text:
        return Decimal(0)
    if len(text) == 1 and DIGITS.get(text, 0):
        return Decimal(DIGITS[text] * size // 10)
    below = _parse_grouped(text)
    return below if below is not None and below < size else None


def _parse_section(text: str) -> Decimal | None:
    """Return the value of a numeral below 10,000: places must fall, a gap must be said by one 零."""
    total, digit, lowest, was_zero = 0, None, 10_000, False
    for character in text:
        if character in PLACES:
            place = PLACES[character]
            if digit is None and place == 10 and (total == 0 or was_zero):
                digit = 1  # 十五, 一百零十五
            if digit is None or digit == 0 or place >= lowest:
                return None
            total, lowest, digit, was_zero = total + digit * place, place, None, False
        elif character in DIGITS:
            if digit is not None:
                return None
            if DIGITS[character]:
                digit = DIGITS[character]
            elif was_zero:
                return None
            else:
                was_zero = True
        else:
            return None
    if digit is not None:
        # 三百五 is 350, 三百零五 is 305
        total += digit * (lowest // 10 if 10 < lowest < 10_000 and not was_zero else 1)
    elif was_zero and total:
        return None
    return Decimal(total) if total or text == "零" else None
