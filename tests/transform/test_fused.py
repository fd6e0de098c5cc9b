"""Text without separators: each test is named for the trap that it holds."""

from __future__ import annotations

import time
from decimal import Decimal
from pathlib import Path

import pytest

from tests.transform.plain_text import read_text, rows_of
from transform.fused.columns import find_headers
from transform.fused.tokens import figures_at, numbers_at

PLAN = "一级指标二级指标三级指标指标值"
RESULT = "一级指标二级指标三级指标年度指标值实际完成值分值得分偏差原因分析及改进措施"
HEAD = "2023年项目支出绩效自评表项目名称河道清淤主管部门某县水利局实施单位某县水利站"


def test_figures_that_touch_are_cut_by_what_the_columns_say(tmp_path: Path) -> None:
    body = "产出指标数量指标清淤长度≥266米≥266米1010新建护岸30处28处109质量指标验收合格率100%100%1010"
    tables = read_text(tmp_path, HEAD + RESULT + body)
    assert rows_of(tables, "name", "value_text", "actual_text", "weight", "score") == [
        ("清淤长度", "≥266米", "≥266米", 10, 10),
        ("新建护岸", "30处", "28处", 10, 9),
        ("验收合格率", "100%", "100%", 10, 10),
    ]


def test_two_ways_to_cut_are_both_told_and_none_is_sure(tmp_path: Path) -> None:
    body = "产出指标数量指标清淤长度11111质量指标验收合格率100%100%1010"
    tables = read_text(tmp_path, HEAD + RESULT + body)
    assert bool(tables.indicators.iloc[0]["is_suspect"])
    assert "R13" in {doubt.rule_id for doubt in tables.doubts}


def test_points_before_the_target(tmp_path: Path) -> None:
    header = "一级指标二级指标三级指标分值年度指标值实际完成值得分"
    body = "产出指标数量指标开展培训12=49期49期8.4发放资料6≥38600份38600份6"
    tables = read_text(tmp_path, HEAD + header + body)
    assert rows_of(tables, "name", "weight", "value_text", "actual_text", "score") == [
        ("开展培训", 12, "=49期", "49期", Decimal("8.4")),
        ("发放资料", 6, "≥38600份", "38600份", 6),
    ]


def test_sign_and_unit_in_columns_of_their_own(tmp_path: Path) -> None:
    header = "指标名称计量单位指标性质指标值全年完成值指标权重(分)指标得分(分)是否核心指标"
    tables = read_text(tmp_path, HEAD + header + "建设收集点处≥331616是处理病死猪头≥2392391515否节约比例%≥671616是")
    assert rows_of(tables, "name", "value_text", "operator", "unit_text", "actual_text", "weight", "score") == [
        ("建设收集点", "3", ">=", "处", "3", 16, 16),
        ("处理病死猪", "239", ">=", "头", "239", 15, 15),
        ("节约比例", "6", ">=", "%", "7", 16, 16),
    ]


def test_words_told_twice_are_target_and_result(tmp_path: Path) -> None:
    body = "产出指标质量指标政策执行合规性符合有关要求符合有关要求88时效指标拨付及时性及时达成预期指标77"
    tables = read_text(tmp_path, HEAD + RESULT + body)
    assert rows_of(tables, "name", "value_text", "actual_text", "weight") == [
        ("政策执行合规性", "符合有关要求", "符合有关要求", 8),
        ("拨付及时性", "及时", "达成预期指标", 7),
    ]


def test_label_with_a_blank_inside_and_points_behind(tmp_path: Path) -> None:
    tables = read_text(tmp_path, "项目名称修路" + PLAN + "产 出 指 标(50分)数量 指标修路长度12公里质量指标合格率≥98%")
    assert rows_of(tables, "level1", "level2", "name", "value_text") == [
        ("产出指标", "数量指标", "修路长度", "12公里"),
        ("产出指标", "质量指标", "合格率", "≥98%"),
    ]


def test_level_1_lost_with_only_its_points_left(tmp_path: Path) -> None:
    tables = read_text(tmp_path, "项目名称修路" + PLAN + "(28分)数量指标修路长度12公里(48分)经济效益指标增收30万元")
    assert rows_of(tables, "level1", "level2") == [("产出指标", "数量指标"), ("效益指标", "经济效益指标")]


@pytest.mark.parametrize("name", ["成活率(≥**%)", "5000吨稻谷储备到位率", "2023年演出场次"])
def test_name_with_a_figure_or_a_sign_inside(tmp_path: Path, name: str) -> None:
    tables = read_text(tmp_path, f"项目名称修路{PLAN}产出指标数量指标{name}≥85%质量指标合格率≥98%")
    assert rows_of(tables, "name", "value_text")[0] == (name, "≥85%")


def test_null_mark_after_the_score_is_no_part_of_the_next_name(tmp_path: Path) -> None:
    body = "产出指标数量指标清淤长度≥266米266米1515—新建护岸30处30处1515—满意度指标服务对象满意度指标群众满意度≥90%95%1010—"
    tables = read_text(tmp_path, HEAD + RESULT + body + "总分10098")
    assert rows_of(tables, "name", "score") == [("清淤长度", 15), ("新建护岸", 15), ("群众满意度", 10)]


