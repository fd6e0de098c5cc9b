"""The structure of scanned pages, on small drawn ones without any font: rules, strokes, lean, bends, desks, no tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest

from extract.pdf.lattice import Sheet, Slot, lattice_to_sheet
from extract.pdf.rules import find_lattices, merge_rules
from extract.scan.desk import find_sheet
from extract.scan.ink import to_black, to_ink
from extract.scan.inverted import without_inversion
from extract.scan.lean import lean
from extract.scan.pieces import find_ruling
from extract.scan.rules import find_rule_masks
from extract.scan.straight import as_it_is, straightened

_XS, _YS = (60, 200, 420, 640, 740), (100, 150, 200, 260, 320, 400)
_MERGED = Slot(2, 0, 3, 1)  # of the tables drawn here


def _text(page: Any, x: int, y: int, count: int = 4) -> None:
    """Strokes like those of characters: 24 pixels high, a box with a cross."""
    for left in range(x, x + 28 * count, 28):
        cv2.rectangle(page, (left, y), (left + 22, y + 22), 30, 2)
        cv2.line(page, (left + 11, y), (left + 11, y + 22), 30, 2)
        cv2.line(page, (left, y + 11), (left + 22, y + 11), 30, 2)


def _table(level: int = 40, gaps: Sequence[int] = ()) -> Any:
    """Five rows and four columns; of the first column, the last three rows are one cell."""
    page = np.full((560, 800), 255, np.uint8)
    for y in _YS:
        cv2.line(page, (_XS[1] if y in _YS[3:5] else _XS[0], y), (_XS[-1], y), level, 2)
    for x in _XS:
        cv2.line(page, (x, _YS[0]), (x, _YS[-1]), level, 2)
    for at in gaps:
        for y in _YS:
            page[y - 2 : y + 3, at : at + 9] = 255
        for x in _XS:
            page[at : at + 9, x - 2 : x + 3] = 255
    for y in _YS[:-1]:
        for x in _XS[:-2]:
            _text(page, x + 12, y + 12, 3)
    return page


def _sheets(page: Any) -> list[Sheet]:
    ruling = find_ruling(*find_rule_masks(page, to_black(page)), 28.0)
    lattices, _, _ = find_lattices(merge_rules(ruling.across), merge_rules(ruling.down))
    return [sheet for lattice in lattices if (sheet := lattice_to_sheet(lattice))]


def _shape(page: Any) -> list[tuple[int, int, int, bool]]:
    return [(len(each.ys) - 1, len(each.xs) - 1, len(each.slots), _MERGED in each.slots) for each in _sheets(page)]


@pytest.mark.parametrize("level", [40, 120, 205])
def test_faint_rules_are_rules(level: int) -> None:
    assert _shape(_table(level)) == [(5, 4, 18, True)]


def test_broken_rules_are_rules_and_doubtful() -> None:
    page = _table(gaps=range(75, 800, 43))
    assert _shape(page) == [(5, 4, 18, True)]
    assert not find_ruling(*find_rule_masks(page, to_black(page)), 28.0).is_sure
    assert find_ruling(*find_rule_masks(_table(), to_black(_table())), 28.0).is_sure


def test_strokes_of_a_large_title_make_no_table_and_are_kept() -> None:
    page = _table()
    cv2.rectangle(page, (300, 20), (352, 72), 20, 6)
    cv2.line(page, (326, 20), (326, 72), 20, 6)
    assert _shape(page) == [(5, 4, 18, True)]
    ruling = find_ruling(*find_rule_masks(page, to_black(page)), 28.0)
    assert not ruling.pixels[15:80, 290:360].any()


def test_stroke_under_a_rule_parts_no_merged_cell() -> None:
    page = _table()
    cv2.rectangle(page, (_XS[1] + 3, _YS[0] + 3), (_XS[-1] - 3, _YS[1] - 3), 255, -1)
    page[_YS[0] + 3 : _YS[1] - 3, _XS[2] - 3 : _XS[2] + 4] = 255
    _text(page, _XS[2] - 56 - 11, _YS[0] + 14, 5)  # a stroke stands where the rule below would go on
    assert [slot for slot in _sheets(page)[0].slots if slot.row == 0] == [Slot(0, 0, 1, 1), Slot(0, 1, 1, 3)]


def test_text_below_a_table_is_no_row_of_it() -> None:
    page = _table()
    _text(page, _XS[2] - 11, _YS[-1] + 8, 6)
    assert _shape(page) == [(5, 4, 18, True)]


def test_stroke_that_goes_on_from_a_rule_past_the_table_is_no_row() -> None:
    page = _table()
    cv2.line(page, (_XS[2], _YS[0] - 60), (_XS[2], _YS[0]), 40, 2)
    assert _shape(page) == [(5, 4, 18, True)]


def test_dirt_on_the_glass_is_no_column() -> None:
    page = _table()
    cv2.line(page, (330, 0), (330, 559), 90, 1)
    assert _shape(page) == [(5, 4, 18, True)]


def test_white_print_in_a_black_header_is_turned_over() -> None:
    page = _table()
    box = page[_YS[0] : _YS[1], _XS[0] : _XS[-1]]
    box[:] = 255 - box
    turned = without_inversion(page)
    assert _shape(turned) == [(5, 4, 18, True)]
    assert without_inversion(_table()).tobytes() == _table().tobytes()


@pytest.mark.parametrize("degrees", [-4.9, -1.3, 0.0, 0.4, 5.0])
def test_lean_is_found(degrees: float) -> None:
    forth = cv2.getRotationMatrix2D((400, 280), -degrees, 1.0)  # OpenCV turns against the clock
    leaning = cv2.warpAffine(_table(), forth, (800, 560), borderValue=(255,))
    assert lean(to_black(np.asarray(leaning, np.uint8))) == pytest.approx(degrees, abs=0.1)


def test_leaning_curling_page_is_straight_and_leads_back() -> None:
    page = cv2.copyMakeBorder(_table(), 40, 40, 40, 40, cv2.BORDER_CONSTANT, value=(255,))
    ys, xs = np.mgrid[0 : page.shape[0], 0 : page.shape[1]].astype(np.float32)
    curled = cv2.remap(page, xs, ys + 14 * np.exp(-xs / 250).astype(np.float32), cv2.INTER_LINEAR, borderValue=(255,))
    forth = cv2.getRotationMatrix2D((440, 320), 2.0, 1.0)
    seen = np.asarray(cv2.warpAffine(curled, forth, page.shape[::-1], borderValue=(255,)), np.uint8)
    straight = straightened(as_it_is(seen, 1.0, np.eye(3), page.shape[::-1]), lambda pictures: [1.0] * len(pictures))
    assert _shape(straight.ink) == [(5, 4, 18, True)]
    x0, top, x1, bottom = (at / 0.36 for at in _sheets(straight.ink)[0].box)
    left, high, right, low = straight.to_source((x0, top, x1, bottom))
    source = forth @ np.array([[100, 780, 780, 100], [140 - 9.4, 140, 440, 440 - 9.4], [1, 1, 1, 1]])
    assert (left, high) == pytest.approx(source.min(axis=1), abs=6)
    assert (right, low) == pytest.approx(source.max(axis=1), abs=6)


def test_sheet_on_a_desk_is_found() -> None:
    picture = np.full((900, 800, 3), 45, np.uint8)
    corners = np.array([[90, 80], [700, 110], [720, 820], [70, 790]], np.int32)
    cv2.fillPoly(picture, [corners], (235, 235, 235))
    back, (width, height) = find_sheet(picture)
    found = cv2.perspectiveTransform(np.array([[[0, 0], [width, 0], [width, height], [0, height]]]), back)[0]
    assert np.abs(found - corners).max() < 6


def test_seal_is_no_ink_and_print_under_it_is() -> None:
    pixels = np.full((200, 400, 3), 255, np.uint8)
    pixels[50:150, 100:300] = (170, 60, 40)  # a blue seal
    pixels[98:102, 20:380] = 20
    ink = to_ink(pixels)
    assert ink[60:90, 110:290].min() > 230
    assert ink[99:101, 30:370].max() < 60


def _cat() -> Any:
    rng = np.random.default_rng(7)
    noise = cv2.resize(rng.integers(0, 255, (30, 40), np.uint8), (800, 600), interpolation=cv2.INTER_CUBIC)
    fur = cv2.GaussianBlur(rng.integers(0, 255, (600, 800), np.uint8), (0, 0), 1.5)
    return np.clip(noise * 0.6 + fur * 0.5, 0, 255).astype(np.uint8)


def _prose() -> Any:
    page = np.full((600, 800), 255, np.uint8)
    for y in range(60, 520, 40):
        _text(page, 60, y, 24)
    return page


@pytest.mark.parametrize(
    "page",
    [
        np.full((600, 800), 255, np.uint8),
        np.zeros((600, 800), np.uint8),
        _cat(),
        _prose(),
        np.full((3, 5), 9, np.uint8),
    ],
    ids=["blank", "black", "cat", "prose", "tiny"],
)
def test_no_table_is_invented(page: Any) -> None:
    find_sheet(page)
    ink = to_ink(page)
    straight = straightened(as_it_is(ink, 1.0, np.eye(3), page.shape[::-1]), lambda pictures: [0.5] * len(pictures))
    assert _sheets(straight.ink) == []
