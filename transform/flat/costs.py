"""What it costs to leave columns out of a row, and what two cells beside each other say of each other.

In: the fields of the columns, and whether the text keeps its blank cells. Out: `Costs`, asked by `align` for every move.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from transform.flat.fit import Shape, shape_of

PROJECT_FIELDS: Final = frozenset(
    {"ordinal", "unit_code", "unit_name", "department", "project_name", "project_code", "project_type", "amount", "budget",
     "executed", "rate", "goal", "initial_budget"}
)  # fmt: skip
_LEFT_OUT: Final = {
    "level1": 0.0, "level2": 0.0, "level3": 6.0, "value": 2.5, "sign": 0.9, "nature": 0.9, "unit": 0.9, "direction": 1.0,
    "weight": 2.5, "score": 1.2, "actual": 1.4, "reason": 0.3, "note": 0.5, "standard": 1.0, "core": 1.5, "coefficient": 0.8,
    "project_name": 4.0, "unit_name": 0.6, "unit_code": 0.5, "amount": 1.5, "budget": 1.5, "goal": 1.2, "ordinal": 0.3,
    "place": 3.0,
}  # fmt: skip
_BLANK: Final = {
    "level1": 0.1, "level2": 0.1, "level3": 5.0, "value": 1.2, "sign": 0.1, "nature": 0.1, "unit": 0.1, "weight": 1.5,
    "score": 0.5, "actual": 0.5, "reason": 0.05, "note": 0.05, "project_name": 3.0, "amount": 1.0, "unit_name": 0.5, "goal": 0.8,
}  # fmt: skip
_KEPT: Final = 3.0  # a cell that is missing where blank cells are printed
_SHARED: Final = frozenset({"unit_name", "unit_code", "department", "ordinal"})
_SUBTOTAL_GAP: Final = 0.5
_SUBTOTAL: Final = 2.0  # a row that ends before its indicator
_LACKS_REPEATED: Final = 2.0  # times as much, where every row prints its project before its indicator
_WITHOUT_REPEATED: Final = 1.5  # a row without its project, where every row prints it
_EMPTY_CLASS: Final = 1.2  # a label without an indicator
_NO_LEVEL: Final = {"level1": 2.0, "level2": 1.5}  # a project's first row without its labels
_NULL_AND_NOTE: Final = 1.0  # `—` may be the unit of a target in words, rather than a target
_FIRST_WITHOUT_PROJECT: Final = 3.0


@dataclass(frozen=True)
class Costs:
    """The costs of one table's columns; `left` is how many columns of the project stand before those of the indicators."""

    fields: tuple[str, ...]
    left: int
    keeps_blanks: bool
    repeats: bool = False  # the cells of a project stand in each of its rows
    # What was asked already: the kinds of two cells decide, and there are few.
    _opens: dict[tuple[int, str, bool], float] = field(default_factory=dict, compare=False, repr=False)
    _gaps: dict[tuple[int, int, str, str], float] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, fields: Sequence[str], *, keeps_blanks: bool, repeats: bool = False) -> Costs:
        """Return the costs for columns."""
        left = next((place for place, name in enumerate(fields) if name not in PROJECT_FIELDS), len(fields))
        return cls(tuple(fields), left, keeps_blanks, repeats)

    def blank(self, column: int) -> float:
        """Return what a blank cell costs in a column."""
        return _BLANK.get(self.fields[column], 0.4)

    def open(self, column: int, text: str, *, is_first: bool) -> float:
        """Return what it costs to begin a row at a column."""
        key = (column, shape_of(text).kind, is_first)
        if (known := self._opens.get(key)) is None:
            known = self._opens[key] = self._open(column, text, is_first=is_first)
        return known

    def _open(self, column: int, text: str, *, is_first: bool) -> float:
        if column < self.left:
            lacks = sum(_LEFT_OUT.get(name, 0.4) for name in self.fields[:column])
            return lacks * (_LACKS_REPEATED if self.repeats else 1.0)
        cost = _FIRST_WITHOUT_PROJECT if is_first and self.left else _WITHOUT_REPEATED if self.repeats else 0.0
        return cost + sum(self._skip(place, "", shape_of(text)) for place in range(self.left, column))

    def gap(self, before: int, column: int, text_before: str, text: str) -> float:
        """Return what it costs to go from one column to a later one in a row, for what is left out between and how they go."""
        one, two = shape_of(text_before), shape_of(text)
        if column == before + 1:
            return _beside(self.fields[before], self.fields[column], one, two)
        key = (before, column, one.kind if text_before else "", two.kind)
        if (known := self._gaps.get(key)) is None:
            known = self._gaps[key] = self._gap(before, column, text_before, two)
        return known

    def _gap(self, before: int, column: int, text_before: str, two: Shape) -> float:
        """Return what is left out between two columns costs."""
        if self._is_subtotal(before, column):
            return _SUBTOTAL_GAP
        cost = 0.0
        for place in range(before + 1, column):
            name = self.fields[place]
            if before < self.left and name in _NO_LEVEL:
                cost += 0.0 if self.repeats else _NO_LEVEL[name]
            elif name == "level2" and self.fields[before] == "level1":
                cost += 2.0
            elif place < self.left:
                cost += _LEFT_OUT.get(name, 0.4)
            else:
                cost += self._skip(place, text_before if place == before + 1 else "", two)
        return cost

    def _is_subtotal(self, before: int, column: int) -> bool:
        """Whether a row goes from the unit to the amount, with no project between: what a unit has in all."""
        is_total = column < self.left and self.fields[column] in {"amount", "budget"}
        return (
            is_total
            and before < column
            and "project_name" in self.fields[before + 1 : column]
            and self.fields[before] in _SHARED
        )

    def close(self, column: int, text: str) -> float:
        """Return what it costs to end a row behind a column."""
        if column < 0:
            return 0.0
        if column < self.left:
            return _SUBTOTAL * (_LACKS_REPEATED if self.repeats else 1.0)
        if self.fields[column] in {"level1", "level2"}:
            return _EMPTY_CLASS
        if self.fields[column] == "level3" and shape_of(text).kind == "template":
            return 0.0
        nothing = shape_of("")
        return sum(
            self._skip(place, text if place == column + 1 else "", nothing)
            for place in range(column + 1, len(self.fields))
        )

    def _skip(self, place: int, text_before: str, after: Shape) -> float:
        """Return what it costs that a column has no cell at all."""
        name = self.fields[place]
        base = _LEFT_OUT.get(name, 0.8)
        if name in {"level1", "level2"}:
            return base
        if self.keeps_blanks:
            return max(base, _KEPT)
        if name in {"sign", "nature"} and place + 1 < len(self.fields) and self.fields[place + 1] == "value":
            return 0.0 if after.kind in {"words", "text", "null"} else base
        if name == "unit" and text_before and self.fields[place - 1] == "value":
            kind = shape_of(text_before).kind
            return {"number": 2.5, "words": 0.0, "text": 0.0, "null": 0.2, "figure": 0.3}.get(kind, base)
        return base


