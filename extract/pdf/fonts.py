"""Whether the text of a page can be believed, and the radicals that stand for characters.

In: the text that a reader made of a page. Out: a reason to distrust it, or none; text with radicals folded. A font
may lack a Unicode map, carry a wrong one, or map its glyphs to code points that mean nothing to anybody else.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path
from typing import Final

_RADICALS: Final = Path(__file__).resolve().parent.parent.parent / "data" / "reference" / "radicals.csv"
_RADICAL: Final = re.compile(r"[\u2e80-\u2fd5]")
_PRIVATE: Final = re.compile(r"[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_MOST_PRIVATE: Final = 0.01
_MOST_MAP_ERRORS: Final = 0.01
_FEW_HAN: Final = 200
_MANY_HAN: Final = 500
_EVERYDAY: Final = 0.7  # of the characters of writing are everyday ones; of shifted code points, a fifth
# Hardly a page of two hundred characters in Chinese office prose does without all of these.
_COMMON: Final = re.compile(
    r"项目|资金|单位|指标|绩效|目标|预算|支出|收入|部门|工作|管理|情况|年度|万元|合计|建设|服务|经费|政府|完成|人员|以及|进行|提高|保障"
)
# Single characters and signs too: a page may be written in any order, and its table go on without a heading.
_PERFORMANCE: Final = re.compile("绩|績|指标|自评|产出|效益|满意|[目实完][标现成]值|[≥≤≧≦≒≅≈]")


@cache
def _table() -> dict[int, str]:
    with _RADICALS.open(encoding="utf-8", newline="") as lines:
        return {ord(row["surface"]): row["character"] for row in csv.DictReader(lines)}


def has_radicals(text: str) -> bool:
    """Whether there is a radical in the text that stands for a character."""
    return bool(_RADICAL.search(text))


def fold_radicals(text: str) -> str:
    """Return the text with CJK and Kangxi radicals as the characters they look like.

    >>> fold_radicals("⽬标⾦额")
    '目标金额'
    """
    return text.translate(_table()) if _RADICAL.search(text) else text


def has_lying_font(map_errors: float) -> bool:
    """Whether so many runs lack a Unicode map that another reader should be asked."""
    return map_errors > _MOST_MAP_ERRORS


def is_unreadable(text: str) -> bool:
    """Whether the text of a page is no writing: private code points, or Han characters that make no word."""
    private = len(_PRIVATE.findall(text))
    if private and private > _MOST_PRIVATE * len("".join(text.split())):
        return True
    if _COMMON.search(text):
        return False
    han = _HAN.findall(text)
    if len(han) < _FEW_HAN or _COMMON.search(_squeeze(text)):
        return False
    return len(han) >= _MANY_HAN or sum(_is_everyday(character) for character in han) < _EVERYDAY * len(han)


def _is_everyday(character: str) -> bool:
    """Whether it is one of the 3755 characters of GB 2312's first level."""
    try:
        return 0xB0 <= character.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


def speaks_of_performance(text: str) -> bool:
    """Whether a page may hold targets or their evaluation; cheap, and rather yes than no."""
    return bool(_PERFORMANCE.search(_squeeze(text)))


def _squeeze(text: str) -> str:
    """pdfium may part every character from the next by a line break; words are looked for without any."""
    return fold_radicals("".join(text.split()))
