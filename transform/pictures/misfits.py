"""Values of a picture that do not fit: their own writing, their range, their row, or their column.

In: the facts of one document that were read from pictures. Out: suspicions, in Chinese; no value is changed. A column is
all targets of the document: one sign or unit that differs from nearly all others is more often misread than meant.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from transform.moves import Text
from transform.pictures.cells import differs_by_one
from transform.pictures.facts import Fact, Suspicion
from transform.quantify import NOTES
from transform.quantities import clean, parse_quantity, squeeze
from transform.quantities.words import signs_after, signs_before, units

# Digits that were taken for letters, and signs that were taken for letters before a digit: 1O0, l2, 工95%.
_LETTERS: Final = re.compile(r"(?<=[\d.])[OolI|](?![A-Za-z])|(?<![A-Za-z])[OolI|工](?=[\d.])")
_FIGURE_AND_TAIL: Final = re.compile(r"[^\d\w]{0,2}\d[\d.,]*(?P<tail>[^\d.,()/%]{1,4})")
_YEAR: Final = re.compile(r"(?<![\d.])(\d{4})(?=年)")
_RATE: Final = re.compile(r"[率度]$|比例|占比|百分比")
_MAY_PASS_100: Final = re.compile(r"增|提高|提升|上升|升幅|涨|超|倍|比|收益|回报|负荷")
_LOST_SIGN: Final = "lost_sign_suspected"  # a note of the quantity
_HUNDRED: Final = 100
_MOST_MISREAD: Final = 2  # a unit that stands there more often is one, if nobody knows it
_SHORTEST_UNIT: Final = 2  # one character is like any other
_YEARS_AROUND, _FIRST_YEAR, _LAST_YEAR = 15, 1990, 2049
_FEWEST, _RARE = 8, 0.05  # so many others say what is usual; so few of them may differ and still be suspects
_MOSTLY: Final = 0.75
_FEWEST_OF_SIGN: Final = 5
# Signs that are taken for each other.
_ALIKE: Final = (frozenset("≥≧⩾≽>＞》〉"), frozenset("≤≦⩽≼<＜《〈"))
_ABOUT: Final = frozenset("≒≅≈≌∽÷")

Check = Callable[[Sequence[Fact]], Iterator[Suspicion]]


def find_misfits(facts: Sequence[Fact]) -> Iterator[Suspicion]:
    """Yield what does not fit among the facts of one document."""
    tails = Counter(tail for fact in facts for _, text in _figures(fact) if (tail := _tail_of(fact, text)))
    for fact in facts:
        for name, text in _figures(fact):
            for message in _oddities(fact, text, tails):
                yield Suspicion(fact.indicator_id, f"“{fact.name}”的{name}“{squeeze(text.text)}”{message}", text.pieces)
        yield from _check_points(fact)
    figures = [fact for fact in facts if fact.value is not None and fact.is_figure]
    for check in (_check_signs, _check_lost_signs, _check_units):
        yield from check(figures)


def _figures(fact: Fact) -> Iterator[tuple[str, Text]]:
    if fact.value is not None:
        yield "指标值", fact.value
    for field, name in (("actual", "实际完成值"), ("unit", "单位"), ("weight", "权重"), ("score", "得分")):
        if (text := fact.beside(field)) is not None:
            yield name, text


def _oddities(fact: Fact, text: Text, tails: Counter[str]) -> Iterator[str]:
    """Yield what is odd about one text; `tails` counts the units of the document, known or not."""
    word = clean(text.text)
    if _LETTERS.search(word):
        yield "中的字母可能是数字或符号的误读"
    tail = _tail_of(fact, text)
    if tail and (near := _near_unit(tail, tails)):
        yield f"的单位“{tail}”不在单位表中，与“{near}”只差一字，可能误读"
    years = [int(year) for year in _YEAR.findall(word)]
    lowest, highest = _years(fact)
    if any(not lowest <= year <= highest for year in years):
        yield "中的年份超出合理范围，可能误读"
    if text is fact.row.value and _is_over_100(fact):
        yield "大于 100%，可能是符号或数字误读"
    elif text is fact.row.value and _LOST_SIGN in str(fact.record[NOTES]) and not _LETTERS.search(word):
        yield "可能是符号或数字的误读"


def _tail_of(fact: Fact, text: Text) -> str | None:
    """Return what stands in the place of a unit: behind the figure, or in the unit's own cell; None in dates."""
    word = clean(text.text)
    if text is fact.row.beside.get("unit"):
        return word
    is_date = text is fact.row.value and fact.record["value_kind"] == "period"
    match = None if is_date else _FIGURE_AND_TAIL.fullmatch(word)
    return match["tail"] if match else None


