"""A matrix on its side in fused text to the reading of its table: a row for each place and each name.

In: a script. Out: one `TableReading`, or none. How wide each label was is lost with the cells; a row whose label the order leaves open
bears a doubt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from transform.fused.heads import read_head
from transform.fused.script import Script
from transform.fused.turned import Heading, Turned, TurnedRow, find_turned
from transform.fused.turned_cuts import Cut, cut_turned
from transform.fused.turned_levels import assign_names
from transform.moves import Pair
from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading

_TITLE: Final = re.compile(r"(?:20\d\d年度?)?[^:。]{0,50}?绩效[^:。]{0,14}?表(?=[^表]*$)")
_YEARS: Final = re.compile(r"(?<![(（])(?:20\d\d年度?)+(?![)）])")  # in brackets it is a part of the name
_AMOUNT: Final = re.compile(r"\d[,.]\d\d")
_NOTE: Final = re.compile(r"(?:备?注|说明|填表人|填报人|制表)[:：]")
_TIE: Final = "R13"


def read_turned(script: Script) -> list[TableReading]:
    """Return the matrix on its side that a text holds."""
    turned = find_turned(script)
    cut = cut_turned(script, turned.names_first, turned.rows, len(turned.headings)) if turned else None
    if turned is None or cut is None:
        return []
    title = _TITLE.search(script.text[: turned.first])
    first = _title_start(title) if title else 0
    head, _ = read_head(script, first, turned.first)
    table = TableReading(
        title=head.title,
        heading="\n".join(head.heading) or None,
        layout="matrix",
        fields=("place", "level1", "level2", "level3", "value"),
        money_unit=head.money_unit,
        projects=[_project(script, turned, cut)],
        set_aside=[("header", script.pieces(turned.first, turned.headings[0].level1_at[0])), *head.set_aside],
    )
    project = table.projects[0]
    project.head = head.to_head()
    project.strays += head.strays
    if first:
        table.set_aside.append(("text around the tables", script.pieces(0, first)))
    last = turned.rows[-1].last
    if _NOTE.match(script.text, last):
        table.set_aside.append(("notes and lines below the table", script.pieces(last, len(script.text))))
    elif last < len(script.text):
        project.strays += script.pieces(last, len(script.text))
    return [table]


def _title_start(title: re.Match[str]) -> int:
    """Return where a title begins that stands behind other tables: at the first year with no amount behind it."""
    tidy = (year for year in _YEARS.finditer(title.group()) if not _AMOUNT.search(title.group(), year.end()))
    return title.start() + next((year.start() for year in tidy), 0)


def _project(script: Script, turned: Turned, cut: Cut) -> ProjectReading:
    """Return the rows of all places, each name below its label."""
    project = ProjectReading()
    names = [script.text[first:last] for first, last in cut.names]
    labels = assign_names([each.level2.name for each in turned.headings], names)
    spans = dict.fromkeys(span for each in turned.headings for span in (each.level1_at, each.level2_at))
    project.labels += [piece for span in spans for piece in script.pieces(*span)]
    for row, values in zip(turned.rows, cut.values, strict=True):
        for at, value in enumerate(values):
            heading, is_sure = (turned.headings[labels[at][0]], labels[at][1]) if labels else (None, False)
            project.rows.append(_row(script, row, heading, (cut.names[at], value), is_open=at in cut.open_columns))
            _add_doubt(project, names[at], is_sure=is_sure, is_open=at in cut.open_columns)
    return project


def _row(
    script: Script, row: TurnedRow, heading: Heading | None, cells: Sequence[tuple[int, int]], *, is_open: bool
) -> Row:
    name, value = (script.to_text(*cell) for cell in cells)
    return Row(
        heading.level1 if heading else None,
        heading.level2 if heading else None,
        script.pieces(*heading.level1_at)[0] if heading else None,
        script.pieces(*heading.level2_at)[0] if heading else None,
        Pair(name, value, ("two_readings",) if is_open else (), 0.0),
        False,
        {"place": script.to_text(row.first, row.middle)},
    )


def _add_doubt(project: ProjectReading, name: str, *, is_sure: bool, is_open: bool) -> None:
    """Say of the last row what the text leaves open: where the name is cut, which label stands over it."""
    row = project.rows[-1]
    said = [f"“{name}”与相邻指标名称的分界不确定"] if is_open else []
    said += [] if is_sure else [f"“{name}”属于哪一个二级指标难以确定，按指标顺序推定"]
    for message in said:
        project.doubts.append(ReadingDoubt(_TIE, message, row.name.pieces, len(project.rows) - 1))
