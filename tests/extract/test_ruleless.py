"""Tables without rules: what a page of text and gaps tells about rows, columns and labels."""

from __future__ import annotations

import pytest

from extract import Grid
from tests.extract import draw_pdf as draw
from tests.extract.reading import codes_of, grids_of, rows_of
from tests.extract.ruleless_tables import Printed, draw_table


def _printed(grid: Grid) -> list[Printed]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells if c.text)


@pytest.mark.parametrize("rules", ["none", "three", "across"])
def test_seeded_tables_are_read_or_doubted(rules: str) -> None:
    exact, silent = 0, []
    for seed in range(40):
        drawn = draw_table(seed, rules)
        grids = grids_of(drawn.page)
        if len(grids) == 1 and _printed(grids[0]) == drawn.cells:
            exact += 1
        elif not any(codes_of(grid) for grid in grids):
            silent.append(seed)
    assert (exact, silent) == (40, [])


def _page(*words: tuple[float, float, str]) -> bytes:
    return draw.pdf(["".join(draw.text(x, 700 - y, word) for x, y, word in words)])


def test_a_heading_on_the_other_side_of_its_column_makes_no_column() -> None:
    names = ["维修里程", "受益人口数量", "群众满意度"]
    rows = [
        word for at, name in enumerate(names, 1) for word in ((40.0, 20.0 * at, "产出指标"), (120.0, 20.0 * at, name))
    ]
    values = [(330.0, 20.0 * at, "达标") for at in (1, 2, 3)]
    heads = [(40.0, 0.0, "一级指标"), (120.0, 0.0, "三级指标"), (260.0, 0.0, "指标值")]
    (grid,) = grids_of(_page(*heads, *rows, *values))
    assert rows_of(grid)[0] == ["一级指标", "三级指标", "指标值"]
    assert [row[2] for row in rows_of(grid)[1:]] == ["达标"] * 3


def test_a_unit_above_the_last_column_is_no_header() -> None:
    body = [
        (40.0 + 100 * at, 20.0 * row, word)
        for row in range(1, 4)
        for at, word in enumerate(("产出", "里程数", "12公里"))
    ]
    heads = [(40.0, 0.0, "指标"), (140.0, 0.0, "名称"), (240.0, 0.0, "指标值")]
    (grid,) = grids_of(_page((240.0, -12.0, "单位：万元"), *heads, *body))
    assert rows_of(grid)[0] == ["指标", "名称", "指标值"]
    assert grid.lines_before == ("单位：万元",)
