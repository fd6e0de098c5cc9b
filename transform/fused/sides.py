"""Two targets side by side: a header that names its columns twice, or a column of values for each period.

In: the words of a header, the text above it. Out: the words of one side, the periods of the sides as stretches of the text. What the
periods are is read from what is printed; where nothing says it, there are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

Word = tuple[int, int, str]
Stretch = tuple[int, int]

_WHEN = r"(?:20\d\d年度?|20\d\d-20\d\d年|中长期|中期|长期|实施期|总体|本?年度|当年|本年|全年)"
_YEARS = r"(?:\([^()]{1,24}\))?"
_PERIOD_BEFORE: Final = re.compile(rf"{_WHEN}(?:滚动|总体|总|绩效|预期|计划)*$")
_PERIOD: Final = re.compile(rf"{_WHEN}(?:滚动|总体|总|绩效|预期|计划)*(?:目标|指标|计划)")
_HEADING: Final = re.compile(rf"{_WHEN}(?:滚动|总体|总|绩效|预期|计划)*(?:目标|指标)(?:值)?{_YEARS}:?")
_LONGEST_PERIOD: Final = 12
_LEVELS: Final = frozenset({"level1", "level2", "group", "ordinal"})


def period_start(text: str, first: int) -> int:
    """Return where the period before a header word of values begins: 中期|指标值; the word itself where there is none."""
    start = max(0, first - _LONGEST_PERIOD)
    match = _PERIOD_BEFORE.search(text[start:first])
    return start + match.start() if match else first


def part_sides(words: Sequence[Word]) -> list[list[Word]]:
    """Return the words of each side of a header that names its columns again; one side where it does not."""
    fields = [field for _, _, field in words]
    name = "level3" if "level3" in fields else "content"
    names = [at for at, field in enumerate(fields) if field == name]
    starts = [0]
    for before, at in pairwise(names):
        if "value" not in fields[before:at]:
            return [list(words)]
        levels = next(back for back in range(at) if fields[at - 1 - back] not in _LEVELS)
        starts.append(at - levels)
    sides = [list(words[first:last]) for first, last in zip(starts, [*starts[1:], len(words)], strict=True)]
    columns = [[field for _, _, field in side if field not in _LEVELS] for side in sides]
    return sides if all(each == columns[0] for each in columns) else [list(words)]


def periods_of(text: str, words: Sequence[Word]) -> list[Stretch]:
    """Return the periods that the header's words of values say themselves; none unless all say one of their own."""
    values = [(first, last) for first, last, field in words if field == "value"]
    said = [text[first:last] for first, last in values]
    is_told = len(values) > 1 and len(set(said)) == len(said) and all(_PERIOD.match(word) for word in said)
    return values if is_told else []


def periods_above(text: str, first: int, last: int, count: int) -> tuple[list[Stretch], bool]:
    """Return the periods in the head of a form, one for each side, and whether they stand side by side as the sides do."""
    found = [match.span() for match in _HEADING.finditer(text, first, last)]
    for at in range(len(found) - count, -1, -1):
        run = found[at : at + count]
        is_beside = all(one[1] == other[0] for one, other in pairwise(run))
        if is_beside and len({text[start:end] for start, end in run}) == count:
            return run, True
    different = list({text[start:end]: (start, end) for start, end in found}.values())
    return (different, False) if len(different) == count else ([], False)
