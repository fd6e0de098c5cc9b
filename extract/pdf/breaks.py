"""What stands at a line break inside a cell: nothing, a blank, or a line break that was printed as one.

In: the text up to the break, the line after it, the room that was left. Out: the joint. Widths are counted in
characters as wide as they are tall. It reads no box.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

# What stands without blanks around it: Han, kana, CJK and full-width punctuation, quotation marks and signs.
_CJK: Final = re.compile(
    r"[\u2e80-\u9fff\u3000-\u30ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\u2018-\u201d\u2026\u2014\u00b7"
    r"\u2460-\u24ff\u2200-\u22ff≈≒±×%％‰,.;:、()（）<>=/\-~+\U00020000-\U0003ffff]"
)
_DIGIT_ENDS: Final = re.compile(r"[0-9]$")
_DIGIT_STARTS: Final = re.compile(r"^[0-9]")
# A line that opens like this is a paragraph or a value of its own, if it did not have to wrap.
_OPENS: Final = re.compile(
    r"^(?:[0-9]+[.．、)）]|[（(][0-9一二三四五六七八九十]+[)）]|[①-⑳]|[一二三四五六七八九十]+、|目标[0-9一二三四五]|[≥≤≧≦≒≅≈＞＜＝><=])"
)
_VALUE_ENDS: Final = re.compile(r"[0-9%％。；;]$")
_ENDED: Final = re.compile(r"[。；;]$")
# The shortest beginning of a line that no program parts: a word, or a character with what may not open a line.
_UNIT: Final = re.compile(r"(?:[A-Za-z]+|.)[,.;:!?%)\]}，。；：！？、％‰）】》”’]*", re.DOTALL)
_NARROW: Final = 0.55  # the width of a figure or a letter
_FORCED: Final = 1.6  # less room than this, and the line had to wrap
_SLACK: Final = 0.25


def text_width(text: str) -> float:
    """Return about how wide a text is, in characters as wide as they are tall.

    >>> text_width("96%"), text_width("资金")
    (1.65, 2.0)
    """
    return round(sum(_NARROW if character.isascii() else 1.0 for character in text), 2)


def had_to_break(free: float, after: str) -> bool:
    """Whether a line had no room for the beginning of the next one.

    >>> had_to_break(1.2, "8%，"), had_to_break(1.2, "82%")
    (True, False)
    """
    unit = _UNIT.match(after)
    return unit is not None and free < text_width(unit[0]) + _SLACK


def has_paragraphs(texts: Sequence[str], room: Sequence[float]) -> bool:
    """Whether points open lines though the line before had room: then all points of the cell are paragraphs."""
    return any(
        free >= _FORCED and _ENDED.search(before) and _OPENS.match(after)
        for (before, after), free in zip(pairwise(texts), room, strict=False)
    )


def joint(before: str, after: str, free: float, *, has_paragraphs: bool) -> str:
    """Return what stands at a line break; `free` is the room that the line left."""
    if has_paragraphs and _ENDED.search(before) and _OPENS.match(after):
        return "\n"
    if free >= _FORCED and _OPENS.match(after) and (_VALUE_ENDS.search(before) or free > 3):
        return "\n"
    if _DIGIT_ENDS.search(before) and _DIGIT_STARTS.match(after):
        return "" if had_to_break(free, after) else "\n"
    if _CJK.match(before[-1]) or _CJK.match(after[0]):
        return ""
    return " "
