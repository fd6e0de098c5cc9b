"""The results that stand beside told targets in a column of their own: `数量指标 | 航标≥26座；灯器9套 | 航标26座；灯器9套`.

In: the rows that a sentence told and the cell of the results beside it. Out: the rows with their results, where each result
says the name of its row, in the same order; None where one does not: then nobody knows whose it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from transform.fused import read_told_cells
from transform.pieces import Piece
from transform.quantities import squeeze
from transform.readings import Row
from transform.wordings import column_word

_TARGET_AND_RESULT: Final = ["value", "actual"]


def heads_results(words: Sequence[Piece], texts: Sequence[Piece]) -> bool:
    """Whether the words over two texts beside a label say that the first is a target and the second its result."""
    above = {piece.cell.column: column_word(piece.text) for piece in words}
    found = [above.get(piece.cell.column) for piece in texts]
    return [word.field if word else None for word in found] == _TARGET_AND_RESULT


def with_results(rows: Sequence[Row], label: Piece, result: Piece) -> list[Row] | None:
    """Return the rows of one label with the results that a cell tells by their names."""
    table = read_told_cells([label.cell, result.cell], [1])
    told = table.projects[0].rows if table is not None else []
    if [squeeze(row.name.text) for row in rows] != [squeeze(row.name.text) for row in told]:
        return None
    if any(row.value is None or row.pair.oddities for row in told):
        return None
    return [
        replace(row, beside={**row.beside, "actual": one.value})
        for row, one in zip(rows, told, strict=True)
        if one.value is not None
    ]
