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
# What stands between the year and 绩效 in the title of any form, and names no project.
_GENERIC: Final = re.compile(
    r"(?:支出|预算|区域|整体|部门|本级|转移支付|资金项目|重点项目|财政资金|年初|年度|各?(?:省|市|县|区|镇|乡|街道|村))$"
    r"|^(?:[省市县区镇乡村]级|本级|部门|财政|重点|一般|所有|全部|各|预算|专项|项目|资金|支出|经费|政策|公共|政府性|基金|转移支付|中央|地方|对|和)+$"
)
_OFFICE: Final = re.compile(
    r"[省市县区旗镇乡][^省市县区旗镇乡]{0,12}(?:局|政府|委员会|办公室|街道|办事处)|^[^省市县区]{0,6}(?:局|政府|委员会)"
)
_PROJECT: Final = re.compile(r"(?:(?<!\d)(?:19|20)\d\d\s*年度?)(?P<name>\S.*?)\s*绩效(?:目标|自评|评价|监控|运行)")
_SHORTEST_PROJECT: Final = 6
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


def find_project(text: str) -> tuple[int, int] | None:
    """Return where a title names its project, surely: between the year and 绩效, no office, no words of any form.

    >>> find_project("2023年森林防火能力建设绩效目标分解表"), find_project("2023年项目支出绩效目标表")
    ((5, 13), None)
    """
    match = _PROJECT.search(text)
    word = squeeze(match["name"]) if match else ""
    if match is None or len(word) < _SHORTEST_PROJECT or _GENERIC.search(word) or _OFFICE.search(word):
        return None
    return match.span("name")


def _kind(word: str) -> str:
    if "自评" in word:
        return "self_evaluation"
    return "department" if "整体支出" in word else "target"
