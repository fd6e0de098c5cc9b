"""Web pages to grids, each test named for its trap."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import DocumentError, read_document, read_grids
from tests.extract.reading import codes_of, grids_of, printed, rows_of

TWO_BY_TWO = "<tr><td>甲<td>乙<tr><td>1<td>2"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("<tr><td rowspan=0>a<td>b<tr><td>c", [("a", 1, 1, 2, 1), ("b", 1, 2, 1, 1), ("c", 2, 2, 1, 1)], id="rowspan-0"),
        pytest.param("<tr><td colspan=0>a<td>b", [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1)], id="colspan-0"),
        pytest.param("<tr><td rowspan=-2 colspan=-1>a<td>b", [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1)], id="negative"),
        pytest.param("<tr><td>a<td colspan='2px'>b<tr><td>c<td>d<td>e",
                     [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 2), ("c", 2, 1, 1, 1), ("d", 2, 2, 1, 1), ("e", 2, 3, 1, 1)], id="px"),
        pytest.param("<tr><td rowspan=9>a<td>b<tr><td>c", [("a", 1, 1, 2, 1), ("b", 1, 2, 1, 1), ("c", 2, 2, 1, 1)], id="past-the-end"),
        pytest.param("<thead><tr><td rowspan=5>a<td>b</thead><tr><td>c<td>d",
                     [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1), ("c", 2, 1, 1, 1), ("d", 2, 2, 1, 1)], id="past-the-head"),
        pytest.param("<tr><td colspan=99999999999>a<tr><td>b<td>c",
                     [("a", 1, 1, 1, 2), ("b", 2, 1, 1, 1), ("c", 2, 2, 1, 1)], id="wider-than-the-table"),
        pytest.param("<tfoot><tr><td>合计<td>3</tfoot><tr><td>a<td>b", [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1), ("合计", 2, 1, 1, 1),
                     ("3", 2, 2, 1, 1)], id="foot-before-body"),
        pytest.param("<td>a<td>b", [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1)], id="no-rows"),
        pytest.param("<tr><form><td>a<td>b</form></tr>", [("a", 1, 1, 1, 1), ("b", 1, 2, 1, 1)], id="form-in-row"),
    ],
)  # fmt: skip
def test_spans_as_a_browser_reads_them(markup: str, expected: list[object]) -> None:
    (grid,) = grids_of(f"<table>{markup}</table>".encode())
    assert printed(grid) == expected


def test_a_span_over_another_cell_is_cut_and_told() -> None:
    (grid,) = grids_of(b"<table><tr><td>a<td rowspan=2>b<td>c<tr><td colspan=3>d<td>e</table>")
    assert printed(grid)[3:] == [("d", 2, 1, 1, 1), ("e", 2, 3, 1, 1)]
    assert codes_of(grid) == ["overlapping_cells"]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        pytest.param("数量\n   指标", "数量指标", id="source-line-between-han"),
        pytest.param("of\n   the", "of the", id="source-line-between-words"),
        pytest.param("<p>一</p><p>二<br/>三</p>", "一\n二\n三", id="paragraphs-and-breaks"),
        pytest.param("&ge;95%&#8806;&nbsp;1&hellip;&#x2264;2", "≥95%≦ 1…≤2", id="entities"),
        pytest.param("<ul><li>一<li>二</ul>", "一\n二", id="list"),
        pytest.param("<!-- a -->一<!-- b -->二<script>x</script>", "一二", id="comments-and-scripts"),
        pytest.param(
            "<![if !supportEmptyParas]>一<![endif]><!--[if gte mso 9]><xml>x</xml><![endif]-->", "一", id="conditional"
        ),
        pytest.param("<input type=text value=5><input type=hidden value=6>", "5", id="form-fields"),
        pytest.param("<pre>一\n 二</pre>", "一\n二", id="preformatted"),
        pytest.param("<table><tr><td>只有一格</table>", "只有一格", id="one-table-per-cell"),
        pytest.param("数<wbr>量", "数量", id="optional-break"),
        pytest.param("<select><option>是<option selected>否</select>", "否", id="chosen-option"),
        pytest.param("<select><option>是<option>否</select>", "是", id="first-option"),
        pytest.param("<textarea>一\n二</textarea>", "一\n二", id="text-area"),
        pytest.param("<input type=checkbox checked>是<input type=checkbox>否", "☑是□否", id="ticked-box"),
        pytest.param("<span style='display: none'>0001</span>95", "95", id="sort-key-that-is-not-displayed"),
        pytest.param("a<i hidden>b</i>c", "ac", id="hidden-attribute"),
    ],
)
def test_a_cell_reads_as_it_is_printed(markup: str, expected: str) -> None:
    (grid,) = grids_of(f"<table><tr><td>{markup}<td>乙<tr><td>1<td>2</table>".encode())
    assert grid.cells[0].text == expected


def test_a_layout_table_is_no_grid_and_its_texts_are_lines() -> None:
    page = f"<table><tr><td>导航</td><td>标题<table>{TWO_BY_TWO}</table>备注：无</td></tr></table>"
    (grid,) = grids_of(page.encode())
    assert rows_of(grid) == [["甲", "乙"], ["1", "2"]]
    assert (grid.lines_before, grid.lines_after) == (("导航", "标题"), ("备注：无",))


def test_a_table_within_a_cell_of_a_real_table_is_a_grid_of_its_own() -> None:
    page = f"<table><tr><td>指标<table>{TWO_BY_TWO}</table><td>值<tr><td>3<td>4</table>"
    assert [rows_of(grid) for grid in grids_of(page.encode())] == [
        [["指标", "值"], ["3", "4"]],
        [["甲", "乙"], ["1", "2"]],
    ]


def test_a_note_stays_with_the_table_above_and_a_title_goes_to_the_one_below() -> None:
    table = f"<table>{TWO_BY_TWO}</table>"
    first, second = grids_of(f"<p>一表{table}<p>备注：1.甲<p>2.乙<p>二表<p>单位：万元{table}".encode())
    assert (first.lines_before, first.lines_after) == (("一表",), ("备注：1.甲", "2.乙"))
    assert (second.lines_before, second.lines_after) == (("二表", "单位：万元"), ())


def test_hundreds_of_phantom_columns_are_trimmed_and_a_blank_one_is_kept() -> None:
    wide = f"<table><tr><td colspan=255>题<tr><td>a<td>b{'<td>&nbsp;' * 253}</table>"
    assert printed(grids_of(wide.encode())[0]) == [("题", 1, 1, 1, 2), ("a", 2, 1, 1, 1), ("b", 2, 2, 1, 1)]
    assert len(grids_of(b"<table><tr><td>a<td>b<td></table>")[0].cells) == 3


def test_hidden_rows_are_read_and_marked() -> None:
    (grid,) = grids_of(f"<table><tr style='DISPLAY:none'><td>x<td>y{TWO_BY_TWO}</table>".encode())
    assert [cell.is_hidden for cell in grid.cells] == [True, True, False, False, False, False]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"])
def test_what_the_page_says_of_its_encoding_is_not_believed(encoding: str) -> None:
    page = '<html><head><meta charset="gb2312"></head><body><table><tr><td>镕㐂𠮷<td>≥\u3000</table></body></html>'
    assert grids_of(page.encode(encoding))[0].cells[0].text == "镕㐂𠮷"


def test_a_page_without_tables_is_its_lines() -> None:
    (grid,) = grids_of("<html><div>一、数量指标：<br>演练2次</div><p>二、质量".encode())
    assert (grid.is_aligned, rows_of(grid)) == (False, [["一、数量指标："], ["演练2次"], ["二、质量"]])


def test_broken_markup_is_read() -> None:
    page = "<html><body><div><table><TR><Td>甲</div><TD>乙</tr></span><tr><td>1<td>2</td></td></table></font>".encode()
    assert rows_of(grids_of(page)[0]) == [["甲", "乙"], ["1", "2"]]


def test_unclosed_elements_are_read_and_a_bomb_of_them_is_refused() -> None:
    table = f"<table>{TWO_BY_TWO}</table>"
    assert len(grids_of(("<html>" + "<font><b>" * 500 + table).encode())) == 1
    with pytest.raises(DocumentError) as refused:
        grids_of(("<html>" + "<div>" * 100_000 + table).encode())
    assert refused.value.code == "too_deep"


def test_a_web_archive_gives_its_page() -> None:
    archive = (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html; charset=gb2312\n"
        "Content-Transfer-Encoding: quoted-printable\n\n<table><tr><td>=BC=D7<td>=D2=D2</table>\n--b--\n"
    )
    assert rows_of(grids_of(archive.encode())[0]) == [["甲", "乙"]]


def test_a_blank_page_is_refused() -> None:
    with pytest.raises(DocumentError) as refused:
        grids_of(b"<html><head><title>x</title></head><body><script>1</script></body></html>")
    assert refused.value.code == "empty_file"


def test_a_declared_entity_is_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>x &b;</body></html>'
    assert "aaaa" not in "".join(cell.text for cell in grids_of(bomb.encode())[0].cells).replace('"aaaaaaaaaa"', "")


def test_a_page_that_breaks_off_says_so() -> None:
    page = f"<html><body><table>{TWO_BY_TWO}"
    assert codes_of(grids_of(page.encode())[0]) == ["page_cut_short"]
    assert codes_of(grids_of(f"{page}</table></body></html>".encode())[0]) == []


def test_a_caption_stands_before_its_table(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    markup = "<table><caption>某乡2024年绩效目标表</caption><tr><td>甲</td><td>5</td></tr></table>"
    path.write_text(f"<html><body>{markup}</body></html>", encoding="utf-8")
    (grid,) = read_grids(read_document(path))
    assert (grid.lines_before, [cell.text for cell in grid.cells]) == (("某乡2024年绩效目标表",), ["甲", "5"])


def test_cells_that_are_not_displayed_take_no_room_and_are_told() -> None:
    """As scripts merge equal cells: a row span above, and the cells under it not displayed."""
    (grid,) = grids_of("<table><tr><td rowspan=2>甲<td>1<tr><td style='display:none'>甲<td>2</table>".encode())
    assert printed(grid) == [("甲", 1, 1, 2, 1), ("1", 1, 2, 1, 1), ("2", 2, 2, 1, 1)]
    assert codes_of(grid) == ["undisplayed_text"]


def test_a_table_that_is_not_displayed_is_read_and_marked() -> None:
    (grid,) = grids_of(f"<div style='display:none'><table>{TWO_BY_TWO}</table></div>".encode())
    assert (rows_of(grid), codes_of(grid)) == ([["甲", "乙"], ["1", "2"]], ["hidden_table"])
    assert all(cell.is_hidden for cell in grid.cells)


def test_the_row_of_widths_that_spreadsheets_hide_is_no_row() -> None:
    ruler = "<tr height=0 style='display:none'><td width=72></td><td width=72></td></tr>"
    assert rows_of(grids_of(f"<table>{TWO_BY_TWO}{ruler}</table>".encode())[0]) == [["甲", "乙"], ["1", "2"]]


def test_rows_that_lost_their_table_are_one() -> None:
    (grid,) = grids_of(f"<html><body><p>标题</p>{TWO_BY_TWO}</body></html>".encode())
    assert (rows_of(grid), grid.lines_before) == ([["甲", "乙"], ["1", "2"]], ("标题",))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(r'{"code":0,"data":{"html":"<table><tr><td rowspan=\"2\">\u7532<\/td><td>1<\/td><tr><td>2"}}', id="json"),
        pytest.param(r'[{"a":"\u003ctable>\u003ctr>\u003ctd rowspan=2>\u7532\u003ctd>1\u003ctr>\u003ctd>2"}]', id="json-escaped"),
        pytest.param('show({"a":"<table><tr><td rowspan=2>甲<td>1<tr><td>2"});', id="jsonp"),
        pytest.param("<html>&lt;table&gt;&lt;tr&gt;&lt;td rowspan=2&gt;甲&lt;td&gt;1&lt;tr&gt;&lt;td&gt;2</html>", id="entities"),
    ],
)  # fmt: skip
def test_a_page_within_other_text_is_unwrapped_and_told(content: str) -> None:
    (grid,) = grids_of(content.encode())
    assert printed(grid) == [("甲", 1, 1, 2, 1), ("1", 1, 2, 1, 1), ("2", 2, 2, 1, 1)]
    assert codes_of(grid) == ["wrapped_markup"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("<html><frameset><frame src=a><noframes>不支持框架</noframes></frameset></html>", "no_table", id="frames"),
        pytest.param("<html><body><iframe src=a></iframe></body></html>", "no_table", id="frame-in-the-page"),
        pytest.param("<html><body><img src=a></body></html>", "no_table", id="picture"),
        pytest.param('{"rows":[{"指标":"演练"}]}', "unsupported_media_type", id="json-records"),
        pytest.param('<?xml version="1.0"?><a><![CDATA[<table><tr><td>甲]]></a>', "unsupported_media_type", id="xml"),
    ],
)  # fmt: skip
def test_what_only_shows_something_else_is_refused(content: str, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        grids_of(content.encode())
    assert refused.value.code == code


def test_pictures_instead_of_text_are_told() -> None:
    assert codes_of(grids_of("<html><p>见附图<img src=a></html>".encode())[0]) == ["picture_not_read"]
    (grid,) = grids_of("<table><tr><td>甲<td><img src=a><tr><td>1<td>2</table>".encode())
    assert codes_of(grid) == ["picture_not_read"]
    assert codes_of(grids_of(f"<img src=logo><table>{TWO_BY_TWO}</table>".encode())[0]) == []


def test_a_page_with_an_xml_declaration_is_a_page() -> None:
    page = f'<?xml version="1.0" encoding="gb2312"?><table>{TWO_BY_TWO}</table>'
    assert rows_of(grids_of(page.encode("gb18030"))[0]) == [["甲", "乙"], ["1", "2"]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_one_damaged_byte_costs_one_character_and_is_told(encoding: str) -> None:
    page = f"<p>{'绩效目标' * 40}</p><table>{TWO_BY_TWO}</table>".encode(encoding)
    (grid,) = grids_of(page.replace(b"<td>1", b"<td>\xff1"))
    assert (rows_of(grid)[1], codes_of(grid)) == (["\ufffd1", "2"], ["undecodable_characters"])
