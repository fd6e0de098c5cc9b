"""Rules across that belong together: what a table without rules down has above it, below it and between its rows.

In: rules across that meet no rule down, in pixels, and the lines of the page. Out: `Frame`s, from the rule above a table to
the one below it. It does not say where columns or rows are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from extract.pdf.paths import Rule
from extract.scan.chunks import Chunk, to_lines

_LONG: Final = 0.9  # of the width of its table: a rule that parts all of it, from end to end …
_SEEN: Final = 0.4  # … of which so much is seen
_PART: Final = 0.2  # of it: shorter are strokes of a title
_SAME_ENDS: Final = 0.7  # of a rule lies along another of the same table
_SAME: Final = 6.0  # pixels: pieces of one rule lie no farther above or below each other
_SHORT: Final = 3.0  # lines of text: what is shorter is no rule of a table
_TITLE: Final = 2.2  # lines of text: a title and what stands around it is no lower
_LARGER: Final = 1.18  # than other print
_SPACE: Final = 2.0  # lines of text, at most, between two words of a title
_MANY: Final = 3  # words that stand apart are a row
_REMNANT: Final = 0.25  # of a line: what is left of a rule is no higher


@dataclass(frozen=True, slots=True)
class Frame:
    """The rules of a table, in pixels, top to bottom; `across` are those that part all of it."""

    left: float
    right: float
    rules: tuple[Rule, ...]
    across: tuple[float, ...]

    @property
    def top(self) -> float:
        """Where the first rule lies."""
        return self.across[0]

    @property
    def bottom(self) -> float:
        """Where the last rule lies."""
        return self.across[-1]


def find_frames(rules: Sequence[Rule], chunks: Sequence[Chunk], usual: float) -> list[Frame]:
    """Return the frames of a page."""
    left = [rule for rule in rules if rule.high - rule.low >= _SHORT * usual]
    out: list[Frame] = []
    while left:
        widest = max(left, key=lambda rule: rule.high - rule.low)
        group = _group(left, widest)
        low, high = min(rule.low for rule in group), max(rule.high for rule in group)
        levels = [level for level in _levels(group) if _is_across(level, low, high)]
        whole = [sum(rule.at for rule in level) / len(level) for level in levels]
        found = [
            Frame(*_ends(levels), tuple(rule for rule in group if part[0] - _SAME <= rule.at <= part[-1] + _SAME), part)
            for part in _parts(
                whole, [rule.at for rule in group if rule.high - rule.low > _PART * (high - low)], chunks, usual
            )
            if len(part) > 1 and part[-1] - part[0] > 2 * usual
        ]
        out += found
        # A rule wider than those of any table is the edge of the sheet.
        left = [rule for rule in left if rule not in group] if found else [rule for rule in left if rule != widest]
    return sorted(out, key=lambda frame: frame.top)


def _group(rules: Sequence[Rule], widest: Rule) -> list[Rule]:
    """Return the rules that lie over or under the widest, and along it."""
    low, high = widest.low, widest.high
    return [rule for rule in rules if min(rule.high, high) - max(rule.low, low) >= _SAME_ENDS * (rule.high - rule.low)]


def _levels(rules: Sequence[Rule]) -> Iterator[list[Rule]]:
    """Yield the pieces of rules that lie at one height."""
    level: list[Rule] = []
    for rule in sorted(rules):
        if level and rule.at - level[0].at > _SAME:
            yield level
            level = []
        level.append(rule)
    if level:
        yield level


def _is_across(level: Sequence[Rule], low: float, high: float) -> bool:
    start, end = min(rule.low for rule in level), max(rule.high for rule in level)
    return end - start >= _LONG * (high - low) and sum(rule.high - rule.low for rule in level) >= _SEEN * (high - low)


def _ends(levels: Sequence[Sequence[Rule]]) -> tuple[float, float]:
    """Return from where to where most rules run."""
    return median(min(rule.low for rule in level) for level in levels), median(
        max(rule.high for rule in level) for level in levels
    )


def _parts(
    heights: Sequence[float], every: Sequence[float], chunks: Sequence[Chunk], usual: float
) -> Iterator[tuple[float, ...]]:
    """Yield the heights of the rules of each table: between two of them stand titles, and no rule over some columns."""
    part: list[float] = []
    for at in heights:
        is_ruled = bool(part) and any(part[-1] + _SAME < other < at - _SAME for other in every)
        if part and not is_ruled and _is_between(part[-1], at, chunks, usual):
            yield tuple(part)
            part = []
        part.append(at)
    if part:
        yield tuple(part)


def _is_between(one: float, other: float, chunks: Sequence[Chunk], usual: float) -> bool:
    """Whether what stands between two rules are titles, larger than other print, and no row."""
    if other - one < _TITLE * usual:
        return False
    inside = [chunk for chunk in chunks if one < chunk.middle < other and not _is_flat(chunk, usual)]
    if not inside:
        return False
    height = median(chunk.bottom - chunk.top for chunk in chunks if not _is_flat(chunk, usual))
    lines = to_lines(inside, usual)
    is_titled = any(_is_one(line, usual) and min(c.bottom - c.top for c in line) >= _LARGER * height for line in lines)
    return is_titled and all(len(line) < _MANY for line in lines)


def _is_one(line: Sequence[Chunk], usual: float) -> bool:
    """Whether the pieces of a line are those of one text, not of two columns."""
    return all(other.x0 - one.x1 < _SPACE * usual for one, other in pairwise(line))


def _is_flat(chunk: Chunk, usual: float) -> bool:
    return chunk.bottom - chunk.top < _REMNANT * usual


def without_remnants(chunks: Sequence[Chunk], rules: Sequence[Rule], usual: float) -> list[Chunk]:
    """Return the chunks without what is left of broken rules: flat, and at the height of one."""
    return [
        chunk
        for chunk in chunks
        if not (_is_flat(chunk, usual) and any(abs(rule.at - chunk.middle) <= _SAME for rule in rules))
    ]
