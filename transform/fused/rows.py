"""The rows that may begin at a place of a body: a name, and what its columns hold up to the next row.

In: the ground and the columns. Out: `RowEdge`s with their cost. What the columns say of each other is evidence: a score is not above its
weight, a result has its target's unit and its size. All readings of one place are kept that might be the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transform.fused.across import values_across
from transform.fused.agreement import MOST_AGREEMENT, Agreement
from transform.fused.cells import Cells
from transform.fused.columns import Column
from transform.fused.edges import WORST, Fill, RowEdge, keep_best, thin
from transform.fused.ground import Ground
from transform.fused.names import Names
from transform.fused.tokens import Token

_BESIDE_BEST: Final = 6.0
_SPAN: Final = 5.0
_MOST: Final = 60


class RowReader:
    """Reads rows of one body; what it found at a place is kept."""

    def __init__(self, ground: Ground, columns: Sequence[Column]) -> None:
        """Keep the columns apart: before the name and behind it."""
        self.ground = ground
        name_at = next(at for at, column in enumerate(columns) if column.field == "name")
        self.before = tuple(column.field for column in columns[:name_at])
        self.behind = tuple(column.field for column in columns[name_at + 1 :])
        self.fields = (*self.before, *self.behind)
        self.has_unit = "unit" in self.fields
        has_sign = bool({"sign", "direction"} & set(self.fields))
        self.names = Names(ground, has_unit=self.has_unit, has_sign=has_sign)
        self.cells = Cells(ground, self.names, self.fields)
        self._agreement = Agreement(self.behind, has_unit=self.has_unit)
        self._leasts: dict[tuple[int, int], float] = {}
        self._fills: dict[tuple[int, int], list[Fill]] = {}
        self._wholes: dict[int, list[Fill]] = {}
        self._across: dict[tuple[int, int], list[Fill]] = {}
        self._widths = [_run_of_values(self.behind, at) for at in range(len(self.behind))]

    def rows_at(self, first: int) -> list[RowEdge]:
        """Return the readings of a row that begins at a place."""
        if first in self.ground.inner:
            return []
        found: list[RowEdge] = []
        for start, lead, lead_cost in self._leads(first):
            best = 2 * WORST
            for least, end, name_cost in self._names_at(start, lead_cost):
                if least > best + _BESIDE_BEST:
                    break
                name = Token("name", start, end, name_cost)
                for fill in self._whole(end):
                    cost = name_cost + fill.cost
                    if cost > best + _BESIDE_BEST:
                        break
                    best = min(best, cost)
                    found.append(RowEdge(first, fill.last, name, (*lead, *fill.tokens), cost))
        return keep_best(found)

    def _names_at(self, start: int, lead_cost: float) -> list[tuple[float, int, float]]:
        """Return the names that may begin at a place, with the least that a row of each costs: the cheapest first."""
        if start >= self.ground.last:
            return []
        found: list[tuple[float, int, float]] = []
        for end in self.names.ends_behind(start):
            if self.ground.oddness(start, end) > 2 * WORST:
                break
            name_cost = lead_cost + self.names.cost(start, end)
            if name_cost <= WORST:
                found.append((name_cost + self._least(0, end) - MOST_AGREEMENT, end, name_cost))
        return sorted(found)

    def _leads(self, first: int) -> Iterator[tuple[int, tuple[Token, ...], float]]:
        """Yield the readings of the columns before the name."""
        if not self.before:
            yield first, (), 0.0
            return
        paths: list[tuple[int, tuple[Token, ...], float]] = [(first, (), 0.0)]
        for field in self.before:
            paths = [
                (token.last, (*tokens, token), cost + token.cost)
                for place, tokens, cost in paths
                for token in self.cells.at(field, place)
                if token.kind != "free"
            ]
        yield from paths

    def _whole(self, place: int) -> list[Fill]:
        """Return the readings of all columns behind a name that ends at a place, with what they say of each other."""
        held = self._wholes.get(place)
        if held is None:
            fills: list[Fill] = []
            best = 2 * WORST
            for fill in self._fill(0, place):
                if fill.cost - MOST_AGREEMENT > best + WORST:
                    break
                cost = fill.cost + self._agreement.cost(self.ground.text, fill.tokens)
                cost += self._joint_cost(place, fill)
                best = min(best, cost)
                fills.append(Fill(fill.last, fill.tokens, cost))
            held = self._wholes[place] = thin(fills)
        return held

    def _least(self, at: int, place: int) -> float:
        """Return the cost of the cheapest tokens from a column on, whatever they say of each other."""
        if at == len(self.behind):
            return 0.0
        key = (at, place)
        held = self._leasts.get(key)
        if held is None:
            width, firsts = self._firsts(at, place)
            held = min((first.cost + self._least(at + width, first.last) for first in firsts), default=2 * WORST)
            self._leasts[key] = held
        return held

    def _fill(self, at: int, place: int) -> list[Fill]:
        """Return the cheapest readings of the columns from one on, the best first."""
        if at == len(self.behind):
            return [Fill(place, (), 0.0)]
        key = (at, place)
        held = self._fills.get(key)
        if held is None:
            most = min(2 * WORST, self._least(at, place) + _SPAN)
            found: list[tuple[float, int, tuple[Token, ...], Fill]] = []
            width, firsts = self._firsts(at, place)
            for first in firsts:
                left = most - first.cost
                if self._least(at + width, first.last) >= left:
                    continue
                for rest in self._fill(at + width, first.last):
                    if rest.cost >= left:
                        break
                    found.append((first.cost + rest.cost, len(found), first.tokens, rest))
            found.sort(key=lambda each: each[:2])
            held = [Fill(rest.last, (*tokens, *rest.tokens), cost) for cost, _, tokens, rest in found[:_MOST]]
            self._fills[key] = held
        return held

    def _firsts(self, at: int, place: int) -> tuple[int, list[Fill]]:
        """Return how many columns are read at once, and their readings: one column, or the values of a matrix."""
        width = self._widths[at]
        if width == 1:
            return 1, [Fill(token.last, (token,), token.cost) for token in self.cells.at(self.behind[at], place)]
        held = self._across.get((at, place))
        if held is None:
            ground = self.ground
            held = values_across(ground.text, place, ground.last, width, lambda start: self.cells.at("value", start))
            self._across[at, place] = held
        return width, held

    def _joint_cost(self, place: int, fill: Fill) -> float:
        """Return what the name's end says against the column behind it."""
        follows = next((token for token in fill.tokens if token.kind != "blank"), None)
        if follows is not None and follows.kind == "echo":
            return -0.5
        if self.names.is_end(place):
            return 0.0
        if follows is None or follows.kind in {"word", "free", "null"}:
            return 0.9
        return 0.15


def _run_of_values(fields: Sequence[str], at: int) -> int:
    """Return how many columns from one on are read at once: one, or the values of a matrix."""
    last = at
    while last < len(fields) and fields[last] == "value":
        last += 1
    return max(1, last - at)
