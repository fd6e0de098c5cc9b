"""Archives: each member its own document, what is dangerous refused, the rest read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest

from extract import Document, DocumentError, read_documents, read_grids
from extract.media import DOCX, XLSX, media_type_of
from extract.zipped import Limits
from tests.extract.reading import rows_of
from tests.extract.renderings import to_docx, to_xlsx

TABLE = [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1), ("1", 2, 1, 1, 1), ("2", 2, 2, 1, 1)]


def packed(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return held.getvalue()


def read(content: bytes, tmp_path: Path, limits: Limits | None = None) -> list[tuple[str, str]]:
    """Return what came of each member: its name, and its media type or the code of its error."""
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    found = read_documents(path, limits)
    return [
        (str(item.path).removeprefix(f"{path}!"), item.media_type if isinstance(item, Document) else item.code)
        for item in found
    ]


def test_each_member_is_a_document_and_litter_is_none(tmp_path: Path) -> None:
    members = {
        "甲/表.docx": to_docx(TABLE),
        "表.xlsx": to_xlsx(TABLE),
        "空.txt": b"",
        "__MACOSX/._a": b"x",
        "~$表.docx": b"x",
        "夹/": b"",
    }
    assert read(packed(members), tmp_path) == [("甲/表.docx", DOCX), ("表.xlsx", XLSX), ("空.txt", "empty_file")]


def test_a_plain_file_is_its_one_document_and_a_missing_one_its_error(tmp_path: Path) -> None:
    path = tmp_path / "表.docx"
    path.write_bytes(to_docx(TABLE))
    (document,) = read_documents(path)
    assert isinstance(document, Document)
    assert rows_of(next(read_grids(document))) == [["甲", "乙"], ["1", "2"]]
    assert [error.code for error in read_documents(tmp_path / "无") if isinstance(error, DocumentError)] == [
        "missing_path"
    ]


def test_names_written_on_a_chinese_windows_are_decoded(tmp_path: Path) -> None:
    content = packed({"XXXX.txt": "甲".encode()}).replace(b"XXXX", "预算".encode("gbk"))
    assert read(content, tmp_path) == [("预算.txt", "text/plain")]


def test_a_name_that_climbs_out_stays_inside(tmp_path: Path) -> None:
    assert read(packed({"../../etc/passwd": b"x"}), tmp_path) == [("etc/passwd", "text/plain")]


def test_an_archive_in_an_archive_is_opened_once(tmp_path: Path) -> None:
    inner = packed({"b.txt": b"b", "c.zip": packed({"d.txt": b"d"})})
    assert read(packed({"i.zip": inner}), tmp_path) == [("i.zip!b.txt", "text/plain"), ("i.zip!c.zip", "too_deep")]


def test_a_bomb_is_refused_by_what_it_declares_and_the_rest_is_read(tmp_path: Path) -> None:
    content = bytearray(packed({"bomb.txt": b"x" * 1000, "good.txt": b"x"}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = struct.pack("<I", 2_000_000_000)
    assert read(bytes(content), tmp_path) == [("bomb.txt", "archive_bomb"), ("good.txt", "text/plain")]


def test_what_unpacks_to_too_much_in_all_is_refused_from_there(tmp_path: Path) -> None:
    members = {f"{number}.txt": b"x" * 400 for number in range(3)}
    assert [code for _, code in read(packed(members), tmp_path, Limits(unpacked_bytes=1000))] == [
        "text/plain", "text/plain", "archive_bomb",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(packed({f"{number}": b"x" for number in range(20)}), "archive_bomb", id="too-many-members"),
        pytest.param(packed({}), "no_documents", id="no-members"),
        pytest.param(b"PK\x03\x04rest", "corrupt_file", id="cut-short"),
        pytest.param(b"Rar!\x1a\x07\x00rest", "unsupported_archive", id="rar"),
        pytest.param(b"7z\xbc\xaf\x27\x1crest", "unsupported_archive", id="7z"),
    ],
)
def test_an_archive_that_cannot_be_opened_is_one_error(content: bytes, code: str, tmp_path: Path) -> None:
    assert [found for _, found in read(content, tmp_path, Limits(members=10))] == [code]


def test_a_locked_and_a_damaged_member_are_errors_of_their_own(tmp_path: Path) -> None:
    content = bytearray(packed({"locked.txt": b"x" * 50, "damaged.txt": bytes(range(256)), "good.txt": b"x"}))
    first = content.index(b"PK\x01\x02")
    content[first + 8] |= 1
    second = content.index(b"PK\x01\x02", first + 1)
    content[second + 16] ^= 0xFF
    assert [code for _, code in read(bytes(content), tmp_path)] == ["password_protected", "corrupt_file", "text/plain"]


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        pytest.param(to_docx(TABLE), DOCX, id="docx"),
        pytest.param(to_docx(TABLE)[:-30], DOCX, id="docx-cut-short"),
        pytest.param(to_xlsx(TABLE), XLSX, id="xlsx"),
        pytest.param(packed({"OFD.xml": b"x"}), "application/ofd", id="ofd"),
        pytest.param(packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"x"}),
                     "application/vnd.oasis.opendocument.text", id="odt"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le") * 99, "application/vnd.ms-excel",
                     id="xls-damaged"),
        pytest.param("<html>甲".encode("utf-16"), "text/html", id="utf-16-html"),
        pytest.param("<table><tr><td>甲".encode("utf-16-le"), "text/html", id="utf-16-html-without-mark"),
        pytest.param("导出\n<TABLE border=1>\n<TR><TD>甲".encode(), "text/html", id="text-before-a-table"),
        pytest.param(b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Table><Row>',
                     "application/vnd.ms-excel+xml", id="workbook-of-2003-in-xml"),
        pytest.param(b'<?xml version="1.0"?><html><table>', "text/html", id="xhtml"),
        pytest.param(b"From: <Saved>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tb=x\n\n", "multipart/related",
                     id="mhtml"),
    ],
)  # fmt: skip
def test_containers_are_told_apart_by_what_stands_in_them(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type
