"""The closed vocabularies of fused text as patterns: labels, headers, keys, units, signs, words, boilerplate.

Out: compiled patterns over folded text and small sets, from `data/reference/`. What they do not know is free text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from transform.keys import WORDED_SUM
from transform.quantities import squeeze
from transform.quantities.words import null_marks, scales, signs_after, signs_before, units
from transform.reference import read_reference
from transform.vocabulary import Label

_SUFFIX = r"(?:指标|目标|值)"
# Words that head a column only where a cell holds nothing else; in fused text they are parts of other words.
_LOOSE = frozenset({"项目", "指标", "单位", "一级", "二级", "三级", "备注", "说明"})
_LEVELS_ALONE = "一级(?=二级三级(?!指标|目标))|(?<=一级)二级(?=三级(?!指标|目标))|(?<=一级二级)三级(?!指标|目标)"
_WHOSE = "受益对象|受益群众|社会公众|公众|群众|帮扶对象|受益者|相关群体|使用者|受众"
POINTS = r"(?:\(\d{1,3}(?:\.\d+)?(?:-\d{1,3})?分?\)分?|\d{1,3}分(?=\D))"


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


@cache
def fused_words(kind: str) -> tuple[str, ...]:
    """Return the words of one kind of `fused_words.csv`."""
    return tuple(
        row["surface"] for row in read_reference("fused_words.csv", ("surface", "kind")) if row["kind"] == kind
    )


@cache
def label_words() -> dict[str, tuple[Label, ...]]:
    """Return the stems of labels with what they may mean: `labels.csv`, and what only fused text needs to know."""
    found: dict[str, list[Label]] = {}
    for row in read_reference("labels.csv", ("surface", "level")):
        found.setdefault(row["surface"], []).append(Label(int(row["level"]), row["label"], row["parent"] or None))
    for row in read_reference("fused_words.csv", ("surface", "kind")):
        if row["kind"] in {"label1", "label2"}:
            level = int(row["kind"][-1])
            if not any(label.level == level for label in found.get(row["surface"], ())):
                found.setdefault(row["surface"], []).append(Label(level, row["meaning"], _parent(row["meaning"])))
    return {stem: tuple(labels) for stem, labels in found.items()}


@cache
def column_labels() -> frozenset[str]:
    """Return the stems that are labels only where they stand in a column of their own."""
    return frozenset(
        row["surface"] for row in read_reference("labels.csv", ("surface", "level")) if row["where"] == "column"
    )


def label_meaning(stem: str) -> tuple[Label, ...]:
    """Return what a label may mean; whose satisfaction it is makes no difference."""
    return label_words()[stem] if stem in label_words() else label_words()["服务对象满意度"]


def _parent(name: str) -> str | None:
    if name in {"资金投入", "资金落实", "投入管理"}:
        return "投入指标"
    return "过程指标" if name in {"业务管理", "财务管理"} else "满意度指标" if name == "服务对象满意度指标" else None


@cache
def full_label() -> re.Pattern[str]:
    """Return the pattern of a label with 指标, 目标 or 值, and its points or remarks in brackets."""
    return re.compile(
        rf"(?P<stem>{alternatives(label_words())}|(?:{_WHOSE})满意度){_SUFFIX}等?"
        rf"(?:\((?:或|含)?[^()]{{2,20}}指标\))?(?P<points>{POINTS})?"
    )


@cache
def bare_label() -> re.Pattern[str]:
    """Return the pattern of a label that lacks 指标."""
    return re.compile(rf"(?P<stem>{alternatives(label_words())})(?P<points>{POINTS})?")


@cache
def header_word() -> re.Pattern[str]:
    """Return the pattern of a header word with its bracket."""
    words = (squeeze(row["surface"]) for row in read_reference("headers.csv"))
    return re.compile(
        rf"(?P<word>{_LEVELS_ALONE}|{alternatives(set(words) - _LOOSE)})(?P<more>\((?!\d+(?:-\d+)?分?\))[^()]{{1,16}}\))?:?"
    )


@cache
def header_fields() -> dict[str, str]:
    """Return what each header word heads."""
    return {squeeze(row["surface"]): row["field"] for row in read_reference("headers.csv")}


@cache
def key_word() -> re.Pattern[str]:
    """Return the pattern of a form's key; two characters are a key only before a colon."""
    rows = [squeeze(row["surface"]) for row in read_reference("keys.csv")]
    long = [word for word in rows if len(word) > 2]
    short = [word for word in rows if len(word) <= 2]
    return re.compile(
        rf"(?P<key>{WORDED_SUM}\([^()]{{1,12}}\):?|(?<=[数率)值A-Z])(?:分值|得分|权重)|(?:{alternatives(long)})(?:\([^()]{{1,12}}\))?:?|(?<!金额)(?:{alternatives(short)})(?:\([^()]{{1,12}}\))?:)"
    )


