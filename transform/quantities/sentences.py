"""Figures among words, and several figures in one cell.

In: the items of a text that no form explains as a whole. Out: the one figure among words (note `in_words`), all of them
in order (`parts`, note `several_values`), or None where any numeral would be left over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.forms import read_inner
from transform.quantities.measures import Amount, Item
from transform.quantities.numerals import CHINESE
from transform.quantities.periods import parse_period
from transform.quantities.tokens import SCALES
from transform.quantities.words import units

_STARTS: Final = frozenset("SEVZU")
# What may stand around a figure without changing it. A joint, a sign or a numeral left over may.
_WORDS: Final = frozenset("TULBF()WCAJRKIOY")
_DENIALS: Final = frozenset("不未非没无勿免负")
# 3年后 and 前三季度 are times, and 早上7点 is one of day.
_LAPSED: Final = re.compile("[底末初前后第代级]|之前|以前|之后|以后|以来")
_COUNTED_FROM: Final = re.compile("(?:^|[年度月季这])[前上下后首头近]$|第$")
_RANKED: Final = re.compile("(?:^|[名列居进入])[前后]$")
_DAYTIME: Final = re.compile("[早晚]上?$|[上下中]午$|凌晨$|每[天日]$|夜里?$")
_TIMES: Final = frozenset(
    {"day", "calendar_month", "hour", "minute", "second", "workday", "school_year", "school_term"}
)
_CHINESE: Final = frozenset(CHINESE)
# Words that count a thing and not a measure: 三个代表, 四类人员 are names more often than figures.
_NAMING: Final = frozenset(
    {
        "个",
        "类",
        "种",
        "样",
        "点",
        "面",
        "方",
        "项",
        "级",
        "代",
        "家",
        "口",
        "条",
        "门",
        "里",
        "部",
        "字",
        "两",
        "节",
        "生",
    }
)
_WORD_SIGNS: Final = frozenset({"最低", "最高", "最少", "最多", "近", "接近", "超", "约"})
_CHANGES: Final = {
    "decrease": ("下降", "降低", "减少", "压减", "缩减", "下调", "降幅", "减幅", "减低", "压缩"),
    "increase": ("增长", "增加", "提高", "提升", "上升", "上涨", "增幅", "增速", "涨幅", "递增", "新增"),
}  # fmt: skip
_MOST_PARTS: Final = 30


def read_sentence(text: str, items: Sequence[Item], setting: Setting) -> Quantity | None:
    """Return what the figures of a text say, where every one of them is understood."""
    letters = "".join(item.kind for item in items)
    found: list[tuple[int, int, Quantity]] = []
    at = 0
    while at < len(letters):
        inner = read_inner(items, letters, at, setting) if letters[at] in _STARTS else None
        if inner is None:
            if not _is_word(items, at):
                return None
            at += 1
            continue
        found.append((at, inner[1], inner[0]))
        at = inner[1]
    if not found:
        return _read_time(text, items, setting)
    only_lists = all(item.kind in "LB" for item in _rest(items, found))
    if not all(_is_sure(items, *one, only_lists=only_lists) for one in found) or len(found) > _MOST_PARTS:
        return None
    quantities = [_with_direction(one[2], items[: one[0]], items[one[0]].start) for one in found]
    if len(found) == 1:
        return replace(quantities[0], text=text, notes=(*quantities[0].notes, "in_words"))
    is_parted = all(left[1] < right[0] and items[left[1]].kind != kinds.BLANK for left, right in pairwise(found))
    return _several(text, quantities, is_parted=is_parted)


def is_denied(before: Item) -> bool:
    """Whether the word before a figure denies it: 未100%, 不5次."""
    return before.kind == kinds.TEXT and before.text[-1] in _DENIALS


def _rest(items: Sequence[Item], found: Sequence[tuple[int, int, Quantity]]) -> list[Item]:
    inside = {place for first, last, _ in found for place in range(first, last)}
    return [item for place, item in enumerate(items) if place not in inside]


def _is_word(items: Sequence[Item], at: int) -> bool:
    item = items[at]
    if item.kind == kinds.SIGN:
        return item.text in _WORD_SIGNS and at + 1 < len(items) and items[at + 1].kind in "TU"
    if item.kind == kinds.RANGE:
        return item.text in {"至", "到"}
    if item.kind == kinds.EACH:
        return item.text == "各"
    if item.kind == kinds.MINUS:
        return all(0 <= near < len(items) and items[near].kind in "TU" for near in (at - 1, at + 1))
    return item.kind in _WORDS


def _is_sure(items: Sequence[Item], first: int, last: int, quantity: Quantity, *, only_lists: bool) -> bool:
    """Whether a figure among words is one: it has a unit or a sign, nobody denies it, and it is no name."""
    before = items[first - 1] if first else None
    after = items[last] if last < len(items) else None
    inner = items[first:last]
    is_month = quantity.unit_text == "月" and quantity.per is None  # 3月、6月、9月 are no durations
    if is_month or (before is not None and is_denied(before)) or _is_time(before, quantity, after):
        return False
    is_cut = after is not None and (after.text in SCALES or after.text == "M")  # 0.3%万
    if before is not None and before.kind in {kinds.UNIT, kinds.CURRENCY} and _is_money(before.text):
        is_cut = True  # 美元100欧元
    if only_lists or is_cut:
        return not is_cut
    if quantity.unit_text is None and quantity.operator_source != "printed" and quantity.value_kind != "range":
        return before is None and inner[0].text == "0"  # 0事故
    amounts = [item for item in inner if isinstance(item, Amount)]
    if before is not None and before.kind == kinds.TEXT and amounts[0].number < 0:
        return False
    is_chinese = all(item.text[:1] in _CHINESE for item in amounts)
    if not is_chinese or quantity.value_kind == "percent" or quantity.operator_source == "printed":
        return True
    is_name = after is not None and after.kind in "TU" and (quantity.unit_text or "") in _NAMING
    return not is_name and not (after is not None and after.kind == kinds.TEXT and after.text[0] in "性化型制式")


def _is_money(word: str) -> bool:
    return units()[word].dimension in {"money", "foreign_money"}


def _is_time(before: Item | None, quantity: Quantity, after: Item | None) -> bool:
    """Whether the figure says when, and not how long: 3年后, 前三季度, 早上7点."""
    if quantity.unit == "%" and before is not None and _RANKED.search(before.text):
        return True  # 前50% is a rank
    if quantity.unit_text in {"点", "个季度", "季度", "季"} or quantity.dimension in _TIMES:
        pattern = _DAYTIME if quantity.unit_text == "点" else _COUNTED_FROM
        if before is not None and pattern.search(before.text):
            return True
        return after is not None and after.kind in "TU" and bool(_LAPSED.match(after.text))
    return False


def directions(before: Sequence[Item], start: int) -> tuple[str, ...]:
    """Return the note that 下降5% and 增长5% need: the figure is a change, whose direction stands in the word.

    下降到5% and 下降为5% say a level: there another word stands between.
    """
    if not before or before[-1].end != start:
        return ()
    word = "".join(item.text for item in before[-3:]).rstrip("了率")
    return tuple(note for note, words in _CHANGES.items() if word.endswith(words))


def _with_direction(quantity: Quantity, before: Sequence[Item], start: int) -> Quantity:
    found = directions(before, start)
    return replace(quantity, notes=(*quantity.notes, *found)) if found else quantity


def _several(text: str, quantities: list[Quantity], *, is_parted: bool) -> Quantity:
    """Return the record of several figures: none of them is the cell's figure.

    Figures that nothing parts may be one cell's or several cells' (30户 60份): they are kept, and the cell is `unparsed`.
    """
    found = {quantity.value_kind for quantity in quantities}
    kind = "unparsed" if not is_parted else found.pop() if len(found) == 1 else "quantity"
    return Quantity(text, kind, notes=("several_values",), parts=tuple(quantities))


def _read_time(text: str, items: Sequence[Item], setting: Setting) -> Quantity | None:
    """Return the one date of a sentence without figures: 2023年12月底前完成建设."""
    dates = [item for item in items if item.kind == kinds.WHEN]
    if len(dates) != 1:
        return None
    place = items.index(dates[0])
    after = items[place + 1].text if place + 1 < len(items) else ""
    if (place and is_denied(items[place - 1])) or after.startswith(
        ("起", "初", "中", "春", "夏", "秋", "冬", "后", "以后", "之后", "以来", "期间", "除夕", "春节", "国庆")
    ):
        return None
    period = parse_period(dates[0].text, setting.fiscal_year, is_time=setting.is_time)
    if period is None:
        return None
    notes = ("in_words",) if period.note is None else ("in_words", period.note)
    return Quantity(text, "period", period_start=period.start, period_end=period.end, notes=notes)
