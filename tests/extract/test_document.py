"""Files to documents: identity, media type, encoding, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract import DocumentError, read_document, read_grids
from extract.decode import decode_text
from extract.media import media_type_of

TABLE = "单位编码\t项目名称\t金额（万元）\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "document.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(b"%PDF-1.7\n", "application/pdf", id="pdf"),
        pytest.param(b"\n\n%PDF-1.4\n", "application/pdf", id="pdf-after-blank-lines"),
        pytest.param(b"PK\x03\x04rest", "application/zip", id="zip"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", id="ole"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "image/png", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0", "image/jpeg", id="jpeg"),
        pytest.param(b"BM\x00\x00", "image/bmp", id="bmp"),
        pytest.param(b"BMW 3", "text/plain", id="text-that-begins-like-a-bmp"),
        pytest.param(b"  <!DOCTYPE html><p>", "text/html", id="html"),
        pytest.param(TABLE.encode("gb18030"), "text/plain", id="text"),
    ],
)
def test_the_media_type_is_told_from_the_bytes(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    ("encoding", "told"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("utf-16", "utf-16"), ("utf-16-le", "utf-16-le"),
     ("utf-16-be", "utf-16-be"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)  # fmt: skip
def test_the_encoding_is_told_and_the_text_is_whole(encoding: str, told: str, tmp_path: Path) -> None:
    document = read_document(write(tmp_path, TABLE.encode(encoding)))
    assert document.encoding == told
    assert [cell.text for grid in read_grids(document) for cell in grid.cells] == [
        "单位编码",
        "项目名称",
        "金额（万元）",
    ]


def test_a_cut_last_character_is_forgiven(tmp_path: Path) -> None:
    content = TABLE.encode("gb18030") + "乡".encode("gb18030")[:1]
    assert read_document(write(tmp_path, content)).encoding == "gb18030"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", "empty_file", id="no-bytes"),
        pytest.param(b" \r\n\t\n", "empty_file", id="white-space-only"),
        pytest.param(bytes(range(256)) * 8, "unsupported_media_type", id="binary-with-nuls"),
        pytest.param(bytes(range(1, 32)) * 40, "unsupported_media_type", id="binary-without-nuls"),
        pytest.param("绩效".encode() + b"\xff\xff" + b"a" * 20, "undecodable", id="no-encoding-fits"),
        pytest.param(b"\xff\xfe\x00\xd8a\x00", "undecodable", id="broken-utf-16"),
    ],
)
def test_what_is_no_text_is_refused_with_its_code(content: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as refused:
        read_document(write(tmp_path, content))
    assert refused.value.code == code
    assert str(refused.value).startswith(f"{tmp_path / 'document.txt'}: ")


def test_a_media_type_without_a_reader_is_refused(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, b"\x7fELF"))
    with pytest.raises(DocumentError, match="application/x-executable") as refused:
        list(read_grids(document))
    assert refused.value.code == "unsupported_media_type"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as missing:
        read_document(tmp_path / "nowhere.txt")
    with pytest.raises(DocumentError) as folder:
        read_document(tmp_path)
    assert (missing.value.code, folder.value.code) == ("missing_path", "cannot_open")


def test_the_same_bytes_are_the_same_document(tmp_path: Path) -> None:
    first = read_document(write(tmp_path, TABLE.encode()))
    (tmp_path / "other").mkdir()
    second = read_document(write(tmp_path / "other", TABLE.encode()))
    assert first.document_id == second.document_id == first.sha256[:16]


def test_cells_keep_their_line_column_and_first_character(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "\n\t甲\t\t 乙 \n丙 |\n| 丁 | 戊 |".encode()))
    cells = next(read_grids(document)).cells
    assert [(cell.text, cell.row, cell.column, cell.start) for cell in cells] == [
        ("", 2, 1, 1), ("甲", 2, 2, 2), ("", 2, 3, 4), (" 乙 ", 2, 4, 5), ("丙 ", 3, 1, 1), (" 丁 ", 4, 2, 2), (" 戊 ", 4, 3, 6),
    ]  # fmt: skip


def test_traditional_text_in_big5_is_read_and_in_gb18030_as_well(tmp_path: Path) -> None:
    text = "績效目標表，一級指標：產出指標，二級指標：數量指標，滿意度、完成率≧95%\n" * 3
    for name, encoding in (("big5", "big5"), ("gb18030", "gb18030"), ("utf-16-be", "utf-16-be")):
        document = read_document(write(tmp_path, text.encode(encoding)))
        assert (document.encoding, decode_text(document.content, document.path)[0]) == (name, text)