@cache
def sign_before() -> re.Pattern[str]:
    """Return the pattern of a sign before a number."""
    return re.compile(alternatives(signs_before()))


@cache
def sign_after() -> re.Pattern[str]:
    """Return the pattern of a word of a sign after a number."""
    return re.compile(alternatives(signs_after()))


@cache
def _unit_words() -> dict[str, tuple[str, ...]]:
    """Return the units by their first character, the longest first; 万 and 亿 may stand before any."""
    found: dict[str, set[str]] = {}
    for unit in units():
        for word in (unit, *(many + unit for many in "百千万亿" if unit[0] not in "百千万亿%")):
            found.setdefault(word[0], set()).add(word)
    return {first: tuple(sorted(words, key=lambda word: (-len(word), word))) for first, words in found.items()}


def unit_ends(text: str, place: int) -> list[int]:
    """Return where a unit that begins at a place may end, the longest first: `元/人/月`, `元/人`, `元`."""
    end = _unit_end(text, place)
    ends = [end] if end else []
    while end and _goes_on_per(text, end, is_per=len(ends) > 1) and text[end - 1] != "%":
        counted = end + 2 if text[end + 1 : end + 2] == "每" else end + 1
        after = _unit_end(text, counted, is_behind=True)
        if after is None and text[counted : counted + 1] in "生师学班校餐顿床井幢趟桶" and counted < len(text):
            after = counted + 1
        if after is None and _is_last_word(text, counted):
            after = counted + 1
        if after is None:
            break
        ends.insert(0, after)
        end = after
    return [each for end in ends for each in ([end, end - 2] if _opens_level(text, end) else [end])]


def _opens_level(text: str, end: int) -> bool:
    """Whether a unit ends in 项目 where a label of level 1 may begin with it: 个|项目效益."""
    return text[end - 2 : end] == "项目" and text.startswith(("效益", "产出", "管理", "投入"), end)


def _goes_on_per(text: str, place: int, *, is_per: bool) -> bool:
    """Whether a unit goes on with what it counts: 元/人, and 元/人·年, whose dot is a stroke behind one."""
    return text[place : place + 1] == "/" or (is_per and text[place : place + 1] == "·")


def _is_last_word(text: str, place: int) -> bool:
    """Whether one character stands between the stroke of a unit and a figure or the end: 元/餐|8."""
    return "\u4e00" <= text[place : place + 1] <= "\u9fa5" and not "\u4e00" <= text[place + 1 : place + 2] <= "\u9fa5"


@cache
def _no_unit() -> re.Pattern[str]:
    return re.compile(alternatives(fused_words("no_unit")))


def _unit_end(text: str, place: int, *, is_behind: bool = False) -> int | None:
    words = _unit_words().get(text[place : place + 1], ())
    if not words or (not is_behind and _no_unit().match(text, place)):
        return None  # the next label or name: 成本 is no tenths, 区域 no district
    ends = (place + len(word) for word in words if text.startswith(word, place))
    return next((end for end in ends if not text.startswith("数量", end - 1)), None)  # 30人|数量指标, no 人数


@cache
def value_words() -> frozenset[str]:
    """Return the words that are a target or a result of their own."""
    return frozenset((*scales(), *fused_words("value_word")))


@cache
def value_word() -> re.Pattern[str]:
    """Return the pattern of a qualitative word."""
    return re.compile(alternatives(value_words()))


@cache
def ending_word() -> re.Pattern[str]:
    """Return the pattern of a word that names end in."""
    return re.compile(alternatives(fused_words("name_ending")))


@cache
def empty_marks() -> frozenset[str]:
    """Return the marks of an empty cell."""
    return frozenset(word for word in null_marks() if not set("*、") & set(word))


@cache
def note_word() -> re.Pattern[str]:
    """Return the pattern of a line that closes a form."""
    return re.compile(rf"(?:{alternatives(fused_words('note'))})(?=[:(无.、\d]|$|[\u4e00-\u9fa5])")
