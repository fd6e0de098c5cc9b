"""The score of scanned pages, on grids made by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract.contracts import Cell, Grid
from tests.scans.score import Score, score_scan
from tests.scans.truth import ScanTruth, TrueCell, TruePage, TrueTable

_TEXTS = (("三级指标", "", "指标值", ""), ("养护里程，公里", "", "≦1,250.5公里", ""), ("一是培训", "", ">95%", "name"))


def true_table(page: int, number: int = 1, rules: str = "full") -> TrueTable:
    cells = [TrueCell("绩效指标", 1, 1, 1, 2)]
    for row, (name, _, value, _) in enumerate(_TEXTS, 2):
        cells += [TrueCell(name, row, 1), TrueCell(value, row, 2, field="value" if row > 2 else "")]
    return TrueTable(number, page, rules, tuple(cells))


def scan(pages: list[list[TrueTable]], wholes: list[TrueTable]) -> ScanTruth:
    made = tuple(TruePage(number, 595, 842, tuple(tables), ()) for number, tables in enumerate(pages, 1))
    return ScanTruth("a.png", 1, "first", 200, ("Box",), 10.5, (), made, tuple(wholes))


ONE = scan([[true_table(1)]], [true_table(0)])


def read(table: TrueTable, page: int = 1, **changes: tuple[str, float]) -> Grid:
    """What was read of a table; `r3c2=("≤5", 0.9)` changes a cell."""
    cells = []
    for cell in table.cells:
        text, confidence = changes.get(f"r{cell.row}c{cell.column}", (cell.text, 0.99))
        cells.append(
            Cell(text, cell.row, cell.column, cell.row_span, cell.column_span, page, None, None, "", confidence)
        )
    return Grid(tuple(cells), True)


def test_a_page_read_right_is_right_in_everything() -> None:
    score = score_scan(ONE, [read(true_table(0))])
    assert score == Score(
        files=1, pages=1, pages_right=1, tables=1, structures=1, cells=7, exact=7, values=2, values_exact=2,
        signs=2, signs_right=2, digits=7, digits_right=7,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "confidence", "exact", "silent", "signs", "digits", "width"),
    [
        pytest.param("≤1,250.5公里", 0.99, 1, 1, 1, 7, 0, id="≦-is-not-≤"),
        pytest.param("≤1,250.5公里", 0.94, 1, 0, 1, 7, 0, id="flagged"),
        pytest.param("≦1,260.5公里", 0.99, 1, 1, 2, 6, 0, id="a-digit"),
        pytest.param("≦ 1,250.5 公里", 0.99, 2, 0, 2, 7, 0, id="blanks-are-nothing"),
        pytest.param("≦1，250.5公里", 0.99, 2, 0, 2, 7, 0, id="a-wide-comma-is-a-comma"),
        pytest.param("≦1.250.5公里", 0.99, 1, 1, 2, 7, 0, id="a-point-is-no-comma"),
        pytest.param("≦1,250．5公里", 0.99, 1, 0, 2, 7, 1, id="other-width-alone"),
        pytest.param("", 0.99, 1, 1, 1, 2, 0, id="blank-with-a-straight-face"),
    ],
)
def test_a_value_that_was_read_otherwise(
    text: str, confidence: float, exact: int, silent: int, signs: int, digits: int, width: int
) -> None:
    score = score_scan(ONE, [read(true_table(0), r3c2=(text, confidence))])
    assert (score.values, score.values_exact, score.values_silent) == (2, exact, silent)
    assert (score.signs_right, score.digits_right, score.width_only) == (signs, digits, width)
    assert [each.expected for each in score.differences] == ([] if exact == 2 else ["≦1,250.5公里"])


def test_a_right_value_below_the_threshold_is_right_and_flagged() -> None:
    score = score_scan(ONE, [read(true_table(0), r3c2=("≦1,250.5公里", 0.5))])
    assert (score.values_exact, score.values_flagged, score.values_silent) == (2, 1, 0)


def test_wide_signs_are_the_same_sign_but_not_the_same_text() -> None:
    score = score_scan(ONE, [read(true_table(0), r4c2=("＞95％", 0.99))])
    assert (score.signs_right, score.values_exact, score.width_only, score.values_silent) == (2, 1, 1, 0)


def test_what_was_not_read_at_all_is_lost_and_not_silent() -> None:
    score = score_scan(ONE, [])
    assert (score.tables, score.structures, score.pages_right) == (1, 0, 0)
    assert (score.cells, score.exact, score.values_lost, score.values_silent) == (7, 0, 2, 0)


def test_a_span_that_is_wrong_breaks_the_structure_and_no_text() -> None:
    grid = read(true_table(0))
    split = [replace(grid.cells[0], column_span=1), Cell("", 1, 2, page=1), *grid.cells[1:]]
    score = score_scan(ONE, [replace(grid, cells=tuple(split))])
    assert (score.structures, score.pages_right, score.exact, score.cells) == (0, 0, 7, 7)


def test_a_row_more_leaves_the_others_exact() -> None:
    grid = read(true_table(0))
    moved = [replace(cell, row=cell.row + (cell.row > 2)) for cell in grid.cells]
    score = score_scan(ONE, [replace(grid, cells=(*moved, Cell("骑缝章", 3, 1, page=1)))])
    assert (score.structures, score.exact, score.cells, score.invented) == (0, 7, 8, 1)


def test_without_rules_only_the_places_of_texts_count() -> None:
    table = replace(true_table(1, rules="none"), cells=true_table(1).cells[1:])
    truth = scan([[table]], [replace(table, page=0)])
    right = replace(read(table), cells=tuple(cell for cell in read(table).cells if cell.text))
    assert score_scan(truth, [right]).structures == 1
    shifted = replace(right, cells=tuple(replace(cell, column=cell.column + 1) for cell in right.cells))
    assert score_scan(truth, [shifted]).structures == 0


def test_a_table_over_pages_may_be_read_as_one_or_page_by_page() -> None:
    first, second = true_table(1), replace(true_table(2), cells=true_table(2).cells[3:])
    second = replace(second, cells=tuple(replace(cell, row=cell.row - 2) for cell in second.cells))
    more = [replace(cell, row=cell.row + 4) for cell in second.cells]
    whole = replace(first, page=0, cells=(*first.cells, *more))
    truth = scan([[first], [second]], [whole])
    as_one = score_scan(truth, [read(whole)])
    assert (as_one.pages_right, as_one.over_pages, as_one.joined, as_one.tables) == (2, 1, 1, 1)
    apart = score_scan(truth, [read(first), read(second, 2)])
    assert (apart.pages_right, apart.over_pages, apart.joined, apart.tables) == (2, 1, 0, 2)
    assert as_one.exact == apart.exact == 11
    half = score_scan(truth, [read(first)])
    assert (half.pages_right, half.exact, half.values_lost) == (1, 7, 2)


def test_a_grid_that_is_no_table_of_the_page_makes_the_page_wrong() -> None:
    noise = Grid((Cell("印", 1, 1, page=1), Cell("章", 2, 1, page=1)), True)
    score = score_scan(ONE, [noise, read(true_table(0))])
    assert (score.structures, score.extra_grids, score.pages_right) == (1, 1, 0)
    lines = score_scan(ONE, [replace(noise, is_aligned=False), read(true_table(0))])
    assert (lines.extra_grids, lines.pages_right) == (0, 1)
