"""Tables without rules down, or without any: columns from gaps, rows from the text.

In: the lines of a page that stand in no ruled table, and rules across that meet no other. Out: for each table its
`Sheet` and the runs of each box. Columns are the stretches between rivers, gaps that run down through (nearly) all
lines. Rows are the rules where they part every line of text, else the lines of the columns that have most of them.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence

from extract.pdf.bands import find_rows
from extract.pdf.labels import is_doubtful, label_slots
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
_TAIL = 1.8  # of the type size: lines of one cell stand no farther apart
_OFF_CENTRE = 0.12  # of the width
_MOST_HEADS = 4  # lines
_SEEN = 8  # lines that show how wide a table is
_HEAD_WORD = 0.4  # of the table
_IS_NOTE = re.compile("[:：]")  # a unit, a date or a name above a table is no header
_BREAK = 4.5  # of the type size: lines farther apart belong to two tables


def find_ruleless_sheets(
    lines: Sequence[Sequence[Run]], across: Sequence[Rule], split: Splitter
) -> Iterator[tuple[Sheet, Placed, set[int], bool]]:
    """Yield each table with the runs in its boxes, the ids of the runs that it took from the page, and whether it is sure."""
    for block, rules in _blocks(lines, across):
        found = _block_to_sheet(block, rules, split)
        if found is not None:
            sheet, placed, is_sure = found
            yield sheet, placed, {id(run) for line in block for run in line}, is_sure


def _blocks(lines: Sequence[Sequence[Run]], across: Sequence[Rule]) -> Iterator[tuple[list[Sequence[Run]], list[Rule]]]:
    """Yield the lines of what may be a table: from one that has columns to the last that has any."""
    block: list[Sequence[Run]] = []
    lowest = max((rule.at for rule in across), default=0.0)
    for index, line in enumerate(lines):
        is_past_rules = not across or not block or _middle(block[-1]) >= lowest
        if block and _is_far(block[-1], line) and is_past_rules and not _is_in_columns(line, block):
            yield from _trimmed(block, across)
            block = []
        if not block and _columns_of(line) >= _FEWEST_COLUMNS:
            block = _heads_above(lines, index, across)
        if block or _columns_of(line) >= _FEWEST_COLUMNS:
            block.append(line)
    yield from _trimmed(block, across)


def _size(line: Sequence[Run]) -> float:
    """The type size of a line; some fonts tell the inked height of a character."""
    return max(run.size for run in line)


def _middle(line: Sequence[Run]) -> float:
    return max(line, key=lambda run: run.size).middle


def _is_far(one: Sequence[Run], other: Sequence[Run]) -> bool:
    return _middle(other) - _middle(one) > _BREAK * max(_size(one), _size(other))


def _is_in_columns(line: Sequence[Run], block: Sequence[Sequence[Run]]) -> bool:
    """Whether the words of a line begin, or are centred, where words above are: rows may be set wide apart."""
    above = [run for row in block for run in row]
    return all(
        any(abs(run.x0 - other.x0) < 1.5 or abs(run.x0 + run.x1 - other.x0 - other.x1) < 3.0 for other in above)
        for run in line
    )


def _heads_above(lines: Sequence[Sequence[Run]], index: int, across: Sequence[Rule]) -> list[Sequence[Run]]:
    """Return the lines above the first full one that belong to its header: under the top rule, or close and in line."""
    heads: list[Sequence[Run]] = []
    starts = [run.x0 for line in lines[index : index + 3] for run in line]
    for line in reversed(lines[max(index - _MOST_HEADS, 0) : index]):
        below = heads[0] if heads else lines[index]
        size, middle = _size(line), _middle(line)
        gap = _middle(below) - middle - (_size(below) + size) / 2
        is_under_rule = any(middle - 3.5 * size < rule.at < middle for rule in across)
        is_in_line = all(
            any(abs(run.x0 - start) < 1.5 for start in starts) and not _IS_NOTE.search(run.text) for run in line
        )
        is_head = (
            is_under_rule or is_in_line or (gap < (_TAIL - 1) * size and _is_over(line, lines[index : index + _SEEN]))
        )
        if gap > 2 * size or size > 1.2 * _size(below) or not is_head:
            break
        heads.insert(0, line)
    return heads


def _is_over(line: Sequence[Run], table: Sequence[Sequence[Run]]) -> bool:
    """Whether a line is short words over a table: a header over several columns, or one that wraps."""
    width = max(row[-1].x1 for row in table) - min(row[0].x0 for row in table)
    return all(run.x1 - run.x0 < _HEAD_WORD * width and not _IS_NOTE.search(run.text) for run in line)


def _trimmed(block: list[Sequence[Run]], across: Sequence[Rule]) -> Iterator[tuple[list[Sequence[Run]], list[Rule]]]:
    rules = [rule for rule in across if block and rule.at > _middle(block[0]) - 2.5 * _size(block[0])]
    floor = max((rule.at for rule in rules), default=0.0)
    while block and _columns_of(block[-1]) < 2 and _middle(block[-1]) > floor and not _is_tail(block):
        block = block[:-1]
    if len(block) >= _FEWEST_LINES:
        yield block, rules


def _is_tail(block: Sequence[Sequence[Run]]) -> bool:
    """Whether the last line is words in columns, or goes on with a cell above it: close under it, and no wider."""
    last = block[-1]
    if len(last) > 1:
        return _is_in_columns(last, block[:-1]) and not any(_IS_NOTE.search(run.text) for run in last)
    low, high = min(run.x0 for run in last), max(run.x1 for run in last)
    for line in reversed(block[:-1]):
        if _middle(last) - _middle(line) > _TAIL * _size(last):
            return False
        over = [run for run in line if run.x0 < high and run.x1 > low]
        if over:
            return len(over) == 1 and over[0].x0 < low + 1.5 and high < over[0].x1 + 1.5
    return False


def _columns_of(line: Sequence[Run]) -> int:
    return 1 + sum(other.x0 - one.x1 > _APART * _size(line) for one, other in itertools.pairwise(line))


def _block_to_sheet(
    block: Sequence[Sequence[Run]], rules: Sequence[Rule], split: Splitter
) -> tuple[Sheet, Placed, bool] | None:
    xs = find_rivers(block, rules)
    if len(xs) - 1 < _FEWEST_COLUMNS:
        return None
    return runs_to_sheet(split_at_rivers([run for line in block for run in line], xs, split), xs, rules)


def runs_to_sheet(runs: Sequence[Run], xs: Sequence[float], rules: Sequence[Rule]) -> tuple[Sheet, Placed, bool]:
    """Return the table of runs between column borders, the runs in its boxes, and whether its rows are sure."""
    drawn = _ruled_rows(runs, rules, xs)
    if drawn is not None:
        sheet, is_sure = drawn, True
    else:
        bands = find_rows(runs, xs)
        slots, worst = label_slots(bands)
        sheet, is_sure = Sheet(tuple(xs), bands.drawn, tuple(slots)), not is_doubtful(bands, worst)
    placed: Placed = {}
    for run in runs:
        at = sheet.at((run.x0 + run.x1) / 2, run.middle)
        if at is not None:
            placed.setdefault(at, []).append(run)
    return compress(_span_header(sheet, placed)), placed, is_sure


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
    """A header word over columns that are empty beside it, and have words below, spans those it stands in the middle of."""
    by_place = {(slot.row, slot.column): slot for slot in sheet.slots}
    words = {place: _runs_of(slot, placed) for place, slot in by_place.items()}
    top = [slot for slot in sheet.slots if slot.row == 0 and slot.row_span == slot.column_span == 1]
    open_columns = {slot.column for slot in top if not words[0, slot.column] and words.get((1, slot.column))}
    spans: dict[int, tuple[int, int]] = {}
    for slot in top:
        if words[0, slot.column] and words.get((1, slot.column)):
            spans[slot.column] = _centred(slot.column, words[0, slot.column], open_columns, sheet.xs)
            open_columns -= set(range(*spans[slot.column]))
    out = [
        slot for slot in sheet.slots if slot.row or not any(low <= slot.column < high for low, high in spans.values())
    ]
    out += [Slot(0, low, 1, high - low) for low, high in spans.values()]
    return Sheet(sheet.xs, sheet.ys, tuple(sorted(out, key=lambda slot: (slot.row, slot.column))))


def _runs_of(slot: Slot, placed: Placed) -> list[Run]:
    return [run for place in slot.places() for run in placed.get(place, ())]


def _centred(column: int, words: Sequence[Run], free: set[int], xs: Sequence[float]) -> tuple[int, int]:
    """Return the columns, free but for its own, that a word stands in the middle of; else all those to the right."""
    low = high = column
    while low - 1 in free:
        low -= 1
    while high + 1 in free:
        high += 1
    middle = (min(run.x0 for run in words) + max(run.x1 for run in words)) / 2
    spans = [(start, end + 1) for start in range(low, column + 1) for end in range(column, high + 1)]
    centred = [
        (start, end)
        for start, end in spans
        if abs((xs[start] + xs[end]) / 2 - middle) < _OFF_CENTRE * (xs[end] - xs[start]) and end - start > 1
    ]
    return max(centred, key=lambda span: span[1] - span[0], default=(column, high + 1))
