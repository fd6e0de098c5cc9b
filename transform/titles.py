"""The title of a published table to what it says: fiscal year, publisher, kind of table.

In: a title as printed. Out: `Title`; what the title does not say stays None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from transform.quantities import squeeze

_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:年度?|部门|项目)")
_AFTER_PUBLISHER: Final = re.compile(r"部门|项目|专项|转移支付|预算|绩效|县级|市级|省级|本级|财政|关于|\(|附件")
_BODY: Final = re.compile(
    r"(?:政府|局|委|委员会|办|办公室|院|校|中学|小学|大学|幼儿园|站|所|中心|部|社|会|队|厅|处|馆|公司|机关|省|市|县|区|旗|镇|乡|街道|村|社区|场)$"
)
_SERIAL: Final = re.compile(r"^(?:附?表\d*[:、.]?|附件\d*[:、.]?|公开\d+表[:、.]?|\d+[、.])")


@dataclass(frozen=True, slots=True)
class Title:
    """What the title says."""

    text: str
    fiscal_year: int | None
    publisher: str | None
    kind: str  # "target", "self_evaluation", "department"


def parse_title(text: str) -> Title:
    """Return what a title says.

    >>> parse_title("某县某乡人民政府2023年部门预算项目支出绩效目标公开表").publisher
    '某县某乡人民政府'
    """
    word = _SERIAL.sub("", squeeze(text))
    year = _YEAR.search(word)
    outside = word[: year.start()] if year and year.start() else word[year.end() :] if year else word
    publisher = _AFTER_PUBLISHER.split(outside, maxsplit=1)[0] if outside else ""
    if year and not year.start() and not _BODY.search(publisher):
        publisher = ""  # what stands behind the year may as well be the project: 2023年农村公路养护绩效目标表
    return Title(text.strip(), int(year.group(1)) if year else None, publisher or None, _kind(word))


def _kind(word: str) -> str:
    if "自评" in word:
        return "self_evaluation"
    return "department" if "整体支出" in word else "target"
