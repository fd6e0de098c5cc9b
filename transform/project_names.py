"""The name of a project that no cell of its form prints: from the title of the table, else from the name of the sheet.

In: a title, the name of a sheet. Out: the name; None where these say nothing but what kind of table it is, or whose.
"""

from __future__ import annotations

import re
from typing import Final

from transform.offices import is_office
from transform.quantities import squeeze

_SERIAL: Final = re.compile(
    r"^(?:附?表\d*[-\d]*[:、.]?|附件\d*[-\d]*[:、.]?|公开\d+表[:、.]?|\(?[一二三四五六七八九十\d]{1,3}[)、.\-_]+)"
)
_YEAR: Final = re.compile(r"(?<![(\d])(?:19|20)\d\d年?度?")  # in brackets it is a part of the name
# From here on a title says what kind of table it is.
_KIND: Final = re.compile(r"(?:项目)?(?:支出|资金)?(?:预算)?绩效.*$")
_QUOTES: Final = "“”\"'《》「」"
# Words of kinds, of plans and of levels of government; a name that has nothing else is none.
_GENERAL: Final = re.compile(
    r"部门|单位|预算|决算|本级|[省市县区]级|财政|专项|转移支付|重点|区域|整体|支出|资金|项目|年度|政府|公开|申报|填报|"
    r"自评|目标|绩效|评价|汇总|一般|特定|特定目标类|运转类|类|表|附件|目录|封面|中期|中长期|及|和|的"
)
_GENERAL_END: Final = re.compile(f"(?:{_GENERAL.pattern})+$")
_TABLE: Final = re.compile(r"绩效|自评|目标表|附件|公开|预算|决算|汇总|目录|封面|sheet|工作表|表\d*$", re.IGNORECASE)
_FEWEST: Final = 4
_LONGEST_OF_SHEET: Final = 31


def name_from_title(title: str) -> str | None:
    """Return the project that a title names.

    >>> name_from_title("1、老旧小区改造项目绩效目标表"), name_from_title("某县林业局2024年部门预算项目支出绩效目标表")
    ('老旧小区改造', None)
    """
    word = squeeze(title)
    if "绩效" not in word or "整体" in word:
        return None
    return _as_printed(_name(_KIND.sub("", _YEAR.sub("", _SERIAL.sub("", word)))), title)


def name_from_sheet(sheet: str) -> str | None:
    """Return the project that a sheet is named after.

    >>> name_from_sheet("3.图书购置"), name_from_sheet("Sheet1"), name_from_sheet("项目自评表")
    ('图书购置', None, None)
    """
    word = _SERIAL.sub("", squeeze(sheet))
    return None if _TABLE.search(word) or len(word) > _LONGEST_OF_SHEET else _as_printed(_name(word), sheet)


def _as_printed(name: str | None, text: str) -> str | None:
    """Return the stretch of a text that folds to a name; the name itself where folding moved its parts."""
    for start in range(len(text) if name else 0):
        for end in range(start + 1, len(text) + 1):
            if squeeze(text[start:end]) == name:
                return text[start:end].strip()
    return name


def _name(word: str) -> str | None:
    word = word.strip(_QUOTES)
    left = _GENERAL.sub("", word)
    says_something = len(left) >= 2 and any("\u4e00" <= character <= "\u9fa5" for character in left)
    is_of_office = is_office(word) or is_office(_GENERAL_END.sub("", word))  # 某县林业局部门预算
    return word if says_something and len(word) >= _FEWEST and not is_of_office else None
