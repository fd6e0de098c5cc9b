"""Remarks that a form prints again and again behind its rows: 按实施方案执行.

In: the ground of a body. Out: the phrases. One that stands only once is left to what surrounds it.
"""

from __future__ import annotations

from collections import Counter
from typing import Final

from transform.fused.ground import Ground

_SHORTEST: Final = 5
_LONGEST: Final = 24


def find_remarks(ground: Ground) -> list[str]:
    """Return the texts that end right before labels and stand at several places, none of them the end of another."""
    text = ground.text[ground.first : ground.last]
    ends = {place - ground.first for place in (*ground.starts, *ground.totals, *ground.notes, ground.last)}
    found: Counter[str] = Counter()
    for end in ends:
        for length in range(_SHORTEST, min(_LONGEST, end) + 1):
            if not "\u4e00" <= text[end - length] <= "\u9fa5":
                break
            found[text[end - length : end]] = text.count(text[end - length : end])
    told = [phrase for phrase, count in found.items() if count > 1]
    return [
        each
        for each in told
        if not any(other.endswith(each) and found[other] >= found[each] for other in told if other != each)
    ]
