"""A page read from its picture, and the hidden text under it: who is believed, and what is said."""

from __future__ import annotations

import pytest

from extract.pdf.frame import Frame
from extract.pdf.lattice import Slot
from extract.pdf.pages import PageTables
from extract.pdf.tables import PlacedCell, Table
from extract.scan.layered import Word, with_layer

_FRAME = Frame(0, 0, 100, 100, 0)
_TEXTS = ("数量指标", "修路", "≥3公里", "质量指标", "合格率", "≥95%", "时效指标", "完成时间", "12月", "共计")


def pictured(*cells: PlacedCell) -> PageTables:
    table = Table((0.0, 100.0), tuple(10.0 * row for row in range(len(cells) + 1)), cells)
    return PageTables(1, _FRAME, _FRAME, "scan", (table,))


def cell(row: int, text: str, confidence: float = 0.97, alternatives: tuple[str, ...] = ()) -> PlacedCell:
    box = (0.0, 10.0 * row, 100.0, 10.0 * row + 10)
    return PlacedCell(text, Slot(row, 0, 1, 1), True, confidence, box, alternatives)


def word(row: int, text: str) -> Word:
    return text, (10.0, 10.0 * row + 1, 60.0, 10.0 * row + 9)


def read(first: PlacedCell, said: str, *, agreeing: int = 9) -> tuple[PlacedCell, list[str]]:
    """Return the first cell once the layer has said this of it, and the same or nonsense of the others."""
    others = [cell(row, text) for row, text in enumerate(_TEXTS[1:], 1)]
    words = [word(row, text if row <= agreeing else "口口") for row, text in enumerate(_TEXTS[1:], 1)]
    found = with_layer(pictured(first, *others), [word(0, said), *words])
    return found.tables[0].cells[0], [notice.code for notice in found.notices]


def test_a_layer_that_agrees_makes_surer() -> None:
    assert read(cell(0, "数量指标", 0.9), "数 量指标") == (cell(0, "数量指标", 0.95), [])


def test_a_layer_that_differs_is_the_other_reading_and_the_cell_is_flagged() -> None:
    assert read(cell(0, "≥3"), "23") == (cell(0, "≥3", 0.5, ("23",)), ["layer_differs"])


def test_a_layer_that_says_what_the_second_reader_said_is_believed_and_flagged() -> None:
    assert read(cell(0, "23", 0.5, ("≥3",)), "≥3") == (cell(0, "≥3", 0.6, ("23",)), ["layer_differs"])


def test_a_layer_that_sides_with_one_of_two_readers_leaves_the_doubt() -> None:
    assert read(cell(0, "23", 0.5, ("≥3",)), "23") == (cell(0, "23", 0.5, ("≥3",)), [])


@pytest.mark.parametrize("agreeing", [0, 5])
def test_a_layer_that_mostly_differs_is_not_asked(agreeing: int) -> None:
    assert read(cell(0, "≥3"), "23", agreeing=agreeing) == (cell(0, "≥3"), ["layer_ignored"])


def test_words_of_a_cell_are_read_line_by_line() -> None:
    first = PlacedCell("道路维修里程", Slot(0, 0, 1, 1), True, 0.9, (0.0, 0.0, 100.0, 10.0))
    rest = [cell(row, text) for row, text in enumerate(_TEXTS[1:], 1)]
    words = [("里程", (10.0, 5.5, 30.0, 9.0)), ("维修", (30.0, 1.2, 50.0, 4.6)), ("道路", (10.0, 1.0, 30.0, 4.5))]
    found = with_layer(pictured(first, *rest), [*words, *(word(row, text) for row, text in enumerate(_TEXTS[1:], 1))])
    assert found.tables[0].cells[0].confidence == 0.95
