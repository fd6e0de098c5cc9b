"""The endings by which an office, a school or a place is told from a project: 局, 委员会, 中心, 镇.

In: a printed text. Out: whether it may name an office, from `offices.csv`. It knows no office by name.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from transform.quantities import squeeze
from transform.reference import read_reference

_BEHIND: Final = re.compile(r"[(\[][^()\[\]]*[)\]]$|[(]?(?:本级|机关)[)]?$")
_CODE_BEFORE: Final = re.compile(r"\[?\(?\d{3,9}\)?\]?[-—_]?")
_LONGEST: Final = 40


@cache
def _endings() -> tuple[str, ...]:
    return tuple(row["surface"] for row in read_reference("offices.csv"))


def is_office(text: str) -> bool:
    """Whether a text ends as the names of offices do, its code and what stands in brackets aside.

    >>> is_office("105001-某县民政局(本级)"), is_office("敬老院消防改造")
    (True, False)
    """
    word = squeeze(text)
    if not 2 < len(word) <= _LONGEST:
        return False
    return _BEHIND.sub("", _CODE_BEFORE.sub("", word, count=1)).endswith(_endings()) or word.endswith(_endings())
