"""The steps of a path that only a list has: the heads of its projects, those told again for each row, the totals of units.

In: the ground of a list's body and the fields before its rows. Out: `HeadPlaces`, and the head steps that may begin at a place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.fused.codes import total_end
from transform.fused.edges import Step
from transform.fused.ground import Ground
from transform.fused.head_costs import head_oddness, name_oddness
from transform.fused.head_shapes import ListHabits, find_habits, is_goal_first, match_coded_head, match_loose_head
from transform.fused.told_heads import find_told_heads, find_unit_totals

_DIRECTION: Final = re.compile(r"[正反]向指标")
_HEAD: Final = 0.5
_MOSTLY: Final = 0.5  # of the rows have their head told again in a list that does so
_ODD: Final = 2.5  # an amount of two digits alone speaks against no head that is told again
_TOTAL_INSIDE: Final = 4.0  # a head whose name begins with 合计, or with a label


@dataclass(frozen=True, slots=True)
class HeadPlaces:
    """What is known of the heads of a list: their fields, their habits, where they are told again."""

    fields: tuple[str, ...]
    habits: ListHabits
    told: dict[int, int] = field(default_factory=dict)  # where a head stands that is told again, and where it ends
    places: list[int] = field(default_factory=list)  # the same places in their order
    totals: dict[int, int] = field(default_factory=dict)  # where a unit with its total stands before a head told again


def find_heads(ground: Ground, fields: tuple[str, ...]) -> HeadPlaces:
    """Return what the first head of a list shows of the others."""
    if not fields:
        return HeadPlaces(fields, ListHabits())
    text = ground.text
    starts = [each for each in ground.starts if not _is_inner(ground, each)]
    habits = find_habits(text, ground.first, starts[0] if starts else ground.last, fields)

    def is_head(first: int, last: int) -> bool:
        """Whether a stretch has the shape of a head, and begins where one does."""
        if _DIRECTION.search(text, max(ground.first, first - 3), min(first + 4, last)):
            return False  # it ends the row above
        head = match_coded_head(text, first, last, fields, habits)
        is_whole = head is not None and (habits.bare_digits > 0 or head.start() == first)
        return head is not None and is_whole and head_oddness(head, first, habits) < _ODD

    ends = {token.last for token in ground.labels.values()}
    told = find_told_heads(text, ground.first, ground.last, [each for each in starts if each not in ends], is_head)
    found: dict[int, int] = {}
    for head in told:
        place = text.find(head, ground.first, ground.last)
        while place >= 0:
            found.setdefault(place, place + len(head))
            place = text.find(head, place + 1, ground.last)
    if len(found) < _MOSTLY * sum(start not in ends for start in starts):
        return HeadPlaces(fields, habits)  # two projects of one name and goal, in a list that tells none again
    totals = find_unit_totals(text, ground.first, found)
    ground.close_at(found)
    return HeadPlaces(fields, habits, found, sorted(found), totals)


def heads_at(ground: Ground, place: int, heads: HeadPlaces) -> list[Step]:
    """Return the heads that run from a place up to the next label, which is of level 1; a head holds an amount."""
    steps: list[Step] = []
    for start in ground.starts[bisect_right(ground.starts, place) :]:
        token = ground.labels[start]
        is_closed = _closes_head(ground.text, start, heads.fields)
        if _is_inner(ground, start):
            if is_closed:
                steps += _head_to(ground, place, start, heads)
            continue
        is_first = ground.opens_output(start) or not token.labels  # points alone: the words of level 1 were left out
        is_first |= any(label.level == 1 for label in token.labels) and not (
            any(label.level == 2 for label in token.labels) and token.last not in ground.labels
        )
        return [*steps, *(_head_to(ground, place, start, heads) if is_first or is_closed else [])]
    return steps


def _closes_head(text: str, place: int, fields: Sequence[str]) -> bool:
    """Whether what stands before a label of level 2, whose level 1 was left out, may end a head: a goal, or its amount."""
    return text[place - 1] == "。" or (
        is_goal_first(fields) and (text[place - 1] in "元万" or text[place - 1].isdigit())
    )


def _head_to(ground: Ground, place: int, start: int, heads: HeadPlaces) -> list[Step]:
    """Return the head that runs up to a label, if one does."""
    told = bisect_right(heads.places, place)
    if start <= place or (told < len(heads.places) and heads.places[told] < start):
        return []  # no head runs over another that is told again
    head = match_coded_head(ground.text, place, start, heads.fields, heads.habits)
    head = head or match_loose_head(ground.text, place, start)
    if head is None:
        return []
    cost = _TOTAL_INSIDE if place in ground.totals or place in ground.labels else _HEAD
    cost += name_oddness(ground, head, heads.fields)
    return [Step("head", place, start, cost + head_oddness(head, place, heads.habits))]


def list_total_end(ground: Ground, place: int, heads: HeadPlaces) -> int:
    """Return where a total row ends; in a list the digits of the head behind it are none of its own."""
    end = ground.totals[place]
    digits = heads.habits.bare_digits or heads.habits.code_digits
    return total_end(ground.text, place, end, digits) if heads.fields else end


def _is_inner(ground: Ground, start: int) -> bool:
    """Whether a bare label is only a word of a text: no label follows it, or it is none of level 1 (经济|社会发展)."""
    token = ground.labels[start]
    is_open = token.last in ground.labels and any(label.level == 1 for label in token.labels)
    return token.is_bare and not is_open and not ground.opens_output(start)
