"""Whole tables in the manner of published ones, invented, each named for its trap: every row and every project is compared.

The texts lie in `transcripts/`, what stands in them in `rows.csv` and `projects.csv` beside them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.layouts.reading import read_tables
from tests.layouts.score import squeeze, to_figure
from tests.transform.test_path import read
from transform import Tables

_FOLDER = Path(__file__).resolve().parent / "transcripts"
_FIGURES = {"weight", "score", "amount_yuan"}


def _facts(name: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = {}
    with (_FOLDER / name).open(encoding="utf-8", newline="") as lines:
        for fact in csv.DictReader(lines):
            found.setdefault(fact.pop("document"), []).append(fact)
    return found


_ROWS, _PROJECTS = _facts("rows.csv"), _facts("projects.csv")


def _plain(record: dict[str, object], fields: list[str]) -> list[object]:
    return [to_figure(record[field] or None) if field in _FIGURES else squeeze(record[field]) for field in fields]


def _read(document: str) -> Tables:
    tables = read_tables(_FOLDER / f"{document}.txt")
    assert tables is not None, "the document was refused"
    return tables


@pytest.mark.parametrize("document", list(_ROWS))
def test_every_row_and_project_is_read_as_printed(document: str) -> None:
    tables = _read(document)
    for frame, facts in ((tables.indicators, _ROWS[document]), (tables.projects, _PROJECTS[document])):
        fields = list(facts[0])
        read_records = [_plain(record, fields) for record in frame.to_dict("records")]
        assert read_records == [_plain(dict(fact), fields) for fact in facts]


@pytest.mark.parametrize("document", ["headless-sign-unit-weight", "headless-vanished-labels"])
def test_a_table_without_a_header_says_so(document: str) -> None:
    tables = _read(document)
    said = [doubt.message for doubt in tables.doubts if doubt.rule_id == "R12"]
    assert said == ["表格没有可识别的表头，各列的含义按内容判定，建议核对原文"]


def test_no_row_of_an_odd_table_without_header_is_silent(tmp_path: Path) -> None:
    text = "产出指标\n数量指标\n补助人数\n≥120人\n118人\n10\n质量指标\n补助准确率\n100%\n100%\n20\n"
    tables = read(text, tmp_path)
    assert tables.indicators["is_suspect"].all()
    assert "R12" in {doubt.rule_id for doubt in tables.doubts}


@pytest.mark.parametrize("separator", ["\n", " | ", "\t"], ids=["a-cell-a-line", "bars-between-blanks", "tabs"])
def test_a_column_of_unknown_meaning_is_named(tmp_path: Path, separator: str) -> None:
    rows = [
        "一级指标 二级指标 三级指标 指标值 取数渠道", "产出指标 数量指标 巡河次数 ≥480次 巡河系统",
        "效益指标 生态效益指标 断面水质 达到三类 监测报告", "满意度指标 服务对象满意度指标 群众满意度 ≥90% 问卷",
    ]  # fmt: skip
    lines = (separator.join(row.split()) for row in rows)
    tables = read("项目支出绩效目标表\n项目名称：河长制\n" + "\n".join(lines), tmp_path)
    assert list(tables.indicators["value_text"]) == ["≥480次", "达到三类", "≥90%"]
    assert "表头“取数渠道”的含义不明，该列未载入" in [doubt.message for doubt in tables.doubts]


def test_a_label_of_several_classes_is_none_of_them(tmp_path: Path) -> None:
    text = "一级指标\t二级指标\t三级指标\t指标值\n效果指标\t社会、经济、生态效益指标\t争议率\t0%\n产出指标\t数量指标\t户数\t9户\n"
    tables = read("项目支出绩效目标表\n" + text, tmp_path)
    assert list(tables.indicators["level2"]) == ["社会、经济、生态效益指标", "数量指标"]
    assert "T01" in {doubt.rule_id for doubt in tables.doubts}
