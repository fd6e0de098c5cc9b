"""What one page holds: its tables with their text, the lines between them, and what is doubtful about it.

In: runs and rules in reading space. Out: `PageTables`. It decides which run stands in which cell.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from extract.pdf.frame import Box
from extract.pdf.lattice import Sheet, Slot, lattice_to_sheet
from extract.pdf.overflow import hanging
from extract.pdf.paths import Drawing, Rule
from extract.pdf.ruleless import find_ruleless_sheets
from extract.pdf.rules import SNAP, Lattice, find_lattices, merge_rules
from extract.pdf.runs import Run
from extract.pdf.slivers import without_slivers
from extract.pdf.wrap import cell_text, is_autospaced, line_to_text, runs_to_lines, spare_room

_NONE: Final[list[Run]] = []
_OPENING: Final = frozenset("（《【「『〈〔“‘")
_CLOSING: Final = frozenset("）》】」』〉〕”’，。；：、！？")
Splitter = Callable[[Run], list[Run]]


class PlacedCell(NamedTuple):
    """A cell with its text; rows and columns count from 0."""

    text: str
    slot: Slot
    is_visible: bool = True
    # Of a cell that was read from a picture; else its place and its reader say as much.
    confidence: float | None = None
    box: Box | None = None  # on the page as displayed
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One table of one page."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[PlacedCell, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    is_ruled: bool = True
    is_sure: bool = True  # else its rows, or which rows a label holds for, may be others
    spare: tuple[tuple[int, float], ...] = ()  # of columns: how much room the last line of the last row left

    @property
    def row_count(self) -> int:
        """How many rows it has."""
        return len(self.ys) - 1


def page_to_tables(
    runs: Sequence[Run], drawing: Drawing, split: Splitter, unruled: Sequence[tuple[Sheet, bool]] = ()
) -> tuple[list[Table], list[str]]:
    """Return the tables from top to bottom, and the lines of a page that has none.

    `split` takes a run apart into characters; it is asked only for runs that cross a rule. `unruled` are tables without
    rules down that were found before, and whether they are sure.
    """
    lattices, across, _ = find_lattices(merge_rules(drawing.across), merge_rules(drawing.down))
    drawn = [(sheet, lattice) for lattice in lattices if (sheet := lattice_to_sheet(lattice))]
    drawn += [(sheet, Lattice((), ())) for sheet, _ in unruled]
    placed, rest = _place(runs, drawn, split)
    if drawn and rest:
        rest = _without_hanging([sheet for sheet, _ in drawn], placed, rest)
    auto = is_autospaced(runs)
    tables = [
        _to_table(*without_slivers(sheet, found, runs_over=drawing.runs_over), auto)
        for (sheet, _), found in zip(drawn, placed, strict=True)
    ]
    for at, (_, is_sure) in enumerate(unruled, len(tables) - len(unruled)):
        tables[at] = replace(tables[at], is_ruled=False, is_sure=is_sure)
    tables = [table for table in tables if any(cell.text for cell in table.cells)]
    lines: list[list[Run]] = runs_to_lines(rest)
    for sheet, found, used, is_sure in find_ruleless_sheets(lines, _outside(across, tables), split):
        tables.append(replace(_to_table(sheet, found, auto), is_ruled=False, is_sure=is_sure))
        lines = [line for line in ([run for run in line if id(run) not in used] for line in lines) if line]
    return _with_lines(sorted(tables, key=lambda table: (table.ys[0], table.xs[0])), lines)


def _without_hanging(
    sheets: Sequence[Sheet], placed: Sequence[dict[tuple[int, int], list[Run]]], rest: list[Run]
) -> list[Run]:
    """Put what hangs out of the lowest table into its cells; return what is left."""
    lowest = max(range(len(sheets)), key=lambda index: sheets[index].ys[-1])
    found = list(hanging(sheets[lowest], placed[lowest], rest))
    for at, run in found:
        placed[lowest].setdefault(at, []).append(run)
    taken = {id(run) for _, run in found}
    return [run for run in rest if id(run) not in taken] if taken else rest


def _outside(across: Sequence[Rule], tables: Sequence[Table]) -> list[Rule]:
    """Rules inside a ruled table that meet no other are underlines."""
    return [
        rule
        for rule in across
        if not any(
            table.ys[0] - SNAP < rule.at < table.ys[-1] + SNAP and rule.low < table.xs[-1] and rule.high > table.xs[0]
            for table in tables
        )
    ]


def _place(
    runs: Sequence[Run], drawn: Sequence[tuple[Sheet, Lattice]], split: Splitter
) -> tuple[list[dict[tuple[int, int], list[Run]]], list[Run]]:
    """Return for each sheet the runs in each elementary box, and the runs that stand in none."""
    placed: list[dict[tuple[int, int], list[Run]]] = [{} for _ in drawn]
    # The smallest table first: a table inside a cell of another keeps its own text.
    order = sorted(range(len(drawn)), key=lambda index: _area(drawn[index][0].box))
    rest: list[Run] = []
    for run in _split_at_rules(runs, drawn, split):
        x0, top, x1, bottom = run[1:5]
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        for index in order:
            at = drawn[index][0].at(x, y)
            if at is not None:
                placed[index].setdefault(at, []).append(run)
                break
        else:
            rest.append(run)
    return placed, rest


def _area(box: Box) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])


def _split_at_rules(runs: Sequence[Run], drawn: Sequence[tuple[Sheet, Lattice]], split: Splitter) -> Iterable[Run]:
    downs = sorted(rule for _, lattice in drawn for rule in lattice.down)
    places = [rule.at for rule in downs]
    for run in runs:
        text, x0, _, x1 = run[:4]
        first = bisect_right(places, x0)
        if first == len(places) or places[first] >= x1 or len(text) == 1:
            yield run
            continue
        slack = 0.3 * min(run.size, x1 - x0)
        x0, x1 = _inked(text, x0, x1, run.size)
        if any(x0 + slack < rule.at < x1 - slack and rule.low <= run.middle <= rule.high for rule in downs[first:]):
            yield from split(run)
        else:
            yield run


def _inked(text: str, x0: float, x1: float, size: float) -> tuple[float, float]:
    """Return where the ink of a run may end: half of a full-width bracket is blank, and may stand beyond the rule."""
    half = 0.45 * size
    return x0 + half * (text[0] in _OPENING), x1 - half * (text[-1] in _CLOSING)


def _to_table(sheet: Sheet, found: dict[tuple[int, int], list[Run]], auto: bool) -> Table:
    cells, spare, rows = [], [], len(sheet.ys) - 1
    for slot in sheet.slots:
        row, column, down, wide = slot
        is_one = down == wide == 1  # most are, and there are many
        runs = (
            found.get((row, column), _NONE) if is_one else [run for at in slot.places() for run in found.get(at, _NONE)]
        )
        if runs and row + down == rows:
            spare.append((column, spare_room(runs, sheet.xs[column], sheet.xs[column + wide])))
        if len(runs) == 1:
            cells.append(PlacedCell(runs[0].text.strip(), slot, runs[0].is_visible))
        else:
            text = cell_text(runs, sheet.xs[column], sheet.xs[column + wide], autospaced=auto)
            cells.append(PlacedCell(text.strip(), slot, all(run.is_visible for run in runs)))
    return Table(sheet.xs, sheet.ys, tuple(cells), spare=tuple(spare))


def _with_lines(tables: Sequence[Table], lines: Sequence[Sequence[Run]]) -> tuple[list[Table], list[str]]:
    texts = [(line[0].middle, spaced_text(line)) for line in lines]
    if not tables:
        return [], [text for _, text in texts]
    out = []
    for index, table in enumerate(tables):
        above = tables[index - 1].ys[-1] if index else float("-inf")
        below = tables[index + 1].ys[0] if index + 1 < len(tables) else float("inf")
        before = tuple(text for y, text in texts if above < y <= table.ys[0])
        after = tuple(text for y, text in texts if table.ys[-1] < y <= below or table.ys[0] < y <= table.ys[-1])
        out.append(replace(table, before=before, after=after))
    return out, [text for _, text in texts]


def spaced_text(line: Sequence[Run]) -> str:
    """Return a line outside tables: parts that stand well apart stay apart."""
    parts: list[list[Run]] = []
    for run in line:
        if parts and run.x0 - parts[-1][-1].x1 < 1.2 * run.size:
            parts[-1].append(run)
        else:
            parts.append([run])
    return "　".join(line_to_text(part) for part in parts).strip()
