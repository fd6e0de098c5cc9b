"""Which of two readings of a plain list is the better one, by what is odd about each.

In: the tables that two readers found in one text. Out: the better reading, its rows in doubt where the other one is hardly
worse and reads them otherwise; how odd a reading is, in the coin of `transform.moves`. A plain list has projects whose
indicators have a name and a value, and no further column; what is odd about it is odd whoever reads it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from transform.flat.fit import fit, shape_of
from transform.heads import Head
from transform.quantities import squeeze
from transform.readings import BESIDE, ProjectReading, ReadingDoubt, Row, TableReading
from transform.shapes import is_value
from transform.vocabulary import is_total

_SIGNS: Final = frozenset("≥≤><=＞＜≧≦＝")
_STRAY, _DOUBT, _ODDITY = 4.0, 1.0, 1.0
_NO_LEVEL1, _NO_LEVEL2, _FOREIGN_LEVEL2 = 3.0, 1.5, 3.0
_NO_VALUE, _NO_TARGET, _CUT_SIGN = 1.5, 1.5, 3.0
_NO_HEAD, _NO_PROJECT_NAME, _NO_AMOUNT, _NO_CODE, _NO_GOAL = 8.0, 8.0, 4.0, 2.0, 2.0
_TOTAL_AS_NAME, _LEVEL1_AGAIN = 8.0, 4.0  # a project named 小计; 产出指标 once more after 满意度指标
_NAMED_AS_PROJECT: Final = 4.0  # the project printed again in each of its rows, taken for an indicator
_PROJECT_AGAIN: Final = 4.0
_CLEAR: Final = 0.75  # of what is odd about the best path: with more, cells that were laid out are no surer
_LEAD: Final = 4.0  # less is one doubt more, which the better reading may rightly have
_SAID: Final = "“{name}”一行有两种读法，按更合理的一种载入"
_ODD_NAME: Final = 2.5  # what a name costs that is a figure, a label or an organisation


def is_plain(tables: Sequence[TableReading]) -> bool:
    """Return whether some tables are a list of projects whose indicators have a name and a value, and no more."""
    has_more = any(set(table.fields) & set(BESIDE) for table in tables)
    return not has_more and any("project_name" in table.fields for table in tables)


def better_of(flat: list[TableReading], path: list[TableReading]) -> list[TableReading]:
    """Return the better of two readings of a plain list: cells laid out, or the best path over its pieces."""
    odd, other = oddness(flat), oddness(path)
    is_flat = odd < _CLEAR * other and other - odd >= _LEAD
    better, worse = (flat, path) if is_flat else (path, flat)
    if min(odd, other) > 0 or max(odd, other) < _LEAD:
        _doubt_what_differs(better, worse)
    return better


def _doubt_what_differs(better: Sequence[TableReading], worse: Sequence[TableReading]) -> None:
    """Doubt the rows of a reading that the other one gives to another project, another label, or not at all."""
    others: dict[tuple[str, ...], list[Row]] = {}
    for _, name, row in _rows(worse):
        others.setdefault(_key(name, row), []).append(row)
    for (project, number), name, row in list(_rows(better)):
        same = others.get(_key(name, row), ())
        if row.value is None or any(_agree(row, other) for other in same):
            continue  # that a target is missing is said anyway
        said = _SAID.format(name=row.name.text)
        project.doubts.append(ReadingDoubt("R13", said, row.name.pieces, row=number))
        project.rows[number] = replace(row, pair=replace(row.pair, oddities=(*row.pair.oddities, "two_readings")))


def _rows(tables: Sequence[TableReading]) -> Iterator[tuple[tuple[ProjectReading, int], str, Row]]:
    for table in tables:
        for project in table.projects:
            for number, row in enumerate(project.rows):
                yield (project, number), _name(project.head), row


def _name(head: Head | None) -> str:
    return squeeze("".join(piece.text for piece in head.project_name)) if head else ""


def _key(project: str, row: Row) -> tuple[str, ...]:
    return project, squeeze(row.name.text), squeeze(row.value.text) if row.value else ""


def _agree(one: Row, other: Row) -> bool:
    """Whether two rows stand below the same labels; a reading that found none of level 2 contradicts no other."""
    if one.level2 is None or other.level2 is None:
        return True
    return one.level2 == other.level2 and one.level1 == other.level1


def oddness(tables: Sequence[TableReading]) -> float:
    """Return how odd the reading of a plain list is; 0 for a tidy one, endless for one without rows."""
    if not any(project.rows for table in tables for project in table.projects):
        return float("inf")
    cost = sum(_of_project(project, table.fields) for table in tables for project in table.projects)
    return cost + _PROJECT_AGAIN * sum(_printed_again(table) for table in tables)


def _printed_again(table: TableReading) -> int:
    """Return how many projects have the name and the amount of the one before: one project that each row prints."""
    heads = [(_name(head), "".join(piece.text for piece in head.amount)) for p in table.projects if (head := p.head)]
    return sum(one == two != ("", "") for one, two in pairwise(heads))


def _of_project(project: ProjectReading, fields: Sequence[str]) -> float:
    cost = _STRAY * len(project.strays) + _DOUBT * len(project.doubts) + sum(map(_of_row, project.rows))
    head = project.head
    if head is None:
        return cost + _NO_HEAD
    cost += 0.0 if head.project_name else _NO_PROJECT_NAME
    cost += _TOTAL_AS_NAME if is_total(_name(head)) else 0.0
    cost += _LEVEL1_AGAIN * _again(project.rows)
    cost += _NAMED_AS_PROJECT * sum(squeeze(row.name.text) == _name(head) for row in project.rows)
    cost += _NO_AMOUNT if "amount" in fields and not head.amount else 0.0
    cost += _NO_CODE if "unit_code" in fields and not head.unit_code else 0.0
    return cost + (_NO_GOAL if "goal" in fields and not head.goal else 0.0)


def _again(rows: Sequence[Row]) -> int:
    """Return how often a label of level 1 comes again behind another one: what follows is another project's."""
    labels = [row.level1.name for row in rows if row.level1]
    starts = labels[:1] + [after for before, after in pairwise(labels) if after != before]
    return len(starts) - len(set(starts))


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
