"""The cells of a flattened body to rows and columns: the cheapest way to lay them out, and how close the next one comes.

In: items, the fields of the columns, how lines break. Out: a `Placement` for each item. The columns are the states of a
Viterbi path; a cell opens a new row where its column is not right of the last. What the best way leads by at each item, over
all ways that place it otherwise, is its margin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from transform.flat.costs import Costs
from transform.flat.fit import fit
from transform.flat.goes_on import again, is_fragment
from transform.flat.items import Item

_BEAM: Final = 14.0  # a way that is worse by so much is given up
_OVER_CUT: Final = 1.0
_DROP_BLANK: Final = 1.0
_DROP_LAST_BLANK: Final = 0.3
_AGAIN, _RIGHT, _NEW = 0, 1, 2  # a cell goes on with the last one, stands right of it, opens a row
State = tuple[int, int]  # column, how


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an item stands: its column (None for a blank that is no cell), how it got there, what that costs, its lead."""

    column: int | None
    opens_row: bool
    goes_on: bool
    cost: float
    margin: float


@dataclass(slots=True)
class _Step:
    """The cheapest way to a state at an item: what it cost so far, and from where."""

    cost: float
    before: State | None
    own: float
    last: int  # the item that stands in the state's column
    is_dropped: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """What lines mean in a body: the cost of a row that begins within a line, and of one that goes on in the next."""

    new_within: float
    over: float


ROWS: Final = Lines(5.0, 5.0)
CELLS: Final = Lines(0.0, 0.0)


def align(items: Sequence[Item], costs: Costs, lines: Lines) -> list[Placement]:
    """Return the placement of each item."""
    if not items:
        return []
    walk = _Walk(items, costs, lines, _trailing(items))
    forward = walk.forward()
    backward = walk.backward(forward)
    return _trace(items, forward, backward)


def _trailing(items: Sequence[Item]) -> frozenset[int]:
    found: set[int] = set()
    is_end = True
    for number in range(len(items) - 1, -1, -1):
        item = items[number]
        if is_end and item.is_blank and not item.opens_line:
            found.add(number)
        is_end = item.opens_line or number in found
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Walk:
    items: Sequence[Item]
    costs: Costs
    lines: Lines
    trailing: frozenset[int]  # the blanks that fill a line up on its right
    _fits: dict[int, list[tuple[int, float, float]]] = field(default_factory=dict)

    def forward(self) -> list[dict[State, _Step]]:
        """Return for each item the cheapest way to every state."""
        steps: list[dict[State, _Step]] = []
        before: dict[State, _Step] = {(-1, _NEW): _Step(0.0, None, 0.0, -1)}
        for number in range(len(self.items)):
            found: dict[State, _Step] = {}
            for state, step in before.items():
                for after, own, is_dropped in self._moves(number, state, step):
                    cost = step.cost + own
                    if after not in found or cost < found[after].cost:
                        found[after] = _Step(cost, state, own, step.last if is_dropped else number, is_dropped)
            least = min(step.cost for step in found.values())
            before = {state: step for state, step in found.items() if step.cost <= least + _BEAM}
            steps.append(before)
        return steps

    def backward(self, forward: Sequence[dict[State, _Step]]) -> list[dict[State, float]]:
        """Return for each item what the rest costs from every state."""
        last = {state: self._close(state, step) for state, step in forward[-1].items()}
        rests = [last]
        for number in range(len(self.items) - 1, 0, -1):
            rest, after = {}, rests[-1]
            for state, step in forward[number - 1].items():
                ways = [own + after[to] for to, own, _ in self._moves(number, state, step) if to in after]
                rest[state] = min(ways, default=float("inf"))
            rests.append(rest)
        return rests[::-1]

    def _over(self, number: int, column: int) -> float:
        """Return what it costs that a row goes on in the next line: little where its line ended before its target."""
        is_short = self.costs.fields[column] == "level3" and self.items[number].pieces
        is_tail = is_fragment(self.items[number].text) and self._is_alone(number)
        return min(self.lines.over, _OVER_CUT) if is_short or is_tail else self.lines.over

    def _is_alone(self, number: int) -> bool:
        return number + 1 == len(self.items) or self.items[number + 1].opens_line

    def _close(self, state: State, step: _Step) -> float:
        return self.costs.close(state[0], self._text(step.last))

    def _text(self, number: int) -> str:
        return self.items[number].text if number >= 0 else ""

    def _columns(self, number: int) -> list[tuple[int, float, float]]:
        """Return the columns that an item may stand in, what it costs there and to open a row there: the same from all."""
        if (known := self._fits.get(number)) is None:
            item, costs = self.items[number], self.costs
            owns = (costs.blank(to) if item.is_blank else fit(item.text, name) for to, name in enumerate(costs.fields))
            known = self._fits[number] = [
                (to, own, costs.open(to, item.text, is_first=False)) for to, own in enumerate(owns) if own <= _BEAM
            ]
        return known

    def _moves(self, number: int, state: State, step: _Step) -> list[tuple[State, float, bool]]:
        """Return the states that an item can come to, what each costs, and whether the item is dropped."""
        item, column = self.items[number], state[0]
        text, before = item.text, self._text(step.last)
        moves: list[tuple[State, float, bool]] = []
        over = self._over(number, column) if item.opens_line and column >= 0 else 0.0
        new = (0.0 if item.opens_line or column < 0 else self.lines.new_within) + self._close(state, step)
        for to, own, opened in self._columns(number):
            if to > column >= 0:
                moves.append(((to, _RIGHT), own + over + self.costs.gap(column, to, before, text), False))
            first = opened if column >= 0 else self.costs.open(to, text, is_first=True)
            moves.append(((to, _NEW), own + new + first, False))
        if item.is_blank:
            moves.append((state, _DROP_LAST_BLANK if number in self.trailing else _DROP_BLANK, True))
        elif column >= 0:
            cost = again(item, before, self.costs.fields[column])
            moves.append(((column, _AGAIN), cost + over, False))
        return moves


def _trace(
    items: Sequence[Item], forward: Sequence[dict[State, _Step]], backward: Sequence[dict[State, float]]
) -> list[Placement]:
    """Return the placements along the cheapest way, each with its margin."""
    totals = {state: step.cost + backward[-1][state] for state, step in forward[-1].items()}
    state = min(totals, key=lambda key: totals[key])
    best = totals[state]
    found: list[Placement] = []
    for number in range(len(items) - 1, -1, -1):
        step = forward[number][state]
        others = [
            forward[number][key].cost + rest
            for key, rest in backward[number].items()
            if key[0] != state[0] or (key[1] == _AGAIN) != (state[1] == _AGAIN)
        ]
        margin = min(others, default=float("inf")) - best
        column = None if step.is_dropped else state[0]
        found.append(
            Placement(
                column,
                state[1] == _NEW and not step.is_dropped,
                state[1] == _AGAIN and not step.is_dropped,
                step.own,
                margin,
            )
        )
        state = step.before if step.before is not None else state
    return found[::-1]
