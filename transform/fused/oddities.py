"""Which rows of a best path may be cut wrongly though no other path comes near it: their cost, their names, their neighbours.

In: the steps of a path. Out: the numbers of the rows that get a doubt of their own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final

from transform.fused.edges import RowEdge, Step
from transform.fused.sentences import UNSURE
from transform.fused.tokens import Token
from transform.fused.words import alternatives, bare_label, full_label, unit_ends, value_word, value_words

SURE: Final = 2.2
# A name's end inside a name, and enough behind it for another name: a row whose value was left blank.
_TWO_NAMES: Final = re.compile(
    r"[\u4e00-\u9fa5]{3}(?:性|率|满意度|质量|比例|产值|幅度|期限)(?![的和与及或指情提考监控管评分达合])[\u4e00-\u9fa5]{4,}"
)
# The beginning of the next name, left to the text before it or to the name above whose value was left blank.
_NEXT_LEFT: Final = re.compile(r"(?<=[\u4e00-\u9fa5。,;])(?:新增|新建|新购|新修|新设|第[一二三四]批次?|[★*])$")
_NEXT_NAME: Final = re.compile(
    r"[\u4e00-\u9fa5]{2}(?:[率性度量数]|质量|面积|成本|标准)(?:新增|新建|新购|新修|新设|第[一二三四]批次?|[★*])[\u4e00-\u9fa5]{2}"
    r"|[\u4e00-\u9fa5]{6}(?:新增|新建|新购|新修|新设)[\u4e00-\u9fa5]{3}"
    r"|[\u4e00-\u9fa5]{3}[/—-]+[\u4e00-\u9fa5]{4}|[^()]{26}"
)
_SHORTEST: Final = 3
_SHORTEST_ROW: Final = 4
_FIGURE_INSIDE: Final = re.compile(r"[\u4e00-\u9fa5]{3}(?:\d+(?:\.\d+)?)(?=[\u4e00-\u9fa5]{3})")
_NAME_CLOSED: Final = re.compile(r"(?:率|满意度|[全效规]性|质量|比例|幅度)\d+(?:\.\d+)?$")  # 村干部满意度99|村干部投诉…
# What the reason of the row above says, in front of a name: no label stood between the two.
_REASON: Final = re.compile(r"较晚|未能|推迟|滞后|下一步|将加强|尚未|疫情|未完成")
# What a goal says, in a name: the head of a project was taken for a row.
_GOAL: Final = re.compile(r"(?:达到|计划投入(?:资金)?|用于|确保)$|不断提高|计划投入资金|。")
_TOLD_TWICE: Final = re.compile(r"^([\u4e00-\u9fa5]{4,}).*\1$")  # a name and its description
_LONG_WORD: Final = 6
_POINTS: Final = frozenset({"weight", "score"})
_MOST_TENS: Final = 4  # no row has 50 points and more
_LONG_FIGURE: Final = re.compile(r"\d{9}")  # the figures of two cells, or of the row below


def unsure_rows(text: str, steps: Sequence[Step], fields: Sequence[str], adding_up: Collection[int]) -> frozenset[int]:
    """Return the numbers of the steps whose rows are in doubt: for themselves, or for where the row beside them ends.

    `fields` are those of a row's tokens; the weights of the rows in `adding_up` are sure, for their sum says so.
    """
    odd = (number for number, step in enumerate(steps)
           if step.row is not None and _may_be_blanks(text, step.row, fields, is_sum=number in adding_up))  # fmt: skip
    return frozenset((*odd, *_unsure(text, steps)))


def _unsure(text: str, steps: Sequence[Step]) -> Iterator[int]:
    for number, step in enumerate(steps):
        if step.row is None:
            continue
        if is_odd(text, step.row):
            yield number
            before = steps[number - 1] if number else None
            if before is not None and before.row is not None and _parts_digits(text, step.first):
                yield number - 1  # 安装设备≥28|9套
        name = text[step.row.name.first : step.row.name.last]
        if number and _REASON.search(name) and steps[number - 1].row is not None:
            yield number - 1
        ends_anywhere = any(
            token.kind == "free" and (token.cost >= UNSURE or _NEXT_LEFT.search(text, token.first, token.last))
            for token in step.row.tokens
        )
        if ends_anywhere and number + 1 < len(steps) and steps[number + 1].row is not None:
            yield number + 1


def _parts_digits(text: str, place: int) -> bool:
    """Whether a place stands between two digits."""
    return text[place - 1].isdigit() and text[place].isdigit()


def is_odd(text: str, edge: RowEdge) -> bool:
    """Whether a row costs much, or its name or its figures look like two."""
    name = text[edge.name.first : edge.name.last]
    if edge.cost > SURE or any(
        pattern.search(name) for pattern in (_TWO_NAMES, _NEXT_NAME, _REASON, _GOAL, _TOLD_TWICE)
    ):
        return True
    if any(_is_odd_text(text, token) for token in edge.tokens) or _holds_value(text, edge.name):
        return True
    inside = _FIGURE_INSIDE.search(text, edge.name.first, edge.name.last)
    return inside is not None and (_NAME_CLOSED.search(text, edge.name.first, inside.end()) is not None
                                   or not unit_ends(text, inside.end()))  # fmt: skip


def _is_odd_text(text: str, token: Token) -> bool:
    """Whether the text of a column holds a row, the figures of two cells, or what belongs to the figure before it."""
    return (
        _holds_row(text, token)
        or _LONG_FIGURE.search(text, token.first, token.last) is not None
        or _cuts_figure(text, token)
    )


def _holds_value(text: str, name: Token) -> bool:
    """Whether a name begins with a long word of values, or holds one: 传统技艺影响力|逐步扩大|受益人口数量."""
    told = value_word().match(text, name.first, name.last)
    if told is not None and told.end() - told.start() >= _LONG_WORD:
        return True
    inner = value_word().finditer(text, name.first + _SHORTEST, name.last - _SHORTEST)
    return any(match.end() - match.start() >= _SHORTEST_ROW for match in inner)


def _may_be_blanks(text: str, edge: RowEdge, fields: Sequence[str], *, is_sum: bool) -> bool:
    """Whether one bare digit touches the figure behind it: the cell may have been blank, and the digit the other's first."""
    held = [(field, token) for field, token in zip(fields, edge.tokens, strict=True) if token.last > token.first]
    for (field, one), (behind, other) in pairwise(held):
        is_digit = one.last - one.first == 1 and text[one.first].isdigit() and text[other.first].isdigit()
        is_told = one.number == other.number and {field, behind} in ({"weight", "score"}, {"value", "actual"})
        if not is_digit or one.last != other.first or is_told:
            continue
        is_weighed = is_sum and "weight" in {field, behind}
        if not is_weighed and not ({field, behind} <= _POINTS and one.number > _MOST_TENS):
            return True
    return False


