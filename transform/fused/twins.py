"""Rows of two targets side by side: the same name on both sides, each with its own target.

In: the reader of one side's rows. Out: `RowEdge`s whose `beside` is the row of the next side. A name that is told again is what cuts
it from its target; labels between the two are those that stand before the first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from transform.fused.edges import RowEdge, keep_best
from transform.fused.ground import Ground
from transform.fused.rows import RowReader

_OTHER_NAME: Final = 1.2
_NO_LABEL_AGAIN: Final = 1.5
_ALONE: Final = 4.0
_TOLD_AGAIN: Final = -0.8
_SHORTEST: Final = 3
_FEWEST: Final = 5


def twins_at(reader: RowReader, ground: Ground, first: int) -> list[RowEdge]:
    """Return the readings of a row of both sides that begins at a place, and those of a row that stands alone."""
    singles = reader.rows_at(first)
    found = [
        RowEdge(one.first, other.last, one.name, one.tokens, one.cost + other.cost + extra, other)
        for one in singles
        for other, extra in _others(reader, ground, one)
    ]
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


def _opens_name(ground: Ground, one: RowEdge, place: int) -> bool:
    """Whether the name stands again where a label may be read, so that the label is its beginning."""
    return ground.text.startswith(ground.text[one.name.first : one.name.last], place)
