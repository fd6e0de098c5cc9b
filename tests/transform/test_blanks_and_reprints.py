"""Blank targets, tables printed again, doubts said once; each test is named for its trap."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.transform.plain_text import read_text, rows_of
from tests.transform.test_tabular import HEADER, TITLE, projects, read, rows
from transform.quantify import normalise_quantities


def test_an_indicator_that_is_blank_in_every_place_is_kept_and_said_to_have_no_target(tmp_path: Path) -> None:
    header = "一级指标|二级指标|三级指标|云岭乡|石桥镇\n"
    body = "产出指标@3x1|数量指标@2x1|养护里程|12公里|9公里\n养护桥梁||\n质量指标|验收合格率|98%|"
    tables = read(tmp_path, TITLE, "项目名称|道路养护@1x4\n项目资金（万元）|30@1x4\n" + header + body)
    assert rows(tables, "name", "place_text", "value_text") == [
        ["养护里程", "云岭乡", "12公里"],
        ["养护里程", "石桥镇", "9公里"],
        ["养护桥梁", "云岭乡", None],
        ["养护桥梁", "石桥镇", None],
        ["验收合格率", "云岭乡", "98%"],
    ]
    assert [doubt.rule_id for doubt in tables.doubts] == ["S05", "S05"]


def test_the_sign_before_a_count_of_months_is_kept() -> None:
    frame = pd.DataFrame({"name": ["发放补贴月数"], "value_text": ["12月"], "sign_cell": [">="]})
    assert normalise_quantities(frame)[["operator", "number"]].values.tolist() == [[">=", 12]]


def test_two_names_of_which_the_first_has_no_target_are_never_one_without_a_doubt(tmp_path: Path) -> None:
    text = (
        "部门预算项目支出绩效自评表 （2025年度） 项目名称 非遗保护 项目资金（万元） 4.00 "
        "一级指标 二级指标 三级指标 预期指标值 实际完成指标值 产出 数量 完成项目建档 培训传承学员 >=117名 119名 "
        "质量 工作完成质量 优良 优良 时效 响应处理时间 <4小时 4小时 满意度 服务对象满意度 传承人满意度 >90% 90%\n"
    )
    tables = read_text(tmp_path, text)
    doubtful = {doubt.indicator_id for doubt in tables.doubts if doubt.rule_id == "R13"}
    row = next(row for row in tables.indicators.to_dict("records") if row["value_text"] == ">=117名")
    assert row["name"] == "培训传承学员" or row["indicator_id"] in doubtful


def test_a_form_without_levels_says_so_once(tmp_path: Path) -> None:
    form = "项目名称|非遗保护@1x2\n项目资金（万元）|10@1x2\n三级指标|指标性质|指标值\n培训学员|≥|19名\n档案资料完整率|=|98%"
    tables = read(tmp_path, TITLE, form)
    assert [(doubt.rule_id, doubt.indicator_id) for doubt in tables.doubts] == [("S03", None)]


def test_a_list_printed_again_below_its_line_of_units_is_read_once(tmp_path: Path) -> None:
    top = "2024年度项目绩效目标公开表|||||\n单位：某镇人民政府　　金额单位：万元|||||\n"
    body = "图书购置|10|产出指标|数量指标|图书册数|≥2000册\n修路|20|产出指标|数量指标|里程|≥3公里\n"
    table = top + "项目名称|金额|" + HEADER + body
    tables = read(tmp_path, "", table + table)
    assert rows(tables, "name", "value_text") == [["图书册数", "≥2000册"], ["里程", "≥3公里"]]
    assert projects(tables, "project_name") == [["图书购置"], ["修路"]]


def test_numbered_goals_before_a_report_of_one_sentence_are_surely_cut(tmp_path: Path) -> None:
    goals = "1.规范资金使用。\n2.年度任务完成率达到90%。\n已全面完成年度目标任务。"
    text = (
        f"项目支出绩效自评表\n（2018年度）\n项目名称 |\n统计调查经费 |\n项目资金（万元） |\n10 |\n年度总体目标 |\n年初设定目标 |\n"
        f"全年实际完成情况 |\n{goals} |\n一级指标 |\n二级指标 |\n三级指标 |\n年度指标值 |\n实际完成值 |\n"
        "产出指标 |\n数量指标 |\n调查户数 |\n≥20户 |\n21户 |\n质量指标 |\n数据合格率 |\n≥95% |\n96% |\n"
    )
    tables = read_text(tmp_path, text)
    assert tables.projects[["goal_text", "achieved_text"]].values.tolist()[0][0].count("2.") == 1
    assert not [doubt for doubt in tables.doubts if doubt.rule_id == "R12"]
    assert rows_of(tables, "name", "value_text") == [("调查户数", "≥20户"), ("数据合格率", "≥95%")]


@pytest.mark.parametrize(
    "words", ["中期目标值|年度目标值", "第一季度目标值|第二季度目标值", "2023年目标值|2024年目标值"]
)
def test_targets_of_two_terms_side_by_side_are_both_kept(tmp_path: Path, words: str) -> None:
    form = f"项目名称|公路养护@1x4\n项目金额（万元）|10@1x4\n一级指标|二级指标|三级指标|{words}\n"
    body = "产出指标@2x1|数量指标|养护里程|≥100公里|≥30公里\n质量指标|达标率|≥98%|≥95%"
    tables = read(tmp_path, TITLE, form + body)
    first, second = words.split("|")
    assert rows(tables, "value_text", "period_text") == [
        ["≥100公里", first], ["≥30公里", second], ["≥98%", first], ["≥95%", second],
    ]  # fmt: skip
    assert projects(tables, "project_name", "amount_yuan") == [["公路养护", 100000]]
    assert tables.doubts == ()


def test_bare_quarters_may_be_of_results_and_are_reported(tmp_path: Path) -> None:
    form = "项目名称|公路养护@1x5\n一级指标|二级指标|三级指标|指标值|一季度|二季度\n产出指标|数量指标|养护里程|≥100公里|20公里|30公里"
    tables = read(tmp_path, TITLE, form)
    assert rows(tables, "value_text") == [["≥100公里"]]
    assert "R12" in {doubt.rule_id for doubt in tables.doubts}


def test_a_remark_below_a_form_without_levels_is_no_indicator(tmp_path: Path) -> None:
    form = "项目名称|非遗保护@1x1\n项目金额（万元）|10@1x1\n三级指标|指标值\n培训学员|≥19名\n其他需要说明事项|无"
    assert rows(read(tmp_path, TITLE, form), "name") == [["培训学员"]]


def test_two_sides_of_which_nothing_says_the_period_are_doubted(tmp_path: Path) -> None:
    form = "项目名称|公路养护@1x6\n一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值\n"
    body = (
        "产出指标@2x1|数量指标|养护里程|≥100公里|数量指标|养护里程|≥30公里\n质量指标|达标率|≥98%|质量指标|达标率|≥95%"
    )
    tables = read(tmp_path, TITLE, form + body)
    assert rows(tables, "value_text") == [["≥100公里"], ["≥30公里"], ["≥98%"], ["≥95%"]]
    assert [doubt.rule_id for doubt in tables.doubts].count("R12") == 4
