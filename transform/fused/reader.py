"""A grid of fused text to the readings of its tables: head, rows, levels, doubts.

In: a grid. Out: `TableReading`s with the layout `fused`; none where the text is not fused or has no header of indicators. Every
character is in a field, in a label, or set aside with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from extract import Grid
from transform.fused.body import Path, read_path
from transform.fused.columns import HeaderRun, find_headers
from transform.fused.edges import RowEdge, Step
from transform.fused.gate import is_fused
from transform.fused.ground import Ground, survey
from transform.fused.head_costs import may_be_none
from transform.fused.heads import read_head
from transform.fused.levels import Levels
from transform.fused.lists import head_doubt, read_list_head
from transform.fused.oddities import SURE, unsure_rows
from transform.fused.remarks import find_remarks
from transform.fused.row_records import TIE, add_row, mark_side
from transform.fused.script import Script, grid_to_script
from transform.fused.sides import periods_above
from transform.fused.titles import table_starts
from transform.fused.turned_reader import read_turned
from transform.fused.weights import rivals_left, rows_adding_up
from transform.heads import Head
from transform.pieces import Piece
from transform.readings import ProjectReading, ReadingDoubt, TableReading
from transform.tabular.form_head import FormHead

_UNKNOWN_COLUMN: Final = "R12"


def read_fused(grid: Grid, *, insists: bool = False) -> list[TableReading]:
    """Return the tables of a grid whose text was fused; `insists` reads text with separators in the same way."""
    script = grid_to_script(grid)
    if not insists and not is_fused(script):
        return []
    headers = find_headers(script.text)
    if not headers:
        return read_turned(script)
    starts = table_starts(script.text, headers)
    ends = [*starts[1:], len(script.text)]
    phrases = tuple(
        phrase
        for header, end in zip(headers, ends, strict=True)
        if {"reason", "note"} & set(header.fields)
        for phrase in _phrases(script, header, end)
    )
    tables = [
        _read_table(script, header, start, end, phrases, is_first=header is headers[0])
        for header, start, end in zip(headers, starts, ends, strict=True)
    ]
    return [table for table in tables if any(project.rows for project in table.projects)]


def _phrases(script: Script, header: HeaderRun, last: int) -> list[str]:
    """Return the reasons and remarks of a table that are told again or surely end somewhere."""
    ground = survey(script.text, header.last, last, script.breaks, has_levels=header.has_levels)
    return [*ground.closed, *(find_remarks(ground) if header.columns[-1].field == "note" else ())]


def _read_table(
    script: Script, header: HeaderRun, first: int, last: int, phrases: Sequence[str], *, is_first: bool
) -> TableReading:
    head, messages = read_head(script, first, header.first)
    if header.sides > 1 and not header.spans:
        spans, is_sure = periods_above(script.text, first, header.first, header.sides)
        header = replace(header, spans=tuple(spans), is_sure_of_spans=is_sure)
    above = script.text[first : header.first]
    ground = survey(script.text, header.last, last, script.breaks, phrases, above, has_levels=header.has_levels)
    path = read_path(ground, header.columns, header.head_fields, header.sides)
    path.rivals = rivals_left(path, header.columns)
    table = TableReading(
        title=head.title,
        heading="\n".join(head.heading) or None,
        layout="self_evaluation" if {"actual", "score"} & set(header.fields) else "fused",
        fields=header.fields,
        money_unit=head.money_unit or _money_unit(script.text[header.first : header.last]),
        projects=[],
        set_aside=[("header", script.pieces(header.first, header.last)), *head.set_aside],
    )
    if header.head_fields:  # what stands above a list speaks of the whole list
        table.set_aside += [("title and lines above the table", tuple(pieces)) for pieces in head.fields.values()]
    if first and is_first:
        table.set_aside.append(("text around the tables", script.pieces(0, first)))
    if script.serials:
        table.set_aside.append(("numbers of lines", script.serials))
    table.projects = list(_projects(script, header, ground, path, head, table))
    first_project = table.projects[0]
    first_project.strays += head.strays
    for message in messages:
        first_project.doubts.append(ReadingDoubt(TIE, message, _some(script, first, header.first)))
    for start, end in header.unknown:
        word = script.text[start:end]
        first_project.doubts.append(
            ReadingDoubt(_UNKNOWN_COLUMN, f"表头“{word}”的含义难以确定", script.pieces(start, end))
        )
    return table


def _money_unit(header: str) -> str | None:
    """Return the unit of money that a word of the header gives: `金额(万元)`."""
    match = re.search(r"\((?:单位:)?([百千万亿]*元)\)", header)
    return match[1] if match else None


def _some(script: Script, first: int, last: int) -> tuple[Piece, ...]:
    return script.pieces(first, min(last, first + 40))[:1]


def _projects(
    script: Script, header: HeaderRun, ground: Ground, path: Path, head: FormHead, table: TableReading
) -> Iterator[ProjectReading]:
    """Yield the projects of a table: one of a form, one for each head of a list."""
    reader = Levels(script, ground)
    project = ProjectReading(head=None if header.head_fields else head.to_head())
    said: str | None = None
    is_lost = False  # whether a head above may be none, so that the rows of later projects may be those of others
    fields = [column.field for column in header.columns if column.field != "name"]
    if header.has_levels and (adrift := _adrift(path.steps)) is not None:
        is_lost = bool(header.head_fields)
        message = (
            f"表头之后、第一个指标级别之前有“{script.text[adrift.first : adrift.last][:40]}”，可能是未识别的项目栏"
        )
        project.doubts.append(ReadingDoubt(TIE, message, script.pieces(adrift.first, adrift.last)[:1]))
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
            message = head_doubt(script.text, step.first, step.last, header.head_fields)
            if number and _is_unsure(path, number):
                message = f"“{script.text[step.first : step.last][:40]}”与上一条指标的分界不确定"
            if is_lost:
                message = message or "此处或此前有一处难以确定是否为新项目的起点，项目的划分不确定"
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
