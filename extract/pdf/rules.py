"""Rules as drawn to rules as seen: collinear pieces merged, tables told apart.

In: the rules of a page. Out: merged rules, and the groups of them that cross. A dash, a dot, a double line, a segment
that stops a hair too early: the eye sees one line, and so does the table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from extract.pdf.frame import Box
from extract.pdf.paths import Rule

SNAP: Final = 2.5  # rules nearer than this are one
_WIDEST: Final = 4.5  # however many stand side by side
_GAP: Final = 4.0  # pieces of one rule are no farther apart
_SHORTEST: Final = 4.0
TOUCH: Final = 3.0  # a rule that ends this near another one meets it


@dataclass(frozen=True, slots=True)
class Lattice:
    """Rules that hang together."""

    across: tuple[Rule, ...]
    down: tuple[Rule, ...]

    @property
    def box(self) -> Box:
        """What they frame, the ends of open rules included."""
        return (
            min([rule.at for rule in self.down] + [rule.low for rule in self.across]),
            min([rule.at for rule in self.across] + [rule.low for rule in self.down]),
            max([rule.at for rule in self.down] + [rule.high for rule in self.across]),
            max([rule.at for rule in self.across] + [rule.high for rule in self.down]),
        )


def merge_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Return the rules as seen, by position.

    >>> merge_rules([Rule(10, 0, 50), Rule(10.8, 52, 90), Rule(40, 0, 90)])
    [Rule(at=10.4, low=0, high=90), Rule(at=40.0, low=0, high=90)]
    """
    merged: list[Rule] = []
    for group in _group(sorted(set(rules))):
        at = sum([rule.at for rule in group]) / len(group)
        merged.extend(_join_pieces(round(at, 3), group))
    return merged


def _group(rules: Sequence[Rule]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    first = last = float("-inf")
    for rule in rules:
        if rule.at - last <= SNAP and rule.at - first <= _WIDEST:
            groups[-1].append(rule)
        else:
            groups.append([rule])
            first = rule.at
        last = rule.at
    return groups


def _join_pieces(at: float, group: Sequence[Rule]) -> list[Rule]:
    out: list[Rule] = []
    pieces = sorted([(low, high) for _, low, high in group])
    start, end = pieces[0]
    for low, high in pieces:
        if low - end > _GAP:
            out.append(Rule(at, start, end))
            start, end = low, high
        elif high > end:
            end = high
    out.append(Rule(at, start, end))
    return [rule for rule in out if rule.high - rule.low >= _SHORTEST]


def find_lattices(across: Sequence[Rule], down: Sequence[Rule]) -> tuple[list[Lattice], list[Rule], list[Rule]]:
    """Return the groups of rules that cross, then the rules across and down that meet no other."""
    owner = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while owner[index] != index:
            owner[index] = owner[owner[index]]
            index = owner[index]
        return index

    places = [rule.at for rule in down]  # in their order, as `merge_rules` gives them
    for number, (at, low, high) in enumerate(across):
        mine = root(number)
        first = bisect_left(places, low - TOUCH)
        for place in range(first, bisect_right(places, high + TOUCH, first)):
            if owner[len(across) + place] == mine:
                continue  # they meet by way of other rules, as nearly all do in a table
            if down[place].low - TOUCH <= at <= down[place].high + TOUCH:
                owner[mine] = mine = root(len(across) + place)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate([*across, *down]):
        groups.setdefault(root(index), ([], []))[index >= len(across)].append(rule)
    lattices = [Lattice(tuple(a), tuple(d)) for a, d in groups.values() if a and d]
    lone_across = [rule for a, d in groups.values() if not d for rule in a]
    lone_down = [rule for a, d in groups.values() if not a for rule in d]
    return sorted(lattices, key=lambda item: (item.box[1], item.box[0])), sorted(lone_across), sorted(lone_down)
