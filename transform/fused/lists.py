"""The heads of projects that stand among the rows of a fused list: `某县财政所12,520,000.00某站某项目12,490,000.00目标。`

In: the text from the end of a row to the next label of level 1. Out: where its unit, name, amount and goal stand. The
unit's name ends as the names of offices do; a first office with an amount of its own is a total of that unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transform.fused.codes import PROJECT_DIGITS, code_end, find_code_digits
from transform.fused.script import Script
from transform.fused.words import unit_ends, value_word
from transform.heads import Head
from transform.pieces import Piece

_NUMBER: Final = r"(?:\d{1,3}(?:,\d{3})+|\d+)"
# A numbered goal may begin right behind the amount (`2712.001.通过…`); a whole number must not be a year or a code.
_AMOUNT: Final = (
    rf"(?<![\d.,A-Za-z])(?:{_NUMBER}(?:\.\d{{1,6}}?)?(?=1[.、][^\d])|"
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d{1,6})?|\d+\.\d{1,6})(?![\d.,%])|"
    r"(?!(?:19|20)\d\d年)\d+(?![\d.,%月日个人次户期A-Za-z_-]|年(?!度)))(?:[百千万亿]*元|万)?"
)
_OFFICE: Final = (
    r"(?:人民政府|政府|委员会|办公室|街道办事处|办事处|管理站|事务中心|服务中心|中心小学|小学|中学|学校|医院|卫生院|"
    r"管理局|财政所|派出所|中心|局|所|站|厅|院|处|队|馆|委|办|部|委员会|联合会|协会|党校|园|镇|(?<!城)乡)"
)
_CODE: Final = r"(?:\d{3,9}[-—_])"
_UNIT: Final = re.compile(rf"(?P<unit>(?:{_CODE}|\d{{0,9}})[\u4e00-\u9fa5]{{2,16}}?{_OFFICE})(?!{_OFFICE[3:-1]})")
_CODED_UNIT: Final = re.compile(rf"(?P<unit>{_CODE}[\u4e00-\u9fa5]{{2,16}}?{_OFFICE})(?!{_OFFICE[3:-1]})")
_UNIT_TOTAL: Final = re.compile(rf"(?P<unit>[\u4e00-\u9fa5]{{3,24}}?{_OFFICE})(?P<amount>{_AMOUNT})")
# The unit is told again right behind its total, which ends there whatever digits follow.
_TOLD_TOTAL: Final = re.compile(
    rf"(?P<unit>{_CODE}?[\u4e00-\u9fa5]{{3,24}}?{_OFFICE})"
    r"(?P<amount>(?:\d{1,3}(?:,\d{3})+|\d{1,12}?)(?:\.\d{1,6}?)?(?:[百千万亿]*元|万)?)(?=(?P=unit))"
)
_MONEY_UNIT: Final = re.compile(r"(?:[百千万亿]*元|万)$")
_HEAD: Final = re.compile(rf"(?P<before>[^%≥≤<>=。]{{4,90}}?)(?P<amount>{_AMOUNT})(?P<after>.*)", re.DOTALL)
# A goal in sentences without an amount before or behind it: a project still begins here, and an amount is in doubt.
_LOOSE_HEAD: Final = re.compile(r"(?P<before>[^%≥≤<>=。,，;:]{6,60}?)(?P<amount>)(?P<after>[^≥≤<>=。]*。.*)", re.DOTALL)
_PROJECT_CODE: Final = re.compile(r"\d{8,}(?=[A-Z]\d{3,}[-—_])")
_CODE_BODY: Final = re.compile(r"[A-Z]\d{3,}[-—_]|年")
_YEAR_LEFT: Final = re.compile(r"(?<![-至到])(?:19|20)\d\d年$")
_TARGET: Final = re.compile(r"[≥≤=<>]\d")
_SIGN: Final = re.compile(r"[≥≤=<>≈≠⩾⩽≧≦═＞＜~]$|[★*]")  # a target was taken for an amount
_DIRECTION: Final = re.compile(r"[正反]向指标")  # of the row above
_RANGE: Final = re.compile(r"[-~至—]\d")
_LOOSE: Final = 5.0
_ROW_END: Final = re.compile(r"[\u4e00-\u9fa5]{3,}?(?:率|满意度|合规性|及时性|有效性|健全性|数量|人数)")
_LAST_AMOUNT: Final = re.compile(rf"(?P<before>.{{6,}}?)(?P<amount>{_AMOUNT})", re.DOTALL)
_GOAL: Final = re.compile(
    r"通过|计划投?入?|规范|年度|为了?|确保|根据|按照|围绕|完成|保障|提高|加强|目标1|1[.、]|一是|全面|持续|做好|开展|实施"
)
_NUMBERED_NAME: Final = re.compile(r"(?:19|20)\d\d年|\d{8,}[A-Z]?\d*[-—_]")
_LAST_UNIT: Final = re.compile(rf"(?:[\u4e00-\u9fa5]{{2,4}}?[县市区州旗盟])[\u4e00-\u9fa5]{{1,14}}?{_OFFICE}$")
_NAME_END: Final = re.compile(r"[\u4e00-\u9fa5]{2}(?:率|质量|程度|水平|效益|作用|影响|健全性|合规性|及时性|氛围|纠纷)")
_LONGEST_WORD: Final = 12
_PROJECT_END: Final = re.compile(
    r"(?:项目|经费|资金|工程|补助|补贴|[费期批]|建设|改造|维护|维修|服务|运行|购置|工作|\))$"
)
_OPENING: Final = 4
_ODDEST: Final = 3.5
_SHORT_GOAL: Final = 4
_SHORTEST_UNIT: Final = 4


def is_goal_first(fields: Sequence[str]) -> bool:
    """Whether a list prints the goal before the amount."""
    return "goal" in fields and "amount" in fields and fields.index("goal") < fields.index("amount")


def match_head(text: str, first: int, last: int, fields: Sequence[str]) -> re.Match[str] | None:
    """Return a stretch as the head of a project: a name, an amount, a goal; None where it holds no amount."""
    pattern = _LAST_AMOUNT if is_goal_first(fields) else _HEAD
    start = first
    is_unit_first = bool(fields) and fields[0] in {"unit_name", "department"}
    total = _TOLD_TOTAL.match(text, first, last) or _UNIT_TOTAL.match(text, first, last) if is_unit_first else None
    if total is not None and not _GOAL.match(text, total.end(), last) and pattern.fullmatch(text, total.end(), last):
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
    return _LOOSE_HEAD.fullmatch(text, first, last)


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
    code = _CODED_UNIT.match(text, first, last)
    digits = len(re.match(r"\d*", text[first : first + 9]).group()) if code else 0  # type: ignore[union-attr]
    name_digits = PROJECT_DIGITS if _PROJECT_CODE.search(text, first) else 0
    return ListHabits(digits, name_digits, head is not None and _MONEY_UNIT.search(head["amount"]) is not None,
                      bare)  # fmt: skip


def head_oddness(head: re.Match[str], begins: int, habits: ListHabits) -> float:
    """Return what speaks against a head: no sentence behind its amount, an indicator's name before it."""
    if habits.bare_digits:
        is_coded = head.start("before") == code_end(head.string, begins, habits.bare_digits)
        return _shape_cost(head) + (0.0 if is_coded else _LOOSE)
    text, is_other = head.string, habits.has_money_unit != bool(_MONEY_UNIT.search(head["amount"]))
    cost = _LOOSE if head.re is _LOOSE_HEAD else 4.0 if is_other else 0.0
    cost += 3.0 if _cuts_word(text, begins) or _is_told_longer(head, begins) else 0.0
    if habits.code_digits and not _CODED_UNIT.match(text, begins) and _inner_code(head, habits):
        cost += 3.5  # words of the row above stand before the code of the unit
    return cost + _cut_cost(text, begins, habits) + _shape_cost(head)


