"""A printed string to one that can be parsed: note marks off, one form for each character, no stray blanks.

The order is fixed: note marks first, then NFKC, because NFKC makes `①300` read 1300. The cost is linear in the length.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

_NOTE_MARKS: Final = re.compile(r"[\u2460-\u24ff\u2776-\u2793\u3280-\u3289★☆※●○◆◇▲△■]")
# NFKC would make 102 of 10² and 11/2 of 1½.
_POWER: Final = re.compile(r"(?<=\d)(?=[⁰¹²³⁴-⁹₀-₉])")
_MIXED: Final = re.compile(r"(?<=\d)(?=[¼-¾⅐-⅞])")
_CORE_MARK: Final = re.compile(r"^ ?[*＊] ?(?=[^ *＊\d])")
_DASHES: Final = "﹣－—–―‐‑−➖"
_TRADITIONAL: Final = str.maketrans(
    "億萬兩倆貳參陸點個箇負雙對幾餘圓塊項場處臺輛條隻頭畝噸戶員週歲張層間棟門種類時鐘學課級號過於約達後內滿隊組頁錢鎮鄉縣區"
    "來從師車歐韓鎊馬羅盧釐並總計實現單無標冊養農聯貫顆劑價遍節資費終屆開闢團幣裏",
    "亿万两两贰叁陆点个个负双对几余圆块项场处台辆条只头亩吨户员周岁张层间栋门种类时钟学课级号过于约达后内满队组页钱镇乡县区"
    "来从师车欧韩镑马罗卢厘并总计实现单无标册养农联贯颗剂价遍节资费终届开辟团币里",
)
_SAME: Final[dict[int, str | int]] = {
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, "〜∼～"), "~"),
    **dict.fromkeys(map(ord, "✕✖╳"), "×"),
    **dict.fromkeys(map(ord, "\u200b\ufeff\u00ad\u2060\u200e\u200f\ufe0f"), ""),
    ord("﹤"): "<", ord("﹥"): ">", ord("∕"): "/", ord("⁄"): "/", ord("∗"): "*", ord("〇"): "零", ord("廿"): "二十",
    ord("卅"): "三十", ord("￥"): "¥", **_TRADITIONAL,
}  # fmt: skip
# Most targets hold none of these characters, and are then in their final form already.
_ODD: Final = re.compile(rf"[^\x21-\x7e\u4e00-\u9fa5≥≤×]|[廿卅{''.join(map(chr, _TRADITIONAL))}]|[<&]")
_MARKUP: Final = re.compile(r"</?p\b[^<>]{0,200}>|<br ?/?>|&nbsp;", re.IGNORECASE)
# White space between two digits may part two numbers; it is known to be a stray only inside a fraction
# (968.191 8) or before a group of three digits (1 000).
_AT_POINT: Final = re.compile(r"(?<=\d) ?\. (?=\d)|(?<=\d) \. ?(?=\d)")
_DIGIT_RUN: Final = re.compile(r"\d[\d.]*(?: [\d.]+)+")
_BLANK: Final = re.compile(r"(?<!\d) | (?!\d)")
_LONGEST_MARKS: Final = 30


def fold(text: str) -> str:
    """Return the text in one form for each character, without markup and note marks; white space stays.

    >>> fold("①３００ 人")
    '300 人'
    """
    return _fold(text) if _ODD.search(text) else text


@lru_cache(maxsize=8192)  # header words, labels and targets come again and again
def _fold(text: str) -> str:
    if "<" in text or "&" in text:
        text = _MARKUP.sub(" ", text)
    text = _NOTE_MARKS.sub("", text)
    text = _MIXED.sub("又", _POWER.sub("^", text))
    return _normalise(text).translate(_SAME).strip()


def _normalise(text: str) -> str:
    """Return the NFKC form; hosts of combining marks, whose sorting is quadratic, are left as they are."""
    if not text.isascii() and sum(map(unicodedata.combining, text[:4000])) > 200 * _LONGEST_MARKS:
        return text
    return unicodedata.normalize("NFKC", text)


def clean(text: str) -> str:
    """Return the text ready to be parsed; a blank is left only where it parts two digits and may part two numbers.

    >>> clean("≤ 1.20 万元"), clean("968.191 8"), clean("10 20")
    ('≤1.20万元', '968.1918', '10 20')
    """
    if not _ODD.search(text) and text[:1] != "*":
        return text
    text = _CORE_MARK.sub("", " ".join(fold(text).split()))
    if " " not in text:
        return text
    text = _AT_POINT.sub(".", text)
    text = _DIGIT_RUN.sub(_join_digits, text)
    return _BLANK.sub("", text)


def _join_digits(match: re.Match[str]) -> str:
    """Join the pieces of one broken number: 968.191 8, 1 000; leave what may be two numbers."""
    first, *rest = match.group().split(" ")
    if "." in first:
        return "".join((first, *rest)) if first[-1] != "." and all(map(str.isdigit, rest)) else match.group()
    whole = [*rest[:-1], rest[-1].partition(".")[0]]
    is_grouped = len(first) <= 3 and all(len(piece) == 3 and piece.isdigit() for piece in whole)
    return "".join((first, *rest)) if is_grouped else match.group()


def squeeze(text: str) -> str:
    """Return the folded text without any white space: the form in which words are compared.

    >>> squeeze("金额 （万元）")
    '金额(万元)'
    """
    return text if not _ODD.search(text) else "".join(fold(text).split())
