"""What stands on a page from top to bottom, to grids with the lines around them.

In: lines of text and `Table`s in reading order. Out: one aligned grid for each table; where there is no table, one
grid of the lines as the text reader gives it. Every line goes to one grid: to the table below it, or as a note to
the one above.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from extract.contracts import Cell, Grid, Notice
from extract.text import lines_to_grid

# Between two tables a line is the title of the next, unless it says that it is a note, or goes on as one.
_NOTE: Final = re.compile(
    r"[\s（(【\[]*(?:备\s*注|附\s*注|注|说\s*明|填表说明|填报人|制表人|审核人|联系人|单位负责人)\s*\d*[\s:：、.．】\])）]"
)
_NOTE_GOES_ON: Final = re.compile(r"\s*(?:[（(]?\d{1,2}[)）.．、]|[（(]?[一二三四五六七八九十]{1,3}[)）、]|[①-⑳])")


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one table in their places, and the doubts about it."""

    cells: tuple[Cell, ...]
    notices: tuple[Notice, ...] = ()


def flow_to_grids(flow: Iterable[str | Table], reader: str) -> Iterator[Grid]:
    """Yield the grids of a page in their order; nothing where it holds neither text nor table."""
    items = list(_without_boxes(list(flow)))
    tables = [place for place, item in enumerate(items) if isinstance(item, Table)]
    if not tables:
        grid = lines_to_grid([item for item in items if isinstance(item, str)], reader)
        if grid.cells:
            yield grid
        return
    before = _lines(items[: tables[0]])
    for place, following in zip(tables, [*tables[1:], None], strict=True):
        between = _lines(items[place + 1 : following])
        notes = len(between) if following is None else _count_notes(between)
        table = items[place]
        assert isinstance(table, Table)
        yield Grid(table.cells, True, tuple(before), tuple(between[:notes]), table.notices)
        before = between[notes:]


def _without_boxes(items: Sequence[str | Table]) -> Iterator[str | Table]:
    """Yield the flow with a table of a single cell as lines: beside real tables it is a frame around a title."""
    has_real = any(isinstance(item, Table) and len(item.cells) > 1 for item in items)
    for item in items:
        if isinstance(item, str) or (len(item.cells) > 1 and _has_text(item)):
            yield item
        elif has_real or not _has_text(item):
            yield from (line for cell in item.cells for line in cell.text.split("\n") if line)
        else:
            yield item


def _has_text(table: Table) -> bool:
    return any(cell.text for cell in table.cells)


def _lines(items: Sequence[str | Table]) -> list[str]:
    return [item for item in items if isinstance(item, str)]


def _count_notes(lines: Sequence[str]) -> int:
    if not lines or not _NOTE.match(lines[0]):
        return 0
    count = 1
    while count < len(lines) and (_NOTE.match(lines[count]) or _NOTE_GOES_ON.match(lines[count])):
        count += 1
    return count
