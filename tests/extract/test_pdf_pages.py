"""Tables that run over pages: one trap at a time, on two pages with the same columns."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from extract import Cell, Grid
from tests.extract import draw_pdf as draw
from tests.extract.reading import codes_of, grids_of, rows_of

XS = (40.0, 100.0, 170.0, 320.0, 400.0)
HEAD = ("一级指标", "二级指标", "三级指标", "指标值")
Row = Sequence[str]


def _table(rows: Sequence[Row], top: float, merged: Sequence[tuple[int, int, int]] = ()) -> str:
    """Return ruled rows from `top` down; `merged` are (column, first row, row after): one cell without rules across."""
    lines = [[word.split("\n") for word in row] for row in rows]
    ys = [top]
    for cells in lines:
        ys.append(ys[-1] - 8 - 12 * max(len(words) for words in cells))
    content = draw.strokes([(x, ys[0], x, ys[-1]) for x in XS] + [(XS[0], y, XS[-1], y) for y in (ys[0], ys[-1])])
    inner = [
        (XS[column], ys[row], XS[column + 1], ys[row])
        for row in range(1, len(rows))
        for column in range(len(XS) - 1)
        if not any(column == own and start < row < stop for own, start, stop in merged)
    ]
    content += draw.strokes(inner)
    for row, words_of_row in enumerate(lines):
        for column, words in enumerate(words_of_row):
            for number, word in enumerate(words):
                content += draw.text(XS[column] + 3, ys[row] - 14 - 12 * number, word) if word else ""
    return content


def _pages(*contents: str) -> list[Grid]:
    return grids_of(draw.pdf(contents))


def _cell(grid: Grid, text: str) -> Cell:
    return next(cell for cell in grid.cells if cell.text == text)


_FIRST = [HEAD, ("产出指标", "数量指标", "维修里程", "≥12公里"), ("产出指标", "质量指标", "验收合格率", "100%")]
_SECOND = [("效益指标", "社会效益", "受益人口", "≥300人"), ("满意度指标", "服务对象", "群众满意度", "≥95%")]


@pytest.mark.parametrize("head", [[], [HEAD]], ids=["no-header", "header-again"])
def test_table_goes_on_with_or_without_its_header(head: list[Row]) -> None:
    (grid,) = _pages(_table(_FIRST, 200), _table([*head, *_SECOND], 720))
    assert rows_of(grid) == [list(row) for row in (*_FIRST, *_SECOND)]
    assert [_cell(grid, word).page for word in ("100%", "≥300人")] == [1, 2]


@pytest.mark.parametrize("title", ["续表", "（续表）", "续表1", "续上表：项目绩效目标表", "项目绩效目标表（续）"])
def test_a_title_that_says_so_goes_on(title: str) -> None:
    first = draw.text(60, 240, "项目绩效目标表") + _table(_FIRST, 200)
    (grid,) = _pages(first, draw.text(60, 735, title) + _table([HEAD, *_SECOND], 720))
    assert rows_of(grid) == [list(row) for row in (*_FIRST, *_SECOND)]


def test_a_row_cut_inside_a_cell_is_one_row() -> None:
    cut = ("效益指标", "社会效益", "通过下达使用资金保障各村必要的\n办公用品费、印刷费、水电费等维", "稳步提升")
    rest = ("", "", "持村级组织正常运转的必需开支", "")
    (grid,) = _pages(_table([*_FIRST, cut], 200), _table([rest, *_SECOND], 720))
    name = cut[2].replace("\n", "") + rest[2]
    whole = [*_FIRST, (*cut[:2], name, cut[3]), *_SECOND]
    assert rows_of(grid) == [list(row) for row in whole]
    cell = _cell(grid, name)
    assert (cell.page, cell.box and cell.box[1] > 600) == (1, True)


def test_a_row_cut_inside_its_value_is_doubted() -> None:
    cut = ("效益指标", "社会效益", "通过下达使用资金保障各村必要的", "2023年12月底前基本")
    rest = ("", "", "办公用品费、印刷费", "完成")
    (grid,) = _pages(_table([*_FIRST, cut], 200), _table([HEAD, rest, *_SECOND], 720))
    assert codes_of(grid) == ["row_may_be_cut"]


def test_a_merged_label_holds_over_the_break() -> None:
    first = [HEAD, ("产出指标", "数量指标", "维修里程", "≥12公里"), ("", "质量指标", "验收合格率", "100%")]
    second = [("", "时效指标", "完成时间", "2023年底"), ("", "成本指标", "维修成本", "≤3万元"), *_SECOND]
    (grid,) = _pages(_table(first, 200, [(0, 1, 3)]), _table(second, 720, [(0, 0, 2)]))
    label = _cell(grid, "产出指标")
    assert (label.row, label.row_span, label.page) == (2, 4, 1)


def test_two_projects_with_the_same_columns_are_not_joined() -> None:
    first = draw.text(60, 240, "道路维修项目绩效目标表") + _table(_FIRST, 200)
    second = draw.text(60, 735, "环境整治项目绩效目标表") + _table([HEAD, *_SECOND], 720)
    assert [rows_of(grid)[1][2] for grid in _pages(first, second)] == ["维修里程", "受益人口"]


def test_many_projects_in_one_table_stay_one() -> None:
    (grid,) = _pages(_table(_FIRST, 200), _table([HEAD, *_SECOND], 720), _table([HEAD, *_FIRST[1:]], 720))
    assert len(rows_of(grid)) == 7


def test_two_tables_on_a_page_the_second_goes_on() -> None:
    first = _table(_FIRST, 720) + draw.text(60, 240, "环境整治项目绩效目标表") + _table([HEAD, _SECOND[0]], 200)
    one, other = _pages(first, _table([_SECOND[1]], 720))
    assert (rows_of(one), rows_of(other)) == ([list(row) for row in _FIRST], [list(HEAD), *map(list, _SECOND)])


def test_a_row_cut_in_short_texts_that_had_no_room_is_one_row() -> None:
    cut = ("效益指标", "社会效益与可持", "有农村供水管网改造后的长效管理机", "逐步健全")
    rest = ("", "续影响", "制建设", "")
    (grid,) = _pages(_table([*_FIRST, cut], 200), _table([HEAD, rest, *_SECOND], 720))
    assert [cell.text for cell in grid.cells if cell.row == 4] == [
        cut[0],
        "社会效益与可持续影响",
        f"{cut[2]}制建设",
        cut[3],
    ]


@pytest.mark.parametrize(
    "rest",
    [("", "", "设备完好率", ""), ("", "", "……", ""), ("社会效益", "生态效益", "改造供水管网里程", "≥3公里")],
    ids=["room-was-left", "a-blank-line-of-the-form", "its-own-label"],
)
def test_a_row_after_one_that_was_not_cut_is_its_own(rest: Row) -> None:
    last = ("", "", "管网改造资金使用" if rest[2] != "……" else "有农村供水管网改造后的长效管理机", "")
    last = (*last[:3], "稳步提升") if not rest[3] else last
    (grid,) = _pages(_table([*_FIRST, last], 200), _table([HEAD, rest, *_SECOND], 720))
    assert [cell.text for cell in grid.cells if cell.column == 3][3:5] == [last[2], rest[2]]


def test_the_points_of_a_goal_that_a_break_parts_stay_paragraphs() -> None:
    cut = ("效益指标", "社会效益", "1.改善居民居住条件。", "稳步提升")
    (grid,) = _pages(_table([*_FIRST, cut], 200), _table([HEAD, ("", "", "2.提升服务水平。", ""), *_SECOND], 720))
    assert _cell(grid, "1.改善居民居住条件。\n2.提升服务水平。").row == 4


def test_a_header_that_the_break_ends_takes_no_blank_cell_below_it() -> None:
    head = [("一级指标", "二级指标", "指标", "备注"), ("", "", "名称", "")]
    merged = [(column, 0, 2) for column in (0, 1, 3)]
    body = [("产出指标", "数量指标", "维修里程", ""), ("效益指标", "社会效益", "受益人口", "≥300人")]
    (grid,) = _pages(_table(head, 200, merged), _table(body, 720))
    assert (_cell(grid, "备注").row_span, len(grid.cells)) == (2, 13)


def test_a_table_goes_on_with_columns_of_its_own() -> None:
    sides = (40.0, 400.0)
    top = draw.strokes([(x, 300, x, 60) for x in (*sides, 120)] + [(40, y, 400, y) for y in (300, 280, 60)])
    top += draw.text(43, 286, "项目名称") + draw.text(123, 286, "道路维修") + draw.text(43, 266, "年度目标")
    (grid,) = _pages(top, _table([*_FIRST, *_SECOND], 720))
    assert [cell.text for cell in grid.cells][:3] == ["项目名称", "道路维修", "年度目标"]
    assert [_cell(grid, word).column for word in ("道路维修", *HEAD)] == [3, 1, 2, 4, 5]


_FORM_HEAD: list[Row] = [("项目名称", "道路维修", "年度金额", "120"), ("年度目标", "", "完成道路维修任务", "")]
_TALL: list[Row] = [HEAD, *[("产出指标", "数量指标", f"维修第{number}段", f"≥{number}公里") for number in range(1, 28)]]


def test_a_table_goes_on_from_above_the_middle_where_the_next_rows_had_no_room() -> None:
    second = _table(_TALL, 720, [(0, 0, len(_TALL))])
    (grid,) = _pages(_table(_FORM_HEAD, 560), second)
    assert [_cell(grid, word).page for word in ("年度目标", "维修第1段")] == [1, 2]


@pytest.mark.parametrize(
    "second",
    [_table(_TALL, 720), draw.text(60, 735, "环境整治项目绩效目标表") + _table(_TALL, 720, [(0, 0, len(_TALL))])],
    ids=["the-next-row-had-room", "a-title-of-its-own"],
)
def test_a_table_that_ends_above_the_middle_is_whole(second: str) -> None:
    assert len(_pages(_table(_FORM_HEAD, 560), second)) == 2


def test_a_figure_cut_behind_its_point_goes_on() -> None:
    xs = (40.0, 100.0, 170.0, 320.0, 400.0, 416.0)
    words = ("效益指标", "社会效益", "施工扬尘控制", "达标")

    def row(top: float, texts: Sequence[str]) -> str:
        rules = [(x, top, x, top - 20) for x in xs] + [(xs[0], y, xs[-1], y) for y in (top, top - 20)]
        return draw.strokes(rules) + "".join(
            draw.text(x + 1, top - 14, word) for x, word in zip(xs, texts, strict=False)
        )

    first = row(100, (*HEAD, "分")) + row(80, (*words, "13."))
    (grid,) = _pages(first, row(720, (*HEAD, "分")) + row(700, ("", "", "", "", "5")))
    assert (_cell(grid, "13.5").row, _cell(grid, "13.5").confidence) == (2, 0.7)


def test_lines_that_hang_out_below_the_last_rule_are_their_cells() -> None:
    cut = ("效益指标", "社会效益", "", "稳步提升")
    first = _table([*_FIRST, cut], 200) + draw.text(173, 123, "通过下达使用资金保障各村必要的")
    first += draw.text(173, 112, "办公用品费、印刷费、水电费、维修")
    (grid,) = _pages(first, _table([("", "", "费等必需开支", ""), *_SECOND], 720))
    assert _cell(grid, "通过下达使用资金保障各村必要的办公用品费、印刷费、水电费、维修费等必需开支").row == 4


@pytest.mark.parametrize(("x", "y"), [(60, 114), (173, 100)], ids=["over-two-columns", "too-far-below"])
def test_a_note_below_the_last_rule_is_no_cell(x: float, y: float) -> None:
    (grid,) = _pages(_table(_FIRST, 200 - 20) + draw.text(x, y - 2, "注：按年度统计，由主管部门填报"))
    assert [cell.text for cell in grid.cells] == [word for row in _FIRST for word in row]
    assert grid.lines_after == ("注：按年度统计，由主管部门填报",)


def test_a_low_rest_of_a_cut_row_is_read_though_no_rule_closes_it() -> None:
    xs = (40.0, 100.0, 130.0, 320.0, 400.0)
    body = [("产出指标", "大于", "维修里程", "12公里"), ("产出指标", "小于", "每公里成本", "3万元")]
    first = draw.strokes([(x, 200, x, 140) for x in xs] + [(40, y, 400, y) for y in (200, 180, 160, 140)])
    first += "".join(
        draw.text(x + 6, 186 - 20 * number, word)
        for number, row in enumerate([("一级指标", "符号", "三级指标", "指标值"), *body])
        for x, word in zip(xs, row, strict=False)
    )
    rest = draw.strokes([(x, 720, x, 683) for x in xs] + [(40, 711.5, 100, 711.5)])
    rest += draw.strokes([(40, y, 400, y) for y in (703, 683)]) + draw.text(106, 708, "等于")
    rest += "".join(
        draw.text(x + 6, 689, word) for x, word in zip(xs, ("效益指标", "大于", "受益人口", "300人"), strict=False)
    )
    (grid,) = _pages(first, rest)
    assert [row[1] for row in rows_of(grid)] == ["符号", "大于", "小于等于", "大于"]


def test_a_row_printed_again_is_the_header_though_its_columns_are_cut_otherwise() -> None:
    sides, head = (40.0, 170.0, 400.0), ("项目名称", "道路维修")
    top = draw.strokes([(x, 300, x, 240) for x in sides] + [(40, y, 400, y) for y in (300, 280, 260, 240)])
    for number, row in enumerate([head, ("年度目标", "完成道路维修任务"), ("实施单位", "某镇")]):
        top += "".join(draw.text(x + 3, 286 - 20 * number, word) for x, word in zip(sides, row, strict=False))
    again = draw.strokes([(x, 740, x, 720) for x in sides] + [(40, 740, 400, 740)])
    again += draw.text(43, 726, head[0]) + draw.text(173, 726, head[1])
    (grid,) = _pages(top, again + _table(_FIRST, 720))
    assert [cell.text for cell in grid.cells].count("道路维修") == 1


def test_a_row_far_above_the_end_of_its_page_is_not_cut() -> None:
    head = ("一级指标名称", "二级指标的名称", "三级指标", "指标值")
    (grid,) = _pages(_table([head], 300), _table([("效益指标", "社会效益", "", "≥3"), *_SECOND], 720))
    assert rows_of(grid)[:2] == [list(head), ["效益指标", "社会效益", "", "≥3"]]


def test_rules_drawn_beyond_the_page_make_no_rows() -> None:
    beyond = draw.strokes([(x, 900, x, 720) for x in XS] + [(40, y, 400, y) for y in (900, 820)])
    below = draw.strokes([(x, 120, x, -140) for x in XS] + [(40, -140, 400, -140), (40, -60, 400, -60)])
    (grid,) = _pages(_table(_FIRST, 180) + below, beyond + _table([HEAD, *_SECOND], 720))
    assert rows_of(grid) == [list(row) for row in (*_FIRST, *_SECOND)]
