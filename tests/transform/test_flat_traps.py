"""What went wrong in flattened lists and forms, each test named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.test_flat import BODY, HEAD, ROWS, TITLE, cell_a_line, records, run_on
from tests.transform.test_path import read
from transform import Tables
from transform.flat.fit import fit

LIST_TITLE = "2023年度预算项目绩效目标表\n单位：某县水利局　　金额单位：万元\n"
FORM_TITLE = "项目支出绩效目标批复表\n（2023年度）\n"
MONEY_TABLE = (
    "一般公共预算支出表\n金额单位：万元\n科目编码\t科目名称\t本年预算\n"
    "20101\t农林水支出\t3,403.70\t3,377.74\n20102\t教育支出\t12.5\t8\n"
)


def told(tables: Tables, *names: str) -> list[tuple[object, ...]]:
    found = tables.indicators[list(names)].astype(object)
    return [tuple(row) for row in found.where(found.notna(), None).values.tolist()]


def test_bars_that_open_each_line_and_fill_it_up_are_no_cells(tmp_path: Path) -> None:
    text = LIST_TITLE + (
        "| 预算单位 | 项目名称 | 资金额度 | 年度绩效目标 | 一级指标 | 二级指标 | 绩效内容 | 年度指标值 |\n"
        "| 279003-某县图书馆 |  | 30 万元 |  |  |  |  |  |\n"
        "| 279003-某县图书馆 | 图书馆免费开放 | 20 万元 | 满足群众阅读需求。 | 产出指标(40)分 | 数量 | 举办读书活动 | 64场次 |\n"
        "| 新购图书 | ≥7700册 |||||||\n"
        "| 满意度指标(10)分 | 服务对象满意度 | 读者满意度 | ＞93% |||||\n"
        "| 文化惠民演出 | 10 万元 | 丰富群众文化生活。 | 产出指标(50)分 | 数量 | 组织文艺演出（场） | 10 ||\n"
        "| 时效 | 演出及时性 | 及时 ||||||\n"
    )
    tables = read(text, tmp_path)
    assert tables.projects[["project_name", "amount_yuan"]].values.tolist() == [
        ["图书馆免费开放", 200000], ["文化惠民演出", 100000],
    ]  # fmt: skip
    assert told(tables, "level2", "name", "value_text") == [
        ("数量指标", "举办读书活动", "64场次"), ("数量指标", "新购图书", "≥7700册"),
        ("服务对象满意度指标", "读者满意度", "＞93%"), ("数量指标", "组织文艺演出（场）", "10"), ("时效指标", "演出及时性", "及时"),
    ]  # fmt: skip


SHORT = LIST_TITLE + (
    "单位名称\t项目名称\t年度绩效目标\t资金额度\t一级指标\t二级指标\t三级指标\t指标性质\t标准值\t计量单位\t权重\n"
    "538012-某县水利局\t畜禽无害化处理\t保障畜产品质量安全。\t14\t产出\t数量\t建设收集点\t≥\t6\t处\t23\n"
    "产出\t质量\t无害化处理率\t≥\t95\t%\t23\n"
    "效益\t生态效益\t区域环境质量\t/\t持续改善\t—\t22\n"
    "森林防火能力建设\t降低森林火灾风险。\t14.6\t产出\t数量\t开展防火演练\t≥\t12\t次\t15\n"
    "满意度\t服务对象满意度\t林区群众满意度\t≥\t88\t%\t16\n"
)


@pytest.mark.parametrize("flatten", [str, cell_a_line, run_on], ids=["a-row-a-line", "a-cell-a-line", "run-on"])
def test_labels_of_two_characters_in_cells_of_their_own(tmp_path: Path, flatten: type[str]) -> None:
    tables = read(flatten(SHORT), tmp_path)
    assert tables.projects["project_name"].tolist() == ["畜禽无害化处理", "森林防火能力建设"]
    assert told(tables, "level1", "level2", "name", "value_text", "unit_text", "weight") == [
        ("产出指标", "数量指标", "建设收集点", "6", "处", 23), ("产出指标", "质量指标", "无害化处理率", "95", "%", 23),
        ("效益指标", "生态效益指标", "区域环境质量", "持续改善", None, 22), ("产出指标", "数量指标", "开展防火演练", "12", "次", 15),
        ("满意度指标", "服务对象满意度指标", "林区群众满意度", "88", "%", 16),
    ]  # fmt: skip


def test_project_cells_in_every_row_are_one_project_and_a_label_alone_is_of_level_2(tmp_path: Path) -> None:
    one = "299025\t卫生院能力提升\t197\t规范卫生院建设资金使用，提升基层医疗服务能力。\t"
    two = "299025\t公路养护\t20\t规范公路养护资金使用，保障群众安全便捷出行。\t"
    text = LIST_TITLE + (
        "预算单位编码\t项目名称\t金额（万元）\t年度目标\t一级指标\t二级指标\t绩效内容\t度量单位\t指标方向\t指标值\n"
        f"{one}产出指标\t数量指标\t新增病床\t张\t＞\t77\n{one}培训医务人员\t人次\t=\t296\n{one}成本指标\t病床单价\t元\t≤\t900\n"
        f"{two}产出指标\t数量指标\t养护里程\t公里\t≥\t30\n{two}整修涵洞\t座\t≥\t4\n{two}成本指标\t每公里费用\t元\t≤\t800\n"
    )
    tables = read(text, tmp_path)
    assert tables.projects["project_name"].tolist() == ["卫生院能力提升", "公路养护"]
    assert told(tables, "level1", "level2", "name", "value_text", "unit_text") == [
        ("产出指标", "数量指标", "新增病床", "77", "张"), ("产出指标", "数量指标", "培训医务人员", "296", "人次"),
        ("产出指标", "成本指标", "病床单价", "900", "元"), ("产出指标", "数量指标", "养护里程", "30", "公里"),
        ("产出指标", "数量指标", "整修涵洞", "4", "座"), ("产出指标", "成本指标", "每公里费用", "800", "元"),
    ]  # fmt: skip


def test_spans_over_two_targets_whose_rows_end_early(tmp_path: Path) -> None:
    text = FORM_TITLE + (
        "| 项目名称 | 信息系统运行维护 |  |  |  |  |  |\n"
        "| 总体目标 | 实施期目标 |  |  | 年度目标 |  |  |\n"
        "|  | 三年内保障信息系统稳定运行。 |  |  | 保障信息系统稳定运行。 |  |  |\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 |\n"
        "| 产出指标 | 数量指标 | 维护系统数量 | 1个 | 数量指标 | 维护系统数量 | 4个 |\n"
        "|  |  | 维护终端设备 | >135台 |  | 维护终端设备 | >158台 |\n"
        "|  | 时效指标 | 运维周期 | 三年 | 时效指标 | 运维周期 | 一年\n"
    )
    assert told(read(text, tmp_path), "level2", "name", "value_text", "period_text") == [
        ("数量指标", "维护系统数量", "1个", "实施期目标"), ("数量指标", "维护系统数量", "4个", "年度目标"),
        ("数量指标", "维护终端设备", ">135台", "实施期目标"), ("数量指标", "维护终端设备", ">158台", "年度目标"),
        ("时效指标", "运维周期", "三年", "实施期目标"), ("时效指标", "运维周期", "一年", "年度目标"),
    ]  # fmt: skip


def test_places_over_the_columns_of_values(tmp_path: Path) -> None:
    text = (
        "2023年专项资金区域绩效目标表\n"
        "| 一级指标 | 二级指标 | 三级指标 | 指标值 |  |\n"
        "|  |  |  | 东山县 | 西河县 |\n"
        "| 产出指标 | 数量指标 | 新建水窖 | ≥3口 | ≥5口 |\n"
        "|  |  | 新修水渠 | 2公里 | 7公里 |\n"
    )
    assert told(read(text, tmp_path), "name", "place_text", "value_text") == [
        ("新建水窖", "东山县", "≥3口"), ("新建水窖", "西河县", "≥5口"),
        ("新修水渠", "东山县", "2公里"), ("新修水渠", "西河县", "7公里"),
    ]  # fmt: skip


def test_seal_and_unit_of_money_are_no_names_of_units(tmp_path: Path) -> None:
    line = "填报单位：（盖章）　　　单位：万元\n"
    project = read(TITLE + line + HEAD + BODY, tmp_path).projects.loc[0]
    assert (project["unit_name"], project["amount_yuan"]) == ("某镇政府", 300000)


@pytest.mark.parametrize("broken", ["满意\n度指标\n(10分)", "满意\n度\n指标"])
def test_points_are_no_numbering_of_the_broken_label_below_them(tmp_path: Path, broken: str) -> None:
    text = cell_a_line(TITLE + HEAD + BODY).replace("\n\n", "\n").replace("满意度指标\n服务", f"{broken}\n服务")
    assert records(read(text, tmp_path)) == ROWS


def test_points_between_two_labels_of_level_2_are_a_label_of_level_1(tmp_path: Path) -> None:
    text = cell_a_line(TITLE + HEAD + BODY).replace("满意度指标\n服务", "生态效益指标\n(10分)\n服务")
    tables = read("\n".join(line for line in text.split("\n") if line), tmp_path)
    assert told(tables, "level1", "name")[-1] == ("满意度指标", "村民满意度")


def test_money_tables_above_the_title_have_a_unit_of_their_own(tmp_path: Path) -> None:
    text = cell_a_line(MONEY_TABLE + TITLE + HEAD.replace("万元", "元") + BODY)
    assert read(text, tmp_path).projects["amount_yuan"].tolist() == [30]


def test_money_that_slipped_below_the_wrong_words(tmp_path: Path) -> None:
    width = 8
    lines = [line.split("\t") for line in (HEAD + BODY.replace("绩效指标\t", "")).strip().split("\n")]
    narrow = [[cell for at, cell in enumerate(line) if at < width] for line in lines]
    narrow[7] = ["一级指标", "二级指标", "三级指标", "指标值", "度量单位", "完成值", "分值", "得分"]
    narrow[8:] = [["产出指标", "数量指标", f"养护里程{n}", "30", "公里", "30", "20", "20"] for n in "一二三"]
    filled = ["| " + " | ".join(line) + " |" + "|" * (width - len(line)) for line in narrow]
    project = read(TITLE + "\n".join(filled), tmp_path).projects.loc[0]
    assert project[["initial_budget_yuan", "amount_yuan", "executed_yuan"]].tolist() == [200000, 300000, 270000]
    assert (project["goal_text"], project["achieved_text"]) == ("养护道路三十公里。", "已完成养护。")


DEPARTMENT = """部门整体支出绩效目标表
（2023年度）
部门名称\t某县民政局
年度主要任务\t任务名称\t主要内容\t预算金额（万元）
临时救助\t规范资金使用，缓解困难群众突发困难。\t2.00
殡葬服务\t提高服务水平，方便群众办事。\t3.50
年度预算（万元）\t资金总额\t基本支出\t项目支出
15.50\t10\t5.50
年度绩效目标\t保障困难群众基本生活。
绩效指标\t一级指标\t二级指标\t三级指标\t指标值
产出指标\t数量指标\t救助人数\t≥300人
质量指标\t救助准确率\t≥98%
满意度指标\t服务对象满意度指标\t救助对象满意度\t≥90%
"""


@pytest.mark.parametrize("flatten", [str, cell_a_line, run_on], ids=["a-row-a-line", "a-cell-a-line", "run-on"])
def test_money_of_the_tasks_is_not_that_of_the_department(tmp_path: Path, flatten: type[str]) -> None:
    tables = read(flatten(DEPARTMENT), tmp_path)
    assert tables.projects[["amount_yuan", "goal_text"]].values.tolist() == [[155000, "保障困难群众基本生活。"]]
    assert [doubt.rule_id for doubt in tables.doubts] == []


def test_name_without_a_target_is_not_the_reason_of_the_row_above(tmp_path: Path) -> None:
    text = (
        TITLE + HEAD + "一级指标\t二级指标\t三级指标\t年度指标值\t全年完成值\t未完成原因\n"
        "产出指标\t数量指标\t养护里程\t30公里\t30公里\n整修涵洞\t4座\t3座\t下雨停工\n"
        "满意度指标\t服务对象满意度指标\t村民满意度\t≥90%\t95%\n投诉处理满意率\n"
    )
    tables = read(cell_a_line(text), tmp_path)
    assert told(tables, "name", "reason") == [
        ("养护里程", None), ("整修涵洞", "下雨停工"), ("村民满意度", None), ("投诉处理满意率", None),
    ]  # fmt: skip
    assert tables.indicators.loc[3, "is_suspect"]


def test_a_short_goal_before_the_header_heads_no_column(tmp_path: Path) -> None:
    text = TITLE + HEAD.replace("养护道路三十公里。", "养好路，行好车。").replace("已完成养护。", "已完成。") + BODY
    tables = read(text, tmp_path)
    assert records(tables) == ROWS
    assert tables.projects["goal_text"].tolist() == ["养好路，行好车。"]


def test_title_alone_in_its_row_opens_the_next_form(tmp_path: Path) -> None:
    head = ["指标名称\t计量单位\t指标性质\t指标值", "养护里程\t公里\t≥\t30", "整修涵洞\t座\t≥\t4"]
    forms = [
        [title.strip() + "\t\t\t" for title in TITLE.split()] + [f"项目名称\t{name}\t\t", *head]
        for name in ("修路", "修桥")
    ]
    tables = read("\n".join(line for form in forms for line in form), tmp_path)
    assert tables.projects["project_name"].tolist() == ["修路", "修桥"]
    assert tables.indicators["name"].tolist() == ["养护里程", "整修涵洞"] * 2


@pytest.mark.parametrize("word", ["定性", "反向", "≥", "数量指标", "12"])
def test_signs_and_figures_name_no_project(word: str) -> None:
    assert fit(word, "project_name") == 8.0
