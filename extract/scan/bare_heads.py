"""The header of a table without rules down: one row, or two where a word stands over several columns.

In: the chunks of the header, its gutters, rules inside it. Out: where its rows part, and its cells. A word over several
columns runs over a gutter, or stands above words of the columns beside it that have nothing above them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.pdf.lattice import Slot
from extract.pdf.paths import Rule
from extract.scan.chunks import Chunk

_OFF: Final = 0.2  # of the width of its columns: a word stands no farther from their middle
_NEAR: Final = 0.45  # of a line of text: words of one height differ less
_LOWER: Final = 5.0  # of it, from a word over columns to those below


@dataclass(frozen=True, slots=True)
class Head:
    """The heights of the borders of its rows, the last left out, and its cells."""

    ys: tuple[float, ...]
    slots: tuple[Slot, ...]
    is_sure: bool = True


def read_head(chunks: Sequence[Chunk], xs: Sequence[float], rules: Sequence[Rule], top: float, usual: float) -> Head:
    """Return the rows and cells of a header from a height; `chunks` are cut at gutters, but for what runs over them."""
    count = len(xs) - 1
    plain = Head((top,), tuple(Slot(0, column, 1, 1) for column in range(count)))
    seen = _seen_spans(_without_between(chunks, xs, usual), xs, usual)
    drawn, is_whole = _drawn_spans(chunks, xs, rules)
    spans = drawn if is_whole and drawn else seen or drawn
    if not spans:
        return plain
    under = {column for low, high in spans for column in range(low, high)}
    words = [chunk for chunk in chunks if _column_of(chunk, xs) in under]
    split = _split(words, xs, rules, usual)
    if split is None:
        return Head(plain.ys, plain.slots, is_sure=False)
    slots = [Slot(0, column, 2, 1) for column in range(count) if column not in under]
    slots += [Slot(0, low, 1, high - low) for low, high in spans]
    slots += [Slot(1, column, 1, 1) for column in sorted(under)]
    return Head((top, split), tuple(sorted(slots)), is_sure=is_whole or spans == seen)


def _column_of(chunk: Chunk, xs: Sequence[float]) -> int:
    middle = (chunk.x0 + chunk.x1) / 2
    return max(0, min(len(xs) - 2, sum(x <= middle for x in xs[1:-1])))


def _drawn_spans(
    chunks: Sequence[Chunk], xs: Sequence[float], rules: Sequence[Rule]
) -> tuple[list[tuple[int, int]], bool]:
    """Return the columns over which rules inside the header run, with words above and below; and whether one word each."""
    out: list[tuple[int, int]] = []
    is_whole = True
    for rule in rules:
        inside = [
            column for column in range(len(xs) - 1)
            if min(rule.high, xs[column + 1]) - max(rule.low, xs[column]) > 0.5 * (xs[column + 1] - xs[column])
        ]  # fmt: skip
        over = [chunk for chunk in chunks if chunk.middle < rule.at and _column_of(chunk, xs) in inside]
        below = [chunk for chunk in chunks if chunk.middle > rule.at and _column_of(chunk, xs) in inside]
        if len(inside) > 1 and over and len({_column_of(chunk, xs) for chunk in below}) > 1:
            out.append((inside[0], inside[-1] + 1))
            is_whole = is_whole and len({_column_of(chunk, xs) for chunk in over}) == 1
    return sorted(set(out)), is_whole


def _without_between(chunks: Sequence[Chunk], xs: Sequence[float], usual: float) -> Sequence[Chunk]:
    """Return words over columns and words below, without those that stand between the two heights and hold for both rows."""
    levels: list[list[Chunk]] = []
    for chunk in sorted(chunks, key=lambda chunk: chunk.middle):
        if levels and chunk.middle - levels[-1][0].middle < _NEAR * usual:
            levels[-1].append(chunk)
        else:
            levels.append([chunk])
    if len(levels) != 3:
        return chunks
    over, between, below = ({_column_of(chunk, xs) for chunk in level} for level in levels)
    is_between = not between & (over | below) and len(between | below) == len(xs) - 1 and len(below) > len(over)
    return [*levels[0], *levels[2]] if is_between else chunks


def _seen_spans(chunks: Sequence[Chunk], xs: Sequence[float], usual: float) -> list[tuple[int, int]]:
    """Return the columns that a word stands over: all have words below it, and none but it above."""
    out: list[tuple[int, int]] = []
    for word in chunks:
        lower = [chunk for chunk in chunks if chunk.top > word.bottom and chunk.middle - word.middle < _LOWER * usual]
        if not lower:
            continue
        level = min(chunk.middle for chunk in lower)
        row = {_column_of(chunk, xs) for chunk in lower if abs(chunk.middle - level) < _NEAR * usual}
        higher = {
            _column_of(chunk, xs) for chunk in chunks if chunk.middle < level - _NEAR * usual and chunk is not word
        }
        if any(
            chunk.middle > level + _NEAR * usual and _column_of(chunk, xs) == _column_of(word, xs) for chunk in lower
        ):
            continue  # a cell of three lines
        free = row - higher
        span = _centred_span(word, xs, free)
        if span is not None:
            out.append(span)
    out = sorted(set(out))
    return out if all(one[1] <= other[0] for one, other in pairwise(out)) else []


def _centred_span(word: Chunk, xs: Sequence[float], free: set[int]) -> tuple[int, int] | None:
    column, middle = _column_of(word, xs), (word.x0 + word.x1) / 2
    found: list[tuple[float, int, int]] = []
    for low in range(column + 1):
        for high in range(column + 1, len(xs)):
            if high - low > 1 and all(each in free for each in range(low, high)):
                off = abs((xs[low] + xs[high]) / 2 - middle) / (xs[high] - xs[low])
                is_inside = xs[low] - 2 <= word.x0 and word.x1 <= xs[high] + 2
                if off < _OFF and is_inside:
                    found.append((round(off / 0.06), low - high, low))
    if not found:
        return None
    _, width, low = min(found)
    return low, low - width


def _split(words: Sequence[Chunk], xs: Sequence[float], rules: Sequence[Rule], usual: float) -> float | None:
    """Return the height that parts the words over several columns from those below."""
    middles = sorted(chunk.middle for chunk in words)
    for rule in rules:
        if middles and middles[0] < rule.at < middles[-1] and rule.high - rule.low < 0.9 * (xs[-1] - xs[0]):
            return rule.at
    gaps = [(other - one, one, other) for one, other in pairwise(middles)]
    if not gaps or max(gaps)[0] < 0.6 * usual:
        return None
    upper_edge = max(chunk.bottom for chunk in words if chunk.middle <= max(gaps)[1])
    lower_edge = min(chunk.top for chunk in words if chunk.middle >= max(gaps)[2])
    return (upper_edge + lower_edge) / 2
