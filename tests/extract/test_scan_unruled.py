"""Tables without rules down, on small drawn pages without any font: columns, rows, titles between them, words over columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
import pytest

from extract.pdf.lattice import Slot
from extract.pdf.paths import Rule
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
