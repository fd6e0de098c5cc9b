"""Flattened tables to readings: each one is laid out as a sheet, and read as an aligned table is.

In: a grid without columns, and its pieces. Out: `TableReading`s; none where there is no header of indicators. A row whose cells
could stand otherwise is said to be doubtful.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from extract import Grid
from transform.flat.align import CELLS, ROWS, Lines, Placement, align
from transform.flat.costs import Costs
from transform.flat.fit import shape_of
from transform.flat.head import FlatHead, read_flat_head
from transform.flat.header import find_headers, with_names_in_level2
from transform.flat.items import Item, grid_to_items, join_items
from transform.flat.place import header_rows, is_of_older, is_parent, item_to_piece, rows_to_sheet
from transform.flat.sections import NOTES, OTHERS, FlatSection, cut_at_title, is_row_a_line, items_to_sections
from transform.flat.signs import join_parted, settle_natures
from transform.flat.turned import TurnedSection, find_turned, lay_out
from transform.keys import parse_key
from transform.moves import Text
from transform.pieces import BLANK, CELL, LINE, Stream
from transform.quantities import squeeze
from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading
from transform.tabular import read_placed, read_placed_turned

_SAID_PLACE: Final = "“{name}”在某地的指标值，与其他格有两种排列方式难以区分"
_SAID_CLASS: Final = "“{name}”所属的二级指标按名称推断，原文中合并单元格已丢失"
_SPANS: Final = frozenset({"goal", "long_goal"})
_CLOSE: Final = 1.0  # a lead over the next best layout that is less than this is no lead
_ODD: Final = 4.0  # a cell that costs so much does not fit its column
_USUAL: Final = frozenset({"value", "actual", "weight", "score"})
_ALWAYS: Final = frozenset({"value", "weight"})
_NEARLY_ALL: Final = 0.6
_SHORTEST_NAME: Final = 4
_FEWEST_COLUMNS: Final = 5
_FEWEST_LABELS: Final = 4
_FEWEST_LABELS_OF_ALL: Final = 0.1
_FEWEST_CELLS: Final = 12
_FEWEST_CELLS_OF_ALL: Final = 0.25
_LONG: Final = 18  # so long is a goal, and hardly a name that many projects share
_MOST_AGAIN: Final = 0.6
_HALF_AGAIN: Final = 0.5
_MOST_STRAY_BLANKS: Final = 0.05  # of the lines; with more of them blank inside, blank cells are printed


@dataclass(frozen=True, slots=True)
class _Laid:
    """The rows of a body, and what is doubtful about some, by their number."""

    rows: list[dict[int, Item]]
    doubts: dict[int, str]
    keeps_blanks: bool


def read_flat(grid: Grid, stream: Stream) -> list[TableReading]:
    """Return the tables of indicators in a flattened text."""
    items = grid_to_items(grid, stream)
    headers = find_headers(items)
    if not headers:
        return [_read_turned(section) for section in find_turned(items)]
    return [_read_section(section) for section in items_to_sections(items, headers)]


def _read_section(section: FlatSection) -> TableReading:
    section.header = with_names_in_level2(section.header, section.body)
    others, above = cut_at_title(section.above)
    found = read_flat_head(_without_ends(above))
    laid = _lay_out(section)
    table = read_placed(rows_to_sheet(section.header, laid.rows, keeps_blanks=laid.keeps_blanks), found.head)
    table.set_aside[:0] = [*section.set_aside, (OTHERS, tuple(piece for item in others for piece in item.pieces))]
    if section.totals and table.projects:
        table.projects[-1].totals.extend(section.totals)
    _add_doubts(table, laid.doubts, found, header_rows(section.header) + 1)
    _add_spans(table, section)
    return table


def _read_turned(section: TurnedSection) -> TableReading:
    """Return the table of a text whose table lay on its side; where its cells do not come out even, none of its rows."""
    others, above = cut_at_title(section.above)
    found, turned = read_flat_head(above), lay_out(section)
    table = read_placed_turned(turned.sheet, found.head) if turned else None
    if table is None or turned is None:
        return _unread(section, found)
    table.set_aside.append(("header", tuple(piece for item in section.corner for piece in item.pieces)))
    table.set_aside.append((OTHERS, tuple(piece for item in others for piece in item.pieces)))
    table.set_aside.append((NOTES, tuple(piece for item in section.notes for piece in item.pieces)))
    for project in table.projects:
        for number, row in enumerate(project.rows):
            where = row.value.pieces[0].cell if row.value else row.name.pieces[0].cell
            # In the turned sheet a row is an indicator, and a column a place.
            said = _SAID_PLACE if where.column in turned.places else _SAID_CLASS if where.row in turned.names else None
            if said is not None:
                project.rows[number] = _suspect(row)
                project.doubts.append(ReadingDoubt("R13", said.format(name=row.name.text), row.name.pieces, row=number))
    return table


def _unread(section: TurnedSection, found: FlatHead) -> TableReading:
    """Return what a table says whose names and targets cannot be told apart: its head, and its cells as strays."""
    items = (*section.corner, *section.level1, *section.level2, *section.body, *section.notes)
    project = ProjectReading(
        found.head.to_head(), strays=[*found.head.strays, *(p for item in items for p in item.pieces)]
    )
    head = found.head
    return TableReading(
        head.title, "".join(head.heading) or None, "matrix", (), head.money_unit, [project], list(head.set_aside)
    )


def is_separated(grid: Grid, stream: Stream) -> bool:
    """Return whether header words and labels stand in cells of their own, however short they are."""
    items = grid_to_items(grid, stream)
    headers = find_headers(items)
    if not headers and any(item.boundary == CELL for section in find_turned(items) for item in section.level2):
        return True
    if not headers or max(len(header.columns) for header in headers) < _FEWEST_COLUMNS:
        return False
    body = [shape_of(item.text) for item in items[headers[0].end :] if item.pieces]
    labels = sum(shape.is_bare for shape in body)
    cells = sum(shape.is_figure or shape.kind == "sign" or shape.is_unit for shape in body)
    has_labels = labels >= _FEWEST_LABELS and labels >= _FEWEST_LABELS_OF_ALL * len(body)
    # Short labels may be words of every day (数量), but then figures, signs and units stand alone all the same.
    return has_labels or (cells >= _FEWEST_CELLS and cells >= _FEWEST_CELLS_OF_ALL * len(body))


def _add_spans(table: TableReading, section: FlatSection) -> None:
    """Give the rows of a table with two targets side by side the span of years that each target is for."""
    starts = [at for at, field in enumerate(section.header.fields, 1) if field == "level3"]
    words = [item for item in section.above if (key := parse_key(item.text)) and key.field in _SPANS]
    if len(starts) != 2 or len(words) < 2:
        return
    spans = [item_to_piece(item) for item in words[-2:]]
    table.layout = "side_by_side"
    for project in table.projects:
        for number, row in enumerate(project.rows):
            text = row.value or row.name
            span = spans[text.pieces[0].cell.column >= starts[1] - 1]
            project.rows[number] = replace(row, beside={**row.beside, "span": Text(span.text, (span,))})


def _lay_out(section: FlatSection) -> _Laid:
    """Return the rows of a body."""
    lines = _lines(section.body)
    items = section.body if lines is CELLS else _without_outer_bars(section.body)
    keeps_blanks = _keeps_blanks(items, lines)
    items = items if keeps_blanks or lines is CELLS else _without_filling(items)
    fields = ["level3" if field == "content" else field for field in section.header.fields]
    items, fields = join_parted(fields, items), settle_natures(fields, items)
    repeats = _repeats(items) or _repeats_before_labels(items, fields)
    costs = Costs.of(fields, keeps_blanks=keeps_blanks, repeats=repeats)
    placements = align(items, costs, lines)
    rows: list[dict[int, Item]] = []
    doubts: dict[int, str] = {}
    for item, placement in zip(items, placements, strict=True):
        if placement.column is None:
            continue
        if placement.opens_row or not rows:
            rows.append({})
        column = placement.column
        held = rows[-1].get(column)
        if held is not None and placement.goes_on and fields[column] == "level3" and _may_be_two(held, item):
            doubts.setdefault(len(rows) - 1, "R13")
        rows[-1][column] = join_items([held, item]) if held is not None and placement.goes_on else item
        if item.pieces and (said := _doubt(placement)):
            doubts.setdefault(len(rows) - 1, said)
            if placement.opens_row and placement.margin < _CLOSE and len(rows) > 1:
                doubts.setdefault(len(rows) - 2, said)  # which may as well go on
    orphans = () if keeps_blanks else _orphans(rows, fields)
    for number in (*orphans, *_short_rows(rows, fields), *_cut_names(rows, fields)):
        doubts.setdefault(number, "R13")
    return _Laid(rows, doubts, keeps_blanks)


def _may_be_two(name: Item, item: Item) -> bool:
    """Whether a blank within a name may as well part two names, the first of them without a target."""
    is_whole = all(len(squeeze(one.text)) >= _SHORTEST_NAME for one in (name, item))
    return item.boundary == BLANK and (is_whole or shape_of(item.text).kind == "null")


def _repeats(items: Sequence[Item]) -> bool:
    """Whether a list prints the cells of a project in each of its rows: then most of its long texts come again."""
    long = Counter(item.text for item in items if len(item.text) >= _LONG)
    return sum(count for count in long.values() if count > 1) > _MOST_AGAIN * sum(long.values()) > 0


def _repeats_before_labels(items: Sequence[Item], fields: Sequence[str]) -> bool:
    """Whether the last cells of a project stand before most labels of level 1 once more, as before another one."""
    if fields.count("level1") != 1 or (width := min(fields.index("level1"), 2)) < 1:
        return False
    filled = [item for item in items if item.pieces]
    places = [at for at, item in enumerate(filled) if at >= width and 1 in shape_of(item.text).levels]
    before = [tuple(item.text for item in filled[at - width : at]) for at in places]
    again = sum(one == two for one, two in pairwise(before))  # not anywhere: projects may have like rows
    return len(places) >= _FEWEST_LABELS and again > _HALF_AGAIN * len(places)


def _keeps_blanks(items: Sequence[Item], lines: Lines) -> bool:
    """Whether blank cells are printed in their places; what only fills a line up on the right says nothing of that."""
    if lines is CELLS:
        return sum(item.is_blank for item in items) >= 2
    kept = sum(
        item.is_blank and at + 1 < len(items) and not items[at + 1].is_blank and not items[at + 1].opens_line
        for at, item in enumerate(items)
    )
    trailing = sum(item.is_blank and _is_last(items, at) for at, item in enumerate(items))
    return kept + trailing >= 2 and kept > _MOST_STRAY_BLANKS * sum(item.opens_line for item in items)


def _without_outer_bars(items: Sequence[Item]) -> list[Item]:
    """Return items without the blank that opens each line, where it opens every one: the bar before the first cell."""
    if not all(item.is_blank for item in items if item.opens_line):
        return list(items)
    found: list[Item] = []
    for before, item in pairwise((None, *items)):
        if item is not None and not item.opens_line:
            found.append(replace(item, boundary=LINE) if before is not None and before.opens_line else item)
    return found


def _is_last(items: Sequence[Item], at: int) -> bool:
    return at + 1 == len(items) or items[at + 1].opens_line


def _without_filling(items: Sequence[Item]) -> list[Item]:
    """Return items without the blanks that fill their lines up on the right, but for the first: a cell may be blank."""
    ends = {at for at, item in enumerate(items) if item.is_blank and _is_last(items, at)}
    for at in range(len(items) - 2, -1, -1):
        if at + 1 in ends and items[at].is_blank and not items[at + 1].opens_line:
            ends.add(at)
    return [item for at, item in enumerate(items) if at not in ends or (at - 1 not in ends and not item.opens_line)]


def _without_ends(items: Sequence[Item]) -> list[Item]:
    """Return the items of a head without the blanks that end its lines: there is nothing to the right of the last cell."""
    found: list[Item] = []
    for item in reversed(items):
        is_last = not found or found[-1].opens_line
        if not (item.is_blank and is_last and not item.opens_line):
            found.append(item)
    return found[::-1]


def _orphans(rows: Sequence[dict[int, Item]], fields: Sequence[str]) -> Iterator[int]:
    """Yield the rows whose label of level 2 does not belong below the last label of level 1, which may not reach them."""
    level1 = level2 = None
    older = is_of_older(rows, fields)
    for number, row in enumerate(rows):
        texts = {fields[column]: item for column, item in row.items() if item.pieces}
        level1 = texts.get("level1", level1)
        level2 = texts.get("level2", None if "level1" in texts else level2)
        if level1 is not None and level2 is not None and not is_parent(level1, level2, is_older=older):
            yield number


def _short_rows(rows: Sequence[dict[int, Item]], fields: Sequence[str]) -> Iterator[int]:
    """Yield the rows that lack a cell which nearly all rows have: another cell of theirs may be that one."""
    full = [row for row in rows if any(fields[column] == "level3" for column in row)]
    usual = [
        column for column, field in enumerate(fields)
        if field in _ALWAYS or (field in _USUAL and sum(column in row for row in full) >= _NEARLY_ALL * len(full))
    ]  # fmt: skip
    for number, row in enumerate(rows):
        has_more = any(fields[column] in {"value", "sign", "unit", *_USUAL} for column in row)
        if has_more and any(column not in row for column in usual):
            yield number


def _cut_names(rows: Sequence[dict[int, Item]], fields: Sequence[str]) -> Iterator[int]:
    """Yield the rows that open with a name in the line below a name without a target: both may be one that a line cut."""
    for number, (before, row) in enumerate(pairwise(rows), 1):
        last, first = fields[max(before)], min(row)
        if last == fields[first] == "level3" and row[first].opens_line and row[first].pieces:
            yield number


def _lines(items: Sequence[Item]) -> Lines:
    if is_row_a_line(items):
        return ROWS
    return CELLS


def _doubt(placement: Placement) -> str | None:
    """Return why the place of an item is doubtful: the rule's id."""
    if placement.margin < _CLOSE:
        return "R13"
    return "R12" if placement.cost >= _ODD else None


def _add_doubts(table: TableReading, doubts: dict[int, str], found: FlatHead, first: int) -> None:
    """Say of each doubtful row that it is; its reading becomes suspect."""
    messages = {"R12": "“{name}”一行中有文字与所在列不符", "R13": "“{name}”一行的各格有两种排列方式难以区分"}
    for project in table.projects:
        for number, row in enumerate(project.rows):
            rule_id = doubts.get(row.name.pieces[0].cell.row - first)
            if rule_id is None:
                continue
            project.rows[number] = _suspect(row)
            said = messages[rule_id].format(name=row.name.text)
            project.doubts.append(ReadingDoubt(rule_id, said, row.name.pieces, row=number))
    for message, pieces in found.doubts:
        if table.projects:
            table.projects[0].doubts.append(ReadingDoubt("R12", message, pieces))


def _suspect(row: Row) -> Row:
    return replace(row, pair=replace(row.pair, oddities=(*row.pair.oddities, "two_readings")))
