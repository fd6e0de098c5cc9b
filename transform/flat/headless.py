"""A table without a header whose columns tell by their content what they hold.

In: a grid without header words, and its pieces. Out: `TableReading`s whose layout is `unheaded`, each with a finding that says so;
none where anything about a column is open: then the best path reads what it can, and says so too. It reads rows that stand
a row a line and open with labels; all of them must have the same number of cells behind these.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from extract import Grid
from transform.flat.fit import fit, shape_of
from transform.flat.head import read_flat_head
from transform.flat.header import FlatColumn, FlatHeader, find_headers
from transform.flat.items import Item, grid_to_items
from transform.flat.place import rows_to_bare_sheet
from transform.pieces import LINE, Stream
from transform.quantities.surroundings import read_sign_cell
from transform.readings import ReadingDoubt, TableReading
from transform.tabular import read_bare
from transform.vocabulary import is_total

_FEWEST_ROWS: Final = 3
_FEWEST_CELLS: Final = 3  # behind the labels; a name and a value alone are for the best path
_FITS: Final = 1.0
_POINTS_IN_ALL: Final = 110  # weights of a table add up to 100, or less where part of it stands elsewhere
_NOTES: Final = "notes and lines below the table"
_SAID: Final = "表格没有可识别的表头，各列的含义按内容判定，建议核对原文"

Line = list[Item]


def read_headless(grid: Grid, stream: Stream) -> list[TableReading]:
    """Return the tables of a text without header words; none where their columns are not told by what is in them."""
    items = grid_to_items(grid, stream)
    if find_headers(items):
        return []
    lines = list(_lines(items))
    runs = list(_runs(lines))
    tables = [_read_run(lines, first, last, runs, number) for number, (first, last) in enumerate(runs)]
    return [table for table in tables if table] if tables and all(tables) else []


def doubt_no_header(table: TableReading) -> None:
    """Say of a table that no header was found, so that none of its columns is sure."""
    for project in table.projects[:1]:
        pieces = tuple(piece for row in project.rows[:1] for text in row.texts for piece in text.pieces)
        project.doubts.append(ReadingDoubt("R12", _SAID, pieces))


def _lines(items: Sequence[Item]) -> Iterator[Line]:
    """Yield the items of each line, without the blanks that fill it up on both sides."""
    line: Line = []
    for item in items:
        if item.opens_line and line:
            yield _trimmed(line)
            line = []
        line.append(item)
    if line:
        yield _trimmed(line)


def _trimmed(line: Line) -> Line:
    filled = [at for at, item in enumerate(line) if item.pieces]
    return line[filled[0] : filled[-1] + 1] if filled else []


def _labels(line: Line) -> tuple[Item | None, Item | None, Line]:
    """Return the labels that a line opens with, of level 1 and of level 2, and the cells behind them."""
    level1 = line[0] if line and 1 in shape_of(line[0].text).levels else None
    rest = line[1:] if level1 else line
    level2 = rest[0] if rest and 2 in shape_of(rest[0].text).levels else None
    if level1 is not None and level2 is None and 2 in shape_of(line[0].text).levels:
        return None, level1, rest  # 成本指标 is a label of either level
    return level1, level2, rest[1:] if level2 else rest


def _runs(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield where the rows of a table begin and end: lines with labels, and lines as long as these between them."""
    place = 0
    while place < len(lines):
        if not _opens(lines[place]):
            place += 1
            continue
        width = len(_labels(lines[place])[2])
        end = place + 1
        while end < len(lines) and (_opens(lines[end]) or len(lines[end]) == width or _is_total(lines[end])):
            end += 1
        yield place, end
        place = end


def _opens(line: Line) -> bool:
    level1, level2, rest = _labels(line)
    return (level1 is not None or level2 is not None) and len(rest) > 1


def _is_total(line: Line) -> bool:
    return bool(line) and is_total(line[0].text)


