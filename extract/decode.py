"""Bytes to text, in the encodings in which Chinese offices publish: UTF-8, UTF-16, GB18030.

A wrong guess would load garbage with a straight face, so every step is strict and the order is fixed: byte
order mark, UTF-8, UTF-16 where NULs show it, GB18030. What decodes but is not writing is refused as well.
"""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path
from typing import Final

from extract.errors import UndecodableTextError, UnsupportedMediaTypeError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The longest GB18030 character: a cut file may lack up to three bytes of its last one.
_LONGEST_CHARACTER: Final = 4
_LAYOUT_CONTROLS: Final = "\t\n\r\f\v\x1a\x1c\x1d\x1e\x85"
# Binary data that happens to decode shows a control or private character every few dozen; writing shows none.
_MOST_STRANGE: Final = 0.01


def decode_text(content: bytes, path: Path) -> tuple[str, str]:
    """Return the text and the name of its encoding.

    Raises `UndecodableTextError` where no encoding fits, `UnsupportedMediaTypeError` where the bytes decode
    to something that is no writing.
    """
    text, encoding = _decode(content, path)
    if _share_of_strange(text) > _MOST_STRANGE:
        raise UnsupportedMediaTypeError(path, "binary data")
    return text, encoding


def _decode(content: bytes, path: Path) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, path), encoding
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        offset = error.start
    if b"\x00" in content:
        return _decode_utf16(content, path)
    try:
        return _decode_gb18030(content), "gb18030"
    except UnicodeDecodeError as error:
        raise UndecodableTextError(path, max(offset, error.start)) from error


def _strict(content: bytes, encoding: str, path: Path) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise UndecodableTextError(path, error.start) from error


def _decode_utf16(content: bytes, path: Path) -> tuple[str, str]:
    # Line ends and digits are ASCII: their NUL is the second byte in little-endian text, the first in big-endian.
    little = content[1::2].count(0) >= content[0::2].count(0)
    encoding = "utf-16-le" if little else "utf-16-be"
    try:
        return content.decode(encoding), encoding
    except UnicodeDecodeError as error:
        raise UnsupportedMediaTypeError(path, "binary data") from error


def _decode_gb18030(content: bytes) -> str:
    try:
        return content.decode("gb18030")
    except UnicodeDecodeError as error:
        if len(content) - error.start >= _LONGEST_CHARACTER:
            raise
        return content[: error.start].decode("gb18030")


def _share_of_strange(text: str) -> float:
    counted = Counter(text)  # each character is judged once, however long the text
    return sum(count for character, count in counted.items() if _is_strange(character)) / max(len(text), 1)


def _is_strange(character: str) -> bool:
    if character.isprintable() or character.isspace() or character in _LAYOUT_CONTROLS:
        return False
    return not _is_invisible_mark(character)


def _is_invisible_mark(character: str) -> bool:
    return "\u200b" <= character <= "\u200f" or character in "\ufeff\u00ad\u2060"