def test_reason_runs_up_to_the_next_label(tmp_path: Path) -> None:
    body = "产出指标数量指标清淤长度≥266米200米108资金下达较晚质量指标验收合格率100%100%1010"
    tables = read_text(tmp_path, HEAD + RESULT + body)
    assert rows_of(tables, "name", "reason") == [("清淤长度", "资金下达较晚"), ("验收合格率", None)]


def test_scanned_sign_is_flagged_and_never_rewritten(tmp_path: Path) -> None:
    header = "一级指标二级指标三级指标年度指标值实际完成值"
    tables = read_text(
        tmp_path, HEAD + header + "产出指标数量指标清淤长度266米266米满意度指标服务对象满意度指标群众满意度290%100%"
    )
    row = tables.indicators.iloc[1]
    assert (row["value_text"], bool(row["is_suspect"])) == ("290%", True)


def test_money_that_touches_is_cut_by_the_rate(tmp_path: Path) -> None:
    money = "项目资金(万元)年初预算数全年预算数全年执行数分值执行率得分年度资金总额223.640315.6025981066%6.6其他资金"
    tables = read_text(
        tmp_path, HEAD + money + RESULT + "产出指标数量指标清淤长度≥266米266米1010质量指标合格率100%100%1010"
    )
    project = tables.projects.iloc[0]
    assert (project["initial_budget_yuan"], project["amount_yuan"], project["executed_yuan"]) == (
        Decimal(20000),
        Decimal("236403"),
        Decimal("156025.98"),
    )


def test_project_name_that_ends_in_the_word_of_a_key(tmp_path: Path) -> None:
    text = "2023年项目支出绩效目标表项目名称河道清淤项目主管部门某县水利局年度目标清淤河道。"
    tables = read_text(tmp_path, text + PLAN + "产出指标数量指标清淤长度≥266米质量指标合格率≥98%")
    project = tables.projects.iloc[0]
    assert (project["project_name"], project["goal_text"]) == ("河道清淤项目", "清淤河道。")


def test_second_table_begins_at_its_title(tmp_path: Path) -> None:
    one = (
        "项目支出绩效目标表(2023年度)项目名称{}主管部门某局" + PLAN + "产出指标数量指标清淤长度≥266米质量指标合格率≥98%"
    )
    tables = read_text(tmp_path, one.format("河道清淤") + one.format("修路"))
    assert list(tables.projects["project_name"]) == ["河道清淤", "修路"]
    assert [name for (name,) in rows_of(tables, "name")] == ["清淤长度", "合格率"] * 2


def test_heads_of_a_list_stand_among_therows_of(tmp_path: Path) -> None:
    header = "单位名称项目名称金额(元)绩效目标" + PLAN
    one = "某县财政所{}{}年度任务全面完成，群众满意。产出指标数量指标清淤长度≥266米质量指标合格率≥98%"
    text = "2023年度项目绩效目标表" + header + one.format("河道清淤", "12,490,000.00") + one.format("修路", "20,000.00")
    tables = read_text(tmp_path, text)
    assert [tuple(row) for row in tables.projects[["project_name", "amount_yuan"]].to_numpy()] == [
        ("河道清淤", Decimal("12490000.00")),
        ("修路", Decimal("20000.00")),
    ]


def test_places_behind_the_header_are_columns(tmp_path: Path) -> None:
    header = "一级指标二级指标三级指标目标值沙坡乡云岭乡"
    tables = read_text(tmp_path, "项目名称防火" + header + "产出指标数量指标配备器材≥10套≥21套质量指标处置率100%100%")
    assert rows_of(tables, "name", "value_text", "place_text")[:2] == [
        ("配备器材", "≥10套", "沙坡乡"),
        ("配备器材", "≥21套", "云岭乡"),
    ]


def test_value_cell_points_into_the_printed_line(tmp_path: Path) -> None:
    text = "项目名称修路" + PLAN + "产出指标数量指标修路长度12公里质量指标合格率≥98%"
    tables = read_text(tmp_path, text)
    cells = tables.cells.set_index("cell_id")
    for _, row in tables.indicators.iterrows():
        cell = cells.loc[row["value_cell_id"]]
        assert text[int(cell["first_character"]) - 1 : int(cell["last_character"])] == row["value_text"]


def test_every_way_to_end_a_run_of_digits() -> None:
    assert [end for end, _ in numbers_at("210010", 0, frozenset())] == [1, 2, 3, 4, 5, 6]
    assert [end for end, _ in numbers_at("12 8".replace(" ", ""), 0, frozenset({2}))] == [1, 2]


def test_longest_unit_is_taken() -> None:
    assert any(token.unit == "百分比" for token in figures_at("95百分比", 0, frozenset()))
    assert any(token.unit == "万亩" for token in figures_at("49.08万亩", 0, frozenset()))


