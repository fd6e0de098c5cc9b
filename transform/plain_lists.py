"""Which of two readings of a plain list is the better one, by what is odd about each.

In: the tables that two readers found in one text. Out: how odd each is, in the coin of `transform.moves`. A plain list has
projects whose indicators have a name and a value, and no further column; what is odd about it is odd whoever reads it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from transform.flat.fit import fit, shape_of
from transform.readings import BESIDE, ProjectReading, Row, TableReading
from transform.shapes import is_value

_SIGNS: Final = frozenset("≥≤><=＞＜≧≦＝")
_STRAY, _DOUBT, _ODDITY = 4.0, 1.0, 1.0
_NO_LEVEL1, _NO_LEVEL2, _FOREIGN_LEVEL2 = 3.0, 1.5, 3.0
_NO_VALUE, _NO_TARGET, _CUT_SIGN = 1.5, 1.5, 3.0
_NO_HEAD, _NO_PROJECT_NAME, _NO_AMOUNT, _NO_CODE, _NO_GOAL = 8.0, 8.0, 4.0, 2.0, 2.0
_ODD_NAME: Final = 2.5  # what a name costs that is a figure, a label or an organisation


def is_plain(tables: Sequence[TableReading]) -> bool:
    """Return whether some tables are a list of projects whose indicators have a name and a value, and no more."""
    has_more = any(set(table.fields) & set(BESIDE) for table in tables)
    return not has_more and any("project_name" in table.fields for table in tables)


def oddness(tables: Sequence[TableReading]) -> float:
    """Return how odd the reading of a plain list is; 0 for a tidy one, endless for one without rows."""
    if not any(project.rows for table in tables for project in table.projects):
        return float("inf")
    return sum(_of_project(project, table.fields) for table in tables for project in table.projects)


def _of_project(project: ProjectReading, fields: Sequence[str]) -> float:
    cost = _STRAY * len(project.strays) + _DOUBT * len(project.doubts) + sum(map(_of_row, project.rows))
    head = project.head
    if head is None:
        return cost + _NO_HEAD
    cost += 0.0 if head.project_name else _NO_PROJECT_NAME
    cost += _NO_AMOUNT if "amount" in fields and not head.amount else 0.0
    cost += _NO_CODE if "unit_code" in fields and not head.unit_code else 0.0
    return cost + (_NO_GOAL if "goal" in fields and not head.goal else 0.0)


def _of_row(row: Row) -> float:
    cost = _ODDITY * len(row.pair.oddities) + _of_labels(row)
    name = row.name.text
    odd_name = fit(name, "level3")
    cost += odd_name if odd_name >= _ODD_NAME else 0.0
    cost += _CUT_SIGN if name[-1:] in _SIGNS else 0.0
    if row.value is None:
        return cost + (0.0 if shape_of(name).kind == "template" else _NO_VALUE)
    return cost + (0.0 if is_value(row.value.text) else _NO_TARGET)


def _of_labels(row: Row) -> float:
    if row.level1 is None:
        return _NO_LEVEL1
    if row.level2 is None:
        return _NO_LEVEL2
    return _FOREIGN_LEVEL2 if row.level2.parent not in {None, row.level1.name} else 0.0
