"""The two ends of a range in one unit: 1-5万元 shares its scale, 8500到3万 does not.

In: the low and the high amount. Out: both in the same unit and scale, the low one below the high one; None where two
readings exist (八到九百亿: 8亿 or 800亿).
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from transform.quantities.exact import is_exact, multiply, to_decimal
from transform.quantities.measures import Amount
from transform.quantities.numerals import CHINESE, DIGITS, GROUPS, PLACES
from transform.quantities.words import Unit

_LEAST_UNSHARED: Final = 100  # from 8500 to 3万: a low figure that cannot share the scale of the high one
_NUMERAL: Final = re.compile(f"[{CHINESE}]+")
_ONE_PLACE: Final = re.compile(f"[{''.join(DIGITS)}][{''.join(PLACES)}]")


def share_unit(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Return both ends in one unit, the low one below the high one; None where they are none, or read two ways."""
    pair = _share_given_unit(low, high) if _has_own_unit(low) else _share_scale(low, high)
    return pair if pair is not None and pair[0].number < pair[1].number else None


def _has_own_unit(amount: Amount) -> bool:
    return amount.unit is not None and amount.unit.kind != "elliptic"


def _share_given_unit(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    if low.unit is None:
        return None
    if high.unit is None and high.scale == 1:
        high = high._replace(unit=low.unit, unit_text=low.unit_text, scale=low.scale)
    if high.unit is None or low.unit.unit != high.unit.unit:
        return None
    if low.unit.factor == high.unit.factor and low.scale == high.scale:
        return low, high
    moved = Fraction(low.number) * low.unit.factor * low.scale / (high.unit.factor * high.scale)
    return (low._replace(number=to_decimal(moved), unit=high.unit, scale=high.scale), high) if is_exact(moved) else None


def _share_scale(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Give the low end the scale of the high one, where it has none of its own and is the smaller number."""
    own = int(low.unit.factor) if low.unit is not None else low.scale  # 1万-5万元
    if own == 1 and high.scale == 1 and (high.unit is None or not _is_scaled(high.unit)):
        return _share_numeral(low, high)
    shared = high.scale * (int(high.unit.factor) if high.unit is not None and _is_scaled(high.unit) else 1)
    if own in {1, shared} and low.number < high.number:
        return low._replace(unit=high.unit, scale=high.scale), high
    if own == 1 and low.number < _LEAST_UNSHARED:
        return None
    if high.unit is None or high.unit.kind == "elliptic":  # 8500到3万
        low = low._replace(number=multiply(low.number, Decimal(own)), unit=None, unit_text=None, scale=1)
        high = high._replace(number=multiply(high.number, Decimal(shared)), unit=None, unit_text=None, scale=1)
        return low, high
    return low._replace(number=to_decimal(Fraction(low.number) * own / shared), unit=high.unit, scale=high.scale), high


def _is_scaled(unit: Unit) -> bool:
    return unit.factor.denominator == 1 and (unit.kind == "elliptic" or unit.surface[0] in "十百千万亿")


def _share_numeral(low: Amount, high: Amount) -> tuple[Amount, Amount] | None:
    """Share the scale that a Chinese numeral ends in: 两到三万, 一百二十到一百五十万; 一到三十 shares nothing."""
    low = low._replace(unit=high.unit, scale=high.scale)
    head, size = _split(high.text)
    if size == 1:
        return low, high
    is_digit = low.number == int(low.number) and 0 < low.number < 10
    if size < min(GROUPS.values()):
        return _share_place(low, high, size) if is_digit else (low, high)
    if any(group in low.text for group in GROUPS):
        return low, high
    if Decimal(size) * low.number >= high.number:
        return None if low.number < _LEAST_UNSHARED else (low, high)
    if is_digit and _ONE_PLACE.fullmatch(head):
        return None
    return low._replace(number=multiply(low.number, Decimal(size))), high


def _share_place(low: Amount, high: Amount, place: int) -> tuple[Amount, Amount] | None:
    """Share one place: 两到三百 is 200 to 300; 一到五百 and 三到五十 are read two ways."""
    digit = high.number / place
    if low.number >= digit or (place == 10 and low.number == 1):
        return (low, high) if place == 10 else None
    if place == 10 or low.number == 1:
        return None
    return low._replace(number=multiply(low.number, Decimal(place))), high


def _split(text: str) -> tuple[str, int]:
    """Return a numeral's head and the scale it closes with: 一百五十 and 10000, 三 and 100; 1 where it has none."""
    run = None if re.search(r"\d", text) else _NUMERAL.search(text)
    numeral, size = run.group() if run else "", 1
    while len(numeral) > 1 and numeral[-1] in GROUPS:
        numeral, size = numeral[:-1], size * GROUPS[numeral[-1]]
    if size == 1 and _ONE_PLACE.fullmatch(numeral):
        return numeral[0], PLACES[numeral[-1]]
    return numeral, size
