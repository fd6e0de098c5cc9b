"""Tables that the writing program turned into a paragraph: never lost in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.test_path import HEAD, read

TABLE = HEAD + "601001\t甲项目\t5.00\t保障工作。\t产出指标\t数量指标\t巡查\t3次\n"
TITLE = "某县某乡2024年项目支出绩效目标表"
WORDS = "项目名称 乙项目 一级指标 二级指标 三级指标 指标值 产出指标 数量指标 演练 2次"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(["表二", "备注：无", WORDS], [WORDS], id="table-as-a-paragraph-below-the-notes"),
        pytest.param([WORDS.replace(" ", "")], [WORDS.replace(" ", "")], id="table-as-a-paragraph-without-blanks"),
        pytest.param(["备注：数量指标 演练 2次"], ["备注：数量指标 演练 2次"], id="label-with-a-value-in-a-note"),
        pytest.param(["质量指标合格率≥95%。"], ["质量指标合格率≥95%。"], id="label-with-a-value-run-on"),
        pytest.param([TITLE, WORDS, TABLE], [WORDS], id="table-as-a-paragraph-between-two-tables"),
        pytest.param(["填表说明：一级指标包括产出指标、效益指标和满意度指标。"], [], id="filling-instructions"),
        pytest.param(["联系人：张 单位：万元"], [], id="signature-line"),
        pytest.param(["项目名称 金额 备注 经办"], [], id="header-of-another-table"),
        pytest.param([TABLE.split("\n")[1]], [], id="header-with-nothing-below-it"),
    ],
)
def test_a_table_that_became_a_paragraph_is_doubted(lines: list[str], expected: list[str], tmp_path: Path) -> None:
    doubts = read(TABLE + "\n".join(lines), tmp_path).doubts
    assert [(doubt.rule_id, doubt.actual) for doubt in doubts] == [("R01", text) for text in expected]
    assert all(doubt.message.endswith("可能是表格内容，未载入") for doubt in doubts)