def may_be_none(text: str, first: int, last: int, fields: Sequence[str], habits: ListHabits) -> bool:
    """Whether the shape of a head is so odd that its text may be no head at all."""
    head = match_coded_head(text, first, last, fields, habits)
    if head is None:
        return True
    is_other = habits.has_money_unit != bool(_MONEY_UNIT.search(head["amount"]))
    return is_other or _shape_cost(head) >= _ODDEST


def _cuts_word(text: str, place: int) -> bool:
    """Whether a place stands amid a word of values: 有所|减少."""
    words = value_word().finditer(text, max(0, place - _LONGEST_WORD), place + _LONGEST_WORD)
    return any(match.start() < place < match.end() for match in words)


def _is_told_longer(head: re.Match[str], begins: int) -> bool:
    """Whether the head tells its first words again with the character that was left to the row above: 人|居环境整治."""
    longer = head.string[begins - 1 : begins + _OPENING] if begins else ""
    return len(longer) > _OPENING and head.string.find(longer, begins + _OPENING, head.end()) >= 0


def _inner_code(head: re.Match[str], habits: ListHabits) -> bool:
    """Whether a unit with its code stands inside what was taken for a name."""
    codes = _CODED_UNIT.finditer(head.string, head.start("before") + 1, head.end("before"))
    return any(match["unit"][: habits.code_digits].isdigit() for match in codes)


