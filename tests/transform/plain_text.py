"""Reads a text as a document, and tells some columns of its indicators.

In: a folder and a text. Out: `Tables`, and tuples in which nothing is None.
"""

from __future__ import annotations

from pathlib import Path

from extract import read_document, read_grids
from transform import Tables, grids_to_tables


def read_text(folder: Path, text: str) -> Tables:
    """Return what the line reads in a text."""
    path = folder / "table.txt"
    path.write_text(text, encoding="utf-8")
    document = read_document(path)
    return grids_to_tables(document, read_grids(document))


def rows_of(tables: Tables, *names: str) -> list[tuple[object, ...]]:
    """Return some columns of the indicators; nothing is None."""
    frame = tables.indicators.astype(object).where(tables.indicators.notna(), None)
    return list(frame[list(names)].itertuples(index=False, name=None))
