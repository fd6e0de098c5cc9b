"""Matrices and older taxonomies, flattened; each test is named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.transform.test_path import read
from transform.flat.classes import share_out
from transform.project_names import find_project
from transform.titles import parse_title

_TOP = "2023年农村公路养护补助资金绩效目标分解表\n项目资金：30万元\n绩效目标：养护道路三十公里。\n"
_LABELS = [["乡镇", "产出指标", "满意度指标"], ["数量指标", "质量指标", "服务对象满意度指标"]]
_NAMES = ["养护里程", "整修涵洞数量", "验收合格率", "群众满意度"]
_PLACES = [["云岭乡", "≥12公里", "3座", "100%", "≥90%"], ["市本级", "≥5公里", "1座", "98%", "≥95%"]]
_WAYS = {
    "tabs": "\n".join(map("\t".join, [*_LABELS, _NAMES, *_PLACES])),
    "cells": "\n".join(cell for row in [*_LABELS, _NAMES, *_PLACES] for cell in row),
    "blanks": " ".join(cell for row in [*_LABELS, _NAMES, *_PLACES] for cell in row),
}


@pytest.mark.parametrize("way", _WAYS)
def test_table_on_its_side_lost_its_merged_labels(tmp_path: Path, way: str) -> None:
    tables = read(_TOP + _WAYS[way] + "\n", tmp_path)
    found = tables.indicators[["place_text", "level2", "name", "value_text"]].to_numpy().tolist()
    level2 = ["数量指标", "数量指标", "质量指标", "服务对象满意度指标"]
    assert sorted(found) == sorted(
        [place, label, name, value]
        for place, *values in _PLACES
        for label, name, value in zip(level2, _NAMES, values, strict=True)
    )


def test_project_is_named_by_the_title_alone(tmp_path: Path) -> None:
    tables = read(_TOP + _WAYS["tabs"] + "\n", tmp_path)
    project = tables.projects.iloc[0]
    assert (project["project_name"], project["amount_yuan"]) == ("农村公路养护补助资金", 300000)
    cited = tables.cells[tables.cells["cell_id"] == project["name_cell_id"]]
    assert cited["text"].tolist() == ["农村公路养护补助资金"]


@pytest.mark.parametrize(
    "title",
    ["2023年项目支出绩效目标表", "2023年部门预算绩效目标表", "2023年某县财政局道路养护绩效目标表", "绩效目标申报表"],
)
def test_title_of_any_form_names_no_project(title: str) -> None:
    assert find_project(title) is None


def test_project_behind_the_year_is_no_publisher() -> None:
    assert parse_title("2023年农村公路养护绩效目标分解表").publisher is None


def test_places_below_a_header_are_no_row(tmp_path: Path) -> None:
    text = (
        "2023年区域绩效目标表\n项目名称\t道路养护\n项目资金（万元）\t30\n一级指标\t二级指标\t三级指标\t指标值\n云岭乡\t石桥镇\n"
        "(50分)\t数量指标\t养护里程\t12公里\t9公里\n质量指标\t验收合格率\t98%\t97%\n"
    )
    found = read(text, tmp_path).indicators[["name", "place_text", "value_text"]].to_numpy().tolist()
    assert found == [
        ["养护里程", "云岭乡", "12公里"],
        ["养护里程", "石桥镇", "9公里"],
        ["验收合格率", "云岭乡", "98%"],
        ["验收合格率", "石桥镇", "97%"],
    ]


def test_satisfaction_stands_below_the_benefits_of_an_older_taxonomy(tmp_path: Path) -> None:
    text = (
        "项目支出绩效目标表\n项目名称\t道路养护\n项目资金（万元）\t30\n一级指标\t二级指标\t三级指标\t指标值\t权重\n"
        "投入指标(20分)\t资金投入\t资金到位率\t100%\t20\n过程指标(30分)\t业务管理\t管理制度健全性\t健全\t30\n"
        "效益指标(50分)\t社会效益指标\t受益人口\t≥300人\t25\n服务对象满意度指标\t村民满意度\t≥90%\t25\n"
    )
    found = read(text, tmp_path).indicators[["level1", "level2", "name"]].to_numpy().tolist()
    assert found == [
        ["投入指标", "资金投入", "资金到位率"],
        ["过程指标", "业务管理", "管理制度健全性"],
        ["效益指标", "社会效益指标", "受益人口"],
        ["效益指标", "服务对象满意度指标", "村民满意度"],
    ]


def test_no_sure_word_gives_no_lead() -> None:
    shares = share_out(["数量指标", "质量指标"], ["甲项工作", "乙项工作", "验收合格率"], ["甲事", "乙事", "98%"])
    assert [(share.label, share.lead > 1.6) for share in shares] == [(0, True), (1, False), (1, True)]
