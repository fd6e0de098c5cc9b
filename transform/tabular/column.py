"""One column of a table: what it holds, and the word that says so.

In: nothing. Out: `Column`, which `columns` makes of header words and `settle` of what stands below them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from transform.pieces import Piece

LEVELS: Final = ("level1", "level2", "level3")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the sheet: what it holds, its header word, and the place or span that a column of values is for."""

    number: int
    field: str
    header: Piece | None
    heading: str | None = None  # of a place (`place`) or of a span of years (`span`)
    heading_kind: str | None = None
    headed_by: Piece | None = None
    money_unit: str | None = None
