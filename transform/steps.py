"""The steps that are open at one place of a table's body.

In: the pieces of a body and a place. Out: `Step`s: a label, an indicator, two lists, a project's head, a total, a stray.
Nothing odd is forbidden, it only costs, so that a strange table is read with doubt and not lost.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from transform.heads import head_cost, is_unit_code, looks_like_amount, read_head
from transform.lists import list_steps
from transform.moves import STRAY, Body, Step
from transform.pairs import pair_steps
from transform.pieces import LINE, Piece
from transform.shapes import is_code
from transform.vocabulary import Label, is_total, parse_labels

HEAD_ON_ITS_OWN_LINE: Final = 1.5  # a head whose first indicator begins on the next line
STRAY_CODE: Final = 1.0  # a long row of digits
TOTAL: Final = 0.2  # a total row
_FURTHEST_LABEL: Final = 80  # pieces: a goal in text whose cells are parted by blanks may have dozens
_MOST_HEAD_ENDS: Final = 8


def cheapest_steps(body: Body, start: int) -> Iterable[Step]:
    """Return the steps that begin at `start`, and of those that lead to the same place in the same role the cheapest."""
    cheapest: dict[tuple[str, int, Label | None], Step] = {}
    for step in steps_at(body, start):
        key = step.role, step.end, step.label
        if key not in cheapest or step.cost < cheapest[key].cost:
            cheapest[key] = step
    return cheapest.values()


def steps_at(body: Body, start: int) -> Iterator[Step]:
    """Yield the steps that begin at `start`."""
    piece = body.pieces[start]
    in_head = not body.labels or start <= body.labels[0]
    for label in parse_labels(piece.text):
        yield Step(f"level{label.level}", start + 1, 0.0, label)
    yield Step("stray", start + 1, STRAY_CODE if is_code(piece.text) else STRAY)
    if is_total(piece.text):
        has_amount = start + 1 < len(body.pieces) and looks_like_amount(body.pieces[start + 1])
        if has_amount and not (in_head and _is_code_of_next(body, start + 1)):
            yield Step("total", start + 2, TOTAL)
        yield Step("total", start + 1, TOTAL + (0.1 if has_amount else 0.0))
    yield from _head_steps(body, start, in_head=in_head)
    yield from list_steps(body, start)
    yield from pair_steps(body, start)


def _is_code_of_next(body: Body, place: int) -> bool:
    """Whether the figure behind 合计 is the code of the project below: a code, and a name behind it."""
    following = body.pieces[place + 1 : place + 2]
    opens_line = body.pieces[place].boundary == LINE
    return (
        "unit_code" in body.fields
        and opens_line
        and is_unit_code(body.pieces[place])
        and bool(following)
        and not looks_like_amount(following[0])
        and not is_unit_code(following[0])
    )


def _head_steps(body: Body, start: int, *, in_head: bool) -> Iterator[Step]:
    """Yield the heads that begin at `start` and end before a label; below the first label a head opens a new project."""
    piece = body.pieces[start]
    if parse_labels(piece.text) or is_total(piece.text) or (body.line_is_row and start and piece.boundary != LINE):
        return
    first = bisect_right(body.labels, start)
    for end in body.labels[first : first + (_MOST_HEAD_ENDS if in_head else 1)]:
        if end > start + _FURTHEST_LABEL:
            return
        pieces = body.pieces[start:end]
        if not in_head and not _may_be_head(pieces):
            return
        head = read_head(pieces, body.fields)
        cost = head_cost(head, body.fields, is_first=in_head)
        if cost is not None:
            cost += _own_line_cost(body, start, end)
            yield Step("first head" if in_head else "head", end, cost, head=head)


def _may_be_head(pieces: Sequence[Piece]) -> bool:
    """Whether pieces below indicators can begin a project at all: a name, and an amount or code at its side."""
    return len(pieces) > 1 and (is_unit_code(pieces[0]) or looks_like_amount(pieces[1]) or
                                any(looks_like_amount(piece) for piece in pieces[1:4]))  # fmt: skip


def _own_line_cost(body: Body, start: int, end: int) -> float:
    """Return what it costs that a head stands on lines of its own, or runs over several."""
    if not body.line_is_row or start == 0:
        return 0.0
    lines = sum(piece.boundary == LINE for piece in body.pieces[start + 1 : end + 1])
    return HEAD_ON_ITS_OWN_LINE * lines
