"""The media type of a file, told from its first bytes and never from its name."""

from __future__ import annotations

from typing import Final

# (the bytes, where they stand, the media type): the registered signatures of the formats people send.
_SIGNATURES: Final = (
    (b"%PDF-", 0, "application/pdf"),
    (b"PK\x03\x04", 0, "application/zip"),
    (b"PK\x05\x06", 0, "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"BM", 0, "image/bmp"),
    (b"II*\x00", 0, "image/tiff"),
    (b"MM\x00*", 0, "image/tiff"),
    (b"WEBP", 8, "image/webp"),
    (b"\x1f\x8b", 0, "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar"),
    (b"\x7fELF", 0, "application/x-executable"),
    (b"SQLite format 3\x00", 0, "application/vnd.sqlite3"),
    (b"DUCK", 8, "application/x-duckdb"),
    (b"{\\rtf", 0, "application/rtf"),
)
_MARKUP: Final = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<?xml")
# Acrobat accepts the PDF header anywhere in the first kilobyte; so must whoever names the type.
_PDF_WINDOW: Final = 1024


def media_type_of(content: bytes) -> str:
    """Return the media type of the bytes; "text/plain" means only that nothing else was recognised.

    >>> media_type_of(b"%PDF-1.7")
    'application/pdf'
    """
    for signature, offset, media_type in _SIGNATURES:
        if content.startswith(signature, offset) and not (signature == b"BM" and _looks_like_text(content)):
            return media_type
    head = content[:_PDF_WINDOW]
    if b"%PDF-" in head:
        return "application/pdf"
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        return "text/html"
    return "text/plain"


def _looks_like_text(content: bytes) -> bool:
    return b"\x00" not in content[:_PDF_WINDOW]
