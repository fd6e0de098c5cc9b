"""A picture of a page to its tables.

In: pixels, and the size of the page in points. Out: `PageTables`, as of a page with a text layer: ruled tables read
cell by cell, other text as runs, of which tables without rules are made. Every cell has a confidence of its own and
the box in which it stands in the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from extract.pdf.frame import Box, Frame
from extract.pdf.lattice import Sheet, lattice_to_sheet
from extract.pdf.notices import page_notice
from extract.pdf.pages import PageTables
from extract.pdf.paths import Drawing
from extract.pdf.rules import find_lattices, merge_rules
from extract.pdf.runs import Run
from extract.pdf.tables import PlacedCell, Table, page_to_tables
from extract.scan.crops import Crop, crop_line, crop_lines
from extract.scan.desk import find_sheet
from extract.scan.ink import Grey, Pixels, to_black, to_ink
from extract.scan.lines import find_lines, text_height, without_rules
from extract.scan.pieces import POINTS, find_ruling
from extract.scan.readings import Reading, read_lines
from extract.scan.recogniser import first_reader
from extract.scan.rules import find_rule_masks, rule_masks
from extract.scan.straight import Straight, as_it_is, straightened

READER: Final = "scan"
_WANTED: Final = 28.0  # pixels: the height of a line at which a page is read
_INSIDE: Final = 2  # pixels between a rule and the text of a cell
_LARGE: Final = 1700  # pixels of the long side, from twice as many on the page is measured at half its size
_NEARLY: Final = 0.2  # a page so near to the wanted size is not scaled


@dataclass(frozen=True, slots=True)
class _Page:
    straight: Straight
    ink: Grey  # without rules
    print_: Grey
    drawing: Drawing  # points
    usual: float  # pixels
    is_sure: bool  # of its rules


def read_page_picture(pixels: Pixels, number: int, size: tuple[float, float]) -> PageTables:
    """Return what a page holds; `size` is that of the page in points, for the boxes of its cells."""
    page = _look_at(_straighten(pixels))
    sheets = _find_sheets(page.drawing)
    crops = [*_crops_in(page, sheets), *_crops_outside(page, sheets)]
    readings = read_lines(crops)
    runs = [
        _to_run(crop, reading, index)
        for index, (crop, reading) in enumerate(zip(crops, readings, strict=True))
        if reading.text
    ]
    tables, lines = page_to_tables(runs, page.drawing, _split)
    to_page = _ToPage(page.straight, size[0] / pixels.shape[1])
    tables = [_with_evidence(table, runs, readings, to_page) for table in tables]
    tables = [replace(table, is_sure=table.is_sure and (page.is_sure or not table.is_ruled)) for table in tables]
    height, width = page.ink.shape
    reading_frame = Frame(0, 0, width * POINTS, height * POINTS, 0)
    shown = Frame(0, 0, *size, 0)
    notices = tuple(page_notice(code, number) for code in _doubts(page, tables))
    return PageTables(number, reading_frame, shown, READER, tuple(tables), tuple(lines), notices)


def _doubts(page: _Page, tables: Sequence[Table]) -> Iterator[str]:
    if not page.is_sure and any(table.is_ruled for table in tables):
        yield "doubtful_rules"
    if not all(table.is_sure for table in tables if not table.is_ruled):
        yield "doubtful_rows"


def _to_run(crop: Crop, reading: Reading, index: int) -> Run:
    x0, top, x1, bottom = _scaled(crop.area, POINTS)
    return Run(reading.text, x0, top, x1, bottom, index, index + 1)


def _straighten(pixels: Pixels) -> Straight:
    sheet, size = find_sheet(pixels)
    ink = to_ink(pixels)
    factor = _WANTED / _rough_height(ink)
    page = as_it_is(ink, factor if abs(factor - 1) > _NEARLY else 1.0, sheet, size)
    return straightened(page, lambda pictures: [line.mean for line in first_reader().read(pictures)])


def _rough_height(ink: Grey) -> float:
    """Return how high a line is in pixels; of a picture of many pixels, measured on half of them."""
    halves = 1 << max(0, int(np.log2(max(ink.shape) / _LARGE)))
    small = cv2.resize(ink, None, fx=1 / halves, fy=1 / halves, interpolation=cv2.INTER_AREA) if halves > 1 else ink
    black = to_black(np.asarray(small, np.uint8))
    return halves * text_height(without_rules(black, *rule_masks(black)))


def _look_at(straight: Straight) -> _Page:
    black = to_black(straight.ink)
    usual = text_height(without_rules(black, *rule_masks(black)))
    ruling = find_ruling(*find_rule_masks(straight.ink, black), usual)
    print_ = without_rules(black, ruling.pixels)
    ink = straight.ink.copy()
    ink[cv2.dilate(ruling.pixels, np.ones((3, 3), np.uint8)) > 0] = 255
    drawing = Drawing(across=list(ruling.across), down=list(ruling.down))
    return _Page(straight, ink, print_, drawing, usual, ruling.is_sure)


def _scaled(numbers: Sequence[float], factor: float) -> tuple[float, ...]:
    return tuple(number * factor for number in numbers)


def _find_sheets(drawing: Drawing) -> list[Sheet]:
    lattices, _, _ = find_lattices(merge_rules(drawing.across), merge_rules(drawing.down))
    return [sheet for lattice in lattices if (sheet := lattice_to_sheet(lattice))]


def _crops_in(page: _Page, sheets: Sequence[Sheet]) -> Iterator[Crop]:
    for sheet in sheets:
        for slot in sheet.slots:
            x0, top, x1, bottom = (round(at / POINTS) for at in sheet.box_of(slot))
            area = (x0 + _INSIDE, top + _INSIDE, x1 - _INSIDE, bottom - _INSIDE)
            yield from crop_lines(page.ink, page.print_, area, page.usual)


def _crops_outside(page: _Page, sheets: Sequence[Sheet]) -> Iterator[Crop]:
    rest = page.print_.copy()
    for sheet in sheets:
        x0, top, x1, bottom = (round(at / POINTS) for at in sheet.box)
        rest[max(0, top) : bottom, max(0, x0) : x1] = 0
    height, width = rest.shape
    margin = round(page.usual)
    for x0, top, x1, bottom in find_lines(rest, page.usual):
        around = max(0, x0 - margin), max(0, top - margin), min(width, x1 + margin), min(height, bottom + margin)
        yield crop_line(page.ink, around, (x0, top, x1, bottom), page.usual)


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


def _with_evidence(table: Table, runs: Sequence[Run], readings: Sequence[Reading], to_page: _ToPage) -> Table:
    """Return the table with the confidence and the box of every cell."""
    sheet = Sheet(table.xs, table.ys, tuple(cell.slot for cell in table.cells))
    owner = {
        (row, column): index
        for index, (row, column, down, wide) in enumerate(sheet.slots)
        for row in range(row, row + down)
        for column in range(column, column + wide)
    }
    held: dict[int, list[Reading]] = {}
    for run in runs:
        at = sheet.at((run.x0 + run.x1) / 2, run.middle)
        if at is not None and at in owner:
            held.setdefault(owner[at], []).append(readings[run.start])
    cells = [
        _evident(cell, held.get(index, []), to_page(sheet.box_of(cell.slot))) for index, cell in enumerate(table.cells)
    ]
    return replace(table, cells=tuple(cells))


def _evident(cell: PlacedCell, readings: Sequence[Reading], box: Box) -> PlacedCell:
    confidence = min((reading.confidence for reading in readings), default=1.0)
    others = readings[0].alternatives if len(readings) == 1 else ()
    return cell._replace(confidence=round(confidence, 3), box=box, alternatives=others)
