"""What speaks against a stretch as the head of a project: a row's words in its name, a cut figure, an odd amount.

In: a head's match and where its text begins. Out: a cost in the coin of the best path.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from transform.fused.codes import code_end
from transform.fused.ground import Ground
from transform.fused.head_shapes import (
    CODED_UNIT,
    GOAL,
    LAST_AMOUNT,
    LOOSE_HEAD,
    MONEY_UNIT,
    NUMBERED_NAME,
    OPENING,
    PROJECT_CODE,
    ListHabits,
    is_goal_first,
    match_coded_head,
)
from transform.fused.words import alternatives, fused_words, unit_ends, value_word

_CODE_BODY: Final = re.compile(r"[A-Z]\d{3,}[-—_]|年")
_YEAR_LEFT: Final = re.compile(r"(?<![-至到])(?:19|20)\d\d年$")
_TARGET: Final = re.compile(r"[≥≤=<>]\d")
_SIGN: Final = re.compile(r"[≥≤=<>≈≠⩾⩽≧≦═＞＜~]$|[★*]")  # a target was taken for an amount
_DIRECTION: Final = re.compile(r"[正反]向指标")  # of the row above
_RANGE: Final = re.compile(r"[-~至—]\d")
_CODES: Final = re.compile(r"\d{8,}[A-Z]\d{3,}[-—_]|(?<!\d)\d{3,9}[-—_]")
_VERB: Final = 1.6
_LONGEST_NAME: Final = 30
_LOOSE: Final = 5.0
_ROW_END: Final = re.compile(r"[\u4e00-\u9fa5]{3,}?(?:率|满意度|合规性|及时性|有效性|健全性|数量|人数)")
_NAME_END: Final = re.compile(r"[\u4e00-\u9fa5]{2}(?:率|质量|程度|水平|效益|作用|影响|健全性|合规性|及时性|氛围|纠纷)")
_LONGEST_WORD: Final = 12
_ODDEST: Final = 3.5
_SHORT_GOAL: Final = 4
_SHORTEST_GOAL: Final = 8
_SHORT_AMOUNT: Final = 3


def head_oddness(head: re.Match[str], begins: int, habits: ListHabits) -> float:
    """Return what speaks against a head: no sentence behind its amount, an indicator's name before it."""
    if habits.bare_digits:
        is_coded = head.start("before") == code_end(head.string, begins, habits.bare_digits)
        return _shape_cost(head) + (0.0 if is_coded else _LOOSE)
    text, is_other = head.string, habits.has_money_unit != bool(MONEY_UNIT.search(head["amount"]))
    cost = _LOOSE if head.re is LOOSE_HEAD else 4.0 if is_other else 0.0
    cost += 3.0 if _cuts_word(text, begins) or _is_told_longer(head, begins) else 0.0
    if habits.code_digits and not CODED_UNIT.match(text, begins) and _inner_code(head, habits):
        cost += 3.5  # words of the row above stand before the code of the unit
    return cost + _cut_cost(text, begins, habits) + _shape_cost(head)


def name_oddness(ground: Ground, head: re.Match[str], fields: Sequence[str]) -> float:
    """Return what a head holds before its goal and amount that no name does: signs, figures, words of values."""
    first, last = head.span("before")
    if is_goal_first(fields):
        goal = GOAL.search(head.string, first + OPENING, last)
        last = goal.start() if goal else min(last, first + _LONGEST_NAME)
    cost = ground.oddness(first, last)
    code = _CODES.search(head.string, first, last)
    cost -= ground.oddness(*code.span()) if code else 0.0
    for verb in _verbs().finditer(head.string, first, last):  # 能力|提升, 质量|改善
        cost -= min(_VERB, ground.oddness(verb.start(), verb.start() + 1))
    return cost


@cache
def _verbs() -> re.Pattern[str]:
    """Return the pattern of words of values that names of projects hold as well."""
    return re.compile(alternatives(fused_words("name_verb")))


def may_be_none(text: str, first: int, last: int, fields: Sequence[str], habits: ListHabits) -> bool:
    """Whether the shape of a head is so odd that its text may be no head at all."""
    head = match_coded_head(text, first, last, fields, habits)
    if head is None:
        return True
    is_other = habits.has_money_unit != bool(MONEY_UNIT.search(head["amount"]))
    return is_other or _shape_cost(head) >= _ODDEST


