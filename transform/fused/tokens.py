"""What one column of a row may hold at a place of fused text: figures, periods, words, marks, free text.

In: folded text and a place. Out: `Token`s with their end and their cost, in the coin of the best path (0 is tidy, about 3 is an
oddity). Touching digits are offered cut at every place that leaves a number on both sides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transform.fused.words import sign_after, sign_before, unit_ends

_NUMBER: Final = re.compile(r"(\d+(?:,\d{3})*)(\.\d+)?")
_GROUPED: Final = re.compile(r"\d{1,3}(?:,\d{3})+(?!\d)")
_RANGE: Final = re.compile(r"[-~至]")
_DAY = r"(?:\d{1,2}日|底|末|初|份)?"
_DATE: Final = (
    rf"(?:(?:20\d\d年|当年|本年|次年)(?:度)?(?:\d{{1,2}}月{_DAY})?|\d{{1,2}}月{_DAY}|"
    r"20\d\d\.\d{1,2}(?:\.\d{1,2})?|20\d\d-\d{1,2}-\d{1,2})"
)
_UNTIL: Final = r"(?:之?前|以前|内|完成|前完成)?(?:完成|完工)?"
_PERIOD: Final = re.compile(
    rf"(?:{_DATE}[-~至到]{_DATE}|\d{{1,2}}-\d{{1,2}}月{_DAY}|20\d\d年(?:底|末|内|度内)|(?:20\d\d年)?(?:全年|年底|年末|上半年|下半年|年内|第?[一二三四1-4]季度)|{_DATE}){_UNTIL}"
)
_ONE_DATE: Final = re.compile(_DATE)
_NULL_OR_RANGE: Final = frozenset("-~")
_SHORT_DATE: Final = re.compile(r"20\d\d\.\d{1,2}(?:\.\d)?[-~至]20\d\d\.\d{1,2}\.\d|20\d\d\.\d{1,2}[-~至]20\d\d\.\d")
_YEARS: Final = re.compile(r"20\d\d年")
_DATED: Final = frozenset("底末份前内")
_MOST_DECIMALS: Final = 6
_BARE: Final = 0.5
_UNIT_LEFT: Final = 1.2
_CUT: Final = 0.15


@dataclass(frozen=True, slots=True)
class Token:
    """What one column holds: `text[first:last]`, its kind, its number, unit and sign where it is a figure."""

    kind: str  # "figure", "period", "word", "null", "free", "blank", "sign", "unit"
    first: int
    last: int
    cost: float
    number: float = 0.0
    unit: str = ""
    sign: str = ""


def numbers_at(text: str, place: int, breaks: frozenset[int]) -> list[tuple[int, bool]]:
    """Return the ends of the numbers that may begin at a place, and whether each takes the whole run of digits."""
    match = _NUMBER.match(text, place)
    if match is None:
        return []
    stop = next((at for at in range(place + 1, match.end()) if at in breaks), match.end())
    ends: list[tuple[int, bool]] = []
    grouped = _GROUPED.match(text, place)
    digits = place
    while digits < stop and text[digits].isdigit():
        digits += 1
    leads = text[place] == "0"
    for end in range(place + 1, digits + 1):
        if leads and end > place + 1:
            break
        follows = text[end : end + 1]
        if end == digits and follows == "," and "," in match.group():
            continue
        if not (end == digits and follows == "." and text[end + 1 : end + 2].isdigit()):
            ends.append((end, end == stop and not text[end : end + 1].isdigit()))
    if "," in match.group() and not leads:
        for end in _group_ends(text, place, stop):
            ends.append((end, end == stop))
            ends += _decimal_ends(text, end, stop)
    elif digits < stop and text[digits] == "." and (not leads or digits == place + 1):
        ends += _decimal_ends(text, digits, stop)
    return ends if grouped is None else [end for end in ends if "," in text[place : end[0]]] or ends


def _group_ends(text: str, place: int, stop: int) -> list[int]:
    """Return the places at which a number with separators may end: behind a full group of three digits."""
    first = re.compile(r"\d{1,3}(?=,\d{3})").match(text, place)
    ends: list[int] = []
    end = first.end() if first else stop
    while end + 4 <= stop and text[end] == "," and text[end + 1 : end + 4].isdigit():
        end += 4
        ends.append(end)
    return ends


def _decimal_ends(text: str, point: int, stop: int) -> list[tuple[int, bool]]:
    if text[point : point + 1] != ".":
        return []
    ends: list[tuple[int, bool]] = []
    for end in range(point + 2, min(stop, point + 1 + _MOST_DECIMALS) + 1):
        if text[end - 1] in ".,":
            break
        ends.append((end, end == stop))
    return ends


def to_number(text: str) -> float:
    """Return the number that some digits are."""
    return float(text.replace(",", ""))


def figures_at(
    text: str, place: int, breaks: frozenset[int], *, wants_unit: bool = True, keeps_unit: bool = True
) -> list[Token]:
    """Return the figures that may begin at a place: with a sign, a unit, a second end of a range."""
    sign = sign_before().match(text, place)
    start = sign.end() if sign else place
    found: list[Token] = []
    for end, is_whole in numbers_at(text, start, breaks):
        number = to_number(text[start:end])
        marks = sign.group() if sign else ""
        units = unit_ends(text, end) if is_whole else []
        if units and not keeps_unit:
            found += _ranges(text, place, start, end, breaks, "", marks)
        for at, unit_end in enumerate(units):
            unit = text[end:unit_end]
            dated = 1.5 if unit.startswith("年") and 1990 < number < 2060 else 0.0
            dated += 1.5 if unit in {"月", "年"} and text[unit_end : unit_end + 1] in _DATED else 0.0
            cost = dated + (0.0 if wants_unit else 0.8) + 0.35 * (at > 0)
            found.append(Token("figure", place, _with_after(text, unit_end), cost, number, unit, marks))
            found += _ranges(text, place, start, unit_end, breaks, unit, marks)
        if not units:
            found += _ranges(text, place, start, end, breaks, "", marks) if is_whole else []
        cost = (_BARE if wants_unit else 0.0) + (_UNIT_LEFT if units and wants_unit else 0.0)
        found.append(Token("figure", place, end, cost + (0.0 if is_whole else _CUT), number, "", marks))
    return found


def _with_after(text: str, end: int) -> int:
    match = sign_after().match(text, end)
    return match.end() if match else end


def _ranges(
    text: str, place: int, start: int, middle: int, breaks: frozenset[int], unit: str, sign: str
) -> list[Token]:
    """Return the ranges whose first end closes at `middle`: `80849-80855条`, `87%-94%`."""
    if not _RANGE.match(text, middle):
        return []
    found = []
    low = to_number(_NUMBER.match(text, start).group())  # type: ignore[union-attr]
    for end, is_whole in numbers_at(text, middle + 1, breaks):
        high = to_number(text[middle + 1 : end])
        if high <= low or high > 20 * max(low, 1):
            continue
        after = next(iter(unit_ends(text, end)), None) if is_whole else None
        if unit and not (after and text[end:after] == unit):
            continue
        stop = after or end
        found.append(Token("figure", place, stop, 0.2 if after else 0.5, low, text[end:stop], sign))
        if after and not unit:
            found.append(Token("figure", place, end, 0.5, low, "", sign))
    return found


def periods_at(text: str, place: int) -> list[Token]:
    """Return the periods that may begin at a place."""
    found: list[Token] = []
    sign = sign_before().match(text, place)
    start = sign.end() if sign else place
    match = _PERIOD.match(text, start)
    if match is not None:
        found.append(Token("period", place, match.end(), 0.1))
        if match.group().endswith("完成") and len(match.group()) > 2:
            found.append(Token("period", place, match.end() - 2, 0.2))
        first = _ONE_DATE.match(match.group())
        if first is not None and text[start + first.end() : start + first.end() + 1] in _NULL_OR_RANGE:
            is_told_twice = match.group().endswith(first.group()) and first.end() < match.end() - start - 1
            found.append(Token("period", place, start + first.end(), 0.0 if is_told_twice else 0.8))
        year = _YEARS.match(match.group())
        if year and year.end() < match.end() - start and not text[start + 5].isdigit():
            found.append(Token("period", place, start + year.end(), 1.0))
        elif match.group().isascii() or match.group()[-1].isdigit():
            short = _SHORT_DATE.match(text, start)
            if short is not None and short.end() < match.end():
                found.append(Token("period", place, short.end(), 0.3))
    return found
