"""Where each table of a fused text begins: its title or its first key, behind the rows of the one before.

In: folded text and the headers in it. Out: places.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from transform.fused.columns import HeaderRun

_PROJECT_KEY: Final = re.compile(
    r"(?:项目(?:支出|\(政策\))?名称|专项(?:资金|\(项目\))?名称|转移支付(?:\(项目\))?名称|政策和项目名称|"
    r"部门(?:\(单位\))?名称)"
)
_TITLE: Final = re.compile(
    r"(?:\(?20\d\d年度?\)?)?(?:[\u4e00-\u9fa5]{0,14}?)(?:县级|市级|省级|区级|本级|部门|项目|专项|整体|财政|预算|区域|年度|政策|绩效)[\u4e00-\u9fa5]{0,16}?绩效[\u4e00-\u9fa5]{1,14}?表"
    r"(?:\([^()]{1,12}\))?"
)
_TITLE_TAIL: Final = (
    r"(?:\([^()]{1,12}\)|20\d\d年度?)?(?:(?:填报|预算)?单位(?:名称)?:?[^:]{0,24}?)?"
    r"(?:金额单位:?[百千万亿]*元|单位:?[百千万亿]*元|\([百千万亿]*元\))?"
)
_OTHER_TITLE: Final = (
    r"(?:20\d\d年度?)?(?:(?:县级|市级|省级|区级|本级|部门|项目|专项资金|专项|整体|财政|预算|区域|年度|政策|支出)+"
    rf"绩效[\u4e00-\u9fa5]{{1,12}}?表|绩效目标[\u4e00-\u9fa5]{{1,4}}表){_TITLE_TAIL}$"
)
_LONGEST_TITLE: Final = 120


def table_starts(text: str, headers: Sequence[HeaderRun]) -> list[int]:
    """Return where the head of each table begins: its title or its first key, behind the rows of the one before."""
    starts = [_first_start(text, headers[0])]
    title = _TITLE.match(text, starts[0])
    core = re.escape(re.sub(r"^\(?20\d\d年度?\)?|\(?20\d\d年度?\)?$", "", title.group())) if title else None
    for before, header in pairwise(headers):
        keys = list(_PROJECT_KEY.finditer(text, before.last, header.first))
        key = keys[0].start() if keys else header.first
        starts.append(_title_start(text, before.last, key, core))
    return starts


def _first_start(text: str, header: HeaderRun) -> int:
    """Return where the first table's own title begins, behind the money tables of a publication."""
    keys = [] if header.head_fields else list(_PROJECT_KEY.finditer(text, 0, header.first))
    key = keys[-1].start() if keys else header.first
    start = _title_start(text, 0, key, None)
    return start if start < key or key > _LONGEST_TITLE else 0


def _title_start(text: str, first: int, key: int, core: str | None) -> int:
    """Return where the title begins that ends before a key; the key itself where no title stands there."""
    window = max(first, key - 90)
    patterns = [rf"(?:20\d\d年度?)?{core}{_TITLE_TAIL}$"] if core else []
    for pattern in (*patterns, _OTHER_TITLE):
        match = re.compile(pattern).search(text[window:key])
        if match:
            return window + match.start()
    return key
