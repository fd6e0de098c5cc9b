"""The rows that may begin at a place of a body: a name, and what its columns hold up to the next row.

In: the ground and the columns. Out: `RowEdge`s with their cost. What the columns say of each other is evidence: a score is not above its
weight, a result has its target's unit and its size. All readings of one place are kept that might be the best.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from transform.fused.across import values_across
from transform.fused.agreement import disagreement
from transform.fused.cells import Cells
from transform.fused.columns import Column
from transform.fused.edges import WORST, Fill, RowEdge, keep_best, thin
from transform.fused.ground import Ground
from transform.fused.names import Names
from transform.fused.tokens import Token

_BESIDE_BEST: Final = 6.0


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
        self.names = Names(ground, has_unit=self.has_unit)
        self.cells = Cells(ground, self.names, self.fields)
        self._fills: dict[tuple[int, int], list[Fill]] = {}
        self._wholes: dict[int, list[Fill]] = {}

    def rows_at(self, first: int) -> list[RowEdge]:
        """Return the readings of a row that begins at a place."""
        found: list[RowEdge] = []
        if first in self.ground.inner:
            return found
        for start, lead, lead_cost in self._leads(first):
            if start >= self.ground.last:
                continue
            best = 2 * WORST
            for end in self.names.ends_behind(start):
                if self.ground.oddness(start, end) > 2 * WORST:
                    break
                name_cost = lead_cost + self.names.cost(start, end)
                if name_cost > WORST:
                    continue
                name = Token("name", start, end, name_cost)
                for fill in self._whole(end):
                    cost = name_cost + fill.cost
                    if cost > best + _BESIDE_BEST:
                        break
                    best = min(best, cost)
                    found.append(RowEdge(first, fill.last, name, (*lead, *fill.tokens), cost))
        return keep_best(found)

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
            fills = [
                Fill(fill.last, fill.tokens, fill.cost + self._disagreement(fill.tokens))
                for fill in self._fill(0, place)
            ]
            fills = [Fill(fill.last, fill.tokens, fill.cost + self._joint_cost(place, fill)) for fill in fills]
            held = self._wholes[place] = thin(fills)
        return held

    def _fill(self, at: int, place: int) -> list[Fill]:
        if at == len(self.behind):
            return [Fill(place, (), 0.0)]
        key = (at, place)
        held = self._fills.get(key)
        if held is None:
            width, firsts = self._firsts(at, place)
            held = [
                Fill(rest.last, (*first.tokens, *rest.tokens), first.cost + rest.cost)
                for first in firsts
                for rest in self._fill(at + width, first.last)
                if first.cost + rest.cost < 2 * WORST
            ]
            held.sort(key=lambda fill: fill.cost)
            held = self._fills[key] = held[:60]
        return held

    def _firsts(self, at: int, place: int) -> tuple[int, list[Fill]]:
        """Return how many columns are read at once, and their readings: one column, or the values of a matrix."""
        width = 0
        while at + width < len(self.behind) and self.behind[at + width] == "value":
            width += 1
        if width > 1:
            ground = self.ground
            return width, values_across(
                ground.text, place, ground.last, width, lambda start: self.cells.at("value", start)
            )
        return 1, [Fill(token.last, (token,), token.cost) for token in self.cells.at(self.behind[at], place)]

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

    def _disagreement(self, tokens: Sequence[Token]) -> float:
        return disagreement(self.ground.text, self.behind, tokens, has_unit=self.has_unit)
