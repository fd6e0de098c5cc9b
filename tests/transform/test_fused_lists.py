"""Lists of many projects without separators: each test is named for the trap that it holds."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from tests.transform.plain_text import read_text, rows_of
from transform import Tables
from transform.fused.codes import code_end, find_code_digits, total_end

TITLE = "2023年度项目绩效目标表金额单位:万元"
LEVELS = "一级指标二级指标三级指标指标值权重"
CODED = TITLE + "单位编码项目名称资金额度年度目标" + LEVELS
NAMED = TITLE + "项目名称资金额度年度目标" + LEVELS
ROWS = "产出指标数量指标清淤长度≥266米23质量指标验收合格率≥95%77"


def projects(tables: Tables, *names: str) -> list[tuple[object, ...]]:
    """Return some columns of the projects."""
    return list(tables.projects[list(names)].itertuples(index=False, name=None))


def test_bare_code_of_a_unit_is_cut_from_the_points_before_it(tmp_path: Path) -> None:
    one, other = "531016河道清淤2.5通过清淤,保障行洪。", "895029道路修补3.35通过修补,保障通行。"
    tables = read_text(tmp_path, CODED + one + ROWS + other + ROWS)
    assert projects(tables, "unit_code", "project_name", "amount_yuan") == [
        ("531016", "河道清淤", Decimal(25000)),
        ("895029", "道路修补", Decimal(33500)),
    ]
    assert [weight for (weight,) in rows_of(tables, "weight")] == [23, 77, 23, 77]


def test_year_and_own_code_of_a_project_are_no_part_of_the_bare_code() -> None:
    assert find_code_digits("5610062025年人居环境", 0) == 6
    assert find_code_digits("26541600000021T546619334-水库", 0) == 6
    assert code_end("895029道路", 0, 6) == 6
    assert code_end("7895029道路", 0, 6) is None


def test_total_row_leaves_the_digits_of_the_first_head(tmp_path: Path) -> None:
    text = "合计4094.65669014路灯维护"
    assert text[: total_end(text, 0, text.index("路"), 6)] == "合计4094.65"
    head = "合计21187.13万2021年河道清淤2.5通过清淤,保障行洪。"
    tables = read_text(tmp_path, NAMED + head + ROWS)
    assert projects(tables, "project_name") == [("2021年河道清淤",)]


def test_head_told_before_rows_without_a_label_is_one_project(tmp_path: Path) -> None:
    heads = ("河道清淤项目18通过清淤,保障行洪。", "道路修补项目11.年度任务全面完成,群众满意。")
    rows = ("产出指标数量指标清淤长度≥266米23", "新建护岸30处17", "质量指标验收合格率≥95%60")
    tables = read_text(tmp_path, NAMED + "".join(head + head.join(rows) for head in heads))
    assert projects(tables, "project_name", "amount_yuan") == [("河道清淤项目", 180000), ("道路修补项目", 10000)]
    assert [name for (name,) in rows_of(tables, "name")] == ["清淤长度", "新建护岸", "验收合格率"] * 2


def test_output_of_a_project_is_no_part_of_the_goal_above_it(tmp_path: Path) -> None:
    rows = "项目产出数量指标清淤长度≥266米23项目效益社会效益指标受益人口≥95人77"
    tables = read_text(tmp_path, NAMED + "河道清淤2.5通过清淤,保障行洪。" + rows)
    assert projects(tables, "goal_text") == [("通过清淤,保障行洪。",)]
    assert rows_of(tables, "level1", "level2") == [("产出指标", "数量指标"), ("效益指标", "社会效益指标")]


def test_goal_ends_before_a_label_of_level_2_whose_level_1_was_left_out(tmp_path: Path) -> None:
    other = "道路修补3.35通过修补,保障通行。服务对象满意度指标群众满意度≥90%40产出指标数量指标修补道路≥3公里60"
    tables = read_text(tmp_path, NAMED + "河道清淤2.5通过清淤,保障行洪。" + ROWS + other)
    assert projects(tables, "project_name", "goal_text")[1] == ("道路修补", "通过修补,保障通行。")


def test_name_told_in_its_goal_keeps_its_first_character(tmp_path: Path) -> None:
    rows = "产出指标数量指标清淤长度≥266米23社会效益指标受益人口≥95"
    text = NAMED.removesuffix("权重") + ("河道清淤2.50通过清淤,保障行洪。" + rows).replace("米23", "米")
    tables = read_text(tmp_path, text + "人居环境整治3.35通过人居环境整治,改善村貌。" + ROWS.replace("23质", "质"))
    assert projects(tables, "project_name") == [("河道清淤",), ("人居环境整治",)]


def test_target_in_money_is_no_head(tmp_path: Path) -> None:
    rows = "产出指标数量指标清淤长度≥266米23成本指标清淤总成本167.79万元单位成本127元/米77"
    other = "效益指标社会效益指标受益人口≥95人10"
    tables = read_text(tmp_path, NAMED + "河道清淤2.50通过清淤,保障行洪。" + rows + other)
    assert len(tables.projects) == 1


def test_digit_before_glued_points_is_doubted(tmp_path: Path) -> None:
    rows = "产出指标数量指标清淤长度≥266米23质量指标验收合格率18"
    tables = read_text(tmp_path, NAMED + "河道清淤2.5通过清淤,保障行洪。" + rows)
    assert bool(tables.indicators.iloc[1]["is_suspect"])
