"""Tables within cells: those of a form become rows of the form, those that only place others stay tables."""

from __future__ import annotations

from pathlib import Path

from extract import read_document, read_grids
from extract.contracts import Cell, Grid
from extract.nested import mark_of, put_in_place

MONEY = "<table><tr><td>总额<td>10<tr><td>财政拨款<td>8</table>"
FORM = (
    f"<table><tr><td>项目<td colspan=2>图书<tr><td>资金<td>{MONEY}<td>万元<tr><td>一级<td>二级<td>三级"
    "<tr><td>产出<td>数量<td>册数<tr><td>产出<td>质量<td>完好率</table>"
)


def grids(folder: Path, page: str) -> list[Grid]:
    path = folder / "page.html"
    path.write_text(f"<html><meta charset=utf-8><body>{page}</body></html>", encoding="utf-8")
    return list(read_grids(read_document(path)))


def placed(cells: tuple[Cell, ...]) -> list[tuple[str, int, int, int, int]]:
    return [(cell.text, cell.row, cell.column, cell.row_span, cell.column_span) for cell in cells if cell.text]


def test_a_table_in_a_cell_of_a_form_becomes_rows_and_columns_of_the_form(tmp_path: Path) -> None:
    (grid,) = grids(tmp_path, FORM)
    assert placed(grid.cells)[:7] == [
        ("项目", 1, 1, 1, 1), ("图书", 1, 2, 1, 3), ("资金", 2, 1, 2, 1), ("总额", 2, 2, 1, 1), ("10", 2, 3, 1, 1),
        ("万元", 2, 4, 2, 1), ("财政拨款", 3, 2, 1, 1)]  # fmt: skip
    assert placed(grid.cells)[8:11] == [("一级", 4, 1, 1, 1), ("二级", 4, 2, 1, 2), ("三级", 4, 4, 1, 1)]


def test_a_page_that_is_laid_out_by_a_table_leaves_its_tables_alone(tmp_path: Path) -> None:
    page = f"<table><tr><td>首页<td>政务公开<tr><td>栏目<td>{FORM}<tr><td>联系<td>版权</table>"
    assert sorted(len(grid.cells) for grid in grids(tmp_path, page))[-1] > 10
    assert [grid.cells[0].text for grid in grids(tmp_path, page)] == ["首页", "项目"]


def test_a_table_smaller_than_its_cell_fills_it() -> None:
    cells = [Cell("资金", 1, 1, 3), Cell(mark_of(0), 1, 2, 3, 3), Cell("目标", 4, 1), Cell("购书", 4, 2, 1, 3)]
    inner = [Cell("总额", 1, 1), Cell("10", 1, 2)]
    found, numbers = put_in_place([*cells, Cell("备注", 5, 1)], [inner])
    assert placed(found)[1:3] == [("总额", 1, 2, 3, 1), ("10", 1, 3, 3, 2)]
    assert numbers == {0}
