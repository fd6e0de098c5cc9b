"""Fused matrices, targets side by side and departments: each test is named for the trap that it holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.transform.plain_text import read_text, rows_of
from transform.fused.sides import part_sides, periods_above
from transform.fused.turned import find_rows

HEAD = "2023年区域绩效目标表项目名称河道清淤主管部门某县水利局"
MATRIX = "一级指标二级指标三级指标"


def test_places_stand_behind_points_alone(tmp_path: Path) -> None:
    body = "目标值甲山乡乙水镇(44分)数量指标清淤长度≥3米≥40米质量指标验收合格率100%100%"
    tables = read_text(tmp_path, HEAD + MATRIX + body)
    assert rows_of(tables, "name", "value_text", "place_text") == [
        ("清淤长度", "≥3米", "甲山乡"),
        ("清淤长度", "≥40米", "乙水镇"),
        ("验收合格率", "100%", "甲山乡"),
        ("验收合格率", "100%", "乙水镇"),
    ]


def test_values_of_places_may_be_far_apart_but_share_their_unit(tmp_path: Path) -> None:
    body = "指标性质甲山乡乙水镇丙口镇产出指标数量指标清淤长度≥1133米3米40000米质量指标验收合格率≥98%98%98%"
    tables = read_text(tmp_path, HEAD + MATRIX + body)
    assert rows_of(tables, "value_text", "operator") == [
        ("1133米", ">="), ("3米", ">="), ("40000米", ">="), ("98%", ">="), ("98%", ">="), ("98%", ">="),
    ]  # fmt: skip
    assert not tables.indicators["is_suspect"].any()


def test_words_told_for_every_place_need_not_be_known(tmp_path: Path) -> None:
    body = "目标值甲山乡乙水镇丙口镇产出指标质量指标清淤验收情况经得起回看经得起回看经得起回看数量指标清淤长度3米4米5米"
    tables = read_text(tmp_path, HEAD + MATRIX + body)
    assert rows_of(tables, "name", "value_text")[:3] == [("清淤验收情况", "经得起回看")] * 3


def test_a_description_that_echoes_the_name_is_no_part_of_it(tmp_path: Path) -> None:
    header = "指标解释指标方向甲山乡乙水镇"
    body = "产出指标数量指标开展宣传活动反映开展宣传活动情况=26次16次质量指标宣传覆盖率反映宣传覆盖率情况≥90%90%"
    tables = read_text(tmp_path, HEAD + MATRIX + header + body)
    assert rows_of(tables, "name", "value_text") == [
        ("开展宣传活动", "26次"), ("开展宣传活动", "16次"), ("宣传覆盖率", "90%"), ("宣传覆盖率", "90%"),
    ]  # fmt: skip


def test_words_of_labels_are_names_where_there_are_no_levels(tmp_path: Path) -> None:
    header = "指标名称计量单位指标性质指标值全年完成值指标权重(分)指标得分(分)是否核心指标"
    body = "清运成本元≤335050否社会矛盾纠纷件≤222020否生态用水吨≥663030是"
    tables = read_text(tmp_path, "2023年项目支出绩效自评表项目名称清运" + header + body)
    assert rows_of(tables, "name", "level2") == [("清运成本", None), ("社会矛盾纠纷", None), ("生态用水", None)]


BESIDE = "一级指标二级指标三级指标指标值二级指标三级指标指标值"
PERIODS = (
    "2022年项目支出绩效目标批复表项目名称河道清淤中期预算资金(万元)30本年度申请预算资金(万元)10总体目标中期目标年度目标"
)


def test_two_targets_side_by_side_have_the_periods_above_them(tmp_path: Path) -> None:
    goal = "到2024年末，疏通河道，保障行洪安全。疏通河道，保障行洪安全。绩效指标"
    body = "产出指标数量指标清淤长度≥9米数量指标清淤长度≥3米新建护岸8处新建护岸2处"
    body += 2 * "质量指标清淤验收情况经得起回看"
    tables = read_text(tmp_path, PERIODS + goal + BESIDE + body)
    assert rows_of(tables, "level2", "name", "value_text", "period_text") == [
        ("数量指标", "清淤长度", "≥9米", "中期目标"), ("数量指标", "清淤长度", "≥3米", "年度目标"),
        ("数量指标", "新建护岸", "8处", "中期目标"), ("数量指标", "新建护岸", "2处", "年度目标"),
        ("质量指标", "清淤验收情况", "经得起回看", "中期目标"), ("质量指标", "清淤验收情况", "经得起回看", "年度目标"),
    ]  # fmt: skip
    project = tables.projects.iloc[0]
    assert (project["project_name"], project["amount_yuan"], project["goal_text"]) == (
        "河道清淤", Decimal(100000), "疏通河道，保障行洪安全。",
    )  # fmt: skip


def test_a_target_on_one_side_alone_is_doubted(tmp_path: Path) -> None:
    body = "产出指标数量指标清淤长度≥9米数量指标清淤长度≥3米新建护岸8处质量指标验收合格率100%质量指标验收合格率98%"
    tables = read_text(tmp_path, PERIODS + "疏通河道。疏通河道。绩效指标" + BESIDE + body)
    alone = tables.indicators[tables.indicators["name"] == "新建护岸"].iloc[0]
    assert alone["indicator_id"] in {doubt.indicator_id for doubt in tables.doubts}


def test_sides_whose_period_is_not_printed_are_doubted(tmp_path: Path) -> None:
    head = "2022年项目支出绩效目标批复表项目名称河道清淤绩效指标"
    body = "产出指标数量指标清淤长度≥9米数量指标清淤长度≥3米质量指标验收合格率100%质量指标验收合格率98%"
    tables = read_text(tmp_path, head + BESIDE + body)
    assert set(tables.indicators["indicator_id"]) <= {doubt.indicator_id for doubt in tables.doubts}


def test_the_header_itself_names_the_periods(tmp_path: Path) -> None:
    body = "中期目标值年度目标值产出指标数量指标清淤长度≥9米≥3米质量指标验收合格率100%98%"
    tables = read_text(tmp_path, HEAD + MATRIX + body)
    assert rows_of(tables, "name", "value_text", "period_text") == [
        ("清淤长度", "≥9米", "中期目标值"), ("清淤长度", "≥3米", "年度目标值"),
        ("验收合格率", "100%", "中期目标值"), ("验收合格率", "98%", "年度目标值"),
    ]  # fmt: skip


def test_the_years_of_a_header_are_periods(tmp_path: Path) -> None:
    body = "2023年目标值2024年目标值产出指标数量指标清淤长度≥9米≥3米质量指标验收合格率100%98%"
    tables = read_text(tmp_path, HEAD + MATRIX + body)
    assert rows_of(tables, "value_text", "period_text")[:2] == [("≥9米", "2023年目标值"), ("≥3米", "2024年目标值")]


def test_two_words_for_one_name_are_no_two_sides() -> None:
    fields = ("level1", "level2", "level3", "level3", "value")
    words = [(at, at + 1, field) for at, field in enumerate(fields)]
    assert part_sides(words) == [words]


def test_periods_that_do_not_stand_beside_each_other_are_not_sure() -> None:
    text = "实施期目标:修路。年度目标:修一段。"
    assert periods_above(text, 0, len(text), 2) == ([(0, 6), (9, 14)], False)


DEPARTMENT = "部门整体支出绩效目标表(2022年度)部门名称某县水利局年度主要任务任务名称主要内容预算金额(万元)"


def test_money_of_tasks_is_not_that_of_the_department(tmp_path: Path) -> None:
    money = "2020年清淤疏通河道。29.5年度预算(万元)资金总额基本支出项目支出187.3万元62.3万元125万元年度总体目标保障供水。绩效指标"
    body = "一级指标二级指标三级指标指标值备注产出指标数量指标清淤长度9米按方案执行到位新建护岸8处质量指标验收合格率98%按方案执行到位"
    tables = read_text(tmp_path, DEPARTMENT + money + body)
    assert tables.projects.iloc[0]["amount_yuan"] == Decimal(1873000)
    assert rows_of(tables, "name", "value_text") == [("清淤长度", "9米"), ("新建护岸", "8处"), ("验收合格率", "98%")]


TURNED = "2022年河道清淤绩效目标分解表项目资金：30万元绩效目标：疏通河道。乡镇产出指标满意度指标数量指标质量指标服务对象满意度指标"


def test_a_matrix_on_its_side_with_a_name_for_each_label_is_sure(tmp_path: Path) -> None:
    body = "清淤长度验收合格率村民满意度甲山乡≥9米100%≥90%乙水镇≥13米98%≥90%"
    tables = read_text(tmp_path, TURNED + body)
    assert rows_of(tables, "place_text", "level2", "name", "value_text") == [
        ("甲山乡", "数量指标", "清淤长度", "≥9米"), ("甲山乡", "质量指标", "验收合格率", "100%"),
        ("甲山乡", "服务对象满意度指标", "村民满意度", "≥90%"), ("乙水镇", "数量指标", "清淤长度", "≥13米"),
        ("乙水镇", "质量指标", "验收合格率", "98%"), ("乙水镇", "服务对象满意度指标", "村民满意度", "≥90%"),
    ]  # fmt: skip
    assert "R13" not in {doubt.rule_id for doubt in tables.doubts}


def test_a_label_of_unknown_width_is_doubted(tmp_path: Path) -> None:
    body = "清淤长度新建护岸数量验收合格率村民满意度甲山乡≥9米3处100%≥90%乙水镇≥13米5处98%≥90%"
    tables = read_text(tmp_path, TURNED + body)
    doubtful = {doubt.indicator_id for doubt in tables.doubts if doubt.rule_id == "R13"}
    names = tables.indicators.set_index("indicator_id")["name"]
    assert {names[each] for each in doubtful} == {"新建护岸数量"}


def test_rows_of_places_are_told_by_what_they_share() -> None:
    text = "完好率长度甲山乡98%9盏乙水镇100%至少13盏"
    assert [text[row.first : row.middle] for row in find_rows(text, 0)] == ["甲山乡", "乙水镇"]
