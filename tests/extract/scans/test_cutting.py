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
