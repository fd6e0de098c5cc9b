"""Any table rendered to a web page, a Word document, a workbook and a PDF, and read back, is the same grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tests.extract.reading import grids_of, printed
from tests.extract.renderings import Printed, as_drawn, paragraph, tables, to_docx, to_html, to_pdf, to_xlsx

RENDERINGS = {
    "html": to_html,
    "docx": lambda cells: to_docx(cells, before=paragraph("标题")),
    "xlsx": to_xlsx,
}


@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS)
@given(table=tables())
@settings(max_examples=60, deadline=None)
def test_a_table_rendered_and_read_back_is_the_same(
    render: Callable[[list[Printed]], bytes], table: list[Printed]
) -> None:
    (grid,) = grids_of(render(table))
    assert printed(grid) == sorted(table, key=lambda cell: cell[1:3])
    assert grid.lines_before == ("标题",)
    assert grid.is_aligned


@given(table=tables())
@settings(max_examples=60, deadline=None)
def test_a_table_drawn_on_a_page_and_read_back_is_the_same(table: list[Printed]) -> None:
    (grid,) = grids_of(to_pdf(table))
    assert printed(grid) == as_drawn(table)
    assert grid.lines_before == ("标题",)
    assert grid.is_aligned
