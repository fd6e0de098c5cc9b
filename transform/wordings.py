"""Header words and keys that no list holds, told by the parts that they are put together from: 预期目标数, 承办单位.

In: a printed text that stands where a header word or a key may stand. Out: the field it heads, from the patterns of
`wordings.csv`. The lists come first (`headers.csv`, `keys.csv`); only where cells have columns is a wording asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from transform.keys import Key, money_in_key, parse_key, split_at_colon
from transform.quantities import squeeze
from transform.reference import read_reference
from transform.vocabulary import Header, parse_header, parse_labels, unit_in_header

_LONGEST: Final = 24
_BRACKETED: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_REASON: Final = re.compile(r"\([^()]*(?:原因|偏差)[^()]*\)$")  # 备注（偏差原因）
_NUMBERING: Final = re.compile(r"^(?:[一二三四五六七八九十]+、|\(?[一二三四五六七八九十\d]{1,2}\)|\d{1,2}[.、])")


@cache
def _wordings(place: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    rows = read_reference("wordings.csv", ("place", "field", "pattern"))
    return tuple((re.compile(row["pattern"]), row["field"]) for row in rows if row["place"] == place)


def _field(place: str, text: str) -> str | None:
    """Return the field of a text by the patterns of one place: `header` and `key` are sure, the others need their place."""
    word = _NUMBERING.sub("", _BRACKETED.sub("", squeeze(text)).rstrip(":"))
    if len(word) > _LONGEST or parse_labels(text):
        return None
    return next((field for pattern, field in _wordings(place) if pattern.fullmatch(word)), None)


@lru_cache(maxsize=65536)
def head_word(text: str) -> Header | None:
    """Return the header word that a text is, listed or put together.

    >>> head_word("指标一级分类").field, head_word("预期目标数").field, head_word("清运村数")
    ('level1', 'value', None)
    """
    listed = parse_header(text)
    if listed is not None and listed.field == "note" and _REASON.search(squeeze(text)):
        return Header("reason", listed.unit)
    if listed is not None:
        return listed
    field = _field("header", text)
    return Header(field, unit_in_header(text)) if field else None


@lru_cache(maxsize=65536)
def column_word(text: str) -> Header | None:
    """Return what a word heads that stands in a header, whatever else it says: its last parts tell.

    >>> column_word("本项赋予分值").field, column_word("没有完成的原因").field
    ('weight', 'reason')
    """
    if (known := head_word(text)) is not None:
        return known
    field = _field("column", text)
    return Header(field, unit_in_header(text)) if field else None


@lru_cache(maxsize=65536)
def key_in_head(text: str) -> Key | None:
    """Return the key that a text is beside a value in a form's head: a sum that says its unit, a goal, a result.

    >>> key_in_head("下达资金（万元）"), key_in_head("目标任务")
    (Key(field='amount', unit='万元'), Key(field='goal', unit=None))
    """
    if (known := key_word(text)) is not None:
        return known
    unit = money_in_key(text)
    field = _field("head", text) if unit else _field("goal", text)
    return Key(field, unit) if field else None


@lru_cache(maxsize=65536)
def key_word(text: str) -> Key | None:
    """Return the key that a text is, listed or put together.

    >>> key_word("承办单位").field, key_word("年度安排资金（万元）"), key_word("修路")
    ('unit_name', Key(field='amount', unit='万元'), None)
    """
    if (listed := parse_key(text)) is not None:
        return listed
    field = _field("key", text)
    return Key(field, money_in_key(text)) if field else None


@lru_cache(maxsize=65536)
def split_key_word(text: str) -> tuple[Key, int] | None:
    """Return the key that opens a text and the place at which its value begins.

    >>> split_key_word("承办单位：某局")
    (Key(field='unit_name', unit=None), 5)
    """
    parted = split_at_colon(text)
    key = key_word(parted[0]) if parted else None
    return (key, parted[1]) if parted and key else None