def test_sub_columns_take_the_place_of_the_spanning_one() -> None:
    text = "一级指标二级指标指标名称年度指标值实际完成值分值得分指标性质指标值度量单位产出指标"
    assert [column.field for column in find_headers(text)[0].columns] == [
        "name", "sign", "value", "unit", "actual", "weight", "score",
    ]  # fmt: skip


def test_long_text_is_read_in_linear_time(tmp_path: Path) -> None:
    row = "清淤长度≥266米266米1010资金拨付及时性及时及时88验收合格率100%100%1010"
    body = "".join(f"数量指标{row}质量指标{row}" for _ in range(60))
    text = HEAD + RESULT + "产出指标" + body
    began = time.process_time()
    tables = read_text(tmp_path, text)
    seconds = time.process_time() - began
    assert len(tables.indicators) == 360
    assert seconds < 4.0


LIST = "2023年度项目绩效目标表金额单位:万元单位名称项目名称{order}一级指标二级指标三级指标指标值权重"


def test_unit_total_ends_where_the_unit_is_told_again(tmp_path: Path) -> None:
    body = "538012-某区水利局23071.36538012-某区水利局河道清淤工程通过清淤,保障行洪。14产出数量清淤长度≥266米23"
    tables = read_text(tmp_path, LIST.format(order="绩效目标资金额度") + body + "产出质量验收合格率≥95%77")
    project = tables.projects.iloc[0]
    assert (project["unit_name"], project["project_name"], project["amount_yuan"]) == (
        "538012-某区水利局",
        "河道清淤工程",
        Decimal(140000),
    )


def test_two_levels_in_one_word_are_two_labels(tmp_path: Path) -> None:
    body = "538012-某区水利局河道清淤工程通过清淤,保障行洪。14产出数量指标清淤长度≥266米23满意度服务对象满意度指标群众满意度≥90%77"
    tables = read_text(tmp_path, LIST.format(order="绩效目标资金额度") + body)
    assert rows_of(tables, "level1", "level2") == [
        ("产出指标", "数量指标"),
        ("满意度指标", "服务对象满意度指标"),
    ]


def test_head_told_in_every_row_is_one_project(tmp_path: Path) -> None:
    head = "874005-某县信访局消防站建设4963.91万元规范资金使用,提升火灾扑救能力。"
    rows = ("产出指标数量指标建设消防站≥25个15", "质量指标合格率=96%15", "验收率=97%70")
    tables = read_text(tmp_path, LIST.format(order="项目预算绩效目标") + head + head.join(rows))
    assert len(tables.projects) == 1
    assert rows_of(tables, "name", "weight") == [("建设消防站", 15), ("合格率", 15), ("验收率", 70)]


def test_label_of_costs_is_no_unit_of_tenths(tmp_path: Path) -> None:
    body = "产出指标质量指标规范管理率(≥**%)61成本指标预算控制不超预算"
    assert rows_of(read_text(tmp_path, HEAD + PLAN + body), "name", "value_text") == [
        ("规范管理率(≥**%)", "61"),
        ("预算控制", "不超预算"),
    ]


def test_cheap_beginnings_do_not_push_out_the_right_cut_of_money(tmp_path: Path) -> None:
    money = "项目资金(万元)年初预算数全年预算数全年执行数分值执行率得分年度资金总额288.8743676.3895441072%7.2其他资金"
    tables = read_text(
        tmp_path, HEAD + money + RESULT + "产出指标数量指标清淤长度≥266米266米1010质量指标合格率100%100%1010"
    )
    project = tables.projects.iloc[0]
    assert project["amount_yuan"] == Decimal("88743.67")


def test_money_of_two_cuts_is_left_empty_with_a_finding(tmp_path: Path) -> None:
    money = "项目资金(万元)年初预算数全年预算数全年执行数年度资金总额1212123其他资金"
    tables = read_text(
        tmp_path, HEAD + money + RESULT + "产出指标数量指标清淤长度≥266米266米1010质量指标合格率100%100%1010"
    )
    assert tables.projects["executed_yuan"].isna().all()
    assert any("也可读作" in doubt.message for doubt in tables.doubts)


def test_levels_alone_side_by_side_are_a_header(tmp_path: Path) -> None:
    text = HEAD + "一级二级三级年度数值备注产出指标数量指标清淤长度≥266米质量指标合格率≥98%"
    assert rows_of(read_text(tmp_path, text), "name", "value_text") == [("清淤长度", "≥266米"), ("合格率", "≥98%")]


def test_description_swallows_no_row_below(tmp_path: Path) -> None:
    header = "一级指标二级指标三级指标指标值权重指标解释"
    body = "产出指标数量指标聘用护林员39名5反映聘用护林员情况管护林地面积6727亩6反映管护林地面积情况质量指标合格率≥93%7反映合格率情况"
    rows = rows_of(read_text(tmp_path, HEAD + header + body), "name", "value_text", "weight")
    assert rows == [("聘用护林员", "39名", 5), ("管护林地面积", "6727亩", 6), ("合格率", "≥93%", 7)]
