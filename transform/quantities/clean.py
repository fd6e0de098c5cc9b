"""A printed string to one that can be parsed: note marks off, one form for each character, no stray blanks.

The order is fixed: note marks first, then NFKC, because NFKC makes `①300` read 1300.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_NOTE_MARKS: Final = re.compile(r"[\u2460-\u24ff\u2776-\u2793★☆※●○◆◇▲△■]")
_CORE_MARK: Final = re.compile(r"^\s*[*＊]\s*(?=[^\s*＊\d])")
_DASHES: Final = "﹣－—–―‐‑−➖"
_TRADITIONAL: Final = str.maketrans(
    "億萬兩倆貳參陸點個負雙對幾餘圓塊項場處臺輛條隻頭畝噸戶員週歲張層間棟門種類",
    "亿万两两贰叁陆点个负双对几余圆块项场处台辆条只头亩吨户员周岁张层间栋门种类",
)
_SAME: Final = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "〜∼～"), "~"),
    **dict.fromkeys(map(ord, "✕✖╳"), "×"),
    **dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060\u200e\u200f\ufe0f"), ""),
    ord("﹤"): "<", ord("﹥"): ">", ord("∕"): "/", ord("⁄"): "/", ord("∗"): "*", ord("〇"): "零", ord("廿"): "二十",
    ord("卅"): "三十", **_TRADITIONAL,
}  # fmt: skip
_PARAGRAPH: Final = re.compile(r"</?p\b[^>]*>|<br\s*/?>|&nbsp;", re.IGNORECASE)
# White space between two digits may part two numbers; it is known to be a stray only inside a fraction
# (968.191 8) or before a group of three digits (1 000).
_STRAY_IN_FRACTION: Final = re.compile(r"(?<=\.)(\d+)\s+(?=\d+(?:\D|$))")
_STRAY_AT_POINT: Final = re.compile(r"(?<=\d)\s*\.\s+(?=\d)|(?<=\d)\s+\.\s*(?=\d)")
_GROUPED: Final = re.compile(r"(?<![\d.])(\d{1,3})((?:\s\d{3})+)(?![\d ])")
_BLANK: Final = re.compile(r"(?<!\d)\s+|\s+(?!\d)")


def fold(text: str) -> str:
    """Return the text in one form for each character, without markup and note marks; white space stays.

    >>> fold("①３００ 人")
    '300 人'
    """
    text = _NOTE_MARKS.sub("", _PARAGRAPH.sub(" ", text))
    return unicodedata.normalize("NFKC", text).translate(_SAME).strip()


def clean(text: str) -> str:
    """Return the text ready to be parsed; a blank is left only where it parts two digits and may part two numbers.

    >>> clean("≤ 1.20 万元"), clean("968.191 8"), clean("10 20")
    ('≤1.20万元', '968.1918', '10 20')
    """
    text = _CORE_MARK.sub("", fold(text))
    if not _has_blank(text):
        return text
    text = _STRAY_AT_POINT.sub(".", text)
    text = _STRAY_IN_FRACTION.sub(r"\1", text)
    text = _GROUPED.sub(lambda match: re.sub(r"\s", "", match.group()), text)
    return re.sub(r"\s+", " ", _BLANK.sub("", text))


def _has_blank(text: str) -> bool:
    return any(character.isspace() for character in text)


def squeeze(text: str) -> str:
    """Return the folded text without any white space: the form in which words are compared.

    >>> squeeze("金额 （万元）")
    '金额(万元)'
    """
    return "".join(fold(text).split())
