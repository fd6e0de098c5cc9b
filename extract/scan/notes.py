"""Lines above and below a table without rules that look like rows of it: a unit, a note, who filled it in.

In: tables as their print shows them, and the runs that were read. Out: the tables without such rows. Only where no rule says
where a table ends is it asked what the lines say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract.pdf.lattice import Sheet, Slot
from extract.pdf.runs import Run
from extract.scan.unruled import Unruled

_NOTE: Final = re.compile("^(?:注|备注|说明|附注|填报|填表|联系|制表|审核|单位负责|金额单位|单位)[^:：]{0,8}[:：]")
_ENTRY: Final = re.compile("[:：]")
_FEWEST_ROWS: Final = 2


def without_notes(found: Unruled, runs: Sequence[Run]) -> Unruled:
    """Return a table that no rule ends without the notes at its head and at its foot."""
    while (
        found.is_open
        and len(found.sheet.ys) - 1 > _FEWEST_ROWS
        and _is_note(found.sheet, len(found.sheet.ys) - 2, runs)
    ):
        found = _cut(found, 0, len(found.sheet.ys) - 2)
    while found.is_open and len(found.sheet.ys) - 1 > _FEWEST_ROWS and _is_note(found.sheet, 0, runs):
        found = _cut(found, 1, len(found.sheet.ys) - 1)
    return found


def _is_note(sheet: Sheet, row: int, runs: Sequence[Run]) -> bool:
    top, bottom = sheet.ys[row], sheet.ys[row + 1]
    texts = [
        run.text for run in runs if top < run.middle < bottom and sheet.xs[0] < (run.x0 + run.x1) / 2 < sheet.xs[-1]
    ]
    return any(map(_NOTE.search, texts)) or (len(texts) > 1 and all(map(_ENTRY.search, texts)))


def _cut(found: Unruled, first: int, last: int) -> Unruled:
    """Return the table from one row to before another."""
    slots = []
    for row, column, down, wide in found.sheet.slots:
        start, end = max(row, first), min(row + down, last)
        if start < end:
            slots.append(Slot(start - first, column, end - start, wide))
    return replace(
        found, sheet=Sheet(found.sheet.xs, found.sheet.ys[first : last + 1], tuple(slots)), doubted=frozenset()
    )