def _cut_cost(text: str, begins: int, habits: ListHabits) -> float:
    """Return the cost of a head that begins amid digits, the last figure of the row above being cut in two."""
    if text[begins] in "-—_,，。;)" or (begins and text[begins - 1].isdigit() and _CODE_BODY.match(text, begins)):
        return 4.0  # its code, or the digits of its year, were left to the row above
    if text.startswith("指标", begins) or _YEAR_LEFT.search(text, max(0, begins - 6), begins):
        return 4.0  # 正向|指标, 2018年|公益性岗位…
    project = _PROJECT_CODE.match(text, begins)
    if project is not None and habits.name_digits:
        return 0.0 if len(project.group()) == habits.name_digits else 3.5
    if not begins or not text[begins].isdigit():
        return 0.0
    code = _CODED_UNIT.match(text, begins)
    if code is not None and habits.code_digits:
        digits = text.index("-", begins) - begins if "-" in code["unit"] else 0
        return 0.0 if digits == habits.code_digits else 3.5
    return 0.0 if _NUMBERED_NAME.match(text, begins) else 3.5 if habits.code_digits else 6.0


def _shape_cost(head: re.Match[str]) -> float:
    if head.re is _LOOSE_HEAD:
        return 5.0 if _ROW_END.match(head["before"]) or _TARGET.search(head["after"]) else 0.0
    if head.re is _LAST_AMOUNT:
        cost = 0.0 if "。" in head["before"] else 4.0
        cost += 4.0 if re.search(r"[≥≤=<>]", head["before"][:24]) else 0.0
        goal = _GOAL.search(head["before"], _OPENING)  # 年度任务完成率 in a goal is no indicator
        name = head["before"][: goal.start() if goal else 30][:30]
        return cost + (5.0 if _ROW_END.match(name) or "%" in head["before"][:12] else 0.0)
    cost = 5.0 if _SIGN.search(head["before"]) or _DIRECTION.search(head["before"] + head["after"]) else 0.0
    cost += 4.0 if _holds_row(head["before"]) else 0.0
    counted = unit_ends(head.string, head.end("amount")) and not _GOAL.match(head["after"])
    cost += 4.0 if (counted and not _MONEY_UNIT.search(head["amount"])) or _RANGE.match(head["after"]) else 0.0
    cost += 0.0 if "。" in head["after"] or len(head["after"]) > 20 else 2.0
    cost += 1.5 if len(head["after"]) < _SHORT_GOAL else 0.0
    cost += 4.0 if _TARGET.search(head["after"]) else 0.0
    if len(head["amount"]) < 3 and not head["amount"].endswith("元"):
        cost += 2.0
    return cost + (5.0 if _ROW_END.match(head["before"]) or head["before"].endswith("投入资金") else 0.0)


def _holds_row(before: str) -> bool:
    """Whether the name of an indicator stands in a text, with a word of values right behind it."""
    return any(value_word().match(before, match.end()) for match in _NAME_END.finditer(before))


def _last_unit(text: str, first: int, last: int) -> int | None:
    """Return where the office begins that ends a stretch: a name with its county before it."""
    for start in range(last - 4, first + 3, -1):
        if _LAST_UNIT.match(text[start:last]):
            return start
    return None


