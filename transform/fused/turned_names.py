"""The names of a matrix on its side, cut so that each suits the value that stands under it: a rate has a percentage.

In: the stretch of the names and the values of one row. Out: the ends of the names, the best ways first. Names of things that are counted
(采集检测样品) end in no word of their own; where nothing says that one ends, the caller has to doubt it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from transform.fused.ground import survey
from transform.fused.names import Names
from transform.fused.script import Script
from transform.fused.words import alternatives, fused_words

_SHORTEST, _LONGEST, _TIDY = 3, 30, 12
_SHORT: Final = 0.8
_LONGER: Final = 0.1
_NO_END: Final = 1.3
_NO_END_OF_COUNT: Final = 0.5
_OPENS: Final = -0.4
_OTHER: Final = 1.5
_LESS: Final = 0.3
_WORDED: Final = 0.8
_UNIT_AGAIN: Final = -0.3
_TWO: Final = 1.0
_KEPT: Final = 4
_WORST: Final = 3.0
_SPAN: Final = 4.0
_RATE: Final = re.compile(r"(?:率|满意度|比例|比重|幅度|覆盖面|密度|质量|程度)(?:\([^()]*\))?$")
_SURE_RATE: Final = re.compile(r"(?:率|满意度|比例|比重)(?:\([^()]*\))?$")
_TWO_NAMES: Final = re.compile(r"[\u4e00-\u9fa5]{2}(?:性|率|满意度|质量|比例|产值|成本)(?!控制)[\u4e00-\u9fa5]{4,}")
_TIME: Final = re.compile(r"周期|时限|时间|期限|完成|工期|日期|及时|进度|年限")
_QUALITY: Final = re.compile(
    r"(?:质量|性|程度|作用|影响|水平|环境|氛围|能力|控制|效益|情况|效果|机制|纠纷|质|度)(?:\([^()]*\))?$"
)
_NEVER_COUNTED: Final = re.compile(r"(?:质量|[^属]性|程度|水平|作用|影响)(?:\([^()]*\))?$")
_DATE: Final = re.compile(r"20\d\d|\d月|全年|年底|季度")


class NameCuts:
    """The names in a stretch of a script."""

    def __init__(self, script: Script, first: int, last: int) -> None:
        """Weigh every stretch that may be a name, whatever stands under it."""
        self._text, self._first, self._last = script.text, first, last
        ground = survey(script.text, first, last, script.breaks)
        self._names = Names(ground, has_unit=False, has_sign=False)
        self._steps = {
            place: [(end, cost) for end in range(place + _SHORTEST, min(last, place + _LONGEST) + 1)
                    if (cost := self._cost(place, end)) < _WORST]
            for place in range(first, last)
        }  # fmt: skip

    def is_end(self, place: int) -> bool:
        """Whether a word that names end in stands before a place, or one that names begin with behind it."""
        return self._names.is_end(place)

    def ways(self, values: Sequence[str]) -> list[tuple[float, tuple[int, ...]]]:
        """Return the best ways to cut a name for each value."""
        held: dict[int, list[tuple[float, tuple[int, ...]]]] = {self._first: [(0.0, ())]}
        for value in values:
            longer: dict[int, list[tuple[float, tuple[int, ...]]]] = {}
            least = min((ways[0][0] for ways in held.values()), default=0.0)
            for place, ways in held.items():
                if ways[0][0] > least + _SPAN:
                    continue
                for end, cost in self._steps.get(place, ()):
                    more = cost + self._unlikeness(place, end, value)
                    longer.setdefault(end, []).extend((each + more, (*ends, end)) for each, ends in ways)
            held = {end: sorted(ways)[:_KEPT] for end, ways in longer.items()}
        return held.get(self._last, [])

    def _cost(self, first: int, last: int) -> float:
        length = last - first
        cost = self._names.cost(first, last) + (_SHORT if length == _SHORTEST else _LONGER * max(0, length - _TIDY))
        cost += _TWO if _TWO_NAMES.search(self._text, first, last) else 0.0
        cost += _OTHER if self._text.startswith("处理满意", first) else 0.0  # 投诉|处理满意率
        return cost + (_OPENS if _openings().match(self._text, first, last) else 0.0)

    def _unlikeness(self, first: int, last: int, value: str) -> float:
        """Return how little a name suits a value."""
        name, is_rate = self._text[first:last], "%" in value or "百分" in value
        is_counted = value[-1:] not in "%" and any(each.isdigit() for each in value) and not _DATE.search(value)
        if not any(each.isalnum() for each in value):
            return 0.0 if self.is_end(last) else _NO_END  # a dash says nothing of its name
        ending = 0.0 if self.is_end(last) else _NO_END_OF_COUNT if is_counted else _NO_END
        if is_rate:
            return ending + (0.0 if _SURE_RATE.search(name) else _LESS if _RATE.search(name) else _OTHER)
        if is_counted or _DATE.search(value):
            ending += _UNIT_AGAIN if name[-1] == value[-1] else 0.0  # 带动脱贫户, 527户
            is_time = bool(_TIME.search(name))
            ending += (
                _OTHER if _SURE_RATE.search(name) else _WORDED if is_counted and _NEVER_COUNTED.search(name) else 0.0
            )
            return ending + (_OTHER if _DATE.search(value) and not is_counted and not is_time else 0.0)
        return (
            ending
            + (0.0 if _QUALITY.search(name) or _TIME.search(name) else 0.7)
            + _OTHER * bool(_SURE_RATE.search(name))
        )


@cache
def _openings() -> re.Pattern[str]:
    """Return the pattern of words that names begin with, behind a mark."""
    return re.compile(rf"[*★]|(?:{alternatives(fused_words('name_opening'))})")
