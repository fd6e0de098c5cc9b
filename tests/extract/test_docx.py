"""Word documents to grids, each test named for its trap."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from pathlib import Path

import pytest

from extract import DocumentError
from extract.media import media_type_of
from tests.extract.reading import codes_of, grids_of, printed, rows_of
from tests.extract.renderings import docx, paragraph, to_docx

TABLE = [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(*blocks: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


SMALL = table(cell(paragraph("甲")) + cell(paragraph("乙")), cell(paragraph("1")) + cell(paragraph("2")))


def run(inner: str) -> str:
    return f"<w:p>{inner}</w:p>"


def field(code: str, result: str = "", data: str = "") -> str:
    """Return the runs of a field; `code` may hold another one."""
    inner = code if "<w:" in code else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    mark = '<w:r><w:fldChar w:fldCharType="{}">{}</w:fldChar></w:r>'
    printed_result = f"<w:r><w:t>{result}</w:t></w:r>" if result else ""
    return (
        mark.format("begin", f"<w:ffData>{data}</w:ffData>") + inner + mark.format("separate", "") + printed_result
    ) + mark.format("end", "")


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param("<w:r><w:t>数量</w:t></w:r><w:r><w:t>指标</w:t></w:r>", "数量指标", id="runs"),
        pytest.param("<w:r><w:t>一</w:t><w:br/><w:t>二</w:t></w:r>", "一\n二", id="line-break"),
        pytest.param("<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:del><w:r><w:delText>旧</w:delText></w:r></w:del>", "新", id="tracked"),
        pytest.param("<w:moveFrom><w:r><w:t>从</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>到</w:t></w:r></w:moveTo>", "到", id="moved"),
        pytest.param('<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>显</w:t></w:r>', "显", id="hidden-text"),
        pytest.param('<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>显</w:t></w:r>', "显", id="not-hidden-text"),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F0B3"/><w:t>95%</w:t></w:r>', "≥95%", id="symbol"),
        pytest.param('<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t>\uf0a3</w:t></w:r>', "≤", id="symbol-font"),
        pytest.param('<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', "☑", id="ticked-box"),
        pytest.param('<m:oMath xmlns:m="m"><m:r><m:t>≥5</m:t></m:r></m:oMath>', "≥5", id="formula"),
        pytest.param("<w:fldSimple><w:r><w:t>3</w:t></w:r></w:fldSimple><w:r><w:instrText>PAGE</w:instrText></w:r>", "3", id="field"),
        pytest.param("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件", id="content-control"),
        pytest.param("<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink>", "链", id="link"),
        pytest.param("<w:r><w:ruby><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby></w:r>",
                     "拼", id="phonetic-guide"),
        pytest.param('<w:r><w:rPr><w:rFonts w:hAnsi="Symbol"/></w:rPr><w:t>\uf0b3</w:t></w:r>', "≥", id="symbol-font-by-its-other-name"),
        pytest.param('<w:r><w:sym w:font="Symbol" w:char="F06D"/><w:t>g</w:t></w:r>', "μg", id="greek-symbol"),
        pytest.param(field(r"eq \o\ac(○,1)") + "<w:r><w:t>甲</w:t></w:r>", "①甲", id="circled-by-a-field"),
        pytest.param(field(r"EQ \o\ac(□,√)"), "☑", id="ticked-by-a-field"),
        pytest.param(field(field("X", "内"), "外"), "外", id="field-in-the-code-of-a-field"),
        pytest.param(field("FORMCHECKBOX", data="<w:checkBox><w:checked/></w:checkBox>"), "☑", id="form-checkbox"),
        pytest.param(field("FORMDROPDOWN", data='<w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
                           '<w:listEntry w:val="乙"/></w:ddList>'), "乙", id="form-list"),
        pytest.param('<m:d xmlns:m="m"><m:e><m:r><m:t>a+b</m:t></m:r></m:e></m:d>', "(a+b)", id="brackets-of-a-formula"),
        pytest.param('<mc:AlternateContent xmlns:mc="mc"><mc:Choice/><mc:Fallback><w:r><w:t>旧</w:t></w:r></mc:Fallback>'
                     "</mc:AlternateContent>", "旧", id="only-the-fallback-has-text"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_printed(inner: str, expected: str) -> None:
    (grid,) = grids_of(docx(table(cell(run(inner)) + cell(paragraph("乙")))))
    assert grid.cells[0].text == expected


def test_a_deleted_paragraph_mark_joins_two_lines() -> None:
    marked = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>可持续</w:t></w:r></w:p>"
    (grid,) = grids_of(docx(table(cell(marked, paragraph("影响")) + cell(paragraph("乙")))))
    assert grid.cells[0].text == "可持续影响"


def test_a_deleted_row_is_left_out() -> None:
    body = SMALL.replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert rows_of(grids_of(docx(body))[0]) == [["1", "2"]]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    wrapped = "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>"
    row = f"<w:tr>{wrapped.format(cell(paragraph('甲')))}{cell(paragraph('乙'))}</w:tr>"
    assert rows_of(grids_of(docx(wrapped.format(f"<w:tbl>{wrapped.format(row)}</w:tbl>")))[0]) == [["甲", "乙"]]


def test_rows_that_begin_later_and_merges_across_the_old_way() -> None:
    late = f'<w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell(paragraph("2"))}'
    wide = cell(paragraph("甲"), properties='<w:hMerge w:val="restart"/>') + cell("<w:p/>", properties="<w:hMerge/>")
    assert printed(grids_of(docx(table(wide, late)))[0]) == [("甲", 1, 1, 1, 2), ("2", 2, 2, 1, 1)]


def test_a_merge_that_no_cell_begins_is_a_cell_of_its_own() -> None:
    row = cell(paragraph("甲"), properties="<w:vMerge/>") + cell(paragraph("乙"))
    assert printed(grids_of(docx(table(row)))[0])[0] == ("甲", 1, 1, 1, 1)


def test_merges_both_ways_at_once_the_old_way() -> None:
    begins, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        cell(paragraph(text), properties=f'<w:hMerge w:val="restart"/>{down}')
        + cell("<w:p/>", properties=f"<w:hMerge/>{down}")
        + cell(paragraph(last))
        for text, down, last in (("甲", begins, "乙"), ("", goes_on, "丙"))
    ]
    assert printed(grids_of(docx(table(*rows)))[0]) == [
        ("甲", 1, 1, 2, 2),
        ("乙", 1, 3, 1, 1),
        ("丙", 2, 3, 1, 1),
    ]


def test_a_merge_of_cells_of_other_width_is_none_and_told() -> None:
    above = cell(paragraph("甲"), properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')
    below = cell("<w:p/>", properties="<w:vMerge/>") + cell(paragraph("乙"))
    (grid,) = grids_of(docx(table(above, below)))
    assert printed(grid) == [("甲", 1, 1, 1, 2), ("", 2, 1, 1, 1), ("乙", 2, 2, 1, 1)]
    assert codes_of(grid) == ["overlapping_cells"]


def test_hidden_rows_are_read_and_marked() -> None:
    rows = ["<w:trPr><w:hidden/></w:trPr>" + cell(paragraph("藏")), cell(paragraph("显"))]
    (grid,) = grids_of(docx(table(*(row + cell(paragraph("乙")) for row in rows))))
    assert [one.is_hidden for one in grid.cells] == [True, True, False, False]
    assert codes_of(grid) == ["hidden_cells"]


NUMBERED = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'


def numbering(form: str, text: str) -> str:
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    return f'<w:numbering W>{lists}<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'


def test_a_column_of_numbers_without_text_is_read_but_not_from_under_a_merge() -> None:
    rows = [cell(f"<w:p>{NUMBERED}</w:p>") + cell(paragraph(text)) for text in ("甲", "乙")]
    merged = [
        cell(f"<w:p>{NUMBERED}</w:p>", properties=f"<w:vMerge{value}/>") + cell(paragraph("丙"))
        for value in (' w:val="restart"', "", ' w:val="restart"')
    ]
    (grid,) = grids_of(docx(table(*rows, *merged), numbering=numbering("decimal", "%1")))
    assert [one.text for one in grid.cells if one.column == 1] == ["1", "2", "3", "4"]
    assert codes_of(grid) == []


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("ideographTraditional", "甲"), ("chineseCountingThousand", "一"), ("decimalEnclosedCircleChinese", "①"),
        ("decimalEnclosedParen", "⑴"), ("chineseLegalSimplified", "壹"), ("decimalFullWidth", "１"), ("ideographZodiac", "子"),
        ("ideographDigital", "一"), ("upperLetter", "A"), ("upperRoman", "I"), ("decimalZero", "01"),
    ],
)  # fmt: skip
def test_numbers_are_printed_in_the_form_of_their_list(form: str, expected: str) -> None:
    (grid,) = grids_of(
        docx(table(cell(f"<w:p>{NUMBERED}</w:p>") + cell(paragraph("乙"))), numbering=numbering(form, "第%1条"))
    )
    assert grid.cells[0].text == f"第{expected}条"


def test_text_under_a_merge_is_told() -> None:
    rows = [
        cell(paragraph("甲"), properties='<w:vMerge w:val="restart"/>'),
        cell(paragraph("盖住"), properties="<w:vMerge/>"),
    ]
    (grid,) = grids_of(docx(table(*(row + cell(paragraph("乙")) for row in rows))))
    assert (grid.cells[0].text, codes_of(grid)) == ("甲", ["text_under_merge"])


def test_a_table_in_a_cell_is_a_grid_of_its_own_unless_it_frames_one_text() -> None:
    framed = table(cell(paragraph("框")))
    outer = table(
        cell(paragraph("甲"), SMALL, "<w:p/>") + cell(framed, "<w:p/>"), cell(paragraph("3")) + cell(paragraph("4"))
    )
    assert [rows_of(grid) for grid in grids_of(docx(outer))] == [[["甲", "框"], ["3", "4"]], [["甲", "乙"], ["1", "2"]]]


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{paragraph('框内')}{SMALL}</w:txbxContent>"
    both = (
        '<w:p><w:r><mc:AlternateContent xmlns:mc="mc"><mc:Choice><w:drawing>{0}</w:drawing></mc:Choice>'
        "<mc:Fallback><w:pict>{0}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    (grid,) = grids_of(docx(both.format(box)))
    assert (rows_of(grid), grid.lines_before) == ([["甲", "乙"], ["1", "2"]], ("框内",))


def test_running_heads_and_notes_go_to_the_lines_and_their_tables_are_grids() -> None:
    header = f"<w:hdr W>{paragraph('某乡人民政府')}{SMALL}</w:hdr>"
    rule = f'<w:footnote w:type="separator">{paragraph("x")}</w:footnote>'
    notes = f"<w:footnotes W>{rule}<w:footnote>{paragraph('①含结转')}</w:footnote></w:footnotes>"
    first, second = grids_of(docx(paragraph("标题") + SMALL, header=header, footnotes=notes))
    assert (first.lines_before, second.lines_before, second.lines_after) == (("某乡人民政府",), ("标题",), ("①含结转",))


def test_numbers_that_word_prints_are_text() -> None:
    numbering = (
        '<w:numbering W><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/>'
        '<w:lvlText w:val="（%1）"/></w:lvl></w:abstractNum><w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    item = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>'
    )
    (grid,) = grids_of(docx(item.format("甲") + item.format("乙"), numbering=numbering))
    assert rows_of(grid) == [["（一）甲"], ["（二）乙"]]


def test_a_document_without_tables_is_its_lines_and_says_that_it_has_pictures() -> None:
    (grid,) = grids_of(docx(paragraph("数量指标\t5次") + '<w:p><w:r><a:blip xmlns:a="a"/></w:r></w:p>'))
    assert (grid.is_aligned, rows_of(grid), codes_of(grid)) == (False, [["数量指标", "5次"]], ["picture_not_read"])


def test_a_large_picture_beside_a_table_is_told_and_a_seal_is_not() -> None:
    shown = (
        '<w:p><w:r><wp:inline xmlns:wp="p"><wp:extent cx="{0}" cy="{0}"/><a:blip xmlns:a="a"/></wp:inline></w:r></w:p>'
    )
    assert codes_of(grids_of(docx(SMALL + shown.format(5_400_000)))[0]) == ["picture_not_read"]
    assert codes_of(grids_of(docx(SMALL + shown.format(1_400_000)))[0]) == []


def test_signs_of_an_unknown_font_are_told() -> None:
    sign = '<w:r><w:sym w:font="Wingdings" w:char="F0E0"/></w:r>'
    (grid,) = grids_of(docx(table(cell(run(sign)) + cell(paragraph("乙")))))
    assert codes_of(grid) == ["unknown_symbols"]


PAGE = "<table><tr><td>甲<td>乙<tr><td>1<td>2</table>"
ARCHIVE = (
    f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n{PAGE}\n--b--\n"
)


def holding(content: bytes, body: str = "") -> bytes:
    """Return a Word document with another document as its chunk."""
    whole = docx(body, aFChunk="W")
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, content if name == "word/aFChunk.xml" else source.read(name))
    return held.getvalue()


@pytest.mark.parametrize("content", [PAGE.encode(), ARCHIVE.encode(), docx(SMALL)], ids=["page", "archive", "word"])
def test_a_document_that_only_holds_another_gives_that(content: bytes) -> None:
    assert [rows_of(grid) for grid in grids_of(holding(content))] == [[["甲", "乙"], ["1", "2"]]]


def test_an_embedded_document_that_is_not_read_is_told() -> None:
    assert codes_of(grids_of(holding(b"{\\rtf1 x}", SMALL))[0]) == ["embedded_object"]
    with pytest.raises(DocumentError) as refused:
        grids_of(holding(b"{\\rtf1 x}"))
    assert refused.value.code == "no_table"
    with pytest.raises(DocumentError) as refused:
        grids_of(holding(holding(holding(holding(PAGE.encode())))))
    assert refused.value.code == "too_deep"


def broken(content: bytes, old: bytes, new: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, source.read(name).replace(old, new))
    return held.getvalue()


WHOLE = to_docx(TABLE)
ENTITIES = b'<!DOCTYPE d [<!ENTITY a "x">]><w:document'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(WHOLE[:-40], "corrupt_file", id="cut-short"),
        pytest.param(broken(WHOLE, b"</w:tbl>", b"<"), "corrupt_file", id="not-well-formed"),
        pytest.param(broken(WHOLE, b"<w:document", ENTITIES), "xml_entities", id="entities"),
        pytest.param(broken(WHOLE, b"<w:tbl>", b"<w:sdt>" * 500 + b"<w:tbl>"), "too_deep", id="too-deep"),
        pytest.param(broken(WHOLE, b"<w:tbl>", b" " * 60_000_000 + b"<w:tbl>"), "archive_bomb", id="bomb"),
        pytest.param(docx(""), "empty_file", id="blank"),
        pytest.param(OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "password_protected", id="password"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_code(content: bytes, code: str) -> None:
    with pytest.raises(DocumentError) as refused:
        grids_of(content, "表.docx")
    assert refused.value.code == code
    assert "\n" not in str(refused.value)


OLD_WORD = OLE + b"\0" * 600 + "WordDocument".encode("utf-16-le")


def test_an_old_document_without_libreoffice_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert media_type_of(OLD_WORD) == "application/msword"
    with pytest.raises(DocumentError, match="libreoffice-writer") as refused:
        grids_of(OLD_WORD, "表.wps")
    assert refused.value.code == "needs_libreoffice"


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(folder), prepend=os.pathsep)


def test_an_old_document_is_read_by_way_of_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "made.docx").write_bytes(WHOLE)
    find_folder = 'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done'
    script = f"{find_folder}; mkdir -p $out; cp {tmp_path}/made.docx $out/$(basename $1 .doc).docx"
    stand_in(tmp_path, script, monkeypatch)
    assert printed(grids_of(OLD_WORD)[0]) == TABLE


def test_a_conversion_that_hangs_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from extract.document import content_to_document
    from extract.office import read_office_grids

    stand_in(tmp_path, "sleep 60", monkeypatch)
    with pytest.raises(DocumentError) as refused:
        list(read_office_grids(content_to_document(OLD_WORD, Path("表.doc")), seconds=0.2))
    assert refused.value.code == "conversion_failed"
