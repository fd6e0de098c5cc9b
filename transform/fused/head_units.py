"""Where the unit of a project's head ends and the project's name begins, or the other way round.

In: a head's match. Out: places, and whether something in the text says so: the names of offices, and what is told again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transform.fused.head_shapes import GOAL, LAST_AMOUNT, NUMBERED_NAME, OFFICE, OPENING, UNIT, is_goal_first

_LAST_UNIT: Final = re.compile(rf"(?:[\u4e00-\u9fa5]{{2,4}}?[县市区州旗盟])[\u4e00-\u9fa5]{{1,14}}?{OFFICE}$")
_PROJECT_END: Final = re.compile(
    r"(?:项目|经费|资金|工程|补助|补贴|[费期批]|建设|改造|维护|维修|服务|运行|购置|工作|\))$"
)
_SHORTEST_UNIT: Final = 4


def last_unit(text: str, first: int, last: int) -> int | None:
    """Return where the office begins that ends a stretch: a name with its county before it."""
    for start in range(last - 4, first + 3, -1):
        if _LAST_UNIT.match(text[start:last]):
            return start
    return None


def unit_end(head: re.Match[str], unit: re.Match[str]) -> int:
    """Return where the unit of a head ends: where the text goes on in different ways behind it, else at its first office."""
    ends = office_ends(head, unit)
    told = [end for end in ends if is_told_apart(head.string, unit.start(), end)]
    return told[0] if told else unit.end()


def office_ends(head: re.Match[str], unit: re.Match[str]) -> list[int]:
    """Return the places at which a unit's name may end, the farthest first."""
    last = head.end("before")
    goal = GOAL.search(head.string, unit.start() + _SHORTEST_UNIT, last) if head.re is LAST_AMOUNT else None
    last = goal.start() if goal is not None else last
    ends = {match.end() for match in re.compile(OFFICE).finditer(head.string, unit.start() + _SHORTEST_UNIT, last)}
    return sorted((end for end in ends if end < last), reverse=True)


def is_told_apart(text: str, first: int, last: int) -> bool:
    """Whether a name stands in the text more than once, and not always before the same character."""
    found = re.finditer(re.escape(text[first:last]), text)
    return len({text[match.end() : match.end() + 1] for match in found}) > 1


def is_sure_of_unit(head: re.Match[str], fields: Sequence[str]) -> bool:
    """Whether something says where the unit of a head ends and its name begins, or that the unit stands above."""
    text, first, last = head.string, head.start("before"), head.end("before")
    if fields.index("project_name") < fields.index("unit_name") and not is_goal_first(fields):
        start = last_unit(text, first, last)
        return start is not None and _PROJECT_END.search(text, first, start) is not None
    unit = UNIT.match(text, first, last)
    if unit is None:
        opening = text[first : first + OPENING]
        return NUMBERED_NAME.match(text, first) is not None or text.find(opening, first + OPENING, head.end()) >= 0
    ends = office_ends(head, unit)
    return len(ends) < 2 or any(is_told_apart(text, unit.start(), end) for end in ends)
