"""The first document, exact in every flattening."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import read_document, read_grids
from tests.flattenings import FLATTENINGS
from tests.truth import SAMPLE, expected_records, store_record
from transform import Tables, grids_to_tables


def read(path: Path) -> Tables:
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def records(tables: Tables) -> list[tuple[object, ...]]:
    projects = tables.projects.rename(columns={"ordinal": "project_ordinal"})
    wanted = ["project_id", "project_ordinal", "unit_code", "project_name", "amount_yuan"]
    joined = tables.indicators.merge(projects[wanted], on="project_id").astype(object)
    return [store_record(row) for row in joined.where(joined.notna(), None).to_dict("records")]


@pytest.fixture(scope="module")
def sample() -> Tables:
    return read(SAMPLE)


@pytest.mark.parametrize("name", FLATTENINGS)
def test_every_field_of_every_indicator_is_exact(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.txt"
    path.write_text(FLATTENINGS[name](SAMPLE.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    assert records(read(path)) == expected_records()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_every_encoding_gives_the_same_records(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "encoded.txt"
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding=encoding)
    assert records(read(path)) == expected_records()


def test_the_document_is_told_from_its_title(sample: Tables) -> None:
    row = sample.documents.iloc[0]
    assert row[["kind", "fiscal_year", "publisher", "money_unit", "taxonomy_edition"]].tolist() == [
        "target", 2023, "祁连县阿柔乡人民政府", "万元", "2015",
    ]  # fmt: skip


def test_every_project_has_its_head(sample: Tables) -> None:
    projects = sample.projects
    assert len(projects) == 16
    assert projects["unit_code"].tolist() == ["002001"] * 16
    assert projects["amount_yuan"].sum() == 1137700
    assert projects["unit_name"].tolist() == ["祁连县阿柔乡人民政府"] * 16
    assert projects.loc[0, "goal_text"] == (
        "目标：为发挥乡镇人大的监督职责，督促全镇财经工作安全运行，提供必要的工作经费。"
    )
    assert [goal[:4] for goal in projects["goal_text"]] == [
        "目标：为", "目标：解", "目标：为", "目标：为", "目标：解", "目标：农", "目标1:", "目标一：",
        "目标：为", "目标：为", "目标1：", "目标1：", "目标一：", "目标1：", "目标：为", "目标：为",
    ]  # fmt: skip


def test_a_goal_of_several_paragraphs_keeps_them_without_markup(sample: Tables) -> None:
    goal = sample.projects.loc[10, "goal_text"]
    assert "<p>" not in goal
    assert [line[:4] for line in goal.split("\n")] == ["目标1：", "目标2：", "目标5："]


def test_a_total_row_without_a_figure_stays_unknown(sample: Tables) -> None:
    without = sample.projects.loc[sample.projects["total_row_yuan"].isna(), "ordinal"].tolist()
    assert without == [12, 13]
    filled = sample.projects.dropna(subset="total_row_yuan")
    assert (filled["total_row_yuan"] == filled["amount_yuan"]).all()


def test_what_the_reading_could_not_settle_is_said(sample: Tables) -> None:
    counted: dict[str, int] = {}
    for doubt in sample.doubts:
        counted[doubt.rule_id] = counted.get(doubt.rule_id, 0) + 1
    assert counted == {"R01": 1, "R02": 1, "R03": 3, "S03": 12, "V09": 1}
    stray = next(doubt for doubt in sample.doubts if doubt.rule_id == "R01")
    assert stray.actual == "633222100204"


def test_each_value_is_traced_to_its_characters(sample: Tables) -> None:
    lines = SAMPLE.read_text(encoding="utf-8").split("\n")
    cells = sample.cells.set_index("cell_id")
    for row in sample.indicators.itertuples():
        cell = cells.loc[row.value_cell_id]
        printed = lines[cell.row_number - 1][cell.first_character - 1 : cell.last_character]
        assert printed == cell.text
        assert row.value_text in printed


def test_formulas_in_names_are_worked_out(sample: Tables) -> None:
    found = sample.indicators.dropna(subset="formula_value")
    assert [(row.formula_text, row.formula_value) for row in found.itertuples()] == [
        ("3个村×3.5万元", 105000),
        ("3个村×1万元", 30000),
        ("500元*12个月*2人", 12000),
    ]


def test_every_printed_row_is_accounted_for(sample: Tables) -> None:
    count = sample.row_count
    assert count.rows_in == count.rows_out + count.rows_set_aside
    assert count.rows_in == sum(1 for line in SAMPLE.read_text(encoding="utf-8").split("\n") if line.strip())
