"""What readers of text make of blanks and of the width of punctuation, to what Chinese print has.

In: the text of a line as read. Out: the same with blanks and widths put right. Whether a mark of punctuation is wide,
no reader tells reliably: in running Chinese text it nearly always is, in figures and Latin words it is not. Where the
characters beside a comma stand nearer than a wide one lets them, it is narrow.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import Final

_HAN: Final = r"[㐀-䶿一-鿿豈-﫿]"
_WIDE: Final = dict(zip(",:;!?()", "，：；！？（）", strict=True))
_OF_TEXT: Final = re.compile(rf"(?<={_HAN})[,:;!?](?!\d)|[,:;!?](?={_HAN})(?<!\d[,:;!?])")
_BRACKETED: Final = re.compile(rf"[(（](?=[^()（）]*{_HAN})([^()（）]*)[)）]")
_IS_HAN: Final = re.compile(_HAN)
_MARK: Final = re.compile(r"[,，:：;；]")
_NARROW: Final = 1.62  # of a character: between the middles of those beside a mark; 2 where it is wide
_FEWEST: Final = 3  # neighbours by which the width of a character is known
_BLANK: Final = re.compile(r"(?<![!-~])\s+|\s+(?![!-~])")
_WIDE_FIGURE: Final = re.compile(r"(?<=\d)[．，](?=\d)|[０-９]")


def as_printed(text: str, are_narrow: Sequence[bool] = ()) -> str:
    """Return the text as Chinese print has it; `are_narrow` tells of each comma, colon and semicolon whether it is.

    >>> as_printed("其中 :(一)类, 约1,250.5 元 (含 税)")
    '其中：（一）类，约1,250.5元（含税）'
    >>> as_printed("按时，足额", [True])
    '按时,足额'
    """
    text = _BLANK.sub("", text.strip())
    text = _WIDE_FIGURE.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    places = [match.start() for match in _MARK.finditer(text)]
    is_told = len(places) == len(are_narrow)
    narrow = {at for at, is_narrow in zip(places, are_narrow, strict=is_told) if is_narrow and is_told}
    text = _OF_TEXT.sub(lambda match: match.group() if match.start() in narrow else _WIDE[match.group()], text)
    text = "".join(unicodedata.normalize("NFKC", mark) if at in narrow else mark for at, mark in enumerate(text))
    return pair_brackets(text)


def pair_brackets(text: str) -> str:
    """Return the text with both brackets wide around Chinese words: the two may be read in two lines."""
    return _BRACKETED.sub(r"（\1）", text)


def narrow_marks(glyphs: Sequence[tuple[str, float]]) -> list[bool]:
    """Return of each comma, colon and semicolon of a line whether it is narrow; glyphs are texts with their places."""
    are_han = [bool(_IS_HAN.match(text)) for text, _ in glyphs]
    places = [at for _, at in glyphs]
    steps = [
        places[right] - places[left] for left, right in pairwise(range(len(glyphs))) if are_han[left] and are_han[right]
    ]
    width = median(steps) if len(steps) >= _FEWEST else 0.0
    out = []
    for index, (text, _) in enumerate(glyphs):
        if _MARK.match(text):
            is_between = 0 < index < len(glyphs) - 1 and are_han[index - 1] and are_han[index + 1]
            out.append(is_between and places[index + 1] - places[index - 1] < _NARROW * width)
    return out


def fold(text: str) -> str:
    """Return the text without blanks and with every wide character narrow: what two readings are compared by."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
