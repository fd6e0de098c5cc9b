"""One section of a number format, as it is written, to what it does to a figure.

In: a section (`0.00"万元"`, `#,##0_)`, `0!.0,`). Out: a `Pattern`: the words around the figure, its decimals, its scale, and
what stands between its digits. Figures themselves are not touched here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from extract.excel.dates import literal

TOKEN: Final = re.compile(r'"[^"]*"|[\\!].|_.|\*.|\[[^\]]*\]|E[+-]|General|[^"]', re.IGNORECASE | re.DOTALL)
_CURRENCY: Final = re.compile(r"\[\$([^-\]]*)(?:-[^\]]*)?\]")
_DIGITS: Final = "0#?"
_UNSHOWN: Final = ("/", "e+", "e-")  # fractions and exponents, which are not imitated


class Pattern(NamedTuple):
    """What a section does to a figure."""

    before: str
    after: str
    decimals: int = 0
    fewest_decimals: int = 0
    fewest_whole: int = 1
    has_thousands: bool = False
    scale: int = 0  # the power of ten by which the figure is shown larger
    between: tuple[tuple[int, str], ...] = ()  # (how many digits from the right, what stands before them)
    is_plain: bool = False  # the figure is written as it is stored
    changes: bool = False  # and would be shown otherwise

    def strew(self, digits: str) -> str:
        """Return the digits with what stands between them."""
        for count, words in self.between:
            place = max(len(digits) - count, 0)
            digits = digits[:place] + words + digits[place:]
        return digits


def token_to_text(token: str) -> str:
    """Return what a token of a format prints for itself."""
    if token[0] in '"\\!' or (token[0] in "_*" and len(token) > 1):
        return literal(token)
    currency = _CURRENCY.fullmatch(token)
    return currency[1] if currency else "" if token.startswith("[") else token


@lru_cache(maxsize=512)
def parse_section(section: str) -> Pattern:
    """Return the pattern of a section.

    >>> pattern = parse_section('#,##0.00_);')
    >>> pattern.decimals, pattern.has_thousands, parse_section('0!.0,"万"').scale, parse_section("0000-00-00").between
    (2, True, -4, ((2, '-'), (5, '-')))
    """
    tokens = TOKEN.findall(section)
    places = [number for number, token in enumerate(tokens) if token in _DIGITS]
    general = next((number for number, token in enumerate(tokens) if token.lower() == "general"), None)
    if not places or general is not None:
        first = len(tokens) if general is None else general
        return Pattern(_words(tokens[:first]).lstrip(), _words(tokens[first + 1 :]).rstrip(" "), is_plain=True)
    body, after = tokens[places[0] : places[-1] + 1], tokens[places[-1] + 1 :]
    has_dot_before = places[0] > 0 and tokens[places[0] - 1] == "."
    before = _words(tokens[: places[0] - 1] if has_dot_before else tokens[: places[0]]).lstrip()
    thousands = next((number for number, token in enumerate(after) if token != ","), len(after))
    end = _words(after[thousands:]).rstrip(" ")
    if has_dot_before or any(token.lower() in _UNSHOWN for token in body):
        return Pattern(before, end, is_plain=True, changes=True)
    point = next((number for number, token in enumerate(body) if token_to_text(token) == "."), len(body))
    whole, decimals = body[:point], [token for token in body[point + 1 :] if token in _DIGITS]
    # A point in quotes moves no digits: the figure is shown as if it were smaller.
    moved = len(decimals) if point < len(body) and body[point] != "." else 0
    return Pattern(
        before, end, len(decimals), decimals.count("0"), whole.count("0"), "," in whole,
        2 * sum(token == "%" for token in tokens) - 3 * thousands - moved, tuple(_between(whole)),
    )  # fmt: skip


def _words(tokens: Sequence[str]) -> str:
    return "".join(token_to_text(token) for token in tokens if token != "@")


def _between(whole: Sequence[str]) -> list[tuple[int, str]]:
    """Return what stands between whole digits, the rightmost first, each with the characters that come to stand after it."""
    found: list[tuple[int, str]] = []
    count = 0
    for token in reversed(whole):
        words = "" if token in (*_DIGITS, ",") else token_to_text(token)
        if words:
            found.append((count, words))
        count += len(words) if words else token in _DIGITS
    return found
