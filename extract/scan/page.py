"""A picture of a page as it is read: straight, its rules found and taken off, its cells and lines cut out.

In: pixels. Out: `Page`, its sheets of cells, and the pictures of its lines. It reads nothing but a few lines, to tell which way up
the page is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extract.pdf.frame import Box
from extract.pdf.lattice import Sheet, Slot, lattice_to_sheet
from extract.pdf.paths import Drawing, Rule
from extract.pdf.rules import find_lattices, merge_rules
from extract.scan.crops import Crop, crop_line, crop_lines
from extract.scan.desk import find_sheet
from extract.scan.ink import Grey, Pixels, to_black, to_ink
from extract.scan.inverted import without_inversion
from extract.scan.lines import find_lines, text_height, without_rules
from extract.scan.pale import NOTHING_PALE, print_level
from extract.scan.pieces import POINTS, find_ruling
from extract.scan.recogniser import first_reader
from extract.scan.rules import find_rule_masks, rule_masks
from extract.scan.straight import Straight, as_it_is, straightened
from extract.scan.unruled import Unruled, find_unruled

_WANTED: Final = 28.0  # pixels: the height of a line at which a page is read
_INSIDE: Final = 2  # pixels between a rule and the text of a cell
_LARGE: Final = 1700  # pixels of the long side, from twice as many on the page is measured at half its size
_EDGE: Final = 4  # pixels: nearer to a rule stands what is left of it
_DASH: Final = 0.18  # of a line's height: a hyphen is hardly wider
_MOST_PIXELS: Final = 7_000_000  # A4 at 270 dpi
_NEARLY: Final = 0.2  # a page so near to the wanted size is not scaled


@dataclass(frozen=True, slots=True)
class Page:
    """A page that stands straight; `drawing` holds its rules in points, at the scale at which it is read."""

    straight: Straight
    black: Grey  # with rules
    ink: Grey  # without rules
    print_: Grey
    drawing: Drawing  # points
    usual: float  # pixels
    is_sure: bool  # of its rules
    level: float = NOTHING_PALE  # how dark its print is at least


def see_page(pixels: Pixels) -> Page:
    """Return the page of a picture, straightened, with its rules found."""
    return _look_at(_straighten(pixels))


def _straighten(pixels: Pixels) -> Straight:
    """Return the page upright and straight, at the size at which it is read."""
    sheet, size = find_sheet(pixels)
    factor = _factor(pixels)
    ink = _larger(to_ink(_smaller(pixels, factor)), factor)
    page = as_it_is(ink, factor, sheet, size)
    return straightened(page, lambda pictures: [line.mean for line in first_reader().read(pictures)])


def _factor(pixels: Pixels) -> float:
    """Return by how much a picture is made larger or smaller to be read; of its height of lines, half of the pixels tell."""
    halves = 1 << max(0, int(np.log2(max(pixels.shape[:2]) / _LARGE)))
    black = to_black(to_ink(_smaller(pixels, 1 / halves)))
    wanted = _WANTED / (halves * text_height(without_rules(black, *rule_masks(black))))
    most: float = (_MOST_PIXELS / (pixels.shape[0] * pixels.shape[1])) ** 0.5
    return min(most, wanted if abs(wanted - 1) > _NEARLY else 1.0)


def _smaller(pixels: Pixels, factor: float) -> Pixels:
    if factor >= 1:
        return pixels
    return np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)


def _larger(ink: Grey, factor: float) -> Grey:
    if factor <= 1:
        return ink
    return np.asarray(cv2.resize(ink, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC), np.uint8)


def _look_at(straight: Straight) -> Page:
    ink = without_inversion(straight.ink)
    black = to_black(ink)
    masks = find_rule_masks(ink, black)
    usual = text_height(without_rules(black, masks[0].whole, masks[1].whole))
    ruling = find_ruling(*masks, usual)
    print_ = without_rules(black, ruling.pixels)
    ink = ink.copy()
    ink[cv2.dilate(ruling.pixels, np.ones((3, 3), np.uint8)) > 0] = 255
    drawing = Drawing(across=list(ruling.across), down=list(ruling.down))
    return Page(straight, black, ink, print_, drawing, usual, ruling.is_sure, print_level(ink, print_, usual))


def find_sheets(page: Page) -> list[Sheet]:
    """Return the tables that the rules of a page draw, in points."""
    drawing = page.drawing
    lattices, _, _ = find_lattices(merge_rules(drawing.across), merge_rules(drawing.down))
    return [sheet for lattice in lattices if (sheet := lattice_to_sheet(lattice))]


def find_unruled_sheets(page: Page, sheets: Sequence[Sheet]) -> list[Unruled]:
    """Return the tables without rules down, in points, that stand outside those that rules draw."""
    _, across, _ = find_lattices(merge_rules(page.drawing.across), merge_rules(page.drawing.down))
    lone = [Rule(rule.at / POINTS, rule.low / POINTS, rule.high / POINTS) for rule in across]
    return find_unruled(_outside(page, sheets), lone, page.usual)


def crops_of_cell(page: Page, sheet: Sheet, slot: Slot) -> list[Crop]:
    """Return the pictures of the lines in a cell."""
    x0, top, x1, bottom = (round(at / POINTS) for at in sheet.box_of(slot))
    area = (x0 + _INSIDE, top + _INSIDE, x1 - _INSIDE, bottom - _INSIDE)
    return crop_lines(page.ink, page.print_, area, page.usual, page.level)


def crops_outside(page: Page, sheets: Sequence[Sheet]) -> Iterator[Crop]:
    """Yield the pictures of the lines that stand in no table."""
    rest = _outside(page, sheets)
    height, width = rest.shape
    margin = round(page.usual)
    for x0, top, x1, bottom in find_lines(rest, page.usual):
        around = max(0, x0 - margin), max(0, top - margin), min(width, x1 + margin), min(height, bottom + margin)
        yield crop_line(page.ink, around, (x0, top, x1, bottom), page.usual)


def _outside(page: Page, sheets: Sequence[Sheet]) -> Grey:
    """Return the print that stands in no table."""
    rest = page.print_.copy()
    for sheet in sheets:
        x0, top, x1, bottom = (round(at / POINTS) for at in sheet.box)
        rest[max(0, top) : bottom, max(0, x0) : x1] = 0
    return rest


def holds_print(page: Page, box: Box) -> bool:
    """Whether something larger than dust stands in a box (points) of the page: a dash that no reader saw."""
    x0, top, x1, bottom = (round(at / POINTS) for at in box)
    inside = page.print_[top + _EDGE : bottom - _EDGE, x0 + _EDGE : x1 - _EDGE]
    if not inside.size:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(inside, connectivity=8)
    sides = stats[1:count, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]]
    return bool(sides.size) and int(sides.max()) >= _DASH * page.usual
