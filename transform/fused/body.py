"""The best path through a table's body: labels, rows, totals, notes, heads of projects, and what is none of these.

In: the ground, the columns, whether rows have project heads among them. Out: the `Step`s of the cheapest reading, and for each row
the other readings that cost nearly as much. Every character of the body is in one step.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.fused.codes import total_end
from transform.fused.columns import Column
from transform.fused.edges import RowEdge
from transform.fused.ground import Ground
from transform.fused.lists import (
    ListHabits,
    find_habits,
    head_oddness,
    is_goal_first,
    match_coded_head,
    match_loose_head,
)
from transform.fused.rows import RowReader
from transform.fused.told_heads import find_told_heads
from transform.fused.twins import twins_at

_STRAY_START: Final = 5.0
_STRAY: Final = 0.6
_BARE_LABEL: Final = 0.3
_NOTE: Final = 0.8
_LOOSE_NOTE: Final = 3.0
_HEAD: Final = 0.5
_AHEAD: Final = 5.5
NEAR: Final = 1.0
_TWO: Final = 2
_ODD: Final = 2.5  # an amount of two digits alone speaks against no head that is told again
_TOTAL_INSIDE: Final = 4.0  # a head whose name begins with 合计, or with a label


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path over `text[first:last]`: its role, its cost, the row where it is one."""

    role: str  # "label", "row", "total", "note", "head", "template", "stray"
    first: int
    last: int
    cost: float
    row: RowEdge | None = None


@dataclass(slots=True)
class Path:
    """The steps of the best reading, and for each of its rows (by its place) the readings that nearly tie."""

    steps: list[Step] = field(default_factory=list)
    rivals: dict[int, list[RowEdge]] = field(default_factory=dict)
    habits: ListHabits = field(default_factory=ListHabits)


@dataclass(frozen=True, slots=True)
class _List:
    """What is known of the heads of a list: their fields, their habits, where they are told again."""

    fields: tuple[str, ...]
    habits: ListHabits
    told: dict[int, int] = field(default_factory=dict)  # where a head stands that is told again, and where it ends
    places: list[int] = field(default_factory=list)  # the same places in their order


def read_path(ground: Ground, columns: tuple[Column, ...], head_fields: tuple[str, ...], sides: int = 1) -> Path:
    """Return the best path through a body; with two sides, a row of each stands in one step."""
    reader = RowReader(ground, columns)
    heads = _find_list(ground, head_fields)
    ends: dict[int, tuple[float, Step | None]] = {ground.first: (0.0, None)}
    edges: dict[int, list[Step]] = {}
    reached = {ground.first}
    for place in range(ground.first, ground.last):
        if place not in ends:
            continue
        cost = ends[place][0]
        reached.discard(place)
        if reached and min(ends[each][0] for each in reached) + _AHEAD < cost:
            continue
        edges[place] = list(_steps_at(reader, ground, place, ends[place][1], heads, sides))
        for step in edges[place]:
            total = cost + step.cost
            if step.last not in ends or total < ends[step.last][0]:
                ends[step.last] = (total, step)
                if step.last < ground.last:
                    reached.add(step.last)
    path = _trace(ground, ends, edges)
    path.habits = heads.habits
    return path


def _find_list(ground: Ground, fields: tuple[str, ...]) -> _List:
    """Return what the first head of a list shows of the others."""
    if not fields:
        return _List(fields, ListHabits())
    text = ground.text
    starts = [each for each in ground.starts if not _is_inner(ground, each)]
    habits = find_habits(text, ground.first, starts[0] if starts else ground.last, fields)

    def is_head(first: int, last: int) -> bool:
        """Whether a stretch has the shape of a head, and begins where one does."""
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
    ground.close_at(found)
    return _List(fields, habits, found, sorted(found))


