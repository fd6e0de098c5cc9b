"""Lines of cells: what is dust, what is a remnant of a rule, and what is print though it is small."""

from __future__ import annotations

import numpy as np
import pytest

crops, cutting = pytest.importorskip("extract.scan.crops"), pytest.importorskip("extract.scan.cutting")

_USUAL = 28.0
Patch = tuple[int, int, int, int]  # x, y, width, height


def black(*patches: Patch, size: tuple[int, int] = (80, 200)) -> np.ndarray:
    """A cell with black patches in it."""
    out = np.zeros(size, bool)
    for x, y, wide, high in patches:
        out[y : y + high, x : x + wide] = True
    return out


@pytest.mark.parametrize(
    ("patches", "lines"),
    [
        pytest.param([(20, 10, 25, 26), (20, 45, 25, 26)], [(20, 10, 45, 36), (20, 45, 45, 71)], id="two-lines"),
        pytest.param([(20, 10, 25, 26), (48, 33, 4, 4)], [(20, 10, 52, 37)], id="a-full-stop-belongs-to-its-line"),
        pytest.param([(20, 10, 25, 26), (120, 20, 3, 3)], [(20, 10, 45, 36)], id="dust-far-from-print"),
        pytest.param(
            [(20, 10, 25, 26), (62, 16, 4, 4), (62, 28, 4, 4)], [(20, 10, 66, 36)], id="a-wide-colon-is-no-dust"
        ),
        pytest.param(
            [(20, 10, 25, 24), (20, 38, 14, 2), (20, 42, 25, 20)], [(20, 10, 45, 34), (20, 38, 45, 62)],
            id="an-upper-stroke-belongs-to-the-line-below",
        ),
        pytest.param(
            [(20, 10, 20, 5), (20, 20, 20, 2), (20, 25, 20, 2)], [(20, 10, 40, 27)], id="a-sign-of-three-strokes"
        ),
        pytest.param([(20 + 10 * n, 40, 3, 3) for n in range(6)], [(20, 40, 73, 43)], id="an-ellipsis-alone"),
        pytest.param([(26 - 3 * n, 16 + 8 * n, 3, 7) for n in range(3)], [(20, 16, 29, 39)], id="a-slash-in-pieces"),
        pytest.param([(20, 10, 25, 26), (64, 18, 7, 11)], [(20, 10, 71, 36)], id="a-comma-in-the-middle-of-its-square"),
        pytest.param([(90, 38, 9, 3)], [(90, 38, 99, 41)], id="a-lone-hyphen"),
        pytest.param([(90, 34, 11, 2), (90, 40, 11, 2)], [(90, 34, 101, 42)], id="a-lone-equals-keeps-both-strokes"),
        pytest.param([(90, 20, 2, 26)], [(90, 20, 92, 46)], id="a-thin-one-is-two-pixels-wide"),
        pytest.param([(60, 0, 80, 3), (20, 30, 25, 26)], [(20, 30, 45, 56)], id="a-rule-left-at-the-top"),
        pytest.param([(0, 20, 2, 40)], [], id="a-rule-left-at-the-side-of-an-empty-cell"),
        pytest.param([(x, 5 + 9 * (x % 8), 2, 2) for x in range(10, 190, 20)], [], id="dust-alone"),
    ],
)  # fmt: skip
def test_a_cell_is_cut_into_its_lines(patches: list[Patch], lines: list[Patch]) -> None:
    assert cutting.cut_lines(black(*patches), _USUAL)[0] == lines


def test_dust_is_not_in_the_picture_of_a_line() -> None:
    cell = black((20, 10, 25, 26), (80, 12, 2, 2), size=(46, 110))
    ink = np.where(cell, 0, 255).astype(np.uint8)
    (crop,) = crops.crop_lines(ink, (cell * 255).astype(np.uint8), (0, 0, 110, 46), _USUAL)
    assert crop.area == (20, 10, 45, 36)
    assert int((crop.picture < 128).sum()) == 25 * 26


def test_the_rest_of_a_seal_is_neither_a_line_nor_in_its_picture() -> None:
    ink = np.full((80, 200), 255, np.uint8)
    ink[20:46, 40:60] = ink[20:46, 70:90] = 10  # print, the second character touched by the seal
    ink[0:60, 88:91] = ink[50:78, 120:150] = 140
    (crop,) = crops.crop_lines(ink, np.where(ink < 200, 255, 0).astype(np.uint8), (0, 0, 200, 80), _USUAL, 10.0)
    assert (crop.area[0], crop.area[3]) == (40, 48)
    assert sorted(np.unique(crop.picture[:, :40]).tolist()) == [10, 255]
    assert int((crop.picture == 140).sum()) <= 60


def test_a_dash_under_a_seal_is_found() -> None:
    ink = np.full((80, 200), 255, np.uint8)
    ink[38:41, 90:99] = 10
    for at in range(5):
        ink[10 + 12 * at : 14 + 12 * at, 20 + 30 * at : 25 + 30 * at] = 150
    black = np.where(ink < 200, 255, 0).astype(np.uint8)
    found = crops.crop_lines(ink, black, (0, 0, 200, 80), _USUAL, 10.0)
    assert [crop.area for crop in found] == [(90, 38, 99, 41)]


def test_a_line_shows_nothing_of_the_next_and_says_that_its_cell_goes_on() -> None:
    cell = black((20, 10, 25, 26), (20, 38, 25, 26))
    ink = np.where(cell, 0, 255).astype(np.uint8)
    found = crops.crop_lines(ink, (cell * 255).astype(np.uint8), (0, 0, 200, 80), _USUAL)
    assert [(crop.goes_on, int((crop.picture < 128).sum())) for crop in found] == [(True, 650), (False, 650)]
