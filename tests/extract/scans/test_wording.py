"""Blanks and the width of punctuation, as readers of text give them and as Chinese print has them."""

from __future__ import annotations

import pytest

from extract.scan.wording import as_printed, narrow_marks, pair_brackets


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        pytest.param("其中:一类,二类;三类", "其中：一类，二类；三类", id="between-characters"),
        pytest.param("1,250.5", "1,250.5", id="never-in-a-figure"),
        pytest.param("1，250．5万元", "1,250.5万元", id="a-figure-is-narrow"),
        pytest.param("12:30前", "12:30前", id="a-time-is-a-figure"),
        pytest.param("共3个,其中", "共3个，其中", id="after-a-unit"),
        pytest.param("满意度(含 税)", "满意度（含税）", id="brackets-around-characters"),
        pytest.param("完成率(%)", "完成率(%)", id="brackets-around-a-unit"),
        pytest.param("f(x) PM 2.5", "f(x) PM 2.5", id="blanks-of-latin-words-stay"),
        pytest.param(" 公 路 养护 ", "公路养护", id="blanks-between-characters-go"),
        pytest.param("≥ 95 %", "≥95 %", id="a-blank-behind-a-sign-goes"),
    ],
)
def test_a_line_is_as_chinese_print_has_it(read: str, printed: str) -> None:
    assert as_printed(read) == printed
    assert as_printed(printed) == printed


def test_a_comma_is_narrow_where_its_neighbours_are_near() -> None:
    spaced = [
        *zip("按时足额，", (0, 40, 80, 120, 160), strict=True),
        ("发", 200),
        ("，", 226),
        ("放", 252),
        ("完", 292),
    ]
    assert narrow_marks([(text, at / 400) for text, at in spaced]) == [False, True]
    assert as_printed("按时足额，发，放完", [False, True]) == "按时足额，发,放完"


def test_brackets_that_were_read_in_two_widths_are_wide_around_words() -> None:
    assert pair_brackets("会务费（含册子)") == "会务费（含册子）"