def _read_run(
    lines: Sequence[Line], first: int, last: int, runs: Sequence[tuple[int, int]], number: int
) -> TableReading | None:
    """Return the table of some lines; None where a column could hold several things."""
    parted = [_labels(line) for line in lines[first:last] if not _is_total(line)]
    widths = {len(rest) for _, _, rest in parted}
    if len(parted) < _FEWEST_ROWS or len(widths) != 1 or min(widths) < _FEWEST_CELLS:
        return None
    fields = _fields([[rest[at] for _, _, rest in parted] for at in range(min(widths))])
    if fields is None:
        return None
    names = ("level1", "level2", *fields)
    header = FlatHeader(0, 0, tuple(FlatColumn(name, Item("", (), LINE)) for name in names))
    laid = [
        {at: item for at, item in enumerate((level1, level2, *rest)) if item is not None and item.pieces}
        for level1, level2, rest in parted
    ]
    before = runs[number - 1][1] if number else 0
    above = [item for line in lines[before:first] for item in line]
    head = read_flat_head(above)
    table = read_bare(rows_to_bare_sheet(header, laid, keeps_blanks=False), names, head.head)
    table.layout = "unheaded"
    doubt_no_header(table)
    totals = [piece for line in lines[first:last] if _is_total(line) for item in line for piece in item.pieces]
    table.projects[0].totals.extend(totals)
    if number + 1 == len(runs):
        after = tuple(piece for line in lines[last:] for item in line for piece in item.pieces)
        table.set_aside.append((_NOTES, after))
    return table


# --- what the columns hold --------------------------------------------------------------------------------------


def _fields(columns: Sequence[Sequence[Item]]) -> list[str] | None:
    """Return the fields of columns, the name first; None where their content leaves it open."""
    texts = [[item.text for item in column if item.pieces] for column in columns]
    if not _is_name(texts[0]):
        return None
    kinds = ["level3", *map(_kind, texts[1:])]
    _settle_numbers(kinds)
    values = [at for at, kind in enumerate(kinds) if kind == "value"]
    points = [at for at, kind in enumerate(kinds) if kind == "points"]
    if None in kinds or not values or len(values) > 2 or len(points) > 2:
        return None
    if len(values) == 2:
        if not _is_target_and_actual(columns[values[0]], columns[values[1]]):
            return None
        kinds[values[1]] = "actual"
    for at, field in zip(points, ("weight", "score"), strict=False):
        kinds[at] = field
    is_weighed = not points or _are_weights(*(texts[at] for at in points))
    return [kind for kind in kinds if kind] if is_weighed and len(set(kinds)) == len(kinds) else None


def _is_name(texts: Sequence[str]) -> bool:
    names = sum(fit(text, "level3") < _FITS for text in texts)
    return names * 2 > len(texts)


def _kind(texts: Sequence[str]) -> str | None:
    """Return what a column behind the names may hold: sign, unit, direction, points, value; None for none of them."""
    if not texts:
        return None
    if all(read_sign_cell(text)[0] is not None for text in texts):
        return "sign"
    for field in ("unit", "direction"):
        if all(fit(text, field) < _FITS and shape_of(text).kind != "null" for text in texts):
            return field
    if all(shape_of(text).kind == "number" and fit(text, "weight") < _FITS for text in texts):
        return "points"
    return "value" if all(fit(text, "actual") < _FITS for text in texts) else None


def _settle_numbers(kinds: list[str | None]) -> None:
    """Make the column of numbers behind the signs or before the units the values."""
    for at, kind in enumerate(kinds):
        before = kinds[at - 1] if at else None
        after = kinds[at + 1] if at + 1 < len(kinds) else None
        if kind == "points" and "value" not in kinds and (before == "sign" or after == "unit"):
            kinds[at] = "value"


def _is_target_and_actual(targets: Sequence[Item], results: Sequence[Item]) -> bool:
    """Whether signs stand in the first of two columns and in the second none: what was to be, and what came of it."""
    signed = [_has_sign(item.text) for item in targets]
    return any(signed) and not any(_has_sign(item.text) for item in results)


def _has_sign(text: str) -> bool:
    return text.strip()[:1] in set("≥≤><=＞＜≧≦＝")


def _are_weights(weights: Sequence[str], scores: Sequence[str] = ()) -> bool:
    """Whether numbers add up as weights do, and scores beside them nowhere go beyond."""
    figures = [Decimal(text.strip()) for text in weights]
    reached = [Decimal(text.strip()) for text in scores]
    return sum(figures) <= _POINTS_IN_ALL and all(
        score <= weight for score, weight in zip(reached, figures, strict=False)
    )
