"""Where the names of rows may end, and how odd a stretch is as a name.

In: the ground. Out: places and costs. It knows nothing of the columns behind a name, but whether a unit is one of them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Final

from transform.fused.ground import Ground
from transform.fused.tokens import periods_at
from transform.fused.words import alternatives, fused_words, sign_before, unit_ends, value_word

LONGEST_NAME: Final = 44
_ODD_START: Final = re.compile(r"[)\],，。;:%、\-/.并且]")
_PERIOD_OPENS: Final = re.compile(r"[当本次全年上下第一二三四]")  # no figure: those open a column anyhow
_DIRECTION_LEFT: Final = re.compile(r"^[正反]向指标")  # 正向|指标新修机耕路
_DIRECTION: Final = re.compile(r"[正反]向指标")
_NATURE: Final = re.compile(r"(?<![稳确特决法规固鉴判])(?:(?:定性|定量)|(?:正向|反向)(?:指标)?)$")


class Names:
    """The names of one body."""

    def __init__(self, ground: Ground, *, has_unit: bool, has_sign: bool) -> None:
        """Find the places at which names may end."""
        self.ground = ground
        self.has_unit = has_unit
        self.has_sign = has_sign
        self._words = value_word()
        self._openings = re.compile(alternatives(fused_words("value_opening")))
        self._opens = _starts(
            ground, self._words.pattern, self._openings.pattern, sign_before().pattern, _PERIOD_OPENS.pattern
        )
        signs = (match for match in sign_before().finditer(ground.text, ground.first, ground.last))
        self._sign_ends = frozenset(end for match in signs for end in range(match.start() + 1, match.end() + 1))
        self._name_ends = _name_ends(ground, fused_words("name_ending"))
        self._label_insides = frozenset(
            place for start, label in ground.labels.items() for place in range(start + 1, label.last)
        )
        self._ends = self._find_ends()

    def ends_behind(self, start: int) -> list[int]:
        """Return the places at which a name that begins at a place may end, the nearest first."""
        stop = min(self.ground.last, start + LONGEST_NAME)
        return self._ends[bisect_right(self._ends, start) : bisect_right(self._ends, stop)]

    def is_end(self, place: int) -> bool:
        """Whether a word stands before a place that names end in."""
        return place in self._name_ends or place in self.ground.echoes

    def cost(self, first: int, last: int) -> float:
        """Return how odd a stretch is as a name."""
        text, ground = self.ground.text, self.ground
        length = last - first
        cost = ground.oddness(first, last) + (4.0, 0.9)[length - 1] if length < 3 else ground.oddness(first, last)
        cost += 0.07 * max(0, length - 20)
        if _ODD_START.match(text, first) or _DIRECTION_LEFT.search(text[max(0, first - 2) : first + 2]):
            cost += 4.0
        elif text[first].isdigit() and first > ground.first and text[first - 1].isdigit():
            cost += 2.5
        if text.count("(", first, last) != text.count(")", first, last):
            cost += 3.0
        if first in ground.labels:
            is_sure = not ground.labels[first].is_bare or ground.labels[first].last in ground.labels
            cost += 4.0 if is_sure else 1.5
        if first in self._label_insides:
            cost += 2.0
        if first in ground.totals or first in ground.notes:
            cost += 4.0
        if self.has_sign and _NATURE.search(text, first, last):
            cost += 2.0
        if self.has_sign and _DIRECTION.match(text, first):
            cost += 3.0
        if self.has_unit and text[last - 1] in "百千万亿" and text.startswith("元", last):
            cost += 2.0
        elif self.has_unit and any(end > last for end in unit_ends(text, last - 1)):
            cost += 1.5  # 平|方米
        if last in self._sign_ends:
            cost += 2.0
        if length > 7 and length % 2 == 0 and text.startswith(text[first : first + length // 2], first + length // 2):
            cost += 3.0
        return cost + (1.5 if text[last - 1] in "的、,/" else 0.0)

    def _find_ends(self) -> list[int]:
        """Return the places at which a name may end: where a column's text begins, or a name's end stands."""
        ground, text = self.ground, self.ground.text
        ends = []
        for place in range(ground.first + 1, ground.last + 1):
            if place in ground.inner or (place < ground.last and text[place].isdigit() and text[place - 1].isdigit()):
                continue
            if ground.is_anchor(place) or self.is_end(place) or self._opens_column(place):
                ends.append(place)
        return ends

    def _opens_column(self, place: int) -> bool:
        """Whether what stands at a place may be no part of a name: a figure, a sign, a word of values."""
        text = self.ground.text
        if not "\u4e00" <= text[place] <= "\u9fa5":
            return True
        if place not in self._opens:
            return self.has_unit and self._is_unit_column(place)
        opens = _PERIOD_OPENS.match(text, place) is None or any(
            pattern.match(text, place) for pattern in (self._words, self._openings, sign_before())
        )
        return opens or bool(periods_at(text, place)) or (self.has_unit and self._is_unit_column(place))

    def _is_unit_column(self, place: int) -> bool:
        """Whether a unit stands at a place, and no word goes on behind it."""
        return any(end >= self.ground.last or not "\u4e00" <= self.ground.text[end] <= "\u9fa5"
                   or sign_before().match(self.ground.text, end) or self._words.match(self.ground.text, end)
                   for end in unit_ends(self.ground.text, place))  # fmt: skip


def _starts(ground: Ground, *patterns: str) -> frozenset[int]:
    """Return the places at which one of some patterns matches, those inside another match as well."""
    anywhere = re.compile(f"(?=(?:{'|'.join(patterns)}))")
    return frozenset(match.start() for match in anywhere.finditer(ground.text, ground.first, ground.last))


def _name_ends(ground: Ground, endings: Sequence[str]) -> frozenset[int]:
    """Return the places behind a word that names end in, perhaps with a bracket."""
    pattern = re.compile(rf"(?:{alternatives(endings)})(?:\([^()]{{0,24}}\))?")
    ends: set[int] = set()
    for match in pattern.finditer(ground.text, ground.first, ground.last):
        ends.add(match.end())
        bracket = match.group().find("(")
        if bracket > 0:
            ends.add(match.start() + bracket)
    return frozenset(ends)
