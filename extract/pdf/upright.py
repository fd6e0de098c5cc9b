"""Text that is set in columns, one character below the other, the columns from right to left.

In: the runs of a cell. Out: its columns in the order in which they are read, or nothing where it is set in lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from extract.pdf.runs import Run

_FEWEST: Final = 3  # runs: of two, one below the other, lines and columns say the same


def upright_columns(runs: Sequence[Run]) -> list[list[Run]]:
    """Return the columns of a cell, from right to left and each from above; nothing where its text runs in lines.

    Only the order in which it was drawn tells the one from the other: 满意 over 度值 is read either way. Characters of a
    font for upright text may all be said to stand at one place: that order is all there is.
    """
    if all(len(run.text) == 1 and _is_at(runs[0], run) for run in runs):
        return [sorted(runs, key=lambda run: run.start)]
    if len(runs) < _FEWEST or not all(len(run.text) == 1 or _is_turned(run) for run in runs):
        return []
    drawn = sorted(runs, key=lambda run: run.start)
    if not all(_is_below(one, other) or _opens_column(one, other) for one, other in pairwise(drawn)):
        return []
    columns: list[list[Run]] = []
    for run in sorted(runs, key=_centre, reverse=True):
        if columns and abs(_centre(columns[-1][0]) - _centre(run)) < 0.5 * run.size:
            columns[-1].append(run)
        else:
            columns.append([run])
    return [sorted(column, key=lambda run: run.top) for column in columns] if len(columns) > 1 else []


def _is_at(one: Run, other: Run) -> bool:
    """Whether two characters are said to stand at one place."""
    room = 0.3 * one.size
    return abs(_centre(one) - _centre(other)) < room and abs(one.middle - other.middle) < room


def _centre(run: Run) -> float:
    return (run.x0 + run.x1) / 2


def _is_turned(run: Run) -> bool:
    """Whether a word lies on its side: figures in a column of Han."""
    return run.bottom - run.top > 1.5 * (run.x1 - run.x0)


def _is_below(one: Run, other: Run) -> bool:
    return abs(_centre(one) - _centre(other)) < 0.5 * one.size and other.top > one.top + 0.3 * one.size


def _opens_column(one: Run, other: Run) -> bool:
    return _centre(other) < _centre(one) - 0.5 * one.size and other.top < one.bottom
