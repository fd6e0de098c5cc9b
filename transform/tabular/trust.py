"""Whether the columns of a table hold what its header says.

In: a walk, during or after its body. Out: slipped rows, misfits, doubts of columns, and whether the table is of performance
at all. It changes no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract import Grid
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import BESIDE, ProjectReading, ReadingDoubt, Row
from transform.shapes import is_target
from transform.tabular.column import LEVELS, Column
from transform.tabular.columns import Header
from transform.tabular.form_fields import FormHead
from transform.tabular.groups import text_of
from transform.tabular.sheet import Sheet
from transform.tabular.targets import is_guessed
from transform.tabular.walk import Walk
from transform.vocabulary import is_title, parse_label_cell, parse_labels
from transform.wordings import head_word

_FIELDS: Final = {
    "level1": "一级指标", "level2": "二级指标", "level3": "三级指标", "value": "指标值", "actual": "实际完成值",
    "weight": "分值", "score": "得分", "unit": "计量单位", "sign": "符号", "reason": "偏差原因",
}  # fmt: skip
_MOST_LABELS: Final = 0.8  # of what stands in the columns of labels: labels
_MOST_MISFITS: Final = 0.1  # of the rows: more, and the columns have slipped


def is_slipped(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether a row shows that its columns have slipped: a label where names or targets stand, words where labels do."""
    level1, level2, name, value = (text_of(sheet, row, header.of(field)) for field in (*LEVELS, "value"))
    stray_label = any(
        text and parse_labels(text.text) and squeeze(text.text).endswith("指标") for text in (name, value)
    )
    unknown = any(text and not parse_labels(text.text) and text is not name for text in (level1, level2))
    # 成本指标 is a label of either level; without a second one in its row it may stand one column off.
    either = level1 is not None and level2 is None and len({label.level for label in parse_labels(level1.text)}) > 1
    is_figure = name is not None and value is None and is_target(name.text)
    is_nameless = name is None and value is not None
    return stray_label or is_figure or is_nameless or either or (unknown and (name is None or value is None))


def is_misfit(walk: Walk) -> bool:
    """Whether the columns do not hold what the header says; a table that the best path cannot read is kept all the same."""
    count = sum(len(project.rows) for project in walk.table.projects)
    if count == 0:
        return not any(project.head for project in walk.table.projects)
    is_plain = walk.table.layout == "list" and not set(walk.table.fields) & set(BESIDE)
    is_unmerged = not walk.sheet.merged
    return is_plain and walk.misfits > (0 if is_unmerged else _MOST_MISFITS * count)


def tells_performance(walk: Walk, carried: FormHead | None) -> bool:
    """Whether a table is of performance: it says so, or has a column or a label of levels, or its project's name.

    指标名称 and 标准值 head tables of statistics and of laboratories too.
    """
    table = walk.table
    if not any(walk.header.of(field) for field in ("level3", "value", "actual")):
        return False  # a list of labels and units to choose from
    named = any(project.head and project.head.project_name for project in table.projects)
    has_levels = bool({"level1", "level2"} & set(walk.header.fields))
    return bool(table.title or named or has_levels or carried) or any(
        row.level1 or row.level2 for project in table.projects for row in project.rows
    )


def goes_on_below(walk: Walk, grid: Grid, sheet: Sheet, top: Sequence[int]) -> bool:
    """Whether the rows of a grid above any header are more rows of a table: its columns, no title, labels in their place."""
    if sheet.columns != walk.sheet.columns or any(is_title(line) for line in grid.lines_before) or not sheet.rows:
        return False
    levels = [column.number for name in ("level1", "level2") for column in walk.header.of(name)]
    pieces = [piece for row in top for number in levels if (piece := sheet.at(row, number))]
    labels = sum(bool(parse_label_cell(piece.text, 1)) for piece in pieces)
    return bool(pieces) and labels > _MOST_LABELS * len(pieces)


