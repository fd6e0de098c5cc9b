"""The readings of a row: where it begins and ends, its name, its columns; which of them are kept at a place.

In: readings with their cost. Out: those that might be the best, and what nearly ties with them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transform.fused.tokens import Token

WORST: Final = 7.0
_KEPT: Final = 24
_TIES: Final = 3
_TIE: Final = 1.2


@dataclass(frozen=True, slots=True)
class RowEdge:
    """One reading of a row: where it begins and ends, its name, the tokens of its columns, its cost."""

    first: int
    last: int
    name: Token
    tokens: tuple[Token, ...]  # one for each column that is not the name
    cost: float
    beside: RowEdge | None = None  # the row of the next side, where two targets stand side by side


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path over `text[first:last]`: its role, its cost, the row where it is one."""

    role: str  # "label", "row", "total", "note", "head", "template", "stray"
    first: int
    last: int
    cost: float
    row: RowEdge | None = None


@dataclass(frozen=True, slots=True)
class Fill:
    """A reading of the columns behind the name."""

    last: int
    tokens: tuple[Token, ...]
    cost: float


def thin(fills: list[Fill]) -> list[Fill]:
    """Return the cheapest readings, of those with one end only the first and what nearly ties with it."""
    fills.sort(key=lambda fill: fill.cost)
    kept: list[Fill] = []
    firsts: dict[int, list[float]] = {}
    for fill in fills:
        if fill.cost > fills[0].cost + WORST or fill.cost > 2 * WORST or len(kept) == _KEPT:
            break
        costs = firsts.setdefault(fill.last, [])
        if not costs or (len(costs) < _TIES and fill.cost < costs[0] + _TIE):
            costs.append(fill.cost)
            kept.append(fill)
    return kept


def keep_best(edges: list[RowEdge]) -> list[RowEdge]:
    """Return the cheapest readings of a row, without those that are far behind the first."""
    edges.sort(key=lambda edge: edge.cost)
    return edges[:_KEPT] if not edges else [edge for edge in edges[:_KEPT] if edge.cost < edges[0].cost + WORST]
