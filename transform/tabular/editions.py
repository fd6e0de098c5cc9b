"""Labels of level 1 that were not printed, under the older taxonomies: 投入, 过程, 产出, 效益, and no 满意度 of its own.

In: a table's reading. Out: its rows with the level 1 that the other labels of the table prove. What is printed stays as printed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from transform.readings import Row, TableReading
from transform.vocabulary import Label

_OLDER: Final = frozenset({"投入指标", "过程指标"})
_INPUTS: Final = frozenset({"项目立项", "资金投入"})  # of 投入, and in a later edition of 决策
_SATISFACTION, _BENEFIT, _INPUT, _DECISION = "满意度指标", "效益指标", "投入指标", "决策指标"


def is_older(level1: Iterable[str], parents: Iterable[str | None]) -> bool:
    """Whether labels are of an older taxonomy: by those of level 1 that are printed, and the parents of those of level 2."""
    printed = set(level1)
    return bool((printed | set(parents)) & _OLDER) and _SATISFACTION not in printed


def settle_edition(table: TableReading) -> None:
    """Give the rows whose level 1 was not printed the one that an older taxonomy has for their level 2."""
    rows = [row for project in table.projects for row in project.rows]
    printed = {row.level1.name for row in rows if row.level1 and row.level1_piece is not None}
    if not is_older(printed, (row.level2.parent for row in rows if row.level2)):
        return
    for project in table.projects:
        project.rows[:] = [_settled(row, printed) for row in project.rows]


def _settled(row: Row, printed: set[str]) -> Row:
    if row.level1_piece is not None or row.level2 is None:
        return row
    if row.level2.parent == _SATISFACTION:
        return replace(row, level1=Label(1, _BENEFIT, None))
    if row.level1 is None and row.level2.name in _INPUTS and _DECISION not in printed:
        return replace(row, level1=Label(1, _INPUT, None))
    return row
