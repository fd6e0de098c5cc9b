"""Any table rendered to a web page, a Word document, a workbook and a PDF, and read back, is the same grid."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings

from tests.extract.reading import grids_of, printed
from tests.extract.renderings import (
    Printed,
    as_drawn,
    flat_tables,
    large_tables,
    paragraph,
    tables,
    to_csv,
    to_docx,
    to_html,
    to_pdf,
    to_xlsx,
    to_xml2003,
)

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


LARGE_RENDERINGS = {**RENDERINGS, "xml2003": to_xml2003}


@pytest.mark.parametrize("render", LARGE_RENDERINGS.values(), ids=LARGE_RENDERINGS)
@given(table=large_tables())
@settings(max_examples=25, deadline=None)
def test_a_large_table_of_any_text_read_back_is_the_same(
    render: Callable[[list[Printed]], bytes], table: list[Printed]
) -> None:
    (grid,) = grids_of(render(table))
    assert printed(grid) == sorted(table, key=lambda cell: cell[1:3])
    assert grid.lines_before == ("标题",)


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
@given(table=flat_tables())
@settings(max_examples=25, deadline=None)
def test_separated_text_read_back_is_the_same(delimiter: str, table: list[Printed]) -> None:
    (grid,) = grids_of(to_csv(table, delimiter))
    assert printed(grid) == sorted(table, key=lambda cell: cell[1:3])
    assert grid.lines_before == ("标题",)


@given(table=tables())
@settings(max_examples=60, deadline=None)
def test_a_table_drawn_on_a_page_and_read_back_is_the_same(table: list[Printed]) -> None:
    (grid,) = grids_of(to_pdf(table))
    assert printed(grid) == as_drawn(table)
    assert grid.lines_before == ("标题",)
    assert grid.is_aligned