def _near_unit(tail: str, tails: Counter[str]) -> str | None:
    """Return the known unit from which a rare one, that nobody knows, differs by one character."""
    is_known = (
        tail in units() or tail in signs_after() or parse_quantity(tail).is_known or parse_quantity(f"1{tail}").is_known
    )
    if len(tail) < _SHORTEST_UNIT or "/" in tail or is_known or tails[tail] > _MOST_MISREAD:
        return None
    near = [unit for unit in units() if differs_by_one(unit, tail)]
    return max(near, key=lambda unit: tails[unit], default=None)


def _years(fact: Fact) -> tuple[int, int]:
    year = fact.record.get("fiscal_year")
    return (year - _YEARS_AROUND, year + _YEARS_AROUND) if isinstance(year, int) else (_FIRST_YEAR, _LAST_YEAR)


def _is_over_100(fact: Fact) -> bool:
    number = fact.number("number")
    is_rate = fact.record["value_kind"] == "percent" and not _MAY_PASS_100.search(fact.name)
    return is_rate and bool(_RATE.search(squeeze(fact.name))) and number is not None and number > _HUNDRED


def _check_points(fact: Fact) -> Iterator[Suspicion]:
    """Yield the points that are none, and a score above its weight."""
    for column, name in (("weight", "权重"), ("score", "得分")):
        text = fact.beside(column)
        if text is not None and fact.number(column) is None and re.search(r"\d", text.text):
            yield Suspicion(
                fact.indicator_id, f"“{fact.name}”的{name}“{squeeze(text.text)}”未能读作分数，可能误读", text.pieces
            )
    weight, score = fact.number("weight"), fact.number("score")
    texts = [text for name in ("weight", "score") if (text := fact.beside(name)) is not None]
    if weight is not None and score is not None and score > weight and texts:
        message = f"“{fact.name}”的得分 {score:f} 大于分值 {weight:f}，可能误读"
        yield Suspicion(fact.indicator_id, message, tuple(piece for text in texts for piece in text.pieces))


def _check_signs(facts: Sequence[Fact]) -> Iterator[Suspicion]:
    """Yield the signs that stand alone beside many that they are taken for."""
    signs = Counter(_sign(fact) for fact in facts if fact.record["operator_source"] == "printed")
    for fact in facts:
        sign = _sign(fact)
        if fact.record["operator_source"] != "printed" or sign not in signs_before():
            continue
        alike = next(
            (family for family in _ALIKE if sign in family), frozenset().union(*_ALIKE) if sign in _ABOUT else ()
        )
        usual = max(alike, key=lambda other: (signs[other], other), default=sign)
        is_rare = signs[sign] <= max(1, signs[usual] * _RARE)
        if usual != sign and signs[usual] >= _FEWEST_OF_SIGN and is_rare:
            yield _suspect(fact, f"的符号“{sign}”与同列常用的“{usual}”不同，可能误读")


def _sign(fact: Fact) -> str:
    return str(fact.record["operator_text"] or "").strip()


def _check_lost_signs(facts: Sequence[Fact]) -> Iterator[Suspicion]:
    """Yield the figures without a sign where nearly all have one; a lost ≥ mostly leaves a 2."""
    bare = [fact for fact in facts if fact.record["operator_source"] != "printed"]
    signed = len(facts) - len(bare)
    if signed < _FEWEST:
        return
    is_rule = len(bare) <= max(1, len(facts) * _RARE)
    is_mostly = signed >= len(facts) * _MOSTLY
    for fact in bare:
        text = clean(fact.value.text) if fact.value else ""
        if is_rule:
            yield _suspect(fact, "没有符号，而同列其他指标值都有，可能漏读")
        elif is_mostly and re.match(r"2\d", text):
            yield _suspect(fact, "没有符号，首位的“2”可能是“≥”的误读")


def _check_units(facts: Sequence[Fact]) -> Iterator[Suspicion]:
    """Yield the figures without a unit where nearly all have one."""
    bare = [
        fact
        for fact in facts
        if fact.record["unit"] is None and not fact.record.get("unit_cell") and fact.number("number")
    ]
    if len(facts) - len(bare) >= _FEWEST and len(bare) <= max(1, len(facts) * _RARE):
        for fact in bare:
            yield _suspect(fact, "没有可识别的单位，而同列其他指标值都有，可能误读")


def _suspect(fact: Fact, message: str) -> Suspicion:
    pieces = fact.value.pieces if fact.value else ()
    text = squeeze(fact.value.text) if fact.value else ""
    return Suspicion(fact.indicator_id, f"“{fact.name}”的指标值“{text}”{message}", pieces)
