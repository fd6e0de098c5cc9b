"""Forms whose labels have a sentence beside them, and sums that are the only ones; each test is named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import NoTableError
from tests.transform.plain_text import read_text
from tests.transform.test_tabular import projects, read, rows
from transform import Tables

NAME = "项目名称|航标维护\n预算金额|97.35万元\n绩效目标|维护航标26座。\n"
TOLD = "数量指标|维护航标座数≥26座；更换灯器9套。\n质量指标|发光率≥99.5%。\n"
READ = [["数量指标", "维护航标座数", 26], ["数量指标", "更换灯器", 9], ["质量指标", "发光率", 99.5]]
HEADER = "一级指标|二级指标|三级指标|指标值\n"
BODY = "产出指标|数量指标|图书册数|≥2000册\n产出指标|质量指标|完好率|100%"


def told(tables: Tables) -> list[list[object]]:
    return rows(tables, "level2", "name", "number")


def suspects(tables: Tables) -> list[str]:
    return sorted(doubt.rule_id for doubt in tables.doubts if doubt.is_extraction_suspect)


def test_a_label_with_its_sentence_beside_it_is_no_head_of_the_next_page(tmp_path: Path) -> None:
    tables = read(tmp_path, "项目绩效目标表", NAME + TOLD)
    assert told(tables) == READ
    assert projects(tables, "project_name", "amount_yuan", "goal_text") == [["航标维护", 973500, "维护航标26座。"]]
    assert suspects(tables) == []


def test_words_over_label_and_sentence_belong_to_neither(tmp_path: Path) -> None:
    tables = read(tmp_path, "项目绩效目标表", NAME + "指标类别|指标内容及目标值\n" + TOLD)
    assert (told(tables), suspects(tables)) == (READ, [])


def test_a_label_of_level_1_may_cover_its_rows(tmp_path: Path) -> None:
    head = NAME.replace("\n", "@1x2\n")
    body = "产出指标@2x1|数量指标|维护航标座数≥26座；更换灯器9套。\n质量指标|发光率≥99.5%。"
    tables = read(tmp_path, "项目绩效目标表", head + body)
    assert rows(tables, "level1", "name") == [["产出指标", row[1]] for row in READ]


def test_a_label_of_level_1_may_stand_in_a_row_of_its_own(tmp_path: Path) -> None:
    body = "产出指标@1x2\n" + TOLD + "满意度指标@1x2\n服务对象满意度指标|渔民满意度≥90%。"
    tables = read(tmp_path, "项目绩效目标表", NAME + body)
    levels = [[level1, level2] for level1, level2, _ in rows(tables, "level1", "level2", "name")]
    assert levels == [*[["产出指标", row[0]] for row in READ], ["满意度指标", "服务对象满意度指标"]]
    assert projects(tables, "goal_text") == [["维护航标26座。"]]


def test_labels_may_be_numbered_and_closed_by_a_colon(tmp_path: Path) -> None:
    tables = read(
        tmp_path,
        "项目绩效目标表",
        NAME + TOLD.replace("数量", "1.数量").replace("标|", "标：|").replace("\n质", "\n2.质"),
    )
    assert (told(tables)[0][1:], len(told(tables)), suspects(tables)) == (READ[0][1:], 3, [])


def test_each_name_opens_a_form_of_its_own(tmp_path: Path) -> None:
    second = NAME.replace("航标维护", "路灯维护").replace("97.35", "8")
    tables = read(tmp_path, "项目绩效目标表", NAME + TOLD + second + TOLD)
    assert projects(tables, "project_name", "amount_yuan") == [["航标维护", 973500], ["路灯维护", 80000]]
    assert told(tables) == READ + READ


def test_the_head_may_be_a_table_of_its_own(tmp_path: Path) -> None:
    tables = read(tmp_path, "项目绩效目标表", NAME, TOLD)
    assert (told(tables), projects(tables, "project_name", "amount_yuan")) == (READ, [["航标维护", 973500]])


def test_labels_may_stand_abreast(tmp_path: Path) -> None:
    body = TOLD.replace("\n质量", "|质量")
    assert told(read(tmp_path, "项目绩效目标表", NAME.replace("\n", "@1x3\n") + body + "时效指标|按时率100%||")) == [
        *READ, ["时效指标", "按时率", 100]]  # fmt: skip


def test_a_unit_for_each_head_and_year_ends_its_clause(tmp_path: Path) -> None:
    tables = read(tmp_path, "项目绩效目标表", NAME + TOLD + "成本指标|人均补助标准6000元/人·年。")
    assert rows(tables, "name", "value_text")[-1] == ["人均补助标准", "6000元/人·年"]


def test_two_texts_beside_a_label_are_not_guessed_apart(tmp_path: Path) -> None:
    body = "数量指标|维护座数≥26座|维护座数26座\n质量指标|发光率≥99.5%|发光率99.7%"
    with pytest.raises(NoTableError):
        read(tmp_path, "项目绩效目标表", NAME.replace("\n", "@1x2\n") + body)


def test_results_without_targets_are_not_read_as_these(tmp_path: Path) -> None:
    with pytest.raises(NoTableError):
        read(tmp_path, "项目绩效自评表", NAME + "考核事项|实际完成情况\n" + TOLD)


def test_results_go_to_the_targets_whose_names_they_say(tmp_path: Path) -> None:
    head = NAME.replace("\n", "@1x2\n") + "指标|年度目标值|实际完成值\n"
    body = "数量指标|维护座数≥26座；灯器数量9套|维护座数26座；灯器数量8套\n质量指标|发光率≥99.5%|99.7%"
    tables = read(tmp_path, "项目绩效目标表", head + body)
    assert rows(tables, "name", "value_text", "actual_text") == [
        ["维护座数", "≥26座", "26座"], ["灯器数量", "9套", "8套"], ["发光率", "≥99.5%", None]]  # fmt: skip
    assert projects(tables, "goal_text") == [["维护航标26座。"]]
    assert [doubt.message.split("，")[0] for doubt in tables.doubts if doubt.rule_id == "R01"] == [
        "文字“99.7%”不属于任何字段"
    ]


def test_a_name_below_the_title_of_a_notice_is_the_name(tmp_path: Path) -> None:
    text = "关于2024年河道清淤等项目绩效目标的公示\n项目名称：河道清淤\n预算金额：50万元\n年度目标：清淤河道。\n"
    text += "数量指标：清淤长度≥266米。\n质量指标：合格率≥98%。\n"
    assert projects(read_text(tmp_path, text), "project_name", "amount_yuan") == [["河道清淤", 500000]]


@pytest.mark.parametrize("key", ["总经费（万元）", "财政投入（万元）", "项目总预算（万元）"])
def test_the_only_sum_is_the_amount_and_says_so(tmp_path: Path, key: str) -> None:
    head = f"项目名称|图书购置@1x3\n{key}|10@1x3\n年度目标|购置图书@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", head + HEADER + BODY)
    assert (projects(tables, "amount_yuan"), suspects(tables)) == ([[100000]], ["R06"])


@pytest.mark.parametrize(
    ("sums", "amount", "said"),
    [
        pytest.param("总经费（万元）|30|本年预算（万元）|10", 100000, [], id="the-sum-of-the-year-is-there"),
        pytest.param("财政资金（万元）|8|自筹资金（万元）|2", None, ["R06"], id="a-part-beside-another-part"),
        pytest.param("项目总投资（万元）|30@1x3", None, ["R06"], id="an-investment-of-many-years"),
    ],
)
def test_a_whole_or_a_part_is_not_the_amount(tmp_path: Path, sums: str, amount: int | None, said: list[str]) -> None:
    head = f"项目名称|图书购置@1x3\n{sums}\n年度目标|购置图书@1x3\n"
    tables = read(tmp_path, "项目绩效目标表", head + HEADER + BODY)
    assert (projects(tables, "amount_yuan"), suspects(tables)) == ([[amount]], said)


def test_sums_by_the_day_and_at_the_start_of_the_year_are_told_apart(tmp_path: Path) -> None:
    money = "资金（万元）@2x1|年初安排数|调整后全年预算数|截至12月底全年执行数\n12|10|9\n"
    tables = read(tmp_path, "项目绩效目标表", "项目名称|图书购置@1x3\n" + money + HEADER + BODY)
    assert projects(tables, "initial_budget_yuan", "amount_yuan", "executed_yuan") == [[120000, 100000, 90000]]


def test_a_note_that_says_it_is_for_reasons_holds_reasons(tmp_path: Path) -> None:
    header = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|备注（偏差原因）\n"
    body = "产出指标@2x1|数量指标|图书册数|≥2000册|1900册|10|9|供货迟\n质量指标|完好率|100%|100%|10|10|"
    tables = read(tmp_path, "项目绩效自评表", "项目名称|图书购置@1x7\n" + header + body)
    assert rows(tables, "reason") == [["供货迟"], [None]]
