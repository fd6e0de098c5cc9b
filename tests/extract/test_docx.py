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
