"""What suites ask and what they answer: failing rows are named, broken checks and empty frames are not data."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pandas
import pytest

from expectations.suites import (
    Asset,
    BrokenCheckError,
    EmptyFrameError,
    Validated,
    import_gx,
    rule_asset,
    table_asset,
    validate,
)
from transform.tables import FIGURE, TEXT, TEXTS, WHOLE, Column, Table

INDICATORS = Table(
    name="indicators",
    about="绩效指标",
    key=("document_id", "row"),
    columns=(
        Column("document_id", TEXT, "文件", required=True, pattern="^[0-9a-f]{4}$"),
        Column("row", WHOLE, "行号", required=True, lowest=1),
        Column("level", TEXT, "一级指标", choices=("产出指标", "效益指标")),
        Column("amount_yuan", FIGURE, "金额", lowest=0, highest=100),
        Column("tags", TEXTS, "标记", required=True),
    ),
)
ROWS = {
    "document_id": ["00ab", "00ab", "00ab"],
    "row": [1, 2, 3],
    "level": ["产出指标", "效益指标", None],
    "amount_yuan": [Decimal("1.5"), None, Decimal(100)],
    "tags": [["a", "b"], [], ["a"]],
}


def frame(**changed: list[object]) -> pandas.DataFrame:
    return pandas.DataFrame({**ROWS, **changed})


def judged(*outcomes: str) -> pandas.DataFrame:
    rows = [
        {
            "document_id": "00ab",
            "project_id": f"p{number}",
            "indicator_id": None,
            "file_name": "某乡.txt",
            "place": "第 3 行",
            "project_name": f"项目{number}",
            "name": "权重",
            "outcome": outcome,
            "expected": "100",
            "actual": None if outcome == "insufficient_data" else "90",
            "message": "权重之和不是 100",
        }
        for number, outcome in enumerate(outcomes, start=1)
    ]
    return pandas.DataFrame(rows)


def run(*assets: Asset) -> Validated:
    return validate(assets, run_name="test", run_time=datetime(2026, 1, 2, tzinfo=UTC))


def test_a_table_as_declared_passes() -> None:
    validated = run(table_asset(INDICATORS, frame()))
    assert validated.success
    assert [(verdict.asset, verdict.title) for verdict in validated.verdicts] == [("indicators", "绩效指标")]


def test_the_suite_holds_what_the_table_declares() -> None:
    asset = table_asset(INDICATORS, frame())
    asked = [(e.expectation_type, getattr(e, "column", None)) for e in asset.expectations]
    assert asked == [
        ("expect_table_columns_to_match_ordered_list", None),
        ("expect_table_row_count_to_be_between", None),
        ("expect_compound_columns_to_be_unique", None),
        ("expect_column_values_to_not_be_null", "document_id"),
        ("expect_column_values_to_match_regex", "document_id"),
        ("expect_column_values_to_not_be_null", "row"),
        ("expect_column_values_to_be_between", "row"),
        ("expect_column_values_to_be_in_set", "level"),
        ("expect_column_values_to_be_between", "amount_yuan"),
        ("expect_column_values_to_not_be_null", "tags"),
    ]


@pytest.mark.parametrize(
    ("changed", "expectation", "column", "rows"),
    [
        pytest.param(
            {"document_id": ["00ab", "00ab", None]},
            "expect_column_values_to_not_be_null",
            "document_id",
            [{"document_id": None, "row": 3}],
            id="required",
        ),
        pytest.param(
            {"document_id": ["00ab", "XY", "00ab"]},
            "expect_column_values_to_match_regex",
            "document_id",
            [{"document_id": "XY", "row": 2}],
            id="pattern",
        ),
        pytest.param(
            {"level": ["产出指标", "<其他>", None]},
            "expect_column_values_to_be_in_set",
            "level",
            [{"level": "<其他>", "document_id": "00ab", "row": 2}],
            id="choices",
        ),
        pytest.param(
            {"amount_yuan": [Decimal("-0.5"), None, Decimal("100.01")]},
            "expect_column_values_to_be_between",
            "amount_yuan",
            [
                {"amount_yuan": -0.5, "document_id": "00ab", "row": 1},
                {"amount_yuan": 100.01, "document_id": "00ab", "row": 3},
            ],
            id="range of decimals",
        ),
        pytest.param(
            {"row": [1, 2, 2]},
            "expect_compound_columns_to_be_unique",
            "document_id, row",
            [{"document_id": "00ab", "row": 2}, {"document_id": "00ab", "row": 2}],
            id="compound key",
        ),
        pytest.param(
            {"tags": [["a"], None, ["a"]]},
            "expect_column_values_to_not_be_null",
            "tags",
            [{"tags": None, "document_id": "00ab", "row": 2}],
            id="required list",
        ),
    ],
)
def test_a_failing_row_is_named(
    changed: dict[str, list[object]], expectation: str, column: str, rows: list[dict[str, object]]
) -> None:
    failures = run(table_asset(INDICATORS, frame(**changed))).failures
    assert [(f.asset, f.expectation_type, f.column, f.rows) for f in failures] == [
        ("indicators", expectation, column, rows)
    ]


def test_failing_rows_hold_plain_values() -> None:
    (failure,) = run(table_asset(INDICATORS, frame(amount_yuan=[Decimal(-1), None, None]))).failures
    assert {type(value) for row in failure.rows for value in row.values()} == {float, str, int}


def test_a_single_key_is_unique() -> None:
    table = Table("projects", "项目", ("id",), (Column("id", TEXT, "编号"),))
    (failure,) = run(table_asset(table, pandas.DataFrame({"id": ["a", "b", "a"]}))).failures
    assert (failure.column, failure.observed, failure.rows) == ("id", "2 / 3", [{"id": "a"}, {"id": "a"}])


def test_another_order_of_columns_is_a_failure() -> None:
    other = frame()[["row", "document_id", "level", "amount_yuan", "tags"]]
    (failure,) = run(table_asset(INDICATORS, other)).failures
    assert failure.expectation_type == "expect_table_columns_to_match_ordered_list"
    assert failure.observed == "row, document_id, level, amount_yuan, tags"


def test_the_frame_is_left_as_it_is() -> None:
    given = frame()
    run(table_asset(INDICATORS, given))
    pandas.testing.assert_frame_equal(given, frame())
    assert isinstance(given.loc[0, "amount_yuan"], Decimal)


def test_a_rule_fails_on_fail_only() -> None:
    asset = rule_asset("A01", "权重合计", "同级权重之和为 100", judged("pass", "fail", "insufficient_data"))
    (failure,) = run(asset).failures
    assert (failure.asset, failure.column, failure.observed) == ("A01", "outcome", "1 / 3")
    assert failure.rows == [
        {
            "outcome": "fail",
            "file_name": "某乡.txt",
            "place": "第 3 行",
            "project_name": "项目2",
            "name": "权重",
            "expected": "100",
            "actual": "90",
            "message": "权重之和不是 100",
        }
    ]


def test_a_rule_says_what_it_asks_for() -> None:
    (expectation,) = rule_asset("A01", "权重合计", "差额 <1 时不计", judged("pass")).expectations
    assert expectation.description == "规则 A01《权重合计》：差额 &lt;1 时不计"


def test_an_empty_frame_raises() -> None:
    with pytest.raises(EmptyFrameError, match="indicators: no rows to judge"):
        run(table_asset(INDICATORS, frame().iloc[:0]))


@pytest.mark.parametrize("column", ["level", "tags", "row"])
def test_a_missing_column_is_a_broken_check(column: str) -> None:
    with pytest.raises(BrokenCheckError, match=f"indicators: .* the frame has no column '{column}'"):
        run(table_asset(INDICATORS, frame().drop(columns=column)))


def test_a_missing_index_column_is_a_broken_check() -> None:
    with pytest.raises(BrokenCheckError, match="A01: .* the frame has no column 'message'"):
        run(rule_asset("A01", "权重合计", "和为 100", judged("fail").drop(columns="message")))


def test_a_check_that_raises_is_a_broken_check() -> None:
    between = import_gx().expectations.ExpectColumnValuesToBeBetween(column="level", min_value=1)
    with pytest.raises(BrokenCheckError) as raised:
        run(Asset("indicators", "绩效指标", frame(), (between,), ("row",)))
    assert (raised.value.asset, raised.value.expectation) == ("indicators", "expect_column_values_to_be_between")
    assert "Error" in raised.value.reason
    assert "\n" not in raised.value.reason


def test_an_asset_can_be_judged_twice() -> None:
    asset = rule_asset("A01", "权重合计", "和为 100", judged("fail"))
    assert run(asset).verdicts == run(asset).verdicts
