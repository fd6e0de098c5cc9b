"""Tables without rules down, on small drawn pages without any font: columns, rows, titles between them, words over columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest

from extract.pdf.lattice import Sheet, Slot
from extract.pdf.paths import Rule
from extract.pdf.tables import Table
from extract.scan.neighbours import doubt_neighbours
from extract.scan.unruled import Unruled, find_unruled

_XS = (60, 160, 420, 640)  # where the words of columns begin


def _text(page: Any, x: int, y: int, count: int, size: int = 24) -> None:
    for left in range(x, x + (size + 3) * count, size + 3):
        cv2.rectangle(page, (left, y), (left + size - 2, y + size - 2), 255, 2)
        cv2.line(page, (left + size // 2, y), (left + size // 2, y + size - 2), 255, 2)


def _page(rows: Sequence[int], *, gap: int = 60) -> Any:
    """Rows of words; of the second column so many characters that it nearly reaches the third in one row."""
    page = np.zeros((120 + gap * (len(rows) + 1), 860), np.uint8)
    for x in _XS:
        _text(page, x, 100, 2)
    for row, count in enumerate(rows, 1):
        for x, size in zip(_XS, (1, count, 4, 3), strict=True):
            _text(page, x, 100 + gap * row, size)
    return page


def _shape(found: Sequence[Unruled]) -> list[tuple[int, int]]:
    return [(len(each.sheet.ys) - 1, len(each.sheet.xs) - 1) for each in found]


def test_a_long_text_does_not_join_two_columns() -> None:
    found = find_unruled(_page((4, 9, 3, 5)), (), 27.0)
    assert _shape(found) == [(5, 4)]
    assert found[0].is_open


def test_three_rules_frame_a_table_and_its_rows_are_told_from_its_print() -> None:
    rules = [Rule(at, 50.0, 800.0) for at in (90.0, 140.0, 390.0)]
    found = find_unruled(_page((4, 9, 3, 5)), rules, 27.0)
    assert _shape(found) == [(5, 4)]
    assert found[0].is_sure
    assert not found[0].is_open


def test_the_second_line_of_a_cell_is_no_row() -> None:
    page = _page((4, 9, 3, 5), gap=90)
    _text(page, _XS[1], 100 + 90 * 2 + 34, 3)
    rules = [Rule(at, 50.0, 800.0) for at in (90.0, 160.0, 510.0)]
    assert _shape(find_unruled(page, rules, 27.0)) == [(5, 4)]


def test_a_word_over_two_columns_spans_them() -> None:
    page = np.zeros((420, 860), np.uint8)
    _text(page, _XS[0], 100, 2)
    _text(page, _XS[1], 100, 2)
    _text(page, 500, 100, 4)
    _text(page, _XS[2], 150, 2)
    _text(page, _XS[3], 150, 2)
    for y in (210, 270, 330):
        for x, count in zip(_XS, (1, 6, 3, 3), strict=True):
            _text(page, x, y, count)
    rules = [Rule(90.0, 50.0, 800.0), Rule(138.0, 400.0, 790.0), Rule(190.0, 50.0, 800.0), Rule(370.0, 50.0, 800.0)]
    found = find_unruled(page, rules, 27.0)
    assert _shape(found) == [(5, 4)]
    assert [slot for slot in found[0].sheet.slots if slot.row == 0] == [
        Slot(0, 0, 2, 1), Slot(0, 1, 2, 1), Slot(0, 2, 1, 2),
    ]  # fmt: skip


@pytest.mark.parametrize("count", [0, 900])
def test_no_table_is_invented(count: int) -> None:
    page = np.zeros((600, 800), np.uint8)
    rng = np.random.default_rng(5)
    for x, y in zip(rng.integers(10, 790, count), rng.integers(10, 590, count), strict=True):
        page[y : y + 2, x : x + 2] = 255
    assert find_unruled(page, (), 27.0) == []


def test_prose_is_no_table() -> None:
    page = np.zeros((600, 800), np.uint8)
    for y in range(60, 520, 40):
        _text(page, 60, y, 24)
    assert find_unruled(page, (), 27.0) == []


def _two_words_over(rules: Sequence[Rule]) -> list[Unruled]:
    """A header of which two words stand over two columns each, and those of the other columns half a line lower."""
    page = np.zeros((480, 1100), np.uint8)
    for x, y, count in ((60, 135, 2), (160, 135, 3), (450, 100, 4), (740, 100, 4), (980, 135, 2)):
        _text(page, x, y, count)
    for x in (420, 560, 710, 850):
        _text(page, x, 170, 2)
    for y in (230, 290, 350, 410):
        for x, count in zip((60, 160, 420, 560, 710, 850, 980), (1, 6, 3, 2, 3, 2, 2), strict=True):
            _text(page, x, y, count)
    return find_unruled(page, rules, 27.0)


@pytest.mark.parametrize("is_ruled", [True, False])
def test_labels_between_the_heights_of_a_header_hold_for_both_its_rows(is_ruled: bool) -> None:
    across = [Rule(at, 50.0, 1050.0) for at in (90.0, 210.0, 450.0)]
    found = _two_words_over([*across, Rule(147.0, 400.0, 930.0)] if is_ruled else ())
    assert _shape(found) == [(6, 7)]
    assert [slot for slot in found[0].sheet.slots if slot.row == 0] == [
        Slot(0, 0, 2, 1), Slot(0, 1, 2, 1), Slot(0, 2, 1, 2), Slot(0, 4, 1, 2), Slot(0, 6, 2, 1),
    ]  # fmt: skip


def test_a_high_row_of_two_words_is_no_title_between_two_tables() -> None:
    page = _page((4, 9, 3, 5), gap=90)
    page[250:340] = 0  # of one row only two words are left, in larger type
    _text(page, _XS[1], 276, 4, size=34)
    _text(page, _XS[3], 276, 2, size=34)
    rules = [Rule(90.0 + 90 * row - (20 if row else 0), 50.0, 800.0) for row in range(6)]
    assert _shape(find_unruled(page, rules, 27.0)) == [(5, 4)]


def test_two_strokes_of_a_hand_part_no_table() -> None:
    rules = [Rule(210.0, 170.0, 270.0), Rule(310.0, 170.0, 270.0)]
    assert _shape(find_unruled(_page((4, 5, 3, 5)), rules, 27.0)) == [(5, 4)]


def _table(ys: tuple[float, ...], *, before: tuple[str, ...] = ()) -> tuple[Table, Unruled]:
    xs = (0.0, 10.0, 20.0, 30.0)
    return Table(xs, ys, (), before, is_ruled=False), Unruled(Sheet(xs, ys, ()), is_sure=True)


def test_two_tables_without_anything_between_them_are_both_doubted() -> None:
    one, other, third = _table((0.0, 10.0)), _table((12.0, 20.0)), _table((40.0, 50.0), before=("表二",))
    tables = doubt_neighbours([one[0], other[0], third[0]], [one[1], other[1], third[1]])
    assert [table.is_sure for table in tables] == [False, False, True]


def test_a_table_that_only_its_words_show_is_doubted() -> None:
    assert [table.is_sure for table in doubt_neighbours([_table((0.0, 10.0))[0]], [])] == [False]


def test_lines_of_a_tall_cell_with_gaps_in_them_do_not_end_a_table() -> None:
    page = _page((3, 3, 3, 3), gap=150)
    for row in range(1, 5):  # three lines around the middle of each row, with room between signs at the same places
        for y in (-40, 0, 40):
            page[100 + 150 * row + y - 2 : 100 + 150 * row + y + 26, 420:600] = 0
            for x in (420, 449, 478, 507):
                _text(page, x, 100 + 150 * row + y, 1)
    rules = [Rule(at, 50.0, 800.0) for at in (90.0, 140.0)]
    assert _shape(find_unruled(page, rules, 27.0))[:1] == [(5, 4)]
