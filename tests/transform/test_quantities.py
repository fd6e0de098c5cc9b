"""Every way a disclosure writes a target: the table of cases, and what must hold for any string."""

from __future__ import annotations

import re
import time
from decimal import Decimal
from typing import Any

import duckdb
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import transform.quantities.parse as parser
from bench.quantities import make_texts
from tests.transform.quantities_table import Case, read, read_cases
from transform import normalise_quantities
from transform.quantities import Quantity, clean, find_formula, parse_name, parse_quantity
from transform.quantities.readers import LAST
from transform.quantities.words import signs_before, units
from transform.tables import FIGURE

CASES = read_cases()
ALPHABET = "0123456789.,%万亿元人次年月日一二三十百千半点分之个≥≤><=-~/·每()（）、 第前不含余几成折角打又×*+÷±x约以上内至到全底季度Kw\n①〇"
HOSTILE = ["1", "100 ", "<p", "1,", "1.", "(1", "((", "1×", "一万", "百分之", "每人", "1/", "3万5千", "\u0301\u0323", "ﷺ", "年1月",
           "2023年1月", "1次、", "第1", "不", "%≥", " ", "\x00", "９", "𝟗", "🚗", "ا١"]  # fmt: skip
# A form in which a figure can be written and read again; 块 and 度 mean nothing without their surroundings.
PLAIN_UNITS = sorted(
    word for word, unit in units().items() if unit.kind == "exact" and unit.decimal_factor is not None and word not in "成折"
    and not word.startswith(("半", "个半")) and word != "月"
)  # fmt: skip


def record(quantity: Quantity) -> dict[str, object]:
    return {name: getattr(quantity, name) for name in CASES[0].expected}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name}: {case.text}")
def test_every_case_of_the_table(case: Case) -> None:
    quantity = read(case)
    assert record(quantity) == case.expected
    assert case.notes in {"*", ";".join(note for note in quantity.notes if note != "rounded")}


@pytest.mark.parametrize(
    ("name", "value", "number", "unit", "operator", "notes"),
    [
        ("总面积(亩)", "80000", 80000, "平方米", "=", ("unit_from_name",)),
        ("苗木成活率(≥**%)", "85", 85, "%", ">=", ("template_in_name", "unit_from_name", "sign_from_name")),
        ("成活率≥85%", "85%", 85, "%", ">=", ("target_in_name", "sign_from_name")),
        ("成活率≥85%", "≥90%", 90, "%", ">=", ("target_in_name", "name_value_conflict")),
        ("总面积(亩)", "5公里", 5, "米", "=", ("name_unit_conflict",)),
        ("成本(≤**元/株)", "≥12元", 12, "元", ">=", ("template_in_name", "name_sign_conflict")),
        ("新建公路", "3公里", 3, "米", "=", ()),
        ("成活率(%)≥", "85", 85, "%", ">=", ("unit_from_name", "sign_from_name")),
        ("培训人数(≥人)", "50", 50, "人", ">=", ("unit_from_name", "sign_from_name")),
        ("成活率≥", "≤85%", 85, "%", "<=", ("name_sign_conflict",)),
        ("时间(年)", "2023", 2023, None, "=", ()),
    ],
)
def test_what_a_name_says(
    name: str, value: str, number: int, unit: str | None, operator: str, notes: tuple[str, ...]
) -> None:
    reading = parse_name(name, parse_quantity(value))
    quantity = reading.quantity
    assert (quantity.number, quantity.unit, quantity.operator) == (Decimal(number), unit, operator)
    assert (reading.name, reading.notes) == (name, notes)
    assert reading.has_conflict == any("conflict" in note for note in notes)


def test_several_values_are_kept_in_order_and_none_is_taken() -> None:
    quantity = parse_quantity("4%、3%、2%、8%以下")
    assert [(part.operator, part.number) for part in quantity.parts] == [("=", 4), ("=", 3), ("=", 2), ("<=", 8)]
    assert (quantity.number, quantity.value) == (None, None)


def test_a_scanned_percentage_above_200_is_suspected_and_kept() -> None:
    quantity = parse_quantity("290%", scanned=True)
    assert (quantity.number, quantity.is_suspect) == (Decimal(290), True)
    assert not parse_quantity("290%").is_suspect


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("6222021234567890123×2", None),
        ("2米×3米", None),
        ("100元×5元", None),
        ("(3+2)×4人", 20),
        ("1000元÷3", "333.333333333333"),
    ],
)
def test_formulas_carry_their_units(text: str, value: object) -> None:
    formula = find_formula(clean(text))
    assert (formula.value if formula else None) == (None if value is None else Decimal(str(value)))


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(ALPHABET, max_size=40)), st.sampled_from(["", "≥", "正向", "好"]))
def test_no_string_raises(text: str, sign_cell: str) -> None:
    for label in (None, "时效指标", "成本指标"):
        quantity = parse_quantity(text, label=label, sign_cell=sign_cell, unit_cell="万元", fiscal_year=2023)
        assert quantity.text == text
        parse_name(text, quantity)
    find_formula(clean(text))


