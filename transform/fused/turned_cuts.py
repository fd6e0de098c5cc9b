"""The names of a matrix on its side, and the values of its places, cut so that there is a name for every value.

In: the ground of the text, the stretch of the names, the rows. Out: `Cut`: the names, the values of every row, and which
of them another cut, nearly as good, leaves open. The values of the first row are cut by what a target may be; those of
the others follow figure by figure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from transform.fused.cells import Cells
from transform.fused.ground import survey
from transform.fused.names import Names
from transform.fused.script import Script
from transform.fused.turned import TurnedRow, shape_parts
from transform.fused.turned_names import NameCuts
from transform.fused.words import sign_after, value_words

_SURE: Final = 2.5  # more than that, and a name or a value may be lacking
_NEAR: Final = 1.5
_VALUES_NEAR: Final = 3.0
_KEPT: Final = 6
_WORST: Final = 9.0

Stretch = tuple[int, int]
_Way = tuple[float, tuple[int, ...]]
_Both = tuple[float, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Cut:
    """The names, and for each row its values in the order of the names; `open_columns` where another cut is as good."""

    names: tuple[Stretch, ...]
    values: tuple[tuple[Stretch, ...], ...]
    open_columns: frozenset[int]


def cut_turned(script: Script, first: int, rows: Sequence[TurnedRow], fewest: int) -> Cut | None:
    """Return the best cut with at least so many names; None where there is none."""
    values = _value_ways(script, rows[0])
    held = [(cost, ends) for count, ways in values.items() if count >= fewest for cost, ends in ways]
    least = min((cost for cost, _ in held), default=0.0)
    near = sorted(each for each in held if each[0] < least + _VALUES_NEAR)[:_KEPT]
    reader = NameCuts(script, first, rows[0].first)
    ways = sorted(
        (cost + more, names, ends)
        for cost, ends in near
        for more, names in reader.ways([script.text[slice(*each)] for each in _stretches(rows[0].middle, ends)])
    )
    if not ways:
        return None
    cost, name_ends, value_ends = ways[0]
    unended = {at + beside for at, end in enumerate(name_ends[:-1]) for beside in (0, 1) if not reader.is_end(end)}
    is_odd = cost > _SURE or any(
        _may_be_two(script.text[slice(*each)]) for each in _stretches(rows[0].middle, value_ends)
    )
    return Cut(
        _stretches(first, name_ends),
        tuple(_like(script.text, rows[0], value_ends, row) for row in rows),
        frozenset(range(len(name_ends))) if is_odd else _open_columns(ways, reader) | unended,
    )


def _may_be_two(value: str) -> bool:
    """Whether a value in words is none of those that are known: it may be two, or a blank one stands beside it."""
    is_worded = "\u4e00" <= value[0] <= "\u9fa5" and not any(each.isdigit() for each in value)
    return is_worded and value not in value_words()


def _open_columns(ways: Sequence[_Both], reader: NameCuts) -> frozenset[int]:
    """Return the numbers of the columns whose name or value another cut, nearly as good, ends or begins elsewhere."""
    cost, names, values = ways[0]
    # A name that ends in no word of its own is no rival of one that does.
    near = [way for way in ways[1:] if way[0] < cost + _NEAR
            and all(reader.is_end(end) for end in way[1][:-1] if end not in names)]  # fmt: skip
    return frozenset(
        at
        for at in range(len(names))
        if any(
            len(other[1]) != len(names)
            or other[1][max(at - 1, 0) : at + 1] != names[max(at - 1, 0) : at + 1]
            or other[2][max(at - 1, 0) : at + 1] != values[max(at - 1, 0) : at + 1]
            for other in near
        )
    )


def _stretches(first: int, ends: Sequence[int]) -> tuple[Stretch, ...]:
    return tuple(zip((first, *ends), ends, strict=False))


def _value_ways(script: Script, row: TurnedRow) -> dict[int, list[_Way]]:
    """Return by their number the best ways to cut the values of a row."""
    ground = survey(script.text, row.middle, row.last, script.breaks)
    cells = Cells(ground, Names(ground, has_unit=False, has_sign=False), ("value",))
    steps = {
        place: [(token.last, token.cost) for token in cells.at("value", place) if token.last > place]
        for place in range(row.middle, row.last)
    }
    return _ways(row.middle, row.last, steps)


def _ways(first: int, last: int, steps: dict[int, list[tuple[int, float]]]) -> dict[int, list[_Way]]:
    held: dict[int, dict[int, list[_Way]]] = {first: {0: [(0.0, ())]}}
    for place in range(first, last):
        for end, extra in steps[place] if place in held else ():
            for count, ways in held[place].items():
                longer = [(cost + extra, (*ends, end)) for cost, ends in ways if cost + extra < _WORST]
                into = held.setdefault(end, {})
                into[count + 1] = sorted([*into.get(count + 1, []), *longer])[:_KEPT]
    return {count: ways for count, ways in held.get(last, {}).items() if ways}


def _like(text: str, model: TurnedRow, ends: Sequence[int], row: TurnedRow) -> tuple[Stretch, ...]:
    """Return the values of a row, cut where those of the first one are: behind as many figures and words."""
    behind = [sum(kind != "sign" for _, _, kind in shape_parts(text[model.middle : end])) for end in ends]
    parts = list(shape_parts(text[row.middle : row.last]))
    plain = [at for at, part in enumerate(parts) if part[2] != "sign"]
    found = []
    for count in behind:
        at = plain[count - 1]
        end = parts[at][1]
        if at + 1 < len(parts) and sign_after().fullmatch(text, row.middle + end, row.middle + parts[at + 1][1]):
            end = parts[at + 1][1]
        found.append(row.middle + end)
    return _stretches(row.middle, found)
