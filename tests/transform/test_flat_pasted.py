"""Flattened text as people paste it: page heads between rows, wrapped cells, other tables around, each test named for its trap."""

from __future__ import annotations

from pathlib import Path

from tests.transform.plain_text import read_text, rows_of

FORM = "项目支出绩效目标表\n项目名称 {name}\n一级指标 二级指标 三级指标 指标值\n"
LIST = "2024年项目绩效目标表\n金额单位：万元\n单位名称\t项目名称\t金额\t一级指标\t二级指标\t三级指标\t指标值\n"


def test_the_only_key_of_a_form_is_no_column(tmp_path: Path) -> None:
    text = FORM.format(name="消防装备") + "(50分) 数量指标 购置消防车 2辆\n质量指标 装备合格率 100%\n"
    tables = read_text(tmp_path, text)
    assert tables.projects["project_name"].tolist() == ["消防装备"]
    assert rows_of(tables, "level1", "name", "value_text") == [
        ("产出指标", "购置消防车", "2辆"), ("产出指标", "装备合格率", "100%"),
    ]  # fmt: skip


def test_an_unknown_word_that_ends_the_line_of_a_header_is_no_project(tmp_path: Path) -> None:
    text = (
        "2024年项目支出绩效目标表\n预算单位：某县民政局　　单位：元\n"
        "项目名称　预算数　一级指标　二级指标　三级指标　指标值　数据出处\n"
        "高龄津贴　1,860,000　产出指标　数量指标　发放津贴人数　≥2100人　台账\n"
        "　　　　质量指标　发放准确率　100%　台账\n　　　效益指标　社会效益指标　老人生活保障　提高　问卷\n"
    )
    tables = read_text(tmp_path, text)
    assert tables.projects[["project_name", "amount_yuan"]].values.tolist() == [["高龄津贴", 1860000]]
    assert rows_of(tables, "level2", "name", "value_text") == [
        ("数量指标", "发放津贴人数", "≥2100人"), ("质量指标", "发放准确率", "100%"), ("社会效益指标", "老人生活保障", "提高"),
    ]  # fmt: skip


def test_the_head_of_a_page_before_a_header_printed_again_is_no_project(tmp_path: Path) -> None:
    head = "单位名称 项目名称 金额 一级指标 二级指标 三级指标 指标值\n"
    text = (
        f"2024年部门项目绩效目标表\n金额单位：万元\n{head}"
        "某县应急局 应急物资储备 38 产出指标 数量指标 储备帐篷 ≥200顶\n储备棉被 ≥1000床\n"
        f"第 1 页，共 2 页\n某县应急局 2024年部门预算公开\n{head}"
        "质量指标 物资完好率 ≥98%\n满意度指标 服务对象满意度指标 群众满意度 ≥90%\n"
        "某县应急局 安全检查 12 产出指标 数量指标 检查企业 ≥150家\n质量指标 隐患整改率 ≥95%\n"
    )
    tables = read_text(tmp_path, text)
    assert tables.projects["project_name"].tolist() == ["应急物资储备", "安全检查"]
    assert [row[0] for row in rows_of(tables, "name")] == [
        "储备帐篷", "储备棉被", "物资完好率", "群众满意度", "检查企业", "隐患整改率",
    ]  # fmt: skip


def test_the_subtotal_of_a_unit_is_no_project(tmp_path: Path) -> None:
    text = LIST + (
        "某县司法局\t小计\t60\n某县司法局\t法律援助\t35\t产出指标\t数量指标\t办理援助案件\t≥420件\n"
        "\t满意度指标\t服务对象满意度指标\t受援人满意度\t≥92%\n"
        "社区矫正\t25\t产出指标\t数量指标\t矫正对象人数\t≥180人\n\t效益指标\t社会效益指标\t社会稳定\t维护\n"
    )
    projects = read_text(tmp_path, text).projects
    assert projects[["project_name", "amount_yuan"]].values.tolist() == [["法律援助", 350000], ["社区矫正", 250000]]


def test_a_project_printed_in_each_row_with_one_cell_a_line(tmp_path: Path) -> None:
    rows = [
        "森林防火 75 产出指标 数量指标 巡护人员 ≥60人", "森林防火 75 产出指标 数量指标 购置灭火器 ≥200套",
        "森林防火 75 效益指标 生态效益指标 森林火灾受害率 ≤0.9‰", "病虫害防治 42 产出指标 数量指标 防治面积 ≥3.5万亩",
        "病虫害防治 42 效益指标 生态效益指标 成灾率 ≤3‰",
    ]  # fmt: skip
    head = "2024年项目绩效目标表\n单位：万元\n项目名称\n金额\n一级指标\n二级指标\n三级指标\n指标值\n"
    tables = read_text(tmp_path, head + "\n".join(rows).replace(" ", "\n"))
    assert tables.projects["project_name"].tolist() == ["森林防火", "病虫害防治"]
    assert [row[0] for row in rows_of(tables, "name")] == [row.split()[-2] for row in rows]


def test_a_wrapped_name_is_one(tmp_path: Path) -> None:
    text = FORM.format(name="危房改造") + (
        "产出指标 数量指标 改造农村危房户\n数 ≥200户\n质量指标 安全鉴定合格率 100%\n效益指标 社会效益指标 住房保障 提升\n"
    )
    found = rows_of(read_text(tmp_path, text.replace(" ", "\n")), "name", "value_text")
    assert [("".join(str(name).split()), value) for name, value in found] == [
        ("改造农村危房户数", "≥200户"), ("安全鉴定合格率", "100%"), ("住房保障", "提升"),
    ]  # fmt: skip