def _holds_row(text: str, token: Token) -> bool:
    """Whether a text holds a name with what its columns say, begins the next name, or ends in the word of a label."""
    if token.last - token.first < _SHORTEST_ROW or token.kind not in {"free", "word"}:
        return False
    word = text[token.first : token.last]
    if word.endswith("项目") and (full_label().match(text, token.last) or bare_label().match(text, token.last)):
        return True  # 已完成|项目效益
    return token.kind == "free" and bool(_NEXT_LEFT.search(word) or _row_inside().search(word))


@cache
def _row_inside() -> re.Pattern[str]:
    """Return the pattern of a name's end with a result, a sign or a dash right behind it."""
    results = alternatives(word for word in value_words() if len(word) > 2)
    return re.compile(
        rf"[\u4e00-\u9fa5]{{2}}(?:性|率|质量|程度|作用|满意度|影响|机制|使用效益)(?:[≥≤=<>—/-]|\d|{results})"
    )


def _cuts_figure(text: str, token: Token) -> bool:
    """Whether a text begins with what may belong to the figure before it: its digits, or its unit."""
    is_behind = token.kind == "free" and token.first < token.last and text[token.first - 1].isdigit()
    return is_behind and (text[token.first].isdigit() or bool(unit_ends(text, token.first)))
