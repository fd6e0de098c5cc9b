"""Doubts what a list of projects may have mistaken: a project that began unseen, one that is a subtotal, one taken for a row.

In: the reading of a list. Out: the same, with doubts: the rows from where a label of level 1 comes again, the rows named as
their project, the projects named 小计. A form has one project, and may print its labels as it likes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transform.quantities import squeeze
from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading
from transform.vocabulary import is_total

_SAID_TOTAL: Final = "“{name}”像是合计行，不是项目名称"
_SAID_NAME: Final = "“{name}”与项目名称相同，可能不是指标"
_SAID: Final = "“{label}”在同一项目中再次出现，“{name}”可能属于另一项目"


def doubt_mistaken(table: TableReading) -> None:
    """Doubt the rows and the projects of a list that may be something else."""
    for project in table.projects if "project_name" in table.fields else ():
        name = squeeze("".join(piece.text for piece in project.head.project_name)) if project.head else ""
        if project.head and is_total(name):
            project.doubts.append(ReadingDoubt("R12", _SAID_TOTAL.format(name=name), project.head.project_name))
        start = _restart(project.rows) - 1  # the row before may be the name and the amount of the unseen project
        for number, row in enumerate(list(project.rows)):
            if number >= start:
                label = row.level1.name if row.level1 else ""
                _doubt(project, number, _SAID.format(label=label, name=row.name.text))
            elif name and squeeze(row.name.text) == name:
                _doubt(project, number, _SAID_NAME.format(name=row.name.text))


def _restart(rows: list[Row]) -> int:
    """Return the first row below a label of level 1 that comes again; one more than there are rows where none does."""
    seen: set[str] = set()
    last = None
    for number, row in enumerate(rows):
        name = row.level1.name if row.level1 else None
        if name is not None and name != last:
            if name in seen:
                return number
            seen.add(name)
            last = name
    return len(rows) + 1


def _doubt(project: ProjectReading, number: int, said: str) -> None:
    row = project.rows[number]
    project.doubts.append(ReadingDoubt("R13", said, row.name.pieces, row=number))
    project.rows[number] = replace(row, pair=replace(row.pair, oddities=(*row.pair.oddities, "two_readings")))
