"""Writes an invented document, reads it, and scores what came of it.

In: a family, a shape, a seed and a folder. Out: `Score`, and the file in the folder.
"""

from __future__ import annotations

import time
from pathlib import Path

from extract import JixiaoError, read_document, read_grids
from tests.layouts.families import draw_document
from tests.layouts.score import Score, score
from tests.layouts.shapes import suffix_of, write_document
from transform import Tables, grids_to_tables


def write_to(folder: Path, family: str, shape: str, seed: int) -> Path:
    """Write the document of a family, a shape and a seed, and return its path."""
    path = folder / f"{family}-{shape}-{seed}.{suffix_of(shape)}"
    path.write_bytes(write_document(draw_document(family, seed), shape, seed))
    return path


def read_and_score(folder: Path, family: str, shape: str, seed: int) -> Score:
    """Return the score of one document; one that a reader refuses with its own error has no rows."""
    path = write_to(folder, family, shape, seed)
    began = time.perf_counter()
    tables = read_tables(path)
    return score(draw_document(family, seed).truth, tables, time.perf_counter() - began)


def read_tables(path: Path) -> Tables | None:
    """Return what the line reads in a file, or None where it refuses the file."""
    try:
        document = read_document(path)
        return grids_to_tables(document, read_grids(document))
    except JixiaoError:
        return None
