"""The project of a table whose title alone names it.

In: a table's reading. Out: the same, its one project named by the title, where nothing else names it and the title surely
does. A list has a column of names, and a form of one project may well have a title that says no more than 项目支出.
"""

from __future__ import annotations

from dataclasses import replace

from transform.heads import Head
from transform.pieces import Piece
from transform.readings import TableReading
from transform.titles import find_project


def named_by_title(table: TableReading) -> TableReading:
    """Return a table with its project named by the title, where only that does; the name cites its stretch of the title."""
    if len(table.projects) != 1 or table.title is None or "project_name" in table.fields:
        return table
    project = table.projects[0]
    found = find_project(table.title.text) if not (project.head and project.head.project_name) else None
    if found is None or not project.rows:
        return table
    first, last = (table.title.first + place for place in found)
    name = Piece(table.title.cell.text[first:last], table.title.cell, first, last, table.title.boundary)
    head = project.head or Head((), (), (), (), (), ())
    return replace(table, projects=[replace(project, head=replace(head, project_name=(name,)))])
