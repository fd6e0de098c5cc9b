"""What readers of text make of blanks and of the width of punctuation, to what Chinese print has.

In: the text of a line as read. Out: the same with blanks and widths put right. Whether a mark of punctuation is wide,
no reader tells reliably: in running Chinese text it nearly always is, in figures and Latin words it is not.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HAN: Final = r"[㐀-䶿一-鿿豈-﫿]"
_WIDE: Final = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_OF_TEXT: Final = re.compile(rf"(?<={_HAN})[,:;!?](?!\d)|[,:;!?](?={_HAN})(?<!\d[,:;!?])")
_BRACKETED: Final = re.compile(rf"\((?=[^()（）]*{_HAN})([^()（）]*)\)")
_BLANK: Final = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_WIDE_FIGURE: Final = re.compile(r"(?<=\d)[．，](?=\d)|[０-９]")


def as_printed(text: str) -> str:
    """Return the text as Chinese print has it.

    >>> as_printed("其中 :(一)类, 约1,250.5 元 (含 税)")
    '其中：（一）类，约1,250.5元（含税）'
    """
    text = _BLANK.sub("", text.strip())
    text = _WIDE_FIGURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    text = _OF_TEXT.sub(lambda match: _WIDE[match.group()], text)
    return _BRACKETED.sub(r"（\1）", text)


def fold(text: str) -> str:
    """Return the text without blanks and with every wide character narrow: what two readings are compared by."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
