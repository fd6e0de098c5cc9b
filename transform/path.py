"""The best path through the body of a flattened table: which piece is a head, a label, a name, a value.

In: the pieces of a body whose columns cannot be trusted. Out: `ProjectReading`s with `Row`s, and what fits nowhere. Every
piece is explained, and the path with the least cost wins (Viterbi over a handful of states).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transform.moves import Body, Pair, Step
from transform.pieces import Piece
from transform.readings import ProjectReading, Row
from transform.steps import steps_at
from transform.vocabulary import Label

_NO_LEVEL2: Final = 2.0  # a name straight below level 1
_NO_LEVEL1: Final = 3.0  # level 2 with no level 1 before it
_FOREIGN_LEVEL2: Final = 4.0  # level 2 under a level 1 that is not its own
_LABEL_ALONE: Final = 5.0  # a label with nothing below it
_LEVEL1_AGAIN: Final = 3.0  # a level 1 that was left before: a new project, or a table out of order
_NO_HEAD: Final = 0.5  # indicators with no head above them
_ROW_BEFORE_LABELS: Final = 6.0  # an indicator above the first label


@dataclass(frozen=True, slots=True)
class _State:
    """What matters of the path so far: the last role, the labels in force, and the level 1 labels that were left."""

    role: str = "start"
    level1: str | None = None
    level2: str | None = None
    left: frozenset[str] = frozenset()


_Link = tuple[int, _State, Step]
_Best = list[dict[_State, tuple[float, _Link | None]]]


def read_body(pieces: Sequence[Piece], fields: Sequence[str] = (), *, line_is_row: bool) -> list[ProjectReading]:
    """Return the projects of a table body; `fields` are the header's, in their printed order.

    >>> read_body((), line_is_row=True)
    []
    """
    return _steps_to_projects(pieces, _best_path(Body.of(pieces, fields, line_is_row=line_is_row))) if pieces else []


def _best_path(body: Body) -> list[tuple[int, Step]]:
    """Return the cheapest sequence of steps that covers every piece, each with the place it begins at."""
    count = len(body.pieces)
    best: _Best = [{} for _ in range(count + 1)]
    best[0][_State()] = (0.0, None)
    for start in range(count):
        if not best[start]:
            continue
        for step in steps_at(body, start):
            for state, (cost, _) in best[start].items():
                followed = _follow(state, step)
                if followed is None:
                    continue
                after, price = followed
                known = best[step.end].get(after)
                if known is None or cost + price < known[0]:
                    best[step.end][after] = (cost + price, (start, state, step))
    return _trace(best)


def _trace(best: _Best) -> list[tuple[int, Step]]:
    def final_cost(state: _State) -> float:
        return best[-1][state][0] + (_LABEL_ALONE if state.role.startswith("level") else 0)

    state = min(best[-1], key=final_cost)
    place, steps = len(best) - 1, []
    while (link := best[place][state][1]) is not None:
        place, state, step = link
        steps.append((place, step))
    return steps[::-1]


def _follow(state: _State, step: Step) -> tuple[_State, float] | None:
    """Return the state after a step and the step's cost in this state; None where it cannot follow."""
    if step.role in {"stray", "total"}:
        return state, step.cost
    alone = _LABEL_ALONE if state.role.startswith("level") else 0.0
    start = _NO_HEAD if state.role == "start" else 0.0
    if step.head is not None:
        fits = state.role == ("start" if step.role == "first head" else "pair")
        return (_State("head"), step.cost) if fits else None
    if step.role == "pair":
        missing = _NO_LEVEL2 if state.level2 is None and state.role != "pair" else 0.0
        early = _ROW_BEFORE_LABELS if state.role in {"start", "head"} else 0.0
        return _State("pair", state.level1, state.level2, state.left), step.cost + missing + early + start
    assert step.label is not None, "only label steps are left"
    if step.role == "level1":
        again = _LEVEL1_AGAIN if step.label.name in state.left and step.label.name != state.level1 else 0.0
        left = state.left | {state.level1} if state.level1 else state.left
        return _State("level1", step.label.name, None, left), step.cost + alone + again + start
    return _follow_level2(state, step, (alone if state.role == "level2" else 0.0) + start)


def _follow_level2(state: _State, step: Step, cost: float) -> tuple[_State, float]:
    assert step.label is not None, "only label steps come here"
    if state.level1 is None:
        cost += _NO_LEVEL1
    elif state.level1 != step.label.parent:
        cost += _FOREIGN_LEVEL2
    return _State("level2", state.level1 or step.label.parent, step.label.name, state.left), step.cost + cost


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
