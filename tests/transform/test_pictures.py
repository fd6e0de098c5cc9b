"""What is said of values that were read from pictures; each case is named for what the picture did."""

from __future__ import annotations

from pathlib import Path

import pytest

from expectations.judgements import judge
from extract import Cell, Document, Grid
from transform import Tables, grids_to_tables

HEAD = ("项目名称", "金额（万元）", "绩效目标", "一级指标", "二级指标", "三级指标", "指标值")
FIRST = ("农村道路养护", "12.50", "保障出行", "产出指标", "数量指标", "养护道路", "≥20公里")
REST = (
    ("", "", "", "", "质量指标", "养护合格率", "≥95%"),
    ("", "", "", "", "时效指标", "养护及时率", "≥96%"),
    ("", "", "", "", "成本指标", "养护人工费", "≤8.20万元"),
    ("", "", "", "", "", "养护材料费", "≤4.30万元"),
    ("", "", "", "效益指标", "社会效益指标", "受益人口", "≥300人次"),
    ("", "", "", "", "", "受益村庄", "≥12个"),
    ("", "", "", "", "生态效益指标", "路面绿化", "≥5公里"),
    ("", "", "", "满意度指标", "服务对象满意度指标", "群众满意度", "≥90%"),
)
ROWS = (HEAD, FIRST, *REST)


def read(
    changes: dict[str, str] | None = None,
    *,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    unsure: dict[str, tuple[str, ...]] | None = None,
    reader: str = "scan",
) -> Tables:
    """Read a table with some texts changed; `unsure` names texts that were read at 0.5, with their alternatives."""
    cells = tuple(
        Cell(text, row, column, page=1, box=(0, 0, 1, 1), reader=reader, confidence=0.5 if text in (unsure or {}) else 1.0,
             alternatives=(unsure or {}).get(text, ()))
        for row, texts in enumerate(rows, 1) for column, printed in enumerate(texts, 1)
        for text in [(changes or {}).get(printed, printed)]
    )  # fmt: skip
    document = Document(Path("scan.pdf"), "a" * 64, "application/pdf", b"")
    return grids_to_tables(document, [Grid(cells, is_aligned=True, lines_before=("2023年项目支出绩效目标表",))])


def said(tables: Tables) -> list[str]:
    return [doubt.message for doubt in tables.doubts if doubt.rule_id == "R14"]


def suspects(tables: Tables) -> list[str]:
    rows = tables.indicators
    return list(rows.loc[rows["is_suspect"].astype(bool), "name"])


def value(tables: Tables, name: str) -> str:
    rows = tables.indicators
    return str(rows.loc[rows["name"] == name, "value_text"].item())


def test_a_sure_reading_that_fits_is_not_doubted() -> None:
    tables = read()
    assert (said(tables), suspects(tables)) == ([], [])


@pytest.mark.parametrize(
    ("old", "new", "name", "words"),
    [
        pytest.param("≥300人次", "≥300人欠", "受益人口", "与“人次”只差一字", id="unit-with-a-wrong-character"),
        pytest.param("≤4.30万元", "≤4.30万兀", "养护材料费", "与“万元”只差一字", id="money-with-a-wrong-character"),
        pytest.param("≥90%", "≥9O%", "群众满意度", "字母", id="letter-for-a-zero"),
        pytest.param("≥12个", "≥l2个", "受益村庄", "字母", id="letter-for-a-one"),
        pytest.param("≥90%", "290%", "群众满意度", "大于 100%", id="sign-read-as-two-in-a-rate"),
        pytest.param("≥95%", "≥950%", "养护合格率", "大于 100%", id="rate-over-a-hundred"),
        pytest.param("≥12个", "212个", "受益村庄", "没有符号", id="sign-read-as-two-in-a-count"),
        pytest.param("≥12个", ">12个", "受益村庄", "同列常用的“≥”", id="sign-that-lost-its-lower-line"),
        pytest.param("≥12个", "≧12个", "受益村庄", "同列常用的“≥”", id="sign-that-won-a-line"),
        pytest.param("≥96%", "2028年12月底", "养护及时率", None, id="year-near-by-is-none"),
        pytest.param("≥96%", "2923年12月底", "养护及时率", "年份", id="year-that-cannot-be"),
    ],
)
def test_a_value_that_does_not_fit_is_suspect_and_kept(old: str, new: str, name: str, words: str | None) -> None:
    tables = read({old: new})
    assert value(tables, name) == new
    assert (name in suspects(tables)) is (words is not None)
    assert any(words in message and name in message for message in said(tables)) if words else not said(tables)


def test_a_figure_with_a_letter_in_it_is_refused() -> None:
    """Read as it stands, ≥9O% would be 9."""
    tables = read({"≥90%": "≥9O%"})
    row = tables.indicators.iloc[-1]
    assert (row["value_kind"], row["value"], len(said(tables))) == ("unparsed", None, 1)


