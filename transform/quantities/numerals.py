"""Numerals, Arabic and Chinese, to `Decimal`.

In: the characters of one numeral. Out: its value, or None where the characters are no numeral that everybody
reads alike (`7,00.0,77`, 十万零百): a guess is never made.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = {
    "零": 0, "〇": 0, "一": 1, "壹": 1, "二": 2, "贰": 2, "弍": 2, "两": 2, "三": 3, "叁": 3, "四": 4, "肆": 4,
    "五": 5, "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "八": 8, "捌": 8, "九": 9, "玖": 9,
}  # fmt: skip
PLACES: Final = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
GROUPS: Final = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
CHINESE: Final = "".join((*DIGITS, *PLACES, *GROUPS, "点", "半"))
_ARABIC: Final = re.compile(r"\d+(?:\.\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\.\d+")
_LONGEST: Final = 24  # digits: more than any budget, fewer than slow


def parse_arabic(text: str) -> Decimal | None:
    """Return the value of `1,234.50`; None where separators stand in the wrong place or there is no number.

    >>> parse_arabic("1,234.50"), parse_arabic("7,00.0,77")
    (Decimal('1234.50'), None)
    """
    if len(text) > _LONGEST or not _ARABIC.fullmatch(text):
        return None
    return Decimal(text.replace(",", ""))


def parse_chinese(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, plain or formal, with 点 and a closing 半.

    >>> parse_chinese("三万五千"), parse_chinese("壹佰贰拾"), parse_chinese("十二点五"), parse_chinese("二〇二三")
    (Decimal('35000'), Decimal('120'), Decimal('12.5'), Decimal('2023'))
    """
    if not text or len(text) > _LONGEST:
        return None
    if text == "半":
        return Decimal("0.5")
    whole, point, fraction = text.partition("点")
    if point:
        return _parse_pointed(whole, fraction)
    if all(character in DIGITS for character in text):
        return (
            Decimal("".join(str(DIGITS[character]) for character in text)) if "两" not in text or text == "两" else None
        )
    return _parse_grouped(text)


def _parse_pointed(whole: str, fraction: str) -> Decimal | None:
    # 十二点五万: the group that closes the fraction multiplies the whole.
    group = 1
    while fraction and fraction[-1] in GROUPS:
        group, fraction = group * GROUPS[fraction[-1]], fraction[:-1]
    left = parse_chinese(whole)
    if left is None or not fraction or any(character not in DIGITS for character in fraction):
        return None
    digits = "".join(str(DIGITS[character]) for character in fraction)
    return (left + Decimal(f"0.{digits}")) * group


def _parse_grouped(text: str) -> Decimal | None:
    total, rest = 0, text
    for group, size in (("亿億", 10**8), ("万萬", 10**4)):
        at = max(rest.rfind(character) for character in group)
        if at >= 0:
            section = _parse_grouped(rest[:at]) if size == 10**8 and any(c in "万萬" for c in rest[:at]) else None
            head = section if section is not None else _parse_section(rest[:at])
            if head is None:
                return None
            total, rest = total + int(head) * size, rest[at + 1 :]
            if not rest:
                return Decimal(total)
            if DIGITS.get(rest):  # 三万五: the last digit stands one place below
                return Decimal(total + DIGITS[rest] * size // 10)
    tail = _parse_section(rest)
    return None if tail is None else Decimal(total) + tail


def _parse_section(text: str) -> Decimal | None:
    """Return the value of a numeral below 10,000: places must fall, a gap must be said by one 零."""
    total, digit, lowest, was_zero = 0, None, 10_000, False
    for character in text:
        if character in PLACES:
            place = PLACES[character]
            if digit is None and place == 10 and (total == 0 or was_zero):
                digit = 1
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
        total += digit * (lowest // 10 if lowest < 10_000 and lowest > 10 and not was_zero else 1)
    return Decimal(total) if total or (text.strip("零") == "" and text) else None
