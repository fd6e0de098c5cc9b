"""The values of one row of a matrix, a column for each place or each period: they are alike, which is what cuts them.

In: the cells that a column of values may hold, a place, how many columns there are. Out: `Fill`s of the whole run, the cheapest first.
A value told again for every column is the surest cut; else units, signs and kinds of the columns have to agree.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Final

from transform.fused.edges import WORST, Fill
from transform.fused.tokens import Token

_LONGEST_AGAIN: Final = 24
_AGAIN: Final = 0.2
_OTHER_UNIT: Final = 2.0
_OTHER_KIND: Final = 1.5
_MARK_BESIDE_FIGURE: Final = 0.3
_OTHER_WORD: Final = 0.3
_OTHER_SIZE: Final = 0.08
_KEPT_AT_A_PLACE: Final = 4
_WORDS: Final = frozenset({"word", "free"})


@dataclass(frozen=True, slots=True)
class _Way:
    tokens: tuple[Token, ...]
    cost: float


def values_across(
    text: str, place: int, last: int, columns: int, cells: Callable[[int], Sequence[Token]]
) -> list[Fill]:
    """Return the ways to read so many values from a place on; `cells` gives the values that may stand at one."""
    found = [Fill(way.tokens[-1].last, way.tokens, way.cost) for way in _told_again(text, place, last, columns, cells)]
    ways: dict[int, list[_Way]] = {place: [_Way((), 0.0)]}
    for _ in range(columns):
        longer: dict[int, list[_Way]] = {}
        for at, held in ways.items():
            for token in cells(at):
                for way in held:
                    cost = way.cost + token.cost + _unlike(way.tokens, token)
                    if cost < 2 * WORST:
                        longer.setdefault(token.last, []).append(_Way((*way.tokens, token), cost))
        ways = {at: sorted(held, key=lambda way: way.cost)[:_KEPT_AT_A_PLACE] for at, held in longer.items()}
    told = {fill.tokens for fill in found}
    found += [Fill(at, way.tokens, way.cost) for at, held in ways.items() for way in held if way.tokens not in told]
    return sorted(found, key=lambda fill: fill.cost)


def _told_again(text: str, place: int, last: int, columns: int, cells: Callable[[int], Sequence[Token]]) -> list[_Way]:
    """Return the readings in which one value stands in every column."""
    known = {token.last - place: token for token in cells(place) if token.kind != "blank"}
    found = []
    for length in range(1, min(_LONGEST_AGAIN, (last - place) // columns) + 1):
        word = text[place : place + length]
        if not text.startswith(word * columns, place) or word.isdigit() or (length == 1 and length not in known):
            continue
        token = known.get(length, Token("word", place, place + length, _AGAIN))
        copies = (
            Token(token.kind, place + at * length, place + (at + 1) * length, 0.0, token.number, token.unit, token.sign)
            for at in range(columns)
        )
        found.append(_Way(tuple(copies), min(token.cost, _AGAIN)))
    return found


def _unlike(before: tuple[Token, ...], token: Token) -> float:
    """Return what a value costs beside the ones on its left."""
    other = next((each for each in before if each.kind not in {"blank", "null"}), None)
    if other is None or token.kind in {"blank", "null"}:
        return _MARK_BESIDE_FIGURE * (token.kind == "null" and other is not None)
    if other.kind == token.kind == "figure":
        cost = 0.0 if other.unit == token.unit else _OTHER_UNIT
        low, high = sorted((other.number, token.number))
        return cost + (0.3 if low == 0 < high else _OTHER_SIZE * min(5.0, log(high / low)) if low else 0.0)
    if other.kind in _WORDS and token.kind in _WORDS:
        return _OTHER_WORD
    return 0.0 if other.kind == token.kind else _OTHER_KIND
