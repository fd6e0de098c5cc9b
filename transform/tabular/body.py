"""The rows of a body, one by one: totals, projects, captions, indicators, notes.

In: a walk and the place of a row. Out: the walk's table with that row read, and every piece of it accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from transform.heads import NO_HEAD, looks_like_amount
from transform.moves import Text
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import ProjectReading, Row
from transform.tabular.apart import is_across, is_set_apart
from transform.tabular.column import Column
from transform.tabular.form_head import read_form_head
from transform.tabular.groups import own_columns, text_of
from transform.tabular.header_rows import is_header_row
from transform.tabular.labels import Levels, take_levels
from transform.tabular.listed import PROJECT_FIELDS, enter_project
from transform.tabular.rows import is_body_total, is_foot, is_template, read_row
from transform.tabular.trust import doubt_over_break, is_slipped
from transform.tabular.walk import Walk, has_opening_key, last_project, names_project
from transform.vocabulary import is_continued, is_title, parse_header, parse_labels
from transform.wordings import key_word, split_key_word

_OTHER_TITLE: Final = re.compile(
    r"(?!.*(?:指标|目标)表).{4,40}(?:预算|决算|收支|支出|收入|采购|资金|拨款|项目)[^,。;]{0,12}表(?:\(.*\))?"
)
_FEWEST_WORDS: Final = 3
_OF_INDICATORS: Final = frozenset({"level1", "level2", "level3", "value", "actual", "score", "sign", "unit", "weight"})
_SUBTOTALS: Final = frozenset({"小计", "本页小计"})
_CAPTION: Final = re.compile(r"(?P<long>中长期|中期|长期|实施期)?(?:总体|年度|本年度|当年)?(?:绩效)?(?:目标)?指标")


def read_body(walk: Walk, place: int) -> int:
    """Read the rows from a place on up to the next header or the next form's head; return the place behind them."""
    rows = walk.sheet.rows
    while place < len(rows) and not is_header_row(walk.sheet, rows[place]) and not _opens_form(walk, rows[place]):
        read_one(walk, rows[place])
        place += 1
    return place


def _opens_form(walk: Walk, row: int) -> bool:
    """Whether a row is the first of another project's head: 项目名称 and what it is, or the title of the next table."""
    pieces = walk.sheet.row(row)
    if not pieces or any(parse_labels(piece.text) for piece in pieces):
        return False
    if len(pieces) == 1 and is_continued(pieces[0].text):
        return False
    # Where merged cells are not printed, a title stands alone in the first column.
    is_wide = pieces[0].cell.column_span > 1 or (not walk.sheet.merged and pieces[0].cell.column == 1)
    if len(pieces) == 1 and is_wide and (is_title(pieces[0].text) or _opens_table(walk, pieces)):
        return True
    if _is_other_header(walk, pieces):
        return True
    if walk.header.of("project_name"):
        return False
    return (has_opening_key(pieces) or names_project(pieces)) and walk.table.projects[-1].rows != []


def _opens_table(walk: Walk, pieces: Sequence[Piece]) -> bool:
    """Whether a cell over the table is the title of a table of something else: 政府采购预算表."""
    return is_across(walk.header, pieces) and bool(_OTHER_TITLE.fullmatch(squeeze(pieces[0].text)))


def _is_other_header(walk: Walk, pieces: Sequence[Piece]) -> bool:
    """Whether a row is the header of a list of money: 序号, 项目名称, 金额, and none of its words heads an indicator."""
    if len(pieces) < _FEWEST_WORDS or not last_project(walk).rows:
        return False
    fields = [header.field if (header := parse_header(piece.text)) else None for piece in pieces]
    known = [field or (key.field if (key := key_word(piece.text)) else None)
             for field, piece in zip(fields, pieces, strict=True)]  # fmt: skip
    return None not in known and "project_name" in known and "amount" in known and not set(known) & _OF_INDICATORS


