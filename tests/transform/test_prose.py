"""Goals told in sentences: each test is named for the trap that it holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.transform.plain_text import read_text, rows_of

OPENING = "关于河道清淤绩效目标设定的公示\n根据年度预算，安排资金50万元。项目总体绩效目标是：清淤河道。现将绩效目标设定如下：\n"


def test_clauses_of_one_label(tmp_path: Path) -> None:
    text = OPENING + "一、产出指标\n数量指标：清淤长度≥266米，新建护岸30处；质量指标：验收合格率为100%。\n"
    assert rows_of(read_text(tmp_path, text), "level1", "level2", "name", "value_text") == [
        ("产出指标", "数量指标", "清淤长度", "≥266米"),
        ("产出指标", "数量指标", "新建护岸", "30处"),
        ("产出指标", "质量指标", "验收合格率", "100%"),
    ]


def test_result_behind_the_target(tmp_path: Path) -> None:
    text = OPENING + "1、数量指标:购置无人机≥6架,实际6架;2、质量指标:巡查工作完成质量良好，实际完成。"
    assert rows_of(read_text(tmp_path, text), "name", "value_text", "actual_text") == [
        ("购置无人机", "≥6架", "6架"),
        ("巡查工作完成质量", "良好", "完成"),
    ]


def test_template_stays_in_the_name_and_lends_its_unit(tmp_path: Path) -> None:
    text = OPENING + "产出指标\n数量指标:种植(≥**株)>=17600株;成活率(≥**%)>=85;时效指标:及时率(≥**%)>=100%。"
    tables = read_text(tmp_path, text)
    assert rows_of(tables, "name", "value_text", "unit_text") == [
        ("种植(≥**株)", ">=17600株", "株"),
        ("成活率(≥**%)", ">=85", "%"),
        ("及时率(≥**%)", ">=100%", "%"),
    ]


def test_name_amount_and_goal_are_told_in_sentences(tmp_path: Path) -> None:
    tables = read_text(tmp_path, OPENING + "数量指标：清淤长度≥266米；质量指标：合格率≥98%。")
    project = tables.projects.iloc[0]
    assert (project["project_name"], project["amount_yuan"], project["goal_text"]) == (
        "河道清淤",
        Decimal(500000),
        "清淤河道。",
    )


def test_clause_without_a_value_is_flagged_not_filled(tmp_path: Path) -> None:
    tables = read_text(
        tmp_path, OPENING + "数量指标：清淤长度≥266米；质量指标：合格率≥98%；生态效益指标：河道环境美丽。"
    )
    row = tables.indicators.iloc[-1]
    assert (row["name"], row["value_text"], bool(row["is_suspect"])) == ("河道环境美丽", None, True)


def test_two_projects_in_one_text(tmp_path: Path) -> None:
    body = "数量指标：清淤长度≥266米；质量指标：合格率≥98%。\n"
    tables = read_text(tmp_path, OPENING + body + OPENING.replace("河道清淤", "修路") + body)
    assert list(tables.projects["project_name"]) == ["河道清淤", "修路"]
    assert len(tables.indicators) == 4


def test_separators_inside_a_number_are_no_punctuation(tmp_path: Path) -> None:
    tables = read_text(tmp_path, OPENING + "数量指标:补助标准1,200元,清淤长度266米;质量指标:合格率≥98%。")
    assert rows_of(tables, "name", "value_text")[:2] == [("补助标准", "1,200元"), ("清淤长度", "266米")]


def test_a_page_number_is_no_indicator_and_parts_no_sentence(tmp_path: Path) -> None:
    text = (
        OPENING
        + "一、产出指标\n数量指标：清淤长度≥266米，新建\n— 1 —\n护岸30处；质量指标：验收合格率为100%。\n第2页 共2页\n"
    )
    assert rows_of(read_text(tmp_path, text), "name", "value_text") == [
        ("清淤长度", "≥266米"),
        ("新建护岸", "30处"),
        ("验收合格率", "100%"),
    ]
