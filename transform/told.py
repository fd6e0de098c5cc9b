"""Lists that tell all indicators of a project in cells of its one row: `数量指标：道路≥3公里；质量指标：…`.

In: an aligned grid without a header of indicators. Out: the reading of its table; None where no column tells indicators. The labels stand
in the cells, or head the columns (产出指标 | 效益指标). How a sentence is read is the business of `fused.prose`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extract import Cell, Grid
from transform.fused import read_told_cells
from transform.fused.words import full_label
from transform.pieces import LINES, Piece, Stream
from transform.quantities import squeeze
from transform.quantities.words import null_marks
from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading
from transform.tabular.columns import read_header
from transform.tabular.form_head import read_form_head
from transform.tabular.listed import PROJECT_FIELDS, enter_project
from transform.tabular.rows import is_body_total, is_foot
from transform.tabular.sheet import Sheet
from transform.tabular.walk import Walk, last_project, open_walk
from transform.vocabulary import parse_header, parse_labels

_TARGET_INSIDE: Final = re.compile(r"[≥≤≧≦><=]\d|指标:")
_LEVELS: Final = frozenset({"level1", "level2", "level3", "value"})
_FEWEST_LABELS: Final = 2  # in a cell, or at the head of columns
_FEWEST_WORDS: Final = 3


def read_told(grid: Grid, stream: Stream) -> TableReading | None:
    """Return the table of a list whose cells tell indicators in sentences."""
    sheet = Sheet.of(grid)
    top = next((row for row in sheet.rows if _heads_list(sheet, row)), None)
    if top is None:
        return None
    bottom = _last_of_header(sheet, top)
    below = [row for row in sheet.rows if row > bottom]
    heads = _heads_of_told(sheet, top, bottom, below)
    if not heads:
        return None
    header = read_header(sheet, top, first=top, body=below)
    above = [row for row in sheet.rows if row < top]
    lines = [piece for piece in stream.pieces if piece.cell.reader == LINES and piece.cell.row < 1]
    after = [piece for piece in stream.pieces if piece.cell.reader == LINES and piece.cell.row > 0]
    walk = open_walk(sheet, replace(header, last=bottom), read_form_head(sheet, above, lines))
    for row in below:
        _read_row(walk, row, heads)
    walk.table.set_aside.append(("notes and lines below the table", tuple(after)))
    return walk.table if any(project.rows for project in walk.table.projects) else None


def _heads_list(sheet: Sheet, row: int) -> bool:
    """Whether a row heads a list of projects that has no columns of levels."""
    fields = [header.field for piece in sheet.row(row) if (header := parse_header(piece.text))]
    labels = sum(bool(parse_labels(piece.text)) for piece in sheet.row(row))
    return "project_name" in fields and len(fields) + labels >= _FEWEST_WORDS and not _LEVELS & set(fields)


def _last_of_header(sheet: Sheet, top: int) -> int:
    """Return the last row of the header: labels below 绩效指标 belong to it."""
    below = next((row for row in sheet.rows if row > top), top)
    words = sheet.row(below)
    return below if words and all(parse_labels(piece.text) for piece in words) else top


def _heads_of_told(sheet: Sheet, top: int, bottom: int, below: Sequence[int]) -> dict[int, Piece | None]:
    """Return the columns that tell indicators, each with the label that heads it; without one, cells bring their own."""
    labelled = {
        piece.cell.column: piece for row in (top, bottom) for piece in sheet.row(row) if parse_labels(piece.text)
    }
    if len(labelled) >= _FEWEST_LABELS:
        return dict(labelled)
    columns = {piece.cell.column for row in below for piece in sheet.row(row) if _tells_indicators(piece)}
    return dict.fromkeys(sorted(columns))


def _tells_indicators(piece: Piece) -> bool:
    return len(full_label().findall(squeeze(piece.text))) >= _FEWEST_LABELS


def _read_row(walk: Walk, row: int, heads: dict[int, Piece | None]) -> None:
    """Read one project, or a row that is none."""
    own = walk.sheet.row(row)
    if not own:
        return
    if is_body_total(walk.sheet, row):
        last_project(walk).totals.extend(own)
        return
    if is_foot(walk.sheet, row):
        walk.table.set_aside.append(("notes and lines below the table", own))
        return
    told = [piece for piece in own if piece.cell.column in heads and squeeze(piece.text) not in null_marks()]
    enter_project(walk, row, own)
    _tell(walk, told, heads)
    fields = {column.number: column.field for column in walk.header.columns}
    rest = [p for p in own if p not in told and fields.get(p.cell.column) not in PROJECT_FIELDS]
    walk.table.set_aside.append(("columns that are kept in no table", tuple(rest)))


def _tell(walk: Walk, told: Sequence[Piece], heads: dict[int, Piece | None]) -> None:
    """Give a project the rows that its cells tell; a cell that tells none is a stray."""
    if not told:
        return
    project = last_project(walk)
    cells: list[Cell] = []
    closing: list[int] = []
    for piece in told:
        head = heads[piece.cell.column]
        cells += [head.cell, piece.cell] if head is not None else [piece.cell]
        closing.append(len(cells) - 1)
    if not add_told(walk.table, project, cells, closing):
        goal = project.head.goal if project.head else ()
        project.strays.extend(piece for piece in told if piece not in goal)


def add_told(table: TableReading, project: ProjectReading, cells: Sequence[Cell], closing: Sequence[int]) -> bool:
    """Give a project the rows that some cells tell, the closing ones of them its sentences; return whether they tell any."""
    found = read_told_cells(cells, closing)
    if found is None or not found.projects[0].rows:
        return False
    reading = found.projects[0]
    first = len(project.rows)
    project.rows.extend(reading.rows)
    project.labels.extend(reading.labels)
    project.strays.extend(reading.strays)
    project.doubts.extend(
        replace(doubt, row=first + doubt.row if doubt.row is not None else None) for doubt in reading.doubts
    )
    project.doubts.extend(_run_together(project.rows, first))
    table.set_aside.extend(found.set_aside)
    return True


def _run_together(rows: Sequence[Row], first: int) -> Iterator[ReadingDoubt]:
    """Yield a doubt for each name in which the target of another indicator or a label stands."""
    for number, row in enumerate(rows[first:], first):
        if _TARGET_INSIDE.search(squeeze(row.name.text)):
            message = f"“{row.name.text[:60]}”中似乎还有另一条指标，未能分开"
            yield ReadingDoubt("R13", message, row.name.pieces, number)
