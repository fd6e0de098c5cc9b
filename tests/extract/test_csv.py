"""Separated text to an aligned grid, and what is only flattened text to the text reader."""

from __future__ import annotations

import pytest

from extract.media import media_type_of
from tests.extract.reading import grids_of, rows_of

ROWS = [["指标", "值", "备注"], ["演练", "≥5次", ""], ["产值,含税", '一\n"二"', "3"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_separated_text_is_read_with_its_quotes(delimiter: str, encoding: str) -> None:
    text = '指标,值,备注\r\n演练,≥5次,\r\n"产值,含税","一\n""二""",3\r\n'.replace(",", delimiter).replace(
        f"产值{delimiter}含税", "产值,含税"
    )
    (grid,) = grids_of(text.encode(encoding))
    assert (rows_of(grid), grid.is_aligned) == (ROWS, True)


def test_title_and_notes_are_lines() -> None:
    (grid,) = grids_of("标题\n指标,值\n甲,1\n乙,2\n丙,3\n备注：无\n".encode())
    assert (grid.lines_before, grid.lines_after, grid.origin) == (("标题",), ("备注：无",), (2, 1))
    assert len(rows_of(grid)) == 4


def test_the_separator_a_spreadsheet_names_is_believed() -> None:
    assert rows_of(grids_of(b"sep=;\r\na;b\r\n1,5;2\r\n")[0]) == [["a", "b"], ["1,5", "2"]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("一句话,又一句。\n第二行没有。\n第三,行,有两个\n", id="commas-as-punctuation"),
        pytest.param("甲\t乙\n1\t2\t3\n4\n", id="columns-slip"),
        pytest.param("一级指标\n数量指标\n5次\n", id="a-cell-a-line"),
        pytest.param("甲,乙\n", id="one-line"),
        pytest.param("一句话，又一句\n第二行，还有\n第三，行\n", id="one-wide-comma-a-line"),
        pytest.param("总额,1,000\n余额,2,500,000\n合计,3\n", id="thousands-separators"),
    ],
)
def test_what_is_no_table_stays_text(text: str) -> None:
    assert media_type_of(text.encode()) == "text/plain"
    assert not grids_of(text.encode())[0].is_aligned


def test_blank_rows_and_trailing_separators_are_no_cells() -> None:
    (grid,) = grids_of("甲,乙,,,,\n1,2,,,,\n3,4,,,,\n,,,,,\n".encode())
    assert rows_of(grid) == [["甲", "乙"], ["1", "2"], ["3", "4"]]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("指标，值，备注\n演练，5，无\n培训，6，无\n", id="wide-commas"),
        pytest.param("| 指标 | 值 | 备注 |\n|:---|:-:|---:|\n| 演练 | 5 | 无 |\n| 培训 | 6 | 无 |\n", id="markdown"),
        pytest.param("指标 | 值 | 备注\n--- | --- | ---\n演练 | 5 | 无\n培训 | 6 | 无\n", id="markdown-without-frame"),
        pytest.param("┌──┬──┬──┐\n│指标│值│备注│\n├──┼──┼──┤\n│演练│5│无│\n│培训│6│无│\n└──┴──┴──┘\n", id="drawn-with-lines"),
        pytest.param("+--+--+--+\n|指标|值|备注|\n+==+==+==+\n|演练|5|无|\n|培训|6|无|\n+--+--+--+\n", id="drawn-with-signs"),
        pytest.param('指标,值,备注\n="演练",="5",无\n培训,6,无\n', id="formula-that-keeps-zeros"),
        pytest.param("指标,值,备注\r演练,5,无\r培训,6,无\r", id="carriage-returns"),
        pytest.param("\u0000指标,值,备注\n演练,5,无\n培训,6,无\n" + "," * 150, id="nul"),
    ],
)  # fmt: skip
def test_columns_however_they_are_parted(text: str) -> None:
    (grid,) = grids_of(text.encode())
    assert rows_of(grid) == [["指标", "值", "备注"], ["演练", "5", "无"], ["培训", "6", "无"]]


def test_a_bar_within_a_markdown_cell_is_text() -> None:
    (grid,) = grids_of("|指标|值|\n|--|--|\n|甲\\|乙|1|\n|丙|2|\n|丁|3|\n".encode())
    assert rows_of(grid)[1] == ["甲|乙", "1"]
