"""Workbooks to grids, each test named for its trap."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from extract import DocumentError
from extract.excel.formats import show_number
from tests.extract.reading import codes_of, grids_of, printed, rows_of
from tests.extract.renderings import workbook_bytes

DOCUMENTS = Path(__file__).parent / "documents"
ROWS = [["指标", "值"], ["甲", "1"]]


def new(rows: list[list[object]]) -> tuple[Workbook, Worksheet]:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    return book, sheet


@pytest.mark.parametrize(
    ("value", "code", "text", "differs"),
    [
        pytest.param(0.95, "0%", "95%", False, id="percent"),
        pytest.param(0.9549, "0%", "95.49%", True, id="percent-rounded"),
        pytest.param(0.9, "0.00%", "90.00%", False, id="percent-decimals"),
        pytest.param(0.1 + 0.2, "General", "0.3", False, id="float-noise"),
        pytest.param(1137700, "General", "1137700", False, id="no-thousands-unless-shown"),
        pytest.param(1137700, "#,##0.00", "1,137,700.00", False, id="thousands"),
        pytest.param(123456789012, "General", "123456789012", False, id="no-exponent"),
        pytest.param(1e-7, "General", "0.0000001", False, id="no-small-exponent"),
        pytest.param(3.28, "0.00_ ", "3.28", False, id="padding"),
        pytest.param(3.2768, "0.00", "3.2768", True, id="typed-figure-is-not-rounded-away"),
        pytest.param(1 / 3, "0.00", "0.33", True, id="computed-figure-is-shown"),
        pytest.param(5, '"≥"0"次"', "≥5次", False, id="words-around"),
        pytest.param(5, "0\\%", "5%", False, id="escaped-percent"),
        pytest.param(-5, "#,##0;[Red]#,##0", "-5", False, id="sign-shown-by-colour"),
        pytest.param(-5, "0.00_);(0.00)", "(5.00)", False, id="brackets"),
        pytest.param(0, '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "0", True, id="zero-shown-as-dash"),
        pytest.param(12, "0000", "0012", False, id="leading-zeros"),
        pytest.param(95, "[>=90]0\"优\";0", "95优", False, id="condition"),
        pytest.param(12345, "0!.0,", "1.2345", True, id="shown-in-tens-of-thousands"),
        pytest.param(123400, '0!.0,"万元"', "12.34万元", True, id="rounded-tens-of-thousands"),
        pytest.param(12000, '0"."0,', "1.2", False, id="quoted-point"),
        pytest.param(12000, '#,##0.00,,"百万"', "0.012百万", True, id="millions"),
        pytest.param(1234000, "0.00,", "1234.00", False, id="thousands-scaled"),
        pytest.param(15000, '[>=10000]0!.0,"万";0', "1.5万", False, id="scaled-by-condition"),
        pytest.param(20231231, "0000-00-00", "2023-12-31", False, id="signs-between-digits"),
        pytest.param(20231231, '0000"年"00"月"00"日"', "2023年12月31日", False, id="words-between-digits"),
        pytest.param(5, 'General"次"', "5次", False, id="general-with-words"),
        pytest.param(5, '"≥"G/通用格式"次"', "≥5次", False, id="general-in-chinese"),
        pytest.param(-5, '0"元";"负"0"元"', "负5元", False, id="minus-in-words"),
        pytest.param(-5, '#,##0;△#,##0', "△5", False, id="minus-as-triangle"),
        pytest.param(-5, '[<0]"负"0;0', "负5", False, id="minus-in-words-by-condition"),
        pytest.param(60, '[=60]"及格";0', "及格", True, id="words-alone"),
        pytest.param(5, ";;;", "5", True, id="shown-as-nothing"),
        pytest.param(0.5, "# ?/?", "0.5", True, id="fraction"),
        pytest.param(100000, "0.00E+00", "100000", True, id="exponent"),
        pytest.param(1234, "[DBNum2][$-804]General", "1234", True, id="figures-in-chinese"),
        pytest.param(45291, '[DBNum1][$-804]yyyy"年"m"月"', "2023年12月", True, id="date-in-chinese"),
        pytest.param(1500, "[$¥-804]#,##0.00", "¥1,500.00", False, id="currency"),
        pytest.param(45291, "yyyy/m/d", "2023/12/31", False, id="date"),
        pytest.param(45291, '[$-804]yyyy"年"m"月"d"日";@', "2023年12月31日", False, id="chinese-date"),
        pytest.param(45291.75, "yyyy-mm-dd hh:mm:ss", "2023-12-31 18:00:00", False, id="moment"),
        pytest.param(45261, 'yyyy"年"m"月"', "2023年12月", False, id="month"),
        pytest.param(1.5, "[h]:mm", "36:00", False, id="elapsed"),
        pytest.param(-3, "yyyy/m/d", "-3", True, id="no-date"),
    ],
)  # fmt: skip
def test_a_figure_is_written_as_shown_and_never_shorter(value: float, code: str, text: str, differs: bool) -> None:
    assert show_number(value, code) == (text, differs)


def test_formats_dates_and_booleans_of_a_workbook() -> None:
    book, sheet = new(
        [["比例", "日期", "时刻", "是否", "文字"], [0.95, date(2023, 12, 31), datetime(2023, 1, 2, 3, 4), True, "007"]]
    )
    sheet["A2"].number_format = "0%"
    sheet["B2"].number_format = "mm-dd-yy"
    sheet["E2"].number_format = "@"
    assert rows_of(grids_of(workbook_bytes(book))[0])[1] == ["95%", "2023/12/31", "2023-01-02 3:04:00", "TRUE", "007"]


def test_the_title_and_notes_are_lines_and_the_grid_knows_where_it_stands() -> None:
    book, sheet = new([["标题"], [None, None, "单位：万元"], *ROWS, ["备注：无"]])
    sheet.merge_cells("A1:C1")
    (grid,) = grids_of(workbook_bytes(book))
    assert (rows_of(grid), grid.lines_before, grid.lines_after) == (ROWS, ("标题", "单位：万元"), ("备注：无",))
    assert (grid.origin, grid.cells[0].page, grid.name) == ((3, 1), 1, "Sheet")


def test_a_lone_value_in_the_last_row_is_no_note() -> None:
    book, sheet = new([*ROWS, [None, "2"]])
    sheet.merge_cells("A2:A3")
    assert printed(grids_of(workbook_bytes(book))[0])[2:] == [("甲", 2, 1, 2, 1), ("1", 2, 2, 1, 1), ("2", 3, 2, 1, 1)]


def test_hidden_rows_columns_and_sheets_are_read_and_marked() -> None:
    book, sheet = new([["a", "b"], ["c", "d"]])
    sheet.row_dimensions[2].hidden = True
    hidden = book.create_sheet("藏")
    hidden.append(["x", "y"])
    hidden.sheet_state = "hidden"
    first, second = grids_of(workbook_bytes(book))
    assert [cell.is_hidden for cell in first.cells] == [False, False, True, True]
    assert all(cell.is_hidden for cell in second.cells)
    assert codes_of(first) + codes_of(second) == ["hidden_cells", "hidden_sheet"]
    assert second.notices[0].page == 2


def test_a_formula_without_a_value_is_reported() -> None:
    book, _ = new([*ROWS, ["合计", "=1+1"]])
    (grid,) = grids_of(workbook_bytes(book))
    assert rows_of(grid)[0] == ["指标", "值"]
    assert [(notice.code, "B3" in notice.message) for notice in grid.notices] == [("formula_without_value", True)]


def test_a_stray_cell_in_the_last_corner_costs_nothing() -> None:
    book, sheet = new([["指标", "值"], ["甲", "1"]])
    sheet["XFD1048576"] = "x"
    (grid,) = grids_of(workbook_bytes(book))
    assert (len(grid.cells), codes_of(grid)) == (5, ["sparse_sheet"])


def test_python_calamine_ends_the_process_on_that_cell() -> None:
    """The reason for reading sheets ourselves; once this fails, the library may do it."""
    script = (
        "import io, resource, openpyxl, python_calamine as c\n"
        "resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))\n"
        "b = openpyxl.Workbook(); b.active['A1'] = 1; b.active['XFD1048576'] = 1; f = io.BytesIO(); b.save(f); f.seek(0)\n"
        "c.load_workbook(f).get_sheet_by_index(0)\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True).returncode < 0


def test_phantom_rows_columns_and_merges_are_trimmed() -> None:
    book, sheet = new(ROWS)
    for column in range(3, 300):
        sheet.cell(1, column).number_format = "0%"
    sheet.cell(5000, 2).number_format = "0%"
    merged = rewritten(workbook_bytes(book), SHEET, "</sheetData>", MERGE)
    assert rows_of(grids_of(merged)[0]) == ROWS


def rewritten(content: bytes, part: str, old: str, new_text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            text = source.read(name)
            assert name != part or old.encode() in text
            target.writestr(name, text.replace(old.encode(), new_text.encode()) if name == part else text)
    return held.getvalue()


SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


def with_shared_strings() -> bytes:
    """Return a workbook as Excel itself writes one: its texts in a part of their own."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    relation = '<Relationships><Relationship Id="r1" Type="{0}{1}" Target="{2}"/>{3}</Relationships>'
    strings = f'<Relationship Id="r2" Type="{kind}sharedStrings" Target="/{STRINGS}"/>'
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    rows += '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1</v></c></row>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("_rels/.rels", relation.format(kind, "officeDocument", "xl/workbook.xml", ""))
        sheet = f'<workbook xmlns:r="{kind[:-1]}"><sheets><sheet name="1" r:id="r1"/></sheets></workbook>'
        package.writestr("xl/workbook.xml", sheet)
        package.writestr(
            "xl/_rels/workbook.xml.rels", relation.format(kind, "worksheet", "worksheets/sheet1.xml", strings)
        )
        package.writestr(STRINGS, "<sst><si><t>指标</t></si><si><t>值</t></si><si><t>甲</t></si></sst>")
        package.writestr(SHEET, f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    return held.getvalue()


SMALL = with_shared_strings()
MERGE = '</sheetData><mergeCells><mergeCell ref="D40:XFD9000"/></mergeCells>'


@pytest.mark.parametrize(
    ("part", "old", "new_text"),
    [
        pytest.param(SHEET, ' r="A2"', "", id="cells-without-references"),
        pytest.param(
            STRINGS, "<si><t>甲</t></si>", "<si><r><t>甲</t></r><rPh><t>jia</t></rPh></si>", id="phonetic-readings"
        ),
        pytest.param(STRINGS, "<t>甲</t>", "<t>_x7532_</t>", id="escaped-characters"),
        pytest.param(SHEET, "<sheetData>", "<sheetData><!-- c -->", id="comments"),
    ],
)
def test_other_writers_spellings(part: str, old: str, new_text: str) -> None:
    changed = rewritten(SMALL, part, old, new_text)
    assert rows_of(grids_of(changed)[0]) == ROWS


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(SMALL[: len(SMALL) // 2], "corrupt_file", id="cut-short"),
        pytest.param(rewritten(SMALL, SHEET, "</row>", "<row>"), "corrupt_file", id="not-well-formed"),
        pytest.param(rewritten(SMALL, SHEET, "<v>0</v>", "<v>99</v>"), "corrupt_file", id="string-that-is-not-there"),
        pytest.param(
            rewritten(SMALL, SHEET, "<worksheet", '<!DOCTYPE w [<!ENTITY a "x">]><worksheet'),
            "xml_entities",
            id="entities",
        ),
        pytest.param(workbook_bytes(Workbook()), "empty_file", id="blank"),
        pytest.param(
            (DOCUMENTS / "formats-merges-hidden.xls").read_bytes()[:1500], "corrupt_file", id="old-and-cut-short"
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(content: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        grids_of(content)
    assert refused.value.code == code


def test_an_old_workbook_is_read_with_formats_merges_and_what_is_hidden() -> None:
    first, second = grids_of((DOCUMENTS / "formats-merges-hidden.xls").read_bytes())
    assert rows_of(first) == [
        ["指标", "比例", "金额", "日期"],
        ["满意度", "95%", "1,137,700.00", "2023年12月31日"],
        ["0.3", "3.2768", "TRUE"],
    ]
    assert (first.lines_before, first.cells[4].row_span, second.name) == (("标题",), 2, "藏")
    assert codes_of(first) + codes_of(second) == ["shown_otherwise", "hidden_cells", "hidden_sheet"]


XML_2003 = """<?xml version="1.0" encoding="gb2312"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Styles><Style ss:ID="p"><NumberFormat ss:Format="Percent"/></Style><Style ss:ID="c" ss:Parent="p"/>
<Style ss:ID="d"><NumberFormat ss:Format="yyyy/m/d"/></Style></Styles>
<Worksheet ss:Name="表"><Table><Column ss:Index="3" ss:Hidden="1"/>
<Row><Cell ss:MergeAcross="1"><Data ss:Type="String">标题</Data></Cell></Row>
<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>
<Cell ss:StyleID="c"><Data ss:Type="Number">0.95</Data></Cell><Cell ss:Formula="=1"/></Row>
<Row><Cell ss:Index="2" ss:StyleID="d"><Data ss:Type="DateTime">2023-12-31T00:00:00.000</Data></Cell>
<Cell><ss:Data ss:Type="String"><B>藏</B>字</ss:Data></Cell></Row></Table></Worksheet></Workbook>"""


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_workbook_in_the_xml_of_2003_is_read(encoding: str) -> None:
    (grid,) = grids_of(XML_2003.encode(encoding))
    assert (grid.lines_before, printed(grid)) == (
        ("标题",),
        [
            ("甲", 1, 1, 2, 1), ("95.00%", 1, 2, 1, 1), ("", 1, 3, 1, 1),
            ("2023/12/31", 2, 2, 1, 1), ("藏字", 2, 3, 1, 1),
        ],
    )  # fmt: skip
    assert codes_of(grid) == ["formula_without_value", "hidden_cells"]


def test_a_workbook_in_xml_that_is_broken_or_declares_entities_is_refused() -> None:
    entities = XML_2003.replace("<Workbook", '<!DOCTYPE w [<!ENTITY a "x">]><Workbook', 1)
    for text, code in ((XML_2003[:-30], "corrupt_file"), (entities, "xml_entities")):
        with pytest.raises(DocumentError) as refused:
            grids_of(text.encode())
        assert refused.value.code == code


def test_a_formula_that_waits_for_its_calculation_has_no_value() -> None:
    """Libraries that cannot calculate write 0 and ask whoever opens the file to do it."""
    formula = rewritten(SMALL, SHEET, "<v>1</v></c></row></sheetData>", "<f>1+1</f><v>0</v></c></row></sheetData>")
    assert rows_of(grids_of(formula)[0]) == [["指标", "值"], ["甲", "0"]]
    waiting = rewritten(formula, "xl/workbook.xml", "</sheets>", '</sheets><calcPr fullCalcOnLoad="1"/>')
    (grid,) = grids_of(waiting)
    assert ("0" in [cell.text for cell in grid.cells], codes_of(grid)) == (False, ["formula_without_value"])


def test_rows_and_columns_of_no_size_are_hidden() -> None:
    row = rewritten(SMALL, SHEET, '<row r="2">', '<row r="2" ht="0" customHeight="1">')
    both = rewritten(row, SHEET, "<sheetData>", '<cols><col min="2" max="2" width="0"/></cols><sheetData>')
    (grid,) = grids_of(both)
    assert [cell.is_hidden for cell in grid.cells] == [False, True, True, True]


def drawn(body: str) -> bytes:
    """Return the small workbook with a drawing on its sheet."""
    held = io.BytesIO(SMALL)
    with zipfile.ZipFile(held, "a") as package:
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
        relations = f'<Relationship Id="d" Type="{kind}drawing" Target="/xl/d.xml"/>'
        relations += f'<Relationship Id="c" Type="{kind}comments" Target="/xl/c.xml"/>'
        package.writestr("xl/worksheets/_rels/sheet1.xml.rels", f"<Relationships>{relations}</Relationships>")
        package.writestr("xl/d.xml", f'<d xmlns:a="a">{body}</d>')
        package.writestr("xl/c.xml", "<comments/>")
    return held.getvalue()


def test_text_boxes_are_lines_and_pictures_and_comments_are_told() -> None:
    box = "<txBody><a:p><a:r><a:t>备注：</a:t></a:r><a:r><a:t>含税</a:t></a:r></a:p></txBody>"
    (grid,) = grids_of(drawn(f"{box}<pic/>"))
    assert (grid.lines_after, codes_of(grid)) == (("备注：含税",), ["picture_not_read", "comments_not_read"])


def test_a_date_written_out_is_no_serial_number() -> None:
    dated = rewritten(SMALL, SHEET, '<c r="B2"><v>1</v>', '<c r="B2" t="d"><v>2023-12-31</v>')
    assert rows_of(grids_of(dated)[0])[1] == ["甲", "2023-12-31"]


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


@pytest.mark.parametrize(
    ("result", "flags", "text", "expected"),
    [
        pytest.param(bytes(8), 2, b"", {(3, 2)}, id="zero-that-waits"),
        pytest.param(bytes(8), 0, b"", set(), id="zero"),
        pytest.param(struct.pack("<d", 5), 3, b"", set(), id="result"),
        pytest.param(bytes(6) + b"\xff\xff", 3, b"", {(3, 2)}, id="text-that-is-missing"),
        pytest.param(bytes(6) + b"\xff\xff", 3, record(0x207, b"x"), set(), id="text"),
    ],
)
def test_formulas_of_an_old_workbook_that_nobody_calculated(
    result: bytes, flags: int, text: bytes, expected: set[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As libraries write them; none of those that do is among the tests' packages."""
    from extract.excel import uncalculated

    begin, end = record(0x809, bytes(16)), record(0x0A, b"")
    formula = record(0x06, struct.pack("<HHH", 2, 1, 0) + result + struct.pack("<H", flags) + bytes(4))
    start = len(begin) + len(record(0x85, bytes(8))) + len(end)
    stream = begin + record(0x85, struct.pack("<IBB", start, 0, 0) + b"\x00\x00") + end + begin + formula + text + end
    monkeypatch.setattr(uncalculated, "_workbook_stream", lambda content: stream)
    assert uncalculated.find_uncalculated(b"") == [expected]
