"""Which rivals of rows the sum of the weights refutes: points that add up to 100 or 90 leave no other cut of them.

In: a path and its columns. Out: the rivals that are left. A rival with the same weight stays, whatever the sum is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transform.fused.body import Path
from transform.fused.columns import Column
from transform.fused.edges import RowEdge, Step
from transform.fused.tokens import Token

_SUMS: Final = (90.0, 100.0)
_FEWEST: Final = 4


def rivals_left(path: Path, columns: Sequence[Column]) -> dict[int, list[RowEdge]]:
    """Return the rivals of each row of a path, without those whose weight the sum of its project refutes."""
    fields = [column.field for column in columns if column.field != "name"]
    if "weight" not in fields:
        return path.rivals
    at = fields.index("weight")
    left = dict(path.rivals)
    for numbers, weights in _sums(path.steps, at):
        total = sum(token.number for token in weights)
        for number, token in zip(numbers, weights, strict=True):
            rivals = path.rivals.get(number, [])
            left[number] = [rival for rival in rivals if _still_adds_up(rival.tokens[at].number - token.number, total)]
    return left


def rows_adding_up(steps: Sequence[Step], columns: Sequence[Column]) -> frozenset[int]:
    """Return the numbers of the rows whose weights add up to what forms have."""
    fields = [column.field for column in columns if column.field != "name"]
    if "weight" not in fields:
        return frozenset()
    return frozenset(number for numbers, _ in _sums(steps, fields.index("weight")) for number in numbers)


def _sums(steps: Sequence[Step], at: int) -> Iterator[tuple[list[int], list[Token]]]:
    """Yield the rows of each project whose weights add up, with the weights."""
    for numbers in _projects(steps):
        weights = [row.tokens[at] for number in numbers if (row := steps[number].row) is not None]
        is_told = len(weights) >= _FEWEST and all(token.kind == "figure" for token in weights)
        if is_told and round(sum(token.number for token in weights), 4) in _SUMS:
            yield numbers, weights


def _projects(steps: Sequence[Step]) -> list[list[int]]:
    """Return the numbers of the rows of each project."""
    found: list[list[int]] = [[]]
    for number, step in enumerate(steps):
        if step.role == "head":
            found.append([])
        elif step.row is not None:
            found[-1].append(number)
    return [numbers for numbers in found if numbers]


def _still_adds_up(difference: float, total: float) -> bool:
    """Whether another weight leaves the sum what it is, or makes it another sum that forms have: 6.81|9 and 6.8|19."""
    return difference == 0 or round(total + difference, 4) in _SUMS
