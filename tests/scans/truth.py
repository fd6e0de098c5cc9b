"""What a scan says: for each page its tables and lines, for the whole file the tables joined over its pages.

In: what was laid out. Out: `ScanTruth`, and its JSON, beside the picture. Boxes are in points of the page as it was
printed, x0 top x1 bottom from the top left, before any damage; `text` of a cell has line breaks where it wraps
by itself only if they were meant.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class TrueCell:
    """One cell; rows and columns from 1. `field` is empty for a cell that holds no value."""

    text: str
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: Box | None = None
    field: str = ""


@dataclass(frozen=True, slots=True)
class TrueTable:
    """A table of one page, or (`page` 0) of the whole file; `number` is the same for all parts of one table."""

    number: int
    page: int
    rules: str  # full, open (no outer sides), rows, few (three lines), none
    cells: tuple[TrueCell, ...]

    @property
    def row_count(self) -> int:
        """The number of rows."""
        return max((cell.row + cell.row_span - 1 for cell in self.cells), default=0)

    @property
    def column_count(self) -> int:
        """The number of columns."""
        return max((cell.column + cell.column_span - 1 for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class TruePage:
    """One page before damage, in points."""

    page: int
    width: float
    height: float
    tables: tuple[TrueTable, ...]
    lines: tuple[tuple[str, Box], ...]


@dataclass(frozen=True, slots=True)
class ScanTruth:
    """One file of scanned pages."""

    file: str
    seed: int
    family: str
    dpi: int
    fonts: tuple[str, ...]
    size: float  # points of the body
    damages: tuple[tuple[str, float], ...]  # name and strength 0 to 1, in the order in which they were done
    pages: tuple[TruePage, ...]
    wholes: tuple[TrueTable, ...]


def write_truth(truth: ScanTruth, path: Path) -> None:
    """Write the truth as JSON."""
    path.write_text(json.dumps(asdict(truth), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def read_truth(path: Path) -> ScanTruth:
    """Return the truth that a file of JSON holds."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    pages = tuple(
        TruePage(page["page"], page["width"], page["height"], tuple(map(_table, page["tables"])),
                 tuple((text, tuple(box)) for text, box in page["lines"]))
        for page in raw["pages"]
    )  # fmt: skip
    return ScanTruth(
        raw["file"], raw["seed"], raw["family"], raw["dpi"], tuple(raw["fonts"]), raw["size"],
        tuple((name, strength) for name, strength in raw["damages"]), pages, tuple(map(_table, raw["wholes"])),
    )  # fmt: skip


def _table(raw: dict[str, Any]) -> TrueTable:
    cells = tuple(TrueCell(**(cell | {"box": cell["box"] and tuple(cell["box"])})) for cell in raw["cells"])
    return TrueTable(raw["number"], raw["page"], raw["rules"], cells)
