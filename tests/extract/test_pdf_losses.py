"""What a PDF may lose without a word: pages that are no table, dashes far apart, tables that never end, broken pages."""

from __future__ import annotations

import zlib

import pytest

from extract import Grid
from extract.errors import CorruptFileError, TooDeepError, TooLargeError
from extract.pdf import grids, paths
from extract.pdf.rules import merge_rules
from tests import hostile
from tests.extract import draw_pdf as draw
from tests.extract.reading import codes_of, grids_of, rows_of

_TABLE = draw.strokes(draw.sides()) + draw.words()
_LOW_TABLE = f"q 1 0 0 1 0 -560 cm\n{_TABLE} Q"  # ends at the foot of its page


def _texts(grid: Grid) -> list[str]:
    return [cell.text for cell in grid.cells]


def test_lines_of_a_page_between_two_tables_stay() -> None:
    lines = draw.text(60, 700, "社会效益指标完成情况说明") + draw.text(60, 680, "群众满意度≥95%")
    first, between, second = grids_of(draw.pdf([_TABLE, lines, _TABLE]))
    assert _texts(between) == ["社会效益指标完成情况说明", "群众满意度≥95%"]
    assert (between.is_aligned, {cell.page for cell in between.cells}) == (False, {2})
    assert (_texts(first), {cell.page for cell in second.cells}) == (_texts(second), {3})


def test_lines_after_the_last_table_stay() -> None:
    *_, last = grids_of(draw.pdf([_TABLE, draw.text(60, 700, "三、绩效目标完成情况")]))
    assert (_texts(last), last.is_aligned) == (["三、绩效目标完成情况"], False)


@pytest.mark.parametrize("pages", [1, 25], ids=["short", "publication"])
def test_columns_without_a_table_after_one_that_reaches_the_foot_are_doubted(pages: int) -> None:
    rest = "".join(draw.text(x, y, word) for y in (700, 682) for x, word in ((60, "张三"), (250, "甲村"), (400, "5人")))
    prose = [draw.text(60, 700, "会议费支出情况")] * (pages - 1)
    table, last = grids_of(draw.pdf([*prose, _LOW_TABLE, rest]))
    assert _texts(last) == ["张三", "甲村", "5人"] * 2
    assert [(notice.code, notice.page) for notice in table.notices] == [("lines_without_table", pages + 1)]


def test_dashes_that_are_longer_than_the_gaps_between_them_are_one_line() -> None:
    across = [(draw.XS[0], y, draw.XS[-1], y) for y in draw.YS]  # dashes of 11 points, 7 apart
    down = [(x, draw.YS[0], x, draw.YS[-1]) for x in draw.XS]
    words = draw.words([cell for cell in draw.CELLS if cell[2] > 0 and cell[1] > 0])
    (grid,) = grids_of(draw.pdf([draw.RULES["dashes-of-their-own"]([*across, *down]) + words]))
    assert rows_of(grid)[1:] == [
        ["", "二级指标", "三级指标", "指标值"],
        ["", "数量指标", "维修里程", "≥12公里"],
        ["", "质量指标", "验收合格率", "100%"],
    ]


def test_short_lines_under_header_words_are_no_dashes() -> None:
    lines = [(10, 60.0, 75.0), (10, 90.0, 105.0), (10, 120.0, 160.0), (10, 180.0, 195.0), (10, 210.0, 225.0)]
    assert merge_rules(lines) == lines


def test_table_that_never_ends_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "_MOST_CELLS", 30)
    rows = [cell for cell in draw.CELLS if cell[1] > 1]
    page = draw.strokes(draw.sides()) + draw.words(rows)
    with pytest.raises(TooLargeError):
        grids_of(draw.pdf([_LOW_TABLE, *[page] * 4]))


def test_page_of_more_objects_than_are_looked_at_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_MOST_OBJECTS", 40)
    assert [codes_of(grid) for grid in grids_of(draw.pdf([_TABLE]))] == [["too_many_objects"]]


def test_a_million_pages_that_do_not_exist_are_told_of_once() -> None:
    tree = draw.pdf([""]).replace(b"/Count 1 /Kids [7 0 R]", b"/Count 1000000 /Kids [2 0 R 7 0 R]")
    (grid,) = grids_of(tree)
    assert set(codes_of(grid)) >= {"corrupt_page", "pages_not_opened"}
    assert len(grid.notices) < 5
    assert "1000000" in grid.notices[-1].message


def _with_form(drawing: bytes, depth: int) -> bytes:
    """Return a page that draws a form, which draws the next one as often, and the last one nothing."""
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>"
    catalogue, pages = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    forms = [hostile.stream(drawing, form % number) for number in range(6, 6 + depth)]
    return hostile.pdf([catalogue, pages, page, hostile.stream(b"/F Do"), *forms, hostile.stream(b"", form % 99)])


def test_forms_that_multiply_are_refused() -> None:
    with pytest.raises(TooDeepError):
        grids_of(_with_form(b"/F Do " * 10, 9))
    assert grids_of(_with_form(b"/F Do " * 10, 2)) == []


@pytest.mark.parametrize("kind", [b"", b"/Subtype /Image"], ids=["drawing", "picture"])
def test_stream_that_unpacks_too_far_is_refused_unless_it_is_a_picture(kind: bytes) -> None:
    packed = zlib.compress(b"0 0 m 9 9 l S " * 1_500_000, 1)
    bomb = hostile.pdf([b"<< /Type /Catalog >>", hostile.stream(packed, b"/Filter /FlateDecode " + kind)])
    with pytest.raises(CorruptFileError if kind else TooLargeError):
        grids_of(bomb)
