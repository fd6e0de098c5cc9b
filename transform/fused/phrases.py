"""Free texts that come again or that surely end: the reasons and notes behind the figures of a row.

In: a body, and the places at which free text surely ends. Out: phrases that tell a reason.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

TELLING: Final = re.compile(
    r"影响|较晚|未能|推迟|滞后|下一步|将加|加强|加快|不足|原因|由于|尚未|延期|延迟|疫情|未完成|调整|缺少|偏差|改进|欠|达不到|反映"
)
_REASON: Final = re.compile(r"(?<=[\d%])[\u4e00-\u9fa5][^\d≥≤=<>%]{4,40}")
_TEMPLATE: Final = re.compile(r"\.{3,}.*$")
_SHORTEST: Final = 5
_FEWEST: Final = 3


def find_phrases(text: str, first: int, last: int, stops: Sequence[int]) -> list[str]:
    """Return the free texts that tell a reason and surely end: before a label, a total, a note, the words of a template."""
    found: dict[str, None] = {}
    for match in _REASON.finditer(text, first, last):
        stop = _stop(match, stops)
        if stop is not None:
            found[_TEMPLATE.sub("", text[match.start() : stop])] = None
    return [phrase for phrase in found if len(phrase) >= _SHORTEST and TELLING.search(phrase)]


def phrases_told_again(text: str, first: int, last: int, stops: Sequence[int], known: Sequence[str]) -> list[str]:
    """Return what at least three other texts that tell a reason begin with, each before the name of its next row."""
    matches = _REASON.finditer(text, first, last)
    open_ends = [match.group() for match in matches if _stop(match, stops) is None]
    return _told_again([each for each in open_ends if not each.startswith(tuple(known))])


def _stop(match: re.Match[str], stops: Sequence[int]) -> int | None:
    """Return the first place inside a stretch or at its end where free text surely ends."""
    at = bisect_right(stops, match.start())
    return stops[at] if at < len(stops) and stops[at] <= match.end() else None


def _told_again(texts: Sequence[str]) -> list[str]:
    """Return what at least three texts begin with, before the names of their next rows."""
    groups: dict[str, list[str]] = {}
    for each in texts:
        groups.setdefault(each[:_SHORTEST], []).append(each)
    found = []
    for group in groups.values():
        if len(group) < _FEWEST:
            continue
        phrase = min((_common(*pair) for pair in pairwise(sorted(group))), key=len)
        if len(phrase) >= _SHORTEST and TELLING.search(phrase):
            found.append(phrase)
    return found


def _common(one: str, other: str) -> str:
    """Return what both texts begin with."""
    same = 0
    while same < min(len(one), len(other)) and one[same] == other[same]:
        same += 1
    return one[:same]
