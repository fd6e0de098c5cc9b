"""What `transform` gives to the other rooms: the frames of one or more documents, and what reading them left in doubt.

Out: `Tables` (frames with the columns of `transform.tables`) and `Doubt`. Nothing here judges a target.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from extract import JixiaoError
from transform.tables import CELLS, DOCUMENTS, INDICATORS, PROJECTS, Table


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that the reading could not settle; it becomes a finding under `rule_id`."""

    rule_id: str
    document_id: str
    message: str  # in Chinese
    project_id: str | None = None
    indicator_id: str | None = None
    expected: str | None = None
    actual: str | None = None
    cell_ids: tuple[str, ...] = ()
    is_extraction_suspect: bool = True


@dataclass(frozen=True, slots=True)
class RowCount:
    """How many printed rows went in and became records; the others by the reason why they were set aside."""

    rows_in: int
    rows_out: int
    set_aside: Mapping[str, int]

    @property
    def rows_set_aside(self) -> int:
        """The rows that became no record."""
        return sum(self.set_aside.values())

    def require_balance(self) -> None:
        """Raise where a row is neither in a record nor set aside: that would be a mistake of ours."""
        if self.rows_in != self.rows_out + self.rows_set_aside:
            raise UnbalancedRowsError(self)


class UnbalancedRowsError(JixiaoError):
    """A printed row was lost on the way."""

    def __init__(self, count: RowCount) -> None:
        self.count = count
        lost = count.rows_in - count.rows_out - count.rows_set_aside
        super().__init__(f"{lost} of {count.rows_in} printed rows were lost in reading; please report the document")


@dataclass(frozen=True, slots=True)
class Tables:
    """The frames of some documents: one row a document, a project, an indicator, a printed cell."""

    documents: pd.DataFrame
    projects: pd.DataFrame
    indicators: pd.DataFrame
    cells: pd.DataFrame
    doubts: tuple[Doubt, ...]
    row_count: RowCount


def rows_to_frame(table: Table, rows: Sequence[dict[str, object]]) -> pd.DataFrame:
    """Return a frame with the declared columns of `table`; figures and texts stay Python objects."""
    # One block for all columns: a `Series` for each costs more than the reading of a short document.
    block = np.empty((len(table.names), len(rows)), dtype=object)
    for place, name in enumerate(table.names):
        block[place] = [row.get(name) for row in rows]
    return pd.DataFrame(block.T, columns=list(table.names), dtype=object, copy=False)


def join_tables(parts: Sequence[Tables]) -> Tables:
    """Return the tables of several documents as one."""
    return Tables(
        documents=_join(DOCUMENTS, [part.documents for part in parts]),
        projects=_join(PROJECTS, [part.projects for part in parts]),
        indicators=_join(INDICATORS, [part.indicators for part in parts]),
        cells=_join(CELLS, [part.cells for part in parts]),
        doubts=tuple(doubt for part in parts for doubt in part.doubts),
        row_count=RowCount(
            sum(part.row_count.rows_in for part in parts),
            sum(part.row_count.rows_out for part in parts),
            dict(sum((Counter(part.row_count.set_aside) for part in parts), Counter())),
        ),
    )


def _join(table: Table, frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(frames, ignore_index=True) if frames else rows_to_frame(table, [])
