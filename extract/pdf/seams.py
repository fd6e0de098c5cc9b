"""Where a page break cuts a table: rows and cells that it cut in two are one again.

In: the cells up to the break, and those after it. Out: the cells of both. Every cell keeps the page and the box of its
first part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from extract.contracts import Cell
from extract.pdf.breaks import had_to_break

_ENDED: Final = re.compile(r"[。；;！!？?)）分]$")
_VALUE: Final = re.compile(r"[≥≤≧≦≒≅≈%％‰]|^[0-9][0-9.,]*$")
# What opens a cell of its own: a value with its sign, the dots of a blank line of the form.
_MARK: Final = re.compile(r"[≥≤≧≦≒≅≈＞＜＝><=]|[.…·—/-]+$")
_FIGURE: Final = re.compile(r"[0-9][0-9.,]*$")
_POINT: Final = re.compile(r"([2-9])[.．、]")
_LONG_FIGURE: Final = 4  # a shorter one fits into any column
_LONG: Final = 8  # characters: a shorter text is a label, and the next one another label
_JOINED: Final = 0.9  # the confidence of a text that was put together over a page break
_JOINED_FIGURE: Final = 0.7  # of a figure


def is_cut_row(ones: Sequence[Cell], others: Sequence[Cell], spare: Mapping[int, float]) -> tuple[bool, bool]:
    """Whether the break went through a row: its second half holds only what the first half lacks or left unfinished.

    And whether that is to be doubted, since the last column, that of the values, has a text on either page. `ones` reach
    the last row before the break, `others` are the first row after it, `spare` is the room that the last lines of the
    first half left.
    """
    ends = {(cell.column, cell.column_span): cell for cell in ones}
    halves = [(ends[key], cell) for cell in others if (key := (cell.column, cell.column_span)) in ends]
    leaves = [(one, other) for one, other in halves if one.row_span == other.row_span == 1]
    if any(cell.text and (cell.column, cell.column_span) not in ends for cell in others) or len(leaves) < 2:
        return False, False
    both = [(one, other) for one, other in leaves if one.text and other.text]
    alone = [(one, other) for one, other in leaves if bool(one.text) != bool(other.text)]
    if not both or not alone:
        return False, False
    if not any(one.text for one, _ in alone) and alone[0][1].column < both[0][1].column:
        return False, False  # what names the row stands behind the break: it is another row
    last_one, last_other = leaves[-1]
    has_two_values = bool(last_one.text and last_other.text)
    if all(_goes_on(one.text, other.text, spare.get(one.column)) for one, other in both):
        return True, has_two_values
    if all(one.column in spare for one, _ in both):
        return False, False
    may_be = all(len(one.text) >= _LONG and not _ENDED.search(one.text) for one, _ in both)
    return may_be and not has_two_values, may_be and has_two_values


def _goes_on(text: str, rest: str, free: float | None) -> bool:
    """Whether a text had to break off where it did, and what follows may be its rest.

    >>> _goes_on("持续发挥作用", "期限", 0.4), _goes_on("持续发挥作用", "期限", 3.0), _goes_on("10", "8", 0.1)
    (True, False, False)
    >>> _goes_on("13.", "5", 0.1)
    True
    """
    if _is_next_point(text, rest):
        return True
    if free is None or _ENDED.search(text) or _MARK.match(rest):
        return False
    if _FIGURE.match(text) and _FIGURE.match(rest) and len(text) < _LONG_FIGURE and text[-1].isdecimal():
        return False
    return had_to_break(free, rest)


def _is_next_point(text: str, rest: str) -> bool:
    """Whether a text of points ended with one, and the rest is the next: `1.…；` and `2.…`."""
    point = _POINT.match(rest)
    return bool(point and _ENDED.search(text) and re.search(rf"(?<!\d){int(point[1]) - 1}[.．、]", text))


def sew(cells: list[Cell], ends: Iterable[int], others: Sequence[Cell], *, seam: int, is_cut: bool) -> list[int]:
    """Take the cells after the break in with those before it; return which of them all reach the last row.

    `ends` are the places of the cells that reach the break, `seam` is the first row after it, or the row that it cut.
    """
    at_end = {(cells[at].column, cells[at].column_span): at for at in ends}
    touched, start, is_leading = list(at_end.values()), len(cells), True
    is_new = not is_cut and _opens_anew((cells[at] for at in at_end.values()), others, seam)
    ended: set[tuple[int, int]] = set()  # first row and rows of the merged cells that the break ended
    for cell in others:
        at = at_end.get((cell.column, cell.column_span)) if cell.row == seam else None
        is_one = at is not None and _is_one(cells[at], cell, is_leading=is_leading and not (is_new and cell.text))
        if at is not None and (is_cut or (is_one and (cells[at].row, cells[at].row_span) not in ended)):
            cells[at] = _one(cells[at], cell)
            continue
        if at is None and is_cut and cell.row == seam and not cell.text:
            continue  # the blank rest of several cells, between which the break left no rule
        if at is not None and cell.text:
            # What spans the same rows to its right ended with it: the words of a header.
            ended.add((cells[at].row, cells[at].row_span))
        is_leading = is_leading and cell.row == seam and not cell.text
        cells.append(cell)
    return reaching(cells, [*touched, *range(start, len(cells))])


def _one(cell: Cell, rest: Cell) -> Cell:
    """Return the cell that a break cut; where both parts have text, it is less sure."""
    is_figure = bool(re.search(r"\d[.,]?$", cell.text)) and rest.text[:1].isdecimal()
    trust = _JOINED_FIGURE if is_figure else _JOINED
    sure = min(cell.confidence, rest.confidence, trust if cell.text and rest.text else 1.0)
    grown = rest.row + rest.row_span - cell.row
    return replace(cell, text=_sewn(cell.text, rest.text), row_span=grown, confidence=sure)


def _opens_anew(ends: Iterable[Cell], others: Sequence[Cell], seam: int) -> bool:
    """Whether the first row behind a break begins something new: a figure or a short text stands on both sides of it.

    An amount or a label fits its merged cell: only what is long is cut, and goes on.
    """
    before = {(cell.column, cell.column_span): cell for cell in ends}
    seamed = (cell for cell in others if cell.row == seam and cell.text)
    pairs = ((before[place], cell) for cell in seamed if (place := (cell.column, cell.column_span)) in before)
    return any(
        one.text
        and (one.row_span > 1 or other.row_span > 1)
        and (len(one.text) < _LONG or (_VALUE.search(one.text) and _VALUE.search(other.text)))
        for one, other in pairs
    )


def reaching(cells: Sequence[Cell], places: Iterable[int]) -> list[int]:
    """Return the places, of those given, of the cells that go down farthest."""
    by_end: dict[int, list[int]] = {}
    for at in places:
        by_end.setdefault(cells[at].row + cells[at].row_span, []).append(at)
    return by_end[max(by_end)] if by_end else []


def _is_one(cell: Cell, rest: Cell, *, is_leading: bool) -> bool:
    is_merged = cell.row_span > 1 or rest.row_span > 1
    if not rest.text:
        return is_merged or (is_leading and bool(cell.text))
    return is_leading and is_merged and len(cell.text) >= _LONG and not _ENDED.search(cell.text)


def _sewn(text: str, rest: str) -> str:
    if text and rest and text[-1].isascii() and text[-1].isalpha() and rest[0].isascii() and rest[0].isalpha():
        return f"{text} {rest}"
    if _is_next_point(text, rest):
        return f"{text}\n{rest}"
    return text + rest
