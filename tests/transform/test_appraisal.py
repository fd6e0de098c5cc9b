"""Layouts that were taught by words: a small document for each, exact in every field."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import read_document, read_grids
from transform import Tables, grids_to_tables

TITLE = "某镇2024年度重点事项绩效考核表"
# An appraisal of a township's tasks, with header words and keys of its own; docs/layouts.md tells how it was taught.
APPRAISAL = """<tr><td colspan="2">事项名称</td><td colspan="2">农村垃圾清运</td>
<td colspan="2">牵头单位</td><td colspan="2">某镇人民政府</td></tr>
<tr><td colspan="2">经费安排（万元）</td><td colspan="2">20</td><td colspan="2">经费支出（万元）</td><td colspan="2">18.5</td></tr>
<tr><td colspan="2">工作目标</td><td colspan="6">各村垃圾日产日清。</td></tr>
<tr><td>指标大类</td><td>指标小类</td><td>考核内容</td><td>考核目标</td>
<td>达成情况</td><td>考核分值</td><td>考核得分</td><td>未达标原因</td></tr>
<tr><td rowspan="3">产出</td><td>数量</td><td>清运村数</td><td>≥12个</td><td>12个</td><td>30</td><td>30</td><td></td></tr>
<tr><td>时效</td><td>清运及时率</td><td>≥95%</td><td>93%</td><td>30</td><td>27</td><td>车辆检修</td></tr>
<tr><td>经费控制</td><td>清运费用</td><td>≤20万元</td><td>18.5万元</td><td>20</td><td>20</td><td></td></tr>
<tr><td>满意度</td><td>服务对象满意度</td><td>村民满意度</td><td>≥90%</td><td>94%</td><td>20</td><td>20</td><td></td></tr>
"""
FOOT = '<tr><td colspan="8">{}</td></tr>\n'
FIELDS = ["level1", "level2", "name", "value_text", "actual_text", "weight", "score", "reason"]
ROWS = [
    ["产出指标", "数量指标", "清运村数", "≥12个", "12个", 30, 30, None],
    ["产出指标", "时效指标", "清运及时率", "≥95%", "93%", 30, 27, "车辆检修"],
    ["产出指标", "成本指标", "清运费用", "≤20万元", "18.5万元", 20, 20, None],
    ["满意度指标", "服务对象满意度指标", "村民满意度", "≥90%", "94%", 20, 20, None],
]


def read(rows: str, folder: Path) -> Tables:
    path = folder / "table.html"
    path.write_text(f"<h1>{TITLE}</h1><table>{rows}</table>", encoding="utf-8")
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def records(tables: Tables) -> list[list[object]]:
    found = tables.indicators[FIELDS].astype(object)
    return found.where(found.notna(), None).values.tolist()


def test_an_appraisal_of_tasks_is_exact_and_leaves_no_doubt(tmp_path: Path) -> None:
    tables = read(APPRAISAL + FOOT.format("考核组意见：同意。"), tmp_path)
    fields = ["project_name", "unit_name", "amount_yuan", "executed_yuan", "goal_text"]
    assert records(tables) == ROWS
    assert tables.projects[fields].values.tolist() == [
        ["农村垃圾清运", "某镇人民政府", 200000, 185000, "各村垃圾日产日清。"]
    ]
    assert [doubt.message for doubt in tables.doubts] == []


@pytest.mark.parametrize("foot", ["评议小组认定：同意。", "复核：无误"])
def test_a_cell_across_the_whole_table_is_no_indicator(foot: str, tmp_path: Path) -> None:
    tables = read(APPRAISAL + FOOT.format(foot), tmp_path)
    assert records(tables) == ROWS
    assert tables.row_count.set_aside["notes and lines below the table"] == 1


def test_a_column_of_unknown_meaning_is_said_to_be_left_out(tmp_path: Path) -> None:
    tables = read(APPRAISAL.replace("未达标原因", "督办情形"), tmp_path)
    assert records(tables) == [[*row[:-1], None] for row in ROWS]
    assert [(doubt.rule_id, doubt.message) for doubt in tables.doubts] == [
        ("R12", "表头“督办情形”的含义不明，该列未载入")
    ]
