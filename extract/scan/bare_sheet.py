"""The cells of a table without rules down: its rows, as its rules draw them or its print shows them, below its header.

In: the print of a table and where its columns part, in pixels. Out: a sheet in points, and whether no other rows fit as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from extract.pdf.blocks import Block
from extract.pdf.labels import is_doubtful, label_slots
from extract.pdf.lattice import Sheet, Slot, lattice_to_sheet
from extract.pdf.paths import Rule
from extract.pdf.rules import Lattice
from extract.scan.bare_heads import Head, read_head
from extract.scan.bare_print import Print
from extract.scan.bare_rows import find_bands
from extract.scan.chunks import Chunk, to_lines
from extract.scan.pieces import POINTS

_MOSTLY: Final = 0.6  # of the rows stand between rules: then all do
_COVERED: Final = 0.35  # of the side of a cell, where a rule is broken
_CENTRED: Final = 0.2  # of its height


def to_sheet(
    found: Print, xs: Sequence[float], head: Sequence[Chunk], body: Sequence[Chunk], usual: float
) -> tuple[Sheet, bool] | None:
    """Return the cells of a table, the chunks of its header and body cut at borders."""
    below = found.frame.across[1] if found.frame and found.head else None
    if head and below is None:
        below = (max(chunk.bottom for chunk in head) + min(chunk.top for chunk in body)) / 2
    columns = _columns_of(body, xs, usual)
    heads = Head((), ())
    if head and below is not None:
        inside = [rule for rule in found.rules if found.top + 3 < rule.at < below - 3]
        heads = read_head(head, xs, inside, found.top, usual)
    first = below if below is not None else found.top
    drawn = _drawn_rows(found, xs, columns, first, usual)
    if drawn is not None:
        return _in_points(_joined(heads, drawn[0])), heads.is_sure and drawn[1]
    lines = [[line for line in column if line.middle > first] for column in columns]
    if not any(lines):
        return None
    top = [Block(min(c.top for c in head), max(c.bottom for c in head))] if head else []
    rows = find_bands([[*top, *column] for column in lines], found.top, found.bottom, usual)
    if rows is None:
        return None
    slots, worst = label_slots(rows.bands)
    sheet = Sheet(tuple(xs), rows.bands.ys, tuple(slots))
    if head:
        body_slots = tuple(Slot(row - 1, column, down, wide) for row, column, down, wide in slots if row)
        sheet = _joined(heads, Sheet(tuple(xs), (first, *rows.bands.ys[2:]), body_slots))
    return _in_points(sheet), rows.is_sure and heads.is_sure and not is_doubtful(rows.bands, worst)


def _columns_of(chunks: Sequence[Chunk], xs: Sequence[float], usual: float) -> list[list[Block]]:
    """Return the lines of each column."""
    columns: list[list[Chunk]] = [[] for _ in range(len(xs) - 1)]
    for chunk in chunks:
        middle = (chunk.x0 + chunk.x1) / 2
        columns[max(0, min(len(columns) - 1, sum(x <= middle for x in xs[1:-1])))].append(chunk)
    return [
        [Block(min(c.top for c in line), max(c.bottom for c in line)) for line in to_lines(column, usual)]
        for column in columns
    ]


def _drawn_rows(
    found: Print, xs: Sequence[float], columns: Sequence[Sequence[Block]], top: float, usual: float
) -> tuple[Sheet, bool] | None:
    """Return the body whose rows the rules draw, where most of them stand between rules."""
    levels: dict[float, list[Rule]] = {}
    for rule in found.rules:
        at = next((at for at in levels if abs(at - rule.at) <= 6), rule.at)
        levels.setdefault(at, []).append(rule)
    levels = {at: rules for at, rules in levels.items() if at >= top - 6}
    heights = sorted({top, *levels, found.bottom})
    across = [
        Rule(at, low, high)
        for at, rules in levels.items()
        for low, high in _covered(rules, xs, [_parts(at, heights, column) for column in columns])
    ]
    last = sorted(rule.at for rule in across if rule.high >= xs[-1] - 1)
    rows = find_bands([[line for line in column if line.middle > top] for column in columns], top, found.bottom, usual)
    if rows is None or len(last) - 1 < max(2.0, _MOSTLY * rows.bands.count):
        return None
    ends = [Rule(at, xs[0], xs[-1]) for at in (top, found.bottom) if not any(abs(at - one.at) <= 6 for one in across)]
    down = tuple(Rule(x, top, found.bottom) for x in xs)
    sheet = lattice_to_sheet(Lattice(tuple(sorted([*across, *ends])), down))
    if sheet is None or len(sheet.xs) != len(xs):
        return None
    return sheet, len(sheet.ys) - 1 == rows.bands.count or not rows.is_sure


def _parts(at: float, heights: Sequence[float], column: Sequence[Block]) -> bool:
    """Whether lines of a column stand in the middle of both rows that meet at a height."""
    place = heights.index(at)
    if not 0 < place < len(heights) - 1:
        return False
    zones = (heights[place - 1], at), (at, heights[place + 1])
    inside = [[line for line in column if low < line.middle < high] for low, high in zones]
    return all(
        len(lines) == 1 and abs(lines[0].middle - (low + high) / 2) < _CENTRED * (high - low)
        for lines, (low, high) in zip(inside, zones, strict=True)
    )


def _covered(rules: Sequence[Rule], xs: Sequence[float], parted: Sequence[bool]) -> Iterator[tuple[float, float]]:
    """Yield the columns, side by side, along which rules run; where one does not, its cells are labels to the left of it."""
    shares = [
        sum(max(0.0, min(rule.high, high) - max(rule.low, low)) for rule in rules) / (high - low)
        for low, high in pairwise(xs)
    ]
    are = [share >= _COVERED or is_parted for share, is_parted in zip(shares, parted, strict=True)]
    first = next((at for at, is_covered in enumerate(are) if is_covered), None)
    if first is not None:
        yield xs[first], xs[-1]


def _joined(head: Head, body: Sheet) -> Sheet:
    """Return the header and the body as one sheet."""
    if not head.ys:
        return body
    down = len(head.ys)
    slots = (*head.slots, *(Slot(row + down, column, tall, wide) for row, column, tall, wide in body.slots))
    return Sheet(body.xs, (*head.ys, *body.ys), slots)


def _in_points(sheet: Sheet) -> Sheet:
    return Sheet(tuple(x * POINTS for x in sheet.xs), tuple(y * POINTS for y in sheet.ys), sheet.slots)
