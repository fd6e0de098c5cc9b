"""Rules as drawn to rules as seen: collinear pieces merged, tables told apart.

In: the rules of a page. Out: merged rules, and the groups of them that cross. A dash, a dot, a double line, a segment
that stops a hair too early: the eye sees one line, and so does the table.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Final

from extract.pdf.frame import Box
from extract.pdf.paths import Piece, Rule

SNAP: Final = 2.5  # rules nearer than this are one
_WIDEST: Final = 4.5  # however many stand side by side
_GAP: Final = 4.0  # pieces of one rule are no farther apart
_SHORTEST: Final = 4.0
# A dashed line that somebody drew dash by dash, each longer than the gap; fewer may be lines under header words.
_FEWEST_DASHES, _LONGEST_DASH, _EVEN = 6, 24.0, 0.6
_Stretch = tuple[float, float]  # from where to where a line runs
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


def merge_rules(pieces: Iterable[Piece]) -> list[Rule]:
    """Return the rules as seen, by position.

    >>> merge_rules([(10, 0, 50), (10.8, 52, 90), (40, 0, 90)])
    [Rule(at=10.4, low=0, high=90), Rule(at=40.0, low=0, high=90)]
    """
    merged: list[Rule] = []
    for group in _group(sorted(set(pieces))):
        at = round(sum([at for at, _, _ in group]) / len(group), 3)
        joined = _join_dashes(_join_pieces(sorted([(low, high) for _, low, high in group])))
        merged += [Rule(at, low, high) for low, high in joined if high - low >= _SHORTEST]
    return merged


def _group(pieces: Sequence[Piece]) -> list[list[Piece]]:
    groups: list[list[Piece]] = []
    first = last = float("-inf")
    for piece in pieces:
        at = piece[0]
        if at - last <= SNAP and at - first <= _WIDEST:
            groups[-1].append(piece)
        else:
            groups.append([piece])
            first = at
        last = at
    return groups


def _join_pieces(pieces: Sequence[_Stretch]) -> list[_Stretch]:
    out: list[_Stretch] = []
    start, end = pieces[0]
    for low, high in pieces:
        if low - end > _GAP:
            out.append((start, end))
            start, end = low, high
        elif high > end:
            end = high
    out.append((start, end))
    return out


def _join_dashes(pieces: list[_Stretch]) -> list[_Stretch]:
    """Return the stretches of one line, where dashes as long as each other stand evenly apart, as one.

    >>> _join_dashes([(17.0 * dash, 17.0 * dash + 11) for dash in range(20)])
    [(0.0, 334.0)]
    """
    if len(pieces) < _FEWEST_DASHES:
        return pieces
    out: list[_Stretch] = []
    for _, group in groupby(_with_runs(pieces), key=itemgetter(0)):
        run = [piece for _, piece in group]
        out += [(run[0][0], run[-1][1])] if len(run) >= _FEWEST_DASHES else run
    return out


def _with_runs(pieces: Sequence[_Stretch]) -> Iterator[tuple[int, _Stretch]]:
    """Yield each piece with the number of the run of even dashes that it belongs to."""
    number, gap = 0, 0.0
    yield number, pieces[0]
    for (start, end), (low, high) in pairwise(pieces):
        length = high - low
        is_even = length <= _LONGEST_DASH and abs(end - start - length) < _EVEN and low - end <= length
        if not is_even or (gap and abs(low - end - gap) >= _EVEN):
            number, gap = number + 1, 0.0
        else:
            gap = low - end
        yield number, (low, high)


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
