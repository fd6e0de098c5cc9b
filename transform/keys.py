"""The words of a form's head that say what stands beside or below them: 项目名称, 年度资金总额, 预期目标.

In: a printed text. Out: the `Key` that it is, from `keys.csv`, or the key and the value that one cell holds together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from transform.quantities import squeeze
from transform.reference import read_reference

_LONGEST: Final = 40
_NUMBERING: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])")
_BRACKETED: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_MONEY: Final = re.compile(r"\((?:单位:?)?([百千万亿]*元)\)|单位:?([百千万亿]*元)")
_BARE_UNIT: Final = re.compile(r"[百千万亿]*元$")
_SUMS: Final = frozenset({"money", "amount", "total_investment"})
_AMONG: Final = re.compile(r"^(?:其中[:-]?|\d[.、])")
_SUM: Final = r"(?:财政|市级?|县级?|省级?|本级|部门|项目|申请|安排|补助|专项)*(?:预算|资金|经费|投资)+(?:数|额|总额|金额|资金|总计)?"
# Wordings of sums that no list holds: 本年度申请市财政预算资金, 中期市财政预算.
_OF_THIS_YEAR: Final = rf"(?:本年度?|当年|年度|今年)(?:项目)?(?:申请|安排|本级)*{_SUM}"
_OF_THE_YEAR: Final = rf"(?:\d{{4}}年度?|本年度?|当年|年度|今年)(?:项目)?(?:申请|安排|本级)*{_SUM}"
_OF_THE_WHOLE: Final = rf"(?:中期|实施期|项目期|三年|总){_SUM}"
_WORDINGS: Final = ((re.compile(_OF_THE_YEAR), "amount"), (re.compile(_OF_THE_WHOLE), "total_investment"))
# The pattern of such a wording where its unit stands behind it, which sets it apart from what surrounds it.
WORDED_SUM: Final = rf"(?:{_OF_THIS_YEAR}|{_OF_THE_WHOLE})(?=\([百千万亿]*元\))"
_KEY_AND_VALUE: Final = re.compile(r"\s*(?P<key>[^:：\n]{2,24})[:：]\s*(?P<value>\S.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Key:
    """What a key's value is, by the names of `keys.csv`, and the unit of money printed with it."""

    field: str
    unit: str | None = None


@cache
def _keys() -> dict[str, str]:
    return {squeeze(row["surface"]): row["field"] for row in read_reference("keys.csv")}


@lru_cache(maxsize=65536)
def parse_key(text: str) -> Key | None:
    """Return the key that a text is.

    >>> parse_key("项目资金 (万元)："), parse_key("其中：财政拨款").field, parse_key("修路")
    (Key(field='money', unit='万元'), 'fiscal', None)
    """
    if len(text) > _LONGEST:
        return None
    word = squeeze(text).rstrip(":")
    plain = _BRACKETED.sub("", word).rstrip(":")
    for candidate in (word, plain, _NUMBERING.sub("", plain), _AMONG.sub("", plain)):
        field = _keys().get(candidate)
        if field is not None:
            return Key(field, money_in_key(text))
    for pattern, field in _WORDINGS:
        if pattern.fullmatch(plain):
            return Key(field, money_in_key(text))
    return _key_of_money(plain)


def _key_of_money(word: str) -> Key | None:
    """Return the key of a sum with a unit that lost its brackets, as upright ones do: no font says what they are.

    >>> _key_of_money("项目资金元"), _key_of_money("项目名称元")
    (Key(field='money', unit='元'), None)
    """
    unit = _BARE_UNIT.search(word)
    field = _keys().get(word[: unit.start()]) if unit else None
    return Key(field, unit[0]) if unit and field in _SUMS else None


@lru_cache(maxsize=65536)
def split_key(text: str) -> tuple[Key, int] | None:
    """Return the key that opens a text and the place at which its value begins: `预算单位：某局`.

    >>> split_key("预算单位：某局")
    (Key(field='unit_name', unit=None), 5)
    """
    parted = split_at_colon(text)
    key = parse_key(parted[0]) if parted else None
    return (key, parted[1]) if parted and key else None


def split_at_colon(text: str) -> tuple[str, int] | None:
    """Return what stands before the first colon of a text, where it is short, and the place at which the rest begins."""
    match = _KEY_AND_VALUE.match(text[:2000])
    return (match["key"], match.start("value")) if match else None


def money_in_key(text: str) -> str | None:
    """Return the unit of money that is printed with a key."""
    unit = _MONEY.search(squeeze(text))
    return (unit[1] or unit[2]) if unit else None
