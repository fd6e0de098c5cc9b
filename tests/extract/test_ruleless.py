"""Tables without rules: what a page of text and gaps tells about rows, columns and labels."""

from __future__ import annotations

import pytest

from extract import Grid
from tests.extract.reading import codes_of, grids_of
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
