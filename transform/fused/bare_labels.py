"""Labels without 指标 in fused text: 数量, 经济效益, 环境; each may as well be the beginning or the end of other words.

In: a body, its full labels, the text above it. Out: the matches that are labels, from the last to the first. A word that is a label only
in a column of its own (`labels.csv`, where = column) has to stand behind the end of a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from transform.fused.words import (
    alternatives,
    bare_label,
    column_labels,
    full_label,
    fused_words,
    label_meaning,
    value_words,
)

_OLDER: Final = frozenset({"资金投入", "资金落实", "业务管理", "财务管理", "投入管理"})
_MORE: Final = ("率", "制度")
_LONGER: Final = "效益"
_LONGEST_VERB: Final = 4
_LONGEST_VALUE: Final = 12


def bare_labels(
    text: str, first: int, last: int, full: Mapping[int, int], *, head: str, lacks_full: bool
) -> Iterator[re.Match[str]]:
    """Yield the labels that lack 指标: of level 1 before their points or another label, of level 2 where no full one is printed."""
    starts = set(full)
    covered = {place for start, end in full.items() for place in range(start, end)}
    found = [each for each in bare_label().finditer(text, first, last) if each.start() not in covered]
    behind_first = {end for start, end in full.items() if _is_first_level(text, start)}
    longer = any(match["stem"].endswith(_LONGER) and len(match["stem"]) > len(_LONGER) for match in found)
    verbs = re.compile(rf"(?:{alternatives(fused_words('before_label'))})$")
    ends_second = {end for start, end in full.items() if not _is_first_level(text, start)}
    ends_second |= {each.end() for each in found if each["stem"] in _OLDER}
    for match in reversed(found):
        stem = match["stem"]
        is_first = any(label.level == 1 for label in label_meaning(stem)) and (match.end() in starts or match["points"])
        goes_on = text.startswith(_MORE, match.end())
        is_older = stem in _OLDER and not goes_on
        if not (is_first or lacks_full or is_older):
            continue
        is_word = goes_on or match.start() in ends_second  # 业务管理|管理制度健全性: a name begins here
        if not is_first and is_word and all(label.level == 1 for label in label_meaning(stem)):
            continue
        is_below = match.start() in behind_first  # 产出指标|数量
        if not is_first and not is_below and stem in column_labels() and _is_word_of_text(match, head, longer=longer):
            continue
        is_object = verbs.search(text, max(first, match.start() - _LONGEST_VERB), match.start()) is not None
        if is_object and not match["points"] and not (is_first and _ends_value(text, match.start())):
            continue
        starts.add(match.start())
        yield match


def _is_first_level(text: str, place: int) -> bool:
    """Whether a full label at a place is one of level 1."""
    match = full_label().match(text, place)
    return match is not None and any(label.level == 1 for label in label_meaning(match["stem"]))


def _is_word_of_text(match: re.Match[str], head: str, *, longer: bool) -> bool:
    """Whether a word that may head a column is a part of other words here: 加快|进度, 环境|整治 as in the project's name."""
    text, place, stem = match.string, match.start(), match["stem"]
    if longer and not stem.endswith(_LONGER) and stem + _LONGER in _longer_stems():
        return True
    if text[place : match.end() + 2] in head:
        return True
    return "\u4e00" <= text[place - 1] <= "\u9fa5" and not _ends_value(text, place)


def _ends_value(text: str, place: int) -> bool:
    """Whether a word that is a target of its own ends at a place: 无明显影响|成本."""
    return any(text[place - length : place] in value_words() for length in range(1, _LONGEST_VALUE))


def _longer_stems() -> frozenset[str]:
    return frozenset({"经济效益", "社会效益", "生态效益", "环境效益", "生态环境效益"})