def _unit_end(head: re.Match[str], unit: re.Match[str]) -> int:
    """Return where the unit of a head ends: where the text goes on in different ways behind it, else at its first office."""
    ends = _office_ends(head, unit)
    told = [end for end in ends if is_told_apart(head.string, unit.start(), end)]
    return told[0] if told else unit.end()


def _office_ends(head: re.Match[str], unit: re.Match[str]) -> list[int]:
    """Return the places at which a unit's name may end, the farthest first."""
    last = head.end("before")
    goal = _GOAL.search(head.string, unit.start() + _SHORTEST_UNIT, last) if head.re is _LAST_AMOUNT else None
    last = goal.start() if goal is not None else last
    ends = {match.end() for match in re.compile(_OFFICE).finditer(head.string, unit.start() + _SHORTEST_UNIT, last)}
    return sorted((end for end in ends if end < last), reverse=True)


def is_told_apart(text: str, first: int, last: int) -> bool:
    """Whether a name stands in the text more than once, and not always before the same character."""
    found = re.finditer(re.escape(text[first:last]), text)
    return len({text[match.end() : match.end() + 1] for match in found}) > 1


def head_doubt(text: str, first: int, last: int, fields: Sequence[str]) -> str | None:
    """Return in Chinese what is open in a head: its amount, or where the unit ends and the name begins."""
    head = match_head(text, first, last, fields) or match_loose_head(text, first, last)
    if head is None:
        return None
    if head.re is _LOOSE_HEAD:
        return f"“{head['before'][:40]}”之后未见金额，项目各栏的分界不确定"
    if "unit_name" not in fields:
        return None
    return None if _is_sure_of_unit(head, fields) else f"“{head['before'][:40]}”中单位与项目名称的分界不确定"


def _is_sure_of_unit(head: re.Match[str], fields: Sequence[str]) -> bool:
    """Whether something says where the unit of a head ends and its name begins, or that the unit stands above."""
    text, first, last = head.string, head.start("before"), head.end("before")
    if fields.index("project_name") < fields.index("unit_name") and not is_goal_first(fields):
        start = _last_unit(text, first, last)
        return start is not None and _PROJECT_END.search(text, first, start) is not None
    unit = _UNIT.match(text, first, last)
    if unit is None:
        opening = text[first : first + _OPENING]
        return _NUMBERED_NAME.match(text, first) is not None or text.find(opening, first + _OPENING, head.end()) >= 0
    ends = _office_ends(head, unit)
    return len(ends) < 2 or any(is_told_apart(text, unit.start(), end) for end in ends)


def read_list_head(
    script: Script, first: int, last: int, fields: Sequence[str], habits: ListHabits
) -> tuple[Head, tuple[Piece, ...]] | None:
    """Return the head in a stretch, and the pieces of a unit's total before it."""
    head = match_coded_head(script.text, first, last, fields, habits) or match_loose_head(script.text, first, last)
    if head is None:
        return None
    start = head.start("before")
    begins = start - habits.bare_digits
    is_coded = habits.bare_digits > 0 and begins >= first and code_end(script.text, begins, habits.bare_digits) == start
    code = script.pieces(begins, start) if is_coded else ()
    pattern = _CODED_UNIT if habits.code_digits else _UNIT
    unit = pattern.match(script.text, start, head.end("before")) if "unit_name" in fields else None
    name = _unit_end(head, unit) if unit is not None and unit.end() < head.end("before") else start
    name_end = None
    if "unit_name" in fields and fields.index("project_name") < fields.index("unit_name") and not is_goal_first(fields):
        last_unit = _last_unit(script.text, start, head.end("before"))
        name, name_end = start, last_unit
    end = head.end("before")
    goal = head.span("after") if head.re is not _LAST_AMOUNT else (end, end)
    if head.re is _LAST_AMOUNT:
        opening = _GOAL.search(script.text, name + 4, end)
        goal, end = (opening.start() if opening else end, end), opening.start() if opening else end
    return (
        Head(code, script.pieces(start, name) if name_end is None else script.pieces(name_end, end),
             script.pieces(name, end if name_end is None else name_end), script.pieces(*head.span("amount")),
             script.pieces(*goal), ()),
        script.pieces(first, begins if is_coded else start),
    )  # fmt: skip
