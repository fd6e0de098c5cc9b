"""Heads that a list prints again before every row of a project: where each begins, and where it stands again.

In: the ground of a body. Out: the heads, the longest first. What stands before a head differs from row to
row, so a head is the longest text that all its places share; one whose shape is not that of a head is none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from transform.fused.head_shapes import AMOUNT, OFFICE

_TAIL: Final = 12
_SHORTEST: Final = 14
_LONGEST: Final = 400
_TWO: Final = 2

_FIRST_TOTAL: Final = re.compile(rf"[^≥≤<>=。%]{{2,60}}?{AMOUNT}")
_OPENING_UNIT: Final = re.compile(rf"(?:\d{{3,9}}[-—_])?[\u4e00-\u9fa5]{{2,24}}?{OFFICE}")
_AMOUNT: Final = re.compile(AMOUNT)
_LONGEST_AMOUNT: Final = 24

IsHead = Callable[[int, int], bool]


def find_told_heads(text: str, first: int, last: int, starts: Sequence[int], is_head: IsHead) -> tuple[str, ...]:
    """Return the heads that stand at least twice and end before one of the labels at `starts`."""
    found: dict[str, int] = {}
    for start in starts:
        if any(text.endswith(head, first, start) for head in found):
            continue
        places = _places(text, first, last, text[max(first, start - _TAIL) : start])
        length = _length(text, first, start, places, is_head) if len(places) >= _TWO else 0
        if length:
            head = text[start - length : start]
            found[head] = text.count(head, first, last)
    kept = [
        head
        for head in found
        if not any(head != other and head.endswith(other) and found[other] > found[head] for other in found)
    ]
    return tuple(sorted(kept, key=lambda head: (-len(head), head)))


def _places(text: str, first: int, last: int, tail: str) -> list[int]:
    """Return the ends of all places at which a text stands."""
    found: list[int] = []
    place = text.find(tail, first, last) if len(tail) == _TAIL else -1
    while place >= 0:
        found.append(place + len(tail))
        place = text.find(tail, place + 1, last)
    return found


def _length(text: str, first: int, start: int, places: Sequence[int], is_head: IsHead) -> int:
    """Return the length of the head that ends at a place: as long as it stands as often as its shortest part does."""
    sharing, length, best, count = list(places), _TAIL, 0, 0
    while length < min(_LONGEST, start - first):
        length += 1
        sharing = [end for end in sharing if end - length >= first and text[end - length] == text[start - length]]
        if len(sharing) < max(_TWO, count):
            break
        if length >= _SHORTEST and is_head(start - length, start):
            best, count = length, len(sharing)
    return best


def find_unit_totals(text: str, first: int, told: Mapping[int, int]) -> dict[int, int]:
    """Return where a unit and its total stand right before a head that is told again, and where each ends."""
    found: dict[int, int] = {}
    places = sorted(told)
    for number, place in enumerate(places):
        if number and text[places[number - 1] : told[places[number - 1]]] == text[place : told[place]]:
            continue
        if not number:
            start = first if first < place and _FIRST_TOTAL.fullmatch(text, first, place) else None
        else:
            start = _unit_total(text, told[places[number - 1]], place, told[place])
        if start is not None:
            found[start] = place
    return found


def _unit_total(text: str, first: int, place: int, end: int) -> int | None:
    """Return where the unit that a head begins with stands before it with an amount of its own."""
    unit = _OPENING_UNIT.match(text, place, end)
    start = text.rfind(unit.group(), max(first, place - len(unit.group()) - _LONGEST_AMOUNT), place) if unit else -1
    return start if unit and start >= 0 and _AMOUNT.fullmatch(text, start + len(unit.group()), place) else None
