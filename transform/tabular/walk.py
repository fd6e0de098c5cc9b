"""The walk through one table: opened at its header, with what stands beside and above it.

In: a sheet, a header, the head of a form. Out: a `Walk`, whose table grows row by row (body.py). It reads no row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.pieces import Piece
from transform.readings import ProjectReading, TableReading
from transform.tabular.columns import Header
from transform.tabular.form_fields import FormHead
from transform.tabular.groups import Group, header_to_groups
from transform.tabular.header_rows import is_header_row
from transform.tabular.labels import Levels
from transform.tabular.sheet import Sheet
from transform.vocabulary import is_total, parse_header, parse_label_cell
from transform.wordings import head_word, key_word

_OPENING_KEYS: Final = frozenset({"project_name", "department", "unit_name", "unit_code", "project_code"})


@dataclass(slots=True)
class Walk:
    """The table that is being read, row by row."""

    sheet: Sheet
    header: Header
    groups: list[Group]
    fills_down: bool
    table: TableReading
    levels: list[Levels] = field(default_factory=list)
    held: tuple[str, ...] | None = None
    misfits: int = 0
    unit: tuple[Piece, ...] = ()  # of the projects below a row that names an office alone
    caption: Piece | None = None  # over the block that is being read: 中长期绩效指标, 年度绩效指标


def open_walk(sheet: Sheet, header: Header, head: FormHead) -> Walk:
    """Return the walk through the table below a header."""
    money_unit = head.money_unit or next((column.money_unit for column in header.columns if column.money_unit), None)
    is_list = bool(header.of("project_name"))
    table = TableReading(
        title=head.title,
        heading="".join(head.heading) or None,
        layout=_layout(header, is_list=is_list),
        fields=header.fields,
        money_unit=money_unit,
        projects=[],
        set_aside=[*head.set_aside, ("header", header.pieces)],
    )
    if not is_list:
        own = head.to_head() if head.fields else None
        table.projects.append(ProjectReading(head=own, strays=list(head.strays), doubts=list(head.doubts)))
    elif head.strays:
        table.set_aside.append(("text above the table", tuple(head.strays)))
    _add_between(table, header)
    levels = frozenset(column.number for name in ("level1", "level2") for column in header.of(name))
    body = sheet.rows.index(header.last) + 1 if header.last in sheet.rows else 0
    after = next_header(sheet, body)
    rows = sheet.rows[body : after if after is not None else len(sheet.rows)]
    is_merged = _are_labels_merged(sheet, rows, levels)
    groups = header_to_groups(header)
    return Walk(sheet, header, groups, not is_merged, table, [Levels() for _ in groups])


def _are_labels_merged(sheet: Sheet, rows: Sequence[int], levels: frozenset[int]) -> bool:
    """Whether labels cover the rows below them by merged cells; then a blank cell is really blank.

    A page break may make one cell of a label and the blank below it, so that the greater number decides.
    """
    merged = blank = 0
    for row in rows:
        for column in levels:
            piece = sheet.at(row, column)
            if piece is None:
                blank += 1
            elif piece.cell.row != row and parse_label_cell(piece.text, 1):
                merged += 1
    return merged > blank


def _add_between(table: TableReading, header: Header) -> None:
    """Give the first project what stands in the header's rows and is no header: often the total, beside 一级指标."""
    words = {id(piece) for column in header.columns for piece in (column.header, column.headed_by)}
    between = [piece for piece in header.pieces if id(piece) not in words and not head_word(piece.text)]
    if not between:
        return
    if not table.projects:
        table.projects.append(ProjectReading())
    has_total = any(is_total(piece.text) for piece in between)
    (table.projects[0].totals if has_total else table.projects[0].strays).extend(between)


def _layout(header: Header, *, is_list: bool) -> str:
    kinds = {column.heading_kind for column in header.columns if column.field == "value" and column.heading_kind}
    if "place" in kinds:
        return "matrix"
    if len({column.heading for column in header.columns if column.heading_kind == "span"}) > 1:
        return "side_by_side"
    if header.of("actual") or header.of("score"):
        return "self_evaluation"
    return "list" if is_list else "form"


def next_header(sheet: Sheet, place: int) -> int | None:
    return next((at for at in range(place, len(sheet.rows)) if is_header_row(sheet, sheet.rows[at])), None)


def has_opening_key(pieces: Sequence[Piece]) -> bool:
    key = key_word(pieces[0].text) if pieces else None
    return key is not None and key.field in _OPENING_KEYS


def names_project(pieces: Sequence[Piece]) -> bool:
    """Whether a row says 项目名称 and, right beside it, a name that is no key itself."""
    keys = [key_word(piece.text) for piece in pieces]
    return any(
        key is not None and key.field == "project_name" and beside is None and not parse_header(piece.text)
        for key, beside, piece in zip(keys, keys[1:], pieces[1:], strict=False)
    )


def last_project(walk: Walk) -> ProjectReading:
    if not walk.table.projects:
        walk.table.projects.append(ProjectReading())
    return walk.table.projects[-1]
