"""The name of a project that no cell of its form prints: from the title of the table, else from the name of the sheet.

In: a title, the name of a sheet, a table's reading. Out: the name; None where these say nothing but what kind of table it is,
or whose. `named_by_title` gives the name that a title surely says, between the year and 绩效, to the project itself, and cites
its stretch of the title; `name_from_title` and `name_from_sheet` take more, and who asks them has to report a doubt.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from transform.heads import Head
from transform.offices import is_office
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import TableReading

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

# What stands between the year and 绩效 in the title of any form, and names no project.
_OF_ANY_FORM: Final = re.compile(
    r"(?:支出|预算|区域|整体|部门|本级|转移支付|资金项目|重点项目|财政资金|年初|年度|各?(?:省|市|县|区|镇|乡|街道|村))$"
    r"|^(?:[省市县区镇乡村]级|本级|部门|财政|重点|一般|所有|全部|各|预算|专项|项目|资金|支出|经费|政策|公共|政府性|基金|转移支付|中央|地方|对|和)+$"
)
_OFFICE: Final = re.compile(
    r"[省市县区旗镇乡][^省市县区旗镇乡]{0,12}(?:局|政府|委员会|办公室|街道|办事处)|^[^省市县区]{0,6}(?:局|政府|委员会)"
)
_BETWEEN: Final = re.compile(r"(?:(?<!\d)(?:19|20)\d\d\s*年度?)(?P<name>\S.*?)\s*绩效(?:目标|自评|评价|监控|运行)")
_SHORTEST_SURE: Final = 6


def named_by_title(table: TableReading) -> TableReading:
    """Return a table with its project named by the title, where only that does; the name cites its stretch of the title."""
    if len(table.projects) != 1 or table.title is None or "project_name" in table.fields:
        return table
    project = table.projects[0]
    found = find_project(table.title.text) if not (project.head and project.head.project_name) else None
    if found is None or not project.rows:
        return table
    first, last = (table.title.first + place for place in found)
    name = Piece(table.title.cell.text[first:last], table.title.cell, first, last, table.title.boundary)
    head = project.head or Head((), (), (), (), (), ())
    return replace(table, projects=[replace(project, head=replace(head, project_name=(name,)))])


def find_project(text: str) -> tuple[int, int] | None:
    """Return where a title names its project, surely: between the year and 绩效, no office, no words of any form.

    >>> find_project("2023年森林防火能力建设绩效目标分解表"), find_project("2023年项目支出绩效目标表")
    ((5, 13), None)
    """
    match = _BETWEEN.search(text)
    word = squeeze(match["name"]) if match else ""
    if match is None or len(word) < _SHORTEST_SURE or _OF_ANY_FORM.search(word) or _OFFICE.search(word):
        return None
    return match.span("name")


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
