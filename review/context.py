"""What stands around a cell: the indicator and the project that it belongs to, and its row with its neighbours.

In: an item. Out: `Context`. Only cells that something in the store was read from are known; the picture shows the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from load import query
from review.queue import Item

_NEAR: Final = 2  # rows above and below
_MOST: Final = 40  # cells


@dataclass(frozen=True, slots=True)
class Context:
    """`role` says what the cell was taken for; `rows` are the texts near it by row and column."""

    role: str
    project: str
    labels: str
    name: str
    value: str
    rows: Mapping[int, Sequence[tuple[int, str]]]


_ROLES: Final = """
    SELECT '指标值', coalesce(project_name, ''), concat_ws(' / ', level1, level2), name, value_text
    FROM indicators JOIN projects USING (project_id) WHERE starts_with(value_cell_id, '{id}:')
    UNION ALL
    SELECT '指标名称', coalesce(project_name, ''), concat_ws(' / ', level1, level2), name, value_text
    FROM indicators JOIN projects USING (project_id) WHERE starts_with(indicators.name_cell_id, '{id}:')
    UNION ALL
    SELECT CASE WHEN starts_with(name_cell_id, '{id}:') THEN '项目名称' WHEN starts_with(amount_cell_id, '{id}:')
           THEN '项目金额' ELSE '绩效目标' END, coalesce(project_name, ''), '', '', amount_text
    FROM projects WHERE starts_with(name_cell_id, '{id}:') OR starts_with(amount_cell_id, '{id}:')
        OR starts_with(goal_cell_id, '{id}:')
    LIMIT 1"""
_CELLS: Final = """
    SELECT row_number, column_number, text FROM cells
    WHERE document_id = '{document}' AND split_part(cell_id, ':', 2) = '{grid}' AND {page}
        AND row_number BETWEEN {first} AND {last}
    ORDER BY 1, 2, first_character LIMIT {most}"""


def read_context(warehouse: Path, item: Item) -> Context:
    """Return what stands around an item."""
    found = query(warehouse, _ROLES.format(id=item.item_id)).rows
    page = "page IS NULL" if item.page is None else f"page = {item.page}"
    cells = query(
        warehouse,
        _CELLS.format(document=item.document_id, grid=item.grid, page=page, first=item.row - _NEAR,
                      last=item.row + _NEAR, most=_MOST),
    ).rows  # fmt: skip
    rows: dict[int, list[tuple[int, str]]] = {}
    for row, column, text in cells:
        rows.setdefault(row, []).append((column, text))
    role, project, labels, name, value = (str(part or "") for part in found[0]) if found else ("", "", "", "", "")
    return Context(role, project, labels, name, value, rows)
