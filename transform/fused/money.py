"""Figures of a money table that touch each other: `194.9194.9100%` under 预算数, 执行数, 执行率.

In: a stretch of text and the columns above it. Out: the ways to cut it, the best first, a second one only where it is
nearly as good. Evidence: every column has its figure, decimals are alike, executed = budget × rate, the points are ten
and the score follows the rate.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

from transform.fused.script import Script
from transform.fused.tokens import numbers_at, to_number

MONEY_COLUMNS: Final = frozenset({"initial_budget", "budget", "executed", "rate", "block", "adjustment", "total_score"})
_MONEY: Final = frozenset(
    {"initial_budget", "budget", "executed", "amount", "adjustment", "fiscal", "other", "carried"}
)
_UNIT: Final = re.compile(r"[百千万亿]*元|万")
_NEAR: Final = 0.8
_SURE: Final = 3.5
_RATE_OF_NOTHING: Final = 1.5
_ALL: Final = 100  # the rate at which one sum is printed twice
_NOT_ALL: Final = 0.8
_DECIMALS: Final = 2
_FINE_RATE: Final = 0.8  # 0.1699% is the end of a sum and 99% rather
_KEPT: Final = 6000
_BOUNDS: Final = (2.0, 3.5, 8.0)

Cell = tuple[str, int, int]


def split_figures(script: Script, first: int, last: int, columns: list[str]) -> list[list[Cell]]:
    """Return the best way to give every column its figure, and the next one where it is nearly as good."""
    start = first + (script.text[first : first + 1] == ":")
    ranked: list[tuple[float, list[Cell]]] = []
    is_whole = True
    for bound in _BOUNDS:
        ranked, is_whole = _rank_cuts(script, start, last, columns, bound)
        if ranked and ranked[0][0] + _NEAR > bound:
            ranked, is_whole = _rank_cuts(script, start, last, columns, ranked[0][0] + _NEAR)
        if ranked:
            break
    if not ranked:
        return []
    is_open = ranked[0][0] > _SURE or not is_whole
    return [cells for cost, cells in ranked[:2] if cost < ranked[0][0] + _NEAR or is_open]


def _rank_cuts(
    script: Script, start: int, last: int, columns: list[str], bound: float
) -> tuple[list[tuple[float, list[Cell]]], bool]:
    """Return all cuts that cost no more than a bound, the best first, and whether none was left out for their number.

    What is added to a cut never makes it cheaper, so a beginning that costs more than the bound is the beginning of none.
    """
    text = script.text
    partial: list[tuple[float, int, list[Cell]]] = [(0.0, start, [])]
    is_whole = True
    for field in columns:
        following = {place: _cells_at(script, field, place, last) for place in {each[1] for each in partial}}
        longer = [
            (cost + extra + _likeness(text, cells, field, place, end), end, [*cells, (field, place, end)])
            for cost, place, cells in partial
            for extra, end in following[place]
        ]
        partial = [each for each in longer if each[0] <= bound]
        if field == "rate":
            partial = [each for each in partial if each[0] + _disagreement(text, each[2]) <= bound]
        if len(partial) > _KEPT:
            is_whole = False
            partial = sorted(partial, key=lambda each: each[0])[:_KEPT]
    ranked = [(cost + _rest(text, end, last) + _disagreement(text, cells), cells) for cost, end, cells in partial]
    return sorted((each for each in ranked if each[0] <= bound), key=lambda each: each[0]), is_whole


def sum_of_parts(script: Script, first: int, last: int) -> int | None:
    """Return where a sum ends that two parts follow which add up to it; None where no cut, or more than one, does."""
    text = script.text
    found: list[int] = []
    for one in _sums_at(script, first):
        for two in _sums_at(script, one):
            for three in _sums_at(script, two):
                is_whole = three == last or not text[three].isdigit()
                figures = [_figure(text[start:end]) for start, end in pairwise((first, one, two, three))]
                if is_whole and three <= last and abs(figures[0] - figures[1] - figures[2]) < 0.000001:
                    found.append(one)
    return found[0] if len(set(found)) == 1 else None


def _sums_at(script: Script, place: int) -> list[int]:
    """Return where a sum of money that begins at a place may end, behind its unit where it has one."""
    ends = []
    for end, is_whole in numbers_at(script.text, place, script.breaks):
        unit = _UNIT.match(script.text, end) if is_whole else None
        ends.append(unit.end() if unit else end)
    return ends


def _cells_at(script: Script, field: str, place: int, last: int) -> list[tuple[float, int]]:
    text = script.text
    found: list[tuple[float, int]] = [(2.5, place)]
    for end, is_whole in numbers_at(text, place, script.breaks):
        if end > last:
            continue
        if field in _MONEY:
            unit = _UNIT.match(text, end) if is_whole else None
            decimals = len(text[place:end].partition(".")[2])
            found.append((0.03 * max(0, decimals - 2), unit.end() if unit else end))
        elif field == "rate":
            is_percent = is_whole and text[end : end + 1] == "%"
            number = to_number(text[place:end])
            fine = _FINE_RATE * (len(text[place:end].partition(".")[2]) > _DECIMALS)
            if number <= 999:
                found.append((fine if is_percent else fine + 0.8, end + 1 if is_percent else end))
        elif to_number(text[place:end]) <= 100:
            found.append((0.0, end))
    if text[place : place + 1] in "-/" and place < last:
        found.append((0.6, place + 1))
    return found


def _likeness(text: str, cells: list[Cell], field: str, first: int, last: int) -> float:
    """Return less for a sum of money that is the one before it again, or printed as that one is."""
    if field not in _MONEY or not cells or cells[-1][0] not in _MONEY or first == last:
        return 0.0
    before, word = text[cells[-1][1] : cells[-1][2]], text[first:last]
    return 0.0 if before == word else 0.6 + 0.05 * abs(len(before) - len(word))


def _rest(text: str, end: int, last: int) -> float:
    """Return the cost of what is left behind the last column: none, or words."""
    return 0.0 if end == last else 1.0 if not text[end].isdigit() and text[end] not in ".,%" else 4.0


def _disagreement(text: str, cells: list[Cell]) -> float:
    held: dict[str, str] = {}
    blocks: list[str] = []
    for field, first, last in cells:
        word = text[first:last]
        if field == "block":
            blocks.append(word)
        else:
            held.setdefault(field, word)
    cost = 0.0
    money = [
        held[field] for field in ("initial_budget", "budget", "amount", "executed") if held.get(field, "").strip("-/")
    ]
    figures = [_figure(word) for word in money]
    decimals = {len(re.sub(r"\D+$", "", word).partition(".")[2]) for word in money}
    cost += 0.5 * (len(decimals) - 1) if decimals else 0.0
    for low, high in pairwise(figures):
        if low != high:
            cost += 0.5 if min(low, high) == 0 or max(low, high) > 20 * min(low, high) else 0.0
    budget, executed = (
        (held.get("budget") or held.get("amount") or held.get("initial_budget", "")),
        held.get("executed", ""),
    )
    rate = _figure(held.get("rate", ""))
    if budget and executed and held.get("rate", "").strip("-/") and _figure(budget):
        meant = 100 * _figure(executed) / _figure(budget)
        cost += 0.0 if abs(meant - rate) < 0.7 else 3.0
        cost += _NOT_ALL if rate == _ALL and _figure(executed) != _figure(budget) else 0.0
    elif (budget.strip("-/") and rate) or (rate and "executed" in held and not executed):
        cost += _RATE_OF_NOTHING
    if len(blocks) > 1 and blocks[0].strip("-/") and blocks[1].strip("-/"):
        weight, score = _figure(blocks[0]), _figure(blocks[1])
        cost += (0.0 if weight in {5, 10, 20} else 0.4) + (1.5 if score > weight else 0.0)
        meant = weight * min(rate, 100) / 100
        if rate and abs(meant - score) > 0.6:
            cost += 0.6
        elif not rate and held.get("rate", "").strip("-/") and score == weight:
            cost += _RATE_OF_NOTHING  # all points for nothing
    return cost


@lru_cache(maxsize=65536)
def _figure(word: str) -> float:
    match = re.match(r"[\d,]+(?:\.\d+)?", word)
    return to_number(match.group()) if match and match.group().strip(",") else 0.0
