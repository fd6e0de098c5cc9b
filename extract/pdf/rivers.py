"""Columns of a table without rules down: the rivers of white that run through its lines.

In: the lines of a block, and rules across it. Out: the x of the column borders; runs taken apart where two columns
touch. A river may be crossed by a few lines: a header over several columns, a note.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from extract.pdf.paths import Rule
from extract.pdf.runs import Run

_NARROWEST: Final = 1.2  # points
_MOST_CROSSED: Final = 0.08  # of the lines
_HEAD_LINES: Final = 4
_FEW: Final = 0.15  # of the lines
_WORD_GAP: Final = 1.0  # of the type size
_NEAR: Final = 4.0  # points: a rule that ends this near a river bounds the column


def find_rivers(block: Sequence[Sequence[Run]], rules: Sequence[Rule]) -> list[float]:
    """Return the column borders from the left edge to the right."""
    pieces = [(run.x0, run.x1) for line in block for run in line]
    left, right = min(low for low, _ in pieces), max(high for _, high in pieces)
    most = int(_MOST_CROSSED * len(block))
    # What stands beside other words is no header over several columns and no note: it lies in one column.
    weights = [1 if at < _HEAD_LINES or len(line) == 1 else most + 1 for at, line in enumerate(block) for _ in line]
    dry = [river for river in _shallow(pieces, weights, 0) if river[1] - river[0] > _NARROWEST]
    crossed = [
        (low, high)
        for low, high in _shallow(pieces, weights, most)
        if high - low > _NARROWEST and not any(low <= one < high for one, _ in dry)
    ]
    rivers = sorted(river for river in dry + crossed if left < river[0] and river[1] < right)
    outer = [*(rule.low for rule in rules), left], [*(rule.high for rule in rules), right]
    inner = [_border(river, rules) for river in _told_apart(_merged(rivers, pieces), block)]
    return [min(outer[0]) - 1.0, *inner, max(outer[1]) + 1.0]


def _shallow(pieces: Sequence[tuple[float, float]], weights: Sequence[int], most: int) -> Iterator[tuple[float, float]]:
    """Yield the stretches of x that pieces of no more weight cover."""
    edges = sorted(
        edge for (low, high), weight in zip(pieces, weights, strict=True) for edge in ((low, weight), (high, -weight))
    )
    depth, start = 0, None
    for x, step in edges:
        depth += step
        if depth <= most and start is None:
            start = x
        elif depth > most and start is not None:
            yield start, x
            start = None


def _merged(rivers: Sequence[tuple[float, float]], pieces: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return rivers that have a column between them: more than a stray word."""
    out: list[tuple[float, float]] = []
    for low, high in rivers:
        if out and not any(out[-1][1] - 0.5 <= x0 and x1 <= low + 0.5 for x0, x1 in pieces):
            out[-1] = (out[-1][0], high)
        else:
            out.append((low, high))
    return out


def _told_apart(rivers: Sequence[tuple[float, float]], block: Sequence[Sequence[Run]]) -> list[tuple[float, float]]:
    """Return the rivers without those that part nothing: a heading from its column, or words of a few lines.

    A column none of whose words stands beside one of its neighbour is that one's heading, set to another side. One that has
    few words, and no heading where its neighbours have theirs, is a chance gap in the words of a neighbour.
    """
    kept = list(rivers)
    while True:
        strips = _strips(kept, block)
        spare = next((at for at, river in enumerate(kept) if _is_one(strips[at], strips[at + 1], river)), None)
        if spare is None:
            spare = _beside_headless(strips, len(block))
        if spare is None:
            return kept
        del kept[spare]


def _strips(rivers: Sequence[tuple[float, float]], block: Sequence[Sequence[Run]]) -> list[list[Run]]:
    middles = [(low + high) / 2 for low, high in rivers]
    strips: list[list[Run]] = [[] for _ in range(len(rivers) + 1)]
    for line in block:
        for run in line:
            strips[sum(middle < (run.x0 + run.x1) / 2 for middle in middles)].append(run)
    return strips


def _is_one(one: Sequence[Run], other: Sequence[Run], river: tuple[float, float]) -> bool:
    """Whether two columns are one: words of one stand above all of the other's, or cross over, and never beside them."""
    if not one or not other:
        return True
    first, second = sorted((one, other), key=lambda strip: strip[0].middle)
    if first[-1].middle < second[0].middle - 0.5 * second[0].size:
        return True
    is_crossed = any(run.x0 < river[0] and river[1] < run.x1 for run in (*one, *other))
    return is_crossed and not any(
        min(left.bottom, right.bottom) - max(left.top, right.top) > 0.2 * min(left.size, right.size)
        for left in one
        for right in other
    )


def _beside_headless(strips: Sequence[Sequence[Run]], lines: int) -> int | None:
    """Return the river between a column of few words without a heading and the neighbour that is nearer."""
    few = max(2, _FEW * lines)
    head = max((strip[0].middle for strip in strips if len(strip) > few), default=float("inf"))
    for at, strip in enumerate(strips):
        if len(strip) > few or strip[0].middle < head + strip[0].size:
            continue
        near = [
            (_gap(strips[river], strips[river + 1]), river)
            for river, beside in ((at - 1, at - 1), (at, at + 1))
            if 0 <= beside < len(strips) and strip[0].middle > strips[beside][0].middle + strip[0].size
        ]
        if near and min(near)[0] < _WORD_GAP * strip[0].size:
            return min(near)[1]
    return None


def _gap(one: Sequence[Run], other: Sequence[Run]) -> float:
    """Return how near the words of two columns come to each other on one line."""
    return min(
        (
            right.x0 - left.x1
            for left in one
            for right in other
            if abs(left.middle - right.middle) < 0.5 * max(left.size, right.size)
        ),
        default=float("inf"),
    )


def _border(river: tuple[float, float], rules: Sequence[Rule]) -> float:
    low, high = river
    ends = [x for rule in rules for x in (rule.low, rule.high) if low - _NEAR < x < high + _NEAR]
    return sorted(ends)[len(ends) // 2] if ends else (low + high) / 2


def split_at_rivers(runs: Sequence[Run], xs: Sequence[float], split: Callable[[Run], list[Run]]) -> list[Run]:
    """Return the runs; one that fills two columns to their common border is taken apart there.

    A header centred over several columns crosses the border as well, and stays whole: it begins and ends at no
    place at which words of those columns begin.
    """
    starts = [round(run.x0) for run in runs]
    out: list[Run] = []
    for run in runs:
        crossed = [x for x in xs[1:-1] if run.x0 + 0.3 * run.size < x < run.x1 - 0.3 * run.size]
        if crossed and len(run.text) > 1:
            parts = split(run)
            begins = [min((part.x0 for part in parts if (part.x0 + part.x1) / 2 > x), default=run.x1) for x in crossed]
            if all(any(abs(start - begin) <= 1.5 for start in starts) for begin in begins):
                out.extend(parts)
                continue
        out.append(run)
    return out


def column_of(run: Run, xs: Sequence[float]) -> int:
    """Return the column in which the middle of a run stands."""
    middle = (run.x0 + run.x1) / 2
    return next((index for index, (low, high) in enumerate(pairwise(xs)) if low <= middle < high), len(xs) - 2)
