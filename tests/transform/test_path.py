"""Small tables, each named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import Document, NoTableError, read_document, read_grids
from transform import Tables, grids_to_tables

HEAD = (
    "某县某乡人民政府2024年部门预算项目支出绩效目标公开表\n"
    "单位编码\t单位及项目名称\t金额(万元)\t绩效目标\t一级指标\t二级指标\t三级指标\t指标值\n"
)


def read(text: str, folder: Path) -> Tables:
    path = folder / "table.txt"
    path.write_text(text, encoding="utf-8")
    document: Document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def rows(tables: Tables) -> list[tuple[object, ...]]:
    return [
        (row.level2, row.name, row.value_text)
        for row in tables.indicators[["level2", "name", "value_text"]].itertuples(index=False)
    ]


@pytest.mark.parametrize(
    ("body", "expected", "rules"),
    [
        pytest.param(
            "001001\t道路养护\t5.00\t目标：路面完好。\t产出指标\t数量指标\t养护里程\t12公里\n\t\t\t\t\t质量指标\t\t路面完好率\t≥95%\n",
            [("数量指标", "养护里程", "12公里"), ("质量指标", "路面完好率", "≥95%")],
            set(),
            id="label-one-column-off",
        ),
        pytest.param(
            "001001\t道路养护\t5.00\t目标\t效益指标\t出行条件\t改善\n满意度指标\t服务对象满意度\t≥90%\n",
            [("社会效益指标", "出行条件", "改善"), ("服务对象满意度指标", "服务对象满意度", "≥90%")],
            {"S03", "R03"},
            id="level-2-missing",
        ),
        pytest.param(
            "001001\t慰问\t5.00\t目标\t产出指标\t数量指标\t<p>走访户数</p> <p>发放物资</p>\t<p>30户</p> <p>60份</p>\n",
            [("数量指标", "走访户数", "30户"), ("数量指标", "发放物资", "60份")],
            set(),
            id="lists-of-names-and-values",
        ),
        pytest.param(
            "001001\t慰问\t5.00\t目标\t产出指标\t数量指标\t<p>走访户数</p> <p>发放物资</p> <p>座谈</p>\t<p>30户</p> <p>60份</p>\n",
            [
                ("数量指标", "走访户数", "30户\n60份"),
                ("数量指标", "发放物资", "30户\n60份"),
                ("数量指标", "座谈", "30户\n60份"),
            ],
            {"R04", "R09"},
            id="lists-of-unequal-length",
        ),
        pytest.param(
            "001001\t宣传\t5.00\t目标\t产出指标\t质量指标\t群众对政策的知晓程度达到≥90%\n",
            [("质量指标", "群众对政策的知晓程度", "≥90%")],
            {"V09"},
            id="value-run-into-name",
        ),
        pytest.param(
            "001001\t宣传\t5.00\t目标\t产出指标\t数量指标\t印发资料\n\t\t\t\t\t质量指标\t合格率\t100%\n",
            [("数量指标", "印发资料", None), ("质量指标", "合格率", "100%")],
            {"S05"},
            id="name-without-a-value",
        ),
        pytest.param(
            "001001\t宣传\t5.00\t目标\t产出指标\t质量指标\t工程质量\t符合国家验收标准\n",
            [("质量指标", "工程质量", "符合国家验收标准")],
            {"R07"},
            id="sentence-as-a-value",
        ),
        pytest.param(
            "001001\t宣传\t5.00\t目标\t产 出 指 标 (50分)\t数 量指标\t印发资料\t300份\n",
            [("数量指标", "印发资料", "300份")],
            set(),
            id="labels-with-blanks-and-points",
        ),
        pytest.param(
            "001001\t甲\t5.00\t目标\t产出指标\t数量指标\t宣传\t2次\n001001\t乙\t3.00\t目标\t产出指标\t数量指标\t培训\t3次\n",
            [("数量指标", "宣传", "2次"), ("数量指标", "培训", "3次")],
            set(),
            id="two-projects-in-one-table",
        ),
    ],
)
def test_small_tables(body: str, expected: list[tuple[object, ...]], rules: set[str], tmp_path: Path) -> None:
    tables = read(HEAD + body, tmp_path)
    assert rows(tables) == expected
    assert {doubt.rule_id for doubt in tables.doubts} == rules


def test_two_projects_in_one_table_have_their_own_heads(tmp_path: Path) -> None:
    body = "001001\t甲\t5.00\t目标一\t产出指标\t数量指标\t宣传\t2次\n001002\t乙\t3.00\t目标二\t产出指标\t数量指标\t培训\t3次\n"
    projects = read(HEAD + body, tmp_path).projects
    assert projects[["unit_code", "project_name", "amount_yuan", "goal_text"]].to_numpy().tolist() == [
        ["001001", "甲", 50000, "目标一"],
        ["001002", "乙", 30000, "目标二"],
    ]


def test_unequal_lists_are_not_given_figures(tmp_path: Path) -> None:
    body = "001001\t慰问\t5\t目标\t产出指标\t数量指标\t<p>甲项工作</p><p>乙项工作</p><p>丙项工作</p>\t<p>30户</p><p>60份</p>\n"
    indicators = read(HEAD + body, tmp_path).indicators
    assert indicators["value_kind"].tolist() == ["unparsed"] * 3
    assert indicators["is_suspect"].tolist() == [True] * 3
    assert indicators["value"].isna().all()


def test_money_in_yuan_is_taken_from_the_header(tmp_path: Path) -> None:
    head = HEAD.replace("金额(万元)", "预算数(元)")
    tables = read(head + "001001\t甲\t8,827,620.53\t目标\t产出指标\t数量指标\t宣传\t2次\n", tmp_path)
    assert str(tables.projects.loc[0, "amount_yuan"]) == "8827620.53"


def test_an_amount_without_any_unit_stays_unknown_and_is_said(tmp_path: Path) -> None:
    head = HEAD.replace("金额(万元)", "金额")
    tables = read(head + "001001\t甲\t8.50\t目标\t产出指标\t数量指标\t宣传\t2次\n", tmp_path)
    assert tables.projects.loc[0, ["amount_yuan", "amount_text"]].tolist() == [None, "8.50"]
    assert [doubt.rule_id for doubt in tables.doubts] == ["R06"]


@pytest.mark.parametrize(
    "text",
    ["今天天气很好。\n我们开会讨论绩效。\n", HEAD, "一级指标\t二级指标\t三级指标\t指标值\n"],
    ids=["prose", "header-only", "words"],
)
def test_a_text_without_indicators_is_no_table(text: str, tmp_path: Path) -> None:
    with pytest.raises(NoTableError):
        read(text, tmp_path)