def _cuts_word(text: str, place: int) -> bool:
    """Whether a place stands amid a word of values: 有所|减少."""
    words = value_word().finditer(text, max(0, place - _LONGEST_WORD), place + _LONGEST_WORD)
    return any(match.start() < place < match.end() for match in words)


def _is_told_longer(head: re.Match[str], begins: int) -> bool:
    """Whether the head tells its first words again with the character that was left to the row above: 人|居环境整治."""
    longer = head.string[begins - 1 : begins + OPENING] if begins else ""
    return len(longer) > OPENING and head.string.find(longer, begins + OPENING, head.end()) >= 0


def _inner_code(head: re.Match[str], habits: ListHabits) -> bool:
    """Whether a unit with its code stands inside what was taken for a name."""
    codes = CODED_UNIT.finditer(head.string, head.start("before") + 1, head.end("before"))
    return any(match["unit"][: habits.code_digits].isdigit() for match in codes)


def _cut_cost(text: str, begins: int, habits: ListHabits) -> float:
    """Return the cost of a head that begins amid digits, the last figure of the row above being cut in two."""
    is_amid = text[begins] in "-—_,，。;)" or (
        begins > 0 and text[begins - 1] in ",:、"
    )  # or amid the sentence of a goal
    if is_amid or (begins and text[begins - 1].isdigit() and _CODE_BODY.match(text, begins)):
        return 4.0  # its code, or the digits of its year, were left to the row above
    if text.startswith("指标", begins) or _YEAR_LEFT.search(text, max(0, begins - 6), begins):
        return 4.0  # 正向|指标, 2018年|公益性岗位…
    project = PROJECT_CODE.match(text, begins)
    if project is not None and habits.name_digits:
        return 0.0 if len(project.group()) == habits.name_digits else 3.5
    if not begins or not text[begins].isdigit():
        return 0.0
    code = CODED_UNIT.match(text, begins)
    if code is not None and habits.code_digits:
        digits = text.index("-", begins) - begins if "-" in code["unit"] else 0
        return 0.0 if digits == habits.code_digits else 3.5
    return 0.0 if NUMBERED_NAME.match(text, begins) else 3.5 if habits.code_digits else 6.0


def _shape_cost(head: re.Match[str]) -> float:
    if head.re is LOOSE_HEAD:
        return 5.0 if _ROW_END.match(head["before"]) or _TARGET.search(head["after"]) else 0.0
    if head.re is LAST_AMOUNT:
        cost = 0.0 if "。" in head["before"] else 4.0
        cost += 4.0 if re.search(r"[≥≤=<>]", head["before"][:24]) else 0.0
        goal = GOAL.search(head["before"], OPENING)  # 年度任务完成率 in a goal is no indicator
        name = head["before"][: goal.start() if goal else 30][:30]
        cost += 3.0 if goal is not None and len(head["before"]) - goal.start() < _SHORTEST_GOAL else 0.0
        return cost + (5.0 if _ROW_END.match(name) or "%" in head["before"][:12] else 0.0)
    cost = 5.0 if _SIGN.search(head["before"]) or _DIRECTION.search(head["before"] + head["after"]) else 0.0
    cost += 4.0 if _holds_row(head["before"]) else 0.0
    counted = unit_ends(head.string, head.end("amount")) and not GOAL.match(head["after"])
    cost += 4.0 if (counted and not MONEY_UNIT.search(head["amount"])) or _RANGE.match(head["after"]) else 0.0
    cost += 0.0 if "。" in head["after"] or len(head["after"]) > 20 else 2.0
    cost += 1.5 if len(head["after"]) < _SHORT_GOAL else 0.0
    cost += 4.0 if _TARGET.search(head["after"]) else 0.0
    if len(head["amount"]) < _SHORT_AMOUNT and not head["amount"].endswith("元"):
        cost += 0.4 if GOAL.match(head["after"]) else 2.0
    return cost + (5.0 if _ROW_END.match(head["before"]) or head["before"].endswith("投入资金") else 0.0)


def _holds_row(before: str) -> bool:
    """Whether the name of an indicator stands in a text, with a word of values right behind it."""
    return any(value_word().match(before, match.end()) for match in _NAME_END.finditer(before))
