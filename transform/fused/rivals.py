"""The other readings of a row: those on paths that cost nearly as much as the best.

In: the steps that may begin at each place, and the cost of the best way to it. Out: rows, the nearest first.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Final

from transform.fused.edges import RowEdge, Step
from transform.fused.ground import Ground

NEAR: Final = 1.0


def costs_to_end(ground: Ground, edges: dict[int, list[Step]]) -> dict[int, float]:
    """Return the cost of the best way from each place to the end."""
    rest = {ground.last: 0.0}
    for place in sorted(edges, reverse=True):
        costs = [step.cost + rest[step.last] for step in edges[place] if step.last in rest]
        if costs:
            rest[place] = min(costs)
    return rest


def rivals_of(
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
