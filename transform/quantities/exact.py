"""Fractions and products to `Decimal`, exact wherever a decimal can be.

In: a `Fraction`, or a number and a factor. Out: a `Decimal` without an exponent and without closing zeros. No
arithmetic of the default context is used: it rounds at 28 digits without a word.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from typing import Final

EXACT: Final = Context(prec=120)
TOO_LARGE: Final = Decimal(10) ** 18  # what DECIMAL(28,8) can hold, with room for a sum
STORED_PLACES: Final = 8  # of DECIMAL(28,8)
_SMALL: Final = Decimal("0.01")  # from here on eight decimals keep six digits
_PLACES: Final = 12  # of a value that no decimal gives exactly
_MOST_PLACES: Final = 60


def is_exact(value: Fraction) -> bool:
    """Whether a decimal gives the value exactly: 1/8 is, 1/3 and 亩 in 平方米 are not."""
    return _places(value) is not None


def to_decimal(value: Fraction) -> Decimal:
    """Return the value, exact wherever a decimal can be, else rounded to twelve places.

    >>> to_decimal(Fraction(1, 8)), to_decimal(Fraction(2, 3)), to_decimal(Fraction(10**20))
    (Decimal('0.125'), Decimal('0.666666666667'), Decimal('100000000000000000000'))
    """
    places = _places(value)
    size = 10 ** (_PLACES if places is None else places)
    return plain(EXACT.scaleb(Decimal(round(value * size)), -(_PLACES if places is None else places)))


def is_cut_off(figure: Decimal | None) -> bool:
    """Whether the store's eight decimals would change the figure by more than a millionth of it.

    >>> is_cut_off(Decimal("0.000000155")), is_cut_off(Decimal("666666.666666666667"))
    (True, False)
    """
    if figure is None or not -_SMALL < figure < _SMALL:
        return False
    return abs(figure - round(figure, STORED_PLACES)) * 10**6 > abs(figure)


def multiply(number: Decimal, factor: Decimal) -> Decimal:
    """Return the exact product."""
    return plain(EXACT.multiply(number, factor))


def plain(number: Decimal) -> Decimal:
    """Return the number without closing zeros and without an exponent.

    >>> plain(Decimal("1.50E+3")), plain(Decimal("2.50"))
    (Decimal('1500'), Decimal('2.5'))
    """
    _, digits, exponent = number.as_tuple()
    if exponent == 0 or (isinstance(exponent, int) and exponent < 0 and digits[-1]):
        return number
    short = EXACT.normalize(number)
    if short.adjusted() > 60:
        return short
    return EXACT.quantize(short, _ONE) if short.as_tuple().exponent > 0 else short  # type: ignore[operator]


_ONE: Final = Decimal(1)


def _places(value: Fraction) -> int | None:
    """Return how many decimals the value has; None where they never end."""
    rest, twos, fives = value.denominator, 0, 0
    while rest % 2 == 0:
        rest, twos = rest // 2, twos + 1
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    places = max(twos, fives)
    return places if rest == 1 and places <= _MOST_PLACES else None
