"""Rows of two targets side by side: the same name on both sides, each with its own target.

In: the reader of one side's rows. Out: `RowEdge`s whose `beside` is the row of the next side. A name that is told again is what cuts
it from its target; labels between the two are those that stand before the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from transform.fused.edges import RowEdge, keep_best
from transform.fused.ground import Ground
from transform.fused.rows import RowReader
from transform.fused.tokens import Token

_OTHER_NAME: Final = 1.2
_NO_LABEL_AGAIN: Final = 1.5
_ALONE: Final = 4.0
_TOLD_AGAIN: Final = -0.8
_SHORTEST: Final = 3
_FEWEST: Final = 5
_SHORTEST_AGAIN: Final = 4
_LONGEST_VALUE: Final = 40
_LONGEST_LABELS: Final = 24
_TOLD_VALUE: Final = -0.3
_BLANK: Final = 2.2
_NAME_END: Final = 2.5
_NAME_GOES_ON: Final = 1.2
_TAILS: Final = frozenset("性率度")
_TOLD_VALUE_AT_NO_END: Final = 0.9


def twins_at(reader: RowReader, ground: Ground, first: int) -> list[RowEdge]:
    """Return the readings of a row of both sides that begins at a place, and those of a row that stands alone."""
    singles = reader.rows_at(first)
    found = [
        RowEdge(one.first, other.last, one.name, one.tokens, one.cost + other.cost + extra, other)
        for one in singles
        for other, extra in _others(reader, ground, one)
    ]
    cuts = {_cut(edge): edge for edge in _told_again(reader, ground, first)}
    found = [edge for edge in found if (told := cuts.get(_cut(edge))) is None or edge.cost < told.cost]
    kept = {_cut(edge) for edge in found}
    found += [edge for cut, edge in cuts.items() if cut not in kept]
    alone = [RowEdge(one.first, one.last, one.name, one.tokens, one.cost + _ALONE) for one in singles[:_FEWEST]]
    return keep_best([*found, *alone])


def _others(reader: RowReader, ground: Ground, one: RowEdge) -> Iterator[tuple[RowEdge, float]]:
    """Yield what may stand on the other side, and what it costs that it stands there."""
    place = one.last
    while place < ground.last and place in ground.labels and not _opens_name(ground, one, place):
        place = ground.labels[place].last
    name = ground.text[one.name.first : one.name.last]
    labels = ground.text[one.last : place]
    is_again = bool(labels) and ground.text.endswith(labels, ground.first, one.name.first)
    for other in reader.rows_at(place):
        if ground.text[other.name.first : other.name.last] == name:
            yield other, _TOLD_AGAIN if len(name) >= _SHORTEST else 0.0
        elif not labels or is_again:
            yield other, _OTHER_NAME + (0.0 if is_again else _NO_LABEL_AGAIN)


def _told_again(reader: RowReader, ground: Ground, first: int) -> Iterator[RowEdge]:
    """Yield rows whose target is told again behind the name that is told again: whatever it says, it ends there."""
    if reader.fields != ("value",):
        return
    text = ground.text
    for end in reader.names.ends_behind(first):
        name = text[first:end]
        again = text.find(name, end, min(end + _LONGEST_VALUE + _LONGEST_LABELS + len(name), ground.last))
        if again < 0 or len(name) < _SHORTEST_AGAIN:
            continue
        stop = _before_labels(ground, again)
        value, behind = text[end:stop], again + len(name)
        if len(value) <= _LONGEST_VALUE and text.startswith(value, behind) and behind + len(value) <= ground.last:
            cost = reader.names.cost(first, end) + _value_cost(reader, ground, end, stop)
            yield _with_other((first, end, stop), (again, behind, behind + len(value)), cost)


def _value_cost(reader: RowReader, ground: Ground, first: int, last: int) -> float:
    """Return how odd a target is that is told again; a blank one stands behind what is a name's end."""
    cost = _TOLD_VALUE if reader.names.is_end(first) else _TOLD_VALUE_AT_NO_END
    if first == last:
        return cost + _BLANK
    goes_on = any(
        ground.text[at - 1] in _TAILS and reader.names.is_end(at) for at in range(first + 1, min(first + 5, last))
    )
    cost += _NAME_GOES_ON * goes_on
    return cost + _NAME_END * reader.names.is_end(last) + 0.5 * ground.oddness(first, last)


def _with_other(one: tuple[int, int, int], other: tuple[int, int, int], cost: float) -> RowEdge:
    """Return the row of both sides; each is where its name begins, where its target does, and where that ends."""
    edges = [
        RowEdge(
            first,
            last,
            Token("name", first, end, 0.0),
            (Token("word" if last > end else "blank", end, last, 0.0),),
            cost / 2,
        )
        for first, end, last in (one, other)
    ]
    return replace(edges[0], last=other[2], cost=cost, beside=edges[1])


def _cut(edge: RowEdge) -> tuple[int, ...]:
    """Return where a row of both sides is cut."""
    own = (edge.name.last, *(token.last for token in edge.tokens))
    return own if edge.beside is None else (*own, *_cut(edge.beside))


def _before_labels(ground: Ground, place: int) -> int:
    """Return where the labels begin that end at a place."""
    while start := next((at for at in ground.starts if ground.labels[at].last == place), 0):
        place = start
    return place


def _opens_name(ground: Ground, one: RowEdge, place: int) -> bool:
    """Whether the name stands again where a label may be read, so that the label is its beginning."""
    return ground.text.startswith(ground.text[one.name.first : one.name.last], place)