@pytest.mark.parametrize("unit", HOSTILE)
def test_ten_thousand_characters_take_no_time(unit: str) -> None:
    for length in (190, 990, 10_000):
        text = (unit * length)[:length]
        spent = []
        for _ in range(3):
            began = time.perf_counter()
            parse_quantity(text)
            spent.append(time.perf_counter() - began)
        assert min(spent) < 0.05


NUMBERS = st.decimals(0, 10**9, places=2, allow_nan=False, allow_infinity=False)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(PLAIN_UNITS), st.sampled_from(["", *sorted(signs_before())]))
def test_a_figure_that_is_written_is_read_back(number: Decimal, unit: str, sign: str) -> None:
    assume(not (sign == "近" and unit in LAST))  # 近三年 are the last three years
    quantity = parse_quantity(f"{sign}{number:f}{unit}")
    expected = signs_before()[sign].operator if sign else "="
    assert (quantity.operator, quantity.number, quantity.unit) == (expected, number, units()[unit].unit)
    assert quantity.value == number * Decimal(units()[unit].decimal_factor or 0)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, NUMBERS, st.sampled_from(["%", "元", "万元", "人", "公里"]), st.sampled_from(["-", "~", "至", "到"]))
def test_a_range_that_is_written_is_read_back(first: Decimal, second: Decimal, unit: str, joint: str) -> None:
    low, high = sorted((first, second))
    quantity = parse_quantity(f"{low:f}{unit}{joint}{high:f}{unit}")
    assert low == high or (quantity.number, quantity.number_high) == (low, high)


PER = st.sampled_from(["", "/人", "/年", "/村", "/人/年", "/人·月"])
SCALES = st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)])
SIMPLE_UNITS = [
    unit for unit in PLAIN_UNITS if unit[0] not in "十百千万亿kKw两M半" and len(unit) < 4 and "/" not in unit
]


@settings(max_examples=300, deadline=None)
@given(NUMBERS, SCALES, st.sampled_from(SIMPLE_UNITS), PER, st.sampled_from(["", "≥", "≤", ">", "<", "约"]))
def test_a_quantity_that_is_formatted_is_read_back(
    number: Decimal, scale: tuple[str, int], unit: str, per: str, sign: str
) -> None:
    first = parse_quantity(f"{sign}{number:f}{scale[0]}{unit}{per}")
    assume(first.value is not None)
    names = f"/{first.per}" if first.per else ""
    again = parse_quantity(f"{sign}{first.value:f}{first.unit}{names}")
    assert (again.operator, again.value, again.unit, again.dimension, again.per) == (
        first.operator, first.value, first.unit, first.dimension, first.per)  # fmt: skip
    assert first.value == number * scale[1] * Decimal(units()[unit].decimal_factor or 0)


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 10**12 - 1), st.sampled_from(["", "人", "元", "次"]), st.booleans())
def test_a_number_written_in_chinese_is_read_back(number: int, unit: str, is_formal: bool) -> None:
    text = write_chinese(number, is_formal=is_formal)
    assert parse_quantity(text + unit).value == number


def write_chinese(number: int, *, is_formal: bool) -> str:
    digits, places = ("零壹贰叁肆伍陆柒捌玖", "仟佰拾") if is_formal else ("零一二三四五六七八九", "千百十")
    text = ""
    for group, size in (("亿", 10**8), ("万", 10**4), ("", 1)):
        part = f"{number // size % 10**4:04}"
        words = "".join(
            digits[int(digit)] + place if digit != "0" else "零"
            for digit, place in zip(part, (*places, ""), strict=True)
        )
        text += words.rstrip("零") + group if int(part) else "零"
    return re.sub("零+", "零", text).strip("零") or "零"


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(
        st.text("0123456789eE^.亿万兆元%次+×÷-", max_size=60),
        st.sampled_from(["9" * 5000, "1e999999", "10亿亿亿", "9^9^9"]),
    )
)
def test_no_figure_is_larger_than_the_store_can_hold(text: str) -> None:
    for unit_cell in (None, "亿元"):
        quantity = parse_quantity(text, unit_cell=unit_cell)
        for figure in (
            quantity.number,
            quantity.number_high,
            quantity.value,
            quantity.value_high,
            quantity.formula_value,
        ):
            assert figure is None or (figure.is_finite() and abs(figure) < 10**18)


def test_every_figure_fits_the_column_it_is_stored_in() -> None:
    texts = [
        *(case.text for case in CASES),
        *(f"{'9' * digits}万亿公里" for digits in range(1, 30)),
        "1e17",
        "9e99亿元",
    ]
    filled = normalise_quantities(pd.DataFrame({"value_text": texts}))
    figures = [
        figure for column in ("number", "number_high", "value", "value_high") for figure in filled[column].dropna()
    ]
    stored = duckdb.execute(f"SELECT count(unnest::{FIGURE}) FROM unnest(?)", [[str(figure) for figure in figures]])
    assert stored.fetchone() == (len(figures),)


