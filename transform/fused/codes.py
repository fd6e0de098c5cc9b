"""The digits before the name of a project in a list: the code of its unit, a year, the code of the project itself.

In: the text of a body. Out: how many digits a bare code of a unit has (`561006乡镇卫生院…`), and where figures that touch such digits
end. It never takes a code for longer or shorter than the list's first head shows it.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = re.compile(r"\d+")
_TOTAL: Final = re.compile(r"(?:合计|总计|小计)[\d,]*\.?")
_USUAL: Final = 6  # of a unit's code, where a total touches the first one
_LONGEST: Final = 12
_SHORTEST: Final = 3
_YEAR: Final = 4
PROJECT_DIGITS: Final = 8  # of the code of a project before its letter: those of its place, and of its year
_YEAR_BEFORE: Final = re.compile(r"(?:19|20)\d\d$")
_PROJECT_BEHIND: Final = re.compile(r"[A-Z]\d{3,}[-—_]")


def name_digits(text: str, first: int, last: int) -> int:
    """Return how many of the digits `text[first:last]` belong to the name behind them: 2025|年…, 41000021|T3169…-."""
    if text.startswith("年", last) and _YEAR_BEFORE.search(text[first:last]):
        return _YEAR
    return PROJECT_DIGITS if _PROJECT_BEHIND.match(text, last) and last - first >= PROJECT_DIGITS else 0


def find_code_digits(text: str, first: int) -> int:
    """Return how many digits the bare code has that a list begins with; none where it begins with a word."""
    total = _TOTAL.match(text, first)
    run = _DIGITS.match(text, total.end() if total else first)
    if run is None:
        return (
            _USUAL if total is not None and total.group()[-_USUAL - 1 :].isdigit() else 0
        )  # no point, no comma: they touch
    digits = len(run.group()) - name_digits(text, run.start(), run.end())
    if total is not None:
        return _USUAL if digits >= _USUAL else 0
    return digits if _SHORTEST <= digits <= _LONGEST else 0


def code_end(text: str, place: int, digits: int) -> int | None:
    """Return where a bare code ends that begins at a place: a name follows, or its year or its own code."""
    end = place + digits
    run = _DIGITS.match(text, place)
    if run is None or run.end() < end:
        return None
    return end if run.end() - end == name_digits(text, end, run.end()) else None


def total_end(text: str, first: int, last: int, digits: int) -> int:
    """Return where the figure of a total row ends whose digits touch those of the first head behind it."""
    start = last
    while start > first and text[start - 1].isdigit():
        start -= 1
    own = name_digits(text, start, last)
    cut = last - own - (digits if last - own - digits >= start else 0)
    return cut if cut > first else last
