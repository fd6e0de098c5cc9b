"""Bytes to text, in the encodings in which Chinese offices publish: UTF-8, UTF-16, GB18030.

A wrong guess would load garbage with a straight face, so the order is fixed: byte order mark, UTF-16 where NULs show it,
UTF-8, GB18030, and Big5 where it explains the bytes better. A few bytes that fit nothing become U+FFFD, which
`damaged_text` reports; what decodes but is not writing is refused.
"""

from __future__ import annotations

import codecs
from collections import Counter
from pathlib import Path
from typing import Final

from extract.contracts import Notice
from extract.errors import UndecodableTextError, UnsupportedMediaTypeError

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOST: Final = "\ufffd"
# One character cut in half by a program that counts bytes leaves the page what it is; many mean another encoding.
_MOST_LOST: Final = 0.02
# UTF-16 has a NUL in every line end, digit and tag; a stray NUL in other text is one in thousands.
_FEWEST_NULS: Final = 0.05
# Simplified text is nearly all in GB 2312; Big5 read as GB18030 is not, and fills Big5's own everyday rows.
_LEAST_EVERYDAY: Final = 0.7
_MOST_BIG5: Final = 0.9
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


def damaged_text(text: str) -> tuple[Notice, ...]:
    """Return the notice that some characters of a text could not be read, where that is so."""
    lost = text.count(_LOST)
    if not lost:
        return ()
    return (Notice("undecodable_characters", f"文件中有{lost}个字符的编码已损坏，以“{_LOST}”表示，请核对原件"),)


def _decode(content: bytes, path: Path) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strict(content, encoding, path), encoding
    text = _nearly_all(content, "utf-8")
    nuls = content.count(0)
    if nuls > _FEWEST_NULS * len(content) or (nuls and text is None):
        return _decode_utf16(content, path)
    if text is not None:
        return text, "utf-8"
    text = _nearly_all(content, "gb18030")
    if text is None:
        raise UndecodableTextError(path, _first_bad(content))
    return (content.decode("cp950"), "big5") if _is_big5(content, text) else (text, "gb18030")


def _nearly_all(content: bytes, encoding: str) -> str | None:
    """Return the text with its few bad bytes replaced and its cut last character dropped, None where many are bad."""
    decoder = codecs.getincrementaldecoder(encoding)
    try:
        return decoder().decode(content)
    except UnicodeDecodeError:
        text = decoder("replace").decode(content)
    wide = len(text) - len(text.encode("ascii", "ignore"))
    return text if text.count(_LOST) <= _MOST_LOST * wide else None


def _first_bad(content: bytes) -> int:
    offsets = []
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError as error:
            offsets.append(error.start)
    return max(offsets, default=0)


def _is_big5(content: bytes, text: str) -> bool:
    """Whether text that decoded as GB18030 is more likely Big5."""
    wide = len(text) - (narrow := len(text.encode("ascii", "ignore")))
    everyday = (len(text.encode("gb2312", "ignore")) - narrow) // 2
    if everyday >= _LEAST_EVERYDAY * wide:
        return False
    try:
        other = "".join(character for character in content.decode("cp950") if not character.isascii())
    except UnicodeDecodeError:
        return False
    leads = other.encode("cp950")[::2]
    return sum(0xA1 <= lead <= 0xC6 for lead in leads) >= _MOST_BIG5 * len(other)


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


def _share_of_strange(text: str) -> float:
    counted = Counter(text)  # each character is judged once, however long the text
    return sum(count for character, count in counted.items() if not _is_writing(character)) / max(len(text), 1)


def _is_writing(character: str) -> bool:
    return (
        character.isprintable() or character in _LAYOUT_CONTROLS or character.isspace() or _is_invisible_mark(character)
    )


def _is_invisible_mark(character: str) -> bool:
    return "\u200b" <= character <= "\u200f" or character in "\ufeff\u00ad\u2060"
