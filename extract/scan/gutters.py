"""The columns of a table without rules down: white stripes through all its lines, as the words of its header confirm them.

In: the chunks of a table, and those of its header. Out: `Gutters`, the x at which columns part, and how sure they are. A
stripe that a word of the header crosses parts nothing, unless words stand below that word on both sides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from extract.scan.chunks import Chunk

Counts = npt.NDArray[np.int32]
_NARROWEST: Final = 0.34  # of a line: two columns stand no nearer to each other
_SPACED: Final = 0.45  # of a line: characters of one word of a header
_CROSSED: Final = 0.06  # of the chunks: what may stray into a gutter
_NEAR: Final = 0.75  # of a line: words nearer than this may be one column's …
_STROKE: Final = 0.4  # of a line
_FEW: Final = 4  # … where so few lines show them apart


@dataclass(frozen=True, slots=True)
class Gutters:
    """The x at which columns part, in pixels, the outermost included; `is_sure` unless print stands in one of them."""

    xs: tuple[int, ...]
    is_sure: bool = True


def find_gutters(head: Sequence[Chunk], body: Sequence[Chunk], usual: float) -> Gutters:
    """Return where the columns of a table part; `head` may be empty."""
    everything = [*head, *body]
    left, right = min(chunk.x0 for chunk in everything), max(chunk.x1 for chunk in everything)
    lowest = [chunk for chunk in head if not _is_over(chunk, head, usual)]
    depth = _depth([*(_solid(chunk, usual) for chunk in lowest), *body], left, right)
    least = max(3, _NARROWEST * usual)
    stripes = [stripe for stripe in _stripes(depth == 0, left) if stripe[1] - stripe[0] >= least]
    stripes = [stripe for stripe in stripes if left < stripe[0] and stripe[1] < right]
    missed = list(_missed(_words(lowest), stripes, depth, left, len(body)))
    stripes = _told_apart(sorted([*stripes, *missed]), lowest, body, usual)
    is_sure = not any(stripe in missed for stripe in stripes)
    if lowest:  # what stands at the edge of the paper has no header
        while stripes and not _within(lowest, left, stripes[0][0]) and _is_dust(body, left, stripes[0][0], usual):
            left, stripes = stripes[0][1], stripes[1:]
        while stripes and not _within(lowest, stripes[-1][1], right) and _is_dust(body, stripes[-1][1], right, usual):
            right, stripes = stripes[-1][0], stripes[:-1]
    return Gutters((left - 2, *((low + high) // 2 for low, high in stripes), right + 2), is_sure)


def _solid(word: Chunk, usual: float) -> Chunk:
    """Return a word of a header without the gaps between its characters."""
    ink = word.ink.copy()
    for low, high in _stripes(~ink, 0):
        if high - low < _SPACED * usual:
            ink[low:high] = True
    return replace(word, ink=ink)


def _is_dust(chunks: Sequence[Chunk], low: int, high: int, usual: float) -> bool:
    """Whether what stands between two x are strokes, as the edge of a sheet leaves them."""
    return all(chunk.x1 - chunk.x0 < _STROKE * usual for chunk in _within(chunks, low, high))


def _is_over(word: Chunk, head: Sequence[Chunk], usual: float) -> bool:
    """Whether a word of a header stands over a gap between words of the line below; the first column has none there."""
    below = sorted((chunk for chunk in head if chunk.top > word.bottom - 0.2 * usual), key=lambda chunk: chunk.x0)
    first = min(head, key=lambda chunk: chunk.x0)
    if first is not word and first in below:  # it stands between the two heights of the others
        below = [chunk for chunk in below if chunk.middle > first.middle + 0.45 * usual] or below
    if word is first or any(chunk is first or chunk.x0 < first.x1 for chunk in below):
        return False
    return any(
        word.x0 < other.x0 and one.x1 < word.x1 and other.x0 - one.x1 >= _NARROWEST * usual
        for one, other in pairwise(below)
    )


def _depth(chunks: Sequence[Chunk], left: int, right: int) -> Counts:
    """Return over how many chunks each column of pixels has ink."""
    depth = np.zeros(right - left, np.int32)
    for chunk in chunks:
        depth[chunk.x0 - left : chunk.x1 - left] += chunk.ink
    return depth


def _stripes(is_white: npt.NDArray[np.bool_], left: int) -> Iterator[tuple[int, int]]:
    edges: Any = np.flatnonzero(np.diff(np.concatenate(([0], is_white.view(np.int8), [0]))))
    for low, high in edges.reshape(-1, 2).tolist():
        yield low + left, high + left


def _words(head: Sequence[Chunk]) -> list[tuple[int, int]]:
    """Return from where to where words of the lowest line of the header stand."""
    spans = sorted((chunk.x0, chunk.x1) for chunk in head)
    out: list[tuple[int, int]] = []
    for low, high in spans:
        if out and low < out[-1][1]:
            out[-1] = out[-1][0], max(high, out[-1][1])
        else:
            out.append((low, high))
    return out


def _missed(
    words: Sequence[tuple[int, int]], stripes: Sequence[tuple[int, int]], depth: Counts, left: int, count: int
) -> Iterator[tuple[int, int]]:
    """Yield where two words of the header have no stripe between their middles, though few chunks stand in the way."""
    for one, other in pairwise(words):
        low, high = (one[0] + one[1]) // 2, (other[0] + other[1]) // 2
        if low >= high or any(low < stripe[1] and stripe[0] < high for stripe in stripes):
            continue
        between = depth[low - left : high - left]
        most = int(between.min())
        if most > max(1, _CROSSED * count):
            continue
        found = list(_stripes(between == most, low))
        widest = max(found, key=lambda each: each[1] - each[0])
        if widest[1] - widest[0] >= 2:
            yield widest


def _told_apart(
    stripes: Sequence[tuple[int, int]], head: Sequence[Chunk], body: Sequence[Chunk], usual: float
) -> list[tuple[int, int]]:
    """Return the stripes without those that part a column from nothing, or from words that never stand beside its own."""
    kept = list(stripes)
    while True:
        spare = next((stripe for stripe in kept if _parts_nothing(stripe, kept, head, body, usual)), None)
        if spare is None:
            return kept
        kept.remove(spare)


def _parts_nothing(
    stripe: tuple[int, int],
    stripes: Sequence[tuple[int, int]],
    head: Sequence[Chunk],
    body: Sequence[Chunk],
    usual: float,
) -> bool:
    at = stripes.index(stripe)
    low = stripes[at - 1][1] if at else 0
    high = stripes[at + 1][0] if at + 1 < len(stripes) else 1 << 30
    heads = _within(head, low, stripe[0]), _within(head, stripe[1], high)
    if all(heads):
        return False
    before, after = _within(body, low, stripe[0]), _within(body, stripe[1], high)
    gaps = [right.x0 - left.x1 for left in before for right in after if abs(left.middle - right.middle) < 0.6 * usual]
    return not gaps or (bool(head) and len(gaps) <= _FEW and min(gaps) < _NEAR * usual)


def _within(chunks: Sequence[Chunk], low: int, high: int) -> list[Chunk]:
    return [found for chunk in chunks if chunk.x1 > low and chunk.x0 < high and (found := chunk.cut(low, high))]
