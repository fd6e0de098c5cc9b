"""Tables without rules down, or without any: columns from gaps, rows from the text.

In: the lines of a page that stand in no ruled table, and rules across that meet no other. Out: for each table its
`Sheet` and the runs of each box. Columns are the stretches between rivers, gaps that run down through (nearly) all
lines. Rows are the rules where they part every line of text, else the lines of the columns that have most of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from extract.pdf.bands import find_rows, label_slots
from extract.pdf.lattice import Sheet, Slot, compress, lattice_to_sheet
from extract.pdf.paths import Rule
from extract.pdf.rivers import find_rivers, split_at_rivers
from extract.pdf.rules import Lattice
from extract.pdf.runs import Run
from extract.pdf.wrap import runs_to_lines

Splitter = Callable[[Run], list[Run]]
Placed = dict[tuple[int, int], list[Run]]
_FEWEST_COLUMNS = 3
_FEWEST_LINES = 3
_APART = 1.0  # of the type size: words farther apart stand in two columns
_BREAK = 4.5  # of the type size: lines farther apart belong to two tables


def find_ruleless_sheets(
    lines: Sequence[Sequence[Run]], across: Sequence[Rule], split: Splitter
) -> Iterator[tuple[Sheet, Placed, set[int]]]:
    """Yield each table with the runs in its boxes, and the ids of the runs that it took from the page."""
    for block, rules in _blocks(lines, across):
        found = _block_to_sheet(block, rules, split)
        if found is not None:
            yield *found, {id(run) for line in block for run in line}


def _blocks(lines: Sequence[Sequence[Run]], across: Sequence[Rule]) -> Iterator[tuple[list[Sequence[Run]], list[Rule]]]:
    """Yield the lines of what may be a table: from one that has columns to the last that has any."""
    block: list[Sequence[Run]] = []
    for index, line in enumerate(lines):
        if block and _is_far(block[-1][0], line[0]) and not any(block[-1][0].middle < rule.at for rule in across):
            yield from _trimmed(block, across)
            block = []
        if not block and _columns_of(line) >= _FEWEST_COLUMNS:
            block = _heads_above(lines, index, across)
        if block or _columns_of(line) >= _FEWEST_COLUMNS:
            block.append(line)
    yield from _trimmed(block, across)


def _is_far(one: Run, other: Run) -> bool:
    return other.middle - one.middle > _BREAK * max(one.size, other.size)


def _heads_above(lines: Sequence[Sequence[Run]], index: int, across: Sequence[Rule]) -> list[Sequence[Run]]:
    """Return the lines above the first full one that belong to its header: under the top rule, or close and in line."""
    heads: list[Sequence[Run]] = []
    starts = [run.x0 for line in lines[index : index + 3] for run in line]
    for line in reversed(lines[max(index - 2, 0) : index]):
        below = heads[0] if heads else lines[index]
        gap, first = below[0].top - line[0].bottom, line[0]
        is_under_rule = any(first.top - 3 * first.size < rule.at < first.middle for rule in across)
        is_in_line = all(any(abs(run.x0 - start) < 1.5 for start in starts) for run in line)
        if gap > 2 * first.size or first.size > 1.2 * below[0].size or not (is_under_rule or is_in_line):
            break
        heads.insert(0, line)
    return heads


def _trimmed(block: list[Sequence[Run]], across: Sequence[Rule]) -> Iterator[tuple[list[Sequence[Run]], list[Rule]]]:
    rules = [rule for rule in across if block and rule.at > block[0][0].top - 2 * block[0][0].size]
    floor = max((rule.at for rule in rules), default=0.0)
    while block and _columns_of(block[-1]) < 2 and block[-1][0].middle > floor:
        block = block[:-1]
    if len(block) >= _FEWEST_LINES:
        yield block, rules


def _columns_of(line: Sequence[Run]) -> int:
    return 1 + sum(other.x0 - one.x1 > _APART * other.size for one, other in itertools.pairwise(line))


def _block_to_sheet(
    block: Sequence[Sequence[Run]], rules: Sequence[Rule], split: Splitter
) -> tuple[Sheet, Placed] | None:
    xs = find_rivers(block, rules)
    if len(xs) - 1 < _FEWEST_COLUMNS:
        return None
    runs = split_at_rivers([run for line in block for run in line], xs, split)
    drawn = _ruled_rows(runs, rules, xs)
    if drawn is not None:
        sheet = drawn
    else:
        ys, columns = find_rows(runs, xs)
        slots = label_slots(columns, ys)
        sheet = Sheet(tuple(xs), tuple(ys), tuple(slots))
    placed: Placed = {}
    for run in runs:
        at = sheet.at((run.x0 + run.x1) / 2, run.middle)
        if at is not None:
            placed.setdefault(at, []).append(run)
    return compress(_span_header(sheet, placed)), placed


def _ruled_rows(runs: Sequence[Run], rules: Sequence[Rule], xs: Sequence[float]) -> Sheet | None:
    """Return the sheet whose rows the rules draw, if they part the lines of the last column."""
    if len(rules) < 4:
        return None
    top, bottom = min(rule.at for rule in rules), max(rule.at for rule in rules)
    down = tuple(Rule(x, top, bottom) for x in xs)
    wide = tuple(Rule(rule.at, min(rule.low, xs[0]) if rule.low < xs[1] else rule.low, rule.high) for rule in rules)
    sheet = lattice_to_sheet(Lattice(wide, down))
    if sheet is None or len(sheet.xs) != len(xs):
        return None
    last = [run for run in runs if (run.x0 + run.x1) / 2 > xs[-2]]
    return sheet if len(runs_to_lines(last)) <= 1.5 * (len(sheet.ys) - 1) else None


def _span_header(sheet: Sheet, placed: Placed) -> Sheet:
    """A header word over columns that are empty beside it, and have words below, spans them."""
    by_place = {(slot.row, slot.column): slot for slot in sheet.slots}
    has_text = {
        place: any(
            (row, column) in placed
            for row in range(slot.row, slot.row + slot.row_span)
            for column in range(slot.column, slot.column + slot.column_span)
        )
        for place, slot in by_place.items()
    }
    out, eaten = [], set()
    for place, slot in sorted(by_place.items()):
        if place in eaten:
            continue
        width = slot.column_span
        while (
            slot.row == 0
            and has_text[place]
            and has_text.get((slot.row_span, slot.column), False)
            and (beside := by_place.get((0, slot.column + width))) is not None
            and beside.row_span == slot.row_span
            and not has_text[0, beside.column]
            and has_text.get((slot.row_span, beside.column), False)
        ):
            eaten.add((0, beside.column))
            width += beside.column_span
        out.append(Slot(slot.row, slot.column, slot.row_span, width))
    return Sheet(sheet.xs, sheet.ys, tuple(out))
