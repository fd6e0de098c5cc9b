"""A picture of a page to its tables.

In: pixels, and the size of the page in points. Out: `PageTables`, as of a page with a text layer: ruled tables read
cell by cell, other text as runs, of which tables without rules are made. Every cell has a confidence of its own and
the box in which it stands in the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from extract.pdf.frame import Box, Frame
from extract.pdf.lattice import Sheet, Slot
from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.pdf.runs import Run
from extract.pdf.tables import PlacedCell, Table, page_to_tables
from extract.scan.crops import Area, Crop
from extract.scan.ink import Pixels
from extract.scan.neighbours import doubt_neighbours
from extract.scan.notes import without_notes
from extract.scan.page import (
    Page,
    crops_of_cell,
    crops_outside,
    find_sheets,
    find_unruled_sheets,
    holds_print,
    see_page,
)
from extract.scan.pieces import POINTS
from extract.scan.readings import DOUBTED, Reading, is_odd, read_lines
from extract.scan.seams import cells_run_together
from extract.scan.straight import Straight
from extract.scan.wording import pair_brackets

_ORDINALS: Final = frozenset("二三四五六七八九十")
READER: Final = "scan"
_MOST_OTHERS: Final = 8  # readings that are kept of a cell
_UNSURE: Final = 0.9  # how far a cell is trusted of which it is not sure in which row or column it stands
_UNREAD: Final = 0.6  # how far a cell is trusted to be empty in which there is print


def read_page_picture(pixels: Pixels, number: int, size: tuple[float, float]) -> PageTables:
    """Return what a page holds; `size` is that of the page in points, for the boxes of its cells."""
    page = see_page(pixels)
    sheets = find_sheets(page)
    unruled = find_unruled_sheets(page, sheets)
    every = [*sheets, *(found.sheet for found in unruled)]
    in_cells = [
        (sheet, slot, crop) for sheet in every for slot in sheet.slots for crop in crops_of_cell(page, sheet, slot)
    ]
    crops = [*(crop for _, _, crop in in_cells), *crops_outside(page, every)]
    readings = read_lines(crops)
    runs = [
        _to_run(crop, reading, index)
        for index, (crop, reading) in enumerate(zip(crops, readings, strict=True))
        if reading.text
    ]
    unruled = [without_notes(found, runs) for found in unruled]
    tables, lines = page_to_tables(runs, page.drawing, _split, [(found.sheet, found.is_sure) for found in unruled])
    tables = doubt_neighbours(tables, unruled)
    to_page = _ToPage(page.straight, size[0] / pixels.shape[1])
    doubted = {(found.sheet.ys[0], slot) for found in unruled for slot in found.doubted}
    doubted |= set(_run_together(page, sheets, in_cells))
    tables = [_doubtful(_with_evidence(table, runs, readings, page, to_page), doubted) for table in tables]
    tables = [replace(table, is_sure=table.is_sure and (page.is_sure or not table.is_ruled)) for table in tables]
    height, width = page.ink.shape
    reading_frame = Frame(0, 0, width * POINTS, height * POINTS, 0)
    shown = Frame(0, 0, *size, 0)
    notices = tuple(page_notice(code, number) for code in _doubts(page, tables))
    return PageTables(number, reading_frame, shown, READER, tuple(tables), tuple(lines), notices)


def _run_together(
    page: Page, sheets: Sequence[Sheet], in_cells: Sequence[tuple[Sheet, Slot, Crop]]
) -> Iterator[tuple[float, Slot]]:
    """Yield the cells of ruled tables, each with the top of its table, whose lines run into the cell beside them."""
    for sheet in sheets:
        areas: dict[Slot, list[Area]] = {}
        for own, slot, crop in in_cells:
            if own is sheet:
                areas.setdefault(slot, []).append(crop.area)
        for slot in cells_run_together(page.black, sheet, areas, POINTS, page.usual):
            yield sheet.ys[0], slot


def _doubts(page: Page, tables: Sequence[Table]) -> Iterator[str]:
    if not page.is_sure and any(table.is_ruled for table in tables):
        yield "doubtful_rules"
    if not all(table.is_sure for table in tables if not table.is_ruled):
        yield "doubtful_rows"


def _to_run(crop: Crop, reading: Reading, index: int) -> Run:
    x0, top, x1, bottom = _scaled(crop.area, POINTS)
    return Run(reading.text, x0, top, x1, bottom, index, index + 1)


def _scaled(numbers: Sequence[float], factor: float) -> tuple[float, ...]:
    return tuple(number * factor for number in numbers)


def _split(run: Run) -> list[Run]:
    """Part a run into characters, each as wide as the others."""
    step = (run.x1 - run.x0) / len(run.text)
    return [
        run._replace(text=text, x0=run.x0 + index * step, x1=run.x0 + (index + 1) * step)
        for index, text in enumerate(run.text)
        if text.strip()
    ]


@dataclass(frozen=True, slots=True)
class _ToPage:
    straight: Straight
    points: float  # of a pixel of the picture

    def __call__(self, box: Box) -> Box:
        pixels = self.straight.to_source((box[0] / POINTS, box[1] / POINTS, box[2] / POINTS, box[3] / POINTS))
        x0, top, x1, bottom = (round(at * self.points, 2) for at in pixels)
        return x0, top, x1, bottom


def _with_evidence(
    table: Table, runs: Sequence[Run], readings: Sequence[Reading], page: Page, to_page: _ToPage
) -> Table:
    """Return the table with the confidence and the box of every cell."""
    sheet = Sheet(table.xs, table.ys, tuple(cell.slot for cell in table.cells))
    owner = {place: index for index, slot in enumerate(sheet.slots) for place in slot.places()}
    held: dict[int, list[Reading]] = {}
    for run in runs:
        at = sheet.at((run.x0 + run.x1) / 2, run.middle)
        if at is not None and at in owner:
            held.setdefault(owner[at], []).append(readings[run.start])
    cells = []
    listed = _columns_of_ordinals(table.cells)
    for index, cell in enumerate(table.cells):
        box = sheet.box_of(cell.slot)
        unread = _UNREAD if table.is_ruled and index not in held and holds_print(page, box) else 1.0
        placed = _evident(cell, held.get(index, []), to_page(box), unread)
        cells.append(placed if cell.slot.column in listed else _lone_one(placed))
    return replace(table, cells=tuple(cells))


def _doubtful(table: Table, doubted: Set[tuple[float, Slot]]) -> Table:
    """Return the table with doubt on what may stand in another cell: all of it where rows or columns are not sure."""
    is_sure = table.is_sure or table.is_ruled
    cells = [
        cell if is_sure and (table.ys[0], cell.slot) not in doubted
        else cell._replace(confidence=min(_UNSURE, cell.confidence or 0.0))
        for cell in table.cells
    ]  # fmt: skip
    return replace(table, cells=tuple(cells))


def _evident(cell: PlacedCell, readings: Sequence[Reading], box: Box, unread: float) -> PlacedCell:
    confidence = min((reading.confidence for reading in readings), default=unread)
    if len(readings) > 1 and is_odd(cell.text):
        confidence = min(confidence, DOUBTED)
    others = tuple(dict.fromkeys(_otherwise(cell.text, readings)))[:_MOST_OTHERS]
    text = pair_brackets(cell.text)
    return cell._replace(text=text, confidence=round(confidence, 3), box=box, alternatives=others)


def _columns_of_ordinals(cells: Sequence[PlacedCell]) -> set[int]:
    """Return the columns in which 二 or 三 stands alone as well: there a lone 一 is one."""
    return {cell.slot.column for cell in cells if cell.text.strip("、.．（）()") in _ORDINALS}


def _lone_one(cell: PlacedCell) -> PlacedCell:
    """Return the cell, doubted where it holds nothing but 一: in a face with feet a dash is like it."""
    if cell.text != "一":
        return cell
    others = tuple(dict.fromkeys(("—", *(text for text in cell.alternatives if text != "一"))))
    return cell._replace(confidence=min(cell.confidence or 0.0, DOUBTED), alternatives=others)


def _otherwise(text: str, readings: Sequence[Reading]) -> Iterator[str]:
    """Yield what else a cell may say: its text with one of its lines read otherwise, the least sure line first."""
    for reading in sorted(readings, key=lambda reading: reading.confidence):
        for other in reading.alternatives if len(readings) == 1 or text.count(reading.text) == 1 else ():
            yield other if len(readings) == 1 else text.replace(reading.text, other)
