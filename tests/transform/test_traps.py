"""Tables that once were read wrongly in silence, each named for its trap."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from extract import Cell, Document, Grid, NoTableError, Notice
from tests.transform.test_path import HEAD, read
from transform import Tables, grids_to_tables

FIRST = "601001\t甲项目\t5.00\t保障工作。\t产出指标\t数量指标\t巡查\t3次\n"
LAST = "\t\t\t\t满意度指标\t服务对象满意度指标\t群众满意度\t≥95%\n"
BLANKS = HEAD.replace("\t", " ")


def rows(tables: Tables) -> list[tuple[object, ...]]:
    return list(tables.indicators[["level1", "level2", "name", "value_text"]].itertuples(index=False, name=None))


def projects(tables: Tables) -> list[tuple[object, ...]]:
    columns = ["unit_code", "project_name", "amount_yuan", "goal_text"]
    return list(tables.projects[columns].itertuples(index=False, name=None))


def rules(tables: Tables) -> list[str]:
    return [doubt.rule_id for doubt in tables.doubts]


SATISFIED = ("满意度指标", "服务对象满意度指标", "群众满意度", "≥95%")
PATROL = ("产出指标", "数量指标", "巡查", "3次")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(HEAD + FIRST + "\t\t\t\t\t\t种植面积（亩）\t120\n" + LAST,
                     [PATROL, ("产出指标", "数量指标", "种植面积（亩）", "120"), SATISFIED], id="bare-figure-like-a-unit-code"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t\t注射疫苗\t500只\n" + LAST,
                     [PATROL, ("产出指标", "数量指标", "注射疫苗", "500只"), SATISFIED], id="name-that-begins-like-a-note"),
        pytest.param(HEAD + FIRST + "备注：单价含税\n" + LAST, [PATROL, SATISFIED], id="note-between-rows"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t\t填报绩效自评表\t3份\n" + LAST,
                     [PATROL, ("产出指标", "数量指标", "填报绩效自评表", "3份"), SATISFIED], id="name-that-ends-like-a-title"),
        pytest.param(HEAD + FIRST + "第 3 页 共 12 页\n" + HEAD + LAST, [PATROL, SATISFIED], id="header-again-on-the-next-page"),
        pytest.param(HEAD + FIRST + LAST + "\t合  计\t5.00\n", [PATROL, SATISFIED], id="total-below-the-rows"),
        pytest.param(HEAD + FIRST.replace("产出指标", "产出指标（0-20）分"), [PATROL], id="points-behind-the-bracket"),
        pytest.param(HEAD + FIRST + LAST.replace("服务对象", "受益对象"), [PATROL, SATISFIED], id="label-that-is-not-listed"),
        pytest.param(HEAD + FIRST.replace("数量指标\t巡查", "数量指标：巡查"), [PATROL], id="label-and-name-in-one-cell"),
        pytest.param(BLANKS + "601001 甲项目 5.00 保障工作。 产 出 指 标 数 量 指 标 巡查 3次\n效 益 指 标 社会效益 治理能力 提升\n",
                     [PATROL, ("效益指标", "社会效益指标", "治理能力", "提升")], id="labels-broken-by-blanks-between-blanks"),
        pytest.param(BLANKS + FIRST.replace("\t", " ") + "质量指标 合格率≥ 95 %\n",
                     [PATROL, ("产出指标", "质量指标", "合格率", "≥ 95 %")], id="sign-left-at-the-name"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t质量指标\t<p>巡查质量</p> <p>演练质量</p>\t<p>符合国家标准</p> <p>100%</p>\n",
                     [PATROL, ("产出指标", "质量指标", "巡查质量", "符合国家标准"), ("产出指标", "质量指标", "演练质量", "100%")],
                     id="list-whose-first-value-is-a-sentence"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t成本指标\t<p>岗位工资</p> <p>500元/人</p>\t<p>≤2万元</p> <p>≤1万元</p>\n",
                     [PATROL, ("产出指标", "成本指标", "岗位工资", "≤2万元"), ("产出指标", "成本指标", "500元/人", "≤1万元")],
                     id="list-of-names-with-a-value-among-them"),
    ],
)  # fmt: skip
def test_rows(text: str, expected: list[tuple[object, ...]], tmp_path: Path) -> None:
    assert rows(read(text, tmp_path)) == expected


CELLS = HEAD.replace("\t", "\n")
YUAN = HEAD.replace("万元", "元")
TASK = "目标乙。\t产出指标\t数量指标\t演练\t2次\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(YUAN + FIRST.replace("5.00", "350000") + "601001\t乙项目\t128000\t" + TASK,
                     [("601001", "甲项目", 350000, "保障工作。"), ("601001", "乙项目", 128000, "目标乙。")],
                     id="amounts-like-unit-codes"),
        pytest.param(YUAN + "60101\t甲项目\t120\t" + TASK, [("60101", "甲项目", 120, "目标乙。")], id="code-of-five-digits"),
        pytest.param(HEAD + "601001-01\t甲项目\t120\t" + TASK, [("601001-01", "甲项目", 1200000, "目标乙。")], id="code-with-a-dash"),
        pytest.param(HEAD + "\t甲项目\t120\t" + TASK, [(None, "甲项目", 1200000, "目标乙。")], id="no-code"),
        pytest.param(HEAD + FIRST.replace("601001", "") + "\t乙项目\t8.00\t" + TASK,
                     [(None, "甲项目", 50000, "保障工作。"), (None, "乙项目", 80000, "目标乙。")], id="two-projects-without-codes"),
        pytest.param(BLANKS + "601001 甲项目 5.00 完成产出指标 数量指标 12 项。 产出指标 数量指标 演练 2次\n",
                     [("601001", "甲项目", 50000, "完成产出指标 数量指标 12 项。")], id="labels-as-words-of-the-goal"),
        pytest.param(CELLS + (FIRST + "满意度指标\t服务对象满意度\t≥95%\n601002\t乙项目\t8.00\t" + TASK).replace("\t", "\n"),
                     [("601001", "甲项目", 50000, "保障工作。"), ("601002", "乙项目", 80000, "目标乙。")],
                     id="code-below-a-label-that-is-a-name"),
        pytest.param(BLANKS + "302 甲项目 5.00 产出指标 成本指标 机械费 2万元\n补助标准 300元/人 8.4万元\n效益指标 社会效益 出行 改善\n",
                     [("302", "甲项目", 50000, None)], id="name-with-a-rate-in-it"),
        pytest.param(HEAD + "601001\t甲项目\t7,00.0,77\t" + TASK, [("601001", "甲项目", None, "目标乙。")],
                     id="amount-that-cannot-be-read"),
    ],
)  # fmt: skip
def test_heads(text: str, expected: list[tuple[object, ...]], tmp_path: Path) -> None:
    assert projects(read(text, tmp_path)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(HEAD + FIRST.replace("5.00", "7,00.0,77"), ["R06"], id="amount-that-cannot-be-read"),
        pytest.param(HEAD + FIRST.replace("5.00", ""), ["R06"], id="no-amount"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t\t<p>演练</p> <p>值守</p>\t3次\n", ["R04"], id="two-names-one-value"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t质量指标\t检查\t\n\t\t510725100204\n" + LAST, ["R01", "S05"], id="code-below-a-name"),
        pytest.param(HEAD + FIRST + "601001\t乙项目\t8.00\t" + TASK + "\t合计\t14.00\n", ["R06"], id="total-of-two-that-is-wrong"),
        pytest.param(HEAD + FIRST + "601001\t乙项目\t8.00\t" + TASK + "\t合计\t13.00\n", [], id="total-of-two"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t\t补助标准\t3000元、2000元、1000元\n", ["R09"], id="several-values-in-a-cell"),
        pytest.param(HEAD + FIRST + "\t\t\t\t\t质量指标\t成活率≥85%\t≥90%\n", ["R10"], id="name-and-value-differ"),
        pytest.param(HEAD.replace("2024年", "") + FIRST + "\t\t\t\t\t时效指标\t完工\t12月底前\n", ["R08"], id="month-without-a-year"),
    ],
)  # fmt: skip
def test_what_is_doubted(text: str, expected: list[str], tmp_path: Path) -> None:
    assert sorted(rules(read(text, tmp_path))) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(HEAD + "601001\t甲\t1.00\n" * 2000, id="heads-without-labels"),
        pytest.param(HEAD + "\t".join(["123456789"] * 4000) + "\n" + FIRST, id="codes"),
        pytest.param(HEAD + FIRST[:-1] + "<p" * 20000, id="markup-that-never-closes"),
        pytest.param(HEAD + FIRST + "啊" * 500_000, id="one-long-line"),
        pytest.param(
            HEAD + "601001\t甲\t5\t目标\t产出指标\t数量指标\t" + "<p>某项</p>" * 3000 + "\t" + "<p>3次</p>" * 3000,
            id="long-lists",
        ),
    ],
)
def test_strange_texts_are_read_in_bounded_time(text: str, tmp_path: Path) -> None:
    began = time.process_time()
    assert len(read(text, tmp_path).documents) == 1
    assert time.process_time() - began < 10


def test_a_unit_and_a_sign_in_the_name_belong_to_the_value(tmp_path: Path) -> None:
    rows_ = "\t\t\t\t\t\t总面积(亩)\t80000\n\t\t\t\t\t质量指标\t成活率(≥**%)\t85\n"
    found = read(HEAD + FIRST + rows_, tmp_path).indicators[["name", "operator", "number", "unit_text", "unit"]]
    assert list(found.itertuples(index=False, name=None))[1:] == [
        ("总面积(亩)", "=", 80000, "亩", "平方米"),
        ("成活率(≥**%)", ">=", 85, "%", "%"),
    ]


def test_a_weight_is_no_target(tmp_path: Path) -> None:
    words = "单位名称 项目名称 预算数 年度目标 一级指标 二级指标 三级指标 指标性质 指标值 度量单位 权重"
    head = "某县某乡2024年项目支出绩效目标表\n单位：元\n" + words.replace(" ", "\t") + "\n"
    tables = read(head + "某镇\t道路养护\t330000\t目标\t产出指标\t数量指标\t养护里程\t≥\t95\t公里\t10\n", tmp_path)
    columns = ["name", "operator", "number", "unit_text", "weight"]
    assert tables.indicators[columns].values.tolist() == [["养护里程", ">=", 95, "公里", 10]]
    assert tables.projects[["project_name", "amount_yuan"]].values.tolist() == [["道路养护", 330000]]


def test_what_a_reader_doubts_is_said() -> None:
    document = Document(Path("page.pdf"), "0" * 64, "application/pdf", b"")
    cells = tuple(Cell(word, 1, place) for place, word in enumerate(["产出指标", "数量指标", "巡查", "3次"], 1))
    tables = grids_to_tables(document, [Grid(cells, True, notices=(Notice("scanned_page", "是扫描页", 2),))])
    assert [(doubt.rule_id, doubt.message, doubt.actual) for doubt in tables.doubts] == [
        ("R11", "第 2 页：是扫描页", "scanned_page"),
        ("R05", "没有读到项目名称", None),
        ("R12", "表格没有可识别的表头，各列的含义按内容判定，建议核对原文", None),
    ]


def test_a_document_of_scanned_pages_alone_says_so() -> None:
    document = Document(Path("page.pdf"), "0" * 64, "application/pdf", b"")
    with pytest.raises(NoTableError, match="its reader says: 第 1 页：是扫描页"):
        grids_to_tables(document, [Grid((), True, notices=(Notice("scanned_page", "是扫描页", 1),))])


def test_a_label_over_a_page_break_that_does_not_fit_is_doubted() -> None:
    document = Document(Path("page.pdf"), "0" * 64, "application/pdf", b"")
    head = [
        Cell(word, 1, place, page=1) for place, word in enumerate(["一级指标", "二级指标", "三级指标", "指标值"], 1)
    ]
    above = [Cell(word, 2, place, page=1) for place, word in enumerate(["社会效益指标", "受益人口", "≥300人"], 2)]
    below = [Cell(word, 3, place, page=2) for place, word in enumerate(["服务对象满意度指标", "群众满意度", "≥95%"], 2)]
    label = Cell("效益指标", 2, 1, row_span=2, page=1)
    tables = grids_to_tables(document, [Grid((*head, label, *above, *below), True)])
    doubted = {doubt.indicator_id for doubt in tables.doubts if "印在上一页" in doubt.message}
    assert tables.indicators.loc[tables.indicators.indicator_id.isin(doubted), "name"].tolist() == ["群众满意度"]
