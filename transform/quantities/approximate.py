"""Numerals that say "about" by themselves: 三五百 is 300 to 500, 十五六 is 15 to 16, 近百 is about 100.

In: a cleaned text that no form explains. Out: the same text with the range or the number spelled out, for the forms to
read; None where there is no such numeral, or where the two digits are a name (十四五, 一二期).
"""

from __future__ import annotations

import re
from typing import Final

from transform.quantities.tokens import word_at, words
from transform.quantities.words import idioms, units

_RUN: Final = re.compile(r"[零一二两三四五六七八九十百千万亿]{2,}")
_PAIR: Final = re.compile("一[二两]|[二两]三|三四|四五|五六|六七|七八|八九|三五")
_NEAR: Final = re.compile(r"^(近|将近|接近|约|大约)(?=[百千万亿])")
_DIGITS: Final = frozenset("零一二两三四五六七八九")
_COUNTED: Final = frozenset(
    {"天", "次", "人", "个", "名", "户", "小时", "个小时", "岁", "倍", "场", "件", "家", "只", "台"}
)


def spell_out(text: str) -> str | None:
    """Return the text with its one approximate numeral spelled out.

    >>> spell_out("三五百元"), spell_out("十五六人"), spell_out("百分之二三十"), spell_out("近百人")
    ('三百~五百元', '十五~十六人', '百分之二十~百分之三十', '近一百人')
    """
    near = _NEAR.match(text)
    if near:
        return f"{near[1]}一{text[near.end() :]}"
    runs = [run for run in _RUN.finditer(text) if _PAIR.search(run.group())]
    if len(runs) != 1:
        return None
    start, end = runs[0].span()
    low_high = _two_ends(runs[0].group(), text, end)
    if low_high is None or text[start - 1 : start] in {"第", "几", "数", "点"} or _is_idiom(text, start):
        return None
    head = text[start - 3 : start] if text[:start].endswith("分之") else ""
    return f"{text[:start]}{low_high[0]}~{head}{low_high[1]}{text[end:]}"


def _two_ends(numeral: str, text: str, end: int) -> tuple[str, str] | None:
    pairs = [match.start() for match in _PAIR.finditer(numeral)]
    at = pairs[0]
    before, first, second, after = numeral[:at], numeral[at], numeral[at + 1], numeral[at + 2 :]
    if len(pairs) > 1 or before[-1:] in _DIGITS or after[:1] in _DIGITS or (before and first + second == "三五"):
        return None
    is_bare = not before and not after
    if is_bare and (first + second == "三五" or not _counts(text, end)):
        return None
    return (before + first + after, before + second + after) if is_bare or (before or after)[0:1] else None


def _counts(text: str, at: int) -> bool:
    """Whether money, or a thing that is counted and not numbered (七八个; not 一二期), follows."""
    word = word_at(text, at) if at < len(text) else None
    unit = units().get(word or "")
    return unit is not None and (word in _COUNTED or unit.dimension in {"money", "foreign_money", "ratio_difference"})


def _is_idiom(text: str, start: int) -> bool:
    word = word_at(text, start)
    return word is not None and word in idioms() and word in words() and len(word) > 2