@pytest.mark.parametrize("text", ["0.0000000000155克", "零点零零零零零零零零零零一"])
def test_a_figure_that_eight_decimals_cannot_hold_is_suspect(text: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.is_suspect, "too_small_for_store" in quantity.notes) == (True, True)


@pytest.mark.parametrize(
    ("text", "number"), [("10²", None), ("5⁰", None), ("1½", "1.5"), ("2¾万元", "2.75"), ("㊀300人", "300")]
)
def test_a_raised_digit_is_no_further_digit(text: str, number: str | None) -> None:
    assert parse_quantity(text).number == (None if number is None else Decimal(number))


def test_several_times_and_changes_keep_what_is_said_of_each() -> None:
    days = parse_quantity("6月30日、12月31日", fiscal_year=2023).parts
    assert [str(day.period_end) for day in days] == ["2023-06-30", "2023-12-31"]
    changes = parse_quantity("收入增长5%、支出下降3%").parts
    assert [(change.value, change.notes) for change in changes] == [(5, ("increase",)), (3, ("decrease",))]


def test_the_quick_way_and_the_long_way_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [*make_texts(2_000), *(case.text for case in CASES)]
    quick = [parse_quantity(text) for text in texts]
    monkeypatch.setattr(parser, "read_quick", lambda *_: None)
    assert [parse_quantity(text) for text in texts] == quick


@pytest.mark.parametrize(
    ("text", "number", "unit"),
    [
        ("三零二个村民小组", 302, "组"),
        ("五一六辆", 516, "辆"),
        ("一一零九星期", 1109, "天"),
        ("八十四兆瓦", 84, "千瓦"),
    ],
)
def test_no_numeral_is_cut(text: str, number: int, unit: str) -> None:
    quantity = parse_quantity(text)
    assert (quantity.number, quantity.unit) == (number, unit)


def test_normalising_twice_changes_nothing() -> None:
    frame = pd.DataFrame({"value_text": [*(case.text for case in CASES), None], "level2": "成本指标"})
    once = normalise_quantities(frame)
    pd.testing.assert_frame_equal(normalise_quantities(once), once)


@pytest.mark.parametrize(
    ("values", "kinds"),
    [
        ([], []),
        (["5%", None, float("nan"), pd.NA], ["percent", "missing", "missing", "missing"]),
        ([5, 5.5, Decimal("1.50"), True], ["quantity", "quantity", "quantity", "qualitative"]),
        ([pd.Timestamp("2023-05-01"), "2023-05-01 00:00:00"], ["period", "period"]),
        ([["5"], {"a": 1}], ["unparsed", "unparsed"]),
        (pd.Series(["5%", "5%", None], dtype="category").array, ["percent", "percent", "missing"]),
        (pd.Series(["5%", None], dtype="string").array, ["percent", "missing"]),
    ],
)
def test_a_plain_column_of_any_kind_is_read(values: Any, kinds: list[str]) -> None:
    frame = pd.DataFrame({"value_text": values, "other": 1}, index=[7] * len(values))
    filled = normalise_quantities(frame)
    assert (filled["value_kind"].tolist(), filled.index.tolist()) == (kinds, [7] * len(kinds))
    pd.testing.assert_frame_equal(frame, pd.DataFrame({"value_text": values, "other": 1}, index=[7] * len(values)))


@pytest.mark.parametrize("year", [2023, 2023.0, "2023", "2023年度", pd.NA, None, "本年"])
def test_a_fiscal_year_of_any_kind_is_read(year: object) -> None:
    filled = normalise_quantities(pd.DataFrame({"value_text": ["全年"], "fiscal_year": [year]}))
    assert (str(filled["period_end"].iloc[0]) == "2023-12-31") == str(year).startswith("2023")


def test_a_frame_without_values_is_refused() -> None:
    with pytest.raises(ValueError, match="value_text"):
        normalise_quantities(pd.DataFrame({"value": ["5%"]}))


def test_cells_beside_the_value_are_taken_into_account() -> None:
    frame = pd.DataFrame({"value_text": ["98", "98", None], "unit_cell": ["%", None, "%"], "sign_cell": ["≥", None, None]},
                         index=[7, 7, 9])  # fmt: skip
    filled = normalise_quantities(frame)
    assert filled["value_kind"].tolist() == ["percent", "quantity", "missing"]
    assert filled["operator"].tolist() == [">=", "=", None]


def test_months_of_a_name_that_counts_months_are_no_december() -> None:
    frame = pd.DataFrame(
        {"name": ["发放补贴月数", "完成时间"], "value_text": ["12月", "12月"], "fiscal_year": [2024, 2024]}
    )
    read = normalise_quantities(frame)[["value_kind", "number", "unit_text", "value", "unit"]]
    assert read.values.tolist()[0] == ["quantity", 12, "月", 12, "个月"]
    assert read["value_kind"].tolist()[1] == "period"
