"""Lines that make a table where no rule says so: they share white stripes.

In: the lines of a page that stand in no other table. Out: the lines of each table, from its header to its last row. A line
that runs across the stripes is a title or a note, and ends a table; but for a word over several columns of the header.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

from extract.scan.chunks import Chunk

Flags = npt.NDArray[np.bool_]
Line = Sequence[Chunk]
_FEWEST_LINES: Final = 3
_MANY_WORDS: Final = 5
_FEWEST_STRIPES: Final = 2
_KEPT: Final = 0.6  # of the stripes of the lines above: a row that keeps fewer is none
_WIDTH: Final = 0.16  # of a line of text: a stripe is no narrower
_WIDE, _WIDER, _MANY_LINES = 0.6, 1.2, 7  # of it; lines that show which stripes are gutters
_OPEN: Final = 0.3  # of it
_FAR: Final = 3.2  # lines of text between two lines of one table
_FARTHER: Final = 1.2  # of the widest gap so far
_LARGE: Final = 1.2  # of the usual height: type of a title
_HEAD: Final = 0.45  # of the width of the table: words of a header are no wider
_HALF: Final = 0.6  # of a line of text, from words over columns to those beside them
_OVER: Final = 1.6  # of it, if those below leave a gap under them
_TAIL: Final = 0.9  # lines of text between a cell and its last line


def grow_tables(lines: Sequence[Line], usual: float) -> Iterator[list[Line]]:
    """Yield the lines of each table."""
    at = 0
    while at < len(lines):
        if len(lines[at]) < _FEWEST_STRIPES + 1:
            at += 1
            continue
        block = grow([lines[at]], lines[at + 1 :], usual)
        if _is_enough(block) and not _is_dust(block, usual):
            yield [*_heads_above(lines[:at], block, usual), *block]
            at += len(block)
        else:
            at += 1


def _is_enough(block: Sequence[Line]) -> bool:
    """Whether there are lines enough for a table: two will do where both have many words."""
    sizes = [len(line) for line in block if len(line) > 1]
    return len(sizes) >= _FEWEST_LINES or (len(sizes) == 2 and min(sizes) >= _MANY_WORDS)


def _is_dust(block: Sequence[Line], usual: float) -> bool:
    sizes = [chunk.x1 - chunk.x0 for line in block for chunk in line]
    return float(np.median(sizes)) < usual


def grow(block: Sequence[Line], below: Sequence[Line], usual: float) -> list[Line]:
    """Return the lines of a table with those below that go on with it."""
    out = list(block)
    end = len(out)
    white = _white(out, usual)
    widest = 0.0
    for number, line in enumerate(below):
        gap = min(chunk.top for chunk in line) - max(chunk.bottom for chunk in out[-1])
        if gap > max(_FAR * usual, _FARTHER * widest) or _height(line) > _LARGE * usual:
            break
        with_it = _and(white, _white([line], usual))
        is_early = len(out) <= 2 and number <= 2
        wanted = _KEPT * (max(len(row) for row in out) - 1)
        has = len(_stripes(with_it, usual))
        fits = has >= max(_FEWEST_STRIPES, wanted) if len(line) > 1 else not _runs_across(line[0], white, usual, out)
        if not fits and not (is_early and _is_word(line, out)):
            break
        if fits:
            white = with_it
            widest = max(widest, gap)
        out.append(line)
        if len(line) > 1 or gap < _TAIL * usual:
            end = len(out)
    return out[:end]


def _heads_above(above: Sequence[Line], block: Sequence[Line], usual: float) -> list[Line]:
    """Return the line above, if words of the header stand beside it, half a line lower."""
    if not above:
        return []
    line = above[-1]
    gap = min(chunk.top for chunk in block[0]) - max(chunk.bottom for chunk in line)
    is_beside = gap < _HALF * usual and line[0].x0 > block[0][0].x0 + 2 * usual
    is_over = gap < _OVER * usual and all(stands_over(word, block[0]) for word in line)
    fits = _height(line) <= _LARGE * usual and _is_word(line, block)
    return [line] if fits and (is_beside or is_over) else []


def stands_over(word: Chunk, below: Line) -> bool:
    """Return whether a word stands over a gap between two words of the line below."""
    return any(one.x1 < word.x0 and word.x1 < other.x0 for one, other in pairwise(below))


def _is_word(line: Line, block: Sequence[Line]) -> bool:
    width = max(row[-1].x1 for row in block) - min(row[0].x0 for row in block)
    return all(chunk.x1 - chunk.x0 < _HEAD * width for chunk in line)


def _height(line: Line) -> float:
    return float(np.median([chunk.bottom - chunk.top for chunk in line]))


def _runs_across(chunk: Chunk, white: Flags, usual: float, block: Sequence[Line]) -> bool:
    """Whether a piece of text runs over stripes; where few lines show them, a gap behind a comma may be one of them."""
    crossed = [
        high - low
        for low, high in _stripes(white, usual)
        if chunk.x0 < low and high < chunk.x1 and not _is_open(chunk.ink[low - chunk.x0 : high - chunk.x0], usual)
        if not _is_in_text(low, high, block)
    ]
    least = _WIDE if len(block) >= _MANY_LINES else _WIDER
    return len(crossed) > 1 or any(width >= least * usual for width in crossed)


def _is_in_text(low: int, high: int, block: Sequence[Line]) -> bool:
    """Whether a stripe stands between words of one column: more lines have it inside a piece than between two."""
    inside = sum(any(chunk.x0 < low and high < chunk.x1 for chunk in line) for line in block)
    between = sum(any(one.x1 <= high and low <= other.x0 for one, other in pairwise(line)) for line in block)
    return inside > 0 and inside >= between


def _is_open(ink: Flags, usual: float) -> bool:
    """Whether a chunk leaves enough of a stripe white for two columns."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (~ink).view(np.int8), [0]))))
    return bool(edges.size) and int((edges[1::2] - edges[::2]).max()) >= _OPEN * usual


def _white(lines: Sequence[Line], usual: float) -> Flags:
    """Return which columns of pixels are white in all lines, between the outermost print."""
    right = max(chunk.x1 for line in lines for chunk in line)
    white = np.ones(right + round(20 * usual), np.bool_)
    for line in lines:
        for chunk in line:
            white[chunk.x0 : chunk.x1] &= ~chunk.ink
    return white


def _and(one: Flags, other: Flags) -> Flags:
    size = max(one.size, other.size)
    wide = [np.concatenate((flags, np.ones(size - flags.size, np.bool_))) for flags in (one, other)]
    return np.asarray(wide[0] & wide[1])


def _stripes(white: Flags, usual: float) -> list[tuple[int, int]]:
    """Return the stripes that are wide enough, but for the margins."""
    edges = np.flatnonzero(np.diff(np.concatenate(([0], white.view(np.int8), [0]))))
    spans: list[tuple[int, int]] = [(int(low), int(high)) for low, high in edges.reshape(-1, 2)]
    return [(low, high) for low, high in spans[1:-1] if high - low >= _WIDTH * usual]
