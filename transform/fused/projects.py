"""The steps of a best path to the projects of a table, each with its head, its rows and its doubts.

In: the steps, the header, the head of a form. Out: one project of a form, one for each head of a list. What a head leaves open is a
doubt of its project; once a head may be none, all later projects are in doubt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from transform.fused.body import Path
from transform.fused.columns import HeaderRun
from transform.fused.edges import RowEdge, Step
from transform.fused.ground import Ground
from transform.fused.head_costs import may_be_none
from transform.fused.levels import Levels
from transform.fused.lists import head_doubt, read_list_head
from transform.fused.oddities import SURE, unsure_rows
from transform.fused.row_records import TIE, add_row, mark_side
from transform.fused.script import Script
from transform.fused.weights import rows_adding_up
from transform.heads import Head
from transform.readings import ProjectReading, ReadingDoubt, TableReading
from transform.tabular.form_fields import FormHead


def read_projects(
    script: Script, header: HeaderRun, ground: Ground, path: Path, head: FormHead, table: TableReading
) -> Iterator[ProjectReading]:
    """Yield the projects of a table: one of a form, one for each head of a list."""
    reader = Levels(script, ground)
    project = ProjectReading(head=None if header.head_fields else head.to_head())
    said: str | None = None
    # Whether a head above may be none, so that the rows of later projects may be those of others.
    is_lost = _doubt_adrift(script, header, path.steps, project)
    fields = [column.field for column in header.columns if column.field != "name"]
    unsure = unsure_rows(script.text, path.steps, fields, rows_adding_up(path.steps, header.columns))
    for number, step in enumerate(path.steps):
        if step.role == "head" and said is not None and said.endswith(script.text[step.first : step.last]):
            project.labels += script.pieces(step.first, step.last)  # the merged cell, told again for each row
        elif step.role == "head":
            said = script.text[step.first : step.last]
            found = read_list_head(script, step.first, step.last, header.head_fields, path.habits)
            if project.rows or project.head is not None:
                yield project
            project = ProjectReading(head=_with_unit(found[0], project) if found else None)
            project.totals += found[1] if found else ()
            project.strays += script.pieces(step.first, step.last) if found is None else ()
            is_lost = is_lost or may_be_none(script.text, step.first, step.last, header.head_fields, path.habits)
            message = _doubt_of_head(script.text, header.head_fields, path, number, is_lost=is_lost)
            if message:
                project.doubts.append(ReadingDoubt(TIE, message, script.pieces(step.first, step.last)[:1]))
            reader.clear()
        elif step.role == "label":
            project.labels += reader.take(step)
        elif step.row is not None:
            _add_sides(
                script, header, step.row, reader, project, path.rivals.get(number, []), is_unsure=number in unsure
            )
        elif step.role == "total":
            table.set_aside.append(("total row", script.pieces(step.first, step.last)))
        elif step.role == "stray":
            _add_stray(script, project, path.steps, number)
        else:
            reason = "notes and lines below the table" if step.role == "note" else "words of the template"
            table.set_aside.append((reason, script.pieces(step.first, step.last)))
    yield project


def _doubt_of_head(text: str, fields: Sequence[str], path: Path, number: int, *, is_lost: bool) -> str | None:
    """Return in Chinese what is open in a head: what it is, where it begins, where its parts end."""
    step = path.steps[number]
    if number and _is_unsure(path, number):
        return f"“{text[step.first : step.last][:40]}”与上一条指标的分界不确定"
    message = head_doubt(text, step.first, step.last, fields)
    return message or ("此处或此前有一处难以确定是否为新项目的起点，项目的划分不确定" if is_lost else None)


def _doubt_adrift(script: Script, header: HeaderRun, steps: Sequence[Step], project: ProjectReading) -> bool:
    """Doubt a table whose first row stands before any level or head; return whether later projects are in doubt as well."""
    adrift = _adrift(steps) if header.has_levels else None
    if adrift is None:
        return False
    said = script.text[adrift.first : adrift.last][:40]
    message = f"表头之后、第一个指标级别之前有“{said}”，可能是未识别的项目栏"
    project.doubts.append(ReadingDoubt(TIE, message, script.pieces(adrift.first, adrift.last)[:1]))
    return bool(header.head_fields)


def _adrift(steps: Sequence[Step]) -> Step | None:
    """Return the row that stands before the first label or head of a table that has labels: what no column holds."""
    first = next((step for step in steps if step.role in {"row", "label", "head"}), None)
    is_row = first is not None and first.role == "row"
    return first if is_row and any(step.role == "label" for step in steps) else None


def _add_sides(
    script: Script,
    header: HeaderRun,
    edge: RowEdge,
    levels: Levels,
    project: ProjectReading,
    rivals: Sequence[RowEdge],
    *,
    is_unsure: bool,
) -> None:
    """Add a row, and the row beside it where two targets stand side by side."""
    sides = (edge, edge.beside) if edge.beside else (edge,)
    for side, row in enumerate(sides):
        add_row(script, header, row, levels, project, rivals, is_unsure=is_unsure)
        if header.sides > 1:
            mark_side(script, header, project, side if edge.beside else None)


def _is_unsure(path: Path, number: int) -> bool:
    """Whether the step before a project's head leaves open where that head begins."""
    before, step = path.steps[number - 1], path.steps[number]
    ends_elsewhere = any(rival.last != before.last for rival in path.rivals.get(number - 1, ()))
    return before.cost > SURE or step.cost > 1.0 or ends_elsewhere or before.role == "stray"


def _with_unit(found: Head, before: ProjectReading) -> Head:
    """Return a list's head with the unit of the one above where a merged cell left its own out."""
    if found.unit_name or before.head is None:
        return found
    return Head(found.unit_code, before.head.unit_name, found.project_name, found.amount, found.goal, found.strays,
                found.beside, found.money_unit)  # fmt: skip


def _add_stray(script: Script, project: ProjectReading, steps: list[Step], number: int) -> None:
    """Add a run of characters that fit nowhere, once, at its first one."""
    if number and steps[number - 1].role == "stray":
        return
    end = number
    while end + 1 < len(steps) and steps[end + 1].role == "stray":
        end += 1
    project.strays += script.pieces(steps[number].first, steps[end].last)
