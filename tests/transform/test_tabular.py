"""Aligned tables in layouts of real forms, each named for the trap that once caught the reader."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract import NoTableError, read_document, read_grids
from transform import Tables, grids_to_tables

_SPAN = re.compile(r"@(\d+)x(\d+)$")


def html(before: str, *tables: str) -> str:
    """Return a page: lines of text, then tables; cells are parted by bars, `@2x3` covers two rows and three columns."""
    lines = "".join(f"<p>{line}</p>" for line in before.split("\n") if line)
    return f"<html><meta charset=utf-8><body>{lines}{''.join(map(_table, tables))}</body></html>"


def _table(text: str) -> str:
    rows = "".join(f"<tr>{''.join(map(_cell, line.split('|')))}</tr>" for line in text.strip("\n").split("\n"))
    return f"<table border=1>{rows}</table>"


def _cell(text: str) -> str:
    span = _SPAN.search(text)
    if span is None:
        return f"<td>{text}</td>"
    return f"<td rowspan={span[1]} colspan={span[2]}>{text[: span.start()]}</td>"


def read(folder: Path, before: str, *tables: str) -> Tables:
    path = folder / "page.html"
    path.write_text(html(before, *tables), encoding="utf-8")
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def rows(tables: Tables, *columns: str) -> list[list[object]]:
    frame = tables.indicators[list(columns)].astype(object)
    return frame.where(frame.notna(), None).values.tolist()


def projects(tables: Tables, *columns: str) -> list[list[object]]:
    frame = tables.projects[list(columns)].astype(object)
    return frame.where(frame.notna(), None).values.tolist()


TITLE = "某县2024年项目支出绩效目标表"
HEADER = "一级指标|二级指标|三级指标|指标值\n"
FORM = (
    "项目名称|图书购置@1x3\n项目资金（万元）|10@1x3\n年度目标|购置图书@1x3\n"
    + HEADER
    + "产出指标|数量指标|图书册数|≥2000册"
)


def test_the_unit_of_money_is_no_office(tmp_path: Path) -> None:
    tables = read(tmp_path, "项目支出绩效目标表\n填报单位（盖章）：某市图书馆      单位：万元", FORM)
    assert projects(tables, "unit_name", "amount_yuan") == [["某市图书馆", 100000]]
    tables = read(tmp_path, "项目支出绩效目标表\n单位：万元", FORM)
    assert projects(tables, "unit_name", "amount_yuan") == [[None, 100000]]


def test_a_weight_of_a_level_is_not_the_weight_of_the_indicator(tmp_path: Path) -> None:
    header = "一级指标|权重|二级指标|权重|三级指标|分值|年度指标值|实际完成值|得分\n"
    body = "产出指标@2x1|50@2x1|数量指标@2x1|30@2x1|养护里程|20|120公里|118公里|19\n养护桥梁|10|5座|4座|8"
    tables = read(tmp_path, TITLE, "项目名称|公路养护@1x8\n" + header + body)
    assert rows(tables, "name", "weight", "number", "actual_text", "score") == [
        ["养护里程", 20, 120, "118公里", 19], ["养护桥梁", 10, 5, "4座", 8]]  # fmt: skip


def test_a_short_table_beside_one_cell_of_its_group_keeps_its_rows(tmp_path: Path) -> None:
    body = "绩效指标@3x1|" + HEADER + "产出指标@2x1|数量指标|堤防|≥5公里\n质量指标|合格率|100%"
    tables = read(tmp_path, TITLE, "项目名称|堤防加固@1x4\n" + body)
    assert rows(tables, "level1", "level2", "name", "value_text") == [
        ["产出指标", "数量指标", "堤防", "≥5公里"], ["产出指标", "质量指标", "合格率", "100%"]]  # fmt: skip


def test_an_ordinal_in_a_cell_of_its_own_is_no_part_of_the_name(tmp_path: Path) -> None:
    body = "一级指标|二级指标|三级指标@1x2|指标值\n产出指标@2x1|数量指标@2x1|指标1：|造林面积|≥2000亩\n指标2：|抚育面积|≥500亩"
    tables = read(tmp_path, TITLE, "项目名称|造林@1x4\n" + body)
    assert rows(tables, "name", "number", "unit_text") == [["造林面积", 2000, "亩"], ["抚育面积", 500, "亩"]]


def test_the_value_of_last_year_is_no_target(tmp_path: Path) -> None:
    body = "一级指标@2x1|二级指标@2x1|三级指标@2x1|指标值@1x2\n上年|本年\n产出指标|数量指标|学生数|1200人|≥1300人"
    tables = read(tmp_path, TITLE, "项目名称|食堂补助@1x4\n" + body)
    assert rows(tables, "name", "value_text", "operator", "number") == [["学生数", "≥1300人", ">=", 1300]]


def test_blocks_below_captions_are_for_their_spans(tmp_path: Path) -> None:
    long = "中长期绩效指标@1x4\n" + HEADER + "产出指标|数量指标|水库|≥12座\n"
    tables = read(
        tmp_path, TITLE, "项目名称|加固@1x3\n" + long + "年度绩效指标@1x4\n" + HEADER + "产出指标|数量指标|水库|≥4座"
    )
    assert rows(tables, "name", "number", "period_text") == [
        ["水库", 12, "中长期绩效指标"],
        ["水库", 4, "年度绩效指标"],
    ]


def test_a_caption_and_a_conclusion_are_no_indicators(tmp_path: Path) -> None:
    tables = read(tmp_path, TITLE, FORM + "\n年度绩效指标@1x4\n产出指标|质量指标|完好率|100%\n自评结论：优@1x4")
    assert rows(tables, "name", "value_text") == [["图书册数", "≥2000册"], ["完好率", "100%"]]


def test_a_row_that_names_a_project_opens_it(tmp_path: Path) -> None:
    body = "项目名称：饮水安全@1x3|预算数：120\n产出指标|数量指标|人口|≥3000人\n"
    body += "项目名称：农田@1x3|预算数：800\n产出指标|数量指标|面积|≥50亩"
    tables = read(tmp_path, TITLE + "\n单位：万元", HEADER + body)
    assert projects(tables, "project_name", "amount_yuan") == [["饮水安全", 1200000], ["农田", 8000000]]
    assert rows(tables, "name", "number") == [["人口", 3000], ["面积", 50]]


def test_numbers_of_columns_are_no_project(tmp_path: Path) -> None:
    body = "项目名称|绩效目标|" + HEADER + "1|2|3|4|5|6\n数字化|加工档案|产出指标|数量指标|页数|≥50万页"
    tables = read(tmp_path, TITLE, body)
    assert projects(tables, "project_name") == [["数字化"]]
    assert rows(tables, "name", "number") == [["页数", 50]]


def test_two_forms_abreast_are_two_projects(tmp_path: Path) -> None:
    body = ("项目名称|保洁@1x3||项目名称|路灯@1x3\n预算金额|35@1x3||预算金额|12.6@1x3\n"
            "一级指标|二级指标|三级指标|指标值||一级指标|二级指标|三级指标|指标值\n"
            "产出指标|数量指标|面积|≥2万平方米||产出指标|数量指标|盏数|≥300盏")  # fmt: skip
    tables = read(tmp_path, TITLE + "\n单位：万元", body)
    assert projects(tables, "project_name", "amount_yuan") == [["保洁", 350000], ["路灯", 126000]]
    assert rows(tables, "project_id", "name", "number") == [
        [tables.projects.project_id[0], "面积", 2], [tables.projects.project_id[1], "盏数", 300]]  # fmt: skip


def test_a_table_of_money_before_the_form_is_no_project(tmp_path: Path) -> None:
    tables = read(tmp_path, "某局公开", "序号|项目名称|金额（万元）\n1|办公设备|12\n2|培训费|8.5\n合计||20.5", FORM)
    assert projects(tables, "project_name") == [["图书购置"]]


@pytest.mark.parametrize("table", [
    pytest.param("考核指标|目标值|权重|得分\n办文数量|≥200件|10|10\n出勤率|100%|10|9", id="office"),
    pytest.param("指标名称|计量单位|2023年|增长（%）\n生产总值|亿元|1200.5|5.6\n产量|万吨|35.2|1.1", id="statistics"),
    pytest.param("指标名称|单位|标准值|实际值\n需氧量|mg/L|≤20|15\n氨氮|mg/L|≤1.0|0.4", id="laboratory"),
])  # fmt: skip
def test_a_table_that_is_not_of_performance_is_refused(table: str, tmp_path: Path) -> None:
    with pytest.raises(NoTableError, match="no table of performance indicators"):
        read(tmp_path, "某区2023年公报", table)


def test_a_heading_of_years_dates_the_targets_below_it(tmp_path: Path) -> None:
    body = ("项目名称|公园@1x6\n总体目标@2x1|中期滚动目标(2021年--2023年)@1x3|年度目标@1x3\n建成12个@1x3|建成4个@1x3\n"
            "一级指标|二级指标|三级指标|指标值|二级指标|三级指标|指标值\n"
            "成本指标|经济成本指标|造价|≤300万元|经济成本指标|造价|≤100万元")  # fmt: skip
    tables = read(tmp_path, "某市项目支出绩效目标表\n(2021年度)", body)
    assert [[str(day)[:10] for day in row] for row in rows(tables, "period_start", "period_end")] == [
        ["2021-01-01", "2023-12-31"], ["2021-01-01", "2021-12-31"]]  # fmt: skip
    assert rows(tables, "cost_class")[0] == ["经济成本指标"]
    assert tables.documents.taxonomy_edition[0] == "2021"


@pytest.mark.parametrize(("costs", "amount"), [((1, 2, 3), 60000), ((1, 2), None), ((1, 2, 4), None)])
def test_a_unit_of_money_is_inferred_by_evidence_alone(
    costs: tuple[int, ...], amount: int | None, tmp_path: Path
) -> None:
    body = "".join(f"产出指标|成本指标|费用{number}|≤{number}万元\n" for number in costs)
    tables = read(tmp_path, TITLE, "项目名称|道路@1x3\n预算金额|60,000.00@1x3\n" + HEADER + body)
    assert projects(tables, "amount_yuan") == [[amount]]
    said = [doubt.message for doubt in tables.doubts if doubt.rule_id == "R06"]
    inferred = "金额单位未注明，按成本指标合计推断为元"
    assert said == [inferred if amount else "金额“60,000.00”没有注明单位或无法解析"]
