"""The projects of a list: which one a row belongs to, told by its own columns.

In: a row of a table that has a column of project names. Out: the walk with that project opened, or gone on with where a
page break parted its name or its goal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from transform.heads import Head
from transform.moves import Text
from transform.offices import is_office
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import ProjectReading, ReadingDoubt
from transform.tabular.form_fields import part_code
from transform.tabular.groups import text_of
from transform.tabular.labels import Levels
from transform.tabular.walk import Walk, last_project

PROJECT_FIELDS: Final = (
    "project_name",
    "unit_name",
    "unit_code",
    "amount",
    "goal",
    "budget",
    "executed",
    "department",
    "initial_budget",
    "total_score",
    "rate",
    "fiscal",
    "long_goal",
)
_OF_NO_INDICATOR: Final = frozenset({*PROJECT_FIELDS, "ordinal", "blank", "unknown", "project_type", "project_code"})
# The first of these that a header has tells one project from the next.
_TELLING: Final = ("project_name", "goal", "amount", "unit_name")


def enter_project(walk: Walk, row: int, own: Sequence[Piece]) -> bool:
    """Open the project that a row of a list belongs to; return whether the row may hold an indicator."""
    sheet, header = walk.sheet, walk.header
    texts = {name: text_of(sheet, row, columns) for name in PROJECT_FIELDS if (columns := header.of(name))}
    telling = texts.get("project_name")
    key = tuple(squeeze(text.text) if text else "" for name in _TELLING if (text := texts.get(name)) or True)
    has_indicator = any(
        sheet.at(row, column.number)
        for field, columns in header.by_field.items()
        if field not in _OF_NO_INDICATOR
        for column in columns
    )
    if telling is None:
        if has_indicator:
            _go_on_with_goal(walk, row)
        else:
            walk.table.set_aside.append(("subtotal of a unit", tuple(own)))
        return has_indicator
    if _continues_name(walk, texts, row):
        head = last_project(walk).head
        assert head is not None, "a name goes on only below one"
        last_project(walk).head = replace(head, project_name=(*head.project_name, *telling.pieces))
        last_project(walk).doubts.append(
            ReadingDoubt("R11", "项目名称在换页处断开，按前后相连读取，建议核对原文", tuple(telling.pieces))
        )
        walk.held = key
        _go_on_with_goal(walk, row)
        return has_indicator
    if key != walk.held and (walk.held is None or telling.pieces[0].cell.row == row or key[0] != walk.held[0]):
        walk.held = key
        walk.levels = [Levels() for _ in walk.groups]
        _take_unit_row(walk)
        first = walk.table.projects[0] if len(walk.table.projects) == 1 else None
        if first is not None and first.head is None and not first.rows:
            first.head = _list_head(walk, texts)  # so far it holds what stood between header and rows
        else:
            walk.table.projects.append(ProjectReading(head=_list_head(walk, texts)))
    else:
        _go_on_with_goal(walk, row)
    return has_indicator


def _continues_name(walk: Walk, texts: Mapping[str, Text | None], row: int) -> bool:
    """Whether a name at the top of a page is the rest of the one above: it has no amount, and that one has."""
    telling, head = texts.get("project_name"), walk.table.projects[-1].head if walk.table.projects else None
    if head is None or telling is None or telling.pieces[0].cell.row != row:
        return False
    pages = {piece.cell.page for piece in (*head.project_name[-1:], *telling.pieces)}
    is_new_page = len(pages) > 1 and None not in pages
    amount = texts.get("amount")
    has_none = amount is None or amount.pieces[0] in head.amount  # one merged cell that the break did not part
    return is_new_page and "amount" in texts and has_none and bool(head.amount)


def _go_on_with_goal(walk: Walk, row: int) -> None:
    """Add to the goal of a project what stands below it in a cell of its own: a page break parted the two."""
    text, head = text_of(walk.sheet, row, walk.header.of("goal")), last_project(walk).head
    if text is None or head is None or text.pieces[0].cell.row != row or text.pieces[0] in head.goal:
        return
    if squeeze(text.text) != squeeze("".join(piece.text for piece in head.goal)):
        last_project(walk).head = replace(head, goal=(*head.goal, *text.pieces))


def _take_unit_row(walk: Walk) -> None:
    """Take a row that named nothing but an office for the unit of the projects below it, and no project of its own."""
    last = walk.table.projects[-1] if walk.table.projects else None
    head = last.head if last is not None else None
    if last is None or head is None or last.rows or last.strays or walk.header.of("unit_name"):
        return
    name = "".join(piece.text for piece in head.project_name)
    is_bare = set(head.pieces) == {*head.project_name, *head.unit_name} and head.unit_name in ((), walk.unit)
    # Where one unit stands above its projects, the next does, however it is called.
    if is_bare and (is_office(name) or walk.unit):
        walk.unit = head.project_name
        walk.table.projects.pop()
        walk.table.set_aside.append(("unit of the projects below", head.project_name))


def _list_head(walk: Walk, texts: Mapping[str, Text | None]) -> Head:
    found = {name: text.pieces for name, text in texts.items() if text is not None}
    amount = found.pop("budget", None) or found.pop("amount", ())
    code, unit, name, goal = (found.pop(field, ()) for field in ("unit_code", "unit_name", "project_name", "goal"))
    goal = goal or found.pop("long_goal", ())
    if len(unit) == 1 and (parted := part_code(unit[0])) is not None:
        own, bare = parted
        code, unit = code or (own,), (bare,)
    return Head(code, unit or walk.unit, name, amount, goal, (), found)
