"""Corrections to grids: the right cell and no other, as it was looked at and not otherwise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extract import Cell, Grid
from review import Correction, Corrector

BOX = (100.0, 200.0, 160.0, 220.0)
CELL = Cell("≥9S%", 5, 4, page=2, box=BOX, reader="scan", confidence=0.6, alternatives=("≥95%",))
SAID = Correction(
    "0123456789abcdef", "表.jpg", 2, 0, 5, 4, BOX, "≥9S%", "≥95%", "correct", "张三", "2026-11-24T08:00:00+00:00"
)


def corrected(cells: tuple[Cell, ...], *said: Correction, number: int = 0) -> tuple[Corrector, tuple[Cell, ...]]:
    corrector = Corrector(said)
    grids = [Grid((), is_aligned=True)] * number + [Grid(cells, is_aligned=True)]
    return corrector, list(corrector.correct(grids))[-1].cells


def test_the_cell_says_what_the_person_says_and_keeps_what_was_read() -> None:
    corrector, (cell,) = corrected((CELL,), SAID)
    assert cell == replace(CELL, text="≥95%", confidence=1.0, alternatives=(), read_text="≥9S%")
    assert (corrector.applied, corrector.stale) == ([SAID], [])


def test_an_accepted_reading_becomes_sure() -> None:
    _, (cell,) = corrected((CELL,), replace(SAID, new_text="≥9S%", action="accept"))
    assert (cell.text, cell.confidence, cell.read_text) == ("≥9S%", 1.0, "≥9S%")


@pytest.mark.parametrize(
    ("cell", "now"),
    [
        pytest.param(replace(CELL, text="≥98%"), "≥98%", id="read-otherwise"),
        pytest.param(replace(CELL, page=3), None, id="another-page"),
        pytest.param(replace(CELL, box=(100.0, 220.0, 160.0, 240.0)), None, id="same-text-in-the-cell-below"),
        pytest.param(replace(CELL, box=None), None, id="no-place-any-more"),
    ],
)
def test_a_correction_that_no_longer_fits_changes_nothing(cell: Cell, now: str | None) -> None:
    corrector, cells = corrected((cell,), SAID)
    assert cells == (cell,)
    assert (corrector.applied, corrector.stale) == ([], [(SAID, now)])


def test_a_cell_with_a_place_is_found_there_whatever_number_its_table_has_by_now() -> None:
    moved = replace(CELL, row=7, box=(101.0, 199.0, 161.5, 221.0))
    corrector, (cell,) = corrected((moved,), SAID, number=2)
    assert (cell.text, cell.row, corrector.stale) == ("≥95%", 7, [])


def test_the_same_text_under_the_same_number_elsewhere_on_the_page_is_another_cell() -> None:
    # A table that is found by now before the others takes over their numbers.
    other = replace(CELL, box=(100.0, 500.0, 160.0, 520.0))
    _, cells = corrected((other, replace(CELL, row=9)), SAID)
    assert [cell.text for cell in cells] == ["≥9S%", "≥95%"]


def test_a_reader_that_reads_by_now_what_a_person_wrote_makes_nothing_stale() -> None:
    corrector, (cell,) = corrected((replace(CELL, text="≥95%"),), SAID)
    assert (cell.text, cell.confidence, corrector.stale) == ("≥95%", 1.0, [])


def test_a_cell_without_a_place_is_known_by_grid_row_and_column() -> None:
    said = replace(SAID, box=None, page=None, grid=1)
    plain = replace(CELL, box=None, page=None)
    assert [cell.text for cell in corrected((plain, replace(plain, column=5)), said, number=1)[1]] == ["≥95%", "≥9S%"]
    assert [cell.text for cell in corrected((plain,), said, number=0)[1]] == ["≥9S%"]


def test_lines_around_a_table_are_corrected_too() -> None:
    grid = Grid((CELL,), is_aligned=True, lines_before=("2O24年目标表", " 单位：万元 "), lines_after=("注：一",))
    said = [(-2, "2O24年目标表", "2024年目标表"), (6, "注：一", "注：二"), (-1, "单位：元", "单位：万元")]
    lines = [
        replace(SAID, box=None, page=None, row=row, column=1, old_text=old, new_text=new) for row, old, new in said
    ]
    (given,) = Corrector(lines).correct([grid])
    # The unit is a line that reads by now as the person wrote; its blanks are its own.
    assert (given.lines_before, given.lines_after) == (("2024年目标表", "单位：万元"), ("注：二",))


def test_without_corrections_the_grids_are_the_same() -> None:
    grid = Grid((CELL,), is_aligned=True)
    assert next(Corrector(()).correct([grid])) is grid
