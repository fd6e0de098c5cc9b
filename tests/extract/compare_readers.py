"""Compare what the readers make of a corpus with its truth, and time them: `python -m tests.extract.compare_readers CORPUS`.

In: a folder with `html/`, `docx/`, `xlsx/` and `truth/<kind>_<name>.json`. Out: a line a document: cells that are the same in
text, place and spans, of all cells in either; milliseconds of CPU, best of five.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from extract import Grid, read_document, read_grids

Placed = tuple[int, int, int, int, str]


def cells_of(grid: Grid) -> set[Placed]:
    return {(cell.row - 1, cell.column - 1, cell.row_span, cell.column_span, cell.text) for cell in grid.cells}


def compare(path: Path, truth: Path) -> str:
    tables = json.loads(truth.read_text(encoding="utf-8"))["tables"]
    expected = [
        {(cell["r"], cell["c"], cell["rs"], cell["cs"], cell["t"]) for cell in table["cells"]} for table in tables
    ]
    best, grids = min((timed(path) for _ in range(5)), key=lambda pair: pair[0])
    found = [cells_of(grid) for grid in grids]
    same = sum(len(one & other) for one, other in zip(found, expected, strict=False))
    whole = sum(map(len, found)) + sum(map(len, expected)) - same
    return f"{path.name:12} grids {len(found)} of {len(expected)}  cells {same} of {whole}  {best * 1000:.1f} ms"


def timed(path: Path) -> tuple[float, list[Grid]]:
    began = time.process_time()
    grids = list(read_grids(read_document(path)))
    return time.process_time() - began, grids


if __name__ == "__main__":
    corpus = Path(sys.argv[1])
    for path in sorted(file for kind in ("html", "docx", "xlsx") for file in (corpus / kind).iterdir()):
        print(compare(path, corpus / "truth" / f"{path.parent.name}_{path.stem}.json"))