def _is_side_label(column: Column) -> bool:
    """Whether a column is only the word at the left side of a form: 绩效指标 beside 一级指标."""
    word = head_word(column.header.text) if column.header else None
    return column.header is None or (column.number == 1 and word is not None and word.field == "group")


def doubt_columns(walk: Walk) -> None:
    """Doubt the columns whose header word is not known, once for the table; where these may hold its targets, each row."""
    found = [column for column in walk.header.columns if column.field == "unknown" and not _is_side_label(column)]
    guessed = [column for column in walk.header.columns if is_guessed(column)]
    if not walk.table.projects:
        return
    doubts = walk.table.projects[0].doubts
    if found and (words := _words(found)):
        # What a list says of its projects and nobody understood is missing in each of them.
        for project in walk.table.projects if _is_of_projects(walk, found) else walk.table.projects[:1]:
            project.doubts.append(ReadingDoubt("R12", f"表头“{words}”的含义不明，该列未载入", _headers(found)))
    if guessed:
        said = "、".join(f"“{_words([column])}”读作{_FIELDS[column.field]}" for column in _one_each(guessed))
        doubts.append(ReadingDoubt("R12", f"表头用词不在词表中，按字面和内容判断：{said}", _headers(guessed)))
    if len(walk.groups) > 1:
        for project in walk.table.projects:
            _doubt_sides(project)
    if (found or guessed) and not walk.header.of("value"):
        for project in walk.table.projects:
            project.rows[:] = [_without_known_target(row) for row in project.rows]


def _doubt_sides(project: ProjectReading) -> None:
    """Doubt the rows of targets that stand side by side where nothing says which period each side is for."""
    for number, row in enumerate(project.rows):
        if "span" not in row.beside and row.value is not None:
            said = f"“{row.name.text}”所在的表并列印有两套指标，没有读到各自的期间，须与原页核对"
            project.doubts.append(ReadingDoubt("R12", said, row.name.pieces, row=number))


def _is_of_projects(walk: Walk, columns: Sequence[Column]) -> bool:
    """Whether unknown columns of a list stand among those of its projects, before the labels."""
    levels = [column.number for field in LEVELS for column in walk.header.of(field)]
    is_list = bool(walk.header.of("project_name"))
    return is_list and bool(levels) and any(column.number < min(levels) for column in columns)


def _without_known_target(row: Row) -> Row:
    """Return a row whose target may stand in a column that was not understood: nobody may say that it has none."""
    if row.value is not None:
        return row
    oddities = ("value_elsewhere" if oddity == "no_value" else oddity for oddity in row.pair.oddities)
    return replace(row, pair=replace(row.pair, oddities=tuple(oddities)))


def _one_each(columns: Sequence[Column]) -> list[Column]:
    """Return the first column of each header word."""
    return list({id(column.header): column for column in reversed(columns)}.values())[::-1]


def _words(columns: Sequence[Column]) -> str:
    return "、".join(dict.fromkeys(squeeze(column.header.text) for column in columns if column.header))


def _headers(columns: Sequence[Column]) -> tuple[Piece, ...]:
    return tuple(dict.fromkeys(column.header for column in columns if column.header))


def doubt_over_break(project: ProjectReading, first: int) -> None:
    """Doubt the rows, from a number on, whose label of level 1 stands on an earlier page and does not fit level 2.

    A page break ends no merged cell and begins none: the next label may be the one that was left blank.
    """
    for number, row in enumerate(project.rows[first:], first):
        label, piece, below = row.level1, row.level1_piece, row.level2_piece
        fits = label is None or row.level2 is None or row.level2.parent in {None, label.name}
        if fits or piece is None or below is None or below.cell.page == piece.cell.page:
            continue
        said = f"“{row.name.text}”一行的一级指标“{piece.text}”印在上一页，与二级指标不符，须与原页核对"
        project.doubts.append(ReadingDoubt("R12", said, (piece, row.name.pieces[0]), row=number))
