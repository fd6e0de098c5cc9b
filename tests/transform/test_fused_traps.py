"""What fused text hides or invents: each test is named for the trap that it holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.transform.plain_text import read_text, rows_of
from transform import Tables
from transform.fused.edges import RowEdge
from transform.fused.oddities import is_odd
from transform.fused.tokens import Token
from transform.fused.words import unit_ends

TITLE = "2023年度项目绩效目标表金额单位:万元"
LEVELS = "一级指标二级指标三级指标"
UNITS = TITLE + "单位名称项目名称资金额度年度目标" + LEVELS + "指标值"
NAMED = TITLE + "项目名称资金额度年度目标" + LEVELS + "指标值"
FORM = TITLE + "项目名称河道清淤项目主管部门清水县水利局资金总额12.5万元年度目标通过清淤,保障行洪。"
ONE = "清水县水利局河道清淤项目12.5通过清淤,保障行洪。"
OTHER = "石桥县交通局道路修补项目3.35通过修补,保障通行。"


def names(tables: Tables) -> list[object]:
    """Return the names of the projects."""
    return list(tables.projects["project_name"])


def doubted(tables: Tables) -> set[object]:
    """Return the names of the rows that bear a doubt of their own or of their project."""
    marked = {doubt.indicator_id for doubt in tables.doubts}
    projects = {
        doubt.project_id for doubt in tables.doubts if doubt.indicator_id is None and doubt.is_extraction_suspect
    }
    rows = tables.indicators
    return set(rows["name"][rows["indicator_id"].isin(marked) | rows["project_id"].isin(projects) | rows["is_suspect"]])


def test_total_of_a_unit_before_heads_told_for_each_row_is_no_row(tmp_path: Path) -> None:
    rows = ("产出指标数量指标清淤长度≥266米", "产出指标质量指标验收合格率≥95%", "效益指标社会效益指标受益人数≥90人")
    body = "清水县水利局15.5" + "".join(ONE + row for row in rows)
    body += "石桥县交通局3.35" + "".join(OTHER + row for row in rows)
    tables = read_text(tmp_path, UNITS + body)
    assert names(tables) == ["河道清淤项目", "道路修补项目"]
    assert [name for (name,) in rows_of(tables, "name")] == 2 * ["清淤长度", "验收合格率", "受益人数"]


def test_two_projects_of_one_name_and_goal_are_no_head_told_again(tmp_path: Path) -> None:
    rows = "产出指标数量指标清淤长度≥266米质量指标验收合格率≥95%满意度指标服务对象满意度指标村民满意度≥90%"
    same, other = "河道清淤工作经费2.5通过河道清淤,保障行洪。", "道路修补工作经费3.35通过道路修补,保障通行。"
    longer = "2023年" + same + "规范资金使用,提高效益。"
    tables = read_text(tmp_path, NAMED + "".join(head + rows for head in (same, other, longer)))
    assert names(tables) == ["河道清淤工作经费", "道路修补工作经费", "2023年河道清淤工作经费"]


def test_direction_is_not_cut_before_the_code_of_the_next_unit(tmp_path: Path) -> None:
    head = TITLE + "单位编码项目名称资金额度年度目标" + LEVELS + "计算符号指标值计量单位分值指标方向性"
    rows = "产出指标数量指标清淤长度≥266米40正向指标质量指标验收合格率≥95%60正向指标"
    body = "531016河道清淤2.5通过清淤,保障行洪。" + rows + "895029道路修补3.35通过修补,保障通行。" + rows
    tables = read_text(tmp_path, head + body)
    assert list(tables.projects["unit_code"]) == ["531016", "895029"]
    assert [direction for (direction,) in rows_of(tables, "direction")] == 4 * ["正向指标"]


def test_blank_value_of_a_quality_is_not_the_first_digit_of_its_weight(tmp_path: Path) -> None:
    head = FORM + LEVELS + "指标性质指标值度量单位权重"
    rows = "产出指标数量指标清淤长度≥266米59质量指标验收合格率≥95%15效益指标社会效益指标群众幸福感定性15时效指标完成及时率定性11"
    tables = read_text(tmp_path, head + rows)
    assert rows_of(tables, "name", "value_text", "weight")[-1] == ("完成及时率", None, Decimal(11))


def test_points_that_touch_are_sure_where_their_sum_is_that_of_forms(tmp_path: Path) -> None:
    head = FORM + LEVELS + "年度指标值实际完成值分值得分"
    rows = "产出指标数量指标清淤长度≥266米280米4040质量指标验收合格率≥95%96%88时效指标完成及时率100%98%75"
    rows += "效益指标社会效益指标受益人数≥90人91人{}满意度指标服务对象满意度指标村民满意度≥90%92%1010"
    assert doubted(read_text(tmp_path, head + rows.format("3535"))) == set()
    assert "完成及时率" not in doubted(read_text(tmp_path, head + rows.format("3030")))


def test_unit_counted_by_a_meal_is_whole(tmp_path: Path) -> None:
    assert unit_ends("元/餐施工", 0)[0] == 3
    assert unit_ends("元/亩产业", 0)[0] == 3
    assert unit_ends("元/施工", 0) == [1]


def test_rows_before_the_first_level_are_doubted_with_all_others(tmp_path: Path) -> None:
    body = "河道清淤归口水利经办张清淤,保障行洪产出指标数量指标清淤长度≥266米质量指标验收合格率≥95%"
    tables = read_text(tmp_path, TITLE + LEVELS + "指标值" + body)
    assert {"清淤长度", "验收合格率"} <= doubted(tables)


def test_list_with_a_column_of_unknown_meaning_is_a_list(tmp_path: Path) -> None:
    head = TITLE + "项目名称主管单位资金额度年度目标" + LEVELS + "指标值"
    rows = "产出指标数量指标清淤长度≥266米质量指标验收合格率≥95%"
    one, other = "河道清淤工程清水县水利局12.5通过清淤,保障行洪。", "道路修补工程石桥县交通局3.35通过修补,保障通行。"
    tables = read_text(tmp_path, head + one + rows + other + rows)
    assert names(tables) == ["河道清淤工程", "道路修补工程"]
    assert list(tables.projects["unit_name"]) == ["清水县水利局", "石桥县交通局"]


def test_page_number_between_two_rows_is_none(tmp_path: Path) -> None:
    rows = "产出指标数量指标清淤长度≥266米第3页共18页质量指标验收合格率≥95%"
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    assert [name for (name,) in rows_of(tables, "name")] == ["清淤长度", "验收合格率"]


def test_points_with_decimals_behind_the_places_are_no_place(tmp_path: Path) -> None:
    head = FORM + LEVELS + "竹溪镇大坪镇(9.5分)"
    rows = "成本指标清淤成本≤3万元≤2万元(26.5分)数量指标清淤长度≥6米≥5米质量指标验收合格率≥96%≥95%"
    tables = read_text(tmp_path, head + rows)
    assert rows_of(tables, "place_text", "name", "value_text")[:2] == [
        ("竹溪镇", "清淤成本", "≤3万元"),
        ("大坪镇", "清淤成本", "≤2万元"),
    ]


def test_bare_label_stands_right_below_one_of_level_1(tmp_path: Path) -> None:
    rows = "投入指标资金投入资金到位率93%过程指标业务管理管理制度健全性健全产出指标数量清淤长度≥266米产出指标质量验收合格率≥95%"
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    assert rows_of(tables, "level2", "name") == [
        ("资金投入", "资金到位率"), ("业务管理", "管理制度健全性"), ("数量指标", "清淤长度"), ("质量指标", "验收合格率"),
    ]  # fmt: skip


def test_names_of_a_turned_matrix_suit_their_values(tmp_path: Path) -> None:
    head = "2023年河道清淤及防治项目绩效目标分解表乡镇产出指标满意度指标数量指标质量指标服务对象满意度指标"
    body = "采集样品强制防治密度防治工作完成质量村民投诉处理满意率甲山乡≥9份≥93%优良≥90%乙水镇≥13份≥92%优良≥91%"
    tables = read_text(tmp_path, head + body)
    assert [name for (name,) in rows_of(tables, "name")][2:4] == ["防治工作完成质量", "村民投诉处理满意率"]


def test_reason_that_holds_another_row_is_doubted(tmp_path: Path) -> None:
    head = FORM + LEVELS + "年度指标值实际完成值偏差原因分析"
    rows = "产出指标数量指标清淤长度≥266米280米/质量指标档案归档完整率≥95%96%清淤工作完成质量——政策执行合规性合规达成预期指标资金下达较晚"
    assert "档案归档完整率" in doubted(read_text(tmp_path, head + rows))


def test_table_that_is_printed_again_word_for_word_is_read_once(tmp_path: Path) -> None:
    table = FORM + LEVELS + "指标值产出指标数量指标清淤长度≥266米质量指标验收合格率≥95%"
    tables = read_text(tmp_path, table + table)
    assert names(tables) == ["河道清淤项目"]
    assert [name for (name,) in rows_of(tables, "name")] == ["清淤长度", "验收合格率"]


def test_bare_label_with_its_points_is_no_part_of_a_name(tmp_path: Path) -> None:
    rows = "项目产出(12-22)分时效指标清淤周期1-12月成本指标清淤总成本项目效益(33-43)分经济效益指标节约资金比例≥7%"
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    assert rows_of(tables, "level1", "name")[-1] == ("效益指标", "节约资金比例")


def test_level_1_that_was_not_seen_is_in_doubt(tmp_path: Path) -> None:
    rows = "(12分)资金投入配套资金落实率95%(28分)业务管理管理制度健全性健全(35分)生态效益指标污水排放量<=28吨"
    rows += "(35分)服务对象满意度指标村民满意度93%"
    tables = read_text(tmp_path, FORM + "绩效指标一级指标二级指标绩效内容年度数值" + rows)
    assert [name for (name,) in rows_of(tables, "name")] == [
        "配套资金落实率",
        "管理制度健全性",
        "污水排放量",
        "村民满意度",
    ]
    assert doubted(tables) >= {"配套资金落实率", "村民满意度"}


def test_blank_lines_of_the_form_hide_no_labels_without_the_word(tmp_path: Path) -> None:
    head = TITLE + "项目名称河道清淤项目资金总额12.5万元年度目标通过清淤,保障行洪。" + LEVELS + "年度指标值全年实际值"
    rows = "效果指标(27-37)分社会效益饮水安全受益人口=48065人45662人社会效益指标3:生态效益固体废物排放量≤15吨15吨"
    rows += "产出指标(53-63)分数量水质监测次数≥11次11次质量水质达标率≥100%98%质量指标5:成本清淤总成本≤136万元136万元"
    tables = read_text(tmp_path, head + rows)
    assert rows_of(tables, "level2", "name") == [
        ("社会效益指标", "饮水安全受益人口"),
        ("生态效益指标", "固体废物排放量"),
        ("数量指标", "水质监测次数"),
        ("质量指标", "水质达标率"),
        ("成本指标", "清淤总成本"),
    ]


def test_name_that_begins_as_a_label_of_level_1_is_no_label(tmp_path: Path) -> None:
    rows = "投入指标资金投入资金到位率≥91%过程指标业务管理清淤制度执行有效性定性有效/管理制度健全性定性健全/"
    rows += "财务管理资金使用合规性定性规范/项目产出数量清淤长度≥89米质量验收合格率≥98%项目效益经济效益产业产值≥28万元"
    tables = read_text(tmp_path, FORM + "绩效指标一级指标二级指标绩效内容指标性质标准值度量单位" + rows)
    assert ("过程指标", "管理制度健全性") in rows_of(tables, "level1", "name")
    assert ("过程指标", "资金使用合规性") in rows_of(tables, "level1", "name")


def test_direction_before_a_head_told_again_is_no_part_of_it(tmp_path: Path) -> None:
    columns = "单位名称项目名称总体目标年度金额绩效指标" + LEVELS + "指标方向年度指标值计量单位权重指标方向性"
    one, other = "清水县服务中心岗位补贴促进困难人员就业。28.5", "石桥县信访局2018年肉牛养殖扶持项目扶持养殖。76.6"
    rows = (
        "产出数量指标清淤长度≥266米8正向指标",
        "成本经济成本指标清淤总成本≤22万元10反向指标",
        "产出质量指标合格率≥95%9正向指标",
    )
    tables = read_text(tmp_path, TITLE + columns + "".join(head + row for head in (one, other) for row in rows))
    assert list(tables.projects["unit_name"]) == ["清水县服务中心", "石桥县信访局"]
    assert [direction for (direction,) in rows_of(tables, "direction")] == 2 * ["正向指标", "反向指标", "正向指标"]


def test_sums_of_a_department_are_cut_where_the_parts_add_up(tmp_path: Path) -> None:
    head = "部门整体支出绩效目标申报表(2024年度)部门名称白杨县信访局年度主要任务任务名称主要内容预算金额(万元)清扫街道18.0572"
    head += (
        "年度预算(万元)资金总额基本支出项目支出40.730813.57693327.153867年度绩效目标保持城区整洁。绩效指标"
        + LEVELS
        + "目标值"
    )
    tables = read_text(tmp_path, head + "产出指标数量指标配备工人=132人质量指标达标率≥92%效益指标社会效益指标投诉≤3次")
    assert list(tables.projects["amount_yuan"]) == [Decimal("407308.00")]


def test_rate_of_a_hundred_cuts_two_equal_sums(tmp_path: Path) -> None:
    columns = "项目资金(万元)年初预算数全年预算数全年执行数分值执行率得分年度资金总额"
    rest = "年度总体目标预期目标实际完成情况保障行洪。已保障行洪。" + LEVELS + "年度指标值实际完成值"
    rows = "产出指标数量指标清淤长度≥266米266米质量指标验收合格率≥95%98%效益指标社会效益指标受益人数≥90人95人"
    for figures, amount in (
        ("8.63218.42218.4210100%10", "2184200.00"),
        ("100004511.84511.810100%10", "45118000.00"),
    ):
        text = "项目支出绩效自评表(2020年度)项目名称河道清淤项目主管部门清水县水利局" + columns + figures + rest + rows
        assert list(read_text(tmp_path, text).projects["amount_yuan"]) == [Decimal(amount)]


def test_label_swallowed_by_a_name_leaves_the_rows_below_in_doubt(tmp_path: Path) -> None:
    rows = "预期产出指标质量政策执行合规性合规环境整治工作完成质量进一步完善工作机制并形成长效管护"
    rows += (
        "时效环境整治任务完成及时率≥96%响应处理时间17小时成本垃圾清运成本≤265元/吨效果指标社会效益村庄整洁程度明显改善"
    )
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    timely = {name for level2, name in rows_of(tables, "level2", "name") if level2 == "时效指标"}
    assert {"响应处理时间"} <= timely | doubted(tables)
    assert "垃圾清运成本" not in doubted(tables)


def test_figure_cut_before_an_odd_row_is_in_doubt(tmp_path: Path) -> None:
    head = FORM + "一级指标二级指标权重指标名称指标目标值评分细则"
    rule = "完成得满分,未完成按比例扣分"
    rows = (
        f"数量指标7安装监测设备≥289套{rule}7治理灾害点23处{rule}6开展演练30-32场{rule}质量指标7政策执行合规性合规{rule}"
    )
    tables = read_text(tmp_path, head + "产出指标" + rows)
    found = dict(rows_of(tables, "name", "value_text"))
    assert found["安装监测设备"] == "≥289套" or "安装监测设备" in doubted(tables)


def test_points_inside_a_name_are_in_doubt_though_a_unit_may_follow(tmp_path: Path) -> None:
    head = FORM + LEVELS + "分值年度指标值全年实际值得分"
    rows = "满意度指标服务对象满意度指标村干部满意度99村干部投诉处理满意率9≥93%100%9"
    tables = read_text(tmp_path, head + "产出指标数量指标走访户数10≥20户20户10" + rows)
    assert [name for (name,) in rows_of(tables, "name") if name not in doubted(tables)] == ["走访户数"]


def test_unit_is_cut_before_a_level_that_begins_with_its_word(tmp_path: Path) -> None:
    rows = "过程指标业务管理制度健全性定性健全/项目产出成本指标单系统运维费≤29万元/个项目效益社会效益指标政策知晓率86%"
    tables = read_text(
        tmp_path, FORM + "一级指标二级指标三级指标指标方向年度数值计量单位投入指标资金投入资金到位率99%" + rows
    )
    assert [name for (name,) in rows_of(tables, "name")][2:] == ["单系统运维费", "政策知晓率"]
    assert not {"单系统运维费", "政策知晓率"} & doubted(tables)
    assert ("效益指标", "政策知晓率") in rows_of(tables, "level1", "name")


def test_reason_that_holds_a_row_of_words_is_in_doubt(tmp_path: Path) -> None:
    head = FORM + LEVELS + "年度指标值全年实际值偏差原因分析"
    rows = "产出指标数量指标清淤长度≥266米266米效益指标经济效益指标产业产值≥28万元20万元资金下达较晚清淤资金使用效益稳步提升稳步提升"
    tables = read_text(tmp_path, head + rows + "—社会效益指标受益人数≥90人95人")
    read = {name for (name,) in rows_of(tables, "name")}
    assert "清淤资金使用效益" in read or "产业产值" in doubted(tables)


def test_label_left_at_the_end_of_a_name_leaves_the_rows_below_in_doubt(tmp_path: Path) -> None:
    rows = "产出指标数量整理档案≥266卷质量合格率≥95%效益指标社会效益查阅效率明显提高可持续影响持续发挥作用期限8年长效机制健全性健全"
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    lasting = {name for level2, name in rows_of(tables, "level2", "name") if level2 == "可持续影响指标"}
    assert "长效机制健全性" in lasting | doubted(tables)


def test_level_behind_a_target_that_ends_as_a_verb_is_a_level(tmp_path: Path) -> None:
    rows = "成本经济成本图书采购成本≤15元/册成本社会成本对群众出行的影响无明显影响成本社会成本施工扰民投诉=1件产出数量读书活动≥3场次"
    tables = read_text(tmp_path, FORM + LEVELS + "指标值" + rows)
    assert ("社会成本指标", "施工扰民投诉") in rows_of(tables, "level2", "name")


def test_remark_left_to_the_name_of_the_next_row_is_odd() -> None:
    for name, is_doubted in (("按实施方案执行新增在园幼儿人数", True), ("城镇新增就业人数", False)):
        token = Token("name", 0, len(name), 0.0)
        assert is_odd(name, RowEdge(0, len(name), token, (), 0.0)) is is_doubted