def test_a_result_with_a_letter_in_it_is_refused() -> None:
    rows = (
        (*WEIGHTED[1], "实际完成值"),
        *((*row, "2O公里") for row in WEIGHTED[2:3]),
        *((*row, "9") for row in WEIGHTED[3:]),
    )
    tables = read(rows=(WEIGHTED[0], *rows))
    row = tables.indicators.iloc[0]
    assert (row["actual_text"], row["actual_value"], bool(row["is_suspect"])) == ("2O公里", None, True)


def test_what_speaks_against_one_indicator_is_one_doubt() -> None:
    assert len(said(read({"≥90%": "290%"}))) == 1


def test_no_other_reader_is_doubted_for_how_its_values_look() -> None:
    tables = read({"≥300人次": "≥300人欠", "≥12个": ">12个", "≤4.30万元": "≤4.80万元"}, reader="xlsx")
    assert said(tables) == []


def test_a_unit_that_nobody_knows_is_no_misreading_where_it_is_usual() -> None:
    tables = read({"≥20公里": "≥20坛次", "≥12个": "≥12坛次", "≥5公里": "≥5坛次"})
    assert not [message for message in said(tables) if "坛次" in message]


def test_a_cost_that_one_digit_would_mend_is_named_with_its_cell() -> None:
    tables = read({"≤4.30万元": "≤4.80万元"})
    [doubt] = [doubt for doubt in tables.doubts if doubt.rule_id == "R14"]
    assert "“养护材料费”的“≤4.80万元”读作“≤4.30万元”" in doubt.message
    texts = dict(zip(tables.cells["cell_id"], tables.cells["text"], strict=True))
    assert "≤4.80万元" in [texts[cell_id] for cell_id in doubt.cell_ids]
    assert "养护材料费" in suspects(tables)
    assert [judgement.is_suspect for judgement in judge(tables)["A01"]] == [True]


def test_an_amount_that_lost_its_point_is_named() -> None:
    tables = read({"12.50": "1250"})
    assert any("项目金额“1250”读作“12.50”" in message for message in said(tables))
    assert [judgement.is_suspect for judgement in judge(tables)["A01"]] == [True]


def test_an_amount_that_was_read_in_part_is_doubted() -> None:
    assert any("不能识别的文字" in message for message in said(read({"12.50": "12.50万兀"})))


def test_what_a_reader_said_goes_before_any_other_digit() -> None:
    tables = read({"≤4.30万元": "≤4.80万元"}, unsure={"≤4.80万元": ("≤4.30万元",)})
    assert any("读作“≤4.30万元”（识别时的另一读法）" in message for message in said(tables))


def test_costs_that_no_single_change_would_mend_are_left_to_the_audit_rule() -> None:
    tables = read({"≤4.30万元": "≤7.77万元"})
    assert said(tables) == []
    assert [judgement.outcome for judgement in judge(tables)["A01"]] == ["fail"]


WEIGHTED = (
    ("项目名称", "道路养护"), ("一级指标", "二级指标", "三级指标", "指标值", "分值", "得分"),
    ("产出指标", "数量指标", "养护道路", "≥20公里", "40", "40"), ("", "质量指标", "养护合格率", "≥95%", "30", "28"),
    ("效益指标", "社会效益指标", "受益人口", "≥300人次", "20", "20"),
)  # fmt: skip


def test_weights_that_add_up_to_ninety_are_whole() -> None:
    assert said(read(rows=WEIGHTED)) == []


def test_a_weight_that_one_digit_would_mend_is_named() -> None:
    tables = read({"30": "80"}, rows=WEIGHTED)
    assert any("“养护合格率”的分值“80”读作“30”" in message for message in said(tables))


def test_a_score_above_its_weight_is_suspect() -> None:
    tables = read({"28": "88"}, rows=WEIGHTED)
    assert "养护合格率" in suspects(tables)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        pytest.param("数量指标", "数最指标", ("产出指标", "数量指标"), id="label"),
        pytest.param("社会效益指标", "社会效溢指标", ("效益指标", "社会效益指标"), id="label-of-a-second-block"),
        pytest.param("服务对象满意度指标", "服务对象满意废指标", ("满意度指标", "服务对象满意度指标"), id="long"),
    ],
)
def test_a_label_with_one_wrong_character_is_read_as_the_label(old: str, new: str, words: tuple[str, ...]) -> None:
    tables = read({old: new})
    labels = tables.indicators[["level1", "level2", "level2_text"]].itertuples(index=False, name=None)
    assert (*words, new) in list(labels)
    assert any(f"“{new}”与“{old}”只差一字" in message for message in said(tables))
    assert len(tables.indicators) == len(ROWS) - 1
    assert new in {text for doubt in tables.doubts for text in [doubt.actual]}


