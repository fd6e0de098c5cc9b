"""Figures among words, and several figures in one cell.

In: the items of a text that no form explains as a whole. Out: the one figure among words (note `in_words`), all of them
in order (`parts`, note `several_values`), or None where any numeral would be left over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from transform.quantities import tokens as kinds
from transform.quantities.amounts import Amount, Item
from transform.quantities.contracts import Quantity, Setting
from transform.quantities.forms import read_inner
from transform.quantities.numerals import CHINESE
from transform.quantities.periods import parse_period

_STARTS: Final = frozenset("SEVZU")
# What may stand around a figure without changing it. A joint, a sign or a numeral left over may.
_WORDS: Final = frozenset("TULBF()WCAJRKIOY")
_DENIALS: Final = frozenset("不未非没无勿免")
_CHINESE: Final = frozenset(CHINESE)
# Words that count a thing and not a measure: 三个代表, 四类人员 are names more often than figures.
_NAMING: Final = frozenset(
    {"个", "类", "种", "样", "点", "面", "方", "项", "级", "代", "家", "口", "条", "门", "里", "部", "字"}
)
_WORD_SIGNS: Final = frozenset({"最低", "最高", "最少", "最多", "近", "接近", "超", "约"})
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
    quantities = [one[2] for one in found]
    if len(found) == 1:
        return _one_of(text, quantities[0])
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
    if is_month or (before is not None and is_denied(before)):
        return False
    if only_lists:
        return True
    if quantity.unit_text is None and quantity.operator_source != "printed" and quantity.value_kind != "range":
        return False
    amounts = [item for item in inner if isinstance(item, Amount)]
    if before is not None and before.kind == kinds.TEXT and amounts[0].number < 0:
        return False
    is_chinese = all(item.text[:1] in _CHINESE for item in amounts)
    if not is_chinese or quantity.value_kind == "percent" or quantity.operator_source == "printed":
        return True
    is_name = after is not None and after.kind in "TU" and (quantity.unit_text or "") in _NAMING
    return not is_name and not (after is not None and after.kind == kinds.TEXT and after.text[0] in "性化型制式")


def _one_of(text: str, quantity: Quantity) -> Quantity:
    return replace(quantity, text=text, notes=(*quantity.notes, "in_words"))


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
        ("起", "后", "以后", "之后", "以来", "期间", "除夕", "春节", "国庆")
    ):
        return None
    period = parse_period(dates[0].text, setting.fiscal_year, is_time=setting.is_time)
    if period is None:
        return None
    notes = ("in_words",) if period.note is None else ("in_words", period.note)
    return Quantity(text, "period", period_start=period.start, period_end=period.end, notes=notes)