@lru_cache(maxsize=65536)
def _beside(field_before: str, name: str, one: Shape, two: Shape) -> float:
    """Return what two neighbouring cells of a row cost together."""
    if field_before == "value":
        return _behind_value(name, one, two)
    if field_before in {"sign", "nature"} and name == "value" and one.kind == "sign":
        return 1.5 if two.kind in {"words", "text"} else 0.0
    if field_before == "weight" and name == "score" and one.kind == two.kind == "number":
        return 3.0 if _number(two) > _number(one) else 0.0
    return 0.0


def _behind_value(name: str, target: Shape, other: Shape) -> float:
    """Return what it costs that a target has a cell behind it."""
    if name == "unit":
        if target.kind in {"words", "text"} and other.kind != "null":
            return 2.0
        return 1.5 if target.kind == "number" and other.kind == "null" else 0.0
    if name == "note":
        return _NULL_AND_NOTE if target.kind == "null" and other.kind in {"words", "text"} else 0.0
    return _alike(target, other) if name == "actual" else 0.0


def _alike(target: Shape, actual: Shape) -> float:
    """Return what it costs that a result is not of its target's kind."""
    if target.kind == "figure" and actual.kind == "number":
        return 0.5
    if target.kind in {"words", "text"} and actual.is_figure:
        return 0.8
    return 0.0


def _number(shape: Shape) -> float:
    try:
        return float(shape.word.replace(",", ""))
    except ValueError:
        return 0.0
