"""A grid of fused text to the readings of its tables: head, rows, levels, doubts.

In: a grid. Out: `TableReading`s with the layout `fused`; none where the text is not fused or has no header of indicators. Every
character is in a field, in a label, or set aside with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract import Grid
from transform.fused.body import read_path
from transform.fused.columns import HeaderRun, find_headers
from transform.fused.gate import is_fused
from transform.fused.ground import survey
from transform.fused.heads import read_head
from transform.fused.projects import read_projects
from transform.fused.remarks import find_remarks
from transform.fused.row_records import TIE
from transform.fused.script import Script, grid_to_script
from transform.fused.sides import periods_above
from transform.fused.titles import table_starts
from transform.fused.turned_reader import read_turned
from transform.fused.weights import rivals_left
from transform.pieces import Piece
from transform.readings import ReadingDoubt, TableReading

_UNKNOWN_COLUMN: Final = "R12"
_SHORTEST_COPY: Final = 60


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
    tables: list[TableReading] = []
    told: dict[str, TableReading] = {}
    for header, start, end in zip(headers, starts, ends, strict=True):
        text = script.text[start:end]
        before = next((said for said in told if len(text) >= _SHORTEST_COPY and said.startswith(text)), None)
        if before is not None:
            told[before].set_aside.append(("a table that is printed again", script.pieces(start, end)))
            continue
        tables.append(_read_table(script, header, start, end, phrases, is_first=header is headers[0]))
        told[text] = tables[-1]
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
    table.projects = list(read_projects(script, header, ground, path, head, table))
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
