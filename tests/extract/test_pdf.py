"""The PDF reader against one trap at a time; the documents are drawn here."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from extract import Document, Grid, read_document
from extract.errors import CorruptFileError
from extract.pdf import compare_readers, read_pdf_grids
from extract.pdf.stand_in import installed_fonts, use_stand_in
from tests.extract import draw_pdf as draw

EXPECTED = sorted((row + 1, column + 1, down, right, word) for word, row, column, down, right in draw.CELLS)


def grids_of(tmp_path: Path, content: bytes) -> list[Grid]:
    path = tmp_path / "drawn.pdf"
    path.write_bytes(content)
    return list(read_pdf_grids(read_document(path)))


def cells_of(grid: Grid) -> list[tuple[int, int, int, int, str]]:
    return sorted((c.row, c.column, c.row_span, c.column_span, c.text) for c in grid.cells)


@pytest.mark.parametrize("way", draw.RULES)
def test_rules_may_be_drawn_in_any_way(tmp_path: Path, way: str) -> None:
    (grid,) = grids_of(tmp_path, draw.pdf([draw.RULES[way](draw.sides()) + draw.words()]))
    assert cells_of(grid) == EXPECTED


FONTS = [
    draw.SONG,
    ("SimSun", "UniGB-UTF16-H", "GB1"),
    ("ABCDEF+FZFangSong", "Identity-H", "Identity"),
    ("MSung-Light", "UniCNS-UTF16-H", "CNS1"),
    ("Calibri", "Identity-H", "Identity"),
]


@pytest.mark.parametrize("font", FONTS, ids=lambda font: font[0])
def test_no_character_is_lost_with_a_font_that_is_not_there(tmp_path: Path, font: tuple[str, str, str]) -> None:
    # pdfium leaves out what has no extent: a character alone, where the font in place of the named one lacks it.
    alone = [
        draw.text(draw.XS[column] + 3 + 9 * place - 4.5 * sum(map(str.isascii, word[:place])), y, character)
        for word, row, column, down, _ in draw.CELLS
        for y in [(draw.YS[row] + draw.YS[row + down]) / 2 - 3]
        for place, character in enumerate(word)
    ]
    for drawn in (draw.words(), "".join(alone)):
        (grid,) = grids_of(tmp_path, draw.pdf([draw.strokes(draw.sides()) + drawn], font=font))
        assert cells_of(grid) == EXPECTED


def test_pages_for_people_are_drawn_with_the_fonts_of_the_machine() -> None:
    content = draw.pdf([draw.text(10, 10, "123", size=40)], media="0 0 100 60")
    use_stand_in()
    measured = _picture(content)
    with installed_fonts():
        shown = _picture(content)
    assert measured == _picture(content)
    assert shown != measured


def _picture(content: bytes) -> bytes:
    document = pypdfium2.PdfDocument(content)
    try:
        return bytes(document[0].render().buffer)
    finally:
        document.close()


_PLAIN = draw.strokes(draw.sides()) + draw.words()


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_boxes_are_those_of_the_page_as_displayed(tmp_path: Path, turn: int) -> None:
    page = f"/Rotate {turn} /CropBox [40 560 460 740]"
    (grid,) = grids_of(tmp_path, draw.pdf([_PLAIN], page))
    # An upright page that is turned is read upright; its boxes lie where they are seen.
    assert cells_of(grid) == EXPECTED
    first = next(cell for cell in grid.cells if cell.text == "项目名称")
    seen = {0: (20, 40, 100, 64), 90: (116, 20, 140, 100), 180: (320, 116, 400, 140), 270: (40, 320, 64, 400)}
    assert first.box == pytest.approx(seen[turn], abs=1)


def test_page_drawn_sideways(tmp_path: Path) -> None:
    content = f"q 0 1 -1 0 760 0 cm\n{_PLAIN} Q"
    (grid,) = grids_of(tmp_path, draw.pdf([content], media="0 0 760 480"))
    assert cells_of(grid) == EXPECTED


@pytest.mark.parametrize(
    "extra",
    [
        pytest.param(draw.text(100, 600, "内部资料", 48, ".7 .7 -.7 .7"), id="slanted-watermark"),
        pytest.param(".8 g " + draw.text(90, 640, "内部资料", 60) + "0 g ", id="level-watermark"),
        pytest.param("1 g " + draw.text(150, 634, "看不见") + "0 g ", id="white-text"),
        pytest.param(draw.text(63.3, 685, "项目名称"), id="fake-bold"),
    ],
)
def test_what_is_no_cell_text_stays_out(tmp_path: Path, extra: str) -> None:
    (grid,) = grids_of(tmp_path, draw.pdf([_PLAIN + extra]))
    assert cells_of(grid) == EXPECTED


def test_cell_backgrounds_and_underlines_are_no_rules(tmp_path: Path) -> None:
    fills = ".9 g 60 676 360 24 re f 0 g\n"
    (grid,) = grids_of(tmp_path, draw.pdf([fills + _PLAIN + draw.strokes([(224, 633, 262, 633)])]))
    assert cells_of(grid) == EXPECTED


def test_words_that_run_over_a_rule_are_taken_apart(tmp_path: Path) -> None:
    cells = [("", *rest) if word in {"维修里程", "≥12公里"} else (word, *rest) for word, *rest in draw.CELLS]
    run = draw.text(223, 637, "维修里程" + "　" * 8 + "≥12公里")
    (grid,) = grids_of(tmp_path, draw.pdf([draw.strokes(draw.sides()) + draw.words(cells) + run]))
    assert cells_of(grid) == EXPECTED


def test_wrapped_text_is_joined_and_values_are_not(tmp_path: Path) -> None:
    cells = [("", *rest) if word in {"验收合格率", "100%"} else (word, *rest) for word, *rest in draw.CELLS]
    more = (
        draw.text(223, 618, "工程竣工验收合格率达到标")
        + draw.text(223, 608, "准")
        + draw.text(333, 618, "≥95%")
        + draw.text(333, 608, "≤3次")
    )
    (grid,) = grids_of(tmp_path, draw.pdf([draw.strokes(draw.sides()) + draw.words(cells) + more]))
    texts = {cell.text for cell in grid.cells}
    assert {"工程竣工验收合格率达到标准", "≥95%\n≤3次"} <= texts


def test_table_goes_on_over_the_page(tmp_path: Path) -> None:
    cells = [("", *rest) if word == "道路维修" else (word, *rest) for word, *rest in draw.CELLS]
    second = draw.strokes(draw.sides()) + draw.words(cells)
    shifted = "1 0 0 1 0 -560 cm\n"
    (grid,) = grids_of(tmp_path, draw.pdf([shifted + _PLAIN, second]))
    assert [cell.row for cell in grid.cells if cell.text == "三级指标"] == [2]
    label = next(cell for cell in grid.cells if cell.text == "道路维修")
    assert (label.row, label.row_span, label.page) == (3, 4, 1)
    assert [(cell.row, cell.page) for cell in grid.cells if cell.text == "100%"] == [(4, 1), (6, 2)]


def test_two_tables_on_a_page_keep_their_lines(tmp_path: Path) -> None:
    title = draw.text(180, 720, "项目绩效目标表") + draw.text(60, 590, "单位：万元")
    content = title + _PLAIN + f"q 1 0 0 1 0 -130 cm\n{_PLAIN} Q"
    first, second = grids_of(tmp_path, draw.pdf([content]))
    assert cells_of(first) == cells_of(second) == EXPECTED
    assert (first.lines_before, second.lines_before) == (("项目绩效目标表",), ("单位：万元",))


@pytest.mark.parametrize("rules", [True, False], ids=["three-line", "no-rules"])
def test_tables_without_rules_down(tmp_path: Path, rules: bool) -> None:
    lines = [(60.0, y, 420.0, y) for y in (700.0, 676.0, 580.0)] if rules else []
    rows = [("一级指标", "二级指标", "三级指标", "指标值"), ("产出指标", "数量指标", "维修里程", "≥12公里")]
    rows += [("产出指标", "质量指标", "验收合格率", "100%"), ("满意度指标", "服务对象", "群众满意度", "≥95%")]
    content = "".join(
        draw.text(draw.XS[column] + 3, 684 - 26 * row, word)
        for row, words in enumerate(rows)
        for column, word in enumerate(words)
    )
    (grid,) = grids_of(tmp_path, draw.pdf([draw.strokes(lines) + content]))
    assert [tuple(cell.text for cell in row) for row in grid.rows()] == rows


def test_radicals_are_folded(tmp_path: Path) -> None:
    cells = [("道路维修⼈⼯", *rest) if word == "道路维修" else (word, *rest) for word, *rest in draw.CELLS]
    (grid,) = grids_of(tmp_path, draw.pdf([draw.strokes(draw.sides()) + draw.words(cells)]))
    assert "⼈" not in "".join(cell.text for cell in grid.cells)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("q 480 0 0 760 0 0 cm /I Do Q", "scanned_page"),
        (_PLAIN + "".join(draw.text(60, 500 - 12 * row, "\ue001\ue002\ue003") for row in range(20)), "unreadable_text"),
    ],
    ids=["scanned", "private-use"],
)
def test_pages_that_cannot_be_read_are_said(
    tmp_path: Path, content: str, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.pdf.pages.is_available", lambda: False)
    (grid,) = grids_of(tmp_path, draw.pdf([content]))
    assert (grid.cells, [notice.code for notice in grid.notices]) == ((), [code])


def test_hidden_text_over_a_picture_is_doubted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.pdf.pages.is_available", lambda: False)
    content = "q 480 0 0 760 0 0 cm /I Do Q\n" + draw.strokes(draw.sides()) + "3 Tr\n" + draw.words()
    (grid,) = grids_of(tmp_path, draw.pdf([content]))
    assert cells_of(grid) == EXPECTED
    assert [notice.code for notice in grid.notices] == ["invisible_text"]
    assert {cell.confidence for cell in grid.cells if cell.text} == {0.5}


@pytest.mark.parametrize("is_last", [True, False], ids=["text-under-a-picture", "text-over-a-picture"])
def test_text_that_a_picture_covers_is_hidden_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_last: bool
) -> None:
    monkeypatch.setattr("extract.pdf.pages.is_available", lambda: False)
    picture, table = "q 480 0 0 760 0 0 cm /I Do Q\n", draw.strokes(draw.sides()) + draw.words() + "\n"
    (grid,) = grids_of(tmp_path, draw.pdf([table + picture if is_last else picture + table]))
    assert cells_of(grid) == EXPECTED
    assert [notice.code for notice in grid.notices] == (["invisible_text"] if is_last else [])


def test_damaged_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorruptFileError):
        grids_of(tmp_path, draw.pdf([_PLAIN])[:300])


_PROSE = draw.text(63, 720, "一般公共预算财政拨款支出情况说明") + draw.text(63, 700, "支出总额比上年有所增加。")
_MONEY = draw.text(160, 720, "部门收支总表") + draw.strokes(draw.sides()) + draw.text(63, 685, "基本支出")


def _rows(words: Sequence[Sequence[str]], xs: Sequence[float] = draw.XS, *, is_ruled: bool = True) -> str:
    ys = [720.0 - 30 * row for row in range(len(words) + 1)]
    sides = [(xs[0], y, xs[-1], y) for y in ys] + [(x, ys[0], x, ys[-1]) for x in xs]
    texts = [
        draw.text(x + 3, y - 18, word)
        for y, row in zip(ys, words, strict=False)
        for x, word in zip(xs, row, strict=False)
    ]
    return "".join(texts) + (draw.strokes(sides) if is_ruled else "")


_HEAD = ("项目名称", "绩效目标", "指标名称", "指标值")
_NARROW = (60.0, 120.0, 250.0, 330.0, 420.0)


def _goods(page: int) -> list[tuple[str, str, str, str]]:
    return [("", f"第{page}批", f"采购设备{page}{row}", f"{row}{page}台") for row in range(20)]


_SPREAD = "".join(draw.text(63 + 14 * place, 720, character) for place, character in enumerate("项目支出绩效目标表"))
PUBLICATIONS = {
    "one": [_PLAIN],
    "goes on without a heading": [_rows([_HEAD, *_goods(1)]), *[_rows(_goods(page)) for page in range(2, 7)]],
    "goes on in other columns": [_rows([_HEAD, *_goods(1)]), *[_rows(_goods(page), _NARROW) for page in range(2, 7)]],
    "goes on without rules": [
        _rows([_HEAD, *_goods(1)], is_ruled=False),
        *[_rows(_goods(page), is_ruled=False) for page in range(2, 4)],
    ],
    "announced on the page before": [draw.text(63, 80, "附件：项目支出绩效目标表"), _rows(_goods(1))],
    "announced letter by letter": [_SPREAD, _rows(_goods(1)), _rows(_goods(2))],
    "announced back to front": [_rows([_HEAD[::-1], *_goods(1)]), _rows(_goods(2))],
    "told by its signs": [_rows([("养护道路", "甲", "乙", "≥5公里"), ("养护桥梁", "甲", "乙", "3座")])],
}


@pytest.mark.parametrize("pages", PUBLICATIONS.values(), ids=PUBLICATIONS)
def test_long_publication_loses_no_page_that_holds_targets(tmp_path: Path, pages: list[str]) -> None:
    around = [_PROSE, _MONEY] * 12
    grids = grids_of(tmp_path, draw.pdf([*around, *pages, *around[::-1]]))
    alone = grids_of(tmp_path, draw.pdf(pages))
    assert [cell.text for grid in grids for cell in grid.cells] == [cell.text for grid in alone for cell in grid.cells]
    assert {cell.page for grid in grids for cell in grid.cells} <= {25 + place for place in range(len(pages))}


def test_long_publication_says_which_page_has_a_font_without_a_map(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.pdf.pages.is_available", lambda: False)
    lies = draw.pdf([_PLAIN] * 21, font=("ABCDEF+Song", "Identity-H", "Identity")).replace(b"/ToUnicode", b"/Nothing__")
    (grid,) = grids_of(tmp_path, lies)
    assert [notice.page for notice in grid.notices] == [*range(1, 22)]


def test_document_opened_afresh_goes_on_where_it_was(tmp_path: Path) -> None:
    pages = [_rows([_HEAD, *_goods(1)]), *[_rows(_goods(page)) for page in range(2, 70)]]
    (grid,) = grids_of(tmp_path, draw.pdf(pages))
    assert [cell.text for cell in grid.cells if "批" in cell.text] == [
        row[1] for page in range(1, 70) for row in _goods(page)
    ]


def test_document_is_not_changed_by_reading(tmp_path: Path) -> None:
    document = Document(Path("a.pdf"), "", "application/pdf", draw.pdf([_PLAIN]))
    assert list(read_pdf_grids(document)) == list(read_pdf_grids(document))


def test_second_opinion_agrees_on_an_honest_page() -> None:
    document = Document(Path("a.pdf"), "", "application/pdf", draw.pdf([_PLAIN]))
    assert compare_readers(document, [1]) == ()


def test_text_of_a_field_that_lies_over_the_page_is_read(tmp_path: Path) -> None:
    cells = [("", *rest) if word == "100%" else (word, *rest) for word, *rest in draw.CELLS]
    content = draw.with_stamp(draw.pdf([draw.strokes(draw.sides()) + draw.words(cells)]), "100%", 333, 613)
    (grid,) = grids_of(tmp_path, content)
    assert cells_of(grid) == EXPECTED


def test_text_set_in_columns_is_read_from_the_right(tmp_path: Path) -> None:
    content = draw.strokes([(40, y, 200, y) for y in (700, 640)] + [(x, 700, x, 640) for x in (40, 120, 200)])
    columns = (("生态效益", 70), ("指标", 58))
    content += "".join(
        draw.text(x, 688 - 11 * place, character + "\u3000")
        for word, x in columns
        for place, character in enumerate(word)
    )
    (grid,) = grids_of(tmp_path, draw.pdf([content + draw.text(123, 680, "区域环境质量")]))
    assert grid.cells[0].text == "生态效益指标"


def test_characters_said_to_stand_at_one_place_are_read_as_drawn(tmp_path: Path) -> None:
    content = draw.strokes([(40, y, 200, y) for y in (700, 640)] + [(x, 700, x, 640) for x in (40, 120, 200)])
    for place, character in enumerate("效益值"):
        content += draw.text(70, 680 - 0.8 * (place == 1), character + "\u3000")
    (grid,) = grids_of(tmp_path, draw.pdf([content + draw.text(123, 680, "区域环境质量")]))
    assert grid.cells[0].text == "效益值"


def test_a_bracket_whose_blank_half_crosses_a_rule_stays_with_its_word(tmp_path: Path) -> None:
    content = draw.strokes([(40, y, 200, y) for y in (700, 680)] + [(x, 700, x, 680) for x in (40, 99, 200)])
    (grid,) = grids_of(
        tmp_path, draw.pdf([content + draw.text(41, 686, "总成本（选填）") + draw.text(123, 686, "万元")])
    )
    assert [cell.text for cell in grid.cells] == ["总成本（选填）", "万元"]


def test_points_that_open_lines_are_paragraphs_though_one_line_was_full(tmp_path: Path) -> None:
    content = draw.strokes([(40, y, 200, y) for y in (700, 640)] + [(x, 700, x, 640) for x in (40, 120, 200)])
    lines = ("1.改善居住条。", "2.提升服务。", "3.减少投诉。")
    content += "".join(draw.text(43, 688 - 12 * place, line) for place, line in enumerate(lines))
    (grid,) = grids_of(tmp_path, draw.pdf([content + draw.text(123, 680, "目标")]))
    assert grid.cells[0].text == "\n".join(lines)
