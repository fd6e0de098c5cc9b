"""Forms and lists in words that no list holds, and workbooks in disorder; each test is named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.test_tabular import projects, read, rows
from tests.transform.test_workbooks import book, doubts
from transform import Tables
from transform.wordings import column_word, head_word, key_word

BODY = "产出指标@2x1|数量指标|图书册数|≥2000册\n质量指标|完好率|100%\n"
NAME = "项目名称|图书购置@1x3\n"
FORM = NAME + "金额（万元）|10@1x3\n年度目标|购置图书@1x3\n"


def row_doubts(tables: Tables) -> list[tuple[str, bool]]:
    return sorted((doubt.rule_id, doubt.is_extraction_suspect) for doubt in tables.doubts if doubt.indicator_id)


@pytest.mark.parametrize(
    ("header", "said"),
    [
        pytest.param("指标一级分类|指标二级分类|指标内容描述|目标数", [], id="put-together"),
        pytest.param("类别|分类|指标名称|承诺水平", ["R12"], id="known-by-its-cells"),
        pytest.param("一级指标|二级指标|三级指标|年度目标", [], id="a-goal-that-is-a-target"),
    ],
)
def test_a_header_in_unlisted_words_heads_the_same_rows(tmp_path: Path, header: str, said: list[str]) -> None:
    tables = book(tmp_path, {"s": "项目绩效目标表@1x4\n" + FORM + header + "\n" + BODY.rstrip("\n")})
    assert rows(tables, "level1", "level2", "name", "number") == [
        ["产出指标", "数量指标", "图书册数", 2000], ["产出指标", "质量指标", "完好率", 100]]  # fmt: skip
    assert projects(tables, "project_name", "amount_yuan", "goal_text") == [["图书购置", 100000, "购置图书"]]
    assert doubts(tables) == said


def test_keys_in_unlisted_words_name_the_project_its_unit_and_its_money(tmp_path: Path) -> None:
    head = "支出项目名称|图书购置@1x3\n归口部门|某县文旅局|承办单位|某县图书馆\n批复资金（万元）|10@1x3\n目标任务|购置图书@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", head + "一级指标|二级指标|三级指标|指标值\n" + BODY)
    assert projects(tables, "project_name", "department", "unit_name", "amount_yuan", "goal_text") == [
        ["图书购置", "某县文旅局", "某县图书馆", 100000, "购置图书"]]  # fmt: skip


def test_a_name_that_sounds_like_a_key_stays_a_name(tmp_path: Path) -> None:
    head = "项目名称|市级财政补助资金@1x3\n金额（万元）|10@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", head + "一级指标|二级指标|三级指标|指标值\n" + BODY)
    assert projects(tables, "project_name", "amount_yuan") == [["市级财政补助资金", 100000]]


def test_a_sum_of_something_else_is_no_amount(tmp_path: Path) -> None:
    head = "项目名称|图书购置@1x3\n采购金额（万元）|7|馆舍维护经费（万元）|5\n金额（万元）|10@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", head + "一级指标|二级指标|三级指标|指标值\n" + BODY)
    assert projects(tables, "amount_yuan") == [[100000]]


def test_a_target_in_a_column_that_nobody_understood_is_not_called_missing(tmp_path: Path) -> None:
    header = "一级指标|二级指标|三级指标|甲|乙|分值\n"
    body = "产出指标@2x1|数量指标|图书册数|≥2000册|2100册|10\n质量指标|完好率|100%|99%|10"
    tables = read(tmp_path, "项目绩效自评表", "项目名称|图书购置@1x5\n金额（万元）|10@1x5\n" + header + body)
    assert rows(tables, "name", "value_text", "is_suspect") == [["图书册数", None, True], ["完好率", None, True]]
    assert row_doubts(tables) == [("R12", True)] * 2


def test_what_an_unknown_column_says_of_projects_is_missed_in_each(tmp_path: Path) -> None:
    header = "项目名称|甲乙丙|一级指标|二级指标|三级指标|指标值\n"
    text = header + "图书|10|产出指标|数量指标|册数|≥20册\n期刊|3|产出指标|数量指标|种数|≥5种"
    tables = read(tmp_path, "项目绩效目标表", text)
    assert [doubt.rule_id for doubt in tables.doubts] == ["R12", "R12"]
    assert len({doubt.project_id for doubt in tables.doubts}) == 2


def test_results_of_an_earlier_year_are_no_results_of_this_target(tmp_path: Path) -> None:
    header = "一级指标|二级指标|三级指标|2022年实际值|2023年预计值|2024年目标值\n"
    text = "项目名称|图书@1x5\n" + header + "产出指标|数量指标|册数|10册|15册|≥20册"
    tables = read(tmp_path, "项目绩效目标表", text)
    assert rows(tables, "name", "number", "actual_text") == [["册数", 20, None]]


def test_the_unit_of_money_in_brackets_behind_the_title_holds_for_the_list(tmp_path: Path) -> None:
    text = "项目名称|资金总额|一级指标|二级指标|三级指标|指标值\n图书|10|产出指标|数量指标|册数|≥20册"
    tables = read(tmp_path, "2024年项目绩效目标汇总表（万元）", text)
    assert projects(tables, "amount_yuan") == [[100000]]


def test_the_figures_of_a_table_beside_the_form_are_no_part_of_its_goal(tmp_path: Path) -> None:
    head = "项目名称|图书购置@1x3||科目\n金额（万元）|10@1x3||2012901\n年度目标|购置图书@1x3||2082799\n"
    tables = book(tmp_path, {"s": "项目绩效目标表@1x6\n" + head + "一级指标|二级指标|三级指标|指标值\n" + BODY})
    assert projects(tables, "goal_text", "amount_yuan") == [["购置图书", 100000]]


def test_labels_with_a_number_before_them_are_the_same_labels(tmp_path: Path) -> None:
    body = "（一）产出指标@2x1|1.数量指标|图书册数|≥2000册\n2、质量指标|完好率|100%\n②满意度指标|服务对象满意度指标|读者满意度|≥90%"
    tables = read(tmp_path, "项目绩效目标表", FORM + "一级指标|二级指标|三级指标|指标值\n" + body)
    assert rows(tables, "level1", "level2") == [
        ["产出指标", "数量指标"], ["产出指标", "质量指标"], ["满意度指标", "服务对象满意度指标"]]  # fmt: skip
    assert doubts(tables) == []


def test_fractions_beside_a_percent_sign_are_doubted_and_not_mended(tmp_path: Path) -> None:
    header = "一级指标|二级指标|三级指标|指标值|计量单位\n"
    body = "产出指标|质量指标|验收合格率|0.98|%\n产出指标|时效指标|按期开工率|1|%"
    tables = read(tmp_path, "项目绩效目标表", "项目名称|电梯@1x4\n金额（万元）|10@1x4\n" + header + body)
    assert rows(tables, "name", "is_suspect") == [["验收合格率", True], ["按期开工率", True]]
    assert row_doubts(tables) == [("R10", True)] * 2
    other = body.replace("0.98", "0.3").replace("|1|", "|95|").replace("验收合格率", "差错率")
    tables = read(tmp_path, "项目绩效目标表", "项目名称|电梯@1x4\n金额（万元）|10@1x4\n" + header + other)
    assert row_doubts(tables) == []


def test_a_money_table_nested_in_a_cell_of_the_form_gives_its_amount(tmp_path: Path) -> None:
    money = "<table><tr><td>年度资金总额<td>10<tr><td>其中：财政拨款<td>8<tr><td>其他资金<td>2</table>"
    text = f"项目名称|图书购置@1x3\n项目资金（万元）|{money}@1x3\n年度目标|购置图书@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", text + "一级指标|二级指标|三级指标|指标值\n" + BODY)
    assert projects(tables, "project_name", "amount_yuan", "fiscal_yuan") == [["图书购置", 100000, 80000]]
    assert rows(tables, "level1", "name") == [["产出指标", "图书册数"], ["产出指标", "完好率"]]


@pytest.mark.parametrize("name", ["清运村数", "任务完成率", "资金支付及时率", "完成工期", "路灯数量", "项目验收合格率"])
def test_a_name_of_an_indicator_is_no_header_word(name: str) -> None:
    assert (head_word(name), key_word(name)) == (None, None)


def test_the_last_parts_of_a_word_tell_what_it_heads() -> None:
    words = ("评定得分值", "指标分", "没有完成的原因", "全年兑现水平", "计划完成值")
    assert [found.field if (found := column_word(word)) else None for word in words] == [
        "score", "weight", "reason", "actual", "value"]  # fmt: skip