def read_one(walk: Walk, row: int) -> None:
    """Read one row of the body into the project that it belongs to."""
    sheet, table = walk.sheet, walk.table
    own = sheet.row(row)
    if not own:
        return
    if is_body_total(sheet, row):
        last_project(walk).totals.extend(own)
        _take_total_score(walk, row)
        return
    if _opens_project(walk, own):
        _enter_named(walk, row)
        return
    take_caption(walk, own)
    if is_foot(sheet, row) or is_set_apart(walk, own) or is_across(walk.header, own):
        table.set_aside.append(("notes and lines below the table", own))
        return
    if walk.header.of("project_name") and not enter_project(walk, row, own):
        return
    project = last_project(walk)
    found: list[Row] = []
    for number, group in enumerate(walk.groups):
        levels = take_levels(walk.levels[number], sheet, row, group, fills_down=walk.fills_down)
        rows = list(read_row(sheet, row, group, levels))
        walk.levels[number] = levels if rows or levels.piece1 else walk.levels[number]
        found += rows
    walk.misfits += is_slipped(sheet, row, walk.header)
    found = [_with_caption(one, walk.caption) for one in found]
    project.rows.extend(found)
    doubt_over_break(project, len(project.rows) - len(found))
    used = {id(piece) for one in found for text in one.texts for piece in text.pieces}
    account_for(walk, project, own, used, has_rows=bool(found))


def _take_total_score(walk: Walk, row: int) -> None:
    """Give the form's total of its scores to its head, from the column of scores; subtotals of blocks are none."""
    if any(squeeze(piece.text).rstrip(":") in _SUBTOTALS for piece in walk.sheet.row(row)) or walk.header.of(
        "project_name"
    ):
        return
    project, text = last_project(walk), text_of(walk.sheet, row, own_columns(walk.groups[-1], "score"))
    head = project.head or NO_HEAD
    if text is not None and looks_like_amount(text.pieces[0]) and "total_score" not in head.beside:
        project.head = replace(head, beside={**head.beside, "total_score": text.pieces})


def _opens_project(walk: Walk, own: Sequence[Piece]) -> bool:
    """Whether a row between the rows names the next project in one cell: `项目名称：农村饮水安全`."""
    both = split_key_word(own[0].text)
    return both is not None and both[0].field == "project_name" and not walk.header.of("project_name")


def _enter_named(walk: Walk, row: int) -> None:
    """Open the project that a row between the rows names."""
    form = read_form_head(walk.sheet, [row], ())
    projects = walk.table.projects
    if projects and not projects[-1].rows and not (projects[-1].head and projects[-1].head.project_name):
        held = projects.pop()
        form.strays[:0] = held.strays
    projects.append(ProjectReading(head=form.to_head(), strays=list(form.strays)))
    walk.table.set_aside.extend(form.set_aside)
    walk.levels = [Levels() for _ in walk.groups]


def take_caption(walk: Walk, own: Sequence[Piece]) -> None:
    """Remember the caption over a block of rows, once a long-term block has one."""
    found = _CAPTION.fullmatch(squeeze(own[0].text)) if is_across(walk.header, own) else None
    if found and (found["long"] or walk.caption is not None):
        walk.caption = own[0]


def _with_caption(row: Row, caption: Piece | None) -> Row:
    """Return a row with the caption of its block as the span that its target is for."""
    if caption is None or "span" in row.beside:
        return row
    return replace(row, beside={**row.beside, "span": Text(caption.text, (caption,))})


def account_for(walk: Walk, project: ProjectReading, own: Sequence[Piece], used: set[int], *, has_rows: bool) -> None:
    """Give every piece of a row that is no field of an indicator its place: a label, or a reason."""
    columns: dict[int, Column] = {column.number: column for column in walk.header.columns}
    for piece in own:
        if id(piece) in used:
            continue
        name = columns[piece.cell.column].field if piece.cell.column in columns else "unknown"
        if name in {"level1", "level2"}:
            project.labels.append(piece) if has_rows else walk.table.set_aside.append(
                ("label without indicator", (piece,))
            )
        elif name in PROJECT_FIELDS:
            continue
        elif name in {"ordinal", "nature", "core", "coefficient", "review_score", "group", "project_type", "project_code",
                      "rate", "adjusted"} or (has_rows and name == "unknown"):  # fmt: skip
            walk.table.set_aside.append(("columns that are kept in no table", (piece,)))
        elif has_rows:
            continue
        elif is_template(piece.text):
            walk.table.set_aside.append(("blank line of the form", (piece,)))
        else:
            project.strays.append(piece)
