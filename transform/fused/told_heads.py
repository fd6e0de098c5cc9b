"""Heads that a list prints again before every row of a project: where each begins, and where it stands again.

In: the ground of a body. Out: the heads, the longest first. What stands before a head differs from row to
row, so a head is the longest text that all its places share; one whose shape is not that of a head is none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

_TAIL: Final = 12
_SHORTEST: Final = 14
_LONGEST: Final = 400
_TWO: Final = 2

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