def test_a_name_below_a_name_without_a_target_is_doubted(tmp_path: Path) -> None:
    text = FORM.format(name="养老服务") + (
        "产出指标 数量指标 新增养老服务设施床位\n改造站点 ≥3处\n质量指标 设施合格率 100%\n效益指标 社会效益指标 服务水平 提升\n"
    )
    assert rows_of(read_text(tmp_path, text.replace(" ", "\n")), "name", "value_text", "is_suspect")[:2] == [
        ("新增养老服务设施床位", None, False), ("改造站点", "≥3处", True),
    ]  # fmt: skip


def test_blanks_within_signed_targets(tmp_path: Path) -> None:
    text = FORM.format(name="森林抚育") + (
        "产出指标 数量指标 抚育面积 ≥ 5000 亩\n成本指标 每亩成本 ≤ 200 元/亩\n满意度指标 服务对象满意度指标 林农满意度 ≥ 90 %\n"
    )
    assert rows_of(read_text(tmp_path, text), "name", "value_text") == [
        ("抚育面积", "≥ 5000 亩"), ("每亩成本", "≤ 200 元/亩"), ("林农满意度", "≥ 90 %"),
    ]  # fmt: skip


def test_a_table_of_money_below_a_list_is_no_row(tmp_path: Path) -> None:
    text = LIST.replace("\t", " ") + (
        "某县卫健局 妇幼健康 45 产出指标 数量指标 筛查人数 ≥3000人\n满意度指标 服务对象满意度指标 妇女满意度 ≥90%\n"
        "附表6\n政府采购预算表\n单位：万元\n采购项目 采购品目 数量 金额\n办公设备 台式计算机 12 6.00\n"
    )
    assert rows_of(read_text(tmp_path, text), "name") == [("筛查人数",), ("妇女满意度",)]


def test_a_note_in_brackets_and_words_of_the_web_page_are_no_rows(tmp_path: Path) -> None:
    text = FORM.format(name="教师培训").replace(" ", "\t") + (
        "产出指标\t数量指标\t培训教师\t≥500人次\n（说明：因疫情推迟的场次已并入秋季）\n"
        "效益指标\t社会效益指标\t教师业务能力\t提升\n【打印本页】 【关闭窗口】\n"
    )
    assert rows_of(read_text(tmp_path, text), "name") == [("培训教师",), ("教师业务能力",)]


def test_columns_of_signs_and_of_directions_whose_signs_are_gone(tmp_path: Path) -> None:
    text = (
        "2024年项目绩效目标表\n单位：万元\n项目名称\n金额\n一级指标\n二级指标\n三级指标\n指标方向\n指标方向性\n指标值\n度量单位\n权重\n"
        "公厕管护\n12\n产出指标\n数量指标\n管护公厕\n≥\n正向指标\n36\n座\n20\n质量指标\n保洁质量\n正向指标\n达标\n20\n"
        "成本指标\n管护成本\n≤\n反向指标\n12\n万元\n10\n"
    )
    assert rows_of(read_text(tmp_path, text), "name", "direction", "value_text", "weight") == [
        ("管护公厕", "正向指标", "36", 20), ("保洁质量", "正向指标", "达标", 20), ("管护成本", "反向指标", "12", 10),
    ]  # fmt: skip


def test_a_project_that_began_unseen_is_doubted(tmp_path: Path) -> None:
    text = LIST.replace("\t", " ").replace("\n", " ") + (
        "某县乡村振兴局 扶贫车间 25 产出指标 数量指标 建设车间 3座 满意度指标 服务对象满意度 群众满意度 ≥95% "
        "光伏维护 14 产出指标 数量指标 维护电站 12座 效益指标 经济效益指标 年发电收入 ≥60万元"
    )
    tables = read_text(tmp_path, text)
    suspects = {name for name, is_suspect in rows_of(tables, "name", "is_suspect") if is_suspect}
    is_parted = len(tables.projects) == 2
    assert is_parted or suspects >= {"光伏维护", "维护电站", "年发电收入"}


def test_the_sum_of_a_unit_below_the_header_and_projects_printed_in_each_row(tmp_path: Path) -> None:
    one = "某县项目站 康复服务 741.56 产出指标(64分) 数量指标"
    text = LIST.replace("\t", " ") + (
        f"某县中心小学 5243.26\n{one} 无障碍改造 224户\n{one} 适配器具 ≥688件\n{one} 服务人数 519人\n"
        "某县项目站 学前教育 44.9 产出指标(64分) 数量指标 在园幼儿 ≥560人\n"
        "某县项目站 学前教育 44.9 产出指标(64分) 时效指标 资金拨付及时性 优\n"
    )
    tables = read_text(tmp_path, text)
    assert tables.projects["project_name"].tolist() == ["康复服务", "学前教育"]
    assert [row[0] for row in rows_of(tables, "name")] == [
        "无障碍改造",
        "适配器具",
        "服务人数",
        "在园幼儿",
        "资金拨付及时性",
    ]


def test_a_target_in_words_on_the_line_below_its_name_is_no_part_of_it(tmp_path: Path) -> None:
    text = FORM.format(name="减负补助").replace(" ", "\t") + (
        "产出指标\t数量指标\t补助人数\t≥50人\n效益指标\t经济效益指标\t减轻负担\n有效\n社会效益指标\t政策知晓率\t≥90%\n"
    )
    assert rows_of(read_text(tmp_path, text), "name", "value_text")[1] == ("减轻负担", "有效")
