"""The best path through the body of a flattened table: which piece is a head, a label, a name, a value.

In: the pieces of a body whose columns cannot be trusted. Out: `ProjectReading`s with `Row`s, and what fits nowhere. Every
piece is explained, and the path with the least cost wins (Viterbi over a handful of states).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from transform.moves import Body, Pair, Step
from transform.pieces import Piece
from transform.readings import ProjectReading, Row
from transform.steps import cheapest_steps
from transform.vocabulary import Label

_NO_LEVEL2: Final = 2.0  # a name straight below level 1
_NO_LEVEL1: Final = 3.0  # level 2 with no level 1 before it
_FOREIGN_LEVEL2: Final = 4.0  # level 2 under a level 1 that is not its own
_LABEL_ALONE: Final = 5.0  # a label with nothing below it
_LEVEL1_AGAIN: Final = 3.0  # a level 1 that was left before: a new project, or a table out of order
_NO_HEAD: Final = 0.5  # indicators with no head above them
_ROW_BEFORE_LABELS: Final = 6.0  # an indicator above the first label


class _State(NamedTuple):
    """What matters of a path so far: its last role, the level 1 label in force, and the level 1 labels that were left.

    The level 2 label in force needs no place here: whether there is one is told by the role until the first pair below
    it, and nothing that follows that pair costs more or less for its name.
    """

    role: str = "start"
    level1: str | None = None
    left: frozenset[str] = frozenset()


class _Trail(NamedTuple):
    """A path so far as the chain of its steps; what no open path came by is freed with the last trail that knew it."""

    cost: float
    before: _Trail | None = None
    start: int = 0
    step: Step | None = None


_Open = dict[_State, _Trail]


def read_body(pieces: Sequence[Piece], fields: Sequence[str] = (), *, line_is_row: bool) -> list[ProjectReading]:
    """Return the projects of a table body; `fields` are the header's, in their printed order.

    >>> read_body((), line_is_row=True)
    []
    """
    return _steps_to_projects(pieces, _best_path(Body.of(pieces, fields, line_is_row=line_is_row))) if pieces else []


def _best_path(body: Body) -> list[tuple[int, Step]]:
    """Return the cheapest sequence of steps that covers every piece, each with the place it begins at."""
    count = len(body.pieces)
    opens: dict[int, _Open] = {0: {_State(): _Trail(0.0)}}
    for start in range(count):
        trails = _undominated(opens.pop(start, {}))
        if trails:
            for step in cheapest_steps(body, start):
                _take(step, start, trails, opens.setdefault(step.end, {}))
    return _steps_of(_cheapest(opens[count]))


def _take(step: Step, start: int, trails: _Open, after: _Open) -> None:
    """Go one step on from every trail that it can follow, and keep the cheapest trail into each state."""
    for state, trail in trails.items():
        followed = _follow(state, step)
        if followed is None:
            continue
        cost = trail.cost + followed[1]
        known = after.get(followed[0])
        if known is None or cost < known.cost:
            after[followed[0]] = _Trail(cost, trail, start, step)


def _undominated(trails: _Open) -> _Open:
    """Leave out each trail that another one of the same role and level 1 beats whatever follows.

    The other one can take every step that this one takes, and pays more for it at most once for each level 1 label that
    only the other one has left.
    """
    if len(trails) == 1:
        return trails
    rivals: dict[tuple[str, str | None], list[tuple[frozenset[str], float]]] = {}
    for state, trail in trails.items():
        rivals.setdefault(state[:2], []).append((state.left, trail.cost))
    return {
        state: trail for state, trail in trails.items() if not _is_beaten(state.left, trail.cost, rivals[state[:2]])
    }


def _is_beaten(left: frozenset[str], cost: float, rivals: list[tuple[frozenset[str], float]]) -> bool:
    return any(
        rival_cost < cost and rival_cost + _LEVEL1_AGAIN * len(rival_left - left) < cost
        for rival_left, rival_cost in rivals
    )


def _cheapest(trails: _Open) -> _Trail:
    def final_cost(state: _State) -> float:
        return trails[state].cost + (_LABEL_ALONE if state.role.startswith("level") else 0)

    return trails[min(trails, key=final_cost)]


def _steps_of(trail: _Trail) -> list[tuple[int, Step]]:
    steps = []
    while trail.step is not None and trail.before is not None:
        steps.append((trail.start, trail.step))
        trail = trail.before
    return steps[::-1]


def _follow(state: _State, step: Step) -> tuple[_State, float] | None:
    """Return the state after a step and the step's cost in this state; None where it cannot follow."""
    role, level1, left = state
    if step.role in {"stray", "total"}:
        return state, step.cost
    alone = _LABEL_ALONE if role.startswith("level") else 0.0
    start = _NO_HEAD if role == "start" else 0.0
    if step.head is not None:
        fits = role == ("start" if step.role == "first head" else "pair")
        return (_State("head"), step.cost) if fits else None
    if step.role == "pair":
        missing = 0.0 if role in {"pair", "level2"} else _NO_LEVEL2
        early = _ROW_BEFORE_LABELS if role in {"start", "head"} else 0.0
        return _State("pair", level1, left), step.cost + missing + early + start
    assert step.label is not None, "only label steps are left"
    if step.role == "level1":
        again = _LEVEL1_AGAIN if step.label.name in left and step.label.name != level1 else 0.0
        left = left | {level1} if level1 else left
        return _State("level1", step.label.name, left), step.cost + alone + again + start
    return _follow_level2(state, step, (alone if role == "level2" else 0.0) + start)


def _follow_level2(state: _State, step: Step, cost: float) -> tuple[_State, float]:
    assert step.label is not None, "only label steps come here"
    if state.level1 is None:
        cost += _NO_LEVEL1
    elif state.level1 != step.label.parent:
        cost += _FOREIGN_LEVEL2
    return _State("level2", state.level1 or step.label.parent, state.left), step.cost + cost


# --- from steps to projects -------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Levels:
    """The labels in force while the steps are walked."""

    level1: Label | None = None
    level2: Label | None = None
    level1_piece: Piece | None = None
    level2_piece: Piece | None = None
    is_fresh: bool = False

    def take(self, label: Label, piece: Piece) -> None:
        """Put a label in force."""
        if label.level == 1:
            self.level1, self.level1_piece, self.level2, self.level2_piece = label, piece, None, None
            return
        if self.level1 is None and label.parent:
            self.level1 = Label(1, label.parent, None)
        self.level2, self.level2_piece, self.is_fresh = label, piece, True

    def to_row(self, pair: Pair) -> Row:
        """Return the row of a pair under the labels in force."""
        row = Row(self.level1, self.level2, self.level1_piece, self.level2_piece, pair, self.is_fresh)
        self.is_fresh = False
        return row


def _steps_to_projects(pieces: Sequence[Piece], steps: list[tuple[int, Step]]) -> list[ProjectReading]:
    projects = [ProjectReading()]
    levels = _Levels()
    for place, step in steps:
        if step.head is not None:
            if projects[-1].head is not None or projects[-1].rows:
                projects.append(ProjectReading())
            projects[-1].head, levels = step.head, _Levels()
        elif step.label is not None:
            levels.take(step.label, pieces[place])
            projects[-1].labels.append(pieces[place])
        elif step.role == "total":
            projects[-1].totals.extend(pieces[place : step.end])
        elif step.role == "stray":
            projects[-1].strays.append(pieces[place])
        projects[-1].rows.extend(levels.to_row(pair) for pair in step.pairs)
    return projects