def _steps_at(
    reader: RowReader, ground: Ground, place: int, before: Step | None, heads: _List, sides: int
) -> list[Step]:
    """Return the steps that may begin at a place."""
    steps: list[Step] = []
    label = ground.labels.get(place)
    if label is not None:
        steps.append(Step("label", place, label.last, _BARE_LABEL if label.is_bare else 0.0))
        if not label.is_bare:
            return steps
    if place in heads.told:
        return [Step("head", place, heads.told[place], 0.0)]
    if place in ground.totals:
        steps.append(Step("total", place, _total_end(ground, place, heads), 0.3))
    if place in ground.templates:
        steps.append(Step("template", place, ground.templates[place], 0.3))
    if place in ground.notes:
        steps.append(Step("note", place, ground.last, _note_cost(ground, place)))
    if heads.fields and (before is None or before.role not in {"label", "head"}):
        steps += _heads_at(ground, place, heads)
    rows = twins_at(reader, ground, place) if sides == _TWO else reader.rows_at(place)
    steps += [Step("row", place, row.last, row.cost, row) for row in rows]
    is_open = before is not None and before.role == "stray"
    steps.append(Step("stray", place, place + 1, _STRAY if is_open else _STRAY_START))
    return steps


def _note_cost(ground: Ground, place: int) -> float:
    """Return the cost of a note that runs to the end: little where a mark or nothing follows, or no label does."""
    later = any(start > place for start, label in ground.labels.items() if not label.is_bare)
    return (_LOOSE_NOTE + 4.0) if later else _NOTE


def _heads_at(ground: Ground, place: int, heads: _List) -> list[Step]:
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


def _head_to(ground: Ground, place: int, start: int, heads: _List) -> list[Step]:
    """Return the head that runs up to a label, if one does."""
    told = bisect_right(heads.places, place)
    if start <= place or (told < len(heads.places) and heads.places[told] < start):
        return []  # no head runs over another that is told again
    head = match_coded_head(ground.text, place, start, heads.fields, heads.habits)
    head = head or match_loose_head(ground.text, place, start)
    if head is None:
        return []
    cost = _TOTAL_INSIDE if place in ground.totals or place in ground.labels else _HEAD
    return [Step("head", place, start, cost + head_oddness(head, place, heads.habits))]


def _total_end(ground: Ground, place: int, heads: _List) -> int:
    """Return where a total row ends; in a list the digits of the head behind it are none of its own."""
    end = ground.totals[place]
    digits = heads.habits.bare_digits or heads.habits.code_digits
    return total_end(ground.text, place, end, digits) if heads.fields else end


def _is_inner(ground: Ground, start: int) -> bool:
    """Whether a bare label is only a word of a text: no label follows it, or it is none of level 1 (经济|社会发展)."""
    token = ground.labels[start]
    is_open = token.last in ground.labels and any(label.level == 1 for label in token.labels)
    return token.is_bare and not is_open and not ground.opens_output(start)


def _trace(ground: Ground, ends: dict[int, tuple[float, Step | None]], edges: dict[int, list[Step]]) -> Path:
    steps: list[Step] = []
    place = ground.last
    while place > ground.first:
        step = ends[place][1]
        assert step is not None
        steps.append(step)
        place = step.first
    steps.reverse()
    path = Path(steps)
    best = ends[ground.last][0]
    rest = _backward(ground, edges)
    by_start = sorted(edges)
    for number, step in enumerate(steps):
        if step.row is None:
            continue
        path.rivals[number] = _rivals(step, ends, edges, rest, best, by_start)
    return path


def _backward(ground: Ground, edges: dict[int, list[Step]]) -> dict[int, float]:
    """Return the cost of the best way from each place to the end."""
    rest = {ground.last: 0.0}
    for place in sorted(edges, reverse=True):
        costs = [step.cost + rest[step.last] for step in edges[place] if step.last in rest]
        if costs:
            rest[place] = min(costs)
    return rest


def _rivals(
    step: Step,
    ends: dict[int, tuple[float, Step | None]],
    edges: dict[int, list[Step]],
    rest: dict[int, float],
    best: float,
    by_start: list[int],
) -> list[RowEdge]:
    """Return the rows that overlap a row of the best path on paths that cost nearly as much."""
    found: list[tuple[float, RowEdge]] = []
    for place in by_start[bisect_left(by_start, step.first - 60) : bisect_left(by_start, step.last)]:
        for other in edges[place]:
            if other.row is None or other.last <= step.first or other.last not in rest or other.row is step.row:
                continue
            total = ends[place][0] + other.cost + rest[other.last]
            if total < best + NEAR:
                found.append((total, other.row))
    return [row for _, row in sorted(found, key=lambda each: each[0])[:3]]
