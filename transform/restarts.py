"""Doubts what follows where a label of level 1 comes again within a project of a list: a project may have begun unseen.

In: the reading of a list. Out: the same, the rows from such a label on in doubt. A form has one project, and may print its
labels as it likes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from transform.readings import ProjectReading, ReadingDoubt, Row, TableReading

_SAID: Final = "“{label}”在同一项目中再次出现，“{name}”可能属于另一项目"


def doubt_restarts(table: TableReading) -> None:
    """Doubt the rows of each project from where a label of level 1 comes again behind another one."""
    for project in table.projects if "project_name" in table.fields else ():
        start = _restart(project.rows)
        for number in range(start, len(project.rows)):
            _doubt(project, number)


def _restart(rows: list[Row]) -> int:
    """Return the first row below a label of level 1 that comes again; the count of rows where none does."""
    seen: set[str] = set()
    last = None
    for number, row in enumerate(rows):
        name = row.level1.name if row.level1 else None
        if name is not None and name != last:
            if name in seen:
                return number
            seen.add(name)
            last = name
    return len(rows)


def _doubt(project: ProjectReading, number: int) -> None:
    row = project.rows[number]
    label = row.level1.name if row.level1 else ""
    said = _SAID.format(label=label, name=row.name.text)
    project.doubts.append(ReadingDoubt("R13", said, row.name.pieces, row=number))
    project.rows[number] = replace(row, pair=replace(row.pair, oddities=(*row.pair.oddities, "two_readings")))