def test_a_label_of_a_text_is_left_as_it_is() -> None:
    assert "数最指标" not in set(read({"数量指标": "数量指标"}, reader="xlsx").indicators["level2_text"])
    assert "数最指标" in set(read({"数量指标": "数最指标"}, reader="xlsx").indicators["level2_text"])
    assert said(read({"数量指标": "数最指标"}, reader="xlsx")) == []


def test_a_label_that_may_be_two_is_not_chosen() -> None:
    """曰量指标 is as near to 数量指标 as to 质量指标."""
    assert not [message for message in said(read({"数量指标": "曰量指标"})) if "按“" in message]


def test_an_alternative_chooses_between_two_labels() -> None:
    tables = read({"数量指标": "曰量指标"}, unsure={"曰量指标": ("数量指标",)})
    assert tables.indicators["level2"].iloc[0] == "数量指标"


@pytest.mark.parametrize(
    ("old", "new"),
    [("指标值", "指标直"), ("三级指标", "三级旨标"), ("项目名称", "项目各称")],
)
def test_a_header_word_with_one_wrong_character_loses_no_table(old: str, new: str) -> None:
    right, read_so = read(), read({old: new})
    columns = ["level1", "level2", "name", "value_text"]
    assert read_so.indicators[columns].equals(right.indicators[columns])
    assert read_so.projects["project_name"].equals(right.projects["project_name"])
    assert any(f"按“{old}”读取" in message for message in said(read_so))


def test_a_name_that_is_nearly_a_label_stays_a_name() -> None:
    tables = read({"养护道路": "产量指标", "受益村庄": "项目各称"})
    assert {"产量指标", "项目各称"} <= set(tables.indicators["name"])


def test_unsure_cells_are_counted_once_and_their_rows_marked() -> None:
    tables = read(unsure={"≥95%": (), "受益人口": (), "≥12个": ()})
    assert said(tables) == [
        "指标中有 3 个扫描单元格的读取没有十足把握（指标值 2 个，名称 1 个）；除原因与说明外，所在指标已标为存疑"
    ]
    assert suspects(tables) == ["养护合格率", "受益人口", "受益村庄"]


def test_an_unsure_reason_is_counted_and_makes_no_figure_suspect() -> None:
    rows = ((*WEIGHTED[1], "偏差原因"), *((*row, "无") for row in WEIGHTED[2:-1]), (*WEIGHTED[-1], "雨季延后"))
    tables = read(rows=(WEIGHTED[0], *rows), unsure={"雨季延后": ()})
    assert suspects(tables) == []
    assert any("原因与说明 1 个" in message for message in said(tables))


def test_a_head_that_is_not_surely_read_is_one_doubt_of_its_project() -> None:
    tables = read(unsure={"农村道路养护": (), "保障出行": ()})
    assert said(tables) == ["项目名称、绩效目标的扫描读取没有十足把握，建议核对图像"]


def test_an_unsure_label_that_is_known_and_could_be_no_other_is_not_doubted() -> None:
    assert suspects(read(unsure={"质量指标": ("质量指际",)})) == []
    assert suspects(read(unsure={"质量指标": ("数量指标",)})) == ["养护合格率"]


def test_the_rule_does_not_apply_where_nothing_was_read_from_a_picture() -> None:
    assert judge(read(reader="xlsx"))["R14"] == []
    assert {judgement.outcome for judgement in judge(read())["R14"]} == {"pass"}


PLAIN_COSTS = tuple(
    tuple({"≤8.20万元": "8.20万元", "≤4.30万元": "4.30万元"}.get(text, text) for text in row) for row in ROWS
)


@pytest.mark.parametrize(
    ("rows", "unsure", "names"),
    [
        pytest.param(PLAIN_COSTS, "4.30万元", [], id="a-cost-that-the-amount-confirms"),
        pytest.param(PLAIN_COSTS, "12.50", [], id="an-amount-that-its-costs-confirm"),
        pytest.param(ROWS, "≤4.30万元", ["养护材料费"], id="no-sum-confirms-a-sign"),
        pytest.param(ROWS, "≥12个", ["受益村庄"], id="a-figure-that-stands-in-no-sum"),
    ],
)
def test_a_sum_that_holds_lifts_the_doubt_of_its_figures(
    rows: tuple[tuple[str, ...], ...], unsure: str, names: list[str]
) -> None:
    tables = read(rows=rows, unsure={unsure: ()})
    assert (suspects(tables), bool(said(tables))) == (names, bool(names))


def test_a_sum_that_fails_lifts_no_doubt() -> None:
    tables = read(rows=PLAIN_COSTS, changes={"8.20万元": "8.50万元"}, unsure={"4.30万元": ()})
    assert "养护材料费" in suspects(tables)
