"""Tables with columns beyond name and value, flattened in the ways in which text comes; each named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.test_path import read
from transform import Tables

TITLE = "项目支出绩效自评表\n（2023年度）\n"
HEAD = """项目名称\t乡村道路养护
主管部门\t某县交通局\t实施单位\t某镇政府
项目资金（万元）\t\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t20\t30\t27\t10\t90%\t9
其中：财政拨款\t20\t30\t27\t-\t90%\t-
年度总体目标\t预期目标\t实际完成情况
养护道路三十公里。\t已完成养护。
"""
BODY = """绩效指标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t度量单位\t完成值\t权重\t得分\t未完成原因分析
产出指标\t数量指标\t养护里程\t≥\t30\t公里\t30\t20\t20\t
整修涵洞\t≥\t4\t座\t3\t20\t15\t下雨停工
质量指标\t路面平整\t\t良好\t\t良好\t20\t20\t
满意度指标\t服务对象满意度指标\t村民满意度\t≥\t90\t%\t95\t10\t10\t
"""
ROWS = [
    ["产出指标", "数量指标", "养护里程", ">=", "30", "公里", "30", 20, 20, None],
    ["产出指标", "数量指标", "整修涵洞", ">=", "4", "座", "3", 20, 15, "下雨停工"],
    ["产出指标", "质量指标", "路面平整", None, "良好", None, "良好", 20, 20, None],
    ["满意度指标", "服务对象满意度指标", "村民满意度", ">=", "90", "%", "95", 10, 10, None],
]  # fmt: skip
COLUMNS = [
    "level1",
    "level2",
    "name",
    "operator",
    "value_text",
    "unit_text",
    "actual_text",
    "weight",
    "score",
    "reason",
]


def cell_a_line(text: str) -> str:
    return text.replace("\t", "\n")


def run_on(text: str) -> str:
    return " ".join(text.split())


def barred(text: str) -> str:
    lines = text.split("\n")
    return "\n".join("| " + line.replace("\t", " | ") + " |" if "\t" in line else line for line in lines)


def filled_up(text: str) -> str:
    """Every row with as many bars as the widest: what a row lost on its left is made up on its right."""
    lines = [line.split("\t") for line in text.split("\n")]
    width = max(map(len, lines))
    return "\n".join(
        "| " + " | ".join([*cells, *[""] * (width - len(cells))]) + " |" if len(cells) > 1 else cells[0]
        for cells in lines
    )


FLATTENINGS = {
    "a-row-a-line": str, "between-bars": barred, "filled-up-on-the-right": filled_up, "a-cell-a-line": cell_a_line,
    "a-cell-a-line-blanks-gone": lambda text: "\n".join(line for line in cell_a_line(text).split("\n") if line.strip()),
    "run-on": run_on,
    "level-broken-by-a-line": lambda text: cell_a_line(text).replace("满意度指标\n服", "满意度\n指标\n服"),
}  # fmt: skip


def records(tables: Tables) -> list[list[object]]:
    found = tables.indicators[COLUMNS].astype(object)
    return found.where(found.notna(), None).values.tolist()


@pytest.mark.parametrize("name", FLATTENINGS)
def test_a_self_evaluation_is_exact_in_every_flattening(name: str, tmp_path: Path) -> None:
    tables = read(FLATTENINGS[name](TITLE + HEAD + BODY), tmp_path)
    assert records(tables) == ROWS
    fields = [
        "project_name",
        "unit_name",
        "initial_budget_yuan",
        "amount_yuan",
        "executed_yuan",
        "goal_text",
        "achieved_text",
    ]
    assert tables.projects[fields].values.tolist() == [
        ["乡村道路养护", "某镇政府", 200000, 300000, 270000, "养护道路三十公里。", "已完成养护。"]
    ]
    assert tables.row_count.rows_in == tables.row_count.rows_out + tables.row_count.rows_set_aside


def test_each_value_is_traced_to_its_printed_characters(tmp_path: Path) -> None:
    text = run_on(TITLE + HEAD + BODY)
    tables = read(text, tmp_path)
    cells = tables.cells.set_index("cell_id")
    found = [cells.loc[cell_id] for cell_id in tables.indicators["value_cell_id"]]
    assert [text[cell.first_character - 1 : cell.last_character] for cell in found] == ["30", "4", "良好", "90"]


def test_two_forms_below_each_other_are_two_projects(tmp_path: Path) -> None:
    second = HEAD.replace("乡村道路养护", "河道清淤")
    tables = read(cell_a_line(TITLE + HEAD + BODY + TITLE + second + BODY), tmp_path)
    assert tables.projects["project_name"].tolist() == ["乡村道路养护", "河道清淤"]
    assert records(tables) == ROWS + ROWS


def test_a_cell_that_went_missing_makes_its_row_doubtful(tmp_path: Path) -> None:
    text = cell_a_line(TITLE + HEAD + BODY).replace("良好\n\n良好\n20\n20\n", "20\n")
    tables = read("\n".join(line for line in text.split("\n") if line.strip()), tmp_path)
    assert tables.indicators.loc[2, "is_suspect"]
    assert {"R12", "R13"} & {doubt.rule_id for doubt in tables.doubts}
