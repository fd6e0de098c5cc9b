"""The media type of a file, told from its bytes and never from its name.

In: bytes. Out: a media type. Containers (zip, OLE) are told apart by what stands in them, text by its markup and its
columns; "text/plain" means only that nothing else was recognised.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Final

from extract.csv_text import find_delimiter
from extract.decode import decode_text
from extract.errors import DocumentError
from extract.html.wrapped import has_markup, json_of
from extract.ole import ole_media_type
from extract.zipped import BROKEN_ZIP

_ZIP: Final = "application/zip"
_OOXML: Final = "application/vnd.openxmlformats-officedocument."
DOCX: Final = f"{_OOXML}wordprocessingml.document"
XLSX: Final = f"{_OOXML}spreadsheetml.sheet"
# (the bytes, where they stand, the media type): the registered signatures of the formats people send.
_SIGNATURES: Final = (
    (b"%PDF-", 0, "application/pdf"),
    (b"PK\x03\x04", 0, _ZIP),
    (b"PK\x05\x06", 0, _ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"BM", 0, "image/bmp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"II+\x00", 0, "image/tiff"),  # of more than 4 GB, or by a writer that expects it
    (b"MM\x00+", 0, "image/tiff"),
    (b"WEBP", 8, "image/webp"),
    (b"\x1f\x8b", 0, "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar"),
    (b"\x7fELF", 0, "application/x-executable"),
    (b"SQLite format 3\x00", 0, "application/vnd.sqlite3"),
    (b"DUCK", 8, "application/x-duckdb"),
    (b"{\\rtf", 0, "application/rtf"),
)
PICTURES: Final = frozenset(media_type for _, _, media_type in _SIGNATURES if media_type.startswith("image/"))
# The part that makes a zip a document of its kind.
_ZIP_PARTS: Final = (
    ("word/document.xml", DOCX),
    ("word/document2.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
    ("ppt/presentation.xml", f"{_OOXML}presentationml.presentation"),
    ("ofd.xml", "application/ofd"),
)
_PART_NAME: Final = re.compile(rb"PK\x03\x04.{26}([A-Za-z]+/)", re.DOTALL)
# Acrobat accepts the PDF header anywhere in the first kilobyte; so must whoever names the type.
_PDF_WINDOW: Final = 1024
_MARKUP: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*+(?:(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body|table|meta|title|style|script|div|center|p|tr|"
    rb"span|font|h[1-6]|br|\?xml)[\s>/]",
    re.IGNORECASE | re.DOTALL,
)
_XML_DECLARATION: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\b[^>]*>")
_OTHER_XML: Final = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "application/vnd.ms-excel+xml"),
    (b"http://schemas.microsoft.com/office/word/2003/wordml", "application/msword+xml"),
    (b"http://schemas.microsoft.com/office/2006/xmlPackage", "application/msword+xml"),
    (b"<svg", "image/svg+xml"),
)
_TABLE_TAG: Final = re.compile(rb"<table[\s>]", re.IGNORECASE)
_CELL_TAG: Final = re.compile(rb"<t[dh][\s>]", re.IGNORECASE)
_MHTML: Final = re.compile(
    rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?content-type:\s*multipart/related", re.IGNORECASE
)
_TEXT_WINDOW: Final = 1 << 20
_LONGEST_TYPE: Final = 100
_TYPE_NAME: Final = re.compile(rb"\s*([a-z]+/[\w.+-]+)\s*$")
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument"


def media_type_of(content: bytes) -> str:
    """Return the media type of the bytes.

    >>> media_type_of(b"%PDF-1.7"), media_type_of("甲,乙\\n1,2\\n3,4\\n".encode())
    ('application/pdf', 'text/csv')
    """
    for signature, offset, media_type in _SIGNATURES:
        if content.startswith(signature, offset) and not (signature == b"BM" and _looks_like_text(content)):
            return _inside(content, media_type)
    if b"%PDF-" in content[:_PDF_WINDOW]:
        return "application/pdf"
    # Without its NULs, UTF-16 markup reads like any other.
    window = content[:_TEXT_WINDOW].removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\x00", b"")
    declared = _XML_DECLARATION.match(window)
    is_drawing = window.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<svg", b"<!DOCTYPE svg"))
    is_data = declared is not None and not _MARKUP.match(window, declared.end())
    if (is_data or is_drawing) and b"<html" not in window.lower():
        # No browser would show it, and read as a page its cells would run together.
        return next((media_type for mark, media_type in _OTHER_XML if mark in window), "application/xml")
    if _MARKUP.match(window):
        return "text/html"
    if _MHTML.match(window):
        return "multipart/related"
    return "text/html" if _has_table(window) else _text_type(content)


def _has_table(window: bytes) -> bool:
    # One pattern for both would search the rest of the text again for every table without cells.
    table = _TABLE_TAG.search(window)
    return table is not None and _CELL_TAG.search(window, table.end()) is not None


def _looks_like_text(content: bytes) -> bool:
    return b"\x00" not in content[:_PDF_WINDOW]


def _inside(content: bytes, media_type: str) -> str:
    if media_type == _ZIP:
        return _zip_type(content)
    return ole_media_type(content) if media_type == "application/x-ole-storage" else media_type


def _zip_type(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as container:
            names = {name.replace("\\", "/").lower() for name in container.namelist()}
            if "mimetype" in names and "content.xml" in names:
                with container.open("mimetype") as part:  # read whole, it could be a bomb
                    found = _TYPE_NAME.match(part.read(_LONGEST_TYPE))
                return found[1].decode("ascii") if found else _OPEN_DOCUMENT
    except (*BROKEN_ZIP, KeyError):
        return _cut_zip_type(content)
    return next((media_type for part, media_type in _ZIP_PARTS if part in names), _ZIP)


def _cut_zip_type(content: bytes) -> str:
    """Return the media type of a zip whose directory, at its end, is gone: each part still bears its name."""
    folders = {match[1].lower() for match in _PART_NAME.finditer(content)}
    return DOCX if b"word/" in folders else XLSX if b"xl/" in folders else _ZIP


def _text_type(content: bytes) -> str:
    try:
        text, _ = decode_text(content, Path())
    except DocumentError:
        return "text/plain"
    answer = json_of(text)
    if answer is not None:
        return "text/html" if has_markup(answer) else "application/json"
    delimiter = find_delimiter(text)
    return {None: "text/plain", "\t": "text/tab-separated-values"}.get(delimiter, "text/csv")
