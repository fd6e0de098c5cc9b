"""The shapes of the heads of projects in a fused list: `某县财政所12,520,000.00某站某项目12,490,000.00目标。`

In: a stretch of text and the fields of the list's header. Out: a match with what stands before the amount, the amount, what stands
behind it; and the habits that the first head of a list shows of the others. It weighs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transform.fused.codes import PROJECT_DIGITS, code_end, find_code_digits

_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
# A numbered goal may begin right behind the amount (`2712.001.通过…`); a whole number must not be a year or a code.
AMOUNT: Final = (
    rf"(?<![\d.,A-Za-z])(?:{_NUMBER}(?:\.\d{{1,6}}?)?(?=1[.、][^\d])|"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d+\.\d{1,6})(?![\d.,%])|"
    r"(?!(?:19|20)\d\d年)\d+(?![\d.,%月日个人次户期A-Za-z_-]|年(?!度)))(?:[百千万亿]*元|万)?"
)
OFFICE: Final = (
    r"(?:人民政府|政府|委员会|办公室|街道办事处|办事处|管理站|事务中心|服务中心|中心小学|小学|中学|学校|医院|卫生院|"
    r"管理局|财政所|派出所|中心|局|所|站|厅|院|处|队|馆|委|办|部|委员会|联合会|协会|党校|园|镇|(?<!城)乡)"
)
CODE: Final = r"(?:\d{3,9}[-—_])"
UNIT: Final = re.compile(rf"(?P<unit>(?:{CODE}|\d{{0,9}})[\u4e00-\u9fa5]{{2,16}}?{OFFICE})(?!{OFFICE[3:-1]})")
CODED_UNIT: Final = re.compile(rf"(?P<unit>{CODE}[\u4e00-\u9fa5]{{2,16}}?{OFFICE})(?!{OFFICE[3:-1]})")
UNIT_TOTAL: Final = re.compile(rf"(?P<unit>[\u4e00-\u9fa5]{{3,24}}?{OFFICE})(?P<amount>{AMOUNT})")
# The unit is told again right behind its total, which ends there whatever digits follow.
TOLD_TOTAL: Final = re.compile(
    rf"(?P<unit>{CODE}?[\u4e00-\u9fa5]{{3,24}}?{OFFICE})"
    r"(?P<amount>(?:\d{1,3}(?:,\d{3})+|\d{1,12}?)(?:\.\d{1,6}?)?(?:[百千万亿]*元|万)?)(?=(?P=unit))"
)
MONEY_UNIT: Final = re.compile(r"(?:[百千万亿]*元|万)$")
HEAD: Final = re.compile(rf"(?P<before>[^%≥≤<>=。]{{4,90}}?)(?P<amount>{AMOUNT})(?P<after>.*)", re.DOTALL)
# A goal in sentences without an amount before or behind it: a project still begins here, and an amount is in doubt.
LOOSE_HEAD: Final = re.compile(r"(?P<before>[^%≥≤<>=。,，;:]{6,60}?)(?P<amount>)(?P<after>[^≥≤<>=。]*。.*)", re.DOTALL)
PROJECT_CODE: Final = re.compile(r"\d{8,}(?=[A-Z]\d{3,}[-—_])")
LAST_AMOUNT: Final = re.compile(rf"(?P<before>.{{6,}}?)(?P<amount>{AMOUNT})", re.DOTALL)
GOAL: Final = re.compile(
    r"通过|计划投?入?|规范|年度|为了?|确保|根据|按照|围绕|完成|保障|提高|加强|目标1|1[.、]|一是|全面|持续|做好|开展|实施"
)
NUMBERED_NAME: Final = re.compile(r"(?:19|20)\d\d年|\d{8,}[A-Z]?\d*[-—_]")
OPENING: Final = 4


def is_goal_first(fields: Sequence[str]) -> bool:
    """Whether a list prints the goal before the amount."""
    return "goal" in fields and "amount" in fields and fields.index("goal") < fields.index("amount")


def match_head(text: str, first: int, last: int, fields: Sequence[str]) -> re.Match[str] | None:
    """Return a stretch as the head of a project: a name, an amount, a goal; None where it holds no amount."""
    pattern = LAST_AMOUNT if is_goal_first(fields) else HEAD
    start = first
    is_unit_first = bool(fields) and fields[0] in {"unit_name", "department"}
    total = TOLD_TOTAL.match(text, first, last) or UNIT_TOTAL.match(text, first, last) if is_unit_first else None
    if total is not None and not GOAL.match(text, total.end(), last) and pattern.fullmatch(text, total.end(), last):
        start = total.end()
    return pattern.fullmatch(text, start, last)


def match_coded_head(
    text: str, first: int, last: int, fields: Sequence[str], habits: ListHabits
) -> re.Match[str] | None:
    """Return a stretch as a head that begins behind the bare code of its unit, where the list prints one."""
    begins = code_end(text, first, habits.bare_digits) if habits.bare_digits else None
    return match_head(text, first if begins is None else begins, last, fields)


def match_loose_head(text: str, first: int, last: int) -> re.Match[str] | None:
    """Return a stretch as a head without an amount: a name, then sentences; None where there are none."""
    return LOOSE_HEAD.fullmatch(text, first, last)


@dataclass(frozen=True, slots=True)
class ListHabits:
    """How a list prints its heads, as its first one shows: a code of so many digits, the unit of its amounts."""

    code_digits: int = 0
    name_digits: int = 0  # of the codes before the names of projects
    has_money_unit: bool = False
    bare_digits: int = 0  # of the unit's code where it has a column of its own


def find_habits(text: str, first: int, last: int, fields: Sequence[str]) -> ListHabits:
    """Return the habits of a list whose first head is `text[first:last]`."""
    bare = find_code_digits(text, first) if fields[0] == "unit_code" else 0
    head = match_head(text, first, last, fields)
    code = CODED_UNIT.match(text, first, last)
    digits = len(re.match(r"\d*", text[first : first + 9]).group()) if code else 0  # type: ignore[union-attr]
    name_digits = PROJECT_DIGITS if PROJECT_CODE.search(text, first) else 0
    return ListHabits(digits, name_digits, head is not None and MONEY_UNIT.search(head["amount"]) is not None,
                      bare)  # fmt: skip
