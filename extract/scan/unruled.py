"""Tables without rules down on a page of ink: where they are, their columns, their rows.

In: a `Page`, and the ruled tables on it. Out: `Unruled`, a sheet and whether it is sure. Rules across say where such a table
begins and ends; without any, lines do that share white stripes. Its rows are told from where its print stands, as on a page
with a text layer. It reads nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from extract.pdf.lattice import Sheet
from extract.pdf.paths import Rule
from extract.pdf.ruleless import runs_to_sheet
from extract.pdf.runs import Run
from extract.scan.chunks import Chunk, Mask, find_chunks, to_lines, without_specks
from extract.scan.gutters import Gutters, find_gutters
from extract.scan.pieces import POINTS

_LONG: Final = 0.9  # of the widest rule of a table: a rule that parts all of it
_FEWEST_COLUMNS: Final = 3
_SAME_ENDS: Final = 0.7  # of two rules lies side by side, where they are of one table
_WHITE: Final = 2  # pixels


@dataclass(frozen=True, slots=True)
class Unruled:
    """A table without rules down."""

    sheet: Sheet
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Frame:
    """What two rules or more hold between them, in pixels."""

    rules: tuple[Rule, ...]

    @property
    def top(self) -> float:
        return self.rules[0].at

    @property
    def bottom(self) -> float:
        return self.rules[-1].at

    @property
    def width(self) -> float:
        return max(rule.high for rule in self.rules) - min(rule.low for rule in self.rules)


def find_unruled(print_: Mask, across: Sequence[Rule], usual: float) -> list[Unruled]:
    """Return the tables that stand in the print of a page, ruled tables left out; rules in pixels."""
    chunks = find_chunks(without_specks(print_, usual), usual)
    out: list[Unruled] = []
    for frame in _frames(across, chunks, usual):
        own = [chunk for chunk in chunks if frame.top < chunk.middle < frame.bottom]
        found = _to_table(own, frame.rules, usual)
        if found is not None:
            out.append(found)
            chunks = [chunk for chunk in chunks if chunk not in own]
    return out


def _frames(across: Sequence[Rule], chunks: Sequence[Chunk], usual: float) -> Iterator[_Frame]:
    """Yield the groups of rules of one width; a group ends where print stands between two of them as titles do."""
    left = list(across)
    while left:
        widest = max(left, key=lambda rule: rule.high - rule.low)
        group = [rule for rule in left if _is_along(rule, widest)]
        left = [rule for rule in left if rule not in group]
        long = [rule for rule in group if rule.high - rule.low >= _LONG * (widest.high - widest.low)]
        start = 0
        for at in range(1, len(long) + 1):
            if at == len(long) or _is_between(long[at - 1], long[at], chunks, usual):
                top, bottom = long[start].at, long[at - 1].at
                inside = [rule for rule in group if top <= rule.at <= bottom]
                if at - start > 1 and bottom - top > 2 * usual:
                    yield _Frame(tuple(inside))
                start = at


def _is_along(rule: Rule, other: Rule) -> bool:
    return min(rule.high, other.high) - max(rule.low, other.low) >= _SAME_ENDS * (rule.high - rule.low)


def _is_between(one: Rule, other: Rule, chunks: Sequence[Chunk], usual: float) -> bool:
    """Whether what stands between two rules are titles, and no row."""
    if other.at - one.at < 2.2 * usual:
        return False
    lines = to_lines([chunk for chunk in chunks if one.at < chunk.middle < other.at], usual)
    return all(len(line) == 1 for line in lines)


def _to_table(chunks: Sequence[Chunk], rules: Sequence[Rule], usual: float) -> Unruled | None:
    long = max((rule.high - rule.low for rule in rules), default=0.0)
    whole = [rule.at for rule in rules if rule.high - rule.low >= _LONG * long]
    head = [chunk for chunk in chunks if len(whole) > 2 and chunk.middle < whole[1]]
    body = [chunk for chunk in chunks if chunk not in head]
    if not body:
        return None
    gutters = find_gutters(head, body, usual)
    if len(gutters.xs) - 1 < _FEWEST_COLUMNS:
        return None
    runs = [_to_run(piece) for chunk in chunks for piece in _pieces(chunk, gutters)]
    xs = [x * POINTS for x in gutters.xs]
    in_points = [Rule(rule.at * POINTS, rule.low * POINTS, rule.high * POINTS) for rule in rules]
    if in_points:
        xs[0], xs[-1] = min(xs[0], min(rule.low for rule in in_points)), max(xs[-1], max(rule.high for rule in in_points))
    sheet, _, is_sure = runs_to_sheet(runs, xs, in_points)
    return Unruled(sheet, is_sure and gutters.is_sure)


def _pieces(chunk: Chunk, gutters: Gutters) -> Iterator[Chunk]:
    """Yield the pieces of a chunk, cut in every gutter in which it has no print."""
    xs = [gutters.xs[0], *(x for x in gutters.xs[1:-1] if _is_white(chunk, x)), gutters.xs[-1]]
    for low, high in pairwise(xs):
        piece = chunk.cut(low, high)
        if piece is not None:
            yield piece


def _is_white(chunk: Chunk, x: int) -> bool:
    at = x - chunk.x0
    return not chunk.ink[max(0, at - _WHITE) : max(0, at + _WHITE)].any()


def _to_run(chunk: Chunk) -> Run:
    x0, top, x1, bottom = (at * POINTS for at in (chunk.x0, chunk.top, chunk.x1, chunk.bottom))
    return Run("—", x0, top, x1, bottom, 0, 1)
