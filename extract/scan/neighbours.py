"""Tables without rules down that stand one below the other, with nothing between them: one table perhaps, and so both are doubted.

In: the tables of a page, and those that its print showed. Out: the tables, with doubt. It joins nothing. A table of which only
what was read speaks, and not the print, is doubted too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extract.pdf.tables import Table
from extract.scan.unruled import Unruled


def doubt_neighbours(tables: Sequence[Table], unruled: Sequence[Unruled]) -> list[Table]:
    """Return the tables, top to bottom, those not sure that may be pieces of one."""
    seen = {(found.sheet.xs, found.sheet.ys) for found in unruled}
    doubted = {at for at, table in enumerate(tables) if not table.is_ruled and (table.xs, table.ys) not in seen}
    for at, (one, other) in enumerate(pairwise(tables)):
        if not (one.is_ruled or other.is_ruled or one.after or other.before):
            doubted |= {at, at + 1}
    return [replace(table, is_sure=table.is_sure and at not in doubted) for at, table in enumerate(tables)]
