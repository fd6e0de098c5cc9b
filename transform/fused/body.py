"""The best path through a table's body: labels, rows, totals, notes, heads of projects, and what is none of these.

In: the ground, the columns, whether rows have project heads among them. Out: the `Step`s of the cheapest reading, and for each row
the other readings that cost nearly as much. Every character of the body is in one step.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from transform.fused.columns import Column
from transform.fused.edges import RowEdge, Step
from transform.fused.ground import Ground
from transform.fused.head_shapes import ListHabits
from transform.fused.list_steps import HeadPlaces, find_heads, heads_at, list_total_end
from transform.fused.rivals import costs_to_end, rivals_of
from transform.fused.rows import RowReader
from transform.fused.twins import twins_at

_STRAY_START: Final = 5.0
_STRAY: Final = 0.6
_BARE_LABEL: Final = 0.3
_NOTE: Final = 0.8
_LOOSE_NOTE: Final = 3.0
_AHEAD: Final = 5.5
_TWO: Final = 2


@dataclass(slots=True)
class Path:
    """The steps of the best reading, and for each of its rows (by its place) the readings that nearly tie."""

    steps: list[Step] = field(default_factory=list)
    rivals: dict[int, list[RowEdge]] = field(default_factory=dict)
    habits: ListHabits = field(default_factory=ListHabits)


def read_path(ground: Ground, columns: tuple[Column, ...], head_fields: tuple[str, ...], sides: int = 1) -> Path:
    """Return the best path through a body; with two sides, a row of each stands in one step."""
    reader = RowReader(ground, columns)
    heads = find_heads(ground, head_fields)
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


def _steps_at(
    reader: RowReader, ground: Ground, place: int, before: Step | None, heads: HeadPlaces, sides: int
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
    if place in heads.totals:
        return [Step("total", place, heads.totals[place], 0.0)]
    if place in ground.totals:
        steps.append(Step("total", place, list_total_end(ground, place, heads), 0.3))
    if place in ground.templates:
        steps.append(Step("template", place, ground.templates[place], 0.3))
    if place in ground.notes:
        steps.append(Step("note", place, ground.last, _note_cost(ground, place)))
    if heads.fields and (before is None or before.role not in {"label", "head"}):
        steps += heads_at(ground, place, heads)
    rows = twins_at(reader, ground, place) if sides == _TWO else reader.rows_at(place)
    steps += [Step("row", place, row.last, row.cost, row) for row in rows]
    is_open = before is not None and before.role == "stray"
    steps.append(Step("stray", place, place + 1, _STRAY if is_open else _STRAY_START))
    return steps


def _note_cost(ground: Ground, place: int) -> float:
    """Return the cost of a note that runs to the end: little where a mark or nothing follows, or no label does."""
    later = any(start > place for start, label in ground.labels.items() if not label.is_bare)
    return (_LOOSE_NOTE + 4.0) if later else _NOTE


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
    rest = costs_to_end(ground, edges)
    by_start = sorted(edges)
    for number, step in enumerate(steps):
        if step.row is None:
            continue
        path.rivals[number] = rivals_of(step, ends, edges, rest, best, by_start)
    return path
